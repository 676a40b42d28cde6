//! What may be written of a contact. Pure.

use chrono::Months;
use passerelle_base::{Date, date_courte, lire_date};

use super::model::{PRESENCES, TYPES};
use crate::notes::TEXTE_MAX;
use passerelle_socle::texte::{RefusTexte, Texte};

/// Characters of a subject and of a place, at most.
pub(super) const LIGNE_MAX: usize = 200;
/// Years ahead that a meeting may be planned, at most.
const AVANCE_MAX: u32 = 2;

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Saisie {
    pub r#type: String,
    pub date: String,
    pub heure: String,
    pub lieu: String,
    pub objet: String,
    pub presence: String,
    pub issue: String,
}

/// A contact that may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lu {
    pub r#type: String,
    pub date: Date,
    pub heure: Option<String>,
    pub lieu: Option<Texte>,
    pub objet: Option<Texte>,
    pub presence: Option<String>,
    pub issue: Option<Texte>,
}

impl Lu {
    /// Whether it seems to speak of health.
    pub fn parle_de_sante(&self) -> bool {
        [&self.objet, &self.issue].into_iter().flatten().any(Texte::parle_de_sante)
    }
}

/// Reads what was typed, as of a day; or says, field by field, what to change.
pub(super) fn lire(saisie: &Saisie, jour: Date) -> Result<Lu, Vec<(&'static str, String)>> {
    let mut fautes: Vec<(&'static str, String)> = Vec::new();
    if !TYPES.codes.contains(&saisie.r#type.as_str()) {
        fautes.push(("type", "Choisissez le type du contact dans la liste.".into()));
    }
    let date = match lire_date(&saisie.date) {
        Ok(d) if d > jour.checked_add_months(Months::new(12 * AVANCE_MAX)).unwrap_or(jour) => {
            fautes.push(("date", format!("La date est trop loin : {AVANCE_MAX} ans d'avance au plus.")));
            None
        }
        Ok(d) => Some(d),
        Err(e) => {
            fautes.push(("date", e.to_string()));
            None
        }
    };
    let heure = saisie.heure.trim();
    if !heure.is_empty() && !est_heure(heure) {
        fautes.push(("heure", "L'heure ne se lit pas : écrivez-la comme « 09:30 », ou laissez vide.".into()));
    }
    let mut texte = |champ, lu: Result<Texte, RefusTexte>| match lu {
        Ok(t) => t.ecrit(),
        Err(e) => {
            fautes.push((champ, e.to_string()));
            None
        }
    };
    let lieu = texte("lieu", Texte::ligne(&saisie.lieu, LIGNE_MAX));
    let objet = texte("objet", Texte::ligne(&saisie.objet, LIGNE_MAX));
    let issue = texte("issue", Texte::lire(&saisie.issue, TEXTE_MAX));
    let presence = Some(saisie.presence.clone()).filter(|p| !p.is_empty());
    if let Some(p) = &presence {
        // Calling off has its own button, that can be taken back.
        if !PRESENCES.codes.contains(&p.as_str()) || p == "annule" {
            fautes.push(("presence", "Choisissez une présence dans la liste.".into()));
        } else if date.is_some_and(|d| d > jour) {
            let phrase = format!(
                "Ce contact est à venir : la présence se dit après. Choisissez « pas encore su », ou un jour jusqu'au {}.",
                date_courte(jour)
            );
            fautes.push(("presence", phrase));
        }
    }
    match date {
        Some(date) if fautes.is_empty() => Ok(Lu {
            r#type: saisie.r#type.clone(),
            date,
            heure: Some(heure.to_owned()).filter(|h| !h.is_empty()),
            lieu,
            objet,
            presence,
            issue,
        }),
        _ => Err(fautes),
    }
}

/// `09:30`.
fn est_heure(texte: &str) -> bool {
    let deux = |t: &str, sous: u8| {
        t.len() == 2 && t.bytes().all(|o| o.is_ascii_digit()) && t.parse::<u8>().is_ok_and(|n| n < sous)
    };
    texte.split_once(':').is_some_and(|(h, m)| deux(h, 24) && deux(m, 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saisie(changer: impl FnOnce(&mut Saisie)) -> Saisie {
        let mut s = Saisie { r#type: "rendez_vous".into(), date: "2018-02-20".into(), ..Saisie::default() };
        changer(&mut s);
        s
    }

    fn fautes(changer: impl FnOnce(&mut Saisie)) -> Vec<&'static str> {
        let lu = lire(&saisie(changer), "2018-02-20".parse().unwrap());
        lu.map_or_else(|f| f.into_iter().map(|(c, _)| c).collect(), |_| vec![])
    }

    #[test]
    fn a_planned_meeting_has_no_presence_yet() {
        let lu = lire(&saisie(|s| s.date = "2018-03-01".into()), "2018-02-20".parse().unwrap()).unwrap();
        assert_eq!((lu.presence, lu.heure, lu.issue), (None, None, None));
        let avec = |presence: &'static str| {
            fautes(move |s| {
                s.date = "2018-03-01".into();
                s.presence = presence.into();
            })
        };
        assert_eq!(avec("absent"), ["presence"]);
        assert_eq!(avec(""), Vec::<&str>::new());
    }

    #[test]
    fn each_field_says_what_is_wrong_with_it() {
        assert_eq!(fautes(|s| s.r#type = "diner".into()), ["type"]);
        assert_eq!(fautes(|s| s.date = "31/02/2018".into()), ["date"]);
        assert_eq!(fautes(|s| s.date = "2020-02-21".into()), ["date"]);
        assert_eq!(fautes(|s| s.date = "2020-02-20".into()), Vec::<&str>::new());
        for heure in ["9:30", "24:00", "12:60", "+1:30", "midi", "09:30:00"] {
            assert_eq!(fautes(|s| s.heure = heure.into()), ["heure"], "{heure}");
        }
        assert_eq!(fautes(|s| s.heure = " 09:30 ".into()), Vec::<&str>::new());
        assert_eq!(fautes(|s| s.presence = "annule".into()), ["presence"]);
        assert_eq!(fautes(|s| s.lieu = "x".repeat(201)), ["lieu"]);
        assert_eq!(fautes(|s| s.objet = "2990593001001 56".into()), ["objet"]);
        assert_eq!(fautes(|s| s.issue = "x".repeat(4_001)), ["issue"]);
    }
}
