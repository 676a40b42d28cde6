//! One's own account: one role at a time, one's own sessions, how long they last.

use axum::http::StatusCode;
use passerelle_gens::comptes;
use passerelle_socle::access::{Acteur, Portee, Role};
use passerelle_socle::db::Lieu;
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Horloge;

use super::{MOT, code_totp, entre, form, inscrire, journal, portee, se_connecter};
use passerelle_monde::porte::{Porte, apres};
use passerelle_monde::{Monde, id_de, mondes};

pub async fn donner(monde: &Monde, compte: uuid::Uuid, role: Role, portee: &Portee) -> uuid::Uuid {
    let tx = monde.base.transaction().await.unwrap();
    let maintenant = Monde::horloge().maintenant();
    let id = comptes::habiliter(&tx, maintenant, &Acteur::Systeme, Id::from_uuid(compte), role, portee).await.unwrap();
    tx.commit().await.unwrap();
    id.uuid()
}

#[tokio::test]
async fn somebody_with_two_roles_works_in_one_at_a_time() {
    for monde in mondes("deux_roles").await {
        monde.peupler().await;
        let sud = portee(&monde, "ML-SUD").await;
        let paul = inscrire(&monde, "Paul R.", "paul@region.example", Role::Pilote, &Portee::Territoire).await;
        let autre = donner(&monde, paul.id, Role::Responsable, &sud).await;
        let porte = Porte::reelle(&monde);
        let page = porte.get("/tableau-de-bord", Some(&paul.cookie)).await.texte();
        assert!(page.contains("Pilotage") && page.contains(&format!("/mon-compte/exercer/{autre}")));
        assert_eq!(porte.get("/comptes", Some(&paul.cookie)).await.statut, StatusCode::NOT_FOUND, "both roles at once");
        let change = porte.post(&format!("/mon-compte/exercer/{autre}"), Some(&paul.cookie), "").await;
        let cookie = change.cookie().unwrap();
        assert!(!porte.reconnait(&paul.cookie).await, "the secret is the same under another role");
        let page = porte.get("/comptes", Some(&cookie)).await.texte();
        assert!(page.contains("Responsable de structure, Mission locale Sud"));
        assert_eq!(porte.get("/tableau-de-bord", Some(&cookie)).await.statut, StatusCode::NOT_FOUND);
        // The role of somebody else is no role.
        let claire = inscrire(&monde, "Claire N.", "claire@ml.example", Role::Conseiller, &sud).await;
        let vole = porte.post(&format!("/mon-compte/exercer/{autre}"), Some(&claire.cookie), "").await;
        assert_eq!(vole.statut, StatusCode::NOT_FOUND);
        assert!(journal(&monde).await.iter().any(|l| l == "ouvrir session changement de rôle"));
    }
}

#[tokio::test]
async fn one_s_own_sessions_are_listed_and_closed() {
    for monde in mondes("mes_sessions").await {
        let claire = inscrire(&monde, "Claire N.", "claire@ml.example", Role::Pilote, &Portee::Territoire).await;
        let paul = inscrire(&monde, "Paul R.", "paul@ml.example", Role::Pilote, &Portee::Territoire).await;
        let porte = Porte::a(&monde, apres(60), false, false);
        let seconde = se_connecter(&porte, &claire, &code_totp(&claire.totp, 60)).await.cookie().unwrap();
        let page = porte.get("/mon-compte", Some(&seconde)).await.texte();
        let mut fermer = entre(&page, "/mon-compte/sessions/", "/fermer\"");
        fermer.retain(|id| uuid::Uuid::parse_str(id).is_ok());
        assert_eq!(fermer.len(), 1, "the other one only");
        let chemin = format!("/mon-compte/sessions/{}/fermer", fermer[0]);
        assert_eq!(porte.post(&chemin, Some(&paul.cookie), "").await.statut, StatusCode::NOT_FOUND, "somebody else's");
        assert!(porte.reconnait(&claire.cookie).await);
        assert_eq!(porte.post(&chemin, Some(&seconde), "").await.statut, StatusCode::SEE_OTHER);
        assert!(!porte.reconnait(&claire.cookie).await && porte.reconnait(&seconde).await);
        // All the others at once.
        let plus_tard = Porte::a(&monde, apres(120), false, false);
        let troisieme = se_connecter(&plus_tard, &claire, &code_totp(&claire.totp, 120)).await.cookie().unwrap();
        plus_tard.post("/mon-compte/sessions/fermer-les-autres", Some(&troisieme), "").await;
        assert!(!plus_tard.reconnait(&seconde).await && plus_tard.reconnait(&troisieme).await);
        assert!(plus_tard.reconnait(&paul.cookie).await);
    }
}

