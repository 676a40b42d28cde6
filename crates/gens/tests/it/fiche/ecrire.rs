//! Writing in the file: contacts, obstacles, notes; each taken back; each journalled.

use axum::http::StatusCode;
use passerelle_gens::contacts;
use passerelle_socle::db;
use passerelle_socle::ident::Id;

use super::scene::{Scene, jour, scenes};

async fn journal(s: &Scene, objet: &str) -> Vec<String> {
    s.monde
        .textes(&format!(
            "SELECT acteur || ' ' || action || ' ' || coalesce(detail, '') AS texte FROM journal \
             WHERE objet = '{objet}' AND objet_id = {} ORDER BY numero",
            s.monde.litteral(s.amina)
        ))
        .await
}

#[tokio::test]
async fn a_contact_is_noted_in_two_clicks_then_changed_called_off_and_put_back() {
    for s in scenes("fiche_contacts").await {
        // The first click opens a form that is ready; the second sends it as it is.
        let page = s.claire.page(&s.a("/contacts/nouveau")).await;
        assert!(page.contains("value=\"2018-02-20\"") && page.contains("Amina était présente"), "{page}");
        let pret =
            [("type", "rendez_vous"), ("date", "2018-02-20"), ("presence", "present"), ("heure", ""), ("lieu", "")];
        let vers = s.envoyer(&s.claire, "/contacts", &pret).await;
        let contact = s.dernier("contacts").await;
        assert_eq!(vers, s.a(""));
        let fiche = s.claire.page(&vers).await;
        assert!(fiche.contains("Contact noté.") && fiche.contains(&format!("/contacts/{contact}/annuler")));
        let un = format!("/contacts/{contact}");
        // Planned: presence is not known, and is not absence.
        s.envoyer(&s.claire, &un, &[("type", "appel"), ("date", "2018-02-25"), ("heure", "14:05")]).await;
        assert_eq!(s.monde.valeur("contacts", "presence", "1 = 1").await, "∅");
        let fiche = s.claire.page(&s.a("")).await;
        assert!(fiche.contains("À venir") && !fiche.contains("absent"), "{fiche}");
        let conn = s.monde.base.lecture();
        let amina = Id::from_uuid(s.amina);
        assert_eq!(contacts::a_venir(conn, amina, jour("2018-02-20")).await.unwrap().len(), 1);
        assert!(contacts::dernier(conn, amina, jour("2018-02-20")).await.unwrap().is_none());
        // The day has passed and nobody said.
        s.envoyer(&s.claire, &un, &[("type", "appel"), ("date", "2018-02-12")]).await;
        assert!(s.claire.page(&s.a("")).await.contains("présence à dire"));
        s.envoyer(&s.claire, &un, &[("type", "appel"), ("date", "2018-02-12"), ("presence", "absent")]).await;
        assert!(s.claire.page(&s.a("")).await.contains("absente"));
        // Called off, then put back as it was.
        s.envoyer(&s.claire, &format!("{un}/annuler"), &[]).await;
        assert_eq!(s.monde.valeur("contacts", "presence", "1 = 1").await, "annule");
        s.corriger(&s.claire, &un, &[("type", "appel"), ("date", "2018-02-12")]).await;
        s.envoyer(&s.claire, &format!("{un}/retablir"), &[]).await;
        assert_eq!(s.monde.valeur("contacts", "presence", "1 = 1").await, "absent");
        let lignes = journal(&s, "contacts").await;
        let dites: Vec<&str> = lignes.iter().map(|l| l.split(" contact ").next().unwrap()).collect();
        let attendues = ["consulter ", "creer", "modifier", "modifier", "modifier", "retirer", "modifier"];
        assert_eq!(dites, attendues.map(|a| format!("Claire Nobel {a}")), "{lignes:?}");
        // The form was opened before there was a contact.
        assert!(lignes[1..].iter().all(|l| l.contains(&contact.to_string()) && !l.contains("14:05")), "{lignes:?}");
    }
}

#[tokio::test]
async fn a_contact_belongs_to_the_structure_that_noted_it() {
    for s in scenes("fiche_contact_cfa").await {
        let forme = [("type", "visite_entreprise"), ("date", "2018-02-12"), ("presence", "present")];
        s.envoyer(&s.formateur, "/contacts", &forme).await;
        let contact = s.dernier("contacts").await;
        assert!(s.claire.page(&s.a("")).await.contains("Moussa Diallo, CFA du Lac"));
        let un = format!("/contacts/{contact}");
        assert!(!s.claire.page(&s.a("")).await.contains(&s.a(&un)), "no way to change it is offered");
        for suite in [un.clone(), format!("{un}/annuler"), format!("{un}/retablir")] {
            assert_eq!(s.claire.post(&s.a(&suite), &forme).await.0, StatusCode::NOT_FOUND, "{suite}");
        }
        assert_eq!(s.claire.get(&s.a(&un)).await.0, StatusCode::NOT_FOUND);
        s.formateur.page(&s.a(&un)).await;
        // Whoever is not linked to her writes nothing, and is not told that she exists.
        for suite in ["/contacts", "/notes", "/freins"] {
            assert_eq!(s.inconnue.post(&s.a(suite), &forme).await.0, StatusCode::NOT_FOUND, "{suite}");
        }
        assert_eq!(s.monde.nombre("SELECT count(*) FROM contacts").await, 1);
    }
}

