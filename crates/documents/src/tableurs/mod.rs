//! Tables as files people open in a spreadsheet.

mod cellule;
mod csv;
mod feuille;
mod formule;
mod nom;
mod xlsx;

pub use self::csv::{EcrivainCsv, csv};
pub use self::formule::{neutraliser, restaurer};
pub use self::xlsx::{EcrivainXlsx, xlsx};
