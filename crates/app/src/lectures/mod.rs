//! What the facts say: indicators, reports, outside figures beside them; who may be known twice; what each reader's own
//! page gathers.

pub mod apprentis;
pub mod bilans;
pub mod etudes;
pub mod indicateurs;
pub mod journee;
pub mod mon_espace;
pub mod rapprochements;
pub mod statistiques;
