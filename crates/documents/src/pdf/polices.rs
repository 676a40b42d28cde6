//! The letters of every PDF, embedded in the program.

use std::sync::LazyLock;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// The three styles, read once.
pub static POLICES: LazyLock<Polices> = LazyLock::new(|| {
    let fichiers: [&'static [u8]; 3] = [
        include_bytes!("../../fonts/AtkinsonHyperlegibleNext-Regular.ttf"),
        include_bytes!("../../fonts/AtkinsonHyperlegibleNext-Bold.ttf"),
        include_bytes!("../../fonts/AtkinsonHyperlegibleNext-Italic.ttf"),
    ];
    let fontes: Vec<Font> = fichiers.into_iter().flat_map(|f| Font::iter(Bytes::new(f))).collect();
    Polices { catalogue: LazyHash::new(FontBook::from_fonts(&fontes)), fontes }
});

/// The fonts and what typst needs to choose among them.
pub struct Polices {
    /// What typst searches.
    pub catalogue: LazyHash<FontBook>,
    /// The fonts, in the order of the catalogue.
    pub fontes: Vec<Font>,
}

impl Polices {
    /// Whether every style draws the character.
    pub fn dessine(&self, c: char) -> bool {
        self.fontes.iter().all(|f| f.info().coverage.contains(c.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn le_francais_et_les_noms_latins_sont_dessines() {
        assert_eq!(POLICES.fontes.len(), 3);
        for c in "éèêëàâçîïôùûüÿœŒæÆÉÈÀÇŸ’‘“”–—…«»\u{202f}\u{a0}\u{2011}€%°→←≤≥×ŁłŞşĞğčšžñöß".chars()
        {
            assert!(POLICES.dessine(c), "{c:?} U+{:04X}", u32::from(c));
        }
        assert!(!POLICES.dessine('م'));
    }
}
