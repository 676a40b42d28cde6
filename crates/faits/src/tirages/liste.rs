//! The list of draws.

use passerelle_base::Date;
use passerelle_documents::{Cellule, Colonne};
use passerelle_socle::temps::Instant;
use sea_orm::DbErr;

use super::model::{ETATS, Etat};
use super::store::Tirage;
use passerelle_socle::access::{Accorde, Action, Faits, Objet, may};
use passerelle_socle::db::{QueryResult, Selection};
use passerelle_socle::ident::Id;
use passerelle_socle::web::{Filtre, Parametres, Repertoire, Vide, pastille};

/// Draws, filtered.
#[derive(Debug, Default)]
pub(super) struct Tirages {
    etat: String,
}

impl Tirages {
    pub(super) fn demandes(p: &Parametres) -> Self {
        Self { etat: p.lire("etat").to_owned() }
    }
}

const FIGE: &str = "EXISTS (SELECT 1 FROM tirages_engagements x WHERE x.tirage_id = t.id)";
const TIRE: &str = "EXISTS (SELECT 1 FROM tirages_proces_verbaux x WHERE x.tirage_id = t.id)";

impl Repertoire for Tirages {
    fn titre(&self) -> String {
        "Tirages au sort".into()
    }
    fn intro(&self) -> String {
        "Qui reçoit un service en plus est tiré au sort, devant témoins ; chacun peut refaire le tirage.".into()
    }
    fn objet(&self) -> Objet {
        Objet::Tirages
    }
    fn nom(&self) -> (&'static str, &'static str) {
        ("tirage", "tirages")
    }
    fn chemin(&self) -> String {
        "/tirages".into()
    }
    fn action(&self, accorde: &Accorde) -> Option<(&'static str, &'static str)> {
        let cree = may(accorde.acteur(), Action::Creer, Objet::Tirages, &Faits::default()).is_ok();
        cree.then_some(("Préparer un tirage", "/tirages/nouveau"))
    }
    fn colonnes(&self, _: &Accorde) -> Vec<Colonne> {
        vec![
            Colonne::texte("titre", "Tirage"),
            Colonne::texte("etat", "État"),
            Colonne::nombre("candidats", "Candidats"),
            Colonne::texte("cree", "Préparé le"),
        ]
    }
    fn filtres(&self) -> Vec<Filtre> {
        vec![Filtre::choix("etat", "État", "Tous les états", ETATS.choix(), &self.etat)]
    }
    fn tris(&self) -> &'static [(&'static str, &'static str)] {
        &[("cree", "t.cree_le DESC, t.id"), ("titre", "t.titre, t.id")]
    }
    fn selection(&self, _: &Accorde, _: Date) -> Selection {
        let champs = "t.id, t.titre, t.cree_le, e.fige_le, p.tire_le, \
                      (SELECT count(*) FROM candidats c WHERE c.tirage_id = t.id) AS candidats";
        let jointures = "LEFT JOIN tirages_engagements e ON e.tirage_id = t.id \
                         LEFT JOIN tirages_proces_verbaux p ON p.tirage_id = t.id";
        let selection = Selection::nouvelle(champs, "tirages t", jointures);
        match self.etat.as_str() {
            "saisie" => selection.telle(format!("NOT {FIGE}")),
            "fige" => selection.telle(format!("{FIGE} AND NOT {TIRE}")),
            "tire" => selection.telle(TIRE),
            _ => selection,
        }
    }
    fn cellules(&self, ligne: &QueryResult, _: &Accorde) -> Result<Vec<Cellule>, DbErr> {
        let id: Id<Tirage> = ligne.try_get_by("id")?;
        let fige: Option<Instant> = ligne.try_get_by("fige_le")?;
        let tire: Option<Instant> = ligne.try_get_by("tire_le")?;
        let cree: Instant = ligne.try_get_by("cree_le")?;
        let depuis = tire.or(fige).unwrap_or(cree);
        Ok(vec![
            Cellule::from(ligne.try_get_by::<String, _>("titre")?).avec_lien(format!("/tirages/{id}")),
            pastille(Etat::des_faits(fige, tire).libelle(), Some(depuis.date_paris())),
            ligne.try_get_by::<i64, _>("candidats")?.into(),
            cree.date_paris().into(),
        ])
    }
    fn vide(&self, accorde: &Accorde) -> Vide {
        let phrase = "Aucun tirage ici. Cette liste montre les tirages au sort du territoire ; la personne chargée de \
                      l'évaluation les prépare, les structures y inscrivent leurs candidats.";
        Vide { phrase: phrase.into(), action: self.action(accorde) }
    }
}
