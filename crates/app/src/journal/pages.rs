//! The journal as a list, for the administrateur.

use passerelle_base::{Date, Instant};
use passerelle_documents::{Cellule, Colonne, Valeur};
use sea_orm::DbErr;
use uuid::Uuid;

use crate::access::{Accorde, Action, Objet};
use crate::db::{QueryResult, Selection};
use crate::web::{Filtre, Repertoire, Site, Vide};

/// Routes.
pub fn site() -> Site {
    Site::nouveau().repertoire(["/journal", "/journal.xlsx", "/journal.csv"], Objet::Journal, async |_, p| {
        Ok(Journal { action: p.lire("action").to_owned(), objet: p.lire("objet").to_owned() })
    })
}

struct Journal {
    action: String,
    objet: String,
}

/// What a code reads like.
fn mots(code: &str) -> String {
    let mots = code.replace('_', " ").replace("evenement", "événement").replace("creer", "créer");
    let mut lettres = mots.chars();
    lettres.next().map_or_else(String::new, |l| l.to_uppercase().chain(lettres).collect())
}

impl Repertoire for Journal {
    fn titre(&self) -> String {
        "Journal".into()
    }
    fn intro(&self) -> String {
        "Qui a lu ou changé quoi, et quand. Le journal ne garde aucun contenu et ne s'efface pas.".into()
    }
    fn nom(&self) -> (&'static str, &'static str) {
        ("ligne", "lignes")
    }
    fn chemin(&self) -> String {
        "/journal".into()
    }
    fn colonnes(&self, _: &Accorde) -> Vec<Colonne> {
        vec![
            Colonne::texte("instant", "Quand"),
            Colonne::texte("acteur", "Qui"),
            Colonne::texte("action", "A fait"),
            Colonne::texte("objet", "Sur"),
            Colonne::texte("fiche", "Fiche"),
            Colonne::texte("detail", "Détail"),
        ]
    }
    fn filtres(&self) -> Vec<Filtre> {
        vec![
            Filtre::choix(
                "action",
                "Ce qui a été fait",
                "Tout",
                Action::TOUS.iter().map(|a| (a.code(), mots(a.code()))),
                &self.action,
            ),
            Filtre::choix("objet", "Sur", "Tout", Objet::TOUS.iter().map(|o| (o.code(), mots(o.code()))), &self.objet),
        ]
    }
    fn tris(&self) -> &'static [(&'static str, &'static str)] {
        &[("instant", "x.numero DESC")]
    }
    fn selection(&self, _: &Accorde, _: Date) -> Selection {
        Selection::nouvelle("x.instant, x.acteur, x.action, x.objet, x.objet_id, x.detail", "journal x", "")
            .ou_si("x.action = ?", (!self.action.is_empty()).then(|| self.action.clone()))
            .ou_si("x.objet = ?", (!self.objet.is_empty()).then(|| self.objet.clone()))
    }
    fn cellules(&self, ligne: &QueryResult, _: &Accorde) -> Result<Vec<Cellule>, DbErr> {
        let objet: String = ligne.try_get_by("objet")?;
        let id: Option<Uuid> = ligne.try_get_by("objet_id")?;
        let fiches = ["structures", "jeunes", "actions", "contrats", "evenements", "imports", "bilans"];
        let fiche = match id {
            Some(id) if fiches.contains(&objet.as_str()) => {
                Cellule::from(id.to_string()[24..].to_owned()).avec_lien(format!("/{objet}/{id}"))
            }
            Some(id) => Cellule::from(id.to_string()[24..].to_owned()),
            None => Cellule::from(""),
        };
        Ok(vec![
            Cellule::from(Valeur::Instant(Instant::from_millis(ligne.try_get_by("instant")?))),
            ligne.try_get_by::<String, _>("acteur")?.into(),
            mots(&ligne.try_get_by::<String, _>("action")?).into(),
            mots(&objet).into(),
            fiche,
            ligne.try_get_by::<Option<String>, _>("detail")?.unwrap_or_default().into(),
        ])
    }
    fn vide(&self, _: &Accorde) -> Vide {
        Vide { phrase: "Aucune ligne ne répond à ces filtres. Chaque lecture de la fiche d'un jeune et chaque écriture en ajoute une.".into(), action: None }
    }
}
