//! CR2 and its degrees of freedom, as clubSandwich and estimatr give them.

use crate::{Colonnes, Table, colonne, proche};
use passerelle_impact::{Echantillon, ErreurImpact, Groupes, Variance, lin, moindres_carres};

/// Twenty-four people in eight clusters, two strata; the same rows were given to R.
pub(crate) const Y: [f64; 24] = [
    12.1, 9.4, 11.0, 8.3, 14.2, 10.5, 9.9, 13.3, 7.7, 8.8, 10.1, 9.0, 15.2, 13.9, 12.8, 8.1, 7.9, 9.6, 11.4, 12.2,
    10.8, 6.9, 9.1, 8.5,
];
pub(crate) const G: [&str; 24] = [
    "a", "a", "a", "b", "c", "c", "c", "c", "d", "d", "d", "d", "e", "e", "e", "f", "f", "f", "g", "g", "g", "h", "h",
    "h",
];
const X: [f64; 24] = [
    1.0, 2.0, 3.0, 1.0, 4.0, 2.0, 2.0, 5.0, 1.0, 2.0, 3.0, 1.0, 6.0, 4.0, 3.0, 2.0, 1.0, 2.0, 3.0, 4.0, 3.0, 1.0, 2.0,
    2.0,
];

pub(crate) fn traites() -> Vec<bool> {
    G.iter().map(|g| ["a", "c", "e", "g"].contains(g)).collect()
}

#[test]
fn small_clusters() {
    let (z, g) = (traites(), Groupes::nouveaux(&G));
    let s = Groupes::nouveaux(&(0..24).map(|i| if i < 12 { "1" } else { "2" }).collect::<Vec<_>>());
    let x = [colonne("x", &X)];
    let e = Echantillon::nouveau(colonne("y", &Y), &z, &[], None, Some(&g)).unwrap();
    let sans = moindres_carres(&e, Variance::Cr2).unwrap();
    for (obtenu, attendu) in [
        (sans.estimation, 3.50839160839161),
        (sans.erreur_type, 0.650010248919497),
        (sans.ddl, 5.27507894792789),
        (sans.p, 0.0025008123133556),
    ] {
        proche(obtenu, attendu, 1e-10);
    }
    let e = Echantillon::nouveau(colonne("y", &Y), &z, &x, None, Some(&g)).unwrap();
    let avec = moindres_carres(&e, Variance::Cr2).unwrap();
    for (obtenu, attendu) in [
        (avec.estimation, 1.9159375),
        (avec.erreur_type, 0.371719466712332),
        (avec.ddl, 4.25812566413962),
        (avec.p, 0.00566731162520963),
    ] {
        proche(obtenu, attendu, 1e-10);
    }
    let l = lin(&e, Variance::Cr2).unwrap();
    proche(l.estimation, 1.92506896551724, 1e-11);
    proche(l.erreur_type, 0.301979026968671, 1e-10);
    proche(l.ddl, 2.90967629706936, 1e-9);
    let e = Echantillon::nouveau(colonne("y", &Y), &z, &[], Some(&s), Some(&g)).unwrap();
    let l = lin(&e, Variance::Cr2).unwrap();
    proche(l.estimation, 3.53619047619048, 1e-11);
    proche(l.erreur_type, 0.702301892241367, 1e-10);
    proche(l.ddl, 3.94290183809151, 1e-9);
    assert_eq!(moindres_carres(&e, Variance::Hc2).unwrap_err().to_string().split(',').next(), Some("avec des grappes"));
}

