//! Amina at the Mission locale Nord, with a référent; the CFA du Lac, to which her file is open; the Mission locale
//! Sud, which knows nothing of her.

use axum::http::{HeaderMap, StatusCode, header};
use passerelle_base::Date;
use passerelle_socle::access::Role;
use passerelle_socle::db;
use uuid::Uuid;

use passerelle_monde::{Monde, Visiteur, id_de, mondes};

/// Amina and those around her.
pub struct Scene {
    pub monde: Monde,
    pub amina: Uuid,
    pub claire: Visiteur,
    pub formateur: Visiteur,
    pub inconnue: Visiteur,
    pub admin: Visiteur,
}

pub fn jour(texte: &str) -> Date {
    texte.parse().unwrap()
}

/// The scene on each engine at hand.
pub async fn scenes(nom: &str) -> Vec<Scene> {
    let mut scenes = Vec::new();
    for monde in mondes(nom).await {
        monde.peupler().await;
        let amina = id_de(&monde, "jeunes", "prenom = 'Amina'").await;
        let claire = monde.professionnel("Claire Nobel", Role::Conseiller, "ML-NORD").await;
        let formateur = monde.professionnel("Moussa Diallo", Role::Formateur, "CFA-LAC").await;
        let inconnue = monde.professionnel("Paule Sudre", Role::Conseiller, "ML-SUD").await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let scene = Scene { monde, amina, claire, formateur, inconnue, admin };
        scene.partager("2017-03-01", "2018-07-01").await;
        scenes.push(scene);
    }
    scenes
}

impl Scene {
    /// Address of something of the file.
    pub fn a(&self, suite: &str) -> String {
        format!("/jeunes/{}{suite}", self.amina)
    }

    /// Runs a statement that the product has no page for, here.
    pub async fn executer(&self, sql: &str, valeurs: Vec<db::Value>) {
        let tx = self.monde.base.transaction().await.unwrap();
        db::executer(&tx, sql, valeurs).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Opens Amina's file to the CFA.
    async fn partager(&self, du: &str, au: &str) {
        let nord = id_de(&self.monde, "structures", "code = 'ML-NORD'").await;
        let lac = id_de(&self.monde, "structures", "code = 'CFA-LAC'").await;
        let sql = "INSERT INTO partages (id, jeune_id, structure_id, par_structure_id, finalite, du, au, cree_le) \
                   VALUES ($1, $2, $3, $4, 'positionnement sur la Prépa BTP', $5, $6, 0)";
        let id = db::nouvel_id::<()>().uuid();
        let valeurs = vec![id.into(), self.amina.into(), lac.into(), nord.into(), jour(du).into(), jour(au).into()];
        self.executer(sql, valeurs).await;
        let sql = "INSERT INTO referents (id, jeune_id, compte_id, structure_id, du) VALUES ($1, $2, $3, $4, $5)";
        let claire = self.claire.compte.unwrap().uuid();
        let valeurs = vec![id.into(), self.amina.into(), claire.into(), nord.into(), jour("2017-03-03").into()];
        self.executer(sql, valeurs).await;
    }

    /// Sends a form that must be taken; where it leads.
    pub async fn envoyer(&self, qui: &Visiteur, suite: &str, formulaire: &[(&str, &str)]) -> String {
        mene(qui.post(&self.a(suite), formulaire).await, suite)
    }

    /// Sends a form that must be refused with a sentence; the page.
    pub async fn corriger(&self, qui: &Visiteur, suite: &str, formulaire: &[(&str, &str)]) -> String {
        let (statut, _, corps) = qui.post(&self.a(suite), formulaire).await;
        let page = String::from_utf8(corps).unwrap();
        assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY, "{suite}: {page}");
        page
    }

    /// The one row of a table, by identifier.
    pub async fn dernier(&self, table: &str) -> Uuid {
        id_de(&self.monde, table, "1 = 1").await
    }
}

/// Where an answer leads.
pub fn mene((statut, entetes, corps): (StatusCode, HeaderMap, Vec<u8>), suite: &str) -> String {
    assert_eq!(statut, StatusCode::SEE_OTHER, "{suite}: {}", String::from_utf8_lossy(&corps));
    entetes[header::LOCATION].to_str().unwrap().to_owned()
}
