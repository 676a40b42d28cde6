//! A household's telephone is not a person's; what contradicts weighs; the same in every field comes first.

use passerelle_appariement::{Decision, Decisions, Doute, Jumeaux, Lien, Modele, Rapprochement, Registre};

use super::calibration::fichiers;
use super::{Fiche, fiche, foule, lier, lier_selon};

/// What was said of two records.
fn dit<'a>(registre: &Registre, fait: &'a Rapprochement, x: &str, y: &str) -> Option<&'a Lien> {
    let est = |l: &&Lien| {
        let (a, b) = (registre.identifiant(l.a), registre.identifiant(l.b));
        (a, b) == (x, y) || (a, b) == (y, x)
    };
    fait.liens.iter().find(est)
}

/// Two people of one house, and the sex that each file says.
const FRATRIES: [(&str, &str); 18] = [
    ("Louis;M", "Louise;F"),
    ("Louis;", "Louise;"),
    ("Gabriel;M", "Gabrielle;F"),
    ("Gwenael;", "Gwenaelle;"),
    ("Frédéric;M", "Frédérique;F"),
    ("Jean;M", "Jeanne;F"),
    ("Jean-Louis;M", "Jean-Pierre;M"),
    ("Anne Sophie;F", "Anne Laure;F"),
    ("Mohamed Ali;M", "Mohamed Amine;M"),
    ("Mamadou;M", "Mohamed;M"),
    ("Fatima;F", "Fatoumata;F"),
    ("Ousmane;M", "Othman;M"),
    ("Ahmed;M", "Amadou;M"),
    ("Lina;F", "Lana;F"),
    ("Mathis;M", "Mathias;M"),
    ("Julie;F", "Julia;F"),
    ("Adam;M", "Yanis;M"),
    (";M", "Inès;F"),
];

/// One of the house of a rank.
fn de_la_maison(id: &str, rang: usize, qui: &str, contacts: &str) -> Fiche {
    let (prenom, sexe) = qui.split_once(';').unwrap();
    fiche(id, &format!("Ravoirel{rang};;{prenom};1998-05-{:02};{sexe};93100;;{contacts}", rang + 10))
}

#[test]
fn two_people_of_one_house_are_reviewed_at_most_in_one_file_and_in_two_under_every_rule() {
    for jumeaux in [Jumeaux::Strict, Jumeaux::Prouve, Jumeaux::Souple] {
        for deux in [true, false] {
            let (mut a, mut b) = foule(1_500);
            for (rang, (un, autre)) in FRATRIES.iter().enumerate() {
                let contacts = match rang % 3 {
                    0 => format!("06440000{rang:02};maison{rang}@exemple.fr"),
                    1 => format!("06440000{rang:02};"),
                    _ => ";".into(),
                };
                a.push(de_la_maison(&format!("X{rang}"), rang, un, &contacts));
                b.push(de_la_maison(&format!("Y{rang}"), rang, autre, &contacts));
            }
            let modele = Modele { jumeaux, ..Modele::default() };
            let (registre, fait) = if deux {
                lier_selon(&a, Some(&b), &Decisions::default(), 1, &modele)
            } else {
                a.extend(b);
                lier_selon(&a, None, &Decisions::default(), 1, &modele)
            };
            for (rang, qui) in FRATRIES.iter().enumerate() {
                let lien = dit(&registre, &fait, &format!("X{rang}"), &format!("Y{rang}"));
                let lie = lien.is_some_and(|l| l.decision == Decision::Lien || l.probabilite > 0.5 || l.sur());
                assert!(!lie, "{jumeaux:?}, {} : {qui:?} {lien:?}", if deux { "deux fichiers" } else { "un fichier" });
            }
        }
    }
}

/// Surnames that do not look alike.
const SURNOMS: [&str; 12] = [
    "Quembelec",
    "Ostrowski",
    "Abderrahim",
    "Fontvieille",
    "Nguimba",
    "Lecluze",
    "Bertholon",
    "Sankara",
    "Dupraz",
    "Villemin",
    "Ikhlef",
    "Tournache",
];

