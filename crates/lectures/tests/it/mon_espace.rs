//! The young person's own space: what is read there, what is written, and that nothing is left out of « tout ».

use std::collections::BTreeSet;

use passerelle_socle::access::{Portee, Role};
use passerelle_socle::ident::Id;
use passerelle_socle::personne::tables;

use passerelle_monde::rapprochements::ecrire;
use passerelle_monde::{Monde, PERSONNES, Visiteur, id_de, mondes};

/// Tables that point at a young person and are not facts about them: what finds them, and the work of merging.
const HORS_EXPORT: [&str; 6] =
    ["jeunes_mots", "fusions", "rapprochements", "rapprochements_lignes", "habilitations", "effacements"];

/// Amina, on her own space.
async fn amina(monde: &Monde) -> (uuid::Uuid, Visiteur) {
    let id = id_de(monde, "jeunes", "prenom = 'Amina'").await;
    (id, monde.quelqu_un("Amina B.", Role::Jeune, Portee::Jeune(Id::from_uuid(id))).await)
}

#[tokio::test]
async fn every_table_that_knows_a_person_is_given_to_them() {
    for monde in mondes("espace_schema").await {
        for table in monde.tables().await {
            let champs: BTreeSet<String> = monde.champs(&table).await.into_iter().collect();
            let connait = champs.contains("jeune_id") || table == "jeunes";
            let declaree = tables(&PERSONNES).find(|t| t.nom == table).and_then(|t| t.export);
            // What hangs on a row of theirs may be given too: then its columns are told like those of the others.
            if HORS_EXPORT.contains(&table.as_str()) || !connait && declaree.is_none() {
                assert!(declaree.is_none(), "{table} is given, and said not to be");
                continue;
            }
            let t =
                declaree.unwrap_or_else(|| panic!("{}: {table} knows a person and is not given to them", monde.moteur));
            let dits: BTreeSet<String> =
                t.donnees.iter().map(|d| d.nom).chain(t.omises.iter().copied()).map(str::to_owned).collect();
            assert_eq!(dits, champs, "{}: {table}", monde.moteur);
        }
    }
}

