//! What a merge of two files does to pistes: the same one, opened twice, is one, and what was said of either is kept.

use passerelle_socle::db::{self, Resultat};
use passerelle_socle::ident::Id;
use passerelle_socle::personne::Reunion;
use sea_orm::FromQueryResult;

use super::model::EtatDate;

#[derive(FromQueryResult)]
struct Dit {
    id: Id<EtatDate>,
}

/// The pistes of the person absorbed.
pub(super) async fn reunir(reunion: &mut Reunion<'_>) -> Resultat<()> {
    let memes = "g.structure_id = a.structure_id AND g.siret = a.siret AND g.ouverte_le = a.ouverte_le";
    for d in reunion.doubles("pistes", "jeune_id", memes).await? {
        let sql = "SELECT id FROM pistes_etats WHERE piste_id = $1 ORDER BY id";
        let dits: Vec<Dit> = db::lignes(reunion.tx(), sql, [d.id.into()]).await?;
        for dit in dits {
            reunion.changer("pistes_etats", dit.id, "piste_id = $2", vec![d.autre.into()]).await?;
        }
        reunion.retirer("pistes", d.id).await?;
    }
    reunion.deplacer("pistes", "jeune_id").await
}
