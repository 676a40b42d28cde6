//! Pure decisions: under which words a person is found, who may be the same person.

use passerelle_base::{Date, plier};
use strsim::{jaro_winkler, osa_distance};

/// A word is kept up to this many letters: an index does not hold a text of any length.
const LETTRES: usize = 40;
/// And a name up to this many words.
const MOTS: usize = 6;
/// The folded name a list is sorted by is cut there.
const PLI: usize = 200;

/// Words that do not tell one name from another: typed or not, the same person is found.
const PARTICULES: [&str; 8] = ["d", "de", "des", "du", "l", "la", "le", "les"];

fn couper(texte: &str) -> Vec<String> {
    plier(texte).split(' ').filter(|m| !m.is_empty()).take(MOTS).map(str::to_owned).collect()
}

fn borner(mot: &str) -> String {
    mot.chars().take(LETTRES).collect()
}

/// A family name and a given name as lists sort them: folded, one after the other.
pub(super) fn nom_plie(textes: &[String]) -> String {
    let plis: Vec<String> = textes.iter().map(|t| plier(t)).collect();
    plis.join(" ").chars().take(PLI).collect()
}

/// The words of a family name and a given name, each after a space: every word folded, and the words
/// of one name run together from each of them on. « Ben Ali », « Amina » gives ` ali amina ben benali`.
pub(super) fn mots(textes: &[String]) -> String {
    let mut tous: Vec<String> = textes
        .iter()
        .flat_map(|texte| {
            let mots = couper(texte);
            let suites: Vec<String> = (0..mots.len()).map(|i| borner(&mots[i..].concat())).collect();
            mots.iter().map(|m| borner(m)).chain(suites).collect::<Vec<_>>()
        })
        .collect();
    tous.sort_unstable();
    tous.dedup();
    tous.iter().map(|m| format!(" {m}")).collect()
}

/// What is looked for: for each word that counts, the beginnings one of which the person must have.
/// `ben ali` asks for a word in `ben`, and for one in `ali` or in `benali`: written together or apart,
/// in any order, the same people answer.
pub(super) fn termes(question: &str) -> Vec<Vec<String>> {
    let mots = couper(question);
    let seules = mots.iter().all(|m| PARTICULES.contains(&m.as_str()));
    let compte = |i: &usize| seules || !PARTICULES.contains(&mots[*i].as_str());
    let debuts = |i: usize| (0..=i).rev().map(|k| borner(&mots[k..=i].concat())).collect();
    (0..mots.len()).filter(compte).map(debuts).collect()
}

/// The letters that a mistyped word is trusted for: those it begins with, by which the index is read.
pub(super) const TETE: usize = 3;

/// Whether a word is long enough for a slip in it not to make another name.
pub(super) fn pardonnable(mot: &str) -> bool {
    mot.chars().count() >= 5
}

/// Whether two words are the same but for a slip of the finger: a letter forgotten, doubled, changed, or two turned round; two
/// slips in a long word.
pub(super) fn a_un_doigt_pres(tape: &str, mot: &str) -> bool {
    let fautes = if tape.chars().count() < 9 { 1 } else { 2 };
    osa_distance(tape, mot) <= fautes
}

/// A name without its gaps, as one of the words of whoever bears it: see [`mots`].
pub(super) fn entier(nom: &str) -> String {
    borner(&couper(nom).concat())
}

/// What is compared of two people.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Traits {
    pub nom: String,
    pub prenom: String,
    pub naissance: Option<Date>,
    pub telephone: Option<String>,
    pub courriel: Option<String>,
}

/// Why two files may be the same person, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ressemblance {
    /// Same names, same day of birth.
    Meme,
    /// Family and given names the other way round, same day of birth.
    Inverses,
    /// Same telephone.
    Telephone,
    /// Same mail.
    Courriel,
    /// Names spelled nearly alike, same day of birth.
    Proche,
    /// Same names, day of birth unknown or one slip away.
    MemeNom,
}

impl Ressemblance {
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Meme => "même nom et même date de naissance",
            Self::Inverses => "nom et prénom inversés, même date de naissance",
            Self::Telephone => "même téléphone",
            Self::Courriel => "même adresse électronique",
            Self::Proche => "nom presque identique, même date de naissance",
            Self::MemeNom => "même nom, date de naissance proche ou inconnue",
        }
    }
}

/// From which likeness two names are one name misspelled (Jaro-Winkler, 0 to 1).
const PROCHE: f64 = 0.88;

/// Compares two people.
pub(super) fn ressemblance(a: &Traits, b: &Traits) -> Option<Ressemblance> {
    let serre = |t: &str| couper(t).concat();
    let (na, pa, nb, pb) = (serre(&a.nom), serre(&a.prenom), serre(&b.nom), serre(&b.prenom));
    let droit = na == nb && pa == pb;
    let tourne = na == pb && pa == nb;
    let meme_jour = a.naissance.is_some() && a.naissance == b.naissance;
    let egaux = |x: &Option<String>, y: &Option<String>| x.is_some() && x == y;
    if meme_jour && droit {
        return Some(Ressemblance::Meme);
    }
    if meme_jour && tourne {
        return Some(Ressemblance::Inverses);
    }
    if egaux(&a.telephone, &b.telephone) {
        return Some(Ressemblance::Telephone);
    }
    // Mail minds no case that anybody relies on.
    let courriel = |t: &Traits| t.courriel.as_ref().map(|c| c.to_lowercase());
    if egaux(&courriel(a), &courriel(b)) {
        return Some(Ressemblance::Courriel);
    }
    let proches = |x: &str, y: &str| jaro_winkler(x, y) >= PROCHE;
    if meme_jour && ((proches(&na, &nb) && proches(&pa, &pb)) || (proches(&na, &pb) && proches(&pa, &nb))) {
        return Some(Ressemblance::Proche);
    }
    ((droit || tourne) && jours_proches(a.naissance, b.naissance)).then_some(Ressemblance::MemeNom)
}

