//! Randomisation inference: exact counts, and what a re-draw must compute again.

use crate::{Table, colonne, proche, simple, strates};
use passerelle_impact::{
    Cote, Echantillon, ErreurImpact, Groupes, Permutation, Plan, Reglage, Statistique, Variance, difference,
    moindres_carres, permutation, permutation_libre, westfall_young,
};

const PLUS: Cote = Cote::Plus;

fn exact(e: &Echantillon, statistique: Statistique, cote: Cote) -> Permutation {
    permutation(e, Plan::Quotas, statistique, &Reglage { cote, ..Reglage::default() }).unwrap()
}

#[test]
fn eight_people_give_thirty_of_seventy() {
    let table = Table::lire("ri8.csv");
    let (y, z) = (table.nombres("y"), table.oui("d"));
    let un = exact(&simple(&y, &z), Statistique::Difference, PLUS);
    assert_eq!((un.compte, un.exacte, un.affectations), ([30, 70], true, Some(70)));
    assert_eq!(un.p, 30.0 / 70.0);
    assert_eq!(un.ic95_p, None);
    assert_eq!(exact(&simple(&y, &z), Statistique::Difference, Cote::Deux).compte, [60, 70]);
    // Ties count on both sides: the two tails overlap.
    assert!(exact(&simple(&y, &z), Statistique::Difference, Cote::Moins).compte[0] >= 40);
}

#[test]
fn three_sites_with_their_own_ratios() {
    let table = Table::lire("blocked12.csv");
    let (y1, y2, z) = (table.nombres("y1"), table.nombres("y2"), table.oui("z"));
    let s = Groupes::nouveaux(&table.textes("site"));
    let un = exact(&strates(&y1, &z, &s), Statistique::Difference, Cote::Deux);
    assert_eq!((un.compte, un.affectations), ([1, 180], Some(6 * 3 * 10)));
    proche(un.observee, 157.0 / 36.0, 1e-14);
    let deux = exact(&strates(&y2, &z, &s), Statistique::Difference, Cote::Deux);
    assert_eq!(deux.compte, [43, 180]);
    proche(deux.observee, 53.0 / 72.0, 1e-14);
    assert_eq!(exact(&strates(&y2, &z, &s), Statistique::Difference, PLUS).compte, [27, 180]);

    let conjoints = westfall_young(
        &[colonne("y1", &y1), colonne("y2", &y2)],
        &z,
        Some(&s),
        None,
        Plan::Quotas,
        &Reglage::default(),
    )
    .unwrap();
    assert_eq!(conjoints.iter().map(|c| c.compte).collect::<Vec<_>>(), [[1, 180], [43, 180]]);
    // The first is compared with the largest of both; stepped down, the second with itself alone.
    assert_eq!(conjoints.iter().map(|c| c.compte_ajuste).collect::<Vec<_>>(), [2, 43]);
}

const Y: [f64; 8] = [3.1, 4.0, 2.2, 5.9, 7.4, 1.0, 6.6, 8.2];
const X: [f64; 8] = [1.0, 2.0, 0.0, 3.0, 5.0, -1.0, 2.0, 4.0];
const Z: [bool; 8] = [true, false, false, true, true, false, false, true];

#[test]
fn what_depends_on_the_treatment_is_computed_again_at_each_redraw() {
    // Brute force in numpy over the 70 assignments, the interaction column made anew each time. Keeping the observed
    // one, as ri2 did before July 2026, gives 0.1365 instead of 0.3871 for the interaction: too narrow a null.
    let x = [colonne("x", &X)];
    let e = Echantillon::nouveau(colonne("y", &Y), &Z, &x, None, None).unwrap();
    for (statistique, observee, ecart, compte) in [
        (Statistique::Interaction(0), -0.2421164021164024, 0.38714580172239904, 54),
        (Statistique::Lin, -0.6455026455026466, 0.8444371114779257, 38),
        (Statistique::MoindresCarres, -0.606451612903227, 0.8507333924793168, 38),
        (Statistique::Studentisee, 1.6301383850193474, 1.3748476092928248, 12),
    ] {
        let p = exact(&e, statistique, Cote::Deux);
        proche(p.observee, observee, 1e-12);
        proche(p.ecart_type_nul, ecart, 1e-11);
        assert_eq!(p.compte, [compte, 70], "{statistique:?}");
    }
    let m = moindres_carres(&e, Variance::Hc2).unwrap();
    proche(m.estimation, -0.606451612903227, 1e-12);
}

