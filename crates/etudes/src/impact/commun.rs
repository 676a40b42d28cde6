//! What computations are told, whichever they are.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use passerelle_impact::Variance;

use super::seuil::Seuil;
use super::sortie::Format;

/// What every computation on a file is told.
#[derive(Clone, Debug, Args)]
pub(super) struct Commun {
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
    #[arg(long, requires = "lien")]
    pub lien_minimal: Option<f64>,
    /// Seuil du test, des deux côtés : de 0.001 à 0.1 ; les intervalles le suivent.
    #[arg(long, default_value = "0.05", value_parser = Seuil::lire)]
    pub seuil: Seuil,
    /// Rapport pour les gens ou pour les programmes.
    #[arg(long, value_enum, default_value = "texte")]
    pub format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Manquants {
    Refuser,
    Exclure,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Choix {
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
