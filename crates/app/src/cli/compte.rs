//! `passerelle compte`: opens accounts and prints one-time links.

use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, Subcommand};
use passerelle_base::{Horloge, HorlogeSysteme};
use uuid::Uuid;

use super::Adresse;
use crate::access::{Acteur, Portee, Role, peut_donner};
use crate::db::Base;
use crate::gens::comptes::{self, Secret};
use crate::gens::structures;

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
        /// administrateur, pilote, financeur ou evaluateur ; dans une structure : responsable, conseiller, formateur ou
        /// developpeur.
        #[arg(long)]
        role: String,
        /// Code de la structure, pour un rôle qui s'exerce dans une structure.
        #[arg(long)]
        structure: Option<String>,
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
            Geste::Creer { nom, role, structure } => {
                let (role, portee) = habilitation(&base, &role, structure.as_deref()).await?;
                let tx = base.transaction().await?;
                let id =
                    comptes::creer(&tx, horloge.maintenant(), &Acteur::Systeme, &nom, (role, &portee), false).await?;
                tx.commit().await?;
                id.uuid()
            }
            Geste::Lien { nom } => {
                let connus = comptes::lister(base.lecture(), horloge.maintenant()).await?;
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

/// The role asked for and its reach.
async fn habilitation(base: &Base, role: &str, structure: Option<&str>) -> anyhow::Result<(Role, Portee)> {
    let Some(lu) = Role::lire(role) else {
        let connus: Vec<&str> = Role::TOUS.iter().filter(|r| r.professionnel()).map(|r| r.code()).collect();
        bail!("le rôle « {role} » n'existe pas : choisissez parmi {}", connus.join(", "))
    };
    let portee = match structure {
        None => Portee::Territoire,
        Some(code) => {
            let Some((id, genre)) = structures::par_code(base.lecture(), code).await? else {
                bail!("aucune structure n'a le code « {code} » : importez-la d'abord, ou corrigez le code")
            };
            Portee::Structure { id, accompagne: structures::accompagne(&genre) }
        }
    };
    let structure = match &portee {
        Portee::Structure { id, .. } => Some(*id),
        _ => None,
    };
    if !peut_donner(&Acteur::Systeme, lu, structure) {
        match lu {
            Role::Jeune | Role::Employeur => {
                bail!("l'accès d'un jeune ou d'un employeur s'ouvre depuis le site, par la structure qui l'accompagne")
            }
            _ if lu.en_structure() => {
                bail!("le rôle « {role} » s'exerce dans une structure : ajoutez --structure CODE")
            }
            _ => bail!("le rôle « {role} » vaut pour tout le territoire : enlevez --structure"),
        }
    }
    Ok((lu, portee))
}

/// Makes a one-time link.
pub(super) async fn lien(base: &Base, horloge: &dyn Horloge, compte: Uuid, url: &str) -> anyhow::Result<String> {
    let secret = Secret::tirer(&mut rand::rng());
    let tx = base.transaction().await?;
    comptes::creer_lien(&tx, horloge.maintenant(), &Acteur::Systeme, compte, &secret).await?;
    tx.commit().await?;
    Ok(format!("{}/entrer/{}", url.trim_end_matches('/'), secret.en_clair()))
}
