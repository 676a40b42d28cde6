//! How many questions about what is out of sight an account asks, and all the accounts of a structure together.

use std::time::Duration;

use sea_orm::{FromQueryResult, Value};

use super::Question;
use crate::access::Acteur;
use crate::db::{self, Resultat, Tx};
use crate::temps::Instant;
use crate::web::Erreur;

/// Questions within an hour, of one account and of one structure: enough for a morning at the front desk, too few to walk
/// through a list of names.
pub const PAR_HEURE: i64 = 20;

const HEURE: Duration = Duration::from_hours(1);

/// A table of counters, the column of its key, and whose they are.
struct Compteur {
    table: &'static str,
    cle: &'static str,
    qui: &'static str,
}

const COMPTE: Compteur = Compteur { table: "recherches_acces", cle: "compte_id", qui: "Vous avez posé" };
const STRUCTURE: Compteur =
    Compteur { table: "recherches_structures", cle: "structure_id", qui: "Votre structure a posé" };

#[derive(FromQueryResult)]
struct Lu {
    debut: Instant,
    nombre: i64,
}

impl Compteur {
    /// Counts one more; the instant from which another may be asked, when this one is too many. The row is the lock: two
    /// questions of the same instant are counted one after the other.
    async fn compter(&self, tx: &Tx, maintenant: Instant, qui: impl Into<Value> + Copy) -> Resultat<Option<Instant>> {
        let Self { table, cle, .. } = self;
        let sql = format!(
            "INSERT INTO {table} ({cle}, debut, nombre) VALUES ($1, $2, 1) ON CONFLICT ({cle}) DO UPDATE SET \
             nombre = CASE WHEN {table}.debut <= $3 THEN 1 ELSE {table}.nombre + 1 END, \
             debut = CASE WHEN {table}.debut <= $3 THEN $2 ELSE {table}.debut END"
        );
        db::executer(tx, &sql, [qui.into(), maintenant.into(), (maintenant - HEURE).into()]).await?;
        let lu: Option<Lu> =
            db::ligne(tx, &format!("SELECT debut, nombre FROM {table} WHERE {cle} = $1"), [qui.into()]).await?;
        Ok(lu.filter(|l| l.nombre > PAR_HEURE).map(|l| l.debut + HEURE))
    }

    fn refus(&self, question: Question, reprise: Instant) -> Erreur {
        Erreur::Assez {
            objet: question.objet(),
            detail: question.mot(),
            phrase: format!(
                "{} {PAR_HEURE} questions sur des personnes hors de vue en moins d'une heure. Vous pourrez en poser d'autres \
                 à {}. Si vous accueillez un groupe, demandez à la structure qui suit ces jeunes d'ouvrir leurs dossiers, ou \
                 faites importer leur liste.",
                self.qui,
                reprise.heure_paris()
            ),
        }
    }
}

/// Counts a question, before anything is looked at; refuses beyond the bound of the hour. A refusal is journalled by the
/// guard of the route, and counts for whoever watches the journal.
pub async fn essayer(tx: &Tx, maintenant: Instant, acteur: &Acteur, question: Question) -> Result<(), Erreur> {
    let Some(compte) = acteur.compte() else { return Err(Erreur::Introuvable) };
    if let Some(reprise) = COMPTE.compter(tx, maintenant, compte).await? {
        return Err(COMPTE.refus(question, reprise));
    }
    if let Some(structure) = acteur.structure()
        && let Some(reprise) = STRUCTURE.compter(tx, maintenant, structure).await?
    {
        return Err(STRUCTURE.refus(question, reprise));
    }
    Ok(())
}
