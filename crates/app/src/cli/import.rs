//! `passerelle import`: reads a delivery and says what became of each row.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use passerelle_base::{nombre, pluriel};
use passerelle_socle::temps::HorlogeSysteme;

use super::adresse::Adresse;
use crate::natures::NATURES;
use passerelle_socle::access::{Acteur, Action, Faits, Objet, may};
use passerelle_socle::echanges::{self, Mode, Motif, Rapport, RapportFichier, Temoin, Verdict};

/// Verdicts said one by one on a screen during a dry run; a redirected output gets them all.
const VERDICTS_A_L_ECRAN: usize = 200;
/// Refused rows said one by one on the screen; the file holds them all.
const REFUS_DITS: usize = 20;

#[derive(Debug, Args)]
pub(super) struct Import {
    /// Dossiers de livraison, archives (.zip) ou fichiers (.csv, .xlsx), nommés d'après ce qu'ils contiennent.
    #[arg(required = true)]
    chemins: Vec<PathBuf>,
    #[command(flatten)]
    adresse: Adresse,
    /// Dit le verdict de chaque ligne sans rien écrire.
    #[arg(long)]
    a_blanc: bool,
    /// N'écrit rien si une seule ligne ou un seul fichier est refusé.
    #[arg(long)]
    tout_ou_rien: bool,
    /// Ce que contiennent les fichiers, si leur nom ne le dit pas (structures, jeunes…).
    #[arg(long)]
    nature: Option<String>,
    /// Ce que sont leurs colonnes, quand ce ne sont pas celles de Passerelle : un fichier .toml, ou le nom d'un gabarit livré (voir
    /// `passerelle gabarit`).
    #[arg(long, value_name = "G.toml")]
    gabarit: Option<PathBuf>,
    /// Structure dont ce sont les fichiers, quand le gabarit ne le dit pas.
    #[arg(long, value_name = "CODE", requires = "gabarit")]
    structure: Option<String>,
    /// Crée une fiche pour les personnes à qui le fichier ne donne pas de numéro et qui ne sont pas reconnues.
    #[arg(long, requires = "gabarit")]
    creer_sans_numero: bool,
    /// Colonnes dont les cellules vides effacent ce qui était connu (telephone,courriel…) ; sans cela, ce qui est connu
    /// est gardé.
    #[arg(long, value_delimiter = ',', value_name = "COLONNES")]
    effacer: Vec<String>,
    /// Dossier où rendre les lignes refusées.
    #[arg(long, default_value = "refus")]
    refus: PathBuf,
    /// Rapport pour les gens ou pour les programmes.
    #[arg(long, value_enum, default_value = "texte")]
    format: Format,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    Texte,
    Json,
}

