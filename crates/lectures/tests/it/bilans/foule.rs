//! Many readers who ask for the PDF of a report at once: a few are made, the others are told to come back.

use std::sync::Arc;

use axum::http::StatusCode;
use passerelle_monde::mondes_de_demonstration;
use passerelle_socle::access::Role;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn forty_readers_at_once_have_a_pdf_or_a_page_that_says_when_to_come_back() {
    let _seul = crate::ATELIER.write().await;
    for monde in mondes_de_demonstration("foule").await {
        let lecteur = Arc::new(monde.visiteur(Some(Role::Pilote)).await);
        let demandes: Vec<_> = (0..40)
            .map(|_| {
                let lecteur = lecteur.clone();
                tokio::spawn(async move { lecteur.get("/bilan/fichier/pdf?du=2017-01-01&au=2017-12-31").await })
            })
            .collect();
        let (mut faits, mut renvoyes) = (0, 0);
        for demande in demandes {
            let (statut, entetes, corps) = demande.await.unwrap();
            match statut {
                StatusCode::OK => {
                    assert!(corps.starts_with(b"%PDF-"));
                    faits += 1;
                }
                _ => {
                    let texte = String::from_utf8_lossy(&corps);
                    assert_eq!(statut, StatusCode::SERVICE_UNAVAILABLE, "{texte}");
                    assert_eq!(entetes["retry-after"], "5");
                    assert!(texte.contains("<h1>Passerelle est très demandée</h1>"), "{texte}");
                    renvoyes += 1;
                }
            }
        }
        assert!(faits >= 2 && faits + renvoyes == 40, "{faits} made, {renvoyes} sent back");
        // What was not made is not said to have been taken away.
        let sql = "SELECT count(*) FROM journal WHERE action = 'exporter' AND objet = 'bilans'";
        assert_eq!(monde.nombre(sql).await, faits);
        // Nobody holds a place for ever.
        lecteur.fichier("/bilan/fichier/pdf?du=2017-01-01&au=2017-12-31").await;
    }
}
