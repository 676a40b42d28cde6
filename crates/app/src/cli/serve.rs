//! `passerelle serve`: the web site.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use passerelle_socle::temps::{Horloge, HorlogeSysteme};

use super::adresse::Adresse;
use super::compte;
use super::veille::{Publication, veiller};
use crate::demonstration::{self, Etat as EtatBase};
use crate::figures;
use crate::natures::NATURES;
use crate::personnes::PERSONNES;
use crate::routes;
use passerelle_gens::comptes::{self, Facteur};
use passerelle_socle::access::{Acteur, Portee, Role};
use passerelle_socle::db::Base;
use passerelle_socle::echanges;
use passerelle_socle::texte::Texte;
use passerelle_socle::web::{Etat, Fournisseur, Interieur, Mesures, Reglages, servir as servir_le_site};

#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    adresse: Adresse,
    /// Adresse et port d'écoute.
    #[arg(long, default_value = "127.0.0.1:8093")]
    ecoute: String,
    /// Nom du territoire, en tête des pages et des bilans.
    #[arg(long, env = "PASSERELLE_TERRITOIRE", default_value = "Mon territoire")]
    territoire: String,
    /// Adresse publique du site, par exemple `https://passerelle.exemple.fr`.
    #[arg(long, env = "PASSERELLE_URL")]
    url: Option<String>,
    /// Un mandataire (nginx, Caddy…) est devant le site et écrit l'adresse du lecteur en dernier dans X-Forwarded-For.
    #[arg(long, env = "PASSERELLE_MANDATAIRE")]
    mandataire: bool,
    /// Serveur de courriel, par exemple `smtps://utilisateur:secret@hote` ; sans lui, les messages se lisent sur /courriers.
    #[arg(long, env = "PASSERELLE_SMTP", hide_env_values = true, requires = "expediteur")]
    smtp: Option<String>,
    /// Expéditeur des courriels, par exemple `Passerelle <passerelle@exemple.fr>`.
    #[arg(long, env = "PASSERELLE_EXPEDITEUR")]
    expediteur: Option<String>,
    #[command(flatten)]
    oidc: Oidc,
    #[command(flatten)]
    publication: Publication,
}

/// Where people may also sign in.
#[derive(Debug, Args)]
struct Oidc {
    /// Adresse d'un fournisseur OpenID Connect (ProConnect ou autre).
    #[arg(long, env = "PASSERELLE_OIDC_EMETTEUR", requires_all = ["oidc_client", "oidc_secret_fichier"])]
    oidc_emetteur: Option<String>,
    /// Mot du bouton de connexion.
    #[arg(long, env = "PASSERELLE_OIDC_NOM", default_value = "ProConnect")]
    oidc_nom: String,
    /// Identifiant de ce site chez le fournisseur.
    #[arg(long, env = "PASSERELLE_OIDC_CLIENT")]
    oidc_client: Option<String>,
    /// Fichier qui contient le secret de ce site chez le fournisseur.
    #[arg(long, env = "PASSERELLE_OIDC_SECRET_FICHIER")]
    oidc_secret_fichier: Option<PathBuf>,
    /// Niveau d'authentification exigé, par exemple `eidas2`. Il remplace alors le code du téléphone.
    #[arg(long, env = "PASSERELLE_OIDC_ACR")]
    oidc_acr: Option<String>,
}

impl Oidc {
    fn fournisseur(self) -> anyhow::Result<Option<Fournisseur>> {
        let (Some(emetteur), Some(client), Some(fichier)) =
            (self.oidc_emetteur, self.oidc_client, self.oidc_secret_fichier)
        else {
            return Ok(None);
        };
        let secret = std::fs::read_to_string(&fichier)
            .with_context(|| format!("le fichier {} ne se lit pas", fichier.display()))?
            .trim()
            .to_owned();
        Ok(Some(Fournisseur { emetteur, nom: self.oidc_nom, client, secret, acr: self.oidc_acr }))
    }
}

impl Serve {
    pub(super) async fn executer(self) -> anyhow::Result<ExitCode> {
        let base = self.adresse.ouvrir().await?;
        let facteur = match (self.smtp, self.expediteur) {
            (Some(serveur), Some(expediteur)) => Some(Facteur::nouveau(&serveur, &expediteur)?),
            _ => None,
        };
        let reglages = Reglages {
            url: self.url.unwrap_or_default(),
            mandataire: self.mandataire,
            courriels: facteur.is_some(),
            oidc: self.oidc.fournisseur()?,
            ..Reglages::default()
        };
        servir(base, &self.ecoute, &self.territoire, reglages, facteur, self.publication).await
    }
}

