//! What the list of young people and the day say of each: what whoever opens them would do next.

use passerelle_monde::html::{texte, tous};
use passerelle_monde::{Monde, Visiteur, mondes};
use passerelle_socle::access::Role;
use scraper::Html;
use uuid::Uuid;

use crate::accompagnements::{Gens, cle, fait, gens, id};

/// Claire answers for Amina, whom she last reached on the 9th of January, and for Inès, met two days ago.
async fn scene(monde: &Monde) -> (Gens, Uuid) {
    let g = gens(monde).await;
    let claire = cle(monde, &g.claire, "ML-NORD").await;
    let (amina, ines) = (id(monde, "jeunes", "prenom = 'Amina'").await, id(monde, "jeunes", "prenom = 'Inès'").await);
    for jeune in [amina, ines] {
        fait(&g.nora, &format!("/jeunes/{jeune}/referent"), &[("vers", &claire)]).await;
    }
    let note = async |jeune: Uuid, champs: &[(&str, &str)]| {
        fait(&g.claire, &format!("/jeunes/{jeune}/contacts"), champs).await;
    };
    note(amina, &[("type", "appel"), ("date", "2018-01-09"), ("presence", "present")]).await;
    note(amina, &[("type", "appel"), ("date", "2018-02-15"), ("presence", "absent")]).await;
    note(amina, &[("type", "rendez_vous"), ("date", "2018-02-21"), ("heure", "09:30")]).await;
    note(ines, &[("type", "rendez_vous"), ("date", "2018-02-18"), ("presence", "present")]).await;
    (g, amina)
}

/// The rows of a list, cell by cell.
async fn rangees(qui: &Visiteur, adresse: &str) -> Vec<Vec<String>> {
    let page = Html::parse_document(&qui.page(adresse).await);
    let rangees = tous(&page, "table.liste tbody tr");
    let cellules = rangees.into_iter().map(|r| r.child_elements().map(|c| texte(c).replace('\u{a0}', " ")).collect());
    cellules.collect()
}

#[tokio::test]
async fn a_list_says_what_decides_and_whoever_waited_most_comes_first() {
    for monde in mondes("liste_decide").await {
        let (g, _) = scene(&monde).await;
        let siens = rangees(&g.claire, "/jeunes?referent=moi").await;
        let noms: Vec<&str> = siens.iter().map(|r| r[0].as_str()).collect();
        assert_eq!(noms, ["Amina BELADOUR", "Inès DUPRAT"], "{}", monde.moteur);
        assert_eq!(
            siens[0],
            [
                "Amina BELADOUR",
                "06 39 98 01 10",
                "42 jours depuis le 09/01/2018",
                "Contrat depuis le 21/08/2017",
                "demain à 9 h 30",
                "depuis le 01/09/2017",
                "04/05/1999",
                "Mission locale Nord"
            ]
        );
        assert_eq!(siens[1][2], "il y a 2 jours");
        let page = g.claire.page("/jeunes?referent=moi").await;
        assert!(page.contains("href=\"tel:+33639980110\""), "{page}");
        // Turned round, and by name when nobody's are asked for.
        let inverse = rangees(&g.claire, "/jeunes?referent=moi&tri=-contact").await;
        assert_eq!(inverse[0][0], "Inès DUPRAT");
        assert_eq!(rangees(&g.claire, "/jeunes").await[0][0], "Amina BELADOUR");
        // The file holds the same.
        let csv = g.claire.page("/jeunes.csv?referent=moi").await;
        assert!(csv.contains("42 jours depuis le 09/01/2018"), "{csv}");
        // Whoever keeps the platform reads nothing of the work with the person, nor sorts by it.
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let page = admin.page("/jeunes?tri=contact").await;
        assert!(!page.contains("data-label=\"Dernier contact\"") && !page.contains("42 jours"), "{page}");
        assert_eq!(rangees(&admin, "/jeunes?tri=contact").await[0][0], "Amina BELADOUR");
        // Nobody of the other mission locale is there.
        assert_eq!(rangees(&g.karim, "/jeunes?referent=moi").await, Vec::<Vec<String>>::new());
    }
}

#[tokio::test]
async fn a_silent_young_person_is_called_from_the_day_in_one_tap_that_can_be_taken_back() {
    for monde in mondes("liste_joindre").await {
        let (g, amina) = scene(&monde).await;
        let contacts = format!("/jeunes/{amina}/contacts");
        let page = g.claire.page("/journee").await;
        assert!(page.contains("42\u{a0}jours sans contact") && page.contains("href=\"tel:+33639980110\""), "{page}");
        assert!(!page.contains("Appel à Inès DUPRAT"), "{page}");
        let tap = |presence: &'static str| {
            [("type", "appel"), ("date", "2018-02-20"), ("presence", presence), ("retour", "/journee#silences")]
        };
        // Not reached: still silent, and it is known that somebody tried.
        assert_eq!(fait(&g.claire, &contacts, &tap("absent")).await, "/journee#silences");
        let page = g.claire.page("/journee").await;
        assert!(page.contains("Appel noté : Amina n&#39;a pas répondu.") && page.contains("Appel à Amina"), "{page}");
        assert_eq!(fait(&g.claire, &contacts, &tap("present")).await, "/journee#silences");
        let page = g.claire.page("/journee").await;
        assert!(page.contains("Appel noté : Amina a répondu.") && !page.contains("Appel à Amina"), "{page}");
        let appel = id(&monde, "contacts", "date = '2018-02-20' AND presence = 'present'").await;
        let annuler = format!("{contacts}/{appel}/annuler");
        assert!(page.contains(&annuler), "{page}");
        assert_eq!(fait(&g.claire, &annuler, &[("retour", "/journee")]).await, "/journee");
        assert!(g.claire.page("/journee").await.contains("Appel à Amina"));
    }
}
