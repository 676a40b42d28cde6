//! Routes: a file is dropped, its columns are told, tried, imported.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::{DefaultBodyLimit, Path, State};
use passerelle_socle::ident::Id;

use super::depot::{self, Attente, Depot, Fait, ouvrir};
use super::lecture::{Connu, Lecture, Reconnu};
use super::pages::montrer;
use super::rules::Ecart;
use super::store::{self, Nouvelle, Structure};
use super::vue::{DES_PERSONNES, FaitVu, Vue};
use super::{formulaire, vue};
use passerelle_socle::access::{Accorde, Acteur, Action, Objet};
use passerelle_socle::db::{Base, Executeur};
use passerelle_socle::echanges::{Allure, Gabarit, etudier};
use passerelle_socle::echanges::{Mode, Nature, ecrire_refus, importer};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::web::{
    Arrivee, Cadre, Envoi, Erreur, Etape, Etat, Fautes, Page, Site, page, page_a_corriger, telecharger,
};

/// A table, as people send it.
const ENVOI_MAX: usize = 64 << 20;
/// How long a reader waits for an import before it is followed on the page.
const ATTENTE: Duration = Duration::from_secs(3);

/// Said of a file that does not wait here: whose it was, or whether it was, is not told.
const PLUS_LA: Erreur = Erreur::PlusLa(
    "Un fichier déposé attend deux heures, pour la personne qui l'a déposé, sur le serveur qui l'a reçu. Déposez-le de nouveau.",
);

/// Routes.
pub(super) fn site() -> Site {
    let o = Objet::Gabarits;
    Site::nouveau()
        .post_long("/gabarits/depots", Action::Importer, o, deposer, DefaultBodyLimit::max(ENVOI_MAX))
        .get("/gabarits/depots/{depot}", Action::Importer, o, fiche)
        .post_long("/gabarits/depots/{depot}", Action::Importer, o, agir, DefaultBodyLimit::max(1 << 20))
        .get("/gabarits/depots/{depot}/refus/{rang}", Action::Importer, o, refus)
}

