//! Routes and record of structures.

use axum::extract::{Path, State};
use passerelle_base::Telephone;
use sea_orm::FromQueryResult;

use super::liste::Structures;
use super::model::TYPES;
use passerelle_socle::access::{Accorde, Action, Objet};
use passerelle_socle::db;
use passerelle_socle::ident::Id;
use passerelle_socle::referentiels;
use passerelle_socle::web::{Cadre, Erreur, Etape, Etat, Fiche, Page, Site, page};

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .repertoire(["/structures", "/structures.xlsx", "/structures.csv"], Objet::Structures, async |_, p| {
            Ok(Structures::demandees(&p))
        })
        .get("/structures/{id}", Action::Consulter, Objet::Structures, fiche)
}

#[derive(FromQueryResult)]
struct Structure {
    code: String,
    nom: String,
    r#type: String,
    siret: Option<String>,
    uai: Option<String>,
    commune_insee: Option<String>,
    departement: Option<String>,
    bassin: Option<String>,
    reseau: Option<String>,
    courriel: Option<String>,
    telephone: Option<String>,
}

async fn fiche(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Id<Structure>>) -> Page {
    let sql = "SELECT code, nom, type, siret, uai, commune_insee, departement, bassin, reseau, courriel, telephone \
               FROM structures WHERE id = $1";
    let s: Structure = db::ligne(etat.base.lecture(), sql, [id.into()]).await?.ok_or(Erreur::Introuvable)?;
    let intro = TYPES.libelle(&s.r#type).to_owned();
    let fiche = Fiche::nouvelle(cadre, Etape::vers("Structures", "/structures"), s.nom, intro)
        .groupe(
            "Joindre",
            vec![
                ("Téléphone", s.telephone.map(|t| lisible(&t)).into()),
                ("Courriel", s.courriel.into()),
                ("Commune", s.commune_insee.map(|c| referentiels::commune(&c).to_owned()).into()),
            ],
        )
        .groupe(
            "Repères",
            vec![
                ("Code", s.code.into()),
                ("SIRET", s.siret.into()),
                ("UAI", s.uai.into()),
                ("Département", s.departement.into()),
                ("Bassin", s.bassin.into()),
                ("Réseau", s.reseau.into()),
            ],
        )
        .completer(etat.volets, &etat.base, &accorde, id)
        .await?;
    page(fiche)
}

/// A stored number as people write it.
fn lisible(canonique: &str) -> String {
    canonique.parse::<Telephone>().map_or_else(|_| canonique.to_owned(), |t| t.affiche())
}
