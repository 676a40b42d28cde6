//! A file nobody described yet: where its table stands, and what its columns look like.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use passerelle_base::{contient_nir, plier};

use super::entete::{nommer, pli};
use super::etages::{deux_etages, joindre};
use super::modele::{Gabarit, Tableau, cle};
use super::mots::mots;
use super::profil::{Genre, Profil};
use crate::echanges::fichier::{Fichier, Genre as Format};
use crate::echanges::rangees::brutes;
use crate::texte::expurger;

/// Rows among which the headers are.
const TITRES_MAX: usize = 40;
/// Rows looked at closely: all of the first ones, then one in so many.
const DE_PRES: u64 = 1_500;
const UNE_SUR: u64 = 40;

/// What is seen of a table.
#[derive(Clone, Debug, Default)]
pub struct Etude {
    /// Where it stands, which rows are not of it, what means « not known » in it.
    pub tableau: Tableau,
    /// Its headers as they came.
    pub entetes: Vec<String>,
    /// Its columns.
    pub profils: Vec<Profil>,
    /// Rows under the headers.
    pub lignes: u64,
    /// What deserves a word.
    pub avis: Vec<String>,
}

/// Looks at each table of a file: a workbook has one a sheet that people see.
pub fn etudier(chemin: &Path) -> Result<Vec<Etude>, String> {
    let vierge = Arc::new(Gabarit::default());
    let fichier = Fichier::examiner_selon(chemin, Some(&vierge))?;
    let mut etudes = vec![une(&fichier)?];
    for autre in fichier.classeur.iter().flat_map(|c| &c.autres) {
        let tableau = Tableau { feuille: Some(autre.clone()), ..Tableau::default() };
        let voulu = Arc::new(Gabarit { tableau, ..Gabarit::default() });
        etudes.push(une(&Fichier::examiner_selon(chemin, Some(&voulu))?)?);
    }
    Ok(etudes)
}

/// Rows on their way to profiles.
struct Regard {
    etude: Etude,
    debut: Vec<(u64, Vec<String>)>,
    plis: Vec<String>,
    inconnus: HashSet<String>,
    vus: HashSet<String>,
    ignorees: Vec<(String, String)>,
    pret: bool,
}

fn une(fichier: &Fichier) -> Result<Etude, String> {
    let dire = |t: &String| (plier(t), t.clone());
    let mut regard = Regard {
        etude: Etude { avis: fichier.avis(), ..Etude::default() },
        debut: Vec::new(),
        plis: Vec::new(),
        inconnus: mots().inconnus.iter().map(|t| cle(t)).collect(),
        vus: HashSet::new(),
        ignorees: mots().ignorer.iter().map(dire).collect(),
        pret: false,
    };
    regard.etude.tableau.feuille = fichier.classeur.as_ref().map(|c| c.feuille.clone());
    brutes(fichier, &AtomicU64::new(0), |ligne, cellules| {
        if regard.pret {
            regard.ligne(&cellules);
        } else {
            regard.debut.push((ligne, cellules));
            if regard.debut.len() == TITRES_MAX {
                regard.commencer();
            }
        }
        true
    })?;
    if !regard.pret {
        if regard.debut.is_empty() {
            return Err("est vide : il doit contenir au moins la ligne d'en-têtes".into());
        }
        regard.commencer();
    }
    let mut etude = regard.etude;
    let servis: HashSet<String> = regard.vus;
    etude.tableau.inconnus = mots().inconnus.iter().filter(|t| servis.contains(&cle(t))).cloned().collect();
    // An interface has no titles: its objects say their own names.
    if fichier.genre == Format::Json {
        etude.tableau.entete = None;
    }
    Ok(etude)
}

