//! The plain Fellegi–Sunter mixture, estimated by EM on counts of patterns: what textbooks describe, for who wants to
//! check the machinery or to use it alone. The linkage itself uses `estimation`, built on the same counts.

/// A pattern of levels, one by field from 0, and how many pairs have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Motif {
    /// Levels, in the order of the fields.
    pub niveaux: Vec<u8>,
    /// Pairs that have this pattern.
    pub effectif: u64,
}

/// Estimated mixture.
#[derive(Clone, Debug, PartialEq)]
pub struct Melange {
    /// Share of matches among the pairs.
    pub lambda: f64,
    /// By field, by level: probability of the level in a pair that is a match. Sums to 1 in each field.
    pub m: Vec<Vec<f64>>,
    /// The same in a pair that is not.
    pub u: Vec<Vec<f64>>,
    /// Log-likelihood of the counts under these parameters (natural logarithm, multinomial constant left out).
    pub log_vraisemblance: f64,
    /// Steps made.
    pub iterations: u32,
}

impl Melange {
    /// One step from these parameters: expected counts, then shares; the log-likelihood told is that of the start.
    fn pas(&self, motifs: &[Motif]) -> Self {
        let vide = |t: &Vec<Vec<f64>>| t.iter().map(|n| vec![0.0; n.len()]).collect::<Vec<_>>();
        let (mut m, mut u, mut apparies, mut total, mut log) = (vide(&self.m), vide(&self.u), 0.0, 0.0, 0.0);
        for motif in motifs {
            let n = motif.effectif as f64;
            let produit = |t: &[Vec<f64>]| {
                motif.niveaux.iter().enumerate().map(|(champ, niveau)| t[champ][usize::from(*niveau)]).product::<f64>()
            };
            let (oui, non) = (self.lambda * produit(&self.m), (1.0 - self.lambda) * produit(&self.u));
            let p = oui / (oui + non);
            log += n * (oui + non).ln();
            apparies += n * p;
            total += n;
            for (champ, niveau) in motif.niveaux.iter().enumerate() {
                m[champ][usize::from(*niveau)] += n * p;
                u[champ][usize::from(*niveau)] += n * (1.0 - p);
            }
        }
        m.iter_mut().flatten().for_each(|x| *x /= apparies);
        u.iter_mut().flatten().for_each(|x| *x /= total - apparies);
        Self { lambda: apparies / total, m, u, log_vraisemblance: log, iterations: self.iterations + 1 }
    }

    /// `iterations` steps of EM from these parameters, patterns taken in the order given: same input, same bits.
    ///
    /// Levels must be within `m` and `u`; a missing value may be a level like the others, or left to the caller.
    /// Source: I. Fellegi, A. Sunter, JASA 64 (1969); W. E. Winkler, 1988.
    pub fn estimer(self, motifs: &[Motif], iterations: u32) -> Self {
        let mut melange = self;
        for _ in 0..iterations {
            melange = melange.pas(motifs);
        }
        let log_vraisemblance = melange.pas(motifs).log_vraisemblance;
        Self { log_vraisemblance, ..melange }
    }

    /// Probability that a pair with these levels is a match.
    pub fn probabilite(&self, niveaux: &[u8]) -> f64 {
        let produit = |t: &[Vec<f64>]| niveaux.iter().enumerate().map(|(c, n)| t[c][usize::from(*n)]).product::<f64>();
        let (oui, non) = (self.lambda * produit(&self.m), (1.0 - self.lambda) * produit(&self.u));
        oui / (oui + non)
    }
}
