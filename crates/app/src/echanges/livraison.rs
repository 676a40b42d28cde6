//! A delivery: its files in the order that lets codes be found, each read on one thread and
//! written by another, committed as it goes.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant as Chrono};

use passerelle_base::{Horloge, contient_nir};
use tokio::sync::mpsc;

use super::analyse::{Analyse, NIR_RETIRE};
use super::ecriture::Ecriture;
use super::entetes::Entetes;
use super::fichier::{Fichier, Genre};
use super::preparation::{Plan, Prete};
use super::references::References;
use super::{Nature, Rapport, RapportFichier, Refus, Temoin, Verdict, lecteur_csv, lecteur_xlsx, restitution, store};
use crate::access::{Accorde, Action, Objet};
use crate::db::{Base, Tx};
use crate::journal::{self, Entree};

/// Rows handed over at a time.
const LOT: usize = 2_048;
/// The longest time between two commits while others read and write the same base.
const PAS: Duration = Duration::from_secs(1);
/// New rows from which the planner is told that tables have grown.
const ANALYSE_DES: u64 = 1_000;
/// How long refused rows wait for somebody to mend them.
const GARDE_REFUS: Duration = Duration::from_secs(30 * 24 * 3_600);

/// How to import.
#[derive(Clone, Debug, Default)]
pub struct Mode {
    /// Say the verdicts, write nothing.
    pub a_blanc: bool,
    /// Write nothing when anything is refused.
    pub tout_ou_rien: bool,
    /// The kind of the files, when their names do not tell.
    pub nature: Option<String>,
    /// Folder that receives the refused rows.
    pub refus: Option<PathBuf>,
    /// Keep the report in the base even when the rows are not kept (the web shows it later).
    pub garder_rapport: bool,
    /// The longest time between two commits: what an interruption can cost, and how long another
    /// writer may have to wait.
    pub pas: Option<Duration>,
}

impl Mode {
    fn une_seule_transaction(&self) -> bool {
        self.a_blanc || self.tout_ou_rien
    }
}

struct Contexte<'a> {
    base: &'a Base,
    horloge: &'a dyn Horloge,
    accorde: &'a Accorde,
    mode: &'a Mode,
    temoin: &'a dyn Temoin,
}

enum Rangee {
    Prete(Prete),
    Refusee(Refus),
}

/// Imports files and folders.
pub async fn importer(
    base: &Base,
    horloge: &dyn Horloge,
    accorde: &Accorde,
    natures: &'static [&'static Nature],
    chemins: &[PathBuf],
    mode: &Mode,
    temoin: &dyn Temoin,
) -> anyhow::Result<Rapport> {
    let ctx = Contexte { base, horloge, accorde, mode, temoin };
    let verrou = base.verrouiller_import().await?;
    let fait = ctx.livraison(natures, chemins).await;
    verrou.rendre().await?;
    fait
}

impl Contexte<'_> {
    /// Imports, under the lock.
    async fn livraison(&self, natures: &'static [&'static Nature], chemins: &[PathBuf]) -> anyhow::Result<Rapport> {
        let Self { base, horloge, mode, .. } = *self;
        let mut rapport = Rapport::default();
        let mut prets: Vec<(usize, &'static Nature, Fichier)> = Vec::new();
        for chemin in deplier(chemins, &mut rapport) {
            match examiner(&chemin, natures, mode.nature.as_deref()) {
                Ok(pret) => prets.push(pret),
                Err(erreur) => rapport.fichiers.push(en_erreur(&chemin, erreur)),
            }
        }
        // Structures before those who point at them, whatever the order of the files.
        prets.sort_by(|a, b| (a.0, &a.2.nom).cmp(&(b.0, &b.2.nom)));
        oublier(base, horloge).await?;
        let mut tx = base.transaction().await?;
        for (_, nature, fichier) in &prets {
            let (lu, suite) = self.fichier(tx, nature, fichier).await?;
            rapport.fichiers.push(lu);
            tx = suite;
        }
        if mode.a_blanc || (mode.tout_ou_rien && rapport.refuse()) {
            tx.rollback().await?;
        } else {
            tx.commit().await?;
            rapport.ecrit = true;
            if rapport.fichiers.iter().map(|f| f.crees).sum::<u64>() >= ANALYSE_DES {
                base.analyser().await?;
            }
        }
        if mode.garder_rapport {
            self.garder(&mut rapport, &prets).await?;
        }
        Ok(rapport)
    }
}

