//! Tests of the repository itself: the invariants of ARCHITECTURE.md that a compiler does not hold.

mod cercles;
mod depot;
mod etages;
mod libres;
mod modules;
mod pages;
mod sources;
mod tables;
mod textes;
mod types;

use std::collections::BTreeSet;

use sources::{Source, contient_mot, sources};

/// Fails with all the faults at once, each on its line.
fn aucun(fautes: Vec<String>, regle: &str) {
    assert!(fautes.is_empty(), "{regle}\n  {}\n", fautes.join("\n  "));
}

/// Sources of the product and of its engines.
fn produit() -> Vec<Source> {
    let a_lire = |s: &Source| s.chemin.contains("/src/") && !s.chemin.starts_with(sources::MONDE);
    let lues: Vec<Source> = sources(&["crates"]).into_iter().filter(a_lire).collect();
    assert!(lues.len() > 100, "sources are not where they were");
    lues
}

#[test]
fn no_source_is_longer_than_500_lines() {
    let fichiers = ["crates", "bench", "e2e"].iter().flat_map(|d| sources::fichiers(d, ".rs"));
    let (mut longs, mut trop) = (Vec::new(), Vec::new());
    for (chemin, texte) in fichiers {
        match texte.lines().count() {
            n if n > 500 => trop.push(format!("{chemin}: {n} lines")),
            n if n > 300 => longs.push(format!("{chemin}: {n} lines")),
            _ => {}
        }
    }
    println!("Over 300 lines, worth a question:\n  {}", longs.join("\n  "));
    aucun(trop, "A file over 500 lines is refused; cut it along what it does.");
}

/// What reads a day that the program itself wrote; whatever somebody may type goes through `lire_date`, which has bounds
/// that both engines hold.
const JOURS_DE_NOUS: [&str; 2] = ["crates/app/src/sauvegarde/valeur.rs", "crates/gens/src/accompagnements/personne.rs"];

#[test]
fn a_day_that_somebody_types_is_read_by_one_function() {
    let mut fautes = Vec::new();
    for s in produit().iter().filter(|s| !JOURS_DE_NOUS.contains(&s.chemin.as_str())) {
        if ["parse::<Date>", "parse::<NaiveDate>", "Date::parse_from_str"].iter().any(|p| s.nu.contains(p)) {
            fautes.push(s.chemin.clone());
        }
    }
    aucun(
        fautes,
        "A day is read by passerelle_base::lire_date: a year beyond 1900 to 2100 is refused by PostgreSQL, aloud.",
    );
}

/// What opens a connection that writes: `db` alone, so that no gesture begins without its turn.
#[test]
fn a_transaction_begins_in_one_place() {
    let ailleurs = |s: &&Source| !s.chemin.starts_with("crates/socle/src/db/");
    let ouvre = |s: &Source| {
        ["begin_with_options", "begin_with_config", "TransactionTrait"].iter().any(|m| contient_mot(&s.nu, m))
    };
    let fautes = produit().iter().filter(ailleurs).filter(|s| ouvre(s)).map(|s| s.chemin.clone()).collect();
    aucun(fautes, "A transaction begins through Base: transaction, en_lisant, instantane or masse (db/tour.rs).");
}

/// What a decision must not name, and why it would stop being one.
const IMPURS: [&str; 12] = [
    "sea_orm",
    "sqlx",
    "axum",
    "tower",
    "tower_http",
    "tokio",
    "rand",
    "rand_chacha",
    "Utc::now",
    "Local::now",
    "SystemTime",
    "Instant::now",
];

/// Folders of the ground that a decision must not name either.
const SALES: [&str; 2] = ["db", "web"];

/// Known exceptions, to be emptied, never filled.
const IMPURS_ADMIS: [(&str, &str); 1] = [
    // The row of a meeting is read straight into the figure it becomes.
    ("crates/lectures/src/bilans/model.rs", "sea_orm"),
];

#[test]
fn rules_and_models_are_pure() {
    let mut fautes = Vec::new();
    for s in produit().iter().filter(|s| s.chemin.ends_with("/rules.rs") || s.chemin.ends_with("/model.rs")) {
        let sales = s.chemins().into_iter().filter(|c| c.first().is_some_and(|p| SALES.contains(&p.as_str())));
        fautes.extend(sales.map(|c| format!("{} names {}", s.chemin, c.join("::"))));
        for mot in IMPURS.iter().filter(|m| contient_mot(&s.nu, m)) {
            if !IMPURS_ADMIS.contains(&(&s.chemin, mot)) {
                fautes.push(format!("{} names {mot}", s.chemin));
            }
        }
    }
    for (chemin, mot) in IMPURS_ADMIS {
        let encore = produit().iter().any(|s| s.chemin == chemin && contient_mot(&s.nu, mot));
        assert!(encore, "{chemin} no longer names {mot}: take it out of the exceptions");
    }
    aucun(fautes, "rules.rs and model.rs know no database, web, clock or chance: facts come in, a decision goes out.");
}

/// Names of tables and of columns, units of dates: constants of the program, where no engine takes a `$1`.
const COLLES: [&str; 4] = [
    "crates/app/src/sauvegarde/schema.rs",
    "crates/gens/src/conservation/effacement.rs",
    "crates/rapprochements/src/store.rs",
    "crates/socle/src/db/photo.rs",
];

