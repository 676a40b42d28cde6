//! Capabilities meet at their doors, and inside a storey nothing goes round. Between storeys cargo holds the arrows, and
//! `depot` what each manifest may name.

use std::collections::{BTreeMap, BTreeSet};

use super::sources::{CAISSES, Source, chemins, contient_mot, fichiers, morceaux, sources};

/// Crates whose folders are capabilities, from the ground up.
pub const ETAGES: [&str; 4] = ["gens", "faits", "lectures", "pilotage"];
/// Capabilities that are a crate each: nothing but the roof names them.
pub const A_PART: [&str; 2] = ["etudes", "rapprochements"];
/// What every capability stands on.
const SOL: [&str; 16] = [
    "web",
    "journal",
    "access",
    "fait",
    "texte",
    "figure",
    "hors_vue",
    "echanges",
    "temps",
    "ident",
    "db",
    "destruction",
    "personne",
    "versions",
    "vocabulaire",
    "referentiels",
];
/// What stands above them all and names them all.
const TOIT: [&str; 10] =
    ["routes", "natures", "personnes", "figures", "cli", "public", "demonstration", "sauvegarde", "lib", "main"];

/// A unit (capability or folder of the ground) and its storey.
pub fn unite(chemin: &[String]) -> Result<(usize, String), String> {
    let premier = chemin.first().map_or("", String::as_str);
    if SOL.contains(&premier) {
        return Ok((0, premier.to_owned()));
    }
    if TOIT.contains(&premier) || chemin.is_empty() {
        return Ok((ETAGES.len() + 2, premier.to_owned()));
    }
    if A_PART.contains(&premier) {
        return Ok((ETAGES.len() + 1, premier.to_owned()));
    }
    match ETAGES.iter().position(|e| *e == premier) {
        Some(rang) => Ok((rang + 1, chemin.iter().take(2).cloned().collect::<Vec<_>>().join("/"))),
        None => Err(format!("no storey is known for `{premier}`: give it one in tests/it/tidy/etages.rs")),
    }
}

/// Sources of the storeys.
fn produit() -> Vec<Source> {
    sources(&CAISSES.map(|c| format!("crates/{c}/src")))
}

