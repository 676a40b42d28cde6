//! What a draw gives one person.

use crate::fraction::Fraction;
use crate::hachage::{Empreinte, hex};

/// The outcome of one person who was drawn: what a line of `affectations.csv` says, typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Affectation<'a> {
    /// Their identifier on the list.
    pub identifiant: &'a str,
    /// Name of the arm, or [`SURNOMBRE`](crate::SURNOMBRE) beyond the places.
    pub bras: &'a str,
    /// Probability of that outcome before the chance was known.
    pub probabilite: Fraction,
    /// Drawn from the seed; the people of a group are ranked by it.
    pub ticket: &'a Empreinte,
}

impl Affectation<'_> {
    /// Arm, probability and ticket, as files write them.
    pub(crate) fn cellules(&self) -> [String; 3] {
        [self.bras.to_owned(), self.probabilite.to_string(), hex(self.ticket)]
    }
}
