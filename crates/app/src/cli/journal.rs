//! `passerelle journal verifier`: reads the chain again. `passerelle journal tete`: its head, to be kept elsewhere.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use passerelle_base::pluriel;

use super::adresse::Adresse;
use passerelle_socle::db::Base;
use passerelle_socle::journal::{self, TeteGardee};

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
        tete: Option<TeteGardee>,
        /// Fichier de têtes publiées, une par ligne : chacune doit être dans la chaîne, ou avoir l'âge d'être purgée.
        #[arg(long)]
        tetes: Option<PathBuf>,
    },
    /// Affiche la tête de la chaîne, à garder ailleurs.
    Tete {
        /// L'ajoute aussi à la fin de ce fichier, par exemple sur un autre serveur.
        #[arg(long)]
        fichier: Option<PathBuf>,
    },
}

impl Journal {
    pub(super) async fn executer(self) -> anyhow::Result<ExitCode> {
        if self.adresse.absente() {
            bail!("la base {} n'existe pas : donnez --base", self.adresse.base);
        }
        let base = self.adresse.ouvrir().await?;
        let code = match self.geste {
            Geste::Verifier { tete, tetes } => {
                let mut gardees: Vec<TeteGardee> = tete.into_iter().collect();
                if let Some(fichier) = tetes {
                    gardees.extend(lire(&fichier)?);
                }
                verifier(&base, &gardees).await?
            }
            Geste::Tete { fichier } => {
                match journal::tete_a_publier(&base).await? {
                    Some(tete) => {
                        dire!("{tete}");
                        if let Some(fichier) = fichier {
                            ajouter(&fichier, &tete)?;
                        }
                    }
                    None => dire!("Le journal est encore vide."),
                }
                ExitCode::SUCCESS
            }
        };
        base.fermer().await?;
        Ok(code)
    }
}

async fn verifier(base: &Base, gardees: &[TeteGardee]) -> anyhow::Result<ExitCode> {
    let v = journal::verifier_tetes(base, gardees).await?;
    if v.depuis > 0 {
        dire!("Vérification à partir de la ligne {} : les précédentes sont purgées.", v.depuis + 1);
    }
    if let Some(faute) = &v.faute {
        dire!("Journal ALTÉRÉ : {faute}.");
        return Ok(ExitCode::FAILURE);
    }
    dire!("Journal intact : {}.", pluriel(v.lignes as i64, "ligne vérifiée", "lignes vérifiées"));
    match (gardees.len(), v.retrouvee) {
        (1, Some(n)) => dire!("L'empreinte donnée est celle de la ligne {n}."),
        (0, _) => {}
        _ => {
            dire!("{}.", pluriel(v.retrouvees as i64, "tête gardée retrouvée", "têtes gardées retrouvées"));
            if v.purgees > 0 {
                dire!(
                    "{}.",
                    pluriel(v.purgees as i64, "tête purgée depuis, à son âge", "têtes purgées depuis, à leur âge")
                );
            }
        }
    }
    dire!("Tête à garder ailleurs : {}", journal::hexadecimal(&v.tete.empreinte));
    Ok(ExitCode::SUCCESS)
}

fn lire(fichier: &Path) -> anyhow::Result<Vec<TeteGardee>> {
    let texte = std::fs::read_to_string(fichier).with_context(|| format!("{} ne se lit pas", fichier.display()))?;
    let lignes = texte.lines().filter(|l| !l.trim().is_empty());
    Ok(lignes.map(str::parse).collect::<Result<_, _>>()?)
}

/// Adds a head at the end of a file: what is there is never written again.
pub(super) fn ajouter(fichier: &Path, tete: &TeteGardee) -> anyhow::Result<()> {
    let mut f = OpenOptions::new()
        .append(true)
        .create(true)
        .open(fichier)
        .with_context(|| format!("{} ne s'écrit pas : la tête du journal n'est pas publiée", fichier.display()))?;
    writeln!(f, "{tete}")?;
    Ok(f.sync_all()?)
}
