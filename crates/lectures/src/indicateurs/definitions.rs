//! What each figure means, in words, with its reference.

use super::figure::{Figure, Mesure};
use passerelle_faits::contrats;
use passerelle_gens::structures;

/// The words of a figure.
#[derive(Clone, Debug)]
pub struct Texte {
    /// Label, without the number.
    pub libelle: String,
    /// How it is counted.
    pub definition: String,
    /// Whom it covers.
    pub perimetre: &'static str,
    /// Where the definition comes from.
    pub reference: &'static str,
}

const BILAN: &str =
    "Bilan des développeurs de l'apprentissage territorial, indicateurs de suivi de la convention régionale";
const TERRITOIRE: &str = "Toutes les structures du territoire présentes dans la base.";

/// The indicators of follow-up by line of work: (line, key in the JSON report, figure).
pub const AXES: [(&str, &[(&str, Figure)]); 3] = [
    (
        "Animation de réseaux de partenaires",
        &[
            ("partenariats_inities", Figure::Partenariats("initie")),
            ("partenariats_perennises", Figure::Partenariats("perennise")),
            ("rencontres_cfa_prescripteurs", Figure::Evenements("rencontre_cfa_prescripteurs")),
            ("reunions_referents", Figure::Evenements("reunion_referents")),
            ("coordination", Figure::Evenements("coordination")),
        ],
    ),
    (
        "Accès à l'apprentissage et sécurisation des parcours",
        &[
            ("actions", Figure::Actions),
            ("parcours_securises", Figure::ParcoursSecurises),
            ("informations_collectives", Figure::Evenements("information_collective")),
        ],
    ),
    ("Promotion de l'apprentissage", &[("evenements_promotion", Figure::Evenements("promotion"))]),
];

impl Figure {
    /// Its words.
    pub fn texte(&self) -> Texte {
        let texte = |libelle: &str, definition: &str| Texte {
            libelle: libelle.into(),
            definition: definition.into(),
            perimetre: TERRITOIRE,
            reference: BILAN,
        };
        match self {
            Self::Partenariats("initie") => texte(
                "partenariats initiés",
                "Partenariats passés à l'état « initié » à une date de la période. Une structure compte une fois par date.",
            ),
            Self::Partenariats(_) => texte(
                "partenariats pérennisés",
                "Partenariats passés à l'état « pérennisé » à une date de la période. Une structure compte une fois par date.",
            ),
            Self::Evenements("rencontre_cfa_prescripteurs") => texte(
                "rencontres CFA / prescripteurs",
                "Événements de type « rencontre CFA / prescripteurs » dont la date est dans la période.",
            ),
            Self::Evenements("reunion_referents") => texte(
                "réunions des référents alternance",
                "Événements de type « réunion des référents » dont la date est dans la période.",
            ),
            Self::Evenements("coordination") => texte(
                "réunions de coordination",
                "Événements de type « réunion de coordination » dont la date est dans la période.",
            ),
            Self::Evenements("information_collective") => texte(
                "informations collectives de recrutement",
                "Événements de type « information collective » dont la date est dans la période.",
            ),
            Self::Evenements(_) => texte(
                "événements de promotion de l'apprentissage",
                "Événements de type « promotion » dont la date est dans la période. Forums et portes ouvertes ont leur propre type et n'y sont pas.",
            ),
            Self::Actions => texte(
                "actions",
                "Actions dont les dates touchent la période, hors parcours sécurisés et hors informations collectives, comptées à part.",
            ),
            Self::ParcoursSecurises => texte(
                "parcours sécurisés",
                "Parcours sécurisés dont les dates touchent la période, y compris ceux qui étaient prévus et n'ont jamais ouvert.",
            ),
            Self::Parcours(_, mesure) => {
                let (libelle, definition) = mesure.mots();
                texte(libelle, definition)
            }
            Self::Contrats(_, genre) => Texte {
                libelle: match genre {
                    None => "contrats en alternance".into(),
                    Some(g) => format!("contrats de type « {} »", contrats::TYPES.libelle(g).to_lowercase()),
                },
                definition: "Contrats d'apprentissage ou de professionnalisation dont le premier jour est dans la période, comptés sous la structure en charge du jeune. Un jeune qui signe deux contrats compte deux fois ; un contrat rompu ensuite reste compté.".into(),
                perimetre: "Jeunes suivis par les structures qui ont remis leurs contrats.",
                reference: "Bilan des développeurs de l'apprentissage territorial, contrats en alternance des missions locales (source : i-milo)",
            },
            Self::Positionnements(genre) => Texte {
                libelle: match genre.as_deref() {
                    None => "positionnements".into(),
                    Some("") => "positionnements sans prescripteur connu".into(),
                    Some(g) => format!("positionnements par : {}", structures::TYPES.libelle(g)),
                },
                definition: "Demandes d'une structure à une action pour un jeune, comptées à leur date, quelle que soit la réponse, et rangées selon le type de la structure qui prescrit.".into(),
                perimetre: TERRITOIRE,
                reference: "Bilan des développeurs de l'apprentissage territorial, positionnements par prescripteur",
            },
        }
    }
}

impl Mesure {
    /// Label and definition.
    pub fn mots(self) -> (&'static str, &'static str) {
        match self {
            Self::Accompagnes => ("jeunes accompagnés", "Jeunes différents entrés au moins une fois dans le parcours."),
            Self::Termines => ("jeunes ayant terminé le parcours", "Jeunes différents allés au bout du parcours."),
            Self::ContratApprentissage => (
                "jeunes ayant signé un contrat d'apprentissage",
                "Jeunes différents dont la suite du parcours est un contrat d'apprentissage.",
            ),
            Self::Formation => (
                "jeunes en formation autre",
                "Jeunes différents dont la suite du parcours est une autre formation, passerelles comprises.",
            ),
            Self::Emploi => {
                ("jeunes en emploi", "Jeunes différents dont la suite du parcours est un emploi, durable ou non.")
            }
            Self::SortiesPositives => (
                "sorties positives",
                "Jeunes différents dont la suite du parcours est un contrat d'apprentissage ou de professionnalisation, un emploi, une formation ou un retour à l'école ; ni la réorientation, ni l'abandon, ni l'absence de solution.",
            ),
        }
    }
}
