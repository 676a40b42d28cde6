//! Effect on those whose take-up the draw changed (LATE: Imbens and Angrist 1994), by two-stage least squares.

mod ensemble;

pub use ensemble::Ensemble;

use crate::echantillon::{Colonne, Echantillon, Groupes, ampleur, controler};
use crate::erreur::ErreurImpact;
use crate::lineaire::{additif, plusieurs_grappes, precision};
use crate::loi::{fisher_queue, quantile_fisher};
use crate::regression::{Ajustement, Base, Contraste, Variance, cr2, sandwich};
use crate::resultat::Estimation;
use ensemble::Forme;
use nalgebra::{DMatrix, DVector};

/// Under this first-stage F the usual interval is not to be believed (Staiger and Stock 1997).
pub const F_FAIBLE: f64 = 10.0;

/// An F statistic.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TestF {
    /// Its value; infinite when nothing is left unexplained.
    pub f: f64,
    /// Numerator degrees of freedom.
    pub d1: f64,
    /// Denominator degrees of freedom.
    pub d2: f64,
    /// Its p-value.
    pub p: f64,
}

impl TestF {
    pub(crate) fn nouveau(f: f64, d1: f64, d2: f64) -> Self {
        let p = if f == f64::INFINITY { 0.0 } else { fisher_queue(f, d1, d2) };
        Self { f, d1, d2, p }
    }
}

/// An instrumental-variables estimate.
#[derive(Debug, Clone, PartialEq)]
pub struct Instrumental {
    /// The effect of the take-up.
    pub effet: Estimation,
    /// Its standard error under equal variances.
    pub erreur_type_classique: f64,
    /// First-stage F under equal variances.
    pub premiere_etape: TestF,
    /// First-stage F robust to unequal variances (HC1 Wald statistic over the number of instruments); with clusters,
    /// that of CR2, which is the effective F when there is one instrument (Montiel Olea and Pflueger 2013).
    pub premiere_etape_robuste: TestF,
    /// Effect of the instrument on the take-up; of the first one when there are several.
    pub prise: f64,
    /// 95 % Anderson–Rubin set under equal variances, true however weak the instrument; with clusters and a single
    /// instrument, the robust one: the other would not be true.
    pub anderson_rubin: Ensemble,
    /// The same, robust (HC1; CR2 with clusters); with a single instrument only.
    pub anderson_rubin_robuste: Option<Ensemble>,
}

