//! Reminders: to whoever is silent, on dates that are kept, and never to whoever said no.

use axum::http::StatusCode;
use passerelle_gens::conservation::opposer;
use passerelle_socle::access::Acteur;
use passerelle_socle::db;
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Horloge;
use passerelle_socle::texte::Texte;

use super::enquete::ouverte;
use super::{CANARI, COMBIEN, Scene, mene, refuse, scenes};
use passerelle_monde::{Monde, id_de};

async fn courriers(s: &Scene, adresse: &str) -> Vec<String> {
    let sql = format!("SELECT texte FROM courriers WHERE destinataire = '{adresse}' ORDER BY id");
    s.monde.textes(&sql).await.into_iter().map(|t| t.split(' ').next().unwrap().to_owned()).collect()
}

/// Everything that was sent happened so many days earlier.
async fn vieillir(s: &Scene, jours: i64) {
    let tx = s.monde.base.transaction().await.unwrap();
    let recul = jours * 86_400_000;
    for sql in [
        "UPDATE enquetes_invitations SET envoyee_le = envoyee_le - $1, repondu_le = repondu_le - $1",
        "UPDATE enquetes_liens SET envoye_le = envoye_le - $1",
    ] {
        db::executer(&tx, sql, [recul.into()]).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn whoever_is_silent_is_reminded_a_few_times_and_nobody_else() {
    for s in scenes("enquete_relances").await {
        let la = ouverte(&s).await;
        let relances = format!("{la}/enquete/relances");
        assert!(refuse(&s.judith, &relances, &[]).await.contains("on laisse 7 jours"));
        let jeune = s.monde.visiteur(None).await;
        let premier = async |i: usize| courriers(&s, &format!("jeune{i}@demo.example")).await.remove(0);
        mene(&jeune, &premier(0).await, &[("q1", "4".to_owned())]).await;
        mene(&jeune, &premier(1).await, &[("refus", "oui".to_owned())]).await;
        let non = Id::from_uuid(id_de(&s.monde, "jeunes", &format!("nom = '{CANARI}ac'")).await);
        let tx = s.monde.base.transaction().await.unwrap();
        let dit = Texte::lire("Non.", 100).unwrap();
        opposer(&tx, Monde::horloge().maintenant(), &Acteur::Systeme, non, &dit).await.unwrap();
        tx.commit().await.unwrap();
        vieillir(&s, 7).await;
        mene(&s.judith, &relances, &[]).await;
        for (i, combien) in [(0, 1), (1, 1), (2, 1), (3, 2)] {
            assert_eq!(courriers(&s, &format!("jeune{i}@demo.example")).await.len(), combien, "{i} {}", s.monde.moteur);
        }
        let rappels = "SELECT count(*) FROM courriers WHERE objet LIKE 'Rappel%'";
        // All who got a link, but those three: whoever has no address gets nothing.
        let partis = s.monde.nombre("SELECT count(*) FROM enquetes_invitations WHERE canal IS NOT NULL").await - 3;
        assert!(partis >= COMBIEN as i64 - 3 && s.monde.nombre(rappels).await == partis);
        // Pressed twice, nobody is written to twice.
        assert!(refuse(&s.judith, &relances, &[]).await.contains("on laisse 7 jours"));
        // Both links lead to the same answers, once.
        let deux = courriers(&s, "jeune3@demo.example").await;
        assert!(deux[0] != deux[1]);
        mene(&jeune, &deux[1], &[("q1", "5".to_owned())]).await;
        assert!(jeune.page(&deux[0]).await.contains("Vos réponses sont enregistrées"));
        // One answered alone, one after the reminder; both rates are told.
        let page = s.judith.page(&la).await;
        assert!(page.contains("Taux sans relance") && page.contains("n° 1, le 20\u{a0}février 2018"), "{page}");
        let sql = "SELECT count(*) FROM enquetes_liens l JOIN enquetes_invitations i ON i.id = l.invitation_id WHERE i.reponses IS NOT NULL";
        assert_eq!(s.monde.nombre(sql).await, 1);
        // A second one, then no more: two a person.
        vieillir(&s, 7).await;
        mene(&s.judith, &relances, &[]).await;
        assert_eq!(courriers(&s, "jeune3@demo.example").await.len(), 2, "answered since");
        assert_eq!(courriers(&s, "jeune4@demo.example").await.len(), 3);
        vieillir(&s, 7).await;
        assert!(refuse(&s.judith, &relances, &[]).await.contains("relancés autant que prévu"));
        assert_eq!(s.monde.nombre("SELECT count(*) FROM enquetes_relances").await, 2);
        // The journal says that people were reminded, not who.
        let notees = "SELECT detail AS texte FROM journal WHERE detail LIKE 'relance n%' ORDER BY detail";
        assert_eq!(s.monde.textes(notees).await[0], format!("relance n° 1 : {partis} rappels"));
    }
}

#[tokio::test]
async fn nobody_is_reminded_after_the_end_nor_more_than_was_planned() {
    for s in scenes("enquete_relances_fin").await {
        let questions = [("q1", "Un projet ?"), ("q1_reponse", "oui_non")];
        let la = s.enregistree(&super::avec(&questions)).await;
        let relances = format!("{la}/enquete/relances");
        assert!(refuse(&s.judith, &relances, &[]).await.contains("Ouvrez d&#39;abord"));
        let ouvrir = |max: &str| vec![("dernier_jour", "2018-03-31".to_owned()), ("relances_max", max.to_owned())];
        for faux in ["5", "-1", "deux"] {
            assert!(refuse(&s.judith, &format!("{la}/enquete"), &ouvrir(faux)).await.contains("entre 0 et 4"));
        }
        mene(&s.judith, &format!("{la}/enquete"), &ouvrir("0")).await;
        vieillir(&s, 30).await;
        assert!(refuse(&s.judith, &relances, &[]).await.contains("Personne à relancer"));
        assert!(!s.judith.page(&la).await.contains("Relancer ceux"));
        let tx = s.monde.base.transaction().await.unwrap();
        let maintenant = Monde::horloge().maintenant().millis();
        let sql = "UPDATE enquetes SET relances_max = 2, expire_le = $1";
        db::executer(&tx, sql, [maintenant.into()]).await.unwrap();
        tx.commit().await.unwrap();
        assert!(refuse(&s.judith, &relances, &[]).await.contains("close"));
        let lecteur = s.monde.visiteur(Some(passerelle_socle::access::Role::Pilote)).await;
        assert_eq!(lecteur.post(&relances, &[]).await.0, StatusCode::NOT_FOUND);
    }
}
