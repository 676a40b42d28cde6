//! What `positionnements` holds of a person: the places asked for them.

use passerelle_gens::{comptes, structures};
use passerelle_socle::access::{Action, Champ, Objet};
use passerelle_socle::db::Resultat;
use passerelle_socle::personne::{
    Devient, Donnee, Export, FaitDe, Fusion, Matin, Oubli, Panneau, Personne, Renvoi, Signe, Table, Tache, Vue,
};
use passerelle_socle::web::{Compte, Parametres, combien, compter};

use super::liste::{Positionnements, des_jeunes};
use super::model::{ETATS, PRESENCES};
use super::reunion::reunir;
use crate::actions::{self, MOTIFS};

/// The places asked for them.
pub static PERSONNE: Personne = Personne {
    journal: &[(Objet::Positionnements, "vos demandes de place")],
    faits: Some(|base, _, jeune| Box::pin(async move { Ok(FaitDe::seuls(des_jeunes(base, &[jeune]).await?)) })),
    lot: Some(|base, jeunes| Box::pin(des_jeunes(base, jeunes))),
    vue: Some(Vue {
        rang: 2,
        nom: "positionnements",
        libelle: "Positionnements et actions",
        champs: &[Champ::Parcours],
    }),
    renvois: &[Renvoi {
        libelle: "Demandes de place",
        page: "positionnements",
        action: Action::Consulter,
        objet: Objet::Positionnements,
    }],
    journee: Some(|matin| Box::pin(journee(matin))),
    ..Personne::nouvelle("positionnements", TABLES)
};

const TABLES: &[Table] = &[
    Table::du_jeune("positionnements")
        .fusion(Fusion::Autrement(|reunion| Box::pin(reunir(reunion))))
        .export(Export {
            titre: "Les places demandées pour vous",
            donnees: &[
                Donnee::de("action_id", "Action", actions::INTITULE),
                Donnee::de("prescripteur_id", "Demandé par", structures::NOM),
                Donnee::de("destinataire_id", "Demandé à", structures::NOM),
                Donnee::date("date", "Le"),
                Donnee::code("etat", "Réponse", |code| ETATS.libelle(code).to_owned()),
                Donnee::date("date_etat", "Réponse du"),
                Donnee::date("echeance", "Jusqu'au"),
                Donnee::code("code_motif", "Raison", |code| MOTIFS.libelle(code).to_owned()),
                Donnee::texte("motif", "Précision"),
                Donnee::date("invite_le", "Invitation à l'information collective"),
                Donnee::de("information_id", "Information collective", actions::INTITULE),
                Donnee::code("presence", "Présence", |code| PRESENCES.libelle(code).to_owned()),
            ],
            omises: &["id", "jeune_id", "saisi_le"],
        })
        .oubli(Oubli::Colonnes(&[("motif", Devient::Vide), ("code_motif", Devient::Vide)]))
        .signes(&[Signe::Jour("date"), Signe::Jour("date_etat"), Signe::Jour("invite_le")]),
    Table::pendue("positionnements_etats", "positionnement_id", "positionnements")
        .export(Export {
            titre: "Ce qui a été répondu aux demandes de place",
            donnees: &[
                Donnee::lue(
                    "positionnement_id",
                    "Action",
                    "(SELECT a.intitule FROM actions a JOIN positionnements p ON p.action_id = a.id \
                     WHERE p.id = t.positionnement_id)",
                ),
                Donnee::code("etat", "Réponse", |code| ETATS.libelle(code).to_owned()),
                Donnee::date("date", "Le"),
                Donnee::date("echeance", "Jusqu'au"),
                Donnee::code("code_motif", "Raison", |code| MOTIFS.libelle(code).to_owned()),
                Donnee::texte("motif", "Précision"),
                Donnee::de("structure_id", "Organisme", structures::NOM),
                Donnee::de("compte_id", "Personne", comptes::NOM),
                Donnee::instant("retire_le", "Retirée le"),
            ],
            omises: &["id", "note_le"],
        })
        .oubli(Oubli::Colonnes(&[("motif", Devient::Vide), ("code_motif", Devient::Vide)]))
        .signes(&[Signe::Jour("date")]),
];

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
