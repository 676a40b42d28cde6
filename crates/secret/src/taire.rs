//! The defence: what is small is hidden, then what would give it back, until the attack finds nothing.

use std::collections::VecDeque;

use crate::effectif::Effectif;
use crate::reseau::{Jeu, Pas, Reseau, SANS_BORNE};
use crate::tableau::{Tableau, rang};

/// Says of each number of a table what may be said: under the threshold, « moins de »; and around them, enough is hidden
/// that whoever adds and subtracts what is said is left, for each hidden number, as many values as the threshold.
///
/// Where saying that a number is small would tell more than that (two small parts of a total of six are two, three or
/// four), the parts of that total are hidden without saying so.
pub fn taire(tableau: &Tableau, seuil: i64) -> Vec<Effectif> {
    let dits: Vec<Effectif> = tableau.arcs.iter().map(|a| Effectif::seul(a.valeur, seuil)).collect();
    // Of a small whole, each part may be anything under the threshold.
    if dits.last().is_some_and(|ensemble| ensemble.dit().is_none()) {
        return dits;
    }
    let mut defense = Defense { tableau, reseau: Reseau::de(tableau), seuil, dits, flou: false };
    // Margins first: a cell then has the room of the total it is part of.
    let mut caches: Vec<usize> = (0..defense.dits.len()).filter(|i| defense.cache(*i)).collect();
    caches.sort_by_key(|i| std::cmp::Reverse(tableau.arcs[*i].rang));
    let mut a_voir = VecDeque::from(caches);
    while let Some(arc) = a_voir.pop_front() {
        a_voir.extend(defense.proteger(arc));
    }
    defense.dits
}

struct Defense<'a> {
    tableau: &'a Tableau,
    reseau: Reseau,
    seuil: i64,
    dits: Vec<Effectif>,
    /// Whether some small number is hidden without saying so: then « non communiqué » no longer tells a large one.
    flou: bool,
}

