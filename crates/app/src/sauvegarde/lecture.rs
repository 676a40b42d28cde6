//! From a base to a file, as of one instant, while others write.

use std::io::{Seek, Write};

use anyhow::Context;
use passerelle_socle::temps::Instant;
use sea_orm::{Statement, Value};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::schema::{self, Table};
use passerelle_gens::conservation::{Effacement, effaces};
use passerelle_socle::db::{Base, Executeur};

/// Rows read at a time.
const LOT: usize = 5_000;
/// What a file of ours says it is.
pub(super) const FORMAT: &str = "passerelle-sauvegarde-1";

/// What a backup holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifeste {
    /// « passerelle-sauvegarde-1 ».
    pub format: String,
    /// Version of the program.
    pub version: String,
    /// The last migration.
    pub migration: i64,
    /// When it was taken, in milliseconds.
    pub prise_le: i64,
    /// The tables, in order.
    pub tables: Vec<TableSauvee>,
}

/// A table of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableSauvee {
    pub nom: String,
    /// Columns, in the order of the rows.
    pub colonnes: Vec<String>,
    /// How many rows.
    pub lignes: u64,
    /// Hash of the file.
    pub sha256: String,
    /// Sum, modulo 2²⁵⁶, of the hashes of the rows, in hexadecimal.
    pub somme: String,
}

/// The sum of the hashes of rows: the same whatever their order.
#[derive(Default)]
pub(super) struct Somme([u8; 32]);

impl Somme {
    pub fn ajouter(&mut self, ligne: &[u8]) {
        let mut retenue = 0u16;
        let empreinte: [u8; 32] = Sha256::digest(ligne).into();
        for (a, b) in self.0.iter_mut().zip(empreinte).rev() {
            let total = u16::from(*a) + u16::from(b) + retenue;
            *a = total.to_be_bytes()[1];
            retenue = total >> 8;
        }
    }
    pub fn dite(&self) -> String {
        passerelle_socle::journal::hexadecimal(&self.0)
    }
}

/// Writes a backup; gives its manifest, and the erasures to be kept beside it.
pub async fn sauvegarder<W: Write + Seek>(
    base: &Base,
    maintenant: Instant,
    sortie: W,
) -> anyhow::Result<(Manifeste, Vec<Effacement>)> {
    let vue = base.instantane().await?;
    let mut zip = ZipWriter::new(sortie);
    let options = SimpleFileOptions::default().large_file(true);
    let mut manifeste = Manifeste {
        format: FORMAT.into(),
        version: env!("CARGO_PKG_VERSION").into(),
        migration: Base::derniere_migration(),
        prise_le: maintenant.millis(),
        tables: vec![],
    };
    for table in schema::tables(base, &vue).await? {
        zip.start_file(format!("{}.jsonl", table.nom), options)?;
        manifeste.tables.push(copier(&vue, &table, &mut zip).await?);
    }
    let effaces = effaces(&vue).await?;
    vue.rollback().await?;
    zip.start_file("manifeste.json", options)?;
    serde_json::to_writer_pretty(&mut zip, &manifeste)?;
    zip.finish()?.flush().context("la sauvegarde n'a pas pu être écrite jusqu'au bout : libérez de la place")?;
    Ok((manifeste, effaces))
}

/// What each table of a base would be in a backup: two bases that hold the same rows say the same.
pub async fn sommes(base: &Base) -> anyhow::Result<Vec<TableSauvee>> {
    let vue = base.instantane().await?;
    let mut tables = Vec::new();
    for table in schema::tables(base, &vue).await? {
        tables.push(copier(&vue, &table, &mut std::io::sink()).await?);
    }
    vue.rollback().await?;
    Ok(tables)
}

async fn copier(conn: &impl Executeur, table: &Table, sortie: &mut impl Write) -> anyhow::Result<TableSauvee> {
    let (mut sha, mut somme, mut lignes) = (Sha256::new(), Somme::default(), 0u64);
    let noms: Vec<&str> = table.cle.iter().map(|&i| table.colonnes[i].0.as_str()).collect();
    let cle = noms.join(", ");
    let places: Vec<String> = (1..=noms.len()).map(|i| format!("${i}")).collect();
    let mut apres: Option<Vec<Value>> = None;
    loop {
        let suite = if apres.is_some() { format!("WHERE ({cle}) > ({})", places.join(", ")) } else { String::new() };
        let sql = format!("SELECT {} FROM {} {suite} ORDER BY {cle} LIMIT {LOT}", table.noms(), table.nom);
        let stmt = Statement::from_sql_and_values(conn.get_database_backend(), sql, apres.take().unwrap_or_default());
        let lues = conn.query_all_raw(stmt).await?;
        let mut tampon = Vec::new();
        for ligne in &lues {
            let debut = tampon.len();
            let cellules: Result<Vec<_>, _> =
                table.colonnes.iter().map(|(nom, genre)| genre.cellule(ligne, nom)).collect();
            let (json, valeurs): (Vec<_>, Vec<_>) = cellules?.into_iter().unzip();
            serde_json::to_writer(&mut tampon, &json)?;
            somme.ajouter(&tampon[debut..]);
            tampon.push(b'\n');
            apres = Some(table.cle.iter().map(|&i| valeurs[i].clone()).collect());
        }
        sha.update(&tampon);
        sortie.write_all(&tampon).context("la sauvegarde ne peut pas être écrite : libérez de la place")?;
        lignes += lues.len() as u64;
        if lues.len() < LOT {
            break;
        }
    }
    Ok(TableSauvee {
        nom: table.nom.clone(),
        colonnes: table.colonnes.iter().map(|(n, _)| n.clone()).collect(),
        lignes,
        sha256: passerelle_socle::journal::hexadecimal(&sha.finalize()),
        somme: somme.dite(),
    })
}
