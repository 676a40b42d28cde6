//! Twins, brothers and sisters: are there any here? Inside one source no two records are one person, so that pairs
//! with one surname, one date and one address but two given names can only be twins, and can be counted.

use crate::candidats::Candidats;
use crate::champ::{Champ, Genre, PRENOM_UN_PEU_PROCHE, niveau};
use crate::comparaison::Comparateur;
use crate::derives::Derives;
use crate::registre::Registre;
use crate::tables::{ETRANGERS, Tables};
use crate::tri::par_groupes;

/// Below this many records in a source, that it shows no twins, or no number twice, proves nothing.
const FICHES: usize = 1_000;
/// A number of a person comes back in one source for one record in so many at most: mistakes.
const UNIQUE: usize = 500;
/// Pairs that look like twins must be this many times those expected for the given names to be what is wrong.
const FOIS: u64 = 20;
/// And more than one record in so many: about one person in thirty is a twin, in any population.
const POPULATION: u64 = 20;
/// Under the looser rule: more than the twins of whom each file happens to hold one.
const SEPARES: u64 = 100;

/// Whether a column is one person's own: two large sources, in each of which hardly any value comes back. The number of
/// a household comes back with each brother and sister.
pub(crate) fn individuel(registre: &Registre, colonne: usize) -> bool {
    if !registre.deux_sources() {
        return false;
    }
    let fin = registre.fin_premiers();
    [0..fin, fin..registre.taille()].into_iter().all(|source| {
        let mut valeurs: Vec<u32> = source.map(|rang| registre.rangee(rang)[colonne]).filter(|v| *v != 0).collect();
        let presentes = valeurs.len();
        valeurs.sort_unstable();
        valeurs.dedup();
        presentes >= FICHES && (presentes - valeurs.len()) * UNIQUE <= presentes
    })
}

/// Given names that disagree. Somewhat alike is not alike: Léa and Léo are twins too.
fn different(motif: u64, prenom: usize) -> bool {
    niveau(motif, prenom) >= PRENOM_UN_PEU_PROCHE
}

/// An extra column on which strangers do not agree.
pub(crate) fn rare(champs: &[Champ], tables: &Tables, rang: usize) -> bool {
    champs[rang].genre == Genre::Exacte && tables.tables[ETRANGERS][rang].marge[1] < 1e-4
}

/// Whether two large sources show no twins inside while pairs that look like twins abound across: there, given names are
/// replaced or unreliable, and twins explain nothing. They must also be too many for any population,
/// or, when `souple`, for twins of whom each file holds one.
pub(crate) fn prenoms_peu_surs(
    registre: &Registre,
    derives: &Derives,
    champs: &[Champ],
    candidats: &Candidats,
    souple: bool,
) -> bool {
    let fin = registre.fin_premiers();
    let petite = fin.min(registre.taille() - fin);
    if !registre.deux_sources() || petite < FICHES {
        return false;
    }
    let semblent = |motif: u64| {
        let accord = |genre: Genre| champs.iter().position(|c| c.genre == genre).is_some_and(|r| niveau(motif, r) == 1);
        let adresse =
            (0..champs.len()).any(|r| matches!(champs[r].genre, Genre::Lieu | Genre::Texte) && niveau(motif, r) == 1);
        let prenom = champs.iter().position(|c| c.genre == Genre::Prenom);
        prenom.is_some_and(|p| different(motif, p)) && accord(Genre::Nom) && accord(Genre::Date) && adresse
    };
    let motifs = &candidats.motifs;
    let entre: u64 = motifs.codes.iter().zip(&motifs.effectifs).filter(|(c, _)| semblent(**c)).map(|(_, n)| n).sum();
    if entre * (if souple { SEPARES } else { POPULATION }) < petite as u64 {
        return false;
    }
    let mut comparateur = Comparateur::nouveau(registre, derives, champs);
    let mut dedans = 0u64;
    par_groupes(registre, derives, &["nom", "date_naissance"], |groupe| {
        let (a, b) = groupe.split_at(groupe.partition_point(|f| (*f as usize) < fin));
        for cote in [a, b] {
            for (i, x) in cote.iter().enumerate() {
                // A date that hundreds share by default would cost much and tell nothing.
                for y in cote[i + 1..].iter().take(50) {
                    dedans += u64::from(semblent(comparateur.motif(*x, *y)));
                }
            }
        }
    });
    entre >= FOIS * (dedans + 1)
}
