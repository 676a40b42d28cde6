//! The candidates file: `identifiant;site;vague;…columns of the strata…;exclusion`, UTF-8, columns in any order.

use super::fautes::{ErreurListe, Faute, MotifFaute};
use super::{Entree, Groupe, JOINTURE, Liste};
use crate::protocole::{Protocole, est_code};
use csv::{ReaderBuilder, StringRecord};
use std::collections::{HashMap, HashSet};

/// Reads the file against the protocol; every wrong line is reported at once.
pub fn lire_candidats(protocole: &Protocole, octets: &[u8]) -> Result<Liste, ErreurListe> {
    let octets = octets.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(octets);
    let mut lecteur = ReaderBuilder::new().delimiter(b';').has_headers(false).flexible(true).from_reader(octets);
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
        let mut places = HashMap::new();
        for (place, nom) in entete.iter().map(str::trim).enumerate() {
            if !connues.contains(&nom) {
                return Err(ErreurListe::ColonneInconnue(place + 1));
            }
            if places.insert(nom, place).is_some() {
                return Err(ErreurListe::ColonneDouble(nom.into()));
            }
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
        let cellule = |place: usize| ligne[place].trim();
        let strates: Vec<&str> = colonnes.strates.iter().map(|place| cellule(*place)).collect();
        let exclusion = colonnes.exclusion.map_or("", cellule);
        self.personne(
            cellule(colonnes.identifiant),
            cellule(colonnes.site),
            cellule(colonnes.vague),
            &strates,
            exclusion,
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
