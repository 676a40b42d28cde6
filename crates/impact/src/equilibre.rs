//! Were the arms alike before, and did they answer alike after?

use crate::difference::difference;
use crate::echantillon::{Colonne, Echantillon, Groupes, en_nombres, moments};
use crate::erreur::ErreurImpact;
use crate::instrument::TestF;
use crate::lineaire::{lin, moindres_carres};
use crate::permutation::{Cote, Explique, Permutation, Plan, Reglage, permutation_libre};
use crate::regression::Variance;
use crate::resultat::Estimation;

/// A covariate, arm by arm.
#[derive(Debug, Clone, PartialEq)]
pub struct LigneEquilibre {
    /// Column of the covariate.
    pub nom: String,
    /// Means: controls, treated.
    pub moyennes: [f64; 2],
    /// Standard deviations: controls, treated.
    pub ecarts_types: [f64; 2],
    /// Difference of the means over the root of the mean variance (Imbens and Rubin 2015); it does not grow with `n`.
    pub ecart_normalise: Option<f64>,
    /// p-value of the difference (Neyman, by stratum; CR2 and Satterthwaite with clusters); none for a column without variance.
    pub p: Option<f64>,
}

/// The balance table.
#[derive(Debug, Clone, PartialEq)]
pub struct Equilibre {
    /// Section of `docs/impact.md` that gives the formula.
    pub formule: &'static str,
    /// One line a covariate.
    pub lignes: Vec<LigneEquilibre>,
    /// F test of the covariates together in the regression of the treatment, strata given. With clusters its law is not that
    /// of F: `p` is NaN, and the permutation alone, which draws clusters whole, is the test.
    pub conjoint: TestF,
    /// The same F ranked among those of the assignments that could have been.
    pub permutation: Permutation,
    /// Rows, treated rows.
    pub n: [usize; 2],
}

/// Compares covariates between arms.
pub fn equilibre(
    covariables: &[Colonne],
    traitement: &[bool],
    strates: Option<&Groupes>,
    grappes: Option<&Groupes>,
    plan: Plan,
    reglage: &Reglage,
) -> Result<Equilibre, ErreurImpact> {
    let Some((premiere, autres)) = covariables.split_first() else {
        return Err(ErreurImpact::Parametre { nom: "ajustement", attendu: "au moins une colonne à comparer" });
    };
    let e = Echantillon::nouveau(*premiere, traitement, autres, strates, grappes)?;
    let explique = Explique::nouveau(covariables, e.strates, e.n())?;
    let (f, [d1, d2]) = explique.f(traitement);
    let reglage = Reglage { cote: Cote::Plus, ..*reglage };
    Ok(Equilibre {
        formule: "equilibre",
        lignes: covariables.iter().map(|c| ligne(c, traitement, strates, grappes)).collect::<Result<_, _>>()?,
        conjoint: match grappes {
            None => TestF::nouveau(f, d1, d2),
            Some(_) => TestF { p: f64::NAN, ..TestF::nouveau(f, d1, d2) },
        },
        permutation: permutation_libre(&e, plan, &|z| explique.f(z).0, &reglage)?,
        n: [e.n(), e.n_traites()],
    })
}

/// The difference of the arms with the variance of its draw: of people, or of whole clusters.
fn simple(e: &Echantillon) -> Result<Estimation, ErreurImpact> {
    match (e.grappes, e.strates) {
        (None, _) => difference(e),
        (Some(_), None) => moindres_carres(e, Variance::Cr2),
        (Some(_), Some(_)) => lin(e, Variance::Cr2),
    }
}

fn ligne(
    c: &Colonne,
    traitement: &[bool],
    strates: Option<&Groupes>,
    grappes: Option<&Groupes>,
) -> Result<LigneEquilibre, ErreurImpact> {
    let bras = |voulu: bool| {
        let ici: Vec<f64> = c.valeurs.iter().zip(traitement).filter(|(_, z)| **z == voulu).map(|(v, _)| *v).collect();
        let (m, v) = moments(&ici);
        (m, if ici.len() < 2 { 0.0 } else { v })
    };
    let ((m0, v0), (m1, v1)) = (bras(false), bras(true));
    let commun = (0.5 * (v0 + v1)).sqrt();
    let e = Echantillon::nouveau(*c, traitement, &[], strates, grappes)?;
    Ok(LigneEquilibre {
        nom: c.nom.into(),
        moyennes: [m0, m1],
        ecarts_types: [v0.sqrt(), v1.sqrt()],
        ecart_normalise: (commun > 0.0).then(|| (m1 - m0) / commun),
        p: simple(&e).ok().map(|d| d.p),
    })
}

/// Who answered, by arm and by stratum.
#[derive(Debug, Clone, PartialEq)]
pub struct Attrition {
    /// Section of `docs/impact.md` that gives the formula.
    pub formule: &'static str,
    /// Everybody, then each stratum: name, then people and answers, controls then treated.
    pub lignes: Vec<(String, [[usize; 2]; 2])>,
    /// Difference of the response rates; `None` when nobody is missing (or everybody) in both arms.
    pub ecart: Option<Estimation>,
}

/// Compares response rates between arms, with the variance of the draw: of people, or of whole clusters.
pub fn attrition(
    observe: &[bool],
    traitement: &[bool],
    strates: Option<&Groupes>,
    grappes: Option<&Groupes>,
) -> Result<Attrition, ErreurImpact> {
    let nombres = en_nombres(observe);
    let colonne = Colonne { nom: "observé", valeurs: &nombres };
    let e = Echantillon::nouveau(colonne, traitement, &[], strates, grappes)?;
    let compter = |garder: &dyn Fn(usize) -> bool| {
        let mut sortie = [[0; 2]; 2];
        for i in (0..observe.len()).filter(|i| garder(*i)) {
            let bras = &mut sortie[usize::from(traitement[i])];
            bras[0] += 1;
            bras[1] += usize::from(observe[i]);
        }
        sortie
    };
    let mut lignes = vec![("ensemble".to_owned(), compter(&|_| true))];
    if let Some(strates) = e.strates {
        let une = |s: usize| (strates.nom(s).to_owned(), compter(&|i| strates.de()[i] as usize == s));
        lignes.extend((0..strates.nombre()).map(une));
    }
    Ok(Attrition { formule: "attrition", lignes, ecart: simple(&e).ok() })
}
