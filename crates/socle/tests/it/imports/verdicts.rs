//! Created, changed, unchanged, refused: the verdict of each row, its journal line, and doing it
//! all again.

use std::path::PathBuf;
use std::time::Duration;

use passerelle_socle::db::{Moteur, Travail};
use passerelle_socle::echanges::{Mode, oublier};
use passerelle_socle::temps::{Horloge, HorlogeFixe};
use sea_orm::ConnectionTrait;

use super::{Oreille, comptes, de, sans_histoire, seul};
use passerelle_monde::{Monde, mondes};

#[tokio::test]
async fn each_row_has_one_verdict() {
    let texte = "code;nom;type\nML-NORD;Mission locale Nord;mission_locale\nML-SUD;Mission locale du Sud;mission_locale\n\
                 ML-EST;Mission locale Est;mission_locale\nML-X;Mission;inventé\n";
    for monde in mondes("verdicts").await {
        monde.peupler().await;
        let dossier = monde.deposer(&[("structures.csv", texte)]);
        let oreille = Oreille::default();
        let rapport = monde.importer_devant(&[dossier], &Mode::default(), &oreille).await.unwrap();
        assert_eq!(comptes(seul(&rapport)), [1, 1, 1, 1]);
        let attendu = [(2, "inchange"), (3, "modifie"), (4, "cree"), (5, "refuse")];
        assert_eq!(oreille.entendu(), attendu.map(|(l, v)| ("structures.csv".to_owned(), l, v)));
        assert_eq!(monde.valeur("structures", "nom", "code = 'ML-SUD'").await, "Mission locale du Sud");
        assert_eq!(monde.nombre("SELECT count(*) FROM structures WHERE code = 'ML-EST'").await, 1);
    }
}

#[tokio::test]
async fn all_nine_kinds_go_in_whatever_the_order_of_the_files() {
    for monde in mondes("ordre").await {
        let rapport = monde.livrer(&Monde::livraison_de_base()).await;
        let (muets, parlants): (Vec<_>, Vec<_>) = rapport.fichiers.iter().partition(|f| f.avis.is_empty());
        assert_eq!((muets.len(), parlants.len()), (8, 1));
        assert!(parlants[0].avis[0].contains("rqth"));
        for (nature, combien) in [
            ("structures", 4),
            ("jeunes", 3),
            ("actions", 2),
            ("positionnements", 3),
            ("participations", 2),
            ("contrats", 2),
            ("evenements", 2),
            ("partenariats", 2),
            ("statistiques", 2),
        ] {
            assert_eq!(comptes(de(&rapport, nature)), [combien, 0, 0, 0], "{nature}");
        }
        let connus = monde.faits().await;
        assert_eq!(connus.len(), 24, "{connus:#?}");

        // The same files one by one, in the worst order for whoever points at others.
        for autre in mondes("ordre_inverse").await.into_iter().filter(|a| a.moteur == monde.moteur) {
            let dossier = autre.deposer(&Monde::livraison_de_base());
            let mut chemins: Vec<PathBuf> = std::fs::read_dir(dossier).unwrap().map(|e| e.unwrap().path()).collect();
            chemins.sort();
            for sens in [false, true] {
                if sens {
                    chemins.reverse();
                }
                let rapport = autre.importer(&chemins, &Mode::default()).await.unwrap();
                assert!(!rapport.refuse(), "{rapport:#?}");
            }
            assert_eq!(autre.faits().await, connus);
        }
    }
}

#[tokio::test]
async fn the_same_delivery_twice_gives_only_inchange() {
    for monde in mondes("deux_fois").await {
        monde.peupler().await;
        let (faits, lignes) = (monde.faits().await, monde.lignes_par_table().await);
        let dossier = monde.deposer(&Monde::livraison_de_base());
        let oreille = Oreille::default();
        let rapport = monde.importer_devant(&[dossier], &Mode::default(), &oreille).await.unwrap();
        let entendu = oreille.entendu();
        assert_eq!(entendu.len(), 22);
        assert!(entendu.iter().all(|(_, _, v)| *v == "inchange"), "{entendu:?}");
        assert!(rapport.fichiers.iter().all(|f| f.crees + f.modifies + f.refuses == 0 && f.inchanges > 0));
        assert_eq!(monde.faits().await, faits);
        // What grows: one line a file among imports, and one in the journal.
        for ((table, avant), (_, apres)) in std::iter::zip(lignes, monde.lignes_par_table().await) {
            let neuves = if matches!(table.as_str(), "imports" | "journal") { 9 } else { 0 };
            assert_eq!(apres, avant + neuves, "{table}");
        }
    }
}

