//! Presence, said in one gesture beside an appointment, and taken back.

use axum::http::StatusCode;

use super::scene::scenes;

#[tokio::test]
async fn presence_is_said_beside_the_appointment_and_taken_back_without_leaving_the_page() {
    for s in scenes("fiche_presence").await {
        let rdv = [("type", "rendez_vous"), ("date", "2018-02-20"), ("heure", "09:30")];
        s.envoyer(&s.claire, "/contacts", &rdv).await;
        let un = format!("/contacts/{}", s.dernier("contacts").await);
        let ou = format!("/journee#rdv-{}", s.dernier("contacts").await);
        let dire = |presence: &'static str, avant: &'static str| {
            [("presence", presence), ("avant", avant), ("retour", ou.as_str())]
        };
        let pointer = format!("{un}/presence");
        assert_eq!(s.envoyer(&s.claire, &pointer, &dire("present", "")).await, ou);
        assert_eq!(s.monde.valeur("contacts", "presence", "1 = 1").await, "present");
        let page = s.claire.page("/journee").await;
        assert!(page.contains("Amina : présente.") && page.contains(&format!("{pointer}/reprendre")), "{page}");
        // A second person, or the page left open: what was said is read before something else is.
        let page = s.corriger(&s.claire, &pointer, &dire("absent", "")).await;
        assert!(page.contains("vient de dire ce qu"), "{page}");
        assert_eq!(s.envoyer(&s.claire, &pointer, &dire("excuse", "present")).await, ou);
        // Nobody else's appointment, no word of one's own.
        assert_eq!(s.formateur.post(&s.a(&pointer), &dire("absent", "excuse")).await.0, StatusCode::NOT_FOUND);
        assert_eq!(s.inconnue.post(&s.a(&pointer), &dire("absent", "excuse")).await.0, StatusCode::NOT_FOUND);
        for faux in ["annule", "", "PRESENT"] {
            s.corriger(&s.claire, &pointer, &dire(faux, "excuse")).await;
        }
        let reprendre = format!("{pointer}/reprendre");
        assert_eq!(s.envoyer(&s.claire, &reprendre, &[("retour", ou.as_str())]).await, ou);
        assert_eq!(s.monde.valeur("contacts", "presence", "1 = 1").await, "∅");
        s.corriger(&s.claire, &reprendre, &[]).await;
        // Called off: it has its own way back.
        s.envoyer(&s.claire, &format!("{un}/annuler"), &[]).await;
        s.corriger(&s.claire, &pointer, &dire("present", "annule")).await;
        s.corriger(&s.claire, &reprendre, &[]).await;
        assert_eq!(s.monde.valeur("contacts", "presence", "1 = 1").await, "annule");
        let lignes =
            "SELECT count(*) FROM journal WHERE objet = 'contacts' AND action = 'modifier' AND detail LIKE '%présence'";
        assert_eq!(s.monde.nombre(lignes).await, 3);
    }
}
