//! The list of positionnements.

use passerelle_base::{Date, lire_date};
use passerelle_documents::{Cellule, Colonne};
use sea_orm::{DbErr, FromQueryResult};

use super::model::ETATS;
use crate::actions::UneAction;
use passerelle_gens::accompagnements::{par_referent, restreindre};
use passerelle_socle::access::{Accorde, Champ, Jeune, Objet};
use passerelle_socle::db::{self, Base, QueryResult, Resultat, Selection};
use passerelle_socle::fait::{Fait, Preuve, Ton};
use passerelle_socle::ident::Id;
use passerelle_socle::personne::FaitDe;
use passerelle_socle::web::{Filtre, Parametres, Repertoire, Site, Vide, cellule_jeune, colonne_jeune, pastille};

/// Routes.
pub(super) fn site() -> Site {
    Site::nouveau().repertoire(
        ["/positionnements", "/positionnements.xlsx", "/positionnements.csv"],
        Objet::Positionnements,
        async |_, p| Ok(Positionnements::demandes(&p)),
    )
}

/// Positionnements, filtered.
#[derive(Debug, Default)]
pub struct Positionnements {
    etat: String,
    reponse: String,
    referent: String,
    du: String,
    au: String,
}

/// After so many days an answer is late; an answer younger than that is news.
pub const JOURS_DE_REPONSE: u64 = 7;

impl Positionnements {
    /// What an address asks for.
    pub fn demandes(p: &Parametres) -> Self {
        let lu = |cle| p.lire(cle).to_owned();
        Self { etat: lu("etat"), reponse: lu("reponse"), referent: lu("referent"), du: lu("du"), au: lu("au") }
    }

    /// Those just answered, or those that wait too long.
    fn par_reponse(&self, selection: Selection, jour: Date) -> Selection {
        let depuis = jour.checked_sub_days(chrono::Days::new(JOURS_DE_REPONSE)).unwrap_or(jour);
        match self.reponse.as_str() {
            "recue" => selection.ou(
                "p.etat IN ('accepte', 'en_attente', 'offert', 'refuse', 'entre', 'non_presente') AND p.date_etat > ?",
                depuis,
            ),
            "attendue" => selection.ou("p.etat IN ('propose', 'vu') AND p.date <= ?", depuis),
            _ => selection,
        }
    }
}

