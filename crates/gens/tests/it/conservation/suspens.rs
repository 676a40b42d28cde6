//! What is not destroyed before somebody's word: everything when the date is doubtful, too many files at once.

use axum::http::StatusCode;
use passerelle_gens::conservation::executer;
use passerelle_socle::access::{Acteur, Role};
use passerelle_socle::db;
use passerelle_socle::destruction::{Parole, Permis, Quoi, donner_parole};
use passerelle_socle::journal;
use passerelle_socle::temps::{Horloge, HorlogeFixe};

use passerelle_monde::{PERSONNES, mondes};

#[tokio::test]
async fn a_clock_that_jumps_destroys_nothing_until_somebody_gives_their_word() {
    for monde in mondes("horloge_folle").await {
        monde.peupler().await;
        let le = |jour: &str| HorlogeFixe(format!("{jour}T08:00:00Z").parse().unwrap());
        let demander = async |jour: &str| Permis::demander(&monde.base, &le(jour), Parole::Attendue).await.unwrap();
        assert!(demander("2018-02-21").await.is_ok());
        // A year and some ahead; and the day before yesterday.
        for faux in ["2019-03-28", "2018-02-18"] {
            let retenue = demander(faux).await.unwrap_err();
            assert_eq!(retenue.quoi, Quoi::Tout, "{}", monde.moteur);
        }
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let page = admin.page("/conservation").await;
        assert!(page.contains("Rien n&#39;est effacé") || page.contains("Rien n'est effacé"), "{page}");
        assert!(demander("2018-02-22").await.is_ok(), "the clock came back by itself");
        assert!(!admin.page("/conservation").await.contains("/conservation/reprendre"));
        // The site was closed for the summer: somebody says so, once.
        assert!(demander("2018-09-01").await.is_err());
        let tx = monde.base.transaction().await.unwrap();
        assert!(donner_parole(&tx, le("2018-09-01").maintenant(), &Acteur::Systeme).await.unwrap());
        assert!(!donner_parole(&tx, le("2018-09-01").maintenant(), &Acteur::Systeme).await.unwrap(), "given twice");
        tx.commit().await.unwrap();
        assert!(demander("2018-09-01").await.is_ok());
        assert!(demander("2019-09-01").await.is_err(), "a word holds for one passage");
        assert_eq!(journal::verifier(&monde.base, None).await.unwrap().faute, None);
    }
}

#[tokio::test]
async fn more_than_a_share_of_the_files_waits_for_a_word_of_the_administrateur() {
    for monde in mondes("part_effacee").await {
        monde.peupler().await;
        // A hundred people of whom nothing is known since 2017: all are due at once in 2021.
        let mut csv = String::from("structure;numero;nom;prenom;date_naissance;date_premier_accueil\n");
        for i in 0..100 {
            csv += &format!("ML-NORD;Z{i};Nom{i};Prenom{i};1999-01-{:02};2017-01-15\n", i % 28 + 1);
        }
        monde.livrer(&[("jeunes.csv", csv.as_str())]).await;
        let le = |jour: &str| HorlogeFixe(format!("{jour}T08:00:00Z").parse().unwrap());
        let permis = async |jour: &str| {
            let tx = monde.base.transaction().await.unwrap();
            // As if the server had run the day before.
            let veille = le(jour).maintenant().millis() - 86_400_000;
            let sql = "INSERT INTO reglages (cle, valeur) VALUES ('destructions', $1) ON CONFLICT (cle) DO UPDATE SET valeur = $1";
            let valeur = format!("{{\"faite_le\":{veille},\"parole_le\":null}}");
            db::executer(&tx, sql, [valeur.into()]).await.unwrap();
            tx.commit().await.unwrap();
            Permis::demander(&monde.base, &le(jour), Parole::Attendue).await.unwrap().unwrap()
        };
        let premier = executer(&monde.base, &PERSONNES, &permis("2021-07-31").await).await.unwrap();
        assert!(premier.avises >= 100, "{premier:?}");
        let second = executer(&monde.base, &PERSONNES, &permis("2021-08-30").await).await.unwrap();
        assert_eq!(second.effaces, 0, "{}", monde.moteur);
        assert!(second.retenus >= 100);
        assert_eq!(monde.nombre("SELECT count(*) FROM effacements").await, 0);
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        assert!(admin.page("/conservation").await.contains("dossiers seraient effacés d"));
        assert_eq!(admin.post("/conservation/reprendre", &[("compris", "")]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(admin.post("/conservation/reprendre", &[("compris", "oui")]).await.0, StatusCode::SEE_OTHER);
        // The page of the world is of 2018: whoever gives their word gives it for their own day.
        let parole = Permis::demander(&monde.base, &le("2021-08-31"), Parole::Donnee).await.unwrap().unwrap();
        let libere = executer(&monde.base, &PERSONNES, &parole).await.unwrap();
        assert!(libere.effaces >= 100 && libere.retenus == 0, "{libere:?}");
        assert!(!admin.page("/conservation").await.contains("/conservation/reprendre"));
        assert_eq!(
            admin.post("/conservation/reprendre", &[("compris", "oui")]).await.0,
            StatusCode::UNPROCESSABLE_ENTITY,
            "nothing waits any more"
        );
    }
}
