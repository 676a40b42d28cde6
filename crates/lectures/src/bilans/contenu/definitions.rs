//! What each figure of the report means.

use passerelle_documents::{Bloc, Definition};

use super::titres::{majuscule, titre};
use crate::bilans::model::Bilan;
use crate::indicateurs::{AXES, Figure, Mesure};
use passerelle_faits::participations::sorties_positives;

pub(super) fn blocs(bilan: &Bilan) -> Vec<Bloc> {
    vec![titre("Définitions", "definitions"), Bloc::Definitions(definitions(bilan))]
}

fn definitions(bilan: &Bilan) -> Vec<Definition> {
    let figures = AXES.iter().flat_map(|(_, f)| f.iter().map(|(_, f)| f.clone()));
    let parcours = Mesure::TOUTES.map(|m| Figure::Parcours(String::new(), m));
    let autres = [Figure::Contrats(None, None), Figure::Positionnements(None)];
    let version = sorties_positives(bilan.periode.au);
    figures
        .chain(parcours)
        .chain(autres)
        .map(|f| {
            let t = f.texte();
            let positives = matches!(f, Figure::Parcours(_, Mesure::SortiesPositives));
            Definition {
                terme: majuscule(&t.libelle),
                texte: format!("{} Périmètre : {}", t.definition, t.perimetre),
                reference: Some(if positives { version.titre.clone() } else { t.reference.to_owned() }),
            }
        })
        .collect()
}
