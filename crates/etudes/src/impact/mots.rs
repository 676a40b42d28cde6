//! The words of a command, as they are typed.

use std::fmt::Display;

use clap::ValueEnum;

/// The words after `passerelle impact`, one argument each.
#[derive(Debug)]
pub(super) struct Mots(Vec<String>);

impl Mots {
    pub fn de(geste: &str) -> Self {
        Self(vec![geste.to_owned()])
    }

    /// An option and its value.
    pub fn option(&mut self, nom: &str, valeur: impl Display) {
        let valeur = valeur.to_string();
        // A value that begins like an option would be read as one.
        if valeur.starts_with('-') {
            self.jointe(nom, valeur);
        } else {
            self.0.extend([format!("--{nom}"), valeur]);
        }
    }

    /// An option joined to its value.
    pub fn jointe(&mut self, nom: &str, valeur: impl Display) {
        self.0.push(format!("--{nom}={valeur}"));
    }

    pub fn si(&mut self, nom: &str, valeur: Option<impl Display>) {
        if let Some(valeur) = valeur {
            self.option(nom, valeur);
        }
    }

    /// An option whose values are cut by commas; nothing when there are none.
    pub fn liste(&mut self, nom: &str, valeurs: &[String]) {
        self.si(nom, (!valeurs.is_empty()).then(|| valeurs.join(",")));
    }

    /// An option, unless its value is what the command supposes.
    pub fn sauf<V: Display + PartialEq>(&mut self, nom: &str, valeur: V, supposee: V) {
        self.si(nom, Some(valeur).filter(|v| *v != supposee));
    }

    /// A choice among the words of an option, unless it is what the command supposes.
    pub fn choix<V: ValueEnum + PartialEq>(&mut self, nom: &str, valeur: V, supposee: V) {
        self.parmi(nom, Some(valeur).filter(|v| *v != supposee));
    }

    /// A choice that may not be made.
    pub fn parmi<V: ValueEnum>(&mut self, nom: &str, valeur: Option<V>) {
        self.si(nom, valeur.and_then(|v| v.to_possible_value()).map(|v| v.get_name().to_owned()));
    }

    pub fn drapeau(&mut self, nom: &str, leve: bool) {
        if leve {
            self.0.push(format!("--{nom}"));
        }
    }

    pub fn finir(self) -> Vec<String> {
        self.0
    }
}

/// A word as a shell takes it.
pub(super) fn citer(mot: &str) -> String {
    let nu = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ',' | '=');
    if !mot.is_empty() && mot.chars().all(nu) { mot.to_owned() } else { format!("'{}'", mot.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_a_shell_takes_it() {
        assert_eq!(
            ["--bras=plus", "a,b", "service plus", "l'un", ""].map(citer),
            ["--bras=plus", "a,b", "'service plus'", "'l'\\''un'", "''"]
        );
    }
}
