//! A confidence set that need not be an interval.

/// Where a quadratic is not positive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ensemble {
    /// From the first to the second.
    Intervalle(f64, f64),
    /// Everything but what lies strictly between them: two half-lines.
    Complement(f64, f64),
    /// Every number: the data say nothing.
    Tout,
    /// No number: the instruments contradict one another.
    Vide,
}

impl Ensemble {
    /// Whether a value is in the set.
    pub fn contient(&self, x: f64) -> bool {
        match *self {
            Self::Intervalle(a, b) => a <= x && x <= b,
            Self::Complement(a, b) => x <= a || b <= x,
            Self::Tout => true,
            Self::Vide => false,
        }
    }
}

/// `carre x² - 2 double x + constante`.
pub(super) struct Forme {
    pub carre: f64,
    pub double: f64,
    pub constante: f64,
}

impl Forme {
    /// Where it is at most zero.
    pub fn negative(&self) -> Ensemble {
        let discriminant = self.double * self.double - self.carre * self.constante;
        if discriminant < 0.0 {
            return if self.carre > 0.0 { Ensemble::Vide } else { Ensemble::Tout };
        }
        // The root far from cancellation first; the other from their product.
        let loin = self.double + discriminant.sqrt().copysign(self.double);
        let (r, s) = (loin / self.carre, self.constante / loin);
        let (a, b) = (r.min(s), r.max(s));
        if self.carre > 0.0 { Ensemble::Intervalle(a, b) } else { Ensemble::Complement(a, b) }
    }
}
