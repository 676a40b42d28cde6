//! The yearly report: its figures, their cases, what moves them, what never moves.

mod cas;
mod chiffres;
mod figures;
mod formats;
mod foule;
mod gel;
mod mouvements;
mod petits;
mod plans;
mod plans_postgres;
mod regions;

use std::collections::BTreeMap;

use passerelle_base::Periode;
use passerelle_lectures::bilans::calculer;
use passerelle_socle::access::{Action, Objet};
use serde_json::Value;

use passerelle_monde::Monde;

/// The report of a year, as a program reads it.
async fn bilan(monde: &Monde, annee: i32) -> Value {
    let accorde = Monde::accorde(Action::Consulter, Objet::Bilans);
    let bilan = calculer(&monde.base, &monde.figures, &accorde, Periode::annee(annee)).await.unwrap();
    serde_json::from_slice(&bilan.json()).unwrap()
}

/// Every figure by its path: `contrats_par_structure/ML-MIRE/total` → `217`.
fn chiffres(bilan: &Value) -> BTreeMap<String, String> {
    fn aplatir(ou: String, valeur: &Value, dans: &mut BTreeMap<String, String>) {
        match valeur {
            Value::Object(champs) => champs.iter().for_each(|(c, v)| aplatir(format!("{ou}/{c}"), v, dans)),
            Value::Array(lignes) => {
                for (rang, ligne) in lignes.iter().enumerate() {
                    let nom = ["code", "structure", "type"].iter().find_map(|n| ligne[n].as_str());
                    aplatir(format!("{ou}/{}", nom.map_or(rang.to_string(), str::to_owned)), ligne, dans);
                }
            }
            autre => {
                dans.insert(ou.trim_start_matches('/').to_owned(), autre.to_string());
            }
        }
    }
    let mut dans = BTreeMap::new();
    aplatir(String::new(), bilan, &mut dans);
    dans
}

/// What differs from one report to the next: `chemin: avant → apres`.
fn ecarts(avant: &Value, apres: &Value) -> Vec<String> {
    let (avant, apres) = (chiffres(avant), chiffres(apres));
    let mut lieux: Vec<&String> = avant.keys().chain(apres.keys()).collect();
    lieux.sort();
    lieux.dedup();
    let absent = "absent".to_owned();
    lieux
        .into_iter()
        .map(|l| (l, avant.get(l).unwrap_or(&absent), apres.get(l).unwrap_or(&absent)))
        .filter(|(_, a, b)| a != b)
        .map(|(l, a, b)| format!("{l}: {a} → {b}"))
        .collect()
}
