//! The attack of whoever knows the rule too: all tables that would have been answered the same are tried, one by one.
//!
//! It is not held off, and this says by how much: which cell is hidden beside a small one tells something of their sizes.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_secret::{Effectif, Tableau, taire};

/// (hidden numbers, those left with less than five values) over all tables of these shapes.
fn compter(tables: impl Iterator<Item = Tableau>) -> (usize, usize) {
    let mut reponses: BTreeMap<Vec<Effectif>, Vec<Vec<i64>>> = BTreeMap::new();
    for t in tables {
        reponses.entry(taire(&t, 5)).or_default().push(t.valeurs());
    }
    let (mut caches, mut serres) = (0, 0);
    for (dits, vrais) in &reponses {
        for (i, _) in dits.iter().enumerate().filter(|(_, d)| d.dit().is_none()) {
            let possibles: BTreeSet<i64> = vrais.iter().map(|v| v[i]).collect();
            caches += vrais.len();
            serres += if possibles.len() < 5 { vrais.len() } else { 0 };
        }
    }
    (caches, serres)
}

#[test]
fn knowing_the_rule_narrows_a_sixth_of_the_hidden_parts_of_forty_and_no_more() {
    let parts = (0..=40i64).flat_map(|a| (0..=40 - a).map(move |b| [a, b, 40 - a - b]));
    let (caches, serres) = compter(parts.map(|p| Tableau::parts(&p)));
    println!("three parts of 40: {serres} of {caches} hidden numbers are narrowed under five values");
    assert!(caches > 1_000 && serres * 6 <= caches, "{serres} of {caches}");
}

#[test]
fn two_small_parts_of_a_small_total_are_kept_even_from_whoever_knows_the_rule() {
    for n in 5..=8i64 {
        let (caches, serres) = compter((0..=n).map(|a| Tableau::parts(&[a, n - a])));
        assert_eq!((caches, serres), (2 * (n as usize + 1), 0));
    }
}
