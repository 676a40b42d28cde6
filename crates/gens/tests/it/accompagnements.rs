//! Who follows, who answers, what is open to whom: the stories of a mission locale, a CFA, and the others.

mod chevauchements;
mod demandes;
mod histoire;
mod journee;
mod nomination;
mod passation;
mod perimetre;

use axum::http::StatusCode;
use passerelle_socle::access::Role;
use passerelle_socle::db;
use uuid::Uuid;

use passerelle_monde::{Monde, Visiteur};

/// The professionals of most stories.
pub struct Gens {
    /// Responsable of the Mission locale Nord.
    pub nora: Visiteur,
    /// Conseillère there.
    pub claire: Visiteur,
    /// Another conseiller there.
    pub hugo: Visiteur,
    /// Conseiller of the Mission locale Sud, who follows Jules and not Amina.
    pub karim: Visiteur,
    /// Formateur of the CFA du Lac.
    pub diallo: Visiteur,
}

/// The small world, and its professionals.
pub async fn gens(monde: &Monde) -> Gens {
    monde.peupler().await;
    Gens {
        nora: monde.professionnel("Nora R.", Role::Responsable, "ML-NORD").await,
        claire: monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await,
        hugo: monde.professionnel("Hugo T.", Role::Conseiller, "ML-NORD").await,
        karim: monde.professionnel("Karim S.", Role::Conseiller, "ML-SUD").await,
        diallo: monde.professionnel("M. Diallo", Role::Formateur, "CFA-LAC").await,
    }
}

/// The identifier of a row.
pub async fn id(monde: &Monde, table: &str, condition: &str) -> Uuid {
    #[derive(sea_orm::FromQueryResult)]
    struct Ligne {
        id: Uuid,
    }
    let sql = format!("SELECT id FROM {table} WHERE {condition}");
    let lues: Vec<Ligne> = db::lignes(monde.base.lecture(), &sql, []).await.unwrap();
    assert_eq!(lues.len(), 1, "{table} où {condition}");
    lues[0].id
}

/// What a form says of a colleague.
pub async fn cle(monde: &Monde, qui: &Visiteur, structure: &str) -> String {
    let structure = id(monde, "structures", &format!("code = '{structure}'")).await;
    format!("{}_{structure}", qui.compte.unwrap())
}

/// A form that must be taken.
pub async fn fait(qui: &Visiteur, chemin: &str, champs: &[(&str, &str)]) -> String {
    let (statut, entetes, corps) = qui.post(chemin, champs).await;
    assert_eq!(statut, StatusCode::SEE_OTHER, "{chemin} {champs:?} : {}", String::from_utf8_lossy(&corps));
    entetes["location"].to_str().unwrap().to_owned()
}

/// A form that must be answered by a sentence.
pub async fn dit(qui: &Visiteur, chemin: &str, champs: &[(&str, &str)]) -> String {
    let (statut, _, corps) = qui.post(chemin, champs).await;
    let texte = String::from_utf8(corps).unwrap();
    assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY, "{chemin} {champs:?} : {texte}");
    texte
}

/// A page or a form that must not exist for this reader.
pub async fn nulle_part(qui: &Visiteur, chemin: &str, champs: Option<&[(&str, &str)]>) {
    let (statut, _, corps) = match champs {
        Some(champs) => qui.post(chemin, champs).await,
        None => qui.get(chemin).await,
    };
    assert_eq!(statut, StatusCode::NOT_FOUND, "{chemin} {champs:?} : {}", String::from_utf8_lossy(&corps));
}

/// The count that a list page says.
pub fn compte(html: &str) -> i64 {
    let dit = html.split("class=\"compte\"").nth(1).and_then(|c| c.split("role=\"status\">").nth(1));
    let dit = dit.unwrap_or_else(|| panic!("no count in {html}"));
    if dit.starts_with("Aucun résultat") {
        return 0;
    }
    let chiffres: String = dit.chars().take_while(|c| c.is_ascii_digit() || c.is_whitespace()).collect();
    chiffres.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap()
}
