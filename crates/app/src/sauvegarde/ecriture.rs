//! From a file to a base, in one transaction: it is there whole, or what was there stays.

use std::io::{BufRead, BufReader, Read, Seek};

use anyhow::{Context, bail};
use passerelle_base::date_longue;
use passerelle_socle::temps::{Horloge, Instant};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::lecture::{FORMAT, Manifeste, Somme, TableSauvee};
use super::schema::{self, Table};
use crate::personnes::PERSONNES;
use passerelle_gens::conservation::{Effacement, effaces, rejouer};
use passerelle_socle::access::{Acteur, Action, Objet};
use passerelle_socle::db::{self, Base, Moteur, Tx};
use passerelle_socle::journal::{self, Entree};

/// Rows inserted at a time.
const LOT: usize = 500;

/// What came back.
#[derive(Clone, Debug)]
pub struct Restauration {
    /// What the file held.
    pub manifeste: Manifeste,
    /// People erased again.
    pub effaces: u64,
    /// Secrets emptied, for want of their key.
    pub secrets: u64,
}

/// How to fill a base.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facon {
    /// Over what it holds.
    pub remplacer: bool,
    /// Without the secrets that no key at hand opens: whoever had them sets others.
    pub sans_secrets: bool,
}

/// Fills a base from a backup. `connus`: erasures kept elsewhere.
pub async fn restaurer<R: Read + Seek>(
    base: &Base,
    horloge: &dyn Horloge,
    source: R,
    facon: Facon,
    connus: &[Effacement],
) -> anyhow::Result<Restauration> {
    let mut zip = ZipArchive::new(source).context("ce fichier n'est pas une sauvegarde de Passerelle")?;
    let manifeste = lire_manifeste(&mut zip)?;
    let tx = base.transaction().await?;
    let occupee = db::compter(
        &tx,
        "SELECT (SELECT count(*) FROM jeunes) + (SELECT count(*) FROM structures) + (SELECT count(*) FROM comptes)",
        [],
    )
    .await?;
    if occupee > 0 && !facon.remplacer {
        bail!(
            "cette base n'est pas vide : ajoutez --remplacer pour remplacer tout ce qu'elle contient, ou donnez une autre --base"
        );
    }
    let mut connus = connus.to_vec();
    connus.extend(effaces(&tx).await?);
    let tables = schema::tables(base, &tx).await?;
    let gardes = lever_les_gardes(base, &tx).await?;
    for table in tables.iter().map(|t| t.nom.as_str()).chain(["sessions"]) {
        db::executer(&tx, &format!("DELETE FROM {table}"), []).await?;
    }
    for sauvee in &manifeste.tables {
        let Some(table) = tables.iter().find(|t| t.nom == sauvee.nom) else {
            bail!("la sauvegarde contient la table « {} », que cette version de Passerelle ne connaît pas", sauvee.nom)
        };
        remplir(&tx, table, sauvee, &mut zip).await.with_context(|| {
            format!(
                "la table « {} » de la sauvegarde ne se relit pas : ce fichier est abîmé, prenez-en un autre",
                table.nom
            )
        })?;
    }
    for garde in gardes {
        tx.execute_unprepared(&garde).await?;
    }
    let secrets = reprendre_les_secrets(base, &tx, facon.sans_secrets).await?;
    let maintenant = horloge.maintenant();
    let prise = date_longue(Instant::from_millis(manifeste.prise_le).date_paris());
    let entree = Entree::sur(Action::Importer, Objet::Conservation).detail(format!("sauvegarde du {prise}"));
    journal::ecrire(&tx, maintenant, &Acteur::Systeme, entree);
    let effaces = rejouer(&tx, &PERSONNES, maintenant, &connus).await?;
    tx.commit().await?;
    Ok(Restauration { manifeste, effaces, secrets })
}

/// The secrets of a backup are sealed: they serve with the key they were sealed under, which is kept apart from it.
async fn reprendre_les_secrets(base: &Base, tx: &Tx, sans: bool) -> anyhow::Result<u64> {
    let perdus = db::rattacher_coffre(base.coffre(), tx).await?.perdus;
    if perdus > 0 && !sans {
        bail!(
            "{perdus} seconds facteurs de cette sauvegarde ne s'ouvrent pas avec {} : donnez avec --cle la copie de la clé gardée à part, \
             ou ajoutez --sans-secrets, et ces personnes poseront un autre second facteur",
            base.coffre().chemin().display()
        );
    }
    if perdus > 0 { Ok(db::oublier_secrets(base.coffre(), tx).await?) } else { Ok(0) }
}

fn lire_manifeste<R: Read + Seek>(zip: &mut ZipArchive<R>) -> anyhow::Result<Manifeste> {
    let fichier = zip.by_name("manifeste.json").context("ce fichier n'est pas une sauvegarde de Passerelle")?;
    let m: Manifeste = serde_json::from_reader(fichier).context("le manifeste de la sauvegarde est illisible")?;
    if m.format != FORMAT {
        bail!("ce format de sauvegarde ({}) n'est pas connu de cette version", m.format);
    }
    if m.migration != Base::derniere_migration() {
        bail!(
            "cette sauvegarde vient de Passerelle {} (migration {}) et ce programme est à la migration {} : restaurez avec cette version, puis mettez à jour",
            m.version,
            m.migration,
            Base::derniere_migration()
        );
    }
    Ok(m)
}