/// Two-stage least squares of the outcome on `prise`, instrumented, with covariates and strata in both stages.
/// Standard errors use the residuals of the structural equation and the regressors of the second stage.
pub fn variables_instrumentales(
    e: &Echantillon,
    prise: Colonne,
    instruments: &[Colonne],
    variance: Variance,
) -> Result<Instrumental, ErreurImpact> {
    let n = e.n();
    controler(&prise, n)?;
    instruments.iter().try_for_each(|z| controler(z, n))?;
    if variance == Variance::Cr2 {
        plusieurs_grappes(e.traitement, None, e.grappes)?;
    }
    let mut premiere = additif(e);
    let exogenes = premiere.colonnes.len();
    premiere.noms.extend(instruments.iter().map(|z| z.nom.to_owned()));
    premiere.colonnes.extend(instruments.iter().map(|z| z.valeurs.into()));
    let premiere = Base::nouvelle(premiere, n)?;
    let d = premiere.ajuster(prise.valeurs);
    let explique = carre(&d.gamma[exogenes..]);
    if explique <= 1e-20 * (explique + d.carres()) {
        return Err(ErreurImpact::InstrumentNul);
    }

    let mut seconde = additif(e);
    seconde.noms.push(prise.nom.to_owned());
    // What the first stage explains of the take-up.
    seconde.colonnes.push(prise.valeurs.iter().zip(&d.residus).map(|(d, r)| d - r).collect::<Vec<_>>().into());
    let seconde = Base::nouvelle(seconde, n)?;
    let y = seconde.ajuster(e.resultat.valeurs);
    let contraste = seconde.coefficient(exogenes);
    let beta = y.estimer(&contraste);
    let structurels: Vec<f64> = y.residus.iter().zip(&d.residus).map(|(e, r)| e - beta * r).collect();
    let (v, ddl) = precision(e.grappes, &seconde, &contraste, &structurels, &y.leviers, variance)?;
    let formule = if variance == Variance::Classique { "iv-classique" } else { "iv" };
    let echelle = ampleur(e.resultat.valeurs) / ampleur(prise.valeurs).max(f64::MIN_POSITIVE);
    let effet = Estimation::nouvelle(formule, beta, v, ddl, [n, e.n_traites()], echelle)?;
    let influences = seconde.influences(&contraste);
    let classique = sandwich(Variance::Classique, [&influences; 2], [&structurels; 2], &y.leviers, [n, seconde.p()])?;

    // Everybody follows the instrument: what is left is rounding, and a number of thirty digits would be read for a proof.
    let exacte = d.carres() <= 1e-20 * explique;
    let reduite = premiere.ajuster(e.resultat.valeurs);
    let (k, reste) = (instruments.len() as f64, (n - premiere.p()) as f64);
    let membres = e.grappes.map(Groupes::membres);
    let mut sortie = Instrumental {
        effet,
        erreur_type_classique: classique.sqrt(),
        premiere_etape: TestF::nouveau(
            if exacte { f64::INFINITY } else { explique / k / (d.carres() / reste) },
            k,
            reste,
        ),
        premiere_etape_robuste: match &membres {
            _ if exacte => TestF::nouveau(f64::INFINITY, k, reste),
            None => TestF::nouveau(wald(&premiere, &d, exogenes)? / k, k, reste),
            Some(membres) => en_grappes(&premiere, &d, exogenes, membres)?,
        },
        prise: d.estimer(&premiere.coefficient(exogenes)),
        anderson_rubin: anderson_rubin(&reduite, &d, exogenes, reste),
        anderson_rubin_robuste: None,
    };
    if instruments.len() == 1 {
        let robuste = robuste(&premiere, [&reduite, &d], exogenes, membres.as_deref())?;
        sortie.anderson_rubin_robuste = Some(robuste);
        if membres.is_some() {
            sortie.anderson_rubin = robuste;
        }
    } else if membres.is_some() {
        sortie.effet.avertissements.push(
            "Avec plusieurs instruments, l’ensemble d’Anderson-Rubin ne tient pas compte des grappes : ne le lisez pas, ou gardez un seul instrument."
                .into(),
        );
    }
    if sortie.premiere_etape_robuste.f.min(sortie.premiere_etape.f) < F_FAIBLE {
        sortie.effet.avertissements.push(format!(
            "Instrument faible : F de première étape {:.2} (robuste {:.2}), sous {F_FAIBLE} ; lisez l’ensemble d’Anderson-Rubin, pas l’intervalle.",
            sortie.premiere_etape.f, sortie.premiere_etape_robuste.f
        ));
    }
    Ok(sortie)
}

fn carre(v: &[f64]) -> f64 {
    v.iter().map(|x| x * x).sum()
}

