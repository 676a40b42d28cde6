//! Where the words that people write reach their columns: as a `Texte`, which alone has `.libre()`, so that what was not judged does
//! not compile there. The register says which columns they are (`libre`), and the few others that somebody names.

use std::collections::{BTreeMap, BTreeSet};

use super::sources::{CAISSES, fichiers, racine};

/// Words that somebody typed, in columns that the register files under another head.
const NOMMES: [(&str, &str); 6] = [
    ("comptes", "nom"),
    ("tirages", "titre"),
    ("tirages", "protocole"),
    ("etudes", "titre"),
    ("gabarits", "nom"),
    ("imports", "fichier"),
];

/// Columns filled otherwise, and why what goes there is nobody's unjudged word.
const AUTREMENT: [(&str, &str, &str); 7] = [
    ("courriers", "texte", "a sentence that the program writes, cut at its length"),
    ("demandes_acces", "finalite", "a code of a list"),
    ("partages", "finalite", "a code of a list"),
    ("documents", "octets", "the bytes of a file: shown to nobody but as a file to keep"),
    ("etudes", "titre", "a word of a protocol that is hashed: `formulaire` reads each of its words as a Texte"),
    ("gabarits", "nom", "a word of a TOML that is kept to the letter: bounded as it is read, cleaned by `executer`"),
    ("imports", "fichier", "the name of a file, without its folder: bounded as it is read, cleaned by `executer`"),
];

/// A column that a statement fills, with what.
struct Ecriture {
    table: String,
    colonne: String,
    /// The expression of the list of values; nothing when the statement itself says it, or none was found.
    avec: Option<String>,
    ou: String,
}

#[test]
fn what_people_write_reaches_its_column_as_a_text_that_was_judged() {
    let libres = libres();
    assert!(libres.len() > 25, "only {} columns: the register is not read", libres.len());
    let (mut fautes, mut vues) = (Vec::new(), BTreeSet::new());
    for (chemin, texte) in CAISSES.iter().flat_map(|c| fichiers(&format!("crates/{c}/src"), ".rs")) {
        let produit = texte.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        for e in ecritures(&chemin, produit) {
            let colonne = (e.table.clone(), e.colonne.clone());
            if !libres.contains(&colonne) {
                continue;
            }
            vues.insert(colonne);
            let admise = AUTREMENT.iter().any(|(t, c, _)| (*t, *c) == (e.table.as_str(), e.colonne.as_str()));
            let jugee = e.avec.as_deref().is_none_or(|a| a.ends_with(".libre()"));
            if !jugee && !admise {
                fautes.push(format!("{}: {}.{} is filled with {:?}", e.ou, e.table, e.colonne, e.avec));
            }
            if jugee && e.avec.is_some() && admise {
                fautes.push(format!("{}: {}.{} is a Texte: take its exception out", e.ou, e.table, e.colonne));
            }
        }
    }
    for colonne in libres.difference(&vues) {
        if AUTREMENT.iter().all(|(t, c, _)| (*t, *c) != (colonne.0.as_str(), colonne.1.as_str())) {
            fautes.push(format!("nothing was seen to fill {}.{}", colonne.0, colonne.1));
        }
    }
    assert!(AUTREMENT.iter().all(|(.., raison)| raison.len() > 10));
    super::aucun(fautes, "A column of words takes a Texte, by `.libre()`.");
}

/// The columns of words.
fn libres() -> BTreeSet<(String, String)> {
    #[derive(serde::Deserialize)]
    struct Table {
        champs: BTreeMap<String, (String, String)>,
    }
    let dossier = std::fs::read_dir(racine().join("referentiels/registre")).expect("the register");
    let textes: Vec<_> = dossier.flatten().map(|f| std::fs::read_to_string(f.path()).expect("a part of it")).collect();
    let registre: BTreeMap<String, Table> = toml::from_str(&textes.join("\n")).expect("a register");
    let du_registre = registre.into_iter().flat_map(|(table, t)| {
        let siens = t.champs.into_iter().filter(|(_, (_, sensible))| sensible == "libre");
        siens.map(|(c, _)| (table.clone(), c)).collect::<Vec<_>>()
    });
    du_registre.chain(NOMMES.map(|(t, c)| (t.to_owned(), c.to_owned()))).collect()
}

