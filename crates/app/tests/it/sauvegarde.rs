//! Backups: taken while others write, restored elsewhere, on the other engine, without those who were erased.

use std::io::Cursor;

use passerelle::personnes::PERSONNES;
use passerelle::sauvegarde::{Facon, TableSauvee, restaurer, sauvegarder, sommes};
use passerelle_gens::conservation::{Effacement, effacer, effaces};
use passerelle_socle::access::{Acteur, Role};
use passerelle_socle::ident::Id;
use passerelle_socle::journal;
use passerelle_socle::temps::Horloge;

use passerelle_monde::{Monde, id_de, mondes, mondes_de_demonstration};

/// Over what the base holds.
const REMPLACER: Facon = Facon { remplacer: true, sans_secrets: false };

async fn copie(monde: &Monde) -> (Vec<u8>, Vec<TableSauvee>, Vec<Effacement>) {
    let mut zip = Cursor::new(Vec::new());
    let (manifeste, effaces) = sauvegarder(&monde.base, Monde::horloge().maintenant(), &mut zip).await.unwrap();
    (zip.into_inner(), manifeste.tables, effaces)
}

/// All tables but those to which restoring adds: its own line in the journal.
fn sans_journal(tables: &[TableSauvee]) -> Vec<&TableSauvee> {
    tables.iter().filter(|t| !["journal", "journal_tete"].contains(&t.nom.as_str())).collect()
}

#[tokio::test]
async fn a_restored_base_is_the_same_row_for_row_on_either_engine() {
    let sources = mondes_de_demonstration("sauvegarde").await;
    let mut premieres: Option<usize> = None;
    for source in &sources {
        let (octets, avant, _) = copie(source).await;
        assert!(avant.iter().map(|t| t.lignes).sum::<u64>() > 10_000);
        let journal_avant = journal::verifier(&source.base, None).await.unwrap();
        for cible in mondes("restauration").await {
            restaurer(&cible.base, &Monde::horloge(), Cursor::new(&octets), Facon::default(), &[]).await.unwrap();
            let apres = sommes(&cible.base).await.unwrap();
            assert_eq!(sans_journal(&apres).len(), sans_journal(&avant).len());
            for (a, b) in std::iter::zip(sans_journal(&avant), sans_journal(&apres)) {
                assert_eq!(
                    (&a.nom, a.lignes, &a.somme),
                    (&b.nom, b.lignes, &b.somme),
                    "{} to {}",
                    source.moteur,
                    cible.moteur
                );
            }
            // The chain goes on from where it was.
            let v = journal::verifier(&cible.base, Some(&journal::hexadecimal(&journal_avant.tete.empreinte)))
                .await
                .unwrap();
            assert_eq!((v.faute, v.retrouvee), (None, Some(journal_avant.tete.numero)));
            // The guards are back.
            let tx = cible.base.transaction().await.unwrap();
            assert!(passerelle_socle::db::executer(&tx, "DELETE FROM journal", []).await.is_err());
            tx.rollback().await.unwrap();
            let tx = cible.base.transaction().await.unwrap();
            let sql = "INSERT INTO notes (id, jeune_id, niveau, date, texte, cree_le) VALUES ($1, $1, 'suivi', '2018-01-01', '', 0)";
            let orpheline = passerelle_socle::db::executer(&tx, sql, [uuid::Uuid::nil().into()]).await.is_err()
                || tx.commit().await.is_err();
            assert!(orpheline, "{}: references are no longer held", cible.moteur);
            premieres = Some(premieres.unwrap_or(0) + 1);
        }
    }
    assert!(premieres.is_some());
}

