//! Quotes as people and programs leave them: whether a file closes all of its own, and how rows are cut when some cells
//! go on after the quote that should close them (`"L'atelier "du Lac"";x`).
//!
//! A file whose quotes follow the rule is read by the `csv` crate. The others come here: a quote closes a cell only
//! before a separator or the end of a line; a cell that nothing closes on its line, and that does not plainly go on over
//! the next ones, is the text as it is written.

use std::io::{self, BufRead};

/// Lines that one quoted cell may run over.
const LIGNES_MAX: usize = 200;

#[derive(Clone, Copy, PartialEq)]
enum Etat {
    /// Nothing was read.
    Tete,
    Debut,
    Nu,
    Dans,
    /// A quote was met inside quotes: the end of the cell, or the first of two.
    Ferme,
}

/// Follows the quotes of a file, byte after byte.
pub(super) struct Guillemets {
    separateur: u8,
    etat: Etat,
    libres: bool,
}

impl Guillemets {
    /// Of a file whose cells are separated so.
    pub fn nouveaux(separateur: u8) -> Self {
        Self { separateur, etat: Etat::Tete, libres: false }
    }

    /// Looks at more bytes of the file.
    pub fn lire(&mut self, octets: &[u8]) {
        let octets = match (self.etat, octets) {
            // The mark of the encoding is no part of the first cell.
            (Etat::Tete, [0xef, 0xbb, 0xbf, suite @ ..]) => suite,
            (_, tous) => tous,
        };
        self.suivre(octets, self.separateur);
    }

    fn suivre(&mut self, octets: &[u8], separateur: u8) {
        for &o in octets {
            let fin = o == separateur || o == b'\n' || o == b'\r';
            self.etat = match (self.etat, o) {
                (Etat::Dans, b'"') => Etat::Ferme,
                (Etat::Dans, _) | (Etat::Ferme | Etat::Debut | Etat::Tete, b'"') => Etat::Dans,
                (_, _) if fin => Etat::Debut,
                (Etat::Ferme, _) => {
                    self.libres = true;
                    Etat::Nu
                }
                _ => Etat::Nu,
            };
        }
    }

    /// A quoted cell goes on after the quote that should close it.
    pub fn libres(&self) -> bool {
        self.libres
    }

    /// The file ends inside a quoted cell.
    pub fn ouvert(&self) -> bool {
        !self.libres && self.etat == Etat::Dans
    }
}

/// Cuts rows of a file whose quotes do not follow the rule.
pub(super) struct LecteurLibre<R> {
    flux: R,
    separateur: u8,
    /// Lines read ahead and not yet part of a row.
    avance: std::collections::VecDeque<String>,
    /// Lines given so far.
    ligne: u64,
}

impl<R: BufRead> LecteurLibre<R> {
    pub fn nouveau(flux: R, separateur: u8) -> Self {
        Self { flux, separateur, avance: std::collections::VecDeque::new(), ligne: 0 }
    }

    /// The next row, its cells and the number of its first line.
    pub fn rangee(&mut self, rangee: &mut csv::StringRecord) -> io::Result<Option<u64>> {
        rangee.clear();
        let Some(mut texte) = self.prendre()? else { return Ok(None) };
        let numero = self.ligne;
        let (sep, mut place) = (char::from(self.separateur), 0);
        loop {
            let mut fin = None;
            if texte[place..].starts_with('"') {
                fin = fermeture(&texte, place, sep);
                if fin.is_none() && texte[place..].matches('"').count() % 2 == 1 {
                    fin = self.prolonger(&mut texte, place, sep)?;
                }
            }
            match fin {
                Some(fin) => {
                    rangee.push_field(&texte[place + 1..fin].replace("\"\"", "\""));
                    // Spaces after the closing quote say nothing.
                    place = texte[fin + 1..].find(sep).map_or(texte.len(), |suite| fin + 1 + suite);
                }
                None => {
                    let bout = texte[place..].find(sep).map_or(texte.len(), |suite| place + suite);
                    rangee.push_field(&texte[place..bout]);
                    place = bout;
                }
            }
            if place >= texte.len() {
                return Ok(Some(numero));
            }
            place += sep.len_utf8();
        }
    }

    /// Joins the lines that a quoted cell runs over, when something closes it before another cell opens.
    fn prolonger(&mut self, texte: &mut String, place: usize, sep: char) -> io::Result<Option<usize>> {
        let mut long = texte.clone();
        for i in 0..LIGNES_MAX {
            if self.avance.len() <= i {
                let Some(suivante) = self.lire_ligne()? else { break };
                self.avance.push_back(suivante);
            }
            long.push('\n');
            long.push_str(&self.avance[i]);
            if let Some(fin) = fermeture(&long, place, sep) {
                *texte = long;
                self.avance.drain(..=i);
                self.ligne += i as u64 + 1;
                return Ok(Some(fin));
            }
        }
        Ok(None)
    }

