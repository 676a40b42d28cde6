//! `structures.csv`, key `code`.

use super::model::TYPES;
use passerelle_socle::access::Objet;
use passerelle_socle::echanges::{Colonne, Derive, Forme, Nature};

/// Organisations.
pub static NATURE: Nature = Nature {
    nom: "structures",
    liste: true,
    table: "structures",
    table_cle: None,
    suite: None,
    cle: &["code"],
    colonnes: &[
        Colonne::requise("code", "code", Forme::Code),
        Colonne::requise("nom", "nom", Forme::Texte),
        Colonne::requise("type", "type", Forme::Parmi(TYPES.tous())).dite("Type de structure"),
        Colonne::libre("siret", "siret", Forme::Siret).dite("SIRET"),
        Colonne::libre("uai", "uai", Forme::Uai).dite("UAI"),
        Colonne::libre("commune_insee", "commune_insee", Forme::Commune).dite("Commune (code INSEE)"),
        Colonne::libre("departement", "departement", Forme::Code).dite("Département"),
        Colonne::libre("bassin", "bassin", Forme::Texte),
        Colonne::libre("reseau", "reseau", Forme::Texte).dite("Réseau"),
        Colonne::libre("courriel", "courriel", Forme::Courriel),
        Colonne::libre("telephone", "telephone", Forme::Telephone).dite("Téléphone"),
    ],
    derives: &[Derive::plie("nom_plie", &["nom"])],
    controles: &[],
    objet: Objet::Structures,
};
