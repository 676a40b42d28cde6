//! Routes of extracts and of their results.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::{nombre, pluriel};
use passerelle_documents::{Bloc, Document, pdf};
use passerelle_socle::temps::Horloge;
use serde_json::Value;

use super::analyse::{Analyse, Matiere, json_de};
use super::document::{Sujet, apres, dire_choix};
use super::extrait::{fabriquer, pseudonyme};
use super::model::{COVARIABLES, Choix, ESTIMATEURS, Protocole, STRATES};
use super::pages::{demande, exporter, fil, ouverte, registree};
use super::population;
use super::store::{self, Etude, Extrait, Nouveau, ResultatGarde};
use passerelle_lectures::bilans::{Edition, page_autonome};
use passerelle_socle::access::{Accorde, Acteur, Action, Faits, Objet, may};
use passerelle_socle::db::{Executeur, Tx};
use passerelle_socle::ident::Id;
use passerelle_socle::web::{
    Cadre, Envoi, Erreur, Etat, Geste, Page, Parametres, Recu, Site, a_l_atelier, jour, page, telecharger,
};

/// Routes.
pub(super) fn site() -> Site {
    Site::nouveau()
        .post("/etudes/{id}/extraits", Action::Creer, Objet::Etudes, extraire)
        .get("/etudes/{id}/extraits/{extrait}", Action::Consulter, Objet::Etudes, montrer)
        .get("/etudes/{id}/extraits/{extrait}/fichier/{format}", Action::Exporter, Objet::Etudes, fichier)
        .post("/etudes/{id}/extraits/{extrait}/analyses", Action::Creer, Objet::Etudes, analyser)
        .get("/etudes/{id}/resultats/{resultat}/{format}", Action::Exporter, Objet::Etudes, rapport)
}

/// Draws the key of an extract.
fn tirer_cle() -> [u8; 32] {
    use rand::Rng;
    let mut cle = [0; 32];
    rand::rng().fill_bytes(&mut cle);
    cle
}

/// Makes and keeps an extract, in the transaction given.
pub(super) async fn figer(
    tx: &Tx,
    horloge: &dyn Horloge,
    acteur: &Acteur,
    etude: &Etude,
    p: &Protocole,
    cle: &[u8; 32],
) -> Result<Id<Extrait>, Erreur> {
    let jour = horloge.aujourdhui();
    let population = population::lire(tx, etude.id, p, etude.proces_verbal.as_deref()).await?;
    let premiere = population::premiere(&population, p, jour);
    let empreinte = etude.empreinte.as_deref().unwrap_or_default();
    let fabrique = fabriquer(&population, p, jour, premiere, empreinte, cle)
        .map_err(|e| demande(format!("L'extrait n'a pas été fait : {e}.")))?;
    let (csv, description, cle_expire) = (fabrique.csv, fabrique.description, fabrique.cle_expire);
    let nouveau = Nouveau { etude: etude.id, jour, csv, description, cle, cle_expire };
    let id = store::garder_extrait(tx, horloge, acteur, nouveau).await?;
    store::noter_membres(tx, etude, &population.jeunes(), jour).await?;
    Ok(id)
}

async fn extraire(Path(id): Path<Id<Etude>>, g: Geste) -> Page {
    let (etude, p) = registree(g.tx(), &g.accorde, id).await?;
    let extrait = figer(g.tx(), g.etat.horloge.as_ref(), g.acteur(), &etude, &p, &tirer_cle()).await?;
    g.mener(format!("/etudes/{id}/extraits/{extrait}"), "Extrait fait. Il ne changera plus.").await
}

struct ResultatMontre {
    id: Id<ResultatGarde>,
    titre: String,
    blocs: Vec<Bloc>,
}

