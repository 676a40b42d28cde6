//! The demonstration: the same each time, on a base of its own, and nothing left behind.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use axum::http::{StatusCode, header};
use passerelle::demonstration::{self, Etat};
use passerelle::routes;
use passerelle_socle::access::{Action, Role};
use passerelle_socle::db::Moteur;
use passerelle_socle::temps::Horloge;

use passerelle_monde::{Monde, mondes, mondes_de_demonstration};

fn demo(monde: &Monde, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_passerelle"))
        .arg("demo")
        .args(arguments)
        .args(["--base", monde.adresse()])
        .current_dir(monde.dossier.path())
        .output()
        .unwrap()
}

fn dit(sortie: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&sortie.stdout), String::from_utf8_lossy(&sortie.stderr))
}

fn reussit(sortie: &Output) {
    assert!(sortie.status.success(), "{}", dit(sortie));
}

fn fichiers(dossier: &Path) -> BTreeMap<String, Vec<u8>> {
    let entrees = std::fs::read_dir(dossier).unwrap().map(Result::unwrap);
    entrees.map(|e| (e.file_name().into_string().unwrap(), std::fs::read(e.path()).unwrap())).collect()
}

#[tokio::test]
async fn the_delivery_written_twice_is_the_same_bytes() {
    let monde = Monde::sqlite(|o| o).await;
    for dossier in ["un", "deux"] {
        let fait = demo(&monde, &["--sortie", dossier]);
        assert!(
            fait.status.success() && dit(&fait).contains("La livraison de démonstration est dans"),
            "{}",
            dit(&fait)
        );
    }
    let un = fichiers(&monde.dossier.path().join("un"));
    assert!(un == fichiers(&monde.dossier.path().join("deux")), "the two deliveries differ");
    let noms: Vec<&str> = un.keys().map(String::as_str).collect();
    assert_eq!(
        noms,
        [
            "actions.csv",
            "contrats.csv",
            "evenements.csv",
            "jeunes.csv",
            "partenariats.csv",
            "participations.csv",
            "positionnements.csv",
            "statistiques.csv",
            "structures.csv",
        ]
    );
    assert_eq!(monde.nombre("SELECT count(*) FROM structures").await, 0, "writing it loads nothing");
}

#[tokio::test]
async fn the_delivery_written_is_the_one_loaded() {
    for (charge, monde) in std::iter::zip(mondes_de_demonstration("chargee").await, mondes("livree").await) {
        let dossier = monde.dossier.path().join("livraison");
        reussit(&demo(&monde, &["--sortie", "livraison"]));
        let rapport = monde.importer(&[dossier], &Default::default()).await.unwrap();
        assert!(!rapport.refuse(), "{rapport:#?}");
        // What the demonstration adds is dated from today and numbered apart.
        let mut charges = charge.faits().await;
        charges.retain(|l| !l.contains("|AUJ-"));
        assert!(monde.faits().await == charges);
    }
}

#[tokio::test]
async fn prepared_twice_it_is_there_once() {
    for monde in mondes("preparee").await {
        let fait = demo(&monde, &["--preparer"]);
        assert!(fait.status.success() && dit(&fait).contains("La démonstration est prête"), "{}", dit(&fait));
        let lignes = monde.lignes_par_table().await;
        assert_eq!(demonstration::etat(monde.base.lecture()).await.unwrap(), Etat::Demonstration);
        reussit(&demo(&monde, &["--preparer"]));
        assert_eq!(monde.lignes_par_table().await, lignes);
        let comptes = monde.textes("SELECT c.nom || ' ' || h.role AS texte FROM comptes c JOIN habilitations h ON h.compte_id = c.id ORDER BY 1").await;
        assert_eq!(
            comptes,
            [
                "Amina B. jeune",
                "Claire N. conseiller",
                "Fatoumata D. administrateur",
                "Hélène M. employeur",
                "Judith K. evaluateur",
                "Karim L. conseiller",
                "Luc V. conseiller",
                "Mamadou D. formateur",
                "Marc F. financeur",
                "Nadia B. responsable",
                "Paul R. pilote",
                "Sophie T. developpeur",
            ]
        );
        // The study: of the delivery's 103 people, 57 entered; the effect given sex is that of exact fractions.
        let etudes = monde.textes("SELECT contenu AS texte FROM etudes_resultats").await;
        assert_eq!(etudes.len(), 1);
        let analyse: serde_json::Value = serde_json::from_str(&etudes[0]).unwrap();
        let effet = &analyse["issues"][0]["effet"]["valeurs"];
        assert_eq!((effet["n"].as_u64(), effet["n_traites"].as_u64()), (Some(103), Some(57)));
        assert!((effet["estimation"].as_f64().unwrap() - 53.0 / 1489.0).abs() < 1e-12, "{effet}");
        assert!(analyse["issues"][0]["verdict"][0].as_str().unwrap().starts_with("Non concluant."));
    }
}

