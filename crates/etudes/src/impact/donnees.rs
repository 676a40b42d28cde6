//! The columns of a file, as the engine wants them.

use std::path::Path;

use passerelle_impact::{Colonne, Echantillon, ErreurImpact, Groupes};

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
        let croisees =
            |i: usize| (strates..grappes).map(|s| table.textes(s)[i].as_str()).collect::<Vec<_>>().join(" · ");
        let strates =
            (strates < grappes).then(|| Groupes::nouveaux(&(0..table.lignes.len()).map(croisees).collect::<Vec<_>>()));
        let grappes = c.grappes.as_ref().map(|_| Groupes::nouveaux(table.textes(grappes)));
        Ok(Self { traitement, strates, grappes, covariables: 1..1 + c.ajustement.len(), reste, lien, table })
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
