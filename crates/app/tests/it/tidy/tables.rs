//! Whose each table is, and which SQL names a table of a storey above: cargo cannot see that arrow.

use std::collections::{BTreeMap, BTreeSet};

use super::etages::{A_PART, unite};
use super::sources::{CAISSES, Source, fichiers, morceaux, sources};

/// Known texts that name tables of a storey above or of a crate apart, each with its reason: to be emptied, never filled.
const ADMIS: [(&str, &[&str], &str); 1] = [(
    "crates/etudes/src/liens.rs",
    &["rapprochements", "rapprochements_decisions", "rapprochements_lignes"],
    "a study reads which files were said to be one person; neither of the two crates calls the other",
)];

/// Words after which a table is named.
const AVANT_UNE_TABLE: [&str; 5] = ["FROM", "JOIN", "INTO", "UPDATE", "TABLE"];

/// Words that end the list of tables of a FROM.
const FIN_DE_LISTE: [&str; 6] = ["WHERE", "JOIN", "ON", "GROUP", "ORDER", "UNION"];

/// The tables that the migrations create.
fn tables() -> BTreeSet<String> {
    let textes = fichiers("crates/socle/migrations", ".sql");
    let lignes = textes.iter().flat_map(|(_, t)| t.lines());
    let noms = lignes.filter_map(|l| l.strip_prefix("CREATE TABLE ")).map(|l| l.split([' ', '(']).next());
    noms.flatten().map(str::to_owned).collect()
}

