//! What may be written of an obstacle. Pure.

use passerelle_base::{Date, date_courte, lire_date};

/// Characters of an action and of its result, at most.
pub(super) const ACTION_MAX: usize = 1_000;

/// A day that has come: an obstacle is seen, an action is done, on a day of the past or today.
pub(super) fn jour_passe(texte: &str, jour: Date) -> Result<Date, String> {
    match lire_date(texte) {
        Ok(d) if d > jour => {
            Err(format!("La date est dans le futur : choisissez un jour jusqu'au {}.", date_courte(jour)))
        }
        Ok(d) => Ok(d),
        Err(e) => Err(e.to_string()),
    }
}

/// The day an obstacle is lifted: not before it was seen.
pub(super) fn jour_de_levee(texte: &str, constate: Date, jour: Date) -> Result<Date, String> {
    match jour_passe(texte, jour)? {
        d if d < constate => Err(format!(
            "Ce frein a été constaté le {} : il ne peut pas être levé avant. Choisissez un jour à partir de là.",
            date_courte(constate)
        )),
        d => Ok(d),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_in_order() {
        let jour: Date = "2018-02-20".parse().unwrap();
        assert_eq!(jour_passe("2018-02-20", jour), Ok(jour));
        assert!(jour_passe("2018-02-21", jour).unwrap_err().contains("20/02/2018"));
        assert!(jour_passe("", jour).unwrap_err().contains("pas lisible"));
        let constate: Date = "2018-02-01".parse().unwrap();
        assert_eq!(jour_de_levee("01/02/2018", constate, jour), Ok(constate));
        assert!(jour_de_levee("2018-01-31", constate, jour).unwrap_err().contains("01/02/2018"));
    }
}
