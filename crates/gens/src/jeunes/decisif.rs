//! What decides the next gesture, for each of the young people of a page: last contact, step, appointment, contract.
//!
//! Pure but for [`lire`], which reads a whole page in as many queries as for one person. What storeys above know of them comes by
//! `Personne::lot`, and each reader is kept to the fields of their view.

use std::collections::HashMap;

use passerelle_base::{Date, date_courte, nombre, pluriel};
use passerelle_documents::{Cellule, Valeur};
use sea_orm::FromQueryResult;

use crate::accompagnements::SILENCE;
use crate::contacts::{self, ContactDe};
use crate::etapes;
use passerelle_socle::access::{Accorde, Champ, Jeune};
use passerelle_socle::db::{self, Resultat};
use passerelle_socle::fait::{Fait, Preuve, distance, heure_dite};
use passerelle_socle::ident::Id;
use passerelle_socle::personne;
use passerelle_socle::web::Autour;

/// What is known of one of them.
#[derive(Debug, Default)]
pub(super) struct Connu {
    contacts: Vec<ContactDe>,
    faits: Vec<Fait>,
}

/// The beginning of a follow-up: it welcomes.
#[derive(FromQueryResult)]
struct Accueil {
    jeune_id: Id<Jeune>,
    du: Date,
}

/// Reads what is known of these people, that the reader of their list may read.
pub(super) async fn lire(
    autour: Autour<'_>,
    accorde: &Accorde,
    jeunes: &[Id<Jeune>],
) -> Resultat<HashMap<Id<Jeune>, Connu>> {
    let mut connus: HashMap<Id<Jeune>, Connu> = HashMap::new();
    if jeunes.is_empty() {
        return Ok(connus);
    }
    for f in personne::faits_du_lot(autour.personnes, autour.base, accorde, jeunes).await? {
        connus.entry(f.jeune).or_default().faits.push(f.fait);
    }
    if accorde.vue().voit(Champ::QuiSuit) {
        let sql = format!(
            "SELECT jeune_id, du FROM accompagnements WHERE jeune_id IN ({}) AND du IS NOT NULL",
            db::places(jeunes.len())
        );
        let accueils: Vec<Accueil> =
            db::lignes(autour.base.lecture(), &sql, jeunes.iter().map(|j| (*j).into())).await?;
        for a in accueils {
            let fait = Fait::nouveau(a.du, Champ::QuiSuit, "Début de l'accompagnement").preuve(Preuve::Accueil);
            connus.entry(a.jeune_id).or_default().faits.push(fait);
        }
    }
    for c in contacts::des_jeunes(autour.base.lecture(), accorde, jeunes).await? {
        let connu = connus.entry(c.jeune_id).or_default();
        if c.tenu() {
            connu.faits.push(Fait::nouveau(c.date, Champ::Contacts, "Entretien").preuve(Preuve::Entretien));
        }
        connu.contacts.push(c);
    }
    Ok(connus)
}

impl Connu {
    /// « il y a 12 jours »; as a state once it has lasted. Nobody told of any: the day of the welcome begins the silence.
    pub fn dernier_contact(&self, accueil: Option<Date>, jour: Date) -> Cellule {
        let dernier = self.contacts.iter().filter(|c| c.a_eu_lieu(jour)).map(|c| c.date).max();
        let Some(depuis) = dernier.or(accueil) else { return Cellule::from("aucun") };
        let jours = (jour - depuis).num_days();
        let dit = match dernier {
            Some(_) => distance(depuis, jour),
            None => "aucun".to_owned(),
        };
        if u64::try_from(jours).is_ok_and(|jours| jours >= SILENCE) {
            let mot = if dernier.is_some() { format!("{} jours", nombre(jours)) } else { dit };
            return Cellule::from(Valeur::Etat { mot, depuis: Some(depuis) });
        }
        Cellule::from(dit)
    }

    /// The same in a few words, beside a name: « 42 jours sans contact ».
    pub fn silence(&self, accueil: Option<Date>, jour: Date) -> String {
        match self.contacts.iter().filter(|c| c.a_eu_lieu(jour)).map(|c| c.date).max() {
            Some(dernier) => format!("{} sans contact", pluriel((jour - dernier).num_days(), "jour", "jours")),
            None => match accueil {
                Some(accueil) => format!("aucun contact depuis l'accueil du {}", date_courte(accueil)),
                None => "aucun contact".to_owned(),
            },
        }
    }

