//! What each figure of the report means.

use passerelle_documents::{Bloc, Definition};

use super::titres::{majuscule, titre};
use crate::bilans::model::Bilan;
use passerelle_socle::figure::{Coupe, Denombre, Figure, Figures};

pub(super) fn blocs(bilan: &Bilan, figures: &Figures) -> Vec<Bloc> {
    let definitions = figures.toutes().map(|f| definition(f, bilan)).collect();
    vec![titre("Définitions", "definitions"), Bloc::Definitions(definitions)]
}

fn definition(figure: &'static Figure, bilan: &Bilan) -> Definition {
    let reference = figure.texte.map_or(figure.reference, |texte| texte(bilan.periode.au).titre);
    Definition {
        terme: majuscule(&Coupe::from(figure).libelle()),
        texte: format!("{} Périmètre : {}{}", figure.definition, figure.perimetre, tel_quel(figure)),
        reference: Some(reference.to_owned()),
    }
}

/// Why its small numbers are said as they are.
fn tel_quel(figure: &Figure) -> String {
    match figure.denombre {
        Denombre::PersonnesTellesQuelles(texte) => {
            format!(" Dit tel quel même pour peu de personnes, comme le demande ce texte : {texte}.")
        }
        Denombre::Personnes | Denombre::Choses => String::new(),
    }
}
