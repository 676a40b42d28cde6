//! Freezing, drawing, verifying.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_tirage::{ErreurTirage, Protocole, hex, rejouer, verifier, verifier_suite};
use rand::Rng;

use super::ouverture::{SiteVu, fil, lire, sites};
use crate::tirages::execution::{ErreurExecution, figer, preparer, texte, tirer};
use crate::tirages::model::Etat as Ou;
use crate::tirages::store::{self, Tirage};
use passerelle_socle::access::{Action, Objet};
use passerelle_socle::db::{self, Executeur};
use passerelle_socle::ident::Id;
use passerelle_socle::web::{Cadre, Envoi, Erreur, Etat, Fautes, Geste, Page, Site, page, place_a_l_atelier};

/// Differences said one by one; past a page nobody reads on.
const DIFFERENCES_DITES: usize = 20;

pub(super) fn ajouter(site: Site) -> Site {
    site.formulaire("/tirages/{id}/figer", Action::Figer, Objet::Tirages, avant_de_figer)
        .post("/tirages/{id}/figer", Action::Figer, Objet::Tirages, fige)
        .formulaire("/tirages/{id}/tirer", Action::Tirer, Objet::Tirages, avant_de_tirer)
        .post("/tirages/{id}/tirer", Action::Tirer, Objet::Tirages, tire)
        .get("/tirages/{id}/verification", Action::Consulter, Objet::Tirages, verification)
}

/// What an execution that did not happen becomes for its reader.
fn refusee(e: ErreurExecution) -> Erreur {
    match e {
        ErreurExecution::Base(base) => base.into(),
        ErreurExecution::Minutes(e) => Erreur::Interne(format!("{e:#}")),
        perdues @ ErreurExecution::Perdues { .. } => Erreur::Interne(perdues.to_string()),
        autre => Erreur::Demande(phrase(&autre)),
    }
}

fn phrase(e: &ErreurExecution) -> String {
    let dite = e.to_string();
    let fini = dite.ends_with(['.', '!']);
    if fini { dite } else { format!("{dite}.") }
}

#[derive(Template)]
#[template(path = "tirages/pages/figer.html")]
struct PageFiger {
    cadre: Cadre,
    t: Tirage,
    protocole: Protocole,
    sites: Vec<SiteVu>,
    /// Why the list cannot be frozen as it is.
    obstacle: Option<String>,
    fautes: Fautes,
}

async fn montrer_figer(conn: &impl Executeur, cadre: Cadre, id: Id<Tirage>) -> Result<PageFiger, Erreur> {
    let (t, protocole) = lire(conn, id).await?;
    if let Some(ferme) = t.ferme() {
        return Err(Erreur::Demande(ferme));
    }
    // The engine says what it would refuse, under a secret that serves nothing else.
    let obstacle = match preparer(conn, &t, &"0".repeat(32)).await {
        Ok(_) => None,
        Err(ErreurExecution::Base(e)) => return Err(e.into()),
        Err(e) => Some(phrase(&e)),
    };
    let sites = sites(&protocole, &store::effectifs(conn, id).await?, &store::admis_avant(conn, &t).await?);
    Ok(PageFiger {
        cadre: fil(cadre, &t, Some("Figer la liste")),
        t,
        protocole,
        sites,
        obstacle,
        fautes: Fautes::default(),
    })
}

async fn avant_de_figer(State(etat): State<Etat>, cadre: Cadre, Path(id): Path<Id<Tirage>>) -> Page {
    page(montrer_figer(etat.base.lecture(), cadre, id).await?)
}

async fn fige(Path(id): Path<Id<Tirage>>, g: Geste) -> Page {
    if g.recu.brut("compris") != "oui" {
        let montree = montrer_figer(g.tx(), g.cadre(), id).await?;
        let fautes = vec![("compris", "Confirmez que la liste est complète : ensuite, rien n'y change.".to_owned())];
        return g.corriger(PageFiger { fautes: fautes.into(), ..montree });
    }
    let mut sel = [0; 32];
    rand::rng().fill_bytes(&mut sel);
    figer(g.tx(), g.maintenant(), g.acteur(), id, &hex(&sel)).await.map_err(refusee)?;
    let dit = "La liste est figée. Publiez l'adresse des engagements avant que la valeur publique soit connue.";
    g.conclure(format!("/tirages/{id}"), dit).await
}

#[derive(Template)]
#[template(path = "tirages/pages/tirer.html")]
struct PageTirer {
    cadre: Cadre,
    t: Tirage,
    protocole: Protocole,
    alea: String,
    fautes: Fautes,
}

