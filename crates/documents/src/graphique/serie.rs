//! What tells a series from another: a colour, and a pattern for those who print in grey.

use super::toile::Toile;

/// Each at three to one or more on white; the pattern over it is drawn in the colour of the page.
const COULEURS: [&str; 6] = ["#0b6e6e", "#c2662d", "#3d4a8a", "#7a8c2e", "#9b4f86", "#5a5a6e"];

/// Size of a pattern and its content; the first series is plain.
const MOTIFS: [Option<(&str, &str)>; 6] = [
    None,
    Some(("rotate(45)", "<rect class=\"g-motif\" fill=\"#fff\" width=\"2\" height=\"8\"/>")),
    Some(("", "<circle class=\"g-motif\" fill=\"#fff\" cx=\"4\" cy=\"4\" r=\"1.6\"/>")),
    Some(("", "<rect class=\"g-motif\" fill=\"#fff\" width=\"2\" height=\"8\"/>")),
    Some(("rotate(-45)", "<rect class=\"g-motif\" fill=\"#fff\" width=\"3.5\" height=\"3.5\"/>")),
    Some(("", "<rect class=\"g-motif\" fill=\"#fff\" width=\"8\" height=\"2\"/>")),
];

/// Draws a bar, a column, a segment or the sample of a legend.
pub fn dessiner(toile: &mut Toile, serie: usize, x: f64, y: f64, largeur: f64, hauteur: f64) {
    let rang = serie % COULEURS.len();
    let couleur = format!("class=\"g-serie-{rang}\" fill=\"{}\"", COULEURS[rang]);
    toile.rectangle(&couleur, x, y, largeur, hauteur);
    if let Some((tour, contenu)) = MOTIFS[rang] {
        let id = format!("{}-{rang}", toile.id);
        let tour = match tour {
            "" => String::new(),
            _ => format!(" patternTransform=\"{tour}\""),
        };
        toile.definir(&format!(
            "<pattern id=\"{id}\" patternUnits=\"userSpaceOnUse\" width=\"8\" height=\"8\"{tour}>{contenu}</pattern>\n"
        ));
        toile.rectangle(&format!("fill=\"url(#{id})\""), x, y, largeur, hauteur);
    }
}
