//! Sends the outbox by mail, beside the site, until it stops.

use std::time::Duration;

use anyhow::Context;
use lettre::message::{Mailbox, header::ContentType};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use passerelle_socle::temps::Horloge;

use super::courriers::{self, Du};
use passerelle_socle::db::Base;

/// Where mails leave from.
pub struct Facteur {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    expediteur: Mailbox,
}

impl std::fmt::Debug for Facteur {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Facteur").field("expediteur", &self.expediteur).finish_non_exhaustive()
    }
}

impl Facteur {
    /// `serveur`: `smtps://utilisateur:secret@hote` or `smtp://hote:25`; `expediteur`: « Passerelle <nom@exemple.fr> ».
    pub fn nouveau(serveur: &str, expediteur: &str) -> anyhow::Result<Self> {
        super::preparer_tls();
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(serveur)
            .context("l'adresse du serveur de courriel n'est pas reconnue : donnez smtps://utilisateur:secret@hote")?
            .timeout(Some(Duration::from_secs(20)))
            .build();
        let expediteur = expediteur
            .parse()
            .context("l'expéditeur n'est pas reconnu : donnez par exemple « Passerelle <passerelle@exemple.fr> »")?;
        Ok(Self { transport, expediteur })
    }

    async fn porter(&self, du: &Du) -> anyhow::Result<()> {
        let message = Message::builder()
            .from(self.expediteur.clone())
            .to(du.destinataire.parse()?)
            .subject(&du.objet)
            .header(ContentType::TEXT_PLAIN)
            .body(du.texte.clone().unwrap_or_default())?;
        self.transport.send(message).await?;
        Ok(())
    }

    /// Sends what is due now.
    pub async fn tournee(&self, base: &Base, horloge: &dyn Horloge) -> anyhow::Result<()> {
        for du in courriers::prendre(base, horloge.maintenant()).await? {
            let porte = self.porter(&du).await;
            if let Err(e) = &porte {
                // Never the text nor whom it is for.
                tracing::warn!(message = %du.id, essai = du.essais + 1, cause = %e, "courriel non parti");
            }
            courriers::rendre(base, horloge.maintenant(), &du, porte.is_ok()).await?;
        }
        courriers::perimer(base, horloge.maintenant()).await?;
        Ok(())
    }

    /// Goes round every five seconds.
    pub async fn servir(self, base: Base, horloge: impl Horloge) {
        loop {
            if let Err(e) = self.tournee(&base, &horloge).await {
                tracing::error!(cause = %e, "la boîte d'envoi n'a pas pu être lue");
            }
            tokio::time::sleep(Duration::from_secs(5)).await;
        }
    }
}
