//! Several p-values at once.

/// Adjusted p-values of Holm (1979), in the order given: the chance of one false finding stays under the level.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut precedent = 0.0f64;
    ajuster(p, ordre(p), |rang, p, m| {
        precedent = precedent.max((p * (m - rang) as f64).min(1.0));
        precedent
    })
}

/// Adjusted p-values of Benjamini and Hochberg (1995), in the order given: the expected share of false findings stays
/// under the level.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let mut suivant = 1.0f64;
    let mut ordre = ordre(p);
    ordre.reverse();
    ajuster(p, ordre, |rang, p, m| {
        suivant = suivant.min(p * m as f64 / (m - rang) as f64);
        suivant
    })
}

fn ordre(p: &[f64]) -> Vec<usize> {
    let mut ordre: Vec<usize> = (0..p.len()).collect();
    ordre.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    ordre
}

fn ajuster(p: &[f64], ordre: Vec<usize>, mut faire: impl FnMut(usize, f64, usize) -> f64) -> Vec<f64> {
    let mut sortie = vec![0.0; p.len()];
    for (rang, i) in ordre.into_iter().enumerate() {
        sortie[i] = faire(rang, p[i], p.len());
    }
    sortie
}
