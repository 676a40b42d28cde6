//! What became of the known values that a file leaves empty: kept, or emptied because it was asked.

use std::collections::BTreeMap;

/// How many known values an import found empty in the file, by column.
pub(super) type Comptes = BTreeMap<&'static str, u64>;

/// Known values that the file leaves empty.
#[derive(Default)]
pub(super) struct Vides {
    /// Kept, by column.
    pub gardees: Comptes,
    /// Emptied, because it was asked.
    pub effacees: Comptes,
}

impl Vides {
    pub fn ajouter(&mut self, autres: Self) {
        for (ici, autres) in [(&mut self.gardees, autres.gardees), (&mut self.effacees, autres.effacees)] {
            autres.into_iter().for_each(|(colonne, n)| *ici.entry(colonne).or_default() += n);
        }
    }
}
