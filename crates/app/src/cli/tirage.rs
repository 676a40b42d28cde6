//! `passerelle tirage`: a draw that anyone can replay, on files. Nothing is read from the base.

use std::fmt::Write as _;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use passerelle_base::{nombre, pluriel};
use passerelle_tirage::{
    Difference, Dossier, Precedent, Preuve, ProcesVerbal, Protocole, hex, lire_candidats, lire_hex, rejouer, sha256,
    verifier_engagement, verifier_suite,
};
use rand::Rng;

use passerelle_faits::tirages::pdf_minutes;

const ENGAGEMENT: &str = "engagement.json";
const LISTE: &str = "liste-figee.json";
const PROCES_VERBAL: &str = "proces-verbal.json";
const AFFECTATIONS: &str = "affectations.csv";
const MINUTES: &str = "proces-verbal.pdf";
/// Differences said one by one; past a few pages nobody reads on.
const DIFFERENCES_DITES: usize = 100;

#[derive(Debug, Args)]
pub(super) struct Tirage {
    #[command(subcommand)]
    geste: Geste,
}

#[derive(Debug, Subcommand)]
enum Geste {
    /// Fige le protocole et la liste : la racine à publier avant de connaître le hasard.
    Preparer {
        /// Protocole du tirage (.toml).
        #[arg(long)]
        protocole: PathBuf,
        /// Liste des candidats (.csv).
        #[arg(long)]
        liste: PathBuf,
        /// Dossier à créer.
        #[arg(long)]
        sortie: PathBuf,
        /// Procès-verbal de la vague précédente, dont les restes sont reportés.
        #[arg(long)]
        precedent: Option<PathBuf>,
    },
    /// Tire au sort : écrit le procès-verbal, sa version lisible (PDF) et les affectations.
    Executer {
        /// Dossier préparé.
        dossier: PathBuf,
        /// Valeur publique, inconnue quand la racine a été publiée.
        #[arg(long)]
        alea: String,
        /// Secret d'une partie du protocole ; une fois par partie, dans n'importe quel ordre.
        #[arg(long)]
        secret: Vec<String>,
    },
    /// Refait le tirage et dit chaque ligne qui diffère. Code de sortie : 0 exact, 1 inexact, 2 exact mais la vague
    /// précédente n'a pas été donnée.
    Verifier {
        /// Procès-verbal.
        proces_verbal: PathBuf,
        /// Procès-verbal de la vague précédente, pour vérifier aussi l'enchaînement.
        #[arg(long)]
        precedent: Option<PathBuf>,
        /// Engagement publié avant le tirage, pour le comparer à ce qui a été tiré.
        #[arg(long)]
        engagement: Option<PathBuf>,
    },
    /// Écrit à nouveau, d'après un procès-verbal exact, sa version lisible (PDF) et les affectations.
    Rediger {
        /// Procès-verbal.
        proces_verbal: PathBuf,
        /// Dossier où écrire ; celui du procès-verbal si rien n'est dit.
        #[arg(long)]
        sortie: Option<PathBuf>,
    },
    /// Écrit la preuve qu'une personne était dans la liste ; elle ne montre personne d'autre.
    Preuve {
        /// Procès-verbal.
        proces_verbal: PathBuf,
        /// Identifiant de la personne.
        #[arg(long)]
        identifiant: String,
    },
    /// Vérifie une preuve avec ce qui a été publié : la racine avant le tirage, la graine après.
    VerifierPreuve {
        /// Preuve d'une personne.
        preuve: PathBuf,
        /// Racine publiée avant le tirage.
        #[arg(long)]
        racine: String,
        /// Graine publiée après le tirage.
        #[arg(long)]
        graine: String,
    },
}

impl Tirage {
    pub(super) async fn executer(self) -> anyhow::Result<ExitCode> {
        match self.geste {
            Geste::Preparer { protocole, liste, sortie, precedent } => {
                preparer(&protocole, &liste, &sortie, precedent.as_deref())
            }
            Geste::Executer { dossier, alea, secret } => tirer(&dossier, &alea, &secret),
            Geste::Verifier { proces_verbal, precedent, engagement } => {
                controler(&proces_verbal, precedent.as_deref(), engagement.as_deref())
            }
            Geste::Rediger { proces_verbal, sortie } => {
                let pv = rejoue(&proces_verbal)?;
                let ici = || proces_verbal.parent().unwrap_or(Path::new("")).to_owned();
                rediger(&pv, &sortie.unwrap_or_else(ici))?;
                Ok(ExitCode::SUCCESS)
            }
            Geste::Preuve { proces_verbal, identifiant } => {
                let preuve = rejoue(&proces_verbal)?.preuve(&identifiant)?;
                std::io::stdout().lock().write_all(preuve.json().as_bytes())?;
                Ok(ExitCode::SUCCESS)
            }
            Geste::VerifierPreuve { preuve, racine, graine } => prouver(&preuve, &racine, &graine),
        }
    }
}

