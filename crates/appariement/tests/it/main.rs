//! The promises of the linkage, one file each.

mod calibration;
mod doublons;
mod em;
mod entrees;
mod foyers;
mod francais;
mod jumeaux;
mod secret;
mod stabilite;

use passerelle_appariement::{
    Colonne, Decision, Decisions, Modele, Nature, Rapprochement, Registre, SansTemoin, rapprocher,
};

/// The columns of the stories, in the order of their cells.
pub(crate) const COLONNES: [Nature; 9] = [
    Nature::Nom,
    Nature::NomUsage,
    Nature::Prenom,
    Nature::DateNaissance,
    Nature::Sexe,
    Nature::CodePostal,
    Nature::Commune,
    Nature::Telephone,
    Nature::Courriel,
];

/// A record: its identifier and its cells between `;`.
pub(crate) type Fiche = (String, String);

pub(crate) fn fiche(identifiant: &str, cellules: &str) -> Fiche {
    (identifiant.to_owned(), cellules.to_owned())
}

pub(crate) fn registre(a: &[Fiche], b: Option<&[Fiche]>) -> Registre {
    let colonnes = COLONNES.iter().map(|n| Colonne { nom: n.nom().to_owned(), nature: *n }).collect();
    let mut registre = Registre::nouveau(colonnes);
    let verser = |fiches: &[Fiche], registre: &mut Registre| {
        fiches.iter().for_each(|(id, cellules)| registre.ajouter(id, cellules.split(';')));
    };
    verser(a, &mut registre);
    if let Some(b) = b {
        registre.seconde_source();
        verser(b, &mut registre);
    }
    registre
}

pub(crate) fn lier(a: &[Fiche], b: Option<&[Fiche]>, decisions: &Decisions, fils: usize) -> (Registre, Rapprochement) {
    lier_selon(a, b, decisions, fils, &Modele::default())
}

pub(crate) fn lier_selon(
    a: &[Fiche],
    b: Option<&[Fiche]>,
    decisions: &Decisions,
    fils: usize,
    modele: &Modele,
) -> (Registre, Rapprochement) {
    let mut registre = registre(a, b);
    registre.clore().unwrap();
    let fait = rapprocher(&registre, modele, decisions, fils, &SansTemoin).unwrap();
    (registre, fait)
}

/// The pairs of identifiers linked, and those for review.
pub(crate) fn dits(registre: &Registre, fait: &Rapprochement, decision: Decision) -> Vec<(String, String)> {
    let nom = |r| registre.identifiant(r).to_owned();
    let mut dits: Vec<_> = fait.liens.iter().filter(|l| l.decision == decision).map(|l| (nom(l.a), nom(l.b))).collect();
    dits.sort();
    dits
}

/// A number that looks drawn by chance and is not.
pub(crate) fn alea(graine: u64) -> impl FnMut(usize) -> usize {
    let mut etat = graine;
    move |n| {
        etat = etat.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (etat ^ (etat >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((x ^ (x >> 31)) % n as u64) as usize
    }
}

/// `n` people in two files, three in four in both. One record in six of the second has a mistake in a name, one in
/// ten another telephone. The truth: `A12` is `B12`.
pub(crate) fn foule(n: usize) -> (Vec<Fiche>, Vec<Fiche>) {
    const SYLLABES: [&str; 16] = [
        "bal", "cor", "dan", "fer", "gal", "hub", "jou", "lam", "mar", "nor", "pel", "rou", "sab", "tur", "vil", "zan",
    ];
    const PRENOMS: [&str; 24] = [
        "Lucas", "Emma", "Hugo", "Chloé", "Mohamed", "Fatima", "Inès", "Théo", "Sarah", "Kevin", "Moussa", "Awa",
        "Paul", "Julie", "Nadia", "Samir", "Léa", "Tom", "Manon", "Yanis", "Louise", "Adama", "Clara", "Victor",
    ];
    let mut alea = alea(n as u64);
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for i in 0..n {
        let nom: String = (0..3).map(|_| SYLLABES[alea(16)]).collect();
        let prenom = PRENOMS[alea(24)];
        let date = format!("{:02}/{:02}/{}", 1 + alea(28), 1 + alea(12), 1990 + alea(12));
        let cp = 93_000 + 10 * alea(40);
        let tel = format!("06{:08}", alea(100_000_000));
        let sexe = ["F", "M"][alea(2)];
        let ecrire = |nom: &str, tel: &str| format!("{nom};;{prenom};{date};{sexe};{cp};;{tel};");
        if alea(8) != 0 {
            a.push((format!("A{i}"), ecrire(&nom, &tel)));
        }
        if alea(8) != 0 {
            let faux = if alea(6) == 0 { nom[1..].to_owned() } else { nom.to_uppercase() };
            let autre = format!("07{:08}", alea(100_000_000));
            b.push((format!("B{i}"), ecrire(&faux, if alea(10) == 0 { &autre } else { &tel })));
        }
    }
    (a, b)
}
