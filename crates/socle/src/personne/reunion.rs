//! A merge under way: the rows of one file go to another, and each gesture is noted so that it can be undone.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Fusion, Personne};
use crate::access::Jeune;
use crate::db::{self, Photo, Promesse, Resultat, Tx, Value};
use crate::ident::Id;

/// What a table does of its rows when its rule is its own.
pub type Reunir = for<'a, 'b> fn(&'a mut Reunion<'b>) -> Promesse<'a, ()>;

/// Two files that become one.
#[derive(Debug)]
pub struct Reunion<'a> {
    tx: &'a Tx,
    garde: Id<Jeune>,
    absorbe: Id<Jeune>,
    lignes: Vec<LigneReunie>,
}

/// What was done to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Geste {
    /// It went to the person kept.
    Deplacee,
    /// It left its table.
    Retiree,
    /// It was changed.
    Modifiee,
}

/// A gesture, with the whole row where more than its owner changed.
#[derive(Clone, Debug)]
pub struct LigneReunie {
    /// Table of the row.
    pub table: &'static str,
    /// What was done to it.
    pub geste: Geste,
    pub id: Uuid,
    /// The rest of its key, where an identifier is not enough.
    pub numero: Option<String>,
    /// The row before.
    pub avant: Option<Photo>,
    /// The row after.
    pub apres: Option<Photo>,
}

/// A row of the person absorbed, and the row of the person kept that it meets.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Double {
    /// Of the person absorbed.
    pub id: Uuid,
    /// Of the person kept.
    pub autre: Uuid,
}

#[derive(FromQueryResult)]
struct Cle {
    id: Uuid,
}

impl Geste {
    /// Code kept in the base.
    pub fn code(self) -> &'static str {
        match self {
            Self::Deplacee => "deplacee",
            Self::Retiree => "retiree",
            Self::Modifiee => "modifiee",
        }
    }
}

impl<'a> Reunion<'a> {
    /// Nothing moved yet.
    pub fn nouvelle(tx: &'a Tx, garde: Id<Jeune>, absorbe: Id<Jeune>) -> Self {
        Self { tx, garde, absorbe, lignes: vec![] }
    }
    /// The transaction.
    pub fn tx(&self) -> &'a Tx {
        self.tx
    }
    /// The person kept.
    pub fn garde(&self) -> Id<Jeune> {
        self.garde
    }
    /// The person absorbed.
    pub fn absorbe(&self) -> Id<Jeune> {
        self.absorbe
    }
    /// The gestures, in the order in which they were made.
    pub fn lignes(self) -> Vec<LigneReunie> {
        self.lignes
    }

    /// Goes through the tables of every capability.
    pub async fn ranger(&mut self, personnes: &[&'static Personne]) -> Resultat<()> {
        for table in personnes.iter().flat_map(|p| p.tables) {
            match (table.fusion, table.colonne()) {
                (Fusion::Suivent, Some(colonne)) => self.deplacer(table.nom, colonne).await?,
                (Fusion::Doubles(condition), Some(colonne)) => {
                    for d in self.doubles(table.nom, colonne, condition).await? {
                        self.retirer(table.nom, d.id).await?;
                    }
                    self.deplacer(table.nom, colonne).await?;
                }
                (Fusion::Autrement(reunir), _) => reunir(self).await?,
                // Without a column of its own a row cannot move: it hangs on one that does.
                (Fusion::Restent | Fusion::Suivent | Fusion::Doubles(_), _) => {}
            }
        }
        Ok(())
    }

    /// Notes a gesture made elsewhere.
    pub fn noter(&mut self, ligne: LigneReunie) {
        self.lignes.push(ligne);
    }

    /// A row as it is.
    pub async fn photo(&self, table: &str, id: impl Into<Uuid>) -> Resultat<Photo> {
        Ok(db::photographier(self.tx, table, "id = $1", [id.into().into()]).await?.unwrap_or_default())
    }

    /// Withdraws a row, and keeps it whole.
    pub async fn retirer(&mut self, table: &'static str, id: impl Into<Uuid>) -> Resultat<()> {
        let id = id.into();
        let avant = Some(self.photo(table, id).await?);
        db::executer(self.tx, &format!("DELETE FROM {table} WHERE id = $1"), [id.into()]).await?;
        self.noter(LigneReunie { table, geste: Geste::Retiree, id, numero: None, avant, apres: None });
        Ok(())
    }

    /// Changes a row (`$1`), and keeps it whole, before and after.
    pub async fn changer(
        &mut self,
        table: &'static str,
        id: impl Into<Uuid>,
        affectation: &str,
        valeurs: Vec<Value>,
    ) -> Resultat<()> {
        let id = id.into();
        let avant = Some(self.photo(table, id).await?);
        let valeurs = std::iter::once(id.into()).chain(valeurs);
        db::executer(self.tx, &format!("UPDATE {table} SET {affectation} WHERE id = $1"), valeurs).await?;
        let apres = Some(self.photo(table, id).await?);
        self.noter(LigneReunie { table, geste: Geste::Modifiee, id, numero: None, avant, apres });
        Ok(())
    }

    /// Gives the rows that are left to the person kept.
    pub async fn deplacer(&mut self, table: &'static str, colonne: &str) -> Resultat<()> {
        let sql = format!("SELECT id FROM {table} WHERE {colonne} = $1 ORDER BY id");
        let cles: Vec<Cle> = db::lignes(self.tx, &sql, [self.absorbe.into()]).await?;
        let deplacee =
            |c: Cle| LigneReunie { table, geste: Geste::Deplacee, id: c.id, numero: None, avant: None, apres: None };
        self.lignes.extend(cles.into_iter().map(deplacee));
        let sql = format!("UPDATE {table} SET {colonne} = $2 WHERE {colonne} = $1");
        db::executer(self.tx, &sql, [self.absorbe.into(), self.garde.into()]).await?;
        Ok(())
    }

    /// Rows of the person absorbed (`a`) that meet one of the person kept (`g`), each once.
    pub async fn doubles(&self, table: &str, colonne: &str, condition: &str) -> Resultat<Vec<Double>> {
        let sql = format!(
            "SELECT a.id, g.id AS autre FROM {table} a JOIN {table} g ON g.{colonne} = $2 AND {condition} \
             WHERE a.{colonne} = $1 ORDER BY a.id, g.id"
        );
        let mut doubles: Vec<Double> = db::lignes(self.tx, &sql, [self.absorbe.into(), self.garde.into()]).await?;
        doubles.dedup_by_key(|d| d.id);
        Ok(doubles)
    }
}
