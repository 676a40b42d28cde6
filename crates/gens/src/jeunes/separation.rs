//! A merge is undone: the rows are again what and whose they were.
//!
//! The record of the merge is read backwards. A field that was corrected since keeps its correction; facts written since
//! stay with the file kept.

use passerelle_socle::access::{Acteur, Action, Jeune, Objet};
use passerelle_socle::db::{self, Resultat, Tx, lire_photo};
use passerelle_socle::ident::Id;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::personne::{Personnes, Table, table_nommee};
use passerelle_socle::temps::Instant;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::fusion::{DeuxFiches, ErreurFusion, Fusion, accorder_noms, contredite, verrouiller, vivant};
use super::recherche::indexer;

#[derive(FromQueryResult)]
struct Faite {
    garde_id: Id<Jeune>,
    absorbe_id: Id<Jeune>,
    faite_le: Instant,
}

#[derive(FromQueryResult)]
struct Ligne {
    table_nom: String,
    geste: String,
    ligne_id: Uuid,
    ligne_numero: Option<String>,
    avant: Option<String>,
    apres: Option<String>,
}

/// Undoes a merge.
pub async fn defaire(
    tx: &Tx,
    personnes: Personnes,
    maintenant: Instant,
    acteur: &Acteur,
    fusion: Id<Fusion>,
) -> Result<(), ErreurFusion> {
    let sql = "SELECT garde_id, absorbe_id, faite_le FROM fusions WHERE id = $1 AND defaite_le IS NULL";
    let faite: Option<Faite> = db::ligne(tx, sql, [fusion.into()]).await?;
    let Some(Faite { garde_id: garde, absorbe_id: absorbe, faite_le }) = faite else {
        return Err(ErreurFusion::DejaDefaite);
    };
    verrouiller(tx, garde, absorbe).await?;
    let sql = "UPDATE fusions SET defaite_le = $2, defaite_par = $3 WHERE id = $1 AND defaite_le IS NULL";
    let par = acteur.compte();
    if db::executer(tx, sql, [fusion.into(), maintenant.into(), par.into()]).await? == 0 {
        return Err(ErreurFusion::DejaDefaite);
    }
    let sql = "SELECT count(*) FROM fusions WHERE garde_id = $1 AND defaite_le IS NULL AND (faite_le > $2 OR (faite_le = $2 AND id > $3))";
    let apres = db::compter(tx, sql, [garde.into(), faite_le.into(), fusion.into()]).await?;
    if apres > 0 || !vivant(tx, garde).await? {
        return Err(ErreurFusion::PasLaDerniere);
    }
    let sql = "SELECT table_nom, geste, ligne_id, ligne_numero, avant, apres FROM fusions_lignes \
               WHERE fusion_id = $1 ORDER BY rang DESC";
    let lignes: Vec<Ligne> = db::lignes(tx, sql, [fusion.into()]).await?;
    for ligne in lignes {
        // The name of a table is only ever one that a capability declares.
        let la =
            table_nommee(personnes, &ligne.table_nom).ok_or_else(|| ErreurFusion::Inconnue(ligne.table_nom.clone()))?;
        renverser(tx, la, &ligne, DeuxFiches { garde, absorbe }).await.map_err(contredite)?;
    }
    accorder_noms(tx, garde).await?;
    indexer(tx, absorbe).await?;
    for qui in [garde, absorbe] {
        let entree = Entree::sur(Action::Modifier, Objet::Jeunes).id(qui).detail("fusion défaite");
        journal::ecrire(tx, maintenant, acteur, entree);
    }
    Ok(())
}

async fn renverser(tx: &Tx, la: &Table, l: &Ligne, qui: DeuxFiches) -> Resultat<()> {
    let table = la.nom;
    let (avant, apres) = (l.avant.as_deref().and_then(lire_photo), l.apres.as_deref().and_then(lire_photo));
    match (l.geste.as_str(), avant, apres) {
        ("retiree", Some(avant), _) => db::remettre(tx, table, &avant).await,
        ("modifiee", Some(avant), Some(apres)) => {
            let Some(mut actuelle) = db::photographier(tx, table, "id = $1", [l.ligne_id.into()]).await? else {
                return Ok(());
            };
            for (champ, valeur) in &mut actuelle {
                if apres.get(champ) == Some(valeur)
                    && let Some(ancienne) = avant.get(champ)
                {
                    *valeur = ancienne.clone();
                }
            }
            db::retablir(tx, table, &actuelle, l.ligne_id).await
        }
        _ => {
            // A row without a column of its own never moves by itself.
            let Some(colonne) = la.colonne() else { return Ok(()) };
            let (condition, mut valeurs) = match &l.ligne_numero {
                Some(numero) => ("structure_id = $3 AND numero = $4", vec![l.ligne_id.into(), numero.clone().into()]),
                None => ("id = $3", vec![l.ligne_id.into()]),
            };
            let sql = format!("UPDATE {table} SET {colonne} = $1 WHERE {colonne} = $2 AND {condition}");
            valeurs.splice(0..0, [qui.absorbe.into(), qui.garde.into()]);
            db::executer(tx, &sql, valeurs).await?;
            Ok(())
        }
    }
}
