//! Amina contests what is written of her; those who read it answer, once, and she reads the answer.

use axum::http::StatusCode;
use passerelle_socle::access::{Portee, Role};
use passerelle_socle::ident::Id;

use super::scene::scenes;

#[tokio::test]
async fn what_is_contested_is_answered_once_by_those_who_read_it() {
    for s in scenes("fiche_contester").await {
        let (moteur, date) = (s.monde.moteur, "2018-02-01");
        s.envoyer(&s.claire, "/notes", &[("niveau", "jeune"), ("date", date), ("texte", "Sans projet")]).await;
        s.envoyer(&s.claire, "/freins", &[("thematique", "mobilite--preparer-un-permis"), ("date", date)]).await;
        let amina = s.monde.quelqu_un("Amina", Role::Jeune, Portee::Jeune(Id::from_uuid(s.amina))).await;
        for (objet, table, texte) in
            [("note", "notes", "J'ai un projet"), ("frein", "freins", "<b>J'ai</b> mon permis")]
        {
            let vers = format!("/mon-espace/contester/{objet}/{}", s.dernier(table).await);
            assert_eq!(amina.post(&vers, &[("texte", texte)]).await.0, StatusCode::SEE_OTHER, "{moteur} {objet}");
        }
        // Both wait, on the record and on their own page; a text is a text.
        let fiche = s.claire.page(&s.a("")).await;
        assert_eq!(fiche.matches("attend une réponse").count(), 2, "{moteur}: {fiche}");
        assert!(fiche.contains("Désaccord sur un frein") && !fiche.contains("<b>J"));
        // Her référent and the responsable of the structure in charge have it in their day; nobody else has.
        let responsable = s.monde.professionnel("Nora Lebel", Role::Responsable, "ML-NORD").await;
        let collegue = s.monde.professionnel("Hugo Martin", Role::Conseiller, "ML-NORD").await;
        let du_cfa = s.monde.professionnel("Aïda Morin", Role::Responsable, "CFA-LAC").await;
        let lien = format!("href=\"{}\"", s.a("/contestations"));
        for (qui, dit) in [(&s.claire, true), (&responsable, true), (&collegue, false), (&s.inconnue, false)] {
            let journee = qui.page("/journee").await;
            assert_eq!(journee.contains(&lien), dit, "{moteur}: {journee}");
            assert_eq!(
                journee.contains("2\u{a0}désaccords attendent une réponse</a>, au plus tard le 20\u{a0}mars 2018"),
                dit
            );
        }
        for qui in [&s.formateur, &du_cfa] {
            assert!(!qui.page("/journee").await.contains("désaccord"), "{moteur}: her file is lent to them");
        }
        // A référent of the CFA would be asked about what they read, and no more.
        s.executer(
            "UPDATE referents SET compte_id = $1, structure_id = (SELECT id FROM structures WHERE code = 'CFA-LAC')",
            vec![s.formateur.compte.unwrap().uuid().into()],
        )
        .await;
        assert!(s.formateur.page("/journee").await.contains("1\u{a0}désaccord attend une réponse"), "{moteur}");
        s.executer(
            "UPDATE referents SET compte_id = $1, structure_id = (SELECT id FROM structures WHERE code = 'ML-NORD')",
            vec![s.claire.compte.unwrap().uuid().into()],
        )
        .await;
        let page = s.claire.page(&s.a("/contestations")).await;
        assert!(page.contains("due au plus tard le 20\u{a0}mars 2018"), "{moteur}: {page}");
        assert_eq!(page.matches("Envoyer la réponse").count(), 2);
        // The CFA reads what is about a note, never what is about an obstacle, and answers accordingly.
        let cfa = s.formateur.page(&s.a("/contestations")).await + &s.formateur.page(&s.a("")).await;
        assert!(cfa.contains("Désaccord sur une note") && !cfa.contains("permis"), "{moteur}: {cfa}");
        let numero =
            async |objet: &str| passerelle_monde::id_de(&s.monde, "contestations", &format!("objet = '{objet}'")).await;
        let (note, frein) = (numero("note").await, numero("frein").await);
        let repondre = |id: uuid::Uuid| format!("/contestations/{id}/repondre");
        let forme = [("reponse", "Noté, merci.")];
        for (qui, id) in [(&s.formateur, frein), (&s.inconnue, note), (&s.admin, note), (&amina, note)] {
            assert_eq!(qui.post(&s.a(&repondre(id)), &forme).await.0, StatusCode::NOT_FOUND, "{moteur}");
        }
        // Through the file of somebody else, there is none such.
        let ines = passerelle_monde::id_de(&s.monde, "jeunes", "prenom LIKE 'In%'").await;
        let ailleurs = s.claire.post(&format!("/jeunes/{ines}{}", repondre(note)), &forme).await;
        assert_eq!(ailleurs.0, StatusCode::NOT_FOUND);
        for (faux, dit) in [(" ", "Écrivez la réponse"), ("2 99 05 93 001 001 56", "sécurité sociale")] {
            assert!(s.corriger(&s.claire, &repondre(note), &[("reponse", faux)]).await.contains(dit), "{faux}");
        }
        s.envoyer(&s.claire, &repondre(note), &forme).await;
        assert!(s.claire.page("/journee").await.contains("1\u{a0}désaccord attend une réponse"), "{moteur}");
        let (statut, _, corps) = s.formateur.post(&s.a(&repondre(note)), &[("reponse", "Autre")]).await;
        assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY, "{moteur}: answered once");
        assert!(String::from_utf8(corps).unwrap().contains("déjà été donnée"));
        assert_eq!(s.monde.valeur("contestations", "reponse", "objet = 'note'").await, "Noté, merci.");
        assert!(amina.page("/mon-espace/droits").await.contains("Noté, merci."));
        assert!(s.claire.page(&s.a("")).await.contains("Réponse du 20\u{a0}février 2018, Claire Nobel : Noté, merci."));
        let lignes = format!(
            "SELECT count(*) FROM journal WHERE action = 'repondre' AND objet = 'notes' AND objet_id = {} AND NOT refus",
            s.monde.litteral(s.amina)
        );
        assert_eq!(s.monde.nombre(&lignes).await, 1, "{moteur}");
        assert_eq!(s.monde.valeur("notes", "texte", "1 = 1").await, "Sans projet", "what is contested stays");
    }
}

/// The form of a gesture is read, and told as a reading: nothing was done yet.
#[tokio::test]
async fn showing_a_form_is_told_as_a_reading() {
    for s in scenes("fiche_formes").await {
        s.claire.page(&s.a("/modifier")).await;
        s.claire.page(&s.a("/partages/nouveau")).await;
        s.admin.page(&s.a("/effacer")).await;
        let lignes = format!(
            "SELECT action || ' ' || objet AS texte FROM journal WHERE objet_id = {} AND compte_id IS NOT NULL ORDER BY numero",
            s.monde.litteral(s.amina)
        );
        assert_eq!(
            s.monde.textes(&lignes).await,
            ["consulter jeunes", "consulter partages", "consulter jeunes"],
            "{}",
            s.monde.moteur
        );
    }
}