#[tokio::test]
async fn amina_reads_corrects_contests_and_takes_everything_away() {
    for monde in mondes("espace_amina").await {
        monde.peupler().await;
        let (id, amina) = amina(&monde).await;
        let claire = monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await;
        for (niveau, texte) in [("structure", "Interne-zq"), ("jeune", "Pour-elle-zq")] {
            let (statut, ..) = claire
                .post(&format!("/jeunes/{id}/notes"), &[("niveau", niveau), ("date", "2018-02-19"), ("texte", texte)])
                .await;
            assert_eq!(statut, axum::http::StatusCode::SEE_OTHER);
        }
        // Open until a day, that day included: kept as the next one, told as it was typed.
        let cfa = id_de(&monde, "structures", "code = 'CFA-LAC'").await.to_string();
        let partage = [("structure", cfa.as_str()), ("finalite", "formation"), ("au", "2018-03-31")];
        // Whoever answers for the structure opens files without being anybody's référent.
        let rose = monde.professionnel("Rose M.", Role::Responsable, "ML-NORD").await;
        let ouverture = rose.post(&format!("/jeunes/{id}/partages"), &partage).await;
        assert_eq!(ouverture.0.as_u16(), 303, "{}", String::from_utf8_lossy(&ouverture.2));
        assert!(amina.page("/mon-espace/qui").await.contains("31\u{a0}mars 2018"));
        let constat = [("thematique", "mobilite--preparer-un-permis"), ("date", "2018-02-01")];
        assert_eq!(claire.post(&format!("/jeunes/{id}/freins"), &constat).await.0.as_u16(), 303);
        let frein = id_de(&monde, "freins", "leve_le IS NULL").await;
        let action = [("date", "2018-02-05"), ("texte", "Dossier envoyé-zq"), ("resultat", "Aide accordée-zq")];
        let agir = format!("/jeunes/{id}/freins/{frein}/actions");
        assert_eq!(claire.post(&agir, &action).await.0.as_u16(), 303);
        claire.page(&format!("/jeunes/{id}")).await;
        assert!(amina.page("/mon-espace").await.contains("Bonjour Amina"));
        let qui = amina.page("/mon-espace/qui").await;
        assert!(qui.contains("Claire N.") && qui.contains("a lu votre dossier"), "{qui}");
        let parcours = amina.page("/mon-espace/parcours").await;
        assert!(parcours.contains("Pour-elle-zq") && !parcours.contains("Interne-zq"));
        let json = String::from_utf8(amina.fichier("/mon-espace/donnees.json").await).unwrap();
        assert!(json.contains("Pour-elle-zq") && json.contains("Prépa BTP") && !json.contains("Interne-zq"), "{json}");
        assert!(json.contains("Texte gardé par cet organisme"));
        assert!(parcours.contains("Ce qui vous freine") && parcours.contains("Mobilité : préparer un permis"));
        assert!(parcours.contains("Dossier envoyé-zq. Aide accordée-zq") && !parcours.contains("Positionnement"));
        let contester = amina.page(&format!("/mon-espace/contester/frein/{frein}")).await;
        assert!(contester.contains("Mobilité : préparer un permis") && !contester.contains("preparer-un-permis"));
        // What is kept as a code is told in words.
        let lu: serde_json::Value = serde_json::from_str(&json).unwrap();
        for (table, champ, mots) in [
            ("jeunes", "sexe", "Femme"),
            ("jeunes", "niveau", "V (CAP, BEP)"),
            ("jeunes", "commune_insee", "Aubervilliers (93001)"),
            ("jeunes", "situation", "En recherche d'emploi"),
            ("notes", "niveau", "Cet organisme seulement"),
            ("positionnements", "etat", "Entré"),
            ("participations", "issue", "Contrat d'apprentissage"),
            ("contrats", "type", "Apprentissage"),
            ("partages", "au", "2018-03-31"),
            ("freins_actions", "frein_id", "Mobilité : préparer un permis"),
            ("freins_actions", "compte_id", "Claire N."),
            ("freins_actions", "date", "2018-02-05"),
            ("freins_actions", "texte", "Dossier envoyé-zq"),
            ("freins_actions", "resultat", "Aide accordée-zq"),
        ] {
            let dits: Vec<_> = lu[table].as_array().unwrap().iter().map(|l| &l[champ]).collect();
            assert!(dits.iter().any(|d| **d == mots), "{table}.{champ}: {dits:?}");
        }
        let ouvert = crate::ATELIER.read().await;
        assert!(amina.fichier("/mon-espace/donnees.pdf").await.starts_with(b"%PDF-"));
        drop(ouvert);
        // What is wrong is said, what was typed stays.
        let (statut, _, corps) = amina.post("/mon-espace/coordonnees", &[("telephone", "12")]).await;
        assert!(statut.as_u16() == 422 && String::from_utf8_lossy(&corps).contains("dix chiffres"));
        let corrige = [("telephone", "06 39 98 00 42"), ("courriel", ""), ("code_postal", "93300"), ("nom", "Autre")];
        assert_eq!(amina.post("/mon-espace/coordonnees", &corrige).await.0.as_u16(), 303);
        assert_eq!(monde.valeur("jeunes", "telephone", "prenom = 'Amina'").await, "+33639980042");
        assert_eq!(monde.valeur("jeunes", "nom", "prenom = 'Amina'").await, "Beladour", "a name is not hers to change");
        let note = id_de(&monde, "notes", "niveau = 'jeune'").await;
        let interne = id_de(&monde, "notes", "niveau = 'structure'").await;
        let faux = [("texte", "J'ai déjà donné mon CV.")];
        assert_eq!(amina.post(&format!("/mon-espace/contester/note/{note}"), &faux).await.0.as_u16(), 303);
        assert_eq!(amina.post(&format!("/mon-espace/contester/note/{interne}"), &faux).await.0.as_u16(), 404);
        assert_eq!(amina.post("/mon-espace/opposition", &[("texte", "Je ne veux plus.")]).await.0.as_u16(), 303);
        let droits = amina.page("/mon-espace/droits").await;
        assert!(droits.contains("donné mon CV") && droits.contains("Je ne veux plus."), "{droits}");
        // Nobody else's: her space is hers alone, and another file is not in it.
        let ines = id_de(&monde, "jeunes", "prenom = 'Inès'").await;
        assert_eq!(amina.get(&format!("/jeunes/{ines}")).await.0.as_u16(), 404);
        assert_eq!(claire.get("/mon-espace").await.0.as_u16(), 404);
    }
}

