//! The candidates file: `identifiant;site;vague;…columns of the strata…;exclusion`, UTF-8, columns in any order. As a
//! spreadsheet saves it: headers in any case, blank rows at the end, semicolons, commas or tabs.

use super::fautes::{ErreurListe, Faute, MotifFaute};
use super::{Entree, Groupe, JOINTURE, Liste};
use crate::protocole::{Protocole, est_code};
use csv::{ReaderBuilder, StringRecord};
use passerelle_base::{epurer_code, plier_entete};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Reads the file against the protocol; every wrong line is reported at once.
pub fn lire_candidats(protocole: &Protocole, octets: &[u8]) -> Result<Liste, ErreurListe> {
    let octets = octets.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(octets);
    let mut lecteur =
        ReaderBuilder::new().delimiter(separateur(octets)).has_headers(false).flexible(true).from_reader(octets);
    let mut lignes = lecteur.records();
    let entete = match lignes.next() {
        None => return Err(ErreurListe::Vide),
        Some(Err(_)) => return Err(ErreurListe::Lignes(vec![Faute { ligne: 1, motif: MotifFaute::Illisible }])),
        Some(Ok(entete)) => entete,
    };
    let colonnes = Colonnes::lire(protocole, &entete)?;
    let codes = Codes::du(protocole);
    let (mut entrees, mut fautes, mut vus) = (Vec::new(), Vec::new(), HashMap::new());
    for lue in lignes {
        let (ligne, entree) = match lue {
            Err(e) => (e.position().map_or(0, csv::Position::line), Err(MotifFaute::Illisible)),
            // The tail that a spreadsheet leaves under a table: nobody.
            Ok(lue) if lue.iter().all(|c| c.trim().is_empty()) => continue,
            Ok(lue) => {
                let ligne = lue.position().map_or(0, csv::Position::line);
                (
                    ligne,
                    if lue.len() == entete.len() {
                        codes.entree(&colonnes, &lue)
                    } else {
                        Err(MotifFaute::Cellules(lue.len(), entete.len()))
                    },
                )
            }
        };
        match entree {
            Err(motif) => fautes.push(Faute { ligne, motif }),
            Ok(entree) => match vus.insert(entree.identifiant.clone(), ligne) {
                Some(premiere) => {
                    vus.insert(entree.identifiant, premiere);
                    fautes.push(Faute { ligne, motif: MotifFaute::Doublon(premiere) });
                }
                None => entrees.push(entree),
            },
        }
    }
    if !fautes.is_empty() {
        return Err(ErreurListe::Lignes(fautes));
    }
    controler(protocole, Liste::assembler(entrees))
}

/// What a list must be as a whole.
pub(crate) fn controler(protocole: &Protocole, liste: Liste) -> Result<Liste, ErreurListe> {
    let effectifs = liste.effectifs();
    if effectifs.iter().all(|(a_tirer, _)| *a_tirer == 0) {
        return Err(ErreurListe::Vide);
    }
    if u32::try_from(liste.candidats().len()).is_err() {
        return Err(ErreurListe::Longueur);
    }
    for (place, strate) in protocole.strates.iter().enumerate().filter(|_| !protocole.strates_vides_admises) {
        let peuplee = liste.groupes().iter().zip(&effectifs).filter(|(_, (a_tirer, _))| *a_tirer > 0);
        let valeurs: HashSet<&str> = peuplee.filter_map(|(g, _)| g.strate.split(JOINTURE).nth(place)).collect();
        if let Some(vide) = strate.valeurs.iter().find(|v| !valeurs.contains(v.as_str())) {
            return Err(ErreurListe::StrateVide { colonne: strate.colonne.clone(), valeur: vide.clone() });
        }
    }
    Ok(liste)
}

/// Where each column stands.
struct Colonnes {
    identifiant: usize,
    site: usize,
    vague: usize,
    strates: Vec<usize>,
    exclusion: Option<usize>,
}

impl Colonnes {
    fn lire(protocole: &Protocole, entete: &StringRecord) -> Result<Self, ErreurListe> {
        let fixes = ["identifiant", "site", "vague", "exclusion"];
        let connues: Vec<&str> =
            fixes.into_iter().chain(protocole.strates.iter().map(|s| s.colonne.as_str())).collect();
        let (mut places, mut inconnue) = (HashMap::new(), None);
        for (place, ecrit) in entete.iter().map(plier_entete).enumerate() {
            let Some(nom) = connues.iter().find(|c| plier_entete(c) == ecrit).copied() else {
                inconnue = inconnue.or(Some(place + 1));
                continue;
            };
            if places.insert(nom, place).is_some() {
                return Err(ErreurListe::ColonneDouble(nom.into()));
            }
        }
        if let Some(place) = inconnue {
            let manque = connues.iter().find(|c| **c != "exclusion" && !places.contains_key(*c));
            return Err(match manque {
                _ if entete.len() == 1 => ErreurListe::Separateur,
                Some(nom) => ErreurListe::ColonneAutrement { place, manque: (*nom).into() },
                None => ErreurListe::ColonneInconnue(place),
            });
        }
        let place = |nom: &str| places.get(nom).copied().ok_or_else(|| ErreurListe::ColonneManque(nom.into()));
        Ok(Self {
            identifiant: place("identifiant")?,
            site: place("site")?,
            vague: place("vague")?,
            strates: protocole.strates.iter().map(|s| place(&s.colonne)).collect::<Result<_, _>>()?,
            exclusion: places.get("exclusion").copied(),
        })
    }
}

