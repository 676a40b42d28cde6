//! Excel workbooks with typed cells: a string is a string, never a formula.

use super::feuille::Feuille;
use super::nom::nom_de_feuille;
use crate::{Cellule, Colonne, Result, Tableau};
use rust_xlsxwriter::Workbook;

/// A workbook with one sheet a table, totals included.
pub fn xlsx(feuilles: &[Tableau]) -> Result<Vec<u8>> {
    let mut classeur = Workbook::new();
    let mut noms = Vec::new();
    for tableau in feuilles {
        let nom = nom_de_feuille(&tableau.titre, &noms);
        let ws = classeur.add_worksheet();
        let mut feuille = Feuille::nouvelle(ws, &nom, &tableau.colonnes)?;
        for ligne in &tableau.lignes {
            feuille.ligne(ws, ligne)?;
        }
        if let Some(total) = &tableau.total {
            feuille.total(ws, total)?;
        }
        feuille.terminer(ws)?;
        noms.push(nom);
    }
    Ok(classeur.save_to_buffer()?)
}

/// Writes one sheet row by row; rows already written leave memory for a temporary file.
pub struct EcrivainXlsx {
    classeur: Workbook,
    feuille: Feuille,
}

impl EcrivainXlsx {
    /// Starts a workbook of one sheet named after `titre`.
    pub fn nouveau(titre: &str, colonnes: &[Colonne]) -> Result<Self> {
        let mut classeur = Workbook::new();
        let ws = classeur.add_worksheet_with_constant_memory()?;
        let feuille = Feuille::nouvelle(ws, &nom_de_feuille(titre, &[]), colonnes)?;
        Ok(Self { classeur, feuille })
    }

    /// Adds one row; refuses the row that Excel could not open.
    pub fn ligne(&mut self, cellules: &[Cellule]) -> Result<()> {
        self.feuille.ligne(self.classeur.worksheet_from_index(0)?, cellules)
    }

    /// Ends the workbook.
    pub fn finir(mut self) -> Result<Vec<u8>> {
        self.feuille.terminer(self.classeur.worksheet_from_index(0)?)?;
        Ok(self.classeur.save_to_buffer()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Erreur;
    use crate::tableurs::feuille::LIGNES_MAX;

    #[test]
    fn la_ligne_qu_excel_n_ouvrirait_pas_est_refusee() {
        let mut ecrivain = EcrivainXlsx::nouveau("Tout", &[Colonne::nombre("n", "N")]).unwrap();
        ecrivain.feuille.prochaine = LIGNES_MAX - 1;
        ecrivain.ligne(&[1.into()]).unwrap();
        let erreur = ecrivain.ligne(&[2.into()]).unwrap_err();
        assert!(matches!(erreur, Erreur::TropDeLignes));
        assert!(erreur.to_string().contains("1 048 576 lignes"));
    }
}
