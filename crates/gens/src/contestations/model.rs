//! What a contestation is about, and when its answer is due.

use chrono::Months;
use passerelle_base::Date;

use passerelle_socle::access::Champ;

/// The field it speaks of: its text tells what is written there.
pub(super) fn champ(objet: &str) -> Champ {
    match objet {
        "contact" => Champ::Contacts,
        "frein" => Champ::Freins,
        _ => Champ::NotesJeune,
    }
}

/// « Désaccord sur une note ».
pub(super) fn titre(objet: &str) -> &'static str {
    match objet {
        "note" => "Désaccord sur une note",
        "contact" => "Désaccord sur un contact",
        "frein" => "Désaccord sur un frein",
        _ => "Désaccord",
    }
}

/// What it speaks of, told to the person.
pub fn sujet(objet: &str) -> &'static str {
    match objet {
        "note" => "une note",
        "contact" => "un rendez-vous",
        "frein" => "une difficulté",
        _ => "le suivi de votre dossier",
    }
}

/// The last day to answer: a month, as the regulation (EU) 2016/679 says in its article 12.
pub(super) fn echeance(faite: Date) -> Date {
    faite.checked_add_months(Months::new(1)).unwrap_or(faite)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_due_within_a_month() {
        for (faite, due) in [("2018-02-20", "2018-03-20"), ("2018-01-31", "2018-02-28"), ("2018-12-31", "2019-01-31")] {
            assert_eq!(echeance(faite.parse().unwrap()), due.parse().unwrap());
        }
    }

    #[test]
    fn an_obstacle_contested_is_told_to_those_who_read_obstacles() {
        assert_eq!(
            [champ("frein"), champ("contact"), champ("note")],
            [Champ::Freins, Champ::Contacts, Champ::NotesJeune]
        );
    }
}
