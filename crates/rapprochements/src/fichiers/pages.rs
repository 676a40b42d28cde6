//! Routes: depositing a file, what it gave, accepting what is sure, forgetting it.

use askama::Template;
use axum::extract::{DefaultBodyLimit, Path, State};
use passerelle_base::nombre;

use super::revue::accepter;
use super::store::{self, Ligne, Nombre, Origine};
use super::travail::{Depot, poursuivre};
use crate::pages_recherche::{Dite, attendre};
use crate::suivi::{self, Fichier, Ou, Suivie};

use passerelle_gens::gabarits;
use passerelle_socle::access::{Accorde, Action, Objet};
use passerelle_socle::db::Executeur;
use passerelle_socle::ident::Id;
use passerelle_socle::journal::Entree;
use passerelle_socle::web::{
    Arrivee, Cadre, Envoi, Erreur, Etape, Etat, Fautes, Geste, Page, Site, page, page_a_corriger,
};

/// A list of people, as people send it.
const ENVOI_MAX: usize = 128 << 20;
/// Files that are shown.
const MONTRES: i64 = 50;

/// Routes.
pub(super) fn site() -> Site {
    let o = Objet::Rapprochements;
    Site::nouveau()
        .get("/rapprochements/fichiers", Action::Creer, o, lister)
        .post_long("/rapprochements/fichiers", Action::Creer, o, deposer, DefaultBodyLimit::max(ENVOI_MAX))
        .post("/rapprochements/fichiers/gabarits/{depot}", Action::Creer, o, sans_numero)
        .get("/rapprochements/fichiers/{id}", Action::Consulter, o, montrer)
        .post("/rapprochements/fichiers/{id}/accepter", Action::Repondre, o, tout_accepter)
        .post("/rapprochements/fichiers/{id}/oublier", Action::Repondre, o, oublier)
}

/// A file that was deposited, in words.
struct Recu {
    id: Id<Suivie>,
    nom: String,
    structure: String,
    dite: Dite,
}

#[derive(Template)]
#[template(path = "pages/fichiers.html")]
struct PageFichiers {
    cadre: Cadre,
    structures: Vec<Origine>,
    choisie: String,
    identifiants: String,
    recus: Vec<Recu>,
    fautes: Fautes,
}

fn fil(cadre: Cadre, ici: Option<&str>) -> Cadre {
    let ici = match ici {
        None => vec![Etape::ici("Rapprocher un fichier")],
        Some(nom) => vec![Etape::vers("Rapprocher un fichier", "/rapprochements/fichiers"), Etape::ici(nom.to_owned())],
    };
    cadre.fil(std::iter::once(Etape::vers("Rapprochements", "/rapprochements")).chain(ici))
}

async fn depots(etat: &Etat, cadre: Cadre, accorde: &Accorde) -> Result<PageFichiers, Erreur> {
    accorde.pour(&[Action::Creer], &[Objet::Rapprochements])?;
    let (conn, maintenant) = (etat.base.lecture(), etat.horloge.maintenant());
    let sienne = accorde.acteur().structure();
    let dire = |s: Suivie| Recu {
        id: s.id,
        dite: Dite::nouvelle(&s, accorde, maintenant),
        nom: s.fichier.unwrap_or_default(),
        structure: s.structure.unwrap_or_default(),
    };
    Ok(PageFichiers {
        cadre: fil(cadre, None),
        structures: store::structures(conn, accorde.acteur()).await?,
        choisie: sienne.map(|s| s.to_string()).unwrap_or_default(),
        identifiants: String::new(),
        recus: suivi::des_fichiers(conn, sienne, MONTRES).await?.into_iter().map(dire).collect(),
        fautes: Fautes::default(),
    })
}

async fn lister(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde) -> Page {
    page(depots(&etat, cadre, &accorde).await?)
}

async fn deposer(arrivee: Arrivee) -> Page {
    let dossier = tempfile::tempdir().map_err(|e| Erreur::Interne(e.to_string()))?;
    let (envoi, chemins) = arrivee.recevoir_dans(dossier.path()).await?;
    let offertes = store::structures(envoi.etat.base.lecture(), envoi.acteur()).await?;
    let (choisie, identifiants) = (envoi.recu.lire("structure"), envoi.recu.lire("identifiants"));
    let structure = offertes.iter().find(|s| s.id.to_string() == choisie).map(|s| s.id);
    let nom = chemins.first().and_then(|c| Some(c.file_name()?.to_str()?.to_owned()));
    let depot = match (structure, nom) {
        (None, _) => Err(("structure", "Choisissez la structure dont le fichier porte les numéros.".to_owned())),
        (_, None) => Err(("fichier", "Choisissez un fichier .csv ou .xlsx.".to_owned())),
        (Some(structure), Some(nom)) => {
            let ouvert = Depot::ouvrir(dossier, nom, structure, identifiants).await;
            ouvert.map_err(|e| ("fichier", e.phrase()))
        }
    };
    let depot = match depot {
        Ok(depot) => depot,
        Err(faute) => {
            let montree = depots(&envoi.etat, envoi.cadre(), &envoi.accorde).await?;
            return page_a_corriger(PageFichiers {
                choisie: choisie.to_owned(),
                identifiants: identifiants.to_owned(),
                fautes: vec![faute].into(),
                ..montree
            });
        }
    };
    let envoi = envoi.une_fois().await?;
    comparer(&envoi, depot).await
}

