//! The probability of each pair, and what is decided of it.

use std::collections::HashMap;

use crate::candidats::{ENSEMBLE, Paire};
use crate::champ::identique;
use crate::doute::{Avis, Doute, Doutes};
use crate::frequence::{Frequences, Lecture};
use crate::modele::Modele;
use crate::registre::Registre;
use crate::tables::{CLASSES, Tables};

/// A pair whose given names disagree is never more probable than this: brothers, sisters and twins share the rest.
pub(crate) const PLAFOND: f64 = 0.5;
/// Pairs less probable than this are not kept one by one.
const GARDE: f64 = 0.01;
/// The most that rare values can take from the likelihood of strangers.
const RARETE_MAX: f64 = 1e-9;

/// A pair that may be one person.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Note {
    pub a: u32,
    pub b: u32,
    pub motif: u32,
    pub avis: Avis,
    pub probabilite: f64,
}

/// Pairs worth keeping, and the matches expected among the others.
pub(crate) struct Notes {
    pub notes: Vec<Note>,
    pub reste: f64,
}

/// Pairs of `doutes` that are protected are capped. Batches of pairs are given back one by one, to make room for the notes.
pub(crate) fn noter(
    lots: Vec<Vec<Paire>>,
    codes: &[u64],
    frequences: &Frequences,
    tables: &Tables,
    doutes: &Doutes,
) -> Notes {
    let plat = tables.a_plat();
    let vraisemblances: Vec<[f64; CLASSES]> = codes.iter().map(|c| plat.vraisemblances(*c)).collect();
    let identiques: Vec<[f64; CLASSES]> = codes.iter().map(|c| plat.vraisemblances(identique(*c))).collect();
    let possible: Vec<bool> =
        vraisemblances.iter().map(|v| probabilite(cote(v, RARETE_MAX, RARETE_MAX)) >= GARDE).collect();
    // What is almost identical never ranks above what is identical in every field.
    let bornee: Vec<bool> = codes.iter().map(|c| *c != identique(*c) && frequences.presque_identique(*c)).collect();
    let (mut notes, mut reste) = (Vec::new(), 0.0);
    let (mut ensemble, mut facteurs, mut cotes, mut gardees) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut bornes, mut plafonds) = (Vec::new(), Vec::new());
    let mut possibles = lots.into_iter().flatten().filter(|p| possible[p.motif as usize]);
    loop {
        ensemble.clear();
        ensemble.extend(possibles.by_ref().take(ENSEMBLE));
        if ensemble.is_empty() {
            break;
        }
        frequences.facteurs(&ensemble, codes, Lecture::Telles, &mut facteurs);
        cotes.clear();
        let cote_de = |(p, (fe, ff)): (&Paire, &(f64, f64))| cote(&vraisemblances[p.motif as usize], *fe, *ff);
        cotes.extend(ensemble.iter().zip(&facteurs).map(cote_de));
        gardees.clear();
        for (p, cotes) in ensemble.iter().zip(&cotes) {
            match probabilite(*cotes) {
                faible if faible < GARDE => reste += faible,
                _ => gardees.push((*p, *cotes)),
            }
        }
        bornes.clear();
        bornes.extend(gardees.iter().map(|g| g.0).filter(|p| bornee[p.motif as usize]));
        frequences.facteurs(&bornes, codes, Lecture::Identiques, &mut plafonds);
        let mut plafonds = plafonds.iter();
        for (p, cotes) in &gardees {
            let (rang, code) = (p.motif as usize, codes[p.motif as usize]);
            let plafond = if bornee[rang] { plafonds.next() } else { None };
            let cotes = plafond.map_or(*cotes, |(fe, ff)| cotes.min(cote(&identiques[rang], *fe, *ff)));
            let mut probabilite = probabilite(cotes);
            let avis = doutes.avis(p.a, p.b, code);
            if avis.protege {
                probabilite = probabilite.min(PLAFOND);
            }
            notes.push(Note { a: p.a, b: p.b, motif: p.motif, avis, probabilite });
        }
    }
    Notes { notes, reste }
}

/// Odds that a pair is of one person, the likelihood of strangers and of families being multiplied.
fn cote([meme, famille, homonymes, etrangers]: &[f64; CLASSES], fe: f64, ff: f64) -> f64 {
    meme / (famille * ff + (homonymes + etrangers) * fe)
}

fn probabilite(cotes: f64) -> f64 {
    if cotes.is_finite() { cotes / (1.0 + cotes) } else { 1.0 }
}

/// Between two sources a record has one fellow at most: the candidates of a record share its probability.
///
/// With odds o of a pair alone, its probability among those that compete with it is o / (1 + sum of the odds of the
/// pairs that have one of its two records). At 0.5 and above no two pairs of a record can both be kept.
pub(crate) fn partager(notes: &mut [Note], fiches: usize) {
    let mut sommes = vec![0.0f64; fiches];
    let cote = |p: f64| (p / (1.0 - p)).min(1e12);
    for n in notes.iter() {
        sommes[n.a as usize] += cote(n.probabilite);
        sommes[n.b as usize] += cote(n.probabilite);
    }
    for n in notes.iter_mut() {
        let o = cote(n.probabilite);
        n.probabilite = o / (1.0 + sommes[n.a as usize] + sommes[n.b as usize] - o);
    }
}

