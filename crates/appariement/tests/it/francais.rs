//! What is particular to French files.

use passerelle_appariement::{Decision, Decisions};

use super::{dits, fiche, foule, lier};

/// Pairs that are one person, added to a crowd from which the engine learns.
const MEMES: [(&str, &str, &str); 10] = [
    ("accents", "GUÉRINEAU;;Zoé;05/02/1997;F;93120;;0610000001;", "Guerineau;;ZOE;1997-02-05;2;93120;;06 10 00 00 01;"),
    (
        "particule",
        "de la Tréfault;;Paul;06/03/1996;M;93130;;0610000002;",
        "TREFAULT;;Paul;06/03/1996;H;93130;;0610000002;",
    ),
    ("double", "Martineau-Lescaut;;Julie;07/04/1995;F;93140;;;", "Lescaut;;Julie;07/04/1995;F;93140;;;"),
    ("usage", "Pellabout;Garnichet;Clara;08/05/1994;F;93150;;;", "GARNICHET;;Clara;08/05/1994;F;93150;;;"),
    ("variante", "Boukhalfa;;Mohamed;09/06/1993;M;93160;;;", "Boukhalfa;;Mouhamed;09/06/1993;M;93160;;;"),
    (
        "inverses",
        "Saboural;;Victor;10/07/1992;M;93170;;0610000003;",
        "Victor;;Saboural;10/07/1992;M;93170;;0610000003;",
    ),
    (
        "jour_mois",
        "Fortelain;;Louise;05/08/1991;F;93180;;0610000004;",
        "Fortelain;;Louise;08/05/1991;F;93180;;0610000004;",
    ),
    ("compose", "Nortagne;;Jean-Baptiste;12/09/1990;M;93190;;;", "Nortagne;;Jean;12/09/1990;M;93190;;;"),
    (
        "premier_janvier",
        "Diarrassouba;;Adama;01/01/1998;M;93200;;0610000005;",
        "Diarrassouba;;Adama;17/10/1998;M;93200;;0610000005;",
    ),
    (
        "manquants",
        "Quembelec;;Manon;;;;;0610000006;manon.q@demo.example",
        "Quembelec;;Manon;21/11/1999;F;93210;;0610000006;manon.q@demo.example",
    ),
];

#[test]
fn one_person_is_recognised_under_each_habit() {
    let (mut a, mut b) = foule(2_500);
    for (nom, x, y) in MEMES {
        a.push(fiche(&format!("A-{nom}"), x));
        b.push(fiche(&format!("B-{nom}"), y));
    }
    let (registre, fait) = lier(&a, Some(&b), &Decisions::default(), 1);
    let liens = dits(&registre, &fait, Decision::Lien);
    let absents: Vec<&str> =
        MEMES.iter().map(|m| m.0).filter(|nom| !liens.contains(&(format!("A-{nom}"), format!("B-{nom}")))).collect();
    assert!(absents.is_empty(), "{absents:?}");
    // Each field says how it agrees, for whoever reviews.
    let lien = fait.liens.iter().find(|l| registre.identifiant(l.a) == "A-jour_mois").unwrap();
    let indices = fait.indices(lien);
    let date = indices.iter().find(|i| i.champ == "date_naissance").unwrap();
    assert!(date.niveau == "jour et mois inversés" && date.poids > 0.0, "{date:?}");
}

#[test]
fn homonyms_are_not_one_person() {
    let (mut a, mut b) = foule(2_500);
    for i in 0..60 {
        let (cp, autre) = (93_000 + 10 * (i % 40), 93_000 + 10 * ((i + 17) % 40));
        a.push(fiche(
            &format!("A-h{i}"),
            &format!("Durandal;;Lucas;{:02}/02/1991;M;{cp};;061{:07};", 1 + i % 28, i * 31),
        ));
        b.push(fiche(
            &format!("B-h{i}"),
            &format!("Durandal;;Lucas;{:02}/09/1997;M;{autre};;062{:07};", 1 + i % 28, i * 37),
        ));
    }
    let (registre, fait) = lier(&a, Some(&b), &Decisions::default(), 1);
    let faux = dits(&registre, &fait, Decision::Lien).into_iter().filter(|(x, _)| x.starts_with("A-h")).count();
    assert_eq!(faux, 0);
}

#[test]
fn a_postal_code_meets_an_insee_code_that_the_file_puts_with_it() {
    let (mut a, mut b) = foule(1_500);
    a.push(fiche("A-x", "Vilgarand;;Tom;03/04/1996;M;93600;93005;;"));
    a.push(fiche("A-y", "Marbalnor;;Emma;04/05/1995;F;93600;;;"));
    b.push(fiche("B-y", "Marbalnor;;Emma;04/05/1995;F;;93005;;"));
    let (registre, fait) = lier(&a, Some(&b), &Decisions::default(), 1);
    let lien = fait.liens.iter().find(|l| registre.identifiant(l.a) == "A-y").unwrap();
    let lieu = fait.indices(lien).into_iter().find(|i| i.champ == "lieu").unwrap();
    assert_eq!(lieu.niveau, "code postal ou commune identique");
}
