//! The journal: what is read of a person leaves exactly one line, and nothing switches it off.

use axum::http::StatusCode;
use passerelle::routes;
use passerelle_socle::access::{Action, Faits, Objet, Role, may};
use passerelle_socle::db;

use passerelle_monde::acteurs::compte;
use passerelle_monde::{Monde, id_de, mondes};

/// The lines written since there were `n`, as `acteur action objet detail`.
async fn depuis(monde: &Monde, n: i64) -> Vec<String> {
    let champs = "acteur || ' ' || action || ' ' || objet || ' ' || coalesce(detail, '')";
    monde.textes(&format!("SELECT {champs} AS texte FROM journal WHERE numero > {n} ORDER BY numero")).await
}

async fn dernier(monde: &Monde) -> i64 {
    monde.nombre("SELECT coalesce(max(numero), 0) FROM journal").await
}

#[tokio::test]
async fn reading_a_person_leaves_one_line_and_a_list_none() {
    for monde in mondes("journal_lecture").await {
        monde.peupler().await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let (pilote, public) = (monde.visiteur(Some(Role::Pilote)).await, monde.visiteur(None).await);
        let amina = id_de(&monde, "jeunes", "prenom = 'Amina'").await;
        let contrat = id_de(&monde, "contrats", &format!("employeur_nom = '{}'", "Maçonnerie du Canal")).await;
        let nul = uuid::Uuid::nil();

        let n = dernier(&monde).await;
        assert!(admin.page(&format!("/jeunes/{amina}")).await.contains("Amina BELADOUR"));
        let lignes = depuis(&monde, n).await;
        assert!(matches!(lignes.as_slice(), [l] if l.ends_with(" consulter jeunes ")), "{lignes:?}");
        assert_eq!(id_journal(&monde).await, amina);

        let n = dernier(&monde).await;
        assert!(admin.page(&format!("/contrats/{contrat}")).await.contains("Amina BELADOUR"));
        let lignes = depuis(&monde, n).await;
        assert!(matches!(lignes.as_slice(), [l] if l.ends_with(" consulter jeunes contrat")), "{lignes:?}");
        assert_eq!(id_journal(&monde).await, amina, "reading a contract is reading the person's file");

        let n = dernier(&monde).await;
        for chemin in [
            "/jeunes",
            "/jeunes?situation=apprenti",
            "/contrats",
            "/positionnements",
            "/participations",
            "/structures",
            "/actions",
            "/evenements",
            "/partenariats",
            "/statistiques",
            "/journal",
            "/imports",
            "/bilan",
            "/bilans",
            "/tableau-de-bord",
            "/bilan/cas/contrats",
            "/",
        ] {
            admin.page(chemin).await;
        }
        assert_eq!(depuis(&monde, n).await, Vec::<String>::new(), "a list wrote a line");
        for (qui, chemin) in
            [(&admin, format!("/jeunes/{nul}")), (&admin, "/jeunes/1".into()), (&admin, format!("/contrats/{nul}"))]
        {
            let (statut, ..) = qui.get(&chemin).await;
            assert!(statut.is_client_error(), "{chemin}");
        }
        for chemin in
            [format!("/jeunes/{amina}"), format!("/contrats/{contrat}"), "/jeunes.csv".into(), "/jeunes".into()]
        {
            let (statut, _, corps) = pilote.get(&chemin).await;
            assert!(
                statut == StatusCode::NOT_FOUND && !String::from_utf8_lossy(&corps).contains("BELADOUR"),
                "{chemin}"
            );
            let (statut, _, corps) = public.get(&chemin).await;
            assert!(statut == StatusCode::SEE_OTHER && corps.is_empty(), "{chemin}");
        }
        // An absence and a refusal leave the same line, when somebody signed in asked, without the identity of anybody.
        let lignes = depuis(&monde, n).await;
        let refus = [
            ("Administration", "consulter jeunes "),
            ("Administration", "consulter contrats "),
            ("Pilotage", "consulter jeunes "),
            ("Pilotage", "consulter contrats "),
            ("Pilotage", "exporter jeunes "),
            ("Pilotage", "lister jeunes "),
        ];
        assert_eq!(lignes.len(), refus.len(), "{lignes:?}");
        for (ligne, (qui, quoi)) in std::iter::zip(&lignes, refus) {
            assert!(ligne.starts_with(qui) && ligne.ends_with(quoi), "{ligne}");
        }
    }
}

