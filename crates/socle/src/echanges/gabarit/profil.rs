//! What the columns of a file look like: filled, dates, codes, how many values. Enough to propose, and to see next month
//! that a column is no longer what it was; what is kept of it holds no value.

use std::collections::{BTreeMap, HashSet};

use passerelle_base::{CodePostal, Courriel, Date, Siret, Telephone, Uai, code_canonique, lire_date};
use serde::{Deserialize, Serialize};

use super::dates::FormeDate;
use super::decoupe::{code_postal_et_ville, separer_nom};
use super::modele::cle;
use crate::echanges::valeur::sans_valeur;

/// Values counted one by one; a column that has more is no list of codes.
const VALEURS_MAX: usize = 60;
/// A longer text is no code.
const VALEUR_LONGUE: usize = 80;
/// Forms of dates that are tried, besides those that are always read.
pub(super) const FORMES_DATE: [&str; 7] =
    ["AAAAMMJJ", "JJMMAAAA", "JJ/MM/AA", "JJ-MM-AAAA", "JJ.MM.AAAA", "AAAA/MM/JJ", "MM/JJ/AAAA"];

/// What a cell can be read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Genre {
    /// A date in a form that is always read.
    Date,
    /// An establishment number.
    Siret,
    /// A school number.
    Uai,
    Telephone,
    /// An address of mail.
    Courriel,
    /// Five digits of a postal code.
    CodePostal,
    /// A postal code and a town.
    CodePostalVille,
    /// « NOM Prénom », told by its capitals.
    NomPrenom,
    Nombre,
    /// Letters without any digit.
    Mots,
}

impl Genre {
    const TOUS: [Self; 10] = [
        Self::Date,
        Self::Siret,
        Self::Uai,
        Self::Telephone,
        Self::Courriel,
        Self::CodePostal,
        Self::CodePostalVille,
        Self::NomPrenom,
        Self::Nombre,
        Self::Mots,
    ];

    /// Whether a text is of this genre.
    pub(super) fn est(self, texte: &str) -> bool {
        let chiffres = || texte.bytes().filter(u8::is_ascii_digit).count();
        match self {
            Self::Date => lire_date(texte).is_ok(),
            Self::Siret => chiffres() == 14 && texte.parse::<Siret>().is_ok(),
            Self::Uai => texte.len() == 8 && texte.parse::<Uai>().is_ok(),
            Self::Telephone => (9..=13).contains(&chiffres()) && texte.parse::<Telephone>().is_ok(),
            Self::Courriel => texte.contains('@') && texte.parse::<Courriel>().is_ok(),
            Self::CodePostal => texte.len() == 5 && texte.parse::<CodePostal>().is_ok(),
            Self::CodePostalVille => texte.len() > 6 && chiffres() == 5 && code_postal_et_ville(texte).is_ok(),
            Self::NomPrenom => chiffres() == 0 && separer_nom(texte).is_some(),
            Self::Nombre => {
                !texte.is_empty() && texte.bytes().all(|o| o.is_ascii_digit() || matches!(o, b',' | b'.' | b' ' | b'-'))
            }
            Self::Mots => chiffres() == 0 && texte.chars().any(char::is_alphabetic),
        }
    }

    /// As people read it, in the plural.
    pub fn mots(self) -> &'static str {
        match self {
            Self::Date => "dates",
            Self::Siret => "SIRET valides",
            Self::Uai => "UAI valides",
            Self::Telephone => "téléphones",
            Self::Courriel => "adresses électroniques",
            Self::CodePostal => "codes postaux",
            Self::CodePostalVille => "codes postaux avec leur ville",
            Self::NomPrenom => "noms et prénoms",
            Self::Nombre => "nombres",
            Self::Mots => "mots",
        }
    }
}

/// What a column looks like.
#[derive(Clone, Debug, Default)]
pub struct Profil {
    /// Its header, as a gabarit calls it.
    pub entete: String,
    /// Filled cells.
    pub remplies: u64,
    pub lignes: u64,
    /// How many cells of those looked at are of each genre.
    genres: BTreeMap<Genre, u64>,
    regardees: u64,
    /// The forms of dates in which cells can be read, with how many.
    formes: BTreeMap<&'static str, u64>,
    /// First and last of its dates.
    pub dates: Option<(Date, Date)>,
    /// Its values and how often each comes, when it has few.
    valeurs: BTreeMap<String, u64>,
    trop: bool,
    distinctes: HashSet<u64>,
}

/// What is kept of a profile: no value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Allure {
    /// Header.
    pub entete: String,
    /// Rank in the file.
    pub rang: usize,
    /// Percents of filled cells.
    pub remplie: u64,
    /// How many values, when they are few.
    pub valeurs: Option<usize>,
    /// What most of its cells are.
    pub genre: Option<Genre>,
}

