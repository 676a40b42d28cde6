//! Routes of studies: the list, the record, its registration, what is added to it.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::decimal;
use passerelle_socle::temps::Instant;

use super::document::{apres, dire_choix};
use super::enquetes::{self, Enquete, Relance, Taux};
use super::model::{Choix, DEPARTS, Protocole};
use super::population;
use super::rules::{effectif, petit};
use super::store::{self, Amendement, Etude, Extrait};
use passerelle_socle::access::{Accorde, Action, Faits, Objet, may};
use passerelle_socle::db::{self, Executeur, Tx};
use passerelle_socle::ident::Id;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::texte::Texte;
use passerelle_socle::web::{
    Arrivee, Cadre, Erreur, Etape, Etat, Fautes, Geste, Page, Site, Televersement, entete_simple, jour, page,
    page_a_corriger, telecharger,
};

/// The minutes of a draw.
const MINUTES: Televersement = Televersement {
    octets: 20 << 20,
    absent: "Choisissez le fichier proces-verbal.json du tirage, 20 Mo au plus.",
    coupe: "Choisissez le fichier proces-verbal.json du tirage, 20 Mo au plus.",
};
/// Characters of an amendment, at most.
const AMENDEMENT_MAX: usize = 4_000;

/// Routes.
pub(super) fn site() -> Site {
    Site::nouveau()
        .get("/etudes", Action::Lister, Objet::Etudes, liste)
        .get("/etudes/{id}", Action::Consulter, Objet::Etudes, etude)
        .get("/etudes/{id}/protocole.json", Action::Exporter, Objet::Etudes, protocole)
        .post_fichier("/etudes/{id}/proces-verbal", Action::Modifier, Objet::Etudes, joindre, MINUTES)
        .post("/etudes/{id}/enregistrer", Action::Modifier, Objet::Etudes, enregistrer)
        .post("/etudes/{id}/supprimer", Action::Retirer, Objet::Etudes, supprimer)
        .post("/etudes/{id}/amendements", Action::Modifier, Objet::Etudes, amender)
}

/// A sentence for whoever sent something that cannot be followed.
pub(super) fn demande(phrase: impl Into<String>) -> Erreur {
    Erreur::Demande(phrase.into())
}

fn peut(accorde: &Accorde, action: Action) -> bool {
    may(accorde.acteur(), action, Objet::Etudes, &Faits::default()).is_ok()
}

/// A study and its protocol. A draft is seen by those who may write one.
pub(super) async fn ouverte(
    conn: &impl Executeur,
    accorde: &Accorde,
    id: Id<Etude>,
) -> Result<(Etude, Protocole), Erreur> {
    let etude = store::lire(conn, accorde, id).await?.ok_or(Erreur::Introuvable)?;
    if etude.enregistree_le.is_none() && !peut(accorde, Action::Modifier) {
        return Err(Erreur::Introuvable);
    }
    let p = etude.lire()?;
    Ok((etude, p))
}

/// The same, once registered.
pub(super) async fn registree(
    conn: &impl Executeur,
    accorde: &Accorde,
    id: Id<Etude>,
) -> Result<(Etude, Protocole), Erreur> {
    let (etude, p) = ouverte(conn, accorde, id).await?;
    match etude.enregistree_le {
        Some(_) => Ok((etude, p)),
        None => Err(demande("Enregistrez d'abord le protocole : sans lui, rien ne dit ce qui devait être mesuré.")),
    }
}

/// The trail of a page about a study.
pub(super) fn fil(cadre: Cadre, etude: &Etude, ici: &str) -> Cadre {
    cadre.fil([
        Etape::vers("Études", "/etudes"),
        Etape::vers(etude.titre.clone(), format!("/etudes/{}", etude.id)),
        Etape::ici(ici),
    ])
}

struct Rangee {
    id: Id<Etude>,
    titre: String,
    etat: String,
    par: String,
    apres: bool,
}

#[derive(Template)]
#[template(path = "pages/liste.html")]
struct PageListe {
    cadre: Cadre,
    etudes: Vec<Rangee>,
    creer: bool,
}

