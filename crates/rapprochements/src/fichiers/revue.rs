//! Routes: a row of a file beside somebody, and what is decided.

use askama::Template;
use axum::extract::{Path, State};

use super::store::{self, Decision, Ligne};
use crate::comparaison::{Comparaison, Titre, ecrite, lue, suivi};
use crate::model::{ETATS_LIGNE, GESTES_LIGNE, Indice};
use crate::pages::{dire_decisions, fiche_ouverte};
use crate::rules::{a_regarder, pour_cent};
use crate::store::Fiche;
use passerelle_socle::access::{Accorde, Action, Jeune, Objet};
use passerelle_socle::db::Tx;
use passerelle_socle::ident::Id;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::web::{Cadre, Dit, Erreur, Etape, Etat, Geste, Page, Site, nom_complet, page};

/// Routes.
pub(super) fn site() -> Site {
    let o = Objet::Rapprochements;
    Site::nouveau()
        .get("/rapprochements/lignes/{id}", Action::Consulter, o, consulter)
        .post("/rapprochements/lignes/{id}/lier", Action::Repondre, o, lier)
        .post("/rapprochements/lignes/{id}/separer", Action::Repondre, o, separer)
        .post("/rapprochements/lignes/{id}/revenir", Action::Repondre, o, revenir)
}

/// A row, open to its reader: of their structure, and beside somebody whose file they may read.
struct Ouverte {
    ligne: Ligne,
    fiche: Fiche,
    /// Whether they may change that file.
    modifie: bool,
}

async fn ouvrir(tx: &Tx, etat: &Etat, accorde: &Accorde, id: Id<Ligne>) -> Result<Ouverte, Erreur> {
    accorde.pour(&[Action::Consulter, Action::Repondre], &[Objet::Rapprochements])?;
    let sienne = |l: &Ligne| accorde.acteur().structure().is_none_or(|s| s == l.structure_id);
    let ligne = Ligne::lire(tx, id).await?.filter(sienne);
    let ligne = ligne.ok_or(Erreur::Refuse { objet: Objet::Rapprochements, id: id.into() })?;
    let (fiche, modifie) = fiche_ouverte(tx, etat, accorde, ligne.jeune_id, id).await?;
    Ok(Ouverte { ligne, fiche, modifie })
}

