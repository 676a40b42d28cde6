//! What an import says of each file and of each row it refused.

use std::collections::BTreeMap;

use passerelle_base::{nombre, pluriel};

use super::gabarit::Laissee;
use super::vides::Vides;
use crate::ident::Id;

/// Lines told of each reason for which rows give nothing.
const LIGNES_DITES: usize = 8;

/// Why a row was refused: which column, and what to do, in plain French.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Motif {
    /// Column at fault, when it is one.
    pub colonne: Option<String>,
    /// Sentence.
    pub phrase: String,
}

impl Motif {
    /// About a column.
    pub fn colonne(colonne: &str, phrase: impl Into<String>) -> Self {
        Self { colonne: Some(colonne.to_owned()), phrase: phrase.into() }
    }
    /// About the row.
    pub fn ligne(phrase: impl Into<String>) -> Self {
        Self { colonne: None, phrase: phrase.into() }
    }
    /// Column and sentence, as people read them.
    pub fn affiche(&self) -> String {
        match &self.colonne {
            Some(c) => format!("{c} : {}", self.phrase),
            None => self.phrase.clone(),
        }
    }
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Written anew.
    Cree,
    /// Known, and changed.
    Modifie,
    /// Known as it is.
    Inchange,
    /// Left out, with a reason.
    Refuse,
}

impl Verdict {
    /// Code written in reports.
    pub fn code(self) -> &'static str {
        match self {
            Self::Cree => "cree",
            Self::Modifie => "modifie",
            Self::Inchange => "inchange",
            Self::Refuse => "refuse",
        }
    }
}

/// Whoever wants to hear of an import while it goes on.
pub trait Temoin: Sync {
    /// How far it is: bytes read out of how many, rows.
    fn avancement(&self, _fichier: &str, _octets: u64, _taille: u64, _lignes: u64) {}
    /// What became of a row.
    fn verdict(&self, _fichier: &str, _ligne: u64, _verdict: Verdict, _motif: Option<&Motif>) {}
}

/// Nobody.
impl Temoin for () {}

/// A refused row: where it is, why, and its cells (a NIR taken out).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refus {
    /// Line in the file; the header is line 1.
    pub ligne: u64,
    /// Why.
    pub motif: Motif,
    /// Cells as they came.
    pub cellules: Vec<String>,
}

/// Marks the identifier of an import: one file, received once.
#[derive(Debug)]
pub struct Import;

/// What became of one file.
#[derive(Clone, Debug, Default)]
pub struct RapportFichier {
    /// Name of the file.
    pub fichier: String,
    /// Identifier of its import, when it was kept.
    pub import: Option<Id<Import>>,
    /// The sheet that was read, when it is a workbook.
    pub feuille: Option<String>,
    /// Kind recognised.
    pub nature: Option<&'static str>,
    /// The gabarit that it was read with: then one file has a report for each of its kinds.
    pub gabarit: Option<String>,
    /// Rows read.
    pub lues: u64,
    /// Rows written anew.
    pub crees: u64,
    /// Rows changed.
    pub modifies: u64,
    /// Rows already known.
    pub inchanges: u64,
    /// Rows refused.
    pub refuses: u64,
    /// The first refusals (at most [`RapportFichier::REFUS_GARDES`]).
    pub refus: Vec<Refus>,
    /// Headers of the file, for giving refused rows back.
    pub entetes: Vec<String>,
    /// What is worth knowing without refusing anything.
    pub avis: Vec<String>,
    /// Known values that the file left empty and that were kept, by column.
    pub gardees: BTreeMap<&'static str, u64>,
    /// Known values that were emptied, because it was asked, by column.
    pub effacees: BTreeMap<&'static str, u64>,
    /// Why the file as a whole was not read.
    pub erreur: Option<String>,
    /// Rows found done by an earlier run that was cut short.
    pub reprises: u64,
    /// Rows of which nothing was to be kept, by reason: how many, and the first lines.
    pub(super) laissees: BTreeMap<Laissee, (u64, Vec<u64>)>,
}

impl RapportFichier {
    /// How many refusals are kept in memory; all of them are kept in the base.
    pub const REFUS_GARDES: usize = 1_000;

    /// The file, and the kind when it gives several.
    pub fn dit(&self) -> String {
        match (&self.gabarit, self.nature) {
            (Some(_), Some(nature)) => format!("{} ({nature})", self.fichier),
            _ => self.fichier.clone(),
        }
    }

