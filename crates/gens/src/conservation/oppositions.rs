//! A person who objects: what they say, the decision and its date.

use passerelle_socle::ident::Id;
use passerelle_socle::temps::Instant;
use sea_orm::FromQueryResult;

use super::effacement::{Effacement, effacer};
use passerelle_socle::access::{Acteur, Action, Jeune, Objet};
use passerelle_socle::db::{self, Executeur, Resultat, Tx};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::personne::Personnes;
use passerelle_socle::texte::{Libre, Texte};

/// Marks the identifier of an opposition.
#[derive(Debug)]
pub struct Opposition;

/// Records an objection of the person themself; whoever keeps the platform answers.
pub async fn opposer(
    tx: &Tx,
    maintenant: Instant,
    acteur: &Acteur,
    jeune: Id<Jeune>,
    texte: &Texte,
) -> Resultat<Id<Opposition>> {
    let id = db::nouvel_id();
    let sql = "INSERT INTO oppositions (id, jeune_id, recue_le, texte) VALUES ($1, $2, $3, $4)";
    db::executer(tx, sql, [id.into(), jeune.into(), maintenant.into(), texte.libre()]).await?;
    let entree = Entree::sur(Action::Demander, Objet::Conservation).id(jeune).detail("opposition");
    journal::ecrire(tx, maintenant, acteur, entree);
    Ok(id)
}

/// An objection that waits for its answer.
#[derive(Debug, FromQueryResult)]
pub(super) struct EnAttente {
    pub id: Id<Opposition>,
    pub jeune_id: Id<Jeune>,
    pub nom: String,
    pub prenom: String,
    pub recue_le: Instant,
    pub texte: String,
}

pub(super) async fn en_attente(conn: &impl Executeur) -> Resultat<Vec<EnAttente>> {
    let sql = "SELECT o.id, o.jeune_id, j.nom, j.prenom, o.recue_le, o.texte FROM oppositions o \
               JOIN jeunes j ON j.id = o.jeune_id WHERE o.repondu_le IS NULL AND j.efface_le IS NULL \
               ORDER BY o.recue_le LIMIT 200";
    db::lignes(conn, sql, []).await
}

#[derive(FromQueryResult)]
struct Qui {
    jeune_id: Id<Jeune>,
    recue_le: Instant,
}

/// Answers an objection; accepted, the person is erased. Says whether it was still waiting.
pub async fn repondre(
    tx: &Tx,
    personnes: Personnes,
    maintenant: Instant,
    acteur: &Acteur,
    opposition: Id<Opposition>,
    acceptee: bool,
    reponse: &Texte,
) -> Resultat<bool> {
    let sql = "SELECT jeune_id, recue_le FROM oppositions WHERE id = $1 AND repondu_le IS NULL";
    let Some(qui) = db::ligne::<Qui>(tx, sql, [opposition.into()]).await? else { return Ok(false) };
    let sql = "UPDATE oppositions SET repondu_le = $2, repondu_par = $3, acceptee = $4, reponse = $5 WHERE id = $1";
    let par = acteur.compte();
    let valeurs = [opposition.into(), maintenant.into(), par.into(), acceptee.into(), reponse.libre()];
    db::executer(tx, sql, valeurs).await?;
    let detail = if acceptee { "opposition acceptée" } else { "opposition refusée" };
    let entree = Entree::sur(Action::Repondre, Objet::Conservation).id(qui.jeune_id).detail(detail);
    journal::ecrire(tx, maintenant, acteur, entree);
    if acceptee {
        let demande = qui.recue_le.date_paris();
        let e = Effacement::nouveau(qui.jeune_id, maintenant, "opposition", Some(demande));
        effacer(tx, personnes, maintenant, acteur, &e).await?;
    }
    Ok(true)
}
