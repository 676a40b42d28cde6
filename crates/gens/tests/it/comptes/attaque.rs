//! Signing in while others try passwords on the account: nobody is kept out, and few guesses are judged.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use passerelle_monde::porte::{Porte, Reponse, apres};
use passerelle_monde::{Monde, mondes};
use passerelle_socle::access::{Portee, Role};

use super::{Inscrit, MOT, code_totp, form, inscrire, journal};

const JUGE: &str = "ne vont pas ensemble";
const DEMANDE_LE_CODE: &str = "Tapez aussi le code de votre téléphone";
const NON_RETENU: &str = "pas été retenu";

async fn claire(monde: &Monde) -> Inscrit {
    inscrire(monde, "Claire N.", "claire@ml.example", Role::Pilote, &Portee::Territoire).await
}

fn seul(courriel: &str, mot: &str) -> String {
    form(&[("courriel", courriel), ("mot_de_passe", mot)])
}

fn complet(courriel: &str, mot: &str, code: &str) -> String {
    form(&[("courriel", courriel), ("mot_de_passe", mot), ("code", code)])
}

/// Six digits that are not the code of this instant, nor of the steps around it.
fn faux_code(totp: &str, secondes: i64) -> String {
    let justes = [-60, -30, 0, 30, 60].map(|d| code_totp(totp, secondes + d));
    ["000000", "111111", "222222", "333333", "444444", "555555"]
        .into_iter()
        .find(|c| justes.iter().all(|j| j != c))
        .unwrap()
        .to_owned()
}

/// From where the tries come.
fn adresse(nombreuses: bool, rang: usize) -> String {
    if nombreuses { format!("198.51.{}.{}", rang / 250, rang % 250 + 1) } else { "203.0.113.7".into() }
}

fn entre(reponse: &Reponse) -> bool {
    reponse.statut == StatusCode::SEE_OTHER && reponse.cookie().is_some()
}

