//! The chain: whole, touched, cut, purged, written by many at once.

use passerelle_socle::access::{Acteur, Action, Objet};
use passerelle_socle::db;
use passerelle_socle::destruction;
use passerelle_socle::journal::{self, Entree, Faute};
use passerelle_socle::temps::{Horloge, HorlogeFixe, Instant};
use sea_orm::ConnectionTrait;

use passerelle_monde::{Monde, mondes};

async fn ecrire(monde: &Monde, instant: Instant, combien: usize) {
    for _ in 0..combien {
        let tx = monde.base.transaction().await.unwrap();
        let entree = Entree::sur(Action::Consulter, Objet::Bilans).detail("été");
        journal::ecrire(&tx, instant, &Acteur::Systeme, entree);
        tx.commit().await.unwrap();
    }
}

async fn faute(monde: &Monde) -> Option<Faute> {
    journal::verifier(&monde.base, None).await.unwrap().faute
}

/// What somebody with the keys of the engine would do: lift the guards, then change.
async fn forcer(monde: &Monde, sql: &str) {
    let tx = monde.base.transaction().await.unwrap();
    match monde.moteur {
        "SQLite" => {
            let gardes = "SELECT name AS texte FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'journal%'";
            for t in monde.textes(gardes).await {
                tx.execute_unprepared(&format!("DROP TRIGGER {t}")).await.unwrap();
            }
        }
        _ => {
            for table in ["journal", "journal_tete", "journal_ancres"] {
                tx.execute_unprepared(&format!("ALTER TABLE {table} DISABLE TRIGGER USER")).await.unwrap();
            }
        }
    }
    for ordre in sql.split(';') {
        tx.execute_unprepared(ordre).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_touched_line_is_named() {
    for monde in mondes("chaine_touchee").await {
        monde.peupler().await;
        ecrire(&monde, Monde::horloge().maintenant(), 3).await;
        let v = journal::verifier(&monde.base, None).await.unwrap();
        assert_eq!(v.faute, None);
        assert!(v.lignes > 20 && v.lignes as i64 == v.tete.numero, "{v:?}");
        let gardee = journal::hexadecimal(&v.tete.empreinte);

        ecrire(&monde, Monde::horloge().maintenant(), 2).await;
        let plus_tard = journal::verifier(&monde.base, Some(&gardee)).await.unwrap();
        assert_eq!((plus_tard.faute, plus_tard.retrouvee), (None, Some(v.tete.numero)));
        let jamais = journal::verifier(&monde.base, Some(&"0a".repeat(32))).await.unwrap();
        assert_eq!(jamais.faute, Some(Faute::TeteInconnue));

        forcer(&monde, "UPDATE journal SET detail = 'autre' WHERE numero = 9").await;
        assert_eq!(faute(&monde).await, Some(Faute::Changee(9)));
        forcer(&monde, "DELETE FROM journal WHERE numero = 5").await;
        assert_eq!(faute(&monde).await, Some(Faute::Manque(5)));
    }
}

#[tokio::test]
async fn a_cut_end_is_seen() {
    for monde in mondes("chaine_coupee").await {
        ecrire(&monde, Monde::horloge().maintenant(), 6).await;
        forcer(&monde, "DELETE FROM journal WHERE numero > 4").await;
        assert_eq!(faute(&monde).await, Some(Faute::Coupe(4)));
    }
}

#[tokio::test]
async fn the_engine_itself_refuses_to_change_or_remove_a_line() {
    for monde in mondes("chaine_gardee").await {
        ecrire(&monde, Instant::from_millis(chrono_maintenant()), 3).await;
        for sql in [
            "UPDATE journal SET acteur = 'Autre' WHERE numero = 1",
            "DELETE FROM journal WHERE numero = 3",
            "DELETE FROM journal",
            "UPDATE journal_ancres SET numero = 3",
            "DELETE FROM journal_ancres",
            "UPDATE journal_tete SET numero = 1",
            "DELETE FROM journal_tete",
            // A line from outside the chain: under the first, among those there, after the last, with and without a hash.
            "INSERT INTO journal (numero, instant, acteur, action, objet) VALUES (-7, 1, 'X', 'consulter', 'jeunes')",
            "INSERT INTO journal (numero, instant, acteur, action, objet, empreinte) \
             SELECT -7, 1, 'X', 'consulter', 'jeunes', empreinte FROM journal_tete",
            "INSERT INTO journal (numero, instant, acteur, action, objet, empreinte) \
             SELECT 0, 1, 'X', 'consulter', 'jeunes', empreinte FROM journal_tete",
            "INSERT INTO journal (numero, instant, acteur, action, objet) VALUES (4, 1, 'X', 'consulter', 'jeunes')",
            // A head that moves over lines that are not there, or onto a hash of its own.
            "UPDATE journal_tete SET numero = 4",
            "UPDATE journal_tete SET empreinte = (SELECT empreinte FROM journal WHERE numero = 1)",
            // An anchor over fresh lines would let them go.
            "INSERT INTO journal_ancres (numero, empreinte, motif, posee_le) SELECT 2, empreinte, 'purge', 0 FROM journal WHERE numero = 2",
            "INSERT INTO journal_ancres (numero, empreinte, motif, posee_le) SELECT 2, empreinte, 'depart', 0 FROM journal WHERE numero = 2",
            "INSERT INTO journal_ancres (numero, empreinte, motif, posee_le) SELECT 3, empreinte, 'purge', 0 FROM journal_tete",
        ] {
            let tx = monde.base.transaction().await.unwrap();
            let fait = tx.execute_unprepared(sql).await;
            assert!(fait.is_err(), "{}: the engine let « {sql} » pass", monde.moteur);
            tx.rollback().await.unwrap();
        }
        assert_eq!(faute(&monde).await, None);
    }
}

fn chrono_maintenant() -> i64 {
    passerelle_socle::temps::HorlogeSysteme.maintenant().millis()
}

#[tokio::test]
async fn after_twelve_months_lines_go_and_the_rest_is_still_verified() {
    for monde in mondes("chaine_purge").await {
        let le = |jour: &str| jour.parse::<Instant>().unwrap();
        ecrire(&monde, le("2016-12-31T10:00:00Z"), 4).await;
        ecrire(&monde, le("2017-02-21T10:00:00Z"), 3).await;
        let horloge = HorlogeFixe(le("2018-02-20T09:30:00Z"));
        assert_eq!(destruction::purger(&monde.base, &monde.permis(&horloge).await).await.unwrap(), 4);
        assert_eq!(monde.nombre("SELECT min(numero) FROM journal").await, 5);
        let v = journal::verifier(&monde.base, None).await.unwrap();
        assert_eq!(
            (v.faute.clone(), v.depuis, v.lignes),
            (None, 4, 5),
            "three kept, the word given, and the line of the purge"
        );
        assert_eq!(
            destruction::purger(&monde.base, &monde.permis(&horloge).await).await.unwrap(),
            0,
            "nothing more is old enough"
        );
        forcer(&monde, "DELETE FROM journal WHERE numero = 5").await;
        assert_eq!(faute(&monde).await, Some(Faute::Manque(5)));
    }
}

/// The attack: with the guards lifted, all but the last lines go, under an anchor made for it.
const RACCOURCIR: &str = "INSERT INTO journal_ancres (numero, empreinte, motif, posee_le) \
                          SELECT numero, empreinte, '@motif', @pose FROM journal WHERE numero = @n; \
                          DELETE FROM journal WHERE numero <= @n";

fn raccourcir(n: i64, motif: &str, pose: i64) -> String {
    RACCOURCIR.replace("@motif", motif).replace("@pose", &pose.to_string()).replace("@n", &n.to_string())
}

#[tokio::test]
async fn young_lines_dropped_under_an_anchor_are_missed_even_when_the_head_is_there() {
    let annee = 400 * 86_400_000_i64;
    for (motif, pose) in [
        ("purge", chrono_maintenant()),
        // Laid, says the anchor, when those lines will be old.
        ("purge", chrono_maintenant() + annee),
        ("purge", 0),
        ("depart", 0),
    ] {
        for monde in mondes("chaine_raccourcie").await {
            ecrire(&monde, Instant::from_millis(chrono_maintenant() - annee), 5).await;
            ecrire(&monde, Instant::from_millis(chrono_maintenant()), 25).await;
            let gardee = journal::tete_a_publier(&monde.base).await.unwrap().unwrap();
            let saine = journal::verifier_tetes(&monde.base, std::slice::from_ref(&gardee)).await.unwrap();
            assert_eq!((saine.faute, saine.retrouvees), (None, 1));
            forcer(&monde, &raccourcir(20, motif, pose)).await;
            let v = journal::verifier_tetes(&monde.base, std::slice::from_ref(&gardee)).await.unwrap();
            assert_eq!(v.faute, Some(Faute::Raccourcie(20)), "{}: {motif} {pose}", monde.moteur);
            // Everything gone, the head itself under the anchor.
            forcer(&monde, &raccourcir(30, motif, pose)).await;
            let v = journal::verifier_tetes(&monde.base, std::slice::from_ref(&gardee)).await.unwrap();
            assert_eq!(v.faute, Some(Faute::Raccourcie(30)), "{}: {motif} {pose}", monde.moteur);
        }
    }
}

#[tokio::test]
async fn a_line_that_the_chain_does_not_give_is_a_fault() {
    for monde in mondes("chaine_glissee").await {
        ecrire(&monde, Monde::horloge().maintenant(), 3).await;
        forcer(
            &monde,
            "INSERT INTO journal (numero, instant, acteur, action, objet) VALUES (-7, 1, 'X', 'consulter', 'jeunes')",
        )
        .await;
        assert_eq!(faute(&monde).await, Some(Faute::HorsChaine(-7)));
    }
}

#[tokio::test]
async fn heads_told_outside_are_all_found_again_until_their_age_lets_them_go() {
    for monde in mondes("chaine_tetes").await {
        let le = |jour: &str| jour.parse::<Instant>().unwrap();
        let mut gardees = Vec::new();
        for instant in ["2016-12-01T10:00:00Z", "2016-12-20T10:00:00Z", "2017-06-01T10:00:00Z"] {
            ecrire(&monde, le(instant), 3).await;
            gardees.push(journal::tete_a_publier(&monde.base).await.unwrap().unwrap());
        }
        destruction::purger(&monde.base, &monde.permis(&HorlogeFixe(le("2018-02-20T09:30:00Z"))).await).await.unwrap();
        let v = journal::verifier_tetes(&monde.base, &gardees).await.unwrap();
        // The last old line stays as the witness: the next one is too young to tell that what went was old.
        assert_eq!((v.faute, v.depuis, v.retrouvees, v.purgees), (None, 5, 2, 1), "{}", monde.moteur);
        // Told a month ago, of a line under the anchor: it cannot have been purged.
        let recente = Instant::from_millis(chrono_maintenant() - 30 * 86_400_000);
        gardees.push(journal::TeteGardee { ligne: Some((recente, 4)), empreinte: "0a".repeat(32) });
        let v = journal::verifier_tetes(&monde.base, &gardees).await.unwrap();
        assert_eq!(v.faute, Some(Faute::TetePerdue(recente, 4)));
    }
}

#[tokio::test]
async fn many_writers_at_once_make_one_chain() {
    for monde in mondes("chaine_concurrence").await {
        let instant = Monde::horloge().maintenant();
        let debut = std::time::Instant::now();
        let mut travaux = tokio::task::JoinSet::new();
        for qui in 0..8 {
            let base = monde.base.clone();
            travaux.spawn(async move {
                for i in 0..25 {
                    let tx = base.transaction().await.unwrap();
                    let entree = Entree::sur(Action::Consulter, Objet::Jeunes).detail(format!("{qui} {i}"));
                    journal::ecrire(&tx, instant, &Acteur::Systeme, entree);
                    // Each also touches rows that the others touch, in its own order.
                    for cle in if qui % 2 == 0 { ["a", "b"] } else { ["b", "a"] } {
                        let sql = "SELECT count(*) FROM reglages WHERE cle = $1";
                        db::compter(&tx, sql, [cle.into()]).await.unwrap();
                    }
                    match i % 5 {
                        0 => tx.rollback().await.unwrap(),
                        _ => tx.commit().await.unwrap(),
                    }
                }
            });
        }
        while let Some(fait) = travaux.join_next().await {
            fait.unwrap();
        }
        let v = journal::verifier(&monde.base, None).await.unwrap();
        assert_eq!((v.faute, v.lignes), (None, 160), "a line rolled back leaves no hole");
        println!("{}: 160 commits by 8 writers in {:?}", monde.moteur, debut.elapsed());
    }
}

#[tokio::test]
async fn a_savepoint_takes_its_lines_with_it() {
    for monde in mondes("chaine_points").await {
        let instant = Monde::horloge().maintenant();
        let ligne = |detail: &str| Entree::sur(Action::Creer, Objet::Jeunes).detail(detail);
        let tx = monde.base.transaction().await.unwrap();
        journal::ecrire(&tx, instant, &Acteur::Systeme, ligne("un"));
        let point = tx.begin().await.unwrap();
        journal::ecrire(&point, instant, &Acteur::Systeme, ligne("perdue"));
        point.rollback().await.unwrap();
        let point = tx.begin().await.unwrap();
        journal::ecrire(&point, instant, &Acteur::Systeme, ligne("deux"));
        point.commit().await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(monde.textes("SELECT detail AS texte FROM journal ORDER BY numero").await, ["un", "deux"]);
        assert_eq!(faute(&monde).await, None);
    }
}
