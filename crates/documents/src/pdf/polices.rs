//! The letters of every PDF, embedded in the program.

use std::sync::LazyLock;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// The styles that French text is set in; those that follow draw the names that these lack.
const STYLES: usize = 3;

/// The fonts, read once.
pub static POLICES: LazyLock<Polices> = LazyLock::new(|| {
    let fichiers: [&'static [u8]; STYLES + 2] = [
        include_bytes!("../../fonts/AtkinsonHyperlegibleNext-Regular.ttf"),
        include_bytes!("../../fonts/AtkinsonHyperlegibleNext-Bold.ttf"),
        include_bytes!("../../fonts/AtkinsonHyperlegibleNext-Italic.ttf"),
        include_bytes!("../../fonts/DejaVuSans-Subset-Regular.ttf"),
        include_bytes!("../../fonts/DejaVuSans-Subset-Bold.ttf"),
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
    /// Whether the character is drawn in every style, by our letters or by those that stand in for them.
    pub fn dessine(&self, c: char) -> bool {
        let tous = |fontes: &[Font]| fontes.iter().all(|f| f.info().coverage.contains(c.into()));
        tous(&self.fontes[..STYLES]) || tous(&self.fontes[STYLES..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn le_francais_et_les_noms_latins_sont_dessines() {
        assert_eq!(POLICES.fontes.len(), STYLES + 2);
        for c in "éèêëàâçîïôùûüÿœŒæÆÉÈÀÇŸ’‘“”–—…«»\u{202f}\u{a0}\u{2011}€%°→←≤≥×ŁłŞşĞğčšžñöß".chars()
        {
            assert!(POLICES.dessine(c), "{c:?} U+{:04X}", u32::from(c));
        }
        assert!(!POLICES.dessine('😀'));
    }

    #[test]
    fn names_in_the_scripts_of_our_neighbours_are_drawn() {
        // Arabic, Persian, Cyrillic, Ukrainian, Greek, Vietnamese, Hebrew, Armenian, Georgian.
        for nom in
            ["محمد", "فاطمة", "پریسا", "Юлия", "Ґалаґан Їжакевич", "Ελένη", "Nguyễn Thị Hằng", "שרה", "Արմեն", "გიორგი"]
        {
            for c in nom.chars() {
                assert!(POLICES.dessine(c), "{nom} : {c:?} U+{:04X}", u32::from(c));
            }
        }
    }
}
