//! Where a piste is on a day, what may be said of it next, and how near its signature is. Pure.

use chrono::Months;
use passerelle_base::{Date, pluriel};

use super::model::{Depuis, Etat};
use super::parametres::Delais;

/// Where a piste is on a day, from what was said of it in the order in which it was said, and the day of the contract that came
/// of it.
///
/// The last thing said up to that day holds. A contract signed since the piste was opened makes it signed, whatever was said:
/// even given up. `None` before it was opened.
pub fn etat_au(ouverte_le: Date, dits: &[Depuis], contrat: Option<Date>, jour: Date) -> Option<Depuis> {
    if jour < ouverte_le {
        return None;
    }
    if let Some(date) = contrat.filter(|c| *c >= ouverte_le && *c <= jour) {
        return Some(Depuis { etat: Etat::Signee, date });
    }
    let dit = dits.iter().rev().find(|d| d.date <= jour).copied();
    Some(dit.unwrap_or(Depuis { etat: Etat::Envisagee, date: ouverte_le }))
}

/// What may be said after a state. That it is signed is said by the contract; one given up may be opened again, and what was
/// said before stays.
pub fn suites(etat: Etat) -> &'static [Etat] {
    match etat {
        Etat::Envisagee => &[Etat::Convenue, Etat::Abandonnee],
        Etat::Convenue => &[Etat::Dossier, Etat::Abandonnee],
        Etat::Dossier => &[Etat::Abandonnee],
        Etat::Abandonnee => &[Etat::Envisagee],
        Etat::Signee => &[],
    }
}

/// Why something is not said.
pub fn refus(avant: Etat, apres: Etat) -> Option<String> {
    if apres == Etat::Signee {
        return Some("Une piste est signée par son contrat : il vient d'un fichier, ou de la fiche du jeune.".into());
    }
    (!suites(avant).contains(&apres)).then(|| {
        format!(
            "Cette piste est « {} » : elle ne peut pas devenir « {} ». Rechargez la page pour voir où elle en est.",
            avant.libelle().to_lowercase(),
            apres.libelle().to_lowercase()
        )
    })
}

/// How near the planned signature of a piste is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suivi {
    /// Signed or given up: nothing is awaited.
    Close,
    /// Nobody said when it is to be signed.
    SansDate,
    /// In so many days, more than the texts ask one to follow.
    Loin(i64),
    /// In so many days: it is time to follow it.
    ASuivre(i64),
    /// So many days ago, and nothing is signed.
    EnRetard(i64),
}

impl Suivi {
    /// In words.
    pub fn libelle(self) -> Option<String> {
        let jours = |n| pluriel(n, "jour", "jours");
        match self {
            Self::Close => None,
            Self::SansDate => Some("date à fixer".into()),
            Self::EnRetard(n) => Some(format!("en retard de {}", jours(n))),
            Self::ASuivre(0) => Some("aujourd'hui".into()),
            Self::Loin(n) | Self::ASuivre(n) => Some(format!("dans {}", jours(n))),
        }
    }
}

/// How near it is on a day.
pub fn suivi(etat: Etat, prevue: Option<Date>, delais: &Delais, jour: Date) -> Suivi {
    if !etat.ouverte() {
        return Suivi::Close;
    }
    let Some(prevue) = prevue else { return Suivi::SansDate };
    let reste = (prevue - jour).num_days();
    match debut_du_suivi(prevue, delais) {
        _ if reste < 0 => Suivi::EnRetard(-reste),
        debut if jour < debut => Suivi::Loin(reste),
        _ => Suivi::ASuivre(reste),
    }
}

/// The first day on which a piste is followed.
pub fn debut_du_suivi(prevue: Date, delais: &Delais) -> Date {
    prevue.checked_sub_months(Months::new(delais.suivi_mois)).unwrap_or(prevue)
}

/// The last planned signature that is followed on a day: the same clock, seen from the day.
pub fn dernier_suivi(delais: &Delais, jour: Date) -> Date {
    let mut dernier = jour.checked_add_months(Months::new(delais.suivi_mois)).unwrap_or(jour);
    // The 28th of February and two months make the 28th of April; the 30th begins to be followed that day too.
    while let Some(suivant) = dernier.succ_opt().filter(|s| debut_du_suivi(*s, delais) <= jour) {
        dernier = suivant;
    }
    dernier
}

#[cfg(test)]
mod tests {
    use super::super::parametres::delais;
    use super::*;

    fn jour(texte: &str) -> Date {
        texte.parse().unwrap()
    }

    fn dit(etat: Etat, date: &str) -> Depuis {
        Depuis { etat, date: jour(date) }
    }

