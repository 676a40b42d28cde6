//! The indicators of follow-up, by line of work.

use passerelle_base::nombre;
use passerelle_documents::{Bloc, Chiffre, Valeur};

use super::titres::{sous_titre, titre};
use crate::bilans::model::Bilan;
use crate::indicateurs::{AXES, Figure};

pub(super) fn blocs(bilan: &Bilan) -> Vec<Bloc> {
    let mut blocs = vec![titre("Indicateurs de suivi", "indicateurs")];
    let mut valeurs = bilan.indicateurs.clone();
    for (rang, (axe, figures)) in AXES.iter().enumerate() {
        blocs.push(sous_titre(axe, &format!("axe-{}", rang + 1)));
        let chiffre = |(cle, figure): &(&'static str, Figure)| {
            let texte = figure.texte();
            let n = valeurs.par_cle(cle).copied();
            let non_ouverts = bilan.parcours_securises.iter().filter(|p| !p.ouvert).count() as i64;
            let complement = (*figure == Figure::ParcoursSecurises && non_ouverts > 0).then(|| {
                format!("dont {} jamais {}", nombre(non_ouverts), if non_ouverts > 1 { "ouverts" } else { "ouvert" })
            });
            Chiffre {
                cle,
                valeur: n.map_or(Valeur::Inconnu, Valeur::Entier),
                libelle: texte.libelle,
                complement,
                lien: Some(figure.adresse(&bilan.periode)),
                definition: texte.definition,
            }
        };
        blocs.push(Bloc::Chiffres(figures.iter().map(chiffre).collect()));
    }
    blocs
}
