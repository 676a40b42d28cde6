//! Secrets at rest: a dump opens nothing, the key changes while others serve, without it the program stops.

use std::io::{Cursor, Read};
use std::path::PathBuf;

use passerelle::sauvegarde::{Facon, restaurer, sauvegarder};
use passerelle_socle::access::Role;
use passerelle_socle::db::{self, Base, Coffre, Lieu, Ouverture, Secrets};
use passerelle_socle::temps::Horloge;
use uuid::Uuid;

use passerelle_monde::{Monde, id_de, mondes, programme};

const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

fn lieu(compte: Uuid) -> Lieu {
    Lieu::nouveau("comptes", "totp", compte)
}

/// The same base, opened under a key file of its own.
async fn sous_cle(monde: &Monde, fichier: &str) -> (Base, PathBuf) {
    let cle = monde.dossier.path().join(fichier);
    (Ouverture::adresse(monde.adresse()).cle(Some(cle.clone())).ouvrir().await.unwrap(), cle)
}

async fn poser(base: &Base, compte: Uuid) {
    let tx = base.transaction().await.unwrap();
    let scelle = base.coffre().sceller(&tx, &lieu(compte), SECRET).await.unwrap();
    let sql = "UPDATE comptes SET totp = $2 WHERE id = $1";
    assert_eq!(db::executer(&tx, sql, [compte.into(), scelle.into()]).await.unwrap(), 1);
    tx.commit().await.unwrap();
}

/// Some accounts with a second factor; those of Claire come first.
async fn comptes(monde: &Monde, base: &Base) -> Vec<Uuid> {
    monde.peupler().await;
    let mut ids = Vec::new();
    for nom in ["Claire N.", "Karim S.", "Lina B."] {
        monde.professionnel(nom, Role::Conseiller, "ML-NORD").await;
        ids.push(id_de(monde, "comptes", &format!("nom = '{nom}'")).await);
        poser(base, ids[ids.len() - 1]).await;
    }
    ids
}

#[tokio::test]
async fn a_dump_and_a_backup_hold_no_second_factor_that_opens() {
    for monde in mondes("coffre_copie").await {
        let (base, _) = sous_cle(&monde, "a.cle").await;
        let ids = comptes(&monde, &base).await;
        assert!(!monde.tout_le_texte().await.contains(SECRET), "{}", monde.moteur);
        let mut zip = Cursor::new(Vec::new());
        sauvegarder(&base, Monde::horloge().maintenant(), &mut zip).await.unwrap();
        let mut table = String::new();
        zip::ZipArchive::new(zip).unwrap().by_name("comptes.jsonl").unwrap().read_to_string(&mut table).unwrap();
        assert!(table.contains("coffre1:") && !table.contains(SECRET));
        let debut = std::time::Instant::now();
        for _ in 0..1_000 {
            let scelle = lire(&base, ids[0]).await;
            base.coffre().ouvrir(&lieu(ids[0]), &scelle).unwrap();
        }
        println!("{}: read and opened in {:?} each", monde.moteur, debut.elapsed() / 1_000);
        // Whoever writes in the base puts the secret they know in somebody else's row: it does not open there.
        let tx = base.transaction().await.unwrap();
        let sql = "UPDATE comptes SET totp = (SELECT c.totp FROM comptes c WHERE c.id = $1) WHERE id = $2";
        db::executer(&tx, sql, [ids[0].into(), ids[1].into()]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            db::relire_secrets(base.coffre(), base.lecture()).await.unwrap(),
            Secrets { lisibles: 2, perdus: 1 },
            "{}",
            monde.moteur
        );
        base.fermer().await.unwrap();
    }
}

#[tokio::test]
async fn without_the_key_the_program_says_so_and_stops() {
    for monde in mondes("coffre_sans_cle").await {
        let (base, cle) = sous_cle(&monde, "a.cle").await;
        comptes(&monde, &base).await;
        base.fermer().await.unwrap();
        let lancer = |cle: &PathBuf| {
            programme().args(["cle", "verifier", "--base", monde.adresse(), "--cle"]).arg(cle).output().unwrap()
        };
        let bon = lancer(&cle);
        assert!(bon.status.success(), "{}", String::from_utf8_lossy(&bon.stderr));
        assert!(String::from_utf8_lossy(&bon.stdout).contains("3\u{a0}secrets s'ouvrent"));
        let absente = monde.dossier.path().join("perdue.cle");
        let sans = lancer(&absente);
        let dit = String::from_utf8_lossy(&sans.stderr).into_owned();
        assert!(!sans.status.success() && dit.contains("n'est pas dans") && dit.contains("--cle"), "{dit}");
        assert!(!absente.exists(), "another key was drawn in place of the one that was lost");
        std::fs::write(&absente, "n'importe quoi\n").unwrap();
        let dit = String::from_utf8_lossy(&lancer(&absente).stderr).into_owned();
        assert!(dit.contains("ne se lit pas"), "{dit}");
    }
}

