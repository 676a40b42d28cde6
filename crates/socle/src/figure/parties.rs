//! What the address of a figure says beside its name: `?structure=ML-MIRE&type=apprentissage`.

use crate::web::Parametres;

/// One thing an address says.
#[derive(Clone, Copy, Debug)]
pub enum Partie {
    /// Always the same: it tells this figure from its neighbours of the same name.
    Fixe(&'static str, &'static str),
    /// A code of the base, and the statement that reads the name behind it (`nom`, from `$1`).
    Code {
        /// Name in the address.
        cle: &'static str,
        /// Whether the figure means nothing without it.
        requis: bool,
        /// How its name is read.
        nom: &'static str,
    },
    /// One of some codes, or nothing; another code is no figure.
    Parmi(&'static str, fn(&str) -> bool),
}

impl Partie {
    /// Name in the address.
    pub(super) fn cle(&self) -> &'static str {
        match self {
            Self::Fixe(cle, _) | Self::Code { cle, .. } | Self::Parmi(cle, _) => cle,
        }
    }
}

/// What makes a figure precise, in the order of its address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Precisions(Vec<(&'static str, String)>);

impl Precisions {
    /// What is said under that name.
    pub fn lire(&self, cle: &str) -> Option<&str> {
        self.0.iter().find(|(c, _)| *c == cle).map(|(_, v)| v.as_str())
    }

    /// All of it.
    pub fn paires(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(c, v)| (*c, v.as_str()))
    }

    /// Those that never change.
    pub(super) fn fixes(parties: &[Partie]) -> Self {
        let fixe = |p: &Partie| match p {
            Partie::Fixe(cle, valeur) => Some((*cle, (*valeur).to_owned())),
            Partie::Code { .. } | Partie::Parmi(..) => None,
        };
        Self(parties.iter().filter_map(fixe).collect())
    }

    /// Those an address says; `None` when it asks for something else.
    pub(super) fn de_l_adresse(parties: &[Partie], p: &Parametres) -> Option<Self> {
        let mut lues = vec![];
        for partie in parties {
            let valeur = p.lire(partie.cle());
            let convient = match partie {
                Partie::Fixe(_, attendue) => valeur == *attendue,
                Partie::Code { requis, .. } => !(*requis && valeur.is_empty()),
                Partie::Parmi(_, connu) => valeur.is_empty() || connu(valeur),
            };
            if !convient {
                return None;
            }
            if !valeur.is_empty() {
                lues.push((partie.cle(), valeur.to_owned()));
            }
        }
        Some(Self(lues))
    }

    /// With one more, at its place in the address.
    pub(super) fn avec(mut self, parties: &[Partie], cle: &'static str, valeur: String) -> Self {
        self.0.push((cle, valeur));
        self.0.sort_by_key(|(c, _)| parties.iter().position(|p| p.cle() == *c));
        self
    }
}
