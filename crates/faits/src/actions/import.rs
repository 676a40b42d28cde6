//! `actions.csv`, key `code`.

use super::model::{ETATS, TYPES};
use passerelle_socle::access::Objet;
use passerelle_socle::echanges::{Colonne, Controle, Derive, Forme, Nature};

/// Actions.
pub static NATURE: Nature = Nature {
    nom: "actions",
    liste: true,
    table: "actions",
    table_cle: None,
    suite: None,
    cle: &["code"],
    colonnes: &[
        Colonne::requise("code", "code", Forme::Code),
        Colonne::requise("type", "type", Forme::Parmi(TYPES.tous())).dite("Type d'action"),
        Colonne::requise("intitule", "intitule", Forme::Texte).dite("Intitulé"),
        Colonne::libre("porteur", "porteur_id", Forme::Structure).dite("Porteur (code)"),
        Colonne::libre("date_debut", "date_debut", Forme::Date).dite("Date de début"),
        Colonne::libre("date_fin", "date_fin", Forme::Date).dite("Date de fin"),
        Colonne::libre("heures_centre", "heures_centre", Forme::Entier).dite("Heures en centre"),
        Colonne::libre("heures_entreprise", "heures_entreprise", Forme::Entier).dite("Heures en entreprise"),
        Colonne::libre("places", "places", Forme::Entier).dite("Places"),
        Colonne::libre("etat", "etat", Forme::Parmi(ETATS.tous())).dite("État"),
        Colonne::libre("domaine", "domaine", Forme::Texte),
        Colonne::sans_champ(
            "partenaires",
            Forme::Structures("actions_partenaires", "action_id", "structure_id"),
            false,
        ),
        Colonne::libre("commune_insee", "commune_insee", Forme::Commune),
        Colonne::libre("courriel", "courriel", Forme::Courriel),
    ],
    derives: &[Derive::plie("intitule_plie", &["intitule"])],
    controles: &[Controle::PasAvant { debut: "date_debut", fin: "date_fin", des: None }],
    objet: Objet::Actions,
};
