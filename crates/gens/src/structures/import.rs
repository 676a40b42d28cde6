//! `structures.csv`, key `code`.

use super::model::TYPES;
use passerelle_socle::access::Objet;
use passerelle_socle::echanges::{Colonne, Derive, Forme, Nature};

/// Organisations.
pub static NATURE: Nature = Nature {
    nom: "structures",
    table: "structures",
    table_cle: None,
    suite: None,
    cle: &["code"],
    colonnes: &[
        Colonne::requise("code", "code", Forme::Code),
        Colonne::requise("nom", "nom", Forme::Texte),
        Colonne::requise("type", "type", Forme::Parmi(&TYPES.codes)),
        Colonne::libre("siret", "siret", Forme::Siret),
        Colonne::libre("uai", "uai", Forme::Uai),
        Colonne::libre("commune_insee", "commune_insee", Forme::Commune),
        Colonne::libre("departement", "departement", Forme::Code),
        Colonne::libre("bassin", "bassin", Forme::Texte),
        Colonne::libre("reseau", "reseau", Forme::Texte),
        Colonne::libre("courriel", "courriel", Forme::Courriel),
        Colonne::libre("telephone", "telephone", Forme::Telephone),
    ],
    derives: &[Derive::plie("nom_plie", &["nom"])],
    controles: &[],
    objet: Objet::Structures,
};
