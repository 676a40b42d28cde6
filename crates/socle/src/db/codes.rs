//! Brings the codes that a base already holds to the form under which they are now compared: composed accents, no
//! invisible mark, nothing that only protects their zeros. Two that become the same are told, never merged.

use passerelle_base::code_canonique;
use sea_orm::FromQueryResult;

use super::{Resultat, Tx, compter, ecrire_tel_quel, lignes};

/// Says where codes are; the migration that asks for this names the tables, like any other.
const TEXTE: &str = include_str!("../../migrations/0013_codes.sql");

/// The columns of codes: table, column, and the other columns of its key when it is one.
fn colonnes() -> impl Iterator<Item = (&'static str, &'static str, Option<Vec<&'static str>>)> {
    TEXTE.lines().filter_map(|l| l.strip_prefix("-- code ")).filter_map(|l| {
        let mut mots = l.split(' ');
        let (table, colonne) = (mots.next()?, mots.next()?);
        let cle = mots.next().map(|_| mots.collect());
        Some((table, colonne, cle))
    })
}

#[derive(FromQueryResult)]
struct Code {
    code: String,
}

/// What two rows share once brought to one form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Semblables {
    pub table: &'static str,
    pub colonne: &'static str,
    pub code: String,
    /// Rows left as they were.
    pub lignes: i64,
}

/// Rewrites the codes that are not in their form; gives back those that would then be the same as another.
pub(super) async fn canoniser(tx: &Tx) -> Resultat<Vec<Semblables>> {
    let mut semblables = Vec::new();
    for (table, colonne, cle) in colonnes() {
        // Plain codes, nearly all of them, are not even read.
        let sql = format!(
            "SELECT DISTINCT {colonne} AS code FROM {table} WHERE octet_length({colonne}) <> length({colonne}) \
             OR {colonne} <> trim({colonne}) OR {colonne} LIKE '=\"%' OR {colonne} LIKE '''%' ORDER BY 1"
        );
        let suspects: Vec<Code> = lignes(tx, &sql, []).await?;
        for Code { code: ancien } in suspects {
            let nouveau = code_canonique(&ancien).into_owned();
            if nouveau == ancien || nouveau.is_empty() {
                continue;
            }
            let libre = cle.as_ref().map_or_else(String::new, |cle| {
                let memes: String = cle.iter().map(|c| format!(" AND autre.{c} = t.{c}")).collect();
                format!(" AND NOT EXISTS (SELECT 1 FROM {table} autre WHERE autre.{colonne} = $1{memes})")
            });
            let sql = format!("UPDATE {table} AS t SET {colonne} = $1 WHERE t.{colonne} = $2{libre}");
            ecrire_tel_quel(tx, &sql, [nouveau.clone().into(), ancien.clone().into()]).await?;
            let sql = format!("SELECT count(*) FROM {table} WHERE {colonne} = $1");
            let lignes = compter(tx, &sql, [ancien.into()]).await?;
            if lignes > 0 {
                semblables.push(Semblables { table, colonne, code: nouveau, lignes });
            }
        }
    }
    Ok(semblables)
}

impl Semblables {
    /// The sentence for whoever keeps the base.
    pub fn phrase(&self) -> String {
        format!(
            "{} : le {} « {} » est porté par deux lignes que l'œil ne distingue pas (caractère invisible, accent décomposé) ; \
             elles n'ont pas été réunies, vérifiez-les",
            self.table, self.colonne, self.code
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Ouverture;

    #[tokio::test]
    async fn codes_are_brought_to_one_form_and_those_that_meet_are_told_not_merged() {
        let dossier = tempfile::tempdir().unwrap();
        let base =
            Ouverture::adresse(format!("sqlite:{}", dossier.path().join("c.db").display())).ouvrir().await.unwrap();
        let tx = base.transaction().await.unwrap();
        for (n, code) in
            ["A1", "A1\u{200b}", "E\u{301}2", "B3\u{a0}", "=\"0107\"", "propre", "É4"].into_iter().enumerate()
        {
            let id = crate::db::nouvel_id::<()>().uuid();
            let sql = "INSERT INTO structures (id, code, nom, nom_plie, type) VALUES ($1, $2, $3, $3, 'autre')";
            ecrire_tel_quel(&tx, sql, [id.into(), code.into(), format!("n{n}").into()]).await.unwrap();
        }
        let dits = canoniser(&tx).await.unwrap();
        assert_eq!(dits, [Semblables { table: "structures", colonne: "code", code: "A1".into(), lignes: 1 }]);
        assert!(dits[0].phrase().contains("« A1 »"));
        let codes: Vec<Code> = lignes(&tx, "SELECT code FROM structures ORDER BY nom", []).await.unwrap();
        let codes: Vec<&str> = codes.iter().map(|c| c.code.as_str()).collect();
        assert_eq!(codes, ["A1", "A1\u{200b}", "\u{c9}2", "B3", "0107", "propre", "\u{c9}4"]);
        assert_eq!(canoniser(&tx).await.unwrap().len(), 1, "the second time nothing is left to do");
    }
}
