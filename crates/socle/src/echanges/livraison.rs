//! A delivery: its files in the order that lets codes be found, each read on one thread and
//! written by another, committed as it goes.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant as Chrono};

use super::Import;
use super::arrivee::{Arrivee, Pret, en_erreur, examiner};
use super::ecriture::Ecriture;
use super::gabarit::bonne;
use super::mode::Mode;
use super::preparation::Plan;
use super::rangees::{Rangee, lire_entetes, lire_rangees, non_conservees};
use super::references::References;
use super::vides::Vides;
use super::{Colonne, Nature, Rapport, RapportFichier, Refus, Temoin, Verdict, restitution, store};
use crate::access::{Accorde, Action, Objet};
use crate::db::{self, Base, Travail, Tx, Verrou};
use crate::ident::Id;
use crate::journal::{self, Entree};
use crate::temps::Horloge;

/// The longest time between two commits while others read and write the same base.
const PAS: Duration = Duration::from_secs(1);
/// New rows from which the planner is told that tables have grown.
const ANALYSE_DES: u64 = 1_000;
/// Size of a file from which the indexes of an empty table are made after its rows, not beside them.
const PREMIER_CHARGEMENT: u64 = 1 << 20;
/// How long refused rows wait for somebody to mend them.
const GARDE_REFUS: Duration = Duration::from_secs(30 * 24 * 3_600);

struct Contexte<'a> {
    base: &'a Base,
    verrou: &'a Verrou,
    horloge: &'a dyn Horloge,
    accorde: &'a Accorde,
    natures: &'static [&'static Nature],
    mode: &'a Mode,
    temoin: &'a dyn Temoin,
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
    accorde.pour(&[Action::Importer], &[Objet::Imports, Objet::Gabarits])?;
    if accorde.acteur().structure().is_some() && mode.suivi.is_none() {
        anyhow::bail!("un import pour une structure dit qui elle suit");
    }
    let verrou = base.verrouiller(Travail::Import).await?;
    let ctx = Contexte { base, verrou: &verrou, horloge, accorde, natures, mode, temoin };
    let fait = ctx.livraison(chemins).await;
    verrou.rendre().await?;
    fait
}

