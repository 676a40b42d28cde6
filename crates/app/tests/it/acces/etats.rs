//! For each role, young people in every state a file may be in for whoever asks: mine, my structure's, shared, handed
//! over, closed, elsewhere, erased.

use passerelle_base::{Date, Horloge, Id};
use passerelle_socle::access::{Portee, Role};
use passerelle_socle::db;
use uuid::Uuid;

use passerelle_monde::{Monde, Visiteur, id_de};

/// A session and its young people, by state.
pub struct Regard {
    /// Code of the role.
    pub qui: &'static str,
    pub role: Option<Role>,
    pub cookie: Option<String>,
    /// (state, young person); empty for whoever is linked to nobody.
    pub jeunes: Vec<(&'static str, Uuid)>,
}

const ETATS: [&str; 7] = ["référent", "structure", "partage", "passé", "clos", "ailleurs", "effacé"];

/// A session a role, on a base that holds the demonstration.
pub async fn regards(monde: &Monde) -> Vec<Regard> {
    let mut regards = vec![Regard { qui: "public", role: None, cookie: None, jeunes: vec![] }];
    // Young people with a contract: their contracts are tried too.
    #[derive(sea_orm::FromQueryResult)]
    struct Trouve {
        id: Uuid,
    }
    let sql = "SELECT DISTINCT jeune_id AS id FROM contrats ORDER BY 1 LIMIT 200";
    let trouves: Vec<Trouve> = db::lignes(monde.base.lecture(), sql, []).await.unwrap();
    let mut libres = trouves.into_iter().map(|t| t.id);
    let mission = id_de(monde, "structures", "type = 'mission_locale'").await;
    let ailleurs =
        id_de(monde, "structures", &format!("type = 'mission_locale' AND id <> {}", monde.litteral(mission))).await;
    let cfa = id_de(monde, "structures", "type = 'cfa'").await;
    let reseau = id_de(monde, "structures", "type NOT IN ('mission_locale', 'cfa')").await;
    for role in Role::TOUS {
        let structure = match role {
            Role::Responsable | Role::Conseiller => Some((mission, true)),
            Role::Formateur => Some((cfa, false)),
            Role::Developpeur => Some((reseau, false)),
            _ => None,
        };
        let jeunes: Vec<(&str, Uuid)> =
            ETATS.iter().map(|e| (*e, libres.next().expect("enough young people"))).collect();
        let portee = match (role, structure) {
            (_, Some((id, accompagne))) => Portee::Structure { id: Id::from_uuid(id), accompagne },
            (Role::Jeune, _) => Portee::Jeune(Id::from_uuid(jeunes[0].1)),
            (Role::Employeur, _) => Portee::Employeur("73282932000074".parse().unwrap()),
            _ => Portee::Territoire,
        };
        let visiteur = monde.quelqu_un(role.libelle(), role, portee).await;
        poser(monde, &visiteur, structure.map_or(mission, |s| s.0), ailleurs, &jeunes).await;
        if role == Role::Employeur {
            let sql = "UPDATE contrats SET employeur_siret = '73282932000074', date_debut = '2017-09-01', \
                       date_conclusion = NULL, date_fin = NULL, date_rupture = NULL \
                       WHERE id = (SELECT c.id FROM contrats c WHERE c.jeune_id = $1 ORDER BY c.id LIMIT 1)";
            let tx = monde.base.transaction().await.unwrap();
            db::executer(&tx, sql, [jeunes[0].1.into()]).await.unwrap();
            tx.commit().await.unwrap();
        }
        regards.push(Regard { qui: role.code(), role: Some(role), cookie: visiteur.cookie(), jeunes });
    }
    regards
}

/// Writes the facts that make each state.
async fn poser(monde: &Monde, qui: &Visiteur, structure: Uuid, ailleurs: Uuid, jeunes: &[(&str, Uuid)]) {
    let aujourdhui = Monde::horloge().aujourdhui();
    let jour = |texte: &str| texte.parse::<Date>().unwrap();
    let compte = qui.compte.expect("somebody signed in").uuid();
    let tx = monde.base.transaction().await.unwrap();
    for (etat, jeune) in jeunes {
        db::executer(&tx, "DELETE FROM accompagnements WHERE jeune_id = $1", [(*jeune).into()]).await.unwrap();
        suspendus(&tx, structure, compte, *jeune).await;
        let suivi = async |structure: Uuid, charge: bool, au: Option<Date>| {
            let sql = "INSERT INTO accompagnements (id, jeune_id, structure_id, du, au, en_charge) VALUES ($1, $2, $3, $4, $5, $6)";
            let id = db::nouvel_id::<()>().uuid();
            let valeurs =
                [id.into(), (*jeune).into(), structure.into(), jour("2017-03-01").into(), au.into(), charge.into()];
            db::executer(&tx, sql, valeurs).await.unwrap();
        };
        let referent = async |au: Option<Date>| {
            let sql =
                "INSERT INTO referents (id, jeune_id, compte_id, structure_id, du, au) VALUES ($1, $2, $3, $4, $5, $6)";
            let id = db::nouvel_id::<()>().uuid();
            let valeurs =
                [id.into(), (*jeune).into(), compte.into(), structure.into(), jour("2017-03-01").into(), au.into()];
            db::executer(&tx, sql, valeurs).await.unwrap();
        };
        match *etat {
            "référent" => {
                suivi(structure, true, None).await;
                referent(None).await;
            }
            "structure" => suivi(structure, true, None).await,
            "partage" => {
                suivi(ailleurs, true, None).await;
                let sql = "INSERT INTO partages (id, jeune_id, structure_id, par_structure_id, finalite, du, au, cree_le) \
                           VALUES ($1, $2, $3, $4, 'positionnement', $5, $6, 0)";
                let id = db::nouvel_id::<()>().uuid();
                let valeurs = [
                    id.into(),
                    (*jeune).into(),
                    structure.into(),
                    ailleurs.into(),
                    aujourdhui.into(),
                    jour("2018-06-30").into(),
                ];
                db::executer(&tx, sql, valeurs).await.unwrap();
            }
            // Handed over the day before, and the structure no longer follows: what is left is that alone.
            "passé" => {
                suivi(ailleurs, true, None).await;
                referent(Some(jour("2018-02-19"))).await;
            }
            "clos" => {
                suivi(structure, false, Some(jour("2018-01-31"))).await;
                suivi(ailleurs, true, None).await;
            }
            "ailleurs" => suivi(ailleurs, true, None).await,
            _ => {
                suivi(structure, true, None).await;
                db::executer(&tx, "UPDATE jeunes SET efface_le = 1 WHERE id = $1", [(*jeune).into()]).await.unwrap();
            }
        }
    }
    tx.commit().await.unwrap();
}

/// Something of each kind that hangs on a young person, written by the structure that asks.
async fn suspendus(tx: &db::Tx, structure: Uuid, compte: Uuid, jeune: Uuid) {
    for sql in [
        "INSERT INTO contacts (id, jeune_id, structure_id, compte_id, type, date, cree_le) \
         VALUES ($1, $2, $3, $4, 'rendez_vous', '2018-02-01', 0)",
        "INSERT INTO notes (id, jeune_id, structure_id, compte_id, niveau, date, texte, cree_le) \
         VALUES ($1, $2, $3, $4, 'structure', '2018-02-01', 'Une note', 0)",
        "INSERT INTO documents (id, jeune_id, structure_id, compte_id, niveau, nom, type_mime, octets, sha256, depose_le) \
         VALUES ($1, $2, $3, $4, 'structure', 'a.pdf', 'application/pdf', $5, '', 0)",
    ] {
        let id = db::nouvel_id::<()>().uuid();
        let octets = sql.contains("$5").then(|| sea_orm::Value::from(b"%PDF-1.7".to_vec()));
        let valeurs: Vec<sea_orm::Value> = vec![id.into(), jeune.into(), structure.into(), compte.into()];
        db::executer(tx, sql, valeurs.into_iter().chain(octets)).await.unwrap();
    }
    // On the list of a draw that is still being filled.
    let id = db::nouvel_id::<()>().uuid();
    let sql = "INSERT INTO candidats (id, tirage_id, jeune_id, structure_id, compte_id, identifiant, site, vague, strate, exclusion, saisi_le) \
               SELECT $1, t.id, $2, $3, $4, $5, 'ML-BONDY', '1', 'F', '', 0 FROM tirages t \
               WHERE NOT EXISTS (SELECT 1 FROM tirages_engagements e WHERE e.tirage_id = t.id)";
    let valeurs = [id.into(), jeune.into(), structure.into(), compte.into(), id.to_string().into()];
    assert_eq!(db::executer(tx, sql, valeurs).await.unwrap(), 1, "one draw of the demonstration is being filled");
    let id = db::nouvel_id::<()>().uuid();
    let sql = "INSERT INTO contestations (id, jeune_id, objet, objet_id, texte, faite_le) VALUES ($1, $2, 'note', $1, 'Non', 0)";
    db::executer(tx, sql, [id.into(), jeune.into()]).await.unwrap();
    let id = db::nouvel_id::<()>().uuid();
    let sql = "INSERT INTO freins (id, jeune_id, structure_id, compte_id, thematique, constate_le) \
               VALUES ($1, $2, $3, $4, 'mobilite', '2018-02-01')";
    db::executer(tx, sql, [id.into(), jeune.into(), structure.into(), compte.into()]).await.unwrap();
    let sql =
        "INSERT INTO freins_actions (id, frein_id, compte_id, date, texte) VALUES ($1, $1, $2, '2018-02-01', 'Fait')";
    db::executer(tx, sql, [id.into(), compte.into()]).await.unwrap();
}
