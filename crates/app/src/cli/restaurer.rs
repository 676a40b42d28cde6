//! `passerelle restaurer`: a base from a backup, erased people left out.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use passerelle_base::{nombre, pluriel};
use passerelle_socle::temps::HorlogeSysteme;

use super::adresse::Adresse;
use crate::sauvegarde::{Facon, restaurer};
use passerelle_gens::conservation::Effacement;
use passerelle_socle::journal;

#[derive(Debug, Args)]
pub(super) struct Restaurer {
    /// Sauvegarde à relire.
    fichier: PathBuf,
    #[command(flatten)]
    adresse: Adresse,
    /// Remplace tout ce que la base contient déjà.
    #[arg(long)]
    remplacer: bool,
    /// Restaure sans les seconds facteurs que la clé donnée n'ouvre pas : ces personnes en poseront un autre.
    #[arg(long)]
    sans_secrets: bool,
    /// Listes d'effacements écrites à côté des sauvegardes plus récentes.
    #[arg(long)]
    effacements: Vec<PathBuf>,
}

impl Restaurer {
    pub(super) async fn executer(self) -> anyhow::Result<ExitCode> {
        let ouvrir = |chemin: &PathBuf| {
            File::open(chemin).map(BufReader::new).with_context(|| format!("{} ne se lit pas", chemin.display()))
        };
        let source = ouvrir(&self.fichier)?;
        let mut connus: Vec<Effacement> = Vec::new();
        for chemin in &self.effacements {
            let lus: Vec<Effacement> = serde_json::from_reader(ouvrir(chemin)?)
                .with_context(|| format!("{} n'est pas une liste d'effacements", chemin.display()))?;
            connus.extend(lus);
        }
        let base = self.adresse.ouvrir().await?;
        let facon = Facon { remplacer: self.remplacer, sans_secrets: self.sans_secrets };
        let fait = restaurer(&base, &HorlogeSysteme, source, facon, &connus).await?;
        base.analyser().await?;
        base.compacter().await?;
        let v = journal::verifier(&base, None).await?;
        base.fermer().await?;
        let lignes: u64 = fait.manifeste.tables.iter().map(|t| t.lignes).sum();
        dire!("{} lignes restaurées.", nombre(lignes as i64));
        if fait.effaces > 0 {
            dire!("{}.", pluriel(fait.effaces as i64, "personne effacée de nouveau", "personnes effacées de nouveau"));
        }
        if fait.secrets > 0 {
            dire!(
                "{}.",
                pluriel(
                    fait.secrets as i64,
                    "second facteur à poser de nouveau",
                    "seconds facteurs à poser de nouveau"
                )
            );
        }
        match v.faute {
            Some(faute) => {
                dire!("Attention, le journal de cette sauvegarde est altéré : {faute}.");
                Ok(ExitCode::FAILURE)
            }
            None => Ok(ExitCode::SUCCESS),
        }
    }
}
