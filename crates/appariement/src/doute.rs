//! What keeps a pair from being one person without a human: brothers, sisters and twins share a surname, an address, the
//! telephone and the mail of the house, sometimes a birth date.

use serde::Serialize;

use crate::champ::{Champ, DATE_CONTRAIRE, Genre, PRENOM_UN_PEU_PROCHE, SEXE_DIFFERENT, niveau};
use crate::foyer::Foyers;
use crate::jumeaux::{individuel, rare};
use crate::modele::Jumeaux;
use crate::registre::Registre;
use crate::tables::Tables;

/// Why a human should look at a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Doute {
    /// Given names are not the same, or one is missing.
    Prenoms,
    /// Sexes contradict each other.
    Sexes,
    /// Birth dates contradict each other.
    Naissances,
    /// What agrees beside is a household's.
    Foyer,
}

/// What is made of a pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Avis {
    /// Never linked without a human, and never above one half.
    pub protege: bool,
    /// Plainly two people: their given names or their sexes say so.
    pub deux: bool,
    /// What a human should look at.
    pub doute: Option<Doute>,
}

/// Where the fields that tell are, and what the files prove.
pub(crate) struct Doutes<'a> {
    registre: &'a Registre,
    champs: &'a [Champ],
    foyers: &'a Foyers,
    nom: Option<usize>,
    prenom: Option<usize>,
    date: Option<usize>,
    sexe: Option<usize>,
    contacts: Vec<usize>,
    /// Extra columns that are one person's own.
    numeros: Vec<usize>,
    /// Levels at which given names disagree: those that the files prove to be unreliable left out.
    desaccords: std::ops::RangeInclusive<u8>,
    /// Whether the files prove that given names are unreliable.
    peu_surs: bool,
}

/// The extra columns that the rule takes for one person's own.
pub(crate) fn numeros(registre: &Registre, champs: &[Champ], tables: &Tables, regle: Jumeaux) -> Vec<usize> {
    let souple = regle == Jumeaux::Souple;
    (0..champs.len())
        .filter(|r| rare(champs, tables, *r))
        .filter(|r| individuel(registre, champs[*r].colonne) || (souple && tables.parents[*r].is_none()))
        .collect()
}

impl<'a> Doutes<'a> {
    pub fn nouveaux(
        (registre, champs): (&'a Registre, &'a [Champ]),
        (foyers, numeros): (&'a Foyers, Vec<usize>),
        peu_surs: bool,
        regle: Jumeaux,
    ) -> Self {
        let rang = |genre: Genre| champs.iter().position(|c| c.genre == genre);
        let souple = regle == Jumeaux::Souple;
        let desaccords = match (peu_surs, souple) {
            (false, _) => PRENOM_UN_PEU_PROCHE..=Genre::Prenom.desaccord(),
            // The weaker proof says nothing of names that look alike.
            (true, true) => PRENOM_UN_PEU_PROCHE..=PRENOM_UN_PEU_PROCHE,
            (true, false) => u8::MAX..=u8::MAX,
        };
        let contact = |c: &Champ| matches!(c.genre, Genre::Telephone | Genre::Courriel);
        Self {
            registre,
            champs,
            foyers,
            nom: rang(Genre::Nom),
            prenom: rang(Genre::Prenom),
            date: rang(Genre::Date),
            sexe: rang(Genre::Sexe),
            contacts: (0..champs.len()).filter(|r| contact(&champs[*r])).collect(),
            numeros,
            desaccords,
            peu_surs,
        }
    }

    /// What is made of a pair that has this pattern.
    pub fn avis(&self, a: u32, b: u32, motif: u64) -> Avis {
        let lu = |rang: Option<usize>| rang.map_or(0, |r| niveau(motif, r));
        let (nom, prenom, date) = (lu(self.nom), lu(self.prenom), lu(self.date));
        let meme = |rang: &usize| niveau(motif, *rang) == 1;
        let du_foyer = |rang: &usize| {
            let valeur = |fiche: u32| self.registre.rangee(fiche as usize)[self.champs[*rang].colonne];
            self.foyers.porte(*rang, valeur(a)) || self.foyers.porte(*rang, valeur(b))
        };
        let identifie = self.numeros.iter().any(|r| meme(r) && !du_foyer(r));
        let (mut partage, mut propre) = (false, identifie);
        for rang in self.contacts.iter().filter(|r| meme(r)) {
            let foyer = du_foyer(rang);
            (partage, propre) = (partage | foyer, propre | !foyer);
        }
        let foyer = partage && !propre;
        let prenoms = prenom >= PRENOM_UN_PEU_PROCHE;
        let sexes = prenom != 1 && lu(self.sexe) == SEXE_DIFFERENT;
        let naissances = date >= DATE_CONTRAIRE;
        let protege = !identifie
            && (sexes
                || self.desaccords.contains(&prenom)
                || (foyer && (prenoms || naissances || prenom == 0))
                || (!self.peu_surs && prenom != 1 && (naissances || (date == 0 && self.date.is_some() && !propre))));
        let doute = if prenom != 1 {
            Some(Doute::Prenoms)
        } else if lu(self.sexe) == SEXE_DIFFERENT {
            Some(Doute::Sexes)
        } else if naissances {
            Some(Doute::Naissances)
        } else {
            (foyer && (nom != 1 || date != 1)).then_some(Doute::Foyer)
        };
        Avis { protege, deux: protege && (prenoms || sexes), doute }
    }
}
