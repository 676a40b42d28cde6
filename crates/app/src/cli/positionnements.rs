//! `passerelle positionnements`: how long each structure takes to answer.

use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, Subcommand, ValueEnum};
use passerelle_base::{Date, Periode};
use passerelle_faits::positionnements::delais_de_reponse;
use passerelle_socle::access::{Acteur, Action, Faits, Objet, may};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::temps::{Horloge, HorlogeSysteme};

use super::adresse::Adresse;
use super::jour::jour;

#[derive(Debug, Args)]
pub(super) struct Positionnements {
    #[command(subcommand)]
    quoi: Quoi,
}

#[derive(Debug, Subcommand)]
enum Quoi {
    /// Dit, pour chaque structure, les demandes reçues, répondues, sans réponse, et le temps mis à répondre.
    Delais(Delais),
}

#[derive(Debug, Args)]
struct Delais {
    /// Premier jour des demandes (2018-01-01).
    #[arg(long, value_parser = jour)]
    du: Date,
    /// Dernier jour des demandes (2018-12-31).
    #[arg(long, value_parser = jour)]
    au: Date,
    /// Format de la sortie.
    #[arg(long, value_enum, default_value = "json")]
    format: Format,
    #[command(flatten)]
    adresse: Adresse,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Une liste d'objets.
    Json,
}

impl Positionnements {
    pub(super) async fn executer(self) -> anyhow::Result<ExitCode> {
        let Quoi::Delais(delais) = self.quoi;
        delais.executer().await
    }
}

impl Delais {
    async fn executer(self) -> anyhow::Result<ExitCode> {
        let periode = Periode::nouvelle(self.du, self.au).map_err(|e| anyhow::anyhow!("{e}"))?;
        if self.adresse.absente() {
            bail!("la base {} n'existe pas : importez d'abord une livraison, ou donnez --base", self.adresse.base);
        }
        let base = self.adresse.ouvrir().await?;
        let accorde = may(&Acteur::Systeme, Action::Exporter, Objet::Positionnements, &Faits::default())
            .map_err(|_| anyhow::anyhow!("cette commande n'a pas le droit de lire les positionnements"))?;
        let horloge = HorlogeSysteme;
        let tx = base.en_lisant().await?;
        let delais = delais_de_reponse(&tx, &accorde, periode, horloge.aujourdhui())
            .await
            .map_err(|e| anyhow::anyhow!("{e:?}"))?;
        let detail = format!("délais de réponse du {} au {}", self.du, self.au);
        let entree = Entree::sur(Action::Exporter, Objet::Positionnements).detail(detail);
        journal::ecrire(&tx, horloge.maintenant(), &Acteur::Systeme, entree);
        tx.commit().await?;
        match self.format {
            Format::Json => dire!("{}", serde_json::to_string_pretty(&delais)?),
        }
        base.fermer().await?;
        Ok(ExitCode::SUCCESS)
    }
}
