//! Pure decisions: a form into a protocol, a list into the file the engine reads, what over-subscription lacks.

use std::collections::BTreeMap;

use passerelle_base::{Date, lire_date};
use passerelle_socle::texte::{RefusTexte, Texte};
use passerelle_tirage::{ErreurProtocole, Protocole};
use serde::Serialize;

/// Characters of a protocol, and of each of its words (title, source of the chance, names, reasons), at most.
const PROTOCOLE_MAX: usize = 1 << 20;
const TITRE_MAX: usize = 300;

/// The simple form: one thing a line, parts cut by `;`.
#[derive(Clone, Debug, Default)]
pub struct Simple {
    /// Title, published with the engagement.
    pub titre: String,
    /// Where the public value will come from.
    pub hasard: String,
    /// One arm a line.
    pub bras: String,
    /// One wave a line, or cut by commas; one wave, `1`, when empty.
    pub vagues: String,
    /// `colonne ; valeur, valeur`.
    pub strates: String,
    /// `code ; nom ; ratio of each arm ; places`, the last one optional.
    pub sites: String,
    /// `code ; motif`.
    pub exclusions: String,
}

#[derive(Serialize)]
struct Ecrit<'a> {
    titre: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    hasard: &'a str,
    bras: Vec<&'a str>,
    vagues: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    strates: Vec<Strate<'a>>,
    sites: Vec<Site<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exclusions: Vec<Exclusion<'a>>,
}

#[derive(Serialize)]
struct Strate<'a> {
    colonne: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    valeurs: Vec<&'a str>,
}

#[derive(Serialize)]
struct Site<'a> {
    code: &'a str,
    nom: &'a str,
    ratios: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    capacite: Option<u32>,
}

#[derive(Serialize)]
struct Exclusion<'a> {
    code: &'a str,
    motif: &'a str,
}

/// The lines of a field that hold something, with their numbers.
fn lignes(texte: &str) -> impl Iterator<Item = (usize, &str)> {
    texte.lines().enumerate().map(|(n, l)| (n + 1, l.trim())).filter(|(_, l)| !l.is_empty())
}

fn parties(ligne: &str) -> Vec<&str> {
    ligne.split(';').map(str::trim).collect()
}

fn virgules(texte: &str) -> Vec<&str> {
    texte.split([',', '\n']).map(str::trim).filter(|v| !v.is_empty()).collect()
}

/// The TOML of a protocol, from the form; the engine checks it afterwards. Faults name their field and their line.
pub fn en_toml(s: &Simple) -> Result<String, Vec<(&'static str, String)>> {
    let mut fautes = Vec::new();
    let bras: Vec<&str> = lignes(&s.bras).map(|(_, l)| l).collect();
    let vagues = Some(virgules(&s.vagues)).filter(|v| !v.is_empty()).unwrap_or_else(|| vec!["1"]);
    let strates = lignes(&s.strates).map(|(_, l)| {
        let (colonne, valeurs) = l.split_once(';').unwrap_or((l, ""));
        Strate { colonne: colonne.trim(), valeurs: virgules(valeurs) }
    });
    let strates: Vec<Strate<'_>> = strates.collect();
    let mut sites = Vec::new();
    // Without its groups, a site has nothing to be read against.
    for (n, ligne) in lignes(&s.sites).filter(|_| bras.len() > 1) {
        let p = parties(ligne);
        let attendus = 2 + bras.len();
        if p.len() != attendus && p.len() != attendus + 1 {
            let combien = bras.len();
            fautes.push((
                "sites",
                format!(
                    "Ligne {n} : écrivez le code, le nom, les {combien} ratios dans l'ordre des groupes, puis les places si \
                     elles sont comptées, séparés par des points-virgules."
                ),
            ));
            continue;
        }
        let places = p.get(attendus).copied().unwrap_or_default();
        let capacite = places.parse::<u32>().ok();
        if !places.is_empty() && capacite.is_none() {
            fautes.push(("sites", format!("Ligne {n} : le nombre de places est un nombre entier.")));
        }
        let ratios = std::iter::zip(bras.iter().copied(), p[2..attendus].iter().copied()).collect();
        sites.push(Site { code: p[0], nom: p[1], ratios, capacite });
    }
    let mut exclusions = Vec::new();
    for (n, ligne) in lignes(&s.exclusions) {
        match ligne.split_once(';') {
            Some((code, motif)) if !motif.trim().is_empty() => {
                exclusions.push(Exclusion { code: code.trim(), motif: motif.trim() });
            }
            _ => fautes.push(("exclusions", format!("Ligne {n} : écrivez le code, un point-virgule, puis le motif."))),
        }
    }
    for (champ, vide, phrase) in [
        ("titre", s.titre.trim().is_empty(), "Donnez un titre à ce tirage."),
        ("bras", bras.len() < 2, "Écrivez au moins deux groupes, un par ligne."),
        ("sites", s.sites.trim().is_empty(), "Écrivez au moins un site, un par ligne."),
    ] {
        if vide {
            fautes.push((champ, phrase.to_owned()));
        }
    }
    if !fautes.is_empty() {
        // In the order of the page.
        let place = |champ: &str| ["titre", "bras", "sites", "exclusions"].iter().position(|c| *c == champ);
        fautes.sort_by_key(|(champ, _)| place(champ));
        return Err(fautes);
    }
    let ecrit = Ecrit { titre: s.titre.trim(), hasard: s.hasard.trim(), bras, vagues, strates, sites, exclusions };
    toml::to_string(&ecrit).map_err(|e| vec![("titre", format!("Ce protocole ne s'écrit pas : {e}"))])
}

