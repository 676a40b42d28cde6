//! Whatever a draw writes is read back: its two frozen files, its minutes, its proofs, the wave after it.

use crate::{SECRET, executer, liste};
use passerelle_tirage::{Dossier, Precedent, Preuve, ProcesVerbal, Protocole, verifier, verifier_suite};

/// Numbers from a fixed seed: the same draws each time.
struct De(u64);

impl De {
    /// From 0 to `n - 1`.
    fn lancer(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// A site over this denominator: its ratios, for two arms or three.
fn ratios(de: &mut De, bras: usize, den: u64) -> String {
    let premier = 1 + de.lancer(den - 1);
    let second = if bras == 2 { den - premier } else { de.lancer(den - premier + 1) };
    let nums = [premier, second, den - premier - second];
    let noms = ["a", "b", "c"];
    let dits: Vec<String> = (0..bras).map(|i| format!("{} = \"{}/{den}\"", noms[i], nums[i])).collect();
    dits.join(", ")
}

fn protocole(de: &mut De) -> Protocole {
    let bras = 2 + de.lancer(2) as usize;
    let noms = ["\"a\"", "\"b\"", "\"c\""][..bras].join(", ");
    let mut texte = format!(
        "titre = \"Au hasard\"\nbras = [{noms}]\nvagues = [1, 2]\nstrates_vides_admises = true\n\
         [[strates]]\ncolonne = \"sexe\"\n"
    );
    for site in ["s", "t"] {
        // Small ones, those of percentages, those up to the published bound.
        let den = match de.lancer(4) {
            0 => 2 + de.lancer(8),
            1 => 10_000,
            2 => 1_000_000 - de.lancer(1000),
            _ => 2 + de.lancer(999_998),
        };
        let part = ratios(de, bras, den);
        texte.push_str(&format!("[[sites]]\ncode = \"{site}\"\nratios = {{ {part} }}\n"));
        if de.lancer(3) > 0 {
            texte.push_str(&format!("capacite = {}\n", de.lancer(25)));
        }
    }
    Protocole::lire(&texte).unwrap()
}

fn candidats(de: &mut De, vague: u64) -> String {
    let mut csv = String::from("identifiant;site;vague;sexe\n");
    for i in 0..2 + de.lancer(40) {
        let (site, sexe) = (["s", "t"][de.lancer(2) as usize], ["F", "M"][de.lancer(2) as usize]);
        csv.push_str(&format!("v{vague}-{i};{site};{vague};{sexe}\n"));
    }
    csv
}

/// Freezes, reads the two files back, draws, replays.
fn tirer(protocole: &Protocole, csv: &str, alea: &str, precedent: Option<Precedent>) -> ProcesVerbal {
    let fige = Dossier::preparer(protocole.clone(), liste(protocole, csv), SECRET, precedent).unwrap();
    let relu = Dossier::lire(&fige.engagement(), &fige.liste_figee()).unwrap();
    let pv = relu.executer(alea, &[]).unwrap();
    assert_eq!(verifier(&pv.json()), [], "{}", pv.json());
    for c in pv.dossier().liste().candidats() {
        let preuve = Preuve::lire(&pv.preuve(&c.identifiant).unwrap().json()).unwrap();
        assert_eq!(preuve.verifier(pv.dossier().racine(), pv.graine()), Ok(()));
    }
    pv
}

#[test]
fn ratios_in_hundredths_with_more_candidates_than_places_are_read_back() {
    let protocole = Protocole::lire(
        "titre = \"x\"\nbras = [\"plus\", \"commun\"]\nvagues = [1]\n[[sites]]\ncode = \"s\"\n\
         ratios = { plus = \"33,33 %\", commun = \"66,67 %\" }\ncapacite = 99\n",
    )
    .unwrap();
    let csv: String = (0..101).map(|i| format!("p{i};s;1\n")).collect();
    let minutes = executer(&protocole, &format!("identifiant;site;vague\n{csv}"), "x", &[]).json();
    // By hand: 99/101 × 3333/10000, where 3333 = 33 × 101, and 99/101 × 6667/10000.
    assert!(minutes.contains("[\"3267/10000\",\"660033/1010000\"],\"2/101\"]"), "{minutes}");
    assert_eq!(verifier(&minutes), []);
}

#[test]
fn every_protocol_up_to_the_published_bounds_is_read_back() {
    let mut de = De(20_260_117);
    for essai in 0..200 {
        let protocole = protocole(&mut de);
        let un = tirer(&protocole, &candidats(&mut de, 1), &format!("{essai} a"), None);
        let deux = tirer(&protocole, &candidats(&mut de, 2), &format!("{essai} b"), Some(un.suite()));
        assert_eq!(verifier_suite(&deux.json(), &un.json()), []);
    }
}
