//! The page of the day, by role.

use askama::Template;
use axum::extract::State;
use passerelle_base::{Date, date_longue};

use super::store::{self, Lesquels, RendezVous};
use passerelle_gens::accompagnements::{self, ATTENTE, Collegue, SILENCE};
use passerelle_gens::contestations::{self, Attente};
use passerelle_gens::jeunes::Silencieux;
use passerelle_socle::access::{Accorde, Action, Objet, Role};
use passerelle_socle::personne::{Matin, Panneau};
use passerelle_socle::web::{Cadre, Compte, Etat, Page, Site, page};

/// Routes.
pub fn site() -> Site {
    Site::nouveau().get("/journee", Action::Consulter, Objet::Journee, journee)
}

/// What a responsable looks after.
struct Equipe {
    sans_referent: Option<Compte>,
    demandes_anciennes: usize,
    collegues: Vec<Collegue>,
}

#[derive(Template)]
#[template(path = "journee/pages/journee.html")]
struct PageJournee {
    cadre: Cadre,
    jour: String,
    equipe: Option<Equipe>,
    rendez_vous: Vec<RendezVous>,
    /// To which somebody said that they cannot come.
    a_reporter: Vec<RendezVous>,
    desaccords: Vec<Attente>,
    silences: Option<Compte>,
    a_joindre: Vec<Silencieux>,
    aujourdhui: Date,
    /// What capabilities add.
    panneaux: Vec<Panneau>,
    demandes: usize,
    jeunes: Option<Compte>,
    /// « Mes jeunes » for whoever is référent of some, else those of the structure.
    miens: bool,
    silence: u64,
    attente: u64,
}

impl PageJournee {
    /// What is said of presence in one gesture.
    fn pointees(&self) -> [(&'static str, &'static str); 3] {
        [("present", "Présent"), ("absent", "Absent"), ("excuse", "Excusé")]
    }
}

async fn journee(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde) -> Page {
    let (acteur, conn) = (accorde.acteur(), etat.base.lecture());
    let jour = etat.horloge.aujourdhui();
    let tous = Matin { base: &etat.base, acteur, jour, miens: false };
    let a_soi = store::jeunes(&etat, &tous, &[("referent", "moi")]).await?;
    // Whoever answers for nobody looks after the young people of their structure.
    let miens = acteur.role() == Some(Role::Conseiller) || a_soi.as_ref().is_some_and(|c| c.nombre > 0);
    let matin = Matin { miens, ..tous };
    let qui: &[(&str, &str)] = if miens { &[("referent", "moi")] } else { &[] };
    let jours = SILENCE.to_string();
    let silence = [qui, &[("silence", jours.as_str())]].concat();
    let equipe = match (acteur.role(), acteur.structure()) {
        (Some(Role::Responsable), Some(structure)) => Some(Equipe {
            sans_referent: store::jeunes(&etat, &matin, &[("referent", "sans")]).await?,
            demandes_anciennes: accompagnements::recues(conn, &etat, acteur, true).await?.len(),
            collegues: accompagnements::collegues(conn, &etat, structure).await?,
        }),
        _ => None,
    };
    page(PageJournee {
        jour: date_longue(jour),
        equipe,
        rendez_vous: store::rendez_vous(&etat, acteur, jour, Lesquels::DuJour).await?,
        a_reporter: store::rendez_vous(&etat, acteur, jour, Lesquels::AReporter).await?,
        desaccords: contestations::attentes(&etat, acteur).await?,
        silences: store::jeunes(&etat, &matin, &silence).await?,
        // Of those one answers for: of all those of a structure, the list says who.
        a_joindre: if miens { store::a_joindre(&etat, acteur, &silence).await? } else { vec![] },
        aujourdhui: jour,
        panneaux: store::panneaux(etat.personnes, &matin).await?,
        demandes: accompagnements::recues(conn, &etat, acteur, false).await?.len(),
        jeunes: if miens { a_soi } else { store::jeunes(&etat, &matin, &[]).await? },
        miens,
        silence: SILENCE,
        attente: ATTENTE,
        cadre,
    })
}
