//! Preparing a draw: by a form, or by the file of the command line.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_tirage::Protocole;

use super::ouverture::fil;
use crate::tirages::rules::{Simple, a_la_lettre, en_toml, memes_regles, trop_long};
use crate::tirages::store::{self, Redige, Tirage};
use passerelle_socle::access::{Action, Objet};
use passerelle_socle::db::{ErreurBase, Executeur, empreinte};
use passerelle_socle::ident::Id;
use passerelle_socle::web::{
    Arrivee, Cadre, ENTRE_TEMPS, Erreur, Etape, Etat, Fautes, Geste, Page, Parametres, Recu, Site, Televersement, page,
};

/// A protocol: text that people write, or its file.
const PROTOCOLE: Televersement = Televersement {
    octets: 1 << 20,
    absent: "Collez un protocole, ou choisissez un fichier .toml.",
    coupe: "L'envoi a été coupé avant la fin, ou dépasse 1 Mo : recommencez.",
};

pub(super) fn ajouter(site: Site) -> Site {
    site.formulaire("/tirages/nouveau", Action::Creer, Objet::Tirages, nouveau)
        .post("/tirages/nouveau", Action::Creer, Objet::Tirages, par_formulaire)
        .post_fichier("/tirages/protocole", Action::Creer, Objet::Tirages, par_fichier, PROTOCOLE)
        .formulaire("/tirages/{id}/modifier", Action::Modifier, Objet::Tirages, modifier)
        .post_fichier("/tirages/{id}/modifier", Action::Modifier, Objet::Tirages, remplacer, PROTOCOLE)
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
    /// Recognises the protocol that was shown.
    version: String,
    fautes: Fautes,
}

impl PageNouveau {
    fn nouvelle(cadre: Cadre) -> Self {
        let cadre = cadre.fil([Etape::vers("Tirages au sort", "/tirages"), Etape::ici("Préparer un tirage")]);
        let (simple, fautes) = (Simple::default(), Fautes::default());
        Self { cadre, simple, protocole: String::new(), avant: None, sur: None, version: String::new(), fautes }
    }
    /// The same page, to replace the protocol of a draw.
    fn sur(cadre: Cadre, t: Tirage, protocole: String, fautes: Fautes) -> Self {
        let cadre = fil(cadre, &t, Some("Modifier"));
        let version = empreinte(t.protocole.as_bytes());
        Self { cadre, simple: Simple::default(), protocole, avant: None, sur: Some(t), version, fautes }
    }
    /// Whether the simple form is offered: the rules of a later wave are given already.
    fn simple_offert(&self) -> bool {
        self.avant.is_none() && self.sur.is_none()
    }
}

async fn nouveau(State(etat): State<Etat>, cadre: Cadre, p: Parametres) -> Page {
    let avant = match p.lire("suite") {
        "" => None,
        id => Some(a_poursuivre(etat.base.lecture(), id).await?),
    };
    let protocole = avant.as_ref().map(|t| t.protocole.clone()).unwrap_or_default();
    page(PageNouveau { avant, protocole, ..PageNouveau::nouvelle(cadre) })
}

/// The draw that another goes on from: drawn, and nothing goes on from it yet.
async fn a_poursuivre(conn: &impl Executeur, id: &str) -> Result<Tirage, Erreur> {
    let id: Id<Tirage> = id.parse().map_err(|_| Erreur::Introuvable)?;
    let t = store::lire(conn, id).await?.ok_or(Erreur::Introuvable)?;
    match (t.tire_le, t.suivant_id) {
        (None, _) => {
            Err(Erreur::Demande("Ce tirage n'est pas encore fait : la vague suivante se prépare après.".into()))
        }
        (_, Some(_)) => Err(Erreur::Demande("La vague suivante de ce tirage est déjà préparée : ouvrez-la.".into())),
        (Some(_), None) => Ok(t),
    }
}

async fn par_formulaire(g: Geste) -> Page {
    let lu = |cle: &str| g.recu.brut(cle).to_owned();
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
        Ok(p) => match (trop_long(&p), a_la_lettre(&t, &p)) {
            (Some((champ, refus)), _) => Err(vec![(champ, refus.to_string())]),
            (None, Err(refus)) => Err(vec![("titre", refus.to_string())]),
            (None, Ok(_)) => Ok(t),
        },
        Err(e) => Err(vec![("sites", format!("{e}."))]),
    });
    match toml {
        Ok(texte) => creer(g, &texte, None).await,
        Err(fautes) => {
            let page = PageNouveau { simple, fautes: fautes.into(), ..PageNouveau::nouvelle(g.cadre()) };
            g.corriger(page)
        }
    }
}

