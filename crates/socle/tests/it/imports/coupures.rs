//! `kill -9` during an import: nothing half-written, the next run finishes.

use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use passerelle::natures::NATURES;
use passerelle_socle::access::{Action, Objet};
use passerelle_socle::db::{Moteur, Ouverture};
use passerelle_socle::echanges::{Mode, importer};

use passerelle_monde::{Monde, mondes};

const LIGNES: usize = 60_000;
/// What the import that commits at each batch is told, and by whom.
const LENT: &str = "PASSERELLE_TEST_IMPORT_LENT";

fn livraison() -> [(&'static str, String); 2] {
    let jeunes: String = (0..LIGNES).map(|i| format!("ML;{i:05};Nom{i};Prénom;2000-01-01\n")).collect();
    [
        ("structures.csv", "code;nom;type\nML;Mission locale;mission_locale\n".into()),
        ("jeunes.csv", format!("structure;numero;nom;prenom;date_naissance\n{jeunes}")),
    ]
}

/// What the base must know in the end: what an import without any cut writes.
fn attendu() -> Vec<String> {
    let mut lignes: Vec<String> =
        (0..LIGNES).map(|i| format!("jeunes|ML|{i:05}|Nom{i}|Prénom|2000-01-01|||||||||")).collect();
    lignes.push("structures|ML|Mission locale|mission_locale||||||".into());
    lignes
}

/// The real program.
fn programme(monde: &Monde, dossier: &Path) -> Child {
    let mut commande = passerelle_monde::programme();
    commande.args(["import", "--base", monde.adresse()]).arg(dossier);
    lancer(commande, monde)
}

/// The same importer, in a process that commits after each batch: many moments to be killed at.
fn lent(monde: &Monde, dossier: &Path) -> Child {
    let mut commande = Command::new(std::env::current_exe().unwrap());
    commande.args(["--ignored", "--exact", "imports::coupures::import_by_small_steps"]);
    commande.env(LENT, format!("{}\n{}", monde.adresse(), dossier.display()));
    lancer(commande, monde)
}

fn lancer(mut commande: Command, monde: &Monde) -> Child {
    commande.current_dir(monde.dossier.path()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

#[tokio::test]
#[ignore = "started, and killed, by another test"]
async fn import_by_small_steps() {
    let demande = std::env::var(LENT).unwrap();
    let (adresse, dossier) = demande.split_once('\n').unwrap();
    let base = Ouverture::adresse(adresse).ouvrir().await.unwrap();
    let accorde = Monde::accorde(Action::Importer, Objet::Imports);
    let mode = Mode { pas: Some(Duration::ZERO), ..Mode::default() };
    // Busy with the killed one for a moment: the story starts another.
    let _ = importer(&base, &Monde::horloge(), &accorde, &NATURES, &[dossier.into()], &mode, &()).await;
}

fn tuer(mut enfant: Child) {
    enfant.kill().unwrap();
    enfant.wait().unwrap();
}

/// Runs the program until it is not told that another import is under way: a server takes a
/// moment to see that a killed client is gone.
fn finir(monde: &Monde, dossier: &Path) -> String {
    let debut = Instant::now();
    loop {
        let Output { status, stdout, stderr } = programme(monde, dossier).wait_with_output().unwrap();
        let (dit, erreur) = (String::from_utf8(stdout).unwrap(), String::from_utf8_lossy(&stderr).into_owned());
        if erreur.contains("un autre import est en cours") && debut.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(100));
            continue;
        }
        assert!(status.success(), "{dit}{erreur}");
        return dit;
    }
}

/// Each young person has a number and one journal line, and there is none too many.
async fn entier(monde: &Monde) -> i64 {
    let vue = "SELECT (SELECT count(*) FROM jeunes) || ' ' || (SELECT count(*) FROM numeros) || ' ' || \
               (SELECT count(*) FROM journal WHERE action = 'creer' AND objet = 'jeunes') || ' ' || \
               (SELECT COALESCE(SUM(crees), 0) FROM imports WHERE nature = 'jeunes') AS texte";
    // One statement, one instant: on a server the killed one's last commit may still come in.
    let lus = monde.textes(vue).await.remove(0);
    let comptes: Vec<i64> = lus.split(' ').map(|n| n.parse().unwrap()).collect();
    assert!(comptes.iter().all(|n| *n == comptes[0]), "people, numbers, journal, import: {lus}");
    let orphelins = "SELECT count(*) FROM jeunes j WHERE NOT EXISTS (SELECT 1 FROM journal l WHERE l.objet_id = j.id)";
    assert_eq!(monde.nombre(orphelins).await, 0, "a row without its journal line");
    if monde.base.moteur() == Moteur::Sqlite {
        assert_eq!(monde.textes("SELECT integrity_check AS texte FROM pragma_integrity_check").await, ["ok"]);
        assert_eq!(monde.nombre("SELECT count(*) FROM pragma_foreign_key_check").await, 0);
    }
    comptes[0]
}

async fn comme_si_de_rien_n_etait(monde: &Monde) {
    assert_eq!(entier(monde).await, LIGNES as i64);
    assert!(monde.faits().await == attendu(), "the facts are not those of the file");
    assert_eq!(monde.nombre("SELECT count(*) FROM imports WHERE fini_le IS NULL").await, 0);
}

#[tokio::test]
async fn the_program_killed_at_any_moment_ends_as_if_nothing_had_happened() {
    for monde in mondes("tue").await {
        let dossier = monde.deposer(&livraison());
        let mut gardes = 0;
        // While it opens the base, looks at the file, writes rows, commits.
        for attente in [5, 50, 120, 250, 400, 600] {
            let enfant = programme(&monde, &dossier);
            std::thread::sleep(Duration::from_millis(attente));
            tuer(enfant);
            let apres = entier(&monde).await;
            assert!(apres >= gardes, "what was committed stays");
            gardes = apres;
            // Another process opens the base, and finds it sound.
            monde.rouvrir().await.fermer().await.unwrap();
        }
        finir(&monde, &dossier);
        comme_si_de_rien_n_etait(&monde).await;
    }
}

#[tokio::test]
async fn killed_between_two_commits_it_goes_on_where_it_stopped_and_says_so() {
    for monde in mondes("tue_encore").await {
        let dossier = monde.deposer(&livraison());
        let mut gardes = 0;
        for encore in [1, 3_000, 12_000] {
            let mut enfant = lent(&monde, &dossier);
            let debut = Instant::now();
            while monde.nombre("SELECT count(*) FROM jeunes").await < gardes + encore {
                assert!(debut.elapsed() < Duration::from_secs(60), "the import does not move");
                if enfant.try_wait().unwrap().is_some() {
                    enfant = lent(&monde, &dossier);
                }
                std::thread::sleep(Duration::from_millis(3));
            }
            tuer(enfant);
            gardes = entier(&monde).await;
        }
        assert!(gardes < LIGNES as i64, "it was killed too late to tell anything");
        let dit = finir(&monde, &dossier).replace('\u{202f}', "");
        let repris = entier(&monde).await;
        assert_eq!(repris, LIGNES as i64);
        assert!(dit.contains("repris après la ligne"), "{dit}");
        assert!(
            dit.contains("cree 60000 · modifie 0 · inchange 0 · refuse 0"),
            "the whole file is told, not its end: {dit}"
        );
        comme_si_de_rien_n_etait(&monde).await;
    }
}
