//! What a protocol must be, whether it comes from TOML or from minutes.

use super::{Protocole, SURNOMBRE, Site};
use crate::fraction::{ErreurFraction, Fraction};
use crate::hachage::{hex, lire_hex, sha256};
use std::collections::HashSet;

/// Why a protocol is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErreurProtocole {
    /// Not TOML, or not the expected fields.
    #[error("le protocole ne se lit pas{}: vérifiez le nom des champs, les guillemets et les crochets ({detail})", a_la_ligne(*.ligne))]
    Illisible {
        /// The line, when known.
        ligne: Option<usize>,
        /// What the reader says.
        detail: String,
    },
    /// A list that must not be empty is.
    #[error("le protocole doit indiquer « {0} » : complétez-le")]
    Manque(&'static str),
    /// A code that cannot be written in the files.
    #[error(
        "« {0} » ne peut pas servir de code : ni vide, ni espace autour, ni « ; », « | », guillemet ou retour à la ligne, ni signe =, +, - ou @ au début, 200 octets au plus"
    )]
    Code(String),
    /// A code used twice.
    #[error("« {code} » est donné deux fois dans « {liste} » : gardez-en un seul")]
    Doublon {
        /// Key of the list in the protocol.
        liste: &'static str,
        /// The code that comes twice.
        code: String,
    },
    /// An arm with the reserved name.
    #[error(
        "un bras ne peut pas s’appeler « surnombre », ce mot désigne les candidats au-delà de la capacité : changez son nom"
    )]
    BrasReserve,
    /// A single arm is no draw.
    #[error("un tirage demande au moins deux bras : complétez « bras »")]
    UnSeulBras,
    /// A stratum column with the name of another column.
    #[error("la colonne de strate « {0} » porte le nom d’une colonne réservée : changez-le")]
    ColonneReservee(String),
    /// A ratio that cannot be read.
    #[error("site « {site} », bras « {bras} » : {erreur}")]
    Ratio {
        /// Code of the site at fault.
        site: String,
        /// Name of the arm at fault.
        bras: String,
        /// Why it is not a fraction.
        erreur: ErreurFraction,
    },
    /// An arm without ratio, or a ratio without arm.
    #[error(
        "site « {site} » : les ratios doivent nommer chaque bras une fois, et eux seuls ; « {bras} » est de trop ou manque"
    )]
    RatioBras {
        /// Code of the site at fault.
        site: String,
        /// Name of the arm at fault.
        bras: String,
    },
    /// The ratios do not add up to one.
    #[error("site « {site} » : les ratios font {somme} au lieu de 1 : corrigez-les")]
    Somme {
        /// Code of the site at fault.
        site: String,
        /// What they add up to.
        somme: String,
    },
    /// One arm takes everybody.
    #[error("site « {0} » : un bras prend tout le monde, il n’y a rien à tirer : corrigez ses ratios")]
    SansHasard(String),
    /// The common denominator is too large.
    #[error(
        "site « {0} » : le dénominateur commun des ratios dépasse un milliard : écrivez des fractions plus simples"
    )]
    Commun(String),
    /// A commitment that is not a SHA-256.
    #[error("l’engagement de « {0} » n’est pas un SHA-256 : donnez 64 chiffres hexadécimaux en minuscules")]
    Engagement(String),
    /// A commitment to nothing.
    #[error(
        "l’engagement de « {0} » est celui d’un secret vide, que tout le monde connaît : demandez-lui un vrai secret"
    )]
    SecretVide(String),
    /// Two stakeholders with the same commitment: one of them adds no chance of its own.
    #[error(
        "« {premiere} » et « {seconde} » ont le même engagement : l’un a repris celui de l’autre, demandez à chacun un secret à lui"
    )]
    EngagementCopie {
        /// The first of the two.
        premiere: String,
        /// The other.
        seconde: String,
    },
    /// The announced source of chance cannot be written on a line.
    #[error("« hasard » tient sur une ligne : dites d’où viendra la valeur publique, quel jour et sous quelle forme")]
    Hasard,
}

