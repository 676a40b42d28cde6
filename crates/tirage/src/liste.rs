//! The list of candidates, once read: people sorted by identifier, each in a group (site, wave, stratum).
//! The order of the file is forgotten here.

mod fautes;
mod lecture;

use crate::hachage::{Cle, Empreinte, champ, sha256};
use crate::protocole::Protocole;
use std::collections::HashMap;

pub use fautes::{ErreurListe, Faute, MotifFaute};
pub use lecture::lire_candidats;
pub(crate) use lecture::{Codes, controler};

/// What the values of a person's strata are joined with.
pub(crate) const JOINTURE: &str = "|";

/// People drawn together: same site, same wave, same stratum. Sorted by places in the protocol, then by stratum.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Groupe {
    /// Place of the site in the protocol.
    pub site: usize,
    /// Place of the wave in the protocol.
    pub vague: usize,
    /// Values of the strata joined by `|`; empty without strata.
    pub strate: String,
}

/// Someone of the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidat {
    /// Pseudonymous identifier.
    pub identifiant: String,
    /// Place of the group in [`Liste::groupes`].
    pub groupe: usize,
    /// Place of the reason in the protocol, for someone who is not drawn.
    pub exclusion: Option<usize>,
}

/// A checked list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Liste {
    groupes: Vec<Groupe>,
    candidats: Vec<Candidat>,
}

/// A person on the way to the list.
pub(crate) struct Entree {
    pub identifiant: String,
    pub groupe: Groupe,
    pub exclusion: Option<usize>,
}

impl Liste {
    /// Groups sorted, people sorted by the bytes of their identifier. The identifiers are different.
    pub(crate) fn assembler(entrees: Vec<Entree>) -> Self {
        let mut places: HashMap<Groupe, usize> = HashMap::new();
        let mut candidats: Vec<Candidat> = entrees
            .into_iter()
            .map(|e| {
                let suivante = places.len();
                let groupe = *places.entry(e.groupe).or_insert(suivante);
                Candidat { identifiant: e.identifiant, groupe, exclusion: e.exclusion }
            })
            .collect();
        let mut groupes: Vec<(Groupe, usize)> = places.into_iter().collect();
        groupes.sort_unstable();
        let mut nouvelle = vec![0; groupes.len()];
        groupes.iter().enumerate().for_each(|(place, (_, ancienne))| nouvelle[*ancienne] = place);
        candidats.iter_mut().for_each(|c| c.groupe = nouvelle[c.groupe]);
        candidats.sort_unstable_by(|a, b| a.identifiant.cmp(&b.identifiant));
        Self { groupes: groupes.into_iter().map(|(g, _)| g).collect(), candidats }
    }

    /// The groups, in the order the remainders travel.
    pub fn groupes(&self) -> &[Groupe] {
        &self.groupes
    }

    /// The people, sorted by identifier.
    pub fn candidats(&self) -> &[Candidat] {
        &self.candidats
    }

    /// For each group, how many are to be drawn and how many are excluded.
    pub fn effectifs(&self) -> Vec<(u64, u64)> {
        let mut sortie = vec![(0, 0); self.groupes.len()];
        for candidat in &self.candidats {
            let (a_tirer, exclus) = &mut sortie[candidat.groupe];
            *(if candidat.exclusion.is_some() { exclus } else { a_tirer }) += 1;
        }
        sortie
    }
}

/// The salt of a person: HMAC of the identifier under the secret of the list.
pub(crate) fn sel(secret: &Cle, identifiant: &str) -> Empreinte {
    let mut message = vec![b'S'];
    champ(&mut message, identifiant.as_bytes());
    secret.signer(&message)
}

/// The leaf of a person: SHA-256 of the byte 0, the salt and what the list says of them.
pub(crate) fn feuille(sel: &Empreinte, dit: [&str; 5]) -> Empreinte {
    let mut message = vec![0];
    champ(&mut message, sel);
    dit.iter().for_each(|texte| champ(&mut message, texte.as_bytes()));
    sha256(&message)
}

/// What the list says of a person: identifier, site, wave, stratum, exclusion.
pub(crate) fn dit<'a>(protocole: &'a Protocole, liste: &'a Liste, candidat: &'a Candidat) -> [&'a str; 5] {
    let groupe = &liste.groupes[candidat.groupe];
    [
        &candidat.identifiant,
        &protocole.sites[groupe.site].code,
        &protocole.vagues[groupe.vague],
        &groupe.strate,
        candidat.exclusion.map_or("", |e| &protocole.exclusions[e].code),
    ]
}
