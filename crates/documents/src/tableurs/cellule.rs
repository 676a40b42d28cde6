//! One cell: a value written under its own type.

use crate::{Result, Valeur};
use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use passerelle_base as base;
use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet};

/// Characters of a cell, in UTF-16 units.
pub const TEXTE_MAX: usize = 32_767;
/// Excel keeps fifteen digits: longer whole numbers are identifiers and stay text.
const ENTIER_MAX: u64 = 999_999_999_999_999;

/// How each type of value looks.
pub struct Formats {
    texte: Format,
    entier: Format,
    decimal: Format,
    date: Format,
    instant: Format,
}

impl Formats {
    /// The looks derived from `base`.
    pub fn nouveaux(base: &Format) -> Self {
        Self {
            texte: base.clone(),
            entier: base.clone().set_num_format("#,##0"),
            decimal: base.clone(),
            date: base.clone().set_num_format("dd/mm/yyyy"),
            instant: base.clone().set_num_format("dd/mm/yyyy hh:mm"),
        }
    }
}

/// Writes one value under its own type; unknown stays blank.
pub fn ecrire(ws: &mut Worksheet, l: u32, c: u16, valeur: &Valeur, f: &Formats) -> Result<()> {
    match valeur {
        Valeur::Entier(n) if n.unsigned_abs() <= ENTIER_MAX => {
            ws.write_number_with_format(l, c, *n as f64, &f.entier)?
        }
        Valeur::Entier(n) => ws.write_string_with_format(l, c, n.to_string(), &f.texte)?,
        Valeur::Decimal(n) if n.is_finite() => ws.write_number_with_format(l, c, *n, &f.decimal)?,
        Valeur::Texte(t) if !t.is_empty() => ws.write_string_with_format(l, c, debut_utf16(t, TEXTE_MAX), &f.texte)?,
        Valeur::Date(date) => match jour(*date) {
            Some(jour) => ws.write_datetime_with_format(l, c, jour, &f.date)?,
            None => ws.write_string_with_format(l, c, base::date_courte(*date), &f.texte)?,
        },
        Valeur::Booleen(b) => ws.write_boolean_with_format(l, c, *b, &f.texte)?,
        Valeur::Instant(instant) => match moment(*instant) {
            Some(moment) => ws.write_datetime_with_format(l, c, moment, &f.instant)?,
            None => ws.write_string_with_format(l, c, valeur.affiche(), &f.texte)?,
        },
        Valeur::Etat { .. } => {
            ws.write_string_with_format(l, c, debut_utf16(&valeur.affiche(), TEXTE_MAX), &f.texte)?
        }
        Valeur::Inconnu | Valeur::Texte(_) | Valeur::Decimal(_) => ws.write_blank(l, c, &f.texte)?,
    };
    Ok(())
}

/// The date as Excel counts it; it knows no day before 1900.
fn jour(date: NaiveDate) -> Option<ExcelDateTime> {
    let annee = u16::try_from(date.year()).ok().filter(|a| (1900..=9999).contains(a))?;
    ExcelDateTime::from_ymd(annee, date.month() as u8, date.day() as u8).ok()
}

/// The moment as Excel counts it, at the time of the territory.
fn moment(instant: DateTime<Utc>) -> Option<ExcelDateTime> {
    let ici = base::sur_place(instant);
    jour(ici.date())?.and_hms(ici.hour() as u16, ici.minute() as u8, 0).ok()
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
