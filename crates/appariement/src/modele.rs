//! What the user may settle: columns, blocking rules, thresholds. Everything has a default.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::colonne::Nature;
use crate::erreur::ErreurAppariement;

/// The settings of a linkage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Modele {
    /// From this probability on, two records are linked.
    pub seuil: f64,
    /// From this probability on, and below `seuil`, a pair is proposed to a human.
    pub seuil_revue: f64,
    /// A block with more pairs than this is left out, and told.
    pub bloc_max: u64,
    /// Pairs that one blocking rule may bring, by record; larger blocks are left out first, and told.
    pub paires_par_fiche: u64,
    /// What is done with pairs whose given names disagree.
    pub jumeaux: Jumeaux,
    /// Headers and what they hold, when their name does not tell.
    pub colonnes: BTreeMap<String, Nature>,
    /// Headers to leave aside.
    pub ignorer: Vec<String>,
    /// Blocking rules; the usual ones if none is given.
    pub blocage: Vec<Regle>,
}

/// Pairs whose given names disagree: brothers, sisters and twins share all the rest. Under every rule, sexes that
/// contradict each other and what only a household shares are for a human.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Jumeaux {
    /// They are never linked, unless a column that is one person's own agrees (two large files, in each of which hardly
    /// any of its values comes back): a human looks at them.
    Strict,
    /// The same, unless the files prove that twins are not what is seen: two large files show none inside, while across
    /// them such pairs are more than all the twins there are in a population.
    #[default]
    Prouve,
    /// They may be, also when a column on which strangers never agree does, or when the two files show no twins inside
    /// while such pairs abound across them.
    Souple,
}

/// A blocking rule: records whose keys are all equal are compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regle {
    /// Expressions on columns, as `docs/appariement.md` lists them.
    pub cles: Vec<String>,
}

impl Default for Modele {
    fn default() -> Self {
        Self {
            seuil: 0.9,
            seuil_revue: 0.1,
            bloc_max: 1_000_000,
            paires_par_fiche: 60,
            jumeaux: Jumeaux::default(),
            colonnes: BTreeMap::new(),
            ignorer: Vec::new(),
            blocage: Vec::new(),
        }
    }
}

impl Modele {
    /// Reads a model file (TOML).
    pub fn lire(texte: &str) -> Result<Self, ErreurAppariement> {
        let modele: Self = toml::from_str(texte).map_err(|e| {
            let ligne = e.span().map(|s| texte[..s.start].matches('\n').count() + 1);
            let ou = ligne.map(|l| format!(" (ligne {l})")).unwrap_or_default();
            ErreurAppariement::Modele(format!("{}{ou}", e.message()))
        })?;
        modele.verifier()?;
        Ok(modele)
    }

    /// Refuses thresholds that make no sense.
    pub fn verifier(&self) -> Result<(), ErreurAppariement> {
        if !(self.seuil > 0.0 && self.seuil <= 1.0 && self.seuil_revue > 0.0) {
            return Err(ErreurAppariement::Modele(
                "les seuils sont des probabilités : donnez-les entre 0 et 1, comme « 0.9 »".into(),
            ));
        }
        Ok(())
    }
}

/// The usual rules; one whose columns are absent is left out. Pairs of columns are added to them (`cle::couples`).
pub(crate) const USUELLES: [&[&str]; 9] = [
    &["courriel"],
    &["telephone"],
    &["phon_tous(nom)", "date_naissance"],
    &["noms_croises(phon)", "annee(date_naissance)"],
    &["phon(prenom)", "date_naissance"],
    &["noms_croises"],
    &["phon_tous(nom)", "code_postal", "annee(date_naissance)"],
    &["prenom", "code_postal", "annee(date_naissance)"],
    &["phon_tous(nom)", "phon(prenom)", "jour_mois(date_naissance)"],
];
