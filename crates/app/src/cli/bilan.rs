//! `passerelle bilan`: the report of a period, in the format asked for.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use passerelle_base::{Date, Periode};
use passerelle_socle::temps::{Horloge, HorlogeSysteme};

use super::adresse::Adresse;
use super::jour::jour;
use crate::demonstration::{self, Etat};
use crate::figures;
use passerelle_lectures::bilans::{Edition, Format, calculer, rendre};
use passerelle_socle::access::{Acteur, Action, Faits, Objet, may};
use passerelle_socle::journal::{self, Entree};

#[derive(Debug, Args)]
pub(super) struct Bilan {
    /// Premier jour de la période (2017-01-01).
    #[arg(long, value_parser = jour)]
    du: Date,
    /// Dernier jour de la période (2017-12-31).
    #[arg(long, value_parser = jour)]
    au: Date,
    /// Format du bilan.
    #[arg(long, value_enum, default_value = "json")]
    format: Format,
    /// Fichier à écrire ; sinon la sortie standard.
    #[arg(long)]
    sortie: Option<PathBuf>,
    /// Nom du territoire, en tête du bilan.
    #[arg(long, env = "PASSERELLE_TERRITOIRE", default_value = "Mon territoire")]
    territoire: String,
    #[command(flatten)]
    adresse: Adresse,
}

impl Bilan {
    pub(super) async fn executer(self) -> anyhow::Result<ExitCode> {
        let periode = Periode::nouvelle(self.du, self.au).map_err(|e| anyhow::anyhow!("{e}"))?;
        let binaire = matches!(self.format, Format::Pdf | Format::Xlsx);
        if self.sortie.is_none() && binaire && std::io::stdout().is_terminal() {
            bail!("ce format ne s'affiche pas à l'écran : ajoutez --sortie bilan.{}", self.format.extension());
        }
        if self.adresse.absente() {
            bail!("la base {} n'existe pas : importez d'abord une livraison, ou donnez --base", self.adresse.base);
        }
        let figures = figures::rassembler()?;
        let base = self.adresse.ouvrir().await?;
        let accorde = may(&Acteur::Systeme, Action::Exporter, Objet::Bilans, &Faits::default())
            .map_err(|_| anyhow::anyhow!("cette commande n'a pas le droit de lire le bilan"))?;
        let bilan = calculer(&base, &figures, &accorde, periode).await?;
        let demonstration = demonstration::etat(base.lecture()).await? == Etat::Demonstration;
        let edition = Edition {
            territoire: if demonstration { "Seine-Saint-Denis, 2017".into() } else { self.territoire },
            le: HorlogeSysteme.aujourdhui(),
            par: Acteur::Systeme.nom().into(),
            demonstration,
        };
        let octets = rendre(&bilan, &figures, &edition, self.format)?;
        let tx = base.en_lisant().await?;
        let detail = format!("{} {}", periode.phrase(), self.format.extension());
        let entree = Entree::sur(Action::Exporter, Objet::Bilans).detail(detail);
        journal::ecrire(&tx, HorlogeSysteme.maintenant(), accorde.acteur(), entree);
        tx.commit().await?;
        match &self.sortie {
            Some(chemin) => {
                std::fs::write(chemin, octets).with_context(|| format!("{} ne s'écrit pas", chemin.display()))?
            }
            None => std::io::stdout().lock().write_all(&octets)?,
        }
        base.fermer().await?;
        Ok(ExitCode::SUCCESS)
    }
}
