//! What `contestations` holds of a person: what they said of what is written of them, and the answers.

use passerelle_socle::personne::{Donnee, Export, Oubli, Personne, Signe, Table};

use super::model::sujet;
use crate::comptes;

/// What they contested.
pub static PERSONNE: Personne = Personne::nouvelle("contestations", TABLES);

const TABLES: &[Table] = &[Table::du_jeune("contestations")
    .export(Export {
        titre: "Ce que vous avez contesté",
        donnees: &[
            Donnee::code("objet", "À propos de", |code| sujet(code).to_owned()),
            Donnee::texte("texte", "Vous avez écrit"),
            Donnee::instant("faite_le", "Le"),
            Donnee::instant("repondu_le", "Répondu le"),
            Donnee::de("repondu_par", "Par", comptes::NOM),
            Donnee::texte("reponse", "Réponse"),
        ],
        omises: &["id", "jeune_id", "objet_id"],
    })
    .oubli(Oubli::Lignes)
    .signes(&[Signe::Instant("faite_le")])];
