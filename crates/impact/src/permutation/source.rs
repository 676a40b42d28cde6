//! Where assignments come from: all of them, or a sample, cut into blocks.

use super::enumeration::Enumeration;
use super::hasard::Hasard;
use super::plan::{BLOC, Plan, Reglage};
use super::rapide::Rapide;
use super::unites::Unites;
use crate::echantillon::Echantillon;
use crate::erreur::ErreurImpact;

pub(crate) struct Source<'a> {
    genre: Genre<'a>,
    graine: u64,
    /// How many assignments will be looked at.
    pub total: u64,
    n: usize,
}

enum Genre<'a> {
    Toutes(Unites),
    Quotas(Unites),
    /// Probabilities, and whether somebody was alone in an arm.
    Bernoulli(&'a [f64], bool),
    Liste(&'a [Vec<bool>]),
    Rejeu(&'a (dyn Fn(u64, &mut [bool]) + Sync)),
}

impl<'a> Source<'a> {
    pub fn nouvelle(e: &Echantillon, plan: Plan<'a>, reglage: &Reglage) -> Result<Self, ErreurImpact> {
        if reglage.tirages == 0 {
            return Err(ErreurImpact::Parametre { nom: "tirages", attendu: "au moins un tirage" });
        }
        let n = e.n();
        let (genre, total) = match plan {
            Plan::Quotas => {
                let mut colonnes = vec![e.resultat.valeurs];
                colonnes.extend(e.covariables.iter().map(|c| c.valeurs));
                let unites = Unites::nouvelles(e.traitement, &colonnes, e.strates, e.grappes)?;
                match unites.affectations().filter(|c| *c <= u128::from(reglage.enumeration_max)) {
                    Some(total) => (Genre::Toutes(unites), total as u64),
                    None => (Genre::Quotas(unites), reglage.tirages),
                }
            }
            Plan::Bernoulli(p) => {
                if p.len() != n {
                    return Err(ErreurImpact::Longueur("probabilités".into()));
                }
                if let Some(i) = p.iter().position(|p| !(*p > 0.0 && *p < 1.0)) {
                    return Err(ErreurImpact::Probabilite { rang: i + 1 });
                }
                (Genre::Bernoulli(p, un_seul(e.traitement)), reglage.tirages)
            }
            Plan::Liste(liste) => {
                let observee = liste.iter().any(|z| z.as_slice() == e.traitement);
                if !observee || liste.iter().any(|z| z.len() != n) {
                    return Err(ErreurImpact::Option(
                        "la liste des affectations possibles ne contient pas celle qui a eu lieu : complétez-la",
                    ));
                }
                (Genre::Liste(liste), liste.len() as u64)
            }
            Plan::Rejeu(rejouer) => (Genre::Rejeu(rejouer), reglage.tirages),
        };
        Ok(Self { genre, graine: reglage.graine, total, n })
    }

    pub fn exacte(&self) -> bool {
        matches!(self.genre, Genre::Toutes(_) | Genre::Liste(_))
    }

    pub fn affectations(&self) -> Option<u128> {
        match &self.genre {
            Genre::Toutes(u) | Genre::Quotas(u) => u.affectations(),
            Genre::Liste(l) => Some(l.len() as u128),
            Genre::Bernoulli(..) | Genre::Rejeu(_) => None,
        }
    }

    /// The units, when counts are fixed.
    pub fn quotas(&self) -> Option<&Unites> {
        match &self.genre {
            Genre::Toutes(u) | Genre::Quotas(u) => Some(u),
            _ => None,
        }
    }

    pub fn blocs(&self) -> u64 {
        self.total.div_ceil(BLOC)
    }

    fn rangs(&self, b: u64) -> std::ops::Range<u64> {
        b * BLOC..((b + 1) * BLOC).min(self.total)
    }

    /// The statistics of the assignments of a block, when counts are fixed and people are drawn.
    pub fn rapide<const L: usize>(&self, b: u64, rapide: &Rapide<L>, mut voir: impl FnMut([f64; L])) {
        if let Genre::Toutes(unites) = &self.genre {
            let mut e = Enumeration::depuis(unites, u128::from(b * BLOC));
            for _ in self.rangs(b) {
                voir(rapide.enumerer(&e));
                e.avancer();
            }
            return;
        }
        let mut tampon = rapide.tampon();
        for rang in self.rangs(b) {
            voir(rapide.tirer(&mut tampon, &mut Hasard::nouveau(self.graine, rang)));
        }
    }

    /// The assignments of a block, row by row.
    pub fn general(
        &self,
        b: u64,
        mut voir: impl FnMut(u64, &[bool]) -> Result<(), ErreurImpact>,
    ) -> Result<(), ErreurImpact> {
        let mut z = vec![false; self.n];
        let mut enumeration = match &self.genre {
            Genre::Toutes(u) => Some(Enumeration::depuis(u, u128::from(b * BLOC))),
            _ => None,
        };
        let mut ordre = Vec::new();
        for rang in self.rangs(b) {
            match &self.genre {
                Genre::Toutes(unites) => {
                    let e = enumeration.as_mut().expect("made just above for this kind");
                    for (segment, choisies) in unites.segments.iter().zip(&e.choisies) {
                        let places = choisies.iter().map(|i| segment.debut + i);
                        marquer(unites, segment, places, &mut z);
                    }
                    e.avancer();
                }
                Genre::Quotas(unites) => {
                    let mut hasard = Hasard::nouveau(self.graine, rang);
                    ordre.clear();
                    ordre.extend(0..unites.lignes.len());
                    for segment in &unites.segments {
                        let ici = &mut ordre[segment.debut..segment.debut + segment.n];
                        let k = segment.choix().0;
                        // The same steps as the fast way: the same draws.
                        (0..k).for_each(|i| ici.swap(i, i + hasard.sous((segment.n - i) as u32) as usize));
                        marquer(unites, segment, ici[..k].iter().copied(), &mut z);
                    }
                }
                Genre::Bernoulli(p, seul) => {
                    let mut hasard = Hasard::nouveau(self.graine, rang);
                    // A draw without an arm compares nobody: what happened is ranked among those of its kind.
                    let trouve = (0..ESSAIS).any(|_| {
                        z.iter_mut().zip(*p).for_each(|(z, p)| *z = hasard.part() < *p);
                        !vide(&z) && un_seul(&z) == *seul
                    });
                    if !trouve {
                        return Err(ErreurImpact::Rejeu(rang + 1));
                    }
                }
                Genre::Liste(liste) => z.copy_from_slice(&liste[rang as usize]),
                Genre::Rejeu(rejouer) => {
                    rejouer(rang, &mut z);
                    if vide(&z) {
                        return Err(ErreurImpact::Rejeu(rang + 1));
                    }
                }
            }
            voir(rang, &z)?;
        }
        Ok(())
    }
}

/// Draws of one kind looked for among all, at most.
const ESSAIS: u32 = 100_000;

/// Whether an arm has nobody.
fn vide(z: &[bool]) -> bool {
    z.iter().all(|z| *z) || z.iter().all(|z| !*z)
}

/// Whether somebody is alone in their arm: some statistics then have no variance.
fn un_seul(z: &[bool]) -> bool {
    let traites = z.iter().filter(|z| **z).count();
    traites == 1 || z.len() - traites == 1
}

/// Gives its arm to each row of a stratum.
fn marquer(unites: &Unites, segment: &super::unites::Segment, choisies: impl Iterator<Item = usize>, z: &mut [bool]) {
    let traitees = segment.choix().1;
    let mut poser = |unite: usize, bras: bool| unites.lignes[unite].iter().for_each(|i| z[*i as usize] = bras);
    (segment.debut..segment.debut + segment.n).for_each(|u| poser(u, !traitees));
    choisies.for_each(|u| poser(u, traitees));
}
