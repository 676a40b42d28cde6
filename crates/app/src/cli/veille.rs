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

#[cfg(test)]
mod tests {
    use passerelle_socle::access::{Acteur, Action, Objet};
    use passerelle_socle::db::{Ouverture, compter};
    use passerelle_socle::journal::{Entree, ecrire, verifier_tetes};

    use super::*;

    #[tokio::test]
    async fn each_day_the_head_of_the_journal_is_added_to_a_file_and_sent_by_mail() {
        let dossier = tempfile::tempdir().unwrap();
        let base =
            Ouverture::adresse(format!("sqlite:{}", dossier.path().join("b.db").display())).ouvrir().await.unwrap();
        let fichier = dossier.path().join("tetes.txt");
        let publication = Publication {
            journal_tetes: Some(fichier.clone()),
            journal_courriel: Some("dpd@exemple.fr".parse().unwrap()),
        };
        let jour = |n: i64| Instant::from_millis(1_519_117_200_000 + n * 86_400_000);
        let envoyees = "SELECT count(*) FROM courriers WHERE destinataire = 'dpd@exemple.fr'";
        // Nothing is told of a journal that is still empty.
        publication.publier(&base, jour(0)).await.unwrap();
        assert!(!fichier.exists());
        for n in 1..=2 {
            let tx = base.transaction().await.unwrap();
            ecrire(&tx, jour(n), &Acteur::Systeme, Entree::sur(Action::Creer, Objet::Conservation).detail("essai"));
            tx.commit().await.unwrap();
            publication.publier(&base, jour(n)).await.unwrap();
            let lues = std::fs::read_to_string(&fichier).unwrap();
            let gardees: Vec<TeteGardee> = lues.lines().map(|l| l.parse().unwrap()).collect();
            assert_eq!(gardees.len() as i64, n);
            let relues = verifier_tetes(&base, &gardees).await.unwrap();
            assert_eq!((relues.faute.is_none(), relues.retrouvees as i64), (true, n));
            assert_eq!(compter(base.lecture(), envoyees, []).await.unwrap(), n);
        }
        // A file that cannot be written is told, and nothing is said to be published.
        let perdue = Publication { journal_tetes: Some(dossier.path().join("absent/tetes.txt")), ..publication };
        let dit = perdue.publier(&base, jour(3)).await.unwrap_err().to_string();
        assert!(dit.contains("n'est pas publiée"), "{dit}");
        assert_eq!(compter(base.lecture(), envoyees, []).await.unwrap(), 2);
        base.fermer().await.unwrap();
    }
}
