//! `passerelle journal verifier`: reads the chain again.

use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, Subcommand};
use passerelle_base::pluriel;

use super::adresse::Adresse;
use passerelle_socle::journal;

#[derive(Debug, Args)]
pub(super) struct Journal {
    #[command(flatten)]
    adresse: Adresse,
    #[command(subcommand)]
    geste: Geste,
}

#[derive(Debug, Subcommand)]
enum Geste {
    /// Relit toute la chaîne et nomme la première ligne modifiée ou manquante.
    Verifier {
        /// Empreinte de tête gardée ailleurs, lors d'une vérification passée : elle doit être dans la chaîne.
        #[arg(long)]
        tete: Option<String>,
    },
}

impl Journal {
    pub(super) async fn executer(self) -> anyhow::Result<ExitCode> {
        let Geste::Verifier { tete } = self.geste;
        if self.adresse.absente() {
            bail!("la base {} n'existe pas : donnez --base", self.adresse.base);
        }
        let base = self.adresse.ouvrir().await?;
        let v = journal::verifier(&base, tete.as_deref()).await?;
        base.fermer().await?;
        if v.depuis > 0 {
            dire!(
                "Vérification à partir de la ligne {} : les précédentes sont purgées ou plus anciennes que la chaîne.",
                v.depuis + 1
            );
        }
        if let Some(faute) = &v.faute {
            dire!("Journal ALTÉRÉ : {faute}.");
            return Ok(ExitCode::FAILURE);
        }
        dire!("Journal intact : {}.", pluriel(v.lignes as i64, "ligne vérifiée", "lignes vérifiées"));
        if let Some(n) = v.retrouvee {
            dire!("L'empreinte donnée est celle de la ligne {n}.");
        }
        dire!("Tête à garder ailleurs : {}", journal::hexadecimal(&v.tete.empreinte));
        Ok(ExitCode::SUCCESS)
    }
}
