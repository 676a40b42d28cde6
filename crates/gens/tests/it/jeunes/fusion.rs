//! Two files brought together and separated again: no fact is lost, the same rows come back.

use std::collections::BTreeSet;

use axum::http::{StatusCode, header};
use passerelle_base::Date;
use passerelle_gens::jeunes::{self, DeuxFiches, ErreurFusion, Fusion};
use passerelle_socle::access::{Acteur, Role};
use passerelle_socle::db::{self, Value};
use passerelle_socle::personne::{self, Cle, Table, tables};
use passerelle_socle::temps::Horloge;
use uuid::Uuid;

use passerelle_monde::rapprochements::poser;
use passerelle_monde::{Monde, PERSONNES, id_de, mondes};
use passerelle_socle::ident::Id;

/// Rows of every table that a merge may touch, as text, in order.
async fn tout(monde: &Monde) -> Vec<String> {
    let muettes = ["journal", "journal_tete", "fusions", "fusions_lignes"];
    let texte = monde.tout_le_texte().await;
    let mut lignes: Vec<String> =
        texte.lines().filter(|l| !muettes.contains(&l.split(':').next().unwrap())).map(str::to_owned).collect();
    lignes.sort();
    lignes
}

async fn ecrire(monde: &Monde, sql: &str, valeurs: Vec<Value>) {
    let tx = monde.base.transaction().await.unwrap();
    db::executer(&tx, sql, valeurs).await.unwrap_or_else(|e| panic!("{} : {sql} : {e}", monde.moteur));
    tx.commit().await.unwrap();
}

fn jour(texte: &str) -> Value {
    texte.parse::<Date>().unwrap().into()
}

fn nouvel() -> Value {
    db::nouvel_id::<()>().uuid().into()
}

struct Deux {
    garde: Uuid,
    absorbe: Uuid,
    nord: Uuid,
    sud: Uuid,
    compte: Uuid,
}

const AMINA_AU_SUD: &str = "structure;numero;nom;prenom;date_naissance;sexe;telephone;niveau
ML-SUD;S-7;Bel-Adour;Amina;1999-05-04;F;06 39 98 01 99;IV
";

