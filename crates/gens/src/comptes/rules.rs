//! Pure decisions: how long to wait, whether a password will do, what comes next in signing in.

use passerelle_socle::ident::Id;

use super::model::{Budget, Etape};
use passerelle_socle::access::{Acteur, Role, Structure, peut_donner};
use passerelle_socle::temps::Instant;
use passerelle_socle::texte::{RefusTexte, Texte};
use std::time::Duration;

/// Milliseconds until a budget lets one more try through, given the instant at which it will be whole again.
pub fn attente(rempli: Instant, maintenant: Instant, budget: &Budget) -> i64 {
    (rempli.millis() - (maintenant + avance(budget)).millis()).max(0)
}

/// How far ahead of now a budget may be from whole, and still hold one try.
pub fn avance(budget: &Budget) -> Duration {
    budget.retour * budget.reserve.saturating_sub(1)
}

/// Shortest password, in characters.
pub const LONGUEUR_MIN: usize = 15;
/// Longest password, in characters.
pub const LONGUEUR_MAX: usize = 200;

/// Words that a password of this product is likely to be made of.
const CONTEXTE: [&str; 18] = [
    "passerelle",
    "apprentissage",
    "apprenti",
    "alternance",
    "mission",
    "locale",
    "motdepasse",
    "mot",
    "passe",
    "bonjour",
    "soleil",
    "azerty",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "formation",
    "conseiller",
    "jeunes",
];

/// Whether a password will do; otherwise what to change. No rule of composition: length, and not being
/// what is tried first. `autour`: name, mail address, structure of the person.
pub fn juger(mot_de_passe: &str, autour: &[&str]) -> Result<(), &'static str> {
    match mot_de_passe.chars().count() {
        n if n < LONGUEUR_MIN => {
            return Err(
                "Ce mot de passe est trop court : il en faut au moins 15 caractères, par exemple quatre mots sans rapport.",
            );
        }
        n if n > LONGUEUR_MAX => return Err("Ce mot de passe est trop long : gardez 200 caractères au plus."),
        _ => {}
    }
    let bas: Vec<String> = autour
        .iter()
        .flat_map(|a| a.split(|c: char| !c.is_alphanumeric()).chain([*a]))
        .map(str::to_lowercase)
        .filter(|m| m.chars().count() > 2)
        .collect();
    let mots: Vec<&str> = CONTEXTE.iter().copied().chain(bas.iter().map(String::as_str)).collect();
    // Lists of the most used passwords, words, names, keyboards, dates and repetitions; four out of
    // four is more than ten thousand million tries.
    match zxcvbn::zxcvbn(mot_de_passe, &mots).score() {
        zxcvbn::Score::Four => Ok(()),
        _ => Err(
            "Ce mot de passe est trop facile à deviner : évitez votre nom, les suites, les répétitions et les mots de passe connus. Quatre mots sans rapport suffisent.",
        ),
    }
}

/// What comes after a right password, or after choosing one.
pub fn apres_mot_de_passe(totp: bool, roles: &[Role]) -> Etape {
    match (totp, roles.iter().any(|r| r.professionnel())) {
        (true, _) => Etape::Verification,
        (false, true) => Etape::Enrolement,
        (false, false) => Etape::Ouverte,
    }
}

/// A role held somewhere, for whoever decides what may be done with an account.
pub type Tenu = (Role, Option<Id<Structure>>);

/// Whether an account stands in the list of this actor.
pub fn voit(acteur: &Acteur, tenus: &[Tenu]) -> bool {
    match acteur.role() {
        Some(Role::Administrateur) => true,
        Some(Role::Responsable) => tenus.iter().any(|(_, s)| s.is_some() && *s == acteur.structure()),
        _ => *acteur == Acteur::Systeme,
    }
}

/// Whether this actor may hand out a link that opens an account: only when they could give each of its
/// roles, or the link would give them what they do not hold.
pub fn peut_inviter(acteur: &Acteur, tenus: &[Tenu]) -> bool {
    !tenus.is_empty() && tenus.iter().all(|(role, s)| peut_donner(acteur, *role, *s))
}

/// Whether this actor may disable an account: whoever keeps the platform, any; a responsable, one that
/// works nowhere else.
pub fn peut_fermer(acteur: &Acteur, tenus: &[Tenu]) -> bool {
    acteur.role() == Some(Role::Administrateur) || peut_inviter(acteur, tenus)
}