#[tokio::test]
async fn prepared_by_half_it_is_finished() {
    for monde in mondes("inachevee").await {
        // What a preparation cut short leaves: its mark, and some of its rows.
        let tx = monde.base.transaction().await.unwrap();
        passerelle_socle::db::executer(
            &tx,
            "INSERT INTO reglages (cle, valeur) VALUES ('demonstration', 'en_cours')",
            [],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let livraison = demonstration::territoire::livraison();
        let structures = livraison.iter().find(|f| f.nom == "structures.csv").unwrap();
        monde.livrer(&[(structures.nom, &structures.octets)]).await;
        assert_eq!(demonstration::etat(monde.base.lecture()).await.unwrap(), Etat::Inachevee);
        reussit(&demo(&monde, &["--preparer"]));
        assert_eq!(demonstration::etat(monde.base.lecture()).await.unwrap(), Etat::Demonstration);
        assert_eq!(monde.nombre("SELECT count(*) FROM contrats WHERE type IN ('apprentissage', 'professionnalisation') AND date_debut BETWEEN '2017-01-01' AND '2017-12-31'").await, 1377);
    }
}

#[tokio::test]
async fn erased_it_leaves_nothing() {
    for monde in mondes("effacee").await {
        reussit(&demo(&monde, &["--preparer"]));
        let autre = "CREATE TABLE voisine (n bigint)";
        if monde.base.moteur() == Moteur::Postgres {
            use sea_orm::ConnectionTrait;
            let tx = monde.base.transaction().await.unwrap();
            tx.execute_unprepared(autre).await.unwrap();
            tx.commit().await.unwrap();
        }
        let fait = demo(&monde, &["--effacer"]);
        assert!(fait.status.success() && dit(&fait).contains("La démonstration est effacée."), "{}", dit(&fait));
        match monde.base.moteur() {
            Moteur::Sqlite => {
                let restes: Vec<String> = fichiers(monde.dossier.path()).into_keys().collect();
                assert!(restes.iter().all(|f| !f.starts_with("monde.db")), "{restes:?}");
            }
            Moteur::Postgres => assert_eq!(monde.tables().await, ["voisine"], "ours go, the others stay"),
        }
        let fait = demo(&monde, &["--effacer"]);
        assert!(fait.status.success(), "once more does no harm: {}", dit(&fait));
    }
}

#[tokio::test]
async fn a_base_with_real_records_is_never_touched() {
    for monde in mondes("reelle").await {
        monde.peupler().await;
        let avant = monde.tout_le_texte().await;
        let fait = demo(&monde, &["--preparer"]);
        assert!(!fait.status.success());
        assert!(
            dit(&fait).contains("cette base contient de vrais enregistrements : la démonstration n'y sera pas ajoutée"),
            "{}",
            dit(&fait)
        );
        let fait = demo(&monde, &["--effacer"]);
        assert!(!fait.status.success());
        assert!(
            dit(&fait).contains("cette base contient de vrais enregistrements : rien n'a été effacé"),
            "{}",
            dit(&fait)
        );
        assert!(monde.tout_le_texte().await == avant, "a table changed");
    }
}

#[tokio::test]
async fn an_account_alone_is_a_real_record() {
    for monde in mondes("compte_reel").await {
        monde.lien(Role::Administrateur).await;
        assert!(!demo(&monde, &["--preparer"]).status.success());
        assert!(!demo(&monde, &["--effacer"]).status.success());
        assert_eq!(monde.nombre("SELECT count(*) FROM comptes").await, 1);
    }
}

#[tokio::test]
async fn one_fact_alone_of_any_kind_is_a_real_record() {
    for monde in mondes("fait_reel").await {
        assert_eq!(demonstration::etat(monde.base.lecture()).await.unwrap(), Etat::Vide);
        // The three kinds that need no structure; each in a base that holds nothing else.
        for (table, texte) in [
            ("statistiques", "serie;territoire;periode\nx;93;2017\n"),
            ("evenements", "code;type;date\nE;forum;2017-05-05\n"),
            ("actions", "code;type;intitule\nA;atelier;Atelier\n"),
        ] {
            monde.livrer(&[(format!("{table}.csv").as_str(), texte)]).await;
            assert_eq!(demonstration::etat(monde.base.lecture()).await.unwrap(), Etat::Reelle, "{table}");
            assert!(!demo(&monde, &["--effacer"]).status.success() && !demo(&monde, &["--preparer"]).status.success());
            assert_eq!(monde.nombre(&format!("SELECT count(*) FROM {table}")).await, 1);
            let tx = monde.base.transaction().await.unwrap();
            passerelle_socle::db::executer(&tx, &format!("DELETE FROM {table}"), []).await.unwrap();
            passerelle_socle::db::executer(&tx, "DELETE FROM imports", []).await.unwrap();
            tx.commit().await.unwrap();
        }
    }
}

#[tokio::test]
async fn files_brought_into_the_demonstration_are_only_erased_when_asked_for() {
    for monde in mondes_de_demonstration("enrichie").await {
        monde.livrer(&[("statistiques.csv", "serie;territoire;periode\nma_serie;93;2017\n")]).await;
        let fait = demo(&monde, &["--effacer"]);
        assert!(!fait.status.success());
        assert!(dit(&fait).contains("d'autres fichiers (statistiques.csv) : rien n'a été effacé"), "{}", dit(&fait));
        assert_eq!(monde.nombre("SELECT count(*) FROM statistiques WHERE serie = 'ma_serie'").await, 1);
        let fait = demo(&monde, &["--effacer", "--tout"]);
        assert!(fait.status.success(), "{}", dit(&fait));
    }
}

const BANDEAU: &str = "<strong>Démonstration.</strong> Les personnes et les entreprises sont fictives.";

/// Pages without parameters that a reader may open; files and answers without a body left aside.
fn pages() -> Vec<&'static str> {
    let site = routes::site();
    let declarations = site.declarations().iter();
    let pages = declarations.filter(|d| d.methode == "GET" && d.action != Action::Exporter && !d.chemin.contains('{'));
    pages.map(|d| d.chemin).collect()
}

