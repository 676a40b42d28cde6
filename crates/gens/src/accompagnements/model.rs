//! Why a file is opened to somebody else.

use passerelle_socle::texte::Texte;
use passerelle_socle::vocabulaire::Vocabulaire;

/// Characters of a reason, at most.
const RAISON_MAX: usize = 300;

/// Purposes of a share, or of a request for one.
pub static FINALITES: Vocabulaire<8> = Vocabulaire::nouveau([
    ("orientation", "Construire le projet, orienter"),
    ("positionnement", "Répondre à un positionnement"),
    ("formation", "Préparer ou suivre une formation"),
    ("apprentissage", "Chercher ou suivre un contrat en alternance"),
    ("emploi", "Chercher un emploi"),
    ("social", "Lever une difficulté : logement, transport, ressources"),
    ("relais", "Préparer le relais entre deux structures"),
    ("autre", "Autre raison, à préciser"),
]);

/// A purpose and its words, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finalite {
    /// One of [`FINALITES`].
    pub code: &'static str,
    /// The reason in full; required for another reason.
    pub precisions: Option<Texte>,
}

impl Finalite {
    /// Reads a purpose; the sentence says what to change.
    pub fn lire(code: &str, precisions: &str) -> Result<Self, String> {
        let code = FINALITES.code(code).ok_or("Choisissez la raison dans la liste.")?;
        let precisions = Texte::lire(precisions, RAISON_MAX).map_err(|e| e.to_string())?.ecrit();
        if code == "autre" && precisions.is_none() {
            return Err("Précisez la raison en quelques mots.".into());
        }
        Ok(Self { code, precisions })
    }
}

/// A purpose in words, as people read it.
pub fn finalite_dite(code: &str, precisions: Option<&str>) -> String {
    let mots = FINALITES.libelle(code);
    match precisions {
        Some(p) if code == "autre" => p.to_owned(),
        Some(p) => format!("{mots} ({p})"),
        None => mots.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_reason_is_told_in_words() {
        assert!(Finalite::lire("autre", " ").is_err());
        assert!(Finalite::lire("nimporte", "x").is_err());
        assert_eq!(Finalite::lire("formation", "").unwrap(), Finalite { code: "formation", precisions: None });
        let f = Finalite::lire("autre", " Stage d'été ").unwrap();
        assert_eq!(finalite_dite(f.code, f.precisions.as_deref()), "Stage d'été");
        assert!(Finalite::lire("emploi", &"x".repeat(301)).is_err());
        assert!(Finalite::lire("emploi", "N° 2 99 05 93 001 001 56").unwrap_err().contains("sécurité sociale"));
    }
}
