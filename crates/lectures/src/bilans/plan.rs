//! The places of the report: what a figure may ask for.

use passerelle_socle::figure::Plan;
use passerelle_socle::vocabulaire::Vocabulaire;

/// Lines of work, in the order of the report.
pub(super) static AXES: Vocabulaire<3> = Vocabulaire::nouveau([
    ("animation", "Animation de réseaux de partenaires"),
    ("acces", "Accès à l'apprentissage et sécurisation des parcours"),
    ("promotion", "Promotion de l'apprentissage"),
]);

/// The table of parcours sécurisés, and the part of an address that tells one from the others.
pub(super) const PARCOURS: (&str, &str) = ("parcours", "action");
/// The section of contracts.
pub(super) const CONTRATS: &str = "contrats";
/// The section of positionnements.
pub(super) const POSITIONNEMENTS: &str = "positionnements";
/// The indicator whose rows are the parcours.
pub(super) const PARCOURS_SECURISES: &str = "parcours_securises";
/// The indicator whose rows are the meetings.
pub(super) const RENCONTRES: &str = "rencontres_cfa_prescripteurs";

/// What the report offers and needs.
pub static PLAN: Plan = Plan {
    axes: &AXES.codes,
    tableaux: &[PARCOURS],
    sections: &[CONTRATS, POSITIONNEMENTS],
    listes: &[PARCOURS_SECURISES, RENCONTRES],
};
