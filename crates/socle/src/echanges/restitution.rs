//! Gives refused rows back as a file with the same columns plus `motif_refus`.

use std::io::Write;
use std::path::{Path, PathBuf};

use passerelle_base::plier_entete;
use passerelle_documents::{Cellule, Colonne, EcrivainCsv, restaurer};

use super::nature::MOTIF_PLIE;
use super::rapport::Import;
use super::store;
use crate::db::Executeur;
use crate::ident::Id;

/// Where the refused rows of a file go. `jeunes.csv` gives `jeunes.refus.csv`, and that one, once mended, gives itself
/// again; refused rows of another import that wait there are never written over.
pub(super) fn place(dossier: &Path, importe: &Path, nom: &str) -> PathBuf {
    let souche = nom.strip_suffix(".csv").unwrap_or(nom);
    let souche = match souche.rsplit_once(".refus") {
        Some((souche, rang)) if rang.bytes().all(|o| o == b'-' || o.is_ascii_digit()) => souche,
        _ => souche,
    };
    let meme = |a: &Path, b: &Path| a.canonicalize().is_ok_and(|a| b.canonicalize().is_ok_and(|b| a == b));
    let essais = std::iter::once(String::new()).chain((2u32..).map(|n| format!("-{n}")));
    essais
        .map(|rang| dossier.join(format!("{souche}.refus{rang}.csv")))
        .find(|chemin| !chemin.exists() || meme(chemin, importe))
        .expect("there is always a next number")
}

/// Writes the refused rows of an import as CSV, page by page; returns how many there were.
pub async fn ecrire_refus<W: Write>(
    conn: &impl Executeur,
    import: Id<Import>,
    entetes: &[String],
    sortie: W,
) -> anyhow::Result<(u64, W)> {
    // The reason given the last time makes way for the new one.
    let garde: Vec<bool> = entetes.iter().map(|e| plier_entete(e) != MOTIF_PLIE).collect();
    let gardes = std::iter::zip(entetes, &garde).filter(|(_, g)| **g);
    let mut colonnes: Vec<Colonne> = gardes.map(|(e, _)| Colonne::texte("", e.as_str())).collect();
    let largeur = colonnes.len();
    colonnes.push(Colonne::texte("motif_refus", "motif_refus"));
    let mut csv = EcrivainCsv::nouveau(sortie, &colonnes)?;
    let (mut apres, mut ecrites) = (-1, 0);
    loop {
        let lot = store::refus(conn, import, apres, 1_000).await?;
        let Some(derniere) = lot.last() else { break };
        apres = derniere.ligne;
        for refusee in &lot {
            let mut textes = store::textes(&refusee.cellules);
            let queue = textes.split_off(textes.len().min(entetes.len()));
            let mut textes: Vec<String> = std::iter::zip(textes, &garde)
                .filter(|(_, g)| **g)
                .map(|(t, _)| restaurer(t.trim()).to_owned())
                .collect();
            // A row cut short is padded; one too long keeps its tail in the last column, where it can be seen.
            textes.resize_with(largeur, String::new);
            if let (Some(derniere), false) = (textes.last_mut(), queue.is_empty()) {
                *derniere = format!("{derniere};{}", queue.join(";"));
            }
            let mut cellules: Vec<Cellule> = textes.into_iter().map(Cellule::from).collect();
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
