//! One field of a row: from the cells of a partner to the text that our own file would hold.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

use super::dates::{FormeDate, est_iso};
use super::decoupe::{code_postal_et_ville, nom_et_prenom};
use super::modele::{Champ, Partie, Provenance, Tableau, cle};
use crate::echanges::nature::Forme;
use crate::echanges::valeur::sans_valeur;
use passerelle_base::{epurer, lire_date};

/// Texts that mean « not known ».
#[derive(Clone, Debug, Default)]
pub(super) struct Inconnus {
    cles: HashSet<String>,
    /// No longer cell is one of them: most are not even folded.
    longueur: usize,
}

impl Inconnus {
    pub fn nouveaux(textes: &[String]) -> Self {
        let longueur = textes.iter().map(|t| t.chars().count()).max().unwrap_or(0) + 2;
        Self { cles: textes.iter().map(|t| cle(t)).collect(), longueur }
    }

    /// The text of a cell, empty when it means nothing.
    pub fn lire<'a>(&self, cellule: &'a str) -> &'a str {
        let texte = cellule.trim();
        let court = !self.cles.is_empty() && texte.len() <= self.longueur * 4;
        if court && self.cles.contains(&cle(texte)) { "" } else { texte }
    }
}

/// A field whose columns were found in a file.
#[derive(Clone, Debug)]
pub(super) struct Transformation {
    forme: Forme,
    pub places: Vec<usize>,
    origine: Origine,
    partie: Option<Partie>,
    valeurs: HashMap<String, String>,
    defaut: Option<String>,
    dates: Option<FormeDate>,
    decimales: Option<String>,
    milliers: Option<String>,
    liste: Option<String>,
}

#[derive(Clone, Debug)]
enum Origine {
    Constante(String),
    Cellules(String),
    Empreinte,
}

impl Transformation {
    /// `places` are the columns of the field in the file; a form of dates was judged before.
    pub fn nouvelle(champ: &Champ, tableau: &Tableau, forme: Forme, places: Vec<usize>) -> Self {
        let origine = match &champ.provenance {
            Provenance::Constante(texte) => Origine::Constante(texte.clone()),
            Provenance::Colonnes(_, joint) => Origine::Cellules(joint.clone()),
            Provenance::Empreinte(_) => Origine::Empreinte,
        };
        let dates = champ.dates.as_ref().or(tableau.dates.as_ref());
        Self {
            forme,
            places,
            origine,
            partie: champ.partie.clone(),
            valeurs: champ.valeurs.iter().map(|(v, c)| (cle(v), c.clone())).collect(),
            defaut: champ.defaut.clone(),
            dates: dates.and_then(|d| FormeDate::lire(d).ok()),
            decimales: tableau.decimales.clone(),
            milliers: tableau.milliers.clone(),
            liste: champ.liste.clone().or_else(|| tableau.liste.clone()),
        }
    }

    /// The text of the field; a refusal is a sentence about its column.
    pub fn lire<'a>(&'a self, cellules: &'a [String], inconnus: &Inconnus) -> Result<Cow<'a, str>, String> {
        let texte = match &self.origine {
            Origine::Constante(texte) => return Ok(Cow::Borrowed(texte)),
            Origine::Empreinte => return Ok(Cow::Owned(self.empreinte(cellules, inconnus))),
            Origine::Cellules(joint) => {
                let lues = || self.places.iter().map(|p| inconnus.lire(cellules.get(*p).map_or("", String::as_str)));
                // What is no value is refused by whoever reads the column: it is neither cut nor joined.
                if let Some(faute) = lues().find(|c| sans_valeur(c).is_some()) {
                    return Ok(Cow::Borrowed(faute));
                }
                match self.places.as_slice() {
                    [_] => Cow::Borrowed(lues().next().unwrap_or_default()),
                    _ => Cow::Owned(lues().filter(|c| !c.is_empty()).collect::<Vec<_>>().join(joint)),
                }
            }
        };
        if texte.is_empty() {
            return Ok(self.defaut.as_deref().map_or(texte, Cow::Borrowed));
        }
        let texte = match &self.partie {
            None => texte,
            Some(partie) => Cow::Owned(couper(&epurer(&texte), partie)?),
        };
        self.traduire(texte)
    }

    fn traduire<'a>(&'a self, texte: Cow<'a, str>) -> Result<Cow<'a, str>, String> {
        if let (Some(separateur), Forme::Structures(..)) = (&self.liste, self.forme) {
            let codes = texte.split(separateur.as_str()).map(|c| self.valeur(c.trim()).unwrap_or_else(|| c.trim()));
            return Ok(Cow::Owned(codes.collect::<Vec<_>>().join("|")));
        }
        if let Some(code) = self.valeur(&texte) {
            return Ok(Cow::Borrowed(code));
        }
        Ok(match (self.forme, &self.dates) {
            (Forme::Date, Some(forme)) if !est_iso(&texte) => {
                Cow::Owned(forme.traduire(&texte).ok_or_else(|| {
                    format!("« {texte} » n'est pas une date écrite comme le gabarit le dit : corrigez-la, ou corrigez le gabarit")
                })?)
            }
            (Forme::Decimal | Forme::Entier, _) => {
                let sans = self.milliers.as_ref().map_or(texte.clone(), |m| Cow::Owned(texte.replace(m.as_str(), "")));
                self.decimales.as_ref().map_or(sans.clone(), |d| Cow::Owned(sans.replace(d.as_str(), ".")))
            }
            _ => texte,
        })
    }

    /// What a value of the partner is called here.
    fn valeur(&self, texte: &str) -> Option<&str> {
        if self.valeurs.is_empty() {
            return None;
        }
        self.valeurs.get(&cle(&epurer(texte))).map(String::as_str)
    }

    /// The same for the same person, however names and dates are typed; nothing when one of them is missing.
    fn empreinte(&self, cellules: &[String], inconnus: &Inconnus) -> String {
        let mut hache = Sha256::new();
        for place in &self.places {
            let texte = inconnus.lire(cellules.get(*place).map_or("", String::as_str));
            if texte.is_empty() || sans_valeur(texte).is_some() {
                return String::new();
            }
            let ecrite = self.dates.as_ref().and_then(|f| f.traduire(texte));
            let jour = lire_date(ecrite.as_deref().unwrap_or(texte)).ok().map(|d| d.to_string());
            hache.update(jour.unwrap_or_else(|| cle(texte)).as_bytes());
            hache.update([0]);
        }
        let debut: String = hache.finalize().iter().take(6).map(|o| format!("{o:02x}")).collect();
        format!("{SANS_NUMERO}{debut}")
    }
}

/// What a number made by Passerelle begins with.
const SANS_NUMERO: &str = "SN-";

fn couper(texte: &str, partie: &Partie) -> Result<String, String> {
    Ok(match partie {
        Partie::Nom(ordre) => nom_et_prenom(texte, *ordre)?.0,
        Partie::Prenom(ordre) => nom_et_prenom(texte, *ordre)?.1,
        Partie::CodePostal => code_postal_et_ville(texte)?.0,
        Partie::Ville => code_postal_et_ville(texte)?.1,
        Partie::Morceau(separateur, rang) => {
            texte.split(separateur.as_str()).nth(rang.saturating_sub(1)).unwrap_or_default().trim().to_owned()
        }
    })
}
