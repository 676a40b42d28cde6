//! Going back after a gesture: to where the reader came from, never out of the site.

use super::scene::scenes;

#[tokio::test]
async fn a_gesture_goes_back_to_where_its_form_says_and_never_elsewhere() {
    for s in scenes("fiche_retour").await {
        let rdv = async |retour: &str, objet: &str| {
            let forme = [("type", "appel"), ("date", "2018-02-20"), ("objet", objet), ("retour", retour)];
            s.envoyer(&s.claire, "/contacts", &forme).await
        };
        let fiche = s.a("?fait=contact&sur=");
        assert_eq!(rdv("/journee?referent=moi", "Bilan").await, "/journee?referent=moi");
        for dehors in
            ["https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs.example", "/\t/ailleurs.example", ""]
        {
            let vers = rdv(dehors, "Bilan").await;
            assert!(vers.starts_with(&fiche), "{dehors:?} leads to {vers}");
        }
        // A warning is only on the file: it wins.
        let vers = rdv("/journee", "Sort de l'hôpital").await;
        assert!(vers.starts_with(&fiche) && vers.ends_with("&sante=oui"), "{vers}");
        assert!(s.claire.page(&vers).await.contains("semble parler de santé"));
    }
}

#[tokio::test]
async fn the_way_back_that_a_form_was_given_comes_back_with_it() {
    for s in scenes("fiche_retour_formulaire").await {
        let cache = "<input type=\"hidden\" name=\"retour\" value=\"/journee\">";
        for suite in ["/contacts/nouveau", "/notes/nouvelle", "/documents/nouveau"] {
            assert!(s.claire.page(&s.a(&format!("{suite}?retour=/journee"))).await.contains(cache), "{suite}");
            for sans in ["", "?retour=//ailleurs.example"] {
                assert!(!s.claire.page(&s.a(&format!("{suite}{sans}"))).await.contains("\"retour\""), "{suite}{sans}");
            }
        }
        let page = s.corriger(&s.claire, "/notes", &[("texte", ""), ("retour", "/journee")]).await;
        assert!(page.contains(cache), "{page}");
    }
}
