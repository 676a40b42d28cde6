//! The columns a computation asks for, read and checked. Every refusal says the line, the column and what to do.

use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use passerelle_base::{contient_nir, nombre, plier_entete, pluriel};

use super::chiffres::{chiffre, decimal_lu};
use super::personnes::{LIGNES_DITES, Personnes, numero};
use passerelle_socle::echanges::lire_tableau;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Genre {
    Nombre,
    /// 0 or 1.
    Binaire,
    Texte,
}

/// What an empty cell means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vide {
    /// Nothing can be done without it.
    Refuse,
    /// Refused, unless the user says to leave the row out.
    Manque,
    /// It is an answer.
    Permis,
}

/// A column asked for.
#[derive(Clone, Debug)]
pub(super) struct Voulue {
    pub nom: String,
    pub genre: Genre,
    pub vide: Vide,
}

pub(super) fn voulue(nom: &str, genre: Genre, vide: Vide) -> Voulue {
    Voulue { nom: nom.trim().to_owned(), genre, vide }
}

#[derive(Clone, Debug)]
enum Valeurs {
    /// Missing ones are NaN.
    Nombres(Vec<f64>),
    /// Missing ones are empty.
    Textes(Vec<String>),
}

impl Valeurs {
    fn nombres(&self) -> &[f64] {
        match self {
            Self::Nombres(n) => n,
            Self::Textes(_) => &[],
        }
    }

    fn textes(&self) -> &[String] {
        match self {
            Self::Textes(t) => t,
            Self::Nombres(_) => &[],
        }
    }
}

/// The columns asked for, in that order.
#[derive(Debug)]
pub(super) struct Table {
    pub fichier: PathBuf,
    pub empreinte: String,
    pub avis: Vec<String>,
    /// Line of the file of each row kept.
    pub lignes: Vec<u64>,
    noms: Vec<String>,
    colonnes: Vec<Valeurs>,
    /// Rows left out because something is missing there.
    pub manque: Option<Manque>,
}

/// All the rows that were read, before those where something is missing were left out.
#[derive(Debug)]
pub(super) struct Manque {
    /// Of each row, whether it was kept.
    pub garde: Vec<bool>,
    /// The columns asked for; those that may not be empty are whole.
    colonnes: Vec<Valeurs>,
}

impl Manque {
    pub fn nombres(&self, place: usize) -> &[f64] {
        self.colonnes[place].nombres()
    }

    pub fn textes(&self, place: usize) -> &[String] {
        self.colonnes[place].textes()
    }
}

/// A file, and the folder that its path starts from.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The folder.
    pub lieu: &'a Path,
    /// The path, as it was given: sentences say it so.
    pub chemin: &'a Path,
}

impl Table {
    /// Reads a file looked for from `lieu`; `exclure` leaves out the rows where something is missing.
    pub fn lire(Place { lieu, chemin }: Place<'_>, voulues: &[Voulue], exclure: bool) -> anyhow::Result<Self> {
        let dit = || chemin.display().to_string();
        let mut lecteur = Lecteur {
            voulues,
            places: Vec::new(),
            largeur: 0,
            lignes: Vec::new(),
            colonnes: Vec::new(),
            personnes: Personnes::default(),
        };
        let mut faute = None;
        let lu = lire_tableau(&lieu.join(chemin), |ligne, cellules| {
            let fait =
                if lecteur.places.is_empty() { lecteur.entetes(&cellules) } else { lecteur.rangee(ligne, &cellules) };
            faute = fait.err();
            faute.is_none()
        });
        let lu = lu.map_err(|e| anyhow!("{} {e}", dit()))?;
        if let Some(faute) = faute {
            return Err(faute).with_context(dit);
        }
        lecteur.personnes.une_fois_chacune().with_context(dit)?;
        if lecteur.lignes.is_empty() {
            bail!("{} : aucune ligne de données sous l'en-tête", dit());
        }
        let mut table = Self {
            fichier: chemin.to_owned(),
            empreinte: lu.sha256,
            avis: lu.avis,
            lignes: lecteur.lignes,
            noms: voulues.iter().map(|v| v.nom.clone()).collect(),
            colonnes: lecteur.colonnes,
            manque: None,
        };
        table.manquants(voulues, exclure).with_context(dit)?;
        Ok(table)
    }