async fn liste(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde) -> Page {
    let brouillons = peut(&accorde, Action::Modifier);
    let mut etudes = Vec::new();
    for e in store::lister(etat.base.lecture(), &accorde).await? {
        let extraits = store::extraits(etat.base.lecture(), e.id).await?;
        let dit = match e.enregistree() {
            Some(le) => format!("Enregistrée le {}", jour(le)),
            None if brouillons => "Brouillon".to_owned(),
            None => continue,
        };
        let par = e.enregistree_par.clone().unwrap_or_else(|| e.cree_par.clone());
        etudes.push(Rangee { apres: apres(&e, &extraits).is_some(), id: e.id, titre: e.titre, etat: dit, par });
    }
    page(PageListe { cadre, etudes, creer: peut(&accorde, Action::Creer) })
}

/// Why a registered protocol is not changed.
pub(super) fn figee() -> Erreur {
    demande("Cette étude est enregistrée : son protocole ne change plus. Ajoutez un amendement, avec sa raison.")
}

async fn joindre(Path(id): Path<Id<Etude>>, arrivee: Arrivee) -> Page {
    let (_, mut p) = ouverte(arrivee.etat.base.lecture(), &arrivee.accorde, id).await?;
    let mut envoi = arrivee.recevoir().await?;
    let octets = std::mem::take(&mut envoi.recu.fichier.octets);
    let minutes = String::from_utf8(octets).map_err(|_| demande(MINUTES.absent))?;
    if p.population.tirage.is_some() {
        return Err(demande(
            "Ce protocole prend un tirage fait ici : modifiez-le pour joindre un autre procès-verbal.",
        ));
    }
    if minutes.is_empty() || minutes.contains('\0') || !p.tire() {
        return Err(demande(MINUTES.absent));
    }
    let bras = p.population.bras.clone();
    // Replaying a draw takes a while: not on the threads that answer requests.
    let (minutes, examen) = tokio::task::spawn_blocking(move || {
        let examen = population::verifier_minutes(&minutes, &bras).map(drop);
        (minutes, examen)
    })
    .await
    .map_err(|e| Erreur::Interne(e.to_string()))?;
    examen.map_err(|e| demande(e.to_string()))?;
    p.population.proces_verbal = Some(db::empreinte(minutes.as_bytes()));
    let g = envoi.ouvrir().await?;
    if !store::joindre(g.tx(), &g.etat, g.acteur(), id, &p, &minutes).await? {
        return Err(figee());
    }
    g.conclure(format!("/etudes/{id}"), "Procès-verbal joint et vérifié.").await
}

async fn enregistrer(Path(id): Path<Id<Etude>>, g: Geste) -> Page {
    let (etude, p) = ouverte(g.tx(), &g.accorde, id).await?;
    if etude.enregistree_le.is_some() {
        return Err(figee());
    }
    if p.tire() && p.population.proces_verbal.is_none() {
        return Err(demande("Joignez d'abord le procès-verbal du tirage : il dit qui est dans quel bras."));
    }
    let population = population::lire(g.tx(), id, &p, etude.proces_verbal.as_deref()).await?;
    let premiere = population::premiere(&population, &p, g.jour());
    let horloge = g.etat.horloge.as_ref();
    let fige = store::enregistrer(g.tx(), horloge, g.acteur(), id, &etude.protocole, premiere).await?;
    if fige.is_none() {
        return Err(demande("Le protocole a changé pendant l'enregistrement : relisez-le, puis recommencez."));
    }
    g.conclure(format!("/etudes/{id}"), "Protocole enregistré. Il ne changera plus.").await
}

async fn supprimer(Path(id): Path<Id<Etude>>, g: Geste) -> Page {
    ouverte(g.tx(), &g.accorde, id).await?;
    if !store::supprimer(g.tx(), &g.etat, g.acteur(), id).await? {
        return Err(demande("Une étude enregistrée ne se supprime pas : elle reste, avec ce qui y a été ajouté."));
    }
    g.mener("/etudes", "Brouillon supprimé.").await
}

#[derive(Template)]
#[template(path = "pages/etude.html")]
struct PageEtude {
    cadre: Cadre,
    etude: Etude,
    p: Protocole,
    apres: Option<String>,
    amendements: Vec<Amendement>,
    extraits: Vec<Extrait>,
    enquete: Option<Enquete>,
    taux: Vec<Taux>,
    relances: Vec<Relance>,
    close: bool,
    modifier: bool,
    creer: bool,
    exporter: bool,
    max: usize,
    texte: String,
    motif: String,
    fautes: Fautes,
}

