//! The command line: one file per command.

mod import;

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::db::{Base, Ouverture};

/// La plateforme partagée d'un territoire d'apprentissage.
#[derive(Debug, Parser)]
#[command(name = "passerelle", version, about, max_term_width = 100)]
struct Ligne {
    #[command(subcommand)]
    commande: Commande,
}

#[derive(Debug, Subcommand)]
enum Commande {
    /// Lit des fichiers d'échange (dossier de livraison ou fichiers seuls) et les enregistre.
    Import(import::Import),
}

/// Where the facts are.
#[derive(Clone, Debug, Args)]
pub(crate) struct Adresse {
    /// Base de données : `sqlite:fichier.db` ou `postgres://utilisateur@hote/base`.
    #[arg(long, env = "PASSERELLE_BASE", default_value = "sqlite:passerelle.db", global = true)]
    pub base: String,
}

impl Adresse {
    /// Opens the base, up to date.
    pub async fn ouvrir(&self) -> anyhow::Result<Base> {
        Ok(Ouverture::adresse(&self.base).ouvrir().await?)
    }
}

/// Runs the command asked for; a failure is one sentence on the error output.
pub async fn executer() -> ExitCode {
    let fait = match Ligne::parse().commande {
        Commande::Import(c) => c.executer().await,
    };
    match fait {
        Ok(code) => code,
        Err(erreur) => {
            eprintln!("passerelle : {erreur:#}");
            ExitCode::from(2)
        }
    }
}
