//! Routes of the form of a protocol, as long as it is a draft.

use askama::Template;
use axum::extract::{Path, State};

use super::formulaire::{QUESTIONS, Saisie, valeur_tirage};
use super::model::{COVARIABLES, DEPARTS, ESTIMATEURS, MESURES, Protocole, REPONSES, STRATES};
use super::pages::{figee, fil, ouverte};
use super::store::{self, Etude};
use passerelle_faits::tirages::{self, TirageFait};
use passerelle_gens::structures;
use passerelle_socle::access::{Accorde, Action, Faits, Objet, may};
use passerelle_socle::db::{self, Executeur};
use passerelle_socle::ident::Id;
use passerelle_socle::web::{Cadre, ENTRE_TEMPS, Erreur, Etape, Etat, Fautes, Geste, Page, Site, page};

/// Routes.
pub(super) fn site() -> Site {
    Site::nouveau()
        .formulaire("/etudes/nouvelle", Action::Creer, Objet::Etudes, nouvelle)
        .post("/etudes/nouvelle", Action::Creer, Objet::Etudes, creer)
        .formulaire("/etudes/{id}/modifier", Action::Modifier, Objet::Etudes, modifier)
        .post("/etudes/{id}/modifier", Action::Modifier, Objet::Etudes, corriger)
}

#[derive(Template)]
#[template(path = "pages/formulaire.html")]
struct PageFormulaire {
    cadre: Cadre,
    titre: &'static str,
    adresse: String,
    retour: String,
    saisie: Saisie,
    /// Recognises the protocol that was shown.
    version: String,
    fautes: Fautes,
    tirages: Vec<TirageFait>,
}

impl PageFormulaire {
    fn nouvelle(cadre: Cadre, tirages: Vec<TirageFait>, saisie: Saisie, fautes: Fautes) -> Self {
        let cadre = cadre.fil([Etape::vers("Études", "/etudes"), Etape::ici("Nouvelle étude")]);
        let (adresse, retour) = ("/etudes/nouvelle".to_owned(), "/etudes".to_owned());
        Self { cadre, titre: "Écrire un protocole", adresse, retour, saisie, version: String::new(), fautes, tirages }
    }
    fn de(cadre: Cadre, etude: &Etude, tirages: Vec<TirageFait>, saisie: Saisie, fautes: Fautes) -> Self {
        let retour = format!("/etudes/{}", etude.id);
        let cadre = fil(cadre, etude, "Modifier le protocole");
        let adresse = format!("{retour}/modifier");
        let version = db::empreinte(etude.protocole.as_bytes());
        Self { cadre, titre: "Modifier le protocole", adresse, retour, saisie, version, fautes, tirages }
    }
    fn tirage(&self, t: &TirageFait, bras: &str) -> String {
        valeur_tirage(&t.id, bras)
    }
    /// Each outcome: its box, its delay, its words, the words of its delay.
    fn mesures(&self) -> Vec<(String, String, &'static str, &'static str)> {
        let delai = |m: &str| match m {
            "contrat_cours" => "Délai, en mois après le départ",
            "rupture" => "Délai, en jours après le début du contrat",
            _ => "Délai, en jours après le départ",
        };
        MESURES.choix().into_iter().map(|(m, mots)| (format!("i_{m}"), format!("d_{m}"), mots, delai(m))).collect()
    }
    /// Each question: its field, the field of its answers.
    fn questions(&self) -> Vec<(&'static str, String)> {
        QUESTIONS.into_iter().map(|q| (q, format!("{q}_reponse"))).collect()
    }
    fn covariables(&self) -> Vec<(String, &'static str)> {
        COVARIABLES.choix().into_iter().map(|(c, mots)| (format!("c_{c}"), mots)).collect()
    }
    fn strates(&self) -> Vec<(String, &'static str)> {
        STRATES.choix().into_iter().map(|(s, mots)| (format!("s_{s}"), mots)).collect()
    }
}

/// The proof that an author may take the minutes of the draws made here.
fn sur_les_tirages(accorde: &Accorde) -> Option<Accorde> {
    may(accorde.acteur(), Action::Exporter, Objet::Tirages, &Faits::default()).ok()
}

/// The draws that the author may start from.
async fn offerts(conn: &impl Executeur, accorde: &Accorde) -> Result<Vec<TirageFait>, Erreur> {
    match sur_les_tirages(accorde) {
        Some(tirages) => Ok(tirages::faits_ici(conn, &tirages).await?),
        None => Ok(vec![]),
    }
}

