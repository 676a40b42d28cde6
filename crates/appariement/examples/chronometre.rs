//! Links one CSV file or two, and says how much processor each phase takes on one thread (Linux).
//!
//! chronometre SORTIE.csv FILS A.csv [B.csv]

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Mutex;

use passerelle_appariement::{Colonne, Decisions, Modele, Nature, Registre, Temoin, joindre, rapprocher, reconnaitre};

struct Chrono(Mutex<(f64, &'static str)>);

/// Seconds of processor spent by the calling thread (Linux).
fn cpu() -> f64 {
    let lu = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    lu.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}

impl Temoin for Chrono {
    fn phase(&self, nom: &'static str) {
        let mut avant = self.0.lock().unwrap();
        let cpu = cpu();
        eprintln!("{:<16} {:>7.3} s", avant.1, cpu - avant.0);
        *avant = (cpu, nom);
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let chrono = Chrono(Mutex::new((cpu(), "lecture")));
    let lire = |chemin: &String| {
        let tete = std::fs::read_to_string(chemin).unwrap();
        let separateur = if tete.lines().next().unwrap().contains(';') { b';' } else { b',' };
        let mut lecteur = csv::ReaderBuilder::new().delimiter(separateur).from_path(chemin).unwrap();
        let entetes: Vec<String> = lecteur.headers().unwrap().iter().map(str::to_owned).collect();
        (reconnaitre(&entetes, &BTreeMap::new()), lecteur)
    };
    let mut fichiers: Vec<_> = arguments[2..].iter().map(lire).collect();
    let (colonnes, _) = joindre(&fichiers[0].0, fichiers.get(1).map(|f| &f.0[..]));
    let mut registre = Registre::nouveau(colonnes.clone());
    for (rang, (lues, lecteur)) in fichiers.iter_mut().enumerate() {
        if rang == 1 {
            registre.seconde_source();
        }
        let place = |c: &Colonne| lues.iter().position(|l| l.as_ref() == Some(c));
        let places: Vec<Option<usize>> = colonnes.iter().map(place).collect();
        let id = lues.iter().flatten().position(|c| c.nature == Nature::Identifiant).unwrap();
        let mut rangee = csv::StringRecord::new();
        while lecteur.read_record(&mut rangee).unwrap() {
            registre.ajouter(&rangee[id], places.iter().map(|p| p.map_or("", |p| &rangee[p])));
        }
    }
    registre.clore().unwrap();
    let modele = match std::env::var("MODELE") {
        Ok(chemin) => Modele::lire(&std::fs::read_to_string(chemin).unwrap()).unwrap(),
        Err(_) => Modele::default(),
    };
    let fait = rapprocher(&registre, &modele, &Decisions::default(), arguments[1].parse().unwrap(), &chrono).unwrap();
    chrono.phase("sortie");
    let mut sortie = std::io::BufWriter::new(std::fs::File::create(&arguments[0]).unwrap());
    writeln!(sortie, "id_a;id_b;probabilite;decision;sur;indices").unwrap();
    for l in &fait.liens {
        let indices: String =
            fait.indices(l).iter().map(|i| format!("{}={} {:.1}|", i.champ, i.niveau, i.poids)).collect();
        writeln!(
            sortie,
            "{};{};{:.6};{:?};{};{indices}",
            registre.identifiant(l.a),
            registre.identifiant(l.b),
            l.probabilite,
            l.decision,
            if l.sur() { "sur" } else { "" }
        )
        .unwrap();
    }
    eprintln!("{:#?}", fait.rapport.qualite);
    eprintln!(
        "{} paires, {} motifs, {} pas, lambda {:e}",
        fait.rapport.paires_comparees, fait.rapport.motifs, fait.rapport.pas, fait.rapport.lambda
    );
    for r in &fait.rapport.regles {
        eprintln!("{:<60} {:>9} {:>9.0} {:>8.0} {:.3}", r.regle, r.paires, r.vraies, r.vraies_seule, r.perte);
    }
    for c in &fait.rapport.champs {
        eprintln!("{} selon {:?}", c.champ, c.selon);
        for n in &c.niveaux {
            eprintln!("   {:<36} m {:.5} u {:.3e}", n.niveau, n.m, n.u);
        }
    }
    eprintln!("{:?}", fait.rapport.coupes.iter().take(5).collect::<Vec<_>>());
}
