//! Positionnements by type of prescriber.

use passerelle_documents::{Bloc, Cellule, Colonne, Forme, Graphique, Tableau};
use passerelle_secret::Effectif;

use super::titres::{barre, compte, titre};
use crate::bilans::model::{Bilan, Prescripteur};
use crate::bilans::plan::POSITIONNEMENTS;
use passerelle_gens::structures;
use passerelle_socle::figure::Figures;

pub(super) fn blocs(bilan: &Bilan, figures: &Figures) -> Vec<Bloc> {
    let mut blocs = vec![titre("Positionnements par prescripteur", "positionnements")];
    if bilan.positionnements_total == Effectif::Dit(0) {
        blocs.push(Bloc::Paragraphe("Aucun positionnement connu sur la période.".into()));
        return blocs;
    }
    let Some(total) = bilan.positionnements_total.dit() else {
        blocs.push(Bloc::Paragraphe(format!("Sur la période, {} positionnements.", bilan.positionnements_total)));
        return blocs;
    };
    let (coupe, _) = figures.section(POSITIONNEMENTS);
    let nom = |t: &str| match t {
        "non_connu" => "Prescripteur non connu".to_owned(),
        t => structures::TYPES.libelle(t).to_owned(),
    };
    let ligne = |p: &Prescripteur| {
        // A share gives its number back.
        let part = p.nombre.dit().map(|n| passerelle_base::pourcent(n as f64 / total as f64 * 100.0, 1));
        vec![
            Cellule::from(nom(&p.r#type)),
            compte(p.nombre, coupe.clone().avec("prescripteur", p.r#type.as_str()).adresse(&bilan.periode), bilan),
            Cellule::from(part.unwrap_or_else(|| Effectif::Tu.to_string())),
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
            compte(bilan.positionnements_total, coupe.adresse(&bilan.periode), bilan),
            Cellule::from(passerelle_base::pourcent(100.0, 0)),
        ]),
    };
    let graphique = Graphique {
        titre: "Positionnements par type de prescripteur".into(),
        description: format!("Barres : une par type de prescripteur. Ensemble : {}.", bilan.positionnements_total),
        forme: Forme::BarresHorizontales,
        series: vec!["Positionnements".into()],
        categories: bilan.positionnements_par_prescripteur.iter().map(|p| nom(&p.r#type)).collect(),
        valeurs: vec![bilan.positionnements_par_prescripteur.iter().map(|p| barre(p.nombre)).collect()],
        unite: "positionnements".into(),
    };
    blocs.push(Bloc::Graphique { graphique, tableau });
    blocs
}
