//! Unusual readings are told once, to whoever keeps the platform.

use passerelle_socle::access::Role;
use passerelle_socle::journal;

use passerelle_monde::{Monde, mondes};

#[tokio::test]
async fn somebody_who_sweeps_is_told_once() {
    for monde in mondes("journal_alertes").await {
        monde.peupler().await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let karim = monde.professionnel("Karim S.", Role::Conseiller, "ML-SUD").await;
        assert!(admin.page("/journal/alertes").await.contains("Aucune lecture inhabituelle"));
        for _ in 0..16 {
            karim.get("/journal").await;
        }
        assert_eq!(journal::surveiller(&monde.base, &Monde::horloge()).await.unwrap(), 1);
        assert_eq!(journal::surveiller(&monde.base, &Monde::horloge()).await.unwrap(), 0, "told twice");
        let page = admin.page("/journal/alertes").await;
        assert!(page.contains("Karim S.") && page.contains("16 pages refusées en un jour"), "{page}");
        let dites = monde.textes("SELECT detail AS texte FROM journal WHERE detail LIKE 'lecture inhabituelle%'").await;
        assert_eq!(dites, ["lecture inhabituelle refus_par_jour 16"]);
    }
}
