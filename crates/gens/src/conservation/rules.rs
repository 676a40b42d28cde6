//! Whom to tell, whom to erase. Pure.

use chrono::{Days, Months};
use passerelle_base::Date;

/// How long a file is kept, as of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Regle {
    /// Months after the last contact.
    pub mois: u32,
    /// Days between the notice and the erasure.
    pub preavis: u64,
}

impl Regle {
    /// The day from which a file is no longer needed.
    pub fn terme(&self, dernier: Date) -> Date {
        dernier.checked_add_months(Months::new(self.mois)).unwrap_or(dernier)
    }
}

/// A notice already given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Avis {
    /// The day of the erasure that it tells.
    pub echeance: Date,
}

/// What to do about a file today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Nothing.
    Garder,
    /// Tell the person; erase from that day on.
    Aviser(Date),
    /// The notice runs.
    Attendre,
    /// A contact came after the notice: it no longer holds.
    Lever,
    /// Erase.
    Effacer,
}

/// Decides for one file. Without any known contact nothing is decided: somebody has to look.
pub fn decider(dernier: Option<Date>, avis: Option<Avis>, jour: Date, regle: &Regle) -> Decision {
    let Some(dernier) = dernier else { return Decision::Garder };
    let terme = regle.terme(dernier);
    let prevenu = jour.checked_add_days(Days::new(regle.preavis)).unwrap_or(jour);
    match avis {
        Some(a) if terme > a.echeance => Decision::Lever,
        Some(a) if jour >= a.echeance => Decision::Effacer,
        Some(_) => Decision::Attendre,
        None if prevenu >= terme => Decision::Aviser(prevenu.max(terme)),
        None => Decision::Garder,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGLE: Regle = Regle { mois: 24, preavis: 30 };

    fn le(jour: &str) -> Date {
        jour.parse().unwrap()
    }

    fn dit(dernier: Option<&str>, avis: Option<&str>, jour: &str) -> Decision {
        decider(dernier.map(le), avis.map(|a| Avis { echeance: le(a) }), le(jour), &REGLE)
    }

    #[test]
    fn two_years_then_thirty_days_of_notice() {
        assert_eq!(dit(Some("2024-03-10"), None, "2026-02-07"), Decision::Garder);
        assert_eq!(dit(Some("2024-03-10"), None, "2026-02-08"), Decision::Aviser(le("2026-03-10")));
        assert_eq!(dit(Some("2024-03-10"), Some("2026-03-10"), "2026-03-09"), Decision::Attendre);
        assert_eq!(dit(Some("2024-03-10"), Some("2026-03-10"), "2026-03-10"), Decision::Effacer);
    }

    #[test]
    fn a_file_found_late_still_gets_its_thirty_days() {
        assert_eq!(dit(Some("2019-01-01"), None, "2026-02-07"), Decision::Aviser(le("2026-03-09")));
        assert_eq!(dit(Some("2019-01-01"), Some("2026-03-09"), "2026-03-08"), Decision::Attendre);
    }

    #[test]
    fn a_contact_after_the_notice_lifts_it() {
        assert_eq!(dit(Some("2026-02-20"), Some("2026-03-10"), "2026-03-10"), Decision::Lever);
    }

    #[test]
    fn without_a_known_contact_nobody_is_erased() {
        assert_eq!(dit(None, None, "2026-03-10"), Decision::Garder);
        assert_eq!(dit(None, Some("2026-01-01"), "2026-03-10"), Decision::Garder);
    }

    #[test]
    fn the_end_of_february_is_a_day_like_another() {
        assert_eq!(REGLE.terme(le("2024-02-29")), le("2026-02-28"));
    }
}