#[test]
fn no_value_is_pasted_into_sql() {
    let sql = ["SELECT ", "WHERE ", "AND ", "SET ", "VALUES ", "CAST(", "date_trunc("];
    let colle = |t: &String| t.contains("'{") && sql.iter().any(|m| t.contains(m));
    let lieux: BTreeSet<String> =
        produit().into_iter().filter(|s| s.de_la_maison() && s.litteraux.iter().any(colle)).map(|s| s.chemin).collect();
    assert_eq!(lieux, COLLES.map(str::to_owned).into(), "A value is bound, `$1`, never written between quotes.");
}

/// What is brought in by a star, or under another name of the crate, hides which file is named.
#[test]
fn what_is_brought_in_is_named() {
    let etoile = |s: &Source| s.nu.lines().any(|l| l.trim_start().starts_with("use ") && l.contains("::*"));
    let cache = |s: &Source| etoile(s) || s.nu.contains("use crate as ") || s.nu.contains("use super as ");
    let fautes = produit().iter().filter(|s| s.de_la_maison() && cache(s)).map(|s| s.chemin.clone()).collect();
    aucun(fautes, "What a file uses is brought in by its name: circles are read there.");
}

#[test]
fn sql_is_written_only_where_it_is_expected() {
    let verbes = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM "];
    let parle =
        |s: &Source| s.litteraux.iter().any(|t| verbes.iter().any(|v| contient_mot(t, v.trim_end()) && t.contains(v)));
    let lieux: Vec<String> = produit().iter().filter(|s| parle(s)).map(|s| s.chemin.clone() + "\n").collect();
    passerelle_monde::golden::comparer("sql.txt", &lieux.concat());
}

#[test]
fn the_clock_and_chance_are_read_only_where_they_are_expected() {
    let sources_du_monde = [
        "Utc::now",
        "Local::now",
        "SystemTime",
        "Instant::now",
        "Chrono::now",
        "rand::rng",
        "thread_rng",
        "OsRng",
        "now_v7",
        "new_v4",
        "getrandom",
        "Secret::tirer",
        "HorlogeSysteme",
    ];
    const CLI: &str = "crates/app/src/cli/";
    let mut lieux = BTreeSet::new();
    for s in produit() {
        // The command line is where a machine's time and chance come in, whatever the command.
        let lieu = if s.chemin.starts_with(CLI) { CLI } else { &s.chemin };
        let lus = sources_du_monde.iter().filter(|m| contient_mot(&s.nu, m));
        lieux.extend(lus.map(|mot| format!("{lieu} {mot}\n")));
    }
    passerelle_monde::golden::comparer("horloge_et_hasard.txt", &lieux.into_iter().collect::<String>());
}

/// Routes that declare no right: everybody's style sheets, script and fonts.
#[test]
fn no_route_escapes_its_declaration() {
    let portes = [".route(", ".route_service(", ".nest(", ".nest_service(", ".fallback_service("];
    let mut fautes = Vec::new();
    for s in produit().iter().filter(|s| s.de_la_maison()) {
        let ouvertes: usize = portes.iter().map(|p| s.nu.matches(p).count()).sum();
        let permises = match s.chemin.as_str() {
            // The one place that declares while it opens: the router's own, and the four verbs that call it.
            "crates/socle/src/web/site.rs" => 5,
            "crates/app/src/routes.rs" if s.litteraux.iter().filter(|l| l.starts_with("/assets/")).count() == 1 => 1,
            _ => 0,
        };
        if ouvertes != permises {
            fautes.push(format!("{} opens {ouvertes} routes by hand, {permises} expected", s.chemin));
        }
    }
    aucun(
        fautes,
        "A route comes to exist by Site::get, Site::post or Site::repertoire, with its action and its object.",
    );
}

/// A check that only the tests' build makes is no check where people work.
#[test]
fn no_check_disappears_from_a_release() {
    let mut fautes = Vec::new();
    for s in produit().iter().filter(|s| s.de_la_maison()) {
        for mot in ["debug_assert!", "debug_assert_eq!", "debug_assert_ne!", "debug_assertions"] {
            if contient_mot(&s.nu, mot) {
                fautes.push(format!("{}: {mot}", s.chemin));
            }
        }
    }
    aucun(fautes, "What a store checks is checked in every build: an error, or an assert that says why.");
}

#[test]
fn nothing_is_left_half_done() {
    let mut fautes = Vec::new();
    for s in produit() {
        for mot in ["todo!", "unimplemented!", "dbg!", ".unwrap()", "unwrap_unchecked", "#[allow(", "#![allow("] {
            if contient_mot(&s.nu, mot) {
                fautes.push(format!("{}: {mot}", s.chemin));
            }
        }
        let brut = std::fs::read_to_string(sources::racine().join(&s.chemin)).expect("the file was just read");
        for mot in ["TODO", "FIXME", "XXX", "HACK"].iter().filter(|m| contient_mot(&brut, m)) {
            fautes.push(format!("{}: {mot}", s.chemin));
        }
        if s.nu.matches(".expect(").count() > 0 && s.litteraux.iter().any(|t| t == "unreachable" || t == "infallible") {
            fautes.push(format!("{}: expect without a reason", s.chemin));
        }
    }
    aucun(
        fautes,
        "Nothing waits in the product: no placeholder, no bare unwrap (expect says why it holds), no silenced lint.",
    );
}
