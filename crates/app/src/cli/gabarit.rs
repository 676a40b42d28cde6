//! `passerelle gabarit`: what the columns of a file that is not ours are, proposed and tried.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{anyhow, bail};
use clap::{Args, Subcommand};

use crate::natures::NATURES;
use passerelle_base::pluriel;
use passerelle_gens::gabarits::{PRETS, pret};
use passerelle_socle::echanges::{Demande, Essai, Gabarit as Lu, essayer, etudier, proposer, requis_manquants};
use passerelle_socle::temps::{Horloge, HorlogeSysteme};

/// Rows shown before and after.
const MONTREES: usize = 10;
/// The longest text of a cell that is shown.
const LARGEUR: usize = 60;

#[derive(Debug, Args)]
pub(super) struct Gabarit {
    #[command(subcommand)]
    geste: Geste,
}

#[derive(Debug, Subcommand)]
enum Geste {
    /// Propose un gabarit d'après les en-têtes et les valeurs d'un fichier ; le TOML va sur la sortie, à relire.
    Proposer {
        /// Fichier du partenaire (.csv, .xlsx, .json).
        fichier: PathBuf,
        /// Ce que contient le fichier (jeunes, contrats…), s'il faut le dire.
        #[arg(long)]
        nature: Option<String>,
        /// Structure dont c'est le fichier.
        #[arg(long, value_name = "CODE")]
        structure: Option<String>,
        /// Gabarits d'autres fichiers, dont les en-têtes peuvent servir.
        #[arg(long, value_name = "G.toml")]
        connus: Vec<PathBuf>,
    },
    /// Nomme les gabarits livrés avec Passerelle, ou en écrit un sur la sortie.
    Livres {
        /// Celui à écrire.
        nom: Option<String>,
    },
    /// Montre les dix premières lignes d'un fichier, telles qu'elles sont et telles qu'elles seraient lues ; n'écrit rien.
    Essayer {
        /// Fichier du partenaire (.csv, .xlsx, .json).
        fichier: PathBuf,
        /// Ce que sont ses colonnes.
        #[arg(long, value_name = "G.toml")]
        gabarit: PathBuf,
        /// Structure dont c'est le fichier, quand le gabarit ne le dit pas.
        #[arg(long, value_name = "CODE")]
        structure: Option<String>,
    },
}

