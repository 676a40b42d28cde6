//! What is known of a wave before its chance. The carries of the waves before are public, and may leave a group no choice: who
//! enrols after seeing them could then choose an arm. Such a wave is refused before its list is frozen.

use crate::arrondi::{Avancement, Chaine};
use crate::dossier::Dossier;
use crate::erreur::ErreurTirage;
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
        let depart = self.depart()?;
        let (groupes, effectifs) = (self.liste.groupes(), self.liste.effectifs());
        let mut debut = 0;
        // Per site, what its chains may be: waves follow each other.
        let mut etats: Vec<BTreeSet<Vec<Chaine>>> =
            depart.iter().map(|Avancement(chaines)| BTreeSet::from([chaines.clone()])).collect();
        for meme in groupes.chunk_by(|a, b| (a.site, a.vague) == (b.site, b.vague)) {
            let site = &self.protocole.sites()[meme[0].site];
            let parts = site.parts();
            let ici = &effectifs[debut..debut + meme.len()];
            let candidats: u64 = ici.iter().map(|(n, _)| n).sum();
            let mut possibles: BTreeSet<Etat> =
                etats[meme[0].site].iter().map(|c| (Chaine::default(), c.clone())).collect();
            for (groupe, (n, _)) in meme.iter().zip(ici) {
                let issues: BTreeSet<Issue> = possibles
                    .iter()
                    .flat_map(|(entree, chaines)| {
                        let deja = chaines.first().map_or(0, |c| c.personnes - entree.retenus);
                        let reste = site.capacite.map_or(candidats, |c| u64::from(c).saturating_sub(deja));
                        let places = reste.min(candidats);
                        let entrees = if candidats == 0 {
                            BTreeSet::from([(*entree, 0)])
                        } else {
                            pas(*entree, *n, places, candidats)
                        };
                        let parts = &parts;
                        entrees.into_iter().flat_map(move |(entree, admis)| {
                            let suites = partages(parts, chaines, admis).into_iter();
                            suites.map(move |(chaines, comptes)| ((entree, chaines), comptes))
                        })
                    })
                    .collect();
                for (j, bras) in self.protocole.bras().iter().enumerate() {
                    let choix = parts[j] > 0 && parts[j] < parts.iter().sum::<u64>() && *n > 0;
                    let admet = issues.iter().any(|(_, comptes)| comptes.iter().sum::<u64>() > 0);
                    let (jamais, toujours) = (
                        issues.iter().all(|(_, comptes)| comptes[j] == 0),
                        issues.iter().all(|(_, comptes)| comptes[j] == *n),
                    );
                    if choix && admet && (jamais || toujours) {
                        return Err(ErreurTirage::Connue {
                            site: site.code.clone(),
                            vague: self.protocole.vagues()[groupe.vague].clone(),
                            bras: bras.clone(),
                            personne: jamais,
                        });
                    }
                }
                possibles = issues.into_iter().map(|(etat, _)| etat).collect();
            }
            etats[meme[0].site] = possibles.into_iter().map(|(_, chaines)| chaines).collect();
            debut += meme.len();
        }
        Ok(())
    }
}
