//! Where a draw stands, and how what was done departs from it.

use passerelle_socle::temps::Instant;
use passerelle_socle::vocabulaire::Vocabulaire;

/// Where a draw stands: told by the dates of what was done, never kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Etat {
    /// Candidates are being entered.
    Saisie,
    /// The list is frozen and its root published; the chance is awaited.
    Fige,
    /// Everybody has a group.
    Tire,
}

impl Etat {
    /// From when the list was frozen and when it was drawn.
    pub fn des_faits(fige_le: Option<Instant>, tire_le: Option<Instant>) -> Self {
        match (fige_le, tire_le) {
            (_, Some(_)) => Self::Tire,
            (Some(_), None) => Self::Fige,
            (None, None) => Self::Saisie,
        }
    }

    /// Code in an address.
    pub fn code(self) -> &'static str {
        match self {
            Self::Saisie => "saisie",
            Self::Fige => "fige",
            Self::Tire => "tire",
        }
    }

    /// Word shown to people.
    pub fn libelle(self) -> &'static str {
        ETATS.libelle(self.code())
    }
}

/// The states of a draw.
pub static ETATS: Vocabulaire<3> =
    Vocabulaire::nouveau([("saisie", "Saisie des candidats"), ("fige", "Liste figée"), ("tire", "Tiré au sort")]);

/// How what was done departs from what was drawn.
pub static ECARTS: Vocabulaire<4> = Vocabulaire::nouveau([
    ("non_respect", "N'a pas reçu ce que son groupe prévoit"),
    ("autre_groupe", "A reçu ce que prévoit un autre groupe"),
    ("retrait", "S'est retiré"),
    ("contamination", "A profité de ce que reçoit l'autre groupe"),
]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dates_tell_the_state() {
        assert_eq!(Etat::des_faits(None, None), Etat::Saisie);
        let le = |millis| Some(Instant::from_millis(millis));
        assert_eq!(Etat::des_faits(le(1), None), Etat::Fige);
        assert_eq!(Etat::des_faits(le(1), le(2)), Etat::Tire);
    }
}
