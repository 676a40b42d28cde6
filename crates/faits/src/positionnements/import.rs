//! `positionnements.csv`, key `jeune` + `action` + `date`.

use super::model::{ETATS, PRESENCES};
use crate::actions::MOTIFS;
use passerelle_socle::access::Objet;
use passerelle_socle::echanges::{Colonne, Controle, Forme, Nature};

/// Positionnements.
pub static NATURE: Nature = Nature {
    nom: "positionnements",
    liste: true,
    table: "positionnements",
    table_cle: None,
    suite: None,
    cle: &["jeune_id", "action_id", "date"],
    colonnes: &[
        Colonne::sans_champ("structure", Forme::Structure, true).dite("Structure (code)"),
        Colonne::requise("jeune", "jeune_id", Forme::Jeune).dite("Numéro du jeune"),
        Colonne::libre("prescripteur", "prescripteur_id", Forme::Structure).dite("Prescripteur (code)"),
        Colonne::requise("action", "action_id", Forme::Action).dite("Action (code)"),
        Colonne::requise("date", "date", Forme::Date),
        Colonne::libre("etat", "etat", Forme::Parmi(ETATS.tous())).dite("État"),
        Colonne::libre("date_etat", "date_etat", Forme::Date).dite("Date de l'état"),
        Colonne::libre("motif", "motif", Forme::Texte),
        Colonne::libre("destinataire", "destinataire_id", Forme::Structure).dite("Destinataire (code)"),
        Colonne::libre("echeance", "echeance", Forme::Date).dite("Échéance de la réponse"),
        Colonne::libre("invite_le", "invite_le", Forme::Date).dite("Invité le"),
        Colonne::libre("information", "information_id", Forme::Action).dite("Information collective (code)"),
        Colonne::libre("presence", "presence", Forme::Parmi(PRESENCES.tous())).dite("Présence"),
        Colonne::libre("code_motif", "code_motif", Forme::Parmi(MOTIFS.tous())).dite("Raison"),
    ],
    derives: &[],
    controles: &[
        Controle::PasAvant { debut: "date", fin: "date_etat", des: None },
        Controle::PasAvant { debut: "date", fin: "echeance", des: None },
        Controle::Saisie {
            date: "date_etat",
            saisi_le: "saisi_le",
            champs: &["etat", "date_etat", "motif", "code_motif", "echeance"],
        },
    ],
    objet: Objet::Positionnements,
};
