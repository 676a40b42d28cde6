//! Randomisation inference: what would have been seen under every assignment that could have been drawn (Fisher 1935).
//!
//! The set of assignments is that of the draw: counts fixed by stratum, clusters drawn whole, independent
//! probabilities, a list, or re-draws handed by the caller. When they can all be counted, the p-value is an exact
//! fraction; otherwise it comes from a seeded sample, with its own interval.

mod calcul;
mod enumeration;
mod hasard;
mod plan;
mod rapide;
mod source;
mod unites;
mod westfall;

pub(crate) use calcul::Explique;
pub use calcul::Statistique;
pub use plan::{Cote, Plan, Reglage};
pub use westfall::{Conjoint, westfall_young};

use crate::echantillon::{Echantillon, en_nombres};
use crate::erreur::ErreurImpact;
use crate::loi::clopper_pearson;
use crate::parallele::blocs;
use calcul::Calcul;
use rapide::Rapide;
use source::Source;

/// Past that many assignments, the interval of the effect is not kept in memory.
const INTERVALLE_MAX: u64 = 10_000_000;
/// Two statistics closer than this, relative to their scale, are the same one, rounded.
const EGALITE: f64 = 1e-10;

/// The outcome of a randomisation test.
#[derive(Debug, Clone, PartialEq)]
pub struct Permutation {
    /// Which formula: exact or Monte Carlo.
    pub formule: &'static str,
    /// The statistic that was seen.
    pub observee: f64,
    /// Assignments at least as extreme, and assignments looked at.
    pub compte: [u64; 2],
    /// All of them were looked at.
    pub exacte: bool,
    /// How many there are; `None` when unknown or past 128 bits.
    pub affectations: Option<u128>,
    /// The p-value: the ratio when exact, (b + 1) / (N + 1) otherwise (Phipson and Smyth 2010).
    pub p: f64,
    /// 95 % Clopper–Pearson interval of the exact p-value, when it was sampled.
    pub ic95_p: Option<[f64; 2]>,
    /// Standard deviation of the statistic under "no effect on anyone".
    pub ecart_type_nul: f64,
    /// 95 % interval of a constant effect, by inversion of the two-sided test; ends may be infinite.
    pub ic95_effet: Option<[f64; 2]>,
    /// The same at the level of the setting.
    pub ic_effet: Option<[f64; 2]>,
    /// Rows, treated rows.
    pub n: [usize; 2],
}

/// Tests "no effect on anyone".
pub fn permutation(
    e: &Echantillon,
    plan: Plan,
    statistique: Statistique,
    reglage: &Reglage,
) -> Result<Permutation, ErreurImpact> {
    let source = Source::nouvelle(e, plan, reglage)?;
    let intervalle = reglage.intervalle && statistique == Statistique::Difference && source.total <= INTERVALLE_MAX;
    let z = en_nombres(e.traitement);
    if let (Some(unites), Statistique::Difference, None) = (source.quotas(), statistique, e.grappes) {
        // The observed treatment rides along as an outcome: it is what the interval needs.
        return if intervalle {
            let rapide = Rapide::nouveau(unites, [e.resultat.valeurs, &z]);
            derouler(e, &source, reglage, &Moteur::Rapide2(rapide))
        } else {
            let rapide = Rapide::nouveau(unites, [e.resultat.valeurs]);
            derouler(e, &source, reglage, &Moteur::Rapide1(rapide))
        };
    }
    let calcul = Calcul::nouveau(e, statistique)?;
    let du_traitement = intervalle.then(|| Calcul::Moyennes { y: &z, strates: e.strates, studentisee: false });
    let faire = |z: &[bool]| Some([calcul.faire(z)?, du_traitement.as_ref().map_or(Some(f64::NAN), |c| c.faire(z))?]);
    derouler(e, &source, reglage, &Moteur::General(&faire, intervalle))
}

/// Tests with a statistic of the caller: any function of the assignment.
pub fn permutation_libre(
    e: &Echantillon,
    plan: Plan,
    statistique: &(dyn Fn(&[bool]) -> f64 + Sync),
    reglage: &Reglage,
) -> Result<Permutation, ErreurImpact> {
    let source = Source::nouvelle(e, plan, reglage)?;
    let faire = |z: &[bool]| Some(statistique(z)).filter(|t| !t.is_nan()).map(|t| [t, f64::NAN]);
    derouler(e, &source, reglage, &Moteur::General(&faire, false))
}

/// How the statistic of an assignment is found; the second value is that of the observed treatment as an outcome.
enum Moteur<'a> {
    Rapide1(Rapide<1>),
    Rapide2(Rapide<2>),
    General(&'a (dyn Fn(&[bool]) -> Option<[f64; 2]> + Sync), bool),
}