    #[test]
    fn the_state_of_a_day_is_what_was_said_last_unless_a_contract_is_signed() {
        use Etat as E;
        let suivie = [dit(E::Convenue, "2026-06-10"), dit(E::Dossier, "2026-07-01")];
        let quittee = [dit(E::Convenue, "2026-06-10"), dit(E::Abandonnee, "2026-06-20")];
        let rouverte = [dit(E::Abandonnee, "2026-06-20"), dit(E::Envisagee, "2026-07-15")];
        // What was said, the contract, the day; the state and since when.
        type Ligne<'a> = (&'a [Depuis], Option<&'a str>, &'a str, E, &'a str);
        let table: &[Ligne<'_>] = &[
            (&[], None, "2026-06-01", E::Envisagee, "2026-06-01"),
            (&suivie, None, "2026-06-09", E::Envisagee, "2026-06-01"),
            (&suivie, None, "2026-06-30", E::Convenue, "2026-06-10"),
            (&suivie, Some("2026-08-24"), "2026-08-23", E::Dossier, "2026-07-01"),
            (&suivie, Some("2026-08-24"), "2026-08-24", E::Signee, "2026-08-24"),
            // A contract of before is another story.
            (&suivie, Some("2026-05-31"), "2026-08-24", E::Dossier, "2026-07-01"),
            (&quittee, None, "2026-06-20", E::Abandonnee, "2026-06-20"),
            (&quittee, Some("2026-08-24"), "2026-09-01", E::Signee, "2026-08-24"),
            (&rouverte, None, "2026-07-14", E::Abandonnee, "2026-06-20"),
            (&rouverte, None, "2026-07-15", E::Envisagee, "2026-07-15"),
        ];
        for (dits, contrat, le, etat, depuis) in table {
            let lu = etat_au(jour("2026-06-01"), dits, contrat.map(jour), jour(le)).unwrap();
            assert_eq!((lu.etat, lu.date), (*etat, jour(depuis)), "{dits:?} {contrat:?} {le}");
        }
        assert_eq!(etat_au(jour("2026-06-01"), &[], None, jour("2026-05-31")), None);
    }

    #[test]
    fn what_may_follow_is_a_table() {
        use Etat as E;
        let permis = [
            (E::Envisagee, E::Convenue),
            (E::Envisagee, E::Abandonnee),
            (E::Convenue, E::Dossier),
            (E::Convenue, E::Abandonnee),
            (E::Dossier, E::Abandonnee),
            (E::Abandonnee, E::Envisagee),
        ];
        for avant in E::TOUS {
            for apres in E::TOUS {
                assert_eq!(refus(avant, apres).is_none(), permis.contains(&(avant, apres)), "{avant:?} → {apres:?}");
            }
        }
        assert!(refus(E::Dossier, E::Signee).unwrap().contains("contrat"), "nobody types a signature");
    }

    #[test]
    fn a_piste_is_followed_from_two_months_before_and_late_the_day_after() {
        let prevue = Some(jour("2026-09-01"));
        let table = [
            ("2026-06-30", Suivi::Loin(63)),
            ("2026-07-01", Suivi::ASuivre(62)),
            ("2026-08-31", Suivi::ASuivre(1)),
            ("2026-09-01", Suivi::ASuivre(0)),
            ("2026-09-02", Suivi::EnRetard(1)),
            ("2026-10-01", Suivi::EnRetard(30)),
        ];
        let d = delais(jour("2026-06-01"));
        for (le, attendu) in table {
            assert_eq!(suivi(Etat::Convenue, prevue, d, jour(le)), attendu, "{le}");
            assert_eq!(suivi(Etat::Signee, prevue, d, jour(le)), Suivi::Close);
            assert_eq!(suivi(Etat::Dossier, None, d, jour(le)), Suivi::SansDate, "unknown is not late");
        }
        assert_eq!(Suivi::EnRetard(1).libelle().unwrap(), "en retard de 1\u{a0}jour");
        assert_eq!(Suivi::ASuivre(0).libelle().unwrap(), "aujourd'hui");
    }

    #[test]
    fn the_last_signature_followed_is_the_same_clock_seen_from_the_day() {
        let d = delais(jour("2026-06-01"));
        for le in ["2026-02-27", "2026-02-28", "2026-06-30", "2026-07-31", "2026-12-31", "2028-02-29"] {
            let le = jour(le);
            let dernier = dernier_suivi(d, le);
            assert!(matches!(suivi(Etat::Envisagee, Some(dernier), d, le), Suivi::ASuivre(_)), "{le} {dernier}");
            let apres = dernier.succ_opt();
            assert!(matches!(suivi(Etat::Envisagee, apres, d, le), Suivi::Loin(_)), "{le} {apres:?}");
        }
        assert_eq!(dernier_suivi(d, jour("2026-02-28")), jour("2026-04-30"));
    }
}
