//! Stacked bars: one a category, its series end to end and their sum after.

use super::barres::{ECART, Echelle, ecrire_nom, noms};
use super::donnees::Graphique;
use super::mesure::largeur;
use super::serie;
use super::toile::{Ancre, CORPS, INTERLIGNE, Role, Toile};

const EPAISSEUR: f64 = 32.0;
const ENTRE: f64 = 14.0;
/// The plate a figure stands on inside its segment.
const PLAQUE: f64 = 24.0;

/// Draws the bars from `haut` down and returns the height used.
pub fn dessiner(g: &Graphique, toile: &mut Toile, haut: f64) -> f64 {
    let (noms, gauche) = noms(g);
    let echelle = Echelle::nouvelle(gauche, (0..g.categories.len()).map(|c| (somme(g, c), total(g, c))));
    let mut y = haut;
    for (c, nom) in noms.iter().enumerate() {
        let hauteur = EPAISSEUR.max(nom.len() as f64 * INTERLIGNE);
        let milieu = y + hauteur / 2.0;
        ecrire_nom(toile, nom, gauche, milieu);
        let mut cumul = 0.0;
        for s in 0..g.nombre_de_series() {
            let v = part(g, s, c);
            if v > 0.0 {
                let (debut, fin) = echelle.barre(cumul, cumul + v);
                segment(toile, s, (debut, fin), milieu, &g.etiquette(Some(v)));
                cumul += v;
            }
        }
        let role = if connus(g, c) == 0 { Role::Inconnu } else { Role::Valeur };
        let x = echelle.barre(0.0, cumul).1 + ECART;
        toile.texte(role, Ancre::Debut, x, milieu + CORPS * 0.35, &total(g, c));
        y += hauteur + ENTRE;
    }
    toile.axe(echelle.zero, haut - 4.0, echelle.zero, y - ENTRE + 4.0);
    y - ENTRE + 8.0
}

/// One series of a bar, with its figure when there is room for it.
fn segment(toile: &mut Toile, s: usize, (debut, fin): (f64, f64), milieu: f64, etiquette: &str) {
    // A thin gap tells neighbours apart whatever their colours.
    serie::dessiner(toile, s, debut, milieu - EPAISSEUR / 2.0, (fin - debut - 1.5).max(0.5), EPAISSEUR);
    let plaque = largeur(etiquette) + 10.0;
    if plaque + 6.0 < fin - debut {
        let centre = (debut + fin - 1.5) / 2.0;
        let fond = "class=\"g-plaque\" fill=\"#fff\" rx=\"3\"";
        toile.rectangle(fond, centre - plaque / 2.0, milieu - PLAQUE / 2.0, plaque, PLAQUE);
        toile.texte(Role::Texte, Ancre::Milieu, centre, milieu + CORPS * 0.35, etiquette);
    }
}

/// A part that can be stacked: unknown and negative figures cannot.
fn part(g: &Graphique, s: usize, c: usize) -> f64 {
    g.valeur(s, c).unwrap_or(0.0).max(0.0)
}

fn somme(g: &Graphique, c: usize) -> f64 {
    (0..g.nombre_de_series()).map(|s| part(g, s, c)).sum()
}

fn connus(g: &Graphique, c: usize) -> usize {
    (0..g.nombre_de_series()).filter(|s| g.valeur(*s, c).is_some()).count()
}

/// The sum as written after the bar: a sum with an unknown part is only a minimum.
fn total(g: &Graphique, c: usize) -> String {
    match connus(g, c) {
        0 => g.etiquette(None),
        n if n < g.nombre_de_series() => format!("au moins {}", g.etiquette(Some(somme(g, c)))),
        _ => g.etiquette(Some(somme(g, c))),
    }
}