impl Gabarit {
    pub(super) fn executer(self) -> anyhow::Result<ExitCode> {
        match self.geste {
            Geste::Proposer { fichier, nature, structure, connus } => {
                proposition(&fichier, nature.as_deref(), structure.as_deref(), &connus)
            }
            Geste::Livres { nom: None } => {
                PRETS.iter().for_each(|p| dire!("{:20} {}. {}", p.code, p.titre, p.reserve));
                Ok(ExitCode::SUCCESS)
            }
            Geste::Livres { nom: Some(nom) } => {
                let pret = pret(&nom).ok_or_else(|| {
                    anyhow!("aucun gabarit livré ne s'appelle « {nom} » : `passerelle gabarit livres` les nomme")
                })?;
                dire!("{}", pret.texte());
                Ok(ExitCode::SUCCESS)
            }
            Geste::Essayer { fichier, gabarit, structure } => {
                let lu = choisir(&gabarit, structure.as_deref())?;
                let essai = essayer(&fichier, &lu, &NATURES, MONTREES).map_err(|e| anyhow!("{} {e}", nom(&fichier)))?;
                montrer(std::io::stdout().lock(), &nom(&fichier), &essai).or_else(parti)?;
                Ok(if essai.fautes.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
            }
        }
    }
}

/// A gabarit from a file or by the name of one that comes with the program; for a structure, when it does not say whose it is.
pub(super) fn choisir(chemin: &Path, structure: Option<&str>) -> anyhow::Result<Arc<Lu>> {
    let livre = chemin.to_str().filter(|_| !chemin.exists()).and_then(pret);
    let lu = match livre {
        Some(livre) => Arc::new(livre.gabarit()),
        None => lire(chemin)?,
    };
    Ok(match structure {
        Some(code) => Arc::new(lu.avec_structure(code, &NATURES)),
        None => lu,
    })
}

/// Writes what is proposed; what is left to say goes to the error output, where a redirection leaves it before the eyes.
fn proposition(
    fichier: &Path,
    nature: Option<&str>,
    structure: Option<&str>,
    connus: &[PathBuf],
) -> anyhow::Result<ExitCode> {
    if let Some(autre) = nature.filter(|n| !NATURES.iter().any(|d| d.nom == *n)) {
        bail!("la nature « {autre} » n'existe pas : choisissez parmi {}", NATURES.map(|n| n.nom).join(", "));
    }
    let mut lus: Vec<Lu> = connus.iter().map(|c| Ok(Arc::unwrap_or_clone(lire(c)?))).collect::<anyhow::Result<_>>()?;
    lus.extend(PRETS.iter().map(|p| p.gabarit()));
    let etudes = etudier(fichier).map_err(|e| anyhow!("{} {e}", nom(fichier)))?;
    let demande = Demande { natures: &NATURES, nature, structure, connus: &lus, jour: HorlogeSysteme.aujourdhui() };
    let titre = fichier.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let proposees = etudes.iter().map(|e| (proposer(&titre, e, &demande), e));
    let Some((proposition, etude)) = proposees.max_by_key(|(p, _)| p.champs.len()) else {
        bail!("{} n'a pas de tableau", nom(fichier))
    };
    dire!("{}", proposition.toml(&NATURES));
    let dites =
        proposition.champs.iter().flat_map(|p| p.champ.colonnes()).collect::<std::collections::BTreeSet<_>>().len();
    eprintln!(
        "{} : {} sur {} ont une proposition ; relisez-les, puis essayez : passerelle gabarit essayer.",
        nom(fichier),
        pluriel(dites as i64, "colonne", "colonnes"),
        etude.profils.len()
    );
    for (nature, colonne) in requis_manquants(&proposition.gabarit, &NATURES) {
        eprintln!("  À compléter : {nature}.{colonne}");
    }
    for (nature, colonne, valeurs) in &proposition.sans_code {
        let dites: Vec<String> = valeurs.iter().map(|(v, n)| format!("« {v} » ({n})")).collect();
        eprintln!("  Sans code, {nature}.{colonne} : {}", dites.join(", "));
    }
    Ok(if proposition.champs.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// A gabarit from a file.
fn lire(chemin: &Path) -> anyhow::Result<Arc<Lu>> {
    let texte = match std::fs::read_to_string(chemin) {
        Ok(texte) => texte,
        Err(e) if e.kind() == std::io::ErrorKind::InvalidData => {
            bail!("{} n'est pas un gabarit : donnez le fichier .toml écrit en UTF-8", nom(chemin))
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => bail!(
            "{} n'existe pas : vérifiez le chemin, ou donnez le nom d'un gabarit livré (passerelle gabarit livres)",
            nom(chemin)
        ),
        Err(e) => {
            bail!("{} ne s'ouvre pas ({}) : vérifiez le chemin", nom(chemin), passerelle_socle::echanges::panne(&e))
        }
    };
    let mut lu = Lu::lire(&texte).map_err(|e| anyhow!("{} : {e}", nom(chemin)))?;
    if lu.nom.is_empty() {
        lu.nom = nom(chemin);
    }
    Ok(Arc::new(lu))
}

fn nom(chemin: &Path) -> String {
    chemin.file_name().map_or_else(|| chemin.display().to_string(), |n| n.to_string_lossy().into_owned())
}

/// A reader who leaves (`| head`) is no failure.
fn parti(e: std::io::Error) -> std::io::Result<()> {
    if e.kind() == std::io::ErrorKind::BrokenPipe { Ok(()) } else { Err(e) }
}

fn montrer(mut sortie: impl Write, fichier: &str, essai: &Essai) -> std::io::Result<()> {
    let feuille = essai.feuille.as_ref().map(|f| format!(", feuille « {f} »")).unwrap_or_default();
    writeln!(sortie, "{fichier}{feuille}")?;
    for l in &essai.lignes {
        writeln!(sortie, "\nligne {}", l.ligne)?;
        let avant = std::iter::zip(&essai.entetes, &l.avant).filter(|(_, c)| !c.trim().is_empty());
        let avant: Vec<String> = avant.map(|(e, c)| format!("{} = {}", court(e), court(c))).collect();
        writeln!(sortie, "  avant : {}", avant.join(" · "))?;
        if l.apres.is_empty() {
            writeln!(sortie, "  rien à garder de cette ligne")?;
        }
        for (nature, champs) in &l.apres {
            let bons = champs.iter().filter_map(|(c, t)| t.as_ref().ok().filter(|t| !t.is_empty()).map(|t| (c, t)));
            let bons: Vec<String> = bons.map(|(c, t)| format!("{c} = {}", court(t))).collect();
            writeln!(sortie, "  {nature} : {}", bons.join(" · "))?;
            for (colonne, faute) in champs.iter().filter_map(|(c, t)| t.as_ref().err().map(|e| (c, e))) {
                writeln!(sortie, "    serait refusée, {colonne} : {faute}")?;
            }
        }
    }
    writeln!(sortie)?;
    for avis in &essai.avis {
        writeln!(sortie, "{avis}")?;
    }
    for faute in &essai.fautes {
        writeln!(sortie, "À corriger dans le gabarit : {faute}.")?;
    }
    writeln!(sortie, "Rien n'a été écrit.")
}

fn court(texte: &str) -> String {
    let une_ligne = texte.split_whitespace().collect::<Vec<_>>().join(" ");
    match une_ligne.char_indices().nth(LARGEUR) {
        Some((fin, _)) => format!("{}…", &une_ligne[..fin]),
        None => une_ligne,
    }
}
