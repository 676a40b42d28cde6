//! Asking for a file: what a search tells, who answers, what the answer opens.

use super::{cle, dit, fait, gens, id, nulle_part};
use passerelle_monde::{Visiteur, mondes};

async fn chercher(qui: &Visiteur, nom: &str, prenom: &str, naissance: &str) -> String {
    let champs = [("nom", nom), ("prenom", prenom), ("naissance", naissance)];
    let (statut, _, corps) = qui.post("/demandes/recherche", &champs).await;
    let texte = String::from_utf8(corps).unwrap();
    assert!(statut.is_success(), "{statut} {texte}");
    texte.split("id=\"t-recues\"").next().unwrap().to_owned()
}

#[tokio::test]
async fn a_search_masks_the_name_and_an_answer_opens_the_file() {
    for monde in mondes("demander").await {
        let g = gens(&monde).await;
        let ines = id(&monde, "jeunes", "nom = 'Duprat'").await;
        let moteur = monde.moteur;
        // Whole names only, folded; anything less finds nobody.
        for (nom, prenom, naissance) in [
            ("Dup", "Inès", "2000-03-14"),
            ("Duprat", "In", "2000-03-14"),
            ("Duprat", "Inès", "2000-03-15"),
            ("%", "%", "2000-03-14"),
        ] {
            let rien = chercher(&g.karim, nom, prenom, naissance).await;
            assert!(rien.contains("Nous n'avons trouvé personne"), "{moteur}: {nom} {prenom}");
        }
        let trouve = chercher(&g.karim, " DUPRAT", "ines", "14/03/2000").await;
        assert!(trouve.contains("I… D…") && trouve.contains("Mission locale Nord"), "{moteur}: {trouve}");
        for secret in ["Inès", "93001", "Aubervilliers", "decrocheur"] {
            assert!(!trouve.contains(secret), "{moteur}: the search tells {secret}");
        }
        // By number: in the structure that gave it only.
        let par_numero = |structure: &'static str| [("structure", structure), ("numero", "12")];
        let (_, _, corps) = g.karim.post("/demandes/recherche", &par_numero("ML-NORD")).await;
        assert!(String::from_utf8(corps).unwrap().contains("I… D…"));
        // Followed already: the same page, with the name and the way in.
        let soi = chercher(&g.claire, "Duprat", "Inès", "2000-03-14").await;
        assert!(soi.contains("Inès DUPRAT") && soi.contains(&format!("/jeunes/{ines}")));
        dit(&g.karim, "/demandes/recherche", &[("nom", "Duprat"), ("prenom", ""), ("naissance", "")]).await;
        assert_eq!(
            monde.nombre("SELECT count(*) FROM journal WHERE action = 'demander' AND detail = 'recherche'").await,
            7,
            "{moteur}: one line a search"
        );

        let texte = ines.to_string();
        let demande = [("jeune", texte.as_str()), ("finalite", "relais"), ("precisions", "Déménage au sud")];
        nulle_part(&g.karim, "/demandes", Some(&[("jeune", &uuid::Uuid::nil().to_string()), ("finalite", "relais")]))
            .await;
        // Whoever did not find her by a search of their own does not ask, whatever identifier they hold.
        nulle_part(&g.diallo, "/demandes", Some(&demande)).await;
        dit(&g.karim, "/demandes", &[("jeune", &texte), ("finalite", "autre")]).await;
        fait(&g.karim, "/demandes", &demande).await;
        assert!(dit(&g.karim, "/demandes", &demande).await.contains("attend déjà"), "{moteur}: asked once");
        assert!(dit(&g.claire, "/demandes", &demande).await.contains("déjà ouvert"));
        assert!(g.karim.page("/demandes").await.contains("I… D…"));

        // Without référent, the responsable of the structure in charge answers; a colleague does not.
        let id_demande = id(&monde, "demandes_acces", "1 = 1").await.to_string();
        let accorder = format!("/jeunes/{ines}/demandes/accorder");
        let reponse = [("demande", id_demande.as_str()), ("au", "2018-04-30")];
        assert!(g.nora.page("/demandes").await.contains("1\u{a0}demande à traiter"));
        for qui in [&g.claire, &g.karim, &g.diallo] {
            nulle_part(qui, &accorder, Some(&reponse)).await;
        }
        // Once named, the référent is asked.
        fait(&g.nora, &format!("/jeunes/{ines}/referent"), &[("vers", &cle(&monde, &g.claire, "ML-NORD").await)]).await;
        assert!(g.claire.page("/journee").await.contains("1\u{a0}demande à traiter"));
        let refuser = format!("/jeunes/{ines}/demandes/refuser");
        dit(&g.claire, &refuser, &[("demande", &id_demande), ("motif", "")]).await;
        fait(&g.claire, &refuser, &[("demande", &id_demande), ("motif", "Elle reste au nord")]).await;
        let lu = g.karim.page("/demandes").await;
        assert!(lu.contains("Refusée") && lu.contains("Elle reste au nord") && !lu.contains("DUPRAT"));
        assert!(dit(&g.claire, &accorder, &reponse).await.contains("déjà reçu une réponse"));
        nulle_part(&g.karim, &format!("/jeunes/{ines}"), None).await;

        // Asked again, granted: open until the day said, and revocable as any other.
        fait(&g.karim, "/demandes", &demande).await;
        let seconde = id(&monde, "demandes_acces", "repondu_le IS NULL").await.to_string();
        dit(&g.claire, &accorder, &[("demande", &seconde), ("au", "2019-12-31")]).await;
        fait(&g.claire, &accorder, &[("demande", &seconde), ("au", "2018-04-30")]).await;
        assert!(g.karim.page("/demandes").await.contains("30\u{a0}avril 2018"));
        assert!(g.karim.page(&format!("/jeunes/{ines}")).await.contains("DUPRAT"));
        let partage = id(&monde, "partages", "1 = 1").await.to_string();
        fait(&g.claire, &format!("/jeunes/{ines}/partages/retirer"), &[("partage", &partage)]).await;
        nulle_part(&g.karim, &format!("/jeunes/{ines}"), None).await;
        assert_eq!(monde.nombre("SELECT count(*) FROM journal WHERE action = 'repondre' AND NOT refus").await, 2);
        // What was tried by the three who may not answer, and by nobody else, is told as refused.
        let refus = "SELECT count(*) FROM journal WHERE action = 'repondre' AND refus";
        assert_eq!(monde.nombre(refus).await, 3, "{moteur}");
    }
}

