//! `passerelle demo`: everything needed to see it, in one command.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use passerelle_socle::temps::HorlogeSysteme;

use super::adresse::Adresse;
use super::serve;
use crate::demonstration;
use passerelle_socle::web::Reglages;

#[derive(Debug, Args)]
pub(super) struct Demo {
    #[command(flatten)]
    adresse: Adresse,
    /// Adresse et port d'écoute.
    #[arg(long, default_value = "127.0.0.1:8093")]
    ecoute: String,
    /// Charge la démonstration sans servir de pages.
    #[arg(long, conflicts_with_all = ["effacer", "sortie"])]
    preparer: bool,
    /// Efface la démonstration : il n'en reste rien.
    #[arg(long, conflicts_with = "sortie")]
    effacer: bool,
    /// Avec --effacer : efface aussi les fichiers importés depuis dans la démonstration.
    #[arg(long, requires = "effacer")]
    tout: bool,
    /// Écrit la livraison de démonstration dans ce dossier, au format d'échange.
    #[arg(long)]
    sortie: Option<PathBuf>,
}

impl Demo {
    pub(super) async fn executer(self) -> anyhow::Result<ExitCode> {
        if let Some(dossier) = self.sortie {
            demonstration::ecrire(dossier.clone())?;
            dire!("La livraison de démonstration est dans {}.", dossier.display());
            return Ok(ExitCode::SUCCESS);
        }
        if self.effacer {
            if self.adresse.absente() {
                dire!("Il n'y a pas de démonstration à effacer.");
                return Ok(ExitCode::SUCCESS);
            }
            demonstration::effacer(self.adresse.ouvrir().await?, self.tout).await?;
            dire!("La démonstration est effacée.");
            return Ok(ExitCode::SUCCESS);
        }
        let base = self.adresse.ouvrir().await?;
        eprintln!("Préparation de la démonstration…");
        demonstration::preparer(&base, &HorlogeSysteme, &()).await?;
        demonstration::rapprocher(&base, &HorlogeSysteme).await?;
        if self.preparer {
            base.fermer().await?;
            dire!("La démonstration est prête dans {}.", self.adresse.base);
            return Ok(ExitCode::SUCCESS);
        }
        let (reglages, publication) = (Reglages::default(), Default::default());
        serve::servir(base, &self.ecoute, "Seine-Saint-Denis, 2017", reglages, None, publication).await
    }
}