/// Amina in ML-NORD, and once more in ML-SUD: every kind of fact on both sides, and everywhere one that clashes.
async fn deux_fiches(monde: &Monde) -> Deux {
    monde.peupler().await;
    assert!(!monde.livrer(&[("jeunes.csv", AMINA_AU_SUD)]).await.refuse());
    monde
        .livrer(&[
            (
                "positionnements.csv",
                "structure;jeune;prescripteur;action;date;etat\nML-SUD;S-7;ML-SUD;PS-BTP;2017-03-06;refuse\nML-SUD;S-7;ML-SUD;AT-CV;2017-01-30;accepte\n",
            ),
            ("participations.csv", "structure;jeune;action;date_entree\nML-SUD;S-7;PS-BTP;2017-04-03\nML-SUD;S-7;AT-CV;2017-02-07\n"),
            ("contrats.csv", "structure;jeune;type;date_debut\nML-SUD;S-7;apprentissage;2017-09-01\n"),
        ])
        .await;
    let claire = monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await;
    let d = Deux {
        garde: id_de(monde, "jeunes", "nom = 'Beladour'").await,
        absorbe: id_de(monde, "jeunes", "nom = 'Bel-Adour'").await,
        nord: id_de(monde, "structures", "code = 'ML-NORD'").await,
        sud: id_de(monde, "structures", "code = 'ML-SUD'").await,
        compte: claire.compte.unwrap().uuid(),
    };
    // ML-NORD has followed the second file too, and for longer.
    let sql =
        "INSERT INTO accompagnements (id, jeune_id, structure_id, du, au, en_charge) VALUES ($1, $2, $3, $4, $5, $6)";
    for (du, au) in [("2015-01-05", None), ("2014-01-01", Some("2014-06-01"))] {
        let au: Option<Date> = au.map(|t| t.parse().unwrap());
        ecrire(monde, sql, vec![nouvel(), d.absorbe.into(), d.nord.into(), jour(du), au.into(), false.into()]).await;
    }
    let sql = "INSERT INTO referents (id, jeune_id, compte_id, structure_id, du, au) VALUES ($1, $2, $3, $4, $5, $6)";
    for (qui, ou, du, au) in [
        (d.garde, d.nord, "2017-01-01", None),
        (d.absorbe, d.sud, "2016-01-01", Some("2016-12-01")),
        (d.absorbe, d.sud, "2016-12-01", Some("2017-02-01")),
        (d.absorbe, d.sud, "2017-06-01", None),
    ] {
        let au: Option<Date> = au.map(|t| t.parse().unwrap());
        ecrire(monde, sql, vec![nouvel(), qui.into(), d.compte.into(), ou.into(), jour(du), au.into()]).await;
    }
    for (qui, quand) in [(d.garde, "2017-02-01"), (d.absorbe, "2016-11-01")] {
        let frein = db::nouvel_id::<()>().uuid();
        let sql = "INSERT INTO freins (id, jeune_id, structure_id, thematique, constate_le) VALUES ($1, $2, $3, 'mobilite', $4)";
        ecrire(monde, sql, vec![frein.into(), qui.into(), d.nord.into(), jour(quand)]).await;
        let sql = "INSERT INTO freins_actions (id, frein_id, date, texte) VALUES ($1, $2, $3, 'x: permis, t: code')";
        ecrire(monde, sql, vec![nouvel(), frein.into(), jour(quand)]).await;
        let commun = |autres: Vec<Value>| [vec![nouvel(), qui.into()], autres].concat();
        let sql = "INSERT INTO contacts (id, jeune_id, type, date, cree_le) VALUES ($1, $2, 'entretien', $3, 1)";
        ecrire(monde, sql, commun(vec![jour(quand)])).await;
        let sql = "INSERT INTO notes (id, jeune_id, niveau, date, texte, cree_le) VALUES ($1, $2, 'suivi', $3, 'L''été, \"bien\"', 1)";
        ecrire(monde, sql, commun(vec![jour(quand)])).await;
        let sql = "INSERT INTO partages (id, jeune_id, structure_id, finalite, du, au, cree_le) VALUES ($1, $2, $3, 'formation', $4, $5, 1)";
        ecrire(monde, sql, commun(vec![d.sud.into(), jour(quand), jour("2030-01-01")])).await;
        let sql = "INSERT INTO demandes_acces (id, jeune_id, structure_id, compte_id, finalite, demande_le) VALUES ($1, $2, $3, $4, 'formation', 1)";
        ecrire(monde, sql, commun(vec![d.sud.into(), d.compte.into()])).await;
        let sql = "INSERT INTO documents (id, jeune_id, niveau, nom, type_mime, octets, sha256, depose_le) \
                   VALUES ($1, $2, 'suivi', 'cv.pdf', 'application/pdf', $3, '00', 1)";
        ecrire(monde, sql, commun(vec![vec![0u8, 255, 39, 92].into()])).await;
        let sql = "INSERT INTO contestations (id, jeune_id, objet, objet_id, texte, faite_le) VALUES ($1, $2, 'notes', $3, 'non', 1)";
        ecrire(monde, sql, commun(vec![frein.into()])).await;
    }
    paires(monde, &d).await;
    d
}

/// Both files look like Jules's, and somebody said of the second that it is not him; the second alone looks like Inès's.
async fn paires(monde: &Monde, d: &Deux) {
    let jules = id_de(monde, "jeunes", "prenom = 'Jules'").await;
    let ines = id_de(monde, "jeunes", "prenom = 'Inès'").await;
    for (x, y, etat) in [(d.garde, jules, "propose"), (d.absorbe, jules, "separe"), (d.absorbe, ines, "propose")] {
        let id = poser(monde, x, y, etat).await;
        if etat == "separe" {
            let sql = "INSERT INTO rapprochements_decisions (id, rapprochement_id, geste, faite_le, probabilite, indices, empreinte) \
                       VALUES ($1, $2, 'separer', 1, 300000, '[]', '')";
            ecrire(monde, sql, vec![nouvel(), id.into()]).await;
        }
    }
}

