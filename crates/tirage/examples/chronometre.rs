//! How long each step takes on 1 000 000 candidates in 1 000 strata (or the numbers given): one line a step,
//! the best and the median of the runs.

use passerelle_tirage::{Avancement, Dossier, Protocole, lire_candidats, rejouer, sha256, tirer};
use std::fmt::Write;
use std::time::Instant;

const PROTOCOLE: &str = "titre = \"Chronomètre\"\nbras = [\"plus\", \"atelier\", \"commun\"]\nvagues = [1]\n\
    [[strates]]\ncolonne = \"strate\"\n\
    [[sites]]\ncode = \"s\"\nratios = { plus = \"0.30\", atelier = \"0.34\", commun = \"0.36\" }\n";

fn chronometrer<T>(quoi: &str, fois: usize, mut faire: impl FnMut() -> T) -> T {
    let mut durees = Vec::new();
    loop {
        let debut = Instant::now();
        let fait = faire();
        durees.push(debut.elapsed().as_secs_f64());
        if durees.len() == fois {
            durees.sort_by(f64::total_cmp);
            println!("{quoi:<28} {:>7.3} s (médiane {:.3} s)", durees[0], durees[fois / 2]);
            return fait;
        }
    }
}

fn main() {
    let mut nombres = std::env::args().skip(1).map(|a| a.parse::<usize>().expect("a number"));
    let (n, strates) = (nombres.next().unwrap_or(1_000_000), nombres.next().unwrap_or(1_000));
    let mut csv = String::from("identifiant;site;vague;strate\n");
    (0..n).for_each(|i| writeln!(csv, "J{:07};s;1;S{:04}", i, i * 7919 % strates).expect("in memory"));
    let protocole = Protocole::lire(PROTOCOLE).expect("a good protocol");
    println!("{n} candidats, {strates} strates");
    let liste =
        chronometrer("lecture de la liste", 1, || lire_candidats(&protocole, csv.as_bytes()).expect("a good list"));
    let graine = sha256(b"graine");
    chronometrer("tirage", 7, || tirer(&protocole, &liste, &graine, &mut Avancement::zero(&protocole)));
    let secret = "0123456789abcdef0123456789abcdef";
    let dossier = chronometrer("engagement (arbre)", 1, || {
        Dossier::preparer(protocole.clone(), liste.clone(), secret, None).expect("a good list")
    });
    let pv = dossier.executer("valeur publique", &[]).expect("a good value");
    let minutes = chronometrer("écriture du procès-verbal", 1, || pv.json());
    chronometrer("vérification", 1, || rejouer(&minutes).expect("exact minutes"));
}
