//! What a young person reads of their own file.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::{Date, Telephone, jour_long};
use passerelle_documents::pdf;

use super::document::{self, Edition};
use super::export;
use super::ouverture::{ici, ouvrir};
use passerelle_faits::positionnements::{self, Dite};
use passerelle_faits::tirages::{self, Candidature, UnCandidat};
use passerelle_gens::accompagnements::{QuiSuit, qui as qui_est, qui_suit};
use passerelle_gens::contacts::{self, Contact};
use passerelle_gens::documents::{self, Document as Papier, Document};
use passerelle_gens::etapes::{Situation, seuils, situer};
use passerelle_gens::freins::{self, ActionMenee, Frein};
use passerelle_gens::jeunes;
use passerelle_gens::journal::{self, Lecture};
use passerelle_gens::notes::{self, Note};
use passerelle_socle::access::{Accorde, Action, Champ, Objet};
use passerelle_socle::fait::{Fait, heure_dite};
use passerelle_socle::ident::Id;
use passerelle_socle::web::{Cadre, Erreur, Etat, Page, Parametres, Site, a_l_atelier, attache, page, telecharger};

/// Routes.
pub(super) fn site() -> Site {
    Site::nouveau()
        .get("/mon-espace", Action::Consulter, Objet::MonEspace, accueil)
        .get("/mon-espace/parcours", Action::Consulter, Objet::MonEspace, parcours)
        .get("/mon-espace/qui", Action::Consulter, Objet::MonEspace, qui)
        .get("/mon-espace/contacts/{id}/rdv.ics", Action::Exporter, Objet::MonEspace, agenda)
        .get("/mon-espace/documents/{id}", Action::Consulter, Objet::MonEspace, papier)
        .get("/mon-espace/tirages/{id}/preuve.json", Action::Exporter, Objet::MonEspace, preuve)
        .get("/mon-espace/donnees.json", Action::Exporter, Objet::MonEspace, en_json)
        .get("/mon-espace/donnees.pdf", Action::Exporter, Objet::MonEspace, en_pdf)
}

#[derive(Template)]
#[template(path = "mon_espace/pages/accueil.html")]
struct Accueil {
    cadre: Cadre,
    prenom: String,
    prochain: Option<Contact>,
    suivants: Vec<Contact>,
    situation: Situation,
    suivi: Vec<QuiSuit>,
    places: Vec<Dite>,
    papiers: Vec<Papier>,
    derniere: Option<Lecture>,
}

impl Accueil {
    fn quand(&self, contact: &Contact) -> String {
        match &contact.heure {
            Some(heure) => format!("{} à {}", jour_long(contact.date), heure_dite(heure)),
            None => jour_long(contact.date),
        }
    }
    /// Where a place is, on a map of everybody's.
    fn carte(&self, lieu: &str) -> String {
        Parametres::default().avec("https://www.openstreetmap.org/search", "query", lieu)
    }
    /// Who to call first: where the référent works, or who is in charge.
    fn joindre(&self) -> Option<&QuiSuit> {
        let joignables = || self.suivi.iter().filter(|q| q.telephone.is_some() || q.courriel.is_some());
        joignables().find(|q| q.referent.is_some()).or_else(|| joignables().next())
    }
    fn numero(&self, telephone: &str) -> String {
        telephone.parse::<Telephone>().map_or_else(|_| telephone.to_owned(), |t| t.affiche())
    }
    fn referent(&self) -> Option<(&str, &str)> {
        self.suivi.iter().find_map(|q| q.referent.as_deref().map(|r| (r, q.structure.as_str())))
    }
}

async fn accueil(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde) -> Page {
    let (tx, dossier) = ouvrir(&etat, &accorde).await?;
    let jour = etat.horloge.aujourdhui();
    let mut suivants = contacts::a_venir(&tx, dossier.jeune(), jour).await?;
    let prochain = if suivants.is_empty() { None } else { Some(suivants.remove(0)) };
    let suivi = qui_suit(&tx, jour, dossier.jeune()).await?.into_iter().filter(|q| q.en_cours).collect();
    let papiers = documents::lister(&tx, &dossier).await?;
    let places = positionnements::dites(&tx, &dossier, jour).await?;
    let lectures = journal::lectures_de(&tx, etat.personnes, dossier.jeune()).await?;
    let qui = qui_est(&tx, &dossier).await?;
    let faits = jeunes::faits(&etat, &tx, &dossier, qui.feminin).await?;
    tx.commit().await?;
    let situation = situer(&faits, seuils, jour);
    page(Accueil {
        cadre,
        prenom: qui.prenom,
        prochain,
        suivants,
        situation,
        suivi,
        places,
        papiers,
        derniere: lectures.into_iter().next(),
    })
}

#[derive(Template)]
#[template(path = "mon_espace/pages/parcours.html")]
struct Parcours {
    cadre: Cadre,
    situation: Situation,
    faits: Vec<Fait>,
    notes: Vec<Note>,
    contacts: Vec<Contact>,
    candidatures: Vec<Candidature>,
    freins: Vec<(Frein, Vec<ActionMenee>)>,
    jour: Date,
}

