//! The indicators of follow-up, by line of work.

use passerelle_base::nombre;
use passerelle_documents::{Bloc, Chiffre, Valeur};
use passerelle_secret::Effectif;

use super::titres::{sous_titre, titre, valeur};
use crate::bilans::model::Bilan;
use crate::bilans::plan::{AXES, PARCOURS_SECURISES};
use passerelle_socle::figure::{Coupe, Figure, Figures};

pub(super) fn blocs(bilan: &Bilan, figures: &Figures) -> Vec<Bloc> {
    let mut blocs = vec![titre("Indicateurs de suivi", "indicateurs")];
    for (rang, (axe, nom)) in AXES.choix().into_iter().enumerate() {
        blocs.push(sous_titre(nom, &format!("axe-{}", rang + 1)));
        blocs.push(Bloc::Chiffres(figures.de_l_axe(axe).map(|f| chiffre(f, bilan)).collect()));
    }
    blocs
}

fn chiffre(figure: &'static Figure, bilan: &Bilan) -> Chiffre {
    let coupe = Coupe::from(figure);
    let cle = figure.place.cle();
    let non_ouverts = bilan.parcours_securises.iter().filter(|p| !p.ouvert).count() as i64;
    let complement = (cle == PARCOURS_SECURISES && non_ouverts > 0)
        .then(|| format!("dont {} jamais {}", nombre(non_ouverts), if non_ouverts > 1 { "ouverts" } else { "ouvert" }));
    let dit = bilan.indicateurs.lire(cle);
    let ouvre = !figure.denombre.personnes() || dit.and_then(Effectif::dit).is_some_and(|n| n >= bilan.ouvre_des);
    Chiffre {
        cle,
        valeur: dit.map_or(Valeur::Inconnu, valeur),
        libelle: coupe.libelle(),
        complement,
        lien: ouvre.then(|| coupe.adresse(&bilan.periode)),
        definition: figure.definition.into(),
    }
}
