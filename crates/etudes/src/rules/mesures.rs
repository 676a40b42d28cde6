//! From the dated facts of a person to an outcome on a day. What is not known is not zero.

use chrono::{Datelike, Days, Months};
use passerelle_base::Date;

use crate::model::Issue;
use passerelle_faits::contrats::{self, Dates};

/// An alternance contract.
#[derive(Clone, Copy, Debug)]
pub struct Contrat {
    /// The day it was signed, or its first day.
    pub conclusion: Date,
    /// First and last days; whether it was broken.
    pub dates: Dates,
}

/// An entry in an action.
#[derive(Clone, Debug)]
pub struct Entree {
    /// Code of the action, as files give it.
    pub action: String,
    /// First day.
    pub du: Date,
    /// Whether what followed counts as positive, when it is known, and since when.
    pub issue: Option<(bool, Option<Date>)>,
}

/// What is known of one person of the population.
#[derive(Clone, Debug)]
pub struct Personne {
    /// When their time begins.
    pub depart: Date,
    /// Alternance contracts, in any order.
    pub contrats: Vec<Contrat>,
    /// Whether a structure that follows them hands over its contracts.
    pub contrats_remis: bool,
    /// For each structure that followed them, the first day it no longer did; nothing while it does.
    pub suivis: Vec<Option<Date>>,
    /// Entries in actions.
    pub entrees: Vec<Entree>,
    /// Answers to the survey: (column, value).
    pub reponses: Vec<(String, f64)>,
}

impl Personne {
    /// The last day on which somebody would have told us; `None` while somebody still follows.
    fn perdue_de_vue(&self) -> Option<Date> {
        let fins: Option<Vec<Date>> = self.suivis.iter().copied().collect();
        fins.and_then(|f| f.into_iter().max())
    }

    /// Whether the absence of a contract until `terme` would be known on `jour`.
    fn observee(&self, terme: Date, jour: Date) -> bool {
        self.contrats_remis && terme <= jour && self.perdue_de_vue().is_none_or(|f| f >= terme)
    }

    fn apres_depart(&self) -> impl Iterator<Item = &Contrat> {
        self.contrats.iter().filter(|c| c.conclusion > self.depart)
    }
}

fn apres(du: Date, jours: u32) -> Date {
    du.checked_add_days(Days::new(jours.into())).unwrap_or(du)
}

fn oui(b: bool) -> f64 {
    f64::from(u8::from(b))
}

/// The outcome as of `jour`; `None` when it is not known.
pub fn mesurer(p: &Personne, issue: &Issue, jour: Date) -> Option<f64> {
    match issue.mesure.as_str() {
        "contrat" => {
            let terme = apres(p.depart, issue.delai);
            let signe = p.apres_depart().any(|c| c.conclusion <= terme.min(jour));
            (signe || p.observee(terme, jour)).then(|| oui(signe))
        }
        "contrat_cours" => {
            let terme = p.depart.checked_add_months(Months::new(issue.delai))?;
            let court = |c: &&Contrat| matches!(contrats::etat(c.dates, terme), contrats::EtatContrat::EnCours(_));
            let present = p.apres_depart().find(court).is_some();
            (terme <= jour && (present || p.observee(terme, jour))).then(|| oui(present))
        }
        "rupture" => {
            let premier = p.apres_depart().min_by_key(|c| c.dates.debut)?;
            let terme = apres(premier.dates.debut, issue.delai);
            let rompu = premier.dates.rupture.is_some_and(|r| r <= terme.min(jour));
            (rompu || terme <= jour).then(|| oui(rompu))
        }
        "sortie_positive" => {
            let terme = apres(p.depart, issue.delai);
            let dites = p.entrees.iter().filter(|e| e.du >= p.depart && e.du <= terme).filter_map(|e| e.issue);
            let dans: Vec<bool> =
                dites.filter(|(_, le)| le.is_none_or(|l| l <= terme.min(jour))).map(|(positive, _)| positive).collect();
            (!dans.is_empty() && (terme <= jour || dans.contains(&true))).then(|| oui(dans.contains(&true)))
        }
        _ => p.reponses.iter().find(|(code, _)| *code == issue.code).map(|(_, v)| *v),
    }
}

/// The first day on which one of these outcomes was known of this person, up to `jour`.
pub fn premiere_issue(p: &Personne, issues: &[Issue], jour: Date) -> Option<Date> {
    let premiere = |issue: &Issue| match issue.mesure.as_str() {
        "contrat" | "contrat_cours" => p.apres_depart().map(|c| c.conclusion).min(),
        "rupture" => p.apres_depart().filter_map(|c| c.dates.rupture).min(),
        "sortie_positive" => {
            p.entrees.iter().filter(|e| e.du >= p.depart).filter_map(|e| e.issue.and_then(|(_, le)| le)).min()
        }
        _ => None,
    };
    // Without a fact, an outcome is known at its term all the same: it did not happen.
    let terme = |issue: &Issue| {
        let terme = match issue.mesure.as_str() {
            "contrat" => apres(p.depart, issue.delai),
            "contrat_cours" => p.depart.checked_add_months(Months::new(issue.delai))?,
            _ => return None,
        };
        p.observee(terme, jour).then_some(terme)
    };
    let faits = issues.iter().flat_map(|i| [premiere(i), terme(i)]);
    faits.flatten().filter(|d| *d <= jour).min()
}