#[derive(Template)]
#[template(path = "pages/extrait.html")]
struct PageExtrait {
    cadre: Cadre,
    etude: Etude,
    p: Protocole,
    extrait: Extrait,
    description: Value,
    apres: Option<String>,
    resultats: Vec<ResultatMontre>,
    autres: Vec<(Id<ResultatGarde>, String)>,
    /// Whether the analysis of the protocol was done.
    faite: bool,
    creer: bool,
    exporter: bool,
}

impl PageExtrait {
    fn nombre(&self, cle: &str, sous: &str) -> String {
        nombre(self.description[cle][sous].as_i64().unwrap_or(0))
    }
    fn texte(&self, cle: &str, sous: &str) -> &str {
        self.description[cle][sous].as_str().unwrap_or_default()
    }
    fn liens_mesures(&self) -> bool {
        self.description["liens"].is_object()
    }
    fn precision(&self) -> &'static str {
        match self.texte("anonymat", "precision_des_dates") {
            "mois" => "au mois",
            "trimestre" => "au trimestre",
            "periode" => "retirées : tous les départs se confondent",
            _ => "à l'année",
        }
    }
    fn prises_masquees(&self) -> Option<String> {
        let n = self.description["anonymat"]["prises_masquees"].as_i64().filter(|n| *n > 0)?;
        Some(pluriel(n, "entrée dans l'action cachée", "entrées dans l'action cachées"))
    }
    fn cle(&self) -> String {
        match self.extrait.cle_detruite_le {
            Some(le) => format!("Clé détruite le {}.", jour(population::jour_de(le))),
            None => format!("La clé sera détruite le {}.", jour(self.extrait.cle_expire)),
        }
    }
    fn coche(&self, liste: &[String], code: &str) -> bool {
        liste.iter().any(|c| c == code)
    }
    /// Covariates and strata of the extract: others are not in its columns.
    fn offertes(&self) -> Vec<(String, &'static str, bool)> {
        let c = COVARIABLES.choix().into_iter().filter(|(c, _)| self.coche(&self.p.covariables, c));
        let s = STRATES.choix().into_iter().filter(|(s, _)| self.coche(&self.p.strates, s));
        let c = c.map(|(code, mots)| (format!("c_{code}"), mots, true));
        c.chain(s.map(|(code, mots)| (format!("s_{code}"), mots, true))).collect()
    }
}

/// A result as the sentences and figures it is read as.
async fn lire_resultat(
    etat: &Etat,
    etude: &Etude,
    p: &Protocole,
    extrait: &Extrait,
    garde: &ResultatGarde,
) -> Result<(Analyse, Vec<Bloc>), Erreur> {
    let analyse: Analyse =
        serde_json::from_str(&garde.contenu).map_err(|e| Erreur::Interne(format!("résultat {} : {e}", garde.id)))?;
    let amendements = store::amendements(etat.base.lecture(), etude.id).await?;
    let sujet = Sujet { etude, protocole: p, amendements: &amendements, extrait, resultat: garde, analyse: &analyse };
    let blocs = sujet.blocs();
    Ok((analyse, blocs))
}

fn titre_de(garde: &ResultatGarde, analyse: &Analyse) -> String {
    match garde.genre.as_str() {
        "protocole" => "Analyse du protocole".to_owned(),
        _ => format!("Exploratoire : {}", dire_choix(&analyse.choix)),
    }
}

