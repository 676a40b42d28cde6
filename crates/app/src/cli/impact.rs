//! `passerelle impact`: what a programme changed, on files. Nothing is read from the base.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Args;

use passerelle_etudes::Demande;

#[derive(Debug, Args)]
pub(super) struct Impact {
    #[command(flatten)]
    demande: Demande,
}

impl Impact {
    pub(super) async fn executer(self) -> anyhow::Result<ExitCode> {
        let texte = self.demande.texte()?;
        std::io::stdout().lock().write_all(texte.as_bytes())?;
        Ok(ExitCode::SUCCESS)
    }
}
