//! From the codes of a file to the identifiers of the base.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use uuid::Uuid;

use super::Motif;
use super::analyse::Bonne;
use super::nature::{Forme, Lu, Nature};
use super::sql;
use crate::access::{Jeune, Objet, Structure};
use crate::db::{self, Resultat, Tx};
use crate::ident::Id;

/// Codes of structures and actions already looked up, and the keys of their rows. They are few and asked for on each row,
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
    /// Reads the codes that this kind of file points at, where the kinds of what it points at say they are.
    pub async fn lire(tx: &Tx, natures: &[&Nature], nature: &Nature) -> Resultat<Self> {
        let vise = |f: fn(&Forme) -> bool| nature.colonnes.iter().any(|c| f(&c.forme));
        let codes = async |objet: Objet| -> Resultat<HashMap<String, Uuid>> {
            let Some((la, cle)) = de(natures, objet).and_then(|n| Some((n, n.cle.first()?))) else {
                return Ok(HashMap::new());
            };
            let lus: Vec<Code> = db::lignes(tx, &format!("SELECT id, {cle} AS code FROM {}", la.table), []).await?;
            Ok(lus.into_iter().map(|c| (c.code, c.id)).collect())
        };
        let mut references = Self::default();
        if vise(|f| matches!(f, Forme::Structure | Forme::Structures(..))) {
            references.structures = codes(Objet::Structures).await?;
        }
        if vise(|f| matches!(f, Forme::Action)) {
            references.actions = codes(Objet::Actions).await?;
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

/// The kind of file whose rows these are: it is handed down at start-up, with its table and its key.
pub(super) fn de<'a>(natures: &[&'a Nature], objet: Objet) -> Option<&'a Nature> {
    natures.iter().copied().find(|n| n.objet == objet)
}

/// The young people of these (structure, number) pairs, in the same order, by the kind of file that tells their numbers.
pub(super) async fn jeunes(
    tx: &Tx,
    nature: Option<&Nature>,
    cles: &[(Id<Structure>, String)],
) -> Resultat<Vec<Option<Id<Jeune>>>> {
    let mut trouves = vec![None; cles.len()];
    let Some((cle, (table, vers))) = nature.and_then(|n| Some((n.cle, n.table_cle?))) else { return Ok(trouves) };
    for lot in sql::lots_de(cles.len(), cle.len()) {
        let texte = sql::chercher(tx, &format!("{table} k"), &[format!("k.{vers} AS jeune_id")], cle, lot.len());
        let valeurs: Vec<Value> = cles[lot.clone()].iter().flat_map(|(s, n)| [(*s).into(), n.clone().into()]).collect();
        let stmt = Statement::from_sql_and_values(tx.get_database_backend(), texte, valeurs);
        for ligne in tx.query_all_raw(stmt).await? {
            let rang: i64 = ligne.try_get_by("rang")?;
            trouves[lot.start + rang as usize] = Some(ligne.try_get_by("jeune_id")?);
        }
    }
    Ok(trouves)
}
