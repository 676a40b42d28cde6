//! A report without what would tell of few people: for whoever does not count their own. Pure.
//!
//! It is made of the whole report and of nothing else, so that page, files and frozen files hide the same. The rows of its
//! tables do not depend on what is counted: a missing row would be a zero.

use std::collections::BTreeMap;

use chrono::Datelike;
use passerelle_secret::{Effectif, Tableau, taire};

use super::model::{Bilan, Contrats, ContratsStructure, Prescripteur};
use super::plan::AXES;
use passerelle_gens::structures::TYPES;
use passerelle_socle::figure::Figures;

/// The row of contracts of all that are no mission locale.
const AUTRES: (&str, &str) = ("autres", "Autres structures");
/// The row of requests without a known prescriber.
const NON_CONNU: &str = "non_connu";

/// Contracts, counted.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Comptes {
    pub apprentissage: i64,
    pub professionnalisation: i64,
}

impl Comptes {
    /// Of rows that are all said.
    pub fn somme<'a>(contrats: impl Iterator<Item = &'a Contrats>) -> Self {
        contrats.fold(Self::default(), |t, c| Self {
            apprentissage: t.apprentissage + c.apprentissage.dit().unwrap_or(0),
            professionnalisation: t.professionnalisation + c.professionnalisation.dit().unwrap_or(0),
        })
    }

    /// Said as they are.
    pub fn contrats(self) -> Contrats {
        Contrats {
            apprentissage: self.apprentissage.into(),
            professionnalisation: self.professionnalisation.into(),
            total: (self.apprentissage + self.professionnalisation).into(),
        }
    }

    fn ligne(self) -> [i64; 2] {
        [self.apprentissage, self.professionnalisation]
    }
}

/// The same report for whoever reads no number of people under a threshold, nor what would give one back.
pub(super) fn discret(bilan: &Bilan, figures: &Figures, seuil: i64) -> Bilan {
    let (contrats_par_structure, contrats_total) = contrats(bilan, seuil);
    let (positionnements_par_prescripteur, positionnements_total) = positionnements(bilan, seuil);
    let indicateurs = AXES.codes.iter().flat_map(|axe| figures.de_l_axe(axe)).filter_map(|figure| {
        let cle = figure.place.cle();
        let nombre = bilan.indicateurs.lire(cle)?;
        let dit = nombre.dit().filter(|_| figure.denombre.discret()).map(|n| Effectif::seul(n, seuil));
        Some((cle.to_owned(), dit.unwrap_or(nombre)))
    });
    Bilan {
        indicateurs: indicateurs.collect(),
        contrats_par_structure,
        contrats_total,
        contrats_par_annee: annees(bilan, seuil),
        positionnements_par_prescripteur,
        positionnements_total,
        // Who declared nothing is who declared zero.
        sans_contrat: vec![],
        ouvre_des: seuil,
        ..bilan.clone()
    }
}

fn contrats(bilan: &Bilan, seuil: i64) -> (Vec<ContratsStructure>, Contrats) {
    let locale = |code: &str| bilan.reperes.missions_locales.iter().any(|(c, _)| c == code);
    let de = |garder: &dyn Fn(&str) -> bool| {
        let lignes = bilan.contrats_par_structure.iter().filter(|s| garder(&s.structure));
        Comptes::somme(lignes.map(|s| &s.contrats))
    };
    let mut rangs = bilan.reperes.missions_locales.clone();
    let mut comptes: Vec<[i64; 2]> = rangs.iter().map(|(code, _)| de(&|c| c == code).ligne()).collect();
    rangs.push((AUTRES.0.to_owned(), AUTRES.1.to_owned()));
    comptes.push(de(&|c| !locale(c)).ligne());
    let dits = taire(&Tableau::croise(&comptes), seuil);
    let mut lignes =
        dits.chunks_exact(3).map(|l| Contrats { apprentissage: l[0], professionnalisation: l[1], total: l[2] });
    let par_structure = std::iter::zip(rangs, lignes.by_ref())
        .map(|((structure, nom), contrats)| ContratsStructure { structure, nom, contrats })
        .collect();
    let total = lignes.next().expect("the totals of a table come after its rows");
    (par_structure, total)
}

fn positionnements(bilan: &Bilan, seuil: i64) -> (Vec<Prescripteur>, Effectif) {
    let nombre = |code: &str| {
        let lu = bilan.positionnements_par_prescripteur.iter().find(|p| p.r#type == code);
        lu.and_then(|p| p.nombre.dit()).unwrap_or(0)
    };
    // In the order of the types, not of the numbers: that order would compare those that are hidden.
    let connus = TYPES.codes.into_iter().filter(|code| bilan.reperes.types.iter().any(|t| t == code));
    let codes: Vec<&str> = connus.chain([NON_CONNU]).collect();
    let nombres: Vec<i64> = codes.iter().map(|code| nombre(code)).collect();
    let mut dits = taire(&Tableau::parts(&nombres), seuil);
    let total = dits.pop().expect("the whole comes after the parts");
    let lignes = std::iter::zip(codes, dits).map(|(code, nombre)| Prescripteur { r#type: code.to_owned(), nombre });
    (lignes.collect(), total)
}

/// Years up to that of the report, without those of few people at either end: where the years begin would tell that there is
/// somebody.
fn annees(bilan: &Bilan, seuil: i64) -> BTreeMap<String, Effectif> {
    let nombre = |annee: i32| bilan.contrats_par_annee.get(&annee.to_string()).and_then(|n| n.dit()).unwrap_or(0);
    let connues = bilan.contrats_par_annee.keys().filter_map(|a| a.parse::<i32>().ok());
    let grandes: Vec<i32> = connues.filter(|a| *a <= bilan.periode.au.year() && nombre(*a) >= seuil).collect();
    let (Some(premiere), Some(derniere)) = (grandes.iter().min(), grandes.iter().max()) else {
        return BTreeMap::new();
    };
    (*premiere..=*derniere).map(|a| (a.to_string(), Effectif::seul(nombre(a), seuil))).collect()
}