#[tokio::test]
async fn one_changed_cell_of_each_kind_changes_one_row() {
    for monde in mondes("une_cellule").await {
        monde.peupler().await;
        for (nature, avant, apres, champ) in [
            ("structures", "CFA du Lac", "CFA des Deux Lacs", "nom"),
            ("jeunes", "1999-05-04", "1999-05-05", "date_naissance"),
            ("actions", ";12;close", ";14;close", "places"),
            ("positionnements", "Déjà en formation", "Autre projet", "motif"),
            ("participations", "abandon", "reorientation", "issue"),
            ("contrats", "accord_commun", "faute_grave", "motif_rupture"),
            ("evenements", "Salle du Lac", "Salle du Pont", "lieu"),
            ("partenariats", "initie", "clos", "etat"),
            ("statistiques", "4337", "4338", "valeur"),
        ] {
            let nom = format!("{nature}.csv");
            let (_, texte) = Monde::livraison_de_base().into_iter().find(|(n, _)| *n == nom).unwrap();
            assert_eq!(texte.matches(avant).count(), 1);
            let lignes = texte.lines().count() as u64 - 1;
            let rapport = monde.livrer(&[(nom.as_str(), texte.replace(avant, apres))]).await;
            assert_eq!(comptes(seul(&rapport)), [0, 1, lignes - 1, 0], "{nature}");
            let detail = "SELECT detail AS texte FROM journal WHERE action = 'modifier' ORDER BY numero DESC LIMIT 1";
            assert_eq!(monde.textes(detail).await, [champ], "the journal names the field");
        }
        let journal = monde.textes("SELECT coalesce(detail, '') AS texte FROM journal").await.join("\n");
        assert!(!journal.contains("Deux Lacs") && !journal.contains("faute_grave"), "and never its content");
    }
}

#[tokio::test]
async fn each_row_written_has_exactly_one_journal_line() {
    for monde in mondes("journal").await {
        monde.peupler().await;
        for table in [
            "structures",
            "jeunes",
            "actions",
            "positionnements",
            "participations",
            "contrats",
            "evenements",
            "partenariats",
            "statistiques",
        ] {
            let sans = format!(
                "SELECT count(*) FROM {table} t WHERE (SELECT count(*) FROM journal l WHERE l.objet_id = t.id \
                 AND l.objet = '{table}' AND l.action = 'creer' AND l.origine IS NOT NULL) <> 1"
            );
            assert_eq!(monde.nombre(&sans).await, 0, "{table}");
        }
        let lignes = "SELECT count(*) FROM journal WHERE action IN ('creer', 'modifier')";
        assert_eq!(monde.nombre(lignes).await, 22, "one line a row, and no other");
        let texte = "code;nom;type\nML-NORD;Mission locale Nord;mission_locale\nML-SUD;Sud;mission_locale\nML-EST;Est;mission_locale\n";
        monde.livrer(&[("structures.csv", texte)]).await;
        assert_eq!(monde.nombre(lignes).await, 24, "nothing for the unchanged row");
        let qui = monde.textes("SELECT DISTINCT acteur AS texte FROM journal").await;
        assert_eq!(qui, ["Ligne de commande"]);
    }
}

#[tokio::test]
async fn a_dry_run_says_the_verdicts_and_writes_nothing() {
    let texte = "code;nom;type\nML-NORD;Autre nom;mission_locale\nML-EST;Est;mission_locale\nML-X;X;inventé\n";
    for monde in mondes("a_blanc").await {
        monde.peupler().await;
        let avant = monde.tout_le_texte().await;
        let refuses = monde.dossier.path().join("refus");
        let mode = Mode { a_blanc: true, refus: Some(refuses.clone()), ..Mode::default() };
        let dossier = monde.deposer(&[("structures.csv", texte)]);
        let oreille = Oreille::default();
        let rapport = monde.importer_devant(&[dossier], &mode, &oreille).await.unwrap();
        assert!(!rapport.ecrit);
        assert_eq!(comptes(seul(&rapport)), [1, 1, 0, 1]);
        assert_eq!(oreille.entendu().len(), 3);
        assert!(monde.tout_le_texte().await == avant, "a table changed");
        assert!(!refuses.exists(), "nor any file");
    }
}