/// The protocol under which one part of the list is checked: a site alone need not hold every stratum.
pub fn partiel(texte: &str) -> Result<Protocole, ErreurProtocole> {
    let illisible = |e: &dyn std::fmt::Display| ErreurProtocole::Illisible { ligne: None, detail: e.to_string() };
    let mut lu: toml::Table =
        texte.trim_start_matches('\u{FEFF}').parse().map_err(|e: toml::de::Error| illisible(&e))?;
    lu.insert("strates_vides_admises".into(), toml::Value::Boolean(true));
    Protocole::lire(&toml::to_string(&lu).map_err(|e| illisible(&e))?)
}

/// A title and its protocol, as they may be kept: their words stay as they are, so what another text would lose refuses them. A title is
/// read apart: TOML can write a mark with others.
pub fn a_la_lettre(texte: &str, protocole: &Protocole) -> Result<(Texte, Texte), RefusTexte> {
    if let Some((_, refus)) = trop_long(protocole) {
        return Err(refus);
    }
    Ok((Texte::tel_quel(protocole.titre(), TITRE_MAX)?, Texte::tel_quel(texte, PROTOCOLE_MAX)?))
}

/// The first of its words that is longer than people read, and the field of the form where it is written. The engine bounds codes alone.
pub fn trop_long(protocole: &Protocole) -> Option<(&'static str, RefusTexte)> {
    let entete = [("titre", protocole.titre()), ("hasard", protocole.hasard())];
    let sites = protocole.sites().iter().map(|s| ("sites", s.nom.as_str()));
    let exclusions = protocole.exclusions().iter().map(|e| ("exclusions", e.motif.as_str()));
    let parties = protocole.parties().iter().map(|p| ("protocole", p.nom.as_str()));
    let mots = entete.into_iter().chain(sites).chain(exclusions).chain(parties);
    let long = |(champ, mot): (&'static str, &str)| match mot.chars().count() {
        n if n > TITRE_MAX => Some((champ, RefusTexte::TropLong(n, TITRE_MAX))),
        _ => None,
    };
    mots.filter_map(long).next()
}

/// Whether two protocols say the same of people: the stakeholders alone commit new secrets from a wave to the next.
pub fn memes_regles(a: &str, b: &str) -> bool {
    let sans_parties = |texte: &str| {
        let mut lu: toml::Table = texte.trim_start_matches('\u{FEFF}').parse().ok()?;
        lu.remove("parties");
        Protocole::lire(&toml::to_string(&lu).ok()?).ok()
    };
    sans_parties(a).is_some_and(|a| sans_parties(b) == Some(a))
}