#[tokio::test]
async fn what_was_decided_of_a_pair_holds_for_the_file_kept() {
    for monde in mondes("fusion_paires").await {
        let d = deux_fiches(&monde).await;
        let avant = tout(&monde).await;
        let fusion = fusionner(&monde, d.garde, d.absorbe, &[]).await.unwrap();
        let avec = async |prenom: &str| {
            let lui = id_de(&monde, "jeunes", &format!("prenom = '{prenom}'")).await;
            let (a, b) = (monde.litteral(d.garde.min(lui)), monde.litteral(d.garde.max(lui)));
            let sql = format!(
                "SELECT r.etat || ' ' || CAST((SELECT count(*) FROM rapprochements_decisions x WHERE x.rapprochement_id = r.id) AS text) \
                 AS texte FROM rapprochements r WHERE r.a_id = {a} AND r.b_id = {b}"
            );
            monde.textes(&sql).await
        };
        assert_eq!(avec("Jules").await, ["separe 1"], "{}", monde.moteur);
        assert_eq!(avec("Inès").await, ["propose 0"], "{}", monde.moteur);
        assert_eq!(monde.nombre("SELECT count(*) FROM rapprochements").await, 2);
        defaire(&monde, fusion).await.unwrap();
        assert_eq!(tout(&monde).await, avant, "{}", monde.moteur);
    }
}

async fn fusionner(monde: &Monde, garde: Uuid, absorbe: Uuid, repris: &[&str]) -> Result<Id<Fusion>, ErreurFusion> {
    let tx = monde.base.transaction().await.unwrap();
    let qui = DeuxFiches { garde: Id::from_uuid(garde), absorbe: Id::from_uuid(absorbe) };
    let faite =
        jeunes::fusionner(&tx, &PERSONNES, Monde::horloge().maintenant(), &Acteur::Systeme, qui, repris).await?;
    tx.commit().await.unwrap();
    Ok(faite)
}

async fn defaire(monde: &Monde, fusion: Id<Fusion>) -> Result<(), ErreurFusion> {
    let tx = monde.base.transaction().await.unwrap();
    jeunes::defaire(&tx, &PERSONNES, Monde::horloge().maintenant(), &Acteur::Systeme, fusion).await?;
    tx.commit().await.unwrap();
    Ok(())
}

/// The tables whose rows go to the file kept.
fn deplacees() -> impl Iterator<Item = &'static str> {
    let suit = |t: &&Table| t.cle == Cle::Colonnes(&["jeune_id"]) || t.nom == "fusions";
    tables(&PERSONNES).filter(suit).filter(|t| !matches!(t.fusion, personne::Fusion::Restent)).map(|t| t.nom)
}

async fn combien(monde: &Monde, table: &str, qui: Uuid) -> i64 {
    let sql = format!("SELECT count(*) FROM {table} WHERE jeune_id = $1");
    db::compter(monde.base.lecture(), &sql, [qui.into()]).await.unwrap()
}

