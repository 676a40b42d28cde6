//! `passerelle compte`: opens accounts and prints one-time links.

use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, Subcommand};
use passerelle_base::{Horloge, HorlogeSysteme};
use uuid::Uuid;

use super::Adresse;
use crate::access::{Acteur, Role};
use crate::db::Base;
use crate::gens::comptes::{self, Secret};

#[derive(Debug, Args)]
pub(super) struct Compte {
    #[command(flatten)]
    adresse: Adresse,
    /// Adresse publique du site, pour écrire le lien.
    #[arg(long, env = "PASSERELLE_URL", default_value = "http://127.0.0.1:8093", global = true)]
    url: String,
    #[command(subcommand)]
    geste: Geste,
}

#[derive(Debug, Subcommand)]
enum Geste {
    /// Ouvre un compte et affiche son lien à usage unique.
    Creer {
        /// Nom affiché.
        nom: String,
        /// administrateur ou pilote.
        #[arg(long)]
        role: String,
    },
    /// Affiche un nouveau lien à usage unique pour un compte (le premier administrateur par défaut).
    Lien {
        /// Nom du compte.
        nom: Option<String>,
    },
}

impl Compte {
    pub(super) async fn executer(self) -> anyhow::Result<ExitCode> {
        let base = self.adresse.ouvrir().await?;
        let horloge = HorlogeSysteme;
        let id = match self.geste {
            Geste::Creer { nom, role } => {
                let Some(role) = Role::lire(&role) else {
                    bail!("le rôle « {role} » n'existe pas : choisissez administrateur ou pilote")
                };
                let tx = base.transaction().await?;
                let id = comptes::creer(&tx, horloge.maintenant(), &Acteur::Systeme, &nom, role, false).await?;
                tx.commit().await?;
                id.uuid()
            }
            Geste::Lien { nom } => {
                let connus = comptes::lister(base.lecture()).await?;
                let voulu = |c: &&comptes::CompteLu| match &nom {
                    Some(nom) => c.nom == *nom,
                    None => c.role == Role::Administrateur.code(),
                };
                let Some(compte) = connus.iter().find(voulu) else {
                    bail!("aucun compte ne répond à ce nom : ouvrez-en un avec « passerelle compte creer »")
                };
                compte.id
            }
        };
        println!("{}", lien(&base, &horloge, id, &self.url).await?);
        base.fermer().await?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Makes a one-time link.
pub(super) async fn lien(base: &Base, horloge: &dyn Horloge, compte: Uuid, url: &str) -> anyhow::Result<String> {
    let secret = Secret::tirer(&mut rand::rng());
    let tx = base.transaction().await?;
    comptes::creer_lien(&tx, horloge.maintenant(), &Acteur::Systeme, compte, &secret).await?;
    tx.commit().await?;
    Ok(format!("{}/entrer/{}", url.trim_end_matches('/'), secret.en_clair()))
}
