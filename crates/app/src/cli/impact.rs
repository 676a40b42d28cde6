//! `passerelle impact`: what a programme changed, on files. Nothing is read from the base.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Args;

use passerelle_etudes::Calcul;

#[derive(Debug, Args)]
pub(super) struct Impact {
    #[command(flatten)]
    calcul: Calcul,
}

impl Impact {
    pub(super) async fn executer(self) -> anyhow::Result<ExitCode> {
        let texte = self.calcul.texte()?;
        std::io::stdout().lock().write_all(texte.as_bytes())?;
        Ok(ExitCode::SUCCESS)
    }
}
