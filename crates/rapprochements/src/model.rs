//! What a pair says and what becomes of it.

use serde::{Deserialize, Serialize};

use passerelle_socle::vocabulaire::Vocabulaire;

/// States of a pair.
pub(super) static ETATS: Vocabulaire<3> =
    Vocabulaire::nouveau([("propose", "À revoir"), ("reuni", "Réunies"), ("separe", "Deux personnes")]);

/// What was decided, as it is told afterwards.
pub(super) static GESTES: Vocabulaire<3> = Vocabulaire::nouveau([
    ("reunir", "Même personne : les deux fiches ont été réunies"),
    ("separer", "Deux personnes différentes"),
    ("revenir", "Décision annulée"),
]);

/// States of a row of a file.
pub(super) static ETATS_LIGNE: Vocabulaire<3> =
    Vocabulaire::nouveau([("propose", "À revoir"), ("lie", "Reconnue"), ("separe", "Quelqu'un d'autre")]);

/// What was decided of a row, as it is told afterwards.
pub(super) static GESTES_LIGNE: Vocabulaire<3> = Vocabulaire::nouveau([
    ("lier", "C'est cette personne : le numéro du fichier est le sien"),
    ("separer", "C'est quelqu'un d'autre"),
    ("revenir", "Décision annulée"),
]);

/// What one field says of a pair: how it agrees, never what it holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Indice {
    /// Code of the field.
    pub champ: String,
    /// How it agrees, in the words of the engine.
    pub niveau: String,
    /// Weight of evidence, in tenths of a bit: positive for one person, negative against.
    pub poids: i32,
}

/// What may be expected of a look through the base: shares between 0 and 1, each with its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Attendu {
    pub valeur: f64,
    pub bas: f64,
    pub haut: f64,
}

/// How two values go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Accord {
    Concorde,
    Ressemble,
    Differe,
    Manque,
}

/// A field shown: its code, its words, the fields of the person it is read from.
pub(super) struct Champ {
    pub code: &'static str,
    pub libelle: &'static str,
}

const fn champ(code: &'static str, libelle: &'static str) -> Champ {
    Champ { code, libelle }
}

/// In the order in which they are read.
pub(super) static CHAMPS: [Champ; 7] = [
    champ("nom", "Nom de famille"),
    champ("prenom", "Prénom"),
    champ("date_naissance", "Date de naissance"),
    champ("sexe", "Sexe"),
    champ("lieu", "Commune et code postal"),
    champ("telephone", "Téléphone"),
    champ("courriel", "Adresse électronique"),
];
