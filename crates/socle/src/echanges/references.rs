//! From the codes of a file to the identifiers of the base.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use uuid::Uuid;

use super::Motif;
use super::analyse::Bonne;
use super::nature::{Forme, Lu, Nature};
use super::sql;
use crate::db::{self, Resultat, Tx};

/// Codes of structures and actions already looked up. They are few and asked for on each row,
/// so those of the base are read once per file.
#[derive(Default)]
pub(super) struct References {
    structures: HashMap<String, Uuid>,
    actions: HashMap<String, Uuid>,
}

#[derive(FromQueryResult)]
struct Code {
    id: Uuid,
    code: String,
}

impl References {
    /// Reads the codes that this kind of file points at.
    pub async fn lire(tx: &Tx, nature: &Nature) -> Resultat<Self> {
        let vise = |f: fn(&Forme) -> bool| nature.colonnes.iter().any(|c| f(&c.forme));
        let codes = async |table: &str| -> Resultat<HashMap<String, Uuid>> {
            let lus: Vec<Code> = db::lignes(tx, &format!("SELECT id, code FROM {table}"), []).await?;
            Ok(lus.into_iter().map(|c| (c.code, c.id)).collect())
        };
        let mut references = Self::default();
        if vise(|f| matches!(f, Forme::Structure | Forme::Structures(..))) {
            references.structures = codes("structures").await?;
        }
        if vise(|f| matches!(f, Forme::Action)) {
            references.actions = codes("actions").await?;
        }
        Ok(references)
    }

    fn structure(&self, colonne: &str, code: &str) -> Result<Uuid, Motif> {
        self.structures.get(code).copied().ok_or_else(|| {
            let phrase = format!(
                "la structure « {code} » n'est pas connue : ajoutez-la dans structures.csv ou corrigez son code"
            );
            Motif::colonne(colonne, phrase)
        })
    }

    /// The identifiers of the codes of a row, one list per column (empty where nothing is to be
    /// looked up). Young people come later, all rows together.
    pub fn resoudre(&self, nature: &Nature, bonne: &Bonne) -> Result<Vec<Vec<Uuid>>, Motif> {
        std::iter::zip(nature.colonnes, &bonne.lus)
            .map(|(colonne, lu)| {
                let Lu::Codes(codes) = lu else { return Ok(vec![]) };
                match colonne.forme {
                    Forme::Structure | Forme::Structures(..) => {
                        codes.iter().map(|c| self.structure(colonne.nom, c)).collect()
                    }
                    Forme::Action => {
                        let code = &codes[0];
                        let id = self.actions.get(code).copied().ok_or_else(|| {
                            let phrase = format!("l'action « {code} » n'est pas connue : ajoutez-la dans actions.csv ou corrigez son code");
                            Motif::colonne(colonne.nom, phrase)
                        })?;
                        Ok(vec![id])
                    }
                    _ => Ok(vec![]),
                }
            })
            .collect()
    }
}

/// The young people of these (structure, number) pairs, in the same order.
pub(super) async fn jeunes(tx: &Tx, cles: &[(Uuid, String)]) -> Resultat<Vec<Option<Uuid>>> {
    let mut trouves = vec![None; cles.len()];
    for lot in sql::lots(cles.len()) {
        let texte = sql::chercher(
            tx,
            ("numeros", ""),
            &["k.jeune_id AS jeune_id".into()],
            &["structure_id", "numero"],
            lot.len(),
        );
        let valeurs: Vec<Value> = cles[lot.clone()].iter().flat_map(|(s, n)| [(*s).into(), n.clone().into()]).collect();
        let stmt = Statement::from_sql_and_values(tx.get_database_backend(), texte, valeurs);
        for ligne in tx.query_all_raw(stmt).await? {
            let rang: i64 = ligne.try_get_by("rang")?;
            trouves[lot.start + rang as usize] = Some(ligne.try_get_by("jeune_id")?);
        }
    }
    Ok(trouves)
}
