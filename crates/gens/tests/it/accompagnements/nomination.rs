//! Thirty young people without référent get one in one look, year by year; who was closed or named meanwhile is told.

use uuid::Uuid;

use super::{cle, dit, fait, gens, id, nulle_part};
use passerelle_monde::{Monde, mondes};

/// Twenty welcomed in 2017 and ten in 2018.
async fn trente(monde: &Monde) -> Vec<Uuid> {
    let mut csv = String::from("structure;numero;nom;prenom;date_naissance;date_premier_accueil\n");
    for i in 0..30u8 {
        let accueil = if i < 20 { "2017-03-06" } else { "2018-01-08" };
        csv += &format!("ML-NORD;T{i};Trente{};Lou;2000-01-{:02};{accueil}\n", char::from(b'a' + i % 26), i + 1);
    }
    monde.livrer(&[("jeunes.csv", &csv)]).await;
    let mut ids = Vec::new();
    for i in 1..=30 {
        ids.push(id(monde, "jeunes", &format!("prenom = 'Lou' AND date_naissance = '2000-01-{i:02}'")).await);
    }
    ids
}

#[tokio::test]
async fn thirty_get_a_referent_and_two_are_told_apart() {
    for monde in mondes("trente_sans_referent").await {
        let (g, moteur) = (gens(&monde).await, monde.moteur);
        let jeunes = trente(&monde).await;
        let (claire, hugo) = (cle(&monde, &g.claire, "ML-NORD").await, cle(&monde, &g.hugo, "ML-NORD").await);
        // From the list of those who have none; those of the last year first; all when asked for.
        assert!(g.nora.page("/jeunes?referent=sans").await.contains("href=\"/referents/nommer\""), "{moteur}");
        assert_eq!(g.nora.page("/referents/nommer").await.matches("name=\"jeune\"").count(), 10, "{moteur}");
        let page = g.nora.page("/referents/nommer?annee=toutes").await;
        // The thirty, and the two of the small world.
        assert_eq!(page.matches("name=\"jeune\"").count(), 32, "{moteur}");
        assert!(page.contains("32\u{a0}jeunes sans référent"), "{page}");
        let de_2017 = g.nora.page("/referents/nommer?annee=2017").await;
        assert_eq!(de_2017.matches("name=\"jeune\"").count(), 21, "twenty, and one of the small world: {moteur}");
        assert!(!de_2017.contains("accueil le 08/01/2018"), "{moteur}");

        // Meanwhile, one is named and one is closed.
        fait(&g.claire, &format!("/jeunes/{}/referent", jeunes[0]), &[("vers", &claire)]).await;
        fait(&g.nora, &format!("/jeunes/{}/suivi/clore", jeunes[1]), &[("motif", "Déménagement")]).await;
        let ids: Vec<String> = jeunes.iter().map(Uuid::to_string).collect();
        let mut champs: Vec<(&str, &str)> = ids.iter().map(|i| ("jeune", i.as_str())).collect();
        champs.extend([("vers", claire.as_str()), ("vers", hugo.as_str())]);
        // Somebody of another structure, nobody ticked, nobody to answer for them.
        let jules = id(&monde, "jeunes", "nom = 'Marchand'").await.to_string();
        let mut faux = champs.clone();
        faux.push(("jeune", &jules));
        nulle_part(&g.nora, "/referents/nommer", Some(&faux)).await;
        dit(&g.nora, "/referents/nommer", &[("vers", &claire)]).await;
        dit(&g.nora, "/referents/nommer", &[("jeune", &ids[2]), ("vers", "personne")]).await;
        let referents = "SELECT count(*) FROM referents WHERE au IS NULL";
        assert_eq!(monde.nombre(referents).await, 1, "nothing was done by a form that came back");

        let vers = fait(&g.nora, "/referents/nommer", &champs).await;
        let page = g.nora.page(&vers).await;
        assert!(page.contains("28\u{a0}jeunes ont un référent depuis aujourd"), "{page}");
        assert!(page.contains("Claire N. est déjà référent") && page.contains("a plus la charge"), "{page}");
        let de_chacun = "SELECT c.nom || ' ' || CAST(count(*) AS text) AS texte FROM referents r \
                         JOIN comptes c ON c.id = r.compte_id WHERE r.au IS NULL GROUP BY c.nom ORDER BY c.nom";
        assert_eq!(monde.textes(de_chacun).await, ["Claire N. 15", "Hugo T. 14"], "{moteur}");
        let ecrites =
            "SELECT count(DISTINCT objet_id) FROM journal WHERE action = 'creer' AND objet = 'referents' AND NOT refus";
        assert_eq!(monde.nombre(ecrites).await, 29, "one line a person, as if alone");
        assert!(dit(&g.nora, "/referents/nommer", &champs).await.contains("déjà référent"), "nothing is left to do");

        // Taken back by whoever named, on the day; both facts stay.
        let repris = id(
            &monde,
            "referents",
            "jeune_id = (SELECT id FROM jeunes WHERE prenom = 'Lou' AND date_naissance = '2000-01-30')",
        )
        .await
        .to_string();
        let autre = id(
            &monde,
            "referents",
            "jeune_id = (SELECT id FROM jeunes WHERE prenom = 'Lou' AND date_naissance = '2000-01-01')",
        )
        .await
        .to_string();
        dit(&g.hugo, "/referents/nommer/reprendre", &[("referent", &repris)]).await;
        let champs = [("referent", repris.as_str()), ("referent", autre.as_str())];
        let vers = fait(&g.nora, "/referents/nommer/reprendre", &champs).await;
        assert!(g.nora.page(&vers).await.contains("a plus de référent"));
        assert_eq!(monde.nombre(referents).await, 28);
        assert_eq!(monde.nombre("SELECT count(*) FROM referents").await, 29);
        dit(&g.nora, "/referents/nommer/reprendre", &champs).await;
        fait(&g.nora, "/referents/nommer", &[("jeune", &ids[29]), ("vers", &hugo)]).await;
        assert_eq!(monde.nombre(referents).await, 29, "named again the same day");
    }
}
