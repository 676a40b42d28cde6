//! `passerelle apparier`: who is who between two files, on files alone; or who is known twice in a base.

mod base;
mod cles;
mod clk;
mod ecran;
mod ecriture;
mod lecture;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};
use passerelle_appariement::{Decision, Modele, Rapprochement, Registre, rapprocher};
use passerelle_base::{nombre, pluriel, pourcent};

use ecran::Ecran;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Apparier {
    #[command(subcommand)]
    geste: Option<Geste>,
    /// Premier fichier (.csv, .xlsx) ; seul, ses doublons sont cherchés.
    #[arg(required_unless_present = "base")]
    premier: Option<PathBuf>,
    /// Second fichier.
    second: Option<PathBuf>,
    /// Au lieu de fichiers : cherche les doublons de cette base, à revoir sur le site.
    #[arg(long, value_name = "BASE", conflicts_with_all = ["premier", "modele", "seuil", "sortie", "rapport", "decisions", "fils"])]
    base: Option<String>,
    /// Modèle (.toml) : colonnes, règles de regroupement, seuils.
    #[arg(long)]
    modele: Option<PathBuf>,
    /// Probabilité à partir de laquelle deux fiches sont liées.
    #[arg(long)]
    seuil: Option<f64>,
    /// Où écrire les liens : id_a;id_b;probabilite;decision.
    #[arg(long, default_value = "liens.csv")]
    sortie: PathBuf,
    /// Où écrire le rapport (JSON) : paramètres, effectifs par motif, qualité attendue, temps et mémoire.
    #[arg(long)]
    rapport: Option<PathBuf>,
    /// Décisions humaines à respecter (.csv) : id_a;id_b;decision, « lien » ou « separe ».
    #[arg(long)]
    decisions: Option<PathBuf>,
    /// Nombre de fils d'exécution ; les liens n'en dépendent pas.
    #[arg(long)]
    fils: Option<usize>,
}

#[derive(Debug, Subcommand)]
enum Geste {
    /// Remplace les identités d'un fichier par des clés secrètes, à échanger à leur place.
    Cles(cles::Cles),
}

impl Apparier {
    pub(super) async fn executer(self) -> anyhow::Result<ExitCode> {
        if let Some(Geste::Cles(cles)) = &self.geste {
            return cles.executer();
        }
        if let Some(base) = &self.base {
            return base::executer(base).await;
        }
        let premier = self.premier.as_deref().context("donnez un fichier à apparier")?;
        let mut modele = lecture::modele(self.modele.as_deref())?;
        if let Some(seuil) = self.seuil {
            modele.seuil = seuil;
        }
        modele.verifier()?;
        let ecran = Ecran::nouveau();
        let registre = lecture::lire(premier, self.second.as_deref(), &modele, &ecran)?;
        if clk::est_code(&registre) {
            return clk::executer(&registre, modele.seuil, modele.seuil_revue, &self.sortie);
        }
        let decisions = match &self.decisions {
            None => Default::default(),
            Some(chemin) => lecture::decisions(chemin, &registre)?,
        };
        let fils =
            self.fils.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).clamp(1, 64);
        let fait = rapprocher(&registre, &modele, &decisions, fils, &ecran)?;
        ecran.etape("ecriture");
        self.ecrire(&registre, &fait)?;
        let phases = ecran.finir();
        if let Some(chemin) = &self.rapport {
            let rapport = serde_json::json!({
                "format": "passerelle-appariement/1", "modele": modele, "fils": fils,
                "resultat": fait.rapport, "phases": phases,
            });
            let fichier =
                std::fs::File::create(chemin).with_context(|| format!("{} ne s'écrit pas", chemin.display()))?;
            serde_json::to_writer_pretty(fichier, &rapport)?;
        }
        self.dire(&fait, &modele);
        Ok(ExitCode::SUCCESS)
    }

    fn ecrire(&self, registre: &Registre, fait: &Rapprochement) -> anyhow::Result<()> {
        let chemin = &self.sortie;
        let ecrire = || -> anyhow::Result<()> {
            let mut sortie = csv::WriterBuilder::new().delimiter(b';').from_path(chemin)?;
            sortie.write_record(["id_a", "id_b", "probabilite", "decision"])?;
            for lien in &fait.liens {
                let texte = ecriture::probabilite(lien.probabilite);
                let decision = match lien.decision {
                    Decision::Lien => "lien",
                    Decision::Revue => "revue",
                };
                sortie.write_record([registre.identifiant(lien.a), registre.identifiant(lien.b), &texte, decision])?;
            }
            Ok(sortie.flush()?)
        };
        ecrire().with_context(|| format!("{} ne s'écrit pas", chemin.display()))
    }

    fn dire(&self, fait: &Rapprochement, modele: &Modele) {
        let (r, q) = (&fait.rapport, &fait.rapport.qualite);
        let n = |v: u64| nombre(v as i64);
        for c in &r.coupes {
            eprintln!(
                "Attention : {} fiches ont la même valeur « {} » ({}) ; leurs {} paires n'ont pas été comparées par cette règle, celles qu'aucune autre n'apporte sont perdues.",
                n(c.fiches),
                c.valeur,
                c.regle,
                n(c.paires)
            );
        }
        for regle in r.regles.iter().filter(|r| r.sonde > 1) {
            dire!(
                "Règle « {} » sondée : une paire sur {} est comparée, et compte pour autant.",
                regle.regle,
                n(regle.sonde)
            );
        }
        dire!(
            "{} comparées sur {} possibles.",
            pluriel(r.paires_comparees as i64, "paire", "paires"),
            n(r.paires_possibles)
        );
        dire!(
            "{} et {} à revoir, dans {}.",
            pluriel(q.liens as i64, "lien", "liens"),
            pluriel(q.revues as i64, "paire", "paires"),
            self.sortie.display()
        );
        let part = |x: f64| pourcent(100.0 * x, 1);
        let dire =
            |a: passerelle_appariement::Attendu| format!("{} ({} à {})", part(a.valeur), part(a.bas), part(a.haut));
        if q.liens > 0 {
            dire!("Précision attendue : {}. Rappel attendu : {}.", dire(q.precision), dire(q.rappel));
        } else {
            dire!(
                "Aucun lien : aucune paire n'atteint la probabilité {}. Vérifiez que les deux fichiers parlent des mêmes personnes, ou relisez les paires à revoir.",
                passerelle_base::decimal(modele.seuil, 2)
            );
        }
    }
}
