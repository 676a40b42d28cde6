//! The fields that a pair is compared on, and their levels of agreement. Level 0 is a missing value: it weighs nothing.

use crate::colonne::Nature;
use crate::registre::Registre;

/// A pattern holds three bits a field.
pub(crate) const CHAMPS_MAX: usize = 21;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Genre {
    Nom,
    Prenom,
    Date,
    Sexe,
    Lieu,
    Telephone,
    Courriel,
    Texte,
    Exacte,
}

/// A field of comparison.
#[derive(Clone, Debug)]
pub(crate) struct Champ {
    pub nom: String,
    pub genre: Genre,
    /// Its main column.
    pub colonne: usize,
}

/// Levels of names.
pub(crate) const INVERSE: u8 = 5;
pub(crate) const PRENOM_UN_PEU_PROCHE: u8 = 5;
/// The level of two sexes that are not the same.
pub(crate) const SEXE_DIFFERENT: u8 = 2;
/// From this level on two birth dates contradict each other: no typing error, no exchange of day and month explains them.
pub(crate) const DATE_CONTRAIRE: u8 = 5;

impl Genre {
    /// Its levels, from the missing one to disagreement, in words.
    pub fn niveaux(self) -> &'static [&'static str] {
        match self {
            Self::Nom => &[
                "absent",
                "identique",
                "un nom en commun",
                "très proche",
                "proche",
                "nom et prénom inversés",
                "différent",
            ],
            Self::Prenom => {
                &["absent", "identique", "variante ou partie", "très proche", "proche", "un peu proche", "différent"]
            }
            Self::Date => &[
                "absente",
                "identique",
                "jour et mois inversés",
                "une faute",
                "deux parties sur trois, ou 1er janvier",
                "même année",
                "différente",
            ],
            Self::Sexe => &["absent", "identique", "différent"],
            Self::Lieu => &["absent", "identique", "code postal ou commune identique", "même département", "différent"],
            Self::Telephone | Self::Courriel | Self::Exacte => &["absent", "identique", "une faute", "différent"],
            Self::Texte => &["absent", "identique", "très proche", "proche", "différent"],
        }
    }

    /// How likely each level is for one person's two records before anything is learnt, level 0 left out.
    pub fn depart(self) -> &'static [f64] {
        match self {
            Self::Nom => &[0.82, 0.04, 0.06, 0.03, 0.01, 0.04],
            Self::Prenom => &[0.84, 0.05, 0.05, 0.02, 0.01, 0.03],
            Self::Date => &[0.90, 0.01, 0.03, 0.03, 0.01, 0.02],
            Self::Sexe => &[0.98, 0.02],
            Self::Lieu => &[0.72, 0.06, 0.10, 0.12],
            Self::Telephone | Self::Courriel => &[0.75, 0.03, 0.22],
            Self::Texte => &[0.60, 0.15, 0.05, 0.20],
            Self::Exacte => &[0.75, 0.03, 0.22],
        }
    }

    /// Shared by the members of a family: tells nothing between twins.
    pub fn de_famille(self) -> bool {
        matches!(self, Self::Nom | Self::Lieu | Self::Texte)
    }

    /// The last level, the one of disagreement.
    pub fn desaccord(self) -> u8 {
        self.niveaux().len() as u8 - 1
    }
}

/// The fields that the columns allow.
pub(crate) fn champs(registre: &Registre) -> Vec<Champ> {
    let mut champs = Vec::new();
    for (colonne, c) in registre.colonnes().iter().enumerate() {
        let genre = match c.nature {
            Nature::Nom => Genre::Nom,
            Nature::Prenom => Genre::Prenom,
            Nature::DateNaissance => Genre::Date,
            Nature::Sexe => Genre::Sexe,
            Nature::CodePostal => Genre::Lieu,
            Nature::Commune if registre.colonne(Nature::CodePostal).is_none() => Genre::Lieu,
            Nature::Telephone => Genre::Telephone,
            Nature::Courriel => Genre::Courriel,
            Nature::Texte => Genre::Texte,
            Nature::Exacte => Genre::Exacte,
            Nature::NomUsage | Nature::Commune | Nature::Identifiant | Nature::Nir => continue,
        };
        let nom = if genre == Genre::Lieu { "lieu".to_owned() } else { c.nom.clone() };
        champs.push(Champ { nom, genre, colonne });
    }
    champs
}

/// The level of a field in a pattern.
pub(crate) fn niveau(motif: u64, champ: usize) -> u8 {
    (motif >> (3 * champ) & 7) as u8
}

/// The pattern of a pair that agrees on every field that this one knows.
pub(crate) fn identique(motif: u64) -> u64 {
    const PREMIERS: u64 = 0x1249_2492_4924_9249 & ((1 << (3 * CHAMPS_MAX)) - 1);
    (motif | motif >> 1 | motif >> 2) & PREMIERS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_identical_pattern_keeps_what_is_missing() {
        let motif = |niveaux: &[u8]| niveaux.iter().rev().fold(0, |m, n| m << 3 | u64::from(*n));
        assert_eq!(identique(motif(&[1, 0, 6, 2, 0, 4, 7])), motif(&[1, 0, 1, 1, 0, 1, 1]));
        let tous = [6; CHAMPS_MAX];
        assert_eq!(identique(motif(&tous)), motif(&[1; CHAMPS_MAX]));
    }
}
