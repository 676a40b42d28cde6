//! What a draw refuses, with a sentence that says what to do; the next wave; two files brought together.

use axum::http::StatusCode;
use passerelle_gens::jeunes;
use passerelle_socle::access::Acteur;
use passerelle_socle::db;
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Horloge;

use passerelle_monde::tirages::{SECRET, mene, preparer, protocole, refus, scenes};
use passerelle_monde::{Monde, PERSONNES, id_de};

#[tokio::test]
async fn a_protocol_that_does_not_hold_is_refused_in_the_words_of_the_engine() {
    for s in scenes("tirage_protocole").await {
        let bon = protocole();
        for (texte, dit) in [
            (bon.replace("\"1/3\"", "\"1/2\""), "site « ML-SUD » : les ratios font 7/6 au lieu de 1"),
            (bon.replacen("titre", "titres", 1), "à la ligne 1"),
            (bon.replace("renfort-zq\", \"commun-zq\"", "renfort-zq\""), "bras"),
            (String::new(), "Collez un protocole"),
        ] {
            let page = refus(s.judith.envoyer("/tirages/protocole", &[("protocole", &texte)], &[]).await);
            assert!(page.contains(dit), "{dit}: {page}");
        }
        let simple = [
            ("titre", "Par le formulaire"),
            ("bras", "plus\r\ncommun"),
            ("sites", "ML-NORD ; Nord ; 1/3 ; 1/3"),
            ("strates", "sexe ; F, M"),
        ];
        let page = refus(s.judith.post("/tirages/nouveau", &simple).await);
        assert!(page.contains("les ratios font 2/3 au lieu de 1") && page.contains("Par le formulaire"), "{page}");
        let juste = simple.map(|(c, v)| (c, if c == "sites" { "ML-NORD ; Nord ; 1/3 ; 2/3 ; 40" } else { v }));
        let vers = mene(s.judith.post("/tirages/nouveau", &juste).await, "nouveau");
        assert!(s.judith.page(&vers).await.contains("41\u{a0}candidats"), "what is missing to draw for forty places");
        s.judith.page("/tirages/nouveau").await;
        assert!(s.judith.page("/tirages?etat=saisie").await.contains("Par le formulaire"));
        // A file wins over what was pasted; the protocol is replaced as long as nobody is entered.
        let modifier = s.a("/modifier");
        s.judith.page(&modifier).await;
        let fichier = bon.replace("Service plus", "Service encore plus");
        let pris = s.judith.envoyer(&modifier, &[("protocole", "faux")], &[("p.toml", fichier.as_bytes())]).await;
        mene(pris, "modifier");
        assert_eq!(s.judith.fichier(&s.a("/protocole.toml")).await, fichier.as_bytes());
        s.remplir().await;
        assert!(refus(s.judith.get(&modifier).await).contains("Des candidats sont déjà inscrits"));
        for qui in [&s.claire, &s.paule] {
            for chemin in ["/tirages/nouveau", &modifier, &s.a("/figer"), &s.a("/tirer")] {
                assert_eq!(qui.get(chemin).await.0, StatusCode::NOT_FOUND, "{chemin}");
            }
        }
    }
}

