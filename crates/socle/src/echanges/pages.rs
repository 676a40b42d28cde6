//! Importing from the web: deposit files, leave, come back to the verdicts.

use askama::Template;
use axum::extract::{DefaultBodyLimit, Path, State};
use passerelle_base::{nombre, pluriel};
use std::time::Duration;

use super::Import;
use super::livraison::{NeSeVidePas, importer};
use super::mode::Mode;
use super::restitution::ecrire_refus;
use super::store::{self, ImportLu, LigneRefusee};
use crate::access::{Accorde, Action, Objet};
use crate::ident::Id;
use crate::journal::{self, Entree};
use crate::temps::Instant;
use crate::web::{Arrivee, Cadre, Erreur, Etape, Etat, Page, Site, entete_simple, page, telecharger};

/// A delivery as people send it; the importer itself has no bound for CSV.
const ENVOI_MAX: usize = 512 << 20;
/// Imports shown on the page.
const MONTRES: i64 = 100;
/// Refused rows shown on the page; the file has them all.
const REFUS_MONTRES: i64 = 200;

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .get("/imports", Action::Lister, Objet::Imports, liste)
        .post_long("/imports", Action::Importer, Objet::Imports, deposer, DefaultBodyLimit::max(ENVOI_MAX))
        .get("/imports/{id}", Action::Consulter, Objet::Imports, fiche)
        .get("/imports/{id}/refus.csv", Action::Exporter, Objet::Imports, refus)
}