#[derive(FromQueryResult)]
struct Garde {
    table: String,
    nom: String,
    sql: String,
}

/// Lifts what would refuse rows that come in any order: triggers, and on PostgreSQL references, which have no
/// deferred form here. Returns the statements that put them back; references are then verified as a whole.
async fn lever_les_gardes(base: &Base, tx: &Tx) -> anyhow::Result<Vec<String>> {
    let mut remettre = Vec::new();
    match base.moteur() {
        Moteur::Sqlite => {
            // References are verified at the commit.
            tx.execute_unprepared("PRAGMA defer_foreign_keys = ON").await?;
            let sql = "SELECT tbl_name AS \"table\", name AS nom, sql FROM sqlite_schema WHERE type = 'trigger'";
            for g in db::lignes::<Garde>(tx, sql, []).await? {
                tx.execute_unprepared(&format!("DROP TRIGGER {}", g.nom)).await?;
                remettre.push(g.sql);
            }
        }
        Moteur::Postgres => {
            let sql = "SELECT CAST(c.conrelid::regclass AS text) AS \"table\", CAST(c.conname AS text) AS nom, \
                       pg_get_constraintdef(c.oid) AS sql FROM pg_constraint c \
                       JOIN pg_namespace n ON n.oid = c.connamespace \
                       WHERE c.contype = 'f' AND n.nspname = current_schema()";
            for g in db::lignes::<Garde>(tx, sql, []).await? {
                tx.execute_unprepared(&format!("ALTER TABLE {} DROP CONSTRAINT {}", g.table, g.nom)).await?;
                remettre.push(format!("ALTER TABLE {} ADD CONSTRAINT {} {}", g.table, g.nom, g.sql));
            }
            for table in Base::tables() {
                tx.execute_unprepared(&format!("ALTER TABLE {table} DISABLE TRIGGER USER")).await?;
                remettre.push(format!("ALTER TABLE {table} ENABLE TRIGGER USER"));
            }
        }
    }
    Ok(remettre)
}

async fn remplir<R: Read + Seek>(
    tx: &Tx,
    table: &Table,
    sauvee: &TableSauvee,
    zip: &mut ZipArchive<R>,
) -> anyhow::Result<()> {
    let genres: Option<Vec<_>> =
        sauvee.colonnes.iter().map(|c| table.colonnes.iter().find(|(n, _)| n == c).map(|(_, g)| *g)).collect();
    let Some(genres) = genres else { bail!("une de ses colonnes n'est pas connue") };
    let (mut sha, mut somme, mut lues) = (Sha256::new(), Somme::default(), 0u64);
    let mut lot: Vec<Vec<Value>> = Vec::with_capacity(LOT);
    let mut lecteur = BufReader::new(zip.by_name(&format!("{}.jsonl", sauvee.nom))?);
    let mut texte = Vec::new();
    loop {
        texte.clear();
        let fini = lecteur.read_until(b'\n', &mut texte)? == 0;
        if !fini {
            sha.update(&texte);
            let nue = texte.strip_suffix(b"\n").unwrap_or(&texte);
            somme.ajouter(nue);
            let cellules: Vec<serde_json::Value> = serde_json::from_slice(nue)?;
            let valeurs: Option<Vec<Value>> = genres.iter().zip(&cellules).map(|(g, c)| g.relire(c)).collect();
            match valeurs {
                Some(v) if cellules.len() == genres.len() => lot.push(v),
                _ => bail!("la ligne {} n'a pas les bonnes colonnes", lues + 1),
            }
            lues += 1;
        }
        if lot.len() == LOT || fini {
            inserer(tx, sauvee, &lot).await?;
            lot.clear();
        }
        if fini {
            break;
        }
    }
    let empreinte = journal::hexadecimal(&sha.finalize());
    if (lues, &empreinte, &somme.dite()) != (sauvee.lignes, &sauvee.sha256, &sauvee.somme) {
        bail!("son contenu n'est pas celui que dit le manifeste");
    }
    Ok(())
}

async fn inserer(tx: &Tx, sauvee: &TableSauvee, lot: &[Vec<Value>]) -> anyhow::Result<()> {
    let largeur = sauvee.colonnes.len();
    for plage in db::lots(lot.len()) {
        let mut sql = format!("INSERT INTO {} ({}) VALUES ", sauvee.nom, sauvee.colonnes.join(", "));
        for i in 0..plage.len() {
            sql.push_str(if i > 0 { "," } else { "" });
            db::parametres(tx, &mut sql, i * largeur, largeur);
        }
        db::ecrire_tel_quel(tx, &sql, lot[plage].iter().flatten().cloned()).await?;
    }
    Ok(())
}
