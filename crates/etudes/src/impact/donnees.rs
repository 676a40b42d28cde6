//! The columns of a file, as the engine wants them.

use std::path::Path;

use passerelle_impact::{Colonne, Echantillon, ErreurImpact, Groupes, en_blocs};

use anyhow::bail;

use super::commun::{Commun, Manquants};
use super::lecture::{Genre, Place, Table, Vide, Voulue, voulue};

/// The columns of a file, as the engine wants them.
pub(super) struct Donnees {
    pub table: Table,
    pub traitement: Vec<bool>,
    pub strates: Option<Groupes>,
    pub grappes: Option<Groupes>,
    /// Places of the covariates in the table.
    covariables: std::ops::Range<usize>,
    /// Places of the strata in the table.
    strates_lues: std::ops::Range<usize>,
    /// Place of the first of the columns asked for besides.
    pub reste: usize,
    /// Place of the probability of the link.
    pub lien: Option<usize>,
}

impl Donnees {
    /// Reads the common columns, then `autres`, of a file looked for from `lieu`.
    pub fn lire(lieu: &Path, c: &Commun, autres: &[Voulue]) -> anyhow::Result<Self> {
        let mut voulues = vec![voulue(&c.traitement, Genre::Binaire, Vide::Refuse)];
        voulues.extend(c.ajustement.iter().map(|a| voulue(a, Genre::Nombre, Vide::Manque)));
        let strates = voulues.len();
        voulues.extend(c.strates.iter().map(|s| voulue(s, Genre::Texte, Vide::Refuse)));
        let grappes = voulues.len();
        voulues.extend(c.grappes.iter().map(|g| voulue(g, Genre::Texte, Vide::Refuse)));
        let reste = voulues.len();
        voulues.extend_from_slice(autres);
        let lien = c.lien.as_ref().map(|_| voulues.len());
        voulues.extend(c.lien.iter().map(|l| voulue(l, Genre::Nombre, Vide::Permis)));
        let mut table = Table::lire(Place { lieu, chemin: &c.donnees }, &voulues, c.manquants == Manquants::Exclure)?;
        if let (Some(place), Some(minimal)) = (lien, c.lien_minimal) {
            table.au_moins(place, minimal)?;
        }
        let traitement = table.nombres(0).iter().map(|z| *z == 1.0).collect();
        let strates_lues = strates..grappes;
        let strates = croiser(strates_lues.clone(), |s| table.textes(s));
        let grappes = c.grappes.as_ref().map(|_| Groupes::nouveaux(table.textes(grappes)));
        let d = Self {
            traitement,
            strates,
            grappes,
            covariables: 1..1 + c.ajustement.len(),
            strates_lues,
            reste,
            lien,
            table,
        };
        if let Some(grappes) = &d.grappes {
            en_blocs(&d.traitement, d.strates.as_ref(), grappes)?;
        }
        d.distinctes(autres.first().map(|_| reste))?;
        Ok(d)
    }

    /// Refuses a covariate that is the treatment or the outcome under another name: what it would be adjusted on is what is
    /// sought.
    fn distinctes(&self, resultat: Option<usize>) -> anyhow::Result<()> {
        for place in self.covariables.clone() {
            for (autre, quoi) in
                [Some((0, "le traitement")), resultat.map(|r| (r, "le résultat"))].into_iter().flatten()
            {
                if self.table.nombres(autre) == self.table.nombres(place) {
                    bail!(
                        "la covariable « {} » est {quoi} (« {} ») sous un autre nom : retirez-la de --ajustement, il ne resterait rien à mesurer",
                        self.table.nom(place),
                        self.table.nom(autre)
                    );
                }
            }
        }
        Ok(())
    }

    /// All the rows that were read, those where something is missing included: treatment, strata, clusters.
    pub fn avant(&self) -> Option<Avant> {
        let manque = self.table.manque.as_ref()?;
        Some(Avant {
            garde: manque.garde.clone(),
            traitement: manque.nombres(0).iter().map(|z| *z == 1.0).collect(),
            strates: croiser(self.strates_lues.clone(), |s| manque.textes(s)),
            grappes: self.grappes.as_ref().map(|_| Groupes::nouveaux(manque.textes(self.strates_lues.end))),
        })
    }

    pub fn colonne(&self, place: usize) -> Colonne<'_> {
        Colonne { nom: self.table.nom(place), valeurs: self.table.nombres(place) }
    }

    pub fn covariables(&self) -> Vec<Colonne<'_>> {
        self.covariables.clone().map(|i| self.colonne(i)).collect()
    }

    /// Everything, with the outcome at that place.
    pub fn echantillon(&self, resultat: usize) -> Result<Echantillon<'_>, ErreurImpact> {
        Echantillon::nouveau(
            self.colonne(resultat),
            &self.traitement,
            &self.covariables(),
            self.strates.as_ref(),
            self.grappes.as_ref(),
        )
    }

    /// An engine error speaks of ranks: the line of the file is said with it.
    pub fn situer(&self, erreur: ErreurImpact) -> anyhow::Error {
        let rang = match &erreur {
            ErreurImpact::NonFini { rang, .. }
            | ErreurImpact::LevierUn { rang, .. }
            | ErreurImpact::ProbabiliteLien { rang }
            | ErreurImpact::Probabilite { rang } => Some(*rang),
            _ => None,
        };
        match rang.and_then(|r| self.table.lignes.get(r - 1)) {
            Some(ligne) => anyhow::Error::new(erreur).context(format!("ligne {ligne}")),
            None => erreur.into(),
        }
    }
}

/// Everybody of the file, before rows were left out.
pub(super) struct Avant {
    /// Of each row, whether it was kept.
    pub garde: Vec<bool>,
    pub traitement: Vec<bool>,
    pub strates: Option<Groupes>,
    pub grappes: Option<Groupes>,
}

/// Columns crossed: one stratum for each set of their values. None without a column.
fn croiser<'a>(places: std::ops::Range<usize>, textes: impl Fn(usize) -> &'a [String]) -> Option<Groupes> {
    let colonnes: Vec<&[String]> = places.map(textes).collect();
    let n = colonnes.first()?.len();
    let nom = |i: usize| colonnes.iter().map(|c| c[i].as_str()).collect::<Vec<_>>().join(" · ");
    Some(Groupes::nouveaux(&(0..n).map(nom).collect::<Vec<_>>()))
}
