//! What `positionnements` holds of a person: the places asked for them.

use passerelle_gens::structures;
use passerelle_socle::access::{Champ, Objet};
use passerelle_socle::personne::{Devient, Donnee, Export, Fusion, Oubli, Personne, Signe, Table, Vue};

use super::liste::du_jeune;
use super::model::ETATS;
use crate::actions;

/// The places asked for them.
pub static PERSONNE: Personne = Personne {
    journal: &[(Objet::Positionnements, "vos demandes de place")],
    faits: Some(|base, _, jeune| Box::pin(du_jeune(base, jeune))),
    vue: Some(Vue {
        rang: 2,
        nom: "positionnements",
        libelle: "Positionnements et actions",
        champs: &[Champ::Parcours],
    }),
    ..Personne::nouvelle("positionnements", TABLES)
};

const TABLES: &[Table] = &[Table::du_jeune("positionnements")
    .fusion(Fusion::Doubles("g.action_id = a.action_id AND g.date = a.date"))
    .export(Export {
        titre: "Les places demandées pour vous",
        donnees: &[
            Donnee::de("action_id", "Action", actions::INTITULE),
            Donnee::de("prescripteur_id", "Demandé par", structures::NOM),
            Donnee::date("date", "Le"),
            Donnee::code("etat", "Réponse", |code| ETATS.libelle(code).to_owned()),
            Donnee::date("date_etat", "Réponse du"),
            Donnee::texte("motif", "Raison"),
        ],
        omises: &["id", "jeune_id"],
    })
    .oubli(Oubli::Colonnes(&[("motif", Devient::Vide)]))
    .signes(&[Signe::Jour("date"), Signe::Jour("date_etat")])];
