//! What an erasure leaves in the bytes: nothing, in the base, its log, the names of files, the rows that were refused.

use axum::http::StatusCode;
use passerelle_gens::conservation::oublier_les_octets;
use passerelle_socle::access::Role;
use passerelle_socle::db::{self, Moteur};
use sea_orm::ConnectionTrait;

use super::{CANARI, amina_partout};
use passerelle_monde::{Monde, id_de, mondes};

fn contient(octets: &[u8]) -> bool {
    // As it was typed, and folded.
    octets.windows(CANARI.len()).any(|f| f.eq_ignore_ascii_case(CANARI.as_bytes()))
}

/// Every byte of an embedded base: its file, its log, what stands beside it.
fn octets(monde: &Monde) -> Vec<u8> {
    let mut tout = Vec::new();
    for entree in std::fs::read_dir(monde.dossier.path()).unwrap().flatten() {
        if entree.file_name().to_string_lossy().starts_with("monde.db") {
            tout.extend(std::fs::read(entree.path()).unwrap());
        }
    }
    tout
}

/// What a server keeps of its tables: their pages and those of its statistics, as files, when the account may read them.
async fn pages_du_serveur(monde: &Monde) -> Option<bool> {
    let permis = "SELECT CAST(count(*) AS bigint) FROM pg_roles WHERE rolname = current_user AND rolsuper";
    if monde.nombre(permis).await == 0 {
        return None;
    }
    let base = monde.rouvrir().await;
    let tx = base.transaction().await.unwrap();
    tx.execute_unprepared("CHECKPOINT").await.unwrap();
    // Tables, their indexes, and what is too long for a row; pg_statistic with them.
    let sql = format!(
        "SELECT count(*) FROM pg_class c WHERE c.relkind IN ('r', 'i', 't') AND pg_relation_filepath(c.oid) IS NOT NULL \
         AND (c.relnamespace = current_schema()::regnamespace OR c.relname = 'pg_statistic' OR c.relnamespace = 'pg_toast'::regnamespace) \
         AND (position('{CANARI}'::bytea IN pg_read_binary_file(pg_relation_filepath(c.oid))) > 0 \
              OR position(lower('{CANARI}')::bytea IN pg_read_binary_file(pg_relation_filepath(c.oid))) > 0)"
    );
    let n = db::compter(&tx, &sql, []).await.unwrap();
    tx.rollback().await.unwrap();
    base.fermer().await.unwrap();
    Some(n > 0)
}

/// By the page of the site, as an administrateur does.
async fn effacer_depuis_le_site(monde: &Monde, amina: uuid::Uuid) {
    let admin = monde.visiteur(Some(Role::Administrateur)).await;
    let bon = [("motif", "demande"), ("compris", "oui")];
    assert_eq!(admin.post(&format!("/jeunes/{amina}/effacer"), &bon).await.0, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn after_an_erasure_from_the_site_nothing_is_left_in_the_bytes_while_others_read() {
    for monde in mondes("effacement_octets").await {
        let amina = amina_partout(&monde).await;
        monde.base.analyser().await.unwrap();
        let embarquee = monde.base.moteur() == Moteur::Sqlite;
        let stats = "SELECT count(*) FROM pg_stats WHERE schemaname = current_schema() AND \
                     (CAST(most_common_vals AS text) ILIKE '%zqxcanari%' OR CAST(histogram_bounds AS text) ILIKE '%zqxcanari%')";
        if embarquee {
            assert!(contient(&octets(&monde)), "the canary was never there");
        } else {
            assert!(monde.nombre(stats).await > 0, "the statistics never held the canary");
        }
        effacer_depuis_le_site(&monde, amina).await;
        // What the server does every twenty seconds.
        assert!(oublier_les_octets(&monde.base).await.unwrap());
        let texte = monde.tout_le_texte().await;
        assert!(!contient(texte.as_bytes()), "{}: left in a column", monde.moteur);
        if embarquee {
            assert!(!contient(&octets(&monde)), "the canary is still in the file, its log or its free pages");
        } else {
            assert_eq!(monde.nombre(stats).await, 0, "the planner still knows the canary");
        }
        // And the whole pass of the command, which leaves nothing in the files of a server either.
        monde.base.compacter().await.unwrap();
        match embarquee {
            true => assert!(!contient(&octets(&monde))),
            false => {
                assert_ne!(pages_du_serveur(&monde).await, Some(true), "the canary is still in a file of the server")
            }
        }
    }
}

#[tokio::test]
async fn a_long_reading_puts_the_compaction_off_and_nobody_waits() {
    let monde = Monde::sqlite(|o| o).await;
    let amina = amina_partout(&monde).await;
    let lecture = monde.base.instantane().await.unwrap();
    db::compter(&lecture, "SELECT count(*) FROM jeunes", []).await.unwrap();
    effacer_depuis_le_site(&monde, amina).await;
    assert!(!oublier_les_octets(&monde.base).await.unwrap(), "a reader still needs the log");
    lecture.rollback().await.unwrap();
    assert!(oublier_les_octets(&monde.base).await.unwrap());
    assert!(!contient(&octets(&monde)));
}

#[tokio::test]
async fn a_refused_row_with_one_name_and_the_names_of_files_go_too() {
    for monde in mondes("effacement_fichiers").await {
        monde.peupler().await;
        let amina = id_de(&monde, "jeunes", "prenom = 'Amina'").await;
        let csv = "structure;numero;nom;prenom;date_naissance;telephone;courriel\n\
                   INCONNUE;1;Beladour;;;06 11 22 33 44;autre@exemple.fr\n\
                   INCONNUE;2;;Amina;17/05/1999;;\n\
                   INCONNUE;3;Autre;Amina;;06 55 66 77 88;\n";
        let tx = monde.base.transaction().await.unwrap();
        db::executer(&tx, "UPDATE jeunes SET date_naissance = '1999-05-17' WHERE id = $1", [amina.into()])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        monde.livrer(&[("jeunes-beladour.csv", csv)]).await;
        assert_eq!(monde.nombre("SELECT count(*) FROM imports_refus").await, 3, "{}", monde.moteur);
        effacer_depuis_le_site(&monde, amina).await;
        let lignes = monde.textes("SELECT CAST(ligne AS text) AS texte FROM imports_refus").await;
        assert_eq!(lignes, ["4"], "{}: whoever is called Amina only is somebody else", monde.moteur);
        let noms = monde.textes("SELECT fichier AS texte FROM imports WHERE fichier LIKE '%retir%'").await;
        assert_eq!(noms, ["nom retiré.csv"]);
        assert!(!monde.tout_le_texte().await.to_lowercase().contains("beladour"));
    }
}