/// The step of what is not found: several times what looking takes.
const PALIER: Duration = Duration::from_millis(5);

/// Serves until asked to stop, then lets the requests under way finish.
pub(super) async fn servir(
    base: Base,
    ecoute: &str,
    territoire: &str,
    mut reglages: Reglages,
    facteur: Option<Facteur>,
    publication: Publication,
) -> anyhow::Result<ExitCode> {
    let figures = figures::rassembler()?;
    base.coffre().preparer()?;
    let horloge = HorlogeSysteme;
    let mesures = mesurer(reglages.mandataire)?;
    let ecouteur = tokio::net::TcpListener::bind(ecoute)
        .await
        .with_context(|| format!("l'adresse {ecoute} n'est pas libre : choisissez-en une autre avec --ecoute"))?;
    if reglages.url.is_empty() {
        reglages.url = format!("http://{}", ecouteur.local_addr().map_or(ecoute.to_owned(), |a| a.to_string()));
    }
    let url = reglages.url.trim_end_matches('/').to_owned();
    reglages.url = url.clone();
    reglages.palier = PALIER;
    let demonstration = demonstration::etat(base.lecture()).await? == EtatBase::Demonstration;
    if !demonstration {
        premier_administrateur(&base, &horloge, &url).await?;
    }
    echanges::oublier(&base, &horloge).await?;
    let etat = Etat::nouveau(Interieur {
        base: base.clone(),
        horloge: Box::new(horloge),
        natures: &NATURES,
        figures,
        menu: &routes::MENU,
        personnes: &PERSONNES,
        volets: &routes::VOLETS,
        territoire: territoire.to_owned(),
        demonstration,
        https: url.starts_with("https://"),
        reglages,
    });
    if let Some(facteur) = facteur {
        tokio::spawn(facteur.servir(base.clone(), HorlogeSysteme));
    }
    dire!("Passerelle répond sur {url}");
    if demonstration {
        dire!("Comptes de démonstration, en un clic : {url}/connexion");
        for compte in comptes::lister(base.lecture(), horloge.maintenant()).await? {
            dire!("  {} ({})", compte.nom, compte.fonction());
        }
    }
    dire!("Ctrl+C pour arrêter.");
    let taches = tokio::spawn(veiller(base.clone(), demonstration, publication));
    let (arret, attendu) = tokio::sync::oneshot::channel::<()>();
    let serveur = servir_le_site(ecouteur, routes::service(etat), mesures, async move {
        signal().await;
        let _ = arret.send(());
    });
    // Requests under way get a while to finish; a browser that never lets go does not hold the stop.
    let borne = async {
        let _ = attendu.await;
        tokio::time::sleep(routes::DELAI_ARRET).await;
    };
    tokio::select! {
        () = serveur => {}
        () = borne => {}
    }
    taches.abort();
    base.fermer().await?;
    Ok(ExitCode::SUCCESS)
}

/// What connections are held to on this machine; refused when it allows too few descriptors to serve anybody.
fn mesurer(mandataire: bool) -> anyhow::Result<Mesures> {
    const VOULUS: u64 = 4_096;
    let permis = rlimit::increase_nofile_limit(VOULUS).context("la limite des fichiers ouverts ne se lit pas")?;
    Mesures::de(usize::try_from(permis).unwrap_or(usize::MAX), mandataire).with_context(|| {
        format!(
            "ce système n'ouvre que {permis} fichiers à la fois et Passerelle en veut {} au moins : relevez la limite (`ulimit -n`, ou LimitNOFILE pour systemd)",
            2 * Mesures::RESERVE
        )
    })
}

async fn premier_administrateur(base: &Base, horloge: &dyn Horloge, url: &str) -> anyhow::Result<()> {
    if !comptes::lister(base.lecture(), horloge.maintenant()).await?.is_empty() {
        return Ok(());
    }
    let tx = base.transaction().await?;
    let id = comptes::creer(
        &tx,
        horloge.maintenant(),
        &Acteur::Systeme,
        &Texte::ligne("Premier administrateur", 100)?,
        Role::Administrateur,
        &Portee::Territoire,
        false,
    )
    .await?;
    tx.commit().await?;
    let lien = compte::lien(base, horloge, id, url).await?;
    dire!("Premier démarrage. Ouvrez ce lien pour administrer Passerelle (une seule fois, sous trois jours) :");
    dire!("  {lien}");
    Ok(())
}

async fn signal() {
    let interruption = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut fin) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interruption => {}
                _ = fin.recv() => {}
            }
            return;
        }
    }
    let _ = interruption.await;
}
