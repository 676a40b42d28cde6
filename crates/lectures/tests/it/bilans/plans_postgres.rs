//! How PostgreSQL finds the figures.
//!
//! It rightly reads whole the few thousand rows of the demonstration. It is asked what it would do if it could not
//! (`enable_seqscan = off`): a table that it still reads whole has no index that serves, and a period that is no condition of
//! an index narrows nothing.

use passerelle_base::Periode;
use passerelle_socle::access::{Action, Objet};
use passerelle_socle::db::{self, Base, FromQueryResult, Moteur, Value};
use sea_orm::{DbErr, QueryResult};

use super::plans::{coupes, grandes};
use passerelle_monde::{Monde, moteurs};

/// A line of a plan: its one column has a name of two words.
struct Ligne(String);

impl FromQueryResult for Ligne {
    fn from_query_result(lue: &QueryResult, _: &str) -> Result<Self, DbErr> {
        lue.try_get_by_index(0).map(Self)
    }
}

/// The steps by which it would do without reading a table whole.
async fn plan(base: &Base, sql: &str, valeurs: Vec<Value>) -> Vec<String> {
    let tx = base.transaction().await.unwrap();
    db::executer(&tx, "SET LOCAL enable_seqscan = off", []).await.unwrap();
    let lues: Vec<Ligne> = db::lignes(&tx, &format!("EXPLAIN (COSTS OFF) {sql}"), valeurs).await.unwrap();
    lues.into_iter().map(|l| l.0.trim().trim_start_matches("->").trim().to_owned()).collect()
}

/// A big table read whole for want of an index: `Seq Scan on contrats c`.
fn lues_entieres(etapes: &[String], grandes: &[&str]) -> Vec<String> {
    let entiere = |e: &&String| {
        let suite = e.split_once("Seq Scan on ").map(|(_, s)| s.split(' '));
        suite.is_some_and(|mut mots| mots.any(|m| grandes.contains(&m)))
    };
    etapes.iter().filter(entiere).cloned().collect()
}

#[tokio::test]
async fn on_postgresql_too_every_count_of_the_report_has_an_index_that_serves() {
    if !moteurs().contains(&Moteur::Postgres) {
        return;
    }
    let monde = Monde::de_demonstration("plans", Moteur::Postgres).await;
    let accorde = Monde::accorde(Action::Consulter, Objet::Bilans);
    for coupe in coupes(&monde.figures) {
        let selection = coupe.selection(&Periode::annee(2017), &accorde).unwrap();
        let etapes = plan(&monde.base, &selection.sql_compte(), selection.valeurs()).await;
        assert_eq!(lues_entieres(&etapes, grandes(coupe.figure.nom)), [""; 0], "{coupe:?} : {etapes:#?}");
        if coupe.figure.annees.is_some() {
            let cherche = etapes.iter().any(|e| e.starts_with("Index Cond: ") && e.contains("date"));
            assert!(cherche, "the period narrows the search: {coupe:?} : {etapes:#?}");
        }
    }
    for section in ["contrats", "positionnements"] {
        let (coupe, groupes) = monde.figures.section(section);
        let selection = coupe.selection(&Periode::annee(2017), &accorde).unwrap();
        let etapes = plan(&monde.base, &selection.sql_groupes(groupes), selection.valeurs()).await;
        assert_eq!(lues_entieres(&etapes, &["c", "p"]), [""; 0], "{etapes:#?}");
    }
    for (table, colonne) in [("contrats", "date_debut"), ("positionnements", "date"), ("evenements", "date")] {
        let etapes = plan(&monde.base, &format!("SELECT min({colonne}) FROM {table}"), vec![]).await;
        assert_eq!(lues_entieres(&etapes, &[table]), [""; 0], "{etapes:#?}");
    }
}

#[tokio::test]
async fn the_test_itself_sees_a_table_that_postgresql_reads_whole() {
    if !moteurs().contains(&Moteur::Postgres) {
        return;
    }
    let monde = Monde::de_demonstration("plans_nus", Moteur::Postgres).await;
    let sql = "SELECT count(*) FROM positionnements p WHERE p.motif = 'x'";
    let etapes = plan(&monde.base, sql, vec![]).await;
    assert_eq!(lues_entieres(&etapes, &["p"]).len(), 1, "{etapes:#?}");
}
