//! `contrats.csv`, key `structure` + `jeune` + `type` + `date_debut`.

use super::model::{MOTIFS_RUPTURE, TYPES};
use passerelle_socle::access::Objet;
use passerelle_socle::echanges::{Colonne, Controle, Forme, Nature};

/// Contracts.
pub static NATURE: Nature = Nature {
    nom: "contrats",
    liste: true,
    table: "contrats",
    table_cle: None,
    suite: None,
    cle: &["jeune_id", "structure_id", "type", "date_debut"],
    colonnes: &[
        Colonne::requise("structure", "structure_id", Forme::Structure).dite("Structure (code)"),
        Colonne::requise("jeune", "jeune_id", Forme::Jeune).dite("Numéro du jeune"),
        Colonne::requise("type", "type", Forme::Parmi(TYPES.tous())).dite("Type de contrat"),
        Colonne::libre("employeur_siret", "employeur_siret", Forme::Siret).dite("SIRET de l'employeur"),
        Colonne::libre("employeur_nom", "employeur_nom", Forme::Texte).dite("Nom de l'employeur"),
        Colonne::libre("cfa", "cfa_id", Forme::Structure).dite("CFA (code)"),
        Colonne::libre("certification", "certification", Forme::Code).dite("Certification (RNCP ou diplôme)"),
        Colonne::libre("date_conclusion", "date_conclusion", Forme::Date).dite("Date de conclusion"),
        Colonne::requise("date_debut", "date_debut", Forme::Date).dite("Date de début"),
        Colonne::libre("date_fin", "date_fin", Forme::Date).dite("Date de fin"),
        Colonne::libre("date_rupture", "date_rupture", Forme::Date).dite("Date de rupture"),
        Colonne::libre("motif_rupture", "motif_rupture", Forme::Parmi(MOTIFS_RUPTURE.tous())).dite("Motif de rupture"),
        Colonne::libre("commune_insee", "commune_insee", Forme::Commune)
            .dite("Commune du lieu de travail (code INSEE)"),
        Colonne::libre("idcc", "idcc", Forme::Code).dite("Convention collective (IDCC)"),
        Colonne::libre("opco", "opco", Forme::Texte).dite("OPCO"),
        Colonne::libre("depose_le", "depose_le", Forme::Date).dite("Déposé le"),
        Colonne::libre("maitre", "maitre", Forme::Nom).dite("Maître d'apprentissage"),
        Colonne::libre("trajet_min", "trajet_min", Forme::Entier).dite("Trajet, en minutes"),
        Colonne::libre("calendrier", "calendrier", Forme::Code).dite("Calendrier (code)"),
        Colonne::libre("precedent", "precedent", Forme::Code).dite("Contrat précédent (numéro)"),
    ],
    derives: &[],
    controles: &[
        Controle::PasAvant { debut: "date_debut", fin: "date_fin", des: None },
        // A contract may be broken between its conclusion and its first day.
        Controle::PasAvant { debut: "date_debut", fin: "date_rupture", des: Some("date_conclusion") },
    ],
    objet: Objet::Contrats,
};
