//! Routes of contacts.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_socle::ident::Id;

use super::model::{POINTEES, TYPES, presence_dite};
use super::rules::{LIGNE_MAX, Saisie, lire};
use super::store::{self, Contact};
use crate::accompagnements::{GesteDossier, Qui, lire_dossier, qui};
use crate::notes::TEXTE_MAX;
use passerelle_socle::access::{Accorde, Action, Jeune, Objet};
use passerelle_socle::web::{
    Cadre, Dit, ENTRE_TEMPS, Erreur, Etat, Fautes, Page, Parametres, Recu, Site, attache, page,
};

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .formulaire("/jeunes/{id}/contacts/nouveau", Action::Creer, Objet::Contacts, nouveau)
        .post("/jeunes/{id}/contacts", Action::Creer, Objet::Contacts, noter)
        .formulaire("/jeunes/{id}/contacts/{contact}", Action::Consulter, Objet::Contacts, ouvrir)
        .post("/jeunes/{id}/contacts/{contact}", Action::Modifier, Objet::Contacts, changer)
        .post("/jeunes/{id}/contacts/{contact}/annuler", Action::Retirer, Objet::Contacts, annuler)
        .post("/jeunes/{id}/contacts/{contact}/retablir", Action::Modifier, Objet::Contacts, retablir)
        .post("/jeunes/{id}/contacts/{contact}/presence", Action::Modifier, Objet::Contacts, pointer)
        .post("/jeunes/{id}/contacts/{contact}/presence/reprendre", Action::Modifier, Objet::Contacts, reprendre)
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
    /// Recognises what was shown of it.
    version: String,
    ligne_max: usize,
    max: usize,
    fautes: Fautes,
}

