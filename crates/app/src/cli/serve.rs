//! `passerelle serve`: the web site.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use passerelle_base::{Horloge, HorlogeSysteme};

use super::{Adresse, compte, conservation};
use crate::access::{Acteur, Portee, Role};
use crate::db::Base;
use crate::demonstration::{self, Etat as EtatBase};
use crate::echanges;
use crate::gens::comptes;
use crate::journal;
use crate::natures::NATURES;
use crate::routes;
use crate::web::{Etat, Interieur};

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
}

impl Serve {
    pub(super) async fn executer(self) -> anyhow::Result<ExitCode> {
        let base = self.adresse.ouvrir().await?;
        servir(base, &self.ecoute, &self.territoire, self.url).await
    }
}

/// Serves until asked to stop, then lets the requests under way finish.
pub(super) async fn servir(
    base: Base,
    ecoute: &str,
    territoire: &str,
    url: Option<String>,
) -> anyhow::Result<ExitCode> {
    let horloge = HorlogeSysteme;
    let ecouteur = tokio::net::TcpListener::bind(ecoute)
        .await
        .with_context(|| format!("l'adresse {ecoute} n'est pas libre : choisissez-en une autre avec --ecoute"))?;
    let url =
        url.unwrap_or_else(|| format!("http://{}", ecouteur.local_addr().map_or(ecoute.to_owned(), |a| a.to_string())));
    let demonstration = demonstration::etat(base.lecture()).await? == EtatBase::Demonstration;
    if !demonstration {
        premier_administrateur(&base, &horloge, &url).await?;
    }
    echanges::oublier(&base, &horloge).await?;
    let etat = Etat::nouveau(Interieur {
        base: base.clone(),
        horloge: Box::new(horloge),
        natures: &NATURES,
        menu: &routes::MENU,
        volets: &routes::VOLETS,
        territoire: territoire.to_owned(),
        demonstration,
        https: url.starts_with("https://"),
    });
    println!("Passerelle répond sur {url}");
    if demonstration {
        println!("Comptes de démonstration, en un clic : {url}/connexion");
        for compte in comptes::lister(base.lecture(), horloge.maintenant()).await? {
            println!("  {} ({})", compte.nom, compte.fonction());
        }
    }
    println!("Ctrl+C pour arrêter.");
    let taches = tokio::spawn(veiller(base.clone(), demonstration));
    let service = routes::service(etat);
    let (arret, attendu) = tokio::sync::oneshot::channel::<()>();
    let serveur = axum::serve(ecouteur, service).with_graceful_shutdown(async move {
        signal().await;
        let _ = arret.send(());
    });
    // Requests under way get a while to finish; a browser that never lets go does not hold the stop.
    let borne = async {
        let _ = attendu.await;
        tokio::time::sleep(routes::DELAI_ARRET).await;
    };
    tokio::select! {
        fini = serveur => fini?,
        () = borne => {}
    }
    taches.abort();
    base.fermer().await?;
    Ok(ExitCode::SUCCESS)
}

/// The works of a server: unusual readings each hour; notices, erasures and purges each day.
/// The people of the demonstration are of 2017 and of nobody: nothing is due about them.
async fn veiller(base: Base, demonstration: bool) {
    // Whoever starts the server waits for its first page, not for this.
    tokio::time::sleep(Duration::from_secs(60)).await;
    let mut heures = tokio::time::interval(Duration::from_secs(3_600));
    for tour in 0_u32.. {
        heures.tick().await;
        let dire = |quoi: &str, e: String| tracing::error!(cause = %e, "{quoi}");
        if let Err(e) = journal::surveiller(&base, &HorlogeSysteme).await {
            dire("les lectures inhabituelles n'ont pas pu être cherchées", e.to_string());
        }
        if tour % 24 == 0
            && !demonstration
            && let Err(e) = conservation::journee(&base, &HorlogeSysteme).await
        {
            dire("la conservation n'a pas pu être appliquée", e.to_string());
        }
    }
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
        "Premier administrateur",
        (Role::Administrateur, &Portee::Territoire),
        false,
    )
    .await?;
    tx.commit().await?;
    let lien = compte::lien(base, horloge, id.uuid(), url).await?;
    println!("Premier démarrage. Ouvrez ce lien pour administrer Passerelle (une seule fois, sous 24 heures) :");
    println!("  {lien}");
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
