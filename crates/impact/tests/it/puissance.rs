//! R 4.2.2's `power.t.test(…, tol = 1e-13)`. With its default tolerance it stops at 0.28083026 where the root is
//! 0.28083679.

use crate::proche;
use passerelle_impact::{Dessin, ErreurImpact, effet_minimal_apres};

#[test]
fn two_hundred_by_arm_as_r() {
    let m = Dessin::default().effet_minimal().unwrap();
    proche(m.student, 0.280836794176843, 1e-11);
    proche(m.normale, 0.280158521811297, 1e-12);
    proche(m.erreur_type, 0.1, 1e-14);
    let seul = Dessin { ecart_type: 2.0, seuil: 0.01, puissance: 0.9, bilateral: false, ..Dessin::default() };
    proche(seul.effet_minimal().unwrap().student, 0.7240444403791, 1e-11);
}

#[test]
fn power_and_size_as_r() {
    // Both tails, as `strict = TRUE`; scipy 1.17.
    let d = Dessin { n: 300.0, ..Dessin::default() };
    proche(d.puissance_contre(0.3).unwrap(), 0.7355674309302968, 1e-9);
    proche(Dessin::default().effectif_pour(0.25).unwrap() / 2.0, 252.1275012227647, 1e-9);
}

#[test]
fn both_tails_count_and_against_no_effect_the_power_is_the_level() {
    // scipy 1.17: 1 - nct.cdf(c, n - 2, delta) + nct.cdf(-c, n - 2, delta), delta the effect over its standard error.
    for (n, effet, attendue) in [
        (40.0, 0.1, 0.060959124653815214),
        (12.0, 0.5, 0.1231048281017932),
        (400.0, 0.28, 0.7976557654302959),
        (40.0, 0.0, 0.05),
    ] {
        let d = Dessin { n, ..Dessin::default() };
        proche(d.puissance_contre(effet).unwrap(), attendue, 1e-9);
        proche(d.puissance_contre(-effet).unwrap(), attendue, 1e-9);
    }
    let seul = Dessin { n: 40.0, bilateral: false, ..Dessin::default() };
    proche(seul.puissance_contre(0.0).unwrap(), 0.05, 1e-9);
}

#[test]
fn clusters_and_covariates_move_the_standard_error_by_their_factor() {
    let d = Dessin { icc: 0.05, taille_grappe: 20.0, r2: 0.36, ..Dessin::default() };
    let m = d.effet_minimal().unwrap();
    // Design effect 1 + 19 × 0.05 = 1.95; residual share 0.64.
    proche(m.erreur_type, 0.1 * (1.95_f64 * 0.64).sqrt(), 1e-13);
    assert_eq!(m.ddl, 18.0);
}

#[test]
fn after_the_fact_the_standard_error_is_enough() {
    let (avant, apres) = (Dessin::default().effet_minimal().unwrap(), effet_minimal_apres(0.1, 398.0));
    proche(apres.student, avant.student, 1e-13);
    proche(apres.bloom, 0.1 * (1.965942324 + 0.842525284), 1e-8);
}

#[test]
fn impossible_designs_are_refused_by_name() {
    for (d, nom) in [
        (Dessin { part: 1.0, ..Dessin::default() }, "part"),
        (Dessin { r2: 1.0, ..Dessin::default() }, "r2"),
        (Dessin { taille_grappe: 300.0, ..Dessin::default() }, "grappes"),
        (Dessin { puissance: 0.04, ..Dessin::default() }, "puissance"),
        (Dessin { n: f64::NAN, ..Dessin::default() }, "n"),
    ] {
        let Err(ErreurImpact::Parametre { nom: dit, .. }) = d.effet_minimal() else { panic!("{d:?}") };
        assert_eq!(dit, nom);
    }
}