/// A foyer of which both files know twelve people, each under its telephone, its mail and its address.
fn avec_un_foyer() -> (Vec<Fiche>, Vec<Fiche>) {
    let (mut a, mut b) = foule(700);
    for i in 0..12 {
        let lui = format!(
            "{};;{};{:02}/0{}/1996;M;93440;;0144000000;accueil@foyer.fr",
            SURNOMS[i],
            ["Paul", "Samir", "Tom"][i % 3],
            i + 1,
            i % 9 + 1
        );
        a.push(fiche(&format!("F{i}"), &lui));
        b.push(fiche(&format!("G{i}"), &lui));
    }
    (a, b)
}

#[test]
fn homonyms_of_one_foyer_are_not_one_person_and_its_people_still_are_themselves() {
    let (mut a, mut b) = avec_un_foyer();
    let lui = |date: &str| format!("Diallo;;Mamadou;{date};M;93440;;0144000000;accueil@foyer.fr");
    a.push(fiche("X", &lui("03/02/1999")));
    b.push(fiche("Y", &lui("17/11/2001")));
    let (registre, fait) = lier(&a, Some(&b), &Decisions::default(), 1);
    let lien = dit(&registre, &fait, "X", "Y");
    assert!(lien.is_none_or(|l| l.decision == Decision::Revue && l.probabilite <= 0.5), "{lien:?}");
    for i in 0..12 {
        let lien = dit(&registre, &fait, &format!("F{i}"), &format!("G{i}"));
        assert!(lien.is_some_and(Lien::sur), "{i} {lien:?}");
    }
    // In one file too.
    a.extend(b);
    let (registre, fait) = lier(&a, None, &Decisions::default(), 1);
    let lien = dit(&registre, &fait, "X", "Y");
    assert!(lien.is_none_or(|l| l.decision == Decision::Revue && l.probabilite <= 0.5), "{lien:?}");
}

#[test]
fn a_birth_date_or_a_sex_that_contradicts_weighs() {
    const CAS: [(&str, &str, Option<Doute>); 3] = [
        ("F", "12/03/1997", None),
        ("M", "12/03/1997", Some(Doute::Sexes)),
        ("F", "28/11/1994", Some(Doute::Naissances)),
    ];
    // What is said of three people, as both files know them, or as the second one writes them.
    let dits = |autrement: bool| {
        // People whose sex goes with their given name, and is sometimes mistaken.
        let (_, mut a, b) = fichiers(1, true);
        let mut b = b.unwrap();
        for (rang, (sexe, date, _)) in CAS.iter().enumerate() {
            let lui = |date: &str, sexe: &str| {
                let prenom = ["Sarah", "Julie", "Nadia"][rang];
                format!("{};;{prenom};{date};{sexe};93{rang}00;;06556677{rang}1;", SURNOMS[rang])
            };
            a.push(fiche(&format!("X{rang}"), &lui("12/03/1997", "F")));
            b.push(fiche(&format!("Y{rang}"), &if autrement { lui(date, sexe) } else { lui("12/03/1997", "F") }));
        }
        let (registre, fait) = lier(&a, Some(&b), &Decisions::default(), 1);
        [0, 1, 2].map(|rang| dit(&registre, &fait, &format!("X{rang}"), &format!("Y{rang}")).copied())
    };
    let (egaux, autres) = (dits(false), dits(true));
    for (rang, (_, _, doute)) in CAS.iter().enumerate() {
        let egal = egaux[rang].expect("the same in every field");
        assert!(egal.sur() && egal.doute.is_none(), "{egal:?}");
        if doute.is_some() {
            // Never accepted without being looked at, and a date makes it less probable. A sex hardly does beside the same given
            // name: whoever has that name has that sex, and the other one is a mistake, of strangers as of one person. What is
            // learnt of two slightly different files differs in the last figures.
            let lien = autres[rang];
            let plafond = egal.probabilite + if *doute == Some(Doute::Sexes) { 1e-3 } else { 0.0 };
            let pese = |l: Lien| l.probabilite < plafond && l.doute == *doute && !l.sur();
            assert!(lien.is_none_or(pese), "{egal:?} {lien:?}");
        }
    }
    // Two given names that only look alike, and another birth date: a brother, whatever the house's telephone says.
    let (mut a, mut b) = foule(1_500);
    a.push(fiche("X", "Pellemarc;;Killian;12/03/1997;M;93100;;0655667788;maison@exemple.fr"));
    b.push(fiche("Y", "Pellemarc;;Killiann;28/11/1994;M;93100;;0655667788;maison@exemple.fr"));
    let (registre, fait) = lier(&a, Some(&b), &Decisions::default(), 1);
    let lien = dit(&registre, &fait, "X", "Y");
    assert!(lien.is_none_or(|l| l.decision == Decision::Revue && l.probabilite <= 0.5), "{lien:?}");
}

