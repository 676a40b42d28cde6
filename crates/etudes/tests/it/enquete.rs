//! A survey by personal links: answered once, refused without a reason, closed on its day.

use axum::http::StatusCode;
use passerelle_gens::conservation::opposer;
use passerelle_socle::access::Acteur;
use passerelle_socle::db;
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Horloge;
use passerelle_socle::texte::Texte;

use super::{CANARI, COMBIEN, Scene, avec, mene, rangees, refuse, scenes};
use passerelle_monde::{Monde, id_de};

/// A study with two questions, its survey open until the end of March.
pub(super) async fn ouverte(s: &Scene) -> String {
    let questions = [
        ("q1", "Vous sentez-vous bien accompagné ?"),
        ("q1_reponse", "echelle"),
        ("q2", "Avez-vous un projet ?"),
        ("q2_reponse", "oui_non"),
    ];
    let la = s.enregistree(&avec(&questions)).await;
    mene(&s.judith, &format!("{la}/enquete"), &[("dernier_jour", "2018-03-31".to_owned())]).await;
    la
}

/// The link that somebody received.
async fn lien(s: &Scene, adresse: &str) -> String {
    let sql = format!("SELECT texte FROM courriers WHERE destinataire = '{adresse}'");
    let textes = s.monde.textes(&sql).await;
    assert_eq!(textes.len(), 1, "{adresse}");
    textes[0].split(' ').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_link_is_answered_once_by_anybody_who_holds_it() {
    for s in scenes("enquete_reponse").await {
        let la = ouverte(&s).await;
        let lien = lien(&s, "jeune0@demo.example").await;
        let jeune = s.monde.visiteur(None).await;
        let page = jeune.page(&lien).await;
        assert!(page.contains("Vous sentez-vous bien accompagné") && page.contains("Je ne veux pas répondre"));
        assert!(!page.contains(CANARI), "nobody is named");
        assert!(refuse(&jeune, &lien, &[]).await.contains("Choisissez une réponse"));
        assert!(refuse(&jeune, &lien, &[("q1", "7".to_owned())]).await.contains("pas de celles qui sont proposées"));
        mene(&jeune, &lien, &[("q1", "4".to_owned()), ("q2", "1".to_owned())]).await;
        assert!(jeune.page(&lien).await.contains("Vos réponses sont enregistrées"));
        let (statut, ..) = jeune.post(&lien, &[("q1", "1")]).await;
        assert_eq!(statut, StatusCode::OK);
        let reponses =
            s.monde.textes("SELECT reponses AS texte FROM enquetes_invitations WHERE reponses IS NOT NULL").await;
        assert_eq!(reponses, [r#"{"q1":4,"q2":1}"#]);
        // Only the hash of the link is kept, and the journal does not say who answered.
        let secret = lien.rsplit('/').next().unwrap();
        let hors_courrier = s.monde.textes("SELECT detail AS texte FROM journal WHERE objet = 'enquetes'").await;
        assert_eq!(hors_courrier.len(), 1);
        let sql = format!("SELECT count(*) FROM enquetes_invitations WHERE CAST(empreinte AS text) LIKE '%{secret}%'");
        assert_eq!(s.monde.nombre(&sql).await, 0);
        let page = s.judith.page(&la).await;
        assert!(page.contains("Réponses, bras par bras") && page.contains("moins de 5"), "{page}");
    }
}

#[tokio::test]
async fn answers_become_outcomes_and_refusals_do_not() {
    for s in scenes("enquete_extrait").await {
        let la = ouverte(&s).await;
        let jeune = s.monde.visiteur(None).await;
        for i in 0..COMBIEN {
            let lien = lien(&s, &format!("jeune{i}@demo.example")).await;
            match i % 4 {
                0 => mene(&jeune, &lien, &[("q1", format!("{}", 2 + i % 3)), ("q2", "1".to_owned())]).await,
                1 => mene(&jeune, &lien, &[("q1", format!("{}", 1 + i % 3))]).await,
                2 => mene(&jeune, &lien, &[("refus", "oui".to_owned())]).await,
                _ => continue,
            };
        }
        let extrait = s.extrait(&la).await;
        let (csv, _) = s.fichiers(&extrait).await;
        let lignes = rangees(&csv);
        let place = |nom: &str| lignes[0].iter().position(|c| c == nom).unwrap();
        let dites = |nom: &str| lignes[1..].iter().filter(|l| !l[place(nom)].is_empty()).count();
        assert_eq!((dites("q1"), dites("q2")), (COMBIEN / 2, COMBIEN / 4));
        mene(&s.judith, &format!("{extrait}/analyses"), &[]).await;
        let page = s.judith.page(&extrait).await;
        assert!(page.contains("Avez-vous un projet ?") && page.contains("Résultats connus, bras par bras"));
        // Asked again, only those who had no link get one: nobody here.
        mene(&s.judith, &format!("{la}/enquete"), &[]).await;
        let invites = s.monde.nombre("SELECT count(*) FROM enquetes_invitations").await as usize;
        assert_eq!(invites, COMBIEN + 3);
    }
}

#[tokio::test]
async fn a_link_unknown_expired_or_of_somebody_who_objects_leads_nowhere() {
    for s in scenes("enquete_expiree").await {
        let jeune = Id::from_uuid(id_de(&s.monde, "jeunes", &format!("nom = '{CANARI}aa'")).await);
        let autre = Id::from_uuid(id_de(&s.monde, "jeunes", &format!("nom = '{CANARI}ab'")).await);
        let oppose = async |qui| {
            let tx = s.monde.base.transaction().await.unwrap();
            let dit = Texte::lire("Non.", 100).unwrap();
            opposer(&tx, Monde::horloge().maintenant(), &Acteur::Systeme, qui, &dit).await.unwrap();
            tx.commit().await.unwrap();
        };
        oppose(jeune).await;
        ouverte(&s).await;
        // Whoever objected before is not asked.
        let sql = "SELECT count(*) FROM courriers WHERE destinataire = 'jeune0@demo.example'";
        assert_eq!(s.monde.nombre(sql).await, 0);
        let (a, b) = (lien(&s, "jeune1@demo.example").await, lien(&s, "jeune2@demo.example").await);
        let quelqu_un = s.monde.visiteur(None).await;
        quelqu_un.page(&a).await;
        oppose(autre).await;
        assert_eq!(quelqu_un.get(&a).await.0, StatusCode::NOT_FOUND);
        assert_eq!(quelqu_un.get("/enquete/jamais-remis").await.0, StatusCode::NOT_FOUND);
        let tx = s.monde.base.transaction().await.unwrap();
        let maintenant = Monde::horloge().maintenant().millis();
        db::executer(&tx, "UPDATE enquetes SET expire_le = $1", [maintenant.into()]).await.unwrap();
        tx.commit().await.unwrap();
        for reponse in [quelqu_un.get(&b).await, quelqu_un.post(&b, &[("q1", "3")]).await] {
            assert_eq!(reponse.0, StatusCode::NOT_FOUND);
        }
    }
}