#[tokio::test]
async fn a_dry_run_of_a_whole_delivery_finds_what_its_own_files_bring() {
    for monde in mondes("a_blanc_tout").await {
        let avant = monde.lignes_par_table().await;
        let mode = Mode { a_blanc: true, ..Mode::default() };
        let rapport = monde.livrer_mode(&Monde::livraison_de_base(), &mode).await;
        assert!(!rapport.refuse() && rapport.fichiers.iter().all(|f| f.crees > 0), "{rapport:#?}");
        assert_eq!(monde.lignes_par_table().await, avant);
    }
}

#[tokio::test]
async fn all_or_nothing_keeps_nothing_when_one_row_is_refused() {
    let mode = Mode { tout_ou_rien: true, ..Mode::default() };
    let mut livraison = Monde::livraison_de_base().map(|(n, t)| (n, t.to_owned()));
    for monde in mondes("tout_ou_rien").await {
        let avant = monde.tout_le_texte().await;
        // The last of the nine kinds to be read holds the one fault.
        livraison[8].1 = Monde::livraison_de_base()[8].1.replace("7988", "beaucoup");
        let rapport = monde.livrer_mode(&livraison, &mode).await;
        assert!(!rapport.ecrit);
        assert_eq!(comptes(de(&rapport, "statistiques")), [1, 0, 0, 1]);
        assert_eq!(comptes(de(&rapport, "structures")), [4, 0, 0, 0], "its verdict is said all the same");
        assert!(monde.tout_le_texte().await == avant, "a table changed");

        livraison[8].1 = livraison[8].1.replace("beaucoup", "7988");
        let rapport = monde.livrer_mode(&livraison, &mode).await;
        assert!(rapport.ecrit);
        assert_eq!(monde.faits().await.len(), 24);
    }
}

#[tokio::test]
async fn all_or_nothing_keeps_nothing_when_one_file_is_not_understood() {
    let mode = Mode { tout_ou_rien: true, ..Mode::default() };
    for monde in mondes("tout_ou_rien_fichier").await {
        let avant = monde.lignes_par_table().await;
        let rapport = monde
            .livrer_mode(&[("structures.csv", "code;nom;type\nA;A;autre\n"), ("divers.csv", "a\n1\n")], &mode)
            .await;
        assert!(!rapport.ecrit);
        assert_eq!(monde.lignes_par_table().await, avant);
    }
}

#[tokio::test]
async fn good_rows_are_kept_beside_refused_ones() {
    // Good and bad alternate over several batches, so that no batch is spared.
    let lignes: String = (0..6_000)
        .map(|i| format!("S{i};Structure {i};{}\n", if i % 3 == 0 { "inventé" } else { "association" }))
        .collect();
    for monde in mondes("melees").await {
        let rapport = monde.livrer(&[("structures.csv", format!("code;nom;type\n{lignes}"))]).await;
        assert_eq!(comptes(seul(&rapport)), [4_000, 0, 0, 2_000]);
        assert_eq!(monde.nombre("SELECT count(*) FROM structures").await, 4_000);
        assert_eq!(monde.nombre("SELECT count(*) FROM imports_refus").await, 2_000);
    }
}

#[tokio::test]
async fn refused_rows_go_when_thirty_days_have_passed() {
    for monde in mondes("refus_de_trente_jours").await {
        monde.livrer(&[("structures.csv", "code;nom;type\nA;A;inventé\n")]).await;
        let refus = "SELECT count(*) FROM imports_refus";
        // Somebody still comes back for them on the thirtieth day, nobody after.
        for (jours, restent) in [(0, 1), (30, 1), (31, 0)] {
            let horloge = HorlogeFixe(Monde::horloge().maintenant() + Duration::from_secs(jours * 24 * 3_600));
            oublier(&monde.base, &horloge).await.unwrap();
            assert_eq!(monde.nombre(refus).await, restent, "{}: {jours} days", monde.moteur);
        }
    }
}

