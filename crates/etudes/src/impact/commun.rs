//! What computations are told, whichever they are.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use passerelle_impact::Variance;

use super::chiffres::lire_nombre;
use super::mots::Mots;
use super::seuil::Seuil;
use super::sortie::Format;

/// What every computation on a file is told.
#[derive(Clone, Debug, PartialEq, Args)]
pub struct Commun {
    /// Fichier de données (.csv ou .xlsx), une ligne par personne.
    #[arg(long)]
    pub donnees: PathBuf,
    /// Colonne du traitement tiré au sort : 1 traité, 0 témoin.
    #[arg(long)]
    pub traitement: String,
    /// Covariables, séparées par des virgules.
    #[arg(long, value_delimiter = ',')]
    pub ajustement: Vec<String>,
    /// Strates du tirage (site, vague…) ; plusieurs colonnes séparées par des virgules se croisent.
    #[arg(long, value_delimiter = ',')]
    pub strates: Vec<String>,
    /// Grappes tirées en bloc (classe, structure…).
    #[arg(long)]
    pub grappes: Option<String>,
    /// Que faire des lignes où une valeur manque.
    #[arg(long, value_enum, default_value = "refuser")]
    pub manquants: Manquants,
    /// Colonne de la probabilité que les faits soient ceux de la personne ; vide : elle n'est pas connue.
    #[arg(long)]
    pub lien: Option<String>,
    /// Laisse de côté les lignes dont le lien est sous cette probabilité, ou n'est pas connu.
    #[arg(long, requires = "lien", value_parser = lire_nombre)]
    pub lien_minimal: Option<f64>,
    /// Seuil du test, des deux côtés : de 0.001 à 0.1 ; les intervalles le suivent.
    #[arg(long, default_value = "0.05", value_parser = Seuil::lire)]
    pub seuil: Seuil,
    /// Rapport pour les gens ou pour les programmes.
    #[arg(long, value_enum, default_value = "texte")]
    pub format: Format,
}

impl Commun {
    /// A file and its treatment, without anything else.
    pub fn sur(donnees: &str, traitement: &str) -> Self {
        Self {
            donnees: donnees.into(),
            traitement: traitement.to_owned(),
            ajustement: vec![],
            strates: vec![],
            grappes: None,
            manquants: Manquants::Refuser,
            lien: None,
            lien_minimal: None,
            seuil: Seuil::default(),
            format: Format::Texte,
        }
    }

    /// The file and its treatment.
    pub(super) fn debut(&self, m: &mut Mots) {
        m.option("donnees", self.donnees.display());
        m.option("traitement", &self.traitement);
    }

    /// What is made of its columns and of its rows.
    pub(super) fn lignes(&self, m: &mut Mots) {
        m.liste("ajustement", &self.ajustement);
        m.liste("strates", &self.strates);
        m.si("grappes", self.grappes.as_ref());
        m.choix("manquants", self.manquants, Manquants::Refuser);
    }

    pub(super) fn niveau(&self, m: &mut Mots) {
        m.si("seuil", Some(self.seuil.part()).filter(|_| !self.seuil.usuel()));
    }

    /// The links, and how results are said.
    pub(super) fn fin(&self, m: &mut Mots) {
        m.si("lien", self.lien.as_ref());
        m.si("lien-minimal", self.lien_minimal);
        m.choix("format", self.format, Format::Texte);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Manquants {
    Refuser,
    Exclure,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Choix {
    Neyman,
    Classique,
    Hc0,
    Hc1,
    Hc2,
    Hc3,
    Cr2,
}

impl From<Choix> for Variance {
    fn from(choix: Choix) -> Self {
        match choix {
            Choix::Neyman => Self::Neyman,
            Choix::Classique => Self::Classique,
            Choix::Hc0 => Self::Hc0,
            Choix::Hc1 => Self::Hc1,
            Choix::Hc2 => Self::Hc2,
            Choix::Hc3 => Self::Hc3,
            Choix::Cr2 => Self::Cr2,
        }
    }
}