    fn prendre(&mut self) -> io::Result<Option<String>> {
        let suivante = match self.avance.pop_front() {
            Some(ligne) => Some(ligne),
            None => self.lire_ligne()?,
        };
        self.ligne += u64::from(suivante.is_some());
        Ok(suivante)
    }

    fn lire_ligne(&mut self) -> io::Result<Option<String>> {
        let mut octets = Vec::new();
        if self.flux.read_until(b'\n', &mut octets)? == 0 {
            return Ok(None);
        }
        if octets.last() == Some(&b'\n') {
            octets.pop();
        }
        Ok(Some(String::from_utf8_lossy(&octets).into_owned()))
    }
}

/// Where the quote that closes the cell opened at `place` stands: the first one that is not doubled and that a
/// separator, or the end of a line, follows. A quote that opens another cell before it says that there is none.
fn fermeture(texte: &str, place: usize, sep: char) -> Option<usize> {
    let finit = |apres: &str| {
        let reste = apres.trim_start_matches(' ');
        reste.is_empty() || reste.starts_with([sep, '\n'])
    };
    let (mut i, mut simples) = (place + 1, false);
    while let Some(suite) = texte[i..].find('"') {
        let ici = i + suite;
        let apres = &texte[ici + 1..];
        if let Some(apres) = apres.strip_prefix('"') {
            // Where quotes are not doubled, two before a separator are one of the text and the one that closes.
            if simples && finit(apres) {
                return Some(ici + 1);
            }
            i = ici + 2;
            continue;
        }
        if finit(apres) {
            return Some(ici);
        }
        if texte[..ici].ends_with([sep, '\n']) {
            return None;
        }
        simples = true;
        i = ici + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::entetes::Entetes;
    use super::*;

    fn rangees(texte: &str) -> Vec<(u64, Vec<String>)> {
        let mut lecteur = LecteurLibre::nouveau(texte.as_bytes(), b';');
        let (mut rangee, mut rangees) = (csv::StringRecord::new(), Vec::new());
        while let Some(numero) = lecteur.rangee(&mut rangee).unwrap() {
            rangees.push((numero, rangee.iter().map(str::to_owned).collect()));
        }
        rangees
    }

    fn cellules(ligne: &str) -> Vec<String> {
        rangees(ligne).remove(0).1
    }

    #[test]
    fn a_cell_is_the_text_as_it_is_written() {
        for (ligne, lues) in [
            ("\"L'atelier \"du Lac\"\";x", vec!["L'atelier \"du Lac\"", "x"]),
            ("\"L'atelier \"du Lac\" du Nord\";x", vec!["L'atelier \"du Lac\" du Nord", "x"]),
            ("\"L'atelier \"\"du Lac\"\"\";x", vec!["L'atelier \"du Lac\"", "x"]),
            ("\"\"du Lac\"\" au Nord;x", vec!["\"\"du Lac\"\" au Nord", "x"]),
            ("\"Jean\" Dupont;x", vec!["\"Jean\" Dupont", "x"]),
            ("\"a;b\";\"c\" ; d;\"\"", vec!["a;b", "c", " d", ""]),
            ("O\"Brien;\"x\"y\";z", vec!["O\"Brien", "x\"y", "z"]),
            ("a;", vec!["a", ""]),
        ] {
            assert_eq!(cellules(ligne), lues, "{ligne}");
        }
    }

    #[test]
    fn a_stray_quote_does_not_swallow_the_rows_that_follow() {
        let lues = rangees("A;\"Un;x\nB;\"Deux\";y\nC;\"sur deux\nlignes\";z\nD;\"fin;x\n");
        let attendu = [
            (1, vec!["A", "\"Un", "x"]),
            (2, vec!["B", "Deux", "y"]),
            (3, vec!["C", "sur deux\nlignes", "z"]),
            (5, vec!["D", "\"fin", "x"]),
        ];
        assert_eq!(lues, attendu.map(|(n, c)| (n, c.into_iter().map(str::to_owned).collect())));
    }

    #[test]
    fn a_quote_is_left_open_only_when_it_is() {
        let suivre = |texte: &str| {
            let premiere = texte.trim_start().lines().take(1);
            let mut guillemets = Guillemets::nouveaux(Entetes::separateur(premiere));
            // In pieces, as a file is read.
            texte.as_bytes().chunks(3).for_each(|bout| guillemets.lire(bout));
            (guillemets.ouvert(), guillemets.libres())
        };
        for texte in ["a;b\n1;O\"Brien\n", "a;b\n1;5\"\n2;6\"\n3;7\"\n", "a;b\n\"x;\n\";\"\"\"\"\r\n", "a,b\n1;\"2\n"] {
            assert_eq!(suivre(texte), (false, false), "{texte}");
        }
        assert_eq!(suivre("a;b\n1;\"deux\n3;4\n"), (true, false));
        assert_eq!(suivre("a;b\n1;\"deux\" ou trois\n"), (false, true));
        assert_eq!(suivre("\n\n\"a\";\"b\n\"\n"), (false, false));
    }
}
