//! `evenements.csv`, key `code`.

use super::model::TYPES;
use passerelle_socle::access::Objet;
use passerelle_socle::echanges::{Colonne, Controle, Forme, Nature};

/// Events.
pub static NATURE: Nature = Nature {
    nom: "evenements",
    liste: true,
    table: "evenements",
    table_cle: None,
    suite: None,
    cle: &["code"],
    colonnes: &[
        Colonne::requise("code", "code", Forme::Code),
        Colonne::requise("type", "type", Forme::Parmi(TYPES.tous())).dite("Type d'événement"),
        Colonne::libre("intitule", "intitule", Forme::Texte).dite("Intitulé"),
        Colonne::requise("date", "date", Forme::Date),
        Colonne::libre("heure_debut", "heure_debut", Forme::Heure).dite("Heure de début"),
        Colonne::libre("heure_fin", "heure_fin", Forme::Heure).dite("Heure de fin"),
        Colonne::libre("lieu", "lieu", Forme::Texte),
        Colonne::libre("commune_insee", "commune_insee", Forme::Commune).dite("Commune (code INSEE)"),
        Colonne::libre("organisateur", "organisateur_id", Forme::Structure).dite("Organisateur (code)"),
        Colonne::libre("nb_cfa", "nb_cfa", Forme::Entier).dite("Nombre de CFA"),
        Colonne::libre("nb_prescripteurs", "nb_prescripteurs", Forme::Entier).dite("Nombre de prescripteurs"),
        Colonne::libre("nb_employeurs", "nb_employeurs", Forme::Entier).dite("Nombre d'employeurs"),
        Colonne::libre("nb_jeunes", "nb_jeunes", Forme::Entier).dite("Nombre de jeunes"),
        Colonne::libre("public", "public", Forme::Booleen).dite("Ouvert au public"),
    ],
    derives: &[],
    controles: &[Controle::PasAvant { debut: "heure_debut", fin: "heure_fin", des: None }],
    objet: Objet::Evenements,
};