#[tokio::test]
async fn the_key_changes_while_others_seal_and_open() {
    for monde in mondes("coffre_rotation").await {
        let (base, cle) = sous_cle(&monde, "a.cle").await;
        let ids = comptes(&monde, &base).await;
        let avant = std::fs::read_to_string(&cle).unwrap();
        // Another server, that read the key file before it changed.
        let (autre, _) = sous_cle(&monde, "a.cle").await;
        let servie = {
            let autre = autre.clone();
            let ids = ids.clone();
            tokio::spawn(async move {
                for tour in 0..120 {
                    let id = ids[tour % ids.len()];
                    if tour % 2 == 0 {
                        poser(&autre, id).await;
                    }
                    let lu = lire(&autre, id).await;
                    assert_eq!(autre.coffre().ouvrir(&lieu(id), &lu).unwrap(), SECRET);
                }
            })
        };
        for _ in 0..3 {
            db::changer_de_cle(&base).await.unwrap();
            tokio::task::yield_now().await;
        }
        servie.await.unwrap();
        let (nom, _) = db::changer_de_cle(&base).await.unwrap();
        let apres = std::fs::read_to_string(&cle).unwrap();
        let cles = |texte: &str| texte.lines().filter(|l| !l.starts_with('#')).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!((cles(&apres).len(), cles(&apres)[0].starts_with(&nom)), (1, true), "{apres}");
        assert!(!apres.contains(&cles(&avant)[0]), "the old key stayed");
        // Whoever starts now, with the file as it is, opens everything.
        let (neuve, _) = sous_cle(&monde, "a.cle").await;
        let vus = db::relire_secrets(neuve.coffre(), neuve.lecture()).await.unwrap();
        assert_eq!(vus, Secrets { lisibles: 3, perdus: 0 }, "{}", monde.moteur);
        for b in [base, autre, neuve] {
            b.fermer().await.unwrap();
        }
    }
}

async fn lire(base: &Base, compte: Uuid) -> String {
    #[derive(sea_orm::FromQueryResult)]
    struct Lu {
        totp: String,
    }
    let sql = "SELECT totp FROM comptes WHERE id = $1";
    db::ligne::<Lu>(base.lecture(), sql, [compte.into()]).await.unwrap().unwrap().totp
}

#[tokio::test]
async fn a_backup_restored_elsewhere_wants_the_key_it_was_sealed_under() {
    for monde in mondes("coffre_restaure").await {
        let (base, cle) = sous_cle(&monde, "a.cle").await;
        let ids = comptes(&monde, &base).await;
        let mut zip = Cursor::new(Vec::new());
        sauvegarder(&base, Monde::horloge().maintenant(), &mut zip).await.unwrap();
        base.fermer().await.unwrap();
        let octets = zip.into_inner();
        let ailleurs = Monde::sqlite(|o| o).await;
        let (sans, _) = sous_cle(&ailleurs, "b.cle").await;
        let refusee = restaurer(&sans, &Monde::horloge(), Cursor::new(&octets), Facon::default(), &[]).await;
        let dit = refusee.unwrap_err().to_string();
        assert!(dit.contains("3 seconds facteurs") && dit.contains("--sans-secrets"), "{dit}");
        assert_eq!(ailleurs.nombre("SELECT count(*) FROM comptes").await, 0, "a refused restoration left something");
        sans.fermer().await.unwrap();
        // With the copy of the key that was kept apart.
        let copie = ailleurs.dossier.path().join("c.cle");
        std::fs::copy(&cle, &copie).unwrap();
        let (avec, _) = sous_cle(&ailleurs, "c.cle").await;
        let fait = restaurer(&avec, &Monde::horloge(), Cursor::new(&octets), Facon::default(), &[]).await.unwrap();
        assert_eq!(fait.secrets, 0);
        assert_eq!(avec.coffre().ouvrir(&lieu(ids[0]), &lire(&avec, ids[0]).await).unwrap(), SECRET);
        avec.fermer().await.unwrap();
        // Without it, in so many words: they set others.
        let neuf = Monde::sqlite(|o| o).await;
        let (perdue, _) = sous_cle(&neuf, "d.cle").await;
        let facon = Facon { sans_secrets: true, ..Facon::default() };
        let fait = restaurer(&perdue, &Monde::horloge(), Cursor::new(&octets), facon, &[]).await.unwrap();
        assert_eq!(fait.secrets, 3);
        let restent = "SELECT count(*) FROM comptes WHERE totp IS NOT NULL";
        assert_eq!(db::compter(perdue.lecture(), restent, []).await.unwrap(), 0);
    }
}

#[test]
fn the_first_key_is_drawn_once_whoever_starts_together() {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = dossier.path().join("p.cle");
    std::thread::scope(|fils| {
        for _ in 0..8 {
            fils.spawn(|| Coffre::au(chemin.clone()).unwrap().preparer().unwrap());
        }
    });
    let texte = std::fs::read_to_string(&chemin).unwrap();
    assert_eq!(texte.lines().filter(|l| !l.starts_with('#')).count(), 1, "{texte}");
}
