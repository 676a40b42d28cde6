//! Browsers that signed in before: known of one account each, with budgets that nobody else spends.

use axum::http::StatusCode;
use passerelle_monde::mondes;
use passerelle_monde::porte::{Porte, apres};
use passerelle_socle::access::{Portee, Role};

use super::{MOT, code_totp, form, inscrire};

#[tokio::test]
async fn a_known_browser_never_waits_for_the_tries_of_others() {
    let _seul = super::SEUL.lock().await;
    for monde in mondes("navigateur_connu").await {
        let claire = inscrire(&monde, "Claire N.", "claire@ml.example", Role::Pilote, &Portee::Territoire).await;
        let porte = Porte::derriere_un_mandataire(&monde, apres(60));
        let seul = |mot: &str| form(&[("courriel", "claire@ml.example"), ("mot_de_passe", mot)]);
        for rang in 0..30 {
            porte.post_de("203.0.113.7", "/connexion", None, &seul(&format!("faux {rang}"))).await;
        }
        let inconnu = porte.post_de("203.0.113.7", "/connexion", None, &seul(MOT)).await;
        assert!(inconnu.texte().contains("Tapez aussi le code"), "the account is spent for strangers");
        // A cookie that somebody made up, or that of another account, is known of nobody.
        let anne = inscrire(&monde, "Anne D.", "anne@ml.example", Role::Pilote, &Portee::Territoire).await;
        for cookie in ["passerelle-appareil=abc.def", &anne.appareil] {
            let autre = porte.post_de("203.0.113.7", "/connexion", Some(cookie), &seul(MOT)).await;
            assert!(autre.texte().contains("Tapez aussi le code"), "{cookie}");
        }
        let connu = porte.post_de("203.0.113.7", "/connexion", Some(&claire.appareil), &seul(MOT)).await;
        assert_eq!(connu.entete("location"), "/connexion/verification");
        // Its own budget has an end: ten wrong ones, and it is a stranger again, not locked.
        for rang in 0..10 {
            let faux = seul(&format!("faux {rang}"));
            let juge = porte.post_de("203.0.113.7", "/connexion", Some(&claire.appareil), &faux).await;
            assert!(juge.texte().contains("ne vont pas ensemble"), "{rang}");
        }
        let fini = porte.post_de("203.0.113.7", "/connexion", Some(&claire.appareil), &seul(MOT)).await;
        assert!(fini.texte().contains("Tapez aussi le code"));
        let complet = format!("{}&code={}", seul(MOT), code_totp(&claire.totp, 60));
        let entree = porte.post_de("203.0.113.7", "/connexion", Some(&claire.appareil), &complet).await;
        assert_eq!(entree.statut, StatusCode::SEE_OTHER);
        // The same browser, known already, is not drawn another secret.
        assert!(entree.cookies().contains(&claire.appareil.as_str()), "{:?}", entree.cookies());
    }
}

#[tokio::test]
async fn a_browser_is_kept_as_a_hash_and_forgotten_with_the_password_the_account_or_time() {
    let _seul = super::SEUL.lock().await;
    for monde in mondes("navigateur_oublie").await {
        let claire = inscrire(&monde, "Claire N.", "claire@ml.example", Role::Pilote, &Portee::Territoire).await;
        let garde = "SELECT count(*) FROM appareils";
        assert_eq!(monde.nombre(garde).await, 1);
        let secret = claire.appareil.trim_start_matches("passerelle-appareil=").as_bytes();
        let empreinte = passerelle_socle::db::empreinte(secret);
        let lue = match monde.base.moteur() {
            passerelle_socle::db::Moteur::Sqlite => "SELECT lower(hex(empreinte)) AS texte FROM appareils",
            passerelle_socle::db::Moteur::Postgres => "SELECT encode(empreinte, 'hex') AS texte FROM appareils",
        };
        assert_eq!(monde.textes(lue).await, [empreinte]);
        // Two browsers; closing the other sessions, from one, forgets the other.
        let porte = Porte::a(&monde, apres(60), false, false);
        let entree = super::se_connecter(&porte, &claire, &code_totp(&claire.totp, 60)).await;
        assert_eq!(monde.nombre(garde).await, 2);
        let cookies = entree.cookies().join("; ");
        porte.post("/mon-compte/sessions/fermer-les-autres", Some(&cookies), "").await;
        assert_eq!(monde.nombre(garde).await, 1);
        let seul = form(&[("courriel", "claire@ml.example"), ("mot_de_passe", MOT)]);
        for rang in 0..11 {
            let faux = form(&[("courriel", "claire@ml.example"), ("mot_de_passe", &format!("faux {rang}"))]);
            porte.post("/connexion", None, &faux).await;
        }
        let oublie = porte.post("/connexion", Some(&claire.appareil), &seul).await;
        assert!(oublie.texte().contains("Tapez aussi le code"), "forgotten");
        let reste = porte.post("/connexion", Some(&cookies), &seul).await;
        assert_eq!(reste.entete("location"), "/connexion/verification");
        // Six months later it is a stranger.
        let tard = Porte::a(&monde, apres(181 * 24 * 3_600), false, false);
        for rang in 0..11 {
            let faux = form(&[("courriel", "claire@ml.example"), ("mot_de_passe", &format!("faux {rang}"))]);
            tard.post("/connexion", None, &faux).await;
        }
        assert!(tard.post("/connexion", Some(&cookies), &seul).await.texte().contains("Tapez aussi le code"));
        // Ten browsers an account, the latest.
        for rang in 0..13 {
            let seconde = 200 * 24 * 3_600 + rang * 30;
            let porte = Porte::a(&monde, apres(seconde), false, false);
            super::se_connecter(&porte, &claire, &code_totp(&claire.totp, seconde)).await;
        }
        assert_eq!(monde.nombre(garde).await, 10);
    }
}
