//! A dated fact of a young person's file, as every storey tells it.
//!
//! What happened, when, who says so, which field of the file it is part of (so that each reader is
//! shown theirs and no more), and what it proves of the path.

use passerelle_base::{Date, date_longue};

use crate::access::Champ;

/// A dated fact of a timeline.
#[derive(Clone, Debug)]
pub struct Fait {
    /// When.
    pub date: Date,
    /// At what time, when it is known.
    pub heure: Option<String>,
    /// What, in a few words.
    pub titre: String,
    /// A word that says how it went, with its tone.
    pub etat: Option<(String, Ton)>,
    /// Where, with whom, how it ended.
    pub detail: String,
    /// Who says so.
    pub source: String,
    /// Which field of the file it is part of.
    pub champ: Champ,
    /// What it proves of the path.
    pub preuve: Option<Preuve>,
    /// Where it leads: words, address.
    pub lien: Option<(&'static str, String)>,
    /// What takes it back: words of the button, address it posts to.
    pub geste: Option<(&'static str, String)>,
}

/// How a word sounds. Colour repeats it, never replaces it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ton {
    /// Says no more than itself.
    Neutre,
    /// Went well.
    Positif,
    /// Waits for somebody.
    Attention,
}

/// What a fact proves of the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preuve {
    /// A structure welcomed.
    Accueil,
    /// A meeting was held.
    Entretien,
    /// An action where one finds out what one wants.
    Decouverte,
    /// A place was asked for, or an action that leads to a contract was entered.
    Demarche,
    /// A contract, from the day it was signed, or else begun.
    Contrat {
        /// First day of work.
        debut: Date,
        /// First day it no longer holds.
        fin: Option<Date>,
        /// Whether it was broken before its term.
        rompu: bool,
    },
    /// A job told by whoever ran an action, without its contract.
    Emploi {
        /// Told to be lasting.
        durable: bool,
    },
}

impl Fait {
    /// A fact of a field, that day.
    pub fn nouveau(date: Date, champ: Champ, titre: impl Into<String>) -> Self {
        Self {
            date,
            heure: None,
            titre: titre.into(),
            etat: None,
            detail: String::new(),
            source: String::new(),
            champ,
            preuve: None,
            lien: None,
            geste: None,
        }
    }
    /// With where, with whom, how it ended.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
    /// With who says so.
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = source.into();
        self
    }
    /// With what it proves.
    pub fn preuve(mut self, preuve: Preuve) -> Self {
        self.preuve = Some(preuve);
        self
    }
    /// The day in words.
    pub fn jour(&self) -> String {
        match &self.heure {
            Some(heure) => format!("{}, {}", date_longue(self.date), heure_dite(heure)),
            None => date_longue(self.date),
        }
    }
    /// How far the day is, in words.
    pub fn distance(&self, jour: &Date) -> String {
        distance(self.date, *jour)
    }
    /// Whether it is a turning point of the path.
    pub fn marquant(&self) -> bool {
        matches!(self.preuve, Some(Preuve::Contrat { .. } | Preuve::Accueil))
    }
}

impl Ton {
    /// Class of the pill in the theme.
    pub fn classe(self) -> &'static str {
        match self {
            Self::Neutre => "",
            Self::Positif => " etat-positif",
            Self::Attention => " etat-attention",
        }
    }
}

/// « il y a 12 jours », « demain »: how far `date` is from `jour`; days are counted as long as they tell something.
pub fn distance(date: Date, jour: Date) -> String {
    let ecart = (date - jour).num_days();
    let combien = match ecart.abs() {
        n if n < 100 => format!("{n} jours"),
        n if n < 730 => format!("{} mois", n * 12 / 365),
        n => format!("{} ans", n / 365),
    };
    match ecart {
        0 => "aujourd'hui".into(),
        -1 => "hier".into(),
        1 => "demain".into(),
        n if n < 0 => format!("il y a {combien}"),
        _ => format!("dans {combien}"),
    }
}

/// « 9 h 30 » for `09:30`; no line end cuts it.
pub fn heure_dite(heure: &str) -> String {
    match heure.split_once(':') {
        Some((h, m)) => format!("{}\u{a0}h\u{a0}{m}", h.trim_start_matches('0').parse::<u8>().unwrap_or(0)),
        None => heure.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_said_in_words() {
        let jour: Date = "2018-02-20".parse().unwrap();
        for (date, dite) in [
            ("2018-02-20", "aujourd'hui"),
            ("2018-02-19", "hier"),
            ("2018-02-21", "demain"),
            ("2018-02-08", "il y a 12 jours"),
            ("2018-03-02", "dans 10 jours"),
            ("2017-10-01", "il y a 4 mois"),
            ("2015-01-01", "il y a 3 ans"),
        ] {
            assert_eq!(distance(date.parse().unwrap(), jour), dite);
        }
    }

    #[test]
    fn times_are_said_in_words() {
        assert_eq!(heure_dite("09:30"), "9\u{a0}h\u{a0}30");
        assert_eq!(heure_dite("14:05"), "14\u{a0}h\u{a0}05");
        assert_eq!(heure_dite("00:15"), "0\u{a0}h\u{a0}15");
    }
}
