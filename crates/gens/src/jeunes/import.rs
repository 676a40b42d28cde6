//! `jeunes.csv`, key `structure` + `numero`.

use super::model::{SEXES, SITUATIONS};
use super::rules;
use passerelle_socle::access::Objet;
use passerelle_socle::echanges::{Colonne, Controle, De, Derive, Forme, Nature, Suite};

/// Young people.
pub static NATURE: Nature = Nature {
    nom: "jeunes",
    liste: true,
    table: "jeunes",
    table_cle: Some(("numeros", "jeune_id")),
    // The structure that brings somebody in accompanies them, and is in charge.
    suite: Some(Suite {
        table: "accompagnements",
        champs: &[
            ("id", De::Nouveau),
            ("jeune_id", De::Nouveau),
            ("structure_id", De::Cle(0)),
            ("du", De::Champ("date_premier_accueil", Forme::Date)),
            ("en_charge", De::Oui),
        ],
    }),
    cle: &["structure_id", "numero"],
    colonnes: &[
        Colonne::requise("structure", "structure_id", Forme::Structure).dite("Structure (code)"),
        Colonne::requise("numero", "numero", Forme::Code).dite("Numéro dans la structure"),
        Colonne::requise("nom", "nom", Forme::Nom),
        Colonne::requise("prenom", "prenom", Forme::Nom).dite("Prénom"),
        Colonne::libre("date_naissance", "date_naissance", Forme::Date).dite("Date de naissance"),
        Colonne::libre("sexe", "sexe", Forme::Parmi(SEXES.tous())),
        Colonne::libre("commune_insee", "commune_insee", Forme::Commune).dite("Commune (code INSEE)"),
        Colonne::libre("code_postal", "code_postal", Forme::CodePostal).dite("Code postal"),
        Colonne::libre("qpv", "qpv", Forme::Booleen).dite("Quartier prioritaire (QPV)"),
        // Health-related: off until a right of its own guards it.
        Colonne::sans_champ("rqth", Forme::NonConservee("la reconnaissance d'un handicap touche à la santé"), false)
            .dite("Handicap reconnu (RQTH)"),
        Colonne::libre("niveau", "niveau", Forme::Niveau).dite("Niveau de formation"),
        Colonne::libre("situation", "situation", Forme::Parmi(SITUATIONS.tous())),
        Colonne::libre("date_premier_accueil", "date_premier_accueil", Forme::Date).dite("Date du premier accueil"),
        Colonne::libre("telephone", "telephone", Forme::Telephone).dite("Téléphone"),
        Colonne::libre("courriel", "courriel", Forme::Courriel),
    ],
    derives: &[
        Derive { champ: "nom_plie", colonnes: &["nom", "prenom"], faire: rules::nom_plie, index: None },
        Derive {
            champ: "mots",
            colonnes: &["nom", "prenom"],
            faire: rules::mots,
            index: Some(["jeunes_mots", "mot", "jeune_id"]),
        },
    ],
    controles: &[
        Controle::Passee("date_naissance"),
        Controle::Passee("date_premier_accueil"),
        Controle::PasAvant { debut: "date_naissance", fin: "date_premier_accueil", des: None },
    ],
    objet: Objet::Jeunes,
};
