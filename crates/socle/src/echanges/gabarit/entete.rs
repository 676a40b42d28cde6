//! Where the headers of a table are, under titles or in none.

use std::borrow::Cow;

use passerelle_base::plier_entete;

use super::etages::joindre;
use super::modele::{Designation, Gabarit};
use crate::echanges::nature::MOTIF_PLIE;
use crate::echanges::valeur::FUSIONNEE;

/// Rows among which headers are looked for.
const TITRES_MAX: usize = 60;

/// A header as it is compared; a sign alone is one (« # »).
pub(super) fn pli(entete: &str) -> String {
    let plie = plier_entete(entete);
    if plie.is_empty() { entete.trim().to_owned() } else { plie }
}

/// The headers of a file as a gabarit calls them: the second of a name is « Ville (2) », one without a name « Colonne 3 ».
pub fn nommer(bruts: &[String]) -> Vec<String> {
    let mut vus: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    let nommes = bruts.iter().enumerate().map(|(rang, brut)| {
        let pli = pli(brut);
        if pli.is_empty() || brut == FUSIONNEE {
            return format!("Colonne {}", rang + 1);
        }
        let fois = vus.entry(pli).or_default();
        *fois += 1;
        let une_ligne = brut.split_whitespace().collect::<Vec<_>>().join(" ");
        if *fois == 1 { une_ligne } else { format!("{une_ligne} ({fois})") }
    });
    nommes.collect()
}

/// Where a column of the gabarit is among headers.
pub(super) fn trouver(designation: &Designation, bruts: &[String]) -> Option<usize> {
    let nom = match designation {
        Designation::Position(rang) => return (1..=bruts.len()).contains(rang).then(|| rang - 1),
        Designation::Nom(nom) => nom,
    };
    let occurrence = |nom: &str, fois: usize| {
        let cherche = pli(nom);
        bruts.iter().enumerate().filter(|(_, b)| pli(b) == cherche).map(|(i, _)| i).nth(fois)
    };
    let seconde = nom
        .strip_suffix(')')
        .and_then(|n| n.rsplit_once(" ("))
        .and_then(|(base, rang)| occurrence(base, rang.parse::<usize>().ok()?.checked_sub(1)?));
    let sans_nom = || {
        let rang = nom.strip_prefix("Colonne ")?.parse::<usize>().ok()?.checked_sub(1)?;
        bruts.get(rang).filter(|b| b.trim().is_empty() || *b == FUSIONNEE).map(|_| rang)
    };
    seconde.or_else(|| occurrence(nom, 0)).or_else(sans_nom)
}

/// The rows of a file on their way, until the headers are found; then each as wide as they are.
pub(in crate::echanges) struct Recherche<'g> {
    gabarit: &'g Gabarit,
    /// Rows of a workbook end at their last filled cell.
    au_bord: bool,
    /// Rows seen before the headers.
    vues: Vec<(u64, Vec<String>)>,
    largeur: Option<usize>,
}

impl<'g> Recherche<'g> {
    /// `au_bord`: rows that end at their last filled cell are made as wide as the headers.
    pub fn nouvelle(gabarit: &'g Gabarit, au_bord: bool) -> Self {
        Self { gabarit, au_bord, vues: Vec::new(), largeur: None }
    }

    /// Hands a row on, or keeps it until the headers are known.
    pub fn passer(
        &mut self,
        ligne: u64,
        cellules: Vec<String>,
        suite: &mut impl FnMut(u64, Vec<String>) -> bool,
    ) -> bool {
        if self.largeur.is_some() {
            return suite(ligne, self.etendre(cellules));
        }
        if self.gabarit.tableau.sans_entete {
            return self.sans_entete(ligne, cellules, suite);
        }
        let attendues = self.gabarit.colonnes().len();
        let entetes = self.entetes(self.vues.last().map(|(_, c)| c.as_slice()), &cellules);
        if attendues > 0 && self.note(&entetes) == attendues && self.titre_possible(ligne) {
            self.vues.clear();
            self.largeur = Some(large(&entetes));
            return suite(ligne, self.etendre(entetes.into_owned()));
        }
        self.vues.push((ligne, cellules));
        self.vues.len() < TITRES_MAX || self.choisir(suite)
    }

