//! Gives refused rows back as a file with the same columns plus `motif_refus`.

use std::io::Write;

use passerelle_documents::{Cellule, Colonne, EcrivainCsv};
use uuid::Uuid;

use super::store;
use crate::db::Executeur;

/// Writes the refused rows of an import as CSV, page by page; returns how many there were.
pub async fn ecrire_refus<W: Write>(
    conn: &impl Executeur,
    import: Uuid,
    entetes: &[String],
    sortie: W,
) -> anyhow::Result<(u64, W)> {
    let mut colonnes: Vec<Colonne> = entetes.iter().map(|e| Colonne::texte("", e.as_str())).collect();
    colonnes.push(Colonne::texte("motif_refus", "motif_refus"));
    let mut csv = EcrivainCsv::nouveau(sortie, &colonnes)?;
    let (mut apres, mut ecrites) = (-1, 0);
    loop {
        let lot = store::refus(conn, import, apres, 1_000).await?;
        let Some(derniere) = lot.last() else { break };
        apres = derniere.ligne;
        for refusee in &lot {
            let mut textes = store::textes(&refusee.cellules);
            // One with too many cells keeps its tail in the last column, where it can be seen.
            if textes.len() > entetes.len() && !entetes.is_empty() {
                let queue = textes.split_off(entetes.len() - 1).join(";");
                textes.push(queue);
            }
            let mut cellules: Vec<Cellule> = textes.into_iter().map(Cellule::from).collect();
            // A row cut short is padded.
            cellules.resize_with(entetes.len(), || Cellule::from(""));
            let motif = match &refusee.colonne {
                Some(c) => format!("{c} : {}", refusee.motif),
                None => refusee.motif.clone(),
            };
            cellules.push(Cellule::from(motif));
            csv.ligne(&cellules)?;
            ecrites += 1;
        }
    }
    Ok((ecrites, csv.finir()?))
}