#[tokio::test]
async fn a_meeting_goes_to_an_agenda_without_its_motive() {
    for s in scenes("fiche_agenda").await {
        let forme = [
            ("type", "rendez_vous"),
            ("date", "2018-02-25"),
            ("heure", "09:30"),
            ("objet", "Logement"),
            ("lieu", "Salle 2\r\nATTENDEE:x"),
        ];
        s.envoyer(&s.claire, "/contacts", &forme).await;
        let contact = s.dernier("contacts").await;
        let ics = String::from_utf8(s.formateur.fichier(&s.a(&format!("/contacts/{contact}/rdv.ics"))).await).unwrap();
        assert!(ics.contains("SUMMARY:RDV\r\n") && !ics.contains("Logement"), "{ics}");
        assert!(ics.contains("LOCATION:Salle 2 ATTENDEE:x\r\n") && ics.contains(&format!("UID:{contact}@")), "{ics}");
        assert!(ics.contains("DTSTART;TZID=Europe/Paris:20180225T093000\r\n"), "{ics}");
    }
}

#[tokio::test]
async fn the_day_of_an_account_holds_its_contacts_while_the_file_is_open() {
    for s in scenes("fiche_journee").await {
        let forme = [("type", "rendez_vous"), ("date", "2018-02-20"), ("heure", "11:00"), ("objet", "Bilan")];
        s.envoyer(&s.formateur, "/contacts", &forme).await;
        let (conn, jour) = (s.monde.base.lecture(), jour("2018-02-20"));
        let moussa = s.formateur.compte.unwrap();
        let siens = contacts::du_compte(conn, moussa, jour).await.unwrap();
        assert_eq!((siens.len(), siens[0].prenom.as_str(), siens[0].heure.as_deref()), (1, "Amina", Some("11:00")));
        assert!(contacts::du_compte(conn, s.claire.compte.unwrap(), jour).await.unwrap().is_empty());
        s.executer("UPDATE partages SET revoque_le = 1", vec![]).await;
        assert!(contacts::du_compte(conn, moussa, jour).await.unwrap().is_empty(), "the file is closed");
    }
}

#[tokio::test]
async fn an_obstacle_is_seen_acted_upon_lifted_and_opened_again() {
    for s in scenes("fiche_freins").await {
        let permis = [("thematique", "mobilite--preparer-un-permis"), ("date", "2018-02-01")];
        s.envoyer(&s.claire, "/freins", &permis).await;
        let frein = s.dernier("freins").await;
        // Once a theme.
        let page = s.corriger(&s.claire, "/freins", &permis).await;
        assert!(page.contains("déjà ouvert") && page.contains("selected"), "{page}");
        let un = format!("/freins/{frein}");
        s.envoyer(&s.claire, &format!("{un}/actions"), &[("date", "2018-02-05"), ("texte", "Dossier d'aide envoyé")])
            .await;
        let action = s.dernier("freins_actions").await;
        s.envoyer(&s.claire, &format!("{un}/actions/{action}"), &[("resultat", "Aide accordée")]).await;
        let page = s.claire.page(&s.a("/freins")).await;
        assert!(page.contains("Dossier d&#39;aide envoyé") && page.contains("Aide accordée"), "{page}");
        let trop_tot = s.corriger(&s.claire, &format!("{un}/lever"), &[("date", "2018-01-31")]).await;
        assert!(trop_tot.contains("01/02/2018") && trop_tot.contains("value=\"2018-01-31\""), "{trop_tot}");
        s.envoyer(&s.claire, &format!("{un}/lever"), &[("date", "2018-02-15")]).await;
        assert!(s.claire.page(&s.a("")).await.contains("aucun n'est noté"));
        s.envoyer(&s.claire, &format!("{un}/rouvrir"), &[]).await;
        assert_eq!(s.monde.valeur("freins", "leve_le", "1 = 1").await, "∅");
        // Health and justice are no themes here, whatever the form sends.
        for theme in [
            "sante--addictions",
            "sante",
            "",
            "difficultes-administratives-ou-juridiques--prendre-en-compte-une-problematique-judiciaire",
        ] {
            s.corriger(&s.claire, "/freins", &[("thematique", theme), ("date", "2018-02-01")]).await;
        }
        // The CFA has no such page, nor the file of somebody else such an obstacle.
        assert_eq!(s.formateur.get(&s.a("/freins")).await.0, StatusCode::NOT_FOUND);
        assert_eq!(s.formateur.post(&s.a("/freins"), &permis).await.0, StatusCode::NOT_FOUND);
        let ines = passerelle_monde::id_de(&s.monde, "jeunes", "prenom LIKE 'In%'").await;
        for suite in
            [format!("{un}/lever"), format!("{un}/actions"), format!("{un}/actions/{action}"), format!("{un}/rouvrir")]
        {
            let forge =
                s.claire.post(&format!("/jeunes/{ines}{suite}"), &[("date", "2018-02-15"), ("resultat", "x")]).await;
            assert_eq!(forge.0, StatusCode::NOT_FOUND, "{suite}");
        }
        assert_eq!(s.monde.nombre("SELECT count(*) FROM freins").await, 1);
        assert_eq!(journal(&s, "freins").await.iter().filter(|l| !l.contains("consulter")).count(), 5);
    }
}