#[tokio::test]
async fn two_files_of_one_kind_in_a_delivery_are_both_read() {
    let jeune = |numero: &str, nom: &str| format!("structure;numero;nom;prenom\nML-NORD;{numero};{nom};Zoé\n");
    for monde in mondes("deux_fichiers").await {
        monde.peupler().await;
        let rapport =
            monde.livrer(&[("Jeunes Nord.csv", jeune("A1", "Un")), ("jeunes-2017.csv", jeune("A2", "Deux"))]).await;
        sans_histoire(&rapport);
        assert_eq!(rapport.fichiers.iter().map(|f| f.crees).collect::<Vec<_>>(), [1, 1]);
        // The same young person in a second file is changed by it, not doubled.
        let rapport =
            monde.livrer(&[("jeunes a.csv", jeune("A1", "Trois")), ("jeunes b.csv", jeune("A1", "Quatre"))]).await;
        assert_eq!(rapport.fichiers.iter().map(|f| f.modifies).collect::<Vec<_>>(), [1, 1]);
        assert_eq!(monde.nombre("SELECT count(*) FROM jeunes WHERE nom = 'Quatre'").await, 1);
    }
}

#[tokio::test]
async fn one_import_at_a_time() {
    for monde in mondes("verrou").await {
        let verrou = monde.base.verrouiller(Travail::Import).await.unwrap();
        let dossier = monde.deposer(&[("structures.csv", "code;nom;type\nA;A;autre\n")]);
        let autre = monde.rouvrir().await;
        assert!(autre.verrouiller(Travail::Import).await.is_err());
        autre.fermer().await.unwrap();
        let erreur = monde.importer(std::slice::from_ref(&dossier), &Mode::default()).await.unwrap_err();
        assert!(erreur.to_string().contains("un autre import est en cours"), "{erreur}");
        verrou.rendre().await.unwrap();
        assert!(monde.importer(&[dossier], &Mode::default()).await.unwrap().ecrit);
    }
}

#[tokio::test]
async fn an_import_that_follows_another_never_finds_it_under_way() {
    for monde in mondes("a_la_suite").await {
        for i in 0..60 {
            let dossier = monde.deposer(&[("structures.csv", format!("code;nom;type\nA;Nom {i};autre\n"))]);
            // A dry run and a real one let go of the base in different ways.
            let mode = Mode { a_blanc: i % 2 == 1, ..Mode::default() };
            let fait = monde.importer(&[dossier], &mode).await;
            assert!(fait.is_ok(), "import {i} : {:?}", fait.err());
        }
    }
}

#[tokio::test]
async fn a_big_import_refreshes_the_statistics_of_its_own_tables_only() {
    let lignes: String = (0..1_500).map(|i| format!("S{i};Structure {i};association\n")).collect();
    for monde in mondes("statistiques_du_planificateur").await {
        if monde.base.moteur() == Moteur::Postgres {
            // A table beside ours, whose owner has seen to it or not.
            let tx = monde.base.transaction().await.unwrap();
            tx.execute_unprepared("CREATE TABLE voisine AS SELECT g FROM generate_series(1, 500) g").await.unwrap();
            tx.commit().await.unwrap();
        }
        monde.livrer(&[("structures.csv", format!("code;nom;type\n{lignes}"))]).await;
        let analysees = match monde.base.moteur() {
            Moteur::Sqlite => "SELECT DISTINCT tbl AS texte FROM sqlite_stat1 ORDER BY 1",
            Moteur::Postgres => {
                "SELECT DISTINCT CAST(tablename AS text) AS texte FROM pg_stats WHERE schemaname = current_schema() ORDER BY 1"
            }
        };
        let analysees = monde.textes(analysees).await;
        assert!(analysees.iter().any(|t| t == "structures"), "{analysees:?}");
        assert!(!analysees.iter().any(|t| t == "voisine"), "{analysees:?}");
    }
}
