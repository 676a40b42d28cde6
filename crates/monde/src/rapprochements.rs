//! Pairs of files as a look through the base leaves them.

use passerelle_socle::db;
use uuid::Uuid;

use crate::Monde;

/// Waits for the look that goes on without its reader, on a machine that is busy.
pub async fn attendre(monde: &Monde) {
    for _ in 0..600 {
        if monde.nombre("SELECT count(*) FROM rapprochements_recherches WHERE fini_le IS NULL").await == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("a look has been going on for a minute");
}

/// Writes straight in the base.
pub async fn ecrire(monde: &Monde, sql: &str, valeurs: Vec<db::Value>) {
    let tx = monde.base.transaction().await.unwrap();
    db::executer(&tx, sql, valeurs).await.unwrap();
    tx.commit().await.unwrap();
}

/// A pair as a look through the base leaves it, in some state.
pub async fn poser(monde: &Monde, x: Uuid, y: Uuid, etat: &str) -> Uuid {
    let recherche = db::nouvel_id::<()>().uuid();
    let sql =
        "INSERT INTO rapprochements_recherches (id, faite_le, fiches, paires, qualite) VALUES ($1, 1, 4, 3, 'null')";
    ecrire(monde, sql, vec![recherche.into()]).await;
    let id = db::nouvel_id::<()>().uuid();
    let sql = "INSERT INTO rapprochements (id, a_id, b_id, recherche_id, probabilite, indices, empreinte, propose_le, etat) \
               VALUES ($1, $2, $3, $4, 300000, '[]', '', 1, $5)";
    ecrire(monde, sql, vec![id.into(), x.min(y).into(), x.max(y).into(), recherche.into(), etat.into()]).await;
    id
}

/// A row of a file of a structure beside somebody, as a look leaves it.
pub async fn poser_ligne(monde: &Monde, jeune: Uuid, structure: Uuid) {
    let (recherche, id) = (db::nouvel_id::<()>().uuid(), db::nouvel_id::<()>().uuid());
    let sql = "INSERT INTO rapprochements_recherches (id, faite_le, fini_le, fiches, paires, qualite, fichier, structure_id, lignes, connues) \
               VALUES ($1, 1, 1, 4, 1, 'null', 'liste.csv', $2, 1, 0)";
    ecrire(monde, sql, vec![recherche.into(), structure.into()]).await;
    let sql = "INSERT INTO rapprochements_lignes (id, recherche_id, structure_id, ligne, identifiant, jeune_id, probabilite, sure, indices, \
               champs, empreinte, etat) VALUES ($1, $2, $3, 2, 'L-1', $4, 950000, true, '[]', '{}', '', 'propose')";
    ecrire(monde, sql, vec![id.into(), recherche.into(), structure.into(), jeune.into()]).await;
    // Decided once, and taken back: it stays when the file is forgotten.
    let sql = "INSERT INTO rapprochements_lignes_decisions (id, ligne_id, geste, faite_le, probabilite, indices, empreinte) \
               VALUES ($1, $1, 'revenir', 1, 950000, '[]', '')";
    ecrire(monde, sql, vec![id.into()]).await;
}

/// Where the identifier of a route about files is found.
pub fn table_de(chemin: &str) -> Option<(&'static str, &'static str)> {
    if chemin.starts_with("/rapprochements/fichiers/{id}") {
        return Some(("rapprochements_recherches", "fichier IS NOT NULL"));
    }
    if chemin.starts_with("/positionnements/recus/{id}") {
        return Some((
            "positionnements",
            "etat = 'propose' AND action_id IN (SELECT id FROM actions WHERE code = 'AUJ-PREPA')",
        ));
    }
    chemin.starts_with("/rapprochements/lignes/{id}").then_some(("rapprochements_lignes", "1 = 1"))
}
