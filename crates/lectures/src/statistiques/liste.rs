//! The list of outside figures.

use passerelle_base::{Date, plier};
use passerelle_documents::{Cellule, Colonne};
use sea_orm::DbErr;

use super::model::serie_dite;
use passerelle_socle::access::{Accorde, Objet};
use passerelle_socle::db::{QueryResult, Selection};
use passerelle_socle::web::{Filtre, Repertoire, Site, Vide};

/// Routes.
pub fn site() -> Site {
    Site::nouveau().repertoire(
        ["/statistiques", "/statistiques.xlsx", "/statistiques.csv"],
        Objet::Statistiques,
        async |_, p| Ok(Statistiques { serie: p.lire("serie").to_owned() }),
    )
}

struct Statistiques {
    serie: String,
}

impl Repertoire for Statistiques {
    fn titre(&self) -> String {
        "Statistiques d'autres sources".into()
    }
    fn intro(&self) -> String {
        "Les chiffres cités à côté des nôtres. Passerelle ne les calcule pas.".into()
    }
    fn objet(&self) -> Objet {
        Objet::Statistiques
    }
    fn nom(&self) -> (&'static str, &'static str) {
        ("statistique", "statistiques")
    }
    fn chemin(&self) -> String {
        "/statistiques".into()
    }
    fn colonnes(&self, _: &Accorde) -> Vec<Colonne> {
        vec![
            Colonne::texte("serie", "Série"),
            Colonne::texte("territoire", "Territoire"),
            Colonne::texte("periode", "Période"),
            Colonne::nombre("valeur", "Valeur"),
            Colonne::texte("unite", "Unité"),
            Colonne::texte("source", "Source"),
        ]
    }
    fn filtres(&self) -> Vec<Filtre> {
        vec![Filtre::texte("serie", "Série", &self.serie)]
    }
    fn tris(&self) -> &'static [(&'static str, &'static str)] {
        &[("serie", "x.serie, x.territoire, x.periode"), ("periode", "x.periode, x.serie, x.territoire")]
    }
    fn selection(&self, _: &Accorde, _: Date) -> Selection {
        // A series is looked for by its words, and kept by its code.
        let serie = plier(&self.serie).split_whitespace().collect::<Vec<_>>().join("_");
        let champs = "x.serie, x.territoire, x.periode, x.valeur, x.unite, x.source";
        Selection::nouvelle(champs, "statistiques x", "")
            .ou_si("lower(x.serie) LIKE ?", (!serie.is_empty()).then(|| format!("%{serie}%")))
    }
    fn cellules(&self, ligne: &QueryResult, _: &Accorde) -> Result<Vec<Cellule>, DbErr> {
        Ok(vec![
            serie_dite(&ligne.try_get_by::<String, _>("serie")?).into(),
            ligne.try_get_by::<String, _>("territoire")?.into(),
            ligne.try_get_by::<String, _>("periode")?.into(),
            ligne.try_get_by::<Option<f64>, _>("valeur")?.into(),
            ligne.try_get_by::<Option<String>, _>("unite")?.into(),
            ligne.try_get_by::<Option<String>, _>("source")?.into(),
        ])
    }
    fn vide(&self, _: &Accorde) -> Vide {
        Vide {
            phrase: "Aucune statistique n'est citée. Elles viennent du fichier statistiques.csv.".into(),
            action: None,
        }
    }
}
