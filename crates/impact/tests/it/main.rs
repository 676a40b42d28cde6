//! The engine against values computed elsewhere (R 4.2.2 with estimatr 1.0.0, clubSandwich 0.5.8, AER 1.2.10,
//! sandwich 3.0.2; scipy 1.17.1; pyleebounds 0.3.0; brute force in numpy), and its promises.

mod adversite;
mod equilibres;
mod estimations;
mod grappes;
mod instruments;
mod instruments_grappes;
mod lee;
mod liens;
mod lois;
mod permutations;
mod proprietes;
mod puissance;

use passerelle_impact::{Colonne, Echantillon, Groupes};

/// A small table read from the folder of the tests; a row with an empty cell is left out.
pub(crate) struct Table {
    entetes: Vec<String>,
    lignes: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn lire(nom: &str) -> Self {
        let chemin = format!("{}/tests/it/donnees/{nom}", env!("CARGO_MANIFEST_DIR"));
        let texte = std::fs::read_to_string(chemin).unwrap();
        let mut lignes = texte.lines().map(|l| l.split(',').map(str::to_owned).collect::<Vec<_>>());
        let entetes = lignes.next().unwrap();
        let lignes = lignes.filter(|l| l.iter().all(|c| !c.is_empty())).collect();
        Self { entetes, lignes }
    }

    pub(crate) fn textes(&self, nom: &str) -> Vec<String> {
        let j = self.entetes.iter().position(|e| e == nom).unwrap();
        self.lignes.iter().map(|l| l[j].clone()).collect()
    }

    pub(crate) fn nombres(&self, nom: &str) -> Vec<f64> {
        self.textes(nom).iter().map(|c| c.parse().unwrap()).collect()
    }

    pub(crate) fn oui(&self, nom: &str) -> Vec<bool> {
        self.nombres(nom).iter().map(|v| *v == 1.0).collect()
    }
}

/// Columns with their names, kept alive for the samples that borrow them.
pub(crate) struct Colonnes(Vec<(String, Vec<f64>)>);

impl Colonnes {
    pub(crate) fn de(table: &Table, noms: &str) -> Self {
        Self(noms.split_whitespace().map(|n| (n.to_owned(), table.nombres(n))).collect())
    }

    pub(crate) fn vues(&self) -> Vec<Colonne<'_>> {
        self.0.iter().map(|(nom, v)| Colonne { nom, valeurs: v }).collect()
    }
}

pub(crate) const COVARIABLES_NSW: &str = "age educ black hisp marr nodegree re74 re75";

pub(crate) fn colonne<'a>(nom: &'a str, valeurs: &'a [f64]) -> Colonne<'a> {
    Colonne { nom, valeurs }
}

pub(crate) fn simple<'a>(y: &'a [f64], z: &'a [bool]) -> Echantillon<'a> {
    Echantillon::nouveau(colonne("y", y), z, &[], None, None).unwrap()
}

pub(crate) fn strates<'a>(y: &'a [f64], z: &'a [bool], s: &'a Groupes) -> Echantillon<'a> {
    Echantillon::nouveau(colonne("y", y), z, &[], Some(s), None).unwrap()
}

/// Equal to a relative tolerance.
#[track_caller]
pub(crate) fn proche(obtenu: f64, attendu: f64, relative: f64) {
    let ecart = (obtenu - attendu).abs();
    assert!(ecart <= relative * attendu.abs(), "obtained {obtenu:.17e}, expected {attendu:.17e} ({relative:e})");
}

/// Normal deviates from a fixed seed.
pub(crate) struct De(pub(crate) u64);

impl De {
    pub(crate) fn uniforme(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    pub(crate) fn normale(&mut self) -> f64 {
        (-2.0 * self.uniforme().ln()).sqrt() * (std::f64::consts::TAU * self.uniforme()).cos()
    }
}
