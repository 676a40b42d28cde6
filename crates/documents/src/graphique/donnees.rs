//! What a chart says, and how its figures are written.

use crate::Valeur;

/// A chart: figures and what they mean, no colour and no position.
#[derive(Clone, Debug)]
pub struct Graphique {
    /// The title of the chart.
    pub titre: String,
    /// What the chart shows, in words, for those who do not see it.
    pub description: String,
    /// How the figures are drawn.
    pub forme: Forme,
    /// The names of the series.
    pub series: Vec<String>,
    /// The names of the categories.
    pub categories: Vec<String>,
    /// The figures, by series then by category; `None` is not known, never zero.
    pub valeurs: Vec<Vec<Option<f64>>>,
    /// The unit, such as "apprentis" or "%".
    pub unite: String,
}

/// How the figures of a chart are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forme {
    /// One horizontal bar a series and a category.
    BarresHorizontales,
    /// One horizontal bar a category, its series end to end.
    BarresEmpilees,
    /// One vertical bar a series and a category.
    Colonnes,
}

impl Graphique {
    /// A hash (FNV-1a) of everything drawn, so that two charts of a page never share an id.
    pub(super) fn identifiant(&self) -> String {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for octet in format!("{self:?}").bytes() {
            hash = (hash ^ u64::from(octet)).wrapping_mul(0x0100_0000_01b3);
        }
        format!("g{hash:016x}")
    }

    /// The figure, when it is known and can be drawn.
    pub(super) fn valeur(&self, serie: usize, categorie: usize) -> Option<f64> {
        self.valeurs.get(serie)?.get(categorie).copied().flatten().filter(|v| v.is_finite())
    }

    /// A figure as written at the end of its bar.
    pub(super) fn etiquette(&self, valeur: Option<f64>) -> String {
        match valeur {
            None => Valeur::Inconnu.affiche(),
            Some(v) if self.unite == "%" => format!("{}\u{202f}%", Valeur::Decimal(v).affiche()),
            Some(v) => Valeur::Decimal(v).affiche(),
        }
    }

    /// Series drawn; at least one, so that a chart without any says "non connu".
    pub(super) fn nombre_de_series(&self) -> usize {
        self.series.len().max(1)
    }
}
