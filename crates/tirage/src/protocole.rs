//! The protocol: what is decided before anyone is drawn. Read from TOML ([`Protocole::lire`]), kept in the
//! minutes as JSON; its hash is that of its compact JSON, so comments and layout do not count.

mod controle;
mod lecture;

use crate::fraction::{Fraction, pgcd};
use crate::hachage::{Empreinte, sha256};
use serde::{Deserialize, Serialize};

pub use controle::ErreurProtocole;
pub(crate) use controle::est_code;

/// The word that stands for an arm when a person is beyond the capacity of the site.
pub const SURNOMBRE: &str = "surnombre";
/// The largest common denominator of the ratios of a site.
pub const COMMUN_MAX: u64 = 1_000_000_000;

/// What is decided before the draw. A value of this type has been checked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protocole {
    pub(crate) titre: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) hasard: String,
    pub(crate) bras: Vec<String>,
    pub(crate) vagues: Vec<String>,
    pub(crate) strates: Vec<Strate>,
    pub(crate) strates_vides_admises: bool,
    pub(crate) sites: Vec<Site>,
    pub(crate) exclusions: Vec<Exclusion>,
    pub(crate) parties: Vec<Partie>,
}

/// A column that cuts each site and wave into strata.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strate {
    /// Its header in the candidates file.
    pub colonne: String,
    /// Its values; any value is taken when there are none.
    pub valeurs: Vec<String>,
}

/// A place where the draw happens, with its own ratios.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Its code in the candidates file.
    pub code: String,
    /// Its name for people; may be empty.
    pub nom: String,
    /// The share of each arm, in the order of the arms; they add up to one.
    pub ratios: Vec<Fraction>,
    /// How many people its population mère takes, all waves together.
    pub capacite: Option<u32>,
}

/// Why someone of the list is not drawn.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// The code in the candidates file.
    pub code: String,
    /// The reason, in words.
    pub motif: String,
}

/// A stakeholder who puts a secret into the chance.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Partie {
    /// Its name.
    pub nom: String,
    /// SHA-256 of its secret, in hexadecimal, published before the chance is known.
    pub engagement: String,
}

impl Protocole {
    /// Title, as people will read it.
    pub fn titre(&self) -> &str {
        &self.titre
    }

    /// Where the public value will come from, as announced; empty when nothing was.
    pub fn hasard(&self) -> &str {
        &self.hasard
    }

    /// The arms, in order.
    pub fn bras(&self) -> &[String] {
        &self.bras
    }

    /// The waves, in the order they are drawn.
    pub fn vagues(&self) -> &[String] {
        &self.vagues
    }

    /// The sites, in order.
    pub fn sites(&self) -> &[Site] {
        &self.sites
    }

    /// The columns that make the strata.
    pub fn strates(&self) -> &[Strate] {
        &self.strates
    }

    /// The reasons of exclusion.
    pub fn exclusions(&self) -> &[Exclusion] {
        &self.exclusions
    }

    /// The stakeholders, in the order their secrets are hashed.
    pub fn parties(&self) -> &[Partie] {
        &self.parties
    }

    /// SHA-256 of the compact JSON.
    pub fn empreinte(&self) -> Empreinte {
        sha256(crate::ecriture::json(self).as_bytes())
    }

    /// The same rules for people, whoever the stakeholders are: a later wave commits new secrets.
    pub(crate) fn meme_tirage(&self, autre: &Self) -> bool {
        Self { parties: Vec::new(), ..self.clone() } == Self { parties: Vec::new(), ..autre.clone() }
    }
}

impl Site {
    /// The ratios over their least common denominator: whole parts, one for each arm.
    pub fn parts(&self) -> Vec<u64> {
        let commun = self.commun().expect("checked when the protocol was read");
        self.ratios.iter().map(|r| r.numerateur() * (commun / r.denominateur())).collect()
    }

    /// The least common denominator; `None` past [`COMMUN_MAX`].
    fn commun(&self) -> Option<u64> {
        self.ratios.iter().try_fold(1u64, |commun, ratio| {
            let den = ratio.denominateur();
            let facteur = den / pgcd(u128::from(commun), u128::from(den)) as u64;
            commun.checked_mul(facteur).filter(|c| *c <= COMMUN_MAX)
        })
    }
}
