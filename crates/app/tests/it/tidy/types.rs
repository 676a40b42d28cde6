//! A value says what it is: which identifier, an instant, two things that nobody can give the wrong way round.

use std::collections::BTreeSet;

use super::sources::{Source, contient_mot};
use super::{aucun, produit};

/// Where an identifier is of no kind in particular, and why.
const SANS_GENRE: [(&str, &str); 20] = [
    ("socle/src/ident.rs", "what `Id` is made of"),
    ("socle/src/db/requete.rs", "makes a fresh one"),
    ("socle/src/db/photo.rs", "a row of any table, to put back"),
    ("socle/src/db/coffre", "a secret of a row of any table"),
    ("socle/src/db/lot.rs", "lines of the journal are about anything"),
    ("socle/src/journal/store.rs", "lines of the journal are about anything"),
    ("socle/src/journal/chaine.rs", "hashes the bytes of a line"),
    ("socle/src/journal/verification.rs", "hashes the bytes of a line again"),
    ("socle/src/echanges/references.rs", "rows of any kind of file, by their codes"),
    ("socle/src/echanges/sql.rs", "rows of any kind of file"),
    ("socle/src/echanges/creation.rs", "rows of any kind of file"),
    ("socle/src/echanges/ecriture.rs", "rows of any kind of file"),
    ("socle/src/personne/reunion.rs", "rows of every table that names a person"),
    ("socle/src/web/erreur.rs", "what was refused, for the journal"),
    ("socle/src/web/habillage.rs", "what was refused, for the journal"),
    ("socle/src/web/volet.rs", "the record of any object"),
    ("socle/src/web/fiche.rs", "the record of any object"),
    ("gens/src/journal/pages.rs", "lines of the journal are about anything"),
    ("gens/src/jeunes/separation.rs", "rows of every table that a merge moved"),
    ("lectures/src/mon_espace", "a note, a contact or an obstacle: what a person may contest"),
];

/// The same, on the roof and where a refusal is told.
const SANS_GENRE_AU_DESSUS: [(&str, &str); 3] = [
    ("rapprochements/src/pages.rs", "what was refused, for the journal"),
    ("app/src/sauvegarde/valeur.rs", "a column of any table"),
    ("app/src/demonstration", "rows of any table, written by name"),
];

/// Instants that stay a number, and why.
const EN_NOMBRE: [(&str, &str); 4] = [
    ("socle/src/db/lot.rs", "a line of the journal as it is hashed"),
    (
        "socle/src/destruction/permis.rs",
        "a number in the setting that tells the last work; a clock that lies is judged by it",
    ),
    ("socle/src/journal", "the number is hashed in the line; it is checked as it stands in the base"),
    ("app/src/sauvegarde", "a number in the manifest of a backup, whose form is published"),
];

/// Fields and parameters of a source: (line, name, type).
fn declares(nu: &str) -> Vec<(usize, String, String)> {
    let mut vus = Vec::new();
    for (rang, ligne) in nu.lines().enumerate() {
        for (place, _) in ligne.match_indices(": ") {
            let nom: String = ligne[..place].chars().rev().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let genre: String =
                ligne[place + 2..].chars().take_while(|c| !matches!(c, ',' | ')' | '=' | '{')).collect();
            vus.push((rang + 1, nom.chars().rev().collect(), genre));
        }
    }
    vus
}

fn admise<'a>(liste: impl IntoIterator<Item = &'a (&'a str, &'a str)>, chemin: &str) -> Option<&'a str> {
    liste.into_iter().map(|(ou, _)| *ou).find(|ou| chemin.starts_with(&format!("crates/{ou}")))
}

fn maison() -> Vec<Source> {
    produit().into_iter().filter(Source::de_la_maison).collect()
}

#[test]
fn an_identifier_says_what_it_identifies() {
    let listes = || SANS_GENRE.iter().chain(&SANS_GENRE_AU_DESSUS);
    let (mut fautes, mut servies) = (Vec::new(), BTreeSet::new());
    for s in maison().iter().filter(|s| contient_mot(&s.nu, "Uuid")) {
        match admise(listes(), &s.chemin) {
            Some(ou) => _ = servies.insert(ou),
            None => fautes.push(format!("{} names Uuid", s.chemin)),
        }
    }
    fautes.extend(
        listes()
            .filter(|(ou, _)| !servies.contains(ou))
            .map(|(ou, _)| format!("{ou} no longer names Uuid: take it out")),
    );
    aucun(fautes, "A key is an `Id<What it identifies>`, in rows, addresses and forms as in functions.");
}

#[test]
fn an_instant_is_read_as_one() {
    let (mut fautes, mut servies, mut lus) = (Vec::new(), BTreeSet::new(), 0);
    for s in maison() {
        for (ligne, nom, genre) in declares(&s.nu) {
            if !(nom.ends_with("_le") || ["instant", "maintenant"].contains(&nom.as_str())) {
                continue;
            }
            lus += usize::from(genre.contains("Instant"));
            if !contient_mot(&genre, "i64") {
                continue;
            }
            match admise(&EN_NOMBRE, &s.chemin) {
                Some(ou) => _ = servies.insert(ou),
                None => fautes.push(format!("{}:{ligne}: {nom}: {genre}", s.chemin)),
            }
        }
    }
    assert!(lus > 100, "instants are not where they were: {lus} seen");
    fautes.extend(EN_NOMBRE.iter().filter(|(ou, _)| !servies.contains(ou)).map(|(ou, _)| format!("{ou}: take it out")));
    aucun(fautes, "An instant is an `Instant`: rows give it, statements take it.");
}