    /// Refuses or leaves out the rows with an empty cell.
    fn manquants(&mut self, voulues: &[Voulue], exclure: bool) -> anyhow::Result<()> {
        let mut garder = vec![true; self.lignes.len()];
        for (v, colonne) in voulues.iter().zip(&self.colonnes).filter(|(v, _)| v.vide != Vide::Permis) {
            let manque = |i: &usize| match colonne {
                Valeurs::Nombres(n) => n[*i].is_nan(),
                Valeurs::Textes(t) => t[*i].is_empty(),
            };
            let absents: Vec<usize> = (0..self.lignes.len()).filter(manque).collect();
            if absents.is_empty() {
                continue;
            }
            let combien = pluriel(absents.len() as i64, "valeur manque", "valeurs manquent");
            let ou = self.dire_lignes(&absents);
            if v.vide == Vide::Refuse {
                bail!("{combien} dans la colonne « {} » ({ou}) : complétez-la ou retirez ces lignes", v.nom);
            }
            if !exclure {
                bail!(
                    "{combien} dans la colonne « {} » ({ou}) : complétez-les, ou ajoutez « --manquants exclure » pour faire sans ces lignes ; si un bras répond moins que l'autre, voyez « passerelle impact lee »",
                    v.nom
                );
            }
            self.avis.push(format!("{combien} dans la colonne « {} » : lignes laissées de côté ({ou}).", v.nom));
            absents.iter().for_each(|i| garder[*i] = false);
        }
        if garder.contains(&false) {
            self.manque = Some(Manque { garde: garder.clone(), colonnes: self.colonnes.clone() });
        }
        self.garder(&garder)
    }

    /// Leaves out the rows where that column is under a value, or empty.
    pub fn au_moins(&mut self, place: usize, minimal: f64) -> anyhow::Result<()> {
        let garder: Vec<bool> = self.nombres(place).iter().map(|v| *v >= minimal).collect();
        let laissees = garder.iter().filter(|g| !**g).count();
        if laissees > 0 {
            self.avis.push(format!(
                "{} de côté : la colonne « {} » y est sous {}, ou vide.",
                pluriel(laissees as i64, "ligne laissée", "lignes laissées"),
                self.noms[place],
                chiffre(minimal)
            ));
        }
        self.garder(&garder)
    }

    fn garder(&mut self, garder: &[bool]) -> anyhow::Result<()> {
        if garder.iter().all(|g| *g) {
            return Ok(());
        }
        let gardees = garder.iter().filter(|g| **g).count();
        if gardees == 0 {
            bail!("il ne reste aucune ligne");
        }
        self.avis.push(format!("{} lignes gardées sur {}.", nombre(gardees as i64), nombre(garder.len() as i64)));
        retenir(&mut self.lignes, garder);
        for colonne in &mut self.colonnes {
            match colonne {
                Valeurs::Nombres(n) => retenir(n, garder),
                Valeurs::Textes(t) => retenir(t, garder),
            }
        }
        Ok(())
    }

    /// "lignes 4, 7 et 12 autres".
    pub fn dire_lignes(&self, rangs: &[usize]) -> String {
        let dites: Vec<String> = rangs.iter().take(LIGNES_DITES).map(|i| self.lignes[*i].to_string()).collect();
        let reste = rangs.len().saturating_sub(LIGNES_DITES);
        let suite = if reste > 0 { format!(" et {} autres", nombre(reste as i64)) } else { String::new() };
        format!("{} {}{suite}", if rangs.len() == 1 { "ligne" } else { "lignes" }, dites.join(", "))
    }

    /// A column of numbers, by its place in what was asked.
    pub fn nombres(&self, place: usize) -> &[f64] {
        self.colonnes[place].nombres()
    }

    /// A column of texts.
    pub fn textes(&self, place: usize) -> &[String] {
        self.colonnes[place].textes()
    }

    pub fn nom(&self, place: usize) -> &str {
        &self.noms[place]
    }
}

fn retenir<T>(valeurs: &mut Vec<T>, garder: &[bool]) {
    let mut suite = garder.iter();
    valeurs.retain(|_| *suite.next().unwrap_or(&false));
}

