//! Several outcomes at once, on the same draws (Westfall and Young 1993, step-down maxT).

use super::calcul::Calcul;
use super::source::Source;
use super::{Cote, EGALITE, Plan, Reglage, extreme};
use crate::echantillon::{Colonne, Echantillon, Groupes};
use crate::erreur::ErreurImpact;
use crate::parallele::blocs;

/// Statistics kept in memory at most.
const MEMOIRE_MAX: u64 = 50_000_000;

/// One outcome among several.
#[derive(Debug, Clone, PartialEq)]
pub struct Conjoint {
    /// Column of the outcome.
    pub nom: String,
    /// Its difference in means.
    pub observee: f64,
    /// Standard deviation of that difference under the null.
    pub ecart_type_nul: f64,
    /// Assignments at least as extreme for it alone, and assignments looked at.
    pub compte: [u64; 2],
    /// Its own p-value.
    pub p: f64,
    /// Assignments whose largest statistic is at least as extreme, after step-down.
    pub compte_ajuste: u64,
    /// The p-value that accounts for all outcomes.
    pub p_ajustee: f64,
}

/// Adjusted p-values of several outcomes. Each difference is divided by its standard deviation over the assignments,
/// so that units of measure do not matter.
pub fn westfall_young(
    resultats: &[Colonne],
    traitement: &[bool],
    strates: Option<&Groupes>,
    grappes: Option<&Groupes>,
    plan: Plan,
    reglage: &Reglage,
) -> Result<Vec<Conjoint>, ErreurImpact> {
    let Some((premier, autres)) = resultats.split_first() else {
        return Err(ErreurImpact::Parametre { nom: "résultats", attendu: "au moins une colonne" });
    };
    // The others ride as covariates: they are checked, and settle the order of the units.
    let e = Echantillon::nouveau(*premier, traitement, autres, strates, grappes)?;
    let source = Source::nouvelle(&e, plan, reglage)?;
    if source.total.saturating_mul(resultats.len() as u64) > MEMOIRE_MAX {
        return Err(ErreurImpact::Parametre { nom: "tirages", attendu: "moins de tirages pour autant de résultats" });
    }
    let calculs: Vec<Calcul> =
        resultats.iter().map(|r| Calcul::Moyennes { y: r.valeurs, strates: e.strates, studentisee: false }).collect();
    let tous = |z: &[bool]| calculs.iter().map(|c| c.faire(z)).collect::<Option<Vec<f64>>>();
    let mut observees = tous(traitement).ok_or(ErreurImpact::VarianceNulle)?;
    let tirages = blocs(source.blocs() as usize, reglage.fils, |b| {
        let mut lignes = Vec::new();
        source.general(b as u64, |rang, z| {
            lignes.push(tous(z).ok_or(ErreurImpact::StatistiqueImpossible(rang + 1))?);
            Ok(())
        })?;
        Ok(lignes)
    });
    let mut lignes: Vec<Vec<f64>> = tirages.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
    let n = lignes.len() as f64;
    let brutes = observees.clone();
    let ecarts: Vec<f64> = (0..resultats.len())
        .map(|k| {
            let m = lignes.iter().map(|l| l[k]).sum::<f64>() / n;
            (lignes.iter().map(|l| (l[k] - m).powi(2)).sum::<f64>() / n).sqrt()
        })
        .collect();
    if let Some(k) = ecarts.iter().position(|s| *s == 0.0) {
        return Err(ErreurImpact::ColonneConstante(resultats[k].nom.into()));
    }
    let orienter = |t: f64| match reglage.cote {
        Cote::Deux => t.abs(),
        Cote::Plus => t,
        Cote::Moins => -t,
    };
    observees.iter_mut().zip(&ecarts).for_each(|(t, s)| *t = orienter(*t / s));
    lignes.iter_mut().for_each(|l| l.iter_mut().zip(&ecarts).for_each(|(t, s)| *t = orienter(*t / s)));
    let vus = |t: f64, observee: f64| extreme(t, observee, EGALITE * observee.abs().max(1.0), Cote::Plus);
    let p = |compte: u64| if source.exacte() { compte as f64 / n } else { (compte as f64 + 1.0) / (n + 1.0) };

    let mut ordre: Vec<usize> = (0..resultats.len()).collect();
    ordre.sort_by(|a, b| observees[*b].total_cmp(&observees[*a]));
    let mut ajustes = vec![0; resultats.len()];
    let mut maxima = vec![f64::NEG_INFINITY; lignes.len()];
    // From the least significant up: each maximum is over the outcomes that rank no better.
    for k in ordre.iter().rev() {
        maxima.iter_mut().zip(&lignes).for_each(|(m, l)| *m = m.max(l[*k]));
        ajustes[*k] = maxima.iter().filter(|m| vus(**m, observees[*k])).count() as u64;
    }
    let mut plancher = 0;
    for k in &ordre {
        plancher = ajustes[*k].max(plancher);
        ajustes[*k] = plancher;
    }
    let conjoint = |k: usize| {
        let compte = lignes.iter().filter(|l| vus(l[k], observees[k])).count() as u64;
        Conjoint {
            nom: resultats[k].nom.into(),
            observee: brutes[k],
            ecart_type_nul: ecarts[k],
            compte: [compte, lignes.len() as u64],
            p: p(compte),
            compte_ajuste: ajustes[k],
            p_ajustee: p(ajustes[k]),
        }
    };
    Ok((0..resultats.len()).map(conjoint).collect())
}
