//! Routes: looking through the base, and how far a look is.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::State;
use passerelle_appariement::SansTemoin;
use passerelle_base::pourcent;
use passerelle_socle::temps::Instant;

use super::erreur::ErreurRecherche;
use super::model::Attendu;
use super::recherche::poursuivre;
use super::store;
use super::suivi::{self, Ou, Suivie};
use passerelle_socle::access::{Accorde, Action, Faits, Objet, may};
use passerelle_socle::web::{Cadre, Dit, Envoi, Erreur, Etape, Etat, Page, Site, combien, entete_simple, page};

/// Looks through the base that are shown.
const MONTREES: i64 = 5;
/// What a reader is made to wait before the page says that the work goes on without them.
pub(super) const ATTENTE: Duration = Duration::from_secs(3);

/// Routes.
pub(super) fn site() -> Site {
    Site::nouveau().get("/rapprochements/recherche", Action::Creer, Objet::Rapprochements, montrer).post(
        "/rapprochements/recherche",
        Action::Creer,
        Objet::Rapprochements,
        faire,
    )
}

impl From<ErreurRecherche> for Erreur {
    fn from(e: ErreurRecherche) -> Self {
        match e {
            ErreurRecherche::Base(e) => e.into(),
            dite => Self::Demande(dite.phrase()),
        }
    }
}

/// A look, in words.
pub(super) struct Dite {
    pub le: String,
    pub par: String,
    /// How many files were compared, for whoever may know how many there are.
    pub fiches: Option<i64>,
    pub ou: Ou,
    pub etape: &'static str,
    /// Hundredths done of what is going on.
    pub part: Option<i64>,
    pub erreur: String,
    /// Expected precision and recall, each with its interval.
    pub attendus: Option<(String, String)>,
}

/// « 98,2 % (96,1 % à 99,4 %) », rounded down: nothing reads as certain.
fn intervalle(a: Attendu) -> String {
    let part = |x: f64| pourcent((1000.0 * x).floor() / 10.0, 1);
    format!("{} ({} à {})", part(a.valeur), part(a.bas), part(a.haut))
}

impl Dite {
    pub fn nouvelle(s: &Suivie, accorde: &Accorde, maintenant: Instant) -> Self {
        let partout = may(accorde.acteur(), Action::Modifier, Objet::Rapprochements, &Faits::default()).is_ok();
        let etape = match s.etape.as_deref() {
            Some("valeurs") => "préparation des valeurs",
            Some("regroupement") => "regroupement des fiches qui se ressemblent",
            Some("comparaison") => "comparaison",
            Some("estimation") => "estimation",
            Some("probabilites") => "calcul des probabilités",
            _ => "lecture des fiches",
        };
        let part = s.faites.zip(s.total).filter(|(_, total)| *total > 0);
        Self {
            le: entete_simple(s.faite_le),
            par: s.par.clone().unwrap_or_else(|| "la ligne de commande".into()),
            fiches: (partout || s.fichier.is_some()).then_some(s.fiches),
            ou: s.ou(maintenant),
            etape,
            part: part.map(|(faites, total)| (100 * faites / total).clamp(0, 100)),
            erreur: s.erreur.clone().unwrap_or_default(),
            attendus: s.attendus().map(|(p, r)| (intervalle(p), intervalle(r))),
        }
    }

    pub fn en_cours(&self) -> bool {
        self.ou == Ou::EnCours
    }
}

#[derive(Template)]
#[template(path = "pages/recherche.html")]
struct PageRecherche {
    cadre: Cadre,
    faites: Vec<Dite>,
    en_cours: bool,
}

async fn montrer(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde) -> Page {
    let (conn, maintenant) = (etat.base.lecture(), etat.horloge.maintenant());
    let faites: Vec<Dite> =
        suivi::de_la_base(conn, MONTREES).await?.iter().map(|s| Dite::nouvelle(s, &accorde, maintenant)).collect();
    page(PageRecherche {
        en_cours: faites.first().is_some_and(Dite::en_cours),
        faites,
        cadre: cadre.fil([Etape::vers("Rapprochements", "/rapprochements"), Etape::ici("Chercher les doublons")]),
    })
}

/// A small base is looked through before the reader looks up; a large one goes on without them.
async fn faire(envoi: Envoi) -> Page {
    let envoi = envoi.une_fois().await?;
    let commencee = suivi::commencer(&envoi.etat.base, envoi.maintenant(), envoi.acteur(), None).await?;
    let (etat, accorde) = (envoi.etat.clone(), envoi.accorde.clone());
    let travail = tokio::spawn(async move {
        let (base, acteur) = (&etat.base, accorde.acteur());
        poursuivre(base, &*etat.horloge, acteur, commencee, Arc::new(SansTemoin)).await.map(drop)
    });
    attendre(travail).await?;
    let conn = envoi.etat.base.lecture();
    let faite = suivi::de_la_base(conn, 1).await?;
    let finie = faite.iter().any(|s| Dite::nouvelle(s, &envoi.accorde, envoi.maintenant()).ou == Ou::Finie);
    let visibles = store::visibles(envoi.acteur(), envoi.jour(), "propose").compter(conn).await?;
    let dit = match (finie, visibles) {
        (false, _) => "La recherche continue : cette page dit où elle en est.".into(),
        (true, 0) => "Recherche finie. Aucune paire à revoir parmi les fiches qui vous sont ouvertes.".into(),
        (true, n) => Dit::nouveau(format!(
            "Recherche finie. {} parmi les fiches qui vous sont ouvertes.",
            combien(n, "paire à revoir", "paires à revoir")
        ))
        .voir("Les revoir", "/rapprochements"),
    };
    envoi.revenir("/rapprochements/recherche", dit)
}

/// Waits a little for a work; what the base refuses is said at once, the rest is told by its page.
pub(super) async fn attendre(travail: tokio::task::JoinHandle<Result<(), ErreurRecherche>>) -> Result<(), Erreur> {
    match tokio::time::timeout(ATTENTE, travail).await {
        Ok(Ok(Err(ErreurRecherche::Base(e)))) => Err(e.into()),
        Ok(Err(e)) => Err(Erreur::Interne(e.to_string())),
        _ => Ok(()),
    }
}
