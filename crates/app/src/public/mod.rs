//! Pages for everybody: home, accessibility, legal notice, site map.

use askama::Template;
use axum::extract::State;
use passerelle_base::{Date, date_longue};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::access::{Accorde, Acteur, Action, Objet};
use crate::db;
use crate::web::{Cadre, Etat, Page, Site, page};

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .get("/", Action::Consulter, Objet::PagePublique, accueil)
        .get("/accessibilite", Action::Consulter, Objet::PagePublique, accessibilite)
        .get("/mentions", Action::Consulter, Objet::PagePublique, mentions)
        .get("/plan", Action::Consulter, Objet::PagePublique, plan)
}

#[derive(FromQueryResult)]
struct Annonce {
    id: Uuid,
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
    a_venir: bool,
    connecte: bool,
}

async fn accueil(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde) -> Page {
    let champs = "SELECT id, intitule, date, lieu FROM evenements WHERE public = $1";
    let sql = format!("{champs} AND date >= $2 ORDER BY date, code LIMIT 5");
    let valeurs = [true.into(), etat.horloge.aujourdhui().into()];
    let mut annonces: Vec<Annonce> = db::lignes(etat.base.lecture(), &sql, valeurs).await?;
    let a_venir = !annonces.is_empty();
    if !a_venir {
        annonces =
            db::lignes(etat.base.lecture(), &format!("{champs} ORDER BY date DESC, code LIMIT 5"), [true.into()])
                .await?;
    }
    page(Accueil { cadre, annonces, a_venir, connecte: *accorde.acteur() != Acteur::Public })
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
#[template(path = "public/pages/plan.html")]
struct Plan {
    cadre: Cadre,
}

async fn plan(cadre: Cadre) -> Page {
    page(Plan { cadre })
}
