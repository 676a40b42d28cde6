//! Reads a backup back, as it is on the disk: every table is the one that the manifest says.

use std::io::{BufRead, BufReader, Read, Seek};

use anyhow::bail;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::lecture::Manifeste;
use passerelle_socle::journal::hexadecimal;

/// Fails at the first table that is not what was written.
pub fn relire<R: Read + Seek>(source: R, manifeste: &Manifeste) -> anyhow::Result<()> {
    let mut zip = ZipArchive::new(source)?;
    for table in &manifeste.tables {
        let (mut sha, mut lignes, mut texte) = (Sha256::new(), 0_u64, Vec::new());
        let mut lecteur = BufReader::new(zip.by_name(&format!("{}.jsonl", table.nom))?);
        while lecteur.read_until(b'\n', &mut texte)? > 0 {
            sha.update(&texte);
            lignes += 1;
            texte.clear();
        }
        if (lignes, hexadecimal(&sha.finalize())) != (table.lignes, table.sha256.clone()) {
            bail!("la table « {} » n'est pas celle qui a été lue dans la base", table.nom);
        }
    }
    Ok(())
}
