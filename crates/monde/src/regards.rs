//! For each role, young people in every state a file may be in for whoever asks: mine, my structure's, shared, handed
//! over, closed, elsewhere, erased.

use passerelle_base::Date;
use passerelle_socle::access::{Portee, Role};
use passerelle_socle::db;
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Horloge;
use uuid::Uuid;

use crate::semis::{Semis, semer};
use crate::{Monde, Visiteur, id_de, premier};

/// A session and its young people, by state.
pub struct Regard {
    /// Code of the role.
    pub qui: &'static str,
    /// The role itself; none for the public.
    pub role: Option<Role>,
    /// Its session, as a browser sends it back.
    pub cookie: Option<String>,
    /// (state, young person); empty for whoever is linked to nobody.
    pub jeunes: Vec<(&'static str, Uuid)>,
}

const ETATS: [&str; 7] = ["référent", "structure", "partage", "passé", "clos", "ailleurs", "effacé"];

/// Structures beside that of whoever asks.
struct Lieux {
    /// Follows those who are elsewhere.
    ailleurs: Uuid,
    /// To which the référent opened the file.
    tiers: Uuid,
    /// Which asks for every file.
    quatrieme: Uuid,
}

/// Opens a session a role, on a base that holds the demonstration, with young people in every state for each.
pub(crate) async fn poser_tous(monde: &Monde) -> Vec<Regard> {
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
    let quelconque = async |rang: usize| {
        let autres = format!("type = 'france_travail' AND id <> {}", monde.litteral(reseau));
        let sql = format!("SELECT id FROM structures WHERE {autres} ORDER BY id LIMIT 1 OFFSET {rang}");
        premier(monde, &sql).await
    };
    let lieux = Lieux { ailleurs, tiers: quelconque(0).await, quatrieme: quelconque(1).await };
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
        poser(monde, &visiteur, structure.map_or(mission, |s| s.0), &lieux, &jeunes).await;
        if let Some((structure, _)) = structure {
            // And one more, whom they answer for and who is on no list.
            let (compte, elle) =
                (visiteur.compte.expect("somebody signed in").uuid(), libres.next().expect("one more"));
            let tx = monde.base.transaction().await.unwrap();
            db::executer(&tx, "DELETE FROM accompagnements WHERE jeune_id = $1", [elle.into()]).await.unwrap();
            for (sql, qui) in [
                (
                    "INSERT INTO accompagnements (id, jeune_id, structure_id, du, en_charge) VALUES ($1, $2, $3, $4, true)",
                    None,
                ),
                (
                    "INSERT INTO referents (id, jeune_id, structure_id, du, compte_id) VALUES ($1, $2, $3, $4, $5)",
                    Some(compte),
                ),
            ] {
                let du: Date = "2017-03-01".parse().unwrap();
                let valeurs: [sea_orm::Value; 4] =
                    [db::nouvel_id::<()>().uuid().into(), elle.into(), structure.into(), du.into()];
                db::executer(&tx, sql, valeurs.into_iter().chain(qui.map(Into::into))).await.unwrap();
            }
            tx.commit().await.unwrap();
        }
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
    // Somebody objects to being followed, and waits for an answer.
    let sql = "INSERT INTO oppositions (id, jeune_id, recue_le, texte) VALUES ($1, $2, 0, 'Je ne veux pas')";
    let tx = monde.base.transaction().await.unwrap();
    let elle = libres.next().expect("one more young person");
    db::executer(&tx, sql, [db::nouvel_id::<()>().uuid().into(), elle.into()]).await.unwrap();
    tx.commit().await.unwrap();
    regards
}

/// Keeps the sessions and their young people in the base, in a table that no story looks at.
pub(crate) async fn garder(monde: &Monde, regards: &[Regard]) {
    let tx = monde.base.transaction().await.unwrap();
    db::executer(&tx, "CREATE TABLE regards_essai (rang bigint, qui text, cookie text, jeunes text)", [])
        .await
        .unwrap();
    for (rang, r) in regards.iter().enumerate() {
        let jeunes: Vec<String> = r.jeunes.iter().map(|(_, id)| id.to_string()).collect();
        let valeurs = [(rang as i64).into(), r.qui.into(), r.cookie.clone().into(), jeunes.join(",").into()];
        db::executer(&tx, "INSERT INTO regards_essai VALUES ($1, $2, $3, $4)", valeurs).await.unwrap();
    }
    tx.commit().await.unwrap();
}

impl Monde {
    /// The sessions of a world that is lived in: the public, then one a role.
    pub async fn regards(&self) -> Vec<Regard> {
        #[derive(sea_orm::FromQueryResult)]
        struct Ligne {
            qui: String,
            cookie: Option<String>,
            jeunes: String,
        }
        let sql = "SELECT qui, cookie, jeunes FROM regards_essai ORDER BY rang";
        let lues: Vec<Ligne> = db::lignes(self.base.lecture(), sql, []).await.unwrap();
        let relire = |l: Ligne| {
            let role = Role::lire(&l.qui);
            let jeunes = l.jeunes.split(',').filter(|id| !id.is_empty()).map(|id| id.parse().unwrap());
            let jeunes = std::iter::zip(ETATS, jeunes).collect();
            Regard { qui: role.map_or("public", Role::code), role, cookie: l.cookie, jeunes }
        };
        lues.into_iter().map(relire).collect()
    }
}

/// Writes the facts that make each state.
async fn poser(monde: &Monde, qui: &Visiteur, structure: Uuid, lieux: &Lieux, jeunes: &[(&str, Uuid)]) {
    let Lieux { ailleurs, tiers, quatrieme } = *lieux;
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
        let partage = async |a: Uuid, par: Uuid| {
            let sql = "INSERT INTO partages (id, jeune_id, structure_id, par_structure_id, finalite, du, au, cree_le) \
                       VALUES ($1, $2, $3, $4, 'positionnement', $5, $6, 0)";
            let id = db::nouvel_id::<()>().uuid();
            let (du, au) = (aujourdhui.into(), jour("2018-06-30").into());
            db::executer(&tx, sql, [id.into(), (*jeune).into(), a.into(), par.into(), du, au]).await.unwrap();
        };
        let sql = "INSERT INTO demandes_acces (id, jeune_id, structure_id, compte_id, finalite, demande_le) \
                   VALUES ($1, $2, $3, $4, 'positionnement', 0)";
        let id = db::nouvel_id::<()>().uuid();
        db::executer(&tx, sql, [id.into(), (*jeune).into(), quatrieme.into(), compte.into()]).await.unwrap();
        match *etat {
            // And what only they may do: a share to prolong or stop, another structure to hand the charge to.
            "référent" => {
                suivi(structure, true, None).await;
                suivi(ailleurs, false, None).await;
                referent(None).await;
                partage(tiers, structure).await;
            }
            "structure" => suivi(structure, true, None).await,
            "partage" => {
                suivi(ailleurs, true, None).await;
                partage(structure, ailleurs).await;
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
    let mot = db::nouvel_id::<()>().uuid().to_string();
    let valeurs = [
        ("jeune", jeune.into()),
        ("structure", structure.into()),
        ("compte", compte.into()),
        ("octets", b"%PDF-1.7".to_vec().into()),
        ("mot", mot.into()),
    ];
    semer(tx, Semis::Regards, &valeurs).await;
}
