//! Parcours sécurisés: one row each, one column a measure.

use passerelle_base::pluriel;
use passerelle_documents::{Bloc, Cellule, Colonne, Tableau};

use super::titres::{compte, titre};
use crate::bilans::model::{Bilan, Parcours};
use crate::indicateurs::{Figure, Mesure};
use passerelle_faits::participations::sorties_positives;

pub(super) fn blocs(bilan: &Bilan) -> Vec<Bloc> {
    let mut blocs = vec![titre("Parcours sécurisés", "parcours")];
    if bilan.parcours_securises.is_empty() {
        blocs.push(Bloc::Paragraphe("Aucun parcours sécurisé sur la période.".into()));
        return blocs;
    }
    let somme = |f: fn(&Parcours) -> Option<i64>| bilan.parcours_securises.iter().filter_map(f).sum::<i64>();
    let ouverts = bilan.parcours_securises.iter().filter(|p| p.ouvert).count() as i64;
    blocs.push(Bloc::Paragraphe(format!(
        "{} ; {} ; {}.",
        pluriel(ouverts, "parcours ouvert", "parcours ouverts"),
        pluriel(somme(|p| p.accompagnes), "jeune accompagné", "jeunes accompagnés"),
        pluriel(somme(|p| p.sorties_positives), "sortie positive", "sorties positives"),
    )));
    let ligne = |p: &Parcours| {
        let nombres = [p.accompagnes, p.termines, p.contrat_apprentissage, p.formation, p.emploi, p.sorties_positives];
        let mut cellules = vec![
            Cellule::from(p.intitule.clone()),
            match (p.debut, p.fin) {
                (Some(d), Some(f)) => {
                    Cellule::from(format!("{} – {}", passerelle_base::date_courte(d), passerelle_base::date_courte(f)))
                }
                (Some(d), None) => d.into(),
                _ => Cellule::from(None::<String>),
            },
            Cellule::from(if p.ouvert { "oui" } else { "jamais ouvert" }),
        ];
        cellules.extend(std::iter::zip(nombres, Mesure::TOUTES).map(|(n, mesure)| match n {
            Some(n) => compte(n, &Figure::Parcours(p.code.clone(), mesure), bilan),
            None => Cellule::from("sans objet"),
        }));
        cellules
    };
    let mut total: Vec<Cellule> = vec!["Ensemble".into(), "".into(), "".into()];
    let sommes: [fn(&Parcours) -> Option<i64>; 6] = [
        |p| p.accompagnes,
        |p| p.termines,
        |p| p.contrat_apprentissage,
        |p| p.formation,
        |p| p.emploi,
        |p| p.sorties_positives,
    ];
    total.extend(sommes.map(|f| Cellule::from(somme(f))));
    blocs.push(Bloc::Tableau(Tableau {
        titre: "Parcours sécurisés".into(),
        colonnes: vec![
            Colonne::texte("intitule", "Parcours"),
            Colonne::texte("periode", "Dates"),
            Colonne::texte("ouvert", "Ouvert"),
            Colonne::nombre("accompagnes", "Accompagnés"),
            Colonne::nombre("termines", "Terminés"),
            Colonne::nombre("contrat_apprentissage", "Contrat d'apprentissage"),
            Colonne::nombre("formation", "Formation autre"),
            Colonne::nombre("emploi", "Emploi"),
            Colonne::nombre("sorties_positives", "Sorties positives"),
        ],
        lignes: bilan.parcours_securises.iter().map(ligne).collect(),
        total: Some(total),
    }));
    blocs.push(Bloc::Note(sorties_positives(bilan.periode.au).desaccord.clone()));
    blocs
}