#[test]
fn the_same_in_every_field_never_ranks_behind_almost_the_same() {
    // A name, a given name, an address and a telephone that many have: what is common says little.
    let lui = "Martin;;Mohamed;12/03/1997;M;93440;;0144000000;";
    let presque = [
        ("nom", "Martine;;Mohamed;12/03/1997;M;93440;;0144000000;"),
        ("variante", "Martin;;Mohammed;12/03/1997;M;93440;;0144000000;"),
        ("prenom", "Martin;;Mohamedi;12/03/1997;M;93440;;0144000000;"),
        ("date", "Martin;;Mohamed;12/03/1998;M;93440;;0144000000;"),
        ("inversee", "Martin;;Mohamed;03/12/1997;M;93440;;0144000000;"),
        ("lieu", "Martin;;Mohamed;12/03/1997;M;93445;;0144000000;"),
        ("telephone", "Martin;;Mohamed;12/03/1997;M;93440;;0144000001;"),
        ("plusieurs", "Martine;;Mohammed;12/03/1997;M;93440;;0144000001;"),
    ];
    for (quoi, autre) in presque {
        for deux in [true, false] {
            let (mut a, mut b) = avec_un_foyer();
            for i in 0..60 {
                let contact = if i % 2 == 0 { "0144000000" } else { "" };
                let annee = 1990 + i % 9;
                a.push(fiche(&format!("M{i}"), &format!("Martin;;Prenom{i};05/06/{annee};M;93440;;{contact};")));
                b.push(fiche(&format!("N{i}"), &format!("Nom{i};;Mohamed;05/06/{annee};M;93440;;{contact};")));
            }
            a.push(fiche("X", lui));
            b.push(fiche("Y", lui));
            b.push(fiche("Z", autre));
            let (registre, fait) = if deux {
                lier(&a, Some(&b), &Decisions::default(), 1)
            } else {
                a.extend(b);
                lier(&a, None, &Decisions::default(), 1)
            };
            let p = |y: &str| dit(&registre, &fait, "X", y).map_or(0.0, |l| l.probabilite);
            assert!(p("Y") > 0.0 && p("Y") >= p("Z"), "{quoi}, {deux}: {} {}", p("Y"), p("Z"));
        }
    }
}

#[test]
fn what_looks_like_two_brothers_is_neither_without_a_human() {
    let (mut a, _) = foule(1_500);
    for (id, prenom) in [("aine", "Jean-Louis"), ("cadet", "Jean-Pierre"), ("lequel", "Jean")] {
        a.push(fiche(id, &format!("Ravoirel;;{prenom};17/05/1998;M;93100;;;")));
    }
    a.push(fiche("seul", "Tanguilin;;Jean-Pierre;02/05/1998;M;93200;;;"));
    a.push(fiche("bis", "Tanguilin;;Jean;02/05/1998;M;93200;;;"));
    let (registre, fait) = lier(&a, None, &Decisions::default(), 1);
    for frere in ["aine", "cadet"] {
        let lien = dit(&registre, &fait, "lequel", frere).unwrap();
        assert!(lien.decision == Decision::Revue && lien.probabilite <= 0.5, "{frere} {lien:?}");
    }
    // Without a brother, « Jean » is Jean-Pierre.
    let lien = dit(&registre, &fait, "bis", "seul").unwrap();
    assert!(lien.decision == Decision::Lien && lien.doute == Some(Doute::Prenoms), "{lien:?}");
}
