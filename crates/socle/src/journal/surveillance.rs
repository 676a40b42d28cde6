//! Finds unusual readings in the journal and tells each once.

use sea_orm::FromQueryResult;
use std::time::Duration;

use super::question::Question;
use super::rules::{Trace, inhabituelles};
use super::store::{Entree, ecrire};
use super::{Alerte, parametres};
use crate::access::{Acteur, Action, Compte, Jeune, Objet};
use crate::db::{self, Base, Resultat, Value};
use crate::ident::Id;
use crate::temps::{Horloge, Instant};

/// How far back each look goes: a day whole, and the evening before it.
const RECUL: Duration = Duration::from_hours(36);

#[derive(FromQueryResult)]
struct Lue {
    compte_id: Id<Compte>,
    instant: Instant,
    objet_id: Option<Id<Jeune>>,
    refus: bool,
    question: bool,
}

#[derive(FromQueryResult)]
struct Connue {
    id: Id<Alerte>,
    nombre: i64,
}

/// Looks at the last day; keeps what is new, with its line in the journal. Returns how many are new.
pub async fn surveiller(base: &Base, horloge: &dyn Horloge) -> Resultat<u64> {
    let maintenant = horloge.maintenant();
    let personnels: Vec<&str> = Objet::TOUS.iter().filter(|o| o.personnel()).map(|o| o.code()).collect();
    // From a midnight on: half a day would count less than the whole.
    let depuis = Instant::debut_du_jour((maintenant - RECUL).date_paris());
    let mut valeurs: Vec<Value> = vec![depuis.into()];
    let mut place = |valeur: &str| {
        valeurs.push(valeur.into());
        format!("${}", valeurs.len())
    };
    let questions: Vec<String> = Question::TOUTES
        .iter()
        .map(|q| format!("objet = {} AND detail = {}", place(q.objet().code()), place(q.mot())))
        .collect();
    let places: Vec<String> = personnels.iter().map(|code| place(code)).collect();
    let question = format!("(action = 'demander' AND detail IS NOT NULL AND ({}))", questions.join(" OR "));
    let sql = format!(
        "SELECT compte_id, instant, objet_id, refus, {question} AS question FROM journal \
         WHERE instant >= $1 AND compte_id IS NOT NULL AND (refus OR {question} \
         OR (action = 'consulter' AND objet_id IS NOT NULL AND objet IN ({}))) ORDER BY compte_id, instant",
        places.join(", ")
    );
    let lues: Vec<Lue> = db::lignes(base.lecture(), &sql, valeurs).await?;
    let trace = |l: &Lue| Trace {
        compte: l.compte_id,
        instant: l.instant,
        dossier: l.objet_id,
        refus: l.refus,
        question: l.question,
    };
    let traces: Vec<Trace> = lues.iter().map(trace).collect();
    let alertes = inhabituelles(&traces, parametres::seuils(maintenant.date_paris()));
    if alertes.is_empty() {
        return Ok(0);
    }
    let tx = base.transaction().await?;
    let mut nouvelles = 0;
    for Alerte { compte, regle, debut, nombre } in alertes {
        let cle = [compte.into(), regle.code().into(), debut.into()];
        let sql = "SELECT id, nombre FROM lectures_inhabituelles WHERE compte_id = $1 AND regle = $2 AND debut = $3";
        let connue: Option<Connue> = db::ligne(&tx, sql, cle).await?;
        match connue {
            Some(c) if c.nombre >= nombre => {}
            Some(c) => {
                let sql = "UPDATE lectures_inhabituelles SET nombre = $2 WHERE id = $1";
                db::executer(&tx, sql, [c.id.into(), nombre.into()]).await?;
            }
            None => {
                let sql = "INSERT INTO lectures_inhabituelles (id, compte_id, regle, debut, nombre, signalee_le) \
                           VALUES ($1, $2, $3, $4, $5, $6)";
                let id = db::nouvel_id::<Alerte>();
                let valeurs =
                    [id.into(), compte.into(), regle.code().into(), debut.into(), nombre.into(), maintenant.into()];
                db::executer(&tx, sql, valeurs).await?;
                let detail = format!("lecture inhabituelle {} {nombre}", regle.code());
                let entree = Entree::sur(Action::Creer, Objet::Journal).id(compte).detail(detail);
                ecrire(&tx, maintenant, &Acteur::Systeme, entree);
                nouvelles += 1;
            }
        }
    }
    tx.commit().await?;
    Ok(nouvelles)
}
