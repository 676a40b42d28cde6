//! The commitment: the list frozen under a root, published before the chance is known.
//!
//! Two files: the engagement (public: protocol, root, counts) and the frozen list (kept by the organiser:
//! the secret of the salts, and one line for each person with its leaf).

mod ligne;
mod relecture;

use crate::arrondi::{Avancement, Chaine};
use crate::ecriture::Ecrivain;
use crate::erreur::ErreurTirage;
use crate::hachage::{Cle, Empreinte, hex, lire_hex};
use crate::liste::{Liste, dit, feuille, sel};
use crate::merkle;
use crate::parallele::chacun;
use crate::protocole::{Partie, Protocole};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub(crate) use ligne::LigneListe;
pub(crate) use relecture::relire;

pub(crate) const FORMAT_ENGAGEMENT: &str = "passerelle-tirage-engagement/1";
pub(crate) const FORMAT_LISTE: &str = "passerelle-tirage-liste/1";
/// The shortest secret of a list.
const SECRET_MIN: usize = 32;

/// What the minutes of the previous waves leave to the next.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Precedent {
    /// SHA-256 of the previous minutes.
    pub sha256: String,
    /// Sites and waves drawn so far.
    pub vagues: Vec<(String, String)>,
    /// For each site, its chains.
    pub reports: Vec<Report>,
    #[serde(skip)]
    pub(crate) avant: Option<Box<Avant>>,
}

/// What only the previous minutes themselves say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Avant {
    pub protocole: Protocole,
    pub alea: String,
    /// Who has an arm, and the line that says so.
    pub affectes: BTreeMap<String, usize>,
}

impl Avant {
    /// The first person of a list, in its order, who is drawn though they have an arm.
    pub(crate) fn deja<'a>(&self, liste: &'a Liste) -> Option<(&'a str, usize)> {
        let tires = liste.candidats().iter().filter(|c| c.exclusion.is_none());
        tires.map(|c| c.identifiant.as_str()).find_map(|id| Some((id, *self.affectes.get(id)?)))
    }

    /// The first stakeholder who commits again to a secret that was revealed.
    pub(crate) fn connu<'a>(&self, protocole: &'a Protocole) -> Option<&'a str> {
        let revele = |p: &&Partie| self.protocole.parties().iter().any(|avant| avant.engagement == p.engagement);
        protocole.parties().iter().find(revele).map(|p| p.nom.as_str())
    }
}

/// A secret of list that nobody guesses.
pub(crate) fn long(secret: &str) -> Result<(), ErreurTirage> {
    if secret.chars().count() < SECRET_MIN { Err(ErreurTirage::SecretCourt) } else { Ok(()) }
}

/// A site and its chains, as (people, kept) pairs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Report(pub String, pub Vec<(u64, u64)>);

/// A frozen list and its protocol.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dossier {
    pub(crate) protocole: Protocole,
    pub(crate) precedent: Option<Precedent>,
    pub(crate) secret: String,
    pub(crate) liste: Liste,
    /// One for each candidate, in the order of the list.
    pub(crate) feuilles: Vec<Empreinte>,
    pub(crate) racine: Empreinte,
}

impl Dossier {
    /// Freezes a list. `secret` is a text of at least 32 random characters, kept until the draw.
    pub fn preparer(
        protocole: Protocole,
        liste: Liste,
        secret: &str,
        precedent: Option<Precedent>,
    ) -> Result<Self, ErreurTirage> {
        long(secret)?;
        let avant = precedent.as_ref().and_then(|p| p.avant.as_ref());
        if avant.is_some_and(|avant| !avant.protocole.meme_tirage(&protocole)) {
            return Err(ErreurTirage::AutreProtocole);
        }
        let cle = Cle::nouvelle(secret.as_bytes());
        let une = |c: &_| {
            let dit = dit(&protocole, &liste, c);
            feuille(&sel(&cle, dit[0]), dit)
        };
        let feuilles: Vec<Empreinte> = chacun(liste.candidats(), une);
        let racine = merkle::racine(feuilles.clone()).expect("a checked list has someone");
        let dossier = Self { protocole, precedent, secret: secret.into(), liste, feuilles, racine };
        dossier.depart()?;
        // A wave that was drawn is said before those who were drawn in it.
        if let Some(avant) = dossier.precedent.as_ref().and_then(|p| p.avant.as_ref()) {
            if let Some(partie) = avant.connu(&dossier.protocole) {
                return Err(ErreurTirage::SecretConnu(partie.into()));
            }
            if let Some((identifiant, ligne)) = avant.deja(&dossier.liste) {
                return Err(ErreurTirage::DejaAffecte { identifiant: identifiant.into(), ligne });
            }
        }
        Ok(dossier)
    }

