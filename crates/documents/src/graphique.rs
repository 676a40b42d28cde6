//! Charts drawn by us as SVG: no script, no style, readable in grey and in print.

mod barres;
mod colonnes;
mod donnees;
mod empilees;
mod legende;
mod mesure;
mod noms;
mod serie;
mod toile;

use toile::Toile;

pub use donnees::{Forme, Graphique};

impl Graphique {
    /// The chart as an SVG image, 720 units wide: the same figures always give the same bytes.
    /// The title and the description are there for assistive technologies and are not drawn.
    pub fn svg(&self) -> String {
        let mut toile = Toile::nouvelle(self.identifiant());
        let haut = legende::dessiner(self, &mut toile);
        let bas = match self.forme {
            Forme::BarresHorizontales => barres::dessiner(self, &mut toile, haut),
            Forme::BarresEmpilees => empilees::dessiner(self, &mut toile, haut),
            Forme::Colonnes => colonnes::dessiner(self, &mut toile, haut),
        };
        toile.finir(&self.titre, &self.description, bas)
    }
}
