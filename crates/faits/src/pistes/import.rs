//! `pistes.csv`, key `structure` + `jeune` + `siret` + `ouverte_le`.

use super::model::{ETATS, MOTIFS};
use passerelle_socle::access::Objet;
use passerelle_socle::echanges::{Colonne, Controle, Forme, Nature};

/// Pistes.
pub static NATURE: Nature = Nature {
    nom: "pistes",
    liste: true,
    table: "pistes",
    table_cle: None,
    suite: None,
    cle: &["jeune_id", "structure_id", "siret", "ouverte_le"],
    colonnes: &[
        Colonne::requise("structure", "structure_id", Forme::Structure).dite("Structure (code)"),
        Colonne::requise("jeune", "jeune_id", Forme::Jeune).dite("Numéro du jeune"),
        Colonne::requise("siret", "siret", Forme::Siret).dite("SIRET de l'employeur"),
        Colonne::libre("cfa", "cfa_id", Forme::Structure).dite("CFA (code)"),
        Colonne::requise("ouverte_le", "ouverte_le", Forme::Date).dite("Ouverte le"),
        Colonne::libre("signature_prevue", "signature_prevue", Forme::Date).dite("Signature prévue le"),
        Colonne::libre("etat", "etat", Forme::Parmi(ETATS.tous())).dite("État"),
        Colonne::libre("date_etat", "date_etat", Forme::Date).dite("Date de l'état"),
        Colonne::libre("motif", "motif", Forme::Parmi(MOTIFS.tous())).dite("Raison de l'abandon"),
        Colonne::libre("employeur_nom", "employeur_nom", Forme::Texte).dite("Nom de l'employeur"),
    ],
    derives: &[],
    controles: &[
        Controle::PasAvant { debut: "ouverte_le", fin: "signature_prevue", des: None },
        Controle::PasAvant { debut: "ouverte_le", fin: "date_etat", des: None },
        Controle::Saisie {
            date: "date_etat",
            saisi_le: "saisi_le",
            champs: &["etat", "date_etat", "motif", "signature_prevue"],
        },
    ],
    objet: Objet::Pistes,
};
