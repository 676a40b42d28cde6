//! `positionnements.csv`, key `jeune` + `action` + `date`.

use super::model::ETATS;
use passerelle_socle::access::Objet;
use passerelle_socle::echanges::{Colonne, Controle, Forme, Nature};

/// Positionnements.
pub static NATURE: Nature = Nature {
    nom: "positionnements",
    table: "positionnements",
    table_cle: None,
    suite: None,
    cle: &["jeune_id", "action_id", "date"],
    colonnes: &[
        Colonne::sans_champ("structure", Forme::Structure, true),
        Colonne::requise("jeune", "jeune_id", Forme::Jeune),
        Colonne::libre("prescripteur", "prescripteur_id", Forme::Structure),
        Colonne::requise("action", "action_id", Forme::Action),
        Colonne::requise("date", "date", Forme::Date),
        Colonne::libre("etat", "etat", Forme::Parmi(&ETATS.codes)),
        Colonne::libre("date_etat", "date_etat", Forme::Date),
        Colonne::libre("motif", "motif", Forme::Texte),
    ],
    derives: &[],
    controles: &[Controle::PasAvant { debut: "date", fin: "date_etat", des: None }],
    objet: Objet::Positionnements,
};
