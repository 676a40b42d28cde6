//! Whether a gabarit can be: kinds and columns that exist, one column a field, codes that their column reads.

use std::collections::{HashMap, HashSet};

use super::dates::FormeDate;
use super::modele::{Champ, Designation, Gabarit, Passe, Provenance, cle};
use crate::echanges::nature::{Forme, Nature};
use crate::echanges::valeur::nettoyer;

/// What is wrong with it, a sentence a fault.
pub fn verifier(gabarit: &Gabarit, natures: &[&Nature]) -> Vec<String> {
    let mut fautes = Vec::new();
    if gabarit.passes.iter().all(|p| p.champs.is_empty()) {
        fautes.push("aucune colonne n'est dite : donnez au moins une nature et ses champs".to_owned());
    }
    let t = &gabarit.tableau;
    let dates =
        t.dates.iter().chain(gabarit.passes.iter().flat_map(|p| p.champs.iter().filter_map(|(_, c)| c.dates.as_ref())));
    fautes.extend(dates.filter_map(|d| FormeDate::lire(d).err()));
    for (nom, signe) in [("decimales", &t.decimales), ("milliers", &t.milliers), ("liste", &t.liste)] {
        if signe.as_ref().is_some_and(|s| s.is_empty() || s.chars().any(char::is_alphanumeric)) {
            fautes.push(format!("« tableau.{nom} » est un signe, comme une virgule"));
        }
    }
    if t.decimales.is_some() && t.decimales == t.milliers {
        fautes
            .push("« tableau.decimales » et « tableau.milliers » sont le même signe : dites lequel est lequel".into());
    }
    let par_rang = |d: &&Designation| matches!(d, Designation::Position(_));
    match (t.sans_entete, gabarit.colonnes().iter().find(|d| par_rang(d) != t.sans_entete)) {
        (true, Some(d)) => {
            fautes.push(format!("« {} » : un fichier sans en-têtes se lit par rangs (nom = 2)", d.affiche()))
        }
        (false, Some(d)) => fautes.push(format!(
            "« {} » : un rang ne se lit que dans un fichier sans en-têtes (tableau.sans_entete = true)",
            d.affiche()
        )),
        _ => {}
    }
    for passe in &gabarit.passes {
        match natures.iter().find(|n| n.nom == passe.nature) {
            Some(nature) => juger(passe, nature, &mut fautes),
            None => fautes.push(format!(
                "la nature « {} » n'existe pas : choisissez parmi {}",
                passe.nature,
                natures.iter().map(|n| n.nom).collect::<Vec<_>>().join(", ")
            )),
        }
    }
    fautes
}

fn juger(passe: &Passe, nature: &Nature, fautes: &mut Vec<String>) {
    let mut vus = HashSet::new();
    for (nom, champ) in &passe.champs {
        let ou = format!("{}.{nom}", passe.nature);
        let Some(rang) = nature.position(nom) else {
            let noms: Vec<&str> = nature.colonnes.iter().map(|c| c.nom).collect();
            fautes.push(format!(
                "« {ou} » n'existe pas : un fichier {} a pour colonnes {}",
                nature.nom,
                noms.join(", ")
            ));
            continue;
        };
        if !vus.insert(nom) {
            fautes.push(format!(
                "deux colonnes remplissent « {ou} » : gardez-en une, ou joignez-les (colonnes = [\"A\", \"B\"])"
            ));
        }
        let forme = nature.colonnes[rang].forme;
        if matches!(champ.provenance, Provenance::Empreinte(_)) && !(nom == "numero" || forme == Forme::Jeune) {
            fautes.push(format!("« {ou} » : une empreinte tient lieu du numéro d'une personne, et de rien d'autre"));
        }
        juger_valeurs(&ou, champ, forme, fautes);
    }
}

fn juger_valeurs(ou: &str, champ: &Champ, forme: Forme, fautes: &mut Vec<String>) {
    let fixes = [&champ.defaut, &if let Provenance::Constante(t) = &champ.provenance { Some(t.clone()) } else { None }];
    let codes = champ.valeurs.iter().map(|(_, c)| c).chain(fixes.into_iter().flatten());
    for code in codes.collect::<HashSet<_>>() {
        if let Err(phrase) = forme.lire(&nettoyer(forme, code)) {
            fautes.push(format!("« {ou} » : {phrase}"));
        }
    }
    let table: HashMap<String, &str> = champ.valeurs.iter().map(|(v, c)| (cle(v), c.as_str())).collect();
    if table.len() < champ.valeurs.len() {
        fautes.push(format!(
            "« {ou}.valeurs » dit deux fois la même valeur (à la casse et aux accents près) : gardez-en une"
        ));
    }
    let mut departs: Vec<&String> = table.keys().collect();
    departs.sort();
    for depart in departs {
        if let Some(tour) = tour(&table, depart) {
            fautes.push(format!("« {ou}.valeurs » tourne en rond ({}) : chaque valeur du partenaire mène à un code, pas à une autre valeur", tour.join(" → ")));
            return;
        }
    }
}

/// The values that a value leads back to itself through; one that is its own code is none.
fn tour(table: &HashMap<String, &str>, depart: &str) -> Option<Vec<String>> {
    let mut suite = vec![depart.to_owned()];
    let mut ici = depart.to_owned();
    while let Some(code) = table.get(&ici) {
        let vers = cle(code);
        if vers == ici {
            return None;
        }
        suite.push(vers.clone());
        if vers == depart {
            return Some(suite);
        }
        if suite.len() > table.len() + 1 {
            return None;
        }
        ici = vers;
    }
    None
}

/// Required columns that a pass does not fill: kind, column.
pub fn requis_manquants<'n>(gabarit: &Gabarit, natures: &[&'n Nature]) -> Vec<(&'n str, &'n str)> {
    let passes = gabarit.passes.iter().filter_map(|p| Some((p, natures.iter().find(|n| n.nom == p.nature)?)));
    passes
        .flat_map(|(p, n)| {
            let manque = move |nom: &str| !p.champs.iter().any(|(c, _)| c == nom);
            n.colonnes.iter().filter(move |c| c.requise && manque(c.nom)).map(|c| (n.nom, c.nom))
        })
        .collect()
}

/// A gabarit with which a file can be imported.
pub(in crate::echanges) fn bonne(gabarit: &Gabarit, natures: &[&Nature]) -> Result<(), String> {
    let mut fautes = verifier(gabarit, natures);
    let manquants: Vec<String> = requis_manquants(gabarit, natures).iter().map(|(n, c)| format!("{n}.{c}")).collect();
    if !manquants.is_empty() {
        fautes.push(format!("il manque {} : dites de quelle colonne, ou une constante", manquants.join(", ")));
    }
    if fautes.is_empty() { Ok(()) } else { Err(fautes.join(" ; ")) }
}
