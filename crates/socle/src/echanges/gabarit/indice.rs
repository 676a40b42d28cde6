//! Whether a column of a file can be a column of ours: what its header says, and what its cells say of it.

use chrono::Datelike;
use passerelle_base::Date;

use super::modele::{Champ, Designation, Partie, Provenance};
use super::mots::{Ressemblance, d_un_autre, mots};
use super::profil::{Genre, Profil};
use crate::echanges::nature::{Colonne, Forme, Nature};
use crate::vocabulaire::Codes;

/// What speaks for it.
pub(super) enum Indice {
    /// It can be it, so much, for this reason.
    Oui {
        note: u32,
        raison: String,
        champ: Champ,
    },
    /// Its header says so, its cells do not.
    Mais(String),
    Rien,
}

/// Cells must be so often of a genre for a column to be one.
const SUR: u64 = 80;
/// Without a header that says it, they must be nearly always.
const TRES_SUR: u64 = 90;
/// The youngest that is welcomed.
const AGE_MIN: i32 = 13;

/// What speaks for a column of ours.
pub(super) fn indice(colonne: &Colonne, profil: &Profil, entete: Option<Ressemblance>, jour: Date) -> Indice {
    let vide = || Champ::de(Provenance::Colonnes(Vec::new(), String::new()));
    let dite = match entete {
        Some(Ressemblance::Notre) => (90, "l'en-tête est le nôtre"),
        Some(Ressemblance::Connu) => (80, "en-tête connu"),
        Some(Ressemblance::Contient) => (55, "l'en-tête y ressemble"),
        None => (0, ""),
    };
    if !profil.regardee() {
        return match dite {
            (0, _) => Indice::Rien,
            (note, mot) => {
                Indice::Oui { note: note - 10, raison: format!("{mot} ; la colonne est vide"), champ: vide() }
            }
        };
    }
    let oui = |note: u32, raison: &str, champ: Champ| {
        let raison = if dite.1.is_empty() { raison.to_owned() } else { format!("{} ; {raison}", dite.1) };
        Indice::Oui { note: dite.0 + note, raison, champ }
    };
    let compter = |genre: Genre| format!("{} : {} %", genre.mots(), profil.part(genre));
    let du_genre = |genre: Genre| {
        let part = profil.part(genre);
        match dite.0 {
            0 if part >= TRES_SUR && parle_seul(colonne, profil) => oui(40, &compter(genre), vide()),
            0 => Indice::Rien,
            _ if part >= SUR => oui(10, &compter(genre), vide()),
            _ => Indice::Mais(format!("l'en-tête le dit, mais {}", compter(genre))),
        }
    };
    match colonne.forme {
        Forme::Date => date(colonne, profil, dite.0, jour, &oui),
        Forme::Siret => du_genre(Genre::Siret),
        Forme::Uai => du_genre(Genre::Uai),
        Forme::Telephone => du_genre(Genre::Telephone),
        Forme::Courriel => du_genre(Genre::Courriel),
        Forme::CodePostal if profil.part(Genre::CodePostalVille) >= SUR => {
            oui(if dite.0 == 0 { 30 } else { 10 }, &compter(Genre::CodePostalVille), vide().partie(Partie::CodePostal))
        }
        Forme::CodePostal => du_genre(Genre::CodePostal),
        Forme::Parmi(Codes { codes, .. }) => parmi(colonne, codes, profil, dite.0, &oui),
        Forme::Booleen | Forme::Niveau | Forme::NonConservee(_) | Forme::Commune | Forme::Entier if dite.0 > 0 => {
            lues(colonne, profil, &oui)
        }
        Forme::Nom if dite.0 > 0 && profil.part(Genre::Mots) < SUR => {
            Indice::Mais(format!("l'en-tête le dit, mais {}", compter(Genre::Mots)))
        }
        Forme::Code if colonne.nom == "numero" && dite.0 > 0 => {
            oui(profil.unicite() as u32 / 10, &format!("valeurs différentes : {} %", profil.unicite()), vide())
        }
        _ if dite.0 > 0 => Indice::Oui { note: dite.0, raison: dite.1.to_owned(), champ: vide() },
        _ => Indice::Rien,
    }
}

/// What a column of a file becomes when somebody says what it is: with the form of its dates, or the part that is meant.
pub fn champ_pour(colonne: &Colonne, profil: &Profil, designation: Designation) -> Champ {
    let mut champ = Champ::de(Provenance::Colonnes(vec![designation], String::new()));
    match colonne.forme {
        Forme::Date => {
            champ.dates =
                profil.forme_date().filter(|(_, part)| *part > profil.part(Genre::Date)).map(|(f, _)| f.to_owned());
        }
        Forme::CodePostal if profil.part(Genre::CodePostalVille) >= SUR => champ.partie = Some(Partie::CodePostal),
        Forme::Parmi(Codes { codes, .. }) => {
            for (valeur, _) in profil.valeurs().unwrap_or_default() {
                if colonne.forme.lire(valeur).is_err()
                    && let Some(code) = mots().code(colonne.nom, codes, valeur)
                {
                    champ.valeurs.push((valeur.to_owned(), code.to_owned()));
                }
            }
        }
        _ => {}
    }
    champ
}

