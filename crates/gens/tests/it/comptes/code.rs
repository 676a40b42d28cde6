//! A young person and an employer enter without a password: a link handed over, then codes.

use axum::http::StatusCode;
use passerelle_socle::access::Role;
use uuid::Uuid;

use super::{ecrire, entre, form, inscrire, journal, portee};
use passerelle_monde::porte::{Porte, Reponse, apres};
use passerelle_monde::{Monde, id_de, mondes};

const TELEPHONE: &str = "06 39 98 01 10";

/// Amina's access, opened by Claire, who follows her: Amina's identifier, the path of the link, Claire's session.
async fn ouvrir_l_acces(monde: &Monde, porte: &Porte) -> (Uuid, String, String) {
    monde.peupler().await;
    let nord = portee(monde, "ML-NORD").await;
    let claire = inscrire(monde, "Claire N.", "claire@ml-nord.example", Role::Conseiller, &nord).await;
    let amina = id_de(monde, "jeunes", "nom = 'Beladour'").await;
    let page = porte.post(&format!("/jeunes/{amina}/acces"), Some(&claire.cookie), "").await;
    assert_eq!(page.statut, StatusCode::OK, "{}", page.texte());
    let texte = page.texte();
    assert!(texte.contains("src=\"data:image/svg+xml;base64,"));
    (amina, format!("/entrer/{}", entre(&texte, "/entrer/", "\"")[0]), claire.cookie)
}

async fn demander(porte: &Porte, contact: &str) -> Reponse {
    porte.post("/connexion/code", None, &form(&[("contact", contact)])).await
}

/// The code last written in the outbox.
async fn dernier_code(monde: &Monde) -> String {
    let sql = "SELECT texte FROM courriers ORDER BY cree_le DESC, id DESC LIMIT 1";
    let texte = monde.textes(sql).await.remove(0);
    entre(&texte, " : ", ".")[0].to_owned()
}

async fn taper(porte: &Porte, cookie: Option<&str>, code: &str) -> Reponse {
    porte.post("/connexion/code/entrer", cookie, &form(&[("code", code)])).await
}

#[tokio::test]
async fn the_access_is_opened_by_those_who_follow_and_by_no_one_else() {
    for monde in mondes("acces_jeune").await {
        let porte = Porte::reelle(&monde);
        let (amina, lien, claire) = ouvrir_l_acces(&monde, &porte).await;
        let sud = portee(&monde, "ML-SUD").await;
        let sami = inscrire(&monde, "Sami S.", "sami@ml-sud.example", Role::Conseiller, &sud).await;
        let cfa =
            inscrire(&monde, "Moussa D.", "moussa@cfa.example", Role::Formateur, &portee(&monde, "CFA-LAC").await)
                .await;
        let jules = id_de(&monde, "jeunes", "nom = 'Marchand'").await;
        for cookie in [&sami.cookie, &cfa.cookie] {
            let refus = porte.post(&format!("/jeunes/{amina}/acces"), Some(cookie), "").await;
            assert_eq!(refus.statut, StatusCode::NOT_FOUND);
        }
        // Sami holds that right on somebody he follows.
        assert_eq!(porte.post(&format!("/jeunes/{jules}/acces"), Some(&sami.cookie), "").await.statut, StatusCode::OK);
        // The link: ten minutes, once, thirty days on one's own telephone.
        let tard = Porte::a(&monde, apres(600), false, false).post(&lien, None, "").await;
        assert_eq!(tard.statut, StatusCode::UNPROCESSABLE_ENTITY);
        let entree = porte.post(&lien, None, "rester=oui&role=administrateur").await;
        assert_eq!(entree.entete("location"), "/mon-espace");
        assert!(entree.entete("set-cookie").ends_with("; Max-Age=2592000"), "{}", entree.entete("set-cookie"));
        let cookie = entree.cookie().unwrap();
        let dans_un_mois = Porte::a(&monde, apres(29 * 24 * 3_600), false, false);
        assert_eq!(dans_un_mois.get("/mon-compte", Some(&cookie)).await.statut, StatusCode::OK);
        // It opens one's own space: nothing of the work of others, nor anybody's file, nor another access.
        for chemin in ["/comptes", "/jeunes", "/journal", "/courriers"] {
            assert_eq!(porte.get(chemin, Some(&cookie)).await.statut, StatusCode::NOT_FOUND, "{chemin}");
        }
        for id in [amina, jules] {
            assert_eq!(
                porte.post(&format!("/jeunes/{id}/acces"), Some(&cookie), "").await.statut,
                StatusCode::NOT_FOUND
            );
        }
        assert!(porte.post(&lien, None, "").await.cookie().is_none());
        // A second link is for the same account: Amina's, beside that of Jules.
        assert_eq!(porte.post(&format!("/jeunes/{amina}/acces"), Some(&claire), "").await.statut, StatusCode::OK);
        assert_eq!(monde.nombre("SELECT count(*) FROM habilitations WHERE role = 'jeune'").await, 2);
    }
}

