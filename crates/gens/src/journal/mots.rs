//! The lines in words: they keep codes, for programs and for years; people read what these mean.

use crate::conservation::{est_un_champ, sens_du_champ};

/// Codes whose words are not written with their letters alone.
const DITS: [(&str, &str); 9] = [
    ("creer", "Créer"),
    ("repondre", "Répondre"),
    ("journee", "Journée"),
    ("referents", "Référents"),
    ("demandes_acces", "Demandes d'accès"),
    ("demandes_recues", "Demandes reçues"),
    ("evenements", "Événements"),
    ("etudes", "Études"),
    ("enquetes", "Enquêtes"),
];

/// What the code of an action or of an object reads like.
pub(super) fn mots(code: &str) -> String {
    if let Some((_, dit)) = DITS.iter().find(|(c, _)| *c == code) {
        return (*dit).to_owned();
    }
    let mots = code.replace('_', " ");
    let mut lettres = mots.chars();
    lettres.next().map_or_else(String::new, |l| l.to_uppercase().chain(lettres).collect())
}

/// What the detail of a line reads like: fields by what they mean, identifiers and prints left out.
pub(super) fn detail_dit(objet: &str, detail: &str) -> String {
    let (mut dit, mut mot) = (String::new(), String::new());
    let champs = de_champs(objet, detail);
    for c in detail.chars() {
        if c.is_alphanumeric() || matches!(c, '_' | '-') {
            mot.push(c);
        } else {
            dit += &mot_dit(objet, &mot, champs);
            mot.clear();
            dit.push(c);
        }
    }
    dit += &mot_dit(objet, &mot, champs);
    dit.split_whitespace().filter(|m| *m != ":").collect::<Vec<_>>().join(" ")
}

/// Whether a detail is nothing but the names of fields of that object.
fn de_champs(objet: &str, detail: &str) -> bool {
    detail.split(", ").all(|m| est_un_champ(objet, m))
}

fn mot_dit(objet: &str, mot: &str, champs: bool) -> String {
    // An identifier, or a print.
    let chiffre = mot.contains(|c: char| c.is_ascii_digit());
    if mot.len() >= 12 && chiffre && mot.chars().all(|c| c.is_ascii_hexdigit() || c == '-') && est_long(mot) {
        return String::new();
    }
    if !champs && !mot.contains('_') {
        return mot.to_owned();
    }
    sens_du_champ(objet, mot).map_or_else(|| mot.replace('_', " "), minuscule)
}

/// A day (`2018-02-20`) is cut as an identifier is, and is read.
fn est_long(mot: &str) -> bool {
    mot.split('-').any(|m| m.len() >= 8)
}

/// « Date de naissance » inside a sentence; « SIRET » stays.
fn minuscule(sens: &str) -> String {
    let mut lettres = sens.chars();
    match (lettres.next(), sens.chars().nth(1)) {
        (Some(l), Some(suite)) if suite.is_lowercase() => l.to_lowercase().chain(lettres).collect(),
        _ => sens.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_in_words() {
        assert_eq!(mots("repondre"), "Répondre");
        assert_eq!(mots("tableau_de_bord"), "Tableau de bord");
        assert_eq!(detail_dit("jeunes", "date_naissance, telephone"), "date de naissance, téléphone");
        assert_eq!(detail_dit("structures", "siret"), "SIRET");
        assert_eq!(detail_dit("jeunes", "démonstration"), "démonstration");
        let uuid = "0192f3c8-b225-7bd4-9a11-0c1d2e3f4a5b";
        assert_eq!(detail_dit("notes", &format!("contestation {uuid} : reponse")), "contestation reponse");
        assert_eq!(detail_dit("etudes", &format!("extrait {}", "0a".repeat(32))), "extrait");
        assert_eq!(
            detail_dit("jeunes", "/jeunes csv situation=demandeur_emploi"),
            "/jeunes csv situation=demandeur emploi"
        );
        assert_eq!(detail_dit("jeunes", "sauvegarde du 2018-02-20"), "sauvegarde du 2018-02-20");
    }
}
