//! `partenariats.csv`, key `structure` + `date`.

use super::model::ETATS;
use passerelle_socle::access::Objet;
use passerelle_socle::echanges::{Colonne, Forme, Nature};

/// Partnerships.
pub static NATURE: Nature = Nature {
    nom: "partenariats",
    liste: true,
    table: "partenariats",
    table_cle: None,
    suite: None,
    cle: &["structure_id", "date"],
    colonnes: &[
        Colonne::requise("structure", "structure_id", Forme::Structure).dite("Structure (code)"),
        Colonne::requise("etat", "etat", Forme::Parmi(ETATS.tous())).dite("État"),
        Colonne::requise("date", "date", Forme::Date),
    ],
    derives: &[],
    controles: &[],
    objet: Objet::Partenariats,
};