/// Joins the minutes of the draw that was chosen, and their hash to the protocol; or says that it cannot be.
async fn minutes(
    conn: &impl Executeur,
    accorde: &Accorde,
    p: &mut Protocole,
    offerts: &[TirageFait],
    fautes: &mut Vec<(&'static str, String)>,
) -> Result<Option<String>, Erreur> {
    let Some(id) = p.population.tirage else { return Ok(None) };
    let connu = offerts.iter().any(|t| t.id == id && t.bras.contains(&p.population.bras));
    let lues = match sur_les_tirages(accorde).filter(|_| connu) {
        Some(tirages) => tirages::minutes_du(conn, &tirages, id).await?,
        None => None,
    };
    match &lues {
        Some(lues) => p.population.proces_verbal = Some(db::empreinte(lues.as_bytes())),
        None => fautes.push(("tirage", "Choisissez un tirage et un bras de la liste.".to_owned())),
    }
    Ok(lues)
}

async fn nouvelle(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde) -> Page {
    let tirages = offerts(etat.base.lecture(), &accorde).await?;
    page(PageFormulaire::nouvelle(cadre, tirages, Saisie::nouvelle(), Fautes::default()))
}

/// The codes that a protocol names must exist: a mistyped one would make an empty study.
async fn codes(conn: &impl Executeur, p: &Protocole) -> Result<Vec<(&'static str, String)>, Erreur> {
    let mut fautes = Vec::new();
    if !p.population.action.is_empty() && !store::action_connue(conn, &p.population.action).await? {
        fautes.push(("action", "Aucune action n'a ce code : copiez-le depuis la liste des actions.".to_owned()));
    }
    for code in &p.population.structures {
        if structures::par_code(conn, code).await?.is_none() {
            let phrase = format!("Aucune structure n'a le code « {code} » : copiez-le depuis la liste des structures.");
            fautes.push(("structures", phrase));
        }
    }
    Ok(fautes)
}

/// What is said of a draft.
const BROUILLON: &str =
    "Brouillon gardé. Il peut encore changer : relisez-le, puis enregistrez-le avant les résultats.";

async fn creer(g: Geste) -> Page {
    let tirages = offerts(g.tx(), &g.accorde).await?;
    let saisie = Saisie::recue(&g.recu).datee(&tirages);
    let mut p = match saisie.protocole(None) {
        Ok(p) => p,
        Err(fautes) => {
            let page = PageFormulaire::nouvelle(g.cadre(), tirages, saisie, fautes);
            return g.corriger(page);
        }
    };
    let mut fautes = codes(g.tx(), &p).await?;
    let minutes = minutes(g.tx(), &g.accorde, &mut p, &tirages, &mut fautes).await?;
    if !fautes.is_empty() {
        let page = PageFormulaire::nouvelle(g.cadre(), tirages, saisie, fautes.into());
        return g.corriger(page);
    }
    let id = store::creer(g.tx(), g.etat.horloge.as_ref(), g.acteur(), &p, minutes.as_deref()).await?;
    g.mener(format!("/etudes/{id}"), BROUILLON).await
}

async fn modifier(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Id<Etude>>) -> Page {
    let (etude, p) = ouverte(etat.base.lecture(), &accorde, id).await?;
    if etude.enregistree_le.is_some() {
        return Err(figee());
    }
    let tirages = offerts(etat.base.lecture(), &accorde).await?;
    page(PageFormulaire::de(cadre, &etude, tirages, Saisie::de(&p), Fautes::default()))
}

async fn corriger(Path(id): Path<Id<Etude>>, g: Geste) -> Page {
    let (etude, avant) = ouverte(g.tx(), &g.accorde, id).await?;
    let tirages = offerts(g.tx(), &g.accorde).await?;
    let saisie = Saisie::recue(&g.recu).datee(&tirages);
    // Minutes that were joined stay, as long as the draw is one made elsewhere.
    let jointes = avant.population.proces_verbal.filter(|_| avant.population.tirage.is_none());
    let mut p = match saisie.protocole(jointes) {
        Ok(p) => p,
        Err(fautes) => {
            let version = g.recu.brut("version").to_owned();
            let page = PageFormulaire::de(g.cadre(), &etude, tirages, saisie, fautes);
            return g.corriger(PageFormulaire { version, ..page });
        }
    };
    let mut fautes = codes(g.tx(), &p).await?;
    let minutes = match minutes(g.tx(), &g.accorde, &mut p, &tirages, &mut fautes).await? {
        None if p.population.proces_verbal.is_some() => etude.proces_verbal.clone(),
        minutes => minutes,
    };
    let montree = db::empreinte(etude.protocole.as_bytes());
    if !fautes.is_empty() {
        let version = g.recu.brut("version").to_owned();
        let page = PageFormulaire::de(g.cadre(), &etude, tirages, saisie, fautes.into());
        return g.corriger(PageFormulaire { version, ..page });
    }
    if !g.vise(&montree) {
        let fautes = vec![("titre", ENTRE_TEMPS.to_owned())];
        let page = PageFormulaire::de(g.cadre(), &etude, tirages, saisie, fautes.into());
        return g.corriger(page);
    }
    if !store::modifier(g.tx(), &g.etat, g.acteur(), id, &p, minutes.as_deref()).await? {
        return Err(figee());
    }
    g.conclure(format!("/etudes/{id}"), BROUILLON).await
}
