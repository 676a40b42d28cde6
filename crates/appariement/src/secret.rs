//! Keyed identifiers: two organisations that may not exchange identities exchange these instead.
//!
//! Each person gets several keys, each made of other parts of the identity, so that one mistake spoils some keys and not
//! all. A key is an HMAC-SHA-256 under a secret that both organisations hold and the one who compares does not.
//! A key stays personal data: whoever has the secret can try every name and date.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::colonne::Nature;
use crate::phonetique::phonetique;
use crate::registre::Registre;

/// The fewest bytes of a secret.
pub const SECRET_MIN: usize = 32;

/// The secret is too short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("le secret est trop court : il faut au moins 32 octets tirés au hasard, les mêmes pour les deux organismes")]
pub struct SecretCourt;

/// A part of an identity that goes into a key.
#[derive(Clone, Copy)]
enum Part {
    Entier(Nature),
    Son(Nature),
    Initiale(Nature),
    Annee,
    /// The date, day and month in any order.
    Souple,
}

/// The keys of a person, in the order of their columns.
static RECETTES: [(&str, &[Part]); 8] = [
    (
        "cle_nom_prenom_date",
        &[Part::Entier(Nature::Nom), Part::Entier(Nature::Prenom), Part::Entier(Nature::DateNaissance)],
    ),
    ("cle_sons_date", &[Part::Son(Nature::Nom), Part::Son(Nature::Prenom), Part::Entier(Nature::DateNaissance)]),
    ("cle_sons_date_souple", &[Part::Son(Nature::Nom), Part::Son(Nature::Prenom), Part::Souple]),
    (
        "cle_noms_annee_lieu",
        &[Part::Entier(Nature::Nom), Part::Entier(Nature::Prenom), Part::Annee, Part::Entier(Nature::CodePostal)],
    ),
    (
        "cle_prenom_date_lieu",
        &[Part::Son(Nature::Prenom), Part::Entier(Nature::DateNaissance), Part::Entier(Nature::CodePostal)],
    ),
    (
        "cle_nom_initiale_date",
        &[Part::Son(Nature::Nom), Part::Initiale(Nature::Prenom), Part::Entier(Nature::DateNaissance)],
    ),
    ("cle_prenom_telephone", &[Part::Son(Nature::Prenom), Part::Entier(Nature::Telephone)]),
    ("cle_prenom_courriel", &[Part::Son(Nature::Prenom), Part::Entier(Nature::Courriel)]),
];

/// The names of the columns of keys.
pub fn noms_des_cles() -> impl Iterator<Item = &'static str> {
    RECETTES.iter().map(|r| r.0)
}

/// Calls `faire` with the rank of each record and its keys, in hexadecimal (128 bits); empty when a part is missing.
pub fn cles(registre: &Registre, secret: &[u8], mut faire: impl FnMut(usize, &[String])) -> Result<(), SecretCourt> {
    if secret.len() < SECRET_MIN {
        return Err(SecretCourt);
    }
    let amorce = Hmac::<Sha256>::new_from_slice(secret).map_err(|_| SecretCourt)?;
    let mut sorties = vec![String::new(); RECETTES.len()];
    for rang in 0..registre.taille() {
        for ((nom, parts), sortie) in RECETTES.iter().zip(&mut sorties) {
            sortie.clear();
            let lues: Option<Vec<String>> = parts.iter().map(|p| lire(registre, rang, *p)).collect();
            if let Some(lues) = lues {
                let mut mac = amorce.clone();
                mac.update(b"passerelle-appariement/1/");
                for texte in std::iter::once(*nom).chain(lues.iter().map(String::as_str)) {
                    // The length first: no two identities give the same bytes.
                    mac.update(&(texte.len() as u64).to_be_bytes());
                    mac.update(texte.as_bytes());
                }
                for octet in &mac.finalize().into_bytes()[..16] {
                    use std::fmt::Write;
                    let _ = write!(sortie, "{octet:02x}");
                }
            }
        }
        faire(rang, &sorties);
    }
    Ok(())
}

fn lire(registre: &Registre, rang: usize, part: Part) -> Option<String> {
    let valeur = |nature| {
        let colonne = registre.colonne(nature)?;
        Some(registre.valeur(rang, colonne)).filter(|v| !v.is_empty())
    };
    let lu = match part {
        Part::Entier(nature) => valeur(nature)?.to_owned(),
        Part::Son(nature) => phonetique(valeur(nature)?),
        Part::Initiale(nature) => valeur(nature)?.chars().take(1).collect(),
        Part::Annee => valeur(Nature::DateNaissance)?[..4].to_owned(),
        // A date is always eight digits once read.
        Part::Souple => {
            let date = valeur(Nature::DateNaissance)?;
            let (mois, jour) = (&date[4..6], &date[6..8]);
            format!("{}{}{}", &date[..4], mois.min(jour), mois.max(jour))
        }
    };
    Some(lu).filter(|l| !l.is_empty())
}
