//! Values of scipy 1.17.1, and of R's `pt` for the non-central law.

use crate::proche;
use passerelle_impact::loi::*;

#[test]
fn student_tails_keep_their_digits() {
    for (t, ddl, attendu) in [
        (0.5, 3.0, 0.651447964848151),
        (2.0, 10.0, 0.07338803477074037),
        (-1.3, 1.0, 0.41742880032030544),
        (8.5, 17.2325, 1.4278967689809991e-07),
        (40.0, 443.0, 3.8483951210280305e-149),
        (2.0, 1e6, 0.04550053385131924),
        (3.0, 0.7, 0.2833713393010258),
        (1.96, 1e9, 0.049995790573729625),
    ] {
        proche(student_bilaterale(t, ddl), attendu, 1e-11);
    }
    proche(student(-1.3, 1.0), 0.20871440016015272, 1e-12);
    proche(student(0.5, 3.0), 0.6742760175759245, 1e-12);
}

#[test]
fn student_and_fisher_quantiles() {
    for (p, ddl, attendu) in [
        (0.975, 307.1324944967, 1.9677179287270536),
        (0.975, 1.0, 12.706204736174694),
        (0.8, 398.0, 0.8425252838471792),
        (0.001, 5.5, -5.504714867160981),
        (0.975, 1e6, 1.959966356814107),
        (0.975, 2.0, 4.302652729749462),
    ] {
        proche(quantile_student(p, ddl), attendu, 1e-11);
    }
    for (queue, d1, d2, attendu) in [
        (0.05, 1.0, 2996.0, 3.844564530397305),
        (0.05, 2.0, 10.0, 4.1028210151304),
        (0.05, 7.0, 30.0, 2.334343964844779),
    ] {
        proche(quantile_fisher(queue, d1, d2), attendu, 1e-11);
    }
}

#[test]
fn fisher_tails() {
    for (f, d1, d2, attendu) in [
        (2.140207, 8.0, 436.0, 0.031070852713456436),
        (15.767, 1.0, 2996.0, 7.332580686057727e-05),
        (0.3, 5.0, 12.5, 0.9039102224225931),
        (150.0, 3.0, 7.0, 1.029332234982186e-06),
        (1.0, 2.0, 1e6, 0.36787980905057693),
    ] {
        proche(fisher_queue(f, d1, d2), attendu, 1e-10);
    }
    assert_eq!(fisher_queue(f64::INFINITY, 3.0, 7.0), 0.0);
}

#[test]
fn normal_tails_and_quantiles() {
    for (x, attendu) in [
        (0.1, 0.539827837277029),
        (-1.5, 0.06680720126885807),
        (-8.0, 6.22096057427174e-16),
        (-30.0, 4.906713927147908e-198),
        (3.0, 0.9986501019683699),
    ] {
        proche(normale(x), attendu, 1e-12);
    }
    for (p, attendu) in [
        (0.975, 1.959963984540054),
        (0.001, -3.090232306167813),
        (1e-12, -7.034483825301131),
        (0.8, 0.8416212335729143),
        (0.3, -0.5244005127080409),
    ] {
        proche(quantile_normale(p), attendu, 1e-13);
    }
    assert!(quantile_normale(0.5).abs() < 1e-16);
}

#[test]
fn non_central_student_as_r() {
    for (t, ddl, delta, attendu) in [
        (2.0, 10.0, 1.0, 0.807611562530311),
        (-1.0, 10.0, 1.0, 0.026801856769496),
        (5.0, 30.0, 3.3, 0.919016417309443),
        (1.96, 398.0, 2.8, 0.200675740980001),
        (0.5, 3.0, -1.2, 0.948563324811192),
    ] {
        proche(student_decentree(t, ddl, delta), attendu, 1e-11);
    }
}

#[test]
fn exact_interval_of_a_probability() {
    assert_eq!(clopper_pearson(0, 10)[0], 0.0);
    assert_eq!(clopper_pearson(10, 10)[1], 1.0);
    for (k, n, bas, haut) in [
        (3, 10, 0.06673951117773447, 0.6524528500599973),
        (427, 10_000, 0.03882106357552495, 0.0468480119406044),
        (5, 1_000_000, 1.6234883192411703e-06, 1.1668293175208817e-05),
    ] {
        let [b, h] = clopper_pearson(k, n);
        proche(b, bas, 1e-9);
        proche(h, haut, 1e-9);
    }
    proche(clopper_pearson(0, 10)[1], 0.3084971078187607, 1e-11);
}
