//! `passerelle conservation`: tells, erases, purges; the same work that `serve` does each day.

use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use passerelle_base::pluriel;
use passerelle_socle::temps::{Horloge, HorlogeSysteme};

use super::adresse::Adresse;
use crate::personnes::PERSONNES;
use passerelle_gens::conservation::{self, Passage};
use passerelle_socle::db::Base;
use passerelle_socle::echanges;
use passerelle_socle::journal;

/// Past this size, writing a whole embedded base again would make others wait: the command line does it.
const COMPACTAGE_MAX: u64 = 1 << 30;

#[derive(Debug, Args)]
pub(super) struct Conservation {
    #[command(flatten)]
    adresse: Adresse,
    /// Dit ce qui serait fait, sans rien faire.
    #[arg(long)]
    a_blanc: bool,
}

impl Conservation {
    pub(super) async fn executer(self) -> anyhow::Result<ExitCode> {
        if self.adresse.absente() {
            bail!("la base {} n'existe pas : donnez --base", self.adresse.base);
        }
        let base = self.adresse.ouvrir().await?;
        let passage = conservation::executer(&base, &PERSONNES, &HorlogeSysteme, self.a_blanc).await?;
        dire(&passage, self.a_blanc);
        if !self.a_blanc {
            let lignes = journal::purger(&base, &HorlogeSysteme).await?;
            dire!("{}", pluriel(lignes as i64, "ligne du journal purgée", "lignes du journal purgées"));
            let cles = passerelle_etudes::detruire_cles(&base, &HorlogeSysteme).await?;
            dire!("{}", pluriel(cles as i64, "clé d'extrait détruite", "clés d'extraits détruites"));
            let oubliees = passerelle_rapprochements::oublier(&base, &HorlogeSysteme).await?;
            dire!("{}", pluriel(oubliees as i64, "ligne de fichier oubliée", "lignes de fichiers oubliées"));
            echanges::oublier(&base, &HorlogeSysteme).await?;
            conservation::compacter(&base).await?;
        }
        base.fermer().await?;
        Ok(ExitCode::SUCCESS)
    }
}

fn dire(p: &Passage, a_blanc: bool) {
    let n = |n: u64, un: &str, des: &str| dire!("{}", pluriel(n as i64, un, des));
    n(p.avises, "personne prévenue", "personnes prévenues");
    n(p.leves, "avis levé par un nouveau contact", "avis levés par un nouveau contact");
    n(p.en_attente, "avis en cours", "avis en cours");
    n(p.effaces, "personne effacée", "personnes effacées");
    if p.sans_date > 0 {
        n(p.sans_date, "dossier sans aucune date, à regarder", "dossiers sans aucune date, à regarder");
    }
    if a_blanc {
        dire!("À blanc : rien n'a été écrit.");
    }
}

/// What a server does once a day.
pub(super) async fn journee(base: &Base, horloge: &dyn Horloge) -> anyhow::Result<()> {
    let passage = conservation::executer(base, &PERSONNES, horloge, false).await?;
    let lignes = journal::purger(base, horloge).await?;
    let cles = passerelle_etudes::detruire_cles(base, horloge).await?;
    let oubliees = passerelle_rapprochements::oublier(base, horloge).await?;
    echanges::oublier(base, horloge).await?;
    let petite = base.taille().is_none_or(|t| t < COMPACTAGE_MAX);
    if (passage.effaces > 0 || lignes > 0 || cles > 0 || oubliees > 0) && petite {
        conservation::compacter(base).await?;
    }
    Ok(())
}
