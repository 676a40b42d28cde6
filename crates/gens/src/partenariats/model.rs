//! What a partnership goes through.

use passerelle_socle::vocabulaire::Vocabulaire;

/// States of a partnership, each dated.
pub static ETATS: Vocabulaire<3> =
    Vocabulaire::nouveau([("initie", "Initié"), ("perennise", "Pérennisé"), ("clos", "Clos")]);
