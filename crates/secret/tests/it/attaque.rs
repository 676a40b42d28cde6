//! The attack by linear programming: all that is said goes into one program, sums included, and each hidden number is
//! made as small and as large as it can be. The solver (`microlp`) knows nothing of circulations.

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
use passerelle_secret::{Effectif, Tableau, taire};

use crate::hasard::Hasard;

/// What a reader holds of a hidden number.
#[derive(Clone, Copy, PartialEq)]
enum Lecteur {
    /// What is written, and nothing more.
    Attentif,
    /// Also that « non communiqué » hides no small number, wherever that is so.
    Averti,
}

fn bornes(vrai: i64, dit: Effectif, seuil: i64, lecteur: Lecteur) -> (f64, f64) {
    match dit {
        Effectif::Dit(n) => (n as f64, n as f64),
        Effectif::MoinsDe(s) => (0.0, (s - 1) as f64),
        Effectif::Tu if lecteur == Lecteur::Averti && vrai >= seuil => (seuil as f64, f64::INFINITY),
        Effectif::Tu => (0.0, f64::INFINITY),
    }
}

/// How many whole values a number may have.
fn etendue(t: &Tableau, dits: &[Effectif], seuil: i64, lecteur: Lecteur, cible: usize) -> f64 {
    let extreme = |sens: OptimizationDirection| {
        let mut programme = Problem::new(sens);
        let variables: Vec<Variable> = t
            .valeurs()
            .iter()
            .zip(dits)
            .enumerate()
            .map(|(i, (v, d))| programme.add_var(f64::from(u8::from(i == cible)), bornes(*v, *d, seuil, lecteur)))
            .collect();
        for (entrent, sortent) in t.sommes() {
            let termes = entrent.iter().map(|i| (variables[*i], 1.0));
            let termes: Vec<_> = termes.chain(sortent.iter().map(|i| (variables[*i], -1.0))).collect();
            programme.add_constraint(&termes[..], ComparisonOp::Eq, 0.0);
        }
        match programme.solve() {
            Ok(solution) => solution.objective(),
            Err(microlp::Error::Unbounded) => f64::INFINITY,
            Err(e) => panic!("the true table is a solution, and none is found: {e}"),
        }
    };
    let (haut, bas) = (extreme(OptimizationDirection::Maximize), extreme(OptimizationDirection::Minimize));
    (haut + 1e-6).floor() - (bas - 1e-6).ceil() + 1.0
}

/// Hides a table and attacks each hidden number; gives how many were hidden, and how many of all.
pub fn attaquer(t: &Tableau, seuil: i64) -> (usize, usize) {
    let (dits, vrais) = (taire(t, seuil), t.valeurs());
    let mut caches = 0;
    for (i, (dit, vrai)) in dits.iter().zip(&vrais).enumerate() {
        match dit {
            Effectif::Dit(n) => {
                assert_eq!(n, vrai);
                assert!(*n >= seuil, "{n} is said: {vrais:?} {dits:?}");
                continue;
            }
            Effectif::MoinsDe(s) => assert!(vrai < s),
            Effectif::Tu => {}
        }
        caches += 1;
        let lu = etendue(t, &dits, seuil, Lecteur::Attentif, i);
        assert!(lu >= seuil as f64, "number {i} has {lu} values left: {vrais:?} {dits:?}");
        if matches!(dit, Effectif::MoinsDe(_)) {
            let su = etendue(t, &dits, seuil, Lecteur::Averti, i);
            assert!(su >= seuil as f64, "number {i} has {su} values left to who knows more: {vrais:?} {dits:?}");
        }
    }
    (caches, dits.len())
}

#[test]
fn no_hidden_cell_of_a_crossed_table_is_narrowed_by_linear_programming() {
    let (mut caches, mut tous) = (0, 0);
    for graine in 1..=400 {
        let mut h = Hasard::seme(graine);
        let lignes: Vec<[i64; 2]> = (0..1 + h.sous(12)).map(|_| [h.effectif(), h.effectif()]).collect();
        let (c, t) = attaquer(&Tableau::croise(&lignes), 5);
        (caches, tous) = (caches + c, tous + t);
    }
    assert!(caches > 3_000, "the attack had little to attack: {caches} of {tous}");
    println!("crossed tables: {caches} hidden of {tous}");
}

#[test]
fn nor_of_a_table_of_three_columns_nor_under_the_threshold_of_the_public() {
    let (mut caches, mut tous) = (0, 0);
    for graine in 1..=150 {
        let mut h = Hasard::seme(1_000 + graine);
        let lignes: Vec<[i64; 3]> = (0..1 + h.sous(8)).map(|_| [h.effectif(), h.effectif(), h.effectif()]).collect();
        for seuil in [5, 11] {
            let (c, t) = attaquer(&Tableau::croise(&lignes), seuil);
            (caches, tous) = (caches + c, tous + t);
        }
    }
    assert!(caches > 2_000, "{caches} of {tous}");
    println!("three columns: {caches} hidden of {tous}");
}

#[test]
fn nor_of_the_parts_of_a_whole() {
    let mut caches = 0;
    for graine in 1..=600 {
        let mut h = Hasard::seme(5_000 + graine);
        let parts: Vec<i64> = (0..1 + h.sous(12)).map(|_| h.effectif()).collect();
        for seuil in [5, 11] {
            caches += attaquer(&Tableau::parts(&parts), seuil).0;
        }
    }
    assert!(caches > 3_000, "{caches}");
}

#[test]
fn every_small_table_resists_one_by_one() {
    let valeurs = [0, 1, 3, 4, 5, 6, 8, 9, 12];
    for a in valeurs {
        for b in valeurs {
            attaquer(&Tableau::parts(&[a, b]), 5);
            for c in valeurs {
                attaquer(&Tableau::parts(&[a, b, c]), 5);
                for d in valeurs {
                    attaquer(&Tableau::croise(&[[a, b], [c, d]]), 5);
                }
            }
        }
    }
}
