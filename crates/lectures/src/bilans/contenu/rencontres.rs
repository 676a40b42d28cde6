//! Meetings of CFA and prescribers.

use passerelle_documents::{Bloc, Colonne, Tableau};

use super::titres::titre;
use crate::bilans::model::{Bilan, Rencontre};

pub(super) fn blocs(bilan: &Bilan) -> Vec<Bloc> {
    let mut blocs = vec![titre("Rencontres entre CFA et prescripteurs", "rencontres")];
    if bilan.rencontres.is_empty() {
        blocs.push(Bloc::Paragraphe("Aucune rencontre sur la période.".into()));
        return blocs;
    }
    let ligne =
        |r: &Rencontre| vec![r.intitule.clone().into(), r.date.into(), r.nb_cfa.into(), r.nb_prescripteurs.into()];
    blocs.push(Bloc::Tableau(Tableau {
        titre: "Rencontres entre CFA et prescripteurs".into(),
        colonnes: vec![
            Colonne::texte("intitule", "Rencontre"),
            Colonne::texte("date", "Date"),
            Colonne::nombre("nb_cfa", "CFA"),
            Colonne::nombre("nb_prescripteurs", "Prescripteurs"),
        ],
        lignes: bilan.rencontres.iter().map(ligne).collect(),
        total: None,
    }));
    blocs
}
