//! Positionnements by type of prescriber.

use passerelle_base::nombre;
use passerelle_documents::{Bloc, Cellule, Colonne, Forme, Graphique, Tableau};

use super::titres::{compte, titre};
use crate::bilans::model::{Bilan, Prescripteur};
use crate::bilans::plan::POSITIONNEMENTS;
use passerelle_gens::structures;
use passerelle_socle::figure::Figures;

pub(super) fn blocs(bilan: &Bilan, figures: &Figures) -> Vec<Bloc> {
    let mut blocs = vec![titre("Positionnements par prescripteur", "positionnements")];
    if bilan.positionnements_total == 0 {
        blocs.push(Bloc::Paragraphe("Aucun positionnement connu sur la période.".into()));
        return blocs;
    }
    let (coupe, _) = figures.section(POSITIONNEMENTS);
    let nom = |t: &str| match t {
        "non_connu" => "Prescripteur non connu".to_owned(),
        t => structures::TYPES.libelle(t).to_owned(),
    };
    let ligne = |p: &Prescripteur| {
        let part = p.nombre as f64 / bilan.positionnements_total as f64 * 100.0;
        vec![
            Cellule::from(nom(&p.r#type)),
            compte(p.nombre, &coupe.clone().avec("prescripteur", p.r#type.as_str()), bilan),
            Cellule::from(passerelle_base::pourcent(part, 1)),
        ]
    };
    let tableau = Tableau {
        titre: "Positionnements par type de prescripteur".into(),
        colonnes: vec![
            Colonne::texte("prescripteur", "Prescripteur"),
            Colonne::nombre("nombre", "Positionnements"),
            Colonne::nombre("part", "Part"),
        ],
        lignes: bilan.positionnements_par_prescripteur.iter().map(ligne).collect(),
        total: Some(vec![
            "Ensemble".into(),
            compte(bilan.positionnements_total, &coupe, bilan),
            Cellule::from(passerelle_base::pourcent(100.0, 0)),
        ]),
    };
    let graphique = Graphique {
        titre: "Positionnements par type de prescripteur".into(),
        description: format!(
            "Barres : une par type de prescripteur. Ensemble : {}.",
            nombre(bilan.positionnements_total)
        ),
        forme: Forme::BarresHorizontales,
        series: vec!["Positionnements".into()],
        categories: bilan.positionnements_par_prescripteur.iter().map(|p| nom(&p.r#type)).collect(),
        valeurs: vec![bilan.positionnements_par_prescripteur.iter().map(|p| Some(p.nombre as f64)).collect()],
        unite: "positionnements".into(),
    };
    blocs.push(Bloc::Graphique { graphique, tableau });
    blocs
}
