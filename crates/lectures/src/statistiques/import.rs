//! `statistiques.csv`, key `serie` + `territoire` + `periode`.

use passerelle_socle::access::Objet;
use passerelle_socle::echanges::{Colonne, Forme, Nature};

/// Outside figures quoted beside our own.
pub static NATURE: Nature = Nature {
    nom: "statistiques",
    liste: true,
    table: "statistiques",
    table_cle: None,
    suite: None,
    cle: &["serie", "territoire", "periode"],
    colonnes: &[
        Colonne::requise("serie", "serie", Forme::Code),
        Colonne::requise("territoire", "territoire", Forme::Code),
        Colonne::requise("periode", "periode", Forme::Code),
        Colonne::libre("valeur", "valeur", Forme::Decimal),
        Colonne::libre("unite", "unite", Forme::Texte),
        Colonne::libre("source", "source", Forme::Texte),
    ],
    derives: &[],
    controles: &[],
    objet: Objet::Statistiques,
};
