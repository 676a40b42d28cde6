//! What cannot be estimated is refused, by name.

use crate::{colonne, simple, strates};
use passerelle_impact::{Echantillon, ErreurImpact, Groupes, Variance, difference, lin, moindres_carres};

const Z: [bool; 8] = [true, true, true, true, false, false, false, false];
const Y: [f64; 8] = [1.0, 3.0, 2.0, 5.0, 4.0, 7.0, 6.0, 9.0];

#[test]
fn constant_treatment_is_named() {
    let tous = Echantillon::nouveau(colonne("y", &Y), &[true; 8], &[], None, None).unwrap_err();
    assert_eq!(tous, ErreurImpact::TraitementConstant("1"));
    let s = Groupes::nouveaux(&["Ain", "Ain", "Ain", "Blois", "Blois", "Blois", "Blois", "Blois"]);
    let strate = Echantillon::nouveau(colonne("y", &Y), &Z, &[], Some(&s), None).unwrap_err();
    assert_eq!(strate, ErreurImpact::StrateConstante { strate: "Ain".into(), quoi: "aucun témoin" });
    assert!(strate.to_string().contains("« Ain » (aucun témoin)"));
}

#[test]
fn collinear_columns_are_named_with_what_makes_them() {
    let a = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 7.0];
    let b = [2.0, 1.0, 5.0, 3.0, 2.0, 9.0, 4.0, 4.0];
    let bruit = [0.3, 0.1, 0.7, 0.2, 0.9, 0.4, 0.5, 0.8];
    let somme: Vec<f64> = a.iter().zip(b).map(|(a, b)| 3.0 * a - b + 2.0).collect();
    let x = [colonne("age", &a), colonne("bruit", &bruit), colonne("duree", &b), colonne("cumul", &somme)];
    let e = Echantillon::nouveau(colonne("y", &Y), &Z, &x, None, None).unwrap();
    let erreur = moindres_carres(&e, Variance::Hc2).unwrap_err();
    assert_eq!(erreur, ErreurImpact::Colineaire { colonne: "cumul".into(), de: vec!["age".into(), "duree".into()] });
    let x = [colonne("constante", &[4.2; 8])];
    let e = Echantillon::nouveau(colonne("y", &Y), &Z, &x, None, None).unwrap();
    assert_eq!(moindres_carres(&e, Variance::Hc2), Err(ErreurImpact::ColonneConstante("constante".into())));
}

#[test]
fn a_covariate_equal_to_the_treatment_is_refused() {
    let copie = Z.map(|z| f64::from(u8::from(z)));
    let x = [colonne("copie", &copie)];
    let e = Echantillon::nouveau(colonne("y", &Y), &Z, &x, None, None).unwrap();
    let attendue = ErreurImpact::Colineaire { colonne: "traitement".into(), de: vec!["copie".into()] };
    assert_eq!(moindres_carres(&e, Variance::Hc2), Err(attendue));
    // In each arm it never varies.
    assert_eq!(lin(&e, Variance::Hc2), Err(ErreurImpact::ColonneConstante("copie".into())));
}

#[test]
fn nearly_dependent_columns_keep_their_digits() {
    // The second column is the first plus a millionth of a third: fitted exactly by construction.
    let a: Vec<f64> = (0..200).map(|i| f64::from(i * 7919 % 1009)).collect();
    let c: Vec<f64> = (0..200).map(|i| f64::from(i * 104_729 % 997)).collect();
    let b: Vec<f64> = a.iter().zip(&c).map(|(a, c)| a + 1e-4 * c).collect();
    let z: Vec<bool> = (0..200).map(|i| i % 2 == 0).collect();
    let y: Vec<f64> = (0..200)
        .map(|i| {
            let bruit = f64::from(i / 2 % 2 * 2 - 1);
            if z[i as usize] { 5.0 + bruit } else { bruit }
        })
        .collect();
    let bien = [colonne("a", &a), colonne("c", &c)];
    let mal = [colonne("a", &a), colonne("b", &b)];
    let faire = |x: &[passerelle_impact::Colonne]| {
        moindres_carres(&Echantillon::nouveau(colonne("y", &y), &z, x, None, None).unwrap(), Variance::Hc2).unwrap()
    };
    // Both pairs span the same plane.
    crate::proche(faire(&mal).estimation, faire(&bien).estimation, 1e-11);
    crate::proche(faire(&mal).erreur_type, faire(&bien).erreur_type, 1e-9);
}

#[test]
fn missing_and_infinite_values_never_get_in() {
    let mut y = Y;
    y[3] = f64::NAN;
    let erreur = Echantillon::nouveau(colonne("revenu", &y), &Z, &[], None, None).unwrap_err();
    assert_eq!(erreur, ErreurImpact::NonFini { colonne: "revenu".into(), rang: 4 });
    let court = Echantillon::nouveau(colonne("revenu", &Y[..7]), &Z, &[], None, None).unwrap_err();
    assert_eq!(court, ErreurImpact::Longueur("revenu".into()));
}

#[test]
fn too_few_rows_and_no_variance_are_said() {
    let deux = difference(&simple(&[1.0, 2.0], &[true, false])).unwrap_err();
    assert_eq!(deux, ErreurImpact::TropPeuDeLignes { n: 2, coefficients: 2 });
    let plat = difference(&simple(&[1.0, 1.0, 0.0, 0.0], &[true, true, false, false])).unwrap_err();
    assert_eq!(plat, ErreurImpact::VarianceNulle);
    let x: Vec<Vec<f64>> = (1..4).map(|p| (0..8).map(|i| f64::from(i).powi(p)).collect()).collect();
    let x: Vec<_> = x.iter().map(|v| colonne("x", v)).collect();
    let e = Echantillon::nouveau(colonne("y", &Y), &Z, &x, None, None).unwrap();
    assert_eq!(lin(&e, Variance::Hc2), Err(ErreurImpact::TropPeuDeLignes { n: 8, coefficients: 8 }));
    let s = Groupes::nouveaux(&["a", "b", "b", "a"]);
    let paires = difference(&strates(&[1.0, 2.0, 3.0, 5.0], &[true, true, false, false], &s)).unwrap_err();
    assert_eq!(paires, ErreurImpact::VarianceImpossible);
}

#[test]
fn a_row_fitted_alone_is_named() {
    // Only the sixth person has the covariate, among the controls: their leverage is one.
    let seul = [0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    let x = [colonne("seul", &seul)];
    let e = Echantillon::nouveau(colonne("y", &Y), &Z, &x, None, None).unwrap();
    assert_eq!(lin(&e, Variance::Hc2), Err(ErreurImpact::LevierUn { rang: 6, variance: "hc2" }));
    assert!(lin(&e, Variance::Hc1).is_ok());
}

#[test]
fn the_variance_of_neyman_is_that_of_means_alone() {
    let x = [0.5, 1.5, 0.0, 2.0, 1.0, 3.0, 2.5, 0.2];
    let e = Echantillon::nouveau(colonne("y", &Y), &Z, &[colonne("x", &x)], None, None).unwrap();
    for fait in [lin(&e, Variance::Neyman), moindres_carres(&e, Variance::Neyman)] {
        let refus = fait.unwrap_err();
        assert!(matches!(refus, ErreurImpact::Option(dit) if dit.contains("Neyman")), "{refus}");
    }
}
