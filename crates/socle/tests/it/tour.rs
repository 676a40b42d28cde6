//! Gestures are played one after the other, whatever serves them; a reading waits for nobody.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use passerelle_monde::porte::{Porte, apres};
use passerelle_monde::{Monde, mondes};
use passerelle_socle::access::{Acteur, Action, Objet, Role};
use passerelle_socle::db::{self, ErreurBase};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::temps::Horloge;
use passerelle_socle::web;

const UNE: &str = "INSERT INTO reglages (cle, valeur) VALUES ($1, 'oui')";

#[tokio::test]
async fn what_a_gesture_has_read_stands_until_it_is_kept() {
    for monde in mondes("tour").await {
        let ailleurs = monde.rouvrir().await;
        let mut en_cours = tokio::task::JoinSet::new();
        for rang in 0..12 {
            let base = if rang % 2 == 0 { monde.base.clone() } else { ailleurs.clone() };
            en_cours.spawn(async move {
                let tx = base.transaction().await.unwrap();
                // One is enough: the rule that every capability writes.
                let deja = "SELECT count(*) FROM reglages WHERE cle LIKE 'place %'";
                let libre = db::compter(&tx, deja, []).await.unwrap() == 0;
                tokio::time::sleep(Duration::from_millis(10)).await;
                if libre {
                    db::executer(&tx, UNE, [format!("place {rang}").into()]).await.unwrap();
                }
                tx.commit().await.unwrap();
                libre
            });
        }
        let prises = en_cours.join_all().await.into_iter().filter(|libre| *libre).count();
        assert_eq!(prises, 1, "{}", monde.moteur);
        assert_eq!(monde.nombre("SELECT count(*) FROM reglages WHERE cle LIKE 'place %'").await, 1, "{}", monde.moteur);
        ailleurs.fermer().await.unwrap();
    }
}

#[tokio::test]
async fn whoever_waits_too_long_is_told_to_come_back_and_nothing_is_kept() {
    for monde in mondes("tour_long").await {
        let porte = Porte::reelle(&monde);
        let voisine = Porte::sur(&monde, monde.rouvrir().await, apres(0), false, false);
        let cookie = porte.entrer(&monde, Role::Administrateur).await;
        let avant = monde.nombre("SELECT count(*) FROM bilans_figes").await;
        let tenue = monde.base.transaction().await.unwrap();
        let debut = Instant::now();
        let corps = "du=2017-01-01&au=2017-12-31";
        let (ici, la) = tokio::join!(
            porte.post("/bilan/figer", Some(&cookie), corps),
            voisine.post("/bilan/figer", Some(&cookie), corps)
        );
        for refus in [ici, la] {
            assert_eq!(refus.statut, StatusCode::SERVICE_UNAVAILABLE, "{}: {}", monde.moteur, refus.texte());
            assert!(!refus.entete("retry-after").is_empty());
            assert!(refus.texte().contains("a été enregistré") && refus.texte().contains("<h1"), "{}", refus.texte());
        }
        assert!(debut.elapsed() < Duration::from_secs(20), "{}: {:?}", monde.moteur, debut.elapsed());
        // Left without a word, its turn is over at once.
        drop(tenue);
        let fait = voisine.post("/bilan/figer", Some(&cookie), corps).await;
        assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.texte());
        assert_eq!(monde.nombre("SELECT count(*) FROM bilans_figes").await, avant + 1, "{}", monde.moteur);
    }
}

#[tokio::test]
async fn a_reading_writes_its_line_and_nothing_else_and_waits_for_no_gesture() {
    for monde in mondes("tour_lecture").await {
        let avant = monde.nombre("SELECT count(*) FROM journal").await;
        let lue = monde.base.en_lisant().await.unwrap();
        let ecrite = db::executer(&lue, UNE, ["place".into()]).await;
        assert!(matches!(ecrite, Err(ErreurBase::Moteur(_))), "{}: {ecrite:?}", monde.moteur);
        drop(lue);
        let geste = monde.base.transaction().await.unwrap();
        let lue = monde.base.en_lisant().await.unwrap();
        db::compter(&lue, "SELECT count(*) FROM structures", []).await.unwrap();
        let entree = Entree::sur(Action::Exporter, Objet::Structures);
        journal::ecrire(&lue, Monde::horloge().maintenant(), &Acteur::Systeme, entree);
        geste.rollback().await.unwrap();
        lue.commit().await.unwrap();
        assert_eq!(monde.nombre("SELECT count(*) FROM journal").await, avant + 1, "{}", monde.moteur);
        assert_eq!(monde.nombre("SELECT count(*) FROM reglages WHERE cle = 'place'").await, 0);
    }
}

#[tokio::test]
async fn a_form_has_one_effect_however_many_times_it_is_sent() {
    for monde in mondes("cle").await {
        let porte = Porte::reelle(&monde);
        let cookie = porte.entrer(&monde, Role::Administrateur).await;
        let page = porte.get("/bilan?du=2017-01-01&au=2017-12-31", Some(&cookie)).await.texte();
        let cle = page.split("name=\"_geste\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let corps = |du: &str| format!("_geste={cle}&du={du}&au=2017-12-31");
        // What is refused is not kept, and may be mended and sent again.
        let refus = porte.post("/bilan/figer", Some(&cookie), &corps("2018-01-01")).await;
        assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY, "{}", refus.texte());
        assert_eq!(porte.post("/bilan/figer", Some(&cookie), &corps("2017-01-01")).await.statut, StatusCode::SEE_OTHER);
        let encore = porte.post("/bilan/figer", Some(&cookie), &corps("2017-01-01")).await;
        assert_eq!(encore.statut, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(encore.texte().contains("déjà été envoyé"), "{}", encore.texte());
        assert_eq!(monde.nombre("SELECT count(*) FROM bilans_figes").await, 1, "{}", monde.moteur);
        // Its key is remembered for a day, then forgotten.
        for (heures, restent) in [(23, 1), (25, 0)] {
            web::oublier_les_cles(&monde.base, apres(heures * 3_600).maintenant()).await.unwrap();
            assert_eq!(monde.nombre("SELECT count(*) FROM gestes").await, restent, "{}", monde.moteur);
        }
    }
}
