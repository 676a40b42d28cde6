//! The guide against the program: each kind of file with its columns and codes, each key of the report. What is published is
//! read by others, who have nothing else.

use std::collections::BTreeSet;

use passerelle::natures::NATURES;
use passerelle_monde::{mondes_de_demonstration, programme};
use passerelle_socle::echanges::Forme;
use serde_json::Value;

fn page(nom: &str) -> String {
    let chemin = format!("{}/../../docs/guide/{nom}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(chemin).expect("a page of the guide")
}

/// What stands between backquotes.
fn codes(texte: &str) -> Vec<&str> {
    texte.split('`').skip(1).step_by(2).collect()
}

/// The rows of the first table of a text: what each cell says.
fn rangs(texte: &str) -> Vec<Vec<String>> {
    let lignes = texte.lines().skip_while(|l| !l.starts_with('|')).take_while(|l| l.starts_with('|')).skip(2);
    let cellules = |l: &str| {
        l.replace("\\|", "¦").trim_matches('|').split('|').map(|c| c.trim().replace('¦', "|")).collect::<Vec<_>>()
    };
    lignes.map(cellules).collect()
}

#[test]
fn the_guide_says_each_kind_of_file_column_by_column_and_code_by_code() {
    let guide = page("importer.md");
    let parties: Vec<(&str, &str)> = guide.split("\n### ").filter_map(|p| p.split_once('\n')).collect();
    let mut fautes = Vec::new();
    for nature in NATURES {
        let nom = nature.nom;
        let Some((titre, texte)) = parties.iter().find(|(t, _)| t.starts_with(&format!("{nom}.csv · clé "))) else {
            fautes.push(format!("{nom}: no part of its own"));
            continue;
        };
        let rangs = rangs(texte);
        // A header is bold when a row without it is refused.
        let dites: Vec<(&str, bool)> = rangs
            .iter()
            .flat_map(|r| r[0].split(", ").map(|c| (c.trim_matches(['*', '`']), c.starts_with("**"))))
            .collect();
        let vraies: Vec<(&str, bool)> = nature.colonnes.iter().map(|c| (c.nom, c.requise)).collect();
        if dites != vraies {
            fautes.push(format!("{nom}:\n  the guide says   {dites:?}\n  the program reads {vraies:?}"));
        }
        if codes(titre).iter().any(|c| vraies.iter().all(|(nom, _)| nom != c)) {
            fautes.push(format!("{nom}: a key that is no column: {titre}"));
        }
        for colonne in nature.colonnes {
            let Forme::Parmi(_) = colonne.forme else { continue };
            let attendus: BTreeSet<&str> = colonne.codes().into_iter().map(|(code, _)| code).collect();
            let rang = rangs.iter().find(|r| codes(&r[0]).contains(&colonne.nom));
            let mots = rang.and_then(|r| r.get(1)).map_or("", String::as_str);
            let dits: BTreeSet<&str> = match mots {
                m if m.contains("même liste que") => continue,
                m if m.contains("voir ci-dessous") => {
                    codes(&texte[texte.find("\n\n").unwrap_or(0)..]).into_iter().collect()
                }
                m => codes(m).into_iter().collect(),
            };
            let tus: Vec<_> = attendus.difference(&dits).collect();
            if !tus.is_empty() {
                fautes.push(format!("{nom}.{}: codes that the guide does not say: {tus:?}", colonne.nom));
            }
        }
    }
    assert!(fautes.is_empty(), "docs/guide/importer.md:\n{}", fautes.join("\n"));
}

/// The keys of a JSON value as the guide writes them: `periode.du`, `rencontres[].date`.
fn cles(valeur: &Value, ou: &str, vues: &mut BTreeSet<String>) {
    match valeur {
        // Keys that are years are data.
        Value::Object(champs) if !champs.keys().all(|k| k.parse::<u32>().is_ok()) => {
            for (cle, v) in champs {
                let chemin = if ou.is_empty() { cle.clone() } else { format!("{ou}.{cle}") };
                cles(v, &chemin, vues);
            }
        }
        Value::Array(rangs) => {
            let chemin = format!("{ou}[]");
            assert!(!rangs.is_empty(), "{chemin}: the demonstration has some");
            for rang in rangs {
                cles(rang, &chemin, vues);
            }
            vues.insert(chemin);
        }
        _ => {
            vues.insert(ou.to_owned());
        }
    }
}

#[tokio::test]
async fn the_guide_says_each_key_of_the_report_and_no_other() {
    let guide = page("bilan.md");
    let (_, texte) = guide.split_once("## Le bilan en JSON").expect("its part");
    let mut dites = BTreeSet::new();
    for rang in rangs(texte) {
        let noms = codes(&rang[0]).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let parent = noms[0].rsplit_once('.').map_or("", |(p, _)| p).to_owned();
        dites.extend(noms.into_iter().map(|n| if n.starts_with('.') { format!("{parent}{n}") } else { n }));
    }
    for monde in mondes_de_demonstration("guide_bilan").await {
        let mut bilan = programme();
        bilan.args(["bilan", "--du", "2017-01-01", "--au", "2017-12-31", "--base", monde.adresse()]);
        let rendu = bilan.output().unwrap();
        let json: Value = serde_json::from_slice(&rendu.stdout).expect("JSON");
        let mut vraies = BTreeSet::new();
        cles(&json, "", &mut vraies);
        let (tues, inventees): (Vec<_>, Vec<_>) =
            (vraies.difference(&dites).collect(), dites.difference(&vraies).collect());
        assert!(
            tues.is_empty() && inventees.is_empty(),
            "docs/guide/bilan.md: not said {tues:?}, not there {inventees:?}"
        );
    }
}
