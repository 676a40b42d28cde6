//! A disk that fills up during an import: nothing half-written, and the next run finishes.

use passerelle::natures::NATURES;
use passerelle_socle::access::{Action, Objet};
use passerelle_socle::db::{ErreurBase, Ouverture};
use passerelle_socle::echanges::{Mode, importer};

use super::{comptes, de, sans_histoire};
use passerelle_monde::Monde;

const JEUNES: usize = 20_000;

fn livraison() -> [(&'static str, String); 2] {
    let jeunes: String = (0..JEUNES).map(|i| format!("ML;{i};Nom{i};Prénom;2000-01-01\n")).collect();
    [
        ("structures.csv", "code;nom;type\nML;Mission locale;mission_locale\n".into()),
        ("jeunes.csv", format!("structure;numero;nom;prenom;date_naissance\n{jeunes}")),
    ]
}

/// Nothing half-written: each row has its number and its journal line, and the reverse.
async fn entier(monde: &Monde) -> i64 {
    let jeunes = monde.nombre("SELECT count(*) FROM jeunes").await;
    assert_eq!(monde.nombre("SELECT count(*) FROM numeros").await, jeunes);
    assert_eq!(monde.nombre("SELECT count(*) FROM journal WHERE action = 'creer' AND objet = 'jeunes'").await, jeunes);
    assert_eq!(monde.textes("SELECT integrity_check AS texte FROM pragma_integrity_check").await, ["ok"]);
    assert_eq!(monde.nombre("SELECT count(*) FROM pragma_foreign_key_check").await, 0);
    let suivies = monde.nombre("SELECT COALESCE(SUM(crees), 0) FROM imports WHERE nature = 'jeunes'").await;
    assert_eq!(suivies, jeunes, "the import says how far it went");
    jeunes
}

/// Imports with a disk of so many pages; a short step between commits, so that some are kept.
async fn sur_un_disque_de(monde: &Monde, pages: u32, pas: Option<std::time::Duration>) -> anyhow::Error {
    let dossier = monde.deposer(&livraison());
    let base = Ouverture::adresse(monde.adresse()).pages_max(pages).ouvrir().await.unwrap();
    let accorde = Monde::accorde(Action::Importer, Objet::Imports);
    let mode = Mode { pas, ..Mode::default() };
    let fait = importer(&base, &Monde::horloge(), &accorde, &NATURES, &[dossier], &mode, &()).await;
    base.fermer().await.unwrap();
    fait.expect_err("the disk has no room for this delivery")
}

#[tokio::test]
async fn a_full_disk_is_said_in_one_sentence_and_leaves_nothing_half_written() {
    let monde = Monde::sqlite(|o| o).await;
    let erreur = sur_un_disque_de(&monde, 400, None).await;
    assert!(matches!(erreur.downcast_ref(), Some(ErreurBase::DisquePlein)), "{erreur:?}");
    assert!(erreur.to_string().contains("le disque est plein : rien n'a été écrit à moitié"), "{erreur}");
    entier(&monde).await;
}

#[tokio::test]
async fn once_there_is_room_the_same_command_finishes_the_work() {
    let monde = Monde::sqlite(|o| o).await;
    // A commit after each batch: the disk fills up past several of them.
    sur_un_disque_de(&monde, 1_200, Some(std::time::Duration::ZERO)).await;
    let gardes = entier(&monde).await;
    assert!(0 < gardes && gardes < JEUNES as i64, "{gardes} rows were kept");
    let rapport = monde.livrer(&livraison()).await;
    sans_histoire(&rapport);
    let f = de(&rapport, "jeunes");
    assert_eq!((comptes(f), f.reprises), ([JEUNES as u64, 0, 0, 0], gardes as u64), "it goes on where it stopped");
    assert_eq!(entier(&monde).await, JEUNES as i64);
    // The whole of it is there, and known as such.
    let encore = monde.livrer(&livraison()).await;
    assert_eq!(comptes(de(&encore, "jeunes")), [0, 0, JEUNES as u64, 0]);
}

#[tokio::test]
async fn a_base_that_cannot_even_be_opened_says_why() {
    let dossier = tempfile::tempdir().unwrap();
    let adresse = format!("sqlite:{}", dossier.path().join("absent/base.db").display());
    let erreur = Ouverture::adresse(adresse).ouvrir().await.unwrap_err().to_string();
    assert!(erreur.contains("ne s'ouvre pas"), "{erreur}");
    let erreur = Ouverture::adresse("mysql://base").ouvrir().await.unwrap_err().to_string();
    assert!(erreur.contains("n'est pas reconnue") && erreur.contains("postgres://"), "{erreur}");
}
