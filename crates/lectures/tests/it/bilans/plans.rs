//! How SQLite finds the figures: through indexes, whatever the size of the tables.

use passerelle_base::Periode;
use passerelle_faits::contrats;
use passerelle_socle::access::{Action, Objet};
use passerelle_socle::db::{self, Base, FromQueryResult, Moteur, Value};
use passerelle_socle::figure::{Coupe, Figures, Partie};

use passerelle_monde::Monde;

#[derive(FromQueryResult)]
struct Etape {
    detail: String,
}

/// The steps of a statement.
async fn plan(base: &Base, sql: &str, valeurs: Vec<Value>) -> Vec<String> {
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
pub(super) fn grandes(nom: &str) -> &'static [&'static str] {
    match nom {
        "parcours" | "positionnements" => &["p", "q", "j"],
        "contrats" => &["c", "j"],
        "evenements" => &["e"],
        "partenariats" => &["p"],
        // Actions are a few hundred: they may be read whole.
        "actions" | "parcours-securises" => &[],
        autre => panic!("which of the tables that « {autre} » reads are big?"),
    }
}

/// Every figure, whole and cut in every way that its address may say.
pub(super) fn coupes(figures: &Figures) -> Vec<Coupe> {
    let choix = |partie: &Partie| -> (&'static str, Vec<Option<&'static str>>) {
        match *partie {
            Partie::Fixe(cle, _) => (cle, vec![None]),
            Partie::Code { cle: "action", requis: true, .. } => ("action", vec![Some("PS-2017-02")]),
            Partie::Code { cle: "structure", requis: false, .. } => ("structure", vec![None, Some("ML-MIRE")]),
            Partie::Code { cle, .. } => panic!("which « {cle} » does the demonstration have?"),
            Partie::Parmi(cle, connu) => {
                let connus = ["apprentissage", "professionnalisation", "non_connu", "mission_locale"];
                (cle, std::iter::once(None).chain(connus.into_iter().filter(|c| connu(c)).map(Some)).collect())
            }
        }
    };
    let coupes = figures.toutes().flat_map(|figure| {
        figure.parties.iter().map(choix).fold(vec![Coupe::from(figure)], |coupes, (cle, valeurs)| {
            let avec = |c: &Coupe, v: Option<&str>| v.map_or_else(|| c.clone(), |v| c.clone().avec(cle, v));
            coupes.iter().flat_map(|c| valeurs.iter().map(move |v| avec(c, *v))).collect()
        })
    });
    coupes.collect()
}

async fn demonstration() -> Monde {
    let mut monde = Monde::sqlite(|o| o).await;
    monde.preparer_la_demonstration().await;
    monde
}

async fn verifier(base: &Base, figures: &Figures) {
    let accorde = Monde::accorde(Action::Consulter, Objet::Bilans);
    let coupes = coupes(figures);
    assert!(coupes.len() >= 24, "9 indicators, 6 measures, 6 of contracts, 3 of positionnements: {}", coupes.len());
    for coupe in coupes {
        let selection = coupe.selection(&Periode::annee(2017), &accorde).unwrap();
        let etapes = plan(base, &selection.sql_compte(), selection.valeurs()).await;
        assert!(!etapes.is_empty());
        assert_eq!(parcours_nus(&etapes, grandes(coupe.figure.nom)), [""; 0], "{coupe:?} : {etapes:?}");
        if coupe.figure.annees.is_some() {
            let cherche =
                etapes.iter().any(|e| e.starts_with("SEARCH ") && e.contains("date") && e.contains(" INDEX "));
            assert!(cherche, "the period narrows the search: {coupe:?} : {etapes:?}");
        }
    }
    for section in ["contrats", "positionnements"] {
        let (coupe, groupes) = figures.section(section);
        let selection = coupe.selection(&Periode::annee(2017), &accorde).unwrap();
        let etapes = plan(base, &selection.sql_groupes(groupes), selection.valeurs()).await;
        assert_eq!(parcours_nus(&etapes, &["c", "p"]), [""; 0], "{etapes:?}");
        assert!(etapes.iter().any(|e| e.contains("COVERING INDEX")), "{etapes:?}");
    }
}

#[tokio::test]
async fn every_count_of_the_report_goes_through_an_index() {
    let monde = demonstration().await;
    verifier(&monde.base, &monde.figures).await;
    // Without the planner's statistics too, that a base just filled may lack. They are read when a
    // connection opens.
    let tx = monde.base.transaction().await.unwrap();
    db::executer(&tx, "DELETE FROM sqlite_stat1", []).await.unwrap();
    tx.commit().await.unwrap();
    let base = monde.rouvrir().await;
    verifier(&base, &monde.figures).await;
    base.fermer().await.unwrap();
}

#[tokio::test]
async fn the_years_read_an_index_and_not_the_table() {
    let monde = demonstration().await;
    let valeurs = contrats::ALTERNANCE.map(Value::from).to_vec();
    let etapes = plan(&monde.base, &contrats::sql_par_annee(Moteur::Sqlite), valeurs).await;
    assert!(etapes.iter().any(|e| e.contains(" c USING COVERING INDEX contrats_debut")), "{etapes:?}");
    assert_eq!(parcours_nus(&etapes, &["c"]), [""; 0]);
    // The ends of the years, for the choice offered on the page: two look-ups each.
    let annees = monde.figures.annees();
    assert_eq!(annees, [("contrats", "date_debut"), ("evenements", "date"), ("positionnements", "date")]);
    for (table, colonne) in annees {
        let etapes = plan(&monde.base, &format!("SELECT min({colonne}) FROM {table}"), vec![]).await;
        assert!(etapes.iter().all(|e| e.contains(" INDEX ")), "{table} : {etapes:?}");
    }
}

#[tokio::test]
async fn the_test_itself_sees_a_table_read_from_end_to_end() {
    let monde = demonstration().await;
    let etapes = plan(&monde.base, "SELECT count(*) FROM positionnements p WHERE p.motif = 'x'", vec![]).await;
    assert_eq!(parcours_nus(&etapes, &["p"]).len(), 1, "{etapes:?}");
}
