//! From a draft to a frozen protocol, and what is added to it.

use axum::http::StatusCode;
use passerelle_socle::access::Role;
use passerelle_socle::db;

use super::{avec, formulaire, mene, refuse, scenes};

#[tokio::test]
async fn a_protocol_changes_until_it_is_registered_and_never_after() {
    for s in scenes("etude_protocole").await {
        let la = s.brouillon(&formulaire()).await;
        assert!(s.judith.page(&la).await.contains("Brouillon."));
        mene(&s.judith, &format!("{la}/modifier"), &avec(&[("d_contrat", "150")])).await;
        assert!(s.judith.page(&la).await.contains("dans les 150 jours"));
        mene(&s.judith, &format!("{la}/enregistrer"), &[]).await;
        let (fige, page) = (s.judith.fichier(&format!("{la}/protocole.json")).await, s.judith.page(&la).await);
        // The hash shown is the one of the bytes handed over.
        assert!(page.contains(&passerelle_tirage::hex(&passerelle_tirage::sha256(&fige))), "{page}");
        assert!(page.contains("Protocole enregistré") && page.contains("Évaluation"));
        for (chemin, champs) in [("modifier", formulaire()), ("enregistrer", vec![]), ("supprimer", vec![])] {
            let dit = refuse(&s.judith, &format!("{la}/{chemin}"), &champs).await;
            assert!(dit.contains("enregistrée"), "{chemin}");
        }
        assert_eq!(s.judith.fichier(&format!("{la}/protocole.json")).await, fige);
    }
}

#[tokio::test]
async fn neither_engine_lets_what_is_registered_change() {
    for s in scenes("etude_gardes").await {
        let la = s.enregistree(&formulaire()).await;
        let amende = [("texte", "Un second extrait.".to_owned()), ("motif", "Retard.".to_owned())];
        mene(&s.judith, &format!("{la}/amendements"), &amende).await;
        let extrait = s.extrait(&la).await;
        mene(&s.judith, &format!("{extrait}/analyses"), &[]).await;
        for sql in [
            "UPDATE etudes SET protocole = '{}'",
            "DELETE FROM etudes",
            "UPDATE etudes_amendements SET motif = 'autre'",
            "DELETE FROM etudes_amendements",
            "UPDATE etudes_extraits SET description = '{}'",
            "UPDATE etudes_extraits SET cle_expire = '2099-01-01'",
            "DELETE FROM etudes_extraits",
            "UPDATE etudes_resultats SET contenu = '{}'",
            "DELETE FROM etudes_resultats",
        ] {
            let tx = s.monde.base.transaction().await.unwrap();
            let erreur = db::executer(&tx, sql, []).await.expect_err(sql).to_string();
            assert!(erreur.contains("ne change pas") || erreur.contains("reste"), "{sql} : {erreur}");
        }
    }
}

#[tokio::test]
async fn amendments_are_added_with_a_reason_and_chained() {
    for s in scenes("etude_amendements").await {
        let la = s.brouillon(&formulaire()).await;
        let adresse = format!("{la}/amendements");
        let amende = |t: &str, m: &str| [("texte", t.to_owned()), ("motif", m.to_owned())];
        assert!(refuse(&s.judith, &adresse, &amende("A", "B")).await.contains("Enregistrez d&#39;abord le protocole"));
        mene(&s.judith, &format!("{la}/enregistrer"), &[]).await;
        let dit = refuse(&s.judith, &adresse, &amende("Un second extrait en mai.", " ")).await;
        assert!(dit.contains("un amendement sans raison") && dit.contains("Un second extrait en mai."));
        mene(&s.judith, &adresse, &amende("Un second extrait en mai.", "Contrats reçus en retard.")).await;
        mene(&s.judith, &adresse, &amende("Sans les départs.", "Déménagements.")).await;
        let page = s.judith.page(&la).await;
        assert!(page.contains("Contrats reçus en retard.") && page.contains("Sans les départs."));
        let chaine = s.monde.textes("SELECT empreinte AS texte FROM etudes_amendements ORDER BY rang").await;
        assert_eq!(chaine.len(), 2);
        assert_ne!(chaine[0], chaine[1]);
    }
}

#[tokio::test]
async fn a_study_registered_once_an_outcome_is_known_says_so_everywhere() {
    for s in scenes("etude_apres").await {
        // Contracts were signed in July 2017; it is February 2018.
        let tard = s.enregistree(&formulaire()).await;
        let phrase = "Enregistrée après : un premier résultat est connu depuis le 3\u{a0}juillet 2017";
        assert!(s.judith.page(&tard).await.contains(phrase));
        let a_temps = s.enregistree(&avec(&[("du", "2018-02-01"), ("au", "2018-12-31")])).await;
        assert!(!s.judith.page(&a_temps).await.contains("Enregistrée après"));
        let liste = s.judith.page("/etudes").await;
        assert_eq!(liste.matches("Enregistrée après").count(), 1);
    }
}

#[tokio::test]
async fn a_study_is_written_by_an_evaluator_and_read_by_those_who_steer() {
    for s in scenes("etude_roles").await {
        let la = s.brouillon(&formulaire()).await;
        let pilote = s.monde.visiteur(Some(Role::Pilote)).await;
        assert_eq!(pilote.get(&la).await.0, StatusCode::NOT_FOUND);
        assert!(pilote.page("/etudes").await.contains("Aucune étude"));
        mene(&s.judith, &format!("{la}/enregistrer"), &[]).await;
        let extrait = s.extrait(&la).await;
        mene(&s.judith, &format!("{extrait}/analyses"), &[]).await;
        assert!(pilote.page(&extrait).await.contains("Ce que disent les résultats"));
        for chemin in [format!("{extrait}/fichier/csv"), format!("{la}/modifier"), "/etudes/nouvelle".into()] {
            assert_eq!(pilote.get(&chemin).await.0, StatusCode::NOT_FOUND, "{chemin}");
        }
        assert_eq!(pilote.post(&format!("{la}/extraits"), &[]).await.0, StatusCode::NOT_FOUND);
        let conseil = s.monde.professionnel("Claire Nobel", Role::Conseiller, "ML-NORD").await;
        assert_eq!(conseil.get("/etudes").await.0, StatusCode::NOT_FOUND);
    }
}
