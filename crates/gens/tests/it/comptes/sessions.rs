//! Links, sessions, cookies: how one gets in, how long one stays, how one leaves.

use axum::http::StatusCode;
use passerelle_gens::comptes::DUREE_LIEN;
use passerelle_socle::access::Role;
use passerelle_socle::db;

use passerelle_monde::porte::{Porte, apres};
use passerelle_monde::{id_de, mondes, mondes_de_demonstration};

const MINUTE: i64 = 60;
const HEURE: i64 = 60 * MINUTE;

#[tokio::test]
async fn a_link_works_once_and_looking_at_it_does_not_use_it() {
    for monde in mondes("lien_unique").await {
        let porte = Porte::reelle(&monde);
        let lien = monde.lien(Role::Administrateur).await;
        // A mail scanner opens it twice: it still works.
        for _ in 0..2 {
            let vue = porte.get(&lien, None).await;
            assert!(vue.statut == StatusCode::OK && vue.texte().contains("Ouvrir mon espace"));
            assert!(vue.cookie().is_none());
        }
        let entree = porte.post(&lien, None, "").await;
        assert_eq!((entree.statut, entree.entete("location")), (StatusCode::SEE_OTHER, "/tableau-de-bord"));
        assert!(porte.reconnait(&entree.cookie().unwrap()).await);
        for faux in [lien.as_str(), "/entrer/jamais-remis", "/entrer/%00", "/entrer/%FF", "/entrer/'%20OR%201=1--"] {
            let refus = porte.post(faux, None, "").await;
            assert!(refus.statut.is_client_error() && refus.cookie().is_none(), "{faux} : {}", refus.statut);
        }
        assert!(porte.post(&lien, None, "").await.texte().contains("Ce lien a déjà servi ou a expiré"));
    }
}

