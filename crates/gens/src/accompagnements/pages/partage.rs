//! Opening a file to another structure: choosing it, saying why and until when; stopping, extending.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::Date;
use passerelle_socle::ident::Id;

use super::retour::vers_le_suivi;
use super::suivi::{fil, identite};
use crate::accompagnements::model::{FINALITES, Finalite};
use crate::accompagnements::partages::{self, Destinataire, Ouverture};
use crate::accompagnements::{GesteDossier, lire_dossier, rules, suivi};
use passerelle_socle::access::{Accorde, Jeune};
use passerelle_socle::web::{Cadre, Erreur, Etat, Page, Parametres, page, page_a_corriger};

#[derive(Default)]
struct Saisie {
    structure: String,
    finalite: String,
    precisions: String,
    au: String,
}

#[derive(Template)]
#[template(path = "accompagnements/pages/partage.html")]
struct PagePartage {
    cadre: Cadre,
    id: Id<Jeune>,
    nom: String,
    q: String,
    destinataires: Vec<Destinataire>,
    finalites: Vec<(&'static str, &'static str)>,
    saisie: Saisie,
    erreur: Option<String>,
    aujourdhui: Date,
    limite: Date,
}

pub(super) async fn nouveau(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path(id): Path<Id<Jeune>>,
    p: Parametres,
) -> Page {
    let q = p.lire("q").to_owned();
    page(formulaire(&etat, cadre, &accorde, id, q).await?)
}

async fn formulaire(
    etat: &Etat,
    cadre: Cadre,
    accorde: &Accorde,
    jeune: Id<Jeune>,
    q: String,
) -> Result<PagePartage, Erreur> {
    let (tx, d) = lire_dossier(etat, accorde, jeune).await?;
    let (id, jour) = (jeune, etat.horloge.aujourdhui());
    let nom = identite(&tx, &d).await?;
    let destinataires = match q.as_str() {
        "" => partages::habituels(&tx, jour, d.jeune(), d.structure()).await?,
        q => partages::destinataires(&tx, jour, d.jeune(), q).await?,
    };
    tx.commit().await?;
    Ok(PagePartage {
        cadre: cadre.fil(fil(id, &nom, "Ouvrir le dossier")),
        id,
        nom,
        q,
        destinataires,
        finalites: FINALITES.choix(),
        saisie: Saisie::default(),
        erreur: None,
        aujourdhui: jour,
        limite: rules::terme_au_plus_tard(jour),
    })
}

pub(super) async fn ouvrir(g: GesteDossier) -> Page {
    match essayer(&g).await {
        Ok(()) => vers_le_suivi(g, "Le dossier est ouvert. La structure le verra à sa prochaine page.").await,
        Err(Erreur::Demande(phrase)) => {
            let jeune = g.jeune();
            let envoi = g.abandonner().await?;
            let lu = |cle| envoi.recu.lire(cle).to_owned();
            let saisie = Saisie {
                structure: lu("structure"),
                finalite: lu("finalite"),
                precisions: lu("precisions"),
                au: lu("au"),
            };
            let montree = formulaire(&envoi.etat, envoi.cadre(), &envoi.accorde, jeune, lu("q")).await?;
            page_a_corriger(PagePartage { saisie, erreur: Some(phrase), ..montree })
        }
        Err(autre) => Err(autre),
    }
}

async fn essayer(g: &GesteDossier) -> Result<(), Erreur> {
    let finalite = Finalite::lire(g.recu.lire("finalite"), g.recu.lire("precisions")).map_err(Erreur::Demande)?;
    let structure = g
        .recu
        .lire("structure")
        .parse()
        .map_err(|_| Erreur::Demande("Cherchez une structure, puis choisissez-la.".into()))?;
    let dernier_jour = g.recu.jour("au").map_err(Erreur::Demande)?;
    let ouverture = Ouverture { structure, finalite, dernier_jour };
    partages::ouvrir(g.tx(), &g.etat, g.dossier(), &ouverture).await?;
    Ok(())
}

/// Adds a structure to those who follow: the same right as opening the file, since it reads more and for longer.
pub(super) async fn ajouter(g: GesteDossier) -> Page {
    // It follows because the file was open to it: whoever answers has already said why.
    let structure = g.recu.id("structure")?;
    let tous = partages::du_jeune(g.tx(), g.jeune()).await?;
    let ouvert = tous.into_iter().find(|p| p.structure_id == structure && p.ouvert(g.jour()));
    let Some(ouvert) = ouvert else {
        return Err(Erreur::Demande("Ouvrez d'abord le dossier à cette structure.".into()));
    };
    let finalite =
        Finalite::lire(&ouvert.finalite, ouvert.precisions.as_deref().unwrap_or_default()).map_err(Erreur::Demande)?;
    suivi::ajouter(g.tx(), &g.etat, g.dossier(), structure, &finalite).await?;
    vers_le_suivi(g, "La structure suit désormais ce jeune.").await
}

pub(super) async fn prolonger(g: GesteDossier) -> Page {
    let jusque = g.recu.jour("au").map_err(Erreur::Demande)?;
    partages::prolonger(g.tx(), &g.etat, g.dossier(), g.recu.id("partage")?, jusque).await?;
    vers_le_suivi(g, "Le partage est prolongé.").await
}

pub(super) async fn retirer(g: GesteDossier) -> Page {
    partages::retirer(g.tx(), &g.etat, g.dossier(), g.recu.id("partage")?).await?;
    vers_le_suivi(g, "Le partage est arrêté. La structure ne voit plus rien dès sa prochaine page.").await
}
