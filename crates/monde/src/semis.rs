//! What each capability plants about a person, a file a capability in `semis/`: a capability more brings its file.
//!
//! A file is statements of SQL, each ended by `;` at the end of a line. Beside the values that the story gives, `:id` is new in
//! each statement, `:commun` and `:autre` in each file.

use include_dir::{Dir, include_dir};
use passerelle_socle::db;
use sea_orm::Value;

static REGARDS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/semis/regards");
static CANARIS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/semis/canaris");

/// What is planted.
#[derive(Debug, Clone, Copy)]
pub enum Semis {
    /// Something of each kind that hangs on a young person (`:jeune`), by an account (`:compte`) of a structure (`:structure`);
    /// `:mot` is a word of its own, `:octets` a document.
    Regards,
    /// A row about the person in each table, and `:canari` in each of its texts, or its bytes (`:octets`).
    Canaris,
}

/// Plants them: each statement writes something.
pub async fn semer(tx: &db::Tx, quoi: Semis, donnees: &[(&str, Value)]) {
    let dossier = match quoi {
        Semis::Regards => &REGARDS,
        Semis::Canaris => &CANARIS,
    };
    let mut fichiers: Vec<_> = dossier.files().collect();
    fichiers.sort_by_key(|f| f.path());
    assert!(!fichiers.is_empty());
    let nouveau = || Value::from(db::nouvel_id::<()>().uuid());
    for fichier in fichiers {
        let propres = [("commun", nouveau()), ("autre", nouveau())];
        let texte = fichier.contents_utf8().expect("UTF-8");
        let lignes = texte.lines().filter(|l| !l.starts_with("--")).collect::<Vec<_>>().join("\n");
        for phrase in lignes.split(";\n").map(|p| p.trim_end_matches(';').trim()).filter(|p| !p.is_empty()) {
            let (sql, noms) = numeroter(phrase);
            let valeur = |nom: &&str| match *nom {
                "id" => nouveau(),
                _ => {
                    let connue = propres.iter().chain(donnees).find(|(n, _)| n == nom);
                    connue.map(|(_, v)| v.clone()).unwrap_or_else(|| panic!("nobody gives :{nom}: {phrase}"))
                }
            };
            let ecrites = db::executer(tx, &sql, noms.iter().map(valeur)).await;
            let ecrites = ecrites.unwrap_or_else(|e| panic!("{}: {phrase}: {e}", fichier.path().display()));
            assert!(ecrites > 0, "{}: nothing written: {phrase}", fichier.path().display());
        }
    }
}

/// The statement with `$1`, `$2`… in place of its names, and the names in that order.
fn numeroter(phrase: &str) -> (String, Vec<&str>) {
    let mut noms: Vec<&str> = Vec::new();
    let mut morceaux = phrase.split(':');
    let mut sql = morceaux.next().unwrap_or_default().to_owned();
    for morceau in morceaux {
        let fin = morceau.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(morceau.len());
        let (nom, suite) = morceau.split_at(fin);
        let rang = noms.iter().position(|n| *n == nom).unwrap_or_else(|| {
            noms.push(nom);
            noms.len() - 1
        });
        sql += &format!("${}{suite}", rang + 1);
    }
    (sql, noms)
}
