//! The rest of the repository: crates, migrations, parameters, glossary, the two commands.

use super::aucun;
use super::etages::capacites;
use super::sources::{CAISSES, MONDE, fichiers, racine};

fn lire(chemin: &str) -> String {
    std::fs::read_to_string(racine().join(chemin))
        .unwrap_or_else(|_| panic!("{chemin} does not exist at the root of the repository"))
}

#[test]
fn engines_depend_on_base_at_most() {
    let mut fautes = Vec::new();
    let mut vues = 0;
    for (chemin, texte) in fichiers("crates", "/Cargo.toml") {
        if chemin.starts_with(MONDE) || CAISSES.iter().any(|c| chemin == format!("crates/{c}/Cargo.toml")) {
            continue;
        }
        vues += 1;
        let manifeste: toml::Table = texte.parse().expect("a manifest is TOML");
        let permises: &[&str] = if chemin == "crates/base/Cargo.toml" { &[] } else { &["passerelle-base"] };
        for partie in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let noms = manifeste.get(partie).and_then(toml::Value::as_table).into_iter().flat_map(|t| t.keys());
            let interdits = ["axum", "sea-orm", "sqlx", "tokio", "rand"];
            let faute = |n: &&String| {
                (n.starts_with("passerelle") && !permises.contains(&n.as_str())) || interdits.contains(&n.as_str())
            };
            fautes.extend(noms.filter(faute).map(|n| format!("{chemin}: {partie} has {n}")));
        }
    }
    assert!(vues >= 2, "engines are not where they were");
    aucun(fautes, "Engines are pure and stand alone: base at most among ours, no web, database or chance.");
}

/// What each storey may stand on, besides the engines. Cargo refuses circles; this refuses shortcuts: nobody but the roof
/// names `etudes` and `rapprochements`.
const APPUIS: [(&str, &[&str]); 6] = [
    ("socle", &[]),
    ("gens", &["socle"]),
    ("faits", &["socle", "gens"]),
    ("lectures", &["socle", "gens", "faits"]),
    ("etudes", &["socle", "gens", "faits", "lectures"]),
    ("rapprochements", &["socle", "gens", "faits", "lectures"]),
];

#[test]
fn a_storey_stands_on_those_below_it() {
    let mut fautes = Vec::new();
    for (caisse, appuis) in APPUIS {
        let manifeste: toml::Table = lire(&format!("crates/{caisse}/Cargo.toml")).parse().expect("a manifest is TOML");
        let noms = manifeste["dependencies"].as_table().expect("dependencies").keys();
        let dessus = |n: &&String| {
            let nom = n.trim_start_matches("passerelle-");
            *n == "passerelle" || (CAISSES.contains(&nom) && !appuis.contains(&nom))
        };
        fautes.extend(noms.filter(dessus).map(|n| format!("crates/{caisse}: {n}")));
    }
    // Worlds are made of the whole product, and known to its tests alone.
    for caisse in CAISSES {
        let manifeste: toml::Table = lire(&format!("crates/{caisse}/Cargo.toml")).parse().expect("a manifest is TOML");
        if manifeste["dependencies"].as_table().expect("dependencies").contains_key("passerelle-monde") {
            fautes.push(format!("crates/{caisse}: passerelle-monde outside its tests"));
        }
    }
    aucun(fautes, "socle < gens < faits < lectures < (etudes, rapprochements) < the roof.");
}

#[test]
fn migrations_are_numbered_once_and_in_order() {
    let noms: Vec<String> = fichiers("crates/socle/migrations", ".sql")
        .into_iter()
        .map(|(c, _)| c.rsplit('/').next().unwrap_or_default().to_owned())
        .collect();
    let mut fautes = Vec::new();
    for (rang, nom) in noms.iter().enumerate() {
        let attendu = format!("{:04}_", rang + 1);
        let suite = nom.trim_start_matches(&attendu).trim_end_matches(".sql");
        if !nom.starts_with(&attendu) || suite.is_empty() || !suite.bytes().all(|o| o.is_ascii_lowercase() || o == b'_')
        {
            fautes.push(format!("{nom}: expected {attendu}…"));
        }
    }
    assert!(!noms.is_empty());
    aucun(fautes, "Migrations are 0001_…, 0002_… without a gap.");
}

