//! A server that speaks French: its sentences change, what they mean does not.

use passerelle_monde::{Monde, mondes};
use passerelle_socle::db::{self, Contrainte, ErreurBase, Moteur, Travail};
use sea_orm::ConnectionTrait;

use super::{comptes, refus, seul};

/// The locale that `./check` makes, with the messages that come with PostgreSQL.
const LOCALE: &str = "fr_FR.UTF-8";

/// The same world, whose server answers in French; SQLite has one language and is left as it is.
async fn en_francais(mut monde: Monde) -> Monde {
    if monde.base.moteur() == Moteur::Sqlite {
        return monde;
    }
    let tx = monde.base.transaction().await.unwrap();
    let sql = format!(
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET lc_messages = %L', current_database(), '{LOCALE}'); END $$"
    );
    tx.execute_unprepared(&sql).await.unwrap_or_else(|e| {
        panic!(
            "the server of the tests cannot speak French ({e}): localedef -i fr_FR -f UTF-8 {LOCALE}, then start it again, as ./check does"
        )
    });
    tx.commit().await.unwrap();
    monde.base = monde.rouvrir().await;
    let muette =
        db::compter(monde.base.lecture(), "SELECT count(*) FROM nulle_part", []).await.unwrap_err().to_string();
    assert!(muette.contains("n'existe pas"), "the server still speaks another language: {muette}");
    monde
}

async fn mondes_en_francais(nom: &str) -> Vec<Monde> {
    let mut tous = Vec::new();
    for monde in mondes(nom).await {
        tous.push(en_francais(monde).await);
    }
    tous
}

#[tokio::test]
async fn an_import_into_a_server_that_speaks_french_refuses_one_row_and_keeps_its_neighbours() {
    // Only the base knows that PS-BTP began on 3 April: the file does not say it again.
    let texte = "code;type;intitule;date_fin\nAT-CV;atelier;Atelier CV;2017-02-08\nPS-BTP;parcours_securise;Prépa BTP;2017-04-02\n\
                 A9;atelier;Neuf;2017-01-01\n";
    for monde in mondes_en_francais("francais").await {
        monde.peupler().await;
        let rapport = monde.livrer(&[("actions.csv", texte)]).await;
        assert_eq!(comptes(seul(&rapport)), [1, 1, 0, 1], "{}", monde.moteur);
        let r = refus(seul(&rapport));
        assert_eq!(r.ligne, 3);
        assert!(r.motif.phrase.contains("contredit ce que la base connaît déjà"), "{}", r.motif.phrase);
        assert_eq!(monde.valeur("actions", "date_fin", "code = 'PS-BTP'").await, "2017-06-30");
    }
}

#[tokio::test]
async fn each_rule_of_the_base_is_known_by_its_code_in_any_language() {
    for monde in mondes_en_francais("francais_codes").await {
        monde.peupler().await;
        let structure = "INSERT INTO structures (id, code, nom, nom_plie, type) VALUES";
        for (sql, attendue) in [
            (format!("{structure} ($1, 'ML-NORD', 'N', 'n', 'mission_locale')"), Contrainte::Unique),
            (format!("{structure} ($1, 'ML-Z', NULL, 'n', 'mission_locale')"), Contrainte::Absence),
            (
                "INSERT INTO numeros (structure_id, numero, jeune_id) SELECT id, 'zz', $1 FROM structures WHERE code = 'ML-NORD'"
                    .to_owned(),
                Contrainte::Lien,
            ),
            (
                "UPDATE actions SET date_fin = '2017-04-02' WHERE code = 'PS-BTP' AND id <> $1".to_owned(),
                Contrainte::Valeurs,
            ),
        ] {
            let tx = monde.base.transaction().await.unwrap();
            let id = db::nouvel_id::<()>().uuid();
            let dit = match db::executer(&tx, &sql, [id.into()]).await {
                Ok(_) => tx.commit().await.expect_err(&sql),
                Err(e) => e,
            };
            assert_eq!(dit.contrainte(), Some(&attendue), "{}: {sql}: {dit}", monde.moteur);
        }
        // A guard of ours says its name, in no language.
        let tx = monde.base.transaction().await.unwrap();
        let dit = db::executer(&tx, "DELETE FROM journal", []).await.unwrap_err();
        assert!(matches!(dit.contrainte(), Some(Contrainte::Garde(_))), "{}: {dit}", monde.moteur);
    }
}

#[tokio::test]
async fn a_lost_connection_and_a_held_lock_are_told_apart() {
    for monde in mondes_en_francais("francais_pertes").await {
        if monde.base.moteur() == Moteur::Sqlite {
            continue;
        }
        monde.peupler().await;
        let tient = monde.base.transaction().await.unwrap();
        db::executer(&tient, "UPDATE structures SET nom = nom", []).await.unwrap();
        // Gestures wait for their turn before they begin: what meets a row that is held is an import.
        let verrou = monde.base.verrouiller(Travail::Import).await.unwrap();
        let attend = monde.base.masse(&verrou).await.unwrap();
        let pris = db::executer(&attend, "LOCK TABLE structures IN ACCESS EXCLUSIVE MODE NOWAIT", []).await;
        assert!(matches!(pris, Err(ErreurBase::Occupee(_))), "{pris:?}");
        attend.rollback().await.unwrap();
        let coupe = db::executer(&tient, "SELECT pg_terminate_backend(pg_backend_pid())", []).await;
        assert!(matches!(coupe, Err(ErreurBase::Perdue(_))), "{coupe:?}");
    }
}
