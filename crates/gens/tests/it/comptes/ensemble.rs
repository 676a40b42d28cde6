//! Many at once, on two servers of one base: a rule about tries, codes and sessions counts them one by one.

use axum::http::StatusCode;
use passerelle_socle::access::{Portee, Role};
use passerelle_socle::db;

use super::mon_compte::donner;
use super::{MOT, form, inscrire, portee};
use passerelle_monde::porte::{Porte, Reponse, apres};
use passerelle_monde::{Monde, mondes};

/// The same request so many times at once, to one server and the other in turn.
async fn a_la_fois(monde: &Monde, fois: usize, chemin: &str, cookie: Option<&str>, corps: &str) -> Vec<Reponse> {
    let portes = [Porte::reelle(monde), Porte::sur(monde, monde.rouvrir().await, apres(0), false, false)];
    let mut en_cours = tokio::task::JoinSet::new();
    for rang in 0..fois {
        let (porte, chemin, cookie) = (portes[rang % 2].clone(), chemin.to_owned(), cookie.map(str::to_owned));
        let corps = corps.to_owned();
        en_cours.spawn(async move { porte.post(&chemin, cookie.as_deref(), &corps).await });
    }
    en_cours.join_all().await
}

async fn juges(monde: &Monde, detail: &str) -> i64 {
    monde.nombre(&format!("SELECT count(*) FROM journal WHERE action = 'ouvrir' AND detail = '{detail}'")).await
}

#[tokio::test]
async fn ten_changes_of_role_at_once_leave_one_live_session() {
    for monde in mondes("dix_roles").await {
        monde.peupler().await;
        let sud = portee(&monde, "ML-SUD").await;
        let paul = inscrire(&monde, "Paul R.", "paul@region.example", Role::Pilote, &Portee::Territoire).await;
        let autre = donner(&monde, paul.id, Role::Responsable, &sud).await;
        let reponses = a_la_fois(&monde, 10, &format!("/mon-compte/exercer/{autre}"), Some(&paul.cookie), "").await;
        let ouvertes = reponses.iter().filter(|r| r.cookie().is_some()).count();
        assert_eq!(ouvertes, 1, "{}", monde.moteur);
        assert!(reponses.iter().all(|r| !r.statut.is_server_error()), "{}", monde.moteur);
        let vivantes = monde.nombre("SELECT count(*) FROM sessions WHERE etape = 'ouverte'").await;
        assert_eq!(vivantes, 1, "{}: the others stayed open", monde.moteur);
    }
}

#[tokio::test]
async fn no_more_codes_are_judged_at_once_than_one_after_the_other() {
    for monde in mondes("codes_ensemble").await {
        let paul = inscrire(&monde, "Paul R.", "paul@region.example", Role::Pilote, &Portee::Territoire).await;
        let porte = Porte::reelle(&monde);
        let entree = form(&[("courriel", &paul.courriel), ("mot_de_passe", MOT)]);
        let etape = porte.post("/connexion", None, &entree).await;
        assert_eq!(etape.entete("location"), "/connexion/verification", "{}", etape.texte());
        let faux = form(&[("code", "000000")]);
        let reponses = a_la_fois(&monde, 12, "/connexion/verification", etape.cookie().as_deref(), &faux).await;
        assert!(reponses.iter().all(|r| r.statut == StatusCode::UNPROCESSABLE_ENTITY), "{}", monde.moteur);
        let attendent = reponses.iter().filter(|r| r.texte().contains("Trop de codes faux")).count();
        assert_eq!((juges(&monde, "code refusé").await, attendent), (8, 4), "{}", monde.moteur);
    }
}

#[tokio::test]
async fn a_second_factor_is_set_once_by_whoever_confirms_it_first() {
    for monde in mondes("facteur_ensemble").await {
        let (_, lien) = super::inviter(&monde, "Léa M.", "lea@demo.example", Role::Pilote, &Portee::Territoire).await;
        let porte = Porte::reelle(&monde);
        let cookie = porte.post(&lien, None, "").await.cookie().unwrap();
        let choisi = porte.post("/connexion/mot-de-passe", Some(&cookie), &form(&[("nouveau", MOT)])).await;
        let cookie = choisi.cookie().unwrap();
        let page = porte.get("/connexion/second-facteur", Some(&cookie)).await.texte();
        let secret = super::entre(&page, "<code>", "</code>")[0].replace(' ', "");
        let code = form(&[("code", &super::code_totp(&secret, 0))]);
        let reponses = a_la_fois(&monde, 12, "/connexion/second-facteur", Some(&cookie), &code).await;
        let entres: Vec<_> = reponses.iter().filter(|r| r.statut == StatusCode::OK).collect();
        assert_eq!(entres.len(), 1, "{}", monde.moteur);
        assert_eq!(monde.nombre("SELECT count(*) FROM sessions").await, 1, "{}", monde.moteur);
        // The recovery codes shown are those that are kept.
        assert_eq!(monde.nombre("SELECT count(*) FROM codes_secours").await, 10, "{}", monde.moteur);
        assert!(porte.reconnait(&entres[0].cookie().unwrap()).await);
    }
}

#[tokio::test]
async fn whoever_is_put_out_while_their_form_waits_for_its_turn_does_nothing() {
    for monde in mondes("mis_dehors_en_attendant").await {
        monde.peupler().await;
        let nord = portee(&monde, "ML-NORD").await;
        let porte = Porte::reelle(&monde);
        let dehors = [
            ("UPDATE comptes SET desactive_le = 1 WHERE id = $1", StatusCode::NOT_FOUND),
            ("UPDATE habilitations SET au = 1 WHERE compte_id = $1", StatusCode::NOT_FOUND),
            ("DELETE FROM sessions WHERE compte_id = $1", StatusCode::NOT_FOUND),
            // Whoever is not goes on when the turn comes.
            ("UPDATE comptes SET desactive_le = NULL WHERE id = $1", StatusCode::SEE_OTHER),
        ];
        for (rang, (sql, attendu)) in dehors.into_iter().enumerate() {
            let courriel = format!("nina{rang}@ml-nord.example");
            let nina = inscrire(&monde, &format!("Nina {rang}"), &courriel, Role::Conseiller, &nord).await;
            let combien = async || monde.nombre("SELECT count(*) FROM gestes").await;
            let avant = combien().await;
            // Somebody else's gesture holds the turn, and puts her out before she has hers.
            let tx = monde.base.transaction().await.unwrap();
            let (sienne, cookie) = (porte.clone(), nina.cookie.clone());
            let cle = db::nouvel_id::<()>().uuid();
            let attend = tokio::spawn(async move {
                let chemin = "/mon-compte/sessions/fermer-les-autres";
                sienne.post(chemin, Some(&cookie), &form(&[("_geste", &cle.to_string())])).await
            });
            tokio::time::sleep(std::time::Duration::from_millis(400)).await;
            assert!(!attend.is_finished(), "{}: it did not wait for its turn", monde.moteur);
            db::executer(&tx, sql, [nina.id.into()]).await.unwrap();
            tx.commit().await.unwrap();
            let reponse = attend.await.unwrap();
            assert_eq!(reponse.statut, attendu, "{}: {sql}: {}", monde.moteur, reponse.texte());
            assert_eq!(combien().await - avant, i64::from(attendu == StatusCode::SEE_OTHER), "{}: {sql}", monde.moteur);
        }
    }
}
