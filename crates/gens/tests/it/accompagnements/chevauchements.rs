//! The base itself refuses two référents on the same day, whatever writes to it.

use passerelle_base::Date;
use passerelle_socle::db::{self, Base, Resultat};
use uuid::Uuid;

use super::{gens, id};
use passerelle_monde::mondes;

async fn inscrire(
    base: &Base,
    (jeune, compte, structure): (Uuid, Uuid, Uuid),
    du: &str,
    au: Option<&str>,
) -> Resultat<Uuid> {
    let tx = base.transaction().await?;
    let id = Uuid::now_v7();
    let sql = "INSERT INTO referents (id, jeune_id, compte_id, structure_id, du, au) VALUES ($1, $2, $3, $4, $5, $6)";
    let jour = |t: &str| t.parse::<Date>().unwrap();
    let valeurs = [id.into(), jeune.into(), compte.into(), structure.into(), jour(du).into(), au.map(jour).into()];
    db::executer(&tx, sql, valeurs).await?;
    tx.commit().await?;
    Ok(id)
}

#[tokio::test]
async fn two_periods_never_share_a_day() {
    for monde in mondes("chevauchements").await {
        let g = gens(&monde).await;
        let qui = (
            id(&monde, "jeunes", "nom = 'Beladour'").await,
            g.claire.compte.unwrap().uuid(),
            id(&monde, "structures", "code = 'ML-NORD'").await,
        );
        inscrire(&monde.base, qui, "2017-03-01", Some("2017-06-01")).await.unwrap();
        let ouverte = inscrire(&monde.base, qui, "2017-09-01", None).await.unwrap();
        let refusees = [
            ("2017-01-01", None),
            ("2017-01-01", Some("2017-03-02")),
            ("2017-04-01", Some("2017-05-01")),
            ("2017-05-31", Some("2017-07-01")),
            ("2017-02-01", Some("2017-10-01")),
            ("2017-08-01", Some("2017-09-02")),
            ("2018-01-01", None),
            ("2019-01-01", Some("2019-02-01")),
        ];
        for (du, au) in refusees {
            assert!(inscrire(&monde.base, qui, du, au).await.is_err(), "{}: {du} – {au:?} overlaps", monde.moteur);
        }
        for (du, au) in [("2017-01-01", Some("2017-03-01")), ("2017-06-01", Some("2017-09-01"))] {
            inscrire(&monde.base, qui, du, au).await.unwrap_or_else(|e| panic!("{}: {du}: {e}", monde.moteur));
        }
        // Moving a closed period is watched too.
        let tx = monde.base.transaction().await.unwrap();
        let sql = "UPDATE referents SET du = $1 WHERE id = $2";
        let deplacee = db::executer(&tx, sql, ["2017-08-31".parse::<Date>().unwrap().into(), ouverte.into()]).await;
        assert!(deplacee.is_err(), "{}", monde.moteur);
        drop(tx);
        assert_eq!(monde.nombre("SELECT count(*) FROM referents").await, 4);
        // Somebody else's days are theirs.
        let jules = (id(&monde, "jeunes", "nom = 'Marchand'").await, qui.1, qui.2);
        inscrire(&monde.base, jules, "2017-04-01", None).await.unwrap();
    }
}

#[tokio::test]
async fn of_two_writers_at_once_one_is_refused() {
    for monde in mondes("deux_ecrivains").await {
        let g = gens(&monde).await;
        let amina = id(&monde, "jeunes", "nom = 'Beladour'").await;
        let structure = id(&monde, "structures", "code = 'ML-NORD'").await;
        for tour in 0..20 {
            // Closed periods: no unique index would see them.
            let (du, au) = (format!("20{:02}-01-01", 20 + tour), format!("20{:02}-06-01", 20 + tour));
            let (a, b) = (g.claire.compte.unwrap().uuid(), g.hugo.compte.unwrap().uuid());
            let (un, deux) = tokio::join!(
                inscrire(&monde.base, (amina, a, structure), &du, Some(&au)),
                inscrire(&monde.base, (amina, b, structure), &du, Some(&au))
            );
            assert!(un.is_ok() != deux.is_ok(), "{}: {un:?} {deux:?}", monde.moteur);
        }
        assert_eq!(monde.nombre("SELECT count(*) FROM referents").await, 20);
    }
}
