//! What a programme changed, on files: the commands of `passerelle impact`, which the pages of a study run too, so
//! that anybody gets the figures of a page again from the same bytes. Nothing is read from the base.

mod bornes;
mod estimer;
mod lecture;
mod liens;
mod permuter;
mod puissance;
mod rejeu;
mod seuil;
mod sortie;
mod tables;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use passerelle_impact::{Colonne, Echantillon, ErreurImpact, Groupes, Variance};

use lecture::{Genre, Table, Vide, Voulue, voulue};
pub use seuil::{Seuil, USUEL};
pub use sortie::{Rapport, chiffre, dire_p};

/// A computation, as the command line spells it.
#[derive(Debug, Parser)]
#[command(no_binary_name = true)]
pub struct Calcul {
    #[command(subcommand)]
    geste: Geste,
}

#[derive(Debug, Subcommand)]
enum Geste {
    /// Différence entre traités et témoins, strate par strate ; ajustée si des covariables sont données.
    Difference(estimer::Difference),
    /// Différence ajustée à la manière de Lin : covariables centrées, un ajustement par bras.
    Lin(estimer::Lin),
    /// Effet sur ceux dont le tirage a changé la prise en charge (variables instrumentales).
    Iv(estimer::Iv),
    /// Bornes de l'effet quand un bras répond plus que l'autre.
    Lee(bornes::Lee),
    /// Bornes de l'effet quand il n'est pas sûr que les faits soient ceux de la personne (fiches réunies).
    Liens(liens::Liens),
    /// Test par permutation : le résultat parmi tous les tirages qui auraient pu avoir lieu.
    Permutation(permuter::Permutation),
    /// Compare les bras avant le programme, et dit qui a répondu après.
    Equilibre(tables::Equilibre),
    /// Plus petit effet décelable, avant l'étude (effectifs) ou après (données).
    Puissance(puissance::Puissance),
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Format {
    Texte,
    Json,
}

/// What every computation on a file is told.
#[derive(Clone, Debug, Args)]
struct Commun {
    /// Fichier de données (.csv ou .xlsx), une ligne par personne.
    #[arg(long)]
    donnees: PathBuf,
    /// Colonne du traitement tiré au sort : 1 traité, 0 témoin.
    #[arg(long)]
    traitement: String,
    /// Covariables, séparées par des virgules.
    #[arg(long, value_delimiter = ',')]
    ajustement: Vec<String>,
    /// Strates du tirage (site, vague…) ; plusieurs colonnes séparées par des virgules se croisent.
    #[arg(long, value_delimiter = ',')]
    strates: Vec<String>,
    /// Grappes tirées en bloc (classe, structure…).
    #[arg(long)]
    grappes: Option<String>,
    /// Que faire des lignes où une valeur manque.
    #[arg(long, value_enum, default_value = "refuser")]
    manquants: Manquants,
    /// Colonne de la probabilité que les faits soient ceux de la personne ; vide : elle n'est pas connue.
    #[arg(long)]
    lien: Option<String>,
    /// Laisse de côté les lignes dont le lien est sous cette probabilité, ou n'est pas connu.
    #[arg(long, requires = "lien")]
    lien_minimal: Option<f64>,
    /// Seuil du test, des deux côtés : de 0.001 à 0.1 ; les intervalles le suivent.
    #[arg(long, default_value = "0.05", value_parser = Seuil::lire)]
    seuil: Seuil,
    /// Rapport pour les gens ou pour les programmes.
    #[arg(long, value_enum, default_value = "texte")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Manquants {
    Refuser,
    Exclure,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Choix {
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

impl Calcul {
    /// The result, for programs and for people.
    pub fn rapport(self) -> anyhow::Result<Rapport> {
        Ok(self.avec_format()?.0)
    }

    /// The result in the format asked for.
    pub fn texte(self) -> anyhow::Result<String> {
        let (rapport, format) = self.avec_format()?;
        Ok(rapport.finir(format))
    }

    fn avec_format(self) -> anyhow::Result<(Rapport, Format)> {
        match self.geste {
            Geste::Difference(c) => c.executer(),
            Geste::Lin(c) => c.executer(),
            Geste::Iv(c) => c.executer(),
            Geste::Lee(c) => c.executer(),
            Geste::Liens(c) => c.executer(),
            Geste::Permutation(c) => c.executer(),
            Geste::Equilibre(c) => c.executer(),
            Geste::Puissance(c) => c.executer(),
        }
    }
}

/// The columns of a file, as the engine wants them.
struct Donnees {
    table: Table,
    traitement: Vec<bool>,
    strates: Option<Groupes>,
    grappes: Option<Groupes>,
    /// Places of the covariates in the table.
    covariables: std::ops::Range<usize>,
    /// Place of the first of the columns asked for besides.
    reste: usize,
    /// Place of the probability of the link.
    lien: Option<usize>,
}

impl Donnees {
    /// Reads the common columns, then `autres`.
    fn lire(c: &Commun, autres: &[Voulue]) -> anyhow::Result<Self> {
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
        let mut table = Table::lire(&c.donnees, &voulues, c.manquants == Manquants::Exclure)?;
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

    fn colonne(&self, place: usize) -> Colonne<'_> {
        Colonne { nom: self.table.nom(place), valeurs: self.table.nombres(place) }
    }

    fn covariables(&self) -> Vec<Colonne<'_>> {
        self.covariables.clone().map(|i| self.colonne(i)).collect()
    }

    /// Everything, with the outcome at that place.
    fn echantillon(&self, resultat: usize) -> Result<Echantillon<'_>, ErreurImpact> {
        Echantillon::nouveau(
            self.colonne(resultat),
            &self.traitement,
            &self.covariables(),
            self.strates.as_ref(),
            self.grappes.as_ref(),
        )
    }

    /// An engine error speaks of ranks: the line of the file is said with it.
    fn situer(&self, erreur: ErreurImpact) -> anyhow::Error {
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
