//! The four storeys: arrows go down only, and capabilities meet at their doors.

use std::collections::{BTreeMap, BTreeSet};

use super::sources::{Source, chemins, fichiers, sources};

const SRC: &str = "crates/app/src/";

/// Folders whose subfolders are capabilities, from the ground up.
const ETAGES: [&str; 4] = ["gens", "faits", "lectures", "pilotage"];
/// What every capability stands on.
const SOL: [&str; 8] = ["web", "journal", "access", "fait", "echanges", "db", "vocabulaire", "referentiels"];
/// What stands above them all and names them all.
const TOIT: [&str; 8] = ["routes", "natures", "cli", "public", "demonstration", "sauvegarde", "lib", "main"];

/// A unit (capability or folder of the ground) and its storey.
fn unite(chemin: &[String]) -> Result<(usize, String), String> {
    let premier = chemin.first().map_or("", String::as_str);
    if SOL.contains(&premier) {
        return Ok((0, premier.to_owned()));
    }
    if TOIT.contains(&premier) {
        return Ok((ETAGES.len() + 1, premier.to_owned()));
    }
    match ETAGES.iter().position(|e| *e == premier) {
        Some(rang) => Ok((rang + 1, chemin.iter().take(2).cloned().collect::<Vec<_>>().join("/"))),
        None => Err(format!("no storey is known for `{premier}`: give it one in tests/it/tidy/etages.rs")),
    }
}

/// `crates/app/src/faits/contrats/liste.rs` as `faits`, `contrats`, `liste`.
fn morceaux(chemin: &str) -> Vec<String> {
    let nu = chemin.trim_start_matches(SRC).trim_end_matches(".rs").trim_end_matches(".html");
    nu.split('/').filter(|m| *m != "mod").map(str::to_owned).collect()
}

/// (file, where it stands, what it names) for each path of each source and template.
fn fleches() -> Vec<(String, Vec<String>, Vec<String>)> {
    let rust = sources(&["crates/app/src"]).into_iter().map(|s: Source| (s.chemin.clone(), s.chemins()));
    let gabarits = fichiers("crates/app/src", ".html").into_iter().map(|(c, t)| (c, chemins(&t)));
    let tous = rust.chain(gabarits).flat_map(|(fichier, vers)| {
        let ici = morceaux(&fichier);
        vers.into_iter().map(move |v| (fichier.clone(), ici.clone(), v)).collect::<Vec<_>>()
    });
    tous.collect()
}

#[test]
fn arrows_between_storeys_go_down_only() {
    let mut fautes = Vec::new();
    let mut vues = 0;
    for (fichier, ici, vers) in fleches() {
        match (unite(&ici), unite(&vers)) {
            (Ok((d, de)), Ok((a, _))) => {
                vues += 1;
                if a > d {
                    fautes.push(format!("{fichier} ({de}) names crate::{}, which stands above it", vers.join("::")));
                }
            }
            (Err(e), _) | (_, Err(e)) => fautes.push(format!("{fichier}: {e}")),
        }
    }
    assert!(vues > 200, "only {vues} arrows were read: the reading of paths is broken");
    super::aucun(
        fautes,
        "Storeys, from the ground: (web, journal, access, fait, echanges, db) < gens < faits < lectures < pilotage < the roof.",
    );
}

/// Two folders of the ground that hold each other's hand, known and accepted: the pages of the
/// journal and of the imports are lists like any other, and every export leaves a journal line.
const CERCLES_ADMIS: [&str; 2] = ["echanges <-> web", "journal <-> web"];

#[test]
fn inside_a_storey_nothing_goes_round() {
    let mut vers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (_, ici, la) in fleches() {
        if let (Ok((d, de)), Ok((a, ou))) = (unite(&ici), unite(&la))
            && d == a
            && de != ou
        {
            vers.entry(de).or_default().insert(ou);
        }
    }
    let atteint = |depart: &str| {
        let mut vus: BTreeSet<&str> = BTreeSet::new();
        let mut pile: Vec<&str> = vers.get(depart).into_iter().flatten().map(String::as_str).collect();
        while let Some(u) = pile.pop() {
            if vus.insert(u) {
                pile.extend(vers.get(u).into_iter().flatten().map(String::as_str));
            }
        }
        vus
    };
    let direct = |a: &str, b: &str| vers.get(a).is_some_and(|v| v.contains(b));
    let (mut cercles, mut longs) = (Vec::new(), Vec::new());
    for unite in vers.keys().filter(|u| atteint(u).contains(u.as_str())) {
        let mut doubles = vers[unite].iter().filter(|autre| direct(autre, unite)).peekable();
        if doubles.peek().is_none() {
            longs.push(unite.clone());
        }
        cercles.extend(doubles.filter(|autre| unite < *autre).map(|autre| format!("{unite} <-> {autre}")));
    }
    // A long circle is one that has no pair: those of the accepted pairs are told by the pairs.
    let du_sol = |u: &String| SOL.contains(&u.as_str());
    longs.retain(|u| !du_sol(u));
    assert_eq!(cercles, CERCLES_ADMIS, "these folders name each other: one of them must be told by the storey above");
    super::aucun(longs, "These folders are on a circle of arrows.");
}

#[test]
fn a_capability_is_entered_by_its_door() {
    let tous: BTreeSet<Vec<String>> = sources(&["crates/app/src"]).iter().map(|s| morceaux(&s.chemin)).collect();
    let mut fautes = Vec::new();
    for (fichier, ici, vers) in fleches() {
        let Ok((_, la)) = unite(&vers) else { continue };
        let profondeur = la.split('/').count();
        let dedans = ici.len() >= profondeur && ici[..profondeur] == vers[..profondeur.min(vers.len())];
        let interieur = vers.get(..=profondeur).is_some_and(|v| tous.contains(v));
        if !dedans && interieur {
            fautes.push(format!("{fichier} reaches into crate::{}", vers.join("::")));
        }
    }
    for s in sources(&["crates/app/src"]) {
        let ici = morceaux(&s.chemin);
        let capacite = ETAGES.contains(&ici[0].as_str());
        let porte = s.chemin.ends_with("/mod.rs");
        if capacite && (s.nu.contains("super::super::") || (porte && s.nu.contains("super::"))) {
            fautes.push(format!("{} climbs out of its folder by `super`: say crate::…", s.chemin));
        }
    }
    super::aucun(fautes, "A capability uses another only through what its mod.rs gives.");
}

/// Folders that hold a capability: (storey/name, name).
pub fn capacites() -> BTreeSet<(String, String)> {
    let dans = sources(&["crates/app/src"]).into_iter().map(|s| morceaux(&s.chemin));
    dans.filter(|m| m.len() >= 2 && ETAGES.contains(&m[0].as_str()))
        .map(|m| (format!("{}/{}", m[0], m[1]), m[1].clone()))
        .collect()
}

#[test]
fn a_capability_says_what_it_is() {
    let sources = sources(&["crates/app/src"]);
    let mut fautes = Vec::new();
    for (dossier, _) in capacites() {
        let porte = sources.iter().find(|s| s.chemin == format!("{SRC}{dossier}/mod.rs"));
        match porte.map(|s| s.tete) {
            None => fautes.push(format!("{dossier} has no mod.rs")),
            Some(n) if n < 3 => fautes.push(format!("{dossier}/mod.rs has a head of {n} lines")),
            Some(_) => {}
        }
    }
    super::aucun(fautes, "A newcomer lands in mod.rs: at least three lines of //! say what is there.");
}