    /// The end of the file: what was kept is handed on.
    pub fn finir(mut self, suite: &mut impl FnMut(u64, Vec<String>) -> bool) {
        if self.largeur.is_none() && !self.vues.is_empty() {
            self.choisir(suite);
        }
    }

    /// A row above the headers that the gabarit tells may name them too; it is not them.
    fn titre_possible(&self, ligne: u64) -> bool {
        // A file that was given back has its headers on its first row, whatever the first file had above them.
        self.gabarit.tableau.entete.is_none_or(|e| ligne >= e || self.vues.is_empty())
    }

    /// The headers that a row makes, with the one above it when the gabarit says so.
    fn entetes<'c>(&self, dessus: Option<&[String]>, cellules: &'c [String]) -> Cow<'c, [String]> {
        match dessus.filter(|_| self.gabarit.tableau.entete_double) {
            Some(haut) => Cow::Owned(joindre(haut, cellules)),
            None => Cow::Borrowed(cellules),
        }
    }

    /// How many columns of the gabarit a row names.
    fn note(&self, cellules: &[String]) -> usize {
        self.gabarit.colonnes().into_iter().filter(|d| trouver(d, cellules).is_some()).count()
    }

    fn choisir(&mut self, suite: &mut impl FnMut(u64, Vec<String>) -> bool) -> bool {
        let mut vues = std::mem::take(&mut self.vues);
        let dite = self.gabarit.tableau.entete;
        let dessus = |i: usize| i.checked_sub(1).map(|i| vues[i].1.as_slice());
        let entetes = |i: usize| self.entetes(dessus(i), &vues[i].1);
        let note = |i: usize| (self.note(&entetes(i)), dite == Some(vues[i].0));
        let meilleure = (0..vues.len()).max_by_key(|i| (note(*i), usize::MAX - i)).unwrap_or_default();
        let entetes = entetes(meilleure).into_owned();
        self.largeur = Some(large(&entetes));
        vues[meilleure].1 = entetes;
        vues.into_iter().skip(meilleure).all(|(ligne, cellules)| suite(ligne, self.etendre(cellules)))
    }

    /// Headers made of ranks; a file of ours that gives rows back has written them already.
    fn sans_entete(
        &mut self,
        ligne: u64,
        cellules: Vec<String>,
        suite: &mut impl FnMut(u64, Vec<String>) -> bool,
    ) -> bool {
        if cellules.first().is_some_and(|c| pli(c) == "colonne1") {
            self.largeur = Some(large(&cellules));
            return suite(ligne, cellules);
        }
        let rang = |d: &Designation| if let Designation::Position(rang) = d { *rang } else { 0 };
        let dernier = self.gabarit.colonnes().into_iter().map(rang).max().unwrap_or(0);
        let largeur = if self.au_bord { cellules.len().max(dernier) } else { cellules.len() };
        self.largeur = Some(largeur);
        let entetes = (1..=largeur).map(|rang| format!("Colonne {rang}")).collect();
        suite(0, entetes) && suite(ligne, self.etendre(cellules))
    }

    fn etendre(&self, mut cellules: Vec<String>) -> Vec<String> {
        let Some(large) = self.largeur.filter(|_| self.au_bord) else { return cellules };
        while cellules.len() > large && cellules.last().is_some_and(String::is_empty) {
            cellules.pop();
        }
        if cellules.len() < large {
            cellules.resize(large, String::new());
        }
        cellules
    }
}

/// How wide headers are: cells without a name at their end are not columns.
fn large(entetes: &[String]) -> usize {
    entetes.iter().rposition(|e| !e.trim().is_empty() && e != FUSIONNEE).map_or(entetes.len(), |i| i + 1)
}

/// The column that a returned file gains is no column of the partner.
pub(super) fn est_motif(entete: &str) -> bool {
    plier_entete(entete) == MOTIF_PLIE
}

