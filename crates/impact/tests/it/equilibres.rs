//! Balance, attrition, several p-values.

use crate::{COVARIABLES_NSW, Colonnes, De, Table, colonne, proche};
use passerelle_impact::{Groupes, Plan, Reglage, attrition, benjamini_hochberg, equilibre, holm};

#[test]
fn the_joint_test_of_nsw_as_r() {
    let table = Table::lire("nsw.csv");
    let (x, z) = (Colonnes::de(&table, COVARIABLES_NSW), table.oui("treat"));
    let e = equilibre(&x.vues(), &z, None, None, Plan::Quotas, &Reglage::default()).unwrap();
    proche(e.conjoint.f, 2.14020732434027, 1e-11);
    assert_eq!((e.conjoint.d1, e.conjoint.d2), (8.0, 436.0));
    proche(e.conjoint.p, 0.0310708257573498, 1e-9);
    // The ranked F agrees with its law to the Monte Carlo error.
    let [bas, haut] = e.permutation.ic95_p.unwrap();
    assert!(bas < 0.036 && haut > 0.026, "{bas} {haut}");
    let nodegree = &e.lignes[5];
    assert_eq!(nodegree.nom, "nodegree");
    proche(nodegree.moyennes[0], 217.0 / 260.0, 1e-13);
    proche(nodegree.moyennes[1], 131.0 / 185.0, 1e-13);
    // (131/185 - 217/260) / sqrt of the mean of both variances, by hand.
    let (p1, p0): (f64, f64) = (131.0 / 185.0, 217.0 / 260.0);
    let v = |p: f64, n: f64| p * (1.0 - p) * n / (n - 1.0);
    proche(nodegree.ecart_normalise.unwrap(), (p1 - p0) / (0.5 * (v(p1, 185.0) + v(p0, 260.0))).sqrt(), 1e-12);
}

#[test]
fn attrition_counts_by_arm_and_stratum() {
    let z: Vec<bool> = (0..12).map(|i| i % 2 == 0).collect();
    let vu: Vec<bool> = (0..12).map(|i| i != 1 && i != 3 && i != 6).collect();
    let s = Groupes::nouveaux(&(0..12).map(|i| if i < 6 { "A" } else { "B" }).collect::<Vec<_>>());
    let a = attrition(&vu, &z, Some(&s), None).unwrap();
    assert_eq!(a.lignes[0], ("ensemble".into(), [[6, 4], [6, 5]]));
    assert_eq!(a.lignes[1], ("A".into(), [[3, 1], [3, 3]]));
    assert_eq!(a.lignes[2], ("B".into(), [[3, 3], [3, 2]]));
    proche(a.ecart.unwrap().estimation, 1.0 / 6.0, 1e-13);
    assert_eq!(attrition(&[true; 12], &z, None, None).unwrap().ecart, None);
}

#[test]
fn holm_and_benjamini_hochberg_as_r() {
    let p = [0.01, 0.04, 0.03, 0.005, 0.2, 0.04];
    for (obtenus, attendus) in [
        (holm(&p), [0.05, 0.12, 0.12, 0.03, 0.2, 0.12]),
        (benjamini_hochberg(&p), [0.03, 0.048, 0.048, 0.03, 0.2, 0.048]),
    ] {
        obtenus.iter().zip(attendus).for_each(|(o, a)| proche(*o, a, 1e-14));
    }
    assert!(holm(&[]).is_empty());
}

/// Four binomial standard errors around five in a hundred, over 400.
const BORNES: std::ops::RangeInclusive<usize> = 3..=37;

/// Twenty clusters of ten drawn whole, with nothing between the arms: what is measured before, and whether one answers
/// after, go together within clusters (0.26 of the variance of the first).
#[test]
fn between_whole_clusters_balance_and_answers_are_rejected_as_rarely_as_they_say() {
    let (mut de, mut colonnes, mut conjoints, mut reponses) = (De(19), 0, 0, 0);
    for _ in 0..400 {
        let (mut x, mut w, mut vus, mut z, mut g) = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for grappe in 0..20 {
            let (commun, autre, enclin) = (0.593 * de.normale(), 0.593 * de.normale(), 0.593 * de.normale());
            for _ in 0..10 {
                x.push(commun + de.normale());
                w.push(autre + de.normale());
                vus.push(enclin + de.normale() > -0.7);
                z.push(grappe % 2 == 0);
                g.push(grappe.to_string());
            }
        }
        let g = Groupes::nouveaux(&g);
        let reglage = Reglage { tirages: 99, enumeration_max: 0, ..Reglage::default() };
        let e = equilibre(&[colonne("x", &x), colonne("w", &w)], &z, None, Some(&g), Plan::Quotas, &reglage).unwrap();
        assert!(e.conjoint.p.is_nan(), "the law of F says nothing here");
        colonnes += usize::from(e.lignes[0].p.unwrap() < 0.05);
        conjoints += usize::from(e.permutation.p <= 0.05);
        reponses += usize::from(attrition(&vus, &z, None, Some(&g)).unwrap().ecart.unwrap().p < 0.05);
    }
    assert!(BORNES.contains(&colonnes), "a column: {colonnes} of 400");
    assert!(BORNES.contains(&conjoints), "all of them: {conjoints} of 400");
    assert!(BORNES.contains(&reponses), "answers: {reponses} of 400");
}
