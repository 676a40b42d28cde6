//! Files of the repository, and Rust sources told apart from their comments and texts.

use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn racine() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace exists")
}

/// Files under a folder of the repository whose name ends so: (path from the root, text).
pub fn fichiers(sous: &str, fin: &str) -> Vec<(String, String)> {
    let racine = racine();
    let mut trouves = Vec::new();
    parcourir(&racine.join(sous), &mut |chemin| {
        let relatif = chemin.strip_prefix(&racine).expect("under the root").to_string_lossy().replace('\\', "/");
        if relatif.ends_with(fin) {
            trouves.push((relatif, std::fs::read_to_string(chemin).expect("a text file")));
        }
    });
    trouves.sort();
    trouves
}

/// Calls `voir` on every file of a folder, built and downloaded things left aside.
pub fn parcourir(dossier: &Path, voir: &mut dyn FnMut(&Path)) {
    let Ok(entrees) = std::fs::read_dir(dossier) else { return };
    for entree in entrees.flatten() {
        let (chemin, nom) = (entree.path(), entree.file_name());
        if chemin.is_file() {
            voir(&chemin);
        } else if !matches!(nom.to_str(), Some("target" | "node_modules" | ".git")) {
            parcourir(&chemin, voir);
        }
    }
}

/// A Rust source, its tests taken out.
pub struct Source {
    /// Path from the root of the repository.
    pub chemin: String,
    /// Code without comments, texts nor tests; as long as the file, line for line.
    pub nu: String,
    /// Its texts between quotes.
    pub litteraux: Vec<String>,
    /// Its lines that start with `//!`.
    pub tete: usize,
}

/// The Rust sources of the folders, tests left out.
pub fn sources<T: AsRef<str>>(dossiers: &[T]) -> Vec<Source> {
    let lus: Vec<(String, String)> = dossiers.iter().flat_map(|d| fichiers(d.as_ref(), ".rs")).collect();
    // Tests are what is compiled for tests: the name of a file proves nothing.
    let declares = |dossier: &str| {
        let portes = [format!("{dossier}/mod.rs"), format!("{dossier}/lib.rs"), format!("{dossier}.rs")];
        let porte = lus.iter().find(|(c, _)| portes.contains(c));
        porte.is_none_or(|(_, t)| t.contains("#[cfg(test)]\nmod tests;"))
    };
    let est_test = |c: &str| match c.rsplit_once("/tests") {
        Some((dossier, _)) if c.contains("/src/") => declares(dossier),
        trouve => trouve.is_some_and(|(_, reste)| reste.starts_with(['/', '.'])),
    };
    let tests: Vec<bool> = lus.iter().map(|(c, _)| est_test(c)).collect();
    let lus = lus.into_iter().zip(tests);
    lus.filter(|(_, test)| !test).map(|(f, _)| f).map(|(chemin, texte)| Source::lire(chemin, &texte)).collect()
}

impl Source {
    pub fn lire(chemin: String, texte: &str) -> Self {
        let (mut nu, litteraux) = depouiller(texte);
        let mut tests = Vec::new();
        while let Some(debut) = nu.find("#[cfg(test)]") {
            let fin = fin_de_l_element(&nu, debut + "#[cfg(test)]".len());
            tests.push(debut..fin);
            let blanc: String = nu[debut..fin].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
            nu.replace_range(debut..fin, &blanc);
        }
        let dehors = |(place, _): &(usize, String)| !tests.iter().any(|t| t.contains(place));
        let tete = texte.lines().take_while(|l| l.starts_with("//!")).count();
        Self { chemin, nu, litteraux: litteraux.into_iter().filter(dehors).map(|(_, t)| t).collect(), tete }
    }

    /// Whether it is of the product, not of an engine.
    pub fn de_la_maison(&self) -> bool {
        CAISSES.iter().any(|c| self.chemin.starts_with(&format!("crates/{c}/")))
    }

    /// What it names of the product, as [`chemins`] says it.
    pub fn chemins(&self) -> Vec<Vec<String>> {
        chemins(&self.chemin, &self.nu)
    }
}

/// Where the item that starts here ends: at its `;`, or at the brace that closes it.
fn fin_de_l_element(nu: &str, debut: usize) -> usize {
    let mut profondeur = 0usize;
    for (i, o) in nu.bytes().enumerate().skip(debut) {
        match o {
            b';' if profondeur == 0 => return i + 1,
            b'{' => profondeur += 1,
            b'}' if profondeur == 1 => return i + 1,
            b'}' => profondeur = profondeur.saturating_sub(1),
            _ => {}
        }
    }
    nu.len()
}

