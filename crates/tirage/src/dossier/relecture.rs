//! Reading back the two files of a commitment, and saying which line changed.

use super::ligne::LigneListe;
use super::{Dossier, FORMAT_ENGAGEMENT, FORMAT_LISTE, Precedent, long};
use crate::erreur::{ErreurTirage, illisible};
use crate::hachage::{Cle, Empreinte, hex, lire_hex};
use crate::liste::{Codes, Liste, controler, feuille, sel};
use crate::merkle;
use crate::parallele::chacun;
use crate::protocole::Protocole;
use serde::Deserialize;

/// Line of the first person in the file of the list.
const PREMIERE_LIGNE: usize = 5;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EngagementLu {
    format: String,
    protocole: Protocole,
    protocole_sha256: String,
    precedent: Option<Precedent>,
    racine: String,
    personnes: usize,
    effectifs: Vec<(String, String, String, u64, u64)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListeLue {
    format: String,
    secret_liste: String,
    personnes: Vec<LigneListe>,
}

impl Dossier {
    /// Reads the two files back; any change since the commitment is refused, with its lines when they can be named.
    pub fn lire(engagement: &str, liste: &str) -> Result<Self, ErreurTirage> {
        let lu: EngagementLu = serde_json::from_str(engagement).map_err(|e| illisible("l’engagement", &e))?;
        if lu.format != FORMAT_ENGAGEMENT {
            return Err(ErreurTirage::EngagementAltere("format"));
        }
        let protocole = lu.protocole.controler()?;
        if hex(&protocole.empreinte()) != lu.protocole_sha256 {
            return Err(ErreurTirage::EngagementAltere("protocole_sha256"));
        }
        let racine = lire_hex(&lu.racine).ok_or(ErreurTirage::EngagementAltere("racine"))?;
        let figee: ListeLue = serde_json::from_str(liste).map_err(|e| illisible("la liste figée", &e))?;
        if figee.format != FORMAT_LISTE {
            return Err(ErreurTirage::ListeAlteree { lignes: vec![2] });
        }
        long(&figee.secret_liste)?;
        let (liste, feuilles) = relire(&protocole, &figee.secret_liste, &figee.personnes).map_err(|rangs| {
            ErreurTirage::ListeAlteree { lignes: rangs.iter().map(|r| r + PREMIERE_LIGNE).collect() }
        })?;
        if merkle::racine(feuilles.clone()) != Some(racine) {
            return Err(ErreurTirage::RacineAutre);
        }
        let liste = controler(&protocole, liste)?;
        let dossier = Self { protocole, precedent: lu.precedent, secret: figee.secret_liste, liste, feuilles, racine };
        if dossier.effectifs() != lu.effectifs || dossier.liste.candidats().len() != lu.personnes {
            return Err(ErreurTirage::EngagementAltere("effectifs"));
        }
        dossier.depart()?;
        Ok(dossier)
    }
}

/// The list the lines say, and its leaves; else the ranks of the lines that do not hold: an unknown code, a leaf that
/// is not theirs, an identifier out of order. When every line is wrong, the secret is.
pub(crate) fn relire(
    protocole: &Protocole,
    secret: &str,
    lignes: &[LigneListe],
) -> Result<(Liste, Vec<Empreinte>), Vec<usize>> {
    let (codes, cle) = (Codes::du(protocole), Cle::nouvelle(secret.as_bytes()));
    let (mut entrees, mut feuilles, mut fautes) = (Vec::new(), Vec::new(), Vec::new());
    let calculees = chacun(lignes, |LigneListe(identifiant, site, vague, strate, exclusion, _)| {
        feuille(&sel(&cle, identifiant), [identifiant, site, vague, strate, exclusion])
    });
    let mut avant = "";
    for (rang, LigneListe(identifiant, site, vague, strate, exclusion, ecrite)) in lignes.iter().enumerate() {
        let strates: Vec<&str> =
            if strate.is_empty() { Vec::new() } else { strate.split(crate::liste::JOINTURE).collect() };
        let calculee = calculees[rang];
        let juste = strates.len() == protocole.strates().len()
            && hex(&calculee) == *ecrite
            && (rang == 0 || avant < identifiant.as_str());
        match codes.personne(identifiant, site, vague, &strates, exclusion) {
            Ok(entree) if juste => {
                // A line that does not hold says nothing about the order of the next one.
                avant = identifiant;
                entrees.push(entree);
                feuilles.push(calculee);
            }
            _ => fautes.push(rang),
        }
    }
    if fautes.is_empty() { Ok((Liste::assembler(entrees), feuilles)) } else { Err(fautes) }
}
