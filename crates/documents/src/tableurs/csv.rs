//! CSV as French spreadsheets open it: UTF-8 with BOM, semicolons, CRLF.

use super::formule::neutraliser;
use crate::{Cellule, Colonne, Erreur, Result, Tableau, Valeur};
use passerelle_base as base;
use std::borrow::Cow;
use std::io::Write;

/// The mark that makes Excel read the file as UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// Writes a table row by row, so that a long export never sits in memory.
pub struct EcrivainCsv<W: Write> {
    ecrivain: csv::Writer<W>,
    colonnes: usize,
}

impl<W: Write> EcrivainCsv<W> {
    /// Starts the file: the mark, then the titles of the columns.
    pub fn nouveau(mut w: W, colonnes: &[Colonne]) -> Result<Self> {
        w.write_all(BOM)?;
        let mut ecrivain =
            csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).flexible(true).from_writer(w);
        ecrivain.write_record(colonnes.iter().map(|c| neutraliser(&c.titre).into_owned()))?;
        Ok(Self { ecrivain, colonnes: colonnes.len() })
    }

    /// Adds one row.
    pub fn ligne(&mut self, cellules: &[Cellule]) -> Result<()> {
        if cellules.len() != self.colonnes {
            return Err(Erreur::Largeur { attendues: self.colonnes, trouvees: cellules.len() });
        }
        self.ecrire(cellules)
    }

    /// Flushes and gives the writer back.
    pub fn finir(self) -> Result<W> {
        self.ecrivain.into_inner().map_err(|e| Erreur::Ecriture(e.into_error()))
    }

    fn ecrire(&mut self, cellules: &[Cellule]) -> Result<()> {
        Ok(self.ecrivain.write_record(cellules.iter().map(|c| champ(&c.valeur).into_owned()))?)
    }
}

/// A whole table as CSV, its total last.
pub fn csv(t: &Tableau) -> Vec<u8> {
    let ecrire = || -> Result<Vec<u8>> {
        let mut ecrivain = EcrivainCsv::nouveau(Vec::new(), &t.colonnes)?;
        for ligne in t.lignes.iter().chain(&t.total) {
            ecrivain.ecrire(ligne)?;
        }
        ecrivain.finir()
    };
    ecrire().expect("writing CSV to memory cannot fail")
}

/// A value as a spreadsheet reads it back: unknown is an empty field, numbers are bare.
fn champ(valeur: &Valeur) -> Cow<'_, str> {
    match valeur {
        Valeur::Inconnu => Cow::Borrowed(""),
        Valeur::Texte(texte) => neutraliser(texte),
        Valeur::Entier(entier) => Cow::Owned(entier.to_string()),
        Valeur::Decimal(decimal) if !decimal.is_finite() => Cow::Borrowed(""),
        Valeur::Decimal(decimal) => Cow::Owned(decimal.to_string().replace('.', ",")),
        Valeur::Date(date) => Cow::Owned(base::date_courte(*date)),
        Valeur::Instant(instant) => {
            let ici = base::sur_place(*instant);
            Cow::Owned(format!("{} {}", base::date_courte(ici.date()), ici.format("%H:%M")))
        }
        Valeur::Booleen(_) => Cow::Owned(valeur.affiche()),
        Valeur::Etat { .. } => Cow::Owned(neutraliser(&valeur.affiche()).into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tableurs::restaurer;
    use chrono::NaiveDate;

    fn tableau() -> Tableau {
        Tableau {
            titre: "Jeunes".into(),
            colonnes: vec![Colonne::texte("nom", "Nom"), Colonne::nombre("n", "Nombre")],
            lignes: vec![vec!["=1+1".into(), 1377.into()], vec!["a;\"b\"\r\nc".into(), (-2.5).into()]],
            total: Some(vec!["Total".into(), Valeur::Inconnu.into()]),
        }
    }

    #[test]
    fn le_fichier_est_celui_attendu_octet_par_octet() {
        let attendu = "\u{feff}Nom;Nombre\r\n'=1+1;1377\r\n\"a;\"\"b\"\"\r\nc\";-2,5\r\nTotal;\r\n";
        assert_eq!(String::from_utf8(csv(&tableau())).unwrap(), attendu);
    }

    #[test]
    fn relu_le_fichier_rend_les_textes_d_origine() {
        let hostiles = ["=cmd|' /C calc'!A0", "'-1", "+33 6", "@x", "\tz", "é œ ’ « »", "", "a\nb", "\""];
        let t = Tableau {
            lignes: hostiles.iter().map(|h| vec![Cellule::from(*h), 1.into()]).collect(),
            total: None,
            ..tableau()
        };
        let octets = csv(&t);
        let mut lecteur = csv::ReaderBuilder::new().delimiter(b';').from_reader(&octets[BOM.len()..]);
        let lus: Vec<String> = lecteur.records().map(|r| restaurer(r.unwrap().get(0).unwrap()).to_owned()).collect();
        assert_eq!(lus, hostiles);
    }

    #[test]
    fn chaque_type_a_son_ecriture() {
        let date = NaiveDate::from_ymd_opt(2017, 3, 14).unwrap();
        assert_eq!(champ(&date.into()), "14/03/2017");
        let instant: chrono::DateTime<chrono::Utc> = "2017-03-14T07:05:00Z".parse().unwrap();
        assert_eq!(champ(&instant.into()), "14/03/2017 08:05");
        assert_eq!(champ(&true.into()), "oui");
        assert_eq!(champ(&f64::NAN.into()), "");
        assert_eq!(champ(&1_377_000.into()), "1377000");
        assert_eq!(champ(&Valeur::Inconnu), "");
    }

    #[test]
    fn une_ligne_trop_courte_est_refusee() {
        let mut e = EcrivainCsv::nouveau(Vec::new(), &tableau().colonnes).unwrap();
        let erreur = e.ligne(&["seule".into()]).unwrap_err();
        assert!(matches!(erreur, Erreur::Largeur { attendues: 2, trouvees: 1 }));
    }
}
