//! What the facts say: indicators, reports, outside figures beside them.

pub mod bilans;
pub mod indicateurs;
pub mod statistiques;
