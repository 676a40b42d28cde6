//! A text that somebody wrote and that may be kept: no social security number, no mark that nobody types, a bound.

use std::fmt;
use std::ops::Deref;

use passerelle_base::{contient_nir, epurer, nombre, plier};
use sea_orm::Value;
use sea_orm::sea_query::Nullable;

/// A text that may be kept. Nothing else makes one: a column of words is filled from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texte(String);

/// Why a text is not kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefusTexte {
    /// Longer than the bound.
    #[error("Le texte a {} caractères : {} au plus. Raccourcissez-le.", nombre(*.0 as i64), nombre(*.1 as i64))]
    TropLong(usize, usize),
    /// Holds a social security number, that nothing here may keep.
    #[error(
        "Le texte contient un numéro de sécurité sociale : Passerelle n'a pas le droit de le garder. \
         Retirez-le, puis enregistrez."
    )]
    Nir,
    /// Holds a mark that is not seen, in a text that is kept to the letter.
    #[error("Le texte contient un caractère qui ne s'affiche pas : effacez-le et tapez-le de nouveau.")]
    Invisible,
}

impl Texte {
    /// Several lines, as they will be kept; empty when nothing was written.
    pub fn lire(brut: &str, max: usize) -> Result<Self, RefusTexte> {
        let lignes = brut.replace("\r\n", "\n").replace('\r', "\n");
        let propre: String = lignes.chars().filter(|c| garde(*c)).collect();
        juger(&epurer(&propre), max)
    }
    /// The same on one line.
    pub fn ligne(brut: &str, max: usize) -> Result<Self, RefusTexte> {
        Self::lire(&brut.split_whitespace().collect::<Vec<_>>().join(" "), max)
    }
    /// To the letter: what would be taken out of another text refuses this one, which is hashed or signed.
    pub fn tel_quel(brut: &str, max: usize) -> Result<Self, RefusTexte> {
        match brut.chars().all(garde) {
            true => juger(brut, max),
            false => Err(RefusTexte::Invisible),
        }
    }
    /// Itself, unless nothing was written.
    pub fn ecrit(self) -> Option<Self> {
        Some(self).filter(|t| !t.0.is_empty())
    }
    /// Itself, or the sentence that asks for it when nothing was written.
    pub fn exige(self, vide: &str) -> Result<Self, String> {
        self.ecrit().ok_or_else(|| vide.to_owned())
    }
    /// Whether it seems to speak of health. Only ever a reason to warn: words are not facts.
    pub fn parle_de_sante(&self) -> bool {
        plier(&self.0).split_whitespace().any(|mot| SANTE.iter().any(|debut| mot.starts_with(debut)))
    }
}

/// What stands for a text that held a social security number.
pub const NIR_RETIRE: &str = "[NIR retiré]";

/// Whether a text may be kept as it is: nothing that no keyboard types, no social security number.
pub fn se_garde(texte: &str) -> bool {
    texte.chars().all(garde) && !contient_nir(texte)
}

/// A text that nobody is asked to mend, as it may be kept: without what no keyboard types, and nothing of it when it holds
/// a social security number.
pub fn expurger(texte: &str) -> String {
    let lignes = texte.replace("\r\n", "\n").replace('\r', "\n");
    let propre: String = lignes.chars().filter(|c| garde(*c)).collect();
    if contient_nir(&propre) { NIR_RETIRE.to_owned() } else { propre }
}

/// The one way of somebody's words to a column of theirs: only a [`Texte`] has it, and `tidy` refuses any other there.
pub trait Libre {
    /// As a column keeps it.
    fn libre(self) -> Value;
}

impl Libre for Texte {
    fn libre(self) -> Value {
        self.0.into()
    }
}

impl Libre for &Texte {
    fn libre(self) -> Value {
        self.0.as_str().into()
    }
}

impl<T: Libre> Libre for Option<T> {
    fn libre(self) -> Value {
        self.map_or_else(String::null, Libre::libre)
    }
}