#[test]
fn the_interval_inverts_the_test() {
    // Brute force: the test at each candidate effect, on the 70 assignments.
    let p = exact(&simple(&Y, &Z), Statistique::Difference, Cote::Deux);
    let [bas, haut] = p.ic95_effet.unwrap();
    proche(bas, -3.5, 1e-12);
    proche(haut, 7.2, 1e-12);
}

#[test]
fn too_few_assignments_leave_the_effect_unbounded() {
    let p = exact(&simple(&[1.0, 2.0, 4.0, 8.0], &[false, false, true, true]), Statistique::Difference, Cote::Deux);
    assert_eq!(p.compte, [2, 6]);
    assert_eq!(p.ic95_effet, Some([f64::NEG_INFINITY, f64::INFINITY]));
}

#[test]
fn one_thread_or_many_and_any_kind_of_computation_give_the_same_draws() {
    let table = Table::lire("nsw.csv");
    let (y, z) = (table.nombres("re78"), table.oui("treat"));
    let s = Groupes::nouveaux(&table.textes("black"));
    let e = strates(&y, &z, &s);
    let reglage = Reglage { tirages: 20_000, fils: 1, ..Reglage::default() };
    let seul = permutation(&e, Plan::Quotas, Statistique::Difference, &reglage).unwrap();
    assert!(!seul.exacte && seul.ic95_p.is_some() && seul.affectations.is_none());
    for fils in [2, 3, 7] {
        let plusieurs = permutation(&e, Plan::Quotas, Statistique::Difference, &Reglage { fils, ..reglage }).unwrap();
        assert_eq!(plusieurs, seul);
    }
    let sans =
        permutation(&e, Plan::Quotas, Statistique::Difference, &Reglage { intervalle: false, ..reglage }).unwrap();
    assert_eq!(sans.compte, seul.compte);
    // The general way, through the assignment itself, draws the same people.
    let libre = permutation_libre(
        &e,
        Plan::Quotas,
        &|z| difference(&strates(&y, z, &s)).unwrap().estimation,
        &Reglage { tirages: 2_000, ..reglage },
    )
    .unwrap();
    let court = permutation(&e, Plan::Quotas, Statistique::Difference, &Reglage { tirages: 2_000, ..reglage }).unwrap();
    assert_eq!(libre.compte, court.compte);
    proche(libre.ecart_type_nul, court.ecart_type_nul, 1e-10);
    // Near the Welch p-value, as it should on 445 people.
    assert!(seul.p > 0.002 && seul.p < 0.02, "{}", seul.p);
    let autre = permutation(&e, Plan::Quotas, Statistique::Difference, &Reglage { graine: 2, ..reglage }).unwrap();
    assert_ne!(autre.compte, seul.compte);
}

#[test]
fn sampling_agrees_with_enumeration() {
    let y: Vec<f64> = (0..14).map(|i| f64::from((i * 37 + 11) % 23)).collect();
    let z: Vec<bool> = (0..14).map(|i| i % 3 == 0).collect();
    let e = simple(&y, &z);
    let tout = exact(&e, Statistique::Difference, Cote::Deux);
    assert_eq!(tout.affectations, Some(2002));
    let reglage = Reglage { enumeration_max: 0, tirages: 40_000, ..Reglage::default() };
    let sonde = permutation(&e, Plan::Quotas, Statistique::Difference, &reglage).unwrap();
    let [bas, haut] = sonde.ic95_p.unwrap();
    assert!(bas <= tout.p && tout.p <= haut, "{bas} {} {haut}", tout.p);
    proche(sonde.ecart_type_nul, tout.ecart_type_nul, 0.02);
}

#[test]
fn clusters_are_drawn_whole() {
    let (z, g) = (crate::grappes::traites(), Groupes::nouveaux(&crate::grappes::G));
    let e = Echantillon::nouveau(colonne("y", &crate::grappes::Y), &z, &[], None, Some(&g)).unwrap();
    let p = exact(&e, Statistique::Difference, Cote::Deux);
    assert_eq!(p.affectations, Some(70));
    // The four treated clusters hold the largest outcomes: they and, by symmetry of the counts, few others do as well.
    assert!(p.compte[0] <= 3, "{:?}", p.compte);
    let mut melange = z.clone();
    melange[0] = false;
    let e = Echantillon::nouveau(colonne("y", &crate::grappes::Y), &melange, &[], None, Some(&g)).unwrap();
    let refus = permutation(&e, Plan::Quotas, Statistique::Difference, &Reglage::default()).unwrap_err();
    assert_eq!(refus, ErreurImpact::GrappeMelangee("a".into()));
}

