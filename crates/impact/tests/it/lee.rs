//! Bounds of pyleebounds 0.3.0; standard errors and intervals of the formulas written apart in numpy and scipy, beside
//! a bootstrap of 4 000 samples (842 and 1 004, against 783 and 1 021 here).

use crate::{Table, proche};
use passerelle_impact::{ErreurImpact, Troncature, lee};

fn nsw() -> (Vec<Option<f64>>, Vec<bool>) {
    let table = Table::lire("nsw.csv");
    // As in Lee's own use: earnings are seen for those who work.
    (table.nombres("re78").into_iter().map(|y| Some(y).filter(|y| *y > 0.0)).collect(), table.oui("treat"))
}

#[test]
fn bounds_on_nsw_earnings() {
    let (y, z) = nsw();
    let l = lee(&y, &z).unwrap();
    proche(l.taux[1], 0.7567567567567568, 1e-15);
    proche(l.taux[0], 0.6461538461538462, 1e-15);
    proche(l.part, 0.14615384615384616, 1e-14);
    assert!(l.traites_tronques);
    for b in &l.bornes {
        assert_eq!(b.retires, [20, 20]);
        proche(b.bornes[0], -1111.815892405737, 1e-12);
        proche(b.bornes[1], 2590.062277099064, 1e-12);
        proche(b.erreurs_types[0], 783.1745789346091, 1e-11);
        proche(b.erreurs_types[1], 1020.6077429726473, 1e-11);
        proche(b.ic95_effet[0], -2400.023951505334, 1e-10);
        proche(b.ic95_effet[1], 4268.813292569127, 1e-10);
        proche(b.ic95_bornes[0], -2646.8098607248926, 1e-10);
        proche(b.ic95_bornes[1], 4590.416695668166, 1e-10);
    }
}

#[test]
fn exchanging_the_arms_turns_the_bounds_over() {
    let (y, z) = nsw();
    let inverse: Vec<bool> = z.iter().map(|z| !z).collect();
    let (a, b) = (lee(&y, &z).unwrap(), lee(&y, &inverse).unwrap());
    assert!(!b.traites_tronques);
    for (a, b) in a.bornes.iter().zip(&b.bornes) {
        for (mien, autre) in [(0, 1), (1, 0)] {
            proche(b.bornes[mien], -a.bornes[autre], 1e-13);
            proche(b.erreurs_types[mien], a.erreurs_types[autre], 1e-13);
        }
    }
}

#[test]
fn the_two_conventions_part_on_ties() {
    // Treated: 1 1 1 1 2 2 3 4, all seen; controls: 6 of 8 seen. A quarter is trimmed: two people.
    let traites = [1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 3.0, 4.0].map(Some);
    let temoins = [Some(1.0), Some(2.0), Some(2.0), Some(1.0), Some(3.0), Some(3.0), None, None];
    let y: Vec<Option<f64>> = traites.into_iter().chain(temoins).collect();
    let z: Vec<bool> = (0..16).map(|i| i < 8).collect();
    let l = lee(&y, &z).unwrap();
    assert_eq!(l.part, 0.25);
    let [effectif, quantile] = &l.bornes;
    assert_eq!((effectif.troncature, quantile.troncature), (Troncature::Effectif, Troncature::Quantile));
    // From below, two of the four ones go; or none, since all equal the quantile.
    assert_eq!((effectif.retires, quantile.retires), ([2, 2], [2, 0]));
    proche(effectif.bornes[1], 13.0 / 6.0 - 2.0, 1e-14);
    proche(quantile.bornes[1], 15.0 / 8.0 - 2.0, 1e-14);
    // From above, three and four go both ways.
    proche(effectif.bornes[0], 8.0 / 6.0 - 2.0, 1e-14);
    proche(quantile.bornes[0], 8.0 / 6.0 - 2.0, 1e-14);
}

#[test]
fn nobody_missing_gives_back_the_difference() {
    let y: Vec<Option<f64>> = [1.0, 4.0, 2.0, 6.0, 3.0, 9.0].map(Some).to_vec();
    let z = [false, true, false, true, false, true];
    let l = lee(&y, &z).unwrap();
    assert_eq!(l.part, 0.0);
    for b in &l.bornes {
        assert_eq!(b.bornes, [l.sans_correction; 2]);
        proche(b.ic95_effet[0], b.ic95_bornes[0], 1e-9);
    }
}

#[test]
fn an_arm_that_is_never_seen_is_refused() {
    let y = [None, Some(1.0), None, Some(2.0)];
    let z = [false, true, false, true];
    assert_eq!(lee(&y, &z).unwrap_err(), ErreurImpact::AucunObserve("témoins"));
}

#[test]
fn an_interval_at_another_level_is_wider_as_it_leaves_less_out() {
    let (y, z) = nsw();
    for b in &lee(&y, &z).unwrap().bornes {
        let [cinq, un] = [0.05, 0.01].map(|s| b.intervalle_effet(s));
        proche(cinq[0], b.ic95_effet[0], 1e-12);
        assert!(un[0] < cinq[0] && un[1] > cinq[1]);
        // Far apart, each bound has its own tail: the quantile of one side.
        proche(un[0], b.bornes[0] - 2.3263478740408408 * b.erreurs_types[0], 1e-3);
    }
}
