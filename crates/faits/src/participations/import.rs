//! `participations.csv`, key `jeune` + `action` + `date_entree`.

use super::model::ISSUES;
use crate::actions::MOTIFS;
use passerelle_socle::access::Objet;
use passerelle_socle::echanges::{Colonne, Controle, Forme, Nature};

/// Entries in actions.
pub static NATURE: Nature = Nature {
    nom: "participations",
    liste: true,
    table: "participations",
    table_cle: None,
    suite: None,
    cle: &["jeune_id", "action_id", "date_entree"],
    colonnes: &[
        Colonne::sans_champ("structure", Forme::Structure, true).dite("Structure (code)"),
        Colonne::requise("jeune", "jeune_id", Forme::Jeune).dite("Numéro du jeune"),
        Colonne::requise("action", "action_id", Forme::Action).dite("Action (code)"),
        Colonne::requise("date_entree", "date_entree", Forme::Date).dite("Date d'entrée"),
        Colonne::libre("date_sortie", "date_sortie", Forme::Date).dite("Date de sortie"),
        Colonne::libre("terminee", "terminee", Forme::Booleen).dite("Menée à son terme"),
        Colonne::libre("issue", "issue", Forme::Parmi(ISSUES.tous())).dite("Issue"),
        Colonne::libre("date_issue", "date_issue", Forme::Date).dite("Date de l'issue"),
        Colonne::libre("code_motif", "code_motif", Forme::Parmi(MOTIFS.tous())).dite("Motif"),
    ],
    derives: &[],
    controles: &[
        Controle::PasAvant { debut: "date_entree", fin: "date_sortie", des: None },
        Controle::PasAvant { debut: "date_entree", fin: "date_issue", des: None },
    ],
    objet: Objet::Participations,
};