#[tokio::test]
async fn every_table_of_a_person_goes_through_a_merge() {
    for monde in mondes("fusion_schema").await {
        let sql = match monde.moteur {
            "SQLite" => {
                "SELECT m.name || '.' || f.\"from\" AS texte FROM sqlite_schema m, pragma_foreign_key_list(m.name) f \
                 WHERE m.type = 'table' AND f.\"table\" = 'jeunes'"
            }
            _ => {
                "SELECT CAST(CAST(c.conrelid AS regclass) AS text) || '.' || a.attname AS texte FROM pg_constraint c \
                 JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] \
                 WHERE c.contype = 'f' AND c.confrelid = CAST('jeunes' AS regclass)"
            }
        };
        let lues: BTreeSet<String> = monde.textes(sql).await.into_iter().collect();
        // The merge itself writes where a file went, and a file is not one of its own facts; whoever was erased is only told by
        // an identifier, which points at nobody any more.
        let mut attendues = BTreeSet::from(["jeunes.fusionne_dans".to_owned()]);
        for table in tables(&PERSONNES).filter(|t| !["jeunes", "effacements"].contains(&t.nom)) {
            if let Cle::Colonnes(colonnes) = table.cle {
                attendues.extend(colonnes.iter().map(|c| format!("{}.{c}", table.nom)));
            }
        }
        assert_eq!(lues, attendues, "{}: give the new table its rule in the PERSONNE of its capability", monde.moteur);
        // Words are made again from the names; nothing else of one person stays behind.
        let restent: Vec<&str> = tables(&PERSONNES)
            .filter(|t| matches!((t.cle, t.fusion), (Cle::Colonnes(_), personne::Fusion::Restent)))
            .map(|t| t.nom)
            .collect();
        assert_eq!(restent, ["jeunes", "jeunes_mots", "effacements"]);
    }
}

#[tokio::test]
async fn no_fact_is_lost_and_undoing_gives_the_same_rows_back() {
    for monde in mondes("fusion_defaire").await {
        let d = deux_fiches(&monde).await;
        let avant = tout(&monde).await;
        let somme = async |table: &str| combien(&monde, table, d.garde).await + combien(&monde, table, d.absorbe).await;
        let mut attendus = Vec::new();
        // The record itself apart: it has one row more.
        for table in deplacees().filter(|t| *t != "fusions") {
            attendus.push((table, somme(table).await));
        }
        let fusion =
            fusionner(&monde, d.garde, d.absorbe, &["telephone", "nom", "fusionne_dans", "efface_le"]).await.unwrap();
        for (table, total) in attendus {
            let sql = format!("SELECT count(*) FROM fusions_lignes WHERE geste = 'retiree' AND table_nom = '{table}'");
            let retires = monde.nombre(&sql).await;
            assert_eq!(combien(&monde, table, d.absorbe).await, 0, "{} : {table}", monde.moteur);
            assert_eq!(combien(&monde, table, d.garde).await + retires, total, "{} : {table}", monde.moteur);
            let doubles = match table {
                // Two of the three periods of the second file meet that of the first.
                "referents" => 2,
                "accompagnements" | "demandes_acces" | "freins" | "positionnements" | "participations" => 1,
                _ => 0,
            };
            assert_eq!(retires, doubles, "{} : {table}", monde.moteur);
        }
        let vivante = "prenom = 'Amina'";
        assert_eq!(monde.valeur("jeunes", "nom", vivante).await, "Bel-Adour");
        assert_eq!(monde.valeur("jeunes", "nom_plie", vivante).await, "bel adour amina");
        assert_eq!(monde.valeur("jeunes", "telephone", vivante).await, "+33639980199");
        assert_eq!(monde.valeur("jeunes", "niveau", vivante).await, "V", "not asked for");
        assert_eq!(
            monde
                .nombre(
                    "SELECT count(*) FROM jeunes WHERE nom = '' AND telephone IS NULL AND fusionne_dans IS NOT NULL"
                )
                .await,
            1
        );
        let charges = "SELECT count(*) FROM accompagnements a JOIN jeunes j ON j.id = a.jeune_id WHERE j.prenom = 'Amina' AND a.au IS NULL";
        assert_eq!(monde.nombre(&format!("{charges} AND a.en_charge")).await, 1);
        assert_eq!(monde.nombre(charges).await, 2);
        // The earlier of the two first days of ML-NORD.
        assert_eq!(monde.nombre(&format!("{charges} AND a.en_charge AND a.du = '2015-01-05'")).await, 1);
        assert_eq!(
            monde
                .nombre(
                    "SELECT count(*) FROM freins_actions fa JOIN freins f ON f.id = fa.frein_id WHERE f.leve_le IS NULL"
                )
                .await,
            2
        );
        assert_eq!(monde.nombre("SELECT count(*) FROM jeunes_mots WHERE mot = 'beladour'").await, 1);

        defaire(&monde, fusion).await.unwrap();
        let apres = tout(&monde).await;
        let (perdues, neuves): (Vec<_>, Vec<_>) = (
            avant.iter().filter(|l| !apres.contains(l)).collect(),
            apres.iter().filter(|l| !avant.contains(l)).collect(),
        );
        assert!(perdues.is_empty() && neuves.is_empty(), "{} : lost {perdues:#?}, new {neuves:#?}", monde.moteur);
        assert_eq!(avant.len(), apres.len());
        assert!(matches!(defaire(&monde, fusion).await, Err(ErreurFusion::DejaDefaite)));
        // And once more: what was undone can be done again.
        let encore = fusionner(&monde, d.garde, d.absorbe, &[]).await.unwrap();
        defaire(&monde, encore).await.unwrap();
        assert_eq!(tout(&monde).await, avant);
    }
}