#[tokio::test]
async fn an_employer_reads_given_names_and_running_contracts_of_theirs() {
    for monde in mondes("apprentis").await {
        monde.peupler().await;
        let tx = monde.base.transaction().await.unwrap();
        let sql = "UPDATE contrats SET employeur_siret = '73282932000074', date_debut = '2017-09-01', \
                   date_conclusion = NULL, date_fin = NULL, date_rupture = NULL WHERE type = 'apprentissage'";
        let signes = passerelle_socle::db::executer(&tx, sql, []).await.unwrap();
        tx.commit().await.unwrap();
        assert!(signes > 0);
        let portee = |siret: &str| Portee::Employeur(siret.parse().unwrap());
        let elle = monde.quelqu_un("Hélène M.", Role::Employeur, portee("73282932000074")).await;
        let page = elle.page("/apprentis").await;
        assert!(!page.contains("BELADOUR") && !page.contains("Beladour"), "{page}");
        let csv = String::from_utf8(elle.fichier("/apprentis.csv").await).unwrap();
        assert_eq!(csv.lines().count() as u64, signes + 1, "{csv}");
        assert!(!csv.contains("Beladour") && !csv.contains("+33"));
        let autre = monde.quelqu_un("Ali T.", Role::Employeur, portee("00012345600014")).await;
        assert!(autre.page("/apprentis").await.contains("Aucun contrat n&#39;est en cours"));
    }
}

