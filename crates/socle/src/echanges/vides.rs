//! What became of the known values that a file would change: left empty, they are kept, or emptied because it was asked;
//! older than what was typed on the site, they are kept.

use std::collections::BTreeMap;

/// How many known values an import found empty in the file, by column.
pub(super) type Comptes = BTreeMap<&'static str, u64>;

/// Known values that the file leaves empty, or says otherwise than what was typed since.
#[derive(Default)]
pub(super) struct Vides {
    /// Kept, by column.
    pub gardees: Comptes,
    /// Emptied, because it was asked.
    pub effacees: Comptes,
    /// Typed on the site since, and kept, by column.
    pub saisies: Comptes,
    /// The first rows that said otherwise.
    pub lignes_saisies: Vec<u64>,
}

impl Vides {
    pub fn ajouter(&mut self, autres: Self) {
        self.lignes_saisies.extend(autres.lignes_saisies);
        let comptes = [
            (&mut self.gardees, autres.gardees),
            (&mut self.effacees, autres.effacees),
            (&mut self.saisies, autres.saisies),
        ];
        for (ici, autres) in comptes {
            autres.into_iter().for_each(|(colonne, n)| *ici.entry(colonne).or_default() += n);
        }
    }
}
