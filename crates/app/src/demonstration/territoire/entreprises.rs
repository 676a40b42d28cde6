//! Invented firms: the partner employers, which are structures, and those that only sign contracts.

use std::collections::BTreeSet;

use super::alea::Alea;
use super::cles;
use super::communes;
use super::metiers::SECTEURS;
use super::monde::Monde;
use super::noms;
use super::types::Entreprise;

/// Partner employers, at the head of the list.
pub(super) const PARTENAIRES: usize = 80;
/// All the firms.
const ENTREPRISES: usize = 700;

/// The firms of the territory; each sector has partners and others.
pub(super) fn toutes() -> Vec<Entreprise> {
    let mut alea = Alea::nouveau(1);
    let poids: Vec<(usize, usize)> =
        SECTEURS.iter().enumerate().map(|(rang, s)| (rang, s.poids[0] + s.poids[1])).collect();
    let mut pris = BTreeSet::new();
    (0..ENTREPRISES)
        .map(|rang| {
            // The first four rounds serve every sector, whatever the draw.
            let secteur = if rang < 4 * SECTEURS.len() { rang % SECTEURS.len() } else { alea.pese(&poids) };
            let nom = loop {
                let nom = format!("{} {}", alea.un(SECTEURS[secteur].enseignes), noms::nom(&mut alea));
                if pris.insert(nom.clone()) {
                    break nom;
                }
            };
            let etablissement = alea.pese(&[(1, 80), (2, 14), (3, 6)]);
            let siret = cles::siret(rang, etablissement);
            let commune = communes::toutes()[alea.sous(communes::toutes().len())].insee;
            Entreprise { nom, siret, secteur, commune }
        })
        .collect()
}

/// Ranks of the firms of each sector, partners first.
pub(super) fn par_secteur(entreprises: &[Entreprise]) -> Vec<Vec<usize>> {
    let mut listes = vec![Vec::new(); SECTEURS.len()];
    for (rang, entreprise) in entreprises.iter().enumerate() {
        listes[entreprise.secteur].push(rang);
    }
    listes
}

/// A firm of the sector; the partners sign more than their share.
pub(super) fn employeur(monde: &Monde, alea: &mut Alea, secteur: usize) -> usize {
    let firmes = &monde.firmes[secteur];
    let partenaires = firmes.partition_point(|&rang| rang < PARTENAIRES);
    if alea.pourcent(28) { firmes[alea.sous(partenaires)] } else { alea.un(firmes) }
}
