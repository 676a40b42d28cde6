//! A file of people to link: columns recognised, social security numbers refused, records handed to the engine.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{anyhow, bail};
use passerelle_appariement::{Colonne, ErreurAppariement, Modele, Nature, Registre, reconnaitre};
use passerelle_base::{contient_nir, plier_entete};

use passerelle_socle::echanges::TableauOuvert;

/// Rows between two words of how far the reading is.
const PAS: usize = 10_000;

/// One file, its columns recognised.
pub struct Source {
    nom: String,
    tableau: TableauOuvert,
    colonnes: Vec<Option<Colonne>>,
    identifiant: usize,
    /// The line of each record.
    lignes: Vec<u32>,
}

impl Source {
    /// Looks at a file, told by `nom`, and at its headers.
    pub fn ouvrir(chemin: &Path, nom: &str, modele: &Modele) -> anyhow::Result<Self> {
        let tableau = TableauOuvert::ouvrir(chemin).map_err(|e| {
            // A file name may hold a number of social security: the sentence says so, the name is not said again.
            if contient_nir(nom) { anyhow!("un des fichiers {e}") } else { anyhow!("{nom} {e}") }
        })?;
        if tableau.melange() {
            bail!(
                "{nom} mélange deux encodages (UTF-8 et Windows-1252), ses accents ne sont pas sûrs : enregistrez-le en CSV UTF-8"
            );
        }
        if tableau.entetes.iter().any(|e| contient_nir(e)) {
            bail!("{nom} porte un numéro de sécurité sociale dans ses en-têtes : retirez-le, il n'est ni lu ni gardé");
        }
        let mut colonnes = reconnaitre(&tableau.entetes, &modele.colonnes);
        let ignorees: Vec<String> = modele.ignorer.iter().map(|e| plier_entete(e)).collect();
        for (colonne, entete) in colonnes.iter_mut().zip(&tableau.entetes) {
            if ignorees.contains(&plier_entete(entete)) {
                *colonne = None;
            }
        }
        let rang = |nature: Nature| colonnes.iter().position(|c| c.as_ref().is_some_and(|c| c.nature == nature));
        if let Some(rang) = rang(Nature::Nir) {
            bail!(
                "{nom} a une colonne de numéros de sécurité sociale (« {} ») : retirez-la, Passerelle ne lit ni ne garde jamais ce numéro",
                tableau.entetes[rang]
            );
        }
        let identifiant = rang(Nature::Identifiant).ok_or_else(|| {
            anyhow!(
                "{nom} n'a pas de colonne d'identifiants (en-têtes lus : {}) : ajoutez une colonne « identifiant », ou dites laquelle en tient lieu",
                tableau.entetes.join(", ")
            )
        })?;
        Ok(Self { nom: nom.to_owned(), tableau, colonnes, identifiant, lignes: Vec::new() })
    }

    /// What its columns hold, in their order.
    pub fn colonnes(&self) -> &[Option<Colonne>] {
        &self.colonnes
    }

    /// What deserves a word before reading, each with the name of the file.
    pub fn avis(&self) -> Vec<String> {
        self.tableau.avis().into_iter().map(|a| format!("{} : {a}", self.nom)).collect()
    }

    /// Its size in bytes.
    pub fn taille(&self) -> u64 {
        self.tableau.taille()
    }

    /// Its headers as they are written.
    pub fn entetes(&self) -> String {
        self.tableau.entetes.join(", ")
    }

    /// How it is told.
    pub fn nom(&self) -> &str {
        &self.nom
    }

    /// The line of a record in the file.
    pub fn ligne(&self, rang: usize) -> i64 {
        self.lignes.get(rang).map_or(0, |l| i64::from(*l))
    }

    /// Hands the rows to the register; `avance` is told now and then how many bytes were read.
    pub fn verser(
        &mut self,
        colonnes: &[Colonne],
        registre: &mut Registre,
        lus: &AtomicU64,
        avance: &dyn Fn(u64),
    ) -> anyhow::Result<()> {
        let place = |c: &Colonne| self.colonnes.iter().position(|l| l.as_ref() == Some(c));
        let places: Vec<Option<usize>> = colonnes.iter().map(place).collect();
        let (identifiant, lignes) = (self.identifiant, &mut self.lignes);
        let mut refus = None;
        let lu = self.tableau.lignes(lus, |ligne, rangee| {
            // Every cell, those left aside too: the number is not to be handled at all.
            if let Some(colonne) = rangee.iter().position(contient_nir) {
                refus = Some((ligne, Some(colonne)));
                return false;
            }
            let id = rangee.get(identifiant).unwrap_or_default().trim();
            if id.is_empty() {
                refus = Some((ligne, None));
                return false;
            }
            registre.ajouter(id, places.iter().map(|p| p.and_then(|p| rangee.get(p)).unwrap_or_default()));
            lignes.push(ligne as u32);
            if lignes.len().is_multiple_of(PAS) {
                avance(lus.load(Ordering::Relaxed));
            }
            true
        });
        lu.map_err(|e| anyhow!("{} {e}", self.nom))?;
        match refus {
            None => Ok(()),
            Some((ligne, None)) => {
                bail!("{}, ligne {ligne} : l'identifiant est vide ; donnez-en un à chaque personne", self.nom)
            }
            Some((ligne, Some(colonne))) => bail!(
                "{}, ligne {ligne} : la colonne « {} » contient un numéro de sécurité sociale ; retirez-le, Passerelle ne lit ni ne garde jamais ce numéro",
                self.nom,
                self.tableau.entetes.get(colonne).map_or("sans en-tête", String::as_str)
            ),
        }
    }

    /// What some lines say, column by column, as it is written in the file: only those, read once more.
    pub fn relire(&self, lignes: &[i64]) -> anyhow::Result<HashMap<i64, Vec<(&'static str, String)>>> {
        let mut dites = HashMap::new();
        let lu = self.tableau.lignes(&AtomicU64::new(0), |ligne, rangee| {
            let ligne = ligne as i64;
            if lignes.binary_search(&ligne).is_ok() {
                let colonnes = std::iter::zip(&self.colonnes, rangee.iter());
                let dit = colonnes.filter_map(|(c, v)| Some((c.as_ref()?.nature.nom(), v.trim().to_owned())));
                dites.insert(ligne, dit.filter(|(_, v)| !v.is_empty()).collect());
            }
            true
        });
        lu.map_err(|e| anyhow!("{} {e}", self.nom))?;
        Ok(dites)
    }

    /// A refusal of the engine about the records of this file, with its name and its lines.
    pub fn refus(&self, e: &ErreurAppariement) -> anyhow::Error {
        match e {
            ErreurAppariement::IdentifiantsDoubles { doubles, .. } => self.doubles(doubles),
            ErreurAppariement::SourceVide(_) => {
                anyhow!("{} ne contient aucune personne sous ses en-têtes : il n'y a rien à apparier", self.nom)
            }
            autre => anyhow!("{} : {autre}", self.nom),
        }
    }

    fn doubles(&self, doubles: &[(usize, usize)]) -> anyhow::Error {
        let mut dits: Vec<String> =
            doubles.iter().take(10).map(|(a, b)| format!("lignes {} et {}", self.ligne(*a), self.ligne(*b))).collect();
        if doubles.len() > 10 {
            dits.push(format!("et {} autres", doubles.len() - 10));
        }
        anyhow!(
            "{} : {} en double ({}) ; chaque ligne doit avoir le sien, corrigez-les avant d'apparier",
            self.nom,
            passerelle_base::pluriel(doubles.len() as i64, "identifiant", "identifiants"),
            dits.join(", ")
        )
    }
}