/// What somebody does on the pages, from a browser that is not known: as far as they are asked.
async fn entrer(porte: &Porte, qui: &Inscrit, (adresse, code): (&str, &str)) -> bool {
    let premiere = porte.post_de(adresse, "/connexion", None, &seul(&qui.courriel, MOT)).await;
    if premiere.texte().contains(DEMANDE_LE_CODE) {
        assert!(premiere.texte().contains("name=\"code\""), "{}", premiere.texte());
        return entre(&porte.post_de(adresse, "/connexion", None, &complet(&qui.courriel, MOT, code)).await);
    }
    assert_eq!(premiere.entete("location"), "/connexion/verification", "{}", premiere.texte());
    let cookie = premiere.cookie();
    entre(&porte.post_de(adresse, "/connexion/verification", cookie.as_deref(), &form(&[("code", code)])).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_owner_signs_in_under_1_20_200_tries_a_second_from_one_and_many_addresses() {
    let _seul = super::SEUL.lock().await;
    for monde in mondes("siege").await {
        let claire = claire(&monde).await;
        // (wins, trials): the owner from a browser that is not known; a colleague behind the same address.
        let (mut gagnes, mut joues, mut pire) = (0, 0, Duration::ZERO);
        let mut juges = 0;
        for (tour, (par_seconde, nombreuses)) in
            [(1, false), (20, false), (200, false), (1, true), (20, true), (200, true)].into_iter().enumerate()
        {
            for essai in 0..8_i64 {
                // A new step each time: a code serves once.
                let seconde = 60 + (tour as i64 * 8 + essai) * 30;
                let porte = Porte::derriere_un_mandataire(&monde, apres(seconde));
                let (faux, bon) = (faux_code(&claire.totp, seconde), code_totp(&claire.totp, seconde));
                // What falls within one second of the attack: half of it passwords alone, half of it everything.
                let assauts: Vec<_> = (0..par_seconde)
                    .map(|rang| {
                        let (porte, courriel, faux) = (porte.clone(), claire.courriel.clone(), faux.clone());
                        tokio::spawn(async move {
                            let corps = match rang % 2 {
                                0 => seul(&courriel, &format!("girafe tournevis {rang}")),
                                _ => complet(&courriel, &format!("girafe tournevis {rang}"), &faux),
                            };
                            porte.post_de(&adresse(nombreuses, rang), "/connexion", None, &corps).await
                        })
                    })
                    .collect();
                let debut = Instant::now();
                // From the attacker's own address, as a colleague of the same office, every other time.
                let sienne = if essai % 2 == 0 { adresse(nombreuses, 0) } else { "192.0.2.44".into() };
                let gagne = entrer(&porte, &claire, (&sienne, &bon)).await;
                pire = pire.max(debut.elapsed());
                joues += 1;
                gagnes += i32::from(gagne && debut.elapsed() < Duration::from_secs(10));
                for assaut in assauts {
                    let reponse = assaut.await.unwrap();
                    assert!(!entre(&reponse), "a wrong try came in");
                    juges += i32::from(reponse.texte().contains(JUGE));
                }
            }
        }
        println!("{gagnes} of {joues} in time, the slowest {pire:?}; {juges} guesses answered");
        assert!(joues == 48 && gagnes >= 47, "{gagnes} of {joues}, the slowest {pire:?}");
        assert!(juges <= 20, "{juges} guesses judged of some 3 600");
        assert!(juges > 0, "nothing was judged at all: the test tells nothing");
    }
}

#[tokio::test]
async fn a_day_of_tries_has_twenty_passwords_judged() {
    let _seul = super::SEUL.lock().await;
    for monde in mondes("journee_d_essais").await {
        let claire = claire(&monde).await;
        let mut juges = 0;
        for rang in 0..24 * 12 {
            let porte = Porte::derriere_un_mandataire(&monde, apres(60 + rang * 300));
            let corps = seul(&claire.courriel, &format!("girafe {rang}"));
            let reponse = porte.post_de(&adresse(true, rang as usize), "/connexion", None, &corps).await;
            juges += i32::from(reponse.texte().contains(JUGE));
        }
        assert!((15..=20).contains(&juges), "{juges}");
        let notes = journal(&monde).await.iter().filter(|l| l.contains("mot de passe refusé")).count();
        assert_eq!(notes, juges as usize, "each one judged is told");
        // It comes back by itself.
        let demain = Porte::derriere_un_mandataire(&monde, apres(60 + 48 * 3_600));
        let entree = demain.post_de("192.0.2.1", "/connexion", None, &seul(&claire.courriel, MOT)).await;
        assert_eq!(entree.entete("location"), "/connexion/verification");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_servers_asked_at_once_share_one_budget() {
    let _seul = super::SEUL.lock().await;
    for monde in mondes("deux_serveurs").await {
        let claire = claire(&monde).await;
        let portes = [apres(60), apres(60)].map(|h| Porte::derriere_un_mandataire(&monde, h));
        let mut juges = 0;
        for vague in 0..5 {
            let essais: Vec<_> = (0..12)
                .map(|rang| {
                    let (porte, corps) = (portes[rang % 2].clone(), seul(&claire.courriel, &format!("faux {rang}")));
                    let adresse = adresse(true, vague * 12 + rang);
                    tokio::spawn(async move { porte.post_de(&adresse, "/connexion", None, &corps).await })
                })
                .collect();
            for essai in essais {
                juges += i32::from(essai.await.unwrap().texte().contains(JUGE));
            }
        }
        assert_eq!(juges, 10, "the reserve, and not one more");
    }
}

#[tokio::test]
async fn one_right_sign_in_gives_back_its_own_try_and_no_other() {
    let _seul = super::SEUL.lock().await;
    for monde in mondes("adresse_partagee").await {
        let claire = claire(&monde).await;
        let porte = Porte::derriere_un_mandataire(&monde, apres(60));
        let mut juges = 0;
        // An attacker who has an account of their own comes in with it between tries on others.
        for compte in 0..40 {
            for _ in 0..2 {
                let corps = seul(&format!("personne{compte}@ml.example"), "girafe tournevis");
                let reponse = porte.post_de("203.0.113.7", "/connexion", None, &corps).await;
                juges += i32::from(reponse.texte().contains(JUGE));
            }
            porte.post_de("203.0.113.7", "/connexion", None, &seul(&claire.courriel, MOT)).await;
        }
        assert_eq!(juges, 60, "of 80 tries, what one address may have judged");
    }
}

#[tokio::test]
async fn a_full_try_refused_says_nothing_of_what_was_wrong() {
    let _seul = super::SEUL.lock().await;
    for monde in mondes("essai_complet").await {
        let claire = claire(&monde).await;
        let porte = Porte::derriere_un_mandataire(&monde, apres(60));
        let (faux, bon) = (faux_code(&claire.totp, 60), code_totp(&claire.totp, 60));
        let inconnu = "personne@ml.example";
        let mut pages = Vec::new();
        for (courriel, mot, code) in [
            (claire.courriel.as_str(), "girafe tournevis", faux.as_str()),
            (&claire.courriel, "girafe tournevis", &bon),
            (&claire.courriel, MOT, &faux),
            (inconnu, MOT, &bon),
            (inconnu, MOT, "0"),
        ] {
            let debut = Instant::now();
            let reponse = porte.post_de("192.0.2.1", "/connexion", None, &complet(courriel, mot, code)).await;
            assert!(debut.elapsed() >= Duration::from_millis(300), "told in {:?}", debut.elapsed());
            assert!(reponse.statut == StatusCode::UNPROCESSABLE_ENTITY && reponse.cookie().is_none());
            assert!(reponse.texte().contains(NON_RETENU), "{}", reponse.texte());
            // Each form has a key of its own, whatever was wrong.
            pages.push(reponse.texte_sans_cles().replace(courriel, ""));
        }
        assert!(pages.windows(2).all(|p| p[0] == p[1]), "two refusals differ");
        // Behind one right code, two passwords are judged and no more: the right one is then refused until the next code.
        let encore = porte.post_de("192.0.2.1", "/connexion", None, &complet(&claire.courriel, "autre", &bon)).await;
        assert!(encore.texte().contains(NON_RETENU));
        let corps = complet(&claire.courriel, MOT, &bon);
        assert!(!entre(&porte.post_de("192.0.2.1", "/connexion", None, &corps).await));
        let suivant = Porte::derriere_un_mandataire(&monde, apres(120));
        let corps = complet(&claire.courriel, MOT, &code_totp(&claire.totp, 120));
        assert!(entre(&suivant.post_de("192.0.2.1", "/connexion", None, &corps).await));
        // The code served: with the same everything, nobody comes in again.
        assert!(!entre(&suivant.post_de("192.0.2.1", "/connexion", None, &corps).await));
        // A recovery code stands for it, once.
        let corps = complet(&claire.courriel, MOT, &claire.secours[0]);
        assert!(entre(&suivant.post_de("192.0.2.1", "/connexion", None, &corps).await));
        assert!(!entre(&suivant.post_de("192.0.2.1", "/connexion", None, &corps).await));
    }
}

#[tokio::test]
async fn whoever_holds_the_password_guesses_few_codes_and_the_owner_is_told() {
    let _seul = super::SEUL.lock().await;
    for monde in mondes("mot_de_passe_vole").await {
        let claire = claire(&monde).await;
        let porte = Porte::derriere_un_mandataire(&monde, apres(60));
        let faux = faux_code(&claire.totp, 60);
        let refuses = async |monde: &Monde| journal(monde).await.iter().filter(|l| l.contains("code refusé")).count();
        // At the step of the code, and by full tries: one budget, eight of them.
        for _ in 0..5 {
            let premiere = porte.post_de("192.0.2.9", "/connexion", None, &seul(&claire.courriel, MOT)).await;
            let code = form(&[("code", &faux)]);
            let reponse =
                porte.post_de("192.0.2.9", "/connexion/verification", premiere.cookie().as_deref(), &code).await;
            assert_eq!(reponse.statut, StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(refuses(&monde).await, 5);
        for _ in 0..6 {
            porte.post_de("192.0.2.9", "/connexion", None, &complet(&claire.courriel, MOT, &faux)).await;
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        assert_eq!(
            refuses(&monde).await,
            8,
            "the tries looked at behind the right password are counted with the others"
        );
        let avis = monde.textes("SELECT texte FROM courriers WHERE destinataire = 'claire@ml.example'").await;
        assert!(avis.len() == 1 && avis[0].contains("suivi de codes faux"), "{avis:?}");
        // From then on a stranger's code is not believed, not even the right one; a recovery code is, and so is a known browser.
        let bon = code_totp(&claire.totp, 60);
        assert!(!entre(&porte.post_de("192.0.2.9", "/connexion", None, &complet(&claire.courriel, MOT, &bon)).await));
        let connu = porte.post("/connexion", Some(&claire.appareil), &seul(&claire.courriel, MOT)).await;
        let cookies = format!("{}; {}", connu.cookie().unwrap(), claire.appareil);
        assert!(entre(&porte.post("/connexion/verification", Some(&cookies), &form(&[("code", &bon)])).await));
        let corps = complet(&claire.courriel, MOT, &claire.secours[3]);
        assert!(entre(&porte.post_de("192.0.2.10", "/connexion", None, &corps).await));
        // A budget of codes comes back too.
        let plus_tard = Porte::derriere_un_mandataire(&monde, apres(60 + 5 * 3_600));
        let bon = code_totp(&claire.totp, 60 + 5 * 3_600);
        assert!(entre(
            &plus_tard.post_de("192.0.2.9", "/connexion", None, &complet(&claire.courriel, MOT, &bon)).await
        ));
    }
}