/// The codes of a column and their words, when it is one of codes.
pub fn codes_de(natures: &[&Nature], nature: &str, colonne: &str) -> Vec<(&'static str, &'static str)> {
    let declaree = natures.iter().find(|n| n.nom == nature).and_then(|n| n.colonnes.iter().find(|c| c.nom == colonne));
    declaree.map(Colonne::codes).unwrap_or_default()
}

/// Without a header that says it, cells speak for few columns: a SIRET may be anybody's.
fn parle_seul(colonne: &Colonne, profil: &Profil) -> bool {
    let seules = ["telephone", "courriel", "employeur_siret", "siret", "uai", "code_postal"];
    seules.contains(&colonne.nom) && !d_un_autre(&profil.entete)
}

fn date(colonne: &Colonne, profil: &Profil, dite: u32, jour: Date, oui: &dyn Fn(u32, &str, Champ) -> Indice) -> Indice {
    let toujours = profil.part(Genre::Date);
    let (forme, part) = match profil.forme_date() {
        Some((forme, part)) if part > toujours => (Some(forme), part),
        _ => (None, toujours),
    };
    let jeunes = jour.year() - AGE_MIN;
    let anciennes = profil.dates.filter(|(_, derniere)| derniere.year() <= jeunes);
    let naissance = colonne.nom == "date_naissance";
    let mut champ = Champ::de(Provenance::Colonnes(Vec::new(), String::new()));
    champ.dates = forme.map(str::to_owned);
    let mut raison = match forme {
        Some(forme) => format!("dates écrites {forme} : {part} %"),
        None => format!("dates : {part} %"),
    };
    if part < SUR {
        return if dite > 0 { Indice::Mais(format!("l'en-tête le dit, mais {raison}")) } else { Indice::Rien };
    }
    match (naissance, anciennes) {
        (true, Some((_, derniere))) => {
            raison.push_str(&format!(", toutes avant {}", derniere.year() + 1));
            let plage = profil
                .dates
                .is_some_and(|(premiere, derniere)| (1..=50).contains(&(derniere.year() - premiere.year())));
            if dite > 0 || (part >= TRES_SUR && plage && profil.unicite() > 20) {
                oui(if dite > 0 { 15 } else { 40 }, &raison, champ)
            } else {
                Indice::Rien
            }
        }
        (true, None) if dite > 0 => {
            Indice::Mais(format!("l'en-tête le dit, mais {raison}, dont certaines après {jeunes}"))
        }
        (true, None) => Indice::Rien,
        (false, Some(_)) if dite > 0 => {
            Indice::Mais(format!("l'en-tête le dit, mais {raison}, toutes avant {}", jeunes + 1))
        }
        (false, _) if dite > 0 => oui(10, &raison, champ),
        _ => Indice::Rien,
    }
}

fn parmi(
    colonne: &Colonne,
    codes: &'static [&'static str],
    profil: &Profil,
    dite: u32,
    oui: &dyn Fn(u32, &str, Champ) -> Indice,
) -> Indice {
    let Some(valeurs) = profil.valeurs() else {
        return if dite > 0 {
            Indice::Mais("l'en-tête le dit, mais elle a trop de valeurs pour une liste de codes".into())
        } else {
            Indice::Rien
        };
    };
    let connue = |v: &str| mots().code(colonne.nom, codes, v).is_some();
    let connues = valeurs.iter().filter(|(v, _)| connue(v)).count();
    let raison = format!(
        "{}, dont {connues} de code connu",
        passerelle_base::pluriel(valeurs.len() as i64, "valeur", "valeurs")
    );
    let champ = Champ::de(Provenance::Colonnes(Vec::new(), String::new()));
    let chiffres = valeurs.iter().any(|(v, _)| v.bytes().all(|o| o.is_ascii_digit()));
    match (dite, connues) {
        (0, n) if n == valeurs.len() && n > 1 && !chiffres && matches!(colonne.nom, "sexe" | "type") => {
            oui(40, &raison, champ)
        }
        (0, _) => Indice::Rien,
        (_, 0) => Indice::Mais(format!("l'en-tête le dit, mais {raison}")),
        _ => oui(10, &raison, champ),
    }
}

/// Columns whose few values are read one by one.
fn lues(colonne: &Colonne, profil: &Profil, oui: &dyn Fn(u32, &str, Champ) -> Indice) -> Indice {
    let Some(valeurs) = profil.valeurs() else {
        // Many values are no fault for a number or a commune.
        let raison = format!("{} : {} %", Genre::Nombre.mots(), profil.part(Genre::Nombre));
        let bon = matches!(colonne.forme, Forme::Entier | Forme::Commune) && profil.part(Genre::Nombre) >= SUR;
        let champ = Champ::de(Provenance::Colonnes(Vec::new(), String::new()));
        return if bon {
            oui(5, &raison, champ)
        } else {
            Indice::Mais("l'en-tête le dit, mais ses valeurs n'en sont pas".into())
        };
    };
    let total: u64 = valeurs.iter().map(|(_, n)| n).sum();
    let bonnes: u64 = valeurs.iter().filter(|(v, _)| colonne.forme.lire(v).is_ok()).map(|(_, n)| n).sum();
    let part = (bonnes * 100).checked_div(total).unwrap_or(0);
    let champ = Champ::de(Provenance::Colonnes(Vec::new(), String::new()));
    if part >= 50 {
        oui(5, &format!("valeurs lisibles : {part} %"), champ)
    } else {
        Indice::Mais(format!("l'en-tête le dit, mais valeurs lisibles : {part} %"))
    }
}
