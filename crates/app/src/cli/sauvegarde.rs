//! `passerelle sauvegarde`: the whole base in one file.

use std::fs::{File, OpenOptions};
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use passerelle_base::nombre;
use passerelle_socle::temps::{Horloge, HorlogeSysteme};

use super::adresse::Adresse;
use crate::sauvegarde::{Manifeste, examiner, relire, sauvegarder};
use passerelle_socle::access::{Acteur, Action, Objet};
use passerelle_socle::db::Base;
use passerelle_socle::journal::{self, Entree};

#[derive(Debug, Args)]
pub(super) struct Sauvegarde {
    /// Fichier à écrire, par exemple passerelle-2026-11-24.zip. Il contient des données personnelles : chiffrez-le avant
    /// de l'envoyer ailleurs.
    fichier: PathBuf,
    #[command(flatten)]
    adresse: Adresse,
}

impl Sauvegarde {
    pub(super) async fn executer(self) -> anyhow::Result<ExitCode> {
        if self.adresse.absente() {
            bail!("la base {} n'existe pas : donnez --base", self.adresse.base);
        }
        let base = self.adresse.ouvrir().await?;
        let fautes = examiner(&base).await?;
        if !fautes.is_empty() {
            bail!(
                "la base est abîmée, rien n'est sauvegardé : {}. Arrêtez le site, gardez une copie de ses fichiers et vos sauvegardes \
                 passées, puis restaurez la dernière qui se relit",
                fautes.join(" ; ")
            );
        }
        let provisoire = a_cote(&self.fichier, "en-cours");
        let fait = self.ecrire(&base, &provisoire).await;
        if fait.is_err() {
            // Half a backup is none, and takes the room that was missing.
            let _ = std::fs::remove_file(&provisoire);
        }
        let (manifeste, registre) = fait?;
        base.fermer().await?;
        let lignes: u64 = manifeste.tables.iter().map(|t| t.lignes).sum();
        dire!("{} : {} lignes de {} tables.", self.fichier.display(), nombre(lignes as i64), manifeste.tables.len());
        dire!("{} : à donner à « restaurer --effacements » pour ne faire revenir personne.", registre.display());
        Ok(ExitCode::SUCCESS)
    }

    async fn ecrire(&self, base: &Base, provisoire: &Path) -> anyhow::Result<(Manifeste, PathBuf)> {
        let sortie = prive(provisoire)?;
        let maintenant = HorlogeSysteme.maintenant();
        // The line is in the copy too: it tells of itself.
        let tx = base.en_lisant().await?;
        let entree = Entree::sur(Action::Exporter, Objet::Conservation).detail("sauvegarde");
        journal::ecrire(&tx, maintenant, &Acteur::Systeme, entree);
        tx.commit().await?;
        let (manifeste, effaces) = sauvegarder(base, maintenant, BufWriter::new(&sortie)).await?;
        sortie.sync_all()?;
        relire(BufReader::new(File::open(provisoire)?), &manifeste)
            .context("la sauvegarde ne se relit pas : ce disque ne garde pas ce qui y est écrit")?;
        std::fs::rename(provisoire, &self.fichier)
            .with_context(|| format!("{} ne s'écrit pas", self.fichier.display()))?;
        let registre = a_cote(&self.fichier, "effacements.json");
        serde_json::to_writer_pretty(prive(&registre)?, &effaces).with_context(|| {
            format!("{} ne s'écrit pas : la sauvegarde est faite, son registre non", registre.display())
        })?;
        Ok((manifeste, registre))
    }
}

/// `sauvegarde.zip` gives `sauvegarde.zip.effacements.json`.
fn a_cote(fichier: &Path, suffixe: &str) -> PathBuf {
    let mut nom = fichier.as_os_str().to_owned();
    nom.push(".");
    nom.push(suffixe);
    nom.into()
}

/// A file that only its owner reads.
fn prive(chemin: &Path) -> anyhow::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let ouvert = options.open(chemin);
    // One that was there before keeps the rights it had, unless they are taken.
    #[cfg(unix)]
    if let Ok(fichier) = &ouvert {
        let rien_qu_a_soi = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        fichier
            .set_permissions(rien_qu_a_soi)
            .with_context(|| format!("{} reste lisible par d'autres", chemin.display()))?;
    }
    ouvert.with_context(|| format!("{} ne s'écrit pas : donnez un autre emplacement", chemin.display()))
}