#[tokio::test]
async fn amina_says_that_she_cannot_come_and_whoever_follows_her_reads_it_and_calls() {
    for monde in mondes("espace_empeche").await {
        monde.peupler().await;
        let (id, amina) = amina(&monde).await;
        let claire = monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await;
        let noter = async |date: &str| {
            let rdv =
                [("type", "rendez_vous"), ("date", date), ("heure", "14:30"), ("lieu", "12 rue de l'Église, Pantin")];
            assert_eq!(claire.post(&format!("/jeunes/{id}/contacts"), &rdv).await.0.as_u16(), 303);
        };
        noter("2018-03-01").await;
        noter("2018-03-08").await;
        let prochain = id_de(&monde, "contacts", "date = '2018-03-01'").await;
        let accueil = amina.page("/mon-espace").await;
        // The 1st of March 2018 was a Thursday.
        assert!(accueil.contains("jeudi 1er\u{a0}mars 2018 à 14\u{a0}h\u{a0}30"), "{accueil}");
        assert!(
            accueil.contains("https://www.openstreetmap.org/search?query=12%20rue%20de%20l%27%C3%89glise%2C%20Pantin")
        );
        let rdv = String::from_utf8(amina.fichier(&format!("/mon-espace/contacts/{prochain}/rdv.ics")).await).unwrap();
        assert!(rdv.contains("DTSTART;TZID=Europe/Paris:20180301T143000") && rdv.contains("SUMMARY:RDV"), "{rdv}");
        assert!(!claire.page("/journee").await.contains("ne peut pas venir"));
        let empeche = format!("/mon-espace/contacts/{prochain}/empeche");
        for _ in 0..2 {
            let (statut, entetes, _) = amina.post(&empeche, &[]).await;
            assert_eq!((statut.as_u16(), entetes["location"].to_str().unwrap()), (303, "/mon-espace#prochain"));
        }
        let dits = "SELECT count(*) FROM journal WHERE detail = 'rendez-vous : ne peut pas venir'";
        assert_eq!(monde.nombre(dits).await, 1, "said once, whatever is tapped");
        assert!(amina.page("/mon-espace").await.contains("Vous avez dit que vous ne pouvez pas venir."));
        let journee = claire.page("/journee").await;
        assert!(journee.contains("ne peut pas venir le") && journee.contains("Changer le rendez-vous"), "{journee}");
        assert!(journee.contains("tel:+33639980110"), "she is called from there");
        assert!(claire.page(&format!("/jeunes/{id}")).await.contains("ne peut pas venir"));
        // It is her word: nobody's presence was written for her.
        assert_eq!(
            monde.nombre("SELECT count(*) FROM contacts WHERE presence IS NOT NULL AND date > '2018-02-20'").await,
            0
        );
        amina.post(&format!("/mon-espace/contacts/{prochain}/venir"), &[]).await;
        assert!(!claire.page("/journee").await.contains("ne peut pas venir"));
        // Moved to another hour, it is another appointment.
        amina.post(&empeche, &[]).await;
        let fiche = claire.page(&format!("/jeunes/{id}/contacts/{prochain}")).await;
        let version = fiche.split("name=\"version\" value=\"").nth(1).and_then(|s| s.split('"').next()).unwrap();
        let autre_heure = [
            ("type", "rendez_vous"),
            ("date", "2018-03-01"),
            ("heure", "16:00"),
            ("lieu", "Pantin"),
            ("version", version),
        ];
        assert_eq!(claire.post(&format!("/jeunes/{id}/contacts/{prochain}"), &autre_heure).await.0.as_u16(), 303);
        assert_eq!(monde.nombre("SELECT count(*) FROM contacts WHERE empeche_le IS NOT NULL").await, 0);
        // Once it is past, it is for whoever was there to say.
        ecrire(&monde, "UPDATE contacts SET date = '2018-02-01' WHERE date = '2018-03-01'", vec![]).await;
        amina.post(&empeche, &[]).await;
        assert_eq!(monde.nombre("SELECT count(*) FROM contacts WHERE empeche_le IS NOT NULL").await, 0);
        // Somebody else's is not hers.
        let ines = id_de(&monde, "jeunes", "prenom = 'Inès'").await;
        let rdv = [("type", "rendez_vous"), ("date", "2018-03-02")];
        assert_eq!(claire.post(&format!("/jeunes/{ines}/contacts"), &rdv).await.0.as_u16(), 303);
        let autre = id_de(&monde, "contacts", "date = '2018-03-02'").await;
        for suite in ["empeche", "venir"] {
            let adresse = format!("/mon-espace/contacts/{autre}/{suite}");
            assert_eq!(amina.post(&adresse, &[]).await.0.as_u16(), 404, "{suite}");
        }
        assert_eq!(amina.get(&format!("/mon-espace/contacts/{autre}/rdv.ics")).await.0.as_u16(), 404);
    }
}

#[tokio::test]
async fn amina_reads_what_came_of_the_places_asked_for_her_and_what_comes_next() {
    for monde in mondes("espace_places").await {
        monde.peupler().await;
        let (id, amina) = amina(&monde).await;
        let csv = "code;type;intitule;porteur;date_debut;etat\nATELIER;atelier;Atelier menuiserie;CFA-LAC;2018-03-05;ouverte\n";
        let demande = "structure;jeune;prescripteur;action;date;etat;date_etat\nML-NORD;007;ML-NORD;ATELIER;2018-02-12;accepte;2018-02-15\n";
        let rapport = monde.livrer(&[("actions.csv", csv), ("positionnements.csv", demande)]).await;
        assert!(rapport.fichiers.iter().all(|f| f.refuses == 0), "{rapport:#?}");
        let accueil = amina.page("/mon-espace").await;
        assert!(accueil.contains("Mes demandes de place") && accueil.contains("Atelier menuiserie"), "{id} {accueil}");
        assert!(accueil.contains("Oui, vous avez une place. Cela commence le lundi 5\u{a0}mars 2018."), "{accueil}");
    }
}
