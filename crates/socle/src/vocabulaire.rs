//! Lists of codes with the words people read.

/// Levels of training as they are declared: the old scale, then the European one.
pub const NIVEAUX: [&str; 15] = ["VI", "V bis", "V", "IV", "III", "II", "I", "1", "2", "3", "4", "5", "6", "7", "8"];

/// Codes and their words, in the published order.
#[derive(Debug)]
pub struct Vocabulaire<const N: usize> {
    /// Codes, as kept in the base and written in the files.
    pub codes: [&'static str; N],
    /// Words, in the same order.
    pub libelles: [&'static str; N],
}

/// A list of codes with their words, whatever their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Codes {
    /// Codes, as kept in the base and written in the files.
    pub codes: &'static [&'static str],
    /// Words, in the same order.
    pub libelles: &'static [&'static str],
}

impl Codes {
    /// Pairs, for a choice in a form.
    pub fn choix(self) -> Vec<(&'static str, &'static str)> {
        std::iter::zip(self.codes, self.libelles).map(|(c, l)| (*c, *l)).collect()
    }
}

impl<const N: usize> Vocabulaire<N> {
    /// Builds the list from pairs.
    pub const fn nouveau(paires: [(&'static str, &'static str); N]) -> Self {
        let (mut codes, mut libelles) = ([""; N], [""; N]);
        let mut i = 0;
        while i < N {
            (codes[i], libelles[i]) = paires[i];
            i += 1;
        }
        Self { codes, libelles }
    }

    /// The words of a code; a code unknown here is shown as it is.
    pub fn libelle<'a>(&self, code: &'a str) -> &'a str
    where
        'static: 'a,
    {
        self.codes.iter().position(|c| *c == code).map_or(code, |i| self.libelles[i])
    }

    /// The code of that name, when it is one of the list.
    pub fn code(&self, nom: &str) -> Option<&'static str> {
        self.codes.into_iter().find(|c| *c == nom)
    }

    /// Its codes and their words, whatever their number.
    pub const fn tous(&'static self) -> Codes {
        Codes { codes: &self.codes, libelles: &self.libelles }
    }

    /// Pairs, for a choice in a form.
    pub fn choix(&self) -> Vec<(&'static str, &'static str)> {
        std::iter::zip(self.codes, self.libelles).collect()
    }
}
