//! A way of writing dates that a partner has: `JJ/MM/AAAA`, `AAAAMMJJ`, `MM/JJ/AA`.

/// A form of dates, read from its letters: J, M, A for the digits, anything else as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormeDate(Vec<Morceau>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Morceau {
    Jour(usize),
    Mois(usize),
    Annee(usize),
    Signe(char),
}

/// Two digits of a year: from this one on, they are of the last century.
const PIVOT: u32 = 40;

impl FormeDate {
    /// Reads a form.
    pub fn lire(texte: &str) -> Result<Self, String> {
        let mut morceaux: Vec<Morceau> = Vec::new();
        for c in texte.trim().to_uppercase().chars() {
            let neuf = match c {
                'J' | 'D' => Morceau::Jour(1),
                'M' => Morceau::Mois(1),
                'A' | 'Y' => Morceau::Annee(1),
                signe if !signe.is_alphanumeric() => Morceau::Signe(signe),
                _ => return Err(inconnue(texte)),
            };
            match (morceaux.last_mut(), neuf) {
                (Some(Morceau::Jour(n)), Morceau::Jour(_))
                | (Some(Morceau::Mois(n)), Morceau::Mois(_))
                | (Some(Morceau::Annee(n)), Morceau::Annee(_)) => *n += 1,
                _ => morceaux.push(neuf),
            }
        }
        let compte = |f: fn(&Morceau) -> Option<usize>| -> Vec<usize> { morceaux.iter().filter_map(f).collect() };
        let jours = compte(|m| if let Morceau::Jour(n) = m { Some(*n) } else { None });
        let mois = compte(|m| if let Morceau::Mois(n) = m { Some(*n) } else { None });
        let annees = compte(|m| if let Morceau::Annee(n) = m { Some(*n) } else { None });
        let bonne = matches!(jours[..], [1 | 2]) && matches!(mois[..], [1 | 2]) && matches!(annees[..], [2 | 4]);
        if bonne { Ok(Self(morceaux)) } else { Err(inconnue(texte)) }
    }

    /// The same day as `2017-03-14`, or nothing when the text is not of this form. Whether the day exists is judged
    /// later, as for any date.
    pub fn traduire(&self, texte: &str) -> Option<String> {
        let mut reste = texte.trim();
        let (mut jour, mut mois, mut annee) = (0, 0, 0);
        for (rang, morceau) in self.0.iter().enumerate() {
            let (place, large) = match *morceau {
                Morceau::Jour(n) => (&mut jour, n),
                Morceau::Mois(n) => (&mut mois, n),
                Morceau::Annee(n) => (&mut annee, n),
                Morceau::Signe(signe) => {
                    reste = reste.strip_prefix(signe)?;
                    continue;
                }
            };
            let chiffres = reste.bytes().take(large).take_while(u8::is_ascii_digit).count();
            // « 1/3/2017 »: a day or a month may be short before a sign, not inside a run of digits.
            let suivi = matches!(self.0.get(rang + 1), Some(Morceau::Signe(_)));
            if chiffres != large && !(chiffres == 1 && large == 2 && suivi) {
                return None;
            }
            *place = reste[..chiffres].parse::<u32>().ok()?;
            if large == 2 && matches!(morceau, Morceau::Annee(_)) {
                *place += if *place < PIVOT { 2000 } else { 1900 };
            }
            reste = &reste[chiffres..];
        }
        // An hour after the day is left to whoever reads dates.
        let suite = if reste.is_empty() || reste.starts_with([' ', 'T']) { reste } else { return None };
        Some(format!("{annee:04}-{mois:02}-{jour:02}{suite}"))
    }
}

fn inconnue(texte: &str) -> String {
    format!("« {texte} » n'est pas une forme de date : écrivez par exemple JJ/MM/AAAA, AAAAMMJJ ou JJ/MM/AA")
}

/// Already `2017-03-14`: it can be read in one way only.
pub(super) fn est_iso(texte: &str) -> bool {
    let o = texte.trim().as_bytes();
    o.len() >= 10 && o[4] == b'-' && o[7] == b'-' && [0, 1, 2, 3, 5, 6, 8, 9].iter().all(|i| o[*i].is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partner_writes_dates_in_their_way() {
        for (forme, ecrite, lue) in [
            ("JJ/MM/AAAA", "14/03/2017", Some("2017-03-14")),
            ("JJ/MM/AAAA", "1/3/2017", Some("2017-03-01")),
            ("MM/JJ/AAAA", "03/14/2017", Some("2017-03-14")),
            ("AAAAMMJJ", "20170314", Some("2017-03-14")),
            ("JJMMAAAA", "14032017", Some("2017-03-14")),
            ("jj.mm.aa", "14.03.08", Some("2008-03-14")),
            ("JJ/MM/AA", "14/03/98", Some("1998-03-14")),
            ("AAAA/MM/JJ", "2017/03/14 00:00:00", Some("2017-03-14 00:00:00")),
            ("JJMMAAAA", "1432017", None),
            ("JJ/MM/AAAA", "2017-03-14", None),
            ("JJ/MM/AA", "14/03/2008", None),
            ("AAAAMMJJ", "2017031", None),
        ] {
            assert_eq!(FormeDate::lire(forme).unwrap().traduire(ecrite).as_deref(), lue, "{forme} {ecrite}");
        }
    }

    #[test]
    fn a_form_without_its_three_parts_is_refused() {
        for forme in ["", "JJ/MM", "AAAA", "JJ/JJ/AAAA", "JJ/MM/AAA", "hh:mm", "JJ mois AAAA"] {
            assert!(FormeDate::lire(forme).is_err(), "{forme}");
        }
    }
}