/// (file, where it stands, what it names) for each path of each source and template.
fn fleches() -> Vec<(String, Vec<String>, Vec<String>)> {
    let rust = produit().into_iter().map(|s: Source| (s.chemin.clone(), s.chemins()));
    let modeles = fichiers("crates", ".html").into_iter().map(|(c, t)| {
        let vers = chemins(&c, &t);
        (c, vers)
    });
    let tous = rust.chain(modeles).flat_map(|(fichier, vers)| {
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
                    fautes.push(format!("{fichier} ({de}) names {}, which stands above it", vers.join("::")));
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

/// Folders of the ground that hold each other's hand, known and accepted: the pages of the imports are pages like any other;
/// the rows of a figure are a list like any other, and every page is handed the figures.
const CERCLES_ADMIS: [&str; 2] = ["echanges <-> web", "figure <-> web"];

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
    let tous: BTreeSet<Vec<String>> = produit().iter().map(|s| morceaux(&s.chemin)).collect();
    let mut fautes = Vec::new();
    for (fichier, ici, vers) in fleches() {
        let Ok((_, la)) = unite(&vers) else { continue };
        let profondeur = la.split('/').count();
        let dedans = ici.len() >= profondeur && ici[..profondeur] == vers[..profondeur.min(vers.len())];
        let interieur = vers.get(..=profondeur).is_some_and(|v| tous.contains(v));
        if !dedans && interieur {
            fautes.push(format!("{fichier} reaches into {}", vers.join("::")));
        }
    }
    for s in produit() {
        let ici = morceaux(&s.chemin);
        let capacite = ici.first().is_some_and(|e| ETAGES.contains(&e.as_str()));
        let porte = s.chemin.ends_with("/mod.rs");
        if capacite && (s.nu.contains("super::super::") || (porte && s.nu.contains("super::"))) {
            fautes.push(format!("{} climbs out of its folder by `super`: say crate::…", s.chemin));
        }
    }
    super::aucun(fautes, "A capability uses another only through what its mod.rs gives.");
}

/// A capability: where the glossary says it is, its name, its door.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub struct Capacite {
    pub dossier: String,
    pub nom: String,
    pub porte: String,
}

/// Folders and crates that hold a capability.
pub fn capacites() -> BTreeSet<Capacite> {
    let a_part = A_PART.map(|c| Capacite { dossier: c.into(), nom: c.into(), porte: format!("crates/{c}/src/lib.rs") });
    let dans = produit().into_iter().map(|s| morceaux(&s.chemin));
    dans.filter(|m| m.len() >= 2 && ETAGES.contains(&m[0].as_str()))
        .map(|m| Capacite {
            dossier: format!("{}/{}", m[0], m[1]),
            nom: m[1].clone(),
            porte: format!("crates/{}/src/{}/mod.rs", m[0], m[1]),
        })
        .chain(a_part)
        .collect()
}

#[test]
fn a_capability_says_what_it_is() {
    let sources = produit();
    let mut fautes = Vec::new();
    for Capacite { porte, .. } in capacites() {
        match sources.iter().find(|s| s.chemin == porte).map(|s| s.tete) {
            None => fautes.push(format!("{porte} does not exist")),
            Some(n) if n < 3 => fautes.push(format!("{porte} has a head of {n} lines")),
            Some(_) => {}
        }
    }
    super::aucun(fautes, "A newcomer lands in mod.rs: at least three lines of //! say what is there.");
}

/// What a capability hands up, and where the roof gathers it.
const RASSEMBLES: [(&str, &str); 4] = [
    ("FIGURES", "crates/app/src/figures.rs"),
    ("NATURE", "crates/app/src/natures.rs"),
    ("VOLET", "crates/app/src/routes.rs"),
    ("site", "crates/app/src/routes.rs"),
];

#[test]
fn what_a_capability_hands_up_is_gathered_on_the_roof() {
    let sources = produit();
    let source = |chemin: &str| sources.iter().find(|s| s.chemin == chemin);
    let (mut fautes, mut vus) = (Vec::new(), 0);
    for c in capacites() {
        let Some(porte) = source(&c.porte) else { continue };
        let transmis: Vec<&str> = porte.nu.split(';').filter(|p| p.contains("pub use")).collect();
        for (quoi, ou) in RASSEMBLES {
            if transmis.iter().any(|p| contient_mot(p, quoi)) {
                vus += 1;
                let toit = &source(ou).expect("a file of the roof").nu;
                if !contient_mot(toit, &format!("{}::{quoi}", c.nom))
                    && !contient_mot(toit, &format!("passerelle_{}::{quoi}", c.nom))
                {
                    fautes.push(format!("{}: {quoi} has no line in {ou}", c.dossier));
                }
            }
        }
    }
    assert!(vus >= 40, "only {vus} things are handed up: the reading of doors is broken");
    super::aucun(fautes, "What nobody gathers is neither counted, read nor served, and nothing else would say so.");
}

#[test]
fn what_is_held_of_a_person_is_known_to_the_roof() {
    let declarent = produit().into_iter().filter(|s| s.nu.contains("pub static PERSONNE: Personne"));
    let lieux: BTreeSet<String> = declarent.filter_map(|s| morceaux(&s.chemin).into_iter().rev().nth(1)).collect();
    let connues: BTreeSet<String> = passerelle::personnes::PERSONNES.iter().map(|p| p.mot.to_owned()).collect();
    assert_eq!(
        lieux, connues,
        "each PERSONNE has its line in crates/app/src/personnes.rs, under the word of its folder"
    );
}
