//! What `positionnements` holds of a person: the places asked for them.

use passerelle_gens::structures;
use passerelle_socle::access::{Champ, Objet};
use passerelle_socle::db::Resultat;
use passerelle_socle::personne::{
    Devient, Donnee, Export, Fusion, Matin, Oubli, Panneau, Personne, Signe, Table, Tache, Vue,
};
use passerelle_socle::web::{Compte, Parametres, combien, compter};

use super::liste::{Positionnements, du_jeune};
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
    journee: Some(|matin| Box::pin(journee(matin))),
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

/// Answers received, and those that are late.
async fn journee(matin: &Matin<'_>) -> Resultat<Panneau> {
    let compte = async |reponse: &str| {
        let qui = matin.miens.then(|| ("referent".to_owned(), "moi".to_owned()));
        let p = Parametres::depuis(qui.into_iter().chain([("reponse".to_owned(), reponse.to_owned())]));
        compter(matin, &Positionnements::demandes(&p), &p).await
    };
    let recues = compte("recue").await?.map(|c| match c.nombre {
        0 => Tache { phrase: "Aucune réponse reçue depuis 7 jours.".into(), adresse: None, a_faire: false },
        n => tache(combien(n, "réponse reçue", "réponses reçues"), c, false),
    });
    let attendues = compte("attendue").await?.map(|c| match c.nombre {
        0 => Tache { phrase: "Aucune réponse attendue depuis plus de 7 jours.".into(), adresse: None, a_faire: false },
        n => tache(combien(n, "demande sans réponse", "demandes sans réponse"), c, true),
    });
    let taches = recues.into_iter().chain(attendues).collect();
    Ok(Panneau { ancre: "positionnements", titre: "Positionnements", taches })
}

fn tache(combien: String, compte: Compte, a_faire: bool) -> Tache {
    Tache { phrase: format!("{combien} depuis 7 jours"), adresse: Some(compte.adresse), a_faire }
}