/// An import, in words.
struct Vu {
    id: Id<Import>,
    fichier: String,
    nature: String,
    le: String,
    par: String,
    etat: &'static str,
    allure: &'static str,
    en_cours: bool,
    chiffres: [(String, &'static str); 5],
    lues: i64,
    refuses: i64,
    avis: Vec<String>,
    erreur: Option<String>,
}

impl Vu {
    fn nouveau(i: ImportLu, maintenant: Instant) -> Self {
        let muet = maintenant > i.maj_le + Duration::from_mins(1);
        let (etat, allure) = match (&i.erreur, i.fini_le, i.mode.as_str()) {
            (Some(_), _, _) => ("Fichier refusé", "etat-alerte"),
            (None, None, _) if muet => ("Interrompu : redonnez le même fichier, il reprendra", "etat-attention"),
            (None, None, _) => ("En cours", "etat-attention"),
            (None, Some(_), "a_blanc") => ("Essai : rien n'est enregistré", ""),
            (None, Some(_), "annule") => ("Annulé : rien n'est enregistré", "etat-alerte"),
            (None, Some(_), _) if i.refuses > 0 => ("Enregistré, avec des refus", "etat-attention"),
            (None, Some(_), _) => ("Enregistré", "etat-positif"),
        };
        Self {
            id: i.id,
            fichier: i.fichier,
            nature: i.nature.unwrap_or_default(),
            le: entete_simple(i.commence_le),
            par: i.acteur,
            etat,
            allure,
            en_cours: i.fini_le.is_none() && i.erreur.is_none() && !muet,
            chiffres: [
                (nombre(i.lues), "lignes lues"),
                (nombre(i.crees), "créées"),
                (nombre(i.modifies), "modifiées"),
                (nombre(i.inchanges), "inchangées"),
                (nombre(i.refuses), "refusées"),
            ],
            lues: i.lues,
            refuses: i.refuses,
            avis: i.avis.map(|a| store::textes(&a)).unwrap_or_default(),
            erreur: i.erreur,
        }
    }

    fn lues_dites(&self) -> String {
        pluriel(self.lues, "ligne lue", "lignes lues")
    }

    fn refus_dits(&self) -> String {
        pluriel(self.refuses, "ligne refusée", "lignes refusées")
    }
}

#[derive(Template)]
#[template(path = "echanges/pages/imports.html")]
struct PageImports {
    cadre: Cadre,
    imports: Vec<Vu>,
    compte: String,
    natures: Vec<&'static str>,
}

async fn liste(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde) -> Page {
    let conn = etat.base.lecture();
    let lus = store::lister(conn, &accorde, MONTRES).await?;
    let maintenant = etat.horloge.maintenant();
    let total = store::compter(conn, &accorde).await?;
    let suite = if total > MONTRES { format!(", les {MONTRES} derniers affichés") } else { String::new() };
    page(PageImports {
        cadre,
        imports: lus.into_iter().map(|i| Vu::nouveau(i, maintenant)).collect(),
        compte: pluriel(total, "fichier reçu", "fichiers reçus") + &suite,
        natures: etat.natures.iter().map(|n| n.nom).collect(),
    })
}

/// Receives the files, then lets the import go on without the browser.
async fn deposer(arrivee: Arrivee) -> Page {
    let dossier = tempfile::tempdir().map_err(|e| Erreur::Interne(e.to_string()))?;
    let mut mode = Mode { garder_rapport: true, ..Mode::default() };
    let (envoi, chemins) = arrivee.recevoir_dans(dossier.path()).await?;
    match envoi.recu.lire("mode") {
        "a_blanc" => mode.a_blanc = true,
        "tout_ou_rien" => mode.tout_ou_rien = true,
        _ => {}
    }
    mode.effacer =
        envoi.recu.lire("effacer").split([',', ';', ' ']).filter(|c| !c.is_empty()).map(str::to_owned).collect();
    if chemins.is_empty() {
        return Err(Erreur::Demande("Choisissez au moins un fichier .csv ou .xlsx.".into()));
    }
    let envoi = envoi.une_fois().await?;
    let dit = if mode.a_blanc { "Essai fini : rien n'est enregistré." } else { "Import fini." };
    let travail = {
        let (etat, accorde) = (envoi.etat.clone(), envoi.accorde.clone());
        tokio::spawn(async move {
            let fait = importer(&etat.base, &*etat.horloge, &accorde, etat.natures, &chemins, &mode, &()).await;
            drop(dossier);
            match fait {
                Ok(rapport) => Ok(rapport),
                // Asked for by the reader, not a fault of ours.
                Err(e) if e.is::<NeSeVidePas>() => Err(e),
                Err(e) => {
                    tracing::error!(cause = %format!("{e:#}"), "import interrompu");
                    Err(e)
                }
            }
        })
    };
    // A small delivery is done before the reader looks up; a long one is found again in the list.
    match tokio::time::timeout(std::time::Duration::from_secs(3), travail).await {
        Ok(Ok(Ok(rapport))) => {
            let seul = match rapport.fichiers.as_slice() {
                [f] => f.import,
                _ => None,
            };
            let vers = seul.map_or_else(|| "/imports".to_owned(), |id| format!("/imports/{id}"));
            envoi.mener(&vers, dit)
        }
        Ok(Ok(Err(e))) => match e.downcast::<NeSeVidePas>() {
            Ok(refus) => Err(Erreur::Demande(format!("{refus}."))),
            Err(e) => Err(e.into()),
        },
        Ok(Err(e)) => Err(Erreur::Interne(e.to_string())),
        Err(_) => envoi.revenir("/imports", "L'import est long : il continue sans vous, et se retrouve dans la liste."),
    }
}

#[derive(Template)]
#[template(path = "echanges/pages/import.html")]
struct PageImport {
    cadre: Cadre,
    import: Vu,
    refus: Vec<LigneRefusee>,
}

async fn fiche(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Id<Import>>) -> Page {
    let conn = etat.base.lecture();
    let lu = store::lire(conn, &accorde, id).await?.ok_or(Erreur::Introuvable)?;
    let refus = store::refus(conn, id, -1, REFUS_MONTRES).await?;
    let import = Vu::nouveau(lu, etat.horloge.maintenant());
    page(PageImport {
        cadre: cadre.fil([Etape::vers("Imports", "/imports"), Etape::ici(import.fichier.clone())]),
        import,
        refus,
    })
}

async fn refus(State(etat): State<Etat>, accorde: Accorde, Path(id): Path<Id<Import>>) -> Page {
    let lu = store::lire(etat.base.lecture(), &accorde, id).await?.ok_or(Erreur::Introuvable)?;
    let tx = etat.base.en_lisant().await?;
    let entree = Entree::sur(Action::Exporter, Objet::Imports).id(id).detail("refus");
    journal::ecrire(&tx, etat.horloge.maintenant(), accorde.acteur(), entree);
    tx.commit().await?;
    let entetes = lu.entetes.map(|e| store::textes(&e)).unwrap_or_default();
    let (_, octets) = ecrire_refus(etat.base.lecture(), id, &entetes, Vec::new()).await?;
    Ok(telecharger(&format!("{}.refus.csv", lu.nature.unwrap_or_else(|| "fichier".into())), octets))
}
