//! What a merge of two files does to requests: the same one, made twice, is one, and what was said of either is kept.

use passerelle_socle::db::{self, Resultat};
use passerelle_socle::ident::Id;
use passerelle_socle::personne::Reunion;
use sea_orm::FromQueryResult;

use super::model::EtatDate;

#[derive(FromQueryResult)]
struct Dit {
    id: Id<EtatDate>,
}

/// The requests of the person absorbed.
pub(super) async fn reunir(reunion: &mut Reunion<'_>) -> Resultat<()> {
    let memes = "g.action_id = a.action_id AND g.date = a.date";
    for d in reunion.doubles("positionnements", "jeune_id", memes).await? {
        let sql = "SELECT id FROM positionnements_etats WHERE positionnement_id = $1 ORDER BY id";
        let dits: Vec<Dit> = db::lignes(reunion.tx(), sql, [d.id.into()]).await?;
        for dit in dits {
            reunion.changer("positionnements_etats", dit.id, "positionnement_id = $2", vec![d.autre.into()]).await?;
        }
        reunion.retirer("positionnements", d.id).await?;
    }
    reunion.deplacer("positionnements", "jeune_id").await
}
