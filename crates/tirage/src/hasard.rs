//! The chance: a seed that nobody could choose, and what is derived from it.

use crate::erreur::ErreurTirage;
use crate::hachage::{Cle, Empreinte, champ, hex, sha256};
use crate::protocole::{Partie, Protocole};
use serde::{Deserialize, Serialize};

/// First field of the seed.
const ETIQUETTE_GRAINE: &[u8] = b"passerelle-tirage/1/graine";

/// A secret, once revealed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revele {
    /// Name of the stakeholder, in the protocol.
    pub partie: String,
    /// What it had committed to, revealed.
    pub secret: String,
}

/// The public value without spaces around; refused when empty or on several lines.
pub(crate) fn alea(texte: &str) -> Result<&str, ErreurTirage> {
    let texte = texte.trim();
    // A byte order mark would be a space for some checkers and not for others.
    if texte.is_empty() || texte.chars().any(|c| c.is_control() || c == '\u{FEFF}') {
        Err(ErreurTirage::Alea)
    } else {
        Ok(texte)
    }
}

/// Finds whose secret each one is; the order given does not matter, that of the protocol does.
pub(crate) fn reveler(protocole: &Protocole, secrets: &[&str]) -> Result<Vec<Revele>, ErreurTirage> {
    let mut connus: Vec<(String, &str)> = secrets.iter().map(|s| (hex(&sha256(s.as_bytes())), *s)).collect();
    let mut prendre = |partie: &Partie| {
        let place = connus.iter().position(|(engagement, _)| *engagement == partie.engagement);
        let place = place.ok_or_else(|| ErreurTirage::SecretManque(partie.nom.clone()))?;
        Ok(Revele { partie: partie.nom.clone(), secret: connus.swap_remove(place).1.to_owned() })
    };
    let reveles: Result<Vec<_>, ErreurTirage> = protocole.parties().iter().map(&mut prendre).collect();
    // A wrong secret explains a missing one better than the reverse.
    let engages = |engagement: &String| protocole.parties().iter().any(|p| p.engagement == *engagement);
    if !connus.iter().all(|(engagement, _)| engages(engagement)) {
        return Err(ErreurTirage::SecretFaux);
    }
    reveles
}

/// What the seed is made of.
pub(crate) struct Source<'a> {
    pub protocole: &'a Empreinte,
    pub racine: &'a Empreinte,
    /// Hash of the previous minutes.
    pub precedent: Option<&'a Empreinte>,
    pub alea: &'a str,
    pub secrets: &'a [Revele],
}

impl Source<'_> {
    /// SHA-256 of the label, the protocol, the root, the previous minutes, the public value and the secrets.
    pub(crate) fn graine(&self) -> Empreinte {
        let mut message = Vec::new();
        champ(&mut message, ETIQUETTE_GRAINE);
        champ(&mut message, self.protocole);
        champ(&mut message, self.racine);
        champ(&mut message, self.precedent.map_or(&[][..], |p| p));
        champ(&mut message, self.alea.as_bytes());
        self.secrets.iter().for_each(|s| champ(&mut message, s.secret.as_bytes()));
        sha256(&message)
    }
}

/// What the seed gives to a group: the tickets of its people and its coins.
pub struct Urne {
    cle: Cle,
    /// Wave, site and stratum, as fields.
    groupe: Vec<u8>,
}

impl Urne {
    /// The urn of a group.
    pub fn nouvelle(graine: &Empreinte, vague: &str, site: &str, strate: &str) -> Self {
        Self { cle: Cle::nouvelle(graine), groupe: Vec::new() }.autre(vague, site, strate)
    }

    /// The urn of another group, with the same seed.
    pub fn autre(&self, vague: &str, site: &str, strate: &str) -> Self {
        let mut groupe = Vec::new();
        [vague, site, strate].iter().for_each(|texte| champ(&mut groupe, texte.as_bytes()));
        Self { cle: self.cle.clone(), groupe }
    }

    /// The ticket of a person: HMAC under the seed of "T", wave, site, stratum, identifier.
    pub fn ticket(&self, identifiant: &str) -> Empreinte {
        let longueur = u32::try_from(identifiant.len()).expect("an identifier is short").to_be_bytes();
        self.cle.signer_suite(&[b"T", &self.groupe, &longueur, identifiant.as_bytes()])
    }

    /// A coin that is true with probability exactly num/den, if the hash is uniform: a whole number under `den`,
    /// drawn again as long as the 64 bits fall in the incomplete last range.
    pub fn piece(&self, choix: u32, num: u64, den: u64) -> bool {
        let refuses = (u128::from(u64::MAX) + 1) % u128::from(den);
        let limite = u128::from(u64::MAX) + 1 - refuses;
        let tirage = |essai: u32| {
            let mut message = vec![b'R'];
            message.extend_from_slice(&self.groupe);
            message.extend_from_slice(&choix.to_be_bytes());
            message.extend_from_slice(&essai.to_be_bytes());
            let signe = self.cle.signer(&message);
            u64::from_be_bytes(signe[..8].try_into().expect("eight bytes"))
        };
        let retenu =
            (0..).map(tirage).find(|v| u128::from(*v) < limite).expect("each trial succeeds more than half the time");
        retenu % den < num
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_people_have_their_own_tickets() {
        let urne = Urne::nouvelle(&sha256(b"graine"), "1", "tours", "F");
        let ticket = urne.ticket("a1");
        assert_eq!(ticket, urne.autre("1", "tours", "F").ticket("a1"));
        for autre in [urne.autre("2", "tours", "F"), urne.autre("1", "tour", "sF"), urne.autre("1", "tours", "")] {
            assert_ne!(ticket, autre.ticket("a1"));
        }
        assert_ne!(ticket, urne.ticket("a2"));
        assert_ne!(ticket, Urne::nouvelle(&sha256(b"autre"), "1", "tours", "F").ticket("a1"));
    }

    #[test]
    fn a_coin_falls_as_often_as_it_says() {
        for (num, den) in [(1, 3), (5, 7), (1, 2)] {
            let n = 30_000u32;
            let urne = Urne::nouvelle(&sha256(b"piece"), "1", "tours", "");
            let vrais = (0..n).filter(|i| urne.piece(*i, num, den)).count() as f64;
            let p = num as f64 / den as f64;
            let ecart = (vrais / f64::from(n) - p) / (p * (1.0 - p) / f64::from(n)).sqrt();
            assert!(ecart.abs() < 4.0, "{num}/{den}: {ecart} standard errors");
        }
    }
}