/// What is decided of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// The same person.
    Lien,
    /// A human must look.
    Revue,
}

/// A pair kept: two records by rank, the lower first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lien {
    /// Rank of the record of the first source.
    pub a: usize,
    /// Rank of the other.
    pub b: usize,
    /// Probability that they are one person.
    pub probabilite: f64,
    /// What is decided.
    pub decision: Decision,
    /// A human decided it.
    pub humaine: bool,
    /// What a human should look at before, even when they are linked.
    pub doute: Option<Doute>,
    pub(crate) motif: u64,
}

impl Lien {
    /// Whether it can be accepted with others, without being looked at.
    pub fn sur(&self) -> bool {
        self.decision == Decision::Lien && (self.humaine || self.doute.is_none())
    }
}

/// What humans decided before, by ranks of records; respected whatever the model says.
#[derive(Clone, Debug, Default)]
pub struct Decisions {
    /// Pairs that are one person.
    pub liens: Vec<(usize, usize)>,
    /// Pairs that are not.
    pub separes: Vec<(usize, usize)>,
}

/// Takes human decisions into account: separated pairs go, linked ones are certain, and between two sources their
/// records are no longer free for others.
pub(crate) fn respecter(notes: &mut Vec<Note>, decisions: &Decisions, deux_sources: bool) -> HashMap<(u32, u32), bool> {
    let cle = |(a, b): &(usize, usize)| (*a.min(b) as u32, *a.max(b) as u32);
    let mut connues: HashMap<(u32, u32), bool> = decisions.separes.iter().map(|p| (cle(p), false)).collect();
    connues.extend(decisions.liens.iter().map(|p| (cle(p), true)));
    if connues.is_empty() {
        return connues;
    }
    let pris: std::collections::HashSet<u32> =
        decisions.liens.iter().map(cle).flat_map(|(a, b)| [a, b]).filter(|_| deux_sources).collect();
    notes.retain(|n| !connues.contains_key(&(n.a, n.b)) && !pris.contains(&n.a) && !pris.contains(&n.b));
    connues
}

/// The pairs to show, in no order. Those that are protected are never linked, even below `PLAFOND`.
pub(crate) fn decider(notes: &[Note], codes: &[u64], registre: &Registre, modele: &Modele) -> Vec<Lien> {
    let lier = |n: &Note| n.probabilite >= modele.seuil && !n.avis.protege;
    let mut liens: Vec<Lien> = notes
        .iter()
        .filter(|n| n.probabilite >= modele.seuil_revue.min(modele.seuil))
        .map(|n| Lien {
            a: n.a as usize,
            b: n.b as usize,
            probabilite: n.probabilite,
            decision: if lier(n) { Decision::Lien } else { Decision::Revue },
            humaine: false,
            doute: n.avis.doute,
            motif: codes[n.motif as usize],
        })
        .collect();
    if registre.deux_sources() && modele.seuil < 0.5 {
        ordonner(&mut liens, registre);
        un_pour_un(&mut liens, registre.taille());
    }
    liens
}

/// Most probable first, then in the order of the identifiers: their first bytes beside the probability, the rest is
/// seldom read.
pub(crate) fn ordonner(liens: &mut Vec<Lien>, registre: &Registre) {
    let debut = |texte: &str| {
        let mut octets = [0u8; 8];
        octets.iter_mut().zip(texte.bytes()).for_each(|(o, t)| *o = t);
        u64::from_be_bytes(octets)
    };
    // The bits of probabilities, which are not negative, are in their order.
    let cle = |(l, rang): (&Lien, u32)| (!l.probabilite.to_bits(), debut(registre.identifiant(l.a)), rang);
    let mut cles: Vec<(u64, u64, u32)> = liens.iter().zip(0..).map(cle).collect();
    let identifiants = |rang: u32| {
        let lien = &liens[rang as usize];
        (registre.identifiant(lien.a), registre.identifiant(lien.b))
    };
    cles.sort_unstable_by(|x, y| (x.0, x.1).cmp(&(y.0, y.1)).then_with(|| identifiants(x.2).cmp(&identifiants(y.2))));
    *liens = cles.iter().map(|c| liens[c.2 as usize]).collect();
}

/// Below one half two pairs of a record can pass the threshold: the most probable wins, the others are for a human.
fn un_pour_un(liens: &mut [Lien], fiches: usize) {
    let mut pris = vec![false; fiches];
    for lien in liens.iter_mut().filter(|l| l.decision == Decision::Lien) {
        if pris[lien.a] || pris[lien.b] {
            lien.decision = Decision::Revue;
        } else {
            (pris[lien.a], pris[lien.b]) = (true, true);
        }
    }
}
