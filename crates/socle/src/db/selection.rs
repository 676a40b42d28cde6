//! A query that is both a count and a list: the figure and its cases come from one text.

use std::borrow::Cow;

use passerelle_base::{Date, Periode};
use sea_orm::{QueryResult, Statement, Value};

use super::{Executeur, Resultat};

/// Rows of a table, filtered. Filters name the first table only (by its alias, or through a
/// sub-query), so that counting need not join.
#[derive(Clone, Debug)]
pub struct Selection {
    champs: Cow<'static, str>,
    table: &'static str,
    jointures: &'static str,
    conditions: Vec<String>,
    valeurs: Vec<Value>,
    ordre: String,
    /// The day that the order asks for, where it says `?`.
    ordre_au: Option<Date>,
    tete: Option<(String, Vec<Value>)>,
    d_un_bloc: bool,
}

/// Which rows of a list: after how many, and how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tranche {
    /// How many come before.
    pub debut: i64,
    /// How many at most.
    pub combien: i64,
}

impl Selection {
    /// `SELECT champs FROM table jointures`.
    pub fn nouvelle(champs: impl Into<Cow<'static, str>>, table: &'static str, jointures: &'static str) -> Self {
        let (conditions, valeurs, ordre) = (vec![], vec![], String::new());
        let ordre_au = None;
        Self {
            champs: champs.into(),
            table,
            jointures,
            conditions,
            valeurs,
            ordre,
            ordre_au,
            tete: None,
            d_un_bloc: false,
        }
    }

    /// With a condition; `?` stands for the value.
    pub fn ou(mut self, condition: &str, valeur: impl Into<Value>) -> Self {
        self.valeurs.push(valeur.into());
        self.conditions.push(condition.replace('?', &format!("${}", self.valeurs.len())));
        self
    }

    /// One more value for the last condition, where it says `nom`.
    pub fn encore(mut self, nom: &str, valeur: impl Into<Value>) -> Self {
        self.valeurs.push(valeur.into());
        if let Some(derniere) = self.conditions.last_mut() {
            *derniere = derniere.replace(nom, &format!("${}", self.valeurs.len()));
        }
        self
    }

    /// With a condition on several values, each where a `?` stands.
    pub fn ou_plusieurs(mut self, condition: &str, valeurs: impl IntoIterator<Item = Value>) -> Self {
        let mut morceaux = condition.split('?');
        let mut texte = morceaux.next().unwrap_or_default().to_owned();
        for (valeur, morceau) in std::iter::zip(valeurs, morceaux) {
            self.valeurs.push(valeur);
            texte += &format!("${}{morceau}", self.valeurs.len());
        }
        self.conditions.push(texte);
        self
    }

    /// Among some values of a column.
    pub fn parmi<V: Into<Value>>(self, colonne: &str, valeurs: impl IntoIterator<Item = V>) -> Self {
        let valeurs: Vec<Value> = valeurs.into_iter().map(Into::into).collect();
        let places = vec!["?"; valeurs.len()].join(", ");
        self.ou_plusieurs(&format!("{colonne} IN ({places})"), valeurs)
    }

    /// On the days of a period, both ends included.
    pub fn pendant(self, colonne: &str, periode: &Periode) -> Self {
        self.ou(&format!("{colonne} >= ?"), periode.du).ou(&format!("{colonne} <= ?"), periode.au)
    }

    /// With a condition when a value was given.
    pub fn ou_si<V: Into<Value>>(self, condition: &str, valeur: Option<V>) -> Self {
        match valeur {
            Some(v) => self.ou(condition, v),
            None => self,
        }
    }

    /// With a condition without value.
    pub fn telle(mut self, condition: impl Into<String>) -> Self {
        self.conditions.push(condition.into());
        self
    }

    /// In this order.
    pub fn ordre(mut self, ordre: &str) -> Self {
        self.ordre = format!(" ORDER BY {ordre}");
        self
    }

    /// In this order, as of a day: each `?` stands for it. Read row by row, it is for the few.
    pub fn ordre_au(self, ordre: &str, jour: Date) -> Self {
        let demande = ordre.contains('?').then_some(jour);
        let d_un_bloc = self.d_un_bloc && demande.is_none();
        Self { ordre_au: demande, d_un_bloc, ..self.ordre(ordre) }
    }

    /// Those of this condition first, then the others, each in the order: for rows an index finds at
    /// once, which the order alone would reach late. `?` stands for each value.
    pub fn en_tete(mut self, condition: &str, valeurs: impl IntoIterator<Item = Value>) -> Self {
        self.tete = Some((format!("({condition})"), valeurs.into_iter().collect()));
        self
    }

    /// Few rows answer, whatever the size of the table: a window reads them once, for their number and
    /// their order together. They are known by `id`, and the order names the first table only.
    pub fn d_un_bloc(mut self) -> Self {
        self.d_un_bloc = true;
        self
    }

    fn clause(&self) -> String {
        if self.conditions.is_empty() { String::new() } else { format!(" WHERE {}", self.conditions.join(" AND ")) }
    }

    /// The text of the count.
    pub fn sql_compte(&self) -> String {
        format!("SELECT count(*) FROM {}{}", self.table, self.clause())
    }

    /// How many rows.
    pub async fn compter(&self, conn: &impl Executeur) -> Resultat<i64> {
        super::compter(conn, &self.sql_compte(), self.valeurs.clone()).await
    }

