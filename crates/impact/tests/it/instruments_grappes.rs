//! Instruments drawn by cluster: the set and the first stage count the clusters. Reference values: numpy and scipy on
//! the same rows, with the whole matrices (`I - H` block by block, its inverse square root, Bell and McCaffrey's
//! degrees of freedom), the ends by root-finding on the test itself.

use crate::grappes::{G, Y, traites};
use crate::{De, colonne, proche};
use passerelle_impact::{Echantillon, Ensemble, Groupes, Instrumental, Variance, variables_instrumentales};

const D: [f64; 24] = [
    1.0, 2.0, 3.0, 1.0, 4.0, 2.0, 2.0, 5.0, 1.0, 2.0, 3.0, 1.0, 6.0, 4.0, 3.0, 2.0, 1.0, 2.0, 3.0, 4.0, 3.0, 1.0, 2.0,
    2.0,
];

#[test]
fn the_set_and_the_first_stage_are_those_of_the_clusters() {
    let (z, g) = (traites(), Groupes::nouveaux(&G));
    let tirage: Vec<f64> = z.iter().map(|z| f64::from(u8::from(*z))).collect();
    let e = Echantillon::nouveau(colonne("y", &Y), &z, &[], None, Some(&g)).unwrap();
    let iv = variables_instrumentales(&e, colonne("d", &D), &[colonne("z", &tirage)], Variance::Cr2).unwrap();
    proche(iv.premiere_etape_robuste.f, 12.946144500276612, 1e-10);
    proche(iv.premiere_etape_robuste.d2, 5.275078947927893, 1e-10);
    proche(iv.premiere_etape_robuste.p, 0.014207323223075642, 1e-9);
    let Some(Ensemble::Intervalle(a, b)) = iv.anderson_rubin_robuste else { panic!("{iv:?}") };
    proche(a, 1.653532707547284, 1e-9);
    proche(b, 4.521254720831632, 1e-9);
    assert_eq!(Some(iv.anderson_rubin), iv.anderson_rubin_robuste, "no set is shown that forgets the clusters");

    let second: Vec<f64> = (0..24).map(|i| f64::from(i % 3)).collect();
    let deux = [colonne("z", &tirage), colonne("x", &second)];
    let iv = variables_instrumentales(&e, colonne("d", &D), &deux, Variance::Cr2).unwrap();
    proche(iv.premiere_etape_robuste.f, 14.393323808939856, 1e-9);
    proche(iv.premiere_etape_robuste.p, 0.0033099358804571434, 1e-9);
    assert!(iv.effet.avertissements.iter().any(|a| a.contains("ne tient pas compte des grappes")));
}

/// Twenty clusters of ten, half drawn; the outcome rises by one with the take-up, which rises by `force` with the draw.
/// Both have an intra-cluster correlation of 0.26.
fn simuler(de: &mut De, force: f64) -> Instrumental {
    let (mut y, mut d, mut z, mut g) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for grappe in 0..20 {
        let (traitee, commun, prise) = (grappe % 2 == 0, 0.593 * de.normale(), 0.593 * de.normale());
        for _ in 0..10 {
            let recu = force * f64::from(u8::from(traitee)) + prise + de.normale();
            y.push(recu + commun + de.normale());
            d.push(recu);
            z.push(traitee);
            g.push(format!("{grappe}"));
        }
    }
    let tirage: Vec<f64> = z.iter().map(|z| f64::from(u8::from(*z))).collect();
    let g = Groupes::nouveaux(&g);
    let e = Echantillon::nouveau(colonne("y", &y), &z, &[], None, Some(&g)).unwrap();
    variables_instrumentales(&e, colonne("d", &d), &[colonne("z", &tirage)], Variance::Cr2).unwrap()
}

/// Four binomial standard errors around five in a hundred, over 400.
const BORNES: std::ops::RangeInclusive<usize> = 3..=37;

#[test]
fn the_set_covers_the_effect_as_often_as_it_says() {
    for force in [1.5, 0.2] {
        let mut de = De(17);
        let rates = (0..400).filter(|_| !simuler(&mut de, force).anderson_rubin.contient(1.0)).count();
        assert!(BORNES.contains(&rates), "{rates} of 400 sets miss the effect, first stage of {force}");
    }
}

#[test]
fn a_draw_that_moves_nothing_passes_the_first_stage_as_rarely_as_it_says() {
    let mut de = De(18);
    let faux = (0..400).filter(|_| simuler(&mut de, 0.0).premiere_etape_robuste.p < 0.05).count();
    assert!(BORNES.contains(&faux), "{faux} of 400");
}
