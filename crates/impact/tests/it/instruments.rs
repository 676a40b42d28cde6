//! Card's schooling data, as AER, estimatr and linearmodels give them; Anderson–Rubin ends by root-finding on R's
//! `waldtest`.

use crate::{Colonnes, Table, colonne, proche};
use passerelle_impact::{Colonne, Echantillon, Ensemble, ErreurImpact, Groupes, Variance, variables_instrumentales};

const X: &str = "exper black south smsa married";

#[test]
fn two_stage_least_squares_on_card() {
    let table = Table::lire("card_close_college.csv");
    let (y, z, d) = (table.nombres("lwage"), table.oui("nearc4"), table.nombres("educ"));
    let (x, instrument) = (Colonnes::de(&table, X), table.nombres("nearc4"));
    let e = Echantillon::nouveau(colonne("lwage", &y), &z, &x.vues(), None, None).unwrap();
    assert_eq!(e.n(), 3003);
    for (variance, erreur, p) in [
        (Variance::Classique, 0.0499558022527346, 0.0129917739680612),
        (Variance::Hc0, 0.0491577302982242, 0.011593566163137),
        (Variance::Hc1, 0.0492151240484179, 0.0116909160010838),
        (Variance::Hc2, 0.0492278284750773, 0.0117125319030577),
        (Variance::Hc3, 0.0492980426283045, 0.0118324355445295),
    ] {
        let iv =
            variables_instrumentales(&e, colonne("educ", &d), &[colonne("nearc4", &instrument)], variance).unwrap();
        proche(iv.effet.estimation, 0.124164235486812, 1e-11);
        proche(iv.effet.erreur_type, erreur, 1e-10);
        proche(iv.effet.p, p, 1e-8);
        assert_eq!(iv.effet.ddl, 2996.0);
        proche(iv.erreur_type_classique, 0.0499558022527346, 1e-10);
        proche(iv.premiere_etape.f, 15.7666611386533, 1e-10);
        proche(iv.premiere_etape_robuste.f, 16.5152856027754, 1e-10);
        proche(iv.premiere_etape_robuste.p, 4.94994352591057e-05, 1e-8);
        let Ensemble::Intervalle(a, b) = iv.anderson_rubin else { panic!("{:?}", iv.anderson_rubin) };
        proche(a, 0.0273974639225527, 1e-8);
        proche(b, 0.255287536981306, 1e-8);
        let Some(Ensemble::Intervalle(a, b)) = iv.anderson_rubin_robuste else { panic!() };
        proche(a, 0.0310574394906876, 1e-8);
        proche(b, 0.254525240190568, 1e-8);
        assert!(iv.effet.avertissements.is_empty());
    }
    let g = Groupes::nouveaux(&table.textes("exper"));
    let e = Echantillon::nouveau(colonne("lwage", &y), &z, &x.vues(), None, Some(&g)).unwrap();
    let iv =
        variables_instrumentales(&e, colonne("educ", &d), &[colonne("nearc4", &instrument)], Variance::Cr2).unwrap();
    proche(iv.effet.erreur_type, 0.055596633929288, 1e-9);
    proche(iv.effet.ddl, 12.8676810139957, 1e-7);
}

#[test]
fn two_instruments_on_card() {
    let table = Table::lire("card_close_college.csv");
    let (y, z, d) = (table.nombres("lwage"), table.oui("nearc4"), table.nombres("educ"));
    let (x, pres) = (Colonnes::de(&table, X), table.nombres("nearc4"));
    let croise: Vec<f64> = pres.iter().zip(table.nombres("black")).map(|(a, b)| a * b).collect();
    let e = Echantillon::nouveau(colonne("lwage", &y), &z, &x.vues(), None, None).unwrap();
    let instruments = [colonne("nearc4", &pres), colonne("nearc4×black", &croise)];
    let iv = variables_instrumentales(&e, colonne("educ", &d), &instruments, Variance::Hc1).unwrap();
    proche(iv.effet.estimation, 0.124437664458392, 1e-10);
    proche(iv.erreur_type_classique, 0.0499679172294122, 1e-10);
    proche(iv.effet.erreur_type, 0.0492131245564259, 1e-10);
    proche(iv.premiere_etape.f, 7.882735814848, 1e-10);
    proche(iv.premiere_etape_robuste.f, 8.30919626797825, 1e-10);
    let Ensemble::Intervalle(a, b) = iv.anderson_rubin else { panic!() };
    assert!((a + 0.000125429732429891).abs() < 1e-9, "{a}");
    proche(b, 0.314753198221844, 1e-8);
    assert!(iv.effet.avertissements[0].contains("faible"));
}

/// A small sample with a given take-up; outcome and instrument fixed.
fn petit(d: &[f64]) -> Result<passerelle_impact::Instrumental, ErreurImpact> {
    let y = [1.0, 3.0, 2.0, 5.0, 4.0, 7.0, 6.0, 9.0];
    let z = [false, true, false, true, false, true, false, true];
    let nombres = z.map(|z| f64::from(u8::from(z)));
    let e = Echantillon::nouveau(colonne("y", &y), &z, &[], None, None).unwrap();
    variables_instrumentales(&e, colonne("d", d), &[Colonne { nom: "z", valeurs: &nombres }], Variance::Hc2)
}

#[test]
fn when_everybody_follows_the_draw_the_effect_is_the_plain_difference_and_f_is_no_number() {
    // Means 6 and 3.25, by hand.
    let suivi = petit(&[0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0]).unwrap();
    proche(suivi.effet.estimation, 2.75, 1e-12);
    proche(suivi.prise, 1.0, 1e-12);
    for etape in [suivi.premiere_etape, suivi.premiere_etape_robuste] {
        assert!(etape.f.is_infinite() && etape.p == 0.0, "{etape:?}");
    }
    assert!(suivi.effet.avertissements.iter().all(|a| !a.contains("faible")));
}

#[test]
fn the_anderson_rubin_set_may_be_unbounded_and_says_so() {
    // The take-up hardly follows the draw: no effect can be ruled out, or only a middle.
    let faible = petit(&[0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0]).unwrap();
    assert!(faible.premiere_etape.f < 1.0 && !faible.effet.avertissements.is_empty());
    assert_eq!(faible.anderson_rubin, Ensemble::Tout);
    // The reduced form is clear, the first stage is not: zero is out, both far ends are in.
    let y = [0.0, 10.0, 0.1, 10.1, 0.2, 10.2, 0.3, 10.3];
    let z = [false, true, false, true, false, true, false, true];
    let nombres = z.map(|z| f64::from(u8::from(z)));
    let d = [0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0];
    let e = Echantillon::nouveau(colonne("y", &y), &z, &[], None, None).unwrap();
    let iv = variables_instrumentales(&e, colonne("d", &d), &[colonne("z", &nombres)], Variance::Hc2).unwrap();
    let Ensemble::Complement(a, b) = iv.anderson_rubin else { panic!("{:?}", iv.anderson_rubin) };
    assert!(a < 0.0 && b > 0.0 && !iv.anderson_rubin.contient(0.0) && iv.anderson_rubin.contient(b + 1.0));
}

#[test]
fn an_instrument_that_explains_nothing_is_refused() {
    let erreur = petit(&[0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0]).unwrap_err();
    assert_eq!(erreur, ErreurImpact::InstrumentNul);
}

#[test]
fn full_compliance_gives_back_the_difference() {
    let d = [0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0];
    let iv = petit(&d).unwrap();
    proche(iv.effet.estimation, 2.75, 1e-13);
    proche(iv.prise, 1.0, 1e-13);
}