impl Contexte<'_> {
    /// Imports, under the lock.
    async fn livraison(&self, chemins: &[PathBuf]) -> anyhow::Result<Rapport> {
        let Self { base, horloge, natures, mode, .. } = *self;
        let mut rapport = Rapport::default();
        let mut prets: Vec<Pret> = Vec::new();
        if let Some(gabarit) = &mode.gabarit {
            bonne(gabarit, natures).map_err(GabaritFautif)?;
        }
        // Archives are open as long as this lives.
        let arrivee = Arrivee::deplier(chemins, natures, &mut rapport);
        for chemin in &arrivee.fichiers {
            match examiner(chemin, natures, mode.nature.as_deref(), mode.gabarit.as_ref()) {
                Ok(passes) => prets.extend(passes.into_iter().filter_map(|pret| self.permettre(pret, &mut rapport))),
                Err(erreur) => rapport.fichiers.push(en_erreur(chemin, erreur)),
            }
        }
        verifier_effacer(&mode.effacer, prets.iter().map(|p| p.nature))?;
        // Structures before those who point at them, whatever the order of the files.
        prets.sort_by(|a, b| (a.ordre, &a.fichier.nom, a.passe).cmp(&(b.ordre, &b.fichier.nom, b.passe)));
        oublier(base, horloge).await?;
        let mut tx = base.masse(self.verrou).await?;
        for pret in &prets {
            let (lu, suite) = self.fichier(tx, pret).await?;
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
    let avant = horloge.maintenant() - GARDE_REFUS;
    let tx = base.transaction().await?;
    store::oublier(&tx, avant).await?;
    tx.commit().await?;
    Ok(())
}

impl Contexte<'_> {
    /// A kind that this actor may bring: whoever answers for a structure brings what is of its young people.
    fn permettre(&self, pret: Pret, rapport: &mut Rapport) -> Option<Pret> {
        if self.accorde.acteur().structure().is_none() || pret.nature.d_une_personne() {
            return Some(pret);
        }
        let phrase =
            format!("une structure n'apporte pas de fichier {} : remettez-le à l'administration", pret.nature.nom);
        rapport.fichiers.push(en_erreur(&pret.fichier.chemin, phrase));
        None
    }

    /// Reads and writes one file; gives back its report and the transaction that goes on.
    async fn fichier(&self, mut tx: Tx, pret: &Pret) -> anyhow::Result<(RapportFichier, Tx)> {
        let Pret { nature, fichier, passe, premiere, .. } = pret;
        let mut rapport = RapportFichier {
            fichier: fichier.nom.clone(),
            nature: Some(nature.nom),
            feuille: fichier.classeur.as_ref().map(|c| c.feuille.clone()),
            gabarit: fichier.gabarit.as_ref().map(|g| g.nom.clone()),
            avis: if *premiere { fichier.avis() } else { Vec::new() },
            ..Default::default()
        };
        // The command line names the sheet beside the verdict; the site keeps what deserves a word, and nothing else.
        let nommee = rapport.avis.iter().any(|a| a.starts_with("La feuille lue est"));
        if let Some(feuille) = rapport.feuille.as_ref().filter(|_| self.mode.garder_rapport && *premiere && !nommee) {
            rapport.avis.insert(0, format!("La feuille lue est « {feuille} »."));
        }
        let entetes = match lire_entetes(fichier, nature, *passe) {
            Ok(entetes) => entetes,
            Err(erreur) => {
                rapport.erreur = Some(erreur);
                return Ok((rapport, tx));
            }
        };
        rapport.entetes = entetes.bruts.clone();
        match &entetes.gabarit {
            // Named once: the other kinds of the same file do not read them either.
            Some(gabarit) => {
                rapport.avis.extend(gabarit.avis.iter().cloned());
                rapport.avis.extend(gabarit.non_lues().filter(|_| *premiere));
            }
            None => rapport.avis.extend(
                entetes
                    .inconnues
                    .iter()
                    .map(|c| format!("La colonne « {c} » n'est pas connue : elle n'a pas été lue.")),
            ),
        }
        rapport.avis.extend(non_conservees(nature, &entetes));
        let acteur = self.accorde.acteur();
        let maintenant = self.horloge.maintenant();
        let repris = match self.mode.une_seule_transaction() {
            true => None,
            false => store::interrompu(&tx, &pret.vu(), nature.nom).await?,
        };
        let import = match repris {
            Some(avant) => {
                reprendre(&tx, &mut rapport, &avant).await?;
                avant.id
            }
            None => {
                let id = store::ouvrir(&tx, &rapport, "reel", &pret.vu(), acteur, maintenant).await?;
                let entree = Entree::sur(Action::Importer, Objet::Imports).id(id).detail(nature.nom);
                journal::ecrire(&tx, maintenant, acteur, entree);
                id
            }
        };
        rapport.import = Some(import);
        let references = References::lire(&tx, self.natures, nature).await?;
        let mut plan = Plan::nouveau(nature, self.natures, &entetes);
        plan.sans_numero &= !self.mode.creer_sans_numero;
        plan.pour = acteur.structure();
        let plan = Arc::new(plan);
        let ecriture = Ecriture::nouvelle(&tx, &plan, import, self.mode, acteur, maintenant).await?;
        let premier = ecriture.vide() && fichier.taille >= PREMIER_CHARGEMENT && !self.mode.une_seule_transaction();
        if premier {
            db::suspendre_index(&tx, self.base, &nature.tables()).await?;
        }
        let octets = Arc::new(AtomicU64::new(0));
        let mut lots = lire_rangees(
            plan.clone(),
            references,
            fichier,
            &entetes,
            maintenant.date_paris(),
            rapport.lues,
            octets.clone(),
        );
        let mut vides = Vides::default();
        let dit = rapport.dit();
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
                    Rangee::Laissee(ligne, laissee) => rapport.laisser(ligne, laissee),
                }
            }
            let bilan = ecriture.ecrire(&tx, pretes).await?;
            refus.extend(bilan.refus.into_iter().map(|r| Refus { motif: entetes.dire(nature, r.motif), ..r }));
            vides.ajouter(bilan.vides);
            refus.sort_by_key(|r| r.ligne);
            store::refuser(&tx, import, &refus).await?;
            rapport.lues += nombre;
            for (ligne, verdict) in bilan.verdicts {
                rapport.compter(verdict);
                self.temoin.verdict(&dit, ligne, verdict, None);
            }
            for r in &refus {
                self.temoin.verdict(&dit, r.ligne, Verdict::Refuse, Some(&r.motif));
            }
            rapport.refuser(&refus);
            self.temoin.avancement(
                &dit,
                octets.load(Ordering::Relaxed).min(fichier.taille),
                fichier.taille,
                rapport.lues,
            );
            if chrono.elapsed() >= self.mode.pas.unwrap_or(PAS) && !self.mode.une_seule_transaction() {
                store::avancer(&tx, import, &rapport, self.horloge.maintenant(), false).await?;
                tx.commit().await?;
                tx = self.base.masse(self.verrou).await?;
                chrono = Chrono::now();
            }
        }
        if rapport.lues == 0 && rapport.erreur.is_none() {
            rapport.avis.push("Le fichier n'a aucune ligne sous ses en-têtes.".into());
        }
        rapport.dire_laissees();
        rapport.dire_vides(vides);
        store::avancer(&tx, import, &rapport, self.horloge.maintenant(), true).await?;
        self.temoin.avancement(&dit, fichier.taille, fichier.taille, rapport.lues);
        // A dry run writes nothing, not even over the file being mended.
        if let (Some(dossier), true) = (&self.mode.refus, rapport.refuses > 0 && !self.mode.a_blanc) {
            rendre_refus(&tx, import, &Lieu { dossier, pret }, &mut rapport).await?;
        }
        if premier {
            tx.commit().await?;
            self.base.retablir_index().await?;
            tx = self.base.masse(self.verrou).await?;
        }
        Ok((rapport, tx))
    }

    /// Keeps what was found of files that left no import behind (refused whole, or rolled back),
    /// so that the web can show it.
    async fn garder(&self, rapport: &mut Rapport, prets: &[Pret]) -> anyhow::Result<()> {
        let tx = self.base.transaction().await?;
        let mode = match (rapport.ecrit, self.mode.a_blanc) {
            (true, _) => "reel",
            (false, true) => "a_blanc",
            (false, false) => "annule",
        };
        let sans_trace = |f: &&mut RapportFichier| !rapport.ecrit || f.import.is_none();
        for lu in rapport.fichiers.iter_mut().filter(sans_trace) {
            let vu = prets.iter().find(|p| p.fichier.nom == lu.fichier).map(Pret::vu).unwrap_or_default();
            let maintenant = self.horloge.maintenant();
            let id = store::ouvrir(&tx, lu, mode, &vu, self.accorde.acteur(), maintenant).await?;
            store::avancer(&tx, id, lu, maintenant, true).await?;
            store::refuser(&tx, id, &lu.refus).await?;
            lu.import = Some(id);
        }
        tx.commit().await?;
        Ok(())
    }
}

