//! What a report says of files brought together.

use passerelle_documents::{Bloc, Cellule, Colonne, Tableau};

use super::elements::{Unite, dire_en, ic, paragraphe, titre};
use crate::analyse::{Liens, Rendu};
use crate::impact::Seuil;
use crate::rules::effectif;

/// The section, one sentence when there is nothing to doubt.
pub fn blocs(l: &Liens, seuil: Seuil, effet: Option<&Rendu>, unite: Unite) -> Vec<Bloc> {
    let mut blocs = vec![titre(2, "Les faits sont-ils ceux de la personne ?", "liens")];
    if [l.incertains, l.inconnus, l.a_revoir].iter().all(|c| *c == [0, 0]) {
        blocs.push(paragraphe(
            "Aucune fiche de cette étude ne vient d'une réunion de fiches et aucune n'attend d'être revue : rien n'est à retrancher.",
        ));
        return blocs;
    }
    blocs.push(paragraphe(
        "Des fiches ont été réunies parce qu'elles semblaient d'une même personne, ou attendent qu'on le dise. L'analyse tient chaque décision pour juste ; ce qui suit dit ce que cela change.",
    ));
    blocs.push(Bloc::Tableau(comptes(l)));
    let conclut = |r: &Rendu| r.valeurs["non_concluant"].as_bool().map(|non| !non);
    let avant = effet.and_then(conclut);
    let suite = |r: &Rendu| match (avant, conclut(r)) {
        (Some(a), Some(b)) if a == b => " La conclusion ne change pas.",
        (Some(true), Some(false)) => " Le résultat n'est plus concluant.",
        (Some(false), Some(true)) => " Le résultat deviendrait concluant : cela ne le rend pas sûr.",
        _ => "",
    };
    let mut une = |rendu: &Option<Rendu>, debut: String, fin: &str| match rendu {
        Some(Rendu { erreur: Some(e), .. }) => {
            blocs.push(Bloc::Note(format!("{debut}, le calcul ne se fait pas : {e}.")))
        }
        Some(r) => {
            let v = &r.valeurs;
            let (effet, ic) = (dire_en(&v["estimation"], unite), dire_en(ic(v), unite));
            blocs.push(paragraphe(format!(
                "{debut} : {effet} (intervalle à {} % : {ic}).{}{fin}",
                seuil.niveau(),
                suite(r)
            )));
        }
        None => {}
    };
    une(
        &l.sans,
        format!("Effet sans les personnes dont le lien est sous {} % ou jamais mesuré", l.seuil),
        " Les laisser de côté n'est pas un tirage : un bras mieux suivi peut avoir plus de fiches réunies.",
    );
    une(
        &l.bornes,
        "Bornes de la simple différence entre les bras, quels que soient les vrais résultats de ceux dont le lien est faux"
            .into(),
        "",
    );
    une(
        &l.bornes_a_revoir,
        "Les mêmes bornes, en comptant aussi comme inconnu le résultat de chaque fiche à revoir".into(),
        " C'est le pire cas : décider de ces paires le resserre.",
    );
    blocs
}

fn comptes(l: &Liens) -> Tableau {
    let ligne = |quoi: &str, [temoins, traites]: [usize; 2]| -> Vec<Cellule> {
        vec![quoi.into(), effectif(traites).into(), effectif(temoins).into()]
    };
    Tableau {
        titre: "Personnes dont le lien est en doute, bras par bras".into(),
        colonnes: vec![
            Colonne::texte("lien", "Lien"),
            Colonne::texte("traites", "Bras traité"),
            Colonne::texte("temoins", "Autre bras"),
        ],
        lignes: vec![
            ligne("Fiches réunies, probabilité connue", l.incertains),
            ligne("Fiches réunies, probabilité jamais mesurée", l.inconnus),
            ligne("Fiches à revoir", l.a_revoir),
            ligne(&format!("Laissées de côté (sous {} %, ou jamais mesurée)", l.seuil), l.laisses),
        ],
        total: None,
    }
}
