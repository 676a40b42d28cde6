use super::*;
use chrono::Days;

fn jour(texte: &str) -> Date {
    texte.parse().unwrap()
}

/// Periods of so many days that come back, as a school writes its alternance.
fn alternance(premier: Date, jours: u64, tous_les: u64, fois: u64) -> Vec<Plage> {
    (0..fois)
        .map(|k| premier + Days::new(k * tous_les))
        .map(|debut| Plage { debut, fin: debut + Days::new(jours - 1) })
        .collect()
}

const QUARANTE_CINQ: Duree = Duree::JoursPratique(45);

fn temps<'a>(debut: &str, au_cfa: &'a [Plage]) -> Temps<'a> {
    Temps { debut: jour(debut), fin: None, au_cfa, absences: &[], suspensions: &[] }
}

#[test]
fn one_week_in_three_at_the_cfa_puts_the_forty_fifth_day_in_december() {
    let au_cfa = alternance(jour("2026-09-14"), 5, 21, 12);
    let lue = avancee(&temps("2026-09-07", &au_cfa), QUARANTE_CINQ, jour("2026-10-21"));
    assert_eq!((lue.au_plus_tot, lue.au_plus_tard), (Some(jour("2026-12-14")), Some(jour("2026-12-14"))));
    // The forty-fifth day of the calendar is only the twenty-third of practice.
    assert_eq!(lue.comptes, 23);
    assert_eq!(jour("2026-09-07") + Days::new(44), jour("2026-10-21"));
    let le = |date: &str| *lue.jours.iter().find(|j| j.date == jour(date)).unwrap();
    assert_eq!(le("2026-09-14").motif, Some(Motif::Cfa));
    assert_eq!(le("2026-11-11").motif, Some(Motif::Ferie("Armistice de 1918")));
    assert_eq!((le("2026-12-14").rang, le("2026-12-14").motif), (Some(45), None));
    assert!(lue.jours.iter().all(|j| j.rang.is_some() != j.motif.is_some()), "a day counts, or says why not");
    assert_eq!(lue.libre(jour("2026-12-14")), Some(true));
    assert_eq!(lue.libre(jour("2026-12-15")), Some(false));
}

#[test]
fn the_school_may_write_only_the_weeks_that_are_near() {
    let au_cfa = alternance(jour("2026-09-14"), 5, 21, 5);
    assert_eq!(au_cfa.last().unwrap().fin, jour("2026-12-11"));
    let lue = avancee(&temps("2026-09-07", &au_cfa), QUARANTE_CINQ, jour("2026-10-21"));
    assert_eq!((lue.au_plus_tot, lue.au_plus_tard), (Some(jour("2026-12-14")), Some(jour("2026-12-14"))));
}

#[test]
fn without_a_calendar_two_bounds_are_said() {
    let lue = avancee(&temps("2026-09-07", &[]), QUARANTE_CINQ, jour("2026-09-18"));
    // Nine weeks of five days; then the ninetieth weekday, three holidays passed over.
    assert_eq!(lue.au_plus_tot, Some(jour("2026-11-06")));
    assert_eq!(lue.au_plus_tard, Some(jour("2027-01-13")));
    assert_eq!(lue.comptes, 5);
    assert_eq!(lue.libre(jour("2026-11-06")), Some(true));
    assert_eq!(lue.libre(jour("2026-12-01")), None);
    assert_eq!(lue.libre(jour("2027-01-14")), Some(false));
}

#[test]
fn an_absence_a_suspension_put_the_end_off() {
    let au_cfa = alternance(jour("2026-09-14"), 5, 21, 12);
    let suspension = [Plage { debut: jour("2026-09-21"), fin: jour("2026-09-25") }];
    let absences = [jour("2026-10-01")];
    let plein = Temps { absences: &absences, suspensions: &suspension, ..temps("2026-09-07", &au_cfa) };
    let lue = avancee(&plein, QUARANTE_CINQ, jour("2026-10-21"));
    // Five and one days later, of practice: the week of 14 December, then Monday 21.
    assert_eq!(lue.au_plus_tard, Some(jour("2026-12-22")));
    assert_eq!(lue.comptes, 17);
    let le = |date: &str| lue.jours.iter().find(|j| j.date == jour(date)).unwrap().motif;
    assert_eq!((le("2026-09-23"), le("2026-10-01")), (Some(Motif::Suspension), Some(Motif::Absence)));
}

#[test]
fn a_contract_that_ends_before_has_no_end_of_its_free_period() {
    let au_cfa = alternance(jour("2026-09-14"), 5, 21, 12);
    let court = Temps { fin: Some(jour("2026-10-16")), ..temps("2026-09-07", &au_cfa) };
    let lue = avancee(&court, QUARANTE_CINQ, jour("2026-12-31"));
    assert_eq!((lue.comptes, lue.au_plus_tot, lue.au_plus_tard), (20, None, None));
    assert_eq!(lue.jours.last().unwrap().date, jour("2026-10-16"));
}

#[test]
fn before_2015_two_months_of_the_calendar() {
    let lue = avancee(&temps("2015-07-01", &[]), Duree::Mois(2), jour("2015-07-31"));
    assert_eq!((lue.comptes, lue.au_plus_tot, lue.jours.len()), (31, Some(jour("2015-08-31")), 0));
    assert_eq!(avancee(&temps("2015-07-01", &[]), Duree::Mois(2), jour("2016-01-01")).comptes, 62);
    assert_eq!(avancee(&temps("2015-07-01", &[]), Duree::Mois(2), jour("2015-06-01")).comptes, 0);
}
