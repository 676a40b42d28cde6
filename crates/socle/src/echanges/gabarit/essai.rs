//! The first rows of a file, as they are beside what a gabarit makes of them.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use passerelle_base::contient_nir;

use super::application::{Application, dire};
use super::modele::Gabarit;
use super::verification::{requis_manquants, verifier};
use crate::echanges::analyse::NIR_RETIRE;
use crate::echanges::fichier::Fichier;
use crate::echanges::nature::Nature;
use crate::echanges::rangees::cellules;
use crate::echanges::valeur::nettoyer;

/// What a gabarit makes of the beginning of a file.
#[derive(Clone, Debug, Default)]
pub struct Essai {
    /// The headers as they came.
    pub entetes: Vec<String>,
    /// The sheet that was read.
    pub feuille: Option<String>,
    /// Rows, before and after.
    pub lignes: Vec<Essayee>,
    /// What deserves a word.
    pub avis: Vec<String>,
    /// What would keep an import from beginning.
    pub fautes: Vec<String>,
}

/// A column of ours and its text, or why it would be refused.
pub type Devenue = (&'static str, Result<String, String>);

/// One row.
#[derive(Clone, Debug)]
pub struct Essayee {
    /// Its line in the file.
    pub ligne: u64,
    /// Its cells as they came, a NIR taken out.
    pub avant: Vec<String>,
    /// By kind: our columns and their texts, or why they would be refused.
    pub apres: Vec<(String, Vec<Devenue>)>,
}

/// Applies a gabarit to the first rows of a file; writes nothing.
pub fn essayer(
    chemin: &Path,
    gabarit: &Arc<Gabarit>,
    natures: &[&'static Nature],
    combien: usize,
) -> Result<Essai, String> {
    let fichier = Fichier::examiner_selon(chemin, Some(gabarit))?;
    let mut essai = Essai {
        feuille: fichier.classeur.as_ref().map(|c| c.feuille.clone()),
        avis: fichier.avis(),
        ..Essai::default()
    };
    essai.fautes = verifier(gabarit, natures);
    let manquants = requis_manquants(gabarit, natures);
    essai.fautes.extend(manquants.iter().map(|(n, c)| format!("il manque {n}.{c}")));
    let mut brutes: Vec<(u64, Vec<String>)> = Vec::new();
    cellules(&fichier, &AtomicU64::new(0), |ligne, cellules| {
        brutes.push((
            ligne,
            cellules.into_iter().map(|c| if contient_nir(&c) { NIR_RETIRE.to_owned() } else { c }).collect(),
        ));
        brutes.len() <= combien
    })?;
    let mut brutes = brutes.into_iter();
    essai.entetes = brutes.next().map(|(_, e)| e).ok_or("est vide : il doit contenir au moins la ligne d'en-têtes")?;
    let mut applications = Vec::new();
    for (rang, passe) in gabarit.passes.iter().enumerate() {
        let Some(nature) = natures.iter().find(|n| n.nom == passe.nature) else { continue };
        match Application::nouvelle(gabarit, rang, nature, &essai.entetes) {
            Ok(a) => applications.push((*nature, a)),
            Err(faute) if essai.fautes.contains(&faute) => {}
            Err(faute) => essai.fautes.push(faute),
        }
    }
    applications.sort_by_key(|(nature, _)| natures.iter().position(|n| n.nom == nature.nom));
    if let Some((_, a)) = applications.first().filter(|(_, a)| !a.inconnues.is_empty()) {
        essai.avis.push(format!("Colonnes non lues : {}.", dire(a.inconnues.iter().map(String::as_str))));
    }
    for avis in applications.iter().flat_map(|(_, a)| &a.avis) {
        if !essai.avis.contains(avis) {
            essai.avis.push(avis.clone());
        }
    }
    essai.lignes = brutes
        .map(|(ligne, avant)| {
            let apres =
                applications.iter().filter_map(|(nature, a)| Some((nature.nom.to_owned(), champs(nature, a, &avant)?)));
            let apres = apres.collect();
            Essayee { ligne, avant, apres }
        })
        .collect();
    Ok(essai)
}

fn champs(
    nature: &'static Nature,
    a: &Application,
    avant: &[String],
) -> Option<Vec<(&'static str, Result<String, String>)>> {
    if a.ecarter(avant).is_some() {
        return None;
    }
    let lus = nature.colonnes.iter().enumerate().filter(|(rang, _)| a.fait(*rang)).map(|(rang, colonne)| {
        let lu = a.texte(rang, avant).and_then(|t| {
            let propre = nettoyer(colonne.forme, &t).into_owned();
            match colonne.forme.lire(&propre) {
                Ok(_) if propre.is_empty() && colonne.requise => {
                    Err("cette cellule est vide ; elle est nécessaire".into())
                }
                Ok(_) => Ok(propre),
                Err(phrase) => Err(colonne.forme.sans_code(&propre, phrase)),
            }
        });
        (colonne.nom, lu)
    });
    Some(lus.collect())
}
