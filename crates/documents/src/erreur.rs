//! What may go wrong while writing a document.

/// Shorthand for results of this crate.
pub type Result<T, E = Erreur> = std::result::Result<T, E>;

/// A document could not be written. Messages are in French: they may reach the reader.
#[derive(Debug, thiserror::Error)]
pub enum Erreur {
    /// The worksheet is full.
    #[error(
        "Un classeur Excel ne peut pas dépasser 1 048 576 lignes : choisissez le format CSV ou réduisez la période."
    )]
    TropDeLignes,
    /// A row does not have as many cells as the table has columns.
    #[error("Une ligne compte {trouvees} cellules au lieu de {attendues}.")]
    Largeur {
        /// The number of columns of the table.
        attendues: usize,
        /// The number of cells of the offending row.
        trouvees: usize,
    },
    /// The CSV writer failed.
    #[error("Le fichier CSV n’a pas pu être écrit : {0}")]
    Csv(#[from] csv::Error),
    /// The underlying writer failed.
    #[error("Le fichier n’a pas pu être écrit : {0}")]
    Ecriture(#[from] std::io::Error),
    /// The XLSX writer failed.
    #[error("Le classeur n’a pas pu être écrit : {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// The PDF could not be typeset.
    #[error("Le document PDF n’a pas pu être composé : {0}")]
    Pdf(String),
}