/// A line of the candidates file.
#[derive(Clone, Debug)]
pub struct Ligne<'a> {
    /// Pseudonym, or a number while it is read.
    pub identifiant: &'a str,
    /// Code of a site of the protocol.
    pub site: &'a str,
    /// A wave of the protocol.
    pub vague: &'a str,
    /// Values of the strata, in the order of the protocol.
    pub strates: Vec<&'a str>,
    /// Code of the reason, empty for somebody who is drawn.
    pub exclusion: &'a str,
}

/// The candidates file, as `passerelle tirage preparer` reads it.
pub fn en_csv<'a>(protocole: &Protocole, lignes: impl IntoIterator<Item = Ligne<'a>>) -> Vec<u8> {
    let mut csv = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    let mut entete = vec!["identifiant", "site", "vague"];
    entete.extend(protocole.strates().iter().map(|s| s.colonne.as_str()));
    entete.push("exclusion");
    csv.write_record(&entete).expect("writing to a Vec cannot fail");
    for l in lignes {
        let mut cellules = vec![l.identifiant, l.site, l.vague];
        cellules.extend((0..protocole.strates().len()).map(|i| l.strates.get(i).copied().unwrap_or_default()));
        cellules.push(l.exclusion);
        csv.write_record(&cellules).expect("every line has as many cells as the header");
    }
    csv.into_inner().expect("writing to a Vec cannot fail")
}

/// The values of a stratum, as they are kept joined.
pub fn strates(jointe: &str) -> Vec<&str> {
    if jointe.is_empty() { vec![] } else { jointe.split('|').collect() }
}

/// How many candidates a site lacks for its places to be worth drawing: more candidates than places. `None` when its
/// places are not counted.
pub fn manque(candidats: i64, places: Option<i64>) -> Option<i64> {
    places.map(|p| (p + 1 - candidats).max(0))
}

