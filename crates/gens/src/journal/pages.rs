//! The journal as a list, for the administrateur.

use chrono::Days;
use passerelle_base::{Date, lire_date, plier};
use passerelle_documents::{Cellule, Colonne};
use passerelle_socle::temps::Instant;
use sea_orm::DbErr;
use uuid::Uuid;

use super::alertes::Alertes;
use super::mots::{detail_dit, mots};
use passerelle_socle::access::{Accorde, Action, Objet};
use passerelle_socle::db::{QueryResult, Selection};
use passerelle_socle::journal::surveiller;
use passerelle_socle::web::{Filtre, Repertoire, Site, Vide};

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .repertoire(["/journal", "/journal.xlsx", "/journal.csv"], Objet::Journal, async |_, p| {
            let lire = |cle| p.lire(cle).to_owned();
            Ok(Journal {
                compte: lire("compte"),
                personne: lire("personne"),
                action: lire("action"),
                objet: lire("objet"),
                refus: lire("refus"),
                du: lire("du"),
                au: lire("au"),
            })
        })
        .repertoire(
            ["/journal/alertes", "/journal/alertes.xlsx", "/journal/alertes.csv"],
            Objet::Journal,
            async |etat, _| {
                surveiller(&etat.base, &*etat.horloge).await?;
                Ok(Alertes)
            },
        )
}

struct Journal {
    compte: String,
    personne: String,
    action: String,
    objet: String,
    refus: String,
    du: String,
    au: String,
}

/// Things that have a page of their own, and what a link there says of one without a name.
struct PageDe {
    objet: &'static str,
    voir: &'static str,
}

const PAGES: [PageDe; 7] = [
    PageDe { objet: "structures", voir: "Voir la structure" },
    PageDe { objet: "jeunes", voir: "Voir le dossier" },
    PageDe { objet: "actions", voir: "Voir l'action" },
    PageDe { objet: "contrats", voir: "Voir le contrat" },
    PageDe { objet: "evenements", voir: "Voir l'événement" },
    PageDe { objet: "imports", voir: "Voir l'import" },
    PageDe { objet: "bilans", voir: "Voir le bilan" },
];

/// When a day asked for begins, some days later.
fn minuit(jour: &str, plus: u64) -> Option<Instant> {
    let jour = lire_date(jour).ok()?.checked_add_days(Days::new(plus))?;
    Some(Instant::debut_du_jour(jour))
}

impl Repertoire for Journal {
    fn titre(&self) -> String {
        "Journal".into()
    }
    fn intro(&self) -> String {
        "Qui a lu, changé ou essayé quoi, et quand. Le journal ne garde aucun contenu et ne se modifie pas.".into()
    }
    fn objet(&self) -> Objet {
        Objet::Journal
    }
    fn nom(&self) -> (&'static str, &'static str) {
        ("ligne", "lignes")
    }
    fn chemin(&self) -> String {
        "/journal".into()
    }
    fn action(&self, _: &Accorde) -> Option<(&'static str, &'static str)> {
        Some(("Lectures inhabituelles", "/journal/alertes"))
    }
    fn colonnes(&self, _: &Accorde) -> Vec<Colonne> {
        vec![
            Colonne::texte("instant", "Quand"),
            Colonne::texte("acteur", "Qui"),
            Colonne::texte("structure", "Pour"),
            Colonne::texte("action", "A fait"),
            Colonne::texte("objet", "Sur"),
            Colonne::texte("fiche", "De qui, de quoi"),
            Colonne::texte("detail", "Détail"),
        ]
    }
    fn filtres(&self) -> Vec<Filtre> {
        vec![
            Filtre::texte("compte", "Compte (nom)", &self.compte),
            Filtre::texte("personne", "Jeune (nom)", &self.personne),
            Filtre::date("du", "Du", &self.du),
            Filtre::date("au", "Au", &self.au),
            Filtre::choix("refus", "Issue", "Toutes", [("oui", "Refusé")], &self.refus),
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
        // About whom or what, by its name: an identifier tells nobody anything.
        let champs = "x.instant, x.acteur, x.action, x.objet, x.objet_id, x.detail, x.refus, s.nom AS structure, \
                      COALESCE((SELECT j.prenom || ' ' || j.nom FROM jeunes j WHERE j.id = x.objet_id), \
                      (SELECT f.nom FROM structures f WHERE f.id = x.objet_id), \
                      (SELECT c.nom FROM comptes c WHERE c.id = x.objet_id)) AS nom";
        let lignes = Selection::nouvelle(champs, "journal x", "LEFT JOIN structures s ON s.id = x.structure_id")
            .ou_si(
                "x.compte_id IN (SELECT c.id FROM comptes c WHERE lower(c.nom) LIKE ?)",
                (!self.compte.is_empty()).then(|| format!("%{}%", self.compte.to_lowercase())),
            )
            .ou_si("x.instant >= ?", minuit(&self.du, 0))
            .ou_si("x.instant < ?", minuit(&self.au, 1))
            .ou_si("x.refus = ?", (self.refus == "oui").then_some(true))
            .ou_si("x.action = ?", (!self.action.is_empty()).then(|| self.action.clone()))
            .ou_si("x.objet = ?", (!self.objet.is_empty()).then(|| self.objet.clone()));
        plier(&self.personne).split_whitespace().fold(lignes, |l, mot| {
            l.ou("x.objet_id IN (SELECT j.id FROM jeunes j WHERE ' ' || j.nom_plie LIKE ?)", format!("% {mot}%"))
        })
    }
    fn cellules(&self, ligne: &QueryResult, _: &Accorde) -> Result<Vec<Cellule>, DbErr> {
        let objet: String = ligne.try_get_by("objet")?;
        let id: Option<Uuid> = ligne.try_get_by("objet_id")?;
        let action = mots(&ligne.try_get_by::<String, _>("action")?);
        let fait = if ligne.try_get_by::<bool, _>("refus")? { format!("{action} (refusé)") } else { action };
        let nom: Option<String> = ligne.try_get_by("nom")?;
        let nom = nom.map(|n| n.trim().to_owned()).filter(|n| !n.is_empty());
        let fiche = match (id, PAGES.iter().find(|p| p.objet == objet)) {
            (Some(id), Some(page)) => {
                Cellule::from(nom.unwrap_or_else(|| page.voir.to_owned())).avec_lien(format!("/{objet}/{id}"))
            }
            _ => Cellule::from(nom.unwrap_or_default()),
        };
        let detail: Option<String> = ligne.try_get_by("detail")?;
        Ok(vec![
            Cellule::from(ligne.try_get_by::<Instant, _>("instant")?),
            ligne.try_get_by::<String, _>("acteur")?.into(),
            ligne.try_get_by::<Option<String>, _>("structure")?.unwrap_or_default().into(),
            fait.into(),
            mots(&objet).into(),
            fiche,
            detail.map(|d| detail_dit(&objet, &d)).unwrap_or_default().into(),
        ])
    }
    fn vide(&self, _: &Accorde) -> Vide {
        Vide { phrase: "Aucune ligne ne répond à ces filtres. Chaque lecture de la fiche d'un jeune et chaque écriture en ajoute une.".into(), action: None }
    }
}
