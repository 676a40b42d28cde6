//! Signing in with a password and a code: what is refused, how alike refusals are, how tries slow down.

use std::time::Instant;

use axum::http::StatusCode;
use passerelle_socle::access::{Portee, Role};

use super::{MOT, code_totp, form, inscrire, inviter, journal, se_connecter};
use passerelle_monde::mondes;
use passerelle_monde::porte::{Porte, apres};

#[tokio::test]
async fn a_code_is_accepted_once() {
    for monde in mondes("code_rejoue").await {
        let claire = inscrire(&monde, "Claire N.", "claire@ml.example", Role::Pilote, &Portee::Territoire).await;
        // The code that set the second factor has served already.
        let maintenant = Porte::reelle(&monde);
        let rejoue = se_connecter(&maintenant, &claire, &code_totp(&claire.totp, 0)).await;
        assert!(rejoue.statut == StatusCode::UNPROCESSABLE_ENTITY && rejoue.cookie().is_none());
        let ensuite = Porte::a(&monde, apres(30), false, false);
        let code = code_totp(&claire.totp, 30);
        assert_eq!(se_connecter(&ensuite, &claire, &code).await.statut, StatusCode::SEE_OTHER);
        let rejoue = se_connecter(&ensuite, &claire, &code).await;
        assert!(rejoue.statut == StatusCode::UNPROCESSABLE_ENTITY && rejoue.cookie().is_none(), "replayed");
        // The step before, never used, is not accepted after a later one.
        assert_eq!(
            se_connecter(&ensuite, &claire, &code_totp(&claire.totp, 0)).await.statut,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert!(journal(&monde).await.iter().any(|l| l == "ouvrir session code refusé"));
    }
}

#[tokio::test]
async fn a_refusal_does_not_tell_who_has_an_account() {
    let _seul = super::SEUL.lock().await;
    for monde in mondes("enumeration").await {
        let connue = inscrire(&monde, "Claire N.", "claire@ml.example", Role::Pilote, &Portee::Territoire).await;
        inviter(&monde, "Paul I.", "paul@ml.example", Role::Pilote, &Portee::Territoire).await;
        let fermee = inscrire(&monde, "Anne D.", "anne@ml.example", Role::Pilote, &Portee::Territoire).await;
        super::ecrire(&monde, "UPDATE comptes SET desactive_le = 1 WHERE nom = 'Anne D.'").await;
        let porte = Porte::reelle(&monde);
        let mut reponses = Vec::new();
        for courriel in ["inconnu@ml.example", &connue.courriel, "paul@ml.example", &fermee.courriel, "", "' OR 1=1 --"]
        {
            let debut = Instant::now();
            let mot = if courriel == connue.courriel { "faux" } else { MOT };
            let r = porte.post("/connexion", None, &form(&[("courriel", courriel), ("mot_de_passe", mot)])).await;
            let duree = debut.elapsed();
            assert!(r.statut == StatusCode::UNPROCESSABLE_ENTITY && r.cookie().is_none(), "{courriel}");
            let echappe = courriel.to_lowercase().replace('\'', "&#39;");
            reponses.push((r.texte_sans_cles().replace(&format!("value=\"{echappe}\""), "value=\"\""), duree));
        }
        // The fastest of three tries on an account that is there: a machine that is busy makes one slow, not all.
        let mut temoin = reponses[1].1;
        for _ in 0..2 {
            let debut = Instant::now();
            porte.post("/connexion", None, &form(&[("courriel", &connue.courriel), ("mot_de_passe", "faux")])).await;
            temoin = temoin.min(debut.elapsed());
        }
        let page = &reponses[1].0;
        for (autre, duree) in &reponses {
            assert_eq!(autre, page, "two refusals differ");
            // The hash is computed for everybody: it is most of the time of an answer.
            assert!(*duree * 4 > temoin, "{duree:?} beside {temoin:?}: nothing was computed");
        }
    }
}

#[tokio::test]
async fn a_hash_of_other_days_is_made_again_at_sign_in() {
    for monde in mondes("rehash").await {
        let claire = inscrire(&monde, "Claire N.", "claire@ml.example", Role::Pilote, &Portee::Territoire).await;
        // The same password, under parameters that are no longer ours.
        let params = argon2::Params::new(8 * 1024, 1, 1, None).unwrap();
        let argon = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
        let vieux =
            argon2::PasswordHasher::hash_password_with_salt(&argon, MOT.as_bytes(), &[3; 16]).unwrap().to_string();
        super::ecrire(&monde, &format!("UPDATE comptes SET mot_de_passe = '{vieux}'")).await;
        let porte = Porte::a(&monde, apres(60), false, false);
        assert_eq!(se_connecter(&porte, &claire, &code_totp(&claire.totp, 60)).await.statut, StatusCode::SEE_OTHER);
        let garde = monde.valeur("comptes", "mot_de_passe", "nom = 'Claire N.'").await;
        assert!(garde.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{garde}");
    }
}
