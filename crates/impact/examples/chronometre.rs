//! Times the engine alone on columns written one after the other as little-endian doubles: outcome, treatment,
//! covariates. Usage: `chronometre lin|permutation|permutation-intervalle FICHIER LIGNES [TIRAGES]`. Prints JSON.

use std::time::Instant;

use passerelle_impact::{Colonne, Echantillon, Plan, Reglage, Statistique, Variance, lin, permutation};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [quoi, fichier, lignes, suite @ ..] = arguments.as_slice() else {
        eprintln!("chronometre lin|permutation|permutation-intervalle FICHIER LIGNES [TIRAGES]");
        std::process::exit(2);
    };
    let n: usize = lignes.parse().expect("a number of rows");
    let octets = std::fs::read(fichier).expect("the file of the columns");
    let nombres: Vec<f64> =
        octets.chunks_exact(8).map(|o| f64::from_le_bytes(o.try_into().expect("eight bytes"))).collect();
    drop(octets);
    let colonnes: Vec<&[f64]> = nombres.chunks(n).collect();
    let z: Vec<bool> = colonnes[1].iter().map(|z| *z == 1.0).collect();
    let y = Colonne { nom: "y", valeurs: colonnes[0] };
    let noms: Vec<String> = (0..colonnes.len()).map(|j| format!("x{j}")).collect();
    let x: Vec<Colonne> = (2..colonnes.len()).map(|j| Colonne { nom: &noms[j], valeurs: colonnes[j] }).collect();
    let e = Echantillon::nouveau(y, &z, &x, None, None).expect("a sound sample");
    let depart = Instant::now();
    let (estimation, precision) = match quoi.as_str() {
        "lin" => {
            let l = lin(&e, Variance::Hc2).expect("an estimate");
            (l.estimation, l.erreur_type)
        }
        _ => {
            let tirages = suite.first().map_or(1_000_000, |t| t.parse().expect("a number of draws"));
            let reglage = Reglage { tirages, intervalle: quoi.ends_with("intervalle"), ..Reglage::default() };
            let p = permutation(&e, Plan::Quotas, Statistique::Difference, &reglage).expect("a test");
            (p.observee, p.p)
        }
    };
    let secondes = depart.elapsed().as_secs_f64();
    println!("{{\"secondes\":{secondes},\"estimation\":{estimation},\"precision\":{precision}}}");
}