#[tokio::test]
async fn what_was_written_since_stays_and_merges_are_undone_from_the_last() {
    for monde in mondes("fusion_depuis").await {
        let d = deux_fiches(&monde).await;
        let premiere = fusionner(&monde, d.garde, d.absorbe, &["telephone"]).await.unwrap();
        // A contact, and a correction, made on the file kept.
        let sql = "INSERT INTO contacts (id, jeune_id, type, date, cree_le) VALUES ($1, $2, 'appel', $3, 2)";
        ecrire(&monde, sql, vec![nouvel(), d.garde.into(), jour("2018-01-15")]).await;
        ecrire(&monde, "UPDATE jeunes SET telephone = '+33639980155' WHERE id = $1", vec![d.garde.into()]).await;
        let jules = id_de(&monde, "jeunes", "prenom = 'Jules'").await;
        let seconde = fusionner(&monde, d.garde, jules, &[]).await.unwrap();
        assert!(matches!(defaire(&monde, premiere).await, Err(ErreurFusion::PasLaDerniere)), "{}", monde.moteur);
        for (a, b) in [(d.garde, d.garde), (d.garde, jules), (jules, d.garde), (d.garde, Uuid::nil())] {
            assert!(matches!(fusionner(&monde, a, b, &[]).await, Err(ErreurFusion::Absente)), "{}", monde.moteur);
        }
        defaire(&monde, seconde).await.unwrap();
        defaire(&monde, premiere).await.unwrap();
        assert_eq!((combien(&monde, "contacts", d.garde).await, combien(&monde, "contacts", d.absorbe).await), (2, 1));
        assert_eq!(monde.valeur("jeunes", "telephone", "nom = 'Beladour'").await, "+33639980155");
        assert_eq!(monde.valeur("jeunes", "telephone", "nom = 'Bel-Adour'").await, "+33639980199");
        // Facts written since that contradict the former state: nothing is half separated.
        let troisieme = fusionner(&monde, d.garde, d.absorbe, &[]).await.unwrap();
        let sql =
            "UPDATE accompagnements SET en_charge = true WHERE jeune_id = $1 AND structure_id = $2 AND au IS NULL";
        ecrire(&monde, "UPDATE accompagnements SET en_charge = false WHERE jeune_id = $1", vec![d.garde.into()]).await;
        ecrire(&monde, sql, vec![d.garde.into(), d.sud.into()]).await;
        let avant = tout(&monde).await;
        match defaire(&monde, troisieme).await {
            Ok(()) => assert_eq!(combien(&monde, "contacts", d.absorbe).await, 1),
            Err(ErreurFusion::Contredite) => assert_eq!(tout(&monde).await, avant),
            Err(autre) => panic!("{} : {autre}", monde.moteur),
        }
    }
}