struct Lecteur<'a> {
    voulues: &'a [Voulue],
    places: Vec<usize>,
    largeur: usize,
    lignes: Vec<u64>,
    colonnes: Vec<Valeurs>,
    personnes: Personnes,
}

impl Lecteur<'_> {
    fn entetes(&mut self, entetes: &[String]) -> anyhow::Result<()> {
        self.largeur = entetes.len();
        for v in self.voulues {
            let exactes: Vec<usize> = (0..entetes.len()).filter(|i| entetes[*i].trim() == v.nom).collect();
            let pliees = || (0..entetes.len()).filter(|i| plier_entete(&entetes[*i]) == plier_entete(&v.nom)).collect();
            let trouvees: Vec<usize> = if exactes.is_empty() { pliees() } else { exactes };
            match trouvees.as_slice() {
                [place] => self.places.push(*place),
                [] => {
                    let connues: Vec<&str> = entetes.iter().map(|e| e.trim()).collect();
                    bail!("il n'y a pas de colonne « {} » ; les colonnes sont : {}", v.nom, connues.join(", "));
                }
                _ => bail!("la colonne « {} » est présente deux fois : gardez-en une", v.nom),
            }
            self.colonnes.push(match v.genre {
                Genre::Texte => Valeurs::Textes(Vec::new()),
                _ => Valeurs::Nombres(Vec::new()),
            });
        }
        self.personnes.reconnaitre(entetes, &self.places);
        Ok(())
    }

    fn rangee(&mut self, ligne: u64, cellules: &[String]) -> anyhow::Result<()> {
        if cellules.len() < self.largeur || cellules[self.largeur..].iter().any(|c| !c.trim().is_empty()) {
            bail!(
                "ligne {ligne} : {} pour {} dans l'en-tête ; vérifiez les séparateurs et les guillemets",
                pluriel(cellules.len() as i64, "cellule", "cellules"),
                self.largeur
            );
        }
        for ((v, place), colonne) in self.voulues.iter().zip(&self.places).zip(&mut self.colonnes) {
            let texte = cellules[*place].trim();
            match colonne {
                Valeurs::Textes(t) => {
                    if contient_nir(texte) {
                        return Err(numero(ligne, &v.nom));
                    }
                    t.push(texte.to_owned());
                }
                Valeurs::Nombres(n) if manquante(texte) => n.push(f64::NAN),
                // The digits after a point are those of a measure.
                Valeurs::Nombres(_) if !texte.contains(['.', ',']) && texte.len() > 12 && contient_nir(texte) => {
                    return Err(numero(ligne, &v.nom));
                }
                Valeurs::Nombres(n) => {
                    let lu = decimal_lu(texte).ok_or("n'est pas un nombre : écrivez par exemple 12,5");
                    let lu = lu.and_then(|x| match v.genre {
                        Genre::Binaire if x != 0.0 && x != 1.0 => Err("n'est ni 0 ni 1"),
                        _ => Ok(x),
                    });
                    n.push(
                        lu.map_err(|quoi| anyhow!("ligne {ligne}, colonne « {} » : {} {quoi}", v.nom, cite(texte)))?,
                    );
                }
            }
        }
        self.personnes.noter(ligne, cellules)?;
        self.lignes.push(ligne);
        Ok(())
    }
}

/// What people and programs write for "not known".
fn manquante(texte: &str) -> bool {
    matches!(texte, "" | "." | "NA" | "N/A" | "NaN" | "nan" | "null" | "NULL")
}

/// What was typed, unless it must not be shown.
fn cite(texte: &str) -> String {
    if contient_nir(texte) {
        return "la valeur (masquée : elle ressemble à un numéro de sécurité sociale)".into();
    }
    format!("« {} »", texte.chars().take(40).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_the_french_and_programs_write_them() {
        for (texte, lu) in [("12,5", 12.5), ("1 234,5", 1234.5), ("1\u{202f}000", 1000.0), ("-3.25e2", -325.0)] {
            assert_eq!(decimal_lu(texte), Some(lu), "{texte}");
        }
        for texte in ["inf", "1.234,5", "vingt", "1e999", "12 ans"] {
            assert_eq!(decimal_lu(texte), None, "{texte}");
        }
    }
}
