//! What is counted of actions.

use passerelle_base::Periode;

use super::liste::Actions;
use passerelle_socle::db::Selection;
use passerelle_socle::figure::{CONVENTION, Denombre, Figure, Place, TERRITOIRE};

/// An action meets a period when its dates overlap it. Without a last day, one that is still
/// open goes on, any other is known by its first day only. Two values: last day, first day.
const DATES_DANS_PERIODE: [&str; 2] = [
    "COALESCE(a.date_debut, a.date_fin) <= ?",
    "(COALESCE(a.date_fin, a.date_debut) >= ? OR (a.date_fin IS NULL AND a.etat = 'ouverte'))",
];

fn pendant(toutes: Selection, periode: &Periode) -> Selection {
    toutes.ou(DATES_DANS_PERIODE[0], periode.au).ou(DATES_DANS_PERIODE[1], periode.du)
}

pub static FIGURES: [Figure; 2] = [
    Figure {
        nom: "actions",
        parties: &[],
        libelle: |_| "actions".into(),
        definition: "Actions dont les dates touchent la période, hors parcours sécurisés et hors informations collectives, comptées à part.",
        perimetre: TERRITOIRE,
        reference: CONVENTION,
        texte: None,
        denombre: Denombre::Choses,
        compte: None,
        rangees: |_| Box::new(Actions::default()),
        lignes: |toutes, _, periode| {
            let autres = ["parcours_securise", "information_collective"].map(Into::into);
            pendant(toutes, periode).ou_plusieurs("a.type NOT IN (?, ?)", autres)
        },
        place: Place::Axe { axe: "acces", cle: "actions" },
        carte: Some(40),
        annees: None,
    },
    Figure {
        nom: "parcours-securises",
        parties: &[],
        libelle: |_| "parcours sécurisés".into(),
        definition: "Parcours sécurisés dont les dates touchent la période, y compris ceux qui étaient prévus et n'ont jamais ouvert.",
        perimetre: TERRITOIRE,
        reference: CONVENTION,
        texte: None,
        denombre: Denombre::Choses,
        compte: None,
        rangees: |_| Box::new(Actions::default()),
        lignes: |toutes, _, periode| pendant(toutes, periode).ou("a.type = ?", "parcours_securise"),
        place: Place::Axe { axe: "acces", cle: "parcours_securises" },
        carte: Some(30),
        annees: None,
    },
];
