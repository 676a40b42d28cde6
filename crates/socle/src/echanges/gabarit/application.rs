//! A gabarit over the headers of a file, for one kind: which cells become which texts, and which rows are left aside.

use std::borrow::Cow;
use std::sync::Arc;

use passerelle_base::plier;

use super::entete::{est_motif, nommer, pli, trouver};
use super::modele::{Designation, Gabarit, Provenance, abreger};
use super::transformation::{Inconnus, Transformation};
use crate::echanges::nature::{Forme, Nature};

/// A gabarit ready for the rows of one file and of one kind.
#[derive(Clone, Debug)]
pub(in crate::echanges) struct Application {
    /// For each column of the kind.
    champs: Vec<Option<Transformation>>,
    /// What the partner calls it.
    noms: Vec<String>,
    /// Columns of the file that one of its kinds reads: the others are kept nowhere.
    lues: Vec<bool>,
    /// A row where all of these are empty has none of this kind.
    si: Vec<usize>,
    ignorer: Vec<String>,
    entetes: Vec<String>,
    inconnus: Inconnus,
    /// What is to be told of the columns.
    pub avis: Vec<String>,
    /// Columns of the file that are not read.
    pub inconnues: Vec<String>,
    /// The number of a person is made here: it creates nobody.
    pub sans_numero: bool,
}

/// Why a row gives nothing of a kind, without any fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::echanges) enum Laissee {
    /// A total, a note: the gabarit says so.
    Ignoree,
    /// The headers again.
    Entete,
    /// Nothing of this kind stands in the row.
    Absente,
    /// Word for word what an earlier row gave.
    Repetee,
}

impl Application {
    /// Finds the columns of a pass among headers.
    pub fn nouvelle(gabarit: &Gabarit, rang: usize, nature: &Nature, bruts: &[String]) -> Result<Arc<Self>, String> {
        let passe = &gabarit.passes[rang];
        let toutes = gabarit.colonnes();
        if !toutes.is_empty() && toutes.iter().all(|d| trouver(d, bruts).is_none()) {
            return Err(format!(
                "n'a aucune des colonnes du gabarit « {} » : ce n'est pas un fichier de cette forme (en-têtes lus : {})",
                abreger(&gabarit.nom),
                dire(bruts.iter().filter(|b| !b.trim().is_empty()).map(String::as_str))
            ));
        }
        let mut a = Self {
            champs: vec![None; nature.colonnes.len()],
            noms: nature.colonnes.iter().map(|c| c.nom.to_owned()).collect(),
            lues: vec![false; bruts.len()],
            si: Vec::new(),
            ignorer: gabarit.tableau.ignorer.iter().map(|t| plier(t)).filter(|t| !t.is_empty()).collect(),
            entetes: bruts.iter().map(|b| pli(b)).collect(),
            inconnus: Inconnus::nouveaux(&gabarit.tableau.inconnus),
            avis: Vec::new(),
            inconnues: Vec::new(),
            sans_numero: false,
        };
        let (mut disparues, mut necessaires) = (Vec::new(), Vec::new());
        for (nom, champ) in &passe.champs {
            let Some(rang) = nature.position(nom) else { continue };
            let colonne = &nature.colonnes[rang];
            let places: Vec<Option<usize>> = champ.colonnes().iter().map(|d| trouver(d, bruts)).collect();
            let perdues = std::iter::zip(champ.colonnes(), &places).filter(|(_, p)| p.is_none());
            let perdues: Vec<String> = perdues.map(|(d, _)| format!("« {} »", d.affiche())).collect();
            if !perdues.is_empty() {
                let dites = if colonne.requise { &mut necessaires } else { &mut disparues };
                dites.push(format!("{} ({})", perdues.join(" et "), colonne.mots()));
                continue;
            }
            if !champ.colonnes().is_empty() {
                let noms: Vec<String> = champ.colonnes().iter().map(Designation::affiche).collect();
                a.noms[rang] = noms.join(" + ");
            }
            a.sans_numero |= matches!(champ.provenance, Provenance::Empreinte(_));
            let places = places.into_iter().flatten().collect();
            a.champs[rang] = Some(Transformation::nouvelle(champ, &gabarit.tableau, colonne.forme, places));
        }
        if !necessaires.is_empty() {
            return Err(format!(
                "n'a plus une colonne nécessaire : {} ; redonnez-lui son nom dans le fichier, ou corrigez le gabarit « {} »",
                necessaires.join(", "),
                abreger(&gabarit.nom)
            ));
        }
        if !disparues.is_empty() {
            a.avis.push(format!(
                "Ces colonnes du gabarit ne sont plus dans le fichier, elles n'ont pas été lues : {}.",
                disparues.join(", ")
            ));
        }
        for place in toutes.iter().filter_map(|d| trouver(d, bruts)) {
            a.lues[place] = true;
        }
        a.si = a.conditions(gabarit, rang, nature, bruts);
        a.dire_colonnes(bruts);
        Ok(Arc::new(a))
    }

