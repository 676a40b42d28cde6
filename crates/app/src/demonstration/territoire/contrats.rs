//! contrats.csv: the contracts, their employers, their ends.

use chrono::NaiveDate;

use super::Fichier;
use super::ecriture::{self, iso, ligne, ou_vide};
use super::missions::MISSIONS;
use super::monde::Monde;

const ENTETE: &str = "structure;jeune;type;employeur_siret;employeur_nom;cfa;certification;date_conclusion;date_debut;date_fin;\
    date_rupture;motif_rupture";

/// A contract of a young person.
pub(super) struct Contrat {
    /// Rank of the young person.
    pub(super) jeune: usize,
    /// One of the types of the format.
    pub(super) genre: &'static str,
    /// Rank of the sector.
    pub(super) secteur: usize,
    /// Rank of the firm.
    pub(super) employeur: usize,
    /// Code of the training centre; empty for a job.
    pub(super) centre: &'static str,
    /// RNCP number; empty for a job.
    pub(super) certification: &'static str,
    /// Signature.
    pub(super) conclusion: NaiveDate,
    /// First day.
    pub(super) debut: NaiveDate,
    /// Planned last day; none for a contract without end.
    pub(super) fin: Option<NaiveDate>,
    /// Day and motif of the breach.
    pub(super) rupture: Option<(NaiveDate, &'static str)>,
}

impl Contrat {
    /// The last day it ran or will run.
    pub(super) fn derniere_journee(&self) -> NaiveDate {
        self.rupture.map(|(date, _)| date).or(self.fin).unwrap_or(NaiveDate::MAX)
    }
}

/// The file, in the order of the first days.
pub(super) fn fichier(monde: &Monde) -> Fichier {
    let mut ordre: Vec<&Contrat> = monde.contrats.iter().collect();
    ordre.sort_by_key(|c| (c.debut, &monde.jeunes[c.jeune].numero));
    let lignes = ordre
        .into_iter()
        .map(|c| {
            let jeune = &monde.jeunes[c.jeune];
            let firme = &monde.entreprises[c.employeur];
            ligne![
                MISSIONS[jeune.mission].code,
                jeune.numero,
                c.genre,
                firme.siret,
                firme.nom,
                c.centre,
                c.certification,
                iso(c.conclusion),
                iso(c.debut),
                ou_vide(c.fin.map(iso)),
                ou_vide(c.rupture.map(|(date, _)| iso(date))),
                c.rupture.map_or("", |(_, motif)| motif),
            ]
        })
        .collect();
    ecriture::fichier("contrats.csv", ENTETE, lignes)
}
