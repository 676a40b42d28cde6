//! Horizontal bars: one a series and a category.

use super::donnees::Graphique;
use super::mesure::{largeur, lignes};
use super::serie;
use super::toile::{Ancre, CORPS, INTERLIGNE, LARGEUR, Role, Toile};

/// The widest the names of the categories may be.
const NOMS_MAX: f64 = 250.0;
/// Between a name and the axis, a bar and its figure.
pub const ECART: f64 = 9.0;
/// Between two categories.
const ENTRE: f64 = 14.0;
/// Between two bars of a category.
const JOUR: f64 = 3.0;
/// Bold figures are wider than the estimate for regular text.
const GRAS: f64 = 1.08;

/// Draws the bars from `haut` down and returns the height used.
pub fn dessiner(g: &Graphique, toile: &mut Toile, haut: f64) -> f64 {
    let (noms, gauche) = noms(g);
    let epaisseur = if g.series.len() > 1 { 22.0 } else { 26.0 };
    let n = g.nombre_de_series();
    let figures = (0..g.categories.len()).flat_map(|c| (0..n).map(move |s| g.valeur(s, c)));
    let echelle = Echelle::nouvelle(gauche, figures.map(|v| (v.unwrap_or(0.0), g.etiquette(v))));
    let mut y = haut;
    for (c, nom) in noms.iter().enumerate() {
        let barres = n as f64 * (epaisseur + JOUR) - JOUR;
        let hauteur = barres.max(nom.len() as f64 * INTERLIGNE);
        ecrire_nom(toile, nom, gauche, y + hauteur / 2.0);
        let mut haut_barre = y + (hauteur - barres) / 2.0;
        for s in 0..n {
            let valeur = g.valeur(s, c);
            let v = valeur.unwrap_or(0.0);
            let (debut, fin) = echelle.barre(0.0, v);
            if v != 0.0 {
                serie::dessiner(toile, s, debut, haut_barre, (fin - debut).max(1.0), epaisseur);
            }
            let role = if valeur.is_some() { Role::Valeur } else { Role::Inconnu };
            let base = haut_barre + epaisseur / 2.0 + CORPS * 0.35;
            toile.texte(role, Ancre::Debut, fin + ECART, base, &g.etiquette(valeur));
            haut_barre += epaisseur + JOUR;
        }
        y += hauteur + ENTRE;
    }
    toile.axe(echelle.zero, haut - 4.0, echelle.zero, y - ENTRE + 4.0);
    y - ENTRE + 8.0
}

/// The names of the categories in lines, and the width they take, the gap to the axis included.
pub fn noms(g: &Graphique) -> (Vec<Vec<String>>, f64) {
    let noms: Vec<_> = g.categories.iter().map(|nom| lignes(nom, NOMS_MAX, 2)).collect();
    let place = noms.iter().flatten().map(|ligne| largeur(ligne)).fold(0.0, f64::max);
    (noms, place + ECART)
}

/// Writes a name to the left of the axis, centred on `milieu`.
pub fn ecrire_nom(toile: &mut Toile, nom: &[String], gauche: f64, milieu: f64) {
    let premiere = milieu - (nom.len() as f64 - 1.0) * INTERLIGNE / 2.0 + CORPS * 0.35;
    for (i, ligne) in nom.iter().enumerate() {
        toile.texte(Role::Texte, Ancre::Fin, gauche - ECART, premiere + i as f64 * INTERLIGNE, ligne);
    }
}

/// From figures to positions, so that every bar and its figure hold in the width.
pub struct Echelle {
    /// Where zero is.
    pub zero: f64,
    pas: f64,
}

impl Echelle {
    /// The scale that suits bars of these ends, each with the text written after it.
    pub fn nouvelle(gauche: f64, bouts: impl Iterator<Item = (f64, String)>) -> Self {
        let bouts: Vec<_> = bouts.collect();
        let plus_bas = bouts.iter().map(|(v, _)| *v).fold(0.0, f64::min);
        let place = |texte: &str| LARGEUR - gauche - ECART - largeur(texte) * GRAS;
        let pas = bouts
            .iter()
            .map(|(v, texte)| place(texte).max(1.0) / (v.max(0.0) - plus_bas))
            .filter(|pas| pas.is_finite())
            .fold(f64::INFINITY, f64::min);
        let pas = if pas.is_finite() { pas } else { 1.0 };
        Self { zero: gauche - plus_bas * pas, pas }
    }

    /// The left and right ends of a bar from `de` to `a`.
    pub fn barre(&self, de: f64, a: f64) -> (f64, f64) {
        (self.zero + de.min(a) * self.pas, self.zero + de.max(a) * self.pas)
    }
}