    /// The columns that say whether a row has something of this kind.
    fn conditions(&self, gabarit: &Gabarit, rang: usize, nature: &Nature, bruts: &[String]) -> Vec<usize> {
        let passe = &gabarit.passes[rang];
        if !passe.si.is_empty() {
            return passe.si.iter().filter_map(|d| trouver(d, bruts)).collect();
        }
        // A kind alone is in every row, and so is the person that other kinds are about.
        if gabarit.passes.len() == 1 || nature.table_cle.is_some() {
            return Vec::new();
        }
        let ailleurs: Vec<&Designation> = std::iter::zip(0.., &gabarit.passes)
            .filter(|(i, _)| *i != rang)
            .flat_map(|(_, p)| p.champs.iter().flat_map(|(_, c)| c.colonnes()))
            .collect();
        let propres = passe.champs.iter().filter(|(nom, _)| {
            // Whose it is says nothing of whether it is.
            let forme = nature.position(nom).map(|i| nature.colonnes[i].forme);
            !matches!(forme, Some(Forme::Structure | Forme::Structures(..)))
        });
        let propres = propres.flat_map(|(_, c)| c.colonnes()).filter(|d| !ailleurs.contains(d));
        propres.filter_map(|d| trouver(d, bruts)).collect()
    }

    fn dire_colonnes(&mut self, bruts: &[String]) {
        let nommes = nommer(bruts);
        let plis: Vec<String> = bruts.iter().map(|b| pli(b)).collect();
        let non_lues =
            (0..bruts.len()).filter(|i| !self.lues[*i] && !est_motif(&bruts[*i]) && !bruts[*i].trim().is_empty());
        let (doubles, autres): (Vec<usize>, Vec<usize>) =
            non_lues.partition(|i| (0..*i).any(|j| self.lues[j] && plis[j] == plis[*i]));
        self.inconnues = autres.iter().map(|i| nommes[*i].clone()).collect();
        if !doubles.is_empty() {
            let dits = dire(doubles.iter().map(|i| bruts[*i].as_str()));
            self.avis.push(format!("Des colonnes portent le même en-tête ; la première seule a été lue : {dits}."));
        }
    }

    /// The columns that are not read, named once.
    pub fn non_lues(&self) -> impl Iterator<Item = String> + '_ {
        let phrase = || {
            format!(
                "Ces colonnes du fichier ne sont pas lues, ce qu'elles contiennent n'est gardé nulle part : {}.",
                dire(self.inconnues.iter().map(String::as_str))
            )
        };
        (!self.inconnues.is_empty()).then(phrase).into_iter()
    }

    /// Whether a column of the kind is filled.
    pub fn fait(&self, colonne: usize) -> bool {
        self.champs.get(colonne).is_some_and(Option::is_some)
    }

    /// What the partner calls a column of the kind.
    pub fn nom(&self, nature: &Nature, colonne: &str) -> Option<&str> {
        nature.position(colonne).map(|i| self.noms[i].as_str())
    }

    /// The text of a column of the kind.
    pub fn texte<'a>(&'a self, colonne: usize, cellules: &'a [String]) -> Result<Cow<'a, str>, String> {
        match &self.champs[colonne] {
            None => Ok(Cow::Borrowed("")),
            Some(champ) => champ.lire(cellules, &self.inconnus),
        }
    }

    /// Why a row is left aside before anything is read of it.
    pub fn ecarter(&self, cellules: &[String]) -> Option<Laissee> {
        if !self.ignorer.is_empty() {
            let premiere = cellules.iter().find(|c| !c.trim().is_empty()).map(|c| plier(c)).unwrap_or_default();
            let commence = |mot: &String| {
                premiere.strip_prefix(mot.as_str()).is_some_and(|suite| suite.is_empty() || suite.starts_with(' '))
            };
            if self.ignorer.iter().any(commence) {
                return Some(Laissee::Ignoree);
            }
        }
        let remplies = || std::iter::zip(cellules, &self.entetes).filter(|(c, _)| !c.trim().is_empty());
        if remplies().next().is_some_and(|(c, e)| pli(c) == *e)
            && remplies().count() > 1
            && remplies().all(|(c, e)| pli(c) == *e)
        {
            return Some(Laissee::Entete);
        }
        let vide = |place: &usize| cellules.get(*place).is_none_or(|c| self.inconnus.lire(c).is_empty());
        (!self.si.is_empty() && self.si.iter().all(vide)).then_some(Laissee::Absente)
    }

    /// Empties the cells that no kind reads: they are kept nowhere, refused rows included.
    pub fn sans_non_lues(&self, cellules: &mut [String]) {
        for (cellule, lue) in std::iter::zip(cellules, &self.lues) {
            if !lue {
                cellule.clear();
            }
        }
    }

    /// The columns of the file that fill a column of the kind.
    pub fn places(&self, colonne: usize) -> &[usize] {
        self.champs.get(colonne).and_then(Option::as_ref).map_or(&[], |t| &t.places)
    }
}

/// A few headers, in a sentence.
pub(super) fn dire<'a>(noms: impl Iterator<Item = &'a str>) -> String {
    const MONTRES: usize = 30;
    let tous: Vec<&str> = noms.collect();
    let mut dits: Vec<String> = tous.iter().take(MONTRES).map(|n| abreger(n)).collect();
    if tous.len() > MONTRES {
        dits.push(format!("et {} autres", tous.len() - MONTRES));
    }
    dits.join(", ")
}
