//! The draw itself: rounding, tickets, arms. Everything comes from the seed.

use crate::arrondi::{Avancement, Repartition, repartir};
use crate::hachage::Empreinte;
use crate::hasard::Urne;
use crate::liste::Liste;
use crate::parallele::chacun;
use crate::protocole::Protocole;

/// Where someone stands after the draw.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// Drawn from the seed; the people of a group are ranked by it.
    pub ticket: Empreinte,
    /// Place of the arm in the protocol; `None` beyond the capacity.
    pub bras: Option<u32>,
}

/// The outcome of a draw.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tirage {
    /// What each group of the list got.
    pub groupes: Vec<Repartition>,
    /// For each candidate of the list; `None` when excluded.
    pub places: Vec<Option<Place>>,
}

/// Draws the list. `etat` carries the remainders and is left ready for the next list.
pub fn tirer(protocole: &Protocole, liste: &Liste, graine: &Empreinte, etat: &mut [Avancement]) -> Tirage {
    let vide = Urne::nouvelle(graine, "", "", "");
    let groupes = liste.groupes();
    let urnes: Vec<Urne> = groupes
        .iter()
        .map(|g| vide.autre(&protocole.vagues()[g.vague], &protocole.sites()[g.site].code, &g.strate))
        .collect();
    let a_tirer: Vec<u64> = liste.effectifs().into_iter().map(|(n, _)| n).collect();
    let repartis = repartir(protocole, groupes, &a_tirer, etat, |g, choix, num, den| urnes[g].piece(choix, num, den));
    let mut places: Vec<Option<Place>> = chacun(liste.candidats(), |c| match c.exclusion {
        Some(_) => None,
        None => Some(Place { ticket: urnes[c.groupe].ticket(&c.identifiant), bras: None }),
    });
    for (rangs, reparti) in rangs(liste, &a_tirer, &places).iter().zip(&repartis) {
        // The arms take the tickets in ascending order, in the order of the protocol; then come the people beyond.
        let mut suite = rangs.iter();
        for (bras, compte) in (0u32..).zip(&reparti.comptes) {
            for (_, candidat) in suite.by_ref().take(*compte as usize) {
                places[*candidat as usize].as_mut().expect("only people to draw are ranked").bras = Some(bras);
            }
        }
    }
    Tirage { groupes: repartis, places }
}

/// For each group, its people to draw by ascending ticket (the first eight bytes stand for it; equal ones are
/// told apart by the rest, then by identifier).
fn rangs(liste: &Liste, a_tirer: &[u64], places: &[Option<Place>]) -> Vec<Vec<(u64, u32)>> {
    let mut sortie: Vec<Vec<(u64, u32)>> = a_tirer.iter().map(|n| Vec::with_capacity(*n as usize)).collect();
    for ((candidat, place), rang) in liste.candidats().iter().zip(places).zip(0u32..) {
        if let Some(place) = place {
            let tete = u64::from_be_bytes(place.ticket[..8].try_into().expect("eight bytes"));
            sortie[candidat.groupe].push((tete, rang));
        }
    }
    let entier = |(_, rang): &(u64, u32)| (places[*rang as usize].map(|p| p.ticket), *rang);
    for groupe in &mut sortie {
        groupe.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| entier(a).cmp(&entier(b))));
    }
    sortie
}