/// A pseudonym, from eight bytes drawn at random: four groups of four consonants, which look like no number and make
/// no word.
pub fn pseudonyme(alea: [u8; 8]) -> String {
    const LETTRES: &[u8; 16] = b"bcdfghjklmnpqrst";
    let lettre = |n: u8| char::from(LETTRES[usize::from(n & 15)]);
    let toutes: Vec<char> = alea.iter().flat_map(|o| [lettre(o >> 4), lettre(*o)]).collect();
    toutes.chunks(4).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// The day of a departure: between the draw and today.
pub fn jour_d_ecart(saisi: &str, tire: Date, aujourdhui: Date) -> Result<Date, String> {
    match lire_date(saisi) {
        Ok(j) if j > aujourdhui => Err("Ce jour est à venir : notez l'écart une fois qu'il a eu lieu.".into()),
        Ok(j) if j < tire => Err("Ce jour précède le tirage : choisissez un jour depuis le tirage.".into()),
        Ok(j) => Ok(j),
        Err(_) => Err("Donnez le jour, par exemple 2018-02-20.".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn simple() -> Simple {
        Simple {
            titre: "Service plus".into(),
            bras: "service_plus\ndroit_commun\n".into(),
            vagues: "1, 2".into(),
            strates: "sexe ; F, M".into(),
            sites: "tours ; Tours ; 1/3 ; 2/3 ; 200\n\nblois ; Blois ; 50 % ; 50 %".into(),
            exclusions: "age ; Plus de 25 ans".into(),
            ..Simple::default()
        }
    }

    #[test]
    fn each_word_of_a_protocol_is_bounded_and_the_fault_names_its_field() {
        let long = "z".repeat(301);
        let lu = |s: Simple| {
            let texte = en_toml(&s).unwrap();
            let p = Protocole::lire(&texte).unwrap();
            (trop_long(&p).map(|(champ, _)| champ), a_la_lettre(&texte, &p).is_ok())
        };
        assert_eq!(lu(simple()), (None, true));
        assert_eq!(lu(Simple { hasard: "z".repeat(300), ..simple() }), (None, true));
        assert_eq!(lu(Simple { titre: long.clone(), ..simple() }), (Some("titre"), false));
        assert_eq!(lu(Simple { hasard: long.clone(), ..simple() }), (Some("hasard"), false));
        let sites = format!("tours ; {long} ; 1/3 ; 2/3");
        assert_eq!(lu(Simple { sites, ..simple() }), (Some("sites"), false));
        assert_eq!(lu(Simple { exclusions: format!("age ; {long}"), ..simple() }), (Some("exclusions"), false));
    }

    #[test]
    fn the_form_makes_the_same_protocol_as_the_file() {
        let ecrit = Protocole::lire(
            r#"
            titre = "Service plus"
            bras = ["service_plus", "droit_commun"]
            vagues = ["1", "2"]
            [[strates]]
            colonne = "sexe"
            valeurs = ["F", "M"]
            [[sites]]
            code = "tours"
            nom = "Tours"
            ratios = { service_plus = "1/3", droit_commun = "2/3" }
            capacite = 200
            [[sites]]
            code = "blois"
            nom = "Blois"
            ratios = { service_plus = "1/2", droit_commun = "1/2" }
            [[exclusions]]
            code = "age"
            motif = "Plus de 25 ans"
            "#,
        )
        .unwrap();
        let fait = Protocole::lire(&en_toml(&simple()).unwrap()).unwrap();
        assert_eq!(fait, ecrit);
        assert_eq!(fait.empreinte(), ecrit.empreinte());
    }

    #[test]
    fn only_the_stakeholders_change_from_a_wave_to_the_next() {
        let avant = en_toml(&simple()).unwrap();
        let partie = format!("\n[[parties]]\nnom = \"CREDOC\"\nengagement = \"{}\"\n", "a".repeat(64));
        assert!(memes_regles(&avant, &(avant.clone() + &partie)));
        assert!(!memes_regles(&avant, &avant.replace("1/3", "1/4").replace("2/3", "3/4")));
        assert!(!memes_regles("bras = [", &avant));
    }

    #[test]
    fn a_fault_of_the_form_names_its_line() {
        let faux = Simple { sites: "tours ; Tours ; 1/3\nblois ; Blois ; 1/2 ; 1/2 ; beaucoup".into(), ..simple() };
        let fautes = en_toml(&faux).unwrap_err();
        assert_eq!(fautes.iter().map(|(c, _)| *c).collect::<Vec<_>>(), ["sites", "sites"]);
        assert!(fautes[0].1.starts_with("Ligne 1 :") && fautes[1].1.starts_with("Ligne 2 :"));
        let vide = en_toml(&Simple::default()).unwrap_err();
        assert_eq!(vide.iter().map(|(c, _)| *c).collect::<Vec<_>>(), ["titre", "bras", "sites"]);
    }

    #[test]
    fn a_site_is_worth_drawing_once_it_has_more_candidates_than_places() {
        assert_eq!(
            [manque(180, Some(200)), manque(200, Some(200)), manque(201, Some(200))],
            [Some(21), Some(1), Some(0)]
        );
        assert_eq!(manque(3, None), None);
    }

    #[test]
    fn a_pseudonym_holds_no_digit_and_keeps_all_its_chance() {
        assert_eq!(pseudonyme([0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef]), "bcdf-ghjk-lmnp-qrst");
        assert_ne!(pseudonyme([0; 8]), pseudonyme([1, 0, 0, 0, 0, 0, 0, 0]));
    }

    #[test]
    fn a_departure_is_dated_between_the_draw_and_today() {
        let jour = |t: &str| t.parse::<Date>().unwrap();
        let dans = |t| jour_d_ecart(t, jour("2018-01-10"), jour("2018-02-20"));
        assert_eq!(dans("2018-01-10"), Ok(jour("2018-01-10")));
        assert!(dans("2018-01-09").is_err() && dans("2018-02-21").is_err() && dans("hier").is_err());
    }
}
