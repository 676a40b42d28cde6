//! Where a request is on a day, and what may be said of it next. Pure.

use chrono::Days;
use passerelle_base::{Date, date_longue};

use super::model::{Depuis, Etat};
use super::parametres::Delais;

/// Where a request is on a day, from what was said of it, in the order in which it was said.
///
/// The last thing said up to that day holds; what was said of a later day does not hold yet. A request that nobody answered,
/// and a place that nobody confirmed, expire by themselves the day after their last day. `None` before the request itself.
pub fn etat_au(demande: Date, dits: &[Depuis], delais: Option<&Delais>, jour: Date) -> Option<Depuis> {
    if jour < demande {
        return None;
    }
    let depart = Depuis { etat: Etat::Propose, date: demande, echeance: None };
    let dit = dits.iter().rev().find(|d| d.date <= jour).copied().unwrap_or(depart);
    let dernier = dernier_jour(&dit, delais);
    Some(match dernier.filter(|d| jour > *d) {
        Some(dernier) => Depuis { etat: Etat::Expire, date: apres(dernier, 1), echeance: None },
        None => Depuis { echeance: dernier, ..dit },
    })
}

/// The last day of a state that does not last: the answer that is awaited, the place that is kept.
fn dernier_jour(dit: &Depuis, delais: Option<&Delais>) -> Option<Date> {
    match dit.etat {
        Etat::Offert => dit.echeance,
        Etat::Propose | Etat::Vu => dit.echeance.or_else(|| delais.map(|d| apres(dit.date, d.expiration_jours.into()))),
        _ => None,
    }
}

/// So many days later.
pub fn apres(jour: Date, jours: u64) -> Date {
    jour.checked_add_days(Days::new(jours)).unwrap_or(jour)
}

/// What may be said after a state. A request refused, forgotten, taken back or not honoured may be opened again: it is then
/// proposed once more, and what was said before stays.
pub fn suites(etat: Etat) -> &'static [Etat] {
    match etat {
        Etat::Propose | Etat::Vu => {
            &[Etat::Vu, Etat::Accepte, Etat::EnAttente, Etat::Refuse, Etat::Annule, Etat::Expire]
        }
        Etat::EnAttente => &[Etat::Offert, Etat::Refuse, Etat::Annule],
        Etat::Offert => &[Etat::Accepte, Etat::Refuse, Etat::Annule, Etat::Expire],
        Etat::Accepte => &[Etat::Entre, Etat::NonPresente, Etat::Annule],
        Etat::Refuse | Etat::Expire | Etat::Annule | Etat::NonPresente => &[Etat::Propose],
        Etat::Entre => &[],
    }
}

/// Whether it says nothing new: the same state, without another day.
pub fn redite(avant: &Depuis, etat: Etat, echeance: Option<Date>) -> bool {
    avant.etat == etat && echeance.is_none_or(|e| avant.echeance == Some(e))
}

/// Whether a reason must come with it.
pub fn veut_une_raison(etat: Etat) -> bool {
    matches!(etat, Etat::Refuse | Etat::Annule | Etat::NonPresente)
}

/// Why something is not said.
pub fn refus(avant: Etat, apres: Etat) -> Option<String> {
    (!suites(avant).contains(&apres)).then(|| {
        format!(
            "Cette demande est « {} » : elle ne peut pas devenir « {} ». Rechargez la page pour voir où elle en est.",
            avant.libelle().to_lowercase(),
            apres.libelle().to_lowercase()
        )
    })
}

/// The day before which an answer is promised: from today, and no later than the request allows.
pub fn promesse(demande: Date, jour: Date, promise: Date, delais: &Delais) -> Result<Date, String> {
    let limite = apres(demande, delais.promesse_jours.into());
    if promise < jour || promise > limite {
        return Err(format!("Promettez une réponse entre aujourd'hui et le {}.", date_longue(limite)));
    }
    Ok(promise)
}

/// Until when a freed place is kept, on the day it is offered: a few days, never to the day when the action begins. `None`
/// once it has begun: there is no place left to offer.
pub fn offre(jour: Date, debut: Option<Date>, delais: &Delais) -> Option<Date> {
    let longue = apres(jour, delais.offre_jours.into());
    match debut {
        Some(debut) if debut <= jour => None,
        Some(debut) => Some(longue.min(debut.pred_opt().unwrap_or(debut))),
        None => Some(longue),
    }
}

#[cfg(test)]
mod tests {
    use super::super::parametres::delais;
    use super::*;

    fn jour(texte: &str) -> Date {
        texte.parse().unwrap()
    }

    fn dit(etat: Etat, date: &str, echeance: &str) -> Depuis {
        Depuis { etat, date: jour(date), echeance: (!echeance.is_empty()).then(|| jour(echeance)) }
    }

