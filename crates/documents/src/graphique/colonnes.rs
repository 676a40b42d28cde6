//! Vertical bars: one a series and a category.

use super::donnees::Graphique;
use super::mesure::largeur;
use super::noms::Noms;
use super::serie;
use super::toile::{Ancre, CORPS, LARGEUR, Role, Toile};

/// Height between the lowest and the highest figure.
const HAUTEUR: f64 = 220.0;
/// Widest a column may be.
const COLONNE_MAX: f64 = 84.0;

/// Draws the columns from `haut` down and returns the height used.
pub fn dessiner(g: &Graphique, toile: &mut Toile, haut: f64) -> f64 {
    let noms = Noms::nouveaux(g);
    let n = g.nombre_de_series();
    let colonne = (noms.pas * 0.8 / n as f64).min(COLONNE_MAX);
    let places: Vec<(usize, usize)> = (0..g.categories.len()).flat_map(|c| (0..n).map(move |s| (s, c))).collect();
    let figures: Vec<Figure> = places.iter().map(|(s, c)| Figure::nouvelle(g, *s, *c)).collect();

    let plus_haut = figures.iter().map(|f| f.v).fold(0.0, f64::max);
    let plus_bas = figures.iter().map(|f| f.v).fold(0.0, f64::min);
    let echelle = if plus_haut > plus_bas { HAUTEUR / (plus_haut - plus_bas) } else { 0.0 };
    // Known figures stand the same way; "non connu" lies down only where it fits.
    let place = if n == 1 { noms.pas - 4.0 } else { colonne + 2.0 };
    let connus_debout = figures.iter().any(|f| f.connu && f.place > place);
    let debout = |f: &Figure| {
        if f.connu { connus_debout } else { f.place > place }
    };
    let depasse = |f: &Figure| {
        let texte = if debout(f) { f.place } else { CORPS };
        texte + 10.0 - (plus_haut - f.v.max(0.0)) * echelle
    };
    let zero = haut + figures.iter().map(depasse).fold(0.0, f64::max) + plus_haut * echelle;

    for ((s, c), f) in places.iter().zip(&figures) {
        let x = noms.milieu(*c) - colonne * n as f64 / 2.0 + *s as f64 * colonne;
        let (y, hauteur) = (zero - f.v.max(0.0) * echelle, f.v.abs() * echelle);
        if f.v != 0.0 {
            serie::dessiner(toile, *s, x + 1.5, y, colonne - 3.0, hauteur.max(1.0));
        }
        let role = if f.connu { Role::Valeur } else { Role::Inconnu };
        let milieu = x + colonne / 2.0;
        if debout(f) {
            toile.texte_tourne(role, Ancre::Debut, milieu + CORPS * 0.35, y - 7.0, -90.0, &f.texte);
        } else {
            toile.texte(role, Ancre::Milieu, milieu, y - 7.0, &f.texte);
        }
    }
    toile.axe(noms.marge, zero, LARGEUR, zero);
    noms.ecrire(toile, zero - plus_bas * echelle)
}

/// A figure and the text over it.
struct Figure {
    v: f64,
    connu: bool,
    texte: String,
    /// The width of the text, which is bold when known.
    place: f64,
}

impl Figure {
    fn nouvelle(g: &Graphique, serie: usize, categorie: usize) -> Self {
        let valeur = g.valeur(serie, categorie);
        let texte = g.etiquette(valeur);
        let place = largeur(&texte) * 1.08;
        Self { v: valeur.unwrap_or(0.0), connu: valeur.is_some(), texte, place }
    }
}