fn a_la_ligne(ligne: Option<usize>) -> String {
    ligne.map_or_else(|| " ".into(), |n| format!(" à la ligne {n} "))
}

/// A text that the CSV and the strata can carry as it is, and that a spreadsheet does not compute.
pub(crate) fn est_code(texte: &str) -> bool {
    !texte.is_empty()
        && texte.len() <= 200
        && texte.trim() == texte
        && !texte.starts_with(['=', '+', '-', '@'])
        && !texte.chars().any(|c| c.is_control() || matches!(c, ';' | '|' | '"' | '\u{2028}' | '\u{2029}' | '\u{FEFF}'))
}

impl Protocole {
    /// The protocol, if it holds together.
    pub(crate) fn controler(self) -> Result<Self, ErreurProtocole> {
        use ErreurProtocole as E;
        for (liste, vide) in [
            ("titre", self.titre.trim().is_empty()),
            ("bras", self.bras.is_empty()),
            ("vagues", self.vagues.is_empty()),
            ("sites", self.sites.is_empty()),
        ] {
            if vide {
                return Err(E::Manque(liste));
            }
        }
        if self.hasard.chars().any(char::is_control) {
            return Err(E::Hasard);
        }
        codes("bras", self.bras.iter())?;
        codes("vagues", self.vagues.iter())?;
        codes("strates", self.strates.iter().map(|s| &s.colonne))?;
        codes("sites", self.sites.iter().map(|s| &s.code))?;
        codes("exclusions", self.exclusions.iter().map(|e| &e.code))?;
        codes("parties", self.parties.iter().map(|p| &p.nom))?;
        for strate in &self.strates {
            if matches!(&*strate.colonne, "identifiant" | "site" | "vague" | "exclusion") {
                return Err(E::ColonneReservee(strate.colonne.clone()));
            }
            codes("valeurs", strate.valeurs.iter())?;
        }
        if self.bras.iter().any(|b| b == SURNOMBRE) {
            return Err(E::BrasReserve);
        }
        if self.bras.len() < 2 {
            return Err(E::UnSeulBras);
        }
        self.sites.iter().try_for_each(|site| ratios(site, self.bras.len()))?;
        if let Some(exclusion) = self.exclusions.iter().find(|e| e.motif.trim().is_empty()) {
            return Err(E::Code(exclusion.motif.clone()));
        }
        for (rang, partie) in self.parties.iter().enumerate() {
            if lire_hex(&partie.engagement).is_none() {
                return Err(E::Engagement(partie.nom.clone()));
            }
            if partie.engagement == hex(&sha256(b"")) {
                return Err(E::SecretVide(partie.nom.clone()));
            }
            if let Some(avant) = self.parties[..rang].iter().find(|p| p.engagement == partie.engagement) {
                return Err(E::EngagementCopie { premiere: avant.nom.clone(), seconde: partie.nom.clone() });
            }
        }
        Ok(self)
    }
}

fn codes<'a>(liste: &'static str, codes: impl Iterator<Item = &'a String>) -> Result<(), ErreurProtocole> {
    let mut vus = HashSet::new();
    for code in codes {
        if !est_code(code) {
            return Err(ErreurProtocole::Code(code.clone()));
        }
        if !vus.insert(code) {
            return Err(ErreurProtocole::Doublon { liste, code: code.clone() });
        }
    }
    Ok(())
}

fn ratios(site: &Site, bras: usize) -> Result<(), ErreurProtocole> {
    let nom = || site.code.clone();
    if site.ratios.len() != bras {
        return Err(ErreurProtocole::RatioBras { site: nom(), bras: bras.to_string() });
    }
    let commun = site.commun().ok_or_else(|| ErreurProtocole::Commun(nom()))?;
    let somme: u64 = site.parts().iter().sum();
    if somme != commun {
        let pgcd = crate::fraction::pgcd(u128::from(somme), u128::from(commun)) as u64;
        let somme = format!("{}/{}", somme / pgcd, commun / pgcd);
        return Err(ErreurProtocole::Somme { site: nom(), somme });
    }
    if site.ratios.contains(&Fraction::UN) { Err(ErreurProtocole::SansHasard(nom())) } else { Ok(()) }
}