impl PageContact {
    fn nouvelle(cadre: Cadre, qui: Qui, contact: Option<Contact>, saisie: Saisie, fautes: Fautes) -> Self {
        let cadre = qui.fil(cadre, if contact.is_some() { "Changer un contact" } else { "Noter un contact" });
        let version = contact.as_ref().map(Contact::version).unwrap_or_default();
        Self { cadre, qui, contact, saisie, version, ligne_max: LIGNE_MAX, max: TEXTE_MAX, fautes }
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
    Path(id): Path<Id<Jeune>>,
    p: Parametres,
) -> Page {
    let (tx, ouvert) = lire_dossier(&etat, &accorde, id).await?;
    let qui = qui(&tx, &ouvert).await?;
    tx.commit().await?;
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

fn saisie(recu: &Recu) -> Saisie {
    let brut = |cle| recu.brut(cle).to_owned();
    Saisie {
        r#type: brut("type"),
        date: brut("date"),
        heure: brut("heure"),
        lieu: brut("lieu"),
        objet: brut("objet"),
        presence: brut("presence"),
        issue: brut("issue"),
    }
}

async fn noter(g: GesteDossier) -> Page {
    let saisie = saisie(&g.recu);
    match lire(&saisie, g.jour()) {
        Ok(lu) => {
            let contact = store::creer(g.tx(), &g.etat, g.dossier(), &lu).await?;
            let annuler = format!("/jeunes/{}/contacts/{contact}/annuler", g.jeune());
            let phrase = match (lu.r#type.as_str(), lu.presence.as_deref()) {
                ("appel", Some("present")) => format!("Appel noté : {} a répondu.", g.qui().await?.prenom),
                ("appel", Some("absent")) => format!("Appel noté : {} n'a pas répondu.", g.qui().await?.prenom),
                _ => "Contact noté.".to_owned(),
            };
            let dit = Dit::nouveau(phrase).defaire("Annuler ce contact", annuler);
            vers_la_fiche(g, dit, lu.parle_de_sante()).await
        }
        Err(fautes) => {
            let page = PageContact::nouvelle(g.cadre(), g.qui().await?, None, saisie, fautes.into());
            g.corriger(page)
        }
    }
}

async fn ouvrir(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path((id, contact)): Path<(Id<Jeune>, Id<Contact>)>,
) -> Page {
    let (tx, ouvert) = lire_dossier(&etat, &accorde, id).await?;
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

async fn changer(Path((_, contact)): Path<(Id<Jeune>, Id<Contact>)>, g: GesteDossier) -> Page {
    let c = store::sien(g.tx(), g.dossier(), contact).await?.ok_or(Erreur::Introuvable)?;
    let saisie = saisie(&g.recu);
    match lire(&saisie, g.jour()) {
        Ok(_) if !g.vise(&c.version()) => {
            let mut fautes = Fautes::default();
            fautes.dire("type", ENTRE_TEMPS);
            let page = PageContact::nouvelle(g.cadre(), g.qui().await?, Some(c), saisie, fautes);
            g.corriger(page)
        }
        Ok(lu) => {
            if !store::changer(g.tx(), &g.etat, g.dossier(), contact, &lu).await? {
                return Err(Erreur::Demande("Ce contact est annulé : rétablissez-le avant de le changer.".into()));
            }
            vers_la_fiche(g, "Contact enregistré.".into(), lu.parle_de_sante()).await
        }
        Err(fautes) => {
            // The version stays the one shown: a change made meanwhile is still to be told.
            let version = g.recu.brut("version").to_owned();
            let page = PageContact::nouvelle(g.cadre(), g.qui().await?, Some(c), saisie, fautes.into());
            g.corriger(PageContact { version, ..page })
        }
    }
}

/// Says whether the person came, beside their appointment: one gesture, from wherever it is shown.
async fn pointer(Path((_, contact)): Path<(Id<Jeune>, Id<Contact>)>, g: GesteDossier) -> Page {
    let c = store::sien(g.tx(), g.dossier(), contact).await?.ok_or(Erreur::Introuvable)?;
    let dite = g.recu.lire("presence");
    if !POINTEES.contains(&dite) {
        return Err(Erreur::Demande("Choisissez présent, absent ou excusé.".into()));
    }
    // Two who say it at once: the second reads what the first said before saying otherwise.
    let montree = Some(g.recu.lire("avant")).filter(|a| !a.is_empty());
    if c.presence.as_deref() != montree || !store::pointer(g.tx(), &g.etat, g.dossier(), &c, Some(dite)).await? {
        let phrase = "Quelqu'un vient de dire ce qu'il en est : rechargez la page pour le lire.";
        return Err(Erreur::Demande(phrase.into()));
    }
    let qui = g.qui().await?;
    let reprendre = format!("/jeunes/{}/contacts/{contact}/presence/reprendre", g.jeune());
    let phrase = format!("{} : {}.", qui.prenom, presence_dite(dite, qui.feminin));
    vers_la_fiche(g, Dit::nouveau(phrase).defaire("Reprendre", reprendre), false).await
}

/// Takes back what was said of presence: nothing is known again.
async fn reprendre(Path((_, contact)): Path<(Id<Jeune>, Id<Contact>)>, g: GesteDossier) -> Page {
    let c = store::sien(g.tx(), g.dossier(), contact).await?.ok_or(Erreur::Introuvable)?;
    if c.presence.is_none() || !store::pointer(g.tx(), &g.etat, g.dossier(), &c, None).await? {
        return Err(Erreur::Demande("Rien n'est dit de ce rendez-vous : il n'y a rien à reprendre.".into()));
    }
    vers_la_fiche(g, "C'est repris : la présence reste à dire.".into(), false).await
}

async fn annuler(Path((_, contact)): Path<(Id<Jeune>, Id<Contact>)>, g: GesteDossier) -> Page {
    basculer(g, contact, true).await
}

async fn retablir(Path((_, contact)): Path<(Id<Jeune>, Id<Contact>)>, g: GesteDossier) -> Page {
    basculer(g, contact, false).await
}

async fn basculer(g: GesteDossier, contact: Id<Contact>, annuler: bool) -> Page {
    if !store::annuler(g.tx(), &g.etat, g.dossier(), contact, annuler).await? {
        return Err(Erreur::Introuvable);
    }
    let dit = match annuler {
        true => Dit::nouveau("Contact annulé. Il reste dans le fil.")
            .defaire("Rétablir", format!("/jeunes/{}/contacts/{contact}/retablir", g.jeune())),
        false => "Contact rétabli.".into(),
    };
    vers_la_fiche(g, dit, false).await
}

async fn vers_la_fiche(g: GesteDossier, dit: Dit, sante: bool) -> Page {
    let fiche = format!("/jeunes/{}", g.jeune());
    g.conclure_en_prevenant(&fiche, dit, sante).await
}

/// A meeting to put in one's own agenda.
async fn agenda(
    State(etat): State<Etat>,
    accorde: Accorde,
    Path((id, contact)): Path<(Id<Jeune>, Id<Contact>)>,
) -> Page {
    let (tx, ouvert) = lire_dossier(&etat, &accorde, id).await?;
    let rdv = super::ics::pour_agenda(&tx, &etat, &ouvert, contact).await?.ok_or(Erreur::Introuvable)?;
    tx.commit().await?;
    Ok(attache("rdv.ics", "text/calendar; charset=utf-8", rdv.into_bytes()))
}
