//! `participations.csv`, key `jeune` + `action` + `date_entree`.

use super::model::ISSUES;
use passerelle_socle::access::Objet;
use passerelle_socle::echanges::{Colonne, Controle, Forme, Nature};

/// Entries in actions.
pub static NATURE: Nature = Nature {
    nom: "participations",
    table: "participations",
    table_cle: None,
    suite: None,
    cle: &["jeune_id", "action_id", "date_entree"],
    colonnes: &[
        Colonne::sans_champ("structure", Forme::Structure, true),
        Colonne::requise("jeune", "jeune_id", Forme::Jeune),
        Colonne::requise("action", "action_id", Forme::Action),
        Colonne::requise("date_entree", "date_entree", Forme::Date),
        Colonne::libre("date_sortie", "date_sortie", Forme::Date),
        Colonne::libre("terminee", "terminee", Forme::Booleen),
        Colonne::libre("issue", "issue", Forme::Parmi(&ISSUES.codes)),
        Colonne::libre("date_issue", "date_issue", Forme::Date),
    ],
    derives: &[],
    controles: &[
        Controle::PasAvant { debut: "date_entree", fin: "date_sortie", des: None },
        Controle::PasAvant { debut: "date_entree", fin: "date_issue", des: None },
    ],
    objet: Objet::Participations,
};