async fn creer(g: Geste, texte: &str, avant: Option<&Tirage>) -> Page {
    let protocole = Protocole::lire(texte).map_err(|e| Erreur::Demande(format!("{e}.")))?;
    if let Some(avant) = avant {
        // Two who go on from the same draw wait for each other.
        let tenu = store::tenir(g.tx(), avant.id).await?;
        if tenu.is_none_or(|t| t.suivant_id.is_some()) {
            return Err(Erreur::Demande("La vague suivante de ce tirage est déjà préparée : ouvrez-la.".into()));
        }
    }
    let (titre, texte) = a_la_lettre(texte, &protocole).map_err(ErreurBase::from)?;
    let redige = Redige { titre: &titre, protocole: &texte };
    let id = store::creer(g.tx(), g.maintenant(), g.acteur(), &redige, avant).await?;
    g.mener(format!("/tirages/{id}"), "Le protocole est enregistré. Les structures peuvent inscrire leurs candidats.")
        .await
}

/// The protocol of a form: a file wins over a text, when there is one.
fn protocole_recu(recu: &mut Recu) -> Result<String, Erreur> {
    let fichier = String::from_utf8(std::mem::take(&mut recu.fichier.octets))
        .map_err(|_| Erreur::Demande("Ce fichier n'est pas en UTF-8 : enregistrez-le ainsi.".into()))?;
    // A browser sends the lines of a text area with two characters at their end.
    let texte = if fichier.trim().is_empty() { recu.brut("protocole") } else { &fichier };
    Ok(texte.replace("\r\n", "\n"))
}

fn faute(texte: &str, avant: Option<&Tirage>) -> Option<Vec<(&'static str, String)>> {
    if texte.trim().is_empty() {
        return Some(vec![("protocole", "Collez un protocole, ou choisissez un fichier .toml.".into())]);
    }
    match Protocole::lire(texte).map(|p| a_la_lettre(texte, &p)) {
        Err(e) => return Some(vec![("protocole", format!("{e}."))]),
        Ok(Err(refus)) => return Some(vec![("protocole", refus.to_string())]),
        Ok(Ok(_)) => {}
    }
    let autre = avant.is_some_and(|a| !memes_regles(&a.protocole, texte));
    let phrase =
        "D'une vague à l'autre, seules les parties et leurs engagements changent : reprenez le protocole affiché.";
    autre.then(|| vec![("protocole", phrase.into())])
}

async fn par_fichier(mut g: Geste) -> Page {
    let protocole = protocole_recu(&mut g.recu)?;
    let avant = match g.recu.brut("suite") {
        "" => None,
        suite => Some(a_poursuivre(g.tx(), suite).await?),
    };
    match faute(&protocole, avant.as_ref()) {
        None => creer(g, &protocole, avant.as_ref()).await,
        Some(fautes) => {
            let page = PageNouveau { protocole, avant, fautes: fautes.into(), ..PageNouveau::nouvelle(g.cadre()) };
            g.corriger(page)
        }
    }
}

async fn modifier(State(etat): State<Etat>, cadre: Cadre, Path(id): Path<Id<Tirage>>) -> Page {
    let t = modifiable(etat.base.lecture(), id).await?;
    let protocole = t.protocole.clone();
    page(PageNouveau::sur(cadre, t, protocole, Fautes::default()))
}

/// A draw whose protocol may still be replaced: nobody was entered under it.
async fn modifiable(conn: &impl Executeur, id: Id<Tirage>) -> Result<Tirage, Erreur> {
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

async fn remplacer(Path(id): Path<Id<Tirage>>, arrivee: Arrivee) -> Page {
    // A draw that is not there, or does not change, is said before a byte is read.
    modifiable(arrivee.etat.base.lecture(), id).await?;
    let mut g = arrivee.recevoir().await?.ouvrir().await?;
    let texte = protocole_recu(&mut g.recu)?;
    store::tenir(g.tx(), id).await?;
    let t = modifiable(g.tx(), id).await?;
    let avant = match t.precedent_id {
        Some(avant) => store::lire(g.tx(), avant).await?,
        None => None,
    };
    if let Some(fautes) = faute(&texte, avant.as_ref()) {
        let version = g.recu.brut("version").to_owned();
        let page = PageNouveau::sur(g.cadre(), t, texte, fautes.into());
        return g.corriger(PageNouveau { version, ..page });
    }
    if !g.vise(&empreinte(t.protocole.as_bytes())) {
        let fautes = vec![("protocole", ENTRE_TEMPS.to_owned())];
        let page = PageNouveau::sur(g.cadre(), t, texte, fautes.into());
        return g.corriger(page);
    }
    let protocole = Protocole::lire(&texte).map_err(|e| Erreur::Demande(e.to_string()))?;
    let (titre, texte) = a_la_lettre(&texte, &protocole).map_err(ErreurBase::from)?;
    let redige = Redige { titre: &titre, protocole: &texte };
    store::changer(g.tx(), g.maintenant(), g.acteur(), id, &redige).await?;
    g.conclure(format!("/tirages/{id}"), "Le protocole est remplacé.").await
}
