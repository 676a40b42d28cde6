//! Checking minutes: everything is computed again from the list, the protocol, the public value and the secrets.
//!
//! The checks go from what is given to what follows from it, and stop at the first stage that fails: an altered
//! person is named alone, not with the thousand tickets that would follow.

use crate::dossier::{Dossier, LigneListe, Precedent, long, relire};
use crate::hachage::{hex, lire_hex};
use crate::liste::controler;
use crate::merkle;
use crate::minutes::{FORMAT, Lu, ProcesVerbal};
use std::fmt;

/// Something that does not hold in the minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The line of the file, from 1.
    pub ligne: usize,
    /// What is wrong.
    pub motif: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ligne {} : {}", self.ligne, self.motif)
    }
}

/// What does not hold in the minutes; nothing when they are exact, to the byte.
pub fn verifier(minutes: &str) -> Vec<Difference> {
    rejouer(minutes).err().unwrap_or_default()
}

/// Replays the minutes.
pub fn rejouer(minutes: &str) -> Result<ProcesVerbal, Vec<Difference>> {
    let une = |ligne: usize, motif: String| vec![Difference { ligne, motif }];
    // A line end of Windows is never part of the content: texts escape it.
    if let Some(place) = minutes.find('\r') {
        let ligne = minutes[..place].matches('\n').count() + 1;
        return Err(une(
            ligne,
            "les fins de ligne sont celles de Windows (CR LF) : reprenez le fichier tel qu’il a été écrit, sans passer par un éditeur ni un courriel qui les change"
                .into(),
        ));
    }
    let lu = Lu::lire(minutes).map_err(|e| {
        let ligne = if let crate::ErreurTirage::Illisible { ligne: Some(ligne), .. } = e { ligne } else { 1 };
        une(ligne, e.to_string())
    })?;
    let differences = comparer(minutes, &lu.json(), "l’écriture n’est pas canonique");
    if !differences.is_empty() {
        return Err(differences.into_iter().take(1).collect());
    }
    if lu.format != FORMAT {
        return Err(une(2, format!("le format devrait être « {FORMAT} »")));
    }
    let protocole = lu.protocole.clone().controler().map_err(|e| une(3, e.to_string()))?;
    if hex(&protocole.empreinte()) != lu.protocole_sha256 {
        return Err(une(4, "cette empreinte n’est pas celle du protocole (ligne 3)".into()));
    }
    long(&lu.secret_liste).map_err(|e| une(5, e.to_string()))?;
    let lignes: Vec<LigneListe> = lu.personnes.iter().map(|p| p.liste()).collect();
    let premiere = lu.premiere_personne();
    let (liste, feuilles) = relire(&protocole, &lu.secret_liste, &lignes).map_err(|rangs| {
        let motif = |rang: &usize| Difference {
            ligne: premiere + rang,
            motif: format!(
                "la personne « {} » n’est pas celle qui a été engagée : identifiant, site, vague, strate, exclusion ou feuille modifiés",
                lignes[*rang].0
            ),
        };
        if rangs.len() > 1 && rangs.len() == lignes.len() {
            return une(5, "ce secret ne donne aucune des feuilles : il a été modifié".into());
        }
        rangs.iter().map(motif).collect::<Vec<_>>()
    })?;
    let liste = controler(&protocole, liste).map_err(|e| une(premiere, e.to_string()))?;
    let racine = merkle::racine(feuilles.clone()).filter(|r| lire_hex(&lu.racine) == Some(*r));
    let Some(racine) = racine else {
        let mut sortie = une(
            7,
            "les personnes ne donnent pas cette racine : une ligne a été ajoutée ou retirée, ou la racine modifiée"
                .into(),
        );
        sortie.extend(effectifs(&lu, &liste_des_effectifs(&lu)));
        return Err(sortie);
    };
    let dossier = Dossier {
        protocole,
        precedent: lu.precedent.clone(),
        secret: lu.secret_liste.clone(),
        liste,
        feuilles,
        racine,
    };
    dossier.depart().map_err(|e| une(6, e.to_string()))?;
    let secrets: Vec<&str> = lu.secrets.iter().map(|s| s.secret.as_str()).collect();
    let attendu = dossier
        .executer(&lu.alea, &secrets)
        .map_err(|e| une(if e == crate::ErreurTirage::Alea { 8 } else { 9 }, e.to_string()))?;
    if hex(attendu.graine()) != lu.graine {
        let motif = "cette graine ne vient pas du protocole, de la racine, de la valeur publique (ligne 8) et des secrets (ligne 9)";
        return Err(une(10, motif.into()));
    }
    let differences = comparer(minutes, &attendu.json(), "la ligne ne découle pas du tirage");
    if differences.is_empty() { Ok(attendu) } else { Err(differences) }
}