#[tokio::test]
async fn a_note_is_withdrawn_and_put_back_by_those_who_wrote_it() {
    for s in scenes("fiche_notes").await {
        let page = s.claire.page(&s.a("/notes/nouvelle")).await;
        for dit in ["Ni les autres structures, ni Amina", "un CFA par exemple", "dans son espace"] {
            assert!(page.contains(dit), "{dit}");
        }
        let vers = s
            .envoyer(
                &s.claire,
                "/notes",
                &[("niveau", "suivi"), ("date", "2018-02-20"), ("texte", "Visite de l'hôpital")],
            )
            .await;
        // Health: kept, and said aloud.
        assert!(s.claire.page(&vers).await.contains("semble parler de santé"), "{vers}");
        let note = s.dernier("notes").await;
        let autre = s.formateur.post(&s.a(&format!("/notes/{note}/retirer")), &[]).await;
        assert_eq!(autre.0, StatusCode::NOT_FOUND, "another structure withdraws nothing of ours");
        s.envoyer(&s.claire, &format!("/notes/{note}/retirer"), &[]).await;
        for qui in [&s.claire, &s.formateur] {
            assert!(!qui.page(&s.a("")).await.contains("Visite de l&#39;hôpital"));
        }
        s.envoyer(&s.claire, &format!("/notes/{note}/remettre"), &[]).await;
        assert!(s.formateur.page(&s.a("")).await.contains("Visite de l&#39;hôpital"));
        let page =
            s.corriger(&s.claire, "/notes", &[("niveau", "tous"), ("date", "2018-02-21"), ("texte", " \r\n ")]).await;
        assert!(page.contains("3\u{a0}réponses à corriger") && page.contains("Erreur :"), "{page}");
        let lignes = journal(&s, "notes").await;
        let dites: Vec<&str> = lignes.iter().map(|l| l.split(" note ").next().unwrap()).collect();
        assert_eq!(
            dites,
            ["consulter ", "creer", "retirer", "modifier"].map(|a| format!("Claire Nobel {a}")),
            "{lignes:?}"
        );
    }
}

/// A write and its line are one transaction: without the line, nothing is written.
#[tokio::test]
async fn nothing_is_written_when_the_journal_is_full() {
    for s in scenes("fiche_journal").await {
        let sql = match s.monde.moteur {
            "SQLite" => "CREATE TRIGGER plein BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'plein'); END",
            _ => "ALTER TABLE journal ADD CONSTRAINT plein CHECK (instant < 0) NOT VALID",
        };
        let tx = s.monde.base.transaction().await.unwrap();
        sea_orm::ConnectionTrait::execute_unprepared(&tx, sql).await.unwrap();
        tx.commit().await.unwrap();
        for (suite, forme) in [
            ("/contacts", vec![("type", "appel"), ("date", "2018-02-12")]),
            ("/notes", vec![("niveau", "suivi"), ("date", "2018-02-12"), ("texte", "Une note")]),
            ("/freins", vec![("thematique", "mobilite"), ("date", "2018-02-12")]),
        ] {
            assert_eq!(s.claire.post(&s.a(suite), &forme).await.0, StatusCode::INTERNAL_SERVER_ERROR, "{suite}");
        }
        for table in ["contacts", "notes", "freins"] {
            assert_eq!(
                db::compter(s.monde.base.lecture(), &format!("SELECT count(*) FROM {table}"), []).await.unwrap(),
                0
            );
        }
    }
}