#[tokio::test]
async fn a_code_serves_once_in_the_browser_that_asked_for_ten_minutes() {
    for monde in mondes("code_unique").await {
        let porte = Porte::reelle(&monde);
        ouvrir_l_acces(&monde, &porte).await;
        let demande = demander(&porte, TELEPHONE).await;
        let (cookie, code) = (demande.cookie().unwrap(), dernier_code(&monde).await);
        assert_eq!(monde.valeur("courriers", "canal || ' ' || destinataire", "1 = 1").await, "sms +33639980110");
        assert!(!monde.textes("SELECT texte FROM courriers").await[0].contains("Amina"));
        // Neither another browser, nor another request.
        assert!(taper(&porte, None, &code).await.cookie().is_none());
        let autre = demander(&porte, "nobody@demo.example").await.cookie().unwrap();
        assert_eq!(taper(&porte, Some(&autre), &code).await.statut, StatusCode::UNPROCESSABLE_ENTITY);
        let tard = Porte::a(&monde, apres(600), false, false);
        assert_eq!(taper(&tard, Some(&cookie), &code).await.statut, StatusCode::UNPROCESSABLE_ENTITY);
        let entree = taper(&porte, Some(&cookie), &code).await;
        assert_eq!((entree.statut, entree.entete("location")), (StatusCode::SEE_OTHER, "/mon-espace"));
        assert!(!entree.entete("set-cookie").contains("Max-Age"), "thirty days without asking");
        assert_eq!(taper(&porte, Some(&cookie), &code).await.statut, StatusCode::UNPROCESSABLE_ENTITY, "used twice");
        assert!(journal(&monde).await.iter().any(|l| l == "ouvrir session code"));
        // Left alone for half an hour, it closes.
        let session = entree.cookie().unwrap();
        let apres_demi_heure = Porte::a(&monde, apres(30 * 60), false, false);
        assert_eq!(apres_demi_heure.get("/mon-compte", Some(&session)).await.statut, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn five_wrong_codes_kill_the_right_one() {
    for monde in mondes("code_faux").await {
        let porte = Porte::reelle(&monde);
        ouvrir_l_acces(&monde, &porte).await;
        let cookie = demander(&porte, "Amina@demo.example").await.cookie().unwrap();
        let code = dernier_code(&monde).await;
        let faux = if code == "123456" { "654321" } else { "123456" };
        for _ in 0..5 {
            assert_eq!(taper(&porte, Some(&cookie), faux).await.statut, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let trop = taper(&porte, Some(&cookie), &code).await;
        assert!(trop.statut == StatusCode::UNPROCESSABLE_ENTITY && trop.cookie().is_none());
        assert_eq!(journal(&monde).await.iter().filter(|l| *l == "ouvrir session code refusé").count(), 5);
        // Asking again and again slows down too.
        for _ in 0..2 {
            assert_eq!(demander(&porte, "amina@demo.example").await.statut, StatusCode::OK);
        }
        assert!(demander(&porte, "amina@demo.example").await.texte().contains("Attendez"));
    }
}

#[tokio::test]
async fn asking_for_a_code_does_not_tell_who_is_known() {
    for monde in mondes("code_enumeration").await {
        let porte = Porte::reelle(&monde);
        ouvrir_l_acces(&monde, &porte).await;
        let connu = demander(&porte, "amina@demo.example").await;
        let inconnu = demander(&porte, "inconnue@demo.example").await;
        // A professional's address is not one of those.
        let pro = demander(&porte, "claire@ml-nord.example").await;
        assert_eq!((connu.statut, connu.texte_sans_cles()), (inconnu.statut, inconnu.texte_sans_cles()));
        assert_eq!((connu.statut, connu.texte_sans_cles()), (pro.statut, pro.texte_sans_cles()));
        assert!(inconnu.cookie().is_some() && pro.cookie().is_some());
        assert_eq!(monde.nombre("SELECT count(*) FROM courriers").await, 1);
    }
}

#[tokio::test]
async fn a_role_that_asks_for_a_second_factor_is_not_reached_by_a_code() {
    for monde in mondes("code_faible").await {
        let porte = Porte::reelle(&monde);
        let (_, lien, _) = ouvrir_l_acces(&monde, &porte).await;
        let cookie = porte.post(&lien, None, "").await.cookie().unwrap();
        let id = id_de(&monde, "comptes", "nom LIKE 'Amina%'").await;
        let tx = monde.base.transaction().await.unwrap();
        let maintenant = passerelle_socle::temps::Horloge::maintenant(&Monde::horloge());
        let nord = portee(&monde, "ML-NORD").await;
        let conseil = passerelle_gens::comptes::habiliter(
            &tx,
            maintenant,
            &passerelle_socle::access::Acteur::Systeme,
            passerelle_socle::ident::Id::from_uuid(id),
            Role::Conseiller,
            &nord,
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let refus = porte.post(&format!("/mon-compte/exercer/{}", conseil.uuid()), Some(&cookie), "").await;
        assert!(refus.statut == StatusCode::UNPROCESSABLE_ENTITY && refus.cookie().is_none());
        assert_eq!(porte.get("/jeunes", Some(&cookie)).await.statut, StatusCode::NOT_FOUND);
        // By a code, it is still the young person who enters.
        let demande = demander(&porte, "amina@demo.example").await.cookie().unwrap();
        let entree = taper(&porte, Some(&demande), &dernier_code(&monde).await).await;
        assert_eq!(entree.entete("location"), "/mon-espace");
    }
}

#[tokio::test]
async fn an_employer_comes_in_once_two_who_follow_an_apprentice_of_theirs_have_asked() {
    for monde in mondes("acces_employeur").await {
        let porte = Porte::reelle(&monde);
        let (_, _, claire) = ouvrir_l_acces(&monde, &porte).await;
        let sud = portee(&monde, "ML-SUD").await;
        let sami = inscrire(&monde, "Sami S.", "sami@ml-sud.example", Role::Conseiller, &sud).await;
        let demande =
            |siret| form(&[("siret", siret), ("courriel", "patron@canal.example"), ("role", "administrateur")]);
        let refus = porte.post("/apprentis/acces", Some(&sami.cookie), &demande("000 444 444 00020")).await;
        assert!(refus.texte().contains("Aucun jeune que vous suivez"), "{}", refus.texte());
        assert_eq!(monde.nombre("SELECT count(*) FROM habilitations WHERE role = 'employeur'").await, 0);
        // One person alone opens nothing, however many times: the mail could be theirs.
        for _ in 0..2 {
            let page = porte.post("/apprentis/acces", Some(&claire), &demande("000 444 444 00020")).await;
            assert_eq!(page.entete("location"), "/apprentis/acces", "{}", page.texte());
        }
        assert_eq!(monde.nombre("SELECT count(*) FROM habilitations WHERE role = 'employeur'").await, 0);
        let nord = portee(&monde, "ML-NORD").await;
        let nadia = inscrire(&monde, "Nadia N.", "nadia@ml-nord.example", Role::Responsable, &nord).await;
        let sien = form(&[("siret", "000 444 444 00020"), ("courriel", "nadia@ml-nord.example")]);
        let refus = porte.post("/apprentis/acces", Some(&nadia.cookie), &sien).await;
        assert!(refus.texte().contains("votre propre courriel"), "{}", refus.texte());
        let page = porte.get("/apprentis/acces", Some(&nadia.cookie)).await.texte();
        assert!(page.contains("Maçonnerie du Canal") && page.contains("patron@canal.example"), "{page}");
        let page = porte.post("/apprentis/acces", Some(&nadia.cookie), &demande("000 444 444 00020")).await;
        assert_eq!(page.entete("location"), "/apprentis/acces", "{}", page.texte());
        // Nobody who asked is shown a way in, then or later.
        assert_eq!(monde.nombre("SELECT count(*) FROM acces_employeurs").await, 0);
        let encore = porte.post("/apprentis/acces", Some(&claire), &demande("000 444 444 00020")).await;
        assert!(encore.texte().contains("déjà ouvert") && !encore.texte().contains("/entrer/"), "{}", encore.texte());
        let cookie = demander(&porte, "patron@canal.example").await.cookie().unwrap();
        let entree = taper(&porte, Some(&cookie), &dernier_code(&monde).await).await;
        assert_eq!(entree.entete("location"), "/apprentis");
        // Disabled, no code is sent any more.
        ecrire(&monde, "UPDATE comptes SET desactive_le = 1 WHERE courriel = 'patron@canal.example'").await;
        let avant = monde.nombre("SELECT count(*) FROM courriers").await;
        demander(&porte, "patron@canal.example").await;
        assert_eq!(monde.nombre("SELECT count(*) FROM courriers").await, avant);
    }
}