impl PageEtude {
    fn quand(&self, instant: &Instant) -> String {
        entete_simple(*instant)
    }
    fn choix(&self) -> String {
        dire_choix(&Choix::from(&self.p))
    }
    fn minimal(&self) -> Option<String> {
        self.p.puissance.effet_minimal.map(|m| decimal(m, 1))
    }
    fn compte(&self, n: &i64) -> String {
        effectif(usize::try_from(*n).unwrap_or(0))
    }
    fn part(&self, reponses: &i64, t: &Taux) -> String {
        match t.invites {
            0 => "–".to_owned(),
            // A rate gives its number back.
            _ if petit(*reponses) => "non communiqué".to_owned(),
            n => format!("{} %", decimal(100.0 * *reponses as f64 / n as f64, 0)),
        }
    }
    fn questions(&self) -> usize {
        self.p.questions().count()
    }
}

async fn montrer(etat: &Etat, cadre: Cadre, accorde: &Accorde, id: Id<Etude>) -> Result<PageEtude, Erreur> {
    let conn = etat.base.lecture();
    let (etude, p) = ouverte(conn, accorde, id).await?;
    let extraits = store::extraits(conn, id).await?;
    let enquete = enquetes::de_l_etude(conn, id).await?;
    let (taux, relances) = match &enquete {
        Some(e) => (enquetes::taux(conn, e.id).await?, enquetes::faites(conn, e.id).await?),
        None => (vec![], vec![]),
    };
    Ok(PageEtude {
        cadre: cadre.fil([Etape::vers("Études", "/etudes"), Etape::ici(etude.titre.clone())]),
        apres: apres(&etude, &extraits),
        amendements: store::amendements(conn, id).await?,
        close: enquete.as_ref().is_some_and(|e| e.expire_le <= etat.horloge.maintenant()),
        etude,
        p,
        extraits,
        enquete,
        taux,
        relances,
        modifier: peut(accorde, Action::Modifier),
        creer: peut(accorde, Action::Creer),
        exporter: peut(accorde, Action::Exporter),
        max: AMENDEMENT_MAX,
        texte: String::new(),
        motif: String::new(),
        fautes: Fautes::default(),
    })
}

async fn etude(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Id<Etude>>) -> Page {
    page(montrer(&etat, cadre, &accorde, id).await?)
}

/// The very bytes that were hashed.
async fn protocole(State(etat): State<Etat>, accorde: Accorde, Path(id): Path<Id<Etude>>) -> Page {
    let (etude, _) = ouverte(etat.base.lecture(), &accorde, id).await?;
    exporter(&etat, &accorde, id, "protocole").await?;
    Ok(telecharger("protocole.json", etude.protocole.into_bytes()))
}

/// Writes that something left.
pub(super) async fn exporter(etat: &Etat, accorde: &Accorde, id: Id<Etude>, quoi: &str) -> Result<(), Erreur> {
    let tx: Tx = etat.base.en_lisant().await?;
    let entree = Entree::sur(Action::Exporter, Objet::Etudes).id(id).detail(quoi);
    journal::ecrire(&tx, etat.horloge.maintenant(), accorde.acteur(), entree);
    tx.commit().await?;
    Ok(())
}

async fn amender(Path(id): Path<Id<Etude>>, g: Geste) -> Page {
    let (etude, _) = registree(g.tx(), &g.accorde, id).await?;
    let mut fautes = Fautes::default();
    let texte = Texte::lire(g.recu.lire("texte"), AMENDEMENT_MAX).map_err(|e| e.to_string());
    let texte = fautes.garder("texte", texte.and_then(|t| t.exige("Écrivez ce qui change.")));
    let motif = Texte::ligne(g.recu.lire("motif"), 300).map_err(|e| e.to_string());
    let vide = "Dites pourquoi : un amendement sans raison n'aide personne à vous croire.";
    let motif = fautes.garder("motif", motif.and_then(|t| t.exige(vide)));
    let (Some(texte), Some(motif)) = (texte, motif) else {
        let envoi = g.abandonner().await?;
        let (texte, motif) = (envoi.recu.lire("texte").to_owned(), envoi.recu.lire("motif").to_owned());
        let montree = montrer(&envoi.etat, envoi.cadre(), &envoi.accorde, id).await?;
        return page_a_corriger(PageEtude { texte, motif, fautes, ..montree });
    };
    let empreinte = etude.empreinte.unwrap_or_default();
    store::amender(g.tx(), &g.etat, g.acteur(), id, &empreinte, store::Amende { texte: &texte, motif: &motif }).await?;
    g.conclure(format!("/etudes/{id}#amendements"), "Amendement ajouté.").await
}
