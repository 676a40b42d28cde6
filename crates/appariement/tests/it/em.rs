//! The EM on counts of patterns beside values known from two other programs.

use passerelle_appariement::{Melange, Motif, jaro_winkler};

/// FEBRL4, 5 000 × 5 000 records: the 60 patterns met among 64 of six fields that agree or not.
fn motifs() -> Vec<Motif> {
    let mut lecteur = csv::Reader::from_reader(&include_bytes!("febrl4_motifs.csv")[..]);
    let lire = |r: Result<csv::StringRecord, csv::Error>| {
        let r = r.unwrap();
        Motif { niveaux: (0..6).map(|i| r[i].parse().unwrap()).collect(), effectif: r[6].parse().unwrap() }
    };
    lecteur.records().map(lire).collect()
}

fn depart(lambda: f64) -> Melange {
    let table = |accord: f64| vec![vec![1.0 - accord, accord]; 6];
    Melange { lambda, m: table(0.9), u: table(0.1), log_vraisemblance: f64::NAN, iterations: 0 }
}

#[test]
fn thirty_steps_on_febrl4_give_the_known_values() {
    let motifs = motifs();
    assert_eq!((motifs.len(), motifs[0].effectif), (60, 18_516));
    for lambda in [0.02, 0.05, 0.1] {
        let melange = depart(lambda).estimer(&motifs, 30);
        assert!((melange.lambda - 0.025_703_38).abs() < 1e-8, "{}", melange.lambda);
        assert!((melange.log_vraisemblance + 462_987.696_25).abs() < 1e-4, "{}", melange.log_vraisemblance);
        assert_eq!(melange.iterations, 30);
    }
}

#[test]
fn the_likelihood_never_goes_down_and_shares_sum_to_one() {
    let motifs = motifs();
    let mut avant = f64::NEG_INFINITY;
    for pas in 1..25 {
        let melange = depart(0.3).estimer(&motifs, pas);
        assert!(melange.log_vraisemblance >= avant - 1e-6, "step {pas}");
        avant = melange.log_vraisemblance;
        for champ in melange.m.iter().chain(&melange.u) {
            assert!((champ.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }
}

#[test]
fn same_counts_same_bits() {
    let motifs = motifs();
    let (a, b) = (depart(0.1).estimer(&motifs, 30), depart(0.1).estimer(&motifs, 30));
    assert_eq!(a.lambda.to_bits(), b.lambda.to_bits());
    assert_eq!(a.log_vraisemblance.to_bits(), b.log_vraisemblance.to_bits());
}

#[test]
fn agreement_everywhere_is_a_match_and_nowhere_is_not() {
    let melange = depart(0.1).estimer(&motifs(), 30);
    // The same formula written with numpy.
    assert!((melange.probabilite(&[1; 6]) - 0.999_972_551_2).abs() < 1e-9);
    assert!((melange.probabilite(&[0; 6]) - 3.638_415e-7).abs() < 1e-12);
}

#[test]
fn jaro_winkler_counts_characters_and_boosts_above_seven_tenths_only() {
    // Values of rapidfuzz and jellyfish.
    assert!((jaro_winkler("TRAORE", "TRAORÉ") - 0.933_333).abs() < 1e-6);
    assert!((jaro_winkler("MARTHA", "MARHTA") - 0.961_111).abs() < 1e-6);
}
