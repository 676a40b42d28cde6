//! Differences in means and least squares on the NSW data, as R gives them.

use crate::{COVARIABLES_NSW, Colonnes, Table, colonne, proche, simple, strates};
use passerelle_impact::{
    Echantillon, ErreurImpact, Groupes, Variance, difference, horvitz_thompson, lin, moindres_carres,
};

fn nsw() -> (Table, Vec<f64>, Vec<bool>) {
    let table = Table::lire("nsw.csv");
    let (y, z) = (table.nombres("re78"), table.oui("treat"));
    (table, y, z)
}

#[test]
fn neyman_and_welch_as_estimatr() {
    let (_, y, z) = nsw();
    let d = difference(&simple(&y, &z)).unwrap();
    proche(d.estimation, 1794.3423818501, 1e-12);
    proche(d.erreur_type, 670.996544467332, 1e-12);
    proche(d.ddl, 307.132494496707, 1e-11);
    proche(d.p, 0.00789297830550186, 1e-9);
    assert_eq!((d.n, d.n_traites), (445, 185));
    assert!(!d.non_concluant() && d.avertissements.is_empty());
}

#[test]
fn blocked_difference_as_estimatr() {
    let (table, y, z) = nsw();
    let s = Groupes::nouveaux(&table.textes("black"));
    let d = difference(&strates(&y, &z, &s)).unwrap();
    proche(d.estimation, 1824.81691952837, 1e-12);
    proche(d.erreur_type, 666.555072954826, 1e-12);
    assert_eq!(d.ddl, 441.0);
    proche(d.p, 0.00643765518031721, 1e-9);

    let croise: Vec<String> =
        table.textes("black").iter().zip(table.textes("nodegree")).map(|(a, b)| format!("{a}.{b}")).collect();
    let s = Groupes::nouveaux(&croise);
    let d = difference(&strates(&y, &z, &s)).unwrap();
    proche(d.estimation, 1651.86064681587, 1e-12);
    proche(d.erreur_type, 662.20044530946, 1e-12);
    // Lin with the strata as only covariates is the same estimate, HC2 the same variance.
    let l = lin(&strates(&y, &z, &s), Variance::Hc2).unwrap();
    proche(l.estimation, d.estimation, 1e-11);
    proche(l.erreur_type, d.erreur_type, 1e-11);
    assert_eq!(l.ddl, d.ddl);
}

#[test]
fn matched_pairs_as_estimatr() {
    let y = [3.0, 5.0, 2.0, 8.0, 6.0, 7.0, 9.0, 14.0, 7.0, 5.0, 4.0, 6.5];
    let z: Vec<bool> = (0..12).map(|i| i % 2 == 1).collect();
    let s = Groupes::nouveaux(&(0..12).map(|i| (i / 2).to_string()).collect::<Vec<_>>());
    let d = difference(&strates(&y, &z, &s)).unwrap();
    proche(d.estimation, 2.41666666666667, 1e-13);
    proche(d.erreur_type, 1.17201156611661, 1e-13);
    assert_eq!(d.ddl, 5.0);
    proche(d.p, 0.0941953831679335, 1e-10);
}

#[test]
fn a_site_with_one_treated_person_is_accepted_and_said() {
    let table = Table::lire("blocked12.csv");
    let (y, z) = (table.nombres("y1"), table.oui("z"));
    let s = Groupes::nouveaux(&table.textes("site"));
    let d = difference(&strates(&y, &z, &s)).unwrap();
    proche(d.estimation, 157.0 / 36.0, 1e-14);
    assert!(d.avertissements[0].contains("prudente") && d.avertissements[0].contains('B'), "{:?}", d.avertissements);
    // By hand: A 2 and 1/2, C 8 and 7/3, B 2 for its controls; 8, the largest known, for its one treated person.
    let (a, b, c) = (2.0 / 2.0 + 0.5 / 2.0, 8.0 / 1.0 + 2.0 / 2.0, 8.0 / 2.0 + 7.0 / 3.0 / 3.0);
    proche(d.erreur_type, ((16.0 * a + 9.0 * b + 25.0 * c) / 144.0_f64).sqrt(), 1e-13);
    assert_eq!(d.ddl, 6.0);
}

#[test]
fn robust_variances_as_estimatr_and_statsmodels() {
    let (_, y, z) = nsw();
    for (variance, erreur, p) in [
        (Variance::Classique, 632.853392414366, 0.00478753002103062),
        (Variance::Hc0, 669.315322396809, 0.00761727638213079),
        (Variance::Hc1, 670.824490766944, 0.00775340529400952),
        (Variance::Hc2, 670.996544467335, 0.00776902357645162),
        (Variance::Hc3, 672.682147081149, 0.00792310727801343),
    ] {
        let e = moindres_carres(&simple(&y, &z), variance).unwrap();
        proche(e.estimation, 1794.3423818501, 1e-12);
        proche(e.erreur_type, erreur, 1e-11);
        assert_eq!(e.ddl, 443.0);
        proche(e.p, p, 1e-9);
    }
}

#[test]
fn lin_and_additive_adjustment_as_estimatr() {
    let (table, y, z) = nsw();
    let x = Colonnes::de(&table, COVARIABLES_NSW);
    let e = Echantillon::nouveau(colonne("re78", &y), &z, &x.vues(), None, None).unwrap();
    for (variance, erreur) in [
        (Variance::Classique, 642.646066934983),
        (Variance::Hc0, 675.281481916585),
        (Variance::Hc1, 689.367664162343),
        (Variance::Hc2, 694.721569121303),
        (Variance::Hc3, 716.872745623501),
    ] {
        let l = lin(&e, variance).unwrap();
        proche(l.estimation, 1621.58308189585, 1e-11);
        proche(l.erreur_type, erreur, 1e-11);
        assert_eq!(l.ddl, 427.0);
    }
    proche(lin(&e, Variance::Hc2).unwrap().p, 0.0200509444196246, 1e-9);
    for (variance, erreur) in [
        (Variance::Classique, 638.682014898318),
        (Variance::Hc1, 676.7336974787),
        (Variance::Hc2, 677.049144018404),
        (Variance::Hc3, 685.302474650074),
    ] {
        let m = moindres_carres(&e, variance).unwrap();
        proche(m.estimation, 1676.34262540309, 1e-11);
        proche(m.erreur_type, erreur, 1e-11);
    }
}

#[test]
fn horvitz_thompson_as_estimatr() {
    let y = [3.0, 5.0, 2.0, 8.0, 6.0, 1.0, 9.0, 4.0, 7.0, 5.0];
    let z = [true, false, true, true, false, false, true, false, false, true];
    let p = [0.5, 0.4, 0.3, 0.6, 0.5, 0.2, 0.7, 0.5, 0.4, 0.35];
    let h = horvitz_thompson(&simple(&y, &z), &p).unwrap();
    proche(h.estimation, 1.18928571428571, 1e-13);
    proche(h.erreur_type, 3.22912996468061, 1e-13);
    proche(h.p, 0.712650210945948, 1e-10);
    assert!(h.non_concluant());
    let refus = horvitz_thompson(&simple(&y, &z), &[1.0; 10]).unwrap_err();
    assert_eq!(refus, ErreurImpact::Probabilite { rang: 1 });
}
