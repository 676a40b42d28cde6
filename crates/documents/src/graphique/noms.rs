//! The names under columns: straight when every word holds, slanted otherwise.

use super::donnees::Graphique;
use super::mesure::{largeur, lignes, tronquer};
use super::toile::{Ancre, INTERLIGNE, LARGEUR, Role, Toile};

/// Longest a slanted name may be.
const NOM_PENCHE_MAX: f64 = 190.0;
/// Room the first slanted name may take on the left.
const MARGE_MAX: f64 = 90.0;
/// Sine and cosine of the slant.
const BIAIS: f64 = std::f64::consts::FRAC_1_SQRT_2;

/// The names and where they stand.
pub struct Noms {
    lignes: Vec<Vec<String>>,
    penches: bool,
    /// The room kept on the left of the columns.
    pub marge: f64,
    /// From a category to the next.
    pub pas: f64,
}

impl Noms {
    /// Decides how the names are written.
    pub fn nouveaux(g: &Graphique) -> Self {
        let n = g.categories.len().max(1) as f64;
        let pas = LARGEUR / n;
        let droits: Vec<_> = g.categories.iter().map(|nom| lignes(nom, pas - 6.0, 3)).collect();
        if !droits.iter().flatten().any(|ligne| ligne.ends_with('…')) {
            return Self { lignes: droits, penches: false, marge: 0.0, pas };
        }
        let tailles = g.categories.iter().map(|nom| largeur(nom).min(NOM_PENCHE_MAX));
        // A margin moves every column but the last: the further right, the less it gives.
        let manques = tailles.enumerate().map(|(c, l)| {
            let rang = (c as f64 + 0.5) / n;
            (l * BIAIS - rang * LARGEUR) / (1.0 - rang)
        });
        let marge = manques.fold(0.0, f64::max).min(MARGE_MAX);
        let mut noms = Self { lignes: vec![], penches: true, marge, pas: (LARGEUR - marge) / n };
        for (c, nom) in g.categories.iter().enumerate() {
            // Nothing may leave the image on the left.
            let max = NOM_PENCHE_MAX.min(noms.milieu(c) / BIAIS);
            noms.lignes.push(vec![tronquer(nom, max)]);
        }
        noms
    }

    /// The middle of a category.
    pub fn milieu(&self, categorie: usize) -> f64 {
        self.marge + (categorie as f64 + 0.5) * self.pas
    }

    /// Writes the names from `bas` down and returns the height used.
    pub fn ecrire(&self, toile: &mut Toile, bas: f64) -> f64 {
        let mut fin = bas;
        for (c, lignes) in self.lignes.iter().enumerate() {
            for (i, ligne) in lignes.iter().enumerate() {
                if self.penches {
                    let x = self.milieu(c) + 6.0;
                    toile.texte_tourne(Role::Texte, Ancre::Fin, x, bas + 20.0, -45.0, ligne);
                    fin = fin.max(bas + 20.0 + largeur(ligne) * BIAIS);
                } else {
                    let y = bas + INTERLIGNE * (i as f64 + 1.0);
                    toile.texte(Role::Texte, Ancre::Milieu, self.milieu(c), y, ligne);
                    fin = fin.max(y);
                }
            }
        }
        fin + 10.0
    }
}
