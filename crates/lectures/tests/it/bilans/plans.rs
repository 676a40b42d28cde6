//! How SQLite finds the figures: through indexes, whatever the size of the tables.

use passerelle_base::Periode;
use passerelle_lectures::indicateurs::{AXES, Figure, Mesure};
use passerelle_socle::access::{Action, Objet};
use passerelle_socle::db::{self, Base, FromQueryResult, Moteur, Selection};

use passerelle_monde::Monde;

#[derive(FromQueryResult)]
struct Etape {
    detail: String,
}

/// The steps of a statement.
async fn plan(base: &Base, sql: &str, selection: Option<&Selection>) -> Vec<String> {
    let valeurs = selection.map(Selection::valeurs).unwrap_or_default();
    let lues: Vec<Etape> = db::lignes(base.lecture(), &format!("EXPLAIN QUERY PLAN {sql}"), valeurs).await.unwrap();
    lues.into_iter().map(|e| e.detail).collect()
}

/// A big table read from end to end without an index: `SCAN p`, not `SCAN c USING COVERING INDEX …`.
fn parcours_nus(etapes: &[String], grandes: &[&str]) -> Vec<String> {
    let nu = |e: &&String| {
        let mots: Vec<&str> = e.split(' ').collect();
        mots[0] == "SCAN" && grandes.contains(&mots[1]) && !e.contains(" INDEX ")
    };
    etapes.iter().filter(nu).cloned().collect()
}

/// The big tables, by the names that the statements give them.
fn grandes(figure: &Figure) -> &'static [&'static str] {
    match figure {
        Figure::Parcours(..) | Figure::Positionnements(_) => &["p", "q", "j"],
        Figure::Contrats(..) => &["c", "j"],
        Figure::Evenements(_) => &["e"],
        Figure::Partenariats(_) => &["p"],
        // Actions are a few hundred: they may be read whole.
        Figure::Actions | Figure::ParcoursSecurises => &[],
    }
}

fn figures() -> Vec<Figure> {
    let mut figures: Vec<Figure> = AXES.iter().flat_map(|(_, f)| f.iter().map(|(_, f)| f.clone())).collect();
    figures.extend(Mesure::TOUTES.map(|m| Figure::Parcours("PS-2017-02".into(), m)));
    for genre in [None, Some("apprentissage"), Some("professionnalisation")] {
        figures.push(Figure::Contrats(None, genre));
        figures.push(Figure::Contrats(Some("ML-MIRE".into()), genre));
    }
    figures.extend([None, Some(String::new()), Some("mission_locale".to_owned())].map(Figure::Positionnements));
    figures
}

async fn demonstration() -> Monde {
    let mut monde = Monde::sqlite(|o| o).await;
    monde.preparer_la_demonstration().await;
    monde
}

async fn verifier(base: &Base) {
    let accorde = Monde::accorde(Action::Consulter, Objet::Bilans);
    for figure in figures() {
        let selection = figure.selection(&Periode::annee(2017), &accorde).unwrap();
        let etapes = plan(base, &selection.sql_compte(), Some(&selection)).await;
        assert!(!etapes.is_empty());
        assert_eq!(parcours_nus(&etapes, grandes(&figure)), [""; 0], "{figure:?} : {etapes:?}");
        if matches!(figure, Figure::Contrats(..) | Figure::Positionnements(_) | Figure::Evenements(_)) {
            let cherche =
                etapes.iter().any(|e| e.starts_with("SEARCH ") && e.contains("date") && e.contains(" INDEX "));
            assert!(cherche, "the period narrows the search: {figure:?} : {etapes:?}");
        }
    }
    for (figure, groupe) in
        [(Figure::Contrats(None, None), "c.structure_id, c.type"), (Figure::Positionnements(None), "p.prescripteur_id")]
    {
        let selection = figure.selection(&Periode::annee(2017), &accorde).unwrap();
        let etapes = plan(base, &selection.sql_groupes(groupe), Some(&selection)).await;
        assert_eq!(parcours_nus(&etapes, &["c", "p"]), [""; 0], "{etapes:?}");
        assert!(etapes.iter().any(|e| e.contains("COVERING INDEX")), "{etapes:?}");
    }
}

#[tokio::test]
async fn every_count_of_the_report_goes_through_an_index() {
    let monde = demonstration().await;
    verifier(&monde.base).await;
    // Without the planner's statistics too, that a base just filled may lack. They are read when a
    // connection opens.
    let tx = monde.base.transaction().await.unwrap();
    db::executer(&tx, "DELETE FROM sqlite_stat1", []).await.unwrap();
    tx.commit().await.unwrap();
    let base = monde.rouvrir().await;
    verifier(&base).await;
    base.fermer().await.unwrap();
}

#[tokio::test]
async fn the_years_read_an_index_and_not_the_table() {
    let monde = demonstration().await;
    let sql = format!(
        "SELECT {} AS annee, count(*) AS nombre FROM contrats c WHERE c.type IN ('apprentissage', 'professionnalisation') GROUP BY 1",
        Moteur::Sqlite.annee("c.date_debut")
    );
    let etapes = plan(&monde.base, &sql, None).await;
    assert!(etapes.iter().any(|e| e.contains(" c USING COVERING INDEX contrats_debut")), "{etapes:?}");
    assert_eq!(parcours_nus(&etapes, &["c"]), [""; 0]);
    // The ends of the years, for the choice offered on the page: two look-ups each.
    for (table, colonne) in [("contrats", "date_debut"), ("positionnements", "date"), ("evenements", "date")] {
        let etapes = plan(&monde.base, &format!("SELECT min({colonne}) FROM {table}"), None).await;
        assert!(etapes.iter().all(|e| e.contains(" INDEX ")), "{table} : {etapes:?}");
    }
}

#[tokio::test]
async fn the_test_itself_sees_a_table_read_from_end_to_end() {
    let monde = demonstration().await;
    let etapes = plan(&monde.base, "SELECT count(*) FROM positionnements p WHERE p.motif = 'x'", None).await;
    assert_eq!(parcours_nus(&etapes, &["p"]).len(), 1, "{etapes:?}");
}
