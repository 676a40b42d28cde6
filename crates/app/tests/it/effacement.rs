//! Erased means erased: from the site of the real program to its file, its log, its messages, and the backups made later.

mod plans;

use std::io::Read;
use std::process::Stdio;
use std::time::{Duration, Instant};

use passerelle_gens::conservation::oublier_les_octets;
use passerelle_socle::db;

use crate::coupures::{demander, entete, lien_direct_avec, servir_avec};
use passerelle_monde::{Monde, id_de, mondes, programme};

const CANARI: &str = "Zqxcanari";
/// What is promised, in seconds.
const PROMIS: u64 = 60;

fn contient(octets: &[u8]) -> bool {
    octets.windows(CANARI.len()).any(|f| f.eq_ignore_ascii_case(CANARI.as_bytes()))
}

/// A canary wherever somebody types about her, and the names of two files.
async fn amina_aux_canaris(monde: &Monde) -> uuid::Uuid {
    monde.peupler().await;
    let amina = id_de(monde, "jeunes", "prenom = 'Amina'").await;
    let tx = monde.base.transaction().await.unwrap();
    for sql in [
        "UPDATE jeunes SET nom = $2, nom_plie = $2, prenom = $2, telephone = $2, courriel = $2, mots = $2 WHERE id = $1",
        "INSERT INTO notes (id, jeune_id, niveau, date, texte, cree_le) VALUES ($1, $1, 'suivi', '2018-01-15', $2, 1)",
        "INSERT INTO contacts (id, jeune_id, type, date, lieu, objet, issue, cree_le) VALUES ($1, $1, 'appel', '2018-02-13', $2, $2, $2, 1)",
        "INSERT INTO documents (id, jeune_id, niveau, nom, type_mime, octets, sha256, depose_le) \
         VALUES ($1, $1, 'suivi', $2, 'text/plain', CAST($2 AS bytea), '', 1)",
    ] {
        db::executer(&tx, sql, [amina.into(), CANARI.into()]).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
    }
    tx.commit().await.unwrap();
    let csv = format!("structure;numero;nom;prenom;date_naissance\nINCONNUE;1;{CANARI};;\n");
    monde.livrer(&[(format!("jeunes-{CANARI}.csv").as_str(), csv.as_str())]).await;
    amina
}

