//! In one source, a record that looks like two people is one of them at most.

use crate::doute::Doute;
use crate::score::{Note, PLAFOND};

/// Where a brother is there beside his brother, « Jean » is one of Jean-Louis and Jean-Pierre, and nothing tells which: a
/// pair whose given names are not the same is for a human when one of its records looks, as much, like somebody who is
/// plainly not the other.
pub(crate) fn departager(notes: &mut [Note], fiches: usize) {
    let liee = |n: &Note| n.probabilite > PLAFOND && !n.avis.protege;
    let mut debuts = vec![0u32; fiches + 1];
    for n in notes.iter().filter(|n| liee(n)) {
        debuts[n.a as usize + 1] += 1;
        debuts[n.b as usize + 1] += 1;
    }
    (0..fiches).for_each(|f| debuts[f + 1] += debuts[f]);
    let mut places = debuts.clone();
    let mut voisins = vec![(0u32, 0u32); debuts[fiches] as usize];
    for (rang, n) in (0u32..).zip(notes.iter()).filter(|(_, n)| liee(n)) {
        for (fiche, autre) in [(n.a, n.b), (n.b, n.a)] {
            let place = &mut places[fiche as usize];
            voisins[*place as usize] = (autre, rang);
            *place += 1;
        }
    }
    let de = |fiche: u32| &voisins[debuts[fiche as usize] as usize..debuts[fiche as usize + 1] as usize];
    let mut contredites: Vec<u32> = Vec::new();
    for n in notes.iter().filter(|n| n.avis.deux) {
        for (autre, rang) in de(n.a) {
            let Some((_, rang_b)) = de(n.b).iter().find(|v| v.0 == *autre) else { continue };
            contredites.extend([*rang, *rang_b]);
        }
    }
    for rang in contredites {
        let note = &mut notes[rang as usize];
        if note.avis.doute == Some(Doute::Prenoms) {
            note.avis.protege = true;
            note.probabilite = note.probabilite.min(PLAFOND);
        }
    }
}
