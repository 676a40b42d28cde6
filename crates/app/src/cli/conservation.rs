//! `passerelle conservation`: tells, erases, purges; the same work that `serve` does each day.

use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use passerelle_base::{date_longue, pluriel};
use passerelle_socle::temps::{Horloge, HorlogeSysteme};

use super::adresse::Adresse;
use crate::personnes::PERSONNES;
use passerelle_gens::conservation::{self, Passage};
use passerelle_socle::db::Base;
use passerelle_socle::destruction::{self, Parole, Permis, retenues};
use passerelle_socle::echanges;

#[derive(Debug, Args)]
pub(super) struct Conservation {
    #[command(flatten)]
    adresse: Adresse,
    /// Dit ce qui serait fait, sans rien faire.
    #[arg(long)]
    a_blanc: bool,
    /// Confirme que la date de la machine est la bonne, et que plus qu'une part de la base peut être effacée d'un coup.
    #[arg(long, conflicts_with = "a_blanc")]
    confirmer: bool,
}

impl Conservation {
    pub(super) async fn executer(self) -> anyhow::Result<ExitCode> {
        if self.adresse.absente() {
            bail!("la base {} n'existe pas : donnez --base", self.adresse.base);
        }
        let base = self.adresse.ouvrir().await?;
        if self.a_blanc {
            dire(&conservation::annoncer(&base, &PERSONNES, HorlogeSysteme.maintenant()).await?);
            dire!("À blanc : rien n'a été écrit.");
            base.fermer().await?;
            return Ok(ExitCode::SUCCESS);
        }
        let parole = if self.confirmer { Parole::Donnee } else { Parole::Attendue };
        let fait = match Permis::demander(&base, &HorlogeSysteme, parole).await? {
            Ok(permis) => Some(appliquer(&base, &permis).await?),
            Err(_) => None,
        };
        let oubliees = oublier(&base, &HorlogeSysteme).await?;
        if let Some(fait) = &fait {
            dire(&fait.passage);
            dire!("{}", pluriel(fait.lignes as i64, "ligne du journal purgée", "lignes du journal purgées"));
            dire!("{}", pluriel(fait.cles as i64, "clé d'extrait détruite", "clés d'extraits détruites"));
        }
        dire!("{}", pluriel(oubliees as i64, "ligne de fichier oubliée", "lignes de fichiers oubliées"));
        let attendent = retenues(base.lecture()).await?;
        base.compacter().await?;
        base.fermer().await?;
        for retenue in &attendent {
            dire!("{retenue}");
        }
        if !attendent.is_empty() {
            let jour = date_longue(HorlogeSysteme.aujourdhui());
            dire!("Si nous sommes bien le {jour}, relancez avec --confirmer.");
            return Ok(ExitCode::FAILURE);
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn dire(p: &Passage) {
    let n = |n: u64, un: &str, des: &str| dire!("{}", pluriel(n as i64, un, des));
    n(p.avises, "personne prévenue", "personnes prévenues");
    n(p.leves, "avis levé par un nouveau contact", "avis levés par un nouveau contact");
    n(p.en_attente, "avis en cours", "avis en cours");
    n(p.effaces, "personne effacée", "personnes effacées");
    if p.retenus > 0 {
        n(p.retenus, "effacement retenu", "effacements retenus");
    }
    if p.sans_date > 0 {
        n(p.sans_date, "dossier sans aucune date, à regarder", "dossiers sans aucune date, à regarder");
    }
}

/// What a passage has done.
struct Fait {
    passage: Passage,
    lignes: u64,
    cles: u64,
}

async fn appliquer(base: &Base, permis: &Permis) -> anyhow::Result<Fait> {
    Ok(Fait {
        passage: conservation::executer(base, &PERSONNES, permis).await?,
        lignes: destruction::purger(base, permis).await?,
        cles: passerelle_etudes::detruire_cles(base, permis).await?,
    })
}

/// Copies of files go by their age, whatever becomes of the rest.
async fn oublier(base: &Base, horloge: &dyn Horloge) -> anyhow::Result<u64> {
    echanges::oublier(base, horloge).await?;
    Ok(passerelle_rapprochements::oublier(base, horloge).await?)
}

/// What a server does once a day; what it removes leaves the bytes with the next light compaction.
pub(super) async fn journee(base: &Base, horloge: &dyn Horloge) -> anyhow::Result<()> {
    oublier(base, horloge).await?;
    match Permis::demander(base, horloge, Parole::Attendue).await? {
        Ok(permis) => {
            appliquer(base, &permis).await?;
        }
        Err(retenue) => tracing::error!(cause = %retenue, "les effacements attendent une parole, sur /conservation"),
    }
    Ok(())
}
