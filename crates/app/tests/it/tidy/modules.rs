//! Which file a path of a crate leads to, through the doors that hand it on.

use std::collections::{BTreeMap, BTreeSet};

use super::sources::{Source, sources};

/// A place in a crate, from its root.
type Chemin = Vec<String>;

/// Something that a file brings in.
struct Amene<'a> {
    /// As it is written, alias aside.
    chemin: Vec<&'a str>,
    /// The name it has here; `*` for everything.
    nom: &'a str,
    /// Whether it is handed on and not named again: a door does that, and depends on nothing by it.
    transmis: bool,
}

/// A file, read.
struct Module<'a> {
    fichier: &'a str,
    amenes: Vec<Amene<'a>>,
    /// Paths written in full outside `use`: two words at least.
    nommes: Vec<Vec<&'a str>>,
    /// Items that are declared here, at any depth.
    declares: BTreeSet<&'a str>,
}

/// What each file of a crate names of the others, and by which path.
pub type Fleches = BTreeMap<String, BTreeMap<String, String>>;

/// The arrows between the files of a crate whose sources are under `dossier`.
///
/// A name that comes through a door is an arrow to the file that declares it. Declaring a module and handing on what it
/// holds is none: it is what a door is for.
pub fn fleches(dossier: &str) -> Fleches {
    let lues: Vec<(Chemin, Source)> = sources(&[dossier])
        .into_iter()
        .filter(|s| !s.chemin.ends_with("/main.rs"))
        .map(|mut s| {
            // `extern crate self`: a crate that says its own name says `crate`.
            let nom = dossier.trim_start_matches("crates/").trim_end_matches("/src");
            s.nu = s.nu.replace(&format!("passerelle_{nom}::"), "crate::");
            (place(s.chemin.trim_start_matches(dossier)), s)
        })
        .collect();
    let caisse = Caisse { modules: lues.iter().map(|(place, s)| (place.clone(), Module::lire(s))).collect() };
    let mut toutes = Fleches::new();
    for (ici, module) in &caisse.modules {
        let vers = toutes.entry(module.fichier.to_owned()).or_default();
        for nomme in caisse.nommes(ici, module) {
            if let Some(la) = caisse.fichier(&nomme, 0).filter(|la| *la != module.fichier) {
                vers.entry(la.to_owned()).or_insert_with(|| nomme.join("::"));
            }
        }
    }
    toutes
}

/// `/rules/verdict.rs` as `rules`, `verdict`.
fn place(fichier: &str) -> Chemin {
    let nu = fichier.trim_start_matches('/').trim_end_matches(".rs");
    nu.split('/').filter(|m| !matches!(*m, "mod" | "lib")).map(str::to_owned).collect()
}

struct Caisse<'a> {
    modules: BTreeMap<Chemin, Module<'a>>,
}

impl Caisse<'_> {
    /// Where a path written in `ici` leads, from the root; `None` outside the crate.
    fn depuis(&self, ici: &Chemin, ecrit: &[&str]) -> Option<Chemin> {
        let mut base = ici.clone();
        let reste = match ecrit.first()? {
            &"crate" => {
                base.clear();
                &ecrit[1..]
            }
            &"self" => &ecrit[1..],
            &"super" => {
                let hauts = ecrit.iter().take_while(|m| **m == "super").count();
                base.truncate(base.len().saturating_sub(hauts));
                &ecrit[hauts..]
            }
            enfant => {
                base.push((*enfant).to_owned());
                self.modules.contains_key(&base).then_some(&ecrit[1..])?
            }
        };
        base.extend(reste.iter().map(|m| (*m).to_owned()));
        Some(base)
    }

    /// The paths from the root that a file needs.
    fn nommes(&self, ici: &Chemin, module: &Module) -> Vec<Chemin> {
        let mut tous = Vec::new();
        for a in &module.amenes {
            let Some(la) = self.depuis(ici, &a.chemin) else { continue };
            if a.nom == "*" {
                tous.extend((!a.transmis).then(|| la[..la.len() - 1].to_vec()));
            } else if self.modules.contains_key(&la) {
                // A module that is brought in: what is named of it counts.
                let siens = module.nommes.iter().filter(|n| n[0] == a.nom);
                tous.extend(siens.map(|n| la.iter().cloned().chain([n[1].to_owned()]).collect()));
            } else if !a.transmis {
                tous.push(la);
            }
        }
        tous.extend(module.nommes.iter().filter_map(|n| self.depuis(ici, n)));
        tous
    }

    /// The file that declares what this path names.
    fn fichier(&self, chemin: &[String], profondeur: usize) -> Option<&str> {
        let longueur = (0..=chemin.len()).rev().find(|n| self.modules.contains_key(&chemin[..*n]))?;
        let (ici, module) = self.modules.get_key_value(&chemin[..longueur])?;
        let Some(nom) = chemin.get(longueur) else { return Some(module.fichier) };
        assert!(profondeur < 20, "{} is handed on in a circle", chemin.join("::"));
        if let Some(a) = module.amenes.iter().find(|a| a.nom == nom) {
            let mut suite = self.depuis(ici, &a.chemin)?;
            suite.extend_from_slice(&chemin[longueur + 1..]);
            return self.fichier(&suite, profondeur + 1);
        }
        let partout = module.amenes.iter().filter(|a| a.nom == "*").filter_map(|a| self.depuis(ici, &a.chemin));
        for mut la in partout {
            la.pop();
            if self.modules.get(&la).is_some_and(|m| m.declares.contains(nom.as_str())) {
                return self.fichier(&la, profondeur + 1);
            }
        }
        Some(module.fichier)
    }
}

