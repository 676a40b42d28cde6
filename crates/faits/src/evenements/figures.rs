//! What is counted of events.

use super::liste::Evenements;
use passerelle_socle::figure::{CONVENTION, Denombre, Figure, Partie, Place, TERRITOIRE};

/// Events of a type, whose address says it.
const DU_TYPE: Figure = Figure {
    nom: "evenements",
    parties: &[],
    libelle: |_| String::new(),
    definition: "",
    perimetre: TERRITOIRE,
    reference: CONVENTION,
    texte: None,
    denombre: Denombre::Choses,
    compte: None,
    rangees: |_| Box::new(Evenements::default()),
    lignes: |toutes, p, periode| toutes.ou("e.type = ?", p.lire("type").unwrap_or_default()).pendant("e.date", periode),
    place: Place::Axe { axe: "animation", cle: "" },
    carte: None,
    annees: Some(("evenements", "date")),
};

pub static FIGURES: [Figure; 5] = [
    Figure {
        parties: &[Partie::Fixe("type", "rencontre_cfa_prescripteurs")],
        libelle: |_| "rencontres CFA / prescripteurs".into(),
        definition: "Événements de type « rencontre CFA / prescripteurs » dont la date est dans la période.",
        place: Place::Axe { axe: "animation", cle: "rencontres_cfa_prescripteurs" },
        carte: Some(60),
        ..DU_TYPE
    },
    Figure {
        parties: &[Partie::Fixe("type", "reunion_referents")],
        libelle: |_| "réunions des référents alternance".into(),
        definition: "Événements de type « réunion des référents » dont la date est dans la période.",
        place: Place::Axe { axe: "animation", cle: "reunions_referents" },
        ..DU_TYPE
    },
    Figure {
        parties: &[Partie::Fixe("type", "coordination")],
        libelle: |_| "réunions de coordination".into(),
        definition: "Événements de type « réunion de coordination » dont la date est dans la période.",
        place: Place::Axe { axe: "animation", cle: "coordination" },
        ..DU_TYPE
    },
    Figure {
        parties: &[Partie::Fixe("type", "information_collective")],
        libelle: |_| "informations collectives de recrutement".into(),
        definition: "Événements de type « information collective » dont la date est dans la période.",
        place: Place::Axe { axe: "acces", cle: "informations_collectives" },
        carte: Some(70),
        ..DU_TYPE
    },
    Figure {
        parties: &[Partie::Fixe("type", "promotion")],
        libelle: |_| "événements de promotion de l'apprentissage".into(),
        definition: "Événements de type « promotion » dont la date est dans la période. Forums et portes ouvertes ont leur propre type et n'y sont pas.",
        place: Place::Axe { axe: "promotion", cle: "evenements_promotion" },
        carte: Some(80),
        ..DU_TYPE
    },
];