#[tokio::test]
async fn a_protocol_takes_no_social_security_number_and_no_hostile_mark() {
    for s in scenes("tirage_texte").await {
        let bon = protocole();
        let avant = s.monde.nombre("SELECT count(*) FROM tirages").await;
        for (titre, dit) in [
            ("Tirage 2 99 05 93 001 001 56", "numéro de sécurité sociale"),
            ("Tirage \u{202e}", "ne s'affiche pas"),
            ("Tirage \\u202e", "ne s'affiche pas"),
            ("Tirage \\u0032 99 05 93 001 001 56", "numéro de sécurité sociale"),
        ] {
            let texte =
                bon.lines().map(|l| if l.starts_with("titre") { format!("titre = \"{titre}\"") } else { l.into() });
            let texte = texte.collect::<Vec<String>>().join("\n");
            for chemin in ["/tirages/protocole", &s.a("/modifier")] {
                let page = refus(s.judith.envoyer(chemin, &[("protocole", &texte)], &[]).await);
                assert!(page.replace("&#39;", "'").contains(dit), "{chemin} {titre}: {page}");
            }
        }
        let simple = [
            ("titre", "Tirage de 2 99 05 93 001 001 56"),
            ("bras", "plus\r\ncommun"),
            ("sites", "ML-NORD ; Nord ; 1/3 ; 2/3"),
        ];
        assert!(refus(s.judith.post("/tirages/nouveau", &simple).await).contains("numéro de sécurité sociale"));
        let long = "a".repeat(301);
        let simple = simple.map(|(c, v)| (c, if c == "titre" { long.as_str() } else { v }));
        assert!(refus(s.judith.post("/tirages/nouveau", &simple).await).contains("Raccourcissez-le"));
        assert_eq!(s.monde.nombre("SELECT count(*) FROM tirages").await, avant);
    }
}

