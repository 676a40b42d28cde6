//! `passerelle apparier --base`: looks for people known twice in the base; the pairs wait on the site, `/rapprochements`.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;
use passerelle_base::{nombre, pluriel};
use passerelle_socle::temps::HorlogeSysteme;

use super::ecran::Ecran;
use crate::cli::adresse::Adresse;
use passerelle_socle::access::Acteur;

pub(super) async fn executer(base: &str) -> anyhow::Result<ExitCode> {
    let adresse = Adresse::de(base);
    if adresse.absente() {
        bail!("la base {base} n'existe pas : donnez son adresse après --base");
    }
    let base = adresse.ouvrir().await?;
    let ecran = Arc::new(Ecran::nouveau());
    let trouve = passerelle_rapprochements::chercher(&base, &HorlogeSysteme, &Acteur::Systeme, ecran.clone()).await;
    ecran.finir();
    let trouve = trouve?;
    base.fermer().await?;
    dire!("{} comparées.", pluriel(trouve.fiches, "fiche", "fiches"));
    dire!(
        "{}, dont {} : elles attendent quelqu'un sur le site, page Rapprochements.",
        pluriel(trouve.paires, "paire à revoir", "paires à revoir"),
        match trouve.nouvelles {
            0 => "aucune nouvelle".to_owned(),
            n => format!("{} de plus qu'avant", nombre(n)),
        }
    );
    Ok(ExitCode::SUCCESS)
}