/// Takes an import up where it was cut short.
async fn reprendre(tx: &Tx, rapport: &mut RapportFichier, avant: &store::ImportLu) -> anyhow::Result<()> {
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

/// A column that cannot be emptied: said to whoever asked for it, on the command line or on the site.
#[derive(Debug, thiserror::Error)]
pub enum NeSeVidePas {
    /// It may not be empty.
    #[error("la colonne « {0} » est nécessaire : elle ne se vide pas")]
    Necessaire(String),
    /// No file of the delivery has it.
    #[error(
        "aucun fichier de la livraison n'a de colonne « {0} » à vider : vérifiez son nom, ou ne demandez pas de la vider"
    )]
    Inconnue(String),
}

/// A gabarit that cannot be used: said to whoever wrote it.
#[derive(Debug, thiserror::Error)]
#[error("le gabarit ne peut pas servir : {0}")]
pub struct GabaritFautif(String);

/// Every column that is to be emptied must be one that may be empty, in a file of the delivery.
fn verifier_effacer<'a>(effacer: &[String], natures: impl Iterator<Item = &'a Nature>) -> Result<(), NeSeVidePas> {
    let colonnes: Vec<&Colonne> = natures.flat_map(|n| n.colonnes).collect();
    for nom in effacer {
        match colonnes.iter().find(|c| c.nom == nom) {
            Some(c) if c.requise => return Err(NeSeVidePas::Necessaire(nom.clone())),
            Some(_) => {}
            None => return Err(NeSeVidePas::Inconnue(nom.clone())),
        }
    }
    Ok(())
}

/// Where refused rows go, and the file they came in.
struct Lieu<'a> {
    dossier: &'a Path,
    pret: &'a Pret,
}

async fn rendre_refus(
    tx: &Tx,
    import: Id<Import>,
    lieu: &Lieu<'_>,
    rapport: &mut RapportFichier,
) -> anyhow::Result<()> {
    std::fs::create_dir_all(lieu.dossier)?;
    let chemin = restitution::place(lieu.dossier, &lieu.pret.fichier.chemin, &lieu.pret.nom_des_refus());
    let sortie = std::io::BufWriter::new(std::fs::File::create(&chemin)?);
    restitution::ecrire_refus(tx, import, &rapport.entetes, sortie).await?;
    rapport
        .avis
        .push(format!("Les lignes refusées sont dans {} : corrigez-les, puis importez ce fichier.", chemin.display()));
    Ok(())
}
