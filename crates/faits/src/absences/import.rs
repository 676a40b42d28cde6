//! `absences.csv`, key `structure` + `jeune` + `date` + `lieu`.

use super::model::{DEMI_JOURNEES, LIEUX};
use passerelle_socle::access::Objet;
use passerelle_socle::echanges::{Colonne, Controle, Forme, Nature};

/// Absences.
pub static NATURE: Nature = Nature {
    nom: "absences",
    liste: false,
    table: "absences",
    table_cle: None,
    suite: None,
    cle: &["jeune_id", "structure_id", "date", "lieu"],
    colonnes: &[
        Colonne::requise("structure", "structure_id", Forme::Structure).dite("Structure (code)"),
        Colonne::requise("jeune", "jeune_id", Forme::Jeune).dite("Numéro du jeune"),
        Colonne::requise("date", "date", Forme::Date),
        Colonne::requise("lieu", "lieu", Forme::Parmi(LIEUX.tous())),
        Colonne::requise("demi_journees", "demi_journees", Forme::Parmi(DEMI_JOURNEES.tous())).dite("Demi-journées"),
        Colonne::libre("justifiee", "justifiee", Forme::Booleen).dite("Justifiée"),
        Colonne::libre("connu_le", "connu_le", Forme::Date).dite("Connue le"),
    ],
    derives: &[],
    controles: &[Controle::PasAvant { debut: "date", fin: "connu_le", des: None }],
    objet: Objet::Contrats,
};
