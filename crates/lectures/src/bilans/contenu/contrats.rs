//! Alternance contracts: by structure in charge and type, then year by year.

use passerelle_base::pluriel;
use passerelle_documents::{Bloc, Cellule, Colonne, Forme, Graphique, Tableau};
use passerelle_secret::Effectif;

use super::titres::{barre, compte, sous_titre, titre};
use crate::bilans::model::{Bilan, Contrats, ContratsStructure};
use crate::bilans::plan::CONTRATS;
use passerelle_socle::figure::{Coupe, Figures};

pub(super) fn blocs(bilan: &Bilan, figures: &Figures) -> Vec<Bloc> {
    let t = bilan.contrats_total;
    let mut blocs = vec![titre("Contrats en alternance", "contrats")];
    let (entiere, _) = figures.section(CONTRATS);
    // Those of some structure or of all, cut by type, then whole.
    let nombres = |coupe: &Coupe, c: Contrats| {
        let du_type = |genre: &str| coupe.clone().avec("type", genre);
        [
            compte(c.apprentissage, du_type("apprentissage").adresse(&bilan.periode), bilan),
            compte(c.professionnalisation, du_type("professionnalisation").adresse(&bilan.periode), bilan),
            compte(c.total, coupe.adresse(&bilan.periode), bilan),
        ]
    };
    if let Some(total_dit) = t.total.dit().filter(|n| *n > 0) {
        blocs.push(Bloc::Paragraphe(format!(
            "{} : {} en apprentissage, {} en professionnalisation.",
            pluriel(total_dit, "contrat en alternance", "contrats en alternance"),
            t.apprentissage,
            t.professionnalisation
        )));
        let ligne = |s: &ContratsStructure| {
            let mut cellules = vec![Cellule::from(s.nom.clone())];
            cellules.extend(nombres(&entiere.clone().avec("structure", s.structure.as_str()), s.contrats));
            cellules
        };
        let mut total = vec![Cellule::from("Ensemble")];
        total.extend(nombres(&entiere, t));
        let tableau = Tableau {
            titre: "Contrats par structure en charge".into(),
            colonnes: vec![
                Colonne::texte("structure", "Structure"),
                Colonne::nombre("apprentissage", "Apprentissage"),
                Colonne::nombre("professionnalisation", "Professionnalisation"),
                Colonne::nombre("total", "Ensemble"),
            ],
            lignes: bilan.contrats_par_structure.iter().map(ligne).collect(),
            total: Some(total),
        };
        let valeurs =
            |f: fn(&Contrats) -> Effectif| bilan.contrats_par_structure.iter().map(|s| barre(f(&s.contrats))).collect();
        let graphique = Graphique {
            titre: "Contrats par structure en charge".into(),
            description: format!(
                "Barres : pour chaque structure, les contrats d'apprentissage et de professionnalisation. Ensemble : {}.",
                t.total
            ),
            forme: Forme::BarresEmpilees,
            series: vec!["Apprentissage".into(), "Professionnalisation".into()],
            categories: bilan.contrats_par_structure.iter().map(|s| s.nom.clone()).collect(),
            valeurs: vec![valeurs(|c| c.apprentissage), valeurs(|c| c.professionnalisation)],
            unite: "contrats".into(),
        };
        // Beyond a screenful, bars stop telling anything that the table does not tell better.
        if bilan.contrats_par_structure.len() <= 25 {
            blocs.push(Bloc::Graphique { graphique, tableau });
        } else {
            blocs.push(Bloc::Tableau(tableau));
        }
    } else if t.total.dit().is_none() {
        blocs.push(Bloc::Paragraphe(format!("Sur la période, {} contrats en alternance.", t.total)));
    } else {
        blocs.push(Bloc::Paragraphe("Aucun contrat en alternance connu sur la période.".into()));
    }
    if !bilan.sans_contrat.is_empty() {
        let noms = bilan.sans_contrat.join(", ");
        blocs.push(Bloc::Note(format!(
            "Aucun contrat remis sur la période par : {noms}. Ce silence n'est pas un zéro."
        )));
    }
    if bilan.contrats_par_annee.len() > 1 {
        blocs.push(sous_titre("Année par année", "contrats-annees"));
        blocs.push(annees(bilan, &entiere));
    }
    blocs
}

fn annees(bilan: &Bilan, entiere: &Coupe) -> Bloc {
    let derniere = bilan.periode.au.format("%Y").to_string();
    let mut avant: Option<i64> = None;
    let ligne = |(annee, n): (&String, &Effectif)| {
        // The years after the report are still being told: they have no evolution yet.
        let racontee = annee.as_str() <= derniere.as_str();
        let evolution = avant.filter(|a| *a > 0 && racontee);
        let evolution = evolution.zip(n.dit()).map(|(a, n)| (n - a) as f64 / a as f64 * 100.0);
        avant = n.dit();
        let periode = annee.parse().map(passerelle_base::Periode::annee).unwrap_or(bilan.periode);
        vec![
            Cellule::from(annee.clone()),
            compte(*n, entiere.adresse(&periode), bilan),
            evolution.map(|e| format!("{}{}", if e > 0.0 { "+" } else { "" }, passerelle_base::pourcent(e, 1))).into(),
        ]
    };
    let tableau = Tableau {
        titre: "Contrats en alternance, année par année".into(),
        colonnes: vec![
            Colonne::texte("annee", "Année"),
            Colonne::nombre("contrats", "Contrats"),
            Colonne::nombre("evolution", "Évolution"),
        ],
        lignes: bilan.contrats_par_annee.iter().map(ligne).collect(),
        total: None,
    };
    let graphique = Graphique {
        titre: "Contrats en alternance, année par année".into(),
        description: "Colonnes : une par année, selon le premier jour du contrat.".into(),
        forme: Forme::Colonnes,
        series: vec!["Contrats en alternance".into()],
        categories: bilan.contrats_par_annee.keys().cloned().collect(),
        valeurs: vec![bilan.contrats_par_annee.values().map(|n| barre(*n)).collect()],
        unite: "contrats".into(),
    };
    Bloc::Graphique { graphique, tableau }
}