async fn id_journal(monde: &Monde) -> uuid::Uuid {
    #[derive(sea_orm::FromQueryResult)]
    struct Ligne {
        objet_id: Option<uuid::Uuid>,
    }
    let lue: Option<Ligne> =
        db::ligne(monde.base.lecture(), "SELECT objet_id FROM journal ORDER BY numero DESC LIMIT 1", []).await.unwrap();
    lue.and_then(|l| l.objet_id).unwrap()
}

/// A page of a file and the form of a gesture on it are readings alike.
#[tokio::test]
async fn opening_any_page_or_form_of_a_file_leaves_a_line_about_the_person() {
    for monde in mondes("journal_formulaires").await {
        monde.peupler().await;
        let lecteurs = [
            monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await,
            monde.professionnel("Rosa R.", Role::Responsable, "ML-NORD").await,
            monde.visiteur(Some(Role::Administrateur)).await,
        ];
        let amina = id_de(&monde, "jeunes", "prenom = 'Amina'").await;
        let sur_elle = format!("SELECT count(*) FROM journal WHERE objet_id = {} AND NOT refus", monde.litteral(amina));
        let (site, mut vues) = (routes::site(), 0);
        let une = |d: &&passerelle_socle::web::Declaration| {
            d.methode == "GET" && d.chemin.starts_with("/jeunes/{id}") && d.chemin.matches('{').count() == 1
        };
        for d in site.declarations().iter().filter(une) {
            let chemin = d.chemin.replace("{id}", &amina.to_string());
            let mut ouverte = false;
            for lecteur in &lecteurs {
                let avant = monde.nombre(&sur_elle).await;
                if lecteur.get(&chemin).await.0 == StatusCode::OK {
                    ouverte = true;
                    assert!(monde.nombre(&sur_elle).await > avant, "{chemin} told nothing");
                }
            }
            assert!(ouverte, "{chemin} opens for nobody here: nothing was checked");
            vues += 1;
        }
        assert!(vues >= 10, "{vues} pages only");
    }
}

#[tokio::test]
async fn an_export_leaves_one_line_without_the_words_of_a_search() {
    for monde in mondes("journal_export").await {
        monde.peupler().await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        admin.post("/bilan/figer", &[("du", "2017-01-01"), ("au", "2017-12-31")]).await;
        passerelle_monde::poser_gabarit(&monde).await;
        let site = routes::site();
        // What leaves a study, or a file that waits, is counted by its own stories.
        let ici = |d: &&passerelle_socle::web::Declaration| {
            d.action == Action::Exporter && d.objet != Objet::Etudes && !d.chemin.contains("{depot}")
        };
        let exports: Vec<_> = site.declarations().iter().filter(ici).collect();
        // The exports of other roles are not the administrateur's.
        let tient = |d: &&passerelle_socle::web::Declaration| {
            may(&compte(Role::Administrateur), d.action, d.objet, &Faits::default()).is_ok()
        };
        let exports: Vec<_> = exports.into_iter().filter(tient).collect();
        assert!(exports.len() >= 20, "{} exports only", exports.len());
        for d in exports {
            let chemin = d.chemin.replace("{figure}", "actions").replace("{format}", "csv");
            let chemin = match d.chemin.split('/').nth(1) {
                Some(table) if chemin.contains("{id}") => {
                    let table = if table == "bilans" { "bilans_figes" } else { table };
                    chemin.replace("{id}", &id_de(&monde, table, "1 = 1").await.to_string())
                }
                _ => chemin,
            };
            let n = dernier(&monde).await;
            admin.fichier(&chemin).await;
            let lignes = depuis(&monde, n).await;
            let une = matches!(lignes.as_slice(), [l] if l.contains(&format!(" exporter {} ", d.objet.code())));
            assert!(une, "{chemin}: {lignes:?}");
        }
        let n = dernier(&monde).await;
        admin.fichier("/jeunes.csv?q=Beladour").await;
        admin.fichier("/actions.xlsx?q=Beladour&type=atelier&etat=Beladour").await;
        admin.fichier("/contrats.csv?du=2017-01-01&au=Beladour&type=Beladour").await;
        let (statut, ..) = admin.get("/bilan/cas/actions/exe").await;
        assert_eq!(statut, StatusCode::NOT_FOUND);
        let lignes: Vec<String> =
            depuis(&monde, n).await.into_iter().map(|l| l.split_once(" exporter ").unwrap().1.to_owned()).collect();
        // Which filters were on, with the values that are ours; what was typed stays out.
        assert_eq!(
            lignes,
            [
                "jeunes /jeunes csv q=…",
                "actions /actions xlsx q=… type=atelier etat=…",
                "contrats /contrats csv type=… du=2017-01-01 au=…",
            ]
        );
    }
}

