//! The list of partnerships.

use passerelle_base::Date;
use passerelle_documents::{Cellule, Colonne};
use sea_orm::DbErr;

use super::model::ETATS;
use passerelle_socle::access::{Accorde, Objet, Structure};
use passerelle_socle::db::{QueryResult, Selection};
use passerelle_socle::ident::Id;
use passerelle_socle::web::{Filtre, Parametres, Repertoire, Site, Vide, pastille};

/// Routes.
pub fn site() -> Site {
    Site::nouveau().repertoire(
        ["/partenariats", "/partenariats.xlsx", "/partenariats.csv"],
        Objet::Partenariats,
        async |_, p| Ok(Partenariats::demandes(&p)),
    )
}

/// Partnerships, filtered.
#[derive(Debug, Default)]
pub struct Partenariats {
    etat: String,
}

impl Partenariats {
    fn demandes(p: &Parametres) -> Self {
        Self { etat: p.lire("etat").to_owned() }
    }
}

impl Repertoire for Partenariats {
    fn titre(&self) -> String {
        "Partenariats".into()
    }
    fn intro(&self) -> String {
        "Les structures avec lesquelles le réseau travaille, et depuis quand.".into()
    }
    fn objet(&self) -> Objet {
        Objet::Partenariats
    }
    fn nom(&self) -> (&'static str, &'static str) {
        ("partenariat", "partenariats")
    }
    fn chemin(&self) -> String {
        "/partenariats".into()
    }
    fn colonnes(&self, _: &Accorde) -> Vec<Colonne> {
        vec![Colonne::texte("structure", "Structure"), Colonne::texte("etat", "État"), Colonne::texte("date", "Date")]
    }
    fn filtres(&self) -> Vec<Filtre> {
        vec![Filtre::choix("etat", "État", "Tous les états", ETATS.choix(), &self.etat)]
    }
    fn tris(&self) -> &'static [(&'static str, &'static str)] {
        &[("date", "p.date DESC, p.id"), ("etat", "p.etat, p.date")]
    }
    fn selection(&self, _: &Accorde, _: Date) -> Selection {
        let champs = "p.etat, p.date, s.id AS structure_id, s.nom AS structure";
        Selection::nouvelle(champs, "partenariats p", "JOIN structures s ON s.id = p.structure_id")
            .ou_si("p.etat = ?", (!self.etat.is_empty()).then(|| self.etat.clone()))
    }
    fn cellules(&self, ligne: &QueryResult, _: &Accorde) -> Result<Vec<Cellule>, DbErr> {
        let id: Id<Structure> = ligne.try_get_by("structure_id")?;
        let etat: String = ligne.try_get_by("etat")?;
        Ok(vec![
            Cellule::from(ligne.try_get_by::<String, _>("structure")?).avec_lien(format!("/structures/{id}")),
            pastille(ETATS.libelle(&etat), None),
            ligne.try_get_by::<Date, _>("date")?.into(),
        ])
    }
    fn vide(&self, _: &Accorde) -> Vide {
        Vide {
            phrase: "Aucun partenariat ne répond à ces filtres. Ils viennent du fichier partenariats.csv, tenu par les développeurs de l'apprentissage.".into(),
            action: None,
        }
    }
}
