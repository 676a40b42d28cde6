//! Everything the delivery tells, before it is written: people, contracts, positionnements,
//! participations.

use chrono::NaiveDate;

use super::types::{Contrat, Entreprise, Jeune, Participation, Positionnement, Structure};

/// The territory; people and contracts are named by their rank.
pub(super) struct Monde {
    /// Structures of the delivery.
    pub(super) structures: Vec<Structure>,
    /// Firms, partners first.
    pub(super) entreprises: Vec<Entreprise>,
    /// Ranks of the firms of each sector.
    pub(super) firmes: Vec<Vec<usize>>,
    /// Young people.
    pub(super) jeunes: Vec<Jeune>,
    /// Contracts.
    pub(super) contrats: Vec<Contrat>,
    /// Requests from a prescriber to an action.
    pub(super) positionnements: Vec<Positionnement>,
    /// Entries into an action.
    pub(super) participations: Vec<Participation>,
}

impl Monde {
    /// Adds a contract to its young person.
    pub(super) fn signe(&mut self, contrat: Contrat) {
        self.jeunes[contrat.jeune].contrats.push(self.contrats.len());
        self.contrats.push(contrat);
    }

    /// The contracts of a young person, in no order.
    pub(super) fn contrats_de(&self, jeune: usize) -> impl Iterator<Item = &Contrat> {
        self.jeunes[jeune].contrats.iter().map(|&rang| &self.contrats[rang])
    }

    /// The contract that runs at a date.
    pub(super) fn en_cours(&self, jeune: usize, date: NaiveDate) -> Option<&Contrat> {
        self.contrats_de(jeune).find(|c| c.debut <= date && c.derniere_journee() >= date)
    }

    /// The first contract that starts after a date.
    pub(super) fn prochain(&self, jeune: usize, date: NaiveDate) -> Option<&Contrat> {
        self.contrats_de(jeune).filter(|c| c.debut > date).min_by_key(|c| c.debut)
    }
}
