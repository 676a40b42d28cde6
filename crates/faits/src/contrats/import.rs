//! `contrats.csv`, key `structure` + `jeune` + `type` + `date_debut`.

use super::model::{MOTIFS_RUPTURE, TYPES};
use passerelle_socle::access::Objet;
use passerelle_socle::echanges::{Colonne, Controle, Forme, Nature};

/// Contracts.
pub static NATURE: Nature = Nature {
    nom: "contrats",
    table: "contrats",
    table_cle: None,
    suite: None,
    cle: &["jeune_id", "structure_id", "type", "date_debut"],
    colonnes: &[
        Colonne::requise("structure", "structure_id", Forme::Structure),
        Colonne::requise("jeune", "jeune_id", Forme::Jeune),
        Colonne::requise("type", "type", Forme::Parmi(&TYPES.codes)),
        Colonne::libre("employeur_siret", "employeur_siret", Forme::Siret),
        Colonne::libre("employeur_nom", "employeur_nom", Forme::Texte),
        Colonne::libre("cfa", "cfa_id", Forme::Structure),
        Colonne::libre("certification", "certification", Forme::Code),
        Colonne::libre("date_conclusion", "date_conclusion", Forme::Date),
        Colonne::requise("date_debut", "date_debut", Forme::Date),
        Colonne::libre("date_fin", "date_fin", Forme::Date),
        Colonne::libre("date_rupture", "date_rupture", Forme::Date),
        Colonne::libre("motif_rupture", "motif_rupture", Forme::Parmi(&MOTIFS_RUPTURE.codes)),
    ],
    derives: &[],
    controles: &[
        Controle::PasAvant { debut: "date_debut", fin: "date_fin", des: None },
        // A contract may be broken between its conclusion and its first day.
        Controle::PasAvant { debut: "date_debut", fin: "date_rupture", des: Some("date_conclusion") },
    ],
    objet: Objet::Contrats,
};