/// « Firefox sur Windows »: what a person recognises a session by.
pub fn resumer_agent(agent: &str) -> String {
    let trouver = |liste: &[(&str, &'static str)]| liste.iter().find(|(marque, _)| agent.contains(marque)).map(|l| l.1);
    let navigateur = trouver(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let systeme = trouver(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (navigateur, systeme) {
        (Some(n), Some(s)) => format!("{n} sur {s}"),
        (Some(n), None) => n.to_owned(),
        (None, Some(s)) => s.to_owned(),
        (None, None) => "Navigateur non reconnu".to_owned(),
    }
}

/// « 12 secondes », « 3 minutes »: a wait in words, rounded up.
pub fn duree_en_mots(millis: i64) -> String {
    let secondes = (millis + 999) / 1_000;
    match secondes {
        ..=90 => passerelle_base::pluriel(secondes.max(1), "seconde", "secondes"),
        _ => passerelle_base::pluriel((secondes + 59) / 60, "minute", "minutes"),
    }
}

/// The name of an account, on one line and to the letter: nobody is renamed in silence.
pub fn nom_de_compte(saisi: &str) -> Result<Texte, String> {
    match Texte::tel_quel(saisi, 100) {
        Ok(nom) if nom.chars().any(char::is_alphabetic) && !nom.contains(passerelle_base::change_de_ligne) => Ok(nom),
        Err(RefusTexte::Nir) => Err(RefusTexte::Nir.to_string()),
        _ => Err("Tapez le prénom et le nom de la personne, en 100 caractères au plus.".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_named_on_one_line_and_with_letters() {
        assert_eq!(nom_de_compte("Léa M.").as_deref(), Ok("Léa M."));
        assert_eq!(nom_de_compte("Юлия").as_deref(), Ok("Юлия"));
        for saisi in ["", "   ", "\u{a0}", "A\nB", "A\tB", "A\u{2028}B", "...", &"x".repeat(101)] {
            assert!(nom_de_compte(saisi).is_err(), "{saisi:?}");
        }
    }

    #[test]
    fn a_budget_lets_its_reserve_through_then_one_at_a_time_and_is_bounded_over_any_day() {
        use crate::comptes::model::{
            BUDGET_ADRESSE, BUDGET_APPAREIL, BUDGET_CODE, BUDGET_COMPTE, BUDGET_ESSAI_COMPLET, BUDGET_SECOURS,
        };
        // The figures that SECURITY.md prints.
        for (budget, par_jour) in [
            (BUDGET_COMPTE, 20),
            (BUDGET_ADRESSE, 300),
            (BUDGET_ESSAI_COMPLET, 100),
            (BUDGET_SECOURS, 20),
            (BUDGET_CODE, 14),
            (BUDGET_APPAREIL, 34),
        ] {
            assert_eq!(u64::from(budget.reserve) + 24 * 3_600 / budget.retour.as_secs(), par_jour, "{budget:?}");
            // Somebody tries each second for three days, after a long rest.
            let (mut rempli, mut admis) = (0_i64, Vec::new());
            for seconde in 0..3 * 24 * 3_600 {
                let maintenant = 1_000_000 + seconde * 1_000;
                if attente(Instant::from_millis(rempli), Instant::from_millis(maintenant), &budget) == 0 {
                    rempli = rempli.max(maintenant) + budget.retour.as_millis() as i64;
                    admis.push(seconde);
                }
            }
            assert_eq!(admis.iter().filter(|s| **s < i64::from(budget.reserve)).count() as u32, budget.reserve);
            let pire = admis.iter().map(|d| admis.iter().filter(|s| (*d..*d + 24 * 3_600).contains(*s)).count()).max();
            assert!(
                pire.is_some_and(|p| (par_jour as usize - 1..=par_jour as usize).contains(&p)),
                "{budget:?}: {pire:?}"
            );
        }
    }

    #[test]
    fn the_table_of_passwords() {
        let autour = ["Claire Nadjar", "claire.nadjar@ml-nord.example", "Mission locale Nord"];
        let cas: [(&str, bool); 15] = [
            ("quatorze-carac", false),
            ("aaaaaaaaaaaaaaaaaaaa", false),
            ("motdepassemotdepasse", false),
            ("passwordpassword", false),
            ("123456789012345678", false),
            ("azertyuiopqsdfghjklm", false),
            ("missionlocalenord", false),
            ("clairenadjarclaire", false),
            ("apprentissage2026", false),
            ("passerellepasserelle", false),
            ("girafe tournevis lundi compote", true),
            ("  espaces   gardés en tête ", true),
            ("żółw grimpe à l'échelle", true),
            ("correct horse battery staple", true),
            ("kP9$vR2!xQ7&mT4", true),
        ];
        for (mot, bon) in cas {
            assert_eq!(juger(mot, &autour).is_ok(), bon, "{mot}");
        }
        let long: String = "girafe tournevis lundi compote ".chars().cycle().take(200).collect();
        assert!(juger(&long, &autour).is_ok());
        assert!(juger(&(long + "x"), &autour).is_err());
    }

    #[test]
    fn a_session_is_recognised_by_its_browser() {
        let firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0";
        assert_eq!(resumer_agent(firefox), "Firefox sur Windows");
        let android =
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36";
        assert_eq!(resumer_agent(android), "Chrome sur Android");
        assert_eq!(resumer_agent("<script>"), "Navigateur non reconnu");
    }
}