async fn montrer_tirer(conn: &impl Executeur, cadre: Cadre, id: Id<Tirage>) -> Result<PageTirer, Erreur> {
    let (t, protocole) = lire(conn, id).await?;
    match t.etat() {
        Ou::Fige => {}
        Ou::Saisie => {
            let phrase = "La liste n'est pas figée : figez-la et publiez sa racine avant de connaître le hasard.";
            return Err(Erreur::Demande(phrase.into()));
        }
        Ou::Tire => return Err(Erreur::Demande("Ce tirage est déjà fait : un tirage ne se refait pas.".into())),
    }
    let cadre = fil(cadre, &t, Some("Tirer au sort"));
    Ok(PageTirer { cadre, t, protocole, alea: String::new(), fautes: Fautes::default() })
}

async fn avant_de_tirer(State(etat): State<Etat>, cadre: Cadre, Path(id): Path<Id<Tirage>>) -> Page {
    page(montrer_tirer(etat.base.lecture(), cadre, id).await?)
}

async fn tire(Path(id): Path<Id<Tirage>>, envoi: Envoi) -> Page {
    // Minutes are laid out in the transaction: the place first, so that nobody waits for it there.
    let _place = place_a_l_atelier().await?;
    let g = envoi.ouvrir().await?;
    let alea = g.recu.lire("alea");
    let secrets: Vec<&str> = g.recu.bruts("secret").filter(|v| !v.is_empty()).collect();
    let montree = montrer_tirer(g.tx(), g.cadre(), id).await?;
    let fait = tirer(g.tx(), g.maintenant(), g.acteur(), id, alea, &secrets).await;
    let Err(e) = fait else {
        return g.conclure(format!("/tirages/{id}"), "Le tirage est fait. Il ne se refait pas.").await;
    };
    let champ = match &e {
        ErreurExecution::Moteur(ErreurTirage::Alea) => "alea",
        ErreurExecution::Moteur(ErreurTirage::SecretManque(_) | ErreurTirage::SecretFaux) => "secret",
        _ => return Err(refusee(e)),
    };
    let page = PageTirer { alea: alea.to_owned(), fautes: vec![(champ, phrase(&e))].into(), ..montree };
    g.corriger(page)
}

#[derive(Template)]
#[template(path = "tirages/pages/verification.html")]
struct PageVerification {
    cadre: Cadre,
    t: Tirage,
    differences: Vec<String>,
}

/// What does not hold of the minutes that are kept: against themselves, against what was published, and against the
/// earlier wave.
async fn differences(etat: &Etat, t: &Tirage) -> Result<Vec<String>, Erreur> {
    let conn = etat.base.lecture();
    let octets = store::proces_verbal(conn, t.id).await?.ok_or(Erreur::Introuvable)?;
    let mut dites = Vec::new();
    if t.sha256.as_deref() != Some(&db::empreinte(&octets)) {
        dites.push("Les octets gardés n'ont plus l'empreinte notée le jour du tirage.".to_owned());
    }
    let pv = texte(octets).map_err(refusee)?;
    let avant = match t.precedent_id {
        Some(avant) => store::proces_verbal(conn, avant).await?,
        None => None,
    };
    let trouvees = match avant {
        Some(avant) => verifier_suite(&pv, &texte(avant).map_err(refusee)?),
        None => verifier(&pv),
    };
    dites.extend(trouvees.iter().take(DIFFERENCES_DITES).map(|d| format!("Procès-verbal, {d}.")));
    if let Ok(rejoue) = rejouer(&pv) {
        if Some(hex(rejoue.dossier().racine())) != t.racine {
            dites.push("La racine du procès-verbal n'est pas celle qui a été publiée.".to_owned());
        }
        if Some(hex(&rejoue.dossier().protocole().empreinte())) != t.protocole_sha256 {
            dites.push("Le protocole du procès-verbal n'est pas celui qui a été publié.".to_owned());
        }
    }
    Ok(dites)
}

async fn verification(State(etat): State<Etat>, cadre: Cadre, Path(id): Path<Id<Tirage>>) -> Page {
    let (t, _) = lire(etat.base.lecture(), id).await?;
    if t.tire_le.is_none() {
        return Err(Erreur::Demande("Ce tirage n'est pas encore fait : il se vérifie ensuite.".into()));
    }
    let differences = differences(&etat, &t).await?;
    page(PageVerification { cadre: fil(cadre, &t, Some("Vérification")), t, differences })
}
