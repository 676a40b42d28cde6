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
    ("socle/src/echanges/ecriture.rs", "rows of any kind of file"),
    ("socle/src/personne/reunion.rs", "rows of every table that names a person"),
    ("socle/src/web/erreur.rs", "what was refused, for the journal"),
    ("socle/src/web/habillage.rs", "what was refused, for the journal"),
    ("socle/src/web/volet.rs", "the record of any object"),
    ("socle/src/web/fiche.rs", "the record of any object"),
    ("gens/src/journal/pages.rs", "lines of the journal are about anything"),
    ("gens/src/jeunes/separation.rs", "rows of every table that a merge moved"),
    ("gens/src/jeunes/fiche.rs", "names in an address whatever a gesture was about"),
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
