//! Erasing somebody keeps others waiting no longer in a big territory than in a small one: nothing is read whole.

use passerelle::personnes::PERSONNES;
use passerelle_monde::Monde;
use passerelle_socle::db::{self, FromQueryResult};
use passerelle_socle::personne::{Oubli, a_effacer};

#[derive(FromQueryResult)]
struct Etape {
    detail: String,
}

#[tokio::test]
async fn what_is_somebodys_and_what_hangs_on_it_is_found_through_an_index() {
    let monde = Monde::sqlite(|o| o).await;
    let mut nues = Vec::new();
    for table in a_effacer(&PERSONNES) {
        let Some(condition) = table.condition(&PERSONNES) else { continue };
        let ordre = match table.oubli {
            Oubli::Lignes => format!("DELETE FROM {}", table.nom),
            Oubli::Colonnes([(colonne, _), ..]) => format!("UPDATE {} SET {colonne} = NULL", table.nom),
            _ => continue,
        };
        let sql = format!("EXPLAIN QUERY PLAN {ordre} WHERE {condition}");
        let etapes: Vec<Etape> = db::lignes(monde.base.lecture(), &sql, ["x".into()]).await.unwrap();
        nues.extend(
            etapes
                .into_iter()
                .filter(|e| e.detail.starts_with("SCAN"))
                .map(|e| format!("{} : {}", table.nom, e.detail)),
        );
    }
    assert_eq!(nues, [""; 0]);
}