/// The lines that differ.
fn comparer(lu: &str, attendu: &str, motif: &str) -> Vec<Difference> {
    if lu == attendu {
        return Vec::new();
    }
    let (mut a, mut b, mut sortie) = (lu.split('\n'), attendu.split('\n'), Vec::new());
    for ligne in 1.. {
        match (a.next(), b.next()) {
            (None, None) => break,
            (a, b) if a == b => {}
            (a, b) => {
                let dire = |l: Option<&str>| {
                    l.map_or("rien".into(), |l| format!("« {} »", l.chars().take(400).collect::<String>()))
                };
                sortie.push(Difference { ligne, motif: format!("{motif} : lu {}, attendu {}", dire(a), dire(b)) });
            }
        }
    }
    sortie
}

/// People to draw and excluded in each group, counted on the lines of the people.
fn liste_des_effectifs(lu: &Lu) -> std::collections::HashMap<[&str; 3], (u64, u64)> {
    let mut sortie = std::collections::HashMap::new();
    for p in &lu.personnes {
        let [_, site, vague, strate, exclusion, ..] = &p.0;
        let (a_tirer, exclus): &mut (u64, u64) = sortie.entry([site.as_str(), vague, strate]).or_default();
        *(if exclusion.is_empty() { a_tirer } else { exclus }) += 1;
    }
    sortie
}

/// The groups whose counts are not those of the lines: where someone was added or removed.
fn effectifs(lu: &Lu, comptes: &std::collections::HashMap<[&str; 3], (u64, u64)>) -> Vec<Difference> {
    let faux = lu.cellules.iter().enumerate().filter_map(|(rang, c)| {
        let compte = comptes.get(&[c.0.as_str(), &c.1, &c.2]).copied().unwrap_or_default();
        (compte != (c.3, c.4)).then(|| Difference {
            ligne: crate::minutes::PREMIERE_CELLULE + rang,
            motif: format!(
                "le groupe compte {} à tirer et {} exclus dans la liste, {} et {} ici",
                compte.0, compte.1, c.3, c.4
            ),
        })
    });
    faux.collect()
}

/// What was published before the draw, compared with what was drawn, to the byte: the lines of the engagement that
/// differ.
pub fn verifier_engagement(pv: &ProcesVerbal, engagement: &str) -> Vec<Difference> {
    comparer(engagement, &pv.dossier().engagement(), "ce qui a été publié n’est pas ce qui a été tiré")
}

/// Checks minutes against the previous ones, themselves checked: the chain of waves is whole.
pub fn verifier_suite(minutes: &str, precedentes: &str) -> Vec<Difference> {
    let (pv, avant) = match (rejouer(minutes), rejouer(precedentes)) {
        (Ok(pv), Ok(avant)) => (pv, avant),
        (Err(differences), _) => return differences,
        (_, Err(differences)) => {
            let dire = |d: Difference| Difference { ligne: 6, motif: format!("procès-verbal précédent, {d}") };
            return differences.into_iter().map(dire).collect();
        }
    };
    let (suite, dossier) = (avant.suite(), pv.dossier());
    let memes = |p: &Precedent| p.sha256 == suite.sha256 && p.vagues == suite.vagues && p.reports == suite.reports;
    let une = |ligne: usize, motif: String| vec![Difference { ligne, motif }];
    let avant = suite.avant.as_ref().expect("minutes that were just replayed");
    if !avant.protocole.meme_tirage(&dossier.protocole) || !dossier.precedent.as_ref().is_some_and(memes) {
        return une(6, "ce n’est pas la suite du procès-verbal précédent".into());
    }
    if avant.alea == pv.alea() {
        return une(8, crate::ErreurTirage::AleaDejaServi.to_string());
    }
    if let Some(partie) = avant.connu(&dossier.protocole) {
        return une(9, crate::ErreurTirage::SecretConnu(partie.into()).to_string());
    }
    if let Some((identifiant, ligne)) = avant.deja(&dossier.liste) {
        let rang = dossier.liste.candidats().iter().position(|c| c.identifiant == identifiant);
        let ici = pv.lu().premiere_personne() + rang.expect("someone of this list");
        let motif = crate::ErreurTirage::DejaAffecte { identifiant: identifiant.into(), ligne }.to_string();
        return une(ici, motif);
    }
    Vec::new()
}
