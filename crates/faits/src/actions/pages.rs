//! Routes and record of actions, and what they add to the records of structures.

use axum::extract::{Path, State};
use passerelle_base::Date;
use passerelle_documents::{Cellule, Colonne, Tableau};
use sea_orm::FromQueryResult;

use super::liste::Actions;
use super::model::{ETATS, TYPES, UneAction};
use passerelle_socle::access::{Accorde, Action, Objet, Structure};
use passerelle_socle::db::{self, Base, Resultat};
use passerelle_socle::ident::Id;
use passerelle_socle::web::{Cadre, Erreur, Etape, Etat, Fiche, Page, Site, Volet, page, pastille};

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .repertoire(["/actions", "/actions.xlsx", "/actions.csv"], Objet::Actions, async |_, p| {
            Ok(Actions::demandees(&p))
        })
        .get("/actions/{id}", Action::Consulter, Objet::Actions, fiche)
}

/// Actions on the record of the structure that carries them.
pub const VOLET: Volet =
    Volet { sur: Objet::Structures, tableau: |base, _, id| Box::pin(de_la_structure(base, Id::from_uuid(id))) };

#[derive(FromQueryResult)]
struct Lue {
    id: Id<UneAction>,
    code: String,
    r#type: String,
    intitule: String,
    porteur_id: Option<Id<Structure>>,
    porteur: Option<String>,
    date_debut: Option<Date>,
    date_fin: Option<Date>,
    heures_centre: Option<i64>,
    heures_entreprise: Option<i64>,
    places: Option<i64>,
    etat: Option<String>,
    domaine: Option<String>,
}

const CHAMPS: &str = "SELECT a.id, a.code, a.type, a.intitule, a.porteur_id, s.nom AS porteur, a.date_debut, \
                      a.date_fin, a.heures_centre, a.heures_entreprise, a.places, a.etat, a.domaine \
                      FROM actions a LEFT JOIN structures s ON s.id = a.porteur_id";

#[derive(FromQueryResult)]
struct Partenaire {
    id: Id<UneAction>,
    nom: String,
}

async fn fiche(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Id<UneAction>>) -> Page {
    let conn = etat.base.lecture();
    let a: Lue =
        db::ligne(conn, &format!("{CHAMPS} WHERE a.id = $1"), [id.into()]).await?.ok_or(Erreur::Introuvable)?;
    let sql = "SELECT s.id, s.nom FROM actions_partenaires p JOIN structures s ON s.id = p.structure_id \
               WHERE p.action_id = $1 ORDER BY s.nom_plie";
    let partenaires: Vec<Partenaire> = db::lignes(conn, sql, [id.into()]).await?;
    let porteur = match (a.porteur, a.porteur_id) {
        (Some(nom), Some(id)) => Cellule::from(nom).avec_lien(format!("/structures/{id}")),
        _ => Cellule::from(None::<String>),
    };
    let mut reseau = vec![("Porteur", porteur)];
    reseau.extend(
        partenaires
            .into_iter()
            .map(|p| ("Partenaire", Cellule::from(p.nom).avec_lien(format!("/structures/{}", p.id)))),
    );
    let fiche =
        Fiche::nouvelle(cadre, Etape::vers("Actions", "/actions"), a.intitule, TYPES.libelle(&a.r#type).to_owned())
            .groupe(
                "Déroulement",
                vec![
                    ("État", a.etat.map_or(Cellule::from(None::<String>), |e| pastille(ETATS.libelle(&e), None))),
                    ("Début", a.date_debut.into()),
                    ("Fin", a.date_fin.into()),
                    ("Heures en centre", a.heures_centre.into()),
                    ("Heures en entreprise", a.heures_entreprise.into()),
                    ("Places", a.places.into()),
                    ("Domaine", a.domaine.into()),
                    ("Code", a.code.into()),
                ],
            )
            .groupe("Qui la porte", reseau)
            .completer(etat.volets, &etat.base, &accorde, id)
            .await?;
    page(fiche)
}

async fn de_la_structure(base: &Base, structure: Id<Structure>) -> Resultat<Tableau> {
    let sql = format!("{CHAMPS} WHERE a.porteur_id = $1 ORDER BY a.date_debut DESC, a.code");
    let lues: Vec<Lue> = db::lignes(base.lecture(), &sql, [structure.into()]).await?;
    let ligne = |a: Lue| {
        vec![
            Cellule::from(a.intitule).avec_lien(format!("/actions/{}", a.id)),
            TYPES.libelle(&a.r#type).into(),
            a.date_debut.into(),
            a.date_fin.into(),
        ]
    };
    Ok(Tableau {
        titre: "Actions portées".into(),
        colonnes: vec![
            Colonne::texte("intitule", "Action"),
            Colonne::texte("type", "Type"),
            Colonne::texte("debut", "Début"),
            Colonne::texte("fin", "Fin"),
        ],
        lignes: lues.into_iter().map(ligne).collect(),
        total: None,
    })
}