fn preparer(protocole: &Path, liste: &Path, sortie: &Path, precedent: Option<&Path>) -> anyhow::Result<ExitCode> {
    let lu = Protocole::lire(&lire(protocole)?).with_context(|| protocole.display().to_string())?;
    let octets = octets(liste)?;
    let candidats = lire_candidats(&lu, &octets).with_context(|| liste.display().to_string())?;
    let precedent: Option<Precedent> = precedent.map(rejoue).transpose()?.map(|pv| pv.suite());
    let mut sel = [0; 32];
    rand::rng().fill_bytes(&mut sel);
    let dossier = Dossier::preparer(lu, candidats, &hex(&sel), precedent)?;
    dossier.imprevisible()?;
    std::fs::create_dir_all(sortie).with_context(|| format!("{} ne se crée pas", sortie.display()))?;
    // The list goes first: an engagement published without it could never be drawn.
    ecrire(&sortie.join(LISTE), dossier.liste_figee().as_bytes(), true)?;
    ecrire(&sortie.join(ENGAGEMENT), dossier.engagement().as_bytes(), false)?;
    let liste = dossier.liste();
    let exclus = liste.effectifs().iter().map(|(_, exclus)| *exclus).sum::<u64>();
    dire!(
        "{}, dont {}, en {}.",
        pluriel(liste.candidats().len() as i64, "personne", "personnes"),
        pluriel(exclus as i64, "exclue", "exclues"),
        pluriel(liste.groupes().len() as i64, "groupe", "groupes")
    );
    dire!("Racine : {}", hex(dossier.racine()));
    dire!("Publiez {} avant que la valeur publique soit connue.", sortie.join(ENGAGEMENT).display());
    dire!("Gardez {} : il contient la liste et son secret.", sortie.join(LISTE).display());
    Ok(ExitCode::SUCCESS)
}

fn tirer(dossier: &Path, alea: &str, secrets: &[String]) -> anyhow::Result<ExitCode> {
    let sortie = dossier.join(PROCES_VERBAL);
    if sortie.exists() {
        bail!("{} existe : cette liste a déjà été tirée, un tirage ne se refait pas", sortie.display());
    }
    let fige = Dossier::lire(&lire(&dossier.join(ENGAGEMENT))?, &lire(&dossier.join(LISTE))?)
        .with_context(|| dossier.display().to_string())?;
    let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
    let pv = fige.executer(alea, &secrets)?;
    // The minutes settle the draw: what follows from them can be written again.
    ecrire(&sortie, pv.json().as_bytes(), true)?;
    dire!("{}", resume(&pv));
    dire!("{} est écrit : le tirage est fait.", sortie.display());
    let reprendre = || format!("le reste s'écrit avec « passerelle tirage rediger {} »", sortie.display());
    rediger(&pv, dossier).with_context(reprendre)?;
    Ok(ExitCode::SUCCESS)
}

/// Writes what follows from the minutes: the same bytes each time, so files already there may be replaced.
fn rediger(pv: &ProcesVerbal, dossier: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(dossier).with_context(|| format!("{} ne se crée pas", dossier.display()))?;
    for (nom, octets) in [(AFFECTATIONS, pv.affectations().into_bytes()), (MINUTES, pdf_minutes(pv)?)] {
        let chemin = dossier.join(nom);
        match std::fs::remove_file(&chemin) {
            Err(e) if e.kind() != ErrorKind::NotFound => {
                return Err(e).with_context(|| format!("{} ne se remplace pas", chemin.display()));
            }
            _ => ecrire(&chemin, &octets, true)?,
        }
        dire!("{} est écrit.", chemin.display());
    }
    Ok(())
}

/// How many people each arm got, site by site.
fn resume(pv: &ProcesVerbal) -> String {
    let (protocole, liste) = (pv.dossier().protocole(), pv.dossier().liste());
    let mut texte = format!("Graine : {}", hex(pv.graine()));
    for (place, site) in protocole.sites().iter().enumerate() {
        let lignes = liste.groupes().iter().zip(&pv.tirage().groupes).zip(liste.effectifs());
        let (mut comptes, mut hors, mut la) = (vec![0; protocole.bras().len()], 0, false);
        for ((_, r), (a_tirer, _)) in lignes.filter(|((g, _), _)| g.site == place) {
            comptes.iter_mut().zip(&r.comptes).for_each(|(total, n)| *total += *n);
            (hors, la) = (hors + a_tirer - r.admis, true);
        }
        if !la {
            continue;
        }
        let bras: Vec<String> =
            protocole.bras().iter().zip(comptes).map(|(b, n)| format!("{b} {}", nombre(n as i64))).collect();
        let _ = write!(texte, "\n{} : {}", site.code, bras.join(", "));
        if hors > 0 {
            let _ = write!(texte, ", surnombre {}", nombre(hors as i64));
        }
    }
    texte
}