#[tokio::test]
async fn what_protects_an_account_changes_only_with_its_password() {
    for monde in mondes("redemander").await {
        let claire = inscrire(&monde, "Claire N.", "claire@ml.example", Role::Pilote, &Portee::Territoire).await;
        let porte = Porte::reelle(&monde);
        let autre = "violon orage grenier seize";
        for chemin in ["/mon-compte/mot-de-passe", "/mon-compte/second-facteur", "/mon-compte/codes-de-secours"] {
            let refus =
                porte.post(chemin, Some(&claire.cookie), &form(&[("actuel", "faux"), ("nouveau", autre)])).await;
            assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY, "{chemin}");
        }
        // The page that sets another second factor is not reached without it either.
        let renvoi = porte.get("/mon-compte/second-facteur", Some(&claire.cookie)).await;
        assert!(renvoi.statut == StatusCode::SEE_OTHER && renvoi.entete("location") == "/mon-compte");
        let change = porte
            .post("/mon-compte/mot-de-passe", Some(&claire.cookie), &form(&[("actuel", MOT), ("nouveau", autre)]))
            .await;
        assert_eq!(change.statut, StatusCode::SEE_OTHER, "{}", change.texte());
        let vieux =
            porte.post("/connexion", None, &form(&[("courriel", &claire.courriel), ("mot_de_passe", MOT)])).await;
        assert_eq!(vieux.statut, StatusCode::UNPROCESSABLE_ENTITY);
        // Another telephone.
        let demande = porte.post("/mon-compte/second-facteur", Some(&claire.cookie), &form(&[("actuel", autre)])).await;
        assert_eq!(demande.entete("location"), "/mon-compte/second-facteur");
        let page = porte.get("/mon-compte/second-facteur", Some(&claire.cookie)).await.texte();
        let nouveau = entre(&page, "<code>", "</code>")[0].replace(' ', "");
        assert_ne!(nouveau, claire.totp);
        let code = form(&[("code", &code_totp(&nouveau, 0))]);
        assert_eq!(
            porte.post("/mon-compte/second-facteur/confirmer", Some(&claire.cookie), &code).await.statut,
            StatusCode::OK
        );
        let garde = monde.valeur("comptes", "totp", "nom = 'Claire N.'").await;
        let lieu = Lieu::nouveau("comptes", "totp", id_de(&monde, "comptes", "nom = 'Claire N.'").await);
        assert_eq!(monde.base.coffre().ouvrir(&lieu, &garde).unwrap(), nouveau);
        assert!(!garde.contains(&nouveau), "the second factor is in the base as it is");
    }
}

#[tokio::test]
async fn whoever_keeps_the_platform_is_out_sooner_and_every_page_says_when() {
    for monde in mondes("limites").await {
        let quand = |minutes: i64| Porte::a(&monde, apres(minutes * 60), false, false);
        let admin = quand(0).entrer(&monde, Role::Administrateur).await;
        let page = quand(0).get("/bilan", Some(&admin)).await.texte();
        assert!(page.contains("data-reste=\"900\" data-ferme=\"false\"") && page.contains("Rester connecté"), "{page}");
        assert!(quand(14).reconnait(&admin).await);
        assert!(!quand(29).reconnait(&admin).await, "idle for a quarter of an hour and still open");
        let admin = quand(0).entrer(&monde, Role::Administrateur).await;
        for m in (0..8 * 60).step_by(10) {
            assert!(quand(m).reconnait(&admin).await, "closed after {m} minutes of use");
        }
        let derniere = quand(8 * 60 - 5).get("/bilan", Some(&admin)).await.texte();
        assert!(derniere.contains("data-reste=\"300\" data-ferme=\"true\""));
        assert!(!quand(8 * 60).reconnait(&admin).await, "open after eight hours");
    }
}
