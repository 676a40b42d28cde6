//! Order of rows, units of measure, names of groups: nothing changes.

use crate::{colonne, proche};
use passerelle_impact::{
    Echantillon, Estimation, Groupes, Permutation, Plan, Reglage, Statistique, Variance, difference, lee, lin,
    moindres_carres, permutation, variables_instrumentales,
};

/// Numbers from a counter: the tests are the same everywhere.
struct Suite(u64);

impl Suite {
    fn suivant(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn part(&mut self) -> f64 {
        self.suivant() as f64 / (1u64 << 31) as f64
    }
}

#[derive(Clone)]
struct Donnees {
    y: Vec<f64>,
    z: Vec<bool>,
    x: [Vec<f64>; 2],
    d: Vec<f64>,
    strates: Vec<String>,
    grappes: Vec<String>,
}

fn inventer(graine: u64) -> Donnees {
    let mut suite = Suite(graine);
    let n = 60 + suite.suivant() as usize % 40;
    let mut d = Donnees { y: vec![], z: vec![], x: [vec![], vec![]], d: vec![], strates: vec![], grappes: vec![] };
    for i in 0..n {
        let (a, b, strate) = (suite.part() * 10.0, suite.part(), i % 3);
        // Three people of each stratum in turn: every stratum has both arms.
        let z = (i / 3) % 3 == 0;
        d.y.push(2.0 * a - b + f64::from(u8::from(z)) + 3.0 * suite.part());
        d.d.push(f64::from(u8::from(if z { suite.part() < 0.8 } else { suite.part() < 0.2 })));
        d.z.push(z);
        d.x[0].push(a);
        d.x[1].push(b);
        d.strates.push(format!("s{strate}"));
        d.grappes.push(format!("g{}", i % 17));
    }
    d
}

fn tout(d: &Donnees) -> (Vec<Estimation>, Permutation) {
    let (s, g) = (Groupes::nouveaux(&d.strates), Groupes::nouveaux(&d.grappes));
    let x = [colonne("a", &d.x[0]), colonne("b", &d.x[1])];
    let y = colonne("y", &d.y);
    let nu = Echantillon::nouveau(y, &d.z, &[], None, None).unwrap();
    let blocs = Echantillon::nouveau(y, &d.z, &[], Some(&s), None).unwrap();
    let ajuste = Echantillon::nouveau(y, &d.z, &x, Some(&s), None).unwrap();
    let grappes = Echantillon::nouveau(y, &d.z, &x, None, Some(&g)).unwrap();
    let z: Vec<f64> = d.z.iter().map(|z| f64::from(u8::from(*z))).collect();
    let iv = variables_instrumentales(&ajuste, colonne("d", &d.d), &[colonne("z", &z)], Variance::Hc2).unwrap();
    let vus: Vec<Option<f64>> = d.y.iter().zip(&d.d).map(|(y, d)| (*d > 0.0 || *y > 2.0).then_some(*y)).collect();
    let mut estimations = vec![
        difference(&nu).unwrap(),
        difference(&blocs).unwrap(),
        moindres_carres(&ajuste, Variance::Hc3).unwrap(),
        lin(&ajuste, Variance::Hc2).unwrap(),
        moindres_carres(&grappes, Variance::Cr2).unwrap(),
        lin(&grappes, Variance::Cr2).unwrap(),
        iv.effet,
    ];
    let bornes = lee(&vus, &d.z).unwrap().bornes[0].clone();
    // Bounds ride along as estimates, to be compared the same way.
    estimations.push(Estimation {
        estimation: bornes.bornes[0],
        erreur_type: bornes.erreurs_types[1],
        ic95: bornes.ic95_effet,
        ..estimations[0].clone()
    });
    let reglage = Reglage { tirages: 500, ..Reglage::default() };
    (estimations, permutation(&blocs, Plan::Quotas, Statistique::Difference, &reglage).unwrap())
}

#[track_caller]
fn memes(a: &[Estimation], b: &[Estimation], echelle: f64) {
    for (a, b) in a.iter().zip(b) {
        let dire = format!("{} {} {}", a.formule, a.estimation, b.estimation);
        assert!(
            (a.estimation * echelle - b.estimation).abs() <= 1e-11 * b.erreur_type.max(b.estimation.abs()),
            "{dire}"
        );
        proche(b.erreur_type, a.erreur_type * echelle, 1e-11);
        proche(b.ddl, a.ddl, 1e-10);
        assert!((a.p - b.p).abs() < 1e-10, "{dire}");
    }
}

#[test]
fn the_order_of_the_rows_changes_nothing() {
    for graine in 1..20 {
        let d = inventer(graine);
        let n = d.y.len();
        let mut ordre: Vec<usize> = (0..n).collect();
        let mut suite = Suite(graine + 1000);
        (1..n).rev().for_each(|i| ordre.swap(i, suite.suivant() as usize % (i + 1)));
        let prendre = |v: &[f64]| ordre.iter().map(|i| v[*i]).collect::<Vec<_>>();
        let mele = Donnees {
            y: prendre(&d.y),
            z: ordre.iter().map(|i| d.z[*i]).collect(),
            x: [prendre(&d.x[0]), prendre(&d.x[1])],
            d: prendre(&d.d),
            strates: ordre.iter().map(|i| d.strates[*i].clone()).collect(),
            grappes: ordre.iter().map(|i| d.grappes[*i].clone()).collect(),
        };
        let ((a, p), (b, q)) = (tout(&d), tout(&mele));
        memes(&a, &b, 1.0);
        // The draws are of people, not of places in the file: the same seed gives the same count.
        assert_eq!((p.compte, p.p), (q.compte, q.p));
    }
}

#[test]
fn units_of_measure_change_nothing() {
    for graine in 1..20 {
        let d = inventer(graine);
        let mut autre = d.clone();
        // Euros to cents; years to days from another origin.
        autre.y.iter_mut().for_each(|y| *y *= 100.0);
        autre.x[0].iter_mut().for_each(|x| *x = 365.25 * *x - 700_000.0);
        let vus = |d: &Donnees| d.y.iter().zip(&d.d).map(|(y, d)| (*d > 0.0 || *y > 2.0, *y)).collect::<Vec<_>>();
        assert_eq!(vus(&d).len(), vus(&autre).len());
        let ((mut a, p), (mut b, q)) = (tout(&d), tout(&autre));
        // Lee's sample is cut on the outcome itself: not this one.
        a.pop();
        b.pop();
        memes(&a, &b, 100.0);
        assert_eq!((p.compte, p.p), (q.compte, q.p));
    }
}

#[test]
fn names_of_groups_change_nothing() {
    for graine in 1..20 {
        let d = inventer(graine);
        let mut autre = d.clone();
        // The order of the names is turned over.
        autre.strates.iter_mut().for_each(|s| *s = ["Tours", "Blois", "Ain"][s[1..].parse::<usize>().unwrap()].into());
        autre.grappes.iter_mut().for_each(|g| *g = format!("x{}", 100 - g[1..].parse::<usize>().unwrap()));
        let ((a, p), (b, q)) = (tout(&d), tout(&autre));
        memes(&a, &b, 1.0);
        assert_eq!((p.compte, p.p), (q.compte, q.p));
    }
}