fn produit(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// HC1 Wald statistic of the last coefficients.
fn wald(base: &Base, d: &Ajustement, depuis: usize) -> Result<f64, ErreurImpact> {
    let contrastes: Vec<_> = (depuis..base.k()).map(|j| base.coefficient(j)).collect();
    let influences: Vec<Vec<f64>> = contrastes.iter().map(|c| base.influences(c)).collect();
    let m = contrastes.len();
    let mut v = DMatrix::zeros(m, m);
    for (i, a) in influences.iter().enumerate() {
        for (j, b) in influences.iter().enumerate() {
            v[(i, j)] = sandwich(Variance::Hc1, [a, b], [&d.residus; 2], &d.leviers, [base.n(), base.p()])?;
        }
    }
    let c = DVector::from_iterator(m, contrastes.iter().map(|c| d.estimer(c)));
    let resolu = v.cholesky().ok_or(ErreurImpact::InstrumentNul)?.solve(&c);
    Ok(c.dot(&resolu))
}

/// The effects that the F test of the instruments in `Y - b D` does not reject (Anderson and Rubin 1949).
fn anderson_rubin(y: &Ajustement, d: &Ajustement, depuis: usize, reste: f64) -> Ensemble {
    let (gy, gd) = (&y.gamma[depuis..], &d.gamma[depuis..]);
    let k = gy.len() as f64;
    let seuil = quantile_fisher(0.05, k, reste) * k / reste;
    Forme {
        carre: carre(gd) - seuil * d.carres(),
        double: produit(gy, gd) - seuil * produit(&y.residus, &d.residus),
        constante: carre(gy) - seuil * y.carres(),
    }
    .negative()
}

/// The CR2 Wald statistic of the last coefficients over their number; its degrees of freedom are those of
/// Satterthwaite for one coefficient, the clusters less one for several.
fn en_grappes(base: &Base, d: &Ajustement, depuis: usize, membres: &[Vec<u32>]) -> Result<TestF, ErreurImpact> {
    let contrastes: Vec<Contraste> = (depuis..base.k()).map(|j| base.coefficient(j)).collect();
    let seul = |a: &Contraste| cr2(base, a, [&d.residus; 2], membres);
    let propres: Vec<(f64, f64)> = contrastes.iter().map(seul).collect();
    let m = contrastes.len();
    // The variance of a sum gives the covariance.
    let v = DMatrix::from_fn(m, m, |i, j| {
        if i == j {
            return propres[i].0;
        }
        let (a, b) = (&contrastes[i], &contrastes[j]);
        let pentes = a.pentes.iter().zip(&b.pentes).map(|(a, b)| a + b).collect();
        let somme = Contraste { constante: a.constante + b.constante, pentes };
        (seul(&somme).0 - propres[i].0 - propres[j].0) / 2.0
    });
    let c = DVector::from_iterator(m, contrastes.iter().map(|c| d.estimer(c)));
    let resolu = v.cholesky().ok_or(ErreurImpact::InstrumentNul)?.solve(&c);
    let ddl = if let [(_, ddl)] = propres[..] { ddl } else { membres.len() as f64 - 1.0 };
    Ok(TestF::nouveau(c.dot(&resolu) / m as f64, m as f64, ddl))
}

/// The same with one instrument and the covariance of both reduced forms, HC1 or, with clusters, CR2: its degrees of
/// freedom, those of Satterthwaite, do not depend on the effect tried.
fn robuste(
    base: &Base,
    [y, d]: [&Ajustement; 2],
    j: usize,
    membres: Option<&[Vec<u32>]>,
) -> Result<Ensemble, ErreurImpact> {
    let contraste = base.coefficient(j);
    let influences = base.influences(&contraste);
    let covariance = |e: &[f64], f: &[f64]| match membres {
        None => sandwich(Variance::Hc1, [&influences; 2], [e, f], &y.leviers, [base.n(), base.p()]),
        Some(membres) => Ok(cr2(base, &contraste, [e, f], membres).0),
    };
    let (py, pd) = (y.estimer(&contraste), d.estimer(&contraste));
    let ddl = membres.map_or((base.n() - base.p()) as f64, |m| cr2(base, &contraste, [&y.residus; 2], m).1);
    let seuil = quantile_fisher(0.05, 1.0, ddl);
    Ok(Forme {
        carre: pd * pd - seuil * covariance(&d.residus, &d.residus)?,
        double: py * pd - seuil * covariance(&y.residus, &d.residus)?,
        constante: py * py - seuil * covariance(&y.residus, &y.residus)?,
    }
    .negative())
}