/// Whether two days of birth may be one, mistyped: one is unknown, or they differ by a single digit,
/// or day and month are the other way round.
fn jours_proches(a: Option<Date>, b: Option<Date>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    let (x, y) = (a.to_string(), b.to_string());
    let differents = std::iter::zip(x.bytes(), y.bytes()).filter(|(c, d)| c != d).count();
    let tourne = x.get(..4) == y.get(..4) && x.get(5..7) == y.get(8..) && x.get(8..) == y.get(5..7);
    differents <= 1 || tourne
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dits(nom: &str, prenom: &str) -> String {
        mots(&[nom.into(), prenom.into()])
    }

    /// Whether a person of these words answers, as the base does.
    fn repond(mots: &str, question: &str) -> bool {
        let termes = termes(question);
        !termes.is_empty() && termes.iter().all(|t| t.iter().any(|d| mots.contains(&format!(" {d}"))))
    }

    #[test]
    fn a_slip_of_the_finger_is_forgiven_and_another_name_is_not() {
        for (tape, mot) in [
            ("boulzira", "boulezira"),
            ("bouelzira", "boulezira"),
            ("beladuor", "beladour"),
            ("belladour", "beladour"),
            ("kalindokki", "kalindoki"),
        ] {
            assert!(pardonnable(tape) && a_un_doigt_pres(tape, mot), "{tape}");
        }
        for (tape, autre) in [("martin", "marchand"), ("beladour", "benali"), ("duval", "dupuy")] {
            assert!(!a_un_doigt_pres(tape, autre), "{tape}");
        }
        assert!(!pardonnable("lina"), "Lina is not Lena");
    }

    #[test]
    fn a_name_is_found_however_it_is_cut() {
        assert_eq!(dits("BEN ALI", "Amina"), " ali amina ben benali");
        for (nom, prenom) in [("BEN ALI", "Amina"), ("Benali", "Amina"), ("Ben-Ali", "Amina")] {
            let mots = dits(nom, prenom);
            for q in ["benali", "BEN ALI", "ben-ali amina", "amina benali", "Amina Ben", "bena", "  bénali "] {
                assert!(repond(&mots, q), "{nom} {prenom} : {q}");
            }
            for q in ["alib", "mina", "ben amira", "enali", "", " - "] {
                assert!(!repond(&mots, q), "{nom} {prenom} : {q}");
            }
        }
    }

    #[test]
    fn particles_count_for_nothing_unless_alone() {
        let mots = dits("de La Fontaine", "Jean-Éric");
        for q in ["la fontaine", "lafontaine", "delafontaine", "fontaine jean", "jeaneric", "éric de la fontaine", "de"]
        {
            assert!(repond(&mots, q), "{q}");
        }
        assert!(repond(&dits("Fontaine", "Jean"), "de la fontaine"));
        assert!(repond(&dits("Delafontaine", "Jean"), "de la fontaine"));
    }

    #[test]
    fn words_are_bounded() {
        let long = "é".repeat(5_000);
        assert!(dits(&long, &"a b ".repeat(900)).len() < 1_000);
        assert_eq!(nom_plie(&[long, "b".into()]).len(), PLI);
        assert_eq!(termes(&"x ".repeat(900)).len(), MOTS);
    }

    fn traits(nom: &str, prenom: &str, naissance: &str) -> Traits {
        Traits { nom: nom.into(), prenom: prenom.into(), naissance: naissance.parse().ok(), ..Traits::default() }
    }

    #[test]
    fn the_same_person_is_told_from_a_namesake() {
        let amina = traits("Ben Ali", "Amina", "1999-05-04");
        for (autre, attendu) in [
            (traits("BENALI", "amina", "1999-05-04"), Some(Ressemblance::Meme)),
            (traits("Amina", "Ben-Ali", "1999-05-04"), Some(Ressemblance::Inverses)),
            (traits("Benalli", "Amina", "1999-05-04"), Some(Ressemblance::Proche)),
            (traits("Benali", "Amina", ""), Some(Ressemblance::MemeNom)),
            (traits("Benali", "Amina", "1999-04-05"), Some(Ressemblance::MemeNom)),
            (traits("Benali", "Amina", "1999-05-14"), Some(Ressemblance::MemeNom)),
            (traits("Benali", "Amina", "2003-11-20"), None),
            (traits("Benali", "Karim", "1999-05-04"), None),
            (traits("Durand", "Zoé", "1999-05-04"), None),
        ] {
            assert_eq!(ressemblance(&amina, &autre), attendu, "{autre:?}");
        }
        let tel = |t: Traits| Traits { telephone: Some("+33639980110".into()), ..t };
        let soeur = tel(traits("Benali", "Sara", "2002-01-01"));
        assert_eq!(ressemblance(&tel(amina), &soeur), Some(Ressemblance::Telephone));
    }
}
