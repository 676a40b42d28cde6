//! What stands above the bars: the names of the series and the unit.

use super::donnees::Graphique;
use super::mesure::{largeur, tronquer};
use super::serie;
use super::toile::{Ancre, INTERLIGNE, LARGEUR, Role, Toile};

/// Side of the sample of a series.
const CARRE: f64 = 18.0;
const ECART: f64 = 8.0;
/// Between two entries.
const PAS: f64 = 28.0;

/// Draws the legend and returns where the bars may start.
pub fn dessiner(g: &Graphique, toile: &mut Toile) -> f64 {
    let mut y = 4.0;
    if g.series.len() > 1 {
        let mut x = 0.0;
        for (rang, nom) in g.series.iter().enumerate() {
            let nom = tronquer(nom, LARGEUR - CARRE - ECART);
            let place = CARRE + ECART + largeur(&nom);
            if x > 0.0 && x + place > LARGEUR {
                x = 0.0;
                y += INTERLIGNE + 8.0;
            }
            serie::dessiner(toile, rang, x, y, CARRE, CARRE);
            toile.texte(Role::Texte, Ancre::Debut, x + CARRE + ECART, y + 15.0, &nom);
            x += place + PAS;
        }
        y += CARRE + 18.0;
    }
    if !matches!(g.unite.as_str(), "" | "%") {
        let unite = tronquer(&format!("Unité : {}", g.unite), LARGEUR);
        toile.texte(Role::Texte, Ancre::Debut, 0.0, y + 14.0, &unite);
        y += INTERLIGNE + 10.0;
    }
    y
}