impl Deref for Texte {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Texte {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Texte> for Value {
    fn from(texte: Texte) -> Self {
        texte.0.into()
    }
}

impl From<&Texte> for Value {
    fn from(texte: &Texte) -> Self {
        texte.0.as_str().into()
    }
}

impl Nullable for Texte {
    fn null() -> Value {
        String::null()
    }
}

fn juger(texte: &str, max: usize) -> Result<Texte, RefusTexte> {
    if contient_nir(texte) {
        return Err(RefusTexte::Nir);
    }
    match texte.chars().count() {
        n if n > max => Err(RefusTexte::TropLong(n, max)),
        _ => Ok(Texte(texte.to_owned())),
    }
}

/// Neither what no keyboard types nor the marks that turn the reading order of a whole page.
fn garde(c: char) -> bool {
    let retourne = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c == '\n' || c == '\t' || (!c.is_control() && !retourne)
}

/// Beginnings of words by which a text seems to speak of health, folded.
const SANTE: [&str; 38] = [
    "addict",
    "alcool",
    "anorex",
    "antidepress",
    "anxie",
    "asthm",
    "autis",
    "boulim",
    "cancer",
    "cannabis",
    "depress",
    "diabet",
    "diagnosti",
    "drogue",
    "dyslex",
    "enceinte",
    "epilep",
    "grossesse",
    "handicap",
    "hopita",
    "hospitali",
    "infirmi",
    "invalid",
    "malad",
    "mdph",
    "medecin",
    "medica",
    "ordonnance",
    "psychiatr",
    "psycholog",
    "psychothera",
    "rqth",
    "schizo",
    "seropositi",
    "suicid",
    "toxicoman",
    "trisom",
    "vih",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn texte(brut: &str) -> Texte {
        Texte::lire(brut, 400).unwrap()
    }

    #[test]
    fn a_free_text_keeps_its_words_and_loses_what_could_harm() {
        assert_eq!(&*texte("  un\r\ndeux\rtrois\u{0}\u{7}\u{1b}\u{202e} "), "un\ndeux\ntrois");
        assert_eq!(&*Texte::ligne("a\r\nSet-Cookie: b", 40).unwrap(), "a Set-Cookie: b");
        assert_eq!(Texte::lire(&"é".repeat(4_000), 4_000).unwrap().chars().count(), 4_000);
        let trop = Texte::lire(&"é".repeat(4_001), 4_000).unwrap_err();
        assert!(trop.to_string().contains("4\u{202f}001 caractères"), "{trop}");
        assert_eq!(Texte::lire("N° 2 99 05 93 001 001 56", 400), Err(RefusTexte::Nir));
        assert_eq!(&*texte("Rappeler au 06 39 98 01 10"), "Rappeler au 06 39 98 01 10");
        assert_eq!(texte(" \r\n ").ecrit(), None);
        // Right to left for one mark, no room for another: gone, and the accent is one letter.
        assert_eq!(&*texte("\u{200f}De\u{ad}ux e\u{301}te\u{301}s\u{200b}"), "Deux étés");
    }

    #[test]
    fn a_text_kept_to_the_letter_is_refused_rather_than_cleaned() {
        assert_eq!(&*Texte::tel_quel(" a\n\tb ", 40).unwrap(), " a\n\tb ");
        for hostile in ["a\u{1b}[2J", "a\u{202e}b", "a\u{200f}b", "a\rb", "a\u{0}b"] {
            assert_eq!(Texte::tel_quel(hostile, 40), Err(RefusTexte::Invisible), "{hostile:?}");
        }
        assert_eq!(Texte::tel_quel("N° 2 99 05 93 001 001 56", 400), Err(RefusTexte::Nir));
        assert_eq!(Texte::tel_quel("abc", 2), Err(RefusTexte::TropLong(3, 2)));
    }

    #[test]
    fn a_text_that_nobody_mends_loses_what_harms_and_all_of_it_with_a_number() {
        assert_eq!(expurger("liste\u{202e} de\u{0} mars.csv\r\n"), "liste de mars.csv\n");
        assert!(se_garde("liste de mars.csv\n") && !se_garde("mars\r\n") && !se_garde("299059300100156"));
        assert_eq!(expurger("Dupont 2 99 05 93 001 001 56.pdf"), NIR_RETIRE);
        // Hidden between the digits, it is a number all the same.
        assert_eq!(expurger("2990593\u{202e}00100156"), NIR_RETIRE);
    }

    #[test]
    fn words_of_health_are_seen_whatever_their_writing() {
        for dit in ["Sort de l'HÔPITAL", "dossier MDPH", "a une R.Q.T.H. ou RQTH", "dépression", "Enceinte de 3 mois"]
        {
            assert!(texte(dit).parle_de_sante(), "{dit}");
        }
        for dit in ["Projet maçonnerie confirmé", "permis, mobilité", "entretien chez l'employeur", "sans logement"]
        {
            assert!(!texte(dit).parle_de_sante(), "{dit}");
        }
    }
}
