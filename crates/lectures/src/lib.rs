//! What the facts say: indicators, reports, outside figures beside them; what each reader's own page gathers.

// Templates of this crate are expanded in those above it too: they name what they use in full.
extern crate self as passerelle_lectures;

pub mod apprentis;
pub mod bilans;
pub mod indicateurs;
pub mod journee;
pub mod mon_espace;
pub mod statistiques;
