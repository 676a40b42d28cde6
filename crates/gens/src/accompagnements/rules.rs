//! Decisions about who follows, who answers and for how long. Facts and a day in, an outcome out.

use chrono::{Days, Months};
use passerelle_base::{Date, date_longue};
use passerelle_socle::texte::Texte;

/// A share lasts a school year at the most, then whoever answers says again why it is needed.
pub const MOIS_DE_PARTAGE: u32 = 12;
/// How many days a request may wait before the responsable is told.
pub const ATTENTE: u64 = 7;
/// Without a contact for so many days, a young person is silent.
pub const SILENCE: u64 = 30;

/// The last day a share opened today may be given as its end.
pub fn terme_au_plus_tard(jour: Date) -> Date {
    jour.checked_add_months(Months::new(MOIS_DE_PARTAGE)).unwrap_or(jour)
}

/// The first day a share is closed, from the last day asked for.
pub fn terme(jour: Date, dernier_jour: Date) -> Result<Date, String> {
    if dernier_jour < jour {
        return Err("La fin du partage est passée : choisissez un jour à venir.".into());
    }
    let limite = terme_au_plus_tard(jour);
    match dernier_jour.checked_add_days(Days::new(1)) {
        Some(premier_jour_clos) if dernier_jour <= limite => Ok(premier_jour_clos),
        _ => Err(format!(
            "Un partage dure {MOIS_DE_PARTAGE} mois au plus : choisissez un jour jusqu'au {}.",
            date_longue(limite)
        )),
    }
}

/// The day shown as the end: the last one it is open.
pub fn dernier_jour(premier_jour_clos: Date) -> Date {
    premier_jour_clos.checked_sub_days(Days::new(1)).unwrap_or(premier_jour_clos)
}

/// Whether a period of following is today's. `predicats::suit` says it in SQL, and why the first day is not asked for.
pub fn suit(au: Option<Date>) -> bool {
    au.is_none()
}

/// Whether somebody who is told by two days, either of which may be unknown, followed on a day.
pub fn suivait(du: Option<Date>, au: Option<Date>, jour: Date) -> bool {
    du.is_none_or(|d| d <= jour) && au.is_none_or(|a| a > jour)
}

/// Whether a share opens the file on a day or will later. `predicats::partage_restant` says it in SQL.
pub fn partage_restant(au: Date, revoque: bool, jour: Date) -> bool {
    !revoque && au > jour
}

/// Whether a share opens the file on a day. `predicats::partage_ouvert` says it in SQL.
pub fn partage_ouvert(du: Date, au: Date, revoque: bool, jour: Date) -> bool {
    du <= jour && partage_restant(au, revoque, jour)
}

/// Whether a file may be opened to structures of this type. Whoever employs, pays, steers or
/// evaluates never reads a file: they have their own, narrower, views.
pub fn peut_recevoir(genre: &str) -> bool {
    !matches!(genre, "employeur" | "region" | "etat" | "evaluateur")
}

/// Whether a référent since `depuis` may be handed over on `date`, as of `jour`.
pub fn passation(jour: Date, depuis: Date, date: Date) -> Result<(), String> {
    if date > jour {
        return Err("La passation prend effet le jour dit : choisissez aujourd'hui ou un jour passé.".into());
    }
    if date < depuis {
        return Err(format!(
            "La passation ne peut pas précéder le {}, jour où cette personne est devenue référente.",
            date_longue(depuis)
        ));
    }
    Ok(())
}

/// Who answers a request for a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repondant<R, S> {
    /// The référent.
    Referent(R),
    /// The responsables of the structure in charge, when there is no référent.
    Responsables(S),
    /// Nobody follows any more.
    Personne,
}

/// Who answers: the référent, else the structure in charge.
pub fn qui_repond<R, S>(referent: Option<R>, en_charge: Option<S>) -> Repondant<R, S> {
    match (referent, en_charge) {
        (Some(r), _) => Repondant::Referent(r),
        (None, Some(s)) => Repondant::Responsables(s),
        (None, None) => Repondant::Personne,
    }
}

