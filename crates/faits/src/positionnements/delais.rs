//! How long each structure takes to answer the requests it receives.

use std::collections::BTreeMap;

use passerelle_base::{Date, Periode};
use passerelle_socle::access::{Accorde, Action, Objet};
use passerelle_socle::db::{self, Executeur, Resultat};
use passerelle_socle::ident::Id;
use passerelle_socle::web::Erreur;
use sea_orm::FromQueryResult;
use serde::Serialize;

use super::model::{Depuis, Etat, Positionnement};
use super::parametres::delais;
use super::rules::etat_au;

/// What is known of the answers of one structure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Delai {
    /// Code of the structure that carries the actions, or of the one the request was made to.
    pub structure: String,
    /// Requests received in the period.
    pub recus: u64,
    /// Those that were answered since: accepted, put in the queue, offered a place, refused.
    pub repondus: u64,
    /// Those that expired without an answer.
    pub expires: u64,
    /// Days from the request to the first answer, of those answered: half took no more. `None` when none was.
    pub mediane_jours: Option<f64>,
    /// Nine in ten took no more.
    pub p90_jours: Option<f64>,
}

/// A request, as it is counted.
struct Recu {
    date: Date,
    dits: Vec<Depuis>,
}

#[derive(FromQueryResult)]
struct Lu {
    structure: String,
    id: Id<Positionnement>,
    date: Date,
    dit: Option<String>,
    dit_le: Option<Date>,
    echeance: Option<Date>,
    etat: Option<String>,
    date_etat: Option<Date>,
    terme: Option<Date>,
}

/// What each structure did with the requests made to it in a period, as known on a day.
pub async fn delais_de_reponse(
    conn: &impl Executeur,
    accorde: &Accorde,
    periode: Periode,
    jour: Date,
) -> Result<Vec<Delai>, Erreur> {
    accorde.pour(&[Action::Exporter], &[Objet::Positionnements])?;
    Ok(calculer(lire(conn, periode).await?, jour))
}

async fn lire(conn: &impl Executeur, periode: Periode) -> Resultat<BTreeMap<String, Vec<Recu>>> {
    let sql = "SELECT s.code AS structure, p.id, p.date, e.etat AS dit, e.date AS dit_le, e.echeance, p.etat, p.date_etat, \
               p.echeance AS terme \
               FROM positionnements p JOIN actions a ON a.id = p.action_id \
               JOIN structures s ON s.id = coalesce(p.destinataire_id, a.porteur_id) \
               LEFT JOIN positionnements_etats e ON e.positionnement_id = p.id AND e.retire_le IS NULL \
               WHERE p.date >= $1 AND p.date <= $2 ORDER BY s.code, p.id, e.note_le, e.id";
    let lus: Vec<Lu> = db::lignes(conn, sql, [periode.du.into(), periode.au.into()]).await?;
    let mut par_structure: BTreeMap<String, Vec<Recu>> = BTreeMap::new();
    for un in lus.chunk_by(|a, b| a.id == b.id) {
        let mut dits: Vec<Depuis> = un
            .iter()
            .filter_map(|l| {
                Some(Depuis { etat: Etat::lire(l.dit.as_deref()?)?, date: l.dit_le?, echeance: l.echeance })
            })
            .collect();
        let du_fichier = un[0].etat.as_deref().and_then(Etat::lire).zip(un[0].date_etat);
        if let Some((etat, date)) = du_fichier
            && !dits.last().is_some_and(|d| d.etat == etat && d.date == date)
        {
            dits.push(Depuis { etat, date, echeance: un[0].terme });
        }
        par_structure.entry(un[0].structure.clone()).or_default().push(Recu { date: un[0].date, dits });
    }
    Ok(par_structure)
}

fn calculer(recus: BTreeMap<String, Vec<Recu>>, jour: Date) -> Vec<Delai> {
    let un = |(structure, recus): (String, Vec<Recu>)| {
        let mut jours: Vec<i64> = recus.iter().filter_map(|r| premiere_reponse(r, jour)).collect();
        jours.sort_unstable();
        let oublie = |r: &&Recu| {
            premiere_reponse(r, jour).is_none()
                && etat_au(r.date, &r.dits, delais(r.date), jour).is_some_and(|d| d.etat == Etat::Expire)
        };
        Delai {
            structure,
            recus: recus.len() as u64,
            repondus: jours.len() as u64,
            expires: recus.iter().filter(oublie).count() as u64,
            mediane_jours: quantile(&jours, 50),
            p90_jours: quantile(&jours, 90),
        }
    };
    recus.into_iter().map(un).collect()
}

/// Days to the first answer. An entry known without the acceptance that it supposes says nothing of how long that took.
fn premiere_reponse(r: &Recu, jour: Date) -> Option<i64> {
    let premiere = r.dits.iter().find(|d| d.etat.repond() && d.date <= jour)?;
    let dit = matches!(premiere.etat, Etat::Accepte | Etat::EnAttente | Etat::Offert | Etat::Refuse);
    dit.then(|| (premiere.date - r.date).num_days())
}

/// The quantile of sorted days, in hundredths: the middle of the two that frame it when it falls between them, so that the
/// median of an even number is that of the schoolbook; otherwise the first that leaves no more than the rest above it.
fn quantile(jours: &[i64], centiemes: usize) -> Option<f64> {
    if jours.is_empty() {
        return None;
    }
    let (rang, reste) = (jours.len() * centiemes / 100, jours.len() * centiemes % 100);
    Some(match reste {
        0 => (jours[rang - 1] + jours[rang]) as f64 / 2.0,
        _ => jours[rang] as f64,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_computed_as_by_hand() {
        let un_a_dix: Vec<i64> = (1..=10).collect();
        // Sorted days, hundredths, what is found by hand.
        let table: &[(&[i64], usize, Option<f64>)] = &[
            (&[], 50, None),
            (&[4], 50, Some(4.0)),
            (&[4], 90, Some(4.0)),
            (&[2, 8], 50, Some(5.0)),
            (&[2, 8], 90, Some(8.0)),
            (&[1, 2, 9], 50, Some(2.0)),
            (&un_a_dix, 50, Some(5.5)),
            (&un_a_dix, 90, Some(9.5)),
            (&un_a_dix[..9], 90, Some(9.0)),
        ];
        for (jours, centiemes, attendu) in table {
            assert_eq!(quantile(jours, *centiemes), *attendu, "{jours:?} {centiemes}");
        }
    }

    #[test]
    fn an_answer_is_the_first_thing_said_that_is_one() {
        let jour = |t: &str| t.parse::<Date>().unwrap();
        let dit = |etat, date: &str| Depuis { etat, date: jour(date), echeance: None };
        let recu = |dits: &[Depuis]| Recu { date: jour("2018-02-01"), dits: dits.to_vec() };
        let table: &[(&[Depuis], Option<i64>)] = &[
            (&[], None),
            (&[dit(Etat::Vu, "2018-02-03")], None),
            (&[dit(Etat::Vu, "2018-02-03"), dit(Etat::Refuse, "2018-02-06")], Some(5)),
            (&[dit(Etat::EnAttente, "2018-02-04"), dit(Etat::Accepte, "2018-02-20")], Some(3)),
            (&[dit(Etat::Annule, "2018-02-04")], None),
            (&[dit(Etat::Entre, "2018-04-03")], None),
            (&[dit(Etat::Refuse, "2018-05-01")], None),
        ];
        for (dits, attendu) in table {
            assert_eq!(premiere_reponse(&recu(dits), jour("2018-04-30")), *attendu, "{dits:?}");
        }
    }
}
