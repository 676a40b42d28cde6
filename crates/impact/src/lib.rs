//! What a programme changed, estimated as it was drawn.
//!
//! Rows come as an [`Echantillon`]: outcome, treatment, covariates, strata, clusters. Each estimator returns an
//! [`Estimation`] (figure, standard error, degrees of freedom, p-value, 95 % interval) whose `formule` names the
//! section of `docs/impact.md` that gives the formula and its paper.
//!
//! The crate performs no I/O, reads no clock and draws no randomness: the seed of a Monte Carlo test is an argument,
//! and its result is the same on one thread or many. Nothing is ever returned that is not a number: what cannot be
//! estimated is an [`ErreurImpact`], a French sentence that says what to do.

#![warn(missing_docs)]

mod difference;
mod echantillon;
mod equilibre;
mod erreur;
mod horvitz;
mod instrument;
mod lee;
mod lien;
mod lineaire;
pub mod loi;
mod multiple;
mod parallele;
mod permutation;
mod puissance;
mod regression;
mod resultat;

pub use difference::difference;
pub use echantillon::{Colonne, Echantillon, Groupes, en_blocs};
pub use equilibre::{Attrition, Equilibre, LigneEquilibre, attrition, equilibre};
pub use erreur::ErreurImpact;
pub use horvitz::horvitz_thompson;
pub use instrument::{Ensemble, F_FAIBLE, Instrumental, TestF, variables_instrumentales};
pub use lee::{Bornes, Lee, Troncature, lee};
pub use lien::{BornesLien, bornes_lien};
pub use lineaire::{lin, moindres_carres};
pub use multiple::{benjamini_hochberg, holm};
pub use permutation::{
    Conjoint, Cote, Permutation, Plan, Reglage, Statistique, permutation, permutation_libre, westfall_young,
};
pub use puissance::{Dessin, EffetMinimal, effet_minimal_apres, effet_minimal_au_seuil};
pub use regression::Variance;
pub use resultat::Estimation;
