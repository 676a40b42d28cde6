//! Going back after a gesture: to where it began, never out of the site, with a sentence that is read once.

use axum::body::Body;
use axum::http::{Request, header};

use super::scene::scenes;

#[tokio::test]
async fn a_gesture_goes_back_to_where_its_form_says_and_never_elsewhere() {
    for s in scenes("fiche_retour").await {
        let rdv = async |retour: &str, objet: &str| {
            let forme = [("type", "appel"), ("date", "2018-02-20"), ("objet", objet), ("retour", retour)];
            s.envoyer(&s.claire, "/contacts", &forme).await
        };
        assert_eq!(rdv("/journee?referent=moi", "Bilan").await, "/journee?referent=moi");
        for dehors in
            ["https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs.example", "/\t/ailleurs.example", ""]
        {
            assert_eq!(rdv(dehors, "Bilan").await, s.a(""), "{dehors:?}");
        }
        // What is to be read again is said there too, with what takes it back.
        assert_eq!(rdv("/journee", "Sort de l'hôpital").await, "/journee");
        let page = s.claire.page("/journee").await;
        assert!(page.contains("semble parler de santé") && page.contains("Annuler ce contact"), "{page}");
    }
}

#[tokio::test]
async fn a_gesture_is_said_once_wherever_its_reader_lands() {
    for s in scenes("fiche_dit").await {
        let forme = [("type", "appel"), ("date", "2018-02-20"), ("retour", "/jeunes?tri=nom")];
        assert_eq!(s.envoyer(&s.claire, "/contacts", &forme).await, "/jeunes?tri=nom");
        // A file and a picture say nothing, and take nothing back.
        s.claire.fichier("/assets/theme.css").await;
        let page = s.claire.page("/jeunes?tri=nom").await;
        assert!(page.contains("Contact noté."), "{page}");
        // The same address again, as somebody who goes back would ask it.
        assert!(!s.claire.page("/jeunes?tri=nom").await.contains("Contact noté."));
        // A page that is nobody's says it as well: it is not lost, nor said later.
        s.envoyer(&s.claire, "/contacts", &forme).await;
        assert!(String::from_utf8(s.claire.get("/nulle-part").await.2).unwrap().contains("Contact noté."));
        assert!(!s.claire.page("/jeunes").await.contains("Contact noté."));
    }
}

#[tokio::test]
async fn what_a_browser_makes_up_leads_nowhere_and_runs_nothing() {
    for s in scenes("fiche_dit_invente").await {
        let session = s.claire.cookie().unwrap();
        let lire = async |valeur: &str| {
            let requete = Request::get("/plan").header(header::COOKIE, format!("passerelle-dit={valeur}; {session}"));
            String::from_utf8(s.claire.demander(requete, Body::empty()).await.2).unwrap()
        };
        let page = lire("p=%3Cscript%3Ealert(1)%3C/script%3E&v=Ici&vc=https%3A%2F%2Failleurs.example").await;
        assert!(page.contains("&#60;script&#62;") && !page.contains("ailleurs.example"), "{page}");
        let page = lire("p=Bonjour&d=Ici&dc=%2F%2Failleurs.example").await;
        assert!(page.contains("Bonjour") && !page.contains("ailleurs.example"), "{page}");
        for rien in ["", "p=", "%00", "=", "dc=%2Fa&d=Ici"] {
            assert!(!lire(rien).await.contains("class=\"avis avis-succes dit\""), "{rien}");
        }
    }
}

#[tokio::test]
async fn a_form_knows_where_its_reader_came_from_without_any_link_saying_it() {
    for s in scenes("fiche_retour_formulaire").await {
        let cache = "name=\"retour\" value=\"/journee\">";
        for suite in ["/contacts/nouveau", "/notes/nouvelle", "/documents/nouveau", "/modifier"] {
            let formulaire = s.a(suite);
            let venue = String::from_utf8(s.claire.suivre_de("/journee", &formulaire).await.2).unwrap();
            assert!(venue.contains(cache), "{suite}: {venue}");
            // A link may still say it, and wins.
            assert!(s.claire.page(&format!("{formulaire}?retour=/journee")).await.contains(cache), "{suite}");
            for sans in ["", "?retour=//ailleurs.example"] {
                let page = s.claire.page(&format!("{formulaire}{sans}")).await;
                assert!(!page.contains("name=\"retour\""), "{suite}{sans}");
            }
        }
        // Looking for a structure first asks the same page again: it remembers.
        let venue = String::from_utf8(s.claire.suivre_de("/journee", &s.a("/partages/nouveau")).await.2).unwrap();
        assert!(venue.contains("name=\"retour\" value=\"/journee\""), "{venue}");
        let page = s.claire.page(&s.a("/partages/nouveau?q=sud&retour=/journee")).await;
        assert_eq!(page.matches("name=\"retour\" value=\"/journee\"").count(), 2, "{page}");
        // Kept by the form that comes back.
        let page = s.corriger(&s.claire, "/notes", &[("texte", ""), ("retour", "/journee")]).await;
        assert!(page.contains(cache), "{page}");
        // A form inside a page ends on that page, as it was looked at.
        let freins = s.a("/freins?vue=tout");
        let page = s.claire.page(&freins).await;
        assert!(page.contains(&format!("name=\"retour\" value=\"{freins}\">")), "{page}");
    }
}