fn controler(proces_verbal: &Path, precedent: Option<&Path>, engagement: Option<&Path>) -> anyhow::Result<ExitCode> {
    let texte = lire(proces_verbal)?;
    let pv = match rejouer(&texte) {
        Ok(pv) => pv,
        Err(differences) => return inexact(&differences),
    };
    if let Some(precedent) = precedent {
        let differences = verifier_suite(&texte, &lire(precedent)?);
        if !differences.is_empty() {
            return inexact(&differences);
        }
    }
    if let Some(engagement) = engagement {
        let differences = verifier_engagement(&pv, &lire(engagement)?);
        if !differences.is_empty() {
            dire!("{} n'est pas l'engagement de ce tirage :", engagement.display());
            return inexact(&differences);
        }
    }
    let affectations = proces_verbal.with_file_name(AFFECTATIONS);
    if affectations.exists() && octets(&affectations)? != pv.affectations().as_bytes() {
        dire!(
            "Procès-verbal exact, mais {} n'est pas celui de ce tirage : « passerelle tirage rediger » l'écrit à nouveau.",
            affectations.display()
        );
        return Ok(ExitCode::FAILURE);
    }
    dire!("Procès-verbal exact.");
    dire!("Racine : {}", hex(pv.dossier().racine()));
    dire!("Valeur publique : {}", pv.alea());
    dire!("Protocole : {}", hex(&pv.dossier().protocole().empreinte()));
    dire!("Affectations : {}", hex(&sha256(pv.affectations().as_bytes())));
    if engagement.is_none() {
        dire!("Comparez la racine à celle qui a été publiée (--engagement), et la valeur publique à sa source.");
    }
    if precedent.is_none() && pv.dossier().precedent().is_some() {
        dire!(
            "L'enchaînement avec la vague précédente n'a pas été vérifié : donnez son procès-verbal avec --precedent."
        );
        return Ok(ExitCode::from(2));
    }
    Ok(ExitCode::SUCCESS)
}

/// Checks a proof against what was published.
fn prouver(preuve: &Path, racine: &str, graine: &str) -> anyhow::Result<ExitCode> {
    let empreinte = |quoi: &str, texte: &str| {
        lire_hex(texte.trim()).with_context(|| {
            format!("la {quoi} compte 64 chiffres hexadécimaux en minuscules : recopiez celle publiée")
        })
    };
    let lue = Preuve::lire(&lire(preuve)?).with_context(|| preuve.display().to_string())?;
    match lue.verifier(&empreinte("racine", racine)?, &empreinte("graine", graine)?) {
        Ok(()) => {
            dire!("Preuve exacte : « {} » était dans la liste engagée, et ce ticket est le sien.", lue.personne()[0]);
            dire!("Le groupe, lui, se vérifie avec le procès-verbal entier.");
            Ok(ExitCode::SUCCESS)
        }
        Err(faute) => {
            dire!("Preuve inexacte : {faute}.");
            Ok(ExitCode::FAILURE)
        }
    }
}

fn inexact(differences: &[Difference]) -> anyhow::Result<ExitCode> {
    let mut sortie = std::io::stdout().lock();
    for difference in differences.iter().take(DIFFERENCES_DITES) {
        writeln!(sortie, "{difference}")?;
    }
    if differences.len() > DIFFERENCES_DITES {
        writeln!(sortie, "et {} autres lignes", nombre((differences.len() - DIFFERENCES_DITES) as i64))?;
    }
    Ok(ExitCode::FAILURE)
}

/// Minutes that hold.
fn rejoue(chemin: &Path) -> anyhow::Result<ProcesVerbal> {
    rejouer(&lire(chemin)?).map_err(|differences| {
        let premiere = differences.first().map(ToString::to_string).unwrap_or_default();
        anyhow::anyhow!("{} n'est pas exact : {premiere}", chemin.display())
    })
}

fn lire(chemin: &Path) -> anyhow::Result<String> {
    String::from_utf8(octets(chemin)?).map_err(|e| {
        let lus = &e.as_bytes()[..e.utf8_error().valid_up_to()];
        let ligne = lus.iter().filter(|o| **o == b'\n').count() + 1;
        anyhow::anyhow!("{} n'est pas en UTF-8 (ligne {ligne}) : enregistrez-le sous cet encodage", chemin.display())
    })
}

fn octets(chemin: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(chemin).map_err(|e| match e.kind() {
        ErrorKind::NotFound => {
            anyhow::anyhow!("{} n'existe pas : vérifiez son nom et son dossier", chemin.display())
        }
        ErrorKind::PermissionDenied => {
            anyhow::anyhow!("{} ne s'ouvre pas : ce compte n'a pas le droit de le lire", chemin.display())
        }
        ErrorKind::IsADirectory => anyhow::anyhow!("{} est un dossier : donnez un fichier", chemin.display()),
        _ => anyhow::Error::new(e).context(format!("{} ne se lit pas", chemin.display())),
    })
}

/// Writes a file that must not exist yet, readable by its owner alone when it names people.
fn ecrire(chemin: &Path, octets: &[u8], prive: bool) -> anyhow::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if prive {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = prive;
    let fait = options.open(chemin).and_then(|mut fichier| {
        fichier.write_all(octets)?;
        fichier.sync_all()
    });
    match fait {
        Err(e) if e.kind() == ErrorKind::AlreadyExists => {
            bail!("{} existe déjà : choisissez un autre dossier, un engagement ne se remplace pas", chemin.display())
        }
        autre => autre.with_context(|| format!("{} ne s'écrit pas", chemin.display())),
    }
}
