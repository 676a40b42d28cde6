//! What differs between a frozen report and the same one computed today. Pure.

use std::collections::BTreeMap;

use serde_json::Value;

/// A figure that moved: where, what it was, what it is. `None` where it did not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ecart {
    pub ou: String,
    pub avant: Option<String>,
    pub apres: Option<String>,
}

/// The fields by which a row of a list is known from one report to the next.
const NOMS: [&str; 6] = ["code", "structure", "type", "serie", "territoire", "periode"];

/// Compares two JSON reports.
pub(super) fn comparer(avant: &Value, apres: &Value) -> Vec<Ecart> {
    let (mut a, mut b) = (BTreeMap::new(), BTreeMap::new());
    aplatir(avant, String::new(), &mut a);
    aplatir(apres, String::new(), &mut b);
    let mut lieux: Vec<&String> = a.keys().chain(b.keys()).collect();
    lieux.sort();
    lieux.dedup();
    lieux
        .into_iter()
        .filter(|l| a.get(*l) != b.get(*l))
        .map(|l| Ecart { ou: l.clone(), avant: a.get(l).cloned(), apres: b.get(l).cloned() })
        .collect()
}

fn aplatir(valeur: &Value, ou: String, dans: &mut BTreeMap<String, String>) {
    let sous = |nom: &str| if ou.is_empty() { nom.to_owned() } else { format!("{ou} · {nom}") };
    match valeur {
        Value::Object(champs) => {
            for (nom, v) in champs {
                aplatir(v, sous(nom), dans);
            }
        }
        Value::Array(lignes) => {
            for (rang, ligne) in lignes.iter().enumerate() {
                let noms: Vec<&str> = NOMS.iter().filter_map(|n| ligne.get(n)?.as_str()).collect();
                let date = ligne.get("date").and_then(Value::as_str);
                let nom = match (noms.is_empty(), date) {
                    (false, _) => noms.join(" "),
                    (true, Some(d)) => format!("{d} ({})", rang + 1),
                    (true, None) => (rang + 1).to_string(),
                };
                aplatir(ligne, sous(&nom), dans);
            }
        }
        Value::String(t) => {
            dans.insert(ou, t.clone());
        }
        Value::Null => {
            dans.insert(ou, "non connu".into());
        }
        autre => {
            dans.insert(ou, autre.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_are_matched_by_their_code_not_by_their_place() {
        let avant = json!({"contrats_par_structure": [{"structure": "A", "total": 3}, {"structure": "B", "total": 5}]});
        let apres = json!({"contrats_par_structure": [{"structure": "0", "total": 1}, {"structure": "A", "total": 3}, {"structure": "B", "total": 6}]});
        let ecarts = comparer(&avant, &apres);
        assert_eq!(ecarts.len(), 3);
        assert_eq!(ecarts[0].ou, "contrats_par_structure · 0 · structure");
        assert_eq!(
            ecarts[2],
            Ecart {
                ou: "contrats_par_structure · B · total".into(), avant: Some("5".into()), apres: Some("6".into())
            }
        );
        assert!(comparer(&avant, &avant).is_empty());
    }
}