#[test]
fn clusters_that_hold_both_arms() {
    let table = Table::lire("nsw.csv");
    let (y, z) = (table.nombres("re78"), table.oui("treat"));
    let g = Groupes::nouveaux(&table.textes("age"));
    let e = Echantillon::nouveau(colonne("re78", &y), &z, &[], None, Some(&g)).unwrap();
    let sans = moindres_carres(&e, Variance::Cr2).unwrap();
    proche(sans.erreur_type, 631.192950707997, 1e-10);
    proche(sans.ddl, 17.23252378464, 1e-8);
    let x = Colonnes::de(&table, "educ re75");
    let e = Echantillon::nouveau(colonne("re78", &y), &z, &x.vues(), None, Some(&g)).unwrap();
    let avec = moindres_carres(&e, Variance::Cr2).unwrap();
    // estimatr; clubSandwich says 665.0114758144, its inverse square roots being less exact here.
    proche(avec.estimation, 1651.00900503806, 1e-11);
    proche(avec.erreur_type, 665.011475929902, 1e-10);
    proche(avec.ddl, 17.2287885035608, 1e-9);
    proche(avec.p, 0.0236192669275528, 1e-9);
    let l = lin(&e, Variance::Cr2).unwrap();
    proche(l.estimation, 1639.29769317717, 1e-11);
    proche(l.erreur_type, 642.32217488512, 1e-10);
    proche(l.ddl, 17.1674197351019, 1e-8);
}

#[test]
fn a_stratum_with_one_cluster_in_an_arm_is_refused() {
    let (z, g) = (traites(), Groupes::nouveaux(&G));
    // The first stratum holds a and b alone.
    let s = Groupes::nouveaux(&(0..24).map(|i| if i < 4 { "Ain" } else { "Blois" }).collect::<Vec<_>>());
    let e = Echantillon::nouveau(colonne("y", &Y), &z, &[], Some(&s), Some(&g)).unwrap();
    assert_eq!(lin(&e, Variance::Cr2), Err(ErreurImpact::GrappeSeule { strate: Some("Ain".into()) }));
}

#[test]
fn a_single_treated_cluster_is_refused() {
    let g = Groupes::nouveaux(&G);
    let z: Vec<bool> = G.iter().map(|g| *g == "a").collect();
    let e = Echantillon::nouveau(colonne("y", &Y), &z, &[], None, Some(&g)).unwrap();
    assert_eq!(moindres_carres(&e, Variance::Cr2), Err(ErreurImpact::GrappeSeule { strate: None }));
    assert_eq!(lin(&e, Variance::Cr2), Err(ErreurImpact::GrappeSeule { strate: None }));
}

#[test]
fn too_few_clusters_are_refused() {
    let (z, g) = (traites(), Groupes::nouveaux(&(0..24).map(|i| if i < 12 { "1" } else { "2" }).collect::<Vec<_>>()));
    let e = Echantillon::nouveau(colonne("y", &Y), &z, &[], None, Some(&g)).unwrap();
    assert_eq!(moindres_carres(&e, Variance::Cr2), Err(ErreurImpact::TropPeuDeGrappes(2, 3)));
}

#[test]
fn two_clusters_in_an_arm_are_told() {
    // Five clusters of four; two are treated, then three.
    let y: Vec<f64> = (0..20).map(|i| f64::from(i * 7 % 11)).collect();
    let g = Groupes::nouveaux(&(0..20).map(|i| (i / 4).to_string()).collect::<Vec<_>>());
    let dit = |traitees: std::ops::Range<usize>| {
        let z: Vec<bool> = (0..20).map(|i| traitees.contains(&(i / 4))).collect();
        let e = Echantillon::nouveau(colonne("y", &y), &z, &[], None, Some(&g)).unwrap();
        moindres_carres(&e, Variance::Cr2).unwrap().avertissements.iter().any(|a| a.contains("que deux grappes"))
    };
    assert!(dit(0..2) && dit(0..3), "one arm or the other");
    let g = Groupes::nouveaux(&(0..20).map(|i| (i / 3).to_string()).collect::<Vec<_>>());
    let z: Vec<bool> = (0..20).map(|i| i / 3 < 3).collect();
    let e = Echantillon::nouveau(colonne("y", &y), &z, &[], None, Some(&g)).unwrap();
    assert!(moindres_carres(&e, Variance::Cr2).unwrap().avertissements.is_empty());
}
