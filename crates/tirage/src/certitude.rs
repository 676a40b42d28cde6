//! What is known of a wave before its chance. The carries of the waves before are public, and may leave a group no choice: who
//! enrols after seeing them could then choose an arm. Such a wave is refused before its list is frozen.

use crate::arrondi::{Avancement, Chaine};
use crate::dossier::Dossier;
use crate::erreur::ErreurTirage;
use crate::protocole::Site;
use std::collections::BTreeSet;

/// The chain of admission of a wave, then those of the arms.
type Etat = (Chaine, Vec<Chaine>);

/// How a group may be shared: its state afterwards, and how many people each arm gets.
type Issue = (Etat, Vec<u64>);

/// Where a chain may go: its coin is certain, or falls either way.
fn pas(chaine: Chaine, n: u64, p: u64, q: u64) -> BTreeSet<(Chaine, u64)> {
    let une = |face: bool| {
        let mut chaine = chaine;
        let gardes = chaine.avancer(n, p, q, |_, _| face);
        (chaine, gardes)
    };
    BTreeSet::from([une(false), une(true)])
}

/// All the ways in which `admis` people may be shared between the arms.
fn partages(parts: &[u64], chaines: &[Chaine], admis: u64) -> BTreeSet<(Vec<Chaine>, Vec<u64>)> {
    let mut issues = BTreeSet::from([(Vec::new(), Vec::new(), admis)]);
    let mut commun: u64 = parts.iter().sum();
    for (chaine, part) in chaines.iter().zip(parts) {
        issues = issues
            .into_iter()
            .flat_map(|(faites, comptes, reste)| {
                let suites =
                    if commun == 0 { BTreeSet::from([(*chaine, 0)]) } else { pas(*chaine, reste, *part, commun) };
                suites.into_iter().map(move |(suite, gardes)| {
                    let (mut faites, mut comptes) = (faites.clone(), comptes.clone());
                    faites.push(suite);
                    comptes.push(gardes);
                    (faites, comptes, reste - gardes)
                })
            })
            .collect();
        commun -= part;
    }
    let fin = |(faites, mut comptes, reste): (Vec<Chaine>, Vec<u64>, u64)| {
        comptes.push(reste);
        (faites, comptes)
    };
    issues.into_iter().map(fin).collect()
}

/// All that may become of a group of `n` people, after all that may have become of those before it.
fn issues(site: &Site, candidats: u64, n: u64, possibles: &BTreeSet<Etat>) -> BTreeSet<Issue> {
    let parts = site.parts();
    let mut issues = BTreeSet::new();
    for (entree, chaines) in possibles {
        // Admitted before this wave.
        let deja = chaines.first().map_or(0, |c| c.personnes - entree.retenus);
        let places = site.capacite.map_or(candidats, |c| u64::from(c).saturating_sub(deja)).min(candidats);
        let entrees = if candidats == 0 { BTreeSet::from([(*entree, 0)]) } else { pas(*entree, n, places, candidats) };
        for (entree, admis) in entrees {
            let suites = partages(&parts, chaines, admis).into_iter();
            issues.extend(suites.map(|(chaines, comptes)| ((entree, chaines), comptes)));
        }
    }
    issues
}

/// The first arm, left to chance by the site, that everybody of a group of `n` or nobody of it goes to in all that may become
/// of it; whether it is nobody.
fn certain(site: &Site, n: u64, issues: &BTreeSet<Issue>) -> Option<(usize, bool)> {
    let admet = issues.iter().any(|(_, comptes)| comptes.iter().any(|c| *c > 0));
    if n == 0 || !admet {
        return None;
    }
    let parts = site.parts();
    let commun: u64 = parts.iter().sum();
    (0..parts.len()).filter(|j| (1..commun).contains(&parts[*j])).find_map(|j| {
        let tous = |combien: u64| issues.iter().all(|(_, comptes)| comptes[j] == combien);
        if tous(0) { Some((j, true)) } else { tous(n).then_some((j, false)) }
    })
}

impl Dossier {
    /// Refuses a wave of which somebody's arm is known before the chance, whatever it will be, while the protocol gives
    /// them a choice: given the carries of the minutes before, every draw sends the whole of a group to an arm, or
    /// nobody of it. Without previous minutes nothing is known.
    ///
    /// # Errors
    /// [`ErreurTirage::Connue`], with the first such group and arm.
    pub fn imprevisible(&self) -> Result<(), ErreurTirage> {
        if self.precedent.is_none() {
            return Ok(());
        }
        let effectifs = self.liste.effectifs();
        let mut debut = 0;
        // Per site, what its chains may be: waves follow each other.
        let depart = self.depart()?.into_iter();
        let mut etats: Vec<BTreeSet<Vec<Chaine>>> =
            depart.map(|Avancement(chaines)| BTreeSet::from([chaines])).collect();
        for meme in self.liste.groupes().chunk_by(|a, b| (a.site, a.vague) == (b.site, b.vague)) {
            let site = &self.protocole.sites()[meme[0].site];
            let ici = &effectifs[debut..debut + meme.len()];
            debut += meme.len();
            let candidats: u64 = ici.iter().map(|(n, _)| n).sum();
            let chaines = std::mem::take(&mut etats[meme[0].site]).into_iter();
            let mut possibles: BTreeSet<Etat> = chaines.map(|c| (Chaine::default(), c)).collect();
            for (n, _) in ici {
                let issues = issues(site, candidats, *n, &possibles);
                if let Some((j, personne)) = certain(site, *n, &issues) {
                    return Err(ErreurTirage::Connue {
                        site: site.code.clone(),
                        vague: self.protocole.vagues()[meme[0].vague].clone(),
                        bras: self.protocole.bras()[j].clone(),
                        personne,
                    });
                }
                possibles = issues.into_iter().map(|(etat, _)| etat).collect();
            }
            etats[meme[0].site] = possibles.into_iter().map(|(_, chaines)| chaines).collect();
        }
        Ok(())
    }
}