#[tokio::test]
async fn a_candidate_who_does_not_fit_is_refused_by_line_and_nothing_is_kept() {
    for s in scenes("tirage_candidats").await {
        for (lignes, dits) in [
            ("31;AILLEURS;1;F;", &["ligne 2", "ce site n’est pas dans le protocole"][..]),
            ("31;ML-NORD;1;F;", &["Ligne 2 : ce site est celui d'une autre structure"]),
            ("31;ML-SUD;3;F;", &["ligne 2", "cette vague n’est pas dans le protocole"]),
            ("31;ML-SUD;1;X;", &["ligne 2", "cette valeur n’est pas prévue"]),
            ("31;ML-SUD;1;;", &["ligne 2", "la strate est vide"]),
            ("31;ML-SUD;1;F;trop", &["ligne 2", "ce motif d’exclusion n’est pas dans le protocole"]),
            ("31;ML-SUD;1;F;\n31;ML-SUD;1;F;", &["ligne 3", "cet identifiant est déjà à la ligne 2"]),
            // Amina's number is that of another structure.
            ("31;ML-SUD;1;F;\n007;ML-SUD;1;F;", &["Ligne 3 : ce numéro n'est celui d'aucun jeune"]),
            ("1 85 05 78 006 084 91;ML-SUD;1;F;", &["ligne 2", "numéro de sécurité sociale"]),
        ] {
            let csv = format!("identifiant;site;vague;sexe;exclusion\n{lignes}\n");
            let envoi = s.paule.envoyer(&s.a("/candidats/fichier"), &[], &[("c.csv", csv.as_bytes())]).await;
            let page = refus(envoi);
            for dit in dits {
                assert!(page.contains(dit), "{lignes}: {dit}: {page}");
            }
            assert_eq!(s.monde.nombre("SELECT count(*) FROM candidats").await, 0, "{lignes}");
        }
        assert!(refus(s.cocher(&s.claire, "ML-NORD", "X", &["Amina"]).await).contains("cette valeur n’est pas prévue"));
        assert!(refus(s.cocher(&s.claire, "ML-NORD", "F", &[]).await).contains("Cochez au moins un jeune"));
        assert_eq!(s.cocher(&s.claire, "ML-NORD", "F", &["Jules"]).await.0, StatusCode::NOT_FOUND);
        // A stratum that was announced and that nobody has: the list is not frozen.
        mene(s.cocher(&s.claire, "ML-NORD", "F", &["Amina", "Rose"]).await, "cocher");
        assert!(s.judith.page(&s.a("/figer")).await.contains("la strate « sexe = M » est vide"));
        let page = refus(s.judith.post(&s.a("/figer"), &[("compris", "oui")]).await);
        assert!(page.contains("la strate « sexe = M » est vide"), "{page}");
        // Twice is once, by the page, by the file of the person, and by the base.
        let vers = mene(s.cocher(&s.claire, "ML-NORD", "F", &["Amina"]).await, "cocher");
        assert!(s.claire.page(&vers).await.contains("0\u{a0}candidat inscrit."));
        let amina = s.jeune("Amina").await;
        let (tirage, sienne) = (s.tirage.to_string(), format!("/jeunes/{amina}/candidats"));
        let champs = [("tirage", tirage.as_str()), ("site", "ML-NORD"), ("vague", "1"), ("strate-0", "F")];
        assert!(refus(s.claire.post(&sienne, &champs).await).contains("déjà candidate"));
        let sql = "INSERT INTO candidats (id, tirage_id, jeune_id, identifiant, site, vague, strate, exclusion, saisi_le) \
                   VALUES ($1, $2, $3, 'z', 'ML-NORD', '1', 'F', '', 1)";
        let id = db::nouvel_id::<()>().uuid();
        assert!(s.sql(sql, vec![id.into(), s.tirage.into(), amina.into()]).await.is_err());
        // Withdrawn, then entered again from her file.
        mene(s.claire.post(&s.candidat("Amina", "retirer").await, &[]).await, "retirer");
        let page = refus(s.claire.post(&sienne, &champs.map(|(c, v)| (c, if c == "vague" { "9" } else { v }))).await);
        assert!(page.contains("cette vague n’est pas dans le protocole"), "{page}");
        assert!(s.claire.page(&sienne).await.contains("Inscrire à « Service plus »"));
        mene(s.claire.post(&sienne, &champs).await, "inscrire");
        assert_eq!(s.paule.post(&sienne, &champs).await.0, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn the_next_wave_goes_on_from_the_last_and_a_group_is_kept_for_good() {
    for s in scenes("tirage_vagues").await {
        s.remplir().await;
        let suite = s.tirage.to_string();
        let chemin = format!("/tirages/nouveau?suite={suite}");
        assert!(refus(s.judith.get(&chemin).await).contains("n'est pas encore fait"));
        s.figer_sans_hasard().await;
        s.tirer().await;
        s.judith.page(&chemin).await;
        let autre = protocole().replace("\"1/3\"", "\"1/4\"").replace("\"2/3\"", "\"3/4\"");
        let envoi = [("protocole", autre.as_str()), ("suite", &suite)];
        assert!(refus(s.judith.envoyer("/tirages/protocole", &envoi, &[]).await).contains("seules les parties"));
        let texte = protocole();
        let envoi = [("protocole", texte.as_str()), ("suite", &suite)];
        let vers = mene(s.judith.envoyer("/tirages/protocole", &envoi, &[]).await, "suite");
        let page = refus(s.judith.envoyer("/tirages/protocole", &envoi, &[]).await);
        assert!(page.contains("déjà préparée"), "{page}");
        let seconde = vers.trim_start_matches("/tirages/").split('?').next().unwrap().to_owned();
        // Noé has his group; Inès, left out of the first list, may be drawn in this one.
        let page = s.claire.page(&format!("/tirages/{seconde}/candidats?tous=oui")).await;
        assert!(page.contains("Inès DUPRAT"), "{page}");
        let noe = s.jeune("Noé").await;
        let groupe = s.monde.textes(&format!("SELECT a.bras AS texte FROM affectations a JOIN candidats c ON c.id = a.candidat_id WHERE c.jeune_id = {}", s.monde.litteral(noe))).await;
        assert_eq!((groupe, page.contains("Noé BRUN")), (vec!["renfort-zq".to_owned()], false));
        let vague = async |n: &str| {
            let ines = s.jeune("Inès").await.to_string();
            let champs = [("site", "ML-NORD"), ("vague", n), ("strate-0", "F"), ("jeune", ines.as_str())];
            s.claire.post(&format!("/tirages/{seconde}/candidats"), &champs).await
        };
        mene(vague("1").await, "vague déjà tirée");
        let page = refus(s.judith.post(&format!("/tirages/{seconde}/figer"), &[("compris", "oui")]).await);
        assert!(page.contains("est vide"), "{page}");
        // A draw without that announced stratum: what stops it is that its wave was drawn.
        let id = preparer(&s.judith, &protocole().replace("Service plus", "À part")).await;
        assert!(s.judith.page(&format!("/tirages/{id}")).await.contains("À part"));
        assert!(
            refus(s.judith.post(&format!("/tirages/{id}/tirer"), &[("secret", SECRET)]).await).contains("pas figée")
        );
    }
}

#[tokio::test]
async fn two_files_of_one_person_are_one_candidate_until_the_list_is_frozen() {
    for s in scenes("tirage_fusion").await {
        s.remplir().await;
        let (rose, lina, noe) = (s.jeune("Rose").await, s.jeune("Lina").await, s.jeune("Noé").await);
        let compte = async |qui: uuid::Uuid| {
            db::compter(s.monde.base.lecture(), "SELECT count(*) FROM candidats WHERE jeune_id = $1", [qui.into()])
                .await
                .unwrap()
        };
        let fusionner = async |garde, absorbe| {
            let tx = s.monde.base.transaction().await.unwrap();
            let maintenant = Monde::horloge().maintenant();
            let qui = jeunes::DeuxFiches { garde: Id::from_uuid(garde), absorbe: Id::from_uuid(absorbe) };
            let faite = jeunes::fusionner(&tx, &PERSONNES, maintenant, &Acteur::Systeme, qui, &[]).await.unwrap();
            tx.commit().await.unwrap();
            faite
        };
        let defaire = async |fusion| {
            let tx = s.monde.base.transaction().await.unwrap();
            jeunes::defaire(&tx, &PERSONNES, Monde::horloge().maintenant(), &Acteur::Systeme, fusion).await.unwrap();
            tx.commit().await.unwrap();
        };
        let faite = fusionner(rose, lina).await;
        assert_eq!((compte(rose).await, compte(lina).await), (1, 0));
        defaire(faite).await;
        assert_eq!((compte(rose).await, compte(lina).await), (1, 1));
        s.figer().await;
        s.tirer().await;
        let faite = fusionner(rose, noe).await;
        assert_eq!((compte(rose).await, compte(noe).await), (2, 0), "both were drawn, both stay");
        assert!(s.judith.page(&s.a("/verification")).await.contains("Procès-verbal exact."));
        defaire(faite).await;
        assert_eq!((compte(rose).await, compte(noe).await), (1, 1));
        // Whoever is forgotten before a list is frozen was never on it.
        let apart = preparer(&s.judith, &protocole().replace("valeurs = [\"F\", \"M\"]", "")).await;
        let sql = "INSERT INTO candidats (id, tirage_id, jeune_id, identifiant, site, vague, strate, exclusion, saisi_le) \
                   VALUES ($1, $2, $3, $4, 'ML-NORD', '1', 'F', '', 1)";
        for (qui, nom) in [(rose, "a"), (noe, "b")] {
            let id = db::nouvel_id::<()>().uuid();
            s.sql(sql, vec![id.into(), apart.into(), qui.into(), nom.into()]).await.unwrap();
        }
        s.sql("UPDATE jeunes SET efface_le = 1 WHERE id = $1", vec![noe.into()]).await.unwrap();
        mene(s.judith.post(&format!("/tirages/{apart}/figer"), &[("compris", "oui")]).await, "figer");
        let liste = s.monde.nombre("SELECT min(personnes) FROM tirages_engagements").await;
        assert_eq!(liste, 1);
        assert_eq!(id_de(&s.monde, "candidats", "identifiant = 'a'").await.get_version_num(), 7);
    }
}
