//! One worksheet: its header, its typed cells, its widths.

use super::cellule::{Formats, TEXTE_MAX, debut_utf16, ecrire};
use crate::{Cellule, Colonne, Erreur, Result, Valeur};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet};

/// Rows of a worksheet, header included.
pub const LIGNES_MAX: u32 = 1_048_576;
/// Widths are measured on the first rows only.
const LIGNES_MESUREES: u32 = 1_000;

/// What is known of a worksheet while it is written, row after row.
pub struct Feuille {
    ordinaire: Formats,
    total: Formats,
    largeurs: Vec<usize>,
    /// The zero-based index of the next row.
    pub prochaine: u32,
    derniere_donnee: u32,
}

impl Feuille {
    /// Writes the header: bold, always visible, printed on every page.
    pub fn nouvelle(ws: &mut Worksheet, nom: &str, colonnes: &[Colonne]) -> Result<Self> {
        ws.set_name(nom)?.set_freeze_panes(1, 0)?;
        let entete = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(Color::RGB(0x0b6e6e));
        for (i, colonne) in (0..).zip(colonnes) {
            let format = match colonne.numerique {
                true => entete.clone().set_align(FormatAlign::Right),
                false => entete.clone(),
            };
            ws.write_string_with_format(0, i, debut_utf16(&colonne.titre, TEXTE_MAX), &format)?;
        }
        ws.set_repeat_rows(0, 0)?.set_landscape().set_print_fit_to_pages(1, 0);
        let total = Format::new().set_bold().set_border_top(FormatBorder::Thin);
        Ok(Self {
            ordinaire: Formats::nouveaux(&Format::new()),
            total: Formats::nouveaux(&total),
            // The arrow of the filter takes the place of three characters.
            largeurs: colonnes.iter().map(|c| c.titre.chars().count().min(24) + 3).collect(),
            prochaine: 1,
            derniere_donnee: 0,
        })
    }

    /// Adds a row of data.
    pub fn ligne(&mut self, ws: &mut Worksheet, cellules: &[Cellule]) -> Result<()> {
        self.poser(ws, cellules, false)?;
        self.derniere_donnee = self.prochaine - 1;
        Ok(())
    }

    /// Adds the total, out of the reach of the filters.
    pub fn total(&mut self, ws: &mut Worksheet, cellules: &[Cellule]) -> Result<()> {
        self.poser(ws, cellules, true)
    }

    /// Sets what depends on the whole content: filters and widths.
    pub fn terminer(&self, ws: &mut Worksheet) -> Result<()> {
        for (i, largeur) in (0..).zip(&self.largeurs) {
            ws.set_column_width(i, (*largeur).clamp(8, 60) as f64 + 1.5)?;
        }
        if let Some(derniere) = u16::try_from(self.largeurs.len()).ok().and_then(|n| n.checked_sub(1)) {
            ws.autofilter(0, 0, self.derniere_donnee, derniere)?;
        }
        Ok(())
    }

    fn poser(&mut self, ws: &mut Worksheet, cellules: &[Cellule], total: bool) -> Result<()> {
        if cellules.len() != self.largeurs.len() {
            return Err(Erreur::Largeur { attendues: self.largeurs.len(), trouvees: cellules.len() });
        }
        if self.prochaine >= LIGNES_MAX {
            return Err(Erreur::TropDeLignes);
        }
        let formats = if total { &self.total } else { &self.ordinaire };
        for (i, cellule) in (0..).zip(cellules) {
            ecrire(ws, self.prochaine, i, &cellule.valeur, formats)?;
        }
        if self.prochaine <= LIGNES_MESUREES {
            for (largeur, cellule) in self.largeurs.iter_mut().zip(cellules) {
                *largeur = (*largeur).max(longueur(&cellule.valeur));
            }
        }
        self.prochaine += 1;
        Ok(())
    }
}

/// How many characters the value takes, on its longest line.
fn longueur(valeur: &Valeur) -> usize {
    valeur.affiche().lines().map(|l| l.chars().count()).max().unwrap_or(0)
}
