//! Bounds under uncertain links, against hand counts.

use crate::{colonne, proche};
use passerelle_impact::{Echantillon, ErreurImpact, Groupes, bornes_lien, difference};

const Y: [f64; 8] = [1.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0];
const Z: [bool; 8] = [true, true, true, true, false, false, false, false];
const P: [f64; 8] = [1.0, 0.8, 1.0, 1.0, 1.0, 1.0, 0.5, 1.0];

#[test]
fn each_bound_takes_the_worst_of_what_a_wrong_link_may_hide() {
    let e = Echantillon::nouveau(colonne("y", &Y), &Z, &[], None, None).unwrap();
    let b = bornes_lien(&e, &P, [0.0, 1.0]).unwrap();
    // Treated 1, 0.8, 0, 1 against 0, 1, 0.5, 0; then treated 1, 1, 0, 1 against 0, 1, 0, 0.
    proche(b.bornes[0], 0.7 - 0.375, 1e-15);
    proche(b.bornes[1], 0.75 - 0.25, 1e-15);
    proche(b.sans_correction, 0.5, 1e-15);
    assert_eq!((b.incertaines, b.n), ([1, 1], [8, 4]));
    let basse = [1.0, 0.8, 0.0, 1.0, 0.0, 1.0, 0.5, 0.0];
    let seule = difference(&Echantillon::nouveau(colonne("y", &basse), &Z, &[], None, None).unwrap()).unwrap();
    let (large, seule99) = (b.intervalle(0.01), seule.intervalle(0.01));
    assert!(large[0] == seule99[0] && large[0] < b.ic95[0] && large[1] > b.ic95[1]);
    assert_eq!(seule.intervalle(0.05), seule.ic95);
    assert_eq!((b.erreurs_types[0], b.ic95[0]), (seule.erreur_type, seule.ic95[0]));
}

#[test]
fn certain_links_change_nothing_with_strata_too() {
    let strates = Groupes::nouveaux(&["a", "a", "b", "b", "a", "a", "b", "b"]);
    let e = Echantillon::nouveau(colonne("y", &Y), &Z, &[], Some(&strates), None).unwrap();
    let (b, d) = (bornes_lien(&e, &[1.0; 8], [0.0, 1.0]).unwrap(), difference(&e).unwrap());
    assert_eq!((b.bornes, b.ic95), ([d.estimation; 2], d.ic95));
    // Weaker links only ever widen the bounds.
    let mut avant = b;
    for p in [0.99, 0.9, 0.5] {
        let b = bornes_lien(&e, &[p; 8], [0.0, 1.0]).unwrap();
        assert!(b.bornes[0] < avant.bornes[0] && b.bornes[1] > avant.bornes[1]);
        proche(b.bornes[1] - b.bornes[0], 2.0 * (1.0 - p), 1e-12);
        avant = b;
    }
}

#[test]
fn clusters_keep_their_variance() {
    let grappes = Groupes::nouveaux(&["a", "a", "b", "b", "c", "c", "d", "d"]);
    let e = Echantillon::nouveau(colonne("y", &Y), &Z, &[], None, Some(&grappes)).unwrap();
    let b = bornes_lien(&e, &P, [0.0, 1.0]).unwrap();
    proche(b.bornes[0], 0.325, 1e-12);
    let libre = Echantillon::nouveau(colonne("y", &Y), &Z, &[], None, None).unwrap();
    assert!(b.erreurs_types != bornes_lien(&libre, &P, [0.0, 1.0]).unwrap().erreurs_types);
}

#[test]
fn what_is_no_probability_or_out_of_range_is_refused() {
    let e = Echantillon::nouveau(colonne("y", &Y), &Z, &[], None, None).unwrap();
    let mut p = P;
    p[6] = 1.5;
    assert_eq!(bornes_lien(&e, &p, [0.0, 1.0]), Err(ErreurImpact::ProbabiliteLien { rang: 7 }));
    assert_eq!(bornes_lien(&e, &P, [0.0, 0.5]), Err(ErreurImpact::Etendue { resultat: "y".into() }));
    assert!(bornes_lien(&e, &P[..7], [0.0, 1.0]).is_err());
}