impl Import {
    pub(super) async fn executer(self) -> anyhow::Result<ExitCode> {
        let base = self.adresse.ouvrir().await?;
        let accorde = may(&Acteur::Systeme, Action::Importer, Objet::Imports, &Faits::default())
            .map_err(|_| anyhow::anyhow!("cette commande n'a pas le droit d'importer"))?;
        let mode = Mode {
            a_blanc: self.a_blanc,
            tout_ou_rien: self.tout_ou_rien,
            nature: self.nature.clone(),
            gabarit: self
                .gabarit
                .as_deref()
                .map(|g| super::gabarit::choisir(g, self.structure.as_deref()))
                .transpose()?,
            creer_sans_numero: self.creer_sans_numero,
            suivi: None,
            effacer: self.effacer.clone(),
            refus: Some(self.refus.clone()),
            garder_rapport: false,
            // Fewer, larger commits: each one rewrites the index pages it touched. A server on the
            // same base waits for a writer at most five seconds.
            pas: Some(Duration::from_secs(3)),
        };
        let ecran = Ecran {
            barre: barre(),
            a_blanc: self.a_blanc && matches!(self.format, Format::Texte),
            dits: Mutex::default(),
        };
        let rapport =
            echanges::importer(&base, &HorlogeSysteme, &accorde, &NATURES, &self.chemins, &mode, &ecran).await?;
        ecran.barre.finish_and_clear();
        let sortie = std::io::stdout().lock();
        match self.format {
            Format::Texte => dire(sortie, &rapport, &mode)?,
            Format::Json => serde_json::to_writer_pretty(sortie, &json(&rapport))?,
        }
        base.fermer().await?;
        let echoue = rapport.fichiers.iter().any(|f| f.erreur.is_some());
        let annule = self.tout_ou_rien && rapport.refuse();
        Ok(if echoue || annule { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

/// Shows a bar, and on a dry run the verdict of each row.
struct Ecran {
    barre: ProgressBar,
    a_blanc: bool,
    /// Rows said so far of the current file.
    dits: Mutex<(String, usize)>,
}

impl Temoin for Ecran {
    fn avancement(&self, fichier: &str, octets: u64, taille: u64, lignes: u64) {
        self.barre.set_length(taille);
        self.barre.set_position(octets);
        self.barre.set_prefix(fichier.to_owned());
        self.barre.set_message(format!("{} lignes", nombre(lignes as i64)));
    }

    fn verdict(&self, fichier: &str, ligne: u64, verdict: Verdict, motif: Option<&Motif>) {
        if !self.a_blanc {
            return;
        }
        let mut dits = self.dits.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if dits.0 != fichier {
            *dits = (fichier.to_owned(), 0);
        }
        dits.1 += 1;
        // A screen is not a file: past a few pages nobody reads on.
        if std::io::stdout().is_terminal() && dits.1 > VERDICTS_A_L_ECRAN {
            return;
        }
        let motif = motif.map(|m| format!(" : {}", m.affiche())).unwrap_or_default();
        // A reader who leaves (`| head`) stops the telling, not the import.
        self.barre.suspend(|| drop(writeln!(std::io::stdout(), "{fichier}, ligne {ligne}, {}{motif}", verdict.code())));
    }
}

fn barre() -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} {wide_bar} {percent} % · {message} · reste {eta}");
    let barre = ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    if !std::io::stderr().is_terminal() {
        barre.set_draw_target(ProgressDrawTarget::hidden());
    }
    barre
}

fn dire(mut sortie: impl Write, rapport: &Rapport, mode: &Mode) -> std::io::Result<()> {
    for f in &rapport.fichiers {
        dire_fichier(&mut sortie, f, mode.a_blanc)?;
    }
    let fin = match (mode.a_blanc, rapport.ecrit) {
        (true, _) => "À blanc : rien n'a été écrit.",
        (false, false) => "Tout ou rien : des lignes sont refusées, rien n'a été écrit.",
        (false, true) if rapport.fichiers.iter().all(|f| f.lues == f.refuses) => "Rien n'a été enregistré.",
        (false, true) if rapport.refuse() => "Les bonnes lignes sont enregistrées.",
        (false, true) => "Tout est enregistré.",
    };
    writeln!(sortie, "{fin}")
}

fn dire_fichier(sortie: &mut impl Write, f: &RapportFichier, a_blanc: bool) -> std::io::Result<()> {
    if let Some(erreur) = &f.erreur {
        writeln!(sortie, "{} : {erreur}", f.dit())?;
    }
    if f.nature.is_none() && f.erreur.is_none() {
        writeln!(sortie, "{} :", f.fichier)?;
    }
    if f.nature.is_some() && f.import.is_some() {
        let n = |v: u64| nombre(v as i64);
        let feuille = f.feuille.as_ref().map(|nom| format!(", feuille « {nom} »")).unwrap_or_default();
        writeln!(
            sortie,
            "{}{feuille} : {} · cree {} · modifie {} · inchange {} · refuse {}",
            f.dit(),
            pluriel(f.lues as i64, "ligne lue", "lignes lues"),
            n(f.crees),
            n(f.modifies),
            n(f.inchanges),
            n(f.refuses)
        )?;
    }
    if f.reprises > 0 {
        writeln!(sortie, "  repris après la ligne {} d'un import interrompu", nombre(f.reprises as i64))?;
    }
    // A dry run has said each verdict already.
    let redire = if a_blanc { 0 } else { REFUS_DITS };
    for r in f.refus.iter().take(redire) {
        writeln!(sortie, "  {}, ligne {}, refuse : {}", f.dit(), r.ligne, r.motif.affiche())?;
    }
    if !a_blanc && f.refuses as usize > redire {
        writeln!(sortie, "  … et {} autres lignes refusées", nombre(f.refuses as i64 - redire as i64))?;
    }
    for avis in &f.avis {
        writeln!(sortie, "  {avis}")?;
    }
    Ok(())
}

fn json(rapport: &Rapport) -> serde_json::Value {
    let fichiers: Vec<_> = rapport
        .fichiers
        .iter()
        .map(|f| {
            let refus: Vec<_> = f
                .refus
                .iter()
                .map(|r| serde_json::json!({"ligne": r.ligne, "colonne": r.motif.colonne, "motif": r.motif.phrase}))
                .collect();
            serde_json::json!({
                "fichier": f.fichier, "nature": f.nature, "lues": f.lues, "cree": f.crees, "modifie": f.modifies,
                "inchange": f.inchanges, "refuse": f.refuses, "refus": refus, "avis": f.avis, "erreur": f.erreur,
                "feuille": f.feuille, "gabarit": f.gabarit, "gardees": f.gardees, "effacees": f.effacees,
            })
        })
        .collect();
    serde_json::json!({"ecrit": rapport.ecrit, "fichiers": fichiers})
}