#[derive(Template)]
#[template(path = "pages/ligne.html")]
struct PageLigne {
    cadre: Cadre,
    adresse: String,
    vers: String,
    titre: String,
    structure: String,
    fichier: String,
    numero: i64,
    identifiant: String,
    etat: &'static str,
    propose: bool,
    lie: bool,
    probabilite: String,
    /// Whether what the row says was forgotten.
    oubliee: bool,
    changee: bool,
    empreinte: String,
    autres: Vec<String>,
    modifie: bool,
    /// Why it is not among those that are accepted together, when its probability would let it.
    a_regarder: Option<&'static str>,
    comparaison: Comparaison,
    suivante: Option<Id<Ligne>>,
    reste: i64,
    decisions: Vec<(String, &'static str)>,
}

fn empreinte(o: &Ouverte) -> String {
    store::empreinte(o.ligne.champs.as_deref().unwrap_or_default(), &o.fiche)
}

async fn consulter(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Id<Ligne>>) -> Page {
    let (maintenant, jour, acteur) = (etat.horloge.maintenant(), etat.horloge.aujourdhui(), accorde.acteur());
    let tx = etat.base.en_lisant().await?;
    let o = ouvrir(&tx, &etat, &accorde, id).await?;
    let entree = Entree::sur(Action::Consulter, Objet::Jeunes).id(o.fiche.id).detail("rapprochement d'un fichier");
    journal::ecrire(&tx, maintenant, acteur, entree);
    let decidees = store::decisions(&tx, id).await?;
    let autres = store::autres_numeros(&tx, &o.ligne).await?;
    let suivante = store::suivante(&tx, acteur, jour, &o.ligne).await?;
    let reste = store::a_revoir(acteur, jour, o.ligne.recherche_id).compter(&tx).await?;
    tx.commit().await?;
    let nom = nom_complet(&o.fiche.prenom, &o.fiche.nom);
    let (empreinte, l) = (empreinte(&o), &o.ligne);
    let dits = l.dits();
    let titres = vec![
        Titre { lien: None, mots: format!("Ligne {}", l.ligne), nom: l.fichier.clone() },
        Titre { lien: Some(format!("/jeunes/{}", o.fiche.id)), mots: "Fiche".into(), nom: nom.clone() },
    ];
    let indices: Vec<Indice> = serde_json::from_str(&l.indices).unwrap_or_default();
    let suivis = vec![(l.structure.clone(), String::new()), suivi(&o.fiche)];
    let dire = |champ: &str| vec![ecrite(&dits, champ), lue(&o.fiche, champ)];
    let vers = format!("/rapprochements/fichiers/{}", l.recherche_id);
    page(PageLigne {
        cadre: cadre.fil([
            Etape::vers("Rapprochements", "/rapprochements"),
            Etape::vers("Rapprocher un fichier", "/rapprochements/fichiers"),
            Etape::vers(l.fichier.clone(), vers.clone()),
            Etape::ici(format!("Ligne {}", l.ligne)),
        ]),
        adresse: format!("/rapprochements/lignes/{id}"),
        vers,
        titre: nom,
        structure: l.structure.clone(),
        fichier: l.fichier.clone(),
        numero: l.ligne,
        identifiant: l.identifiant.clone(),
        etat: ETATS_LIGNE.libelle(ETATS_LIGNE.code(&l.etat).unwrap_or_default()),
        propose: l.etat == "propose",
        lie: l.etat == "lie",
        probabilite: pour_cent(l.probabilite),
        oubliee: l.champs.is_none(),
        changee: l.champs.is_some() && empreinte != l.empreinte,
        a_regarder: (l.etat == "propose" && !l.sure).then(|| a_regarder(&indices, l.probabilite)).flatten(),
        comparaison: Comparaison::nouvelle(titres, suivis, &indices, dire),
        empreinte,
        autres,
        modifie: o.modifie,
        suivante,
        reste,
        decisions: dire_decisions(decidees, &GESTES_LIGNE),
    })
}

/// Refuses a decision made before something else than what is now said.
fn verifier(o: &Ouverte, montre: &str) -> Result<(), Erreur> {
    let dire = |phrase: &str| Err(Erreur::Demande(phrase.to_owned()));
    if o.ligne.etat != "propose" {
        return dire("Cette ligne est déjà décidée : rechargez la page pour la lire.");
    }
    if o.ligne.champs.is_none() {
        return dire("Ce que disait cette ligne est effacé : déposez de nouveau le fichier pour décider.");
    }
    if empreinte(o) != montre {
        return dire("La fiche a été corrigée pendant que vous la lisiez : rechargez la page, puis décidez.");
    }
    Ok(())
}

async fn noter(g: &Geste, ligne: &Ligne, decision: Decision) -> Result<(), Erreur> {
    g.accorde.pour(&[Action::Repondre], &[Objet::Rapprochements])?;
    if !store::decider(g.tx(), g.maintenant(), g.acteur(), ligne, decision).await? {
        return Err(Erreur::Demande("Cette ligne vient d'être décidée : rechargez la page pour la lire.".into()));
    }
    let entree = Entree::sur(Action::Repondre, Objet::Rapprochements).id(ligne.id).detail(decision.geste);
    g.noter(entree);
    Ok(())
}

/// The number of the file changed hands: that is written in the file of the person too.
fn noter_numero(g: &Geste, jeune: Id<Jeune>, detail: &'static str) {
    let entree = Entree::sur(Action::Modifier, Objet::Jeunes).id(jeune).detail(detail);
    g.noter(entree);
}

async fn reconnaitre(g: &Geste, o: &Ouverte) -> Result<(), Erreur> {
    if !o.modifie {
        return Err(Erreur::Refuse { objet: Objet::Rapprochements, id: o.ligne.id.into() });
    }
    if !store::numeroter(g.tx(), &o.ligne).await? {
        return Err(Erreur::Demande(format!(
            "Le numéro {} est déjà celui d'une autre personne dans cette structure : corrigez le fichier, ou cherchez les doublons.",
            o.ligne.identifiant
        )));
    }
    noter_numero(g, o.fiche.id, "numéro reconnu");
    noter(g, &o.ligne, Decision { geste: "lier", etat: "lie" }).await
}

/// Accepts a row that is sure; one that its reader may only read is left for somebody else.
pub(super) async fn accepter(g: &Geste, id: Id<Ligne>) -> Result<(), Erreur> {
    let o = ouvrir(g.tx(), &g.etat, &g.accorde, id).await?;
    if !o.modifie || !store::autres_numeros(g.tx(), &o.ligne).await?.is_empty() {
        return Ok(());
    }
    reconnaitre(g, &o).await
}

/// Where one goes once a row is decided: to the next one, at its decision.
async fn ensuite(g: Geste, l: &Ligne, geste: &'static str) -> Page {
    let suivante = match store::suivante(g.tx(), g.acteur(), g.jour(), l).await? {
        Some(suivante) => Some(suivante),
        None => store::premiere(g.tx(), g.acteur(), g.jour(), l.recherche_id).await?,
    };
    let dit = format!("Ligne précédente décidée. {}.", GESTES_LIGNE.libelle(geste));
    let (vers, dit) = match suivante {
        Some(suivante) => (format!("/rapprochements/lignes/{suivante}#decider"), dit),
        None => (format!("/rapprochements/fichiers/{}", l.recherche_id), dit + " Il n'y a plus de ligne à revoir."),
    };
    g.mener(vers, Dit::nouveau(dit).voir("Revoir cette décision", format!("/rapprochements/lignes/{}", l.id))).await
}

/// The row of a decision, if what was shown is what is still said.
async fn a_decider(g: &Geste, id: Id<Ligne>) -> Result<Ouverte, Erreur> {
    let mut o = ouvrir(g.tx(), &g.etat, &g.accorde, id).await?;
    verifier(&o, g.recu.lire("empreinte"))?;
    o.ligne.empreinte = g.recu.lire("empreinte").to_owned();
    Ok(o)
}

async fn lier(Path(id): Path<Id<Ligne>>, g: Geste) -> Page {
    let o = a_decider(&g, id).await?;
    reconnaitre(&g, &o).await?;
    ensuite(g, &o.ligne, "lier").await
}

async fn separer(Path(id): Path<Id<Ligne>>, g: Geste) -> Page {
    let o = a_decider(&g, id).await?;
    noter(&g, &o.ligne, Decision { geste: "separer", etat: "separe" }).await?;
    ensuite(g, &o.ligne, "separer").await
}

async fn revenir(Path(id): Path<Id<Ligne>>, g: Geste) -> Page {
    let o = ouvrir(g.tx(), &g.etat, &g.accorde, id).await?;
    match o.ligne.etat.as_str() {
        "lie" if !o.modifie => return Err(Erreur::Refuse { objet: Objet::Rapprochements, id: id.into() }),
        "lie" => {
            store::denumeroter(g.tx(), &o.ligne).await?;
            noter_numero(&g, o.fiche.id, "numéro repris");
        }
        "separe" => {}
        _ => return Err(Erreur::Demande("Rien n'est décidé de cette ligne : il n'y a pas à revenir.".into())),
    }
    noter(&g, &o.ligne, Decision { geste: "revenir", etat: "propose" }).await?;
    g.conclure(format!("/rapprochements/lignes/{id}"), "Décision annulée : la ligne est à revoir.").await
}
