//! Small triangular matrices, by rows, `k × k`.

/// A column that the previous ones determine, and their coefficients (on the scaled columns).
pub(crate) struct Redondance {
    pub colonne: usize,
    pub coefficients: Vec<f64>,
}

pub(crate) fn identite(k: usize) -> Vec<f64> {
    let mut sortie = vec![0.0; k * k];
    (0..k).for_each(|i| sortie[i * k + i] = 1.0);
    sortie
}

/// The inverse of the upper factor `R` of `G = R'R`, and the smallest pivot relative to its diagonal.
pub(crate) fn inverse(g: Vec<f64>, k: usize, seuil: f64) -> Result<(f64, Vec<f64>), Redondance> {
    let mut r = g;
    let mut petit = 1.0f64;
    for j in 0..k {
        let diagonale = r[j * k + j];
        for i in 0..=j {
            let somme: f64 = (0..i).map(|l| r[l * k + i] * r[l * k + j]).sum();
            let reste = r[i * k + j] - somme;
            if i < j {
                r[i * k + j] = reste / r[i * k + i];
                continue;
            }
            if reste.is_nan() || reste <= seuil * diagonale {
                return Err(Redondance { colonne: j, coefficients: resoudre(&r, k, j) });
            }
            petit = petit.min(reste / diagonale);
            r[j * k + j] = reste.sqrt();
        }
    }
    Ok((petit, inverser(&r, k)))
}

/// Coefficients of column `j` on the ones before it.
fn resoudre(r: &[f64], k: usize, j: usize) -> Vec<f64> {
    let mut sortie = vec![0.0; j];
    for i in (0..j).rev() {
        let somme: f64 = (i + 1..j).map(|l| r[i * k + l] * sortie[l]).sum();
        sortie[i] = (r[i * k + j] - somme) / r[i * k + i];
    }
    sortie
}

fn inverser(r: &[f64], k: usize) -> Vec<f64> {
    let mut t = vec![0.0; k * k];
    for j in 0..k {
        t[j * k + j] = 1.0 / r[j * k + j];
        for i in (0..j).rev() {
            let somme: f64 = (i + 1..=j).map(|l| r[i * k + l] * t[l * k + j]).sum();
            t[i * k + j] = -somme / r[i * k + i];
        }
    }
    t
}

/// The product of two upper triangular matrices.
pub(crate) fn produit(a: &[f64], b: &[f64], k: usize) -> Vec<f64> {
    let mut sortie = vec![0.0; k * k];
    for i in 0..k {
        for j in i..k {
            sortie[i * k + j] = (i..=j).map(|l| a[i * k + l] * b[l * k + j]).sum();
        }
    }
    sortie
}
