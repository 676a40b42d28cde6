//! For each role, young people in every state a file may be in for whoever asks: mine, my structure's, shared, handed
//! over, closed, elsewhere, erased.

use passerelle_base::Date;
use passerelle_socle::access::{Portee, Role};
use passerelle_socle::db;
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Horloge;
use uuid::Uuid;

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
    // One that stands, then one taken back: what brings back has its object too.
    for sql in [
        "INSERT INTO contacts (id, jeune_id, structure_id, compte_id, type, date, cree_le) \
         VALUES ($1, $2, $3, $4, 'rendez_vous', '2018-02-01', 0)",
        "INSERT INTO contacts (id, jeune_id, structure_id, compte_id, type, date, cree_le, presence, presence_avant) \
         VALUES ($1, $2, $3, $4, 'rendez_vous', '2018-02-02', 0, 'annule', 'present')",
        "INSERT INTO notes (id, jeune_id, structure_id, compte_id, niveau, date, texte, cree_le) \
         VALUES ($1, $2, $3, $4, 'structure', '2018-02-01', 'Une note', 0)",
        "INSERT INTO notes (id, jeune_id, structure_id, compte_id, niveau, date, texte, cree_le, retiree_le) \
         VALUES ($1, $2, $3, $4, 'structure', '2018-02-01', 'Une autre', 0, 1)",
        "INSERT INTO documents (id, jeune_id, structure_id, compte_id, niveau, nom, type_mime, octets, sha256, depose_le) \
         VALUES ($1, $2, $3, $4, 'structure', 'a.pdf', 'application/pdf', $5, '', 0)",
        "INSERT INTO documents (id, jeune_id, structure_id, compte_id, niveau, nom, type_mime, octets, sha256, depose_le, retire_le) \
         VALUES ($1, $2, $3, $4, 'structure', 'b.pdf', 'application/pdf', $5, '', 0, 1)",
    ] {
        let id = db::nouvel_id::<()>().uuid();
        let octets = sql.contains("$5").then(|| sea_orm::Value::from(b"%PDF-1.7".to_vec()));
        let valeurs: Vec<sea_orm::Value> = vec![id.into(), jeune.into(), structure.into(), compte.into()];
        db::executer(tx, sql, valeurs.into_iter().chain(octets)).await.unwrap();
    }
    // A place asked for, and the request withdrawn since.
    let id = db::nouvel_id::<()>().uuid();
    let sql = "INSERT INTO positionnements (id, jeune_id, action_id, prescripteur_id, date, etat, date_etat, code_motif, saisi_le) \
               SELECT $1, $2, a.id, $3, '2018-02-01', 'annule', '2018-02-02', 'projet', '2018-02-02' FROM actions a \
               WHERE a.code = 'PS-2017-02'";
    assert_eq!(
        db::executer(tx, sql, [id.into(), jeune.into(), structure.into()]).await.unwrap(),
        1,
        "an action of 2017"
    );
    for sql in [
        "INSERT INTO positionnements_etats (id, positionnement_id, etat, date, structure_id, compte_id, note_le) \
         VALUES ($1, $2, 'propose', '2018-02-01', $3, $4, 0)",
        "INSERT INTO positionnements_etats (id, positionnement_id, etat, date, code_motif, structure_id, compte_id, note_le) \
         VALUES ($1, $2, 'annule', '2018-02-02', 'projet', $3, $4, 1)",
    ] {
        let dit = db::nouvel_id::<()>().uuid();
        db::executer(tx, sql, [dit.into(), id.into(), structure.into(), compte.into()]).await.unwrap();
    }
    // A contract that may be signed, and the employer agrees.
    let id = db::nouvel_id::<()>().uuid();
    let sql = "INSERT INTO pistes (id, structure_id, jeune_id, siret, ouverte_le, etat, date_etat, saisi_le) \
               VALUES ($1, $3, $2, '35600000000048', '2018-02-01', 'convenue', '2018-02-02', '2018-02-02')";
    db::executer(tx, sql, [id.into(), jeune.into(), structure.into()]).await.unwrap();
    for sql in [
        "INSERT INTO pistes_etats (id, piste_id, etat, date, structure_id, compte_id, note_le) \
         VALUES ($1, $2, 'envisagee', '2018-02-01', $3, $4, 0)",
        "INSERT INTO pistes_etats (id, piste_id, etat, date, structure_id, compte_id, note_le) \
         VALUES ($1, $2, 'convenue', '2018-02-02', $3, $4, 1)",
    ] {
        let dit = db::nouvel_id::<()>().uuid();
        db::executer(tx, sql, [dit.into(), id.into(), structure.into(), compte.into()]).await.unwrap();
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
               VALUES ($1, $2, $3, $4, 'logement-hebergement', '2018-02-01')";
    db::executer(tx, sql, [id.into(), jeune.into(), structure.into(), compte.into()]).await.unwrap();
    let leve = "INSERT INTO freins (id, jeune_id, structure_id, compte_id, thematique, constate_le, leve_le) \
                VALUES ($1, $2, $3, $4, 'numerique', '2018-02-01', '2018-02-10')";
    let autre = db::nouvel_id::<()>().uuid();
    db::executer(tx, leve, [autre.into(), jeune.into(), structure.into(), compte.into()]).await.unwrap();
    let sql =
        "INSERT INTO freins_actions (id, frein_id, compte_id, date, texte) VALUES ($1, $1, $2, '2018-02-01', 'Fait')";
    db::executer(tx, sql, [id.into(), compte.into()]).await.unwrap();
}
