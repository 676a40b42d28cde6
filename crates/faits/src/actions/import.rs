//! `actions.csv`, key `code`.

use super::model::{ETATS, TYPES};
use passerelle_socle::access::Objet;
use passerelle_socle::echanges::{Colonne, Controle, Derive, Forme, Nature};

/// Actions.
pub static NATURE: Nature = Nature {
    nom: "actions",
    table: "actions",
    table_cle: None,
    suite: None,
    cle: &["code"],
    colonnes: &[
        Colonne::requise("code", "code", Forme::Code),
        Colonne::requise("type", "type", Forme::Parmi(&TYPES.codes)),
        Colonne::requise("intitule", "intitule", Forme::Texte),
        Colonne::libre("porteur", "porteur_id", Forme::Structure),
        Colonne::libre("date_debut", "date_debut", Forme::Date),
        Colonne::libre("date_fin", "date_fin", Forme::Date),
        Colonne::libre("heures_centre", "heures_centre", Forme::Entier),
        Colonne::libre("heures_entreprise", "heures_entreprise", Forme::Entier),
        Colonne::libre("places", "places", Forme::Entier),
        Colonne::libre("etat", "etat", Forme::Parmi(&ETATS.codes)),
        Colonne::libre("domaine", "domaine", Forme::Texte),
        Colonne::sans_champ(
            "partenaires",
            Forme::Structures("actions_partenaires", "action_id", "structure_id"),
            false,
        ),
    ],
    derives: &[Derive::plie("intitule_plie", &["intitule"])],
    controles: &[Controle::PasAvant { debut: "date_debut", fin: "date_fin", des: None }],
    objet: Objet::Actions,
};