async fn montrer(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path((id, extrait)): Path<(Id<Etude>, Id<Extrait>)>,
    parametres: Parametres,
) -> Page {
    let conn = etat.base.lecture();
    let (etude, p) = ouverte(conn, &accorde, id).await?;
    let extrait = store::extrait(conn, id, extrait).await?.ok_or(Erreur::Introuvable)?;
    let gardes = store::resultats(conn, extrait.id).await?;
    let faite = gardes.first().is_some_and(|g| g.genre == "protocole");
    let voulu = parametres.lire("resultat").parse::<Id<ResultatGarde>>().ok();
    let montre = gardes.iter().find(|g| Some(g.id) == voulu).or(gardes.first()).map(|g| g.id);
    let (mut resultats, mut autres) = (Vec::new(), Vec::new());
    for g in &gardes {
        let (analyse, blocs) = lire_resultat(&etat, &etude, &p, &extrait, g).await?;
        let titre = titre_de(g, &analyse);
        match Some(g.id) == montre {
            true => resultats.push(ResultatMontre { id: g.id, titre, blocs }),
            false => autres.push((g.id, titre)),
        }
    }
    let oui = |action| may(accorde.acteur(), action, Objet::Etudes, &Faits::default()).is_ok();
    page(PageExtrait {
        cadre: fil(cadre, &etude, &format!("Extrait du {}", jour(extrait.jour))),
        apres: apres(&etude, std::slice::from_ref(&extrait)),
        description: serde_json::from_str(&extrait.description).unwrap_or_default(),
        etude,
        p,
        extrait,
        resultats,
        autres,
        faite,
        creer: oui(Action::Creer),
        exporter: oui(Action::Exporter),
    })
}

async fn fichier(
    State(etat): State<Etat>,
    accorde: Accorde,
    Path((id, extrait, format)): Path<(Id<Etude>, Id<Extrait>, String)>,
) -> Page {
    let conn = etat.base.lecture();
    ouverte(conn, &accorde, id).await?;
    let lu = store::extrait(conn, id, extrait).await?.ok_or(Erreur::Introuvable)?;
    let (nom, octets) = match format.as_str() {
        "csv" => {
            let octets = store::octets(conn, extrait).await?.ok_or(Erreur::Introuvable)?;
            ("extrait.csv", octets.csv)
        }
        "json" => ("extrait.json", lu.description.into_bytes()),
        _ => return Err(Erreur::Introuvable),
    };
    exporter(&etat, &accorde, id, nom).await?;
    Ok(telecharger(nom, octets))
}

/// What to analyse: what was registered, or what was chosen instead.
pub(super) fn choisir(recu: &Recu, p: &Protocole) -> Option<Choix> {
    if recu.lire("genre") != "exploratoire" {
        return Some(Choix::from(p));
    }
    let parmi = |prefixe: &str, codes: &[String]| {
        codes.iter().filter(|c| recu.lire(&format!("{prefixe}{c}")) == "oui").cloned().collect::<Vec<_>>()
    };
    let estimateur = recu.lire("estimateur").to_owned();
    ESTIMATEURS.codes.contains(&estimateur.as_str()).then(|| Choix {
        estimateur,
        covariables: parmi("c_", &p.covariables),
        strates: parmi("s_", &p.strates),
        grappes: p.sites() && recu.lire("grappes") == "oui",
    })
}

/// Reads what an analysis needs, and makes it on a thread of its own.
pub(super) async fn calculer(
    conn: &impl Executeur,
    etude: &Etude,
    p: &Protocole,
    extrait: &Extrait,
    choix: Choix,
    au_protocole: bool,
) -> Result<String, Erreur> {
    let octets = store::octets(conn, extrait.id).await?.ok_or(Erreur::Introuvable)?;
    // While the key lives, the draw can be made again person by person; afterwards nobody can link them.
    let rejeu = match (&etude.proces_verbal, &octets.cle, au_protocole) {
        (Some(minutes), Some(cle), true) => {
            let population = population::lire(conn, etude.id, p, Some(minutes)).await?;
            let lien = |m: &population::Membre| m.tire.clone().map(|i| (pseudonyme(cle, m.jeune), i));
            Some((minutes.clone(), population.membres.iter().filter_map(lien).collect()))
        }
        _ => None,
    };
    let matiere = Matiere {
        protocole: p.clone(),
        empreinte: etude.empreinte.clone().unwrap_or_default(),
        sha256: extrait.sha256.clone(),
        csv: octets.csv,
        description: serde_json::from_str(&extrait.description).map_err(|e| Erreur::Interne(e.to_string()))?,
        choix,
        au_protocole,
        apres: apres(etude, std::slice::from_ref(extrait)).is_some(),
        rejeu,
    };
    let analyse =
        tokio::task::spawn_blocking(move || matiere.analyser()).await.map_err(|e| Erreur::Interne(e.to_string()))??;
    serde_json::to_string(&analyse).map_err(|e| Erreur::Interne(e.to_string()))
}

