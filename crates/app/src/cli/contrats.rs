//! `passerelle contrats`: what the base says of a contract.

use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, Subcommand, ValueEnum};
use passerelle_base::{Date, date_longue};
use passerelle_socle::temps::{Horloge, HorlogeSysteme};

use super::adresse::Adresse;
use super::jour::jour;
use passerelle_faits::contrats::{Avancee, periode};
use passerelle_socle::access::{Acteur, Action, Objet};
use passerelle_socle::journal::{self, Entree};

#[derive(Debug, Args)]
pub(super) struct Contrats {
    #[command(subcommand)]
    geste: Geste,
}

#[derive(Debug, Subcommand)]
enum Geste {
    /// Compte les jours passés en entreprise, et dit jusqu'à quand le contrat d'apprentissage se rompt librement.
    Periode {
        /// Jeune, par le code de sa structure et le numéro qu'elle lui donne (ML-NORD:0107).
        #[arg(value_name = "STRUCTURE:NUMERO")]
        jeune: String,
        /// Jour où l'on regarde (2026-10-21).
        #[arg(long, value_parser = jour)]
        au: Date,
        /// Comment le dire.
        #[arg(long, value_enum, default_value = "texte")]
        format: Format,
        #[command(flatten)]
        adresse: Adresse,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Texte,
    Json,
}

impl Contrats {
    pub(super) async fn executer(self) -> anyhow::Result<ExitCode> {
        let Geste::Periode { jeune, au, format, adresse } = self.geste;
        let Some((structure, numero)) = jeune.split_once(':') else {
            bail!("dites le jeune par sa structure et son numéro, comme ML-NORD:0107");
        };
        if adresse.absente() {
            bail!("la base {} n'existe pas : importez d'abord une livraison, ou donnez --base", adresse.base);
        }
        let base = adresse.ouvrir().await?;
        let tx = base.en_lisant().await?;
        let Some(lue) = periode(&tx, structure, numero, au).await? else {
            bail!("aucun contrat d'apprentissage n'est connu pour le jeune {numero} de la structure {structure}");
        };
        let entree = Entree::sur(Action::Consulter, Objet::Jeunes).id(lue.jeune).detail("contrat");
        journal::ecrire(&tx, HorlogeSysteme.maintenant(), &Acteur::Systeme, entree);
        tx.commit().await?;
        match format {
            Format::Json => dire!("{}", serde_json::to_string_pretty(&lue.avancee)?),
            Format::Texte => texte(&lue.avancee, au),
        }
        base.fermer().await?;
        Ok(ExitCode::SUCCESS)
    }
}

fn texte(a: &Avancee, au: Date) {
    dire!("{} jours comptés au {}.", a.comptes, date_longue(au));
    match (a.au_plus_tot, a.au_plus_tard) {
        (Some(tot), Some(tard)) if tot == tard => dire!("Le contrat se rompt librement jusqu'au {}.", date_longue(tot)),
        (Some(tot), tard) => {
            let tard = tard.map_or("une date que rien ne dit".into(), |t| format!("le {}", date_longue(t)));
            dire!(
                "La période libre finit entre le {} et {tard} : le calendrier du CFA n'est pas connu.",
                date_longue(tot)
            );
        }
        (None, _) => dire!("Le contrat finit avant la période libre."),
    }
    for jour in a.jours.iter().filter(|j| j.motif.is_some()) {
        dire!("{}  {}", jour.date, jour.motif.map_or("", |m| m.libelle()));
    }
}