/// The statements of a source that fill columns by `$n`, with the expression that stands for each.
fn ecritures(chemin: &str, texte: &str) -> Vec<Ecriture> {
    let mut trouvees = Vec::new();
    let debuts = ["INSERT INTO ", "UPDATE "].iter().flat_map(|m| texte.match_indices(m).map(move |(i, _)| (i, *m)));
    for (debut, mot) in debuts {
        let Some(fin) = texte[debut..].find('"').map(|n| debut + n) else { continue };
        let sql = texte[debut + mot.len()..fin].replace("\\\n", " ");
        let sql = sql.split_whitespace().collect::<Vec<_>>().join(" ");
        let table: String = sql.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let paires = if mot == "UPDATE " { posees(&sql) } else { inserees(&sql) };
        for (colonne, valeur) in paires {
            let rang = valeur.strip_prefix('$').and_then(|n| n.parse::<usize>().ok());
            let avec = rang.map(|n| expression(&texte[fin..], texte, n));
            let ligne = texte[..debut].lines().count();
            trouvees.push(Ecriture { table: table.clone(), colonne, avec, ou: format!("{chemin}:{ligne}") });
        }
    }
    trouvees
}

/// `INSERT INTO t (a, b) VALUES ($1, 0)`: each column with its value.
fn inserees(sql: &str) -> Vec<(String, String)> {
    let liste = |t: &str| -> Vec<String> {
        let dedans = t.split_once('(').and_then(|(_, r)| r.split_once(')')).map_or("", |(d, _)| d);
        dedans.split(',').map(|v| v.trim().to_owned()).collect()
    };
    match sql.split_once(" VALUES ") {
        Some((avant, apres)) => std::iter::zip(liste(avant), liste(apres)).collect(),
        None => Vec::new(),
    }
}

/// `UPDATE t SET a = $1, b = 0 WHERE …`: each column with its value.
fn posees(sql: &str) -> Vec<(String, String)> {
    let Some((_, suite)) = sql.split_once(" SET ") else { return Vec::new() };
    let suite = suite.split(" WHERE ").next().unwrap_or_default();
    let paire = |p: &str| p.split_once(" = ").map(|(c, v)| (c.trim().to_owned(), v.trim().to_owned()));
    suite.split(',').filter_map(paire).collect()
}

/// The nth of the first list of values that follows a statement, or of the function `valeurs` of its file.
fn expression(suite: &str, texte: &str, rang: usize) -> String {
    let ici = suite.split("\n}\n").next().unwrap_or_default();
    let ailleurs = texte.split_once("fn valeurs(").map_or("", |(_, s)| s.split("\n}\n").next().unwrap_or_default());
    let ailleurs = ailleurs.split_once('{').map_or("", |(_, corps)| corps);
    let par_fonction = ici.contains("valeurs(lu)");
    for ou in if par_fonction { [ailleurs, ""] } else { [ici, ""] } {
        for (debut, _) in ou.match_indices('[') {
            let parts = elements(&ou[debut + 1..]);
            if parts.iter().any(|p| p.ends_with(".into()")) && parts.len() >= rang {
                return parts[rang - 1].clone();
            }
        }
    }
    "nothing that was found".into()
}

/// What stands between commas, up to the bracket that closes.
fn elements(suite: &str) -> Vec<String> {
    let (mut parts, mut courante, mut profondeur) = (Vec::new(), String::new(), 0_i32);
    for c in suite.chars() {
        profondeur += i32::from("([{".contains(c)) - i32::from(")]}".contains(c));
        if profondeur < 0 {
            break;
        }
        match c {
            ',' if profondeur == 0 => parts.push(std::mem::take(&mut courante).trim().to_owned()),
            c => courante.push(c),
        }
    }
    parts.extend(Some(courante.trim().to_owned()).filter(|p| !p.is_empty()));
    parts
}

#[test]
fn the_reading_of_statements_sees_what_is_not_judged() {
    let source = "let sql = \"INSERT INTO notes (id, texte) \\\n   VALUES ($1, $2)\";\n db::executer(tx, sql, [id.into(), texte.into()]).await?;\n}\n";
    let vues = ecritures("ici.rs", source);
    let texte = vues.iter().find(|e| e.colonne == "texte").expect("the column is seen");
    assert_eq!((texte.table.as_str(), texte.avec.as_deref()), ("notes", Some("texte.into()")));
    let pose =
        ecritures("ici.rs", "\"UPDATE notes SET texte = $2, lu = 1 WHERE id = $1\"; f([id.into(), t.libre()])\n}\n");
    assert_eq!(pose[0].avec.as_deref(), Some("t.libre()"));
}