/// The tables that the head of a `mod.rs` names: « Table: `contrats`. »
fn annoncees(texte: &str) -> Vec<String> {
    let tete: Vec<&str> = texte.lines().filter_map(|l| l.strip_prefix("//!")).map(str::trim).collect();
    let tete = tete.join(" ");
    let debut = ["Table: ", "Tables: "].iter().find_map(|m| tete.find(m).map(|i| i + m.len()));
    let phrase = debut.map_or("", |i| tete[i..].split(". ").next().unwrap_or_default());
    phrase.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Each table, and the file whose head says that it is its own.
fn proprietaires() -> BTreeMap<String, Vec<String>> {
    let mut de: BTreeMap<String, Vec<String>> = tables().into_iter().map(|t| (t, vec![])).collect();
    for caisse in CAISSES {
        for (chemin, texte) in fichiers(&format!("crates/{caisse}/src"), ".rs") {
            if chemin.ends_with("/mod.rs") || chemin.ends_with("/lib.rs") {
                annoncees(&texte).into_iter().for_each(|t| de.entry(t).or_default().push(chemin.clone()));
            }
        }
    }
    de
}

#[test]
fn every_table_belongs_to_one_capability() {
    let (tables, mut fautes) = (tables(), Vec::new());
    assert!(tables.len() > 50, "migrations are not where they were");
    for (table, de) in proprietaires() {
        match de.as_slice() {
            _ if !tables.contains(&table) => fautes.push(format!("{table}: no migration creates it ({de:?})")),
            [_] => {}
            [] => fautes.push(format!("{table}: nobody's")),
            plusieurs => fautes.push(format!("{table}: of {plusieurs:?}")),
        }
    }
    super::aucun(fautes, "The head of one mod.rs says « Tables: … »: whoever looks for a table finds who keeps it.");
}

/// The tables that a SQL text names; a text that is a name alone counts where names are put into a text.
fn nommees(s: &Source) -> BTreeSet<String> {
    let mots = |t: &str| -> Vec<String> {
        let texte = t.replace("\\\n", " ").replace("\\n", " ").replace(['(', ')', ';', '"'], " ").replace(',', " , ");
        texte.split_whitespace().map(str::to_owned).collect()
    };
    let mut vues = BTreeSet::new();
    let mut a_remplir = false;
    for texte in &s.litteraux {
        let mots = mots(texte);
        // « contrats k »: what a `Selection` reads from.
        if let [table, nom] = mots.as_slice()
            && nom.len() <= 2
        {
            vues.insert(table.clone());
        }
        // After FROM, until what ends its list: a comma brings one more.
        let mut liste = false;
        for paire in mots.windows(2) {
            let avant = paire[0].to_uppercase();
            liste = avant == "FROM" || liste && !FIN_DE_LISTE.contains(&avant.as_str());
            if AVANT_UNE_TABLE.contains(&avant.as_str()) || liste && avant == "," {
                a_remplir |= paire[1].starts_with('{');
                vues.insert(paire[1].to_lowercase());
            }
        }
    }
    if a_remplir {
        vues.extend(s.litteraux.iter().cloned());
    }
    vues
}

#[test]
fn sql_names_no_table_of_a_storey_above() {
    let proprietaires: BTreeMap<String, (usize, String)> = proprietaires()
        .into_iter()
        .filter_map(|(table, de)| Some((table, unite(&morceaux(de.first()?)).ok()?)))
        .collect();
    let (mut fautes, mut lues, mut admises) = (Vec::new(), 0, BTreeSet::new());
    for s in sources(&CAISSES.map(|c| format!("crates/{c}/src"))) {
        let (rang, ici) = unite(&morceaux(&s.chemin)).expect("every source has its storey");
        for table in nommees(&s) {
            let Some((sien, la)) = proprietaires.get(&table) else { continue };
            lues += 1;
            let voisines = *sien == rang && *la != ici && A_PART.contains(&la.as_str());
            if *sien <= rang && !voisines {
                continue;
            }
            match ADMIS.iter().find(|(fichier, tables, _)| *fichier == s.chemin && tables.contains(&table.as_str())) {
                Some((fichier, ..)) => {
                    admises.insert((*fichier, table));
                }
                None => fautes.push(format!("{} names `{table}`, which {la} keeps, above it", s.chemin)),
            }
        }
    }
    for (fichier, tables, raison) in ADMIS {
        assert!(raison.len() > 10, "{fichier} says no reason");
        let passees = tables.iter().filter(|t| !admises.contains(&(fichier, (**t).to_owned())));
        fautes.extend(passees.map(|t| format!("{fichier} no longer names `{t}`: take it out of the exceptions")));
    }
    assert!(lues > 150, "only {lues} names of tables were read: the reading of SQL is broken");
    super::aucun(
        fautes,
        "What a storey above keeps is handed down at start-up (a NATURE, a Volet), or asked for from above.",
    );
}

#[test]
fn a_table_is_read_in_a_text_and_in_its_head() {
    let lire = |texte: &str| nommees(&Source::lire("x.rs".into(), texte)).into_iter().collect::<Vec<_>>();
    let texte =
        "let a = \"SELECT 1 FROM contrats k JOIN \\\n   jeunes j ON (SELECT 1 FROM notes)\"; let b = \"actions\";";
    assert_eq!(lire(texte), ["contrats", "jeunes", "notes"]);
    let texte = "let a = \"select 1 from notes n, contrats k WHERE a, freins\"; let b = r#\"FROM \"actions\"\"#; s(\"x\", \"jeunes j\");";
    let lues = lire(texte);
    assert!(["notes", "contrats", "actions", "jeunes"].iter().all(|t| lues.contains(&(*t).to_owned())), "{lues:?}");
    assert!(!lues.contains(&"freins".to_owned()), "{lues:?}");
    let texte = "f(\"actions\"); format!(\"SELECT id FROM {table}\"); let c = \"UPDATE freins SET x = 1\";";
    assert!(["actions", "freins"].iter().all(|t| lire(texte).contains(&(*t).to_owned())));
    let tete = "//! Contrats: what is signed.\n//!\n//! Word: `contrat`. Tables: `contrats` (rows), `avenants`\n//! (changes). File: `contrats.csv`.\nmod x;\n";
    assert_eq!(annoncees(tete), ["contrats", "avenants"]);
}
