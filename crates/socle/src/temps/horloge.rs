//! The clock, passed to whoever needs the time so that tests and demonstrations can set it.

use passerelle_base::Date;

use super::Instant;

/// A source of time.
pub trait Horloge: Send + Sync {
    /// The present instant.
    fn maintenant(&self) -> Instant;

    /// The present civil date in the territory.
    fn aujourdhui(&self) -> Date {
        self.maintenant().date_paris()
    }
}

/// The clock of the machine: the only place where it is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct HorlogeSysteme;

impl Horloge for HorlogeSysteme {
    fn maintenant(&self) -> Instant {
        chrono::Utc::now().into()
    }
}

/// A clock stopped at an instant.
#[derive(Clone, Copy, Debug)]
pub struct HorlogeFixe(pub Instant);

impl Horloge for HorlogeFixe {
    fn maintenant(&self) -> Instant {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_clock_gives_its_instant_and_the_paris_date() {
        let minuit_et_demi = "2017-03-13T23:30:00Z".parse().unwrap();
        let horloge: &dyn Horloge = &HorlogeFixe(minuit_et_demi);
        assert_eq!(horloge.maintenant(), minuit_et_demi);
        assert_eq!(horloge.aujourdhui().to_string(), "2017-03-14");
    }

    #[test]
    fn the_system_clock_does_not_go_back_and_is_of_this_century() {
        let avant = HorlogeSysteme.maintenant();
        let apres = HorlogeSysteme.maintenant();
        assert!(avant <= apres);
        assert!(avant > "2025-01-01T00:00:00Z".parse().unwrap());
    }
}
