//! What `rapprochements` holds of a person: the pairs they are in, the rows of files that look like them.

use passerelle_socle::db::{self, Resultat};
use passerelle_socle::personne::{Cle, Fusion, Oubli, Personne, Reunion, Table};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// The pairs they are in. They are the work of merging, and no fact about the person: they are not told.
pub static PERSONNE: Personne = Personne::nouvelle("rapprochements", TABLES);

const TABLES: &[Table] = &[
    Table::nouvelle(
        "rapprochements",
        Cle::Colonnes(&["a_id", "b_id"]),
        Fusion::Autrement(|reunion| Box::pin(reunir(reunion))),
    )
    .oubli(Oubli::Lignes),
    Table::pendue("rapprochements_decisions", "rapprochement_id", "rapprochements").oubli(Oubli::Lignes),
    Table::du_jeune("rapprochements_lignes").oubli(Oubli::Lignes),
    Table::pendue("rapprochements_lignes_decisions", "ligne_id", "rapprochements_lignes").oubli(Oubli::Lignes),
];

#[derive(FromQueryResult)]
struct Paire {
    id: Uuid,
    autre: Uuid,
}

#[derive(FromQueryResult)]
struct Cles {
    id: Uuid,
}

/// Pairs that the file absorbed forms with others are now of the file kept: what was decided of one person still
/// holds. Of two such pairs of the same people one is left, with the decisions of both. The pair of the two files
/// themselves stays as it is: it tells this merge.
async fn reunir(reunion: &mut Reunion<'_>) -> Resultat<()> {
    let (tx, garde) = (reunion.tx(), reunion.garde());
    let sql = "SELECT id, CASE WHEN a_id = $1 THEN b_id ELSE a_id END AS autre FROM rapprochements \
               WHERE (a_id = $1 OR b_id = $1) AND a_id <> $2 AND b_id <> $2 ORDER BY id";
    let siennes: Vec<Paire> = db::lignes(tx, sql, [reunion.absorbe().into(), garde.into()]).await?;
    for p in siennes {
        let (a, b) = (garde.min(p.autre), garde.max(p.autre));
        let sql = "SELECT id FROM rapprochements WHERE a_id = $1 AND b_id = $2";
        let Some(connue) = db::ligne::<Cles>(tx, sql, [a.into(), b.into()]).await? else {
            reunion.changer("rapprochements", p.id, "a_id = $2, b_id = $3", vec![a.into(), b.into()]).await?;
            continue;
        };
        let sql = "SELECT id FROM rapprochements_decisions WHERE rapprochement_id = $1 ORDER BY id";
        let decidees: Vec<Cles> = db::lignes(tx, sql, [p.id.into()]).await?;
        for d in decidees {
            let vers = vec![connue.id.into()];
            reunion.changer("rapprochements_decisions", d.id, "rapprochement_id = $2", vers).await?;
        }
        let sql = "SELECT count(*) FROM rapprochements r, rapprochements c \
                   WHERE r.id = $1 AND c.id = $2 AND r.etat <> 'propose' AND c.etat = 'propose'";
        if db::compter(tx, sql, [p.id.into(), connue.id.into()]).await? > 0 {
            let reprise = "(etat, fusion_id) = (SELECT r.etat, r.fusion_id FROM rapprochements r WHERE r.id = $2)";
            reunion.changer("rapprochements", connue.id, reprise, vec![p.id.into()]).await?;
        }
        reunion.retirer("rapprochements", p.id).await?;
    }
    Ok(())
}
