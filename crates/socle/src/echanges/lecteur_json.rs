//! Rows of a JSON file that an interface gave: objects laid out flat, one row each.
//!
//! `{"adresse": {"codePostal": …}}` is the column `adresse.codePostal`. A list of objects inside an object gives a row for each
//! of its own (`situations.etat`), the rest of the object said again, as a join does; a second such list is numbered.

use std::collections::HashMap;
use std::io::Read;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Map, Value};

use super::fichier::{Fichier, ferme};
use super::pannes::illisible;

/// An answer of an interface; what is bigger comes in pages.
const JSON_MAX: u64 = 64 << 20;
/// Columns of a table of people, as in a workbook.
const COLONNES_MAX: usize = 200;

/// Calls `ligne` with the rank of each row, the header (1) first, until it returns `false`.
pub(super) fn parcourir(
    fichier: &Fichier,
    lus: &AtomicU64,
    mut ligne: impl FnMut(u64, Vec<String>) -> bool,
) -> Result<(), String> {
    let objets = objets(fichier)?;
    lus.store(fichier.taille, Ordering::Relaxed);
    let liste = objets.iter().find_map(liste_d_objets);
    let mut colonnes: Vec<String> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut rangees: Vec<(u64, Vec<(usize, String)>)> = Vec::new();
    for objet in &objets {
        let eclats = match liste.as_ref().and_then(|l| objet.get(l)).and_then(Value::as_array) {
            Some(eclats) if !eclats.is_empty() => eclats.iter().map(Some).collect(),
            _ => vec![None],
        };
        for eclat in eclats {
            let mut cellules: Vec<(usize, String)> = Vec::new();
            let mut dire = |chemin: String, texte: String| {
                let suivante = places.len();
                let place = *places.entry(chemin).or_insert_with_key(|chemin| {
                    colonnes.push(chemin.clone());
                    suivante
                });
                cellules.push((place, texte));
            };
            for (cle, valeur) in objet.iter().filter(|(cle, _)| Some(*cle) != liste.as_ref()) {
                aplatir(cle, valeur, &mut dire);
            }
            if let (Some(liste), Some(eclat)) = (&liste, eclat) {
                aplatir(liste, eclat, &mut dire);
            }
            if colonnes.len() > COLONNES_MAX {
                return Err(format!(
                    "a plus de {COLONNES_MAX} champs par objet : ce n'est pas un tableau de personnes"
                ));
            }
            rangees.push((rangees.len() as u64 + 2, cellules));
        }
    }
    let large = colonnes.len();
    if large == 0 || !ligne(1, colonnes) {
        return Ok(());
    }
    for (rang, cellules) in rangees {
        let mut rangee = vec![String::new(); large];
        for (place, texte) in cellules {
            rangee[place] = texte;
        }
        if rangee.iter().any(|c| !c.trim().is_empty()) && !ligne(rang, rangee) {
            break;
        }
    }
    Ok(())
}

/// The objects of a file: a list, the longest list of an answer, one object, or one a line.
fn objets(fichier: &Fichier) -> Result<Vec<Map<String, Value>>, String> {
    if fichier.taille > JSON_MAX {
        return Err(format!("pèse plus de {} Mo : demandez-le par pages, ou en CSV", JSON_MAX >> 20));
    }
    let mut octets = Vec::new();
    let flux = std::fs::File::open(&fichier.chemin).map_err(|e| ferme(&e))?;
    flux.take(JSON_MAX + 1).read_to_end(&mut octets).map_err(|e| illisible(&e))?;
    let texte = octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&octets);
    let mut objets = Vec::new();
    for valeur in serde_json::Deserializer::from_slice(texte).into_iter::<Value>() {
        match valeur
            .map_err(|e| format!("n'est pas du JSON lisible, ligne {} : exportez-le de nouveau, en UTF-8", e.line()))?
        {
            Value::Array(liste) => objets.extend(liste),
            Value::Object(objet) => {
                let longue =
                    |v: &Value| v.as_array().filter(|l| !l.is_empty() && l.iter().all(Value::is_object)).map(Vec::len);
                let simple = |v: &Value| !v.is_object() && longue(v).is_none();
                // An answer in pages: a list beside what is said of it, and nothing of a person beside.
                let enveloppe = objet.values().filter(|v| longue(v).is_some()).count() == 1
                    && objet
                        .iter()
                        .all(|(cle, v)| longue(v).is_some() || simple(v) || ENVELOPPES.contains(&cle.as_str()))
                    && objet.keys().any(|cle| ENVELOPPES.contains(&cle.as_str()));
                match objet.iter().find(|(_, v)| enveloppe && longue(v).is_some()) {
                    Some((_, Value::Array(liste))) => objets.extend(liste.iter().cloned()),
                    _ => objets.push(Value::Object(objet)),
                }
            }
            _ => return Err("ne contient pas d'objets JSON : un tableau de personnes est une liste d'objets".into()),
        }
    }
    let objets: Vec<Map<String, Value>> =
        objets.into_iter().filter_map(|v| if let Value::Object(o) = v { Some(o) } else { None }).collect();
    if objets.is_empty() { Err("ne contient aucun objet".into()) } else { Ok(objets) }
}

/// What interfaces call what they say of a page of answers, or the list itself.
const ENVELOPPES: [&str; 12] = [
    "metadonnees",
    "metadata",
    "meta",
    "pagination",
    "page",
    "total",
    "status",
    "data",
    "items",
    "results",
    "contrats",
    "dossiers",
];

/// The list of objects that gives a row for each of them.
fn liste_d_objets(objet: &Map<String, Value>) -> Option<String> {
    let trouvee = objet.iter().find(|(_, v)| v.as_array().is_some_and(|l| l.first().is_some_and(Value::is_object)));
    trouvee.map(|(cle, _)| cle.clone())
}

fn aplatir(chemin: &str, valeur: &Value, dire: &mut impl FnMut(String, String)) {
    match valeur {
        Value::Object(objet) => objet.iter().for_each(|(cle, v)| aplatir(&format!("{chemin}.{cle}"), v, dire)),
        Value::Array(liste) if liste.iter().any(Value::is_object) => {
            liste.iter().enumerate().for_each(|(rang, v)| aplatir(&format!("{chemin}.{}", rang + 1), v, dire));
        }
        Value::Array(liste) => dire(chemin.to_owned(), liste.iter().map(simple).collect::<Vec<_>>().join("|")),
        autre => dire(chemin.to_owned(), simple(autre)),
    }
}

fn simple(valeur: &Value) -> String {
    match valeur {
        Value::Null => String::new(),
        Value::Bool(b) => if *b { "oui" } else { "non" }.to_owned(),
        Value::String(t) => t.clone(),
        autre => autre.to_string(),
    }
}