    /// How many different values a column has.
    pub async fn compter_distincts(&self, conn: &impl Executeur, colonne: &str) -> Resultat<i64> {
        let sql = format!("SELECT count(DISTINCT {colonne}) FROM {}{}", self.table, self.clause());
        super::compter(conn, &sql, self.valeurs.clone()).await
    }

    /// How many rows, without looking further than `borne`: telling a million from half of one is
    /// not worth reading them all each time a page is shown.
    pub async fn compter_jusqu_a(&self, conn: &impl Executeur, borne: i64) -> Resultat<i64> {
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {}{} LIMIT {borne}) lues", self.table, self.clause());
        super::compter(conn, &sql, self.valeurs.clone()).await
    }

    /// The text of the count by group: `groupe` columns, then `nombre`.
    pub fn sql_groupes(&self, groupe: &str) -> String {
        format!("SELECT {groupe}, count(*) AS nombre FROM {}{} GROUP BY {groupe}", self.table, self.clause())
    }

    /// How many rows in each group.
    pub async fn compter_par<T: sea_orm::FromQueryResult>(
        &self,
        conn: &impl Executeur,
        groupe: &str,
    ) -> Resultat<Vec<T>> {
        super::lignes(conn, &self.sql_groupes(groupe), self.valeurs.clone()).await
    }

    /// Some of the rows, in order.
    pub async fn page(&self, conn: &impl Executeur, debut: i64, combien: i64) -> Resultat<Vec<QueryResult>> {
        let Some((condition, valeurs)) = &self.tete else { return self.tranche(conn, debut, combien).await };
        let tete = self.clone().ou_plusieurs(condition, valeurs.clone());
        let mut lues = tete.tranche(conn, debut, combien).await?;
        let manque = combien - lues.len() as i64;
        if manque > 0 {
            let avant = if lues.is_empty() { tete.compter(conn).await? } else { debut };
            let suite = self.clone().ou_plusieurs(&format!("NOT {condition}"), valeurs.clone());
            lues.extend(suite.tranche(conn, (debut - avant).max(0), manque).await?);
        }
        Ok(lues)
    }

    async fn tranche(&self, conn: &impl Executeur, debut: i64, combien: i64) -> Resultat<Vec<QueryResult>> {
        let mut valeurs = self.valeurs.clone();
        let mut ordre = self.ordre.clone();
        if let Some(jour) = self.ordre_au {
            valeurs.push(jour.into());
            ordre = ordre.replace('?', &format!("${}", valeurs.len()));
        }
        let sql = format!(
            "SELECT {} FROM {} {}{}{ordre} LIMIT {combien} OFFSET {debut}",
            self.champs,
            self.table,
            self.jointures,
            self.clause()
        );
        let stmt = Statement::from_sql_and_values(conn.get_database_backend(), sql, valeurs);
        Ok(conn.query_all_raw(stmt).await?)
    }

    /// Some of the rows, in order, and how many there are in all, looking no further than `borne`.
    /// `compte` says another way to count the same rows, when one is faster.
    pub async fn fenetre(
        &self,
        conn: &impl Executeur,
        Tranche { debut, combien }: Tranche,
        compte: &Self,
        borne: i64,
    ) -> Resultat<(Vec<QueryResult>, i64)> {
        if self.d_un_bloc {
            let lues = self.page_d_un_bloc(conn, debut, combien).await?;
            let total = match lues.first() {
                Some(ligne) => ligne.try_get_by("total")?,
                None if debut == 0 => 0,
                None => self.compter_jusqu_a(conn, borne).await?,
            };
            return Ok((lues, total));
        }
        let lues = self.page(conn, debut, combien).await?;
        let toutes = lues.len() as i64;
        // A page that is not full says how many there are.
        let finie = toutes < combien && (toutes > 0 || debut == 0);
        let total = if finie { debut + toutes } else { compte.compter_jusqu_a(conn, borne).await? };
        Ok((lues, total))
    }

    async fn page_d_un_bloc(&self, conn: &impl Executeur, debut: i64, combien: i64) -> Resultat<Vec<QueryResult>> {
        let nom = self.table.rsplit(' ').next().unwrap_or(self.table);
        let termes = self.ordre.trim_start_matches(" ORDER BY ").split(", ").map(|t| t.trim_end_matches(" DESC"));
        let id = format!("{nom}.id");
        let lus: Vec<&str> = std::iter::once(id.as_str()).chain(termes.filter(|t| *t != id)).collect();
        let sql = format!(
            "WITH lues AS MATERIALIZED (SELECT {lus} FROM {table}{clause}) \
             SELECT {champs}, (SELECT count(*) FROM lues) AS total \
             FROM (SELECT {nom}.id FROM lues {nom}{ordre} LIMIT {combien} OFFSET {debut}) page \
             CROSS JOIN {table} {jointures} WHERE {nom}.id = page.id{ordre}",
            lus = lus.join(", "),
            table = self.table,
            clause = self.clause(),
            champs = self.champs,
            ordre = self.ordre,
            jointures = self.jointures,
        );
        let stmt = Statement::from_sql_and_values(conn.get_database_backend(), sql, self.valeurs.clone());
        Ok(conn.query_all_raw(stmt).await?)
    }

    /// The values of its conditions.
    pub fn valeurs(&self) -> Vec<Value> {
        self.valeurs.clone()
    }
}
