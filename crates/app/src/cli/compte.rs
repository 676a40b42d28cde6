//! `passerelle compte`: opens accounts and prints one-time links.

use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use passerelle_base::Courriel;
use passerelle_socle::temps::{Horloge, HorlogeSysteme};

use super::adresse::Adresse;
use passerelle_gens::comptes::{self, DUREE_INVITATION, Secret};
use passerelle_gens::structures;
use passerelle_socle::access::{self, Acteur, Portee, Role, peut_donner};
use passerelle_socle::db::Base;
use passerelle_socle::ident::Id;

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
    /// Ouvre un compte et affiche son lien d'invitation, à usage unique.
    Creer {
        /// Prénom et nom.
        nom: String,
        /// Courriel avec lequel la personne se connectera ; sans lui, elle le donne en ouvrant son lien.
        #[arg(long)]
        courriel: Option<String>,
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
        /// Nom ou courriel du compte.
        nom: Option<String>,
        /// Le lien ouvre une session tout de suite, sans mot de passe ni code : en dernier recours, pour qui tient la
        /// machine. Il est noté dans le journal.
        #[arg(long)]
        direct: bool,
    },
    /// Désactive un compte : ses sessions et ses liens se ferment tout de suite.
    Desactiver {
        /// Nom ou courriel du compte.
        nom: String,
    },
    /// Réactive un compte désactivé.
    Reactiver {
        /// Nom ou courriel du compte.
        nom: String,
    },
}

impl Compte {
    pub(super) async fn executer(self) -> anyhow::Result<ExitCode> {
        let base = self.adresse.ouvrir().await?;
        let horloge = HorlogeSysteme;
        match self.geste {
            Geste::Creer { nom, courriel, role, structure } => {
                let nom = comptes::nom_de_compte(nom.trim()).map_err(anyhow::Error::msg)?;
                let courriel = courriel.map(|c| c.to_lowercase().parse::<Courriel>()).transpose()?;
                let (role, portee) = habilitation(&base, &role, structure.as_deref()).await?;
                let tx = base.transaction().await?;
                if let Some(c) = &courriel
                    && comptes::par_identifiant(&tx, c.as_str()).await?.is_some()
                {
                    bail!("un compte se connecte déjà avec ce courriel : donnez-lui le rôle depuis la page « Comptes »")
                }
                let id =
                    comptes::creer(&tx, horloge.maintenant(), &Acteur::Systeme, &nom, role, &portee, false).await?;
                if let Some(c) = &courriel {
                    comptes::definir_identifiant(&tx, id, c.as_str()).await?;
                }
                tx.commit().await?;
                dire!("{}", lien(&base, &horloge, id, &self.url).await?);
            }
            Geste::Lien { nom, direct } => {
                let compte = match nom {
                    Some(nom) => trouver(&base, &nom).await?,
                    None => {
                        let connus = comptes::lister(base.lecture(), horloge.maintenant()).await?;
                        let admin = connus.iter().find(|c| c.role == Role::Administrateur.code());
                        admin
                            .context("aucun compte d'administration : ouvrez-en un avec « passerelle compte creer »")?
                            .id
                    }
                };
                let affiche = match direct {
                    true => lien_direct(&base, &horloge, compte, &self.url).await?,
                    false => lien(&base, &horloge, compte, &self.url).await?,
                };
                dire!("{affiche}");
            }
            Geste::Desactiver { nom } => basculer(&base, &nom, true).await?,
            Geste::Reactiver { nom } => basculer(&base, &nom, false).await?,
        }
        base.fermer().await?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The one account of this name or mail address.
async fn trouver(base: &Base, nom: &str) -> anyhow::Result<Id<access::Compte>> {
    let trouves = comptes::chercher(base.lecture(), nom).await?;
    match trouves.as_slice() {
        [un] => Ok(*un),
        [] => bail!("aucun compte ne répond à ce nom : ouvrez-en un avec « passerelle compte creer »"),
        _ => bail!("plusieurs comptes portent ce nom : donnez le courriel"),
    }
}

async fn basculer(base: &Base, nom: &str, desactiver: bool) -> anyhow::Result<()> {
    let compte = trouver(base, nom).await?;
    let tx = base.transaction().await?;
    let change = comptes::desactiver(&tx, HorlogeSysteme.maintenant(), &Acteur::Systeme, compte, desactiver).await?;
    tx.commit().await?;
    dire!(
        "{}",
        match (change, desactiver) {
            (true, true) => "Le compte est désactivé ; ses sessions sont fermées.",
            (true, false) => "Le compte est réactivé.",
            (false, true) => "Le compte était déjà désactivé.",
            (false, false) => "Le compte n'était pas désactivé.",
        }
    );
    Ok(())
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

/// Makes a one-time invitation.
pub(super) async fn lien(
    base: &Base,
    horloge: &dyn Horloge,
    compte: Id<access::Compte>,
    url: &str,
) -> anyhow::Result<String> {
    let secret = Secret::tirer(&mut rand::rng());
    let tx = base.transaction().await?;
    comptes::inviter(&tx, horloge.maintenant(), &Acteur::Systeme, compte, &secret, DUREE_INVITATION).await?;
    tx.commit().await?;
    Ok(adresse(url, &secret))
}

async fn lien_direct(
    base: &Base,
    horloge: &dyn Horloge,
    compte: Id<access::Compte>,
    url: &str,
) -> anyhow::Result<String> {
    let secret = Secret::tirer(&mut rand::rng());
    let tx = base.transaction().await?;
    comptes::creer_lien(&tx, horloge.maintenant(), &Acteur::Systeme, compte, &secret).await?;
    tx.commit().await?;
    Ok(adresse(url, &secret))
}

fn adresse(url: &str, secret: &Secret) -> String {
    format!("{}/entrer/{}", url.trim_end_matches('/'), secret.en_clair())
}
