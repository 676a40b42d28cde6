//! From the link to the first session.

use axum::http::StatusCode;
use passerelle_gens::comptes::DUREE_INVITATION;
use passerelle_socle::access::{Portee, Role};

use super::{MOT, code_totp, entre, form, inscrire, inviter, journal, se_connecter};
use passerelle_monde::mondes;
use passerelle_monde::porte::{Porte, apres};

#[tokio::test]
async fn an_invitation_serves_once_and_not_for_ever() {
    for monde in mondes("invitation").await {
        let tard = apres(DUREE_INVITATION.as_secs() as i64);
        let (_, lien) = inviter(&monde, "Claire N.", "claire@ml.example", Role::Pilote, &Portee::Territoire).await;
        let refus = Porte::a(&monde, tard, false, false).post(&lien, None, "").await;
        assert!(refus.statut == StatusCode::UNPROCESSABLE_ENTITY && refus.cookie().is_none());
        let porte = Porte::reelle(&monde);
        let premier = porte.post(&lien, None, "").await;
        assert_eq!(premier.entete("location"), "/connexion/mot-de-passe");
        let second = porte.post(&lien, None, "").await;
        assert!(second.texte().contains("Ce lien a déjà servi ou a expiré") && second.cookie().is_none());
    }
}

#[tokio::test]
async fn before_the_last_step_the_session_is_nobody_s() {
    for monde in mondes("etapes").await {
        let (_, lien) =
            inviter(&monde, "Claire N.", "claire@ml.example", Role::Administrateur, &Portee::Territoire).await;
        let porte = Porte::reelle(&monde);
        let mut cookie = porte.post(&lien, None, "").await.cookie().unwrap();
        let ferme = async |cookie: &str| {
            for chemin in ["/tableau-de-bord", "/journal", "/mon-compte", "/comptes", "/jeunes.csv"] {
                let reponse = porte.get(chemin, Some(cookie)).await;
                assert!(reponse.entete("location").starts_with("/connexion?"), "{chemin}: {}", reponse.statut);
            }
        };
        ferme(&cookie).await;
        // Neither the second factor nor its check can be reached before the password is chosen.
        for chemin in ["/connexion/second-facteur", "/connexion/verification"] {
            let renvoi = porte.get(chemin, Some(&cookie)).await;
            assert!(renvoi.statut == StatusCode::SEE_OTHER && renvoi.entete("location") == "/connexion", "{chemin}");
        }
        for faible in ["court", "motdepassemotdepasse", "claireclaireclaire"] {
            let refus = porte.post("/connexion/mot-de-passe", Some(&cookie), &form(&[("nouveau", faible)])).await;
            assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY, "{faible}");
            assert!(!refus.texte().contains(faible) || faible == "court", "a password comes back in the page");
        }
        let choisi = porte.post("/connexion/mot-de-passe", Some(&cookie), &form(&[("nouveau", MOT)])).await;
        let ancien = std::mem::replace(&mut cookie, choisi.cookie().unwrap());
        assert_ne!(ancien, cookie, "the secret is the same after a step");
        assert_eq!(porte.get("/connexion/mot-de-passe", Some(&ancien)).await.statut, StatusCode::SEE_OTHER);
        ferme(&cookie).await;
        let page = porte.get("/connexion/second-facteur", Some(&cookie)).await.texte();
        assert!(page.contains("src=\"data:image/svg+xml;base64,"));
        let totp = entre(&page, "<code>", "</code>")[0].replace(' ', "");
        let faux = porte.post("/connexion/second-facteur", Some(&cookie), "code=000000").await;
        assert_eq!(faux.statut, StatusCode::UNPROCESSABLE_ENTITY);
        ferme(&cookie).await;
        let code = form(&[("code", &code_totp(&totp, 0))]);
        let fini = porte.post("/connexion/second-facteur", Some(&cookie), &code).await;
        assert_eq!(porte.get("/journal", fini.cookie().as_deref()).await.statut, StatusCode::OK);
        ferme(&cookie).await;
        let lignes = journal(&monde).await;
        for voulue in [
            "creer session invitation",
            "modifier mon_compte mot de passe",
            "creer mon_compte second facteur",
            "ouvrir session mot de passe et code",
        ] {
            assert!(lignes.iter().any(|l| l == voulue), "{voulue} is not in {lignes:?}");
        }
    }
}

#[tokio::test]
async fn a_recovery_code_is_shown_once_and_serves_once() {
    for monde in mondes("secours").await {
        let claire = inscrire(&monde, "Claire N.", "claire@ml.example", Role::Pilote, &Portee::Territoire).await;
        assert_eq!(claire.secours.len(), 10);
        let porte = Porte::reelle(&monde);
        // Typed without its dashes, in lower case.
        let tape = claire.secours[3].replace('-', " ").to_lowercase();
        assert_eq!(se_connecter(&porte, &claire, &tape).await.statut, StatusCode::SEE_OTHER);
        assert_eq!(se_connecter(&porte, &claire, &tape).await.statut, StatusCode::UNPROCESSABLE_ENTITY);
        let base = monde.tout_le_texte().await;
        for secret in claire.secours.iter().map(String::as_str).chain([MOT]) {
            assert!(!base.contains(secret) && !base.contains(&secret.replace('-', "")), "{secret} is in the base");
        }
        let compte = porte.get("/mon-compte", Some(&claire.cookie)).await.texte();
        assert!(compte.contains("9\u{a0}codes") && !compte.contains(&claire.secours[0]));
        // Others in their place: the old ones open nothing.
        let refaits = porte.post("/mon-compte/codes-de-secours", Some(&claire.cookie), &form(&[("actuel", MOT)])).await;
        assert_eq!(refaits.statut, StatusCode::OK);
        assert_eq!(se_connecter(&porte, &claire, &claire.secours[0]).await.statut, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn a_new_link_changes_the_password_and_keeps_the_second_factor() {
    for monde in mondes("oubli").await {
        let claire = inscrire(&monde, "Claire N.", "claire@ml.example", Role::Pilote, &Portee::Territoire).await;
        let porte = Porte::reelle(&monde);
        let admin = porte.entrer(&monde, Role::Administrateur).await;
        let page = porte.post(&format!("/comptes/{}/lien", claire.id), Some(&admin), "").await.texte();
        let lien = format!("/entrer/{}", entre(&page, "/entrer/", "\"")[0]);
        let cookie = porte.post(&lien, None, "").await.cookie().unwrap();
        let autre = "violon orage grenier seize";
        let suite = porte.post("/connexion/mot-de-passe", Some(&cookie), &form(&[("nouveau", autre)])).await;
        assert_eq!(suite.entete("location"), "/connexion/verification", "a reset goes round the second factor");
        assert!(!porte.reconnait(&claire.cookie).await, "what the old password opened is still open");
        let code = form(&[("code", &code_totp(&claire.totp, 30))]);
        let plus_tard = Porte::a(&monde, apres(30), false, false);
        let fini = plus_tard.post("/connexion/verification", suite.cookie().as_deref(), &code).await;
        assert!(plus_tard.reconnait(&fini.cookie().unwrap()).await);
    }
}