    /// What was decided before the list was frozen.
    pub fn protocole(&self) -> &Protocole {
        &self.protocole
    }

    /// Who is on it, in the order of identifiers.
    pub fn liste(&self) -> &Liste {
        &self.liste
    }

    /// What the minutes of the previous waves left; `None` for a first draw.
    pub fn precedent(&self) -> Option<&Precedent> {
        self.precedent.as_ref()
    }

    /// The root to publish.
    pub fn racine(&self) -> &Empreinte {
        &self.racine
    }

    /// Where the chains start, the previous waves counted; refused when one of the waves was drawn already.
    pub(crate) fn depart(&self) -> Result<Vec<Avancement>, ErreurTirage> {
        let mut etat = Avancement::zero(&self.protocole);
        let Some(precedent) = &self.precedent else { return Ok(etat) };
        lire_hex(&precedent.sha256).ok_or(ErreurTirage::EngagementAltere("precedent"))?;
        for (site, vague) in self.vagues() {
            if precedent.vagues.iter().any(|(s, v)| *s == site && *v == vague) {
                return Err(ErreurTirage::DejaTiree { site, vague });
            }
        }
        for ((site, avancement), report) in self.protocole.sites().iter().zip(&mut etat).zip(&precedent.reports) {
            let chaines = report.1.iter().map(|&(personnes, retenus)| Chaine { personnes, retenus });
            *avancement = Avancement(chaines.collect());
            let (mut commun, mut restent) =
                (site.parts().iter().sum::<u64>(), avancement.0.first().map_or(0, |c| c.personnes));
            let juste = report.0 == site.code
                && avancement.0.len() == self.protocole.bras().len() - 1
                && avancement.0.iter().zip(site.parts()).all(|(chaine, part)| {
                    let ici = if commun == 0 {
                        *chaine == Chaine::default()
                    } else {
                        chaine.personnes == restent && chaine.plausible(part, commun)
                    };
                    commun -= part;
                    restent = restent.saturating_sub(chaine.retenus);
                    ici
                });
            if !juste {
                return Err(ErreurTirage::Reports(site.code.clone()));
            }
        }
        if precedent.reports.len() == etat.len() { Ok(etat) } else { Err(ErreurTirage::AutreProtocole) }
    }

    /// The sites and waves of the list that have someone to draw.
    pub(crate) fn vagues(&self) -> Vec<(String, String)> {
        let peuples = self.liste.groupes().iter().zip(self.liste.effectifs()).filter(|(_, (a_tirer, _))| *a_tirer > 0);
        let noms = |site: usize, vague: usize| {
            (self.protocole.sites()[site].code.clone(), self.protocole.vagues()[vague].clone())
        };
        let mut sortie: Vec<_> = peuples.map(|(g, _)| noms(g.site, g.vague)).collect();
        sortie.dedup();
        sortie
    }

    /// Site, wave, stratum, people to draw, people excluded: one row for each group.
    pub(crate) fn effectifs(&self) -> Vec<(String, String, String, u64, u64)> {
        let lignes = self.liste.groupes().iter().zip(self.liste.effectifs());
        lignes
            .map(|(g, (a_tirer, exclus))| {
                let (site, vague) = (&self.protocole.sites()[g.site].code, &self.protocole.vagues()[g.vague]);
                (site.clone(), vague.clone(), g.strate.clone(), a_tirer, exclus)
            })
            .collect()
    }

    /// The file to publish: it names nobody and holds no secret.
    pub fn engagement(&self) -> String {
        let mut e = Ecrivain::nouveau();
        e.membre("format", FORMAT_ENGAGEMENT);
        e.membre("protocole", &self.protocole);
        e.membre("protocole_sha256", &hex(&self.protocole.empreinte()));
        e.membre("precedent", &self.precedent);
        e.membre("racine", &hex(&self.racine));
        e.membre("personnes", &self.liste.candidats().len());
        e.liste("effectifs", &self.effectifs());
        e.finir()
    }

    /// The file to keep until the draw: the list and its secret.
    pub fn liste_figee(&self) -> String {
        let mut e = Ecrivain::nouveau();
        e.membre("format", FORMAT_LISTE);
        e.membre("secret_liste", &self.secret);
        e.liste("personnes", &self.lignes());
        e.finir()
    }

    /// One row for each person, with its leaf.
    pub(crate) fn lignes(&self) -> Vec<LigneListe> {
        let ligne = |(candidat, feuille): (_, &Empreinte)| {
            let [a, b, c, d, e] = dit(&self.protocole, &self.liste, candidat).map(str::to_owned);
            LigneListe(a, b, c, d, e, hex(feuille))
        };
        self.liste.candidats().iter().zip(&self.feuilles).map(ligne).collect()
    }
}
