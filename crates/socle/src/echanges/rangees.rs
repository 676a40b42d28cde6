//! The rows of a file, read and understood on a thread of their own.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use passerelle_base::Date;
use tokio::sync::mpsc;

use super::analyse::{Analyse, NonLue};
use super::cellule::gardee;
use super::entetes::Entetes;
use super::fichier::{Fichier, Genre};
use super::gabarit::Recherche;
use super::preparation::{Plan, Prete};
use super::references::References;
use super::{Nature, Refus, gabarit, lecteur_csv, lecteur_json, lecteur_xlsx};

/// Rows handed over at a time.
const LOT: usize = 4_096;

/// A row, ready, refused, or of which this kind has nothing to keep.
pub(super) enum Rangee {
    Prete(Prete),
    Refusee(Refus),
    Laissee(u64, gabarit::Laissee),
}

/// Its headers, matched to the columns of its kind; `rang` is that of the kind in its gabarit.
pub(super) fn lire_entetes(fichier: &Fichier, nature: &Nature, rang: usize) -> Result<Entetes, String> {
    let mut premiere = None;
    cellules(fichier, &AtomicU64::new(0), |_, cellules| {
        premiere = Some(cellules);
        false
    })?;
    let premiere: Vec<String> = premiere.ok_or("est vide : il doit contenir au moins la ligne d'en-têtes")?;
    // A header is kept and shown: what may not be stored may not stand there either.
    let bruts = premiere.into_iter().map(gardee).collect();
    match &fichier.gabarit {
        Some(gabarit) => Entetes::selon(gabarit, rang, nature, bruts),
        None => Entetes::reconnaitre(nature, bruts),
    }
}

/// Calls `ligne` with the number and the cells of each row, the header first, until it returns `false`.
pub(super) fn cellules(
    fichier: &Fichier,
    octets: &AtomicU64,
    mut ligne: impl FnMut(u64, Vec<String>) -> bool,
) -> Result<(), String> {
    let Some(gabarit) = &fichier.gabarit else { return brutes(fichier, octets, ligne) };
    let mut recherche = Recherche::nouvelle(gabarit, fichier.genre == Genre::Xlsx);
    brutes(fichier, octets, |numero, cellules| recherche.passer(numero, cellules, &mut ligne))?;
    recherche.finir(&mut ligne);
    Ok(())
}

/// The rows as they stand in the file, titles included.
pub(super) fn brutes(
    fichier: &Fichier,
    octets: &AtomicU64,
    ligne: impl FnMut(u64, Vec<String>) -> bool,
) -> Result<(), String> {
    match fichier.genre {
        Genre::Xlsx => lecteur_xlsx::parcourir(fichier, ligne),
        Genre::Csv { .. } => lecteur_csv::parcourir(fichier, octets, ligne),
        Genre::Json => lecteur_json::parcourir(fichier, octets, ligne),
    }
}

/// What is recognised and left out, in words.
pub(super) fn non_conservees<'a>(nature: &'a Nature, entetes: &'a Entetes) -> impl Iterator<Item = String> + 'a {
    nature.colonnes.iter().enumerate().filter_map(|(i, c)| match c.forme {
        super::Forme::NonConservee(pourquoi) if entetes.presente(i) => {
            Some(format!("La colonne « {} » n'est pas enregistrée : {pourquoi}.", c.nom))
        }
        _ => None,
    })
}

/// Reads and understands rows on a thread of their own, `deja` ones being known already.
pub(super) fn lire_rangees(
    plan: Arc<Plan>,
    references: References,
    fichier: &Fichier,
    entetes: &Entetes,
    jour: Date,
    deja: u64,
    octets: Arc<AtomicU64>,
) -> mpsc::Receiver<Result<Vec<Rangee>, String>> {
    let (envoi, reception) = mpsc::channel(1);
    let (fichier, entetes) = (fichier.clone(), entetes.clone());
    tokio::task::spawn_blocking(move || {
        let mut analyse = Analyse::nouvelle(plan.nature, &entetes, jour);
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
            let rangee = match lue.map(|bonne| plan.preparer(&references, bonne)) {
                Ok(Ok(prete)) => Rangee::Prete(prete),
                Ok(Err(refus)) => Rangee::Refusee(Refus { motif: entetes.dire(plan.nature, refus.motif), ..refus }),
                Err(NonLue::Refusee(refus)) => Rangee::Refusee(refus),
                Err(NonLue::Laissee(laissee)) => Rangee::Laissee(ligne, laissee),
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
