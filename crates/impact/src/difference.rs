//! Difference in means after a draw, stratum by stratum (Neyman 1923; Imbens and Rubin 2015, chapters 6 and 9).

use crate::echantillon::{Echantillon, Groupes, moments};
use crate::erreur::ErreurImpact;
use crate::resultat::Estimation;

/// Mean, variance and size of each arm of a stratum, controls first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cellule {
    pub n: [usize; 2],
    pub moyenne: [f64; 2],
    /// NaN for someone alone in their arm.
    pub variance: [f64; 2],
}

impl Cellule {
    fn taille(&self) -> f64 {
        (self.n[0] + self.n[1]) as f64
    }

    pub fn ecart(&self) -> f64 {
        self.moyenne[1] - self.moyenne[0]
    }

    fn petite(&self) -> bool {
        self.n.contains(&1)
    }

    fn neyman(&self) -> f64 {
        self.variance[0] / self.n[0] as f64 + self.variance[1] / self.n[1] as f64
    }
}

/// One cell a stratum; a single one without strata.
pub(crate) fn cellules(y: &[f64], traitement: &[bool], strates: Option<&Groupes>) -> Vec<Cellule> {
    let mut valeurs = vec![[const { Vec::new() }; 2]; strates.map_or(1, Groupes::nombre)];
    for (i, (y, z)) in y.iter().zip(traitement).enumerate() {
        valeurs[strates.map_or(0, |s| s.de()[i] as usize)][usize::from(*z)].push(*y);
    }
    let cellule = |[temoins, traites]: [Vec<f64>; 2]| {
        let ((m0, v0), (m1, v1)) = (moments(&temoins), moments(&traites));
        Cellule { n: [temoins.len(), traites.len()], moyenne: [m0, m1], variance: [v0, v1] }
    };
    valeurs.into_iter().map(cellule).collect()
}

/// How the variance was found.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Precision {
    pub variance: f64,
    pub ddl: f64,
    /// Strata with someone alone in an arm, and how they were treated.
    pub seules: Vec<usize>,
    pub emprunt: bool,
}

/// The difference in means, weighted by the size of the strata.
pub(crate) fn ecart(cellules: &[Cellule]) -> f64 {
    let n: f64 = cellules.iter().map(Cellule::taille).sum();
    cellules.iter().map(|c| c.taille() / n * c.ecart()).sum()
}

/// Its variance. Strata with someone alone in an arm cannot give theirs: see `docs/impact.md`, "Une seule personne".
pub(crate) fn precision(cellules: &[Cellule]) -> Result<Precision, ErreurImpact> {
    let n: f64 = cellules.iter().map(Cellule::taille).sum();
    let poids = |c: &Cellule| (c.taille() / n).powi(2);
    let seules: Vec<usize> = (0..cellules.len()).filter(|i| cellules[*i].petite()).collect();
    let grandes = cellules.iter().filter(|c| !c.petite());
    let variance: f64 = grandes.clone().map(|c| poids(c) * c.neyman()).sum();
    if seules.is_empty() {
        let ddl = if let [c] = cellules { welch(c) } else { n - 2.0 * cellules.len() as f64 };
        return Ok(Precision { variance, ddl, seules, emprunt: false });
    }
    let ddl: f64 = grandes.map(|c| c.taille() - 2.0).sum();
    let petites: Vec<Cellule> = seules.iter().map(|i| cellules[*i]).collect();
    if let Some(v) = entre_petites(&petites) {
        let part = petites.iter().map(Cellule::taille).sum::<f64>() / n;
        let ddl = ddl + petites.len() as f64 - 1.0;
        return Ok(Precision { variance: variance + part * part * v, ddl, seules, emprunt: false });
    }
    let mut total = variance;
    for c in &petites {
        total += poids(c) * empruntee(c, cellules).ok_or(ErreurImpact::VarianceImpossible)?;
    }
    let ddl = ddl + petites.iter().map(|c| c.taille() - 2.0).sum::<f64>();
    if ddl < 1.0 {
        return Err(ErreurImpact::TropPeuDeLignes { n: n as usize, coefficients: 2 * cellules.len() });
    }
    Ok(Precision { variance: total, ddl, seules, emprunt: true })
}

fn welch(c: &Cellule) -> f64 {
    let part = |j: usize| c.variance[j] / c.n[j] as f64;
    let (a, b) = (part(0), part(1));
    (a + b).powi(2) / (a * a / (c.n[0] as f64 - 1.0) + b * b / (c.n[1] as f64 - 1.0))
}

/// Variance of the weighted difference over small strata, from how much they differ from one another (Pashley and
/// Miratrix 2021, equation 9); conservative. Needs three strata, none of them half of the people.
fn entre_petites(petites: &[Cellule]) -> Option<f64> {
    let n: f64 = petites.iter().map(Cellule::taille).sum();
    if petites.len() < 3 || petites.iter().any(|c| c.taille() * 2.0 >= n) {
        return None;
    }
    let moyen = ecart(petites);
    let poids = |c: &Cellule| c.taille().powi(2) / (n - 2.0 * c.taille());
    let total: f64 = petites.iter().map(poids).sum();
    Some(petites.iter().map(|c| poids(c) / (n + total) * (c.ecart() - moyen).powi(2)).sum())
}

/// Neyman's variance of a stratum, the missing one replaced by the largest that is known: of the same arm elsewhere,
/// or of the other arm here.
fn empruntee(c: &Cellule, cellules: &[Cellule]) -> Option<f64> {
    let mut somme = 0.0;
    for bras in 0..2 {
        let variance = if c.n[bras] > 1 {
            c.variance[bras]
        } else {
            let ailleurs = cellules.iter().map(|c| c.variance[bras]);
            let connues = ailleurs.chain([c.variance[1 - bras]]).filter(|v| !v.is_nan());
            connues.reduce(f64::max)?
        };
        somme += variance / c.n[bras] as f64;
    }
    Some(somme)
}

/// Difference in means with Neyman's variance. Without strata the degrees of freedom are Welch's; with strata, `n` less
/// two for each.
pub fn difference(e: &Echantillon) -> Result<Estimation, ErreurImpact> {
    let cellules = cellules(e.resultat.valeurs, e.traitement, e.strates);
    let formule = if e.strates.is_some() { "difference-strates" } else { "difference" };
    if e.strates.is_none() && cellules[0].petite() {
        // A single stratum: the other arm lends its variance.
        if cellules[0].n == [1, 1] {
            return Err(ErreurImpact::TropPeuDeLignes { n: 2, coefficients: 2 });
        }
    }
    let precision = precision(&cellules)?;
    let mut sortie = Estimation::nouvelle(
        formule,
        ecart(&cellules),
        precision.variance,
        precision.ddl,
        [e.n(), e.n_traites()],
        crate::echantillon::ampleur(e.resultat.valeurs),
    )?;
    if !precision.seules.is_empty() {
        sortie.avertissements.push(prudence(&precision, e.strates));
    }
    Ok(sortie)
}

fn prudence(precision: &Precision, strates: Option<&Groupes>) -> String {
    let noms = precision.seules.iter().map(|i| strates.map_or("l’échantillon", |s| s.nom(*i)));
    let noms: Vec<&str> = noms.take(10).collect();
    let methode = if precision.emprunt {
        "sa variance est remplacée par la plus grande de celles qui s’estiment"
    } else {
        "la variance de ces strates vient de leurs écarts entre elles"
    };
    format!(
        "Variance prudente : une seule personne dans un bras ({}) ; {methode}, l’intervalle est plutôt trop large.",
        noms.join(", ")
    )
}
