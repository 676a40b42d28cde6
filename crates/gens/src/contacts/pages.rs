//! Routes of contacts.

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect};
use passerelle_base::Id;
use uuid::Uuid;

use super::ics;
use super::model::{TYPES, presence_dite};
use super::rules::{LIGNE_MAX, Saisie, lire};
use super::store::{self, Contact};
use crate::accompagnements::{Qui, dossier, lire_dossier, qui};
use crate::notes::TEXTE_MAX;
use passerelle_socle::access::{Accorde, Action, Objet};
use passerelle_socle::web::{Cadre, Erreur, Etat, Fautes, Page, Parametres, Site, attache, page, page_a_corriger};

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .get("/jeunes/{id}/contacts/nouveau", Action::Creer, Objet::Contacts, nouveau)
        .post("/jeunes/{id}/contacts", Action::Creer, Objet::Contacts, noter)
        .get("/jeunes/{id}/contacts/{contact}", Action::Consulter, Objet::Contacts, ouvrir)
        .post("/jeunes/{id}/contacts/{contact}", Action::Modifier, Objet::Contacts, changer)
        .post("/jeunes/{id}/contacts/{contact}/annuler", Action::Retirer, Objet::Contacts, annuler)
        .post("/jeunes/{id}/contacts/{contact}/retablir", Action::Modifier, Objet::Contacts, retablir)
        .get("/jeunes/{id}/contacts/{contact}/rdv.ics", Action::Exporter, Objet::Contacts, agenda)
}

#[derive(Template)]
#[template(path = "contacts/pages/contact.html")]
struct PageContact {
    cadre: Cadre,
    qui: Qui,
    /// The contact being changed; none for a new one.
    contact: Option<Contact>,
    saisie: Saisie,
    ligne_max: usize,
    max: usize,
    fautes: Fautes,
}

impl PageContact {
    fn nouvelle(cadre: Cadre, qui: Qui, contact: Option<Contact>, saisie: Saisie, fautes: Fautes) -> Self {
        let cadre = qui.fil(cadre, if contact.is_some() { "Changer un contact" } else { "Noter un contact" });
        Self { cadre, qui, contact, saisie, ligne_max: LIGNE_MAX, max: TEXTE_MAX, fautes }
    }
    fn adresse(&self) -> String {
        match &self.contact {
            Some(c) => format!("{}/contacts/{}", self.qui.chemin(), c.id),
            None => format!("{}/contacts", self.qui.chemin()),
        }
    }
    fn annule(&self) -> bool {
        self.contact.as_ref().is_some_and(|c| c.presence.as_deref() == Some("annule"))
    }
    /// The choices of presence: nothing is known until it is said.
    fn presences(&self) -> Vec<(&'static str, String)> {
        let dite = |code| (code, format!("{} était {}", self.qui.prenom, presence_dite(code, self.qui.feminin)));
        vec![("", "Pas encore su, ou à venir".into()), dite("present"), dite("absent"), dite("excuse")]
    }
}

