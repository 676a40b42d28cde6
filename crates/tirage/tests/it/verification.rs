//! Altered minutes: the line is named, and it alone when nothing else is wrong.

use crate::minutes;
use passerelle_tirage::{Difference, verifier, verifier_engagement};

/// The minutes with the first line that contains `repere` changed, and the number of that line.
fn altere(texte: &str, repere: &str, avant: &str, apres: &str) -> (usize, Vec<Difference>) {
    let mut lignes: Vec<String> = texte.split('\n').map(str::to_owned).collect();
    let n = lignes.iter().position(|l| l.contains(repere)).unwrap();
    assert!(lignes[n].contains(avant), "{}", lignes[n]);
    lignes[n] = lignes[n].replacen(avant, apres, 1);
    (n + 1, verifier(&lignes.join("\n")))
}

#[test]
fn exact_minutes_have_no_difference() {
    assert_eq!(verifier(&minutes().json()), []);
}

#[test]
fn any_altered_line_is_named() {
    let texte = minutes().json();
    let ticket = "\",\"plus\",\"1/3\",\"";
    for (repere, avant, apres) in [
        ("\"format\"", "tirage/1", "tirage/2"),
        ("protocole_sha256", "6\":\"", "6\":\"0"),
        ("\"secret_liste\"", "0123", "3210"),
        ("\"precedent\"", "null", "{\"sha256\":\"\",\"vagues\":[],\"reports\":[]}"),
        ("\"racine\"", "racine\":\"", "racine\":\"0"),
        ("\"alea\"", "drand", ""),
        ("\"secrets\"", "sésame", "sesame"),
        ("\"graine\"", "graine\":\"", "graine\":\"0"),
        ("affectations_sha256", "6\":\"", "6\":\"0"),
        (ticket, "plus", "commun"),
        (ticket, "1/3", "3/10"),
        (ticket, "\"J", "\"K"),
        (ticket, "bourg", "tours"),
        (ticket, "\"\",", "\"age\","),
    ] {
        let (n, differences) = altere(&texte, repere, avant, apres);
        // The alea and the secrets are not published elsewhere in the file: it is the seed that no longer follows.
        let lignes: Vec<usize> = differences.iter().map(|d| d.ligne).collect();
        let attendu = if repere.contains("alea") { 10 } else { n };
        assert_eq!(lignes, [attendu], "{repere} {avant}: {differences:?}");
    }
}

#[test]
fn a_changed_count_or_a_moved_coin_is_named() {
    let texte = minutes().json();
    let n = texte.split('\n').position(|l| l.starts_with("[\"tours\",\"printemps\"")).unwrap();
    let ligne = texte.split('\n').nth(n).unwrap();
    let compte = ligne.find(",[").unwrap();
    let autre = format!("{}9{}", &ligne[..compte], &ligne[compte..]);
    let differences = verifier(&texte.replacen(ligne, &autre, 1));
    assert_eq!(differences.iter().map(|d| d.ligne).collect::<Vec<_>>(), [n + 1]);
}

#[test]
fn a_person_removed_or_added_breaks_the_root_and_the_count_of_their_group() {
    let texte = minutes().json();
    let ligne = texte.split('\n').find(|l| l.contains("\",\"plus\",\"1/3\",\"")).unwrap();
    let differences = verifier(&texte.replacen(&format!("{ligne}\n"), "", 1));
    assert_eq!(differences[0].ligne, 7);
    assert_eq!(differences.len(), 2);
    let groupe = texte.split('\n').nth(differences[1].ligne - 1).unwrap();
    let personne: Vec<&str> = ligne.split("\",\"").collect();
    assert!(groupe.starts_with(&format!("[\"{}\",\"{}\",\"{}\"", personne[1], personne[2], personne[3])), "{groupe}");
}

#[test]
fn line_ends_of_windows_are_named_as_such() {
    let differences = verifier(&minutes().json().replace('\n', "\r\n"));
    assert_eq!(differences.len(), 1);
    assert_eq!((differences[0].ligne, differences[0].motif.contains("Windows (CR LF)")), (1, true), "{differences:?}");
}

#[test]
fn a_secret_of_list_that_can_be_guessed_is_refused() {
    let texte = minutes().json().replacen(crate::SECRET, "devine", 1);
    let differences = verifier(&texte);
    assert_eq!((differences.len(), differences[0].ligne), (1, 5));
    assert!(differences[0].motif.contains("32 caractères"), "{differences:?}");
}

#[test]
fn what_was_published_is_compared_with_what_was_drawn() {
    let pv = minutes();
    let publie = pv.dossier().engagement();
    assert_eq!(verifier_engagement(&pv, &publie), []);
    for (avant, apres, ligne) in [
        ("\"personnes\":150", "\"personnes\":151", 7),
        ("\"racine\":\"", "\"racine\":\"0", 6),
        ("\"capacite\":40", "\"capacite\":41", 3),
    ] {
        let differences = verifier_engagement(&pv, &publie.replacen(avant, apres, 1));
        assert_eq!(differences.iter().map(|d| d.ligne).collect::<Vec<_>>(), [ligne], "{avant}");
    }
}

#[test]
fn another_layout_of_the_same_content_is_refused() {
    let texte = minutes().json();
    for autre in [format!("{texte}\n"), texte.replacen(":", ": ", 1), texte[1..].into(), String::new()] {
        assert_eq!(verifier(&autre).len(), 1);
    }
}
