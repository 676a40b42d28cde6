//! What is counted of partnerships.

use super::liste::Partenariats;
use passerelle_socle::figure::{CONVENTION, Denombre, Figure, Partie, Place, TERRITOIRE};

/// Partnerships that reached a state, which their address says.
const DE_L_ETAT: Figure = Figure {
    nom: "partenariats",
    parties: &[],
    libelle: |_| String::new(),
    definition: "",
    perimetre: TERRITOIRE,
    reference: CONVENTION,
    texte: None,
    denombre: Denombre::Choses,
    compte: None,
    rangees: |_| Box::new(Partenariats::default()),
    lignes: |toutes, p, periode| toutes.ou("p.etat = ?", p.lire("type").unwrap_or_default()).pendant("p.date", periode),
    place: Place::Axe { axe: "animation", cle: "" },
    carte: None,
    annees: None,
};

pub static FIGURES: [Figure; 2] = [
    Figure {
        parties: &[Partie::Fixe("type", "initie")],
        libelle: |_| "partenariats initiés".into(),
        definition: "Partenariats passés à l'état « initié » à une date de la période. Une structure compte une fois par date.",
        place: Place::Axe { axe: "animation", cle: "partenariats_inities" },
        ..DE_L_ETAT
    },
    Figure {
        parties: &[Partie::Fixe("type", "perennise")],
        libelle: |_| "partenariats pérennisés".into(),
        definition: "Partenariats passés à l'état « pérennisé » à une date de la période. Une structure compte une fois par date.",
        place: Place::Axe { axe: "animation", cle: "partenariats_perennises" },
        carte: Some(50),
        ..DE_L_ETAT
    },
];