impl Profil {
    /// Of a column of which nothing was seen yet.
    pub(super) fn nouveau(entete: String) -> Self {
        Self { entete, ..Self::default() }
    }

    /// Looks at a cell; `de_pres` for some of the rows only, which is enough to know what they are.
    pub(super) fn regarder(&mut self, texte: &str, de_pres: bool, inconnus: &HashSet<String>) {
        self.lignes += 1;
        let texte = texte.trim();
        if texte.is_empty() {
            return;
        }
        let court = texte.len() <= VALEUR_LONGUE;
        if court && texte.len() < 20 && inconnus.contains(&cle(texte)) {
            return;
        }
        self.remplies += 1;
        if !self.trop {
            if let Some(fois) = self.valeurs.get_mut(texte) {
                *fois += 1;
            } else if self.valeurs.len() < VALEURS_MAX && court {
                self.valeurs.insert(texte.to_owned(), 1);
            } else {
                self.trop = true;
                self.valeurs.clear();
            }
        }
        if !de_pres || sans_valeur(texte).is_some() {
            return;
        }
        self.regardees += 1;
        let propre = code_canonique(passerelle_documents::restaurer(texte));
        self.distinctes.insert(empreinte(&propre));
        for genre in Genre::TOUS.into_iter().filter(|g| g.est(&propre)) {
            *self.genres.entry(genre).or_default() += 1;
        }
        if propre.len() <= 22 && propre.bytes().next().is_some_and(|o| o.is_ascii_digit()) {
            if let Ok(date) = lire_date(&propre) {
                self.voir(date);
            }
            for (forme, lue) in formes() {
                if let Some(date) = lue.traduire(&propre).and_then(|t| lire_date(&t).ok()).filter(plausible) {
                    *self.formes.entry(forme).or_default() += 1;
                    if !self.genres.contains_key(&Genre::Date) {
                        self.voir(date);
                    }
                }
            }
        }
    }

    fn voir(&mut self, date: Date) {
        let (debut, fin) = self.dates.unwrap_or((date, date));
        self.dates = Some((debut.min(date), fin.max(date)));
    }

    /// Percents of the cells looked at that are of a genre.
    pub fn part(&self, genre: Genre) -> u64 {
        pour_cent(self.genres.get(&genre).copied().unwrap_or(0), self.regardees)
    }

    /// The form in which most cells are dates, beside those always read, with its percents.
    pub fn forme_date(&self) -> Option<(&'static str, u64)> {
        // In case of a tie the first of the list, the French one, wins.
        let meilleure =
            FORMES_DATE.iter().rev().filter_map(|f| Some((*f, *self.formes.get(f)?))).max_by_key(|(_, n)| *n)?;
        Some((meilleure.0, pour_cent(meilleure.1, self.regardees)))
    }

    /// Its values, the most frequent first, when they are few.
    pub fn valeurs(&self) -> Option<Vec<(&str, u64)>> {
        if self.trop || self.valeurs.is_empty() {
            return None;
        }
        let mut valeurs: Vec<(&str, u64)> = self.valeurs.iter().map(|(v, n)| (v.as_str(), *n)).collect();
        valeurs.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        Some(valeurs)
    }

    /// Percents of the cells looked at that are the only one of their kind.
    pub fn unicite(&self) -> u64 {
        pour_cent(self.distinctes.len() as u64, self.regardees)
    }

    /// Whether cells were looked at.
    pub fn regardee(&self) -> bool {
        self.regardees > 0
    }

    /// What can be kept of it.
    pub fn allure(&self, rang: usize) -> Allure {
        let genre =
            Genre::TOUS.into_iter().filter(|g| self.part(*g) >= 80).max_by_key(|g| self.part(*g) * 20 - *g as u64);
        Allure {
            entete: self.entete.clone(),
            rang,
            remplie: pour_cent(self.remplies, self.lignes),
            valeurs: (!self.trop).then_some(self.valeurs.len()),
            genre,
        }
    }
}

/// A day of somebody's life or of their contract, and not digits that happen to be one.
fn plausible(date: &Date) -> bool {
    (1930..2060).contains(&chrono::Datelike::year(date))
}

fn pour_cent(n: u64, sur: u64) -> u64 {
    (n * 100).checked_div(sur).unwrap_or(0)
}

fn empreinte(texte: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hache = DefaultHasher::new();
    texte.hash(&mut hache);
    hache.finish()
}

fn formes() -> &'static [(&'static str, FormeDate)] {
    static FORMES: std::sync::LazyLock<Vec<(&str, FormeDate)>> =
        std::sync::LazyLock::new(|| FORMES_DATE.iter().filter_map(|f| Some((*f, FormeDate::lire(f).ok()?))).collect());
    &FORMES
}
