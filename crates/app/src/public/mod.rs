//! Pages for everybody: home, accessibility, legal notice, personal data, site map.

mod notices;

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::{Date, date_longue};
use sea_orm::FromQueryResult;

use notices::{NOTICES, Notice, RUBRIQUES};
use passerelle_faits::evenements::{Evenement, INTERNE};
use passerelle_socle::access::{Accorde, Acteur, Action, Objet};
use passerelle_socle::db;
use passerelle_socle::ident::Id;
use passerelle_socle::web::{Cadre, Erreur, Etape, Etat, Page, Site, page};

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .get("/", Action::Consulter, Objet::PagePublique, accueil)
        .get("/accessibilite", Action::Consulter, Objet::PagePublique, accessibilite)
        .get("/mentions", Action::Consulter, Objet::PagePublique, mentions)
        .get("/donnees-personnelles", Action::Consulter, Objet::PagePublique, donnees_personnelles)
        .get("/donnees-personnelles/{public}", Action::Consulter, Objet::PagePublique, notice)
        .get("/plan", Action::Consulter, Objet::PagePublique, plan)
}

#[derive(FromQueryResult)]
struct Annonce {
    id: Id<Evenement>,
    intitule: Option<String>,
    date: Date,
    lieu: Option<String>,
}

impl Annonce {
    fn quand(&self) -> String {
        date_longue(self.date)
    }
}

#[derive(Template)]
#[template(path = "public/pages/accueil.html")]
struct Accueil {
    cadre: Cadre,
    annonces: Vec<Annonce>,
    connecte: bool,
}

async fn accueil(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde) -> Page {
    // What is over is no announcement.
    let sql = "SELECT id, intitule, date, lieu FROM evenements WHERE public = $1 AND date >= $2 AND type <> $3 \
               ORDER BY date, code LIMIT 5";
    let valeurs = [true.into(), etat.horloge.aujourdhui().into(), INTERNE.into()];
    let annonces: Vec<Annonce> = db::lignes(etat.base.lecture(), sql, valeurs).await?;
    page(Accueil { cadre, annonces, connecte: *accorde.acteur() != Acteur::Public })
}

#[derive(Template)]
#[template(path = "public/pages/accessibilite.html")]
struct Accessibilite {
    cadre: Cadre,
}

async fn accessibilite(cadre: Cadre) -> Page {
    page(Accessibilite { cadre })
}

#[derive(Template)]
#[template(path = "public/pages/mentions.html")]
struct Mentions {
    cadre: Cadre,
}

async fn mentions(cadre: Cadre) -> Page {
    page(Mentions { cadre })
}

#[derive(Template)]
#[template(path = "public/pages/notices.html")]
struct PageNotices {
    cadre: Cadre,
    notices: &'static [Notice],
}

async fn donnees_personnelles(cadre: Cadre) -> Page {
    page(PageNotices { cadre, notices: &NOTICES })
}

#[derive(Template)]
#[template(path = "public/pages/notice.html")]
struct PageNotice {
    cadre: Cadre,
    notice: &'static Notice,
    rubriques: Vec<(&'static str, &'static str)>,
}

async fn notice(cadre: Cadre, Path(public): Path<String>) -> Page {
    let notice = NOTICES.iter().find(|n| n.code == public).ok_or(Erreur::Introuvable)?;
    let fil = [Etape::vers("Données personnelles", "/donnees-personnelles"), Etape::ici(notice.titre)];
    let rubriques = std::iter::zip(RUBRIQUES, notice.textes).collect();
    page(PageNotice { cadre: cadre.fil(fil), notice, rubriques })
}

#[derive(Template)]
#[template(path = "public/pages/plan.html")]
struct Plan {
    cadre: Cadre,
}

async fn plan(cadre: Cadre) -> Page {
    page(Plan { cadre })
}
