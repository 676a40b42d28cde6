//! What the facts say: a professional's day, indicators, reports, outside figures beside them.

pub mod bilans;
pub mod indicateurs;
pub mod journee;
pub mod statistiques;
