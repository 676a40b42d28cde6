//! Where somebody was expected.

use passerelle_socle::vocabulaire::Vocabulaire;

/// Places.
pub static LIEUX: Vocabulaire<2> = Vocabulaire::nouveau([("cfa", "Au CFA"), ("entreprise", "En entreprise")]);

/// How long: one half of a day, or both.
pub static DEMI_JOURNEES: Vocabulaire<2> = Vocabulaire::nouveau([("1", "Une demi-journée"), ("2", "La journée")]);
