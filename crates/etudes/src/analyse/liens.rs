//! What the primary result becomes when files brought together are doubted.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::cellules::Colonnes;
use super::matiere::{A_REVOIR, LIEN, Matiere};
use super::rendu::{Rendu, lancer};

/// People whose link is uncertain, and the primary result without them, then with the worst of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Liens {
    /// Percent under which a link was left out.
    pub seuil: u32,
    /// Probability known and under one: controls, treated.
    pub incertains: [usize; 2],
    /// A merge behind the file was never measured.
    pub inconnus: [usize; 2],
    /// Pairs wait beside the file.
    pub a_revoir: [usize; 2],
    /// Left out: under the threshold, or unknown.
    pub laisses: [usize; 2],
    /// The effect without them, when there are any.
    pub sans: Option<Rendu>,
    /// Bounds, whatever the true outcomes of those whose link is wrong.
    pub bornes: Option<Rendu>,
    /// The same, whatever is missing from the files with pairs to review.
    pub bornes_a_revoir: Option<Rendu>,
}

impl Matiere {
    /// `None` on an extract made before links were measured.
    pub(super) fn liens(&self, la: &Path, colonnes: &Colonnes) -> Option<Liens> {
        if !colonnes.noms.iter().any(|n| n == A_REVOIR) {
            return None;
        }
        let seuil = self.protocole.seuil_lien;
        let mut liens = Liens { seuil, ..Liens::default() };
        let minimal = f64::from(seuil) / 100.0;
        let (z, p) = (colonnes.colonne("traitement"), colonnes.colonne(LIEN));
        for ((z, p), a) in z.iter().zip(p).zip(colonnes.colonne(A_REVOIR)) {
            let bras = usize::from(*z == "1");
            let p: Option<f64> = p.replace(',', ".").parse().ok();
            liens.incertains[bras] += usize::from(p.is_some_and(|p| p < 1.0));
            liens.inconnus[bras] += usize::from(p.is_none());
            liens.laisses[bras] += usize::from(p.is_none_or(|p| p < minimal));
            liens.a_revoir[bras] += usize::from(a != "0");
        }
        let principale = self.protocole.issues.iter().find(|i| i.code == self.protocole.principale)?;
        let oui = |comptes: [usize; 2]| comptes != [0, 0];
        if oui(liens.laisses) {
            liens.sans = Some(lancer(la, self.effet(&principale.code, Some(minimal))));
        }
        let bornes = |a_revoir| lancer(la, self.bornes(principale, a_revoir));
        if oui(liens.incertains) || oui(liens.inconnus) {
            liens.bornes = Some(bornes(false));
        }
        if oui(liens.a_revoir) {
            liens.bornes_a_revoir = Some(bornes(true));
        }
        Some(liens)
    }
}
