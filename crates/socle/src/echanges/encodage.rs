//! Which encoding the bytes of a CSV are in, told from where its accents fall in words.
//!
//! A byte that is « é » in one encoding is « Ž » or « , » in another: an accent inside a lower-case word is a good sign, a
//! symbol or a capital there is a bad one. UTF-8 is told by its form alone (`fichier`); this is for what is not UTF-8.

use super::tables::{CP437, CP850};

/// How the bytes of a file make characters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Encodage {
    Utf8,
    /// Cut inside its last character.
    Utf8Coupe,
    /// UTF-8 read once as Windows-1252 and written again: « Ã© ».
    Utf8DeuxFois,
    /// UTF-8 and Windows-1252 in one file.
    Melange,
    Windows1252,
    Iso885915,
    MacRoman,
    Cp850,
    Cp437,
}

impl Encodage {
    /// What is said of it, when it is not one that is read every day.
    pub fn avis(self) -> Option<&'static str> {
        match self {
            Self::MacRoman => Some(
                "Le fichier est dans un ancien encodage de Mac (Mac Roman) : il a été lu ainsi. Vérifiez les accents, ou enregistrez-le en CSV UTF-8.",
            ),
            Self::Cp850 | Self::Cp437 => Some(
                "Le fichier est dans un ancien encodage de DOS : il a été lu ainsi. Vérifiez les accents, ou enregistrez-le en CSV UTF-8.",
            ),
            Self::Utf8DeuxFois => Some(
                "Des accents du fichier avaient été encodés deux fois (« Ã© » pour « é ») : ils ont été rétablis. Vérifiez-les.",
            ),
            Self::Melange => Some(
                "Le fichier mélange deux encodages (UTF-8 et Windows-1252) : chaque accent a été lu dans le sien. Vérifiez-les, ou enregistrez le fichier en CSV UTF-8.",
            ),
            _ => None,
        }
    }

    /// The character of a byte over 127; `None` where the encoding has none, or no single bytes.
    fn caractere(self, octet: u8) -> Option<char> {
        let du = |encodage: &'static encoding_rs::Encoding| {
            let un = [octet];
            encodage.decode_without_bom_handling(&un).0.chars().next()
        };
        let c = match self {
            Self::Windows1252 => du(encoding_rs::WINDOWS_1252)?,
            Self::Iso885915 => du(encoding_rs::ISO_8859_15)?,
            Self::MacRoman => du(encoding_rs::MACINTOSH)?,
            Self::Cp850 => CP850[usize::from(octet - 128)],
            Self::Cp437 => CP437[usize::from(octet - 128)],
            _ => return None,
        };
        (!c.is_control()).then_some(c)
    }

    /// The characters of the bytes from 128 on, for the encodings of one byte; what has none is U+FFFD, refused with its
    /// line.
    pub fn table(self) -> [char; 128] {
        std::array::from_fn(|i| self.caractere(128 + i as u8).unwrap_or('\u{fffd}'))
    }
}

/// What stands beside a byte.
#[derive(Clone, Copy, PartialEq)]
enum Voisin {
    Minuscule,
    Capitale,
    Autre,
    Haut,
}

fn voisin(octet: u8) -> Voisin {
    match octet {
        b'a'..=b'z' => Voisin::Minuscule,
        b'A'..=b'Z' => Voisin::Capitale,
        128.. => Voisin::Haut,
        _ => Voisin::Autre,
    }
}

/// How often each byte over 127 came between which neighbours.
pub(super) struct Releve {
    comptes: Vec<[[u32; 4]; 4]>,
    /// The two last bytes seen.
    avant: u8,
    courant: Option<u8>,
}

impl Releve {
    pub fn nouveau() -> Self {
        Self { comptes: vec![[[0; 4]; 4]; 128], avant: b'\n', courant: None }
    }

    /// Looks at more bytes of the file.
    pub fn lire(&mut self, octets: &[u8]) {
        // Most of a French file is ASCII: only what stands beside a byte over 127 is looked at.
        let mut suite = octets.iter().copied();
        for octet in &mut suite {
            if let Some(c) = self.courant.take() {
                self.noter(c, octet);
                self.avant = c;
            }
            if octet >= 128 { self.courant = Some(octet) } else { self.avant = octet }
        }
    }

    fn noter(&mut self, octet: u8, apres: u8) {
        let compte = &mut self.comptes[usize::from(octet - 128)][voisin(self.avant) as usize][voisin(apres) as usize];
        *compte = compte.saturating_add(1);
    }