/// Whether the person entered the action within that many days.
pub fn prise(p: &Personne, action: &str, delai: u32) -> bool {
    let terme = apres(p.depart, delai);
    p.entrees.iter().any(|e| e.action == action && e.du >= p.depart && e.du <= terme)
}

/// Age on a day, as a band.
pub fn tranche_age(naissance: Option<Date>, jour: Date) -> &'static str {
    let Some(naissance) = naissance.filter(|n| *n <= jour) else { return "inconnu" };
    let anniversaire = (jour.month(), jour.day()) >= (naissance.month(), naissance.day());
    match jour.year() - naissance.year() - i32::from(!anniversaire) {
        ..18 => "moins_18",
        18..=20 => "18_20",
        21..=25 => "21_25",
        _ => "26_plus",
    }
}

/// What is said of a characteristic that nobody told.
pub fn inconnu() -> String {
    "inconnu".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn le(jour: &str) -> Date {
        jour.parse().unwrap()
    }

    fn personne() -> Personne {
        Personne {
            depart: le("2017-01-10"),
            contrats: vec![],
            contrats_remis: true,
            suivis: vec![None],
            entrees: vec![],
            reponses: vec![],
        }
    }

    fn contrat(debut: &str, rupture: Option<&str>) -> Contrat {
        let dates = Dates { debut: le(debut), fin: None, rupture: rupture.map(le) };
        Contrat { conclusion: dates.debut, dates }
    }

    fn issue(mesure: &str, delai: u32) -> Issue {
        Issue { code: mesure.into(), mesure: mesure.into(), delai, question: None, reponse: None }
    }

    #[test]
    fn no_contract_is_zero_only_once_its_time_has_passed() {
        let p = personne();
        assert_eq!(mesurer(&p, &issue("contrat", 180), le("2017-07-08")), None);
        assert_eq!(mesurer(&p, &issue("contrat", 180), le("2017-07-09")), Some(0.0));
        let muette = Personne { contrats_remis: false, ..personne() };
        assert_eq!(mesurer(&muette, &issue("contrat", 180), le("2020-01-01")), None);
        let partie = Personne { suivis: vec![Some(le("2017-03-01"))], ..personne() };
        assert_eq!(mesurer(&partie, &issue("contrat", 180), le("2020-01-01")), None);
    }

    #[test]
    fn a_contract_counts_as_soon_as_it_is_signed_and_not_before_the_beginning() {
        let p = Personne { contrats: vec![contrat("2017-02-01", None)], ..personne() };
        assert_eq!(mesurer(&p, &issue("contrat", 180), le("2017-02-01")), Some(1.0));
        assert_eq!(mesurer(&p, &issue("contrat", 10), le("2017-12-31")), Some(0.0));
        let avant = Personne { contrats: vec![contrat("2017-01-10", None)], ..personne() };
        assert_eq!(mesurer(&avant, &issue("contrat", 180), le("2017-12-31")), Some(0.0));
    }

    #[test]
    fn being_under_contract_is_looked_at_on_the_day() {
        let p = Personne { contrats: vec![contrat("2017-02-01", Some("2017-06-01"))], ..personne() };
        assert_eq!(mesurer(&p, &issue("contrat_cours", 3), le("2018-01-01")), Some(1.0));
        assert_eq!(mesurer(&p, &issue("contrat_cours", 6), le("2018-01-01")), Some(0.0));
        assert_eq!(mesurer(&p, &issue("contrat_cours", 6), le("2017-07-09")), None);
    }

    #[test]
    fn a_breach_is_asked_of_those_who_signed() {
        assert_eq!(mesurer(&personne(), &issue("rupture", 90), le("2018-01-01")), None);
        let p = Personne { contrats: vec![contrat("2017-02-01", Some("2017-05-02"))], ..personne() };
        assert_eq!(mesurer(&p, &issue("rupture", 90), le("2018-01-01")), Some(1.0));
        assert_eq!(mesurer(&p, &issue("rupture", 89), le("2018-01-01")), Some(0.0));
        assert_eq!(mesurer(&p, &issue("rupture", 90), le("2017-03-01")), None);
    }

    #[test]
    fn the_first_outcome_known_is_a_fact_or_its_term() {
        let issues = [issue("contrat", 180)];
        assert_eq!(premiere_issue(&personne(), &issues, le("2017-07-01")), None);
        assert_eq!(premiere_issue(&personne(), &issues, le("2017-08-01")), Some(le("2017-07-09")));
        let p = Personne { contrats: vec![contrat("2017-02-01", None)], ..personne() };
        assert_eq!(premiere_issue(&p, &issues, le("2017-08-01")), Some(le("2017-02-01")));
    }

    #[test]
    fn an_age_is_a_band() {
        for (jour, attendu) in [("2017-05-03", "moins_18"), ("2017-05-04", "18_20"), ("2020-05-04", "21_25")] {
            assert_eq!(tranche_age(Some(le("1999-05-04")), le(jour)), attendu);
        }
        assert_eq!(tranche_age(None, le("2017-01-01")), "inconnu");
    }
}
