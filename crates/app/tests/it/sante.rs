//! What the disk damages: told by the site, refused by the backup.

use std::path::Path;

use passerelle::sauvegarde::{TableSauvee, examiner, sommes};
use passerelle_socle::access::Role;
use passerelle_socle::db::{Base, Moteur, Ouverture};
use rand::{RngExt, SeedableRng};

use passerelle_monde::{Monde, mondes, programme, textes};

/// What became of a base with one byte changed.
#[derive(Debug, PartialEq, Eq)]
enum Sort {
    /// It does not open, or does not read: nobody mistakes it for a base.
    Illisible,
    /// The backup says what is wrong.
    Dit,
    /// Nothing that is kept has changed: free space.
    Intact,
    /// It would go into a backup without a word: the columns that it changed.
    Silencieux(Vec<String>),
}

/// The columns whose values are not those of the sound base.
async fn changees(monde: &Monde, base: &Base, avant: &[TableSauvee], apres: &[TableSauvee]) -> Vec<String> {
    let mut changees = Vec::new();
    for (table, _) in std::iter::zip(avant, apres).filter(|(a, b)| a != b) {
        for champ in monde.champs(&table.nom).await {
            let sql = format!("SELECT coalesce(hex({champ}), '') AS texte FROM {} ORDER BY 1", table.nom);
            if monde.textes(&sql).await != textes(base, &sql).await {
                changees.push(format!("{}.{champ}", table.nom));
            }
        }
    }
    changees
}

async fn sort(fichier: &Path, monde: &Monde, avant: &[TableSauvee]) -> Sort {
    let cle = monde.base.coffre().chemin();
    let adresse = format!("sqlite:{}", fichier.display());
    let Ok(base) = Ouverture::adresse(adresse).cle(Some(cle.to_owned())).ouvrir().await else {
        return Sort::Illisible;
    };
    let sort = match examiner(&base).await {
        Err(_) => Sort::Illisible,
        Ok(fautes) if !fautes.is_empty() => Sort::Dit,
        Ok(_) => match sommes(&base).await {
            Err(_) => Sort::Illisible,
            Ok(apres) if apres == avant => Sort::Intact,
            Ok(apres) => Sort::Silencieux(changees(monde, &base, avant, &apres).await),
        },
    };
    let _ = base.fermer().await;
    sort
}

/// How many, each in a copy of its own: `PASSERELLE_BITS` for a longer study.
fn combien_de_bits() -> usize {
    std::env::var("PASSERELLE_BITS").ok().and_then(|n| n.parse().ok()).unwrap_or(60)
}

#[tokio::test]
async fn a_byte_that_the_disk_changed_is_told_before_it_goes_into_a_backup() {
    let monde = Monde::garnie("octets_retournes", Moteur::Sqlite).await;
    monde.base.compacter().await.unwrap();
    let avant = sommes(&monde.base).await.unwrap();
    assert_eq!(examiner(&monde.base).await.unwrap(), Vec::<String>::new(), "a sound base is found damaged");
    let sain = std::fs::read(monde.dossier.path().join("monde.db")).unwrap();
    let mut alea = rand_chacha::ChaCha8Rng::seed_from_u64(60);
    let mut sorts = Vec::new();
    for _ in 0..combien_de_bits() {
        let mut octets = sain.clone();
        let place = alea.random_range(0..octets.len());
        octets[place] ^= 1 << alea.random_range(0..8);
        let dossier = tempfile::tempdir().unwrap();
        let fichier = dossier.path().join("abimee.db");
        std::fs::write(&fichier, octets).unwrap();
        sorts.push(sort(&fichier, &monde, &avant).await);
    }
    let combien = |voulu: Sort| sorts.iter().filter(|s| **s == voulu).count();
    let silencieux: Vec<&Vec<String>> =
        sorts.iter().filter_map(|s| if let Sort::Silencieux(ou) = s { Some(ou) } else { None }).collect();
    println!(
        "{} bits flipped: {} unreadable, {} told, {} without effect, {} silent: {silencieux:?}",
        sorts.len(),
        combien(Sort::Illisible),
        combien(Sort::Dit),
        combien(Sort::Intact),
        silencieux.len()
    );
    // SQLite keeps no sum of its pages: what is left is a value that no index, no rule and no hash holds (a name, a date, the PDF of minutes,
    // which is made again from them). It was 34 of 60.
    assert!(silencieux.len() * 6 <= sorts.len(), "damage that nobody told of: {sorts:?}");
    assert!((combien(Sort::Dit) + combien(Sort::Illisible)) * 3 >= sorts.len() * 2, "{sorts:?}");
    let sommes = ["documents.octets", "bilans_figes_fichiers.octets", "bilans_figes_discrets.octets"];
    let taus = silencieux.iter().filter(|ou| ou.iter().any(|c| sommes.contains(&c.as_str()))).count();
    assert_eq!(taus, 0, "bytes that are kept with their hash were changed in silence: {silencieux:?}");
}

#[tokio::test]
async fn a_damaged_base_is_not_backed_up_and_the_place_is_left_clean() {
    let monde = Monde::sqlite(|o| o).await;
    monde.peupler().await;
    let fichier = monde.dossier.path().join("monde.db");
    monde.base.compacter().await.unwrap();
    monde.base.clone().fermer().await.unwrap();
    let mut octets = std::fs::read(&fichier).unwrap();
    // A page in the middle, lost.
    let milieu = octets.len() / 2 / 4096 * 4096;
    octets[milieu..milieu + 4096].fill(0x5a);
    std::fs::write(&fichier, octets).unwrap();
    let zip = monde.dossier.path().join("copie.zip");
    let fait = programme().args(["sauvegarde", "--base", monde.adresse()]).arg(&zip).output().unwrap();
    let dit = String::from_utf8_lossy(&fait.stderr).into_owned();
    assert!(!fait.status.success() && dit.contains("abîmée"), "{dit}");
    let restes: Vec<_> = std::fs::read_dir(monde.dossier.path())
        .unwrap()
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|n| n.starts_with("copie"))
        .collect();
    assert!(restes.is_empty(), "{restes:?}");
}

#[tokio::test]
async fn the_site_says_that_the_base_is_damaged_to_whoever_works_there() {
    for monde in mondes("site_abime").await {
        monde.peupler().await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        assert_eq!(monde.base.examiner(true).await.unwrap(), Vec::<String>::new());
        assert!(!admin.page("/jeunes").await.contains("bandeau-abimee"));
        monde.base.signaler_abimee();
        assert!(admin.page("/jeunes").await.contains("La base de Passerelle est abîmée"), "{}", monde.moteur);
        // The public is not told what it can do nothing about.
        assert!(!monde.visiteur(None).await.page("/").await.contains("abîmée"));
    }
}