/// What is said of the analysis of the protocol asked for again.
const DEJA_FAITE: &str = "L'analyse du protocole est déjà faite : la voici.";

async fn analyser(Path((id, extrait)): Path<(Id<Etude>, Id<Extrait>)>, envoi: Envoi) -> Page {
    let conn = envoi.etat.base.lecture();
    let (etude, p) = registree(conn, &envoi.accorde, id).await?;
    let lu = store::extrait(conn, id, extrait).await?.ok_or(Erreur::Introuvable)?;
    let choix = choisir(&envoi.recu, &p).ok_or_else(|| demande("Choisissez une méthode de la liste."))?;
    let au_protocole = choix == Choix::from(&p);
    let genre = if au_protocole { "protocole" } else { "exploratoire" };
    let page = |resultat: Id<ResultatGarde>| format!("/etudes/{id}/extraits/{extrait}?resultat={resultat}");
    let deja = store::resultats(conn, extrait).await?;
    if let Some(fait) = deja.iter().find(|g| au_protocole && g.genre == genre) {
        return envoi.mener(&page(fait.id), DEJA_FAITE);
    }
    let contenu = calculer(conn, &etude, &p, &lu, choix, au_protocole).await?;
    let g = envoi.ouvrir().await?;
    // Somebody else may have asked for the same meanwhile.
    let deja = store::resultats(g.tx(), extrait).await?;
    if let Some(fait) = deja.iter().find(|g| au_protocole && g.genre == genre) {
        return g.mener(page(fait.id), DEJA_FAITE).await;
    }
    let horloge = g.etat.horloge.as_ref();
    let garde = store::garder_resultat(g.tx(), horloge, g.acteur(), id, extrait, genre, contenu).await?;
    g.mener(page(garde), "Analyse faite.").await
}

async fn rapport(
    State(etat): State<Etat>,
    accorde: Accorde,
    Path((id, resultat, format)): Path<(Id<Etude>, Id<ResultatGarde>, String)>,
) -> Page {
    let conn = etat.base.lecture();
    let (etude, p) = ouverte(conn, &accorde, id).await?;
    let garde = store::resultat(conn, id, resultat).await?.ok_or(Erreur::Introuvable)?;
    let extrait = store::extrait(conn, id, garde.extrait_id).await?.ok_or(Erreur::Introuvable)?;
    let (analyse, blocs) = lire_resultat(&etat, &etude, &p, &extrait, &garde).await?;
    let edition = Edition {
        territoire: etat.territoire.clone(),
        le: etat.horloge.aujourdhui(),
        par: accorde.acteur().nom().to_owned(),
        demonstration: etat.demonstration,
    };
    let (nom, octets) = match format.as_str() {
        "json" => ("rapport.json", json_de(&analyse, &etude.titre, &garde.genre)),
        "html" => ("rapport.html", page_autonome(etude.titre.clone(), &edition, blocs)?),
        "pdf" => {
            let document = Document {
                titre: etude.titre.clone(),
                sous_titre: titre_de(&garde, &analyse),
                organisme: edition.territoire,
                edite_le: Some(edition.le),
                edite_par: edition.par,
                demonstration: edition.demonstration,
                blocs,
            };
            ("rapport.pdf", a_l_atelier(move || pdf(&document)).await?)
        }
        _ => return Err(Erreur::Introuvable),
    };
    exporter(&etat, &accorde, id, nom).await?;
    Ok(telecharger(nom, octets))
}
