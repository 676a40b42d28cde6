//! One worksheet: its header, its typed cells, its widths.

use crate::valeur::heure_minute;
use crate::{Cellule, Colonne, Erreur, Result, Valeur};
use chrono::{Datelike, NaiveDate};
use passerelle_base as base;
use rust_xlsxwriter::{
    Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Worksheet,
};

/// Rows of a worksheet, header included.
pub const LIGNES_MAX: u32 = 1_048_576;
/// Characters of a cell, in UTF-16 units.
const TEXTE_MAX: usize = 32_767;
/// Excel keeps fifteen digits: longer whole numbers are identifiers and stay text.
const ENTIER_MAX: u64 = 999_999_999_999_999;
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

/// How each type of value looks.
struct Formats {
    texte: Format,
    entier: Format,
    decimal: Format,
    date: Format,
    instant: Format,
}

impl Formats {
    fn nouveaux(base: &Format) -> Self {
        Self {
            texte: base.clone(),
            entier: base.clone().set_num_format("#,##0"),
            decimal: base.clone(),
            date: base.clone().set_num_format("dd/mm/yyyy"),
            instant: base.clone().set_num_format("dd/mm/yyyy hh:mm"),
        }
    }
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

/// Writes one value under its own type; unknown stays blank.
fn ecrire(ws: &mut Worksheet, l: u32, c: u16, valeur: &Valeur, f: &Formats) -> Result<()> {
    match valeur {
        Valeur::Entier(n) if n.unsigned_abs() <= ENTIER_MAX => {
            ws.write_number_with_format(l, c, *n as f64, &f.entier)?
        }
        Valeur::Entier(n) => ws.write_string_with_format(l, c, n.to_string(), &f.texte)?,
        Valeur::Decimal(n) if n.is_finite() => ws.write_number_with_format(l, c, *n, &f.decimal)?,
        Valeur::Texte(t) if !t.is_empty() => {
            ws.write_string_with_format(l, c, debut_utf16(t, TEXTE_MAX), &f.texte)?
        }
        Valeur::Date(date) => match jour(*date) {
            Some(jour) => ws.write_datetime_with_format(l, c, jour, &f.date)?,
            None => ws.write_string_with_format(l, c, base::date_courte(*date), &f.texte)?,
        },
        Valeur::Booleen(b) => ws.write_boolean_with_format(l, c, *b, &f.texte)?,
        Valeur::Instant(instant) => match moment(instant) {
            Some(moment) => ws.write_datetime_with_format(l, c, moment, &f.instant)?,
            None => ws.write_string_with_format(l, c, valeur.affiche(), &f.texte)?,
        },
        Valeur::Inconnu | Valeur::Texte(_) | Valeur::Decimal(_) => ws.write_blank(l, c, &f.texte)?,
    };
    Ok(())
}

/// The date as Excel counts it; it knows no day before 1900.
fn jour(date: NaiveDate) -> Option<ExcelDateTime> {
    let annee = u16::try_from(date.year()).ok().filter(|a| (1900..=9999).contains(a))?;
    ExcelDateTime::from_ymd(annee, date.month() as u8, date.day() as u8).ok()
}

/// The moment as Excel counts it, at Paris time.
fn moment(instant: &base::Instant) -> Option<ExcelDateTime> {
    let (heure, minute) = heure_minute(instant);
    jour(instant.date_paris())?.and_hms(heure, minute, 0).ok()
}

/// How many characters the value takes, on its longest line.
fn longueur(valeur: &Valeur) -> usize {
    valeur.affiche().lines().map(|l| l.chars().count()).max().unwrap_or(0)
}

/// The start of `texte` that fits in `max` UTF-16 units.
pub fn debut_utf16(texte: &str, max: usize) -> &str {
    let mut unites = 0;
    let fin = texte.char_indices().find(|(_, c)| {
        unites += c.len_utf16();
        unites > max
    });
    fin.map_or(texte, |(i, _)| &texte[..i])
}
