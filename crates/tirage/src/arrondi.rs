//! From ratios to whole numbers of people, without ever favouring anyone.
//!
//! A chain counts the people that came before a choice (`personnes`) and those it kept (`retenus`), through the
//! strata of a wave then from wave to wave. With a ratio p/q, `retenus` is always ⌊p·personnes/q⌋ or that plus one,
//! and the expected value is exactly p·personnes/q: [`Chaine::avancer`] is the step that keeps both true.

use crate::fraction::Fraction;
use crate::liste::Groupe;
use crate::protocole::Protocole;

/// More people than any chain of minutes counts: past it, carried remainders were made up.
const PERSONNES_MAX: u64 = 1 << 40;

/// The state of one choice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Chaine {
    /// People who came before the choice.
    pub personnes: u64,
    /// Those it kept.
    pub retenus: u64,
}

impl Chaine {
    /// Whether such a state can be reached with the ratio p/q.
    pub(crate) fn plausible(self, p: u64, q: u64) -> bool {
        let produit = u128::from(self.personnes) * u128::from(p);
        let (bas, reste) = (produit / u128::from(q), produit % u128::from(q));
        let retenus = u128::from(self.retenus);
        self.personnes < PERSONNES_MAX && (retenus == bas || (retenus == bas + 1 && reste > 0))
    }

    /// Lets `n` people come, at the ratio p/q: how many are kept. `piece(num, den)` is true with probability num/den;
    /// it is thrown at most once, and only when the answer is not certain.
    pub fn avancer(&mut self, n: u64, p: u64, q: u64, piece: impl FnOnce(u64, u64) -> bool) -> u64 {
        let (p, q128) = (u128::from(p), u128::from(q));
        let (avant, apres) = (u128::from(self.personnes) * p, u128::from(self.personnes + n) * p);
        let (f0, f1) = ((avant % q128) as u64, (apres % q128) as u64);
        let haut = u128::from(self.retenus) > avant / q128;
        let (num, den) = if haut { (f0.min(f1), f0) } else { (f1.saturating_sub(f0), q - f0) };
        let plus_un = num == den || (num > 0 && piece(num, den));
        let retenus = (apres / q128) as u64 + u64::from(plus_un);
        let gardes = retenus - self.retenus;
        *self = Self { personnes: self.personnes + n, retenus };
        gardes
    }
}

/// How far a site is: one chain for each arm but the last. The first one counts everybody admitted so far.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Avancement(pub Vec<Chaine>);

impl Avancement {
    /// Nobody drawn yet, in every site.
    pub fn zero(protocole: &Protocole) -> Vec<Self> {
        vec![Self(vec![Chaine::default(); protocole.bras().len() - 1]); protocole.sites().len()]
    }

    /// People admitted to the population mère.
    pub fn admis(&self) -> u64 {
        self.0[0].personnes
    }
}

/// What a group gets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Repartition {
    /// People of the group in the population mère.
    pub admis: u64,
    /// People in each arm.
    pub comptes: Vec<u64>,
    /// For someone of the group, the probability of each arm.
    pub probabilites: Vec<Fraction>,
    /// The probability of being beyond the capacity.
    pub surnombre: Fraction,
}

/// Shares the groups (sorted; `a_tirer[i]` people in group i), carrying the remainders in `etat`.
/// `piece(group, choice, num, den)` throws a coin; choice 0 is the admission, choice j the j-th arm.
pub fn repartir(
    protocole: &Protocole,
    groupes: &[Groupe],
    a_tirer: &[u64],
    etat: &mut [Avancement],
    mut piece: impl FnMut(usize, u32, u64, u64) -> bool,
) -> Vec<Repartition> {
    let mut sortie = Vec::with_capacity(groupes.len());
    let mut debut = 0;
    // One turn for each wave of a site: the admission is shared between its strata.
    for meme in groupes.chunk_by(|a, b| (a.site, a.vague) == (b.site, b.vague)) {
        let site = &protocole.sites()[meme[0].site];
        let avancement = &mut etat[meme[0].site];
        let parts = site.parts();
        let candidats: u64 = a_tirer[debut..debut + meme.len()].iter().sum();
        let reste = site.capacite.map_or(candidats, |c| u64::from(c).saturating_sub(avancement.admis()));
        let places = reste.min(candidats);
        let admission = Fraction::nouvelle(u128::from(places), u128::from(candidats)).unwrap_or(Fraction::UN);
        let probabilites: Vec<Fraction> =
            site.ratios.iter().map(|r| r.fois(admission).expect("bounded terms fit 64 bits")).collect();
        let mut entree = Chaine::default();
        for (groupe, &n) in (debut..).zip(&a_tirer[debut..debut + meme.len()]) {
            let admis = match candidats {
                0 => 0,
                _ => entree.avancer(n, places, candidats, |num, den| piece(groupe, 0, num, den)),
            };
            let comptes = bras(&parts, &mut avancement.0, admis, |choix, num, den| piece(groupe, choix, num, den));
            let surnombre = admission.complement();
            sortie.push(Repartition { admis, comptes, probabilites: probabilites.clone(), surnombre });
        }
        debut += meme.len();
    }
    sortie
}

/// Arm after arm: the j-th is chosen among the people the arms before it left.
fn bras(parts: &[u64], chaines: &mut [Chaine], admis: u64, mut piece: impl FnMut(u32, u64, u64) -> bool) -> Vec<u64> {
    let (mut reste, mut commun) = (admis, parts.iter().sum::<u64>());
    let mut comptes = Vec::with_capacity(parts.len());
    for ((chaine, &part), choix) in chaines.iter_mut().zip(parts).zip(1..) {
        // Past the last arm with a share, nobody is left.
        let gardes =
            if commun == 0 { 0 } else { chaine.avancer(reste, part, commun, |num, den| piece(choix, num, den)) };
        comptes.push(gardes);
        reste -= gardes;
        commun -= part;
    }
    comptes.push(reste);
    comptes
}
