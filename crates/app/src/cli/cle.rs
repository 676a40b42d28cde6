//! `passerelle cle verifier`, `passerelle cle changer`: the key that seals the secrets of a base.

use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, Subcommand};
use passerelle_base::pluriel;

use super::adresse::Adresse;
use passerelle_socle::db;

#[derive(Debug, Args)]
pub(super) struct Cle {
    #[command(flatten)]
    adresse: Adresse,
    #[command(subcommand)]
    geste: Geste,
}

#[derive(Debug, Subcommand)]
enum Geste {
    /// Essaie d'ouvrir tous les secrets de la base avec le fichier de clé.
    Verifier,
    /// Tire une nouvelle clé et scelle tout de nouveau, même pendant que le site sert ; l'ancienne est retirée du fichier.
    Changer,
}

impl Cle {
    pub(super) async fn executer(self) -> anyhow::Result<ExitCode> {
        if self.adresse.absente() {
            bail!("la base {} n'existe pas : donnez --base", self.adresse.base);
        }
        let base = self.adresse.ouvrir().await?;
        let fichier = base.coffre().chemin().display().to_string();
        let perdus = match self.geste {
            Geste::Verifier => {
                let vus = db::relire_secrets(base.coffre(), base.lecture()).await?;
                dire!("{fichier} : {}.", pluriel(vus.lisibles as i64, "secret s'ouvre", "secrets s'ouvrent"));
                vus.perdus
            }
            Geste::Changer => {
                let (nom, combien) = db::changer_de_cle(&base).await?;
                let scelles = pluriel(combien as i64, "secret scellé", "secrets scellés");
                dire!("{fichier} : {scelles} sous la nouvelle clé {nom}.");
                dire!(
                    "Gardez une copie de ce fichier à part de la base : les anciennes copies n'ouvrent plus que les anciennes sauvegardes."
                );
                0
            }
        };
        base.fermer().await?;
        if perdus > 0 {
            dire!(
                "{} : les personnes concernées devront poser un autre second facteur.",
                pluriel(perdus as i64, "secret ne s'ouvre pas", "secrets ne s'ouvrent pas")
            );
            return Ok(ExitCode::FAILURE);
        }
        Ok(ExitCode::SUCCESS)
    }
}
