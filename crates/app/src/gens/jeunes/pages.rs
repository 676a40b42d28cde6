//! Routes and record of young people.

use axum::extract::{Path, State};
use passerelle_base::{Date, Id, Telephone, date_longue, pluriel};
use passerelle_documents::Cellule;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::liste::Jeunes;
use super::model::SITUATIONS;
use crate::access::{Accorde, Action, Objet};
use crate::db::{self, Executeur, Resultat};
use crate::gens::accompagnements::{Dossier, lire_dossier};
use crate::referentiels;
use crate::web::{Cadre, Erreur, Etat, Fiche, Page, Site, nom_complet, page};

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .repertoire(["/jeunes", "/jeunes.xlsx", "/jeunes.csv"], Objet::Jeunes, async |etat, p| {
            Ok(Jeunes::demandes(&etat, &p).await?)
        })
        .get("/jeunes/{id}", Action::Consulter, Objet::Jeunes, fiche)
}

#[derive(FromQueryResult)]
struct Lu {
    nom: String,
    prenom: String,
    date_naissance: Option<Date>,
    sexe: Option<String>,
    commune_insee: Option<String>,
    code_postal: Option<String>,
    qpv: Option<bool>,
    niveau: Option<String>,
    situation: Option<String>,
    date_premier_accueil: Option<Date>,
    telephone: Option<String>,
    courriel: Option<String>,
}

#[derive(FromQueryResult)]
struct Numero {
    id: Uuid,
    structure: String,
    numero: String,
}

/// The SQL of a record.
async fn lire(conn: &impl Executeur, dossier: &Dossier) -> Resultat<Option<(Lu, Vec<Numero>)>> {
    let sql = "SELECT nom, prenom, date_naissance, sexe, commune_insee, code_postal, qpv, niveau, situation, \
               date_premier_accueil, telephone, courriel FROM jeunes WHERE id = $1";
    let id = dossier.jeune().uuid();
    let Some(jeune) = db::ligne(conn, sql, [id.into()]).await? else { return Ok(None) };
    let sql = "SELECT s.id, s.nom AS structure, n.numero FROM numeros n JOIN structures s ON s.id = n.structure_id \
               WHERE n.jeune_id = $1 ORDER BY s.nom";
    Ok(Some((jeune, db::lignes(conn, sql, [id.into()]).await?)))
}

async fn fiche(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Uuid>) -> Page {
    let (tx, dossier) = lire_dossier(&etat, &accorde, Id::from_uuid(id)).await?;
    let Some((j, numeros)) = lire(&tx, &dossier).await? else { return Err(Erreur::Introuvable) };
    tx.commit().await?;
    let accord = if j.sexe.as_deref() == Some("F") { "suivie" } else { "suivi" };
    let suivi = numeros.first().map_or_else(String::new, |n| format!(", {accord} par {}", n.structure));
    let titre = format!("{}{suivi}", nom_complet(&j.prenom, &j.nom));
    let age = j.date_naissance.and_then(|n| etat.horloge.aujourdhui().years_since(n));
    let reperes: Vec<String> = [
        age.map(|a| pluriel(i64::from(a), "an", "ans")),
        j.commune_insee.as_deref().map(|c| referentiels::commune(c).to_owned()),
        j.date_premier_accueil.map(|d| format!("premier accueil le {}", date_longue(d))),
    ]
    .into_iter()
    .flatten()
    .collect();
    let telephone = j.telephone.map(|t| t.parse::<Telephone>().map_or(t, |t| t.affiche()));
    let structure = |n: Numero| {
        let lien = format!("/structures/{}", n.id);
        ("Structure", Cellule::from(format!("{}, numéro {}", n.structure, n.numero)).avec_lien(lien))
    };
    let fiche = Fiche::nouvelle(cadre, ("Jeunes", "/jeunes"), titre, reperes.join(", "))
        .groupe("Joindre", vec![("Téléphone", telephone.into()), ("Courriel", j.courriel.into())])
        .groupe(
            "Situation",
            vec![
                ("Situation", j.situation.map(|s| SITUATIONS.libelle(&s).to_owned()).into()),
                ("Niveau", j.niveau.into()),
                ("Quartier prioritaire", j.qpv.into()),
                ("Sexe", j.sexe.map(|s| if s == "F" { "Femme" } else { "Homme" }.to_owned()).into()),
                ("Date de naissance", j.date_naissance.into()),
                ("Code postal", j.code_postal.into()),
            ],
        )
        .groupe("Qui suit", numeros.into_iter().map(structure).collect())
        .completer(etat.volets, &etat.base, &accorde, id)
        .await?;
    page(fiche)
}