/// Code with comments and texts replaced by spaces, and the texts with their places.
fn depouiller(texte: &str) -> (String, Vec<(usize, String)>) {
    let o = texte.as_bytes();
    let mut nu = o.to_vec();
    let mut litteraux = Vec::new();
    let mut i = 0;
    while i < o.len() {
        let fin = match o[i] {
            b'/' if o.get(i + 1) == Some(&b'/') => texte[i..].find('\n').map_or(o.len(), |n| i + n),
            b'/' if o.get(i + 1) == Some(&b'*') => texte[i..].find("*/").map_or(o.len(), |n| i + n + 2),
            b'r' if !avant_est_mot(o, i) && brut(&o[i + 1..]).is_some() => {
                let dieses = brut(&o[i + 1..]).unwrap_or_default();
                let (debut, cloture) = (i + dieses + 2, format!("\"{}", "#".repeat(dieses)));
                let n = texte[debut..].find(&cloture).expect("a raw text is closed");
                litteraux.push((i, texte[debut..debut + n].to_owned()));
                debut + n + cloture.len()
            }
            b'"' => {
                let mut j = i + 1;
                while o[j] != b'"' {
                    j += if o[j] == b'\\' { 2 } else { 1 };
                }
                litteraux.push((i, texte[i + 1..j].to_owned()));
                j + 1
            }
            b'\'' => caractere(texte, i).unwrap_or(i),
            _ => i,
        };
        if fin == i {
            i += 1;
            continue;
        }
        nu[i..fin].iter_mut().filter(|b| **b != b'\n').for_each(|b| *b = b' ');
        i = fin;
    }
    (String::from_utf8(nu).expect("whole characters were replaced"), litteraux)
}

/// The number of `#` of a raw text that starts after its `r`.
fn brut(suite: &[u8]) -> Option<usize> {
    let dieses = suite.iter().take_while(|o| **o == b'#').count();
    (suite.get(dieses) == Some(&b'"')).then_some(dieses)
}

fn avant_est_mot(o: &[u8], i: usize) -> bool {
    // `br"…"` is a raw text too; its `b` stays, harmless.
    i > 0 && (o[i - 1].is_ascii_alphanumeric() && o[i - 1] != b'b' || o[i - 1] == b'_')
}

/// The end of a character between quotes; `None` for a lifetime.
fn caractere(texte: &str, i: usize) -> Option<usize> {
    let mut suite = texte[i + 1..].char_indices();
    let (_, premier) = suite.next()?;
    if premier == '\\' {
        suite.next()?;
        let (n, _) = suite.find(|(_, c)| *c == '\'')?;
        return Some(i + 1 + n + 1);
    }
    let (n, second) = suite.next()?;
    (second == '\'').then_some(i + 1 + n + 1)
}

/// Crates of the product whose modules are named without them: the ground and the roof.
const SANS_ETAGE: [&str; 2] = ["socle", "app"];

/// Crates of the product, by their folder.
pub const CAISSES: [&str; 7] = ["socle", "gens", "faits", "lectures", "etudes", "rapprochements", "app"];
/// The worlds of the stories: a crate of tests, that the product never sees.
pub const MONDE: &str = "crates/monde/";

/// `crates/faits/src/contrats/liste.rs` as `faits`, `contrats`, `liste`; `crates/socle/src/web/site.rs` as `web`, `site`.
pub fn morceaux(chemin: &str) -> Vec<String> {
    let nu = chemin.trim_start_matches("crates/").trim_end_matches(".rs").trim_end_matches(".html");
    let (caisse, reste) = nu.split_once("/src/").unwrap_or((nu, ""));
    etage(caisse).chain(reste.split('/').filter(|m| !matches!(*m, "mod" | "lib"))).map(str::to_owned).collect()
}

fn etage(caisse: &str) -> impl Iterator<Item = &str> {
    std::iter::once(caisse).filter(|c| !SANS_ETAGE.contains(c))
}

