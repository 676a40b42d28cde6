//! Routes: looking through the base, a pair side by side.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};
use passerelle_appariement::SansTemoin;
use passerelle_base::{Id, Instant, Telephone, date_courte, pourcent};
use uuid::Uuid;

use super::model::{Accord, Attendu, CHAMPS, ETATS, GESTES};
use super::recherche::{ErreurRecherche, chercher};
use super::rules::{accord, pour_cent};
use super::store::{self, Fiche, Paire};
use crate::access::{Accorde, Action, Faits, Jeune, Objet, may};
use crate::db::Tx;
use crate::gens::accompagnements::lien;
use crate::journal::{self, Entree};
use crate::referentiels;
use crate::web::{Cadre, Erreur, Etape, Etat, Page, Parametres, Site, entete_simple, nom_complet, page};

/// Looks through the base that are shown.
const MONTREES: i64 = 5;

/// Routes.
pub fn site() -> Site {
    super::liste::site()
        .get("/rapprochements/recherche", Action::Creer, Objet::Rapprochements, montrer_recherche)
        .post("/rapprochements/recherche", Action::Creer, Objet::Rapprochements, faire_recherche)
        .get("/rapprochements/{id}", Action::Consulter, Objet::Rapprochements, consulter)
        .avec(super::gestes::site())
}

impl From<ErreurRecherche> for Erreur {
    fn from(e: ErreurRecherche) -> Self {
        match e {
            ErreurRecherche::Base(e) => e.into(),
            dite => Self::dite(&dite),
        }
    }
}

/// A look that was made, in words.
struct Faite {
    le: String,
    par: String,
    fiches: i64,
    /// Expected precision and recall, each with its interval.
    attendus: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "lectures/rapprochements/pages/recherche.html")]
struct PageRecherche {
    cadre: Cadre,
    faites: Vec<Faite>,
    visibles: i64,
    faite: bool,
}

/// « 98,2 % (96,1 % à 99,4 %) ».
fn intervalle(a: Attendu) -> String {
    let part = |x: f64| pourcent(100.0 * x, 1);
    format!("{} ({} à {})", part(a.valeur), part(a.bas), part(a.haut))
}

async fn montrer_recherche(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, p: Parametres) -> Page {
    let conn = etat.base.lecture();
    let dire = |f: store::Faite| Faite {
        le: entete_simple(Instant::from_millis(f.faite_le)),
        attendus: f.attendus().map(|(p, r)| (intervalle(p), intervalle(r))),
        par: f.par.unwrap_or_else(|| "la ligne de commande".into()),
        fiches: f.fiches,
    };
    page(PageRecherche {
        faites: store::recherches(conn, MONTREES).await?.into_iter().map(dire).collect(),
        visibles: store::visibles(accorde.acteur(), etat.horloge.aujourdhui(), "propose").compter(conn).await?,
        faite: !p.lire("fait").is_empty(),
        cadre: cadre.fil([Etape::vers("Rapprochements", "/rapprochements"), Etape::ici("Chercher les doublons")]),
    })
}

async fn faire_recherche(State(etat): State<Etat>, accorde: Accorde) -> Page {
    chercher(&etat.base, &*etat.horloge, accorde.acteur(), Arc::new(SansTemoin)).await?;
    Ok(Redirect::to("/rapprochements/recherche?fait=recherche").into_response())
}

/// A pair, open to its reader: the files that are there, and whether they may be brought together.
pub(super) struct Ouverte {
    pub paire: Paire,
    pub fiches: Vec<Fiche>,
    pub reunit: bool,
}

/// Opens a pair to whoever may read both files; once they are one, to whoever may read that one.
pub(super) async fn ouvrir(tx: &Tx, etat: &Etat, accorde: &Accorde, id: Uuid) -> Result<Ouverte, Erreur> {
    let paire = Paire::lire(tx, id).await?.ok_or(Erreur::Introuvable)?;
    let qui = match paire.reunie {
        Some(une) => vec![une],
        None => vec![paire.a_id, paire.b_id],
    };
    let acteur = accorde.acteur();
    // Whoever keeps the pairs of the whole territory may change the files they are made of.
    let partout = may(acteur, Action::Modifier, Objet::Rapprochements, &Faits::default()).is_ok();
    let (mut fiches, mut reunit) = (Vec::new(), true);
    for id in qui {
        let jeune: Id<Jeune> = Id::from_uuid(id);
        let Some(lien) = lien(tx, acteur, etat.horloge.aujourdhui(), jeune).await? else {
            return Err(Erreur::Introuvable);
        };
        let faits = Faits::sur(lien);
        if may(acteur, Action::Consulter, Objet::Jeunes, &faits).is_err() {
            return Err(Erreur::Refuse { objet: Objet::Rapprochements, id: paire.id });
        }
        reunit &= partout || may(acteur, Action::Modifier, Objet::Jeunes, &faits).is_ok();
        fiches.push(Fiche::une(tx, id).await?.ok_or(Erreur::Introuvable)?);
    }
    Ok(Ouverte { paire, fiches, reunit })
}

/// A field of both files.
struct Ligne {
    libelle: &'static str,
    valeurs: Vec<String>,
    niveau: String,
    ton: &'static str,
}