    /// The encoding under which the accents fall best; `None` when two would do, and would not say the same.
    pub fn verdict(mut self) -> Option<Encodage> {
        if let Some(c) = self.courant.take() {
            self.noter(c, b'\n');
        }
        let note = |e: Encodage| self.note(e);
        // These two share their accents: whichever is better on the few bytes they do not share.
        let (windows, latin) = (note(Encodage::Windows1252), note(Encodage::Iso885915));
        let (usuel, sa_note) =
            if latin > windows { (Encodage::Iso885915, latin) } else { (Encodage::Windows1252, windows) };
        let anciens = [Encodage::MacRoman, Encodage::Cp850, Encodage::Cp437].map(|e| (e, note(e)));
        if sa_note >= 0 {
            // « Aožt » may be, « Août » reads better: nothing more in the file says which it is.
            let mieux = anciens.iter().filter(|(e, _)| self.differe(*e, usuel)).map(|(_, n)| *n).max().unwrap_or(0);
            // A sign alone (« etc… », « n° ») is no letter of a name: nothing reads better than what everybody writes.
            let doute = self.lettre(usuel) && (mieux >= sa_note + MARGE || (sa_note == 0 && mieux > 0));
            return (!doute).then_some(usuel);
        }
        let (meilleur, la_sienne) =
            anciens.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a }).unwrap_or((usuel, sa_note));
        let rival = anciens.iter().filter(|(e, _)| self.differe(*e, meilleur)).map(|(_, n)| *n).fold(sa_note, i64::max);
        (la_sienne >= rival + MARGE).then_some(meilleur)
    }

    /// Whether two encodings read the bytes of the file otherwise.
    fn differe(&self, a: Encodage, b: Encodage) -> bool {
        self.comptes.iter().enumerate().any(|(i, c)| {
            let octet = 128 + i as u8;
            c.iter().flatten().any(|n| *n > 0) && a.caractere(octet) != b.caractere(octet)
        })
    }

    /// Whether a byte above those of ASCII is a letter there.
    fn lettre(&self, encodage: Encodage) -> bool {
        self.comptes.iter().enumerate().any(|(i, c)| {
            let lettre = encodage.caractere(128 + i as u8).is_some_and(char::is_alphabetic);
            lettre && c.iter().flatten().any(|n| *n > 0)
        })
    }

    fn note(&self, encodage: Encodage) -> i64 {
        const VOISINS: [Voisin; 4] = [Voisin::Minuscule, Voisin::Capitale, Voisin::Autre, Voisin::Haut];
        let mut note = 0;
        for (i, par_avant) in self.comptes.iter().enumerate() {
            let c = encodage.caractere(128 + i as u8);
            for (avant, par_apres) in std::iter::zip(VOISINS, par_avant) {
                for (apres, n) in std::iter::zip(VOISINS, par_apres) {
                    note += i64::from(*n) * i64::from(c.map_or(-6, |c| points(c, avant, apres)));
                }
            }
        }
        note
    }
}

/// How much better than any other an old encoding must be.
const MARGE: i64 = 2;

/// What French puts in its words, and how often: enough to tell « Agnès » from « Agnäs ».
const MINUSCULES: [(&str, i32); 4] = [("é", 5), ("è", 4), ("êëïîôçàùûœ", 3), ("âäöüÿæ", 1)];
const CAPITALES: [(&str, i32); 2] = [("ÀÇÉÈÊËÎÏÔŒ", 2), ("ÂÄÖÙÛÜŸÆ", 1)];
const SIGNES: &str = "’‘«»–—…€°ºª\u{a0}“”²³§";