#[tokio::test]
async fn every_page_says_that_it_is_a_demonstration() {
    for monde in mondes_de_demonstration("bandeau").await {
        let v = monde.visiteur(Some(Role::Administrateur)).await;
        let pages = pages();
        assert!(pages.len() > 15, "{pages:?}");
        let mut ouvertes = 0;
        for page in pages {
            let (statut, _, corps) = v.get(page).await;
            // Pages of other roles, and steps of signing in, are not those of whoever is signed in.
            if statut == StatusCode::SEE_OTHER {
                continue;
            }
            if page.contains('.') {
                continue;
            }
            ouvertes += usize::from(statut == StatusCode::OK);
            assert_eq!(String::from_utf8_lossy(&corps).matches(BANDEAU).count(), 1, "{page}");
        }
        assert!(ouvertes > 15, "{ouvertes} pages");
        // Records, cases, errors too.
        let jeune = lien(&v.page("/jeunes").await, "/jeunes/");
        for page in [jeune.as_str(), "/bilan/cas/contrats?annee=2017", "/nulle-part"] {
            let (_, _, corps) = v.get(page).await;
            assert!(String::from_utf8(corps).unwrap().contains(BANDEAU), "{page}");
        }
        let public = monde.visiteur(None).await;
        for page in ["/", "/connexion", "/accessibilite", "/mentions"] {
            assert!(public.page(page).await.contains(BANDEAU), "{page}");
        }
    }
}

/// The first address of a page that starts so.
fn lien(page: &str, debut: &str) -> String {
    let place = page.find(&format!("href=\"{debut}")).unwrap() + "href=\"".len();
    page[place..].split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_real_base_never_says_that_it_is_a_demonstration() {
    for monde in mondes("sans_bandeau").await {
        monde.peupler().await;
        let v = monde.visiteur(Some(Role::Administrateur)).await;
        for page in pages() {
            let (_, _, corps) = v.get(page).await;
            assert!(!String::from_utf8_lossy(&corps).contains("fictives"), "{page}");
        }
    }
}

#[tokio::test]
async fn one_click_opens_a_demonstration_account_and_no_other() {
    for monde in mondes_de_demonstration("un_clic").await {
        monde.lien(Role::Administrateur).await;
        let public = monde.visiteur(None).await;
        let page = public.page("/connexion").await;
        let boutons: Vec<&str> = page
            .split("action=\"")
            .skip(1)
            .filter_map(|s| s.split('"').next())
            .filter(|a| a.starts_with("/connexion/demonstration/"))
            .collect();
        assert_eq!(boutons.len(), 12, "the thirteenth account is real: {boutons:?}");
        for bouton in &boutons {
            let (statut, entetes, _) = public.post(bouton, &[("retour", "/bilan")]).await;
            assert_eq!((statut, entetes[header::LOCATION].to_str().unwrap()), (StatusCode::SEE_OTHER, "/bilan"));
            assert!(entetes[header::SET_COOKIE].to_str().unwrap().contains("HttpOnly"));
        }
        // The address of a real account, guessed, opens nothing.
        let reel = monde.base.lecture();
        let reel = passerelle_gens::comptes::lister(reel, passerelle_monde::Monde::horloge().maintenant())
            .await
            .unwrap()
            .into_iter()
            .find(|c| !c.demonstration)
            .unwrap()
            .id;
        let (statut, entetes, _) =
            public.post(&format!("/connexion/demonstration/{reel}"), &[("retour", "/bilan")]).await;
        assert!(statut == StatusCode::NOT_FOUND && !entetes.contains_key(header::SET_COOKIE));
    }
}