#[tokio::test]
async fn both_files_must_be_open_to_whoever_brings_them_together() {
    for monde in mondes("fusion_acces").await {
        let d = deux_fiches(&monde).await;
        let claire = monde.professionnel("Claire B.", Role::Conseiller, "ML-NORD").await;
        let paul = monde.professionnel("Paul S.", Role::Conseiller, "ML-SUD").await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let (garde, absorbe) = (d.garde, d.absorbe);
        let (jules, ines) =
            (id_de(&monde, "jeunes", "prenom = 'Jules'").await, id_de(&monde, "jeunes", "prenom = 'Inès'").await);
        // ML-SUD reads Amina's first file by a share, and may not change it.
        for (qui, a, b) in [
            (&paul, garde, absorbe),
            (&paul, absorbe, garde),
            (&claire, garde, jules),
            (&admin, garde, absorbe),
            (&claire, garde, garde),
        ] {
            let adresse = format!("/jeunes/{a}/fusionner/{b}");
            assert_eq!(qui.get(&adresse).await.0, StatusCode::NOT_FOUND, "{} {adresse}", monde.moteur);
            assert_eq!(qui.post(&adresse, &[]).await.0, StatusCode::NOT_FOUND, "{} {adresse}", monde.moteur);
        }
        let page = claire.page(&format!("/jeunes/{garde}/fusions")).await;
        assert!(
            page.contains(&format!("/jeunes/{garde}/fusionner/{absorbe}")) && page.contains("même nom et même date"),
            "{page}"
        );
        let page = claire.page(&format!("/jeunes/{garde}/fusions?q=duprat")).await;
        assert!(page.contains(&format!("/fusionner/{ines}")), "{page}");
        assert!(!claire.page(&format!("/jeunes/{garde}/fusions?q=marchand")).await.contains(&jules.to_string()));
        let adresse = format!("/jeunes/{garde}/fusionner/{absorbe}");
        let page = claire.page(&adresse).await;
        assert!(page.contains("06 39 98 01 99") && page.contains("06 39 98 01 10"), "{page}");
        let (statut, entetes, _) = claire.post(&adresse, &[("niveau", "autre"), ("telephone", "garde")]).await;
        assert_eq!(statut, StatusCode::SEE_OTHER, "{}", monde.moteur);
        assert_eq!(entetes[header::LOCATION], format!("/jeunes/{garde}/fusions"));
        assert_eq!(monde.valeur("jeunes", "niveau", "nom = 'Beladour'").await, "IV");
        assert_eq!(claire.get(&format!("/jeunes/{absorbe}")).await.0, StatusCode::NOT_FOUND);
        assert!(!claire.page("/jeunes").await.contains(&absorbe.to_string()));
        // The number of either structure leads to the one file, for its own people.
        assert!(paul.page("/jeunes?q=S-7").await.contains(&format!("/jeunes/{garde}")));
        let fusion = id_de(&monde, "fusions", "1 = 1").await;
        for (qui, a) in [(&admin, garde), (&claire, ines), (&claire, absorbe)] {
            let adresse = format!("/jeunes/{a}/fusions/{fusion}/defaire");
            assert_eq!(qui.post(&adresse, &[]).await.0, StatusCode::NOT_FOUND, "{}", monde.moteur);
        }
        let defaire = format!("/jeunes/{garde}/fusions/{fusion}/defaire");
        assert!(claire.page(&format!("/jeunes/{garde}/fusions")).await.contains(&defaire));
        assert_eq!(claire.post(&defaire, &[]).await.0, StatusCode::SEE_OTHER);
        assert_eq!(claire.get(&format!("/jeunes/{absorbe}")).await.0, StatusCode::OK);
        let (statut, _, corps) = claire.post(&defaire, &[]).await;
        assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(String::from_utf8_lossy(&corps).contains("déjà défaite"));
    }
}
