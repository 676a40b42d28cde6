//! `passerelle apparier cles`: keyed identifiers in place of identities.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use passerelle_appariement::{Nature, Registre, SECRET_MIN, cles, filtres, noms_des_cles};
use passerelle_base::pluriel;

use super::ecran::Ecran;
use super::lecture;

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
    /// Filtres de Bloom durcis (CLK) au lieu de clés : ils pardonnent plus de fautes et protègent moins.
    #[arg(long)]
    clk: bool,
    /// Modèle (.toml), pour nommer les colonnes.
    #[arg(long)]
    modele: Option<PathBuf>,
}

impl Cles {
    pub fn executer(&self) -> anyhow::Result<ExitCode> {
        let modele = lecture::modele(self.modele.as_deref())?;
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
        let (faites, sans) = self.ecrire(&registre, &secret)?;
        dire!("{} dans {}.", pluriel(faites, "personne", "personnes"), self.sortie.display());
        if sans > 0 {
            dire!(
                "{} sans aucun code : il leur manque un nom, un prénom ou une date.",
                pluriel(sans, "personne", "personnes")
            );
        }
        dire!(
            "Ces codes restent des données personnelles : qui a le secret peut retrouver les identités. Effacez-les après l'appariement."
        );
        Ok(ExitCode::SUCCESS)
    }

    /// Writes a row a person; returns how many, and how many without any code.
    fn ecrire(&self, registre: &Registre, secret: &[u8]) -> anyhow::Result<(i64, i64)> {
        let ecriture = || format!("{} ne s'écrit pas", self.sortie.display());
        let mut sortie = csv::WriterBuilder::new().delimiter(b';').from_path(&self.sortie).with_context(ecriture)?;
        let (mut sans, mut faute) = (0, Ok(()));
        let mut rangee = |tete: &str, codes: &[&str]| {
            if faute.is_ok() {
                faute = sortie.write_record(std::iter::once(tete).chain(codes.iter().copied()));
            }
        };
        if self.clk {
            rangee("identifiant", &["clk"]);
            filtres(registre, secret, |rang, clk| {
                sans += i64::from(clk.is_none());
                let texte = clk.map(|c| c.hex()).unwrap_or_default();
                rangee(registre.identifiant(rang), &[texte.as_str()]);
            })?;
        } else {
            rangee("identifiant", &noms_des_cles().collect::<Vec<_>>());
            cles(registre, secret, |rang, cles| {
                sans += i64::from(cles.iter().all(String::is_empty));
                rangee(registre.identifiant(rang), &cles.iter().map(String::as_str).collect::<Vec<_>>());
            })?;
        }
        faute.with_context(ecriture)?;
        sortie.flush().with_context(ecriture)?;
        Ok((registre.taille() as i64, sans))
    }
}
