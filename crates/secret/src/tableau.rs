//! A table with its margins, as a circulation: each number is an arc, each sum a node where what comes in goes out.

/// How far a number may be hidden to protect another.
pub(crate) mod rang {
    /// A cell.
    pub const CELLULE: u8 = 0;
    /// The total of a row.
    pub const LIGNE: u8 = 1;
    /// The total of a column.
    pub const COLONNE: u8 = 2;
    /// The whole: hidden only when it is small itself, so that other tables and pages may say it too.
    pub const ENSEMBLE: u8 = 3;
}

/// A number of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arc {
    pub de: usize,
    pub vers: usize,
    pub valeur: i64,
    pub rang: u8,
}

/// A table of numbers of people, with its sums.
#[derive(Clone, Debug)]
pub struct Tableau {
    pub(crate) noeuds: usize,
    pub(crate) arcs: Vec<Arc>,
}

/// The node whence everything comes, and the one where it goes.
const SOURCE: usize = 0;
const PUITS: usize = 1;

impl Tableau {
    /// Parts of a whole. The numbers of the table are the parts, then the whole.
    pub fn parts(parts: &[i64]) -> Self {
        let arc = |valeur: &i64| Arc { de: SOURCE, vers: PUITS, valeur: *valeur, rang: rang::CELLULE };
        let mut arcs: Vec<Arc> = parts.iter().map(arc).collect();
        arcs.push(ensemble(parts.iter().sum()));
        Self { noeuds: 2, arcs }
    }

    /// Rows and columns. The numbers of the table are, row by row, the cells and their total; then the totals of the
    /// columns; then the whole.
    pub fn croise<const N: usize>(lignes: &[[i64; N]]) -> Self {
        let noeud_ligne = |i: usize| 2 + N + i;
        let mut arcs = Vec::with_capacity((lignes.len() + 1) * (N + 1));
        for (i, cellules) in lignes.iter().enumerate() {
            let cellule =
                |(j, v): (usize, &i64)| Arc { de: noeud_ligne(i), vers: 2 + j, valeur: *v, rang: rang::CELLULE };
            arcs.extend(cellules.iter().enumerate().map(cellule));
            let total = cellules.iter().sum();
            arcs.push(Arc { de: SOURCE, vers: noeud_ligne(i), valeur: total, rang: rang::LIGNE });
        }
        let colonnes: [i64; N] = std::array::from_fn(|j| lignes.iter().map(|l| l[j]).sum());
        let colonne = |(j, v): (usize, &i64)| Arc { de: 2 + j, vers: PUITS, valeur: *v, rang: rang::COLONNE };
        arcs.extend(colonnes.iter().enumerate().map(colonne));
        arcs.push(ensemble(colonnes.iter().sum()));
        Self { noeuds: 2 + N + lignes.len(), arcs }
    }

    /// Its numbers, in order.
    pub fn valeurs(&self) -> Vec<i64> {
        self.arcs.iter().map(|a| a.valeur).collect()
    }

    /// Its sums: for each, the numbers that come in and those that go out, which make as much.
    pub fn sommes(&self) -> Vec<(Vec<usize>, Vec<usize>)> {
        let tels = |oui: &dyn Fn(&Arc) -> bool| -> Vec<usize> {
            self.arcs.iter().enumerate().filter(|(_, a)| oui(a)).map(|(i, _)| i).collect()
        };
        (0..self.noeuds).map(|n| (tels(&|a| a.vers == n), tels(&|a| a.de == n))).collect()
    }
}

fn ensemble(valeur: i64) -> Arc {
    Arc { de: PUITS, vers: SOURCE, valeur, rang: rang::ENSEMBLE }
}