/// Words before the name of what is declared.
const DECLARE: [&str; 9] = ["fn", "struct", "enum", "union", "trait", "type", "const", "static", "macro_rules"];

impl<'a> Module<'a> {
    fn lire(source: &'a Source) -> Self {
        let mots = mots(&source.nu);
        let mut module = Self { fichier: &source.chemin, amenes: vec![], nommes: vec![], declares: BTreeSet::new() };
        // Names that are used besides being handed on.
        let mut dits = BTreeSet::new();
        let mut i = 0;
        while i < mots.len() {
            // `+ use<'a>` says what a type captures, and brings nothing in.
            if mots[i] == "use" && mots.get(i + 1) != Some(&"<") {
                let public = vue(&mots[..i]);
                i = arbre(&mots, i + 1, &[], public, &mut module.amenes);
                continue;
            }
            if !nom(mots[i]) {
                i += 1;
                continue;
            }
            let mut chemin = vec![mots[i]];
            let mut j = i + 1;
            while mots.get(j) == Some(&"::") && mots.get(j + 1).is_some_and(|m| nom(m)) {
                chemin.push(mots[j + 1]);
                j += 2;
            }
            if DECLARE.contains(&chemin[0]) {
                module.declares.extend(mots.get(j).filter(|m| nom(m)));
            }
            if i == 0 || !matches!(mots[i - 1], "." | "mod" | "::") {
                dits.insert(chemin[0]);
                if chemin.len() > 1 {
                    module.nommes.push(chemin);
                }
            }
            i = j;
        }
        for a in &mut module.amenes {
            a.transmis &= !dits.contains(a.nom);
        }
        module
    }
}

fn nom(mot: &str) -> bool {
    mot.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Whether what follows these words is `pub`, or `pub(…)`.
fn vue(avant: &[&str]) -> bool {
    match avant.last() {
        Some(&")") => {
            let ouverte = avant.iter().rposition(|m| *m == "(").unwrap_or(0);
            ouverte > 0 && avant[ouverte - 1] == "pub"
        }
        dernier => dernier == Some(&"pub"),
    }
}

/// Reads a tree of `use` from `i`; the place after it.
fn arbre<'a>(mots: &[&'a str], mut i: usize, avant: &[&'a str], transmis: bool, amenes: &mut Vec<Amene<'a>>) -> usize {
    let mut chemin = avant.to_vec();
    while let Some(mot) = mots.get(i) {
        match *mot {
            "::" => {}
            "{" => {
                i += 1;
                while mots.get(i).is_some_and(|m| *m != "}") {
                    i = arbre(mots, i, &chemin, transmis, amenes);
                    i += usize::from(mots.get(i) == Some(&","));
                }
                return i + 1;
            }
            "as" => {
                amenes.push(Amene { chemin, nom: mots[i + 1], transmis });
                return i + 2;
            }
            "," | "}" | ";" => break,
            mot => chemin.push(mot),
        }
        i += 1;
    }
    if chemin.len() > 1 && chemin.last() == Some(&"self") {
        chemin.pop();
    }
    if let Some(nom) = chemin.last().copied() {
        amenes.push(Amene { chemin, nom, transmis });
    }
    i
}

/// The words and the signs of a source.
fn mots(nu: &str) -> Vec<&str> {
    let mut mots = Vec::new();
    let mut reste = nu.trim_start();
    while let Some(premier) = reste.chars().next() {
        let de_mot = |c: char| c.is_alphanumeric() || c == '_';
        let n = match premier {
            c if de_mot(c) => reste.find(|c| !de_mot(c)).unwrap_or(reste.len()),
            _ if reste.starts_with("::") => 2,
            c => c.len_utf8(),
        };
        mots.push(&reste[..n]);
        reste = reste[n..].trim_start();
    }
    mots
}

#[test]
fn an_arrow_goes_to_the_file_that_declares_what_is_named() {
    let source = |chemin: &str, nu: &str| Source::lire(format!("crates/x/src/{chemin}"), nu);
    let lues = [
        source("lib.rs", "mod a; mod b; pub use a::{self, deep::Item as Renamed}; pub(crate) use b::*;"),
        source("a.rs", "pub mod deep; pub use deep::Item; fn f() -> Item { super::g() }"),
        source("a/deep.rs", "pub struct Item; use super::super::b; fn h() { b::g(); b::g::<u8>() }"),
        source("b.rs", "use crate::Renamed; use std::fmt::{self, Write}; pub fn g() { fmt::x() }"),
    ];
    let modules = lues.iter().map(|s| (place(s.chemin.trim_start_matches("crates/x/src")), Module::lire(s))).collect();
    let caisse = Caisse { modules };
    let dit = |de: &str| {
        let ici: Chemin = place(de);
        let vers = caisse.nommes(&ici, &caisse.modules[&ici]);
        let vers = vers.iter().filter_map(|n| caisse.fichier(n, 0)).map(|f| f.trim_start_matches("crates/x/src/"));
        vers.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" ")
    };
    // Handing on what a module holds is no arrow, unless it is named here too.
    assert_eq!(dit("lib.rs"), "");
    assert_eq!(dit("a.rs"), "a/deep.rs b.rs");
    assert_eq!(dit("a/deep.rs"), "b.rs");
    assert_eq!(dit("b.rs"), "a/deep.rs");
}