/// The codes of the protocol, by name.
pub(crate) struct Codes<'a> {
    protocole: &'a Protocole,
    sites: HashMap<&'a str, usize>,
    vagues: HashMap<&'a str, usize>,
    exclusions: HashMap<&'a str, usize>,
}

impl<'a> Codes<'a> {
    pub(crate) fn du(protocole: &'a Protocole) -> Self {
        fn places<'a>(codes: impl Iterator<Item = &'a String>) -> HashMap<&'a str, usize> {
            codes.enumerate().map(|(place, code)| (code.as_str(), place)).collect()
        }
        Self {
            protocole,
            sites: places(protocole.sites.iter().map(|s| &s.code)),
            vagues: places(protocole.vagues.iter()),
            exclusions: places(protocole.exclusions.iter().map(|e| &e.code)),
        }
    }

    fn entree(&self, colonnes: &Colonnes, ligne: &StringRecord) -> Result<Entree, MotifFaute> {
        // Codes that look the same are the same: the one of the protocol is the one that is drawn.
        let cellule = |place: usize| epurer_code(&ligne[place]);
        let (site, vague) = (cellule(colonnes.site), cellule(colonnes.vague));
        let strates: Vec<Cow<'_, str>> = colonnes.strates.iter().map(|place| cellule(*place)).collect();
        let prevues: Vec<&str> = std::iter::zip(&self.protocole.strates, &strates)
            .map(|(s, lue)| prevu(s.valeurs.iter().map(String::as_str), lue))
            .collect();
        let exclusion = colonnes.exclusion.map_or(Cow::Borrowed(""), cellule);
        self.personne(
            &cellule(colonnes.identifiant),
            prevu(self.sites.keys().copied(), &site),
            prevu(self.vagues.keys().copied(), &vague),
            &prevues,
            prevu(self.exclusions.keys().copied(), &exclusion),
        )
    }

    /// A person of the list, every code found in the protocol.
    pub(crate) fn personne(
        &self,
        identifiant: &str,
        site: &str,
        vague: &str,
        strates: &[&str],
        exclusion: &str,
    ) -> Result<Entree, MotifFaute> {
        if !est_code(identifiant) {
            return Err(MotifFaute::Identifiant);
        }
        if passerelle_base::contient_nir(identifiant) {
            return Err(MotifFaute::Nir);
        }
        let site = *self.sites.get(site).ok_or(MotifFaute::Site)?;
        let vague = *self.vagues.get(vague).ok_or(MotifFaute::Vague)?;
        for (strate, valeur) in self.protocole.strates.iter().zip(strates) {
            if valeur.is_empty() {
                return Err(MotifFaute::StrateVide(strate.colonne.clone()));
            }
            let prevue = strate.valeurs.is_empty() || strate.valeurs.iter().any(|v| v == valeur);
            if !prevue || !est_code(valeur) {
                return Err(MotifFaute::Strate(strate.colonne.clone()));
            }
            // Announced values are those of the protocol; a free one may hold anything.
            if strate.valeurs.is_empty() && passerelle_base::contient_nir(valeur) {
                return Err(MotifFaute::NirStrate(strate.colonne.clone()));
            }
        }
        let exclusion = match exclusion {
            "" => None,
            code => Some(*self.exclusions.get(code).ok_or(MotifFaute::Exclusion)?),
        };
        let groupe = Groupe { site, vague, strate: strates.join(JOINTURE) };
        Ok(Entree { identifiant: identifiant.to_owned(), groupe, exclusion })
    }
}

/// The separator under which the first line shows the most columns; in case of a tie, the French habit.
fn separateur(octets: &[u8]) -> u8 {
    let premiere = octets.split(|o| matches!(o, b'\n' | b'\r')).find(|l| !l.is_empty()).unwrap_or_default();
    let compte = |sep: u8| premiere.iter().filter(|o| **o == sep).count();
    [b'\t', b',', b';'].into_iter().max_by_key(|sep| compte(*sep)).unwrap_or(b';')
}

/// The code of the protocol that looks the same as this one, or this one.
fn prevu<'b>(codes: impl Iterator<Item = &'b str>, lu: &'b str) -> &'b str {
    let mut memes = codes.filter(|c| *c == lu || epurer_code(c) == lu);
    memes.next().unwrap_or(lu)
}