/// What a text names of the product, storey first, groups opened: in `gens`, `crate::a::{b, c}` gives `gens::a::b` and
/// `gens::a::c`; `passerelle_socle::web::Site` gives `web::Site`.
pub fn chemins(fichier: &str, texte: &str) -> Vec<Vec<String>> {
    let ici = fichier.trim_start_matches("crates/").split('/').next().unwrap_or_default();
    let portes = CAISSES.map(|c| (format!("passerelle_{c}::"), c)).into_iter().chain([("crate::".to_owned(), ici)]);
    let mut trouves = Vec::new();
    for (porte, caisse) in portes {
        let avant: Vec<String> = etage(caisse).map(str::to_owned).collect();
        for (i, _) in texte.match_indices(&porte) {
            if !avant_est_mot(texte.as_bytes(), i) {
                branche(texte.as_bytes(), i + porte.len(), &avant, &mut trouves);
            }
        }
    }
    trouves
}

fn branche(o: &[u8], mut i: usize, avant: &[String], trouves: &mut Vec<Vec<String>>) -> usize {
    let blancs = |mut i: usize| {
        while o.get(i).is_some_and(u8::is_ascii_whitespace) {
            i += 1;
        }
        i
    };
    i = blancs(i);
    if o.get(i) == Some(&b'{') {
        i = blancs(i + 1);
        while i < o.len() && o[i] != b'}' {
            i = blancs(branche(o, i, avant, trouves));
            // `as nom`, and the comma.
            while i < o.len() && !matches!(o[i], b',' | b'}') {
                i += 1;
            }
            if o.get(i) == Some(&b',') {
                i = blancs(i + 1);
            }
        }
        return i + 1;
    }
    let debut = i;
    while o.get(i).is_some_and(|c| c.is_ascii_alphanumeric() || *c == b'_' || *c == b'*') {
        i += 1;
    }
    let mut chemin = avant.to_vec();
    if i > debut {
        chemin.push(String::from_utf8_lossy(&o[debut..i]).into_owned());
    }
    let suit = |c: &u8| c.is_ascii_alphanumeric() || matches!(*c, b'_' | b'{' | b'*');
    if i > debut && o.get(i) == Some(&b':') && o.get(i + 1) == Some(&b':') && o.get(blancs(i + 2)).is_some_and(suit) {
        return branche(o, i + 2, &chemin, trouves);
    }
    trouves.push(chemin);
    i
}

/// Whether a word stands alone in a text.
pub fn contient_mot(texte: &str, mot: &str) -> bool {
    let de_mot = |c: char| c.is_alphanumeric() || c == '_';
    texte.match_indices(mot).any(|(i, _)| {
        let (avant, apres) = (texte[..i].chars().next_back(), texte[i + mot.len()..].chars().next());
        let borne = |c: Option<char>, bord: char| !de_mot(bord) || !c.is_some_and(de_mot);
        borne(avant, mot.chars().next().unwrap_or(' ')) && borne(apres, mot.chars().next_back().unwrap_or(' '))
    })
}

#[test]
fn a_source_is_read_without_its_comments_texts_and_tests() {
    let texte = "//! Head.\n//! Two.\nuse crate::a::{b, c::{d as e, f}};\n// crate::no\nlet s = \"SELECT crate::x\"; let r = r#\"a\"b\"#;\nlet c = '\"'; fn f<'a>(x: &'a str) {}\n#[cfg(test)]\nmod tests { fn g() { crate::t::u(\"T\"); } }\nfn h() { crate::z::<u8>(); }\n";
    let lue = Source::lire("crates/app/src/x.rs".into(), texte);
    assert_eq!(lue.litteraux, ["SELECT crate::x", "a\"b"]);
    let vers: Vec<String> = lue.chemins().iter().map(|c| c.join("::")).collect();
    assert_eq!(vers, ["a::b", "a::c::d", "a::c::f", "z"]);
    let dit = |c: &str, t: &str| chemins(c, t).iter().map(|c| c.join("::")).collect::<Vec<_>>();
    assert_eq!(
        dit("crates/gens/src/jeunes/fil.rs", "crate::notes::Note; passerelle_socle::web::{Site, Volet}"),
        ["web::Site", "web::Volet", "gens::notes::Note"]
    );
    assert_eq!(morceaux("crates/gens/src/jeunes/fil.rs"), ["gens", "jeunes", "fil"]);
    assert_eq!(morceaux("crates/etudes/src/lib.rs"), ["etudes"]);
    assert_eq!((lue.tete, lue.nu.len()), (2, texte.len()));
    assert!(contient_mot("use rand::Rng", "rand::") && !contient_mot("operand", "rand"));
}
