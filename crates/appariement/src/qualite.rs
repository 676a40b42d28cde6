//! What may be expected of the links before anything is accepted.

use serde::Serialize;

use crate::blocage::Blocs;
use crate::score::{Decision, Lien, Note};

/// An expected value and the interval around it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Attendu {
    /// Expected value, between 0 and 1.
    pub valeur: f64,
    /// Lower bound of its interval.
    pub bas: f64,
    /// Upper bound of its interval.
    pub haut: f64,
}

/// Expected quality of the pairs linked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Qualite {
    /// Pairs linked.
    pub liens: u64,
    /// Pairs for a human.
    pub revues: u64,
    /// Share of the links that are right.
    pub precision: Attendu,
    /// Share of the true pairs that are linked, those that blocking misses included.
    pub rappel: Attendu,
    /// Links that can be accepted together: nothing in them asks for somebody to look.
    pub surs: u64,
    /// Share of those that are right.
    pub precision_des_surs: Attendu,
    /// Share of the true pairs that are among them.
    pub rappel_des_surs: Attendu,
    /// Expected number of true pairs among those compared.
    pub vraies_comparees: f64,
    /// Expected number of true pairs that no rule brings (Chao's lower bound).
    pub vraies_perdues: f64,
}

/// What one rule brings.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RegleLue {
    /// The rule, in words.
    pub regle: String,
    /// Pairs that it is the first to bring.
    pub paires: u64,
    /// Expected true pairs that it brings, alone or with others.
    pub vraies: f64,
    /// Among them, those that it is alone to bring: what would be lost without it.
    pub vraies_seule: f64,
    /// Share of the true pairs brought by other rules that this one misses.
    pub perte: f64,
    /// One pair in so many was compared, and counted for as many: more than 1 for a rule that is sounded.
    pub sonde: u64,
}

/// Weights of evidence are never quite independent: the interval lets the log-odds be this much larger or smaller.
const SOUPLESSE: f64 = 0.25;

pub(crate) struct Captures {
    pub regles: Vec<RegleLue>,
    pub perdues: f64,
}

/// Which rules find which probable pairs: capture and recapture.
///
/// With f1 the expected true pairs that one rule alone finds and f2 those found by exactly two, at least
/// f1²/(2 f2) are found by none (A. Chao, Biometrics 43, 1987).
pub(crate) fn captures(notes: &[Note], blocs: &Blocs, par_regle: &[u64]) -> Captures {
    let n = blocs.regles.len();
    let (mut vraies, mut seule, mut autres) = (vec![0.0; n], vec![0.0; n], vec![0.0; n]);
    let (mut f1, mut f2, mut non_sondees) = (0.0, 0.0, 0.0);
    for note in notes.iter().filter(|n| n.probabilite >= 0.5) {
        let masque = blocs.regles_de(note.a, note.b);
        let p = note.probabilite;
        match masque.count_ones() {
            1 => f1 += p,
            2 => f2 += p,
            _ => {}
        }
        // What only sounded rules bring is seen one time in so many.
        let sondes = blocs.sondes.iter().enumerate().filter(|(r, _)| masque >> r & 1 == 1).map(|(_, s)| *s);
        non_sondees += p * (sondes.min().unwrap_or(1) - 1) as f64;
        let comptes = vraies.iter_mut().zip(&mut seule).zip(&mut autres);
        for (regle, ((vraies, seule), autres)) in comptes.enumerate() {
            if masque >> regle & 1 == 1 {
                *vraies += p;
            }
            *(if masque == 1 << regle { seule } else { autres }) += p;
        }
    }
    let regles = (0..n)
        .map(|r| RegleLue {
            regle: blocs.regles[r].clone(),
            paires: par_regle[r],
            vraies: vraies[r],
            vraies_seule: seule[r],
            perte: if autres[r] > 0.0 { 1.0 - (vraies[r] - seule[r]) / autres[r] } else { 0.0 },
            sonde: blocs.sondes[r],
        })
        .collect();
    let jamais = if n > 1 { f1 * f1 / (2.0 * (f2 + 1.0)) } else { 0.0 };
    Captures { regles, perdues: jamais + non_sondees }
}

/// What is expected of all pairs, under log-odds weaker, as they are, and stronger.
struct Ensemble {
    totaux: [f64; 3],
    perdues: f64,
}

/// Weaker, as they are, stronger.
const FORCES: [f64; 3] = [1.0 - SOUPLESSE, 1.0, 1.0 + SOUPLESSE];

fn plier(p: f64, force: f64) -> f64 {
    if p >= 1.0 {
        return 1.0;
    }
    let o = (p / (1.0 - p)).powf(force);
    if o.is_finite() { o / (1.0 + o) } else { 1.0 }
}

fn borner(x: f64) -> f64 {
    x.clamp(0.0, 1.0)
}

impl Ensemble {
    /// Expected precision and recall of some links.
    ///
    /// The interval adds two uncertainties: links are right or wrong by chance (Poisson-binomial, two standard errors),
    /// and log-odds may be off by a quarter either way.
    fn attendre(&self, pris: &[f64]) -> (Attendu, Attendu) {
        let justes = FORCES.map(|force| pris.iter().map(|p| plier(*p, force)).sum::<f64>());
        let ecart = pris.iter().map(|p| p * (1.0 - p)).sum::<f64>().sqrt() * 2.0;
        let n = (pris.len() as f64).max(1.0);
        let rappel = |force: usize, perdues: f64, ecart: f64| {
            borner((justes[force] + ecart) / (self.totaux[force].max(justes[force]) + perdues).max(1e-9))
        };
        let valeur = borner(justes[1] / n);
        let milieu = rappel(1, self.perdues, 0.0);
        let bornes = [rappel(0, 2.0 * self.perdues, -ecart), rappel(2, 0.5 * self.perdues, ecart)];
        let precision = Attendu { valeur, bas: borner((justes[0] - ecart) / n), haut: borner((justes[2] + ecart) / n) };
        (precision, Attendu { valeur: milieu, bas: bornes[0].min(milieu), haut: bornes[1].max(milieu) })
    }
}

/// Expected precision and recall of the links, and of those that can be accepted together.
pub(crate) fn qualite(liens: &[Lien], notes: &[Note], reste: f64, perdues: f64) -> Qualite {
    let parmi = |garde: fn(&Lien) -> bool| liens.iter().filter(|l| garde(l)).map(|l| l.probabilite).collect();
    let (pris, surs): (Vec<f64>, Vec<f64>) = (parmi(|l| l.decision == Decision::Lien), parmi(Lien::sur));
    let totaux = FORCES.map(|force| notes.iter().map(|n| plier(n.probabilite, force)).sum::<f64>() + reste);
    let ensemble = Ensemble { totaux, perdues };
    let (precision, rappel) = ensemble.attendre(&pris);
    let (precision_des_surs, rappel_des_surs) = ensemble.attendre(&surs);
    Qualite {
        liens: pris.len() as u64,
        revues: (liens.len() - pris.len()) as u64,
        precision,
        rappel,
        surs: surs.len() as u64,
        precision_des_surs,
        rappel_des_surs,
        vraies_comparees: totaux[1].max(pris.iter().sum()),
        vraies_perdues: perdues,
    }
}
