//! Preparing a draw: by a form, or by the file of the command line.

use askama::Template;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::response::{IntoResponse, Redirect};
use passerelle_tirage::Protocole;
use uuid::Uuid;

use super::fil;
use crate::tirages::rules::{Simple, en_toml, memes_regles};
use crate::tirages::store::{self, Tirage};
use passerelle_socle::access::{Accorde, Action, Objet};
use passerelle_socle::web::{
    Cadre, Erreur, Etape, Etat, Fautes, Page, Parametres, Recu, Site, page, page_a_corriger, recevoir,
};

/// A protocol: text that people write.
const PROTOCOLE_MAX: usize = 1 << 20;

pub(super) fn ajouter(site: Site) -> Site {
    let borne = || DefaultBodyLimit::max(PROTOCOLE_MAX);
    site.get("/tirages/nouveau", Action::Creer, Objet::Tirages, nouveau)
        .post("/tirages/nouveau", Action::Creer, Objet::Tirages, par_formulaire)
        .post_long("/tirages/protocole", Action::Creer, Objet::Tirages, par_fichier, borne())
        .get("/tirages/{id}/modifier", Action::Modifier, Objet::Tirages, modifier)
        .post_long("/tirages/{id}/modifier", Action::Modifier, Objet::Tirages, remplacer, borne())
}

#[derive(Template)]
#[template(path = "tirages/pages/nouveau.html")]
struct PageNouveau {
    cadre: Cadre,
    simple: Simple,
    protocole: String,
    /// The draw it goes on from.
    avant: Option<Tirage>,
    /// The draw whose protocol is replaced.
    sur: Option<Tirage>,
    fautes: Fautes,
}

impl PageNouveau {
    fn nouvelle(cadre: Cadre) -> Self {
        let cadre = cadre.fil([Etape::vers("Tirages au sort", "/tirages"), Etape::ici("Préparer un tirage")]);
        let fautes = Fautes::default();
        Self { cadre, simple: Simple::default(), protocole: String::new(), avant: None, sur: None, fautes }
    }
    /// The same page, to replace the protocol of a draw.
    fn sur(cadre: Cadre, t: Tirage, protocole: String, fautes: Fautes) -> Self {
        let cadre = fil(cadre, &t, Some("Modifier"));
        Self { cadre, simple: Simple::default(), protocole, avant: None, sur: Some(t), fautes }
    }
    /// Whether the simple form is offered: the rules of a later wave are given already.
    fn simple_offert(&self) -> bool {
        self.avant.is_none() && self.sur.is_none()
    }
}

async fn nouveau(State(etat): State<Etat>, cadre: Cadre, p: Parametres) -> Page {
    let avant = match p.lire("suite") {
        "" => None,
        id => Some(a_poursuivre(&etat, id).await?),
    };
    let protocole = avant.as_ref().map(|t| t.protocole.clone()).unwrap_or_default();
    page(PageNouveau { avant, protocole, ..PageNouveau::nouvelle(cadre) })
}

/// The draw that another goes on from: drawn, and nothing goes on from it yet.
async fn a_poursuivre(etat: &Etat, id: &str) -> Result<Tirage, Erreur> {
    let id: Uuid = id.parse().map_err(|_| Erreur::Introuvable)?;
    let t = store::lire(etat.base.lecture(), id).await?.ok_or(Erreur::Introuvable)?;
    match (t.tire_le, t.suivant_id) {
        (None, _) => {
            Err(Erreur::Demande("Ce tirage n'est pas encore fait : la vague suivante se prépare après.".into()))
        }
        (_, Some(_)) => Err(Erreur::Demande("La vague suivante de ce tirage est déjà préparée : ouvrez-la.".into())),
        (Some(_), None) => Ok(t),
    }
}

async fn par_formulaire(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, recu: Recu) -> Page {
    let lu = |cle: &str| recu.brut(cle).to_owned();
    let simple = Simple {
        titre: lu("titre"),
        hasard: lu("hasard"),
        bras: lu("bras"),
        vagues: lu("vagues"),
        strates: lu("strates"),
        sites: lu("sites"),
        exclusions: lu("exclusions"),
    };
    // What the engine refuses of a form that could be written is mostly about its sites; its sentence names which.
    let toml = en_toml(&simple).and_then(|t| match Protocole::lire(&t) {
        Ok(_) => Ok(t),
        Err(e) => Err(vec![("sites", format!("{e}."))]),
    });
    match toml {
        Ok(texte) => creer(&etat, &accorde, &texte, None).await,
        Err(fautes) => page_a_corriger(PageNouveau { simple, fautes: fautes.into(), ..PageNouveau::nouvelle(cadre) }),
    }
}