#[tokio::test]
async fn an_old_backup_brings_nobody_back() {
    for monde in mondes("sauvegarde_effacement").await {
        monde.peupler().await;
        let (vieille, ..) = copie(&monde).await;
        let amina = id_de(&monde, "jeunes", "prenom = 'Amina'").await;
        let maintenant = Monde::horloge().maintenant();
        let tx = monde.base.transaction().await.unwrap();
        let e = Effacement::nouveau(Id::from_uuid(amina), maintenant, "demande", None);
        effacer(&tx, &PERSONNES, maintenant, &Acteur::Systeme, &e).await.unwrap();
        tx.commit().await.unwrap();
        let (_, _, liste) = copie(&monde).await;
        assert_eq!(liste, effaces(monde.base.lecture()).await.unwrap());

        // Over the base that knows of the erasure.
        let refusee = restaurer(&monde.base, &Monde::horloge(), Cursor::new(&vieille), Facon::default(), &[]).await;
        assert!(refusee.unwrap_err().to_string().contains("--remplacer"));
        let fait = restaurer(&monde.base, &Monde::horloge(), Cursor::new(&vieille), REMPLACER, &[]).await.unwrap();
        assert_eq!(fait.effaces, 1);
        assert!(!monde.tout_le_texte().await.to_lowercase().contains("beladour"));

        // Elsewhere, with the list kept beside the later backup.
        for ailleurs in mondes("sauvegarde_ailleurs").await {
            let fait = restaurer(&ailleurs.base, &Monde::horloge(), Cursor::new(&vieille), Facon::default(), &liste)
                .await
                .unwrap();
            assert_eq!(fait.effaces, 1);
            assert!(!ailleurs.tout_le_texte().await.to_lowercase().contains("beladour"));
            assert_eq!(effaces(ailleurs.base.lecture()).await.unwrap(), liste);
            assert_eq!(journal::verifier(&ailleurs.base, None).await.unwrap().faute, None);
        }
    }
}

#[tokio::test]
async fn a_damaged_backup_leaves_the_base_as_it_was() {
    for monde in mondes("sauvegarde_abimee").await {
        monde.peupler().await;
        let (octets, ..) = copie(&monde).await;
        let avant = sommes(&monde.base).await.unwrap();
        let mut abimes = vec![b"pas un zip".to_vec(), octets[..octets.len() / 2].to_vec()];
        // In what a table holds: the date of an entry may be another without harm.
        let mut classeur = zip::ZipArchive::new(Cursor::new(&octets)).unwrap();
        let (mut place, mut taille) = (0, 0);
        for i in 0..classeur.len() {
            let partie = classeur.by_index(i).unwrap();
            if partie.compressed_size() > taille {
                (place, taille) = (partie.data_start().unwrap() as usize, partie.compressed_size());
            }
        }
        let mut retourne = octets.clone();
        retourne[place + taille as usize / 2] ^= 0x55;
        abimes.push(retourne);
        for abime in abimes {
            assert!(restaurer(&monde.base, &Monde::horloge(), Cursor::new(abime), REMPLACER, &[]).await.is_err());
            assert_eq!(sommes(&monde.base).await.unwrap(), avant, "a failed restoration changed the base");
        }
    }
}

#[tokio::test]
async fn a_backup_taken_while_others_write_is_of_one_instant() {
    for monde in mondes("sauvegarde_vive").await {
        monde.peupler().await;
        let ecrivain = {
            let base = monde.base.clone();
            tokio::spawn(async move {
                for i in 0..300 {
                    // Two rows that are always there together.
                    let tx = base.transaction().await.unwrap();
                    for moitie in ["a", "b"] {
                        let sql = "INSERT INTO reglages (cle, valeur) VALUES ($1, '')";
                        passerelle_socle::db::executer(&tx, sql, [format!("{i}-{moitie}").into()]).await.unwrap();
                        tokio::task::yield_now().await;
                    }
                    tx.commit().await.unwrap();
                }
            })
        };
        for _ in 0..5 {
            let (octets, tables, _) = copie(&monde).await;
            let reglages = tables.iter().find(|t| t.nom == "reglages").unwrap().lignes;
            assert_eq!(reglages % 2, 0, "half a transaction was copied");
            let cible = Monde::sqlite(|o| o).await;
            restaurer(&cible.base, &Monde::horloge(), Cursor::new(&octets), Facon::default(), &[]).await.unwrap();
        }
        ecrivain.await.unwrap();
    }
}

#[tokio::test]
async fn after_a_restoration_people_sign_in_again_and_find_their_files() {
    for monde in mondes("sauvegarde_site").await {
        monde.peupler().await;
        let (octets, ..) = copie(&monde).await;
        let cible = Monde::sqlite(|o| o).await;
        restaurer(&cible.base, &Monde::horloge(), Cursor::new(&octets), Facon::default(), &[]).await.unwrap();
        let admin = cible.visiteur(Some(Role::Administrateur)).await;
        assert!(admin.page("/jeunes").await.contains("Amina BELADOUR"));
        assert_eq!(cible.nombre("SELECT count(*) FROM sessions").await, 1);
    }
}