#[test]
fn a_list_and_a_replay_of_the_same_assignments_agree() {
    let liste: Vec<Vec<bool>> = (0..8).map(|t| (0..8).map(|i| Z[(i + t) % 8]).collect()).collect();
    let e = simple(&Y, &Z);
    let par_liste = permutation(&e, Plan::Liste(&liste), Statistique::Difference, &Reglage::default()).unwrap();
    assert_eq!((par_liste.exacte, par_liste.compte[1]), (true, 8));
    let rejouer = |t: u64, z: &mut [bool]| z.copy_from_slice(&liste[t as usize % 8]);
    let reglage = Reglage { tirages: 8, ..Reglage::default() };
    let rejoue = permutation(&e, Plan::Rejeu(&rejouer), Statistique::Difference, &reglage).unwrap();
    assert_eq!(rejoue.compte, par_liste.compte);
    assert!(!rejoue.exacte);
    let sans = vec![liste[1].clone()];
    assert!(permutation(&e, Plan::Liste(&sans), Statistique::Difference, &Reglage::default()).is_err());
    let vide = |_: u64, z: &mut [bool]| z.fill(false);
    let refus = permutation(&e, Plan::Rejeu(&vide), Statistique::Difference, &reglage).unwrap_err();
    assert_eq!(refus, ErreurImpact::Rejeu(1));
}

#[test]
fn independent_draws_follow_their_probabilities() {
    let y: Vec<f64> = (0..200).map(|i| f64::from(i % 7)).collect();
    let z: Vec<bool> = (0..200).map(|i| i % 4 == 0).collect();
    let p = vec![0.25; 200];
    let part = |z: &[bool]| z.iter().filter(|z| **z).count() as f64 / 200.0 - 0.25;
    let e = simple(&y, &z);
    let r = permutation_libre(&e, Plan::Bernoulli(&p), &part, &Reglage::default()).unwrap();
    // The share treated has standard deviation √(0.25 × 0.75 / 200).
    proche(r.ecart_type_nul, (0.25_f64 * 0.75 / 200.0).sqrt(), 0.03);
    assert_eq!(r.p, 1.0);
}

/// Of six and of twelve people a draw may leave an arm empty, or somebody alone: what happened is ranked among those that
/// do not. Expected: all assignments of at least two people an arm, weighed by their probabilities, in Python.
#[test]
fn independent_draws_of_few_people_are_those_that_compare_somebody() {
    const Y: [f64; 12] = [3.0, 9.0, 1.0, 7.0, 2.0, 8.0, 4.0, 6.0, 5.0, 9.0, 0.0, 7.0];
    for (n, exacte) in [(6, 0.027_153_500_400_221_68), (12, 0.001_499_184_864_370_960_4)] {
        let (y, z): (&[f64], Vec<bool>) = (&Y[..n], (0..n).map(|i| i % 2 == 1).collect());
        let p: Vec<f64> = (0..n).map(|i| [0.5, 0.3, 0.7][i % 3]).collect();
        let reglage = Reglage { tirages: 100_000, ..Reglage::default() };
        for statistique in [Statistique::Difference, Statistique::Studentisee] {
            let r = permutation(&simple(y, &z), Plan::Bernoulli(&p), statistique, &reglage).unwrap();
            if statistique == Statistique::Difference {
                let erreur = (exacte * (1.0 - exacte) / 1e5_f64).sqrt();
                assert!((r.p - exacte).abs() < 4.0 * erreur + 2e-5, "{n}: {} for {exacte}", r.p);
            }
        }
    }
}

#[test]
fn the_interval_of_an_effect_follows_the_level() {
    let y: Vec<f64> = (0..14).map(|i| f64::from(i * i % 11)).collect();
    let z: Vec<bool> = (0..14).map(|i| i % 2 == 0).collect();
    let e = passerelle_impact::Echantillon::nouveau(crate::colonne("y", &y), &z, &[], None, None).unwrap();
    let a = |seuil_milliemes| {
        let reglage = Reglage { seuil_milliemes, ..Reglage::default() };
        permutation(&e, Plan::Quotas, Statistique::Difference, &reglage).unwrap()
    };
    let (un, cinq, dix) = (a(10), a(50), a(100));
    assert_eq!(cinq.ic_effet, cinq.ic95_effet);
    assert_eq!((un.p, un.ic95_effet), (dix.p, dix.ic95_effet));
    let [[a, b], [c, d], [f, g]] = [un, cinq, dix].map(|p| p.ic_effet.unwrap());
    assert!(a < c && c < f && f < g && g < d && d < b);
}
