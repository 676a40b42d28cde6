//! The sheet a chart is drawn on: a few SVG primitives, everything escaped.

use std::fmt::Write;

/// Width of every chart.
pub const LARGEUR: f64 = 720.0;
/// Size of the text: at half scale, on a telephone, it is still read.
pub const CORPS: f64 = 18.0;
/// Height of a line of text.
pub const INTERLIGNE: f64 = 21.0;
/// The colour of text and axes.
pub const ENCRE: &str = "#1b1b2f";

/// Where a text is attached to its point.
#[derive(Clone, Copy)]
pub enum Ancre {
    Debut,
    Milieu,
    Fin,
}

/// What a text is, which decides its class.
#[derive(Clone, Copy)]
pub enum Role {
    Texte,
    Valeur,
    Inconnu,
}

/// An SVG image being drawn.
pub struct Toile {
    pub id: String,
    corps: String,
    motifs: String,
}

impl Toile {
    pub fn nouvelle(id: String) -> Self {
        Self { id, corps: String::new(), motifs: String::new() }
    }

    /// Adds a definition, once.
    pub fn definir(&mut self, motif: &str) {
        if !self.motifs.contains(motif) {
            self.motifs.push_str(motif);
        }
    }

    /// Adds a rectangle; `attributs` are ours, never the reader's.
    pub fn rectangle(&mut self, attributs: &str, x: f64, y: f64, largeur: f64, hauteur: f64) {
        let (x, y, l, h) = (nombre(x), nombre(y), nombre(largeur), nombre(hauteur));
        let _ = writeln!(self.corps, "<rect {attributs} x=\"{x}\" y=\"{y}\" width=\"{l}\" height=\"{h}\"/>");
    }

    /// Adds an axis.
    pub fn axe(&mut self, x1: f64, y1: f64, x2: f64, y2: f64) {
        let _ = writeln!(
            self.corps,
            "<line class=\"g-axe\" stroke=\"{ENCRE}\" stroke-width=\"1.5\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
            nombre(x1),
            nombre(y1),
            nombre(x2),
            nombre(y2),
        );
    }

    /// Adds a line of text whose baseline starts, is centred or ends at the point.
    pub fn texte(&mut self, role: Role, ancre: Ancre, x: f64, y: f64, texte: &str) {
        self.texte_tourne(role, ancre, x, y, 0.0, texte);
    }

    /// Adds a line of text turned around its point, in degrees.
    pub fn texte_tourne(&mut self, role: Role, ancre: Ancre, x: f64, y: f64, angle: f64, texte: &str) {
        let classe = match role {
            Role::Texte => "class=\"g-texte\"",
            Role::Valeur => "class=\"g-valeur\" font-weight=\"700\"",
            Role::Inconnu => "class=\"g-valeur\" font-style=\"italic\"",
        };
        let ancre = match ancre {
            Ancre::Debut => "",
            Ancre::Milieu => " text-anchor=\"middle\"",
            Ancre::Fin => " text-anchor=\"end\"",
        };
        let (x, y) = (nombre(x), nombre(y));
        let tour = match angle {
            0.0 => String::new(),
            _ => format!(" transform=\"rotate({} {x} {y})\"", nombre(angle)),
        };
        let texte = echapper(texte);
        let _ = writeln!(self.corps, "<text {classe} fill=\"{ENCRE}\"{ancre} x=\"{x}\" y=\"{y}\"{tour}>{texte}</text>");
    }

    /// The whole image.
    pub fn finir(self, titre: &str, description: &str, hauteur: f64) -> String {
        let Self { id, corps, motifs } = self;
        let defs = match motifs.is_empty() {
            true => motifs,
            false => format!("<defs>\n{motifs}</defs>\n"),
        };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"graphique\" viewBox=\"0 0 {LARGEUR} {}\" role=\"img\" \
             aria-labelledby=\"{id}-t {id}-d\" font-family=\"'Atkinson Hyperlegible Next', sans-serif\" \
             font-size=\"{CORPS}\">\n<title id=\"{id}-t\">{}</title>\n<desc id=\"{id}-d\">{}</desc>\n{defs}{corps}</svg>\n",
            nombre(hauteur.ceil()),
            echapper(titre),
            echapper(description),
        )
    }
}

/// One decimal at most, never "-0".
fn nombre(v: f64) -> String {
    let arrondi = (v * 10.0).round() / 10.0 + 0.0;
    arrondi.to_string()
}

/// Text that XML takes literally; what XML forbids becomes a space.
fn echapper(texte: &str) -> String {
    let mut sortie = String::with_capacity(texte.len());
    for c in texte.chars() {
        match c {
            '&' => sortie.push_str("&amp;"),
            '<' => sortie.push_str("&lt;"),
            '>' => sortie.push_str("&gt;"),
            '"' => sortie.push_str("&quot;"),
            '\'' => sortie.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => sortie.push(' '),
            c if c.is_control() => sortie.push(' '),
            c => sortie.push(c),
        }
    }
    sortie
}