impl Repertoire for Positionnements {
    fn titre(&self) -> String {
        if self.referent == "moi" { "Positionnements de mes jeunes" } else { "Positionnements" }.into()
    }
    fn intro(&self) -> String {
        "Les demandes d'une structure à une action pour un jeune, et leur réponse.".into()
    }
    fn objet(&self) -> Objet {
        Objet::Positionnements
    }
    fn nom(&self) -> (&'static str, &'static str) {
        ("positionnement", "positionnements")
    }
    fn chemin(&self) -> String {
        "/positionnements".into()
    }
    fn colonnes(&self, accorde: &Accorde) -> Vec<Colonne> {
        let autres = [
            Colonne::texte("action", "Action"),
            Colonne::texte("prescripteur", "Prescripteur"),
            Colonne::texte("date", "Date"),
            Colonne::texte("etat", "État"),
            Colonne::texte("motif", "Motif"),
        ];
        colonne_jeune(accorde)
            .into_iter()
            .chain(autres)
            .filter(|c| motif_lisible(accorde) || c.cle != "motif")
            .collect()
    }
    fn filtres(&self) -> Vec<Filtre> {
        vec![
            Filtre::choix("etat", "État", "Tous les états", ETATS.choix(), &self.etat),
            Filtre::choix(
                "reponse",
                "Réponse",
                "Toutes",
                [("recue", "Reçue depuis 7 jours"), ("attendue", "Attendue depuis plus de 7 jours")],
                &self.reponse,
            ),
            Filtre::fixe("referent", &self.referent),
            Filtre::date("du", "À partir du", &self.du),
            Filtre::date("au", "Jusqu'au", &self.au),
        ]
    }
    fn tris(&self) -> &'static [(&'static str, &'static str)] {
        &[("date", "p.date DESC, p.id")]
    }
    fn selection(&self, accorde: &Accorde, jour: Date) -> Selection {
        let champs = "p.date, p.etat, p.date_etat, p.motif, j.id AS jeune_id, j.nom, j.prenom, a.id AS action_id, \
                      a.intitule, s.nom AS prescripteur";
        let jointures = "JOIN jeunes j ON j.id = p.jeune_id JOIN actions a ON a.id = p.action_id \
                         LEFT JOIN structures s ON s.id = p.prescripteur_id";
        let tous = Selection::nouvelle(champs, "positionnements p", jointures);
        let selection = restreindre(tous, &accorde.perimetre(), jour, "p.jeune_id");
        let selection = par_referent(selection, accorde.acteur(), &self.referent, "p.jeune_id");
        self.par_reponse(selection, jour)
            .ou_si("p.etat = ?", (!self.etat.is_empty()).then(|| self.etat.clone()))
            .ou_si("p.date >= ?", lire_date(&self.du).ok())
            .ou_si("p.date <= ?", lire_date(&self.au).ok())
    }
    fn cellules(&self, ligne: &QueryResult, accorde: &Accorde) -> Result<Vec<Cellule>, DbErr> {
        let action: Id<UneAction> = ligne.try_get_by("action_id")?;
        let etat: Option<String> = ligne.try_get_by("etat")?;
        let depuis: Option<Date> = ligne.try_get_by("date_etat")?;
        let mut cellules: Vec<Cellule> = cellule_jeune(ligne, accorde)?.into_iter().collect();
        cellules.extend([
            Cellule::from(ligne.try_get_by::<String, _>("intitule")?).avec_lien(format!("/actions/{action}")),
            ligne.try_get_by::<Option<String>, _>("prescripteur")?.into(),
            ligne.try_get_by::<Date, _>("date")?.into(),
            etat.map_or(Cellule::from(None::<String>), |e| pastille(ETATS.libelle(&e), depuis)),
        ]);
        if motif_lisible(accorde) {
            cellules.push(ligne.try_get_by::<Option<String>, _>("motif")?.into());
        }
        Ok(cellules)
    }
    fn vide(&self, _: &Accorde) -> Vide {
        Vide {
            phrase: "Aucun positionnement ne répond à ces filtres. Ils viennent des fichiers positionnements.csv des prescripteurs.".into(),
            action: None,
        }
    }
}

/// A reason is free text: it may name somebody.
fn motif_lisible(accorde: &Accorde) -> bool {
    accorde.vue().identite()
}

#[derive(FromQueryResult)]
struct Lu {
    jeune_id: Id<Jeune>,
    intitule: String,
    prescripteur: Option<String>,
    date: Date,
    etat: Option<String>,
    date_etat: Option<Date>,
    motif: Option<String>,
}

/// The facts of some people.
pub(super) async fn des_jeunes(base: &Base, jeunes: &[Id<Jeune>]) -> Resultat<Vec<FaitDe>> {
    let sql = format!(
        "SELECT p.jeune_id, a.intitule, s.nom AS prescripteur, p.date, p.etat, p.date_etat, p.motif \
         FROM positionnements p JOIN actions a ON a.id = p.action_id \
         LEFT JOIN structures s ON s.id = p.prescripteur_id WHERE p.jeune_id IN ({})",
        db::places(jeunes.len())
    );
    let lus: Vec<Lu> = db::lignes(base.lecture(), &sql, jeunes.iter().map(|j| (*j).into())).await?;
    let faits = lus.into_iter().flat_map(|l| {
        let jeune = l.jeune_id;
        let source = l.prescripteur.clone().unwrap_or_default();
        let demande =
            Fait::nouveau(l.date, Champ::Parcours, "Positionnement demandé").detail(&l.intitule).source(source);
        let demande = if l.etat.as_deref() == Some("annule") { demande } else { demande.preuve(Preuve::Demarche) };
        let suite = l.etat.as_deref().filter(|e| *e != "propose").zip(l.date_etat).map(|(etat, date)| {
            let motif = l.motif.as_deref().map(|m| format!(" ({m})")).unwrap_or_default();
            let ton = if matches!(etat, "accepte" | "entre") { Ton::Positif } else { Ton::Neutre };
            Fait {
                etat: Some((ETATS.libelle(etat).to_owned(), ton)),
                ..Fait::nouveau(date, Champ::Parcours, "Positionnement").detail(format!("{}{motif}", l.intitule))
            }
        });
        std::iter::once(demande).chain(suite).map(|fait| FaitDe { jeune, fait }).collect::<Vec<_>>()
    });
    Ok(faits.collect())
}