impl Moteur<'_> {
    fn intervalle(&self) -> bool {
        matches!(self, Self::Rapide2(_) | Self::General(_, true))
    }

    /// Calls `voir` with the statistics of each assignment of a block.
    fn bloc(&self, source: &Source, b: u64, mut voir: impl FnMut([f64; 2])) -> Result<(), ErreurImpact> {
        match self {
            Self::Rapide1(r) => source.rapide(b, r, |[t]| voir([t, f64::NAN])),
            Self::Rapide2(r) => source.rapide(b, r, voir),
            Self::General(faire, _) => {
                return source.general(b, |rang, z| {
                    voir(faire(z).ok_or(ErreurImpact::StatistiqueImpossible(rang + 1))?);
                    Ok(())
                });
            }
        }
        Ok(())
    }

    fn observee(&self, e: &Echantillon) -> Option<f64> {
        match self {
            Self::General(faire, _) => faire(e.traitement).map(|t| t[0]),
            _ => Calcul::Moyennes { y: e.resultat.valeurs, strates: e.strates, studentisee: false }.faire(e.traitement),
        }
    }
}

/// What a block leaves.
#[derive(Default)]
struct Bilan {
    extremes: u64,
    vues: u64,
    somme: f64,
    carres: f64,
    bornes: Vec<[f64; 2]>,
}

fn derouler(e: &Echantillon, source: &Source, reglage: &Reglage, moteur: &Moteur) -> Result<Permutation, ErreurImpact> {
    let observee = moteur.observee(e).ok_or(ErreurImpact::VarianceNulle)?;
    let mut echelle = observee.abs();
    moteur.bloc(source, 0, |t| echelle = if t[0].is_finite() { echelle.max(t[0].abs()) } else { echelle })?;
    let jeu = EGALITE * echelle;
    let bilans = blocs(source.blocs() as usize, reglage.fils, |b| {
        let mut bilan = Bilan::default();
        moteur.bloc(source, b as u64, |[t, du_traitement]| {
            bilan.vues += 1;
            bilan.extremes += u64::from(extreme(t, observee, jeu, reglage.cote));
            // Shifted by the observed value: the null mean may be far from zero for a free statistic.
            bilan.somme += t - observee;
            bilan.carres += (t - observee) * (t - observee);
            if moteur.intervalle() {
                bilan.bornes.push(effets_admis(t, du_traitement, observee));
            }
        })?;
        Ok(bilan)
    });
    let mut total = Bilan::default();
    for bilan in bilans {
        let bilan: Bilan = bilan?;
        total.extremes += bilan.extremes;
        total.vues += bilan.vues;
        total.somme += bilan.somme;
        total.carres += bilan.carres;
        total.bornes.extend(bilan.bornes);
    }
    let n = total.vues as f64;
    let exacte = source.exacte();
    Ok(Permutation {
        formule: if exacte { "permutation-exacte" } else { "permutation-monte-carlo" },
        observee,
        compte: [total.extremes, total.vues],
        exacte,
        affectations: source.affectations(),
        p: if exacte { total.extremes as f64 / n } else { (total.extremes as f64 + 1.0) / (n + 1.0) },
        ic95_p: (!exacte).then(|| clopper_pearson(total.extremes, total.vues)),
        ecart_type_nul: (total.carres / n - (total.somme / n).powi(2)).max(0.0).sqrt(),
        ic95_effet: moteur.intervalle().then(|| inverser(&total.bornes, exacte, 50)),
        ic_effet: moteur.intervalle().then(|| inverser(&total.bornes, exacte, reglage.seuil_milliemes)),
        n: [e.n(), e.n_traites()],
    })
}

/// Weak inequality, rounding aside.
fn extreme(t: f64, observee: f64, jeu: f64, cote: Cote) -> bool {
    match cote {
        Cote::Deux => t.abs() >= observee.abs() - jeu,
        Cote::Plus => t >= observee - jeu,
        Cote::Moins => t <= observee + jeu,
    }
}

/// The constant effects under which this assignment is at least as extreme as the one observed: those between the two
/// roots of `|t - b u| = |observed - b|`, where `u` is the statistic of the observed treatment.
fn effets_admis(t: f64, u: f64, observee: f64) -> [f64; 2] {
    if 1.0 - u.abs() < 1e-12 {
        return [f64::NEG_INFINITY, f64::INFINITY];
    }
    let (r, s) = ((observee - t) / (1.0 - u), (observee + t) / (1.0 + u));
    [r.min(s), r.max(s)]
}

/// The effects that more than so many thousandths of the assignments admit.
fn inverser(bornes: &[[f64; 2]], exacte: bool, milliemes: usize) -> [f64; 2] {
    let n = bornes.len();
    // In a sample, the assignment observed counts as one more.
    let faut = if exacte { n * milliemes / 1_000 + 1 } else { (n + 1) * milliemes / 1_000 };
    if faut == 0 {
        return [f64::NEG_INFINITY, f64::INFINITY];
    }
    let (mut bas, mut haut): (Vec<f64>, Vec<f64>) = bornes.iter().map(|[b, h]| (*b, *h)).unzip();
    let bas = *bas.select_nth_unstable_by(faut - 1, f64::total_cmp).1;
    let haut = *haut.select_nth_unstable_by(n - faut, f64::total_cmp).1;
    [bas, haut]
}