/// How well a character stands between two neighbours, in a French file.
fn points(c: char, avant: Voisin, apres: Voisin) -> i32 {
    use Voisin::{Autre, Capitale, Haut, Minuscule};
    let dans_un_mot = matches!(avant, Minuscule | Capitale) && matches!(apres, Minuscule | Capitale);
    if let Some((_, poids)) = MINUSCULES.iter().find(|(lettres, _)| lettres.contains(c)) {
        return match (avant, apres) {
            (Capitale | Autre | Haut, Capitale) => -2,
            (Autre, Autre | Haut) => {
                if c == 'à' {
                    1
                } else {
                    -1
                }
            }
            // « ZOé »: a small letter at the end of a word in capitals.
            (Capitale, Autre) => 0,
            // « voilà », but nothing begins so; « fête », but nothing ends so.
            (_, Minuscule) if c == 'à' => 0,
            (_, Autre) | (Autre, _) if c == 'ê' => 0,
            _ => *poids,
        };
    }
    if let Some((_, poids)) = CAPITALES.iter().find(|(lettres, _)| lettres.contains(c)) {
        return match (avant, apres) {
            (Minuscule, _) => -3,
            (Capitale, Minuscule) => -2,
            (Autre, Autre | Haut) => 0,
            _ => *poids,
        };
    }
    if SIGNES.contains(c) {
        return match c {
            '’' if dans_un_mot => 3,
            _ if dans_un_mot => -3,
            _ => 1,
        };
    }
    if c.is_lowercase() && c.is_alphabetic() && c < '\u{250}' {
        return match (avant, apres) {
            _ if matches!(c, 'š' | 'ž' | 'ƒ') => {
                if c == 'ƒ' {
                    -3
                } else {
                    0
                }
            }
            (Minuscule, _) | (_, Minuscule) => 1,
            _ => -2,
        };
    }
    if c.is_uppercase() && c < '\u{250}' {
        return match (avant, apres) {
            (Minuscule, _) => -3,
            (Capitale, Minuscule) => -2,
            _ => 0,
        };
    }
    if !c.is_ascii() && (c >= '\u{2190}' || ('\u{370}'..'\u{2000}').contains(&c)) {
        return -5; // frames, Greek letters, mathematics
    }
    if dans_un_mot || avant == Minuscule && apres == Haut { -3 } else { -1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(octets: &[u8]) -> Encodage {
        let mut releve = Releve::nouveau();
        // In pieces, as a file is read.
        octets.chunks(7).for_each(|bout| releve.lire(bout));
        releve.verdict().unwrap()
    }

    /// A text in an encoding of one byte.
    fn en(encodage: Encodage, texte: &str) -> Vec<u8> {
        let table = encodage.table();
        let octet = |c: char| match c.is_ascii() {
            true => c as u8,
            false => 128 + table.iter().position(|t| *t == c).unwrap_or_else(|| panic!("{c} n'y est pas")) as u8,
        };
        texte.chars().map(octet).collect()
    }

    #[test]
    fn names_are_told_in_the_encoding_they_were_written_in() {
        for texte in [
            "nom;prenom\nLefèvre;Zoé\nGérôme;Chloé\n",
            "Élodie;Bézard\n",
            "LEFÈVRE;ZOÉ\n",
            "François;Noël\nJoël;Agnès\n",
            "1;Chloé\n",
            "Île;Où\nÉvry;Forêt\n",
            "Agnès\n",
            "Noël\n",
            "Benoît;Aurélie\n",
        ] {
            for encodage in [Encodage::Windows1252, Encodage::MacRoman, Encodage::Cp850] {
                let vu = verdict(&en(encodage, texte));
                let lettre = |o: &u8| if *o < 128 { char::from(*o) } else { vu.table()[usize::from(*o - 128)] };
                let lu: String = en(encodage, texte).iter().map(lettre).collect();
                assert_eq!(lu, texte, "{encodage:?} lu {vu:?}");
            }
        }
    }

    #[test]
    fn the_ligature_of_latin_9_is_not_a_half() {
        assert_eq!(verdict(&en(Encodage::Iso885915, "Lœtitia;Cœur\nétude;été\n")), Encodage::Iso885915);
        assert_eq!(verdict(&en(Encodage::Windows1252, "Lœtitia d’Été – 50 €…\n")), Encodage::Windows1252);
    }

    #[test]
    fn accents_that_read_well_in_two_encodings_are_not_guessed() {
        let lu = |octets: &[u8]| {
            let mut releve = Releve::nouveau();
            releve.lire(octets);
            releve.verdict()
        };
        for texte in ["Août\n", "école\n", "Köhler\n"] {
            assert_eq!(lu(&en(Encodage::MacRoman, texte)), None, "{texte}");
        }
        assert_eq!(lu(&en(Encodage::Windows1252, "Božena\n")), None);
        // One more accent tells.
        assert_eq!(lu(&en(Encodage::MacRoman, "Août;Chloé\n")), Some(Encodage::MacRoman));
        assert_eq!(lu(&en(Encodage::Windows1252, "Božena;Chloé\n")), Some(Encodage::Windows1252));
        assert_eq!(lu(b"Aout;Chloe\n"), Some(Encodage::Windows1252));
        assert_eq!(lu(&en(Encodage::Windows1252, "Œuvre\n")), Some(Encodage::Windows1252));
    }

    #[test]
    fn signs_alone_stay_in_windows() {
        for texte in ["1 000 €\n", "etc…\n", "n° 3\n", "« oui »\n", "l’an\n", "d’accord – merci\n"] {
            assert_eq!(verdict(&en(Encodage::Windows1252, texte)), Encodage::Windows1252, "{texte}");
        }
    }
}
