//! The works of a server, beside its pages: unusual readings and old keys each hour; notices, erasures, purges, the published head of the
//! journal and a look at the base each day; and what was removed leaves the bytes within a minute.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use passerelle_base::Courriel;

use super::{conservation, journal as cli_journal};
use passerelle_gens::comptes::{Courrier, deposer_courrier};
use passerelle_gens::conservation::oublier_les_octets;
use passerelle_socle::db::Base;
use passerelle_socle::destruction;
use passerelle_socle::journal::{self, TeteGardee};
use passerelle_socle::temps::{Horloge, HorlogeSysteme, Instant};
use passerelle_socle::web;

/// Between two looks at what is to leave the bytes.
const COMPACTAGE: Duration = Duration::from_secs(20);
/// How long the head of the journal may wait for a mail server.
const ATTENTE_TETE: i64 = 3 * 86_400_000;

/// Where the head of the journal is told each day.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Publication {
    /// Fichier où la tête du journal est ajoutée chaque jour, de préférence sur une autre machine.
    #[arg(long, env = "PASSERELLE_JOURNAL_TETES")]
    journal_tetes: Option<PathBuf>,
    /// Courriel à qui la tête du journal est envoyée chaque jour, par exemple celui du délégué à la protection des données.
    #[arg(long, env = "PASSERELLE_JOURNAL_COURRIEL")]
    journal_courriel: Option<Courriel>,
}

impl Publication {
    async fn publier(&self, base: &Base, maintenant: Instant) -> anyhow::Result<()> {
        if self.journal_tetes.is_none() && self.journal_courriel.is_none() {
            return Ok(());
        }
        let Some(tete) = journal::tete_a_publier(base).await? else { return Ok(()) };
        if let Some(fichier) = &self.journal_tetes {
            cli_journal::ajouter(fichier, &tete)?;
        }
        if let Some(a) = &self.journal_courriel {
            deposer(base, maintenant, a, &tete).await?;
        }
        Ok(())
    }
}

async fn deposer(base: &Base, maintenant: Instant, a: &Courriel, tete: &TeteGardee) -> anyhow::Result<()> {
    let tx = base.transaction().await?;
    let texte = format!("À garder : {tete}");
    let courrier = Courrier {
        canal: "courriel",
        destinataire: a.as_ref(),
        objet: "Tête du journal de Passerelle",
        texte: &texte,
        expire: Instant::from_millis(maintenant.millis() + ATTENTE_TETE),
    };
    deposer_courrier(&tx, maintenant, &courrier).await?;
    tx.commit().await?;
    Ok(())
}

/// Works until the server stops. The people of the demonstration are of 2017 and of nobody: nothing is due about them.
pub(super) async fn veiller(base: Base, demonstration: bool, publication: Publication) {
    tokio::join!(effacer_des_octets(&base), passer(&base, demonstration, &publication));
}

/// What was removed, by whoever and for whatever reason, leaves the file and its log soon after.
async fn effacer_des_octets(base: &Base) {
    let mut tours = tokio::time::interval(COMPACTAGE);
    tours.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tours.tick().await;
        if let Err(e) = oublier_les_octets(base).await {
            tracing::error!(cause = %e, "ce qui est effacé est encore dans les octets de la base");
        }
    }
}

async fn passer(base: &Base, demonstration: bool, publication: &Publication) {
    // Whoever starts the server waits for its first page, not for this.
    tokio::time::sleep(Duration::from_secs(60)).await;
    let mut heures = tokio::time::interval(Duration::from_secs(3_600));
    for tour in 0_u32.. {
        heures.tick().await;
        let dire = |quoi: &str, e: String| tracing::error!(cause = %e, "{quoi}");
        if let Err(e) = web::oublier_les_cles(base, HorlogeSysteme.maintenant()).await {
            dire("les clés des formulaires n'ont pas pu être oubliées", e.to_string());
        }
        if let Err(e) = journal::surveiller(base, &HorlogeSysteme).await {
            dire("les lectures inhabituelles n'ont pas pu être cherchées", e.to_string());
        }
        // Whoever has just given their word is not kept waiting until tomorrow.
        let parole = destruction::parole_donnee(base.lecture()).await.unwrap_or(false);
        if (tour % 24 == 0 || parole)
            && !demonstration
            && let Err(e) = conservation::journee(base, &HorlogeSysteme).await
        {
            dire("la conservation n'a pas pu être appliquée", e.to_string());
        }
        if tour % 24 == 0 {
            if let Err(e) = publication.publier(base, HorlogeSysteme.maintenant()).await {
                dire("la tête du journal n'a pas pu être publiée", format!("{e:#}"));
            }
            if let Err(e) = base.examiner(false).await {
                dire("la base n'a pas pu être relue", e.to_string());
            }
        }
    }
}
