//! A table as values for the template.

use super::lettres::{MOT_MAX, composable};
use crate::{Cellule, Colonne, Erreur, Result, Tableau, Valeur};
use typst::foundations::{Array, Dict, IntoValue, Value, dict};

/// Characters a line of the page holds at the usual size.
const LIGNE: f64 = 92.0;
/// The usual size of text in tables, in points, and the smallest.
const CORPS: f64 = 9.0;
const CORPS_MIN: f64 = 6.5;
/// A table of few words does not spread over the page: figures stay near their names.
const AISANCE: f64 = 1.5;
const PART_MIN: f64 = 0.4;
/// Rows, and characters of a cell, of a table that is not cut.
const LIGNES_COURTES: usize = 18;
const TEXTE_COURT: usize = 60;

/// The table; refuses rows that do not have one cell a column.
pub fn tableau(t: &Tableau) -> Result<Dict> {
    let attendues = t.colonnes.len();
    if let Some(ligne) = t.lignes.iter().chain(&t.total).find(|l| l.len() != attendues) {
        return Err(Erreur::Largeur { attendues, trouvees: ligne.len() });
    }
    let besoins: Vec<Besoin> = (0..attendues).map(|c| Besoin::nouveau(t, c)).collect();
    let minimum: f64 = besoins.iter().map(|b| b.minimum).sum();
    let ideal: f64 = besoins.iter().map(|b| b.ideal).sum();
    let corps = (CORPS * LIGNE / ((minimum + ideal) / 2.0).max(LIGNE)).max(CORPS_MIN);
    // Past its longest word, each column yields the same share of what it would like.
    let ligne = LIGNE * CORPS / corps;
    let reste = ((ligne - minimum) / (ideal - minimum)).clamp(0.0, 1.0);
    let reste = if reste.is_nan() { 1.0 } else { reste };
    let largeurs = besoins.iter().map(|b| b.minimum + (b.ideal - b.minimum) * reste);
    Ok(dict! {
        "titre" => composable(&t.titre),
        "colonnes" => t.colonnes.iter().map(|c| composable(&c.titre).into_value()).collect::<Array>(),
        "numeriques" => t.colonnes.iter().map(|c| c.numerique.into_value()).collect::<Array>(),
        "largeurs" => largeurs.map(IntoValue::into_value).collect::<Array>(),
        "corps" => corps,
        "court" => court(t),
        "serre" => minimum > ligne,
        "part" => (ideal * AISANCE / LIGNE).clamp(PART_MIN, 1.0),
        "lignes" => t.lignes.iter().map(|l| cellules(l).into_value()).collect::<Array>(),
        "total" => t.total.as_deref().map_or(Value::None, |l| cellules(l).into_value()),
    })
}

/// Whether the table surely holds on one page.
fn court(t: &Tableau) -> bool {
    let bref = |c: &Cellule| c.valeur.affiche().chars().count() <= TEXTE_COURT;
    t.lignes.len() <= LIGNES_COURTES && t.lignes.iter().flatten().all(bref)
}

/// A value as text, and whether it is known.
pub fn valeur(valeur: &Valeur) -> Dict {
    dict! { "texte" => composable(&valeur.affiche()), "connu" => *valeur != Valeur::Inconnu }
}

fn cellules(ligne: &[Cellule]) -> Array {
    ligne.iter().map(|c| valeur(&c.valeur).into_value()).collect()
}

/// The width a column asks for, in characters of the usual size, gaps included.
struct Besoin {
    /// Its longest word.
    minimum: f64,
    /// Its longest text, up to a limit past which it goes to the next line.
    ideal: f64,
}

impl Besoin {
    fn nouveau(t: &Tableau, c: usize) -> Self {
        let Colonne { titre, numerique, .. } = &t.colonnes[c];
        // Titles are bold.
        let mut mot = mot_le_plus_long(titre) * 1.12;
        let mut texte = titre.chars().count().min(if *numerique { 14 } else { 20 }) as f64;
        for ligne in t.lignes.iter().chain(&t.total) {
            let affiche = ligne[c].valeur.affiche();
            mot = mot.max(mot_le_plus_long(&affiche));
            texte = texte.max(affiche.chars().count().min(42) as f64);
        }
        Self { minimum: mot + 2.5, ideal: texte.max(mot).max(5.0) + 2.5 }
    }
}

fn mot_le_plus_long(texte: &str) -> f64 {
    let secable = |c: char| c == '-' || c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}');
    let mots = texte.split(secable).map(|mot| mot.chars().count().min(MOT_MAX));
    mots.max().unwrap_or(0) as f64
}