#[cfg(test)]
mod tests {
    use super::super::modele::{Champ, Passe};
    use super::*;

    fn textes(t: &[&str]) -> Vec<String> {
        t.iter().map(|t| (*t).to_owned()).collect()
    }

    fn gabarit(colonnes: &[&str]) -> Gabarit {
        let champs = colonnes.iter().map(|c| ((*c).to_owned(), Champ::colonne(*c))).collect();
        Gabarit { passes: vec![Passe { nature: "jeunes".into(), champs, si: vec![] }], ..Gabarit::default() }
    }

    fn rangees(g: &Gabarit, lues: &[&[&str]]) -> Vec<(u64, Vec<String>)> {
        let (mut recherche, mut rendues) = (Recherche::nouvelle(g, true), Vec::new());
        let mut suite = |ligne, cellules| {
            rendues.push((ligne, cellules));
            true
        };
        for (rang, cellules) in lues.iter().enumerate() {
            recherche.passer(rang as u64 + 1, textes(cellules), &mut suite);
        }
        recherche.finir(&mut suite);
        rendues
    }

    #[test]
    fn headers_are_found_under_titles() {
        let lues: &[&[&str]] =
            &[&["CFA des Trois Lunes"], &["Nom, prénom et ville"], &["Nom", "Ville", ""], &["A"], &["B", "C"]];
        let attendu = vec![(3, textes(&["Nom", "Ville"])), (4, textes(&["A", ""])), (5, textes(&["B", "C"]))];
        assert_eq!(rangees(&gabarit(&["Nom", "Ville"]), lues), attendu);
        // One of the columns is gone: the row that has the others is still the one.
        assert_eq!(rangees(&gabarit(&["Nom", "Ville", "Sexe"]), lues), attendu);
    }

    #[test]
    fn headers_on_two_rows_are_one_and_what_is_given_back_has_one_row() {
        let mut g = gabarit(&["Matricule", "Nom Apprenti", "Début Contrat"]);
        g.tableau.entete_double = true;
        let lues: &[&[&str]] = &[
            &["CFA des Trois Lunes"],
            &["Matricule", "Apprenti", "", "Contrat"],
            &["", "Nom", "Prénom", "Début"],
            &["1", "A", "B", "C"],
        ];
        let entetes = textes(&["Matricule", "Nom Apprenti", "Prénom Apprenti", "Début Contrat"]);
        assert_eq!(rangees(&g, lues), vec![(3, entetes.clone()), (4, textes(&["1", "A", "B", "C"]))]);
        let rendu: &[&[&str]] = &[&["Matricule", "Nom Apprenti", "Prénom Apprenti", "Début Contrat"], &["1", "A"]];
        assert_eq!(rangees(&g, rendu), vec![(1, entetes), (2, textes(&["1", "A", "", ""]))]);
    }

    #[test]
    fn two_columns_of_one_name_are_told_apart() {
        let bruts = textes(&["Ville", "Nom", "VILLE", "", "Tel 2"]);
        assert_eq!(nommer(&bruts), textes(&["Ville", "Nom", "VILLE (2)", "Colonne 4", "Tel 2"]));
        let de = |nom: &str| trouver(&Designation::Nom(nom.into()), &bruts);
        assert_eq!((de("ville"), de("Ville (2)"), de("Ville (3)"), de("Tel (2)")), (Some(0), Some(2), None, Some(4)));
        assert_eq!((de("Colonne 4"), de("Colonne 2")), (Some(3), None));
    }

    #[test]
    fn a_file_without_headers_counts_its_columns() {
        let mut g = gabarit(&[]);
        g.tableau.sans_entete = true;
        g.passes[0].champs.push((
            "nom".into(),
            Champ::de(super::super::Provenance::Colonnes(vec![Designation::Position(3)], String::new())),
        ));
        assert_eq!(
            rangees(&g, &[&["a"], &["b", "c", "d"]]),
            vec![
                (0, textes(&["Colonne 1", "Colonne 2", "Colonne 3"])),
                (1, textes(&["a", "", ""])),
                (2, textes(&["b", "c", "d"]))
            ]
        );
    }
}
