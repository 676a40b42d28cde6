//! The list of structures.

use passerelle_base::{Date, plier};
use passerelle_documents::{Cellule, Colonne};
use sea_orm::DbErr;

use super::model::TYPES;
use passerelle_socle::access::{Accorde, Objet, Structure};
use passerelle_socle::db::{QueryResult, Selection};
use passerelle_socle::ident::Id;
use passerelle_socle::referentiels;
use passerelle_socle::web::{Filtre, Parametres, Repertoire, Vide};

/// Structures, filtered.
pub(super) struct Structures {
    pub q: String,
    pub genre: String,
}

impl Structures {
    pub fn demandees(p: &Parametres) -> Self {
        Self { q: p.lire("q").to_owned(), genre: p.lire("type").to_owned() }
    }
}

impl Repertoire for Structures {
    fn titre(&self) -> String {
        "Structures".into()
    }
    fn intro(&self) -> String {
        "Les organisations du territoire : missions locales, CFA, prescripteurs, employeurs.".into()
    }
    fn objet(&self) -> Objet {
        Objet::Structures
    }
    fn nom(&self) -> (&'static str, &'static str) {
        ("structure", "structures")
    }
    fn chemin(&self) -> String {
        "/structures".into()
    }
    fn colonnes(&self, _: &Accorde) -> Vec<Colonne> {
        vec![
            Colonne::texte("nom", "Structure"),
            Colonne::texte("type", "Type"),
            Colonne::texte("commune", "Commune"),
            Colonne::texte("bassin", "Bassin"),
            Colonne::texte("code", "Code"),
        ]
    }
    fn filtres(&self) -> Vec<Filtre> {
        vec![
            Filtre::texte("q", "Nom", &self.q),
            Filtre::choix("type", "Type", "Tous les types", TYPES.choix(), &self.genre),
        ]
    }
    fn tris(&self) -> &'static [(&'static str, &'static str)] {
        &[("nom", "s.nom_plie, s.code"), ("type", "s.type, s.nom_plie"), ("code", "s.code")]
    }
    fn selection(&self, _: &Accorde, _: Date) -> Selection {
        let q = plier(&self.q);
        Selection::nouvelle("s.id, s.code, s.nom, s.type, s.commune_insee, s.bassin", "structures s", "")
            .ou_si("s.type = ?", (!self.genre.is_empty()).then(|| self.genre.clone()))
            .ou_si("s.nom_plie LIKE ?", (!q.is_empty()).then(|| format!("%{q}%")))
    }
    fn cellules(&self, ligne: &QueryResult, _: &Accorde) -> Result<Vec<Cellule>, DbErr> {
        let id: Id<Structure> = ligne.try_get_by("id")?;
        let genre: String = ligne.try_get_by("type")?;
        let commune: Option<String> = ligne.try_get_by("commune_insee")?;
        Ok(vec![
            Cellule::from(ligne.try_get_by::<String, _>("nom")?).avec_lien(format!("/structures/{id}")),
            TYPES.libelle(&genre).into(),
            commune.map(|c| referentiels::commune(&c).to_owned()).into(),
            ligne.try_get_by::<Option<String>, _>("bassin")?.into(),
            ligne.try_get_by::<String, _>("code")?.into(),
        ])
    }
    fn vide(&self, _: &Accorde) -> Vide {
        Vide {
            phrase: "Aucune structure ne répond à ces filtres. Les structures viennent des fichiers structures.csv des partenaires.".into(),
            action: None,
        }
    }
}
