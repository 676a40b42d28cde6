//! `passerelle apparier cles`: keyed identifiers in place of identities.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use passerelle_appariement::{Nature, SECRET_MIN, cles, noms_des_cles};
use passerelle_base::pluriel;

use super::{Ecran, lecture};

#[derive(Debug, Args)]
pub(super) struct Cles {
    /// Fichier des personnes (.csv, .xlsx).
    fichier: PathBuf,
    /// Fichier du secret, le même pour les deux organismes : 32 octets au moins, tirés au hasard.
    #[arg(long)]
    cle_fichier: PathBuf,
    /// Où écrire les clés.
    #[arg(long)]
    sortie: PathBuf,
    /// Modèle (.toml), pour nommer les colonnes.
    #[arg(long)]
    modele: Option<PathBuf>,
}

impl Cles {
    pub fn executer(&self) -> anyhow::Result<ExitCode> {
        let modele = super::modele(self.modele.as_deref())?;
        let secret = std::fs::read(&self.cle_fichier).with_context(|| {
            format!(
                "{} ne se lit pas ; un secret se tire ainsi : head -c {SECRET_MIN} /dev/urandom > {}",
                self.cle_fichier.display(),
                self.cle_fichier.display()
            )
        })?;
        let ecran = Ecran::nouveau();
        let registre = lecture::lire(&self.fichier, None, &modele, &ecran)?;
        ecran.finir();
        let manque = |n: Nature| !registre.colonnes().iter().any(|c| c.nature == n);
        if [Nature::Nom, Nature::Prenom, Nature::DateNaissance].into_iter().any(manque) {
            bail!(
                "{} doit avoir un nom, un prénom et une date de naissance : les clés en sont faites ; renommez ses en-têtes, ou nommez-les dans le modèle",
                self.fichier.display()
            );
        }
        let (mut faites, mut sans) = (0i64, 0i64);
        let mut ecrire = || -> anyhow::Result<()> {
            let mut sortie = csv::WriterBuilder::new().delimiter(b';').from_path(&self.sortie)?;
            sortie.write_record(std::iter::once("identifiant").chain(noms_des_cles()))?;
            let mut faute = None;
            cles(&registre, &secret, |rang, cles| {
                faites += 1;
                sans += i64::from(cles.iter().all(String::is_empty));
                let rangee = std::iter::once(registre.identifiant(rang)).chain(cles.iter().map(String::as_str));
                if let Err(erreur) = sortie.write_record(rangee) {
                    faute.get_or_insert(erreur);
                }
            })?;
            faute.map_or(Ok(()), Err)?;
            Ok(sortie.flush()?)
        };
        ecrire().with_context(|| format!("{} ne s'écrit pas", self.sortie.display()))?;
        println!("{} dans {}.", pluriel(faites, "personne", "personnes"), self.sortie.display());
        if sans > 0 {
            println!(
                "{} sans aucune clé : il leur manque un nom, un prénom ou une date.",
                pluriel(sans, "personne", "personnes")
            );
        }
        println!(
            "Ces clés restent des données personnelles : qui a le secret peut retrouver les identités. Effacez-les après l'appariement."
        );
        Ok(ExitCode::SUCCESS)
    }
}