/// Forgets refused rows that nobody came back for.
pub async fn oublier(base: &Base, horloge: &dyn Horloge) -> anyhow::Result<()> {
    let avant = passerelle_base::Instant::from_millis(horloge.maintenant().millis() - GARDE_REFUS.as_millis() as i64);
    let tx = base.transaction().await?;
    store::oublier(&tx, avant).await?;
    tx.commit().await?;
    Ok(())
}

/// Files of the folders given, in order; hidden ones are left alone.
fn deplier(chemins: &[PathBuf], rapport: &mut Rapport) -> Vec<PathBuf> {
    let mut fichiers = Vec::new();
    for chemin in chemins {
        if !chemin.is_dir() {
            fichiers.push(chemin.clone());
            continue;
        }
        let visibles =
            |c: &PathBuf| c.is_file() && !c.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        match std::fs::read_dir(chemin) {
            Ok(dossier) => {
                let mut dedans: Vec<PathBuf> = dossier.flatten().map(|e| e.path()).filter(visibles).collect();
                dedans.sort();
                if dedans.is_empty() {
                    rapport.fichiers.push(en_erreur(chemin, "ce dossier ne contient aucun fichier".into()));
                }
                fichiers.extend(dedans);
            }
            Err(e) => rapport.fichiers.push(en_erreur(chemin, format!("ce dossier ne s'ouvre pas ({e})"))),
        }
    }
    fichiers
}

fn en_erreur(chemin: &Path, erreur: String) -> RapportFichier {
    let fichier = chemin.file_name().map_or_else(|| chemin.display().to_string(), |n| n.to_string_lossy().into());
    let fichier = if contient_nir(&fichier) { NIR_RETIRE.to_owned() } else { fichier };
    RapportFichier { fichier, erreur: Some(erreur), ..Default::default() }
}

fn examiner(
    chemin: &Path,
    natures: &'static [&'static Nature],
    forcee: Option<&str>,
) -> Result<(usize, &'static Nature, Fichier), String> {
    if !chemin.exists() {
        return Err("n'existe pas : vérifiez le chemin".into());
    }
    let nom = chemin.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let cherche = passerelle_base::plier(forcee.unwrap_or(&nom));
    // `contrats.csv`, but also `Contrats 2017.xlsx` or `contrats.refus.csv`.
    let reconnue = |n: &&&Nature| cherche == n.nom || cherche.split(' ').next() == Some(n.nom);
    let Some(rang) = natures.iter().position(|n| reconnue(&n)) else {
        let noms: Vec<&str> = natures.iter().map(|n| n.nom).collect();
        return Err(format!(
            "son nom ne dit pas ce qu'il contient : nommez-le {}, en .csv ou en .xlsx",
            noms.join(", ")
        ));
    };
    Ok((rang, natures[rang], Fichier::examiner(chemin)?))
}

