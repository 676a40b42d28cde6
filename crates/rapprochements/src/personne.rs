//! What `rapprochements` holds of a person: the pairs they are in, the rows of files that look like them.

use super::store::{Decidee, Paire};
use crate::suivi::Suivie;
use passerelle_socle::access::Jeune;
use passerelle_socle::db::{self, Resultat, Tx};
use passerelle_socle::echanges::sans_leur_nom;
use passerelle_socle::ident::Id;
use passerelle_socle::personne::{Cle, Fusion, Identite, Oubli, Personne, Reunion, Table};
use sea_orm::FromQueryResult;

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
    Table::nouvelle("rapprochements_recherches", Cle::Sans, Fusion::Restent)
        .oubli(Oubli::Autrement(|tx, identite| Box::pin(oublier_les_noms(tx, identite)))),
    Table::pendue("rapprochements_lignes_decisions", "ligne_id", "rapprochements_lignes").oubli(Oubli::Lignes),
];

#[derive(FromQueryResult)]
struct Depose {
    id: Id<Suivie>,
    fichier: String,
}

/// A file that was looked through may be called by somebody's name.
async fn oublier_les_noms(tx: &Tx, identite: &Identite) -> Resultat<()> {
    let sql = "SELECT id, fichier FROM rapprochements_recherches WHERE fichier IS NOT NULL";
    for d in db::lignes::<Depose>(tx, sql, []).await? {
        let fichier = sans_leur_nom(identite, &d.fichier);
        if fichier != d.fichier {
            let sql = "UPDATE rapprochements_recherches SET fichier = $2 WHERE id = $1";
            db::executer(tx, sql, [d.id.into(), fichier.into()]).await?;
        }
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Siens {
    id: Id<Paire>,
    autre: Id<Jeune>,
}

#[derive(FromQueryResult)]
struct Connue {
    id: Id<Paire>,
}

#[derive(FromQueryResult)]
struct Prise {
    id: Id<Decidee>,
}

/// Pairs that the file absorbed forms with others are now of the file kept: what was decided of one person still
/// holds. Of two such pairs of the same people one is left, with the decisions of both. The pair of the two files
/// themselves stays as it is: it tells this merge.
async fn reunir(reunion: &mut Reunion<'_>) -> Resultat<()> {
    let (tx, garde) = (reunion.tx(), reunion.garde());
    let sql = "SELECT id, CASE WHEN a_id = $1 THEN b_id ELSE a_id END AS autre FROM rapprochements \
               WHERE (a_id = $1 OR b_id = $1) AND a_id <> $2 AND b_id <> $2 ORDER BY id";
    let siennes: Vec<Siens> = db::lignes(tx, sql, [reunion.absorbe().into(), garde.into()]).await?;
    for p in siennes {
        let (a, b) = (garde.min(p.autre), garde.max(p.autre));
        let sql = "SELECT id FROM rapprochements WHERE a_id = $1 AND b_id = $2";
        let Some(connue) = db::ligne::<Connue>(tx, sql, [a.into(), b.into()]).await? else {
            reunion.changer("rapprochements", p.id, "a_id = $2, b_id = $3", vec![a.into(), b.into()]).await?;
            continue;
        };
        let sql = "SELECT id FROM rapprochements_decisions WHERE rapprochement_id = $1 ORDER BY id";
        let decidees: Vec<Prise> = db::lignes(tx, sql, [p.id.into()]).await?;
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
