//! What the command line says of itself, in French: its help, and what was wrong with what was typed.
//!
//! `clap` writes a few words of its own, in English; each is given here in place of it, for every command at once.

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, Error};

const MODELE: &str = "{before-help}{about-with-newline}\nEmploi : {usage}\n\n{all-args}{after-help}";

/// The same command, and those under it, that speak French.
pub(super) fn en_francais(commande: Command) -> Command {
    let aide = Arg::new("aide").short('h').long("help").action(ArgAction::Help).help("Affiche cette aide");
    let commande = commande
        .help_template(MODELE)
        .subcommand_help_heading("Commandes\u{a0}")
        .subcommand_value_name("COMMANDE")
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(aide);
    let commande = match commande.get_version() {
        Some(_) => {
            let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
            commande.arg(version.help("Affiche la version"))
        }
        None => commande,
    };
    commande.mut_args(un_argument).mut_subcommands(en_francais)
}

/// Its help, with what it supposes, where else it is read, and what it may be.
fn un_argument(arg: Arg) -> Arg {
    let mut suite = String::new();
    let valeurs = arg.get_possible_values();
    let offertes: Vec<&str> = valeurs.iter().filter(|v| !v.is_hide_set()).map(|v| v.get_name()).collect();
    if !offertes.is_empty() && arg.get_action().takes_values() {
        suite += &format!(" [au choix : {}]", offertes.join(", "));
    }
    let supposees: Vec<String> = arg.get_default_values().iter().map(|v| v.to_string_lossy().into_owned()).collect();
    if !supposees.is_empty() && arg.get_action().takes_values() {
        suite += &format!(" [par défaut : {}]", supposees.join(", "));
    }
    if let Some(variable) = arg.get_env() {
        suite += &format!(" [ou la variable {}]", variable.to_string_lossy());
    }
    let titre = if arg.is_positional() { "Arguments\u{a0}" } else { "Options\u{a0}" };
    let augmenter = |dite: Option<&StyledStr>| dite.map(|d| format!("{d}{suite}"));
    let (courte, longue) = (augmenter(arg.get_help()), augmenter(arg.get_long_help()));
    let arg = arg.help_heading(titre);
    // What `clap` would say of these is said already; of a mere flag it says nothing.
    let arg = match arg.get_action().takes_values() {
        true => arg.hide_default_value(true).hide_env(true).hide_possible_values(true),
        false if arg.get_env().is_some() => arg.hide_env(true),
        false => arg,
    };
    let arg = match courte {
        Some(courte) => arg.help(courte),
        None => arg,
    };
    match longue {
        Some(longue) => arg.long_help(longue),
        None => arg,
    }
}

/// What was wrong, in a sentence that says what to do.
pub(super) fn faute(erreur: &Error) -> String {
    let lire = |quoi| erreur.get(quoi).map(dit).unwrap_or_default();
    let argument = lire(ContextKind::InvalidArg);
    let semblable = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .map(lire)
        .find(|s| !s.is_empty());
    let phrase = match erreur.kind() {
        ErrorKind::UnknownArgument => format!("l'option « {argument} » n'existe pas"),
        ErrorKind::InvalidSubcommand => {
            format!("la commande « {} » n'existe pas", lire(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("il manque {argument}"),
        ErrorKind::MissingSubcommand => "dites quelle commande".to_owned(),
        ErrorKind::ArgumentConflict => match lire(ContextKind::PriorArg) {
            avant if avant == argument => format!("« {argument} » est donnée deux fois : gardez-en une"),
            avant => format!("« {argument} » ne va pas avec « {avant} »"),
        },
        ErrorKind::InvalidValue => match lire(ContextKind::InvalidValue).as_str() {
            "" => format!("« {argument} » attend une valeur"),
            valeur => {
                let offertes = lire(ContextKind::ValidValue);
                format!("« {valeur} » n'est pas une valeur de « {argument} » ; au choix : {offertes}")
            }
        },
        ErrorKind::ValueValidation => {
            let pourquoi = std::error::Error::source(erreur).map(pourquoi).unwrap_or_default();
            format!("« {} » ne se lit pas pour « {argument} » : {pourquoi}", lire(ContextKind::InvalidValue))
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("« {argument} » n'a pas le bon nombre de valeurs")
        }
        ErrorKind::NoEquals => format!("« {argument} » s'écrit avec un signe égal"),
        ErrorKind::InvalidUtf8 => "un argument n'est pas en UTF-8".to_owned(),
        _ => "la commande ne se comprend pas".to_owned(),
    };
    let semblable = semblable.map(|s| format!(" Vouliez-vous « {s} » ?")).unwrap_or_default();
    format!("{phrase}.{semblable} Essayez --help.")
}

/// Why a value was not read: the words of numbers are those of the language it is written in.
fn pourquoi(e: &(dyn std::error::Error + 'static)) -> String {
    if e.is::<std::num::ParseIntError>() {
        return "écrivez un nombre entier, comme 500".to_owned();
    }
    if e.is::<std::num::ParseFloatError>() {
        return "écrivez un nombre, comme 0.3".to_owned();
    }
    // « 7 is not in 1..=5 »
    match e.to_string().split_once(" is not in ") {
        Some((_, bornes)) => {
            format!("écrivez un nombre de {}", bornes.replace("..=", " à ").replace("..", " à moins de "))
        }
        None => e.to_string(),
    }
}

fn dit(valeur: &ContextValue) -> String {
    match valeur {
        ContextValue::String(texte) => texte.clone(),
        ContextValue::Strings(textes) => textes.join(" », « "),
        autre => autre.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::super::Ligne;
    use super::*;

    fn toutes(commande: &Command) -> Vec<Command> {
        let sous = commande.get_subcommands().flat_map(toutes);
        std::iter::once(commande.clone()).chain(sous).collect()
    }

    #[test]
    fn every_help_is_in_french() {
        let mut racine = en_francais(Ligne::command());
        racine.build();
        let commandes = toutes(&racine);
        assert!(commandes.len() > 20, "{}", commandes.len());
        for mut commande in commandes {
            for aide in [commande.render_help().to_string(), commande.render_long_help().to_string()] {
                for mot in
                    ["Usage", "Commands:", "Print", "[default", "[env", "[possible", "Possible values", "true", "The "]
                {
                    assert!(!aide.contains(mot), "{} : {mot}\n{aide}", commande.get_name());
                }
            }
        }
    }

    #[test]
    fn what_was_wrong_is_said_in_french() {
        let dite = |mots: &[&str]| {
            let erreur = en_francais(Ligne::command()).try_get_matches_from(mots).expect_err("a fault");
            faute(&erreur)
        };
        let inconnue = dite(&["passerelle", "servir"]);
        assert!(inconnue.starts_with("la commande « servir » n'existe pas. Vouliez-vous «"), "{inconnue}");
        assert!(inconnue.contains("« serve » ? Essayez --help."), "{inconnue}");
        let inconnue = dite(&["passerelle", "serve", "--territoir", "x"]);
        assert!(
            inconnue.starts_with("l'option « --territoir » n'existe pas. Vouliez-vous « --territoire » ?"),
            "{inconnue}"
        );
        assert!(dite(&["passerelle", "import"]).starts_with("il manque "), "{}", dite(&["passerelle", "import"]));
    }
}