async fn creer(etat: &Etat, accorde: &Accorde, texte: &str, avant: Option<&Tirage>) -> Page {
    let protocole = Protocole::lire(texte).map_err(|e| Erreur::Demande(format!("{e}.")))?;
    let tx = etat.base.transaction().await?;
    if let Some(avant) = avant {
        // Two who go on from the same draw wait for each other.
        let tenu = store::tenir(&tx, avant.id).await?;
        if tenu.is_none_or(|t| t.suivant_id.is_some()) {
            return Err(Erreur::Demande("La vague suivante de ce tirage est déjà préparée : ouvrez-la.".into()));
        }
    }
    let suite = avant.map(|a| (a.serie_id, a.id));
    let (maintenant, acteur) = (etat.horloge.maintenant(), accorde.acteur());
    let id = store::creer(&tx, maintenant, acteur, (protocole.titre(), texte), suite).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/tirages/{id}?fait=cree")).into_response())
}

/// The protocol of a form and the draw it goes on from: a file wins over a text, when there is one.
async fn protocole_recu(envoi: Result<Multipart, MultipartRejection>) -> Result<(String, String), Erreur> {
    let coupe = "L'envoi a été coupé avant la fin, ou dépasse 1 Mo : recommencez.";
    let (recu, (_, octets)) = recevoir(envoi, "Collez un protocole, ou choisissez un fichier .toml.", coupe).await?;
    let fichier = String::from_utf8(octets)
        .map_err(|_| Erreur::Demande("Ce fichier n'est pas en UTF-8 : enregistrez-le ainsi.".into()))?;
    // A browser sends the lines of a text area with two characters at their end.
    let texte = if fichier.trim().is_empty() { recu.brut("protocole") } else { &fichier };
    Ok((texte.replace("\r\n", "\n"), recu.brut("suite").to_owned()))
}

fn faute(texte: &str, avant: Option<&Tirage>) -> Option<Vec<(&'static str, String)>> {
    if texte.trim().is_empty() {
        return Some(vec![("protocole", "Collez un protocole, ou choisissez un fichier .toml.".into())]);
    }
    if let Err(e) = Protocole::lire(texte) {
        return Some(vec![("protocole", format!("{e}."))]);
    }
    let autre = avant.is_some_and(|a| !memes_regles(&a.protocole, texte));
    let phrase =
        "D'une vague à l'autre, seules les parties et leurs engagements changent : reprenez le protocole affiché.";
    autre.then(|| vec![("protocole", phrase.into())])
}

async fn par_fichier(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    envoi: Result<Multipart, MultipartRejection>,
) -> Page {
    let (protocole, suite) = protocole_recu(envoi).await?;
    let avant = if suite.is_empty() { None } else { Some(a_poursuivre(&etat, &suite).await?) };
    match faute(&protocole, avant.as_ref()) {
        None => creer(&etat, &accorde, &protocole, avant.as_ref()).await,
        Some(fautes) => {
            page_a_corriger(PageNouveau { protocole, avant, fautes: fautes.into(), ..PageNouveau::nouvelle(cadre) })
        }
    }
}

async fn modifier(State(etat): State<Etat>, cadre: Cadre, Path(id): Path<Uuid>) -> Page {
    let t = modifiable(etat.base.lecture(), id).await?;
    let protocole = t.protocole.clone();
    page(PageNouveau::sur(cadre, t, protocole, Fautes::default()))
}

/// A draw whose protocol may still be replaced: nobody was entered under it.
async fn modifiable(conn: &impl passerelle_socle::db::Executeur, id: Uuid) -> Result<Tirage, Erreur> {
    let t = store::lire(conn, id).await?.ok_or(Erreur::Introuvable)?;
    if let Some(ferme) = t.ferme() {
        return Err(Erreur::Demande(ferme));
    }
    if !store::effectifs(conn, id).await?.is_empty() {
        let phrase = "Des candidats sont déjà inscrits sous ce protocole : les structures les retirent d'abord, ou préparez un autre tirage.";
        return Err(Erreur::Demande(phrase.into()));
    }
    Ok(t)
}

async fn remplacer(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path(id): Path<Uuid>,
    envoi: Result<Multipart, MultipartRejection>,
) -> Page {
    // A draw that is not there, or does not change, is said before a byte is read.
    modifiable(etat.base.lecture(), id).await?;
    let (texte, _) = protocole_recu(envoi).await?;
    let tx = etat.base.transaction().await?;
    store::tenir(&tx, id).await?;
    let t = modifiable(&tx, id).await?;
    let avant = match t.precedent_id {
        Some(avant) => store::lire(&tx, avant).await?,
        None => None,
    };
    if let Some(fautes) = faute(&texte, avant.as_ref()) {
        return page_a_corriger(PageNouveau::sur(cadre, t, texte, fautes.into()));
    }
    let protocole = Protocole::lire(&texte).map_err(|e| Erreur::Demande(e.to_string()))?;
    let maintenant = etat.horloge.maintenant();
    store::changer(&tx, maintenant, accorde.acteur(), id, (protocole.titre(), &texte)).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/tirages/{id}?fait=modifie")).into_response())
}