    /// The next appointment, or call: « demain à 9 h 30 ».
    pub fn rendez_vous(&self, jour: Date) -> Cellule {
        let prochain = self.contacts.iter().find(|c| c.attendu(jour));
        let dit = prochain.map(|c| {
            let quand = match (c.date - jour).num_days() {
                0 | 1 => distance(c.date, jour),
                _ => date_courte(c.date),
            };
            match &c.heure {
                // A list leaves as a file too: its spaces are ordinary ones.
                Some(heure) => format!("{quand} à {}", heure_dite(heure).replace('\u{a0}', " ")),
                None => quand,
            }
        });
        Cellule::from(dit)
    }

    /// The step where they stand.
    pub fn etape(&self, jour: Date) -> Cellule {
        let ici = etapes::situer(&self.faits, etapes::seuils, jour);
        Cellule::from(Valeur::Etat { mot: ici.etape.court().to_owned(), depuis: ici.depuis })
    }

    /// The contract that runs, and its day; or the one that is signed and to come.
    pub fn contrat(&self, jour: Date) -> Cellule {
        let contrats = self.faits.iter().filter(|f| f.date <= jour).filter_map(|f| match f.preuve {
            Some(Preuve::Contrat { debut, fin, .. }) if fin.is_none_or(|fin| fin > jour) => Some(debut),
            _ => None,
        });
        let dit = contrats.min().map(|debut| match (jour - debut).num_days() {
            n if n < 0 => format!("commence le {}", date_courte(debut)),
            n if n < 100 => format!("jour {}", n + 1),
            _ => format!("depuis le {}", date_courte(debut)),
        });
        Cellule::from(dit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn le(jour: &str) -> Date {
        jour.parse().unwrap()
    }

    fn contact(date: &str, presence: Option<&str>) -> ContactDe {
        ContactDe {
            jeune_id: Id::nul(),
            r#type: "appel".into(),
            date: le(date),
            heure: Some("09:30".into()),
            presence: presence.map(str::to_owned),
        }
    }

    fn dit(c: &Cellule) -> String {
        c.valeur.affiche()
    }

    #[test]
    fn silence_is_counted_from_the_last_time_somebody_was_reached() {
        let jour = le("2018-02-20");
        let connu = Connu {
            contacts: vec![contact("2018-01-09", Some("present")), contact("2018-02-18", Some("absent"))],
            faits: vec![],
        };
        assert_eq!(dit(&connu.dernier_contact(None, jour)), "42 jours depuis le 09/01/2018");
        let recent = Connu { contacts: vec![contact("2018-02-18", None)], faits: vec![] };
        assert_eq!(dit(&recent.dernier_contact(None, jour)), "il y a 2 jours");
        let jamais = Connu::default();
        assert_eq!(dit(&jamais.dernier_contact(Some(le("2018-02-10")), jour)), "aucun");
        assert_eq!(dit(&jamais.dernier_contact(Some(le("2017-12-10")), jour)), "aucun depuis le 10/12/2017");
    }

    #[test]
    fn what_comes_and_what_runs_are_told_with_their_day() {
        let jour = le("2018-02-20");
        let contrat = |debut: &str, fin: Option<&str>| {
            let preuve = Preuve::Contrat { debut: le(debut), fin: fin.map(le), rompu: false };
            Fait::nouveau(le(debut), Champ::Contrats, "contrat").preuve(preuve)
        };
        let connu = Connu {
            contacts: vec![contact("2018-02-21", None), contact("2018-03-01", None)],
            faits: vec![contrat("2018-02-09", None)],
        };
        assert_eq!(dit(&connu.rendez_vous(jour)), "demain à 9 h 30");
        assert_eq!(dit(&connu.contrat(jour)), "jour 12");
        let fini = Connu { faits: vec![contrat("2017-02-09", Some("2018-02-20"))], ..Connu::default() };
        assert_eq!(dit(&fini.contrat(jour)), "non connu");
    }
}