    pub(super) fn compter(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Cree => self.crees += 1,
            Verdict::Modifie => self.modifies += 1,
            Verdict::Inchange => self.inchanges += 1,
            // Refused rows are counted with their reasons.
            Verdict::Refuse => {}
        }
    }

    /// Tells what became of the known values that the file leaves empty.
    pub(super) fn dire_vides(&mut self, vides: Vides) {
        let dire = |comptes: &BTreeMap<&str, u64>| {
            let colonnes: Vec<String> = comptes.iter().map(|(c, n)| format!("{c} ({})", nombre(*n as i64))).collect();
            (comptes.values().sum::<u64>() as i64, colonnes.join(", "))
        };
        let (gardees, colonnes) = dire(&vides.gardees);
        if gardees > 0 {
            let noms: Vec<&str> = vides.gardees.keys().copied().collect();
            self.avis.push(format!(
                "{}, là où le fichier est vide : {colonnes}. Pour vider ces colonnes, redonnez le fichier en le demandant : --effacer {}, ou « Colonnes à vider » sur le site.",
                pluriel(gardees, "valeur connue a été gardée", "valeurs connues ont été gardées"),
                noms.join(",")
            ));
        }
        let (effacees, colonnes) = dire(&vides.effacees);
        if effacees > 0 {
            self.avis.push(format!(
                "{}, comme demandé : {colonnes}.",
                pluriel(effacees, "valeur connue a été vidée", "valeurs connues ont été vidées")
            ));
        }
        let (saisies, colonnes) = dire(&vides.saisies);
        if saisies > 0 {
            let lignes: Vec<String> = vides.lignes_saisies.iter().take(LIGNES_DITES).map(u64::to_string).collect();
            let suite = if vides.lignes_saisies.len() > LIGNES_DITES { "…" } else { "" };
            self.avis.push(format!(
                "{} : {colonnes} (lignes {}{suite}). Le fichier ne les remplace que par une date plus récente.",
                pluriel(
                    saisies,
                    "valeur saisie sur le site, plus récente que le fichier, a été gardée",
                    "valeurs saisies sur le site, plus récentes que le fichier, ont été gardées"
                ),
                lignes.join(", ")
            ));
        }
        (self.gardees, self.effacees) = (vides.gardees, vides.effacees);
    }

    /// Notes a row of which this kind keeps nothing.
    pub(super) fn laisser(&mut self, ligne: u64, laissee: Laissee) {
        let (combien, lignes) = self.laissees.entry(laissee).or_default();
        *combien += 1;
        if lignes.len() < LIGNES_DITES {
            lignes.push(ligne);
        }
    }

    /// Tells the rows of which nothing was kept.
    pub(super) fn dire_laissees(&mut self) {
        for (laissee, (combien, lignes)) in &self.laissees {
            let (une, plusieurs) = match laissee {
                Laissee::Ignoree => (
                    "ligne laissée de côté, comme le gabarit le dit",
                    "lignes laissées de côté, comme le gabarit le dit",
                ),
                Laissee::Entete => {
                    ("ligne d'en-têtes répétée, laissée de côté", "lignes d'en-têtes répétées, laissées de côté")
                }
                Laissee::Repetee => (
                    "ligne redit mot pour mot une ligne d'avant : gardée une fois",
                    "lignes redisent mot pour mot une ligne d'avant : gardées une fois",
                ),
                Laissee::Absente => ("ligne n'a rien pour cette nature", "lignes n'ont rien pour cette nature"),
            };
            let dites: Vec<String> = lignes.iter().map(u64::to_string).collect();
            let suite = if *combien as usize > lignes.len() { "…" } else { "" };
            self.avis.push(format!(
                "{} (lignes {}{suite}).",
                pluriel(*combien as i64, une, plusieurs),
                dites.join(", ")
            ));
        }
    }

    pub(super) fn refuser(&mut self, refus: &[Refus]) {
        self.refuses += refus.len() as u64;
        let place = Self::REFUS_GARDES.saturating_sub(self.refus.len());
        self.refus.extend(refus.iter().take(place).cloned());
    }
}

/// What became of a delivery.
#[derive(Clone, Debug, Default)]
pub struct Rapport {
    /// One entry per file, in the order they were read.
    pub fichiers: Vec<RapportFichier>,
    /// Whether anything was kept (not a dry run, not an all-or-nothing with a refusal).
    pub ecrit: bool,
}

impl Rapport {
    /// Whether any row or file was refused.
    pub fn refuse(&self) -> bool {
        self.fichiers.iter().any(|f| f.refuses > 0 || f.erreur.is_some())
    }
}