#[tokio::test]
async fn every_written_row_has_its_line_and_no_content() {
    for monde in mondes("journal_ecriture").await {
        monde.peupler().await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let n = dernier(&monde).await;
        let csv = "structure;numero;nom;prenom;telephone\nML-NORD;007;Beladour;Amina;06 39 98 55 44\nML-NORD;99;Nouveau;Venu;\nML-NORD;12;Duprat;Inès;\n";
        let (statut, ..) = admin.envoyer("/imports", &[("mode", "")], &[("jeunes.csv", csv.as_bytes())]).await;
        assert_eq!(statut, StatusCode::SEE_OTHER);
        let lignes = depuis(&monde, n).await;
        let combien = |quoi: &str| lignes.iter().filter(|l| l.contains(quoi)).count();
        assert_eq!((lignes.len(), combien(" importer imports ")), (3, 1), "{lignes:?}");
        assert_eq!((combien(" modifier jeunes telephone"), combien(" creer jeunes")), (1, 1), "{lignes:?}");
        assert!(lignes.iter().all(|l| !l.contains("39 98") && !l.contains("Nouveau")), "{lignes:?}");
        // Nothing is tried in vain: a dry run and a refused file write no line about people.
        let n = dernier(&monde).await;
        admin
            .envoyer(
                "/imports",
                &[("mode", "a_blanc")],
                &[("jeunes.csv", "structure;numero;nom;prenom\nML-NORD;100;Un;Autre\n".as_bytes())],
            )
            .await;
        assert!(depuis(&monde, n).await.iter().all(|l| !l.contains(" jeunes")), "a dry run told of a person");
    }
}

#[tokio::test]
async fn without_a_journal_nothing_is_read() {
    for monde in mondes("journal_absent").await {
        monde.peupler().await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let amina = id_de(&monde, "jeunes", "prenom = 'Amina'").await;
        let contrat = id_de(&monde, "contrats", "type = 'apprentissage'").await;
        let tx = monde.base.transaction().await.unwrap();
        db::executer(&tx, "ALTER TABLE journal RENAME TO journal_perdu", []).await.unwrap();
        tx.commit().await.unwrap();
        for chemin in [
            format!("/jeunes/{amina}"),
            format!("/contrats/{contrat}"),
            "/jeunes.csv".into(),
            "/jeunes.xlsx".into(),
            "/contrats.csv".into(),
        ] {
            let (statut, entetes, corps) = admin.get(&chemin).await;
            let texte = String::from_utf8_lossy(&corps);
            assert_eq!(statut, StatusCode::INTERNAL_SERVER_ERROR, "{chemin}");
            assert!(!texte.contains("BELADOUR") && !texte.contains("Beladour"), "{chemin}: {texte}");
            assert!(
                !texte.contains("journal_perdu") && !texte.contains("no such table"),
                "{chemin} tells what broke: {texte}"
            );
            assert!(
                texte.contains("Passerelle n&#39;a pas pu répondre")
                    || texte.contains("Passerelle n'a pas pu répondre"),
                "{chemin}: {texte}"
            );
            assert!(entetes.contains_key("content-security-policy"), "{chemin}");
        }
        let (statut, ..) =
            admin.envoyer("/imports", &[], &[("structures.csv", b"code;nom;type\nZ;Zed;autre\n".as_slice())]).await;
        assert!(statut.is_server_error() || statut.is_client_error());
        assert_eq!(
            monde.nombre("SELECT count(*) FROM structures WHERE code = 'Z'").await,
            0,
            "written without its line"
        );
    }
}

/// Lines are only ever added: no route changes or takes one out.
#[tokio::test]
async fn the_journal_only_grows() {
    for monde in mondes("journal_croit").await {
        monde.peupler().await;
        let avant = monde
            .textes("SELECT CAST(numero AS text) || acteur || action || objet AS texte FROM journal ORDER BY numero")
            .await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        admin.fichier("/journal.csv").await;
        admin.post("/bilan/figer", &[("du", "2017-01-01"), ("au", "2017-12-31")]).await;
        admin.post("/deconnexion", &[]).await;
        let apres = monde
            .textes("SELECT CAST(numero AS text) || acteur || action || objet AS texte FROM journal ORDER BY numero")
            .await;
        assert!(apres.len() >= avant.len() + 4 && apres.starts_with(&avant));
    }
}