/// Two clicks note a meeting held today; `?prevoir=oui` leaves the day to choose.
async fn nouveau(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path(id): Path<Uuid>,
    p: Parametres,
) -> Page {
    let conn = etat.base.lecture();
    let ouvert = dossier(conn, &etat, &accorde, Id::from_uuid(id)).await?;
    let qui = qui(conn, &ouvert).await?;
    let r#type = TYPES.codes[0].to_owned();
    let saisie = match p.lire("prevoir") {
        "" => Saisie {
            r#type,
            date: etat.horloge.aujourdhui().to_string(),
            presence: "present".into(),
            ..Saisie::default()
        },
        _ => Saisie { r#type, ..Saisie::default() },
    };
    page(PageContact::nouvelle(cadre, qui, None, saisie, Fautes::default()))
}

async fn noter(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path(id): Path<Uuid>,
    Form(saisie): Form<Saisie>,
) -> Page {
    let tx = etat.base.transaction().await?;
    let ouvert = dossier(&tx, &etat, &accorde, Id::from_uuid(id)).await?;
    match lire(&saisie, etat.horloge.aujourdhui()) {
        Ok(lu) => {
            let contact = store::creer(&tx, &etat, &ouvert, &lu).await?;
            tx.commit().await?;
            vers_la_fiche(id, "contact", contact, lu.parle_de_sante())
        }
        Err(fautes) => {
            let qui = qui(&tx, &ouvert).await?;
            page_a_corriger(PageContact::nouvelle(cadre, qui, None, saisie, fautes.into()))
        }
    }
}

async fn ouvrir(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path((id, contact)): Path<(Uuid, Uuid)>,
) -> Page {
    let (tx, ouvert) = lire_dossier(&etat, &accorde, Id::from_uuid(id)).await?;
    let lu = store::sien(&tx, &ouvert, contact).await?.filter(|_| ouvert.peut(Action::Modifier, Objet::Contacts));
    let c = lu.ok_or(Erreur::Introuvable)?;
    let qui = qui(&tx, &ouvert).await?;
    tx.commit().await?;
    let texte = |t: &Option<String>| t.clone().unwrap_or_default();
    let saisie = Saisie {
        r#type: c.r#type.clone(),
        date: c.date.to_string(),
        heure: texte(&c.heure),
        lieu: texte(&c.lieu),
        objet: texte(&c.objet),
        presence: texte(&c.presence),
        issue: texte(&c.issue),
    };
    page(PageContact::nouvelle(cadre, qui, Some(c), saisie, Fautes::default()))
}

async fn changer(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path((id, contact)): Path<(Uuid, Uuid)>,
    Form(saisie): Form<Saisie>,
) -> Page {
    let tx = etat.base.transaction().await?;
    let ouvert = dossier(&tx, &etat, &accorde, Id::from_uuid(id)).await?;
    let c = store::sien(&tx, &ouvert, contact).await?.ok_or(Erreur::Introuvable)?;
    match lire(&saisie, etat.horloge.aujourdhui()) {
        Ok(lu) => {
            if !store::changer(&tx, &etat, &ouvert, contact, &lu).await? {
                return Err(Erreur::Demande("Ce contact est annulé : rétablissez-le avant de le changer.".into()));
            }
            tx.commit().await?;
            vers_la_fiche(id, "contact_change", contact, lu.parle_de_sante())
        }
        Err(fautes) => {
            let qui = qui(&tx, &ouvert).await?;
            page_a_corriger(PageContact::nouvelle(cadre, qui, Some(c), saisie, fautes.into()))
        }
    }
}

async fn annuler(State(etat): State<Etat>, accorde: Accorde, Path((id, contact)): Path<(Uuid, Uuid)>) -> Page {
    basculer(&etat, &accorde, id, contact, true).await
}

async fn retablir(State(etat): State<Etat>, accorde: Accorde, Path((id, contact)): Path<(Uuid, Uuid)>) -> Page {
    basculer(&etat, &accorde, id, contact, false).await
}

async fn basculer(etat: &Etat, accorde: &Accorde, id: Uuid, contact: Uuid, annuler: bool) -> Page {
    let tx = etat.base.transaction().await?;
    let ouvert = dossier(&tx, etat, accorde, Id::from_uuid(id)).await?;
    if !store::annuler(&tx, etat, &ouvert, contact, annuler).await? {
        return Err(Erreur::Introuvable);
    }
    tx.commit().await?;
    vers_la_fiche(id, if annuler { "contact_annule" } else { "contact_retabli" }, contact, false)
}

fn vers_la_fiche(id: Uuid, fait: &str, contact: Uuid, sante: bool) -> Page {
    let sante = if sante { "&sante=oui" } else { "" };
    Ok(Redirect::to(&format!("/jeunes/{id}?fait={fait}&sur={contact}{sante}")).into_response())
}

/// A meeting to put in one's own agenda.
async fn agenda(State(etat): State<Etat>, accorde: Accorde, Path((id, contact)): Path<(Uuid, Uuid)>) -> Page {
    let (tx, ouvert) = lire_dossier(&etat, &accorde, Id::from_uuid(id)).await?;
    let c = store::lire(&tx, &ouvert, contact).await?.ok_or(Erreur::Introuvable)?;
    tx.commit().await?;
    let octets = ics::ecrire(&c, etat.horloge.maintenant()).into_bytes();
    Ok(attache("rdv.ics", "text/calendar; charset=utf-8", octets))
}
