//! The promises of the draw, one file each.

mod exactitude;
mod frequences;
mod interop;
mod preuves;
mod refus;
mod relectures;
mod stabilite;
mod suite;
mod verification;

use passerelle_tirage::{Dossier, Liste, ProcesVerbal, Protocole, lire_candidats};

/// A secret of list, long enough.
pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";

const SIMPLE: &str = r#"
titre = "Essai"
bras = ["plus", "commun"]
vagues = [1, 2, 3]
[[sites]]
code = "tours"
ratios = { plus = "RATIO", commun = "RESTE" }
"#;

/// Two arms, the ratio of the first, no strata, three waves.
pub(crate) fn simple(ratio: &str, reste: &str) -> Protocole {
    Protocole::lire(&SIMPLE.replace("RATIO", ratio).replace("RESTE", reste)).unwrap()
}

/// Three arms, two sites, two stratum columns, a capacity, an exclusion, a stakeholder whose secret is "sésame".
pub(crate) const COMPLET: &str = r#"
titre = "Promotion de l’apprentissage, \"seconde\" cohorte"
bras = ["plus", "atelier", "commun"]
vagues = ["printemps", "été"]
[[strates]]
colonne = "sexe"
valeurs = ["F", "M"]
[[strates]]
colonne = "niveau"
[[sites]]
code = "tours"
nom = "Tours"
ratios = { plus = "30 %", atelier = "0,34", commun = "9/25" }
capacite = 40
[[sites]]
code = "bourg"
ratios = { plus = "1/3", atelier = "0", commun = "2/3" }
[[exclusions]]
code = "age"
motif = "Plus de 25 ans"
[[parties]]
nom = "CREDOC"
engagement = "d66cf8de1dd71d7e8f6c2ac2d6a2b4d3ba96ae7f8f4c4d2e2c6f8a3e5a1f0b9c"
"#;

pub(crate) fn complet() -> Protocole {
    let engagement = passerelle_tirage::hex(&passerelle_tirage::sha256("sésame".as_bytes()));
    let faux = COMPLET.lines().find(|l| l.starts_with("engagement")).unwrap();
    Protocole::lire(&COMPLET.replace(faux, &format!("engagement = \"{engagement}\""))).unwrap()
}

/// `n` people spread over the sites, waves, strata and exclusions of [`complet`].
pub(crate) fn candidats(n: usize) -> String {
    let mut sortie = String::from("identifiant;site;vague;sexe;niveau;exclusion\n");
    for i in 0..n {
        let (site, vague) = (["tours", "bourg"][i % 7 / 4], ["printemps", "été"][i % 3 / 2]);
        let (sexe, niveau) = (["F", "M"][i / 3 % 2], ["3e", "CAP", "sans diplôme"][i / 5 % 3]);
        let exclusion = if i % 11 == 4 { "age" } else { "" };
        sortie.push_str(&format!("J{:04};{site};{vague};{sexe};{niveau};{exclusion}\n", i * 7919 % 10_000));
    }
    sortie
}

pub(crate) fn liste(protocole: &Protocole, csv: &str) -> Liste {
    lire_candidats(protocole, csv.as_bytes()).unwrap()
}

/// The list of the waves of [`simple`], with that many people in each.
pub(crate) fn vagues(nombres: &[usize]) -> String {
    let mut sortie = String::from("identifiant;site;vague\n");
    for (vague, nombre) in nombres.iter().enumerate() {
        (0..*nombre).for_each(|i| sortie.push_str(&format!("v{}-{i};tours;{}\n", vague + 1, vague + 1)));
    }
    sortie
}

pub(crate) fn executer(protocole: &Protocole, csv: &str, alea: &str, secrets: &[&str]) -> ProcesVerbal {
    let dossier = Dossier::preparer(protocole.clone(), liste(protocole, csv), SECRET, None).unwrap();
    dossier.executer(alea, secrets).unwrap()
}

/// Minutes of a protocol that says where its chance comes from.
pub(crate) fn annonce() -> ProcesVerbal {
    let texte = SIMPLE.replace("RATIO", "1/3").replace("RESTE", "2/3");
    let texte = texte.replacen("bras", "hasard = \"drand, tour 5123456, « randomness » en minuscules\"\nbras", 1);
    executer(&Protocole::lire(&texte).unwrap(), &vagues(&[4, 5, 2]), "8f3a", &[])
}

/// Minutes of the complete protocol.
pub(crate) fn minutes() -> ProcesVerbal {
    executer(&complet(), &candidats(150), "drand 5123456 8f3a", &["sésame"])
}
