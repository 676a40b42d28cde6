//! Which periods are read by whoever reads no small number of people. Pure.
//!
//! Two periods that overlap are subtracted: what is between them would be a table of its own, that nobody hid. So these
//! readers have one grid, whole calendar years, and only those that are over: a year still being told would be read day
//! after day.

use chrono::Datelike;
use passerelle_base::{Date, Periode};

use passerelle_socle::access::Acteur;
use passerelle_socle::web::Parametres;

/// Whether a period is a whole calendar year that is over.
pub(crate) fn annee_finie(periode: &Periode, aujourdhui: Date) -> bool {
    periode.annee_entiere().is_some() && periode.au < aujourdhui
}

/// The last year that this reader may read.
pub(super) fn derniere_annee(acteur: &Acteur, aujourdhui: Date) -> i32 {
    if acteur.discretion().seuil().is_some() { aujourdhui.year() - 1 } else { i32::MAX }
}

/// The period asked for, or what to ask for instead. One that nobody asked for falls back to the last year that is over.
pub(super) fn accorder(acteur: &Acteur, periode: Periode, aujourdhui: Date, p: &Parametres) -> Result<Periode, String> {
    if acteur.discretion().seuil().is_none() || annee_finie(&periode, aujourdhui) {
        return Ok(periode);
    }
    let demandee = ["annee", "du", "au"].iter().any(|cle| !p.lire(cle).is_empty());
    if demandee {
        let derniere = aujourdhui.year() - 1;
        return Err(format!(
            "Vous lisez des années civiles entières et finies, pour que deux périodes ne se soustraient pas : \
             demandez une année jusqu'à {derniere}."
        ));
    }
    Ok(Periode::annee(aujourdhui.year() - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_over_the_day_after_its_last() {
        let jour = |t: &str| t.parse::<Date>().unwrap();
        let an = Periode::annee(2017);
        assert!(!annee_finie(&an, jour("2017-12-31")) && annee_finie(&an, jour("2018-01-01")));
        let six_mois = Periode::nouvelle(jour("2017-01-01"), jour("2017-06-30")).unwrap();
        let deux_ans = Periode::nouvelle(jour("2016-01-01"), jour("2017-12-31")).unwrap();
        assert!(!annee_finie(&six_mois, jour("2026-01-01")) && !annee_finie(&deux_ans, jour("2026-01-01")));
    }
}