impl Parcours {
    /// What happened, without what has its own part of the page.
    fn autres(&self) -> impl Iterator<Item = &Fait> {
        self.faits
            .iter()
            .filter(|f| f.date <= self.jour && !matches!(f.champ, Champ::Contacts | Champ::NotesJeune | Champ::Freins))
    }
    /// What happened, without the word of the trade.
    fn titre(&self, fait: &Fait) -> String {
        fait.titre.replacen("Positionnement", "Demande de place", 1)
    }
    /// What was said after a meeting: it can be contested.
    fn entretiens(&self) -> impl Iterator<Item = &Contact> {
        self.contacts.iter().filter(|c| c.date <= self.jour && c.presence.is_some())
    }
}

async fn parcours(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde) -> Page {
    let (tx, dossier) = ouvrir(&etat, &accorde).await?;
    let jour = etat.horloge.aujourdhui();
    let notes = notes::visibles(&tx, &dossier).await?;
    let contacts = contacts::du_jeune(&tx, &dossier).await?;
    let candidatures = tirages::du_jeune(&tx, dossier.jeune()).await?;
    let freins = freins::du_jeune(&tx, &dossier).await?;
    let qui = qui_est(&tx, &dossier).await?;
    let faits = jeunes::faits(&etat, &tx, &dossier, qui.feminin).await?;
    tx.commit().await?;
    let situation = situer(&faits, seuils, jour);
    page(Parcours { cadre: ici(cadre, "Mon parcours"), situation, faits, notes, contacts, candidatures, freins, jour })
}

#[derive(Template)]
#[template(path = "mon_espace/pages/qui.html")]
struct Qui {
    cadre: Cadre,
    suivi: Vec<QuiSuit>,
    anciens: Vec<QuiSuit>,
    lectures: Vec<Lecture>,
}

async fn qui(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde) -> Page {
    let (tx, dossier) = ouvrir(&etat, &accorde).await?;
    let tous = qui_suit(&tx, etat.horloge.aujourdhui(), dossier.jeune()).await?;
    let lectures = journal::lectures_de(&tx, etat.personnes, dossier.jeune()).await?;
    tx.commit().await?;
    let (suivi, anciens) = tous.into_iter().partition(|q| q.en_cours);
    page(Qui { cadre: ici(cadre, "Qui me suit, qui a lu"), suivi, anciens, lectures })
}

/// An appointment of one's own, to put in one's agenda.
async fn agenda(State(etat): State<Etat>, accorde: Accorde, Path(id): Path<Id<Contact>>) -> Page {
    let (tx, dossier) = ouvrir(&etat, &accorde).await?;
    let rdv = contacts::pour_agenda(&tx, &etat, &dossier, id).await?.ok_or(Erreur::Introuvable)?;
    tx.commit().await?;
    Ok(attache("rdv.ics", "text/calendar; charset=utf-8", rdv.into_bytes()))
}

async fn papier(State(etat): State<Etat>, accorde: Accorde, Path(id): Path<Id<Document>>) -> Page {
    let (tx, dossier) = ouvrir(&etat, &accorde).await?;
    let (papier, octets) = documents::lire(&tx, &dossier, id).await?.ok_or(Erreur::Introuvable)?;
    tx.commit().await?;
    documents::servir(&papier, octets)
}

/// The proof that one was on the list of a draw: it shows nobody else.
async fn preuve(State(etat): State<Etat>, accorde: Accorde, Path(id): Path<Id<UnCandidat>>) -> Page {
    let (tx, dossier) = ouvrir(&etat, &accorde).await?;
    let json = tirages::preuve(&tx, dossier.jeune(), id).await?.ok_or(Erreur::Introuvable)?;
    tx.commit().await?;
    Ok(telecharger("preuve.json", json.into_bytes()))
}

async fn en_json(State(etat): State<Etat>, accorde: Accorde) -> Page {
    let (tx, dossier) = ouvrir(&etat, &accorde).await?;
    let tout = export::tout(&tx, etat.personnes, dossier.jeune()).await?;
    let lectures = journal::lectures_de(&tx, etat.personnes, dossier.jeune()).await?;
    tx.commit().await?;
    let octets = serde_json::to_vec_pretty(&document::json(&tout, &lectures));
    Ok(telecharger("mes-donnees.json", octets.map_err(|e| Erreur::Interne(e.to_string()))?))
}

async fn en_pdf(State(etat): State<Etat>, accorde: Accorde) -> Page {
    let (tx, dossier) = ouvrir(&etat, &accorde).await?;
    let tout = export::tout(&tx, etat.personnes, dossier.jeune()).await?;
    let lectures = journal::lectures_de(&tx, etat.personnes, dossier.jeune()).await?;
    tx.commit().await?;
    let edition = Edition {
        organisme: etat.territoire.clone(),
        le: etat.horloge.aujourdhui(),
        par: accorde.acteur().nom().to_owned(),
        demonstration: etat.demonstration,
    };
    let document = document::document(&tout, lectures, edition);
    let octets = a_l_atelier(move || pdf(&document)).await?;
    Ok(telecharger("mes-donnees.pdf", octets))
}
