//! Reads the delivery back as a stranger would: from its bytes, with the csv crate, knowing only
//! the format.

mod bilan;
mod chronologie;
mod format;
mod reseau;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Fichier, livraison};

/// A row: cells by column.
type Ligne = BTreeMap<String, String>;

static LIVRAISON: LazyLock<Vec<Fichier>> = LazyLock::new(livraison);

static TABLES: LazyLock<BTreeMap<&str, Vec<Ligne>>> =
    LazyLock::new(|| LIVRAISON.iter().map(|f| (f.nom.trim_end_matches(".csv"), lignes(&f.octets))).collect());

fn lignes(octets: &[u8]) -> Vec<Ligne> {
    csv::ReaderBuilder::new().delimiter(b';').from_reader(octets).deserialize().map(|ligne| ligne.unwrap()).collect()
}

/// The rows of a kind.
fn table(nom: &str) -> &'static [Ligne] {
    &TABLES[nom]
}

/// How many rows give each value.
fn compte(lignes: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    lignes.fold(BTreeMap::new(), |mut comptes, valeur| {
        *comptes.entry(valeur).or_default() += 1;
        comptes
    })
}

/// One column of a kind, by the key of its rows.
fn index(nom: &str, cle: &str, colonne: &str) -> BTreeMap<&'static str, &'static str> {
    table(nom).iter().map(|l| (l[cle].as_str(), l[colonne].as_str())).collect()
}

/// The young people by structure and number.
fn jeunes() -> BTreeMap<(&'static str, &'static str), &'static Ligne> {
    table("jeunes").iter().map(|l| ((l["structure"].as_str(), l["numero"].as_str()), l)).collect()
}

/// The young person of a row that has `structure` and `jeune`.
fn cle_jeune(ligne: &'static Ligne) -> (&'static str, &'static str) {
    (ligne["structure"].as_str(), ligne["jeune"].as_str())
}
