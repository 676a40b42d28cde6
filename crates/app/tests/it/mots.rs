//! Words on their other ways to the base: files, commands, and the one call that writes. What a form may send is `capacites::textes`.

use std::path::PathBuf;

use passerelle_monde::interdits::{MARQUES, NIRS, reste, sans_fin};
use passerelle_monde::{Monde, mondes, moteurs, programme};
use passerelle_socle::db::{self, Moteur};

/// A delivery of the small world of which each file has one row, its nth column saying this; past the last, a header more that says it.
fn livraison(rang: usize, valeur: &str) -> Vec<(&'static str, String)> {
    let un = |(nom, texte): (&'static str, &str)| {
        let mut lignes = texte.lines();
        let entetes = lignes.next().unwrap();
        let mut cellules: Vec<&str> = lignes.next().unwrap().split(';').collect();
        if rang == colonnes() {
            return (nom, format!("{entetes};{valeur}\n{};x\n", cellules.join(";")));
        }
        let combien = cellules.len();
        cellules[rang % combien] = valeur;
        (nom, format!("{entetes}\n{}\n", cellules.join(";")))
    };
    Monde::livraison_de_base().into_iter().map(un).collect()
}

/// The widest file: each column of each is reached.
fn colonnes() -> usize {
    let largeurs = Monde::livraison_de_base().into_iter().map(|(_, t)| t.lines().next().unwrap().split(';').count());
    largeurs.max().unwrap()
}

#[tokio::test]
async fn no_column_of_a_file_brings_in_a_number_a_mark_or_a_text_without_end() {
    let sans_fin = sans_fin();
    for monde in mondes("mots_des_fichiers").await {
        monde.peupler().await;
        for hostile in NIRS.into_iter().chain([MARQUES, &sans_fin]) {
            for rang in 0..=colonnes() {
                let dossier = monde.deposer(&livraison(rang, hostile));
                monde.importer(std::slice::from_ref(&dossier), &Default::default()).await.unwrap();
                for (chemin, texte) in refuses(&dossier) {
                    let nir = passerelle_base::contient_nir(&texte) && texte.contains("9905");
                    assert!(!nir, "{}: {} gives the number back", monde.moteur, chemin.display());
                }
            }
        }
        assert!(
            monde.nombre("SELECT count(*) FROM imports_refus").await > 50,
            "nothing was refused: nothing was tried"
        );
        monde.ne_garde_rien_d_interdit("files").await;
    }
}

/// The files of refused rows beside a delivery.
fn refuses(dossier: &std::path::Path) -> Vec<(PathBuf, String)> {
    let lus = std::fs::read_dir(dossier.join("refus")).into_iter().flatten().flatten();
    lus.map(|e| (e.path(), std::fs::read_to_string(e.path()).unwrap())).collect()
}

#[tokio::test]
async fn no_command_brings_one_in_either() {
    let sans_fin = sans_fin();
    for monde in mondes("mots_des_commandes").await {
        monde.peupler().await;
        let base = ["--base", monde.adresse()];
        for hostile in NIRS.into_iter().chain([MARQUES, &sans_fin]) {
            let creer = ["compte", "creer", hostile, "--role", "pilote"];
            let courriel = format!("{hostile}@demo.example");
            let avec = ["compte", "creer", "Une Personne", "--role", "pilote", "--courriel", &courriel];
            // A name of file is at most 255 bytes for the system.
            let fichier = format!("{hostile:.60} structures.csv").replace('/', "_");
            let chemin = monde.deposer(&[(fichier.as_str(), "code;nom;type\nZ1;Une de plus;autre\n")]);
            let chemin = chemin.to_str().unwrap();
            for commande in [&creer[..], &avec, &["import", chemin]] {
                let fait = programme().args(commande).args(base).output().unwrap();
                let dit = String::from_utf8_lossy(&fait.stdout).into_owned() + &String::from_utf8_lossy(&fait.stderr);
                assert!(!dit.contains("panicked"), "{commande:?}: {dit}");
            }
        }
        monde.ne_garde_rien_d_interdit("commands").await;
    }
}

#[derive(sea_orm::FromQueryResult)]
struct Colonne {
    table_nom: String,
    colonne: String,
}

/// The columns of text of the whole schema.
async fn textuelles(monde: &Monde) -> Vec<Colonne> {
    let sql = match monde.base.moteur() {
        Moteur::Sqlite => {
            "SELECT t.name AS table_nom, c.name AS colonne FROM sqlite_schema t, pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND lower(c.type) = 'text' ORDER BY 1, 2"
        }
        Moteur::Postgres => {
            "SELECT CAST(table_name AS text) AS table_nom, CAST(column_name AS text) AS colonne FROM information_schema.columns \
             WHERE table_schema = current_schema() AND data_type = 'text' ORDER BY 1, 2"
        }
    };
    db::lignes(monde.base.lecture(), sql, []).await.unwrap()
}

#[tokio::test]
async fn the_one_call_that_writes_keeps_none_of_it_in_any_column_of_the_schema() {
    for moteur in moteurs() {
        let monde = Monde::habitee("mots_du_schema", moteur).await;
        let (mut ecrites, mut refusees) = (0, 0);
        for Colonne { table_nom, colonne } in textuelles(&monde).await {
            for hostile in NIRS.into_iter().chain([MARQUES]) {
                let tx = monde.base.transaction().await.unwrap();
                // All its rows: a rule of the base may refuse, and then nothing is kept.
                let sql = format!("UPDATE {table_nom} SET {colonne} = $1");
                match db::executer(&tx, &sql, [hostile.into()]).await {
                    Err(_) => refusees += 1,
                    Ok(0) => {}
                    Ok(_) => {
                        ecrites += 1;
                        let lue = format!(
                            "SELECT CAST({colonne} AS text) AS table_nom, '' AS colonne FROM {table_nom} LIMIT 1"
                        );
                        let garde: Option<Colonne> = db::ligne(&tx, &lue, []).await.unwrap();
                        let garde = garde.unwrap().table_nom;
                        assert_eq!(reste(&garde), None, "{}: {table_nom}.{colonne} keeps {garde:?}", monde.moteur);
                    }
                }
            }
        }
        println!("{}: {ecrites} written, {refusees} refused by a rule of the base", monde.moteur);
        assert!(ecrites > 150, "{}: only {ecrites} were written", monde.moteur);
    }
}