fn octets(monde: &Monde) -> Vec<u8> {
    let entrees = std::fs::read_dir(monde.dossier.path()).unwrap().flatten();
    let siens = entrees.filter(|e| e.file_name().to_string_lossy().starts_with("monde.db"));
    siens.flat_map(|e| std::fs::read(e.path()).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_minute_after_an_erasure_from_the_site_no_byte_is_left_anywhere() {
    // Mostly waiting: both engines at once.
    let ensemble: tokio::task::JoinSet<()> =
        mondes("effacement_programme").await.into_iter().map(rien_ne_reste).collect();
    ensemble.join_all().await;
}

async fn rien_ne_reste(monde: Monde) {
    let amina = amina_aux_canaris(&monde).await;
    monde.base.analyser().await.unwrap();
    let journal = monde.dossier.path().join("messages.txt");
    let mut commande = programme();
    commande.env("RUST_LOG", "trace").stderr(Stdio::from(std::fs::File::create(&journal).unwrap()));
    let (mut serveur, _) = servir_avec(&mut commande, monde.adresse());
    let lien = lien_direct_avec(&mut programme(), monde.adresse());
    let forme = "application/x-www-form-urlencoded";
    let tete = demander(&serveur.adresse, "", &format!("POST {lien}"), forme, "").unwrap();
    let cookie = entete(&tete, "set-cookie").unwrap().split(';').next().unwrap().to_owned();
    // Looked at, then erased.
    let fiche = demander(&serveur.adresse, &cookie, &format!("GET /jeunes/{amina}"), "text/plain", "").unwrap();
    assert!(fiche.starts_with("HTTP/1.1 200"), "{fiche}");
    let corps = "motif=demande&compris=oui";
    let tete = demander(&serveur.adresse, &cookie, &format!("POST /jeunes/{amina}/effacer"), forme, corps).unwrap();
    assert!(tete.starts_with("HTTP/1.1 303"), "{tete}");
    let depuis = Instant::now();
    let reste = || async {
        let embarquee = monde.moteur == "SQLite" && contient(&octets(&monde));
        let stats = "SELECT count(*) FROM pg_stats WHERE schemaname = current_schema() \
                     AND (CAST(most_common_vals AS text) ILIKE '%zqxcanari%' \
                          OR CAST(histogram_bounds AS text) ILIKE '%zqxcanari%')";
        embarquee || (monde.moteur != "SQLite" && monde.nombre(stats).await > 0)
    };
    while reste().await && depuis.elapsed() < Duration::from_secs(PROMIS) {
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    println!("{}: nothing left {:?} after the erasure", monde.moteur, depuis.elapsed());
    assert!(!reste().await, "{}: still in the bytes a minute later", monde.moteur);
    assert!(!contient(monde.tout_le_texte().await.as_bytes()), "{}: left in a column", monde.moteur);
    // A backup made later.
    let zip = monde.dossier.path().join("apres.zip");
    let fait = programme().args(["sauvegarde", "--base", monde.adresse()]).arg(&zip).output().unwrap();
    assert!(fait.status.success(), "{}", String::from_utf8_lossy(&fait.stderr));
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&zip).unwrap()).unwrap();
    for i in 0..archive.len() {
        let mut partie = archive.by_index(i).unwrap();
        let mut lue = Vec::new();
        partie.read_to_end(&mut lue).unwrap();
        assert!(!contient(&lue), "{}: {} of a backup made later", monde.moteur, partie.name());
    }
    serveur.fils.kill().unwrap();
    serveur.fils.wait().unwrap();
    assert!(!contient(&std::fs::read(&journal).unwrap()), "{}: in the messages of the program", monde.moteur);
}

/// Many files, so that reading and compacting are what they are on a territory: `PASSERELLE_FICHES=1000000` for the long run.
async fn remplir(monde: &Monde, combien: i64) {
    let (id, serie) = match monde.moteur {
        "SQLite" => (
            "randomblob(16)",
            "WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < $1) INSERT INTO jeunes"
                .to_owned(),
        ),
        _ => ("gen_random_uuid()", "WITH s (n) AS (SELECT generate_series(1, $1)) INSERT INTO jeunes".to_owned()),
    };
    let tx = monde.base.transaction().await.unwrap();
    let sql = format!(
        "{serie} (id, nom, prenom, nom_plie, telephone, courriel) SELECT {id}, 'Nom' || n, 'Prenom' || n, 'nom' || n || ' prenom', \
         '+336' || n, 'jeune' || n || '@exemple.fr' FROM s"
    );
    db::executer(&tx, &sql, [combien.into()]).await.unwrap();
    tx.commit().await.unwrap();
    monde.base.analyser().await.unwrap();
}

/// The slowest reading, and one in a hundred, in milliseconds.
fn dire(quoi: &str, mut durees: Vec<Duration>) -> String {
    durees.sort_unstable();
    let ms = |d: &Duration| d.as_secs_f64() * 1_000.0;
    let (n, pire) = (durees.len(), durees.last().map_or(0.0, ms));
    format!(
        "{quoi}: {n} readings, 99 % under {:.1} ms, the slowest {pire:.1} ms",
        durees.get(n * 99 / 100).map_or(0.0, ms)
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_go_on_while_what_was_erased_leaves_the_bytes() {
    let fiches: i64 = std::env::var("PASSERELLE_FICHES").ok().and_then(|n| n.parse().ok()).unwrap_or(20_000);
    for monde in mondes("effacement_lecteurs").await {
        remplir(&monde, fiches).await;
        oublier_les_octets(&monde.base).await.unwrap();
        let ids = monde.textes("SELECT courriel AS texte FROM jeunes WHERE courriel LIKE 'jeune1%' LIMIT 40").await;
        let lire = async |jusqua: Instant| {
            let mut durees = Vec::new();
            while Instant::now() < jusqua {
                let debut = Instant::now();
                let sql = "SELECT count(*) FROM jeunes WHERE nom_plie = 'nom5000 prenom'";
                assert_eq!(db::compter(monde.base.lecture(), sql, []).await.unwrap(), 1);
                durees.push(debut.elapsed());
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            durees
        };
        let calme = lire(Instant::now() + Duration::from_secs(2)).await;
        let fin = Instant::now() + Duration::from_secs(3);
        let mut pire = Duration::ZERO;
        let effacer = async {
            let mut faites = 0;
            while Instant::now() < fin {
                let e = ids[faites % ids.len()].clone();
                let tx = monde.base.transaction().await.unwrap();
                let sql = "UPDATE jeunes SET nom = '', prenom = '', nom_plie = '', telephone = NULL, courriel = NULL WHERE courriel = $1";
                db::executer(&tx, sql, [e.into()]).await.unwrap();
                let sql = "INSERT INTO effacements (jeune_id, efface_le, motif) VALUES ($1, $2, 'demande')";
                let id = passerelle_socle::db::nouvel_id::<()>().uuid();
                db::executer(&tx, sql, [id.into(), (faites as i64).into()]).await.unwrap();
                tx.commit().await.unwrap();
                let debut = Instant::now();
                oublier_les_octets(&monde.base).await.unwrap();
                pire = pire.max(debut.elapsed());
                faites += 1;
            }
            faites
        };
        let (occupe, faites) = tokio::join!(lire(fin), effacer);
        assert!(faites > 0 && !occupe.is_empty(), "{}: a reader or the compaction never went on", monde.moteur);
        println!("{}, {fiches} files. {}", monde.moteur, dire("alone", calme));
        println!("{}: {faites} compactions, the longest {pire:?}. {}", monde.moteur, dire("meanwhile", occupe));
    }
}
