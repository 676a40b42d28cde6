//! The proof of one person.

use crate::minutes;
use passerelle_tirage::{ErreurPreuve, ErreurTirage, Preuve};

#[test]
fn everyone_of_the_list_has_a_proof_that_holds_even_when_excluded() {
    let pv = minutes();
    let racine = pv.dossier().racine();
    for candidat in pv.dossier().liste().candidats() {
        let preuve = Preuve::lire(&pv.preuve(&candidat.identifiant).unwrap().json()).unwrap();
        assert_eq!(preuve.verifier(racine, pv.graine()), Ok(()));
        assert_eq!(preuve.resultat()[2].is_empty(), candidat.exclusion.is_some());
    }
    assert_eq!(pv.preuve("personne"), Err(ErreurTirage::Inconnu));
}

#[test]
fn a_proof_shows_nobody_else() {
    let pv = minutes();
    let texte = pv.preuve("J0000").unwrap().json();
    for candidat in pv.dossier().liste().candidats().iter().filter(|c| c.identifiant != "J0000") {
        assert!(!texte.contains(&candidat.identifiant), "{}", candidat.identifiant);
    }
    assert!(!texte.contains(crate::SECRET));
}

#[test]
fn a_changed_proof_does_not_hold() {
    let pv = minutes();
    let texte = pv.preuve("J0000").unwrap().json();
    let verdict = |avant: &str, apres: &str| {
        assert!(texte.contains(avant), "{avant}");
        Preuve::lire(&texte.replacen(avant, apres, 1)).unwrap().verifier(pv.dossier().racine(), pv.graine())
    };
    assert_eq!(verdict("J0000", "J0001"), Err(ErreurPreuve::Racine));
    assert_eq!(verdict("gauche", "droite"), Err(ErreurPreuve::Racine));
    assert_eq!(verdict("-preuve/1", "-preuve/2"), Err(ErreurPreuve::Format));
    let ticket = pv.preuve("J0000").unwrap().resultat()[2].clone();
    assert_eq!(verdict(&ticket, &"0".repeat(64)), Err(ErreurPreuve::Ticket));
    let autre = passerelle_tirage::sha256(b"autre");
    let preuve = Preuve::lire(&texte).unwrap();
    assert_eq!(preuve.verifier(&autre, pv.graine()), Err(ErreurPreuve::Racine));
    assert_eq!(preuve.verifier(pv.dossier().racine(), &autre), Err(ErreurPreuve::Ticket));
}
