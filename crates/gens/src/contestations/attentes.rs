//! What waits for an answer of somebody: the référent, and the responsable of the structure in charge.

use passerelle_base::date_longue;
use passerelle_socle::ident::Id;
use sea_orm::FromQueryResult;

use super::model::echeance;
use super::store::visibles;
use crate::accompagnements::{charge_de, dossier, referent_de};
use passerelle_socle::access::{Acteur, Action, Faits, Jeune, Objet, Role, may};
use passerelle_socle::db;
use passerelle_socle::web::{Erreur, Etat, nom_complet};

/// How many people are named at once: the oldest first, the others take their place once these are answered.
const MAX: usize = 20;

/// Somebody who contests what is written, and waits.
#[derive(Clone, Debug)]
pub struct Attente {
    /// Who.
    pub jeune_id: Id<Jeune>,
    /// Their name.
    pub jeune: String,
    /// How many of those their reader sees are not answered.
    pub nombre: i64,
    /// The last day to answer the oldest, in words.
    pub due: String,
}

#[derive(FromQueryResult)]
struct Quelquun {
    id: Id<Jeune>,
    prenom: String,
    nom: String,
}

/// Those whom an actor must answer, the oldest first. What they may not read is not counted.
pub async fn attentes(etat: &Etat, acteur: &Acteur) -> Result<Vec<Attente>, Erreur> {
    let (Ok(accorde), Some(compte), Some(structure)) =
        (may(acteur, Action::Modifier, Objet::Notes, &Faits::default()), acteur.compte(), acteur.structure())
    else {
        return Ok(vec![]);
    };
    let charge = match acteur.role() {
        Some(Role::Responsable) => format!("OR {}", charge_de("j.id", "$2")),
        _ => String::new(),
    };
    let sql = format!(
        "SELECT j.id, j.prenom, j.nom FROM jeunes j \
         JOIN (SELECT jeune_id, MIN(faite_le) AS depuis FROM contestations WHERE repondu_le IS NULL GROUP BY jeune_id) o \
         ON o.jeune_id = j.id WHERE j.fusionne_dans IS NULL AND j.efface_le IS NULL AND ({} {charge}) \
         ORDER BY o.depuis, j.id",
        referent_de("j.id", "$1", "$2")
    );
    let conn = etat.base.lecture();
    let possibles: Vec<Quelquun> = db::lignes(conn, &sql, [compte.into(), structure.into()]).await?;
    let mut attentes = Vec::new();
    for j in possibles {
        // Asked of the policy itself, file by file: a list has no other idea of what its reader sees.
        let ouvert = match dossier(conn, etat, &accorde, j.id).await {
            Err(Erreur::Introuvable | Erreur::Refuse { .. }) => continue,
            lu => lu?,
        };
        let mut lues = visibles(conn, &ouvert).await?;
        lues.retain(|c| c.repondu_le.is_none());
        if let Some(ancienne) = lues.iter().map(|c| c.date()).min() {
            attentes.push(Attente {
                jeune_id: j.id,
                jeune: nom_complet(&j.prenom, &j.nom),
                nombre: i64::try_from(lues.len()).unwrap_or(i64::MAX),
                due: date_longue(echeance(ancienne)),
            });
        }
        if attentes.len() == MAX {
            break;
        }
    }
    Ok(attentes)
}