impl Defense<'_> {
    fn cache(&self, arc: usize) -> bool {
        self.dits[arc].dit().is_none()
    }

    fn petit(&self, arc: usize) -> bool {
        matches!(self.dits[arc], Effectif::MoinsDe(_))
    }

    fn valeur(&self, arc: usize) -> i64 {
        self.tableau.arcs[arc].valeur
    }

    /// Room of each number, for a reader who knows what is said of it. `averti`: who also holds that what is hidden to protect another is
    /// not small, which is so wherever a small number says that it is.
    fn jeu(&self, arc: usize, dit: Effectif, averti: bool) -> Jeu {
        let v = self.valeur(arc);
        match dit {
            Effectif::Dit(_) => (0, 0),
            Effectif::MoinsDe(seuil) => (seuil - 1 - v, v),
            Effectif::Tu if averti && v >= self.seuil => (SANS_BORNE, v - self.seuil),
            Effectif::Tu => (SANS_BORNE, v),
        }
    }

    /// What the reader to beware of holds, when the question is this number.
    fn averti(&self, arc: usize) -> bool {
        self.petit(arc) || !self.flou
    }

    fn jeux(&self, arc: usize) -> Vec<Jeu> {
        let averti = self.averti(arc);
        (0..self.dits.len()).map(|i| self.jeu(i, self.dits[i], averti)).collect()
    }

    /// How much is missing, up and down, for a number to keep its values.
    fn manque(&self, arc: usize, jeux: &[Jeu]) -> [i64; 2] {
        let (haut, bas) = jeux[arc];
        if self.petit(arc) {
            return [(true, haut), (false, bas)].map(|(grandit, voulu)| voulu - self.marge(arc, grandit, voulu, jeux));
        }
        let voulu = self.seuil - 1;
        let monte = self.marge(arc, true, voulu.min(haut), jeux);
        let descend = self.marge(arc, false, (voulu - monte).min(bas), jeux);
        [voulu - monte - descend, 0]
    }

    fn marge(&self, arc: usize, grandit: bool, voulu: i64, jeux: &[Jeu]) -> i64 {
        self.reseau.marge(arc, grandit, voulu, jeux).0
    }

    /// Hides what this hidden number needs; gives what was hidden.
    fn proteger(&mut self, arc: usize) -> Vec<usize> {
        let avant = self.dits.clone();
        let mut permis = self.tableau.arcs[arc].rang;
        loop {
            let jeux = self.jeux(arc);
            let [haut, bas] = self.manque(arc, &jeux);
            let remede = match (haut, bas) {
                (0, 0) => break,
                (0, _) => self.remede(arc, false, bas, permis, &jeux),
                (_, _) if self.petit(arc) => self.remede(arc, true, haut, permis, &jeux),
                _ => {
                    let monte = self.remede(arc, true, haut, permis, &jeux);
                    monte.or_else(|| self.remede(arc, false, haut, permis, &jeux))
                }
            };
            match remede {
                Some(arcs) => arcs.into_iter().for_each(|i| self.dits[i] = Effectif::Tu),
                // Said small, it cannot be kept: nothing more is said of it nor of its neighbours.
                None if self.petit(arc) => {
                    self.dits.clone_from(&avant);
                    self.ne_plus_dire(arc);
                    self.flou = true;
                }
                // Margins too; at last, what is said small around it is said no more.
                None if permis < rang::ENSEMBLE => {
                    permis += 1;
                    self.flou |= permis == rang::ENSEMBLE;
                }
                // Nothing but the whole can be said.
                None => {
                    self.tout_taire();
                    break;
                }
            }
        }
        let change = |i: &usize| self.dits[*i] != avant[*i] && *i != arc;
        (0..self.dits.len()).filter(change).collect()
    }

    /// The parts of the total that this one is part of are hidden without saying which is small.
    fn ne_plus_dire(&mut self, arc: usize) {
        let ici = self.tableau.arcs[arc];
        for (i, a) in self.tableau.arcs.iter().enumerate() {
            let soeur = if ici.rang == rang::COLONNE { a.vers == ici.vers } else { a.de == ici.de };
            if soeur && a.rang == ici.rang && self.petit(i) {
                self.dits[i] = Effectif::Tu;
            }
        }
    }

    fn tout_taire(&mut self) {
        for (dit, arc) in self.dits.iter_mut().zip(&self.tableau.arcs) {
            if arc.rang < rang::ENSEMBLE {
                *dit = Effectif::Tu;
            }
        }
        self.flou = true;
    }

    /// The numbers to hide that give this one room, at the least cost; `None` when none do.
    fn remede(&self, arc: usize, grandit: bool, manque: i64, permis: u8, jeux: &[Jeu]) -> Option<Vec<usize>> {
        let averti = self.averti(arc);
        let (_, restes) = self.reseau.marge(arc, grandit, SANS_BORNE, jeux);
        let place = |(haut, bas): Jeu, avant: bool| if avant { haut } else { bas };
        let suffit = |(i, avant): Pas, voulu: i64| self.cache(i) && place(restes[i], avant) >= voulu;
        let cout = |pas: Pas, voulu: i64, a_coup_sur: bool| {
            let (i, avant) = pas;
            let rang = self.tableau.arcs[i].rang;
            let change = if self.cache(i) { self.petit(i) && permis == rang::ENSEMBLE } else { rang <= permis };
            let (haut, bas) = self.jeu(i, Effectif::Tu, averti);
            let place = if a_coup_sur { haut.min(bas) } else { place((haut, bas), avant) };
            let prix = (change && rang < rang::ENSEMBLE && place >= voulu).then(|| self.prix(i));
            if suffit(pas, voulu) { Some(1) } else { prix }
        };
        // First what would do whatever the small number is: what is passed over must not tell it.
        [(self.seuil - 1, true), (manque, false), (1, false)].into_iter().find_map(|(voulu, a_coup_sur)| {
            let pas = self.reseau.chemin(arc, grandit, &|p| cout(p, voulu, a_coup_sur))?;
            let arcs: Vec<usize> = pas.into_iter().filter(|p| !suffit(*p, voulu)).map(|(i, _)| i).collect();
            (!arcs.is_empty()).then_some(arcs)
        })
    }

    /// Fewer margins first, then fewer cells, then smaller ones; of about one size, the first. The exact sizes do not
    /// choose: whoever knows the rule would read them in the choice.
    fn prix(&self, arc: usize) -> u64 {
        let poids: u64 = match self.tableau.arcs[arc].rang {
            rang::CELLULE => 1 << 32,
            rang::LIGNE => 1 << 42,
            _ => 1 << 52,
        };
        let taille = u64::from(i64::BITS - self.valeur(arc).leading_zeros());
        poids + (taille << 20) + u64::try_from(arc).unwrap_or(0)
    }
}