impl Contexte<'_> {
    /// Reads and writes one file; gives back its report and the transaction that goes on.
    async fn fichier(
        &self,
        mut tx: Tx,
        nature: &'static Nature,
        fichier: &Fichier,
    ) -> anyhow::Result<(RapportFichier, Tx)> {
        let mut rapport = RapportFichier {
            fichier: fichier.nom.clone(),
            nature: Some(nature.nom),
            avis: fichier.avis(),
            ..Default::default()
        };
        let entetes = match lire_entetes(fichier, nature) {
            Ok(entetes) => entetes,
            Err(erreur) => {
                rapport.erreur = Some(erreur);
                return Ok((rapport, tx));
            }
        };
        rapport.entetes = entetes.bruts.clone();
        rapport.avis.extend(
            entetes.inconnues.iter().map(|c| format!("La colonne « {c} » n'est pas connue : elle n'a pas été lue.")),
        );
        rapport.avis.extend(non_conservees(nature, &entetes));
        let acteur = self.accorde.acteur();
        let maintenant = self.horloge.maintenant();
        let repris = match self.mode.une_seule_transaction() {
            true => None,
            false => store::interrompu(&tx, &fichier.sha256, nature.nom).await?,
        };
        let import = match repris {
            Some(avant) => {
                reprendre(&tx, &mut rapport, &avant).await?;
                avant.id
            }
            None => {
                let id =
                    store::ouvrir(&tx, &rapport, "reel", (&fichier.sha256, fichier.taille), acteur, maintenant).await?;
                let entree = Entree::sur(Action::Importer, Objet::Imports).id(id).detail(nature.nom);
                journal::ecrire(&tx, maintenant, acteur, entree).await?;
                id
            }
        };
        rapport.import = Some(import);
        let references = References::lire(&tx, nature).await?;
        let plan = Arc::new(Plan::nouveau(nature, &entetes));
        let ecriture = Ecriture::nouvelle(&tx, &plan, import, acteur, maintenant).await?;
        let octets = Arc::new(AtomicU64::new(0));
        let mut lots = lire_rangees(plan.clone(), references, fichier, &entetes, rapport.lues, octets.clone());
        let mut chrono = Chrono::now();
        while let Some(lot) = lots.recv().await {
            let lot = match lot {
                Ok(lot) => lot,
                Err(erreur) => {
                    rapport.erreur = Some(erreur);
                    break;
                }
            };
            let nombre = lot.len() as u64;
            let (mut pretes, mut refus) = (Vec::with_capacity(lot.len()), Vec::new());
            for rangee in lot {
                match rangee {
                    Rangee::Prete(p) => pretes.push(p),
                    Rangee::Refusee(r) => refus.push(r),
                }
            }
            let bilan = ecriture.ecrire(&tx, pretes).await?;
            refus.extend(bilan.refus);
            refus.sort_by_key(|r| r.ligne);
            store::refuser(&tx, import, &refus).await?;
            rapport.lues += nombre;
            for (ligne, verdict) in bilan.verdicts {
                rapport.compter(verdict);
                self.temoin.verdict(&fichier.nom, ligne, verdict, None);
            }
            for r in &refus {
                self.temoin.verdict(&fichier.nom, r.ligne, Verdict::Refuse, Some(&r.motif));
            }
            rapport.refuser(&refus);
            self.temoin.avancement(
                &fichier.nom,
                octets.load(Ordering::Relaxed).min(fichier.taille),
                fichier.taille,
                rapport.lues,
            );
            if chrono.elapsed() >= self.mode.pas.unwrap_or(PAS) && !self.mode.une_seule_transaction() {
                store::avancer(&tx, import, &rapport, self.horloge.maintenant(), false).await?;
                tx.commit().await?;
                tx = self.base.transaction().await?;
                chrono = Chrono::now();
            }
        }
        if rapport.lues == 0 && rapport.erreur.is_none() {
            rapport.avis.push("Le fichier n'a aucune ligne sous ses en-têtes.".into());
        }
        store::avancer(&tx, import, &rapport, self.horloge.maintenant(), true).await?;
        self.temoin.avancement(&fichier.nom, fichier.taille, fichier.taille, rapport.lues);
        // A dry run writes nothing, not even over the file being mended.
        if let (Some(dossier), true) = (&self.mode.refus, rapport.refuses > 0 && !self.mode.a_blanc) {
            rendre_refus(&tx, import, dossier, &mut rapport).await?;
        }
        Ok((rapport, tx))
    }

    /// Keeps what was found of files that left no import behind (refused whole, or rolled back),
    /// so that the web can show it.
    async fn garder(&self, rapport: &mut Rapport, prets: &[(usize, &'static Nature, Fichier)]) -> anyhow::Result<()> {
        let tx = self.base.transaction().await?;
        let mode = match (rapport.ecrit, self.mode.a_blanc) {
            (true, _) => "reel",
            (false, true) => "a_blanc",
            (false, false) => "annule",
        };
        let sans_trace = |f: &&mut RapportFichier| !rapport.ecrit || f.import.is_none();
        for lu in rapport.fichiers.iter_mut().filter(sans_trace) {
            let vu =
                prets.iter().find(|p| p.2.nom == lu.fichier).map_or(("", 0), |p| (p.2.sha256.as_str(), p.2.taille));
            let maintenant = self.horloge.maintenant();
            let id = store::ouvrir(&tx, lu, mode, vu, self.accorde.acteur(), maintenant).await?;
            store::avancer(&tx, id, lu, maintenant, true).await?;
            store::refuser(&tx, id, &lu.refus).await?;
            lu.import = Some(id);
        }
        tx.commit().await?;
        Ok(())
    }
}

/// Takes an import up where it was cut short.
async fn reprendre(tx: &Tx, rapport: &mut RapportFichier, avant: &store::Import) -> anyhow::Result<()> {
    rapport.reprises = avant.lues as u64;
    rapport.lues = avant.lues as u64;
    rapport.crees = avant.crees as u64;
    rapport.modifies = avant.modifies as u64;
    rapport.inchanges = avant.inchanges as u64;
    let gardes = store::refus(tx, avant.id, -1, RapportFichier::REFUS_GARDES as i64).await?;
    rapport.refus = gardes
        .into_iter()
        .map(|r| Refus {
            ligne: r.ligne as u64,
            motif: super::Motif { colonne: r.colonne, phrase: r.motif },
            cellules: store::textes(&r.cellules),
        })
        .collect();
    rapport.refuses = avant.refuses as u64;
    Ok(())
}

fn lire_entetes(fichier: &Fichier, nature: &Nature) -> Result<Entetes, String> {
    let mut premiere = None;
    cellules(fichier, &AtomicU64::new(0), |_, cellules| {
        premiere = Some(cellules);
        false
    })?;
    let premiere: Vec<String> = premiere.ok_or("est vide : il doit contenir au moins la ligne d'en-têtes")?;
    // A header is kept and shown: what may not be stored may not stand there either.
    let sans_nir = |e: String| if contient_nir(&e) { NIR_RETIRE.to_owned() } else { e };
    Entetes::reconnaitre(nature, premiere.into_iter().map(sans_nir).collect())
}

fn cellules(fichier: &Fichier, octets: &AtomicU64, ligne: impl FnMut(u64, Vec<String>) -> bool) -> Result<(), String> {
    match fichier.genre {
        Genre::Xlsx => lecteur_xlsx::parcourir(fichier, ligne),
        Genre::Csv { .. } => lecteur_csv::parcourir(fichier, octets, ligne),
    }
}

fn non_conservees<'a>(nature: &'a Nature, entetes: &'a Entetes) -> impl Iterator<Item = String> + 'a {
    std::iter::zip(nature.colonnes, &entetes.positions).filter_map(|(c, p)| match c.forme {
        super::Forme::NonConservee(pourquoi) => {
            p.map(|_| format!("La colonne « {} » n'est pas enregistrée : {pourquoi}.", c.nom))
        }
        _ => None,
    })
}

/// Reads and understands rows on a thread of their own, `deja` ones being known already.
fn lire_rangees(
    plan: Arc<Plan>,
    references: References,
    fichier: &Fichier,
    entetes: &Entetes,
    deja: u64,
    octets: Arc<AtomicU64>,
) -> mpsc::Receiver<Result<Vec<Rangee>, String>> {
    let (envoi, reception) = mpsc::channel(3);
    let (fichier, entetes) = (fichier.clone(), entetes.clone());
    tokio::task::spawn_blocking(move || {
        let mut analyse = Analyse::nouvelle(plan.nature, &entetes);
        let mut lot = Vec::with_capacity(LOT);
        let mut rang = 0u64;
        let lue = cellules(&fichier, &octets, |ligne, cellules| {
            rang += 1;
            if rang == 1 {
                return true; // the header
            }
            // Rows already done are understood again, to remember their keys.
            let lue = analyse.lire(ligne, cellules);
            if rang - 1 <= deja {
                return true;
            }
            let rangee = match lue.and_then(|bonne| plan.preparer(&references, bonne)) {
                Ok(prete) => Rangee::Prete(prete),
                Err(refus) => Rangee::Refusee(refus),
            };
            lot.push(rangee);
            if lot.len() < LOT {
                return true;
            }
            envoi.blocking_send(Ok(std::mem::replace(&mut lot, Vec::with_capacity(LOT)))).is_ok()
        });
        let _ = match lue {
            Ok(()) => envoi.blocking_send(Ok(lot)),
            Err(erreur) => envoi.blocking_send(Ok(lot)).and_then(|()| envoi.blocking_send(Err(erreur))),
        };
    });
    reception
}

async fn rendre_refus(tx: &Tx, import: uuid::Uuid, dossier: &Path, rapport: &mut RapportFichier) -> anyhow::Result<()> {
    std::fs::create_dir_all(dossier)?;
    // `jeunes.csv` → `jeunes.refus.csv`, which gives `jeunes.refus.csv` again.
    let souche = rapport.fichier.trim_end_matches(".csv").trim_end_matches(".refus");
    let chemin = dossier.join(format!("{souche}.refus.csv"));
    let sortie = std::io::BufWriter::new(std::fs::File::create(&chemin)?);
    restitution::ecrire_refus(tx, import, &rapport.entetes, sortie).await?;
    rapport
        .avis
        .push(format!("Les lignes refusées sont dans {} : corrigez-les, puis importez ce fichier.", chemin.display()));
    Ok(())
}