#[derive(Template)]
#[template(path = "lectures/rapprochements/pages/rapprochement.html")]
struct PageRapprochement {
    cadre: Cadre,
    adresse: String,
    titre: String,
    etat: &'static str,
    propose: bool,
    probabilite: String,
    noms: Vec<(Uuid, String)>,
    lignes: Vec<Ligne>,
    suivis: Vec<(String, String)>,
    /// Whether a file was corrected since the pair was proposed.
    changee: bool,
    empreinte: String,
    reunit: bool,
    suivante: Option<Uuid>,
    reste: i64,
    decisions: Vec<(String, &'static str)>,
    /// What was just decided of the pair before this one, and where it is.
    dit: Option<(&'static str, String)>,
}

/// A value as people read it; empty when unknown.
fn lue(fiche: &Fiche, champ: &str) -> String {
    match champ {
        "lieu" => {
            let commune = fiche.commune_insee.as_deref().map(|c| referentiels::commune(c).to_owned());
            [fiche.code_postal.clone(), commune].into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
        "date_naissance" => fiche.date_naissance.map(date_courte).unwrap_or_default(),
        "sexe" => match fiche.sexe.as_deref() {
            Some("F") => "Femme".into(),
            Some("M") => "Homme".into(),
            autre => autre.unwrap_or_default().to_owned(),
        },
        "telephone" => {
            let brut = fiche.dit(champ);
            brut.parse::<Telephone>().map_or(brut, |t| t.affiche())
        }
        _ => fiche.dit(champ),
    }
}

fn lignes(ouverte: &Ouverte) -> Vec<Ligne> {
    let indices = ouverte.paire.dits();
    let decrire = |c: &super::model::Champ| {
        let niveau = indices.iter().find(|i| i.champ == c.code).map(|i| i.niveau.clone()).unwrap_or_default();
        let ton = match accord(&niveau) {
            Accord::Concorde => "etat-positif",
            Accord::Differe => "etat-alerte",
            Accord::Ressemble => "etat-attention",
            Accord::Manque => "",
        };
        Ligne { libelle: c.libelle, valeurs: ouverte.fiches.iter().map(|f| lue(f, c.code)).collect(), niveau, ton }
    };
    CHAMPS.iter().map(decrire).collect()
}

async fn consulter(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path(id): Path<Uuid>,
    p: Parametres,
) -> Page {
    let (maintenant, jour) = (etat.horloge.maintenant(), etat.horloge.aujourdhui());
    let tx = etat.base.transaction().await?;
    let ouverte = ouvrir(&tx, &etat, &accorde, id).await?;
    for fiche in &ouverte.fiches {
        let entree = Entree::sur(Action::Consulter, Objet::Jeunes).id(fiche.id).detail("rapprochement");
        journal::ecrire(&tx, maintenant, accorde.acteur(), entree).await?;
    }
    let decidees = store::decisions(&tx, id).await?;
    let (suivante, reste) = store::suivante(&tx, (accorde.acteur(), jour), &ouverte.paire).await?;
    tx.commit().await?;
    let decrire = |d: store::Decidee| {
        let (qui, quand) = (d.par.as_deref().unwrap_or("la ligne de commande"), Instant::from_millis(d.faite_le));
        let dit = format!("le {} par {qui}, probabilité montrée {}", entete_simple(quand), pour_cent(d.probabilite));
        (dit, GESTES.libelle(GESTES.codes.into_iter().find(|c| *c == d.geste).unwrap_or_default()))
    };
    let noms: Vec<(Uuid, String)> = ouverte.fiches.iter().map(|f| (f.id, nom_complet(&f.prenom, &f.nom))).collect();
    let empreinte = match &ouverte.fiches[..] {
        [a, b] => store::empreinte(&[a.clone(), b.clone()]),
        _ => ouverte.paire.empreinte.clone(),
    };
    let titre = noms.iter().map(|(_, n)| n.as_str()).collect::<Vec<_>>().join(" et ");
    let suivi = |f: &Fiche| {
        let accueil = f.date_premier_accueil.map(|d| format!("depuis le {}", date_courte(d))).unwrap_or_default();
        (f.structure.clone().unwrap_or_else(|| "Aucune structure".into()), accueil)
    };
    let avant = p.lire("avant").parse::<Uuid>().ok();
    page(PageRapprochement {
        cadre: cadre.fil([Etape::vers("Rapprochements", "/rapprochements"), Etape::ici(titre.clone())]),
        adresse: format!("/rapprochements/{id}"),
        titre,
        propose: ouverte.paire.etat == "propose",
        etat: ETATS.libelle(ETATS.codes.into_iter().find(|c| *c == ouverte.paire.etat).unwrap_or_default()),
        probabilite: pour_cent(ouverte.paire.probabilite),
        lignes: lignes(&ouverte),
        suivis: ouverte.fiches.iter().map(suivi).collect(),
        changee: empreinte != ouverte.paire.empreinte,
        empreinte,
        noms,
        reunit: ouverte.reunit,
        suivante,
        reste,
        decisions: decidees.into_iter().map(decrire).collect(),
        dit: avant
            .zip(GESTES.codes.into_iter().find(|c| *c == p.lire("fait")))
            .map(|(a, geste)| (GESTES.libelle(geste), format!("/rapprochements/{a}"))),
    })
}
