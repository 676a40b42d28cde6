//! The SQL that finds whom an access is for, and the account they may have already.

use passerelle_base::Siret;
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Instant;
use sea_orm::FromQueryResult;

use passerelle_socle::access::{Compte, Jeune};
use passerelle_socle::db::{self, Executeur, Resultat};

/// What is known of a young person to send them a code.
#[derive(FromQueryResult)]
pub(super) struct Joignable {
    pub prenom: String,
    pub nom: String,
    pub courriel: Option<String>,
    pub telephone: Option<String>,
}

pub(super) async fn joignable(conn: &impl Executeur, jeune: Id<Jeune>) -> Resultat<Option<Joignable>> {
    let sql = "SELECT prenom, nom, courriel, telephone FROM jeunes WHERE id = $1";
    db::ligne(conn, sql, [jeune.into()]).await
}

#[derive(FromQueryResult)]
struct CompteLu {
    compte_id: Id<Compte>,
}

/// The account of a young person, if they have one.
pub(super) async fn compte_de_jeune(
    conn: &impl Executeur,
    maintenant: Instant,
    jeune: Id<Jeune>,
) -> Resultat<Option<Id<Compte>>> {
    let sql = "SELECT h.compte_id FROM habilitations h JOIN comptes c ON c.id = h.compte_id WHERE h.jeune_id = $1 \
               AND h.role = 'jeune' AND (h.au IS NULL OR h.au > $2) AND c.desactive_le IS NULL ORDER BY h.du LIMIT 1";
    let lu: Option<CompteLu> = db::ligne(conn, sql, [jeune.into(), maintenant.into()]).await?;
    Ok(lu.map(|c| c.compte_id))
}

/// The account of an employer that this mail address reaches, if there is one.
pub async fn compte_d_employeur(
    conn: &impl Executeur,
    maintenant: Instant,
    siret: &Siret,
    courriel: &str,
) -> Resultat<Option<Id<Compte>>> {
    let sql = "SELECT h.compte_id FROM habilitations h JOIN comptes c ON c.id = h.compte_id WHERE h.siret = $1 \
               AND h.role = 'employeur' AND c.courriel = $3 AND (h.au IS NULL OR h.au > $2) AND c.desactive_le IS NULL \
               ORDER BY h.du LIMIT 1";
    let valeurs = [siret.as_str().into(), maintenant.into(), courriel.into()];
    let lu: Option<CompteLu> = db::ligne(conn, sql, valeurs).await?;
    Ok(lu.map(|c| c.compte_id))
}
