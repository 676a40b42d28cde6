//! Somebody on two rows of a file: found, and told with both.

use std::collections::HashMap;

use anyhow::{anyhow, bail};
use passerelle_base::{contient_nir, epurer_code, nombre, plier_entete, pluriel};

/// Lines named in a message, at most.
pub(super) const LIGNES_DITES: usize = 10;

/// Headers of a column that tells who somebody is.
const IDENTIFIANTS: [&str; 5] = ["identifiant", "identifiants", "id", "pseudonyme", "identifiantjeune"];

/// Who was met on which line. A join that doubled the rows halves the standard errors, and nothing else shows it.
#[derive(Default)]
pub(super) struct Personnes {
    /// The column, and its header as it came.
    colonne: Option<(usize, String)>,
    vues: HashMap<String, u64>,
    /// First line and line of those met again.
    doubles: Vec<(u64, u64)>,
}

impl Personnes {
    /// Somebody on several rows is known to be when the rows are grouped by that very column.
    pub fn reconnaitre(&mut self, entetes: &[String], places: &[usize]) {
        let trouve = entetes.iter().position(|e| IDENTIFIANTS.contains(&plier_entete(e).as_str()));
        self.colonne = trouve.filter(|i| !places.contains(i)).map(|i| (i, entetes[i].trim().to_owned()));
    }

    pub fn noter(&mut self, ligne: u64, cellules: &[String]) -> anyhow::Result<()> {
        let Some((colonne, nom)) = &self.colonne else { return Ok(()) };
        let qui = epurer_code(&cellules[*colonne]);
        if contient_nir(&qui) {
            return Err(numero(ligne, nom));
        }
        if qui.is_empty() {
            return Ok(());
        }
        match self.vues.get(qui.as_ref()) {
            Some(premiere) => self.doubles.push((*premiere, ligne)),
            None => {
                self.vues.insert(qui.into_owned(), ligne);
            }
        }
        Ok(())
    }

    pub fn une_fois_chacune(&self) -> anyhow::Result<()> {
        let Some((_, nom)) = self.colonne.as_ref().filter(|_| !self.doubles.is_empty()) else { return Ok(()) };
        let dits: Vec<String> =
            self.doubles.iter().take(LIGNES_DITES).map(|(a, b)| format!("lignes {a} et {b}")).collect();
        let reste = self.doubles.len().saturating_sub(LIGNES_DITES);
        let suite = if reste > 0 { format!(" et {} autres", nombre(reste as i64)) } else { String::new() };
        bail!(
            "{} un identifiant déjà lu ({}{suite}) : gardez une ligne par personne, la colonne « {nom} » ne se répète pas ; si une personne a plusieurs mesures, groupez-les avec « --grappes {nom} »",
            pluriel(self.doubles.len() as i64, "ligne porte", "lignes portent"),
            dits.join(", ")
        )
    }
}

/// A social security number where a pseudonym should be.
pub(super) fn numero(ligne: u64, colonne: &str) -> anyhow::Error {
    anyhow!("ligne {ligne}, colonne « {colonne} » : un numéro de sécurité sociale ; remplacez-le par un pseudonyme")
}