/// The rows without number of a file that waits for its gabarit.
async fn sans_numero(Path(attente): Path<Id<gabarits::Attente>>, envoi: Envoi) -> Page {
    let (accorde, maintenant, natures) = (envoi.accorde.clone(), envoi.maintenant(), envoi.etat.natures);
    let lues = tokio::task::spawn_blocking(move || gabarits::sans_numero(&accorde, maintenant, natures, attente)).await;
    let lues = lues.map_err(|e| Erreur::Interne(e.to_string()))?.map_err(|e| Erreur::Demande(e.to_string()))?;
    let lues = lues.ok_or(Erreur::Introuvable)?;
    let offertes = store::structures(envoi.etat.base.lecture(), envoi.acteur()).await?;
    let structure = offertes.iter().find(|s| s.code == lues.structure).map(|s| s.id).ok_or(Erreur::Introuvable)?;
    let depot =
        Depot::ouvrir(lues.dossier, lues.nom, structure, "numero").await.map_err(|e| Erreur::Demande(e.phrase()))?;
    let envoi = envoi.une_fois().await?;
    comparer(&envoi, depot).await
}

/// Begins to compare a file, and shows what it gives.
async fn comparer(envoi: &Envoi, depot: Depot) -> Page {
    let fichier = Fichier { nom: &depot.nom, structure: depot.structure };
    let (etat, accorde) = (envoi.etat.clone(), envoi.accorde.clone());
    let commencee = suivi::commencer(&etat.base, envoi.maintenant(), envoi.acteur(), Some(&fichier)).await?;
    let id = commencee.id;
    let travail = tokio::spawn(async move { poursuivre(&etat.base, &*etat.horloge, &accorde, commencee, depot).await });
    attendre(travail).await?;
    envoi.mener(&format!("/rapprochements/fichiers/{id}"), "Fichier lu : voici ce que sa comparaison donne.")
}

/// A file of the reader's structure, or of any for whoever keeps the territory.
async fn ouvrir(conn: &impl Executeur, accorde: &Accorde, id: Id<Suivie>) -> Result<Suivie, Erreur> {
    accorde.pour(&[Action::Consulter, Action::Repondre], &[Objet::Rapprochements])?;
    let sienne = accorde.acteur().structure();
    let ouverte = |s: &Suivie| s.fichier.is_some() && (sienne.is_none() || s.structure_id == sienne);
    let lu = suivi::lire(conn, id).await?.filter(ouverte);
    lu.ok_or(Erreur::Refuse { objet: Objet::Rapprochements, id: id.into() })
}

#[derive(Template)]
#[template(path = "pages/fichier.html")]
struct PageFichier {
    cadre: Cadre,
    id: Id<Suivie>,
    nom: String,
    structure: String,
    faites: Vec<Dite>,
    en_cours: bool,
    finie: bool,
    lignes: String,
    connues: String,
    /// Rows that look like somebody open to the reader, and rows of which nobody looks like it.
    reconnues: String,
    inconnues: String,
    a_revoir: i64,
    sures: i64,
    liees: i64,
    separees: i64,
    premiere: Option<Id<Ligne>>,
}

async fn montrer(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Id<Suivie>>) -> Page {
    let conn = etat.base.lecture();
    let (acteur, jour) = (accorde.acteur(), etat.horloge.aujourdhui());
    let lu = ouvrir(conn, &accorde, id).await?;
    let dite = Dite::nouvelle(&lu, &accorde, etat.horloge.maintenant());
    let siennes = store::visibles(acteur, jour).ou("l.recherche_id = ?", id);
    let nombres: Vec<Nombre> = siennes.compter_par(conn, "etat").await?;
    let de = |etat: &str| nombres.iter().filter(|n| n.etat == etat).map(|n| n.nombre).sum::<i64>();
    // A row that looks like two people is one row.
    let reconnues = siennes.compter_distincts(conn, "l.ligne").await?;
    let (lignes, connues) = (lu.lignes.unwrap_or(0), lu.connues.unwrap_or(0));
    let nom = lu.fichier.unwrap_or_default();
    page(PageFichier {
        cadre: fil(cadre, Some(&nom)),
        id,
        nom,
        structure: lu.structure.unwrap_or_default(),
        en_cours: dite.en_cours(),
        finie: dite.ou == Ou::Finie,
        faites: vec![dite],
        lignes: nombre(lignes),
        connues: nombre(connues),
        reconnues: nombre(reconnues),
        inconnues: nombre((lignes - connues - reconnues).max(0)),
        a_revoir: de("propose"),
        sures: store::sures(acteur, jour, id).compter(conn).await?,
        liees: de("lie"),
        separees: de("separe"),
        premiere: store::premiere(conn, acteur, jour, id).await?,
    })
}

/// Accepts together all rows that are sure, each as if it had been looked at: it can be taken back alone.
async fn tout_accepter(Path(id): Path<Id<Suivie>>, g: Geste) -> Page {
    ouvrir(g.tx(), &g.accorde, id).await?;
    let sures = store::sures(g.acteur(), g.jour(), id);
    for ligne in store::toutes(g.tx(), &sures).await? {
        accepter(&g, ligne).await?;
    }
    let dit = "Les lignes sûres sont reconnues : leurs numéros mènent à leurs fiches.";
    g.conclure(format!("/rapprochements/fichiers/{id}"), dit).await
}

async fn oublier(Path(id): Path<Id<Suivie>>, g: Geste) -> Page {
    ouvrir(g.tx(), &g.accorde, id).await?;
    store::oublier_un(g.tx(), id).await?;
    let entree = Entree::sur(Action::Repondre, Objet::Rapprochements).id(id).detail("fichier oublié");
    g.noter(entree);
    let dit = "Ce que disaient les lignes est effacé ; les décisions prises restent.";
    g.conclure(format!("/rapprochements/fichiers/{id}"), dit).await
}