#[tokio::test]
async fn a_link_dies_after_a_day() {
    let jour = DUREE_LIEN.as_secs() as i64;
    assert_eq!(jour, 24 * HEURE);
    for monde in mondes("lien_expire").await {
        let (tot, tard) = (monde.lien(Role::Pilote).await, monde.lien(Role::Pilote).await);
        let tard = Porte::a(&monde, apres(jour), false, false).post(&tard, None, "").await;
        assert!(tard.statut == StatusCode::UNPROCESSABLE_ENTITY && tard.cookie().is_none());
        let tot = Porte::a(&monde, apres(jour - 1), false, false).post(&tot, None, "").await;
        assert_eq!(tot.statut, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn a_session_left_alone_closes_and_none_outlives_the_day() {
    for monde in mondes("session_duree").await {
        let quand = |secondes| Porte::a(&monde, apres(secondes), false, false);
        let (seule, tenue) = (quand(0).entrer(&monde, Role::Pilote).await, quand(0).entrer(&monde, Role::Pilote).await);
        assert!(quand(59 * MINUTE).reconnait(&tenue).await);
        assert!(!quand(HEURE).reconnait(&seule).await, "idle for an hour and still open");
        assert!(!quand(HEURE + 1).reconnait(&seule).await, "an idle session came back to life");
        // Kept alive from page to page, it still ends twelve hours after it was opened.
        let mut t = 59 * MINUTE;
        while t + 50 * MINUTE < 12 * HEURE {
            t += 50 * MINUTE;
            assert!(quand(t).reconnait(&tenue).await, "closed after {t} s of use");
        }
        assert!(quand(12 * HEURE - 1).reconnait(&tenue).await);
        assert!(!quand(12 * HEURE).reconnait(&tenue).await, "open after twelve hours");
    }
}

#[tokio::test]
async fn leaving_closes_the_session_for_good() {
    for monde in mondes("sortie").await {
        let porte = Porte::reelle(&monde);
        let (mien, autre) = (porte.entrer(&monde, Role::Pilote).await, porte.entrer(&monde, Role::Pilote).await);
        let sortie = porte.post("/deconnexion", Some(&mien), "").await;
        assert_eq!((sortie.statut, sortie.entete("location")), (StatusCode::SEE_OTHER, "/"));
        assert_eq!(sortie.entete("set-cookie"), "passerelle=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
        assert_eq!(sortie.entete("clear-site-data"), "\"cache\", \"storage\"");
        assert!(!porte.reconnait(&mien).await, "a stolen cookie works after its owner left");
        assert!(porte.reconnait(&autre).await, "leaving closed somebody else's session");
        // Nobody leaves twice, and who never came in leaves no line in the journal.
        let avant = monde.nombre("SELECT count(*) FROM journal").await;
        for cookie in [None, Some(mien.as_str()), Some("passerelle=invente")] {
            assert_eq!(porte.post("/deconnexion", cookie, "").await.statut, StatusCode::SEE_OTHER);
        }
        assert_eq!(monde.nombre("SELECT count(*) FROM journal").await, avant, "anybody can write to the journal");
    }
}

#[tokio::test]
async fn a_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    for monde in mondes("cookie").await {
        let claire = Porte::a(&monde, apres(0), false, false);
        let entree = claire.post(&monde.lien(Role::Pilote).await, None, "").await;
        let (paire, drapeaux) = entree.entete("set-cookie").split_once("; ").unwrap();
        assert_eq!(drapeaux, "Path=/; HttpOnly; SameSite=Lax");
        assert!(paire.starts_with("passerelle=") && paire.len() == "passerelle=".len() + 43, "{paire}: 256 bits");
        let sure = Porte::a(&monde, apres(0), false, true);
        let entree = sure.post(&monde.lien(Role::Pilote).await, None, "").await;
        let (paire, drapeaux) = entree.entete("set-cookie").split_once("; ").unwrap();
        assert_eq!(drapeaux, "Path=/; HttpOnly; SameSite=Lax; Secure");
        assert!(paire.starts_with("__Host-passerelle="));
        assert!(sure.reconnait(paire).await);
        assert!(
            !sure.reconnait(&paire.replace("__Host-", "")).await,
            "a cookie that a neighbour can plant is read over HTTPS"
        );
        let sortie = sure.post("/deconnexion", Some(paire), "").await;
        assert!(
            sortie
                .entete("set-cookie")
                .starts_with("__Host-passerelle=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0")
        );
    }
}

#[tokio::test]
async fn an_odd_cookie_is_nobody() {
    for monde in mondes("cookie_etrange").await {
        let porte = Porte::reelle(&monde);
        let bon = porte.entrer(&monde, Role::Administrateur).await;
        let lien = monde.lien(Role::Administrateur).await;
        let long = format!("passerelle={}", "a".repeat(9_000));
        let secret_de_lien = lien.replace("/entrer/", "passerelle=");
        for cookie in [
            "",
            "passerelle",
            "passerelle=",
            "passerelle=é",
            "passerelle='; DROP TABLE sessions;--",
            &long,
            &secret_de_lien,
            &bon.to_uppercase(),
            "; ; =;",
        ] {
            assert!(!porte.reconnait(cookie).await, "{cookie}");
        }
        // Among others, ours is still found.
        assert!(porte.reconnait(&format!("a=b; {bon}; c=d")).await);
        // A session opens no link and a link no session.
        let comme_lien = bon.replace("passerelle=", "/entrer/");
        assert_eq!(porte.post(&comme_lien, None, "").await.statut, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn a_role_taken_back_is_taken_back_at_the_next_page() {
    for monde in mondes("role_repris").await {
        let porte = Porte::reelle(&monde);
        let admin = porte.entrer(&monde, Role::Administrateur).await;
        assert_eq!(porte.get("/journal", Some(&admin)).await.statut, StatusCode::OK);
        let tx = monde.base.transaction().await.unwrap();
        db::executer(&tx, "UPDATE habilitations SET role = 'pilote'", []).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(porte.get("/journal", Some(&admin)).await.statut, StatusCode::NOT_FOUND);
        assert!(porte.reconnait(&admin).await);
    }
}

#[tokio::test]
async fn no_secret_is_kept_in_clear() {
    for monde in mondes("secrets").await {
        let porte = Porte::reelle(&monde);
        let jamais_utilise = monde.lien(Role::Pilote).await;
        let lien = monde.lien(Role::Administrateur).await;
        let session = porte.post(&lien, None, "").await.cookie().unwrap();
        assert!(porte.reconnait(&session).await);
        let base = monde.tout_le_texte().await.to_lowercase();
        let fichier = match monde.moteur {
            "SQLite" => ["monde.db", "monde.db-wal"]
                .iter()
                .flat_map(|f| std::fs::read(monde.dossier.path().join(f)).unwrap_or_default())
                .collect(),
            _ => Vec::new(),
        };
        for secret in
            [jamais_utilise.replace("/entrer/", ""), lien.replace("/entrer/", ""), session.replace("passerelle=", "")]
        {
            use base64::Engine;
            let octets = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(&secret).unwrap();
            let hexa = |o: &[u8]| o.iter().map(|o| format!("{o:02x}")).collect::<String>();
            for forme in [secret.to_lowercase(), hexa(secret.as_bytes()), hexa(&octets)] {
                assert!(!base.contains(&forme), "a secret is in the base as {forme}");
            }
            assert!(
                !fichier.windows(secret.len()).any(|f| f == secret.as_bytes()),
                "a secret is in the file of the base"
            );
            assert!(!fichier.windows(octets.len()).any(|f| f == octets), "a secret is in the file of the base");
        }
        assert_eq!(monde.nombre("SELECT count(*) FROM sessions").await, 1);
    }
}

#[tokio::test]
async fn one_click_accounts_do_not_exist_on_a_real_base() {
    for monde in mondes_de_demonstration("un_clic").await {
        let compte = id_de(&monde, "comptes", "demonstration").await;
        let chemin = format!("/connexion/demonstration/{compte}");
        let reelle = Porte::a(&monde, apres(0), false, false);
        let refus = reelle.post(&chemin, None, "retour=").await;
        assert!(refus.statut == StatusCode::NOT_FOUND && refus.cookie().is_none());
        assert!(!reelle.get("/connexion", None).await.texte().contains("/connexion/demonstration/"));
        let demo = Porte::a(&monde, apres(0), true, false);
        assert!(demo.get("/connexion", None).await.texte().contains(&chemin));
        let entree = demo.post(&chemin, None, "retour=").await;
        assert!(demo.reconnait(&entree.cookie().unwrap()).await);
        // A real account is never opened by a click, demonstration or not.
        monde.lien(Role::Administrateur).await;
        let vrai = id_de(&monde, "comptes", "NOT demonstration").await;
        for porte in [&reelle, &demo] {
            let refus = porte.post(&format!("/connexion/demonstration/{vrai}"), None, "retour=").await;
            assert!(refus.statut == StatusCode::NOT_FOUND && refus.cookie().is_none());
        }
    }
}

#[tokio::test]
async fn signing_in_leads_back_and_never_out() {
    for monde in mondes_de_demonstration("retour").await {
        let demo = Porte::a(&monde, apres(0), true, false);
        let compte = id_de(&monde, "comptes", "demonstration").await;
        let entrer = async |retour: &str| {
            let reponse =
                demo.post(&format!("/connexion/demonstration/{compte}"), None, &format!("retour={retour}")).await;
            assert_eq!(reponse.statut, StatusCode::SEE_OTHER, "{retour}");
            reponse.entete("location").to_owned()
        };
        // The page that was asked for, filters included, is the one reached.
        let voulu = "/contrats?type=apprentissage&du=2017-01-01";
        let renvoi = demo.get(voulu, None).await;
        let connexion = demo.get(renvoi.entete("location"), None).await.texte();
        let echappe = voulu.replace('&', "&#38;");
        assert!(connexion.contains(&format!("name=\"retour\" value=\"{echappe}\"")), "{connexion}");
        assert_eq!(entrer("%2Fcontrats%3Ftype%3Dapprentissage%26du%3D2017-01-01").await, voulu);
        for piege in [
            "https%3A%2F%2Failleurs.example",
            "%2F%2Failleurs.example",
            "%2F%5Cailleurs.example",
            "%5C%5Cailleurs.example",
            "%2F%09%2Failleurs.example",
            "%09%2F%2Failleurs.example",
            "%2F%0D%0ALocation%3A%20https%3A%2F%2Failleurs.example",
            "javascript%3Aalert(1)",
            "data%3Atext%2Fhtml,x",
            "ailleurs.example",
            "%20%2F%2Failleurs.example",
            "%2F%C2%85%2Failleurs.example",
            "%2Fconnexion",
            "",
        ] {
            assert_eq!(entrer(piege).await, "/tableau-de-bord", "{piege}");
        }
        // PostgreSQL refuses NUL in a text: a form that holds one is refused, and leads nowhere.
        let nul = demo.post(&format!("/connexion/demonstration/{compte}"), None, "retour=%2F%00").await;
        assert!(nul.statut == StatusCode::UNPROCESSABLE_ENTITY && nul.entete("location").is_empty());
    }
}
