//! `calendriers.csv`, key `cfa` + `code` + `debut`.

use passerelle_socle::access::Objet;
use passerelle_socle::echanges::{Colonne, Controle, Forme, Nature};

/// Periods at the CFA.
pub static NATURE: Nature = Nature {
    nom: "calendriers",
    liste: false,
    table: "calendriers",
    table_cle: None,
    suite: None,
    cle: &["cfa_id", "code", "debut"],
    colonnes: &[
        Colonne::requise("cfa", "cfa_id", Forme::Structure).dite("CFA (code)"),
        Colonne::requise("code", "code", Forme::Code),
        Colonne::requise("debut", "debut", Forme::Date).dite("Début"),
        Colonne::requise("fin", "fin", Forme::Date).dite("Fin"),
    ],
    derives: &[],
    controles: &[Controle::PasAvant { debut: "debut", fin: "fin", des: None }],
    objet: Objet::Contrats,
};