#[tokio::test]
async fn the_twenty_first_search_of_an_hour_waits() {
    for monde in mondes("vingt_recherches").await {
        let g = gens(&monde).await;
        for i in 0..20 {
            chercher(&g.karim, "Duprat", &format!("Essai {i}"), "2000-03-14").await;
        }
        let champs = [("nom", "Duprat"), ("prenom", "Inès"), ("naissance", "2000-03-14")];
        let (statut, _, corps) = g.karim.post("/demandes/recherche", &champs).await;
        let phrase = String::from_utf8(corps).unwrap();
        assert_eq!(statut, axum::http::StatusCode::TOO_MANY_REQUESTS);
        assert!(phrase.contains("20 questions") && !phrase.contains("I… D…"), "{phrase}");
        // Each structure has its own.
        assert!(chercher(&g.diallo, "Duprat", "Inès", "2000-03-14").await.contains("I… D…"));
    }
}

/// Merged or erased, nobody is found; and what was asked of them is forgotten.
#[tokio::test]
async fn who_is_no_longer_there_is_not_found() {
    for monde in mondes("effacee").await {
        let g = gens(&monde).await;
        let (amina, ines) =
            (id(&monde, "jeunes", "nom = 'Beladour'").await, id(&monde, "jeunes", "nom = 'Duprat'").await);
        let tx = monde.base.transaction().await.unwrap();
        passerelle_socle::db::executer(&tx, "UPDATE jeunes SET efface_le = 1 WHERE id = $1", [ines.into()])
            .await
            .unwrap();
        passerelle_socle::db::executer(
            &tx,
            "UPDATE jeunes SET fusionne_dans = $2 WHERE id = $1",
            [amina.into(), ines.into()],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        for (nom, prenom, jour) in [("Duprat", "Inès", "2000-03-14"), ("Beladour", "Amina", "1999-05-04")] {
            assert!(!chercher(&g.karim, nom, prenom, jour).await.contains("…,"), "{}", monde.moteur);
        }
        for jeune in [amina, ines] {
            nulle_part(&g.karim, "/demandes", Some(&[("jeune", &jeune.to_string()), ("finalite", "relais")])).await;
        }
        let liste = g.claire.page("/positionnements").await;
        assert!(!liste.contains("BELADOUR") && !liste.contains("DUPRAT"), "{}: a list still names them", monde.moteur);
    }
}