#[test]
fn every_value_of_a_text_has_its_date_title_and_address() {
    let lus = fichiers("parametres", ".toml");
    assert!(!lus.is_empty(), "parametres/ is empty");
    let mut fautes = Vec::new();
    for (chemin, texte) in lus {
        let fichier: toml::Table = texte.parse().expect("a parameter file is TOML");
        for (cle, valeur) in &fichier {
            let Some(entrees) = valeur.as_array().filter(|a| a.iter().all(toml::Value::is_table)) else {
                fautes.push(format!("{chemin}: `{cle}` is outside any dated entry"));
                continue;
            };
            let mut avant = None;
            for (rang, e) in entrees.iter().enumerate() {
                let depuis = e.get("depuis").and_then(toml::Value::as_datetime).map(ToString::to_string);
                let titre = e.get("titre").and_then(toml::Value::as_str).unwrap_or_default();
                let adresse = e.get("adresse").and_then(toml::Value::as_str).unwrap_or_default();
                if depuis.is_none() || depuis <= avant || titre.len() < 10 || !adresse.starts_with("https://") {
                    fautes.push(format!(
                        "{chemin}: {cle} number {} lacks a later `depuis`, a `titre` or an `adresse`",
                        rang + 1
                    ));
                }
                avant = depuis;
            }
        }
    }
    aucun(fautes, "A legal value is dated and refers to its text.");
}

#[test]
fn every_capability_has_its_row_in_the_glossary() {
    let glossaire = lire("GLOSSAIRE.md");
    let cellules: Vec<&str> = glossaire
        .lines()
        .filter(|l| l.trim_start().starts_with('|'))
        .flat_map(|l| l.split('|'))
        .map(str::trim)
        .collect();
    let dit = |mot: &str| cellules.iter().any(|c| c.split('`').skip(1).step_by(2).any(|m| m.trim_matches('/') == mot));
    let fautes = capacites().into_iter().filter(|c| {
        let un = c.nom.trim_end_matches('s');
        ![c.dossier.as_str(), &c.nom, un].iter().any(|m| dit(m))
    });
    aucun(
        fautes.map(|c| format!("{} has no row", c.dossier)).collect(),
        "GLOSSAIRE.md gives each word, its meaning and its folder, in a table, the word in backticks.",
    );
}

#[test]
fn the_two_commands_of_the_readme_exist() {
    let lisezmoi = lire("README.md");
    for commande in ["cargo run -- demo", "./check"] {
        assert!(lisezmoi.contains(commande), "README.md does not say `{commande}`");
    }
    let manifeste: toml::Table = lire("Cargo.toml").parse().expect("the workspace manifest");
    let defaut = manifeste["workspace"]["default-members"].as_array().expect("default members");
    // The worlds with it: the product is then built with the features that its tests ask of what they share.
    let attendus = ["crates/app", "crates/monde"].map(toml::Value::from);
    assert_eq!(defaut.as_slice(), attendus, "`cargo run` at the root must run the product");
    let app: toml::Table = lire("crates/app/Cargo.toml").parse().expect("the manifest of the product");
    assert_eq!(app["package"]["default-run"].as_str(), Some("passerelle"));
    assert!(lire("crates/app/src/cli/mod.rs").contains("Demo(demo::Demo)"), "the command `demo` is not declared");
    let check = racine().join("check");
    let droits = std::fs::metadata(&check).expect("./check does not exist");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert!(droits.permissions().mode() & 0o111 != 0, "./check cannot be run");
    }
    assert!(lire("check").starts_with("#!") && droits.len() > 0);
}

#[test]
fn every_exception_to_what_may_enter_the_dependency_tree_says_its_reason() {
    let deny: toml::Table = lire("deny.toml").parse().expect("deny.toml is TOML");
    let liste = |section: &str, cle: &str| deny[section][cle].as_array().expect("a list").clone();
    let dit = |e: &toml::Value| e.get("reason").and_then(toml::Value::as_str).unwrap_or_default().to_owned();
    let mut fautes = Vec::new();
    for avis in liste("advisories", "ignore") {
        let raison = dit(&avis);
        // « (November 2026) »: an exception that says when can be looked at again.
        let datee = raison.ends_with(')') && raison.contains("(") && raison.contains(" 20");
        if raison.len() < 60 || !datee {
            fautes.push(format!("{avis}: why, and since when"));
        }
    }
    let seconde = |v: &toml::Value| v.get("crate").and_then(toml::Value::as_str).is_some_and(|c| c.contains('@'));
    let muettes = liste("bans", "skip").into_iter().filter(|v| !seconde(v) || dit(v).is_empty());
    fautes.extend(muettes.map(|v| format!("{v}: which version, and for whom")));
    assert_eq!(deny["bans"]["multiple-versions"].as_str(), Some("deny"), "second versions come in by themselves");
    assert!(
        lire("check").contains("--locked check --hide-inclusion-graph licenses bans sources"),
        "./check looks at none"
    );
    aucun(fautes, "What is let in against the rule is let in for a reason, which somebody will read again.");
}