impl Regard {
    /// The headers are among the first rows.
    fn commencer(&mut self) {
        self.pret = true;
        let debut = std::mem::take(&mut self.debut);
        let place = (0..debut.len()).max_by_key(|i| (note(&debut[*i].1), usize::MAX - i)).unwrap_or_default();
        let place = self.etages(&debut, place);
        let (ligne, cellules) = &debut[place];
        let joints = self.etude.tableau.entete_double.then(|| joindre(&debut[place - 1].1, cellules));
        let cellules = joints.as_ref().unwrap_or(cellules);
        let types = cellules.iter().filter(|c| type_de_valeur(c)).count();
        let sans_entete = types > 0 && types * 4 >= cellules.iter().filter(|c| !c.trim().is_empty()).count();
        if sans_entete {
            self.etude.tableau.sans_entete = true;
            let large = debut.iter().map(|(_, c)| c.len()).max().unwrap_or_default();
            self.etude.entetes = (1..=large).map(|rang| format!("Colonne {rang}")).collect();
        } else {
            self.etude.tableau.entete = (*ligne > 1).then_some(*ligne);
            let sans_nir = |c: &String| if contient_nir(c) { String::new() } else { expurger(c) };
            let fin = cellules.iter().rposition(|c| !c.trim().is_empty()).map_or(0, |i| i + 1);
            self.etude.entetes = cellules.iter().take(fin).map(sans_nir).collect();
        }
        self.plis = self.etude.entetes.iter().map(|e| pli(e)).collect();
        self.etude.profils = nommer(&self.etude.entetes).into_iter().map(Profil::nouveau).collect();
        let premiere = if sans_entete { 0 } else { place + 1 };
        for (_, cellules) in debut.iter().skip(premiere) {
            self.ligne(cellules);
        }
    }

    /// The row that ends the headers, when they stand on two.
    fn etages(&mut self, debut: &[(u64, Vec<String>)], place: usize) -> usize {
        let suivent = |haut: usize| {
            let (Some((_, dessus)), Some((_, dessous))) = (debut.get(haut), debut.get(haut + 1)) else { return false };
            !dessous.iter().any(|c| type_de_valeur(c)) && deux_etages(dessus, dessous)
        };
        let bas = match place.checked_sub(1) {
            Some(haut) if suivent(haut) => Some(place),
            _ => suivent(place).then_some(place + 1),
        };
        self.etude.tableau.entete_double = bas.is_some();
        bas.unwrap_or(place)
    }

    fn ligne(&mut self, cellules: &[String]) {
        let premiere = cellules.iter().find(|c| !c.trim().is_empty()).map(String::as_str).unwrap_or_default();
        if premiere.len() < 60 {
            let dite = plier(premiere);
            let commence = |plie: &str| dite.strip_prefix(plie).is_some_and(|s| s.is_empty() || s.starts_with(' '));
            if let Some((_, mot)) = self.ignorees.iter().find(|(plie, _)| commence(plie)) {
                if !self.etude.tableau.ignorer.contains(mot) {
                    self.etude.tableau.ignorer.push(mot.clone());
                }
                return;
            }
            let repetee = || std::iter::zip(cellules, &self.plis).all(|(c, p)| pli(c) == *p);
            if self.plis.iter().any(|p| !p.is_empty() && *p == pli(premiere)) && repetee() {
                return;
            }
        }
        self.etude.lignes += 1;
        let de_pres = self.etude.lignes <= DE_PRES || self.etude.lignes.is_multiple_of(UNE_SUR);
        for (profil, cellule) in std::iter::zip(&mut self.etude.profils, cellules) {
            let texte = cellule.trim();
            if de_pres && texte.len() < 20 && !texte.is_empty() && self.inconnus.contains(&cle(texte)) {
                self.vus.insert(cle(texte));
            }
            profil.regarder(texte, de_pres, &self.inconnus);
        }
    }
}

/// Dates, numbers, telephones: what a header is not.
fn type_de_valeur(cellule: &str) -> bool {
    let t = cellule.trim();
    !t.is_empty()
        && [Genre::Date, Genre::Siret, Genre::Telephone, Genre::Courriel, Genre::Nombre].into_iter().any(|g| g.est(t))
}

/// How much a row looks like headers: words, each once.
fn note(cellules: &[String]) -> i64 {
    let remplies: Vec<&String> = cellules.iter().filter(|c| !c.trim().is_empty()).collect();
    let distinctes: HashSet<String> = remplies.iter().map(|c| pli(c)).collect();
    let types = remplies.iter().filter(|c| type_de_valeur(c)).count();
    let longues = remplies.iter().filter(|c| c.chars().count() > 120).count();
    distinctes.len() as i64 - 2 * types as i64 - longues as i64
}
