//! Requests as their person reads them: what came of each, and what comes next, without a word of the trade.

use chrono::Months;
use passerelle_base::{Date, jour_long};
use passerelle_gens::accompagnements::Dossier;
use passerelle_socle::access::Champ;
use passerelle_socle::db::{self, Executeur, Resultat};
use passerelle_socle::ident::Id;
use sea_orm::FromQueryResult;

use super::model::{Depuis, Etat, Positionnement};
use super::store::Demande;

/// Older ones are on the person's path, not among what waits.
const MOIS: u32 = 12;

/// A request, in the words of its person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dite {
    /// What was asked for.
    pub intitule: String,
    /// To whom.
    pub porteur: Option<String>,
    /// What came of it.
    pub reponse: &'static str,
    /// What comes next, when something does.
    pub suite: String,
}

#[derive(FromQueryResult)]
struct Titre {
    id: Id<Positionnement>,
    intitule: String,
    porteur: Option<String>,
}

/// Those of the last year that were not taken back, the latest first.
pub async fn dites(conn: &impl Executeur, dossier: &Dossier, jour: Date) -> Resultat<Vec<Dite>> {
    if !dossier.voit(Champ::Parcours) {
        return Ok(vec![]);
    }
    let depuis = jour.checked_sub_months(Months::new(MOIS)).unwrap_or(jour);
    let sql = "SELECT p.id, a.intitule, s.nom AS porteur FROM positionnements p JOIN actions a ON a.id = p.action_id \
               LEFT JOIN structures s ON s.id = a.porteur_id WHERE p.jeune_id = $1 AND p.date BETWEEN $2 AND $3 \
               ORDER BY p.date DESC, p.id DESC LIMIT 10";
    let titres: Vec<Titre> = db::lignes(conn, sql, [dossier.jeune().into(), depuis.into(), jour.into()]).await?;
    let mut lues = Vec::new();
    for t in titres {
        let Some(demande) = Demande::lire(conn, t.id).await? else { continue };
        let Some(etat) = demande.au(conn, jour).await? else { continue };
        if let Some((reponse, suite)) = dite(&etat, demande.debut, jour) {
            lues.push(Dite { intitule: t.intitule, porteur: t.porteur, reponse, suite });
        }
    }
    Ok(lues)
}

/// What came of a request and what comes next; nothing of one that was taken back.
fn dite(etat: &Depuis, debut: Option<Date>, jour: Date) -> Option<(&'static str, String)> {
    let commence = match debut {
        Some(d) if d >= jour => format!("Cela commence le {}.", jour_long(d)),
        Some(d) => format!("Cela a commencé le {}.", jour_long(d)),
        None => "La personne qui vous suit vous dira quand cela commence.".to_owned(),
    };
    let avant = |phrase: &str| match etat.echeance {
        Some(d) => format!("{phrase} avant le {}.", jour_long(d)),
        None => format!("{phrase} bientôt."),
    };
    Some(match etat.etat {
        Etat::Propose | Etat::Vu => match etat.echeance {
            Some(_) => ("On attend la réponse", avant("Elle est promise")),
            None => ("On attend la réponse", String::new()),
        },
        Etat::Accepte => ("Oui, vous avez une place", commence),
        Etat::EnAttente => (
            "Il n'y a plus de place",
            "Vous êtes sur la liste d'attente : si une place se libère, on vous la propose.".into(),
        ),
        Etat::Offert => ("Une place s'est libérée", avant("Dites si vous la voulez à la personne qui vous suit,")),
        Etat::Refuse => ("La réponse est non", "Parlez de la suite avec la personne qui vous suit.".into()),
        Etat::Expire => {
            ("Personne n'a répondu", "La personne qui vous suit peut redemander, ou chercher ailleurs.".into())
        }
        Etat::Entre => ("Vous y êtes", commence),
        Etat::NonPresente => (
            "Vous aviez une place, vous n'avez pas commencé",
            "Parlez de la suite avec la personne qui vous suit.".into(),
        ),
        Etat::Annule => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_answer_says_what_comes_next() {
        let jour: Date = "2026-09-10".parse().unwrap();
        let le = |texte: &str| Some(texte.parse::<Date>().unwrap());
        let dire = |etat, echeance, debut| {
            dite(&Depuis { etat, date: jour, echeance }, debut, jour)
                .map(|(r, s)| format!("{r}. {s}").replace('\u{a0}', " "))
        };
        assert_eq!(
            dire(Etat::Accepte, None, le("2026-09-14")).unwrap(),
            "Oui, vous avez une place. Cela commence le lundi 14 septembre 2026."
        );
        assert_eq!(
            dire(Etat::Offert, le("2026-09-12"), None).unwrap(),
            "Une place s'est libérée. Dites si vous la voulez à la personne qui vous suit, avant le samedi 12 septembre 2026."
        );
        assert!(dire(Etat::Vu, None, None).unwrap().starts_with("On attend la réponse"));
        assert_eq!(dire(Etat::Annule, None, None), None, "what was taken back is not said");
        // No word of the trade.
        for etat in Etat::TOUS {
            let dit = dire(etat, None, None).unwrap_or_default().to_lowercase();
            assert!(!dit.contains("positionnement") && !dit.contains("prescri"), "{dit}");
        }
    }
}