/// The kinds that a reader may send.
fn permises(acteur: &Acteur, natures: &[&'static Nature]) -> Vec<&'static Nature> {
    let d_une_structure = acteur.structure().is_some();
    natures.iter().copied().filter(|n| !d_une_structure || DES_PERSONNES.contains(&n.nom)).collect()
}

async fn sienne(conn: &impl Executeur, acteur: &Acteur) -> Result<Option<String>, Erreur> {
    match acteur.structure() {
        None => Ok(None),
        Some(_) => Ok(store::structures(conn, acteur).await?.pop().map(|s| s.code)),
    }
}

async fn deposer(arrivee: Arrivee) -> Page {
    let dossier = tempfile::tempdir().map_err(|e| Erreur::Interne(e.to_string()))?;
    let (envoi, chemins) = arrivee.recevoir_dans(dossier.path()).await?;
    let conn = envoi.etat.base.lecture();
    let etudes = match chemins.into_iter().next() {
        None => Err("Choisissez un fichier .csv, .xlsx ou .json.".to_owned()),
        Some(chemin) => {
            let lu = tokio::task::spawn_blocking(move || etudier(&chemin).map(|e| (chemin, e))).await;
            lu.map_err(|e| Erreur::Interne(e.to_string()))?.map_err(|e| format!("Ce fichier {e}."))
        }
    };
    let (chemin, etudes) = match etudes {
        Ok(lus) => lus,
        Err(phrase) => {
            let fautes = Fautes::from(vec![("fichier", phrase)]);
            return page_a_corriger(montrer(conn, envoi.cadre(), &envoi.accorde, fautes).await?);
        }
    };
    let nom = chemin.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let gardes = store::lister(conn, &envoi.accorde).await?;
    let structure = sienne(conn, envoi.acteur()).await?;
    let natures = permises(envoi.acteur(), envoi.etat.natures);
    let connu = Connu { gardes: &gardes, natures: &natures, structure: structure.as_deref(), jour: envoi.jour() };
    let lue = Lecture::de(&nom, etudes, &connu);
    let pret = Depot { dossier, nom, lue, fait: None, en_cours: false };
    let g = envoi.ouvrir().await?;
    let id = depot::garder(g.acteur(), g.maintenant(), pret).ok_or(Erreur::Introuvable)?;
    g.noter(Entree::sur(Action::Importer, Objet::Gabarits).detail("dépôt"));
    g.mener(format!("/gabarits/depots/{id}"), "Fichier lu : rien n'en est encore enregistré.").await
}

#[derive(Template)]
#[template(path = "gabarits/pages/depot.html")]
struct PageDepot {
    cadre: Cadre,
    id: Id<Attente>,
    nom: String,
    gabarit: String,
    feuille: String,
    reconnu: Option<String>,
    ecarts: Vec<Ecart>,
    graves: bool,
    vue: Vue,
    structures: Vec<Structure>,
    fait: Option<FaitVu>,
    en_cours: bool,
}

async fn fiche(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Id<Attente>>) -> Page {
    let garde = depot::prendre(accorde.acteur(), etat.horloge.maintenant(), id).ok_or(PLUS_LA)?;
    let natures = permises(accorde.acteur(), etat.natures);
    let structures = match accorde.acteur().structure() {
        Some(_) => Vec::new(),
        None => store::structures(etat.base.lecture(), accorde.acteur()).await?,
    };
    let lire = tokio::task::spawn_blocking(move || {
        let depot = ouvrir(&garde);
        PageDepot {
            cadre: cadre.fil([Etape::vers("Gabarits", "/gabarits"), Etape::ici(depot.nom.clone())]),
            id,
            nom: depot.nom.clone(),
            gabarit: depot.lue.brouillon.nom.clone(),
            feuille: depot.lue.etude.tableau.feuille.clone().unwrap_or_default(),
            reconnu: depot.lue.reconnu.as_ref().map(|r| r.nom.clone()),
            graves: depot.lue.ecarts.iter().any(|e| e.grave),
            ecarts: depot.lue.ecarts.clone(),
            vue: vue::Vue::nouvelle(&depot, &natures),
            structures,
            fait: depot.fait.as_ref().map(|f| FaitVu::nouveau(f, &natures)),
            en_cours: depot.en_cours,
        }
    });
    page(lire.await.map_err(|e| Erreur::Interne(e.to_string()))?)
}

/// Keeps what was chosen; tries it or imports with it when it was asked.
async fn agir(Path(id): Path<Id<Attente>>, envoi: Envoi) -> Page {
    let garde = depot::prendre(envoi.acteur(), envoi.maintenant(), id).ok_or(PLUS_LA)?;
    let natures = permises(envoi.acteur(), envoi.etat.natures);
    let sienne = sienne(envoi.etat.base.lecture(), envoi.acteur()).await?;
    let choisie = sienne.clone().or_else(|| Some(envoi.recu.lire("structure").to_owned()).filter(|s| !s.is_empty()));
    let vers = format!("/gabarits/depots/{id}");
    if let Ok(rang) = envoi.recu.lire("feuille").parse() {
        let gardes = store::lister(envoi.etat.base.lecture(), &envoi.accorde).await?;
        let connu = Connu { gardes: &gardes, natures: &natures, structure: sienne.as_deref(), jour: envoi.jour() };
        let mut depot = ouvrir(&garde);
        if !depot.en_cours {
            depot.lire_plutot(rang, &connu);
        }
        return envoi.mener(&vers, "Une autre feuille est lue.");
    }
    let geste = envoi.recu.lire("geste").to_owned();
    let envoi = match geste.as_str() {
        "essayer" | "importer" => envoi.une_fois().await?,
        _ => envoi,
    };
    let (brouillon, chemin, reconnu, allures) = {
        let mut depot = ouvrir(&garde);
        if depot.en_cours {
            return envoi.mener(&vers, "Ce fichier est en cours de lecture : attendez qu'elle finisse.");
        }
        if !envoi.recu.lire("colonnes").is_empty() {
            depot.lue.brouillon =
                formulaire::gabarit(&depot.lue.brouillon, &depot.lue.etude, &natures, choisie.as_deref(), |champ| {
                    envoi.recu.lire(champ)
                });
        } else if let Some(code) = &choisie {
            depot.lue.brouillon = depot.lue.brouillon.avec_structure(code, &natures);
        }
        depot.en_cours = matches!(geste.as_str(), "essayer" | "importer");
        let allures: Vec<Allure> = depot.lue.etude.profils.iter().enumerate().map(|(rang, p)| p.allure(rang)).collect();
        (depot.lue.brouillon.clone(), depot.chemin(), depot.lue.reconnu.clone(), allures)
    };
    if !matches!(geste.as_str(), "essayer" | "importer") {
        return envoi.mener(&format!("{vers}#colonnes"), "Choix gardés.");
    }
    let a_blanc = geste == "essayer";
    let mode = Mode {
        a_blanc,
        gabarit: Some(Arc::new(brouillon.clone())),
        creer_sans_numero: !envoi.recu.lire("creer").is_empty(),
        suivi: Some(store::suivi()),
        ..Mode::default()
    };
    let travail = {
        let (etat, accorde, garde) = (envoi.etat.clone(), envoi.accorde.clone(), garde.clone());
        tokio::spawn(async move {
            let fait = importer(&etat.base, &*etat.horloge, &accorde, etat.natures, &[chemin], &mode, &()).await;
            let fait = match fait {
                Ok(rapport) => {
                    // What was used to import is kept: it will recognise the next file.
                    let garde = match rapport.ecrit && rapport.fichiers.iter().any(|f| f.erreur.is_none()) {
                        true => garder(&etat.base, &accorde, &etat, &brouillon, reconnu, &allures).await,
                        false => Ok(()),
                    };
                    Fait { rapport, a_blanc, erreur: garde.err().map(|e| e.to_string()) }
                }
                Err(e) => {
                    tracing::warn!(cause = %format!("{e:#}"), "import par un gabarit interrompu");
                    Fait { rapport: Default::default(), a_blanc, erreur: Some(e.to_string()) }
                }
            };
            let mut depot = ouvrir(&garde);
            depot.fait = Some(fait);
            depot.en_cours = false;
        })
    };
    // A small file is done before the reader looks up; a long one goes on without them.
    if let Ok(Err(e)) = tokio::time::timeout(ATTENTE, travail).await {
        ouvrir(&garde).en_cours = false;
        return Err(Erreur::Interne(e.to_string()));
    }
    let dit = match (ouvrir(&garde).en_cours, a_blanc) {
        (true, _) => "C'est long : la lecture continue, et cette page dira ce qu'elle a donné.",
        (false, true) => "Essai fini : rien n'est enregistré.",
        (false, false) => "Import fini.",
    };
    envoi.mener(&format!("{vers}#resultat"), dit)
}

async fn garder(
    base: &Base,
    accorde: &Accorde,
    etat: &Etat,
    brouillon: &Gabarit,
    reconnu: Option<Reconnu>,
    allures: &[Allure],
) -> anyhow::Result<()> {
    let tx = base.transaction().await?;
    let nouvelle = Nouvelle { suite_de: reconnu.and_then(|r| r.id), gabarit: brouillon, allures };
    store::garder(&tx, accorde, etat.horloge.maintenant(), &nouvelle).await?;
    tx.commit().await?;
    Ok(())
}

/// The refused rows of one kind, as they came.
async fn refus(State(etat): State<Etat>, accorde: Accorde, Path((id, rang)): Path<(Id<Attente>, usize)>) -> Page {
    let garde = depot::prendre(accorde.acteur(), etat.horloge.maintenant(), id).ok_or(Erreur::Introuvable)?;
    let (import, entetes, nom) = {
        let depot = ouvrir(&garde);
        let fichier = depot.fait.as_ref().and_then(|f| f.rapport.fichiers.get(rang)).ok_or(Erreur::Introuvable)?;
        (fichier.import.ok_or(Erreur::Introuvable)?, fichier.entetes.clone(), fichier.nature.unwrap_or("lignes"))
    };
    let tx = etat.base.transaction().await?;
    let entree = Entree::sur(Action::Exporter, Objet::Gabarits).id(import).detail("refus");
    journal::ecrire(&tx, etat.horloge.maintenant(), accorde.acteur(), entree);
    tx.commit().await?;
    let (_, octets) = ecrire_refus(etat.base.lecture(), import, &entetes, Vec::new()).await?;
    Ok(telecharger(&format!("{nom}.refus.csv"), octets))
}