/// Parameters that stay several values in one, and why.
const ENSEMBLE: [(&str, &str); 7] = [
    ("app/src/demonstration/territoire/actions.rs", "a table of literals, a line an action"),
    ("appariement/src", "the two of a pair: which comes first changes nothing"),
    ("documents/src/graphique/empilees.rs", "an interval of a drawing"),
    ("faits/src/participations/figures.rs", "words for one and for many, or neither"),
    ("socle/src/echanges/creation.rs", "a row of a batch, as the batch has it"),
    ("socle/src/echanges/ecriture.rs", "a row of a batch, as the batch has it"),
    ("socle/src/personne/export.rs", "the column that names a thing, a constant at the door of its capability"),
];

/// The parameters of the functions of a source: (function, parameter).
fn parametres(nu: &str) -> Vec<(String, String)> {
    let mut vus = Vec::new();
    for (place, _) in nu.match_indices("fn ") {
        let suite = &nu[place + 3..];
        let nom: String = suite.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let Some(ouvre) = apres_les_generiques(suite, nom.len()).filter(|_| !nom.is_empty()) else { continue };
        let (mut profondeur, mut debut) = (0_i32, ouvre + 1);
        for (i, c) in suite.char_indices().skip_while(|(i, _)| *i < ouvre) {
            match c {
                '(' | '[' | '{' | '<' => profondeur += 1,
                '>' if suite[..i].ends_with(['-', '=']) => {}
                ')' | ']' | '}' | '>' => profondeur -= 1,
                ',' if profondeur == 1 => {
                    vus.push((nom.clone(), suite[debut..i].trim().to_owned()));
                    debut = i + 1;
                }
                _ => {}
            }
            if profondeur == 0 {
                vus.push((nom.clone(), suite[debut..i].trim().to_owned()));
                break;
            }
        }
    }
    vus
}

/// Where the parenthesis of the parameters opens: after `<F: Fn(u8) -> bool>`, when there is one.
fn apres_les_generiques(suite: &str, nom: usize) -> Option<usize> {
    let mut profondeur = 0_i32;
    for (i, c) in suite.char_indices().skip_while(|(i, _)| *i < nom) {
        match c {
            '<' => profondeur += 1,
            '>' if suite[..i].ends_with(['-', '=']) => {}
            '>' => profondeur -= 1,
            '(' if profondeur == 0 => return Some(i),
            _ => {}
        }
    }
    None
}

/// Whether what is given is several values between parentheses.
fn plusieurs(parametre: &str) -> bool {
    let Some((motif, genre)) = parametre.split_once(": ") else { return false };
    let mut genre = genre;
    // `&'a mut (…)`, `Option<&(…)>`, `Box<(…)>`: one value, wherever it stands.
    loop {
        let dedans = genre.trim_start_matches(['&', ' ']).trim_start_matches("mut ");
        let dedans = match dedans.strip_prefix('\'') {
            Some(duree) => duree.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'),
            None => dedans,
        };
        let dedans =
            ["Option<", "Box<", "Arc<", "Result<"].iter().find_map(|e| dedans.strip_prefix(e)).unwrap_or(dedans);
        if dedans == genre {
            break;
        }
        genre = dedans;
    }
    motif.starts_with('(')
        || genre.strip_prefix('(').is_some_and(|dedans| dedans.contains(',') && !dedans.starts_with("impl "))
}

#[test]
fn a_tuple_is_seen_wherever_it_is_given() {
    let vues = |texte: &str| parametres(texte).iter().filter(|(_, p)| plusieurs(p)).count();
    let textes = [
        "fn f(p: (u8, u8)) {}",
        "fn f<'a>(p: &'a mut (u8, u8)) {}",
        "fn f(p: Option<&mut (u8, u8)>) {}",
        "fn f<F: Fn(u8) -> u8>(f: F, p: Box<(u8, u8)>) {}",
        "trait T { fn f(&self, (a, b): (u8, u8)); }",
    ];
    for texte in textes {
        assert_eq!(vues(texte), 1, "{texte}");
    }
    assert_eq!(vues("fn f<F: Fn(u8, u8)>(f: F, p: Option<u8>) {}"), 0);
}

#[test]
fn values_are_given_one_by_one_or_under_their_names() {
    let (mut fautes, mut servies, mut lus) = (Vec::new(), BTreeSet::new(), 0);
    for s in produit() {
        for (nom, parametre) in parametres(&s.nu) {
            lus += 1;
            if plusieurs(&parametre) {
                match admise(&ENSEMBLE, &s.chemin) {
                    Some(ou) => _ = servies.insert(ou),
                    None => fautes.push(format!("{}: {nom}({parametre})", s.chemin)),
                }
            }
        }
    }
    assert!(lus > 3_000, "functions are not where they were: {lus} parameters seen");
    fautes.extend(ENSEMBLE.iter().filter(|(ou, _)| !servies.contains(ou)).map(|(ou, _)| format!("{ou}: take it out")));
    aucun(
        fautes,
        "Two values of one kind are told apart by the names of a small struct, not by their place in a tuple.",
    );
}