/// Whether a structure may stop following. In charge, it names the next one first, unless nobody else follows.
pub fn cloture(en_charge: bool, autres: usize) -> Result<(), String> {
    match (en_charge, autres) {
        (true, 1..) => {
            Err("Votre structure est en charge : confiez d'abord la charge à une structure qui suit.".into())
        }
        _ => Ok(()),
    }
}

/// Shares out `combien` young people among `entrants` colleagues in turn; the rank of each one's.
pub fn repartir(combien: usize, entrants: usize) -> Vec<usize> {
    (0..combien).map(|i| i % entrants.max(1)).collect()
}

/// « A… B… »: all that is told of somebody whose file is not open.
pub fn masque(prenom: &str, nom: &str) -> String {
    let initiale = |mot: &str| mot.trim().chars().next().map_or_else(String::new, |l| l.to_uppercase().collect());
    format!("{}… {}…", initiale(prenom), initiale(nom))
}

/// A reason in words, when one is given.
pub fn motif_facultatif(texte: &str) -> Result<Texte, String> {
    Texte::lire(texte, 300).map_err(|e| e.to_string())
}

/// A reason in words.
pub fn motif(texte: &str) -> Result<Texte, String> {
    motif_facultatif(texte)?.exige("Dites pourquoi, en quelques mots.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jour(texte: &str) -> Date {
        texte.parse().unwrap()
    }

    #[test]
    fn a_share_ends_the_day_after_its_last_and_within_a_year() {
        let j = jour("2018-02-20");
        assert_eq!(terme(j, j), Ok(jour("2018-02-21")));
        assert_eq!(terme(j, jour("2018-06-30")), Ok(jour("2018-07-01")));
        assert_eq!(terme(j, jour("2019-02-20")), Ok(jour("2019-02-21")));
        assert!(terme(j, jour("2019-02-21")).unwrap_err().contains("20\u{a0}février 2019"));
        assert!(terme(j, jour("2018-02-19")).is_err());
        assert_eq!(dernier_jour(jour("2018-07-01")), jour("2018-06-30"));
    }

    #[test]
    fn a_handover_is_never_later_than_today_nor_before_the_one_it_ends() {
        let (j, depuis) = (jour("2018-02-20"), jour("2017-03-01"));
        assert!(passation(j, depuis, j).is_ok() && passation(j, depuis, depuis).is_ok());
        assert!(passation(j, depuis, jour("2018-02-21")).is_err());
        assert!(passation(j, depuis, jour("2017-02-28")).unwrap_err().contains("1er\u{a0}mars 2017"));
    }

    #[test]
    fn the_referent_answers_else_the_structure_in_charge() {
        assert_eq!(qui_repond(Some("Claire"), Some("ML Nord")), Repondant::Referent("Claire"));
        assert_eq!(qui_repond(None::<&str>, Some("ML Nord")), Repondant::Responsables("ML Nord"));
        assert_eq!(qui_repond(None::<&str>, None::<&str>), Repondant::Personne);
    }

    #[test]
    fn the_structure_in_charge_leaves_last_or_names_the_next() {
        assert!(cloture(true, 1).is_err());
        assert!(cloture(true, 0).is_ok() && cloture(false, 0).is_ok() && cloture(false, 3).is_ok());
    }

    #[test]
    fn nobody_who_pays_or_employs_receives_a_file() {
        for genre in ["employeur", "region", "etat", "evaluateur"] {
            assert!(!peut_recevoir(genre), "{genre}");
        }
        assert!(peut_recevoir("cfa") && peut_recevoir("mission_locale"));
    }

    #[test]
    fn twenty_files_go_round_the_colleagues_in_turn() {
        let parts = repartir(20, 3);
        assert_eq!([0, 1, 2].map(|c| parts.iter().filter(|p| **p == c).count()), [7, 7, 6]);
        assert_eq!(repartir(2, 1), [0, 0]);
    }

    #[test]
    fn a_masked_name_keeps_its_initials() {
        assert_eq!(masque("Amina", "Beladour"), "A… B…");
        assert_eq!(masque("élodie", "d'Arc"), "É… D…");
        assert_eq!(masque("", "Li"), "… L…");
    }
}