    #[test]
    fn the_state_of_a_day_is_what_was_said_last_and_what_time_did() {
        use Etat as E;
        let reponse = [dit(E::Vu, "2026-09-05", ""), dit(E::Accepte, "2026-09-12", "")];
        let promise = [dit(E::Vu, "2026-09-05", "2026-10-20")];
        let offerte = [dit(E::EnAttente, "2026-09-05", ""), dit(E::Offert, "2026-09-20", "2026-09-23")];
        let rouverte = [dit(E::Refuse, "2026-09-05", ""), dit(E::Propose, "2026-11-02", "")];
        // What was said, the day, the state and since when.
        let table: &[(&[Depuis], &str, E, &str)] = &[
            (&[], "2026-09-01", E::Propose, "2026-09-01"),
            (&[], "2026-10-01", E::Propose, "2026-09-01"),
            (&[], "2026-10-02", E::Expire, "2026-10-02"),
            (&reponse, "2026-09-04", E::Propose, "2026-09-01"),
            (&reponse, "2026-09-05", E::Vu, "2026-09-05"),
            (&reponse, "2026-09-12", E::Accepte, "2026-09-12"),
            (&reponse, "2027-09-12", E::Accepte, "2026-09-12"),
            (&promise, "2026-10-20", E::Vu, "2026-09-05"),
            (&promise, "2026-10-21", E::Expire, "2026-10-21"),
            (&offerte, "2026-09-19", E::EnAttente, "2026-09-05"),
            (&offerte, "2026-09-23", E::Offert, "2026-09-20"),
            (&offerte, "2026-09-24", E::Expire, "2026-09-24"),
            (&rouverte, "2026-11-01", E::Refuse, "2026-09-05"),
            (&rouverte, "2026-12-02", E::Propose, "2026-11-02"),
            (&rouverte, "2026-12-03", E::Expire, "2026-12-03"),
        ];
        for (dits, le, etat, depuis) in table {
            let lu = etat_au(jour("2026-09-01"), dits, delais(jour("2026-09-01")), jour(le)).unwrap();
            assert_eq!((lu.etat, lu.date), (*etat, jour(depuis)), "{dits:?} {le}");
        }
        assert_eq!(etat_au(jour("2026-09-01"), &[], None, jour("2026-08-31")), None);
    }

    #[test]
    fn a_request_without_clock_waits() {
        let lu = etat_au(jour("2017-03-06"), &[], delais(jour("2017-03-06")), jour("2018-02-20")).unwrap();
        assert_eq!((lu.etat, lu.echeance), (Etat::Propose, None));
    }

    #[test]
    fn what_may_follow_is_a_table() {
        use Etat as E;
        let ferme = [E::Propose, E::Vu, E::EnAttente, E::Offert, E::Accepte];
        for avant in E::TOUS {
            for apres in E::TOUS {
                let attendu = match apres {
                    E::Propose => !ferme.contains(&avant) && avant != E::Entre,
                    E::Vu | E::EnAttente => matches!(avant, E::Propose | E::Vu),
                    E::Accepte => matches!(avant, E::Propose | E::Vu | E::Offert),
                    E::Offert => avant == E::EnAttente,
                    E::Refuse => matches!(avant, E::Propose | E::Vu | E::EnAttente | E::Offert),
                    E::Annule => ferme.contains(&avant),
                    E::Expire => matches!(avant, E::Propose | E::Vu | E::Offert),
                    E::Entre | E::NonPresente => avant == E::Accepte,
                };
                assert_eq!(refus(avant, apres).is_none(), attendu, "{avant:?} → {apres:?}");
            }
        }
    }

    #[test]
    fn saying_it_again_says_nothing_unless_the_day_is_another() {
        let vu = dit(Etat::Vu, "2026-09-05", "2026-10-20");
        let table = [
            (Etat::Vu, None, true),
            (Etat::Vu, Some("2026-10-20"), true),
            (Etat::Vu, Some("2026-10-25"), false),
            (Etat::Accepte, None, false),
        ];
        for (etat, echeance, attendu) in table {
            assert_eq!(redite(&vu, etat, echeance.map(jour)), attendu, "{etat:?} {echeance:?}");
        }
    }

    #[test]
    fn an_answer_is_promised_within_sixty_days_of_the_request() {
        let (demande, d) = (jour("2026-09-01"), delais(jour("2026-09-01")).unwrap());
        let promise = |le| promesse(demande, jour("2026-09-10"), jour(le), d);
        assert!(promise("2026-09-09").is_err());
        assert_eq!(promise("2026-09-10"), Ok(jour("2026-09-10")));
        assert_eq!(promise("2026-10-31"), Ok(jour("2026-10-31")));
        assert!(promise("2026-11-01").unwrap_err().contains("31\u{a0}octobre 2026"));
    }

    #[test]
    fn a_freed_place_is_kept_three_days_and_never_after_the_start() {
        let d = delais(jour("2026-09-01")).unwrap();
        let table = [
            (None, Some("2026-09-13")),
            (Some("2026-10-05"), Some("2026-09-13")),
            (Some("2026-09-12"), Some("2026-09-11")),
            (Some("2026-09-11"), Some("2026-09-10")),
            (Some("2026-09-10"), None),
            (Some("2026-09-01"), None),
        ];
        for (debut, attendu) in table {
            assert_eq!(offre(jour("2026-09-10"), debut.map(jour), d), attendu.map(jour), "{debut:?}");
        }
    }
}
