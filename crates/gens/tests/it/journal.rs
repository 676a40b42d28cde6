//! What leaves a line: refusals, searches; and what the young person is told of them.

use axum::http::StatusCode;
use passerelle_gens::journal;
use passerelle_socle::access::Role;

use passerelle_monde::{PERSONNES, id_de, mondes};
use passerelle_socle::ident::Id;

#[tokio::test]
async fn a_refusal_leaves_one_line_with_the_structure_at_work() {
    for monde in mondes("journal_refus").await {
        monde.peupler().await;
        let karim = monde.professionnel("Karim S.", Role::Conseiller, "ML-SUD").await;
        let public = monde.visiteur(None).await;
        let amina = id_de(&monde, "jeunes", "prenom = 'Amina'").await;
        let n = monde.nombre("SELECT max(numero) FROM journal").await;
        let (statut, ..) = karim.get(&format!("/jeunes/{amina}")).await;
        assert_eq!(statut, StatusCode::NOT_FOUND);
        let (statut, ..) = karim.get("/journal").await;
        assert_eq!(statut, StatusCode::NOT_FOUND);
        // Nobody signed in, no such page: no line. A file that is not there is refused as one that is.
        public.get(&format!("/jeunes/{amina}")).await;
        karim.get(&format!("/jeunes/{}", uuid::Uuid::nil())).await;
        karim.get("/nulle-part").await;
        let champs = "x.acteur || ' ' || x.role || ' ' || s.code || ' ' || x.action || ' ' || x.objet || ' ' || \
                      CASE WHEN x.objet_id IS NULL THEN '-' ELSE 'fiche' END || CASE WHEN x.refus THEN ' refus' ELSE '' END";
        let lignes = monde
            .textes(&format!(
                "SELECT {champs} AS texte FROM journal x JOIN structures s ON s.id = x.structure_id \
                 WHERE x.numero > {n} ORDER BY x.numero"
            ))
            .await;
        assert_eq!(
            lignes,
            [
                "Karim S. conseiller ML-SUD consulter jeunes fiche refus",
                "Karim S. conseiller ML-SUD lister journal - refus",
                "Karim S. conseiller ML-SUD consulter jeunes fiche refus"
            ]
        );
        assert_eq!(monde.nombre(&format!("SELECT count(*) FROM journal WHERE numero > {n}")).await, 3);
        // What was refused is not told as read.
        assert_eq!(
            journal::lectures_de(monde.base.lecture(), &PERSONNES, Id::from_uuid(amina))
                .await
                .unwrap()
                .iter()
                .filter(|l| l.nom == "Karim S.")
                .count(),
            0
        );
    }
}

#[tokio::test]
async fn looking_for_a_name_leaves_one_line_without_the_name() {
    for monde in mondes("journal_recherche").await {
        monde.peupler().await;
        let claire = monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await;
        let n = monde.nombre("SELECT max(numero) FROM journal").await;
        claire.page("/jeunes").await;
        claire.page("/jeunes?situation=scolarise").await;
        assert_eq!(monde.nombre("SELECT max(numero) FROM journal").await, n);
        claire.page("/jeunes?q=beladour").await;
        let lignes = monde
            .textes(&format!("SELECT action || ' ' || objet || ' ' || detail AS texte FROM journal WHERE numero > {n}"))
            .await;
        assert_eq!(lignes, ["lister jeunes /jeunes recherche"]);
    }
}

#[tokio::test]
async fn who_read_a_file_is_told_by_day_and_person() {
    for monde in mondes("journal_lectures").await {
        monde.peupler().await;
        let claire = monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await;
        let amina = id_de(&monde, "jeunes", "prenom = 'Amina'").await;
        for _ in 0..3 {
            claire.page(&format!("/jeunes/{amina}")).await;
        }
        let lectures = journal::lectures_de(monde.base.lecture(), &PERSONNES, Id::from_uuid(amina)).await.unwrap();
        let [claire, import] = lectures.as_slice() else { panic!("{lectures:?}") };
        let structure = monde.valeur("structures", "nom", "code = 'ML-NORD'").await;
        assert_eq!(
            (claire.nom.as_str(), claire.structure.as_ref(), claire.role),
            ("Claire N.", Some(&structure), Some(Role::Conseiller))
        );
        assert_eq!(
            (claire.gestes.as_slice(), claire.fois, claire.jour.to_string().as_str()),
            (["a lu votre dossier".to_owned()].as_slice(), 3, "2018-02-20")
        );
        assert_eq!(import.gestes, ["a ajouté votre dossier"]);
    }
}

#[tokio::test]
async fn the_administrateur_finds_lines_by_person_account_and_day() {
    for monde in mondes("journal_filtres").await {
        monde.peupler().await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let claire = monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await;
        let amina = id_de(&monde, "jeunes", "prenom = 'Amina'").await;
        claire.page(&format!("/jeunes/{amina}")).await;
        let page = admin.page("/journal?compte=claire&personne=beladour&du=2018-02-20&au=2018-02-20").await;
        assert!(page.contains("Claire N.") && page.contains("1\u{a0}ligne"), "{page}");
        for rien in ["du=2018-02-21", "au=2018-02-19", "personne=duprat&compte=claire", "compte=personne"] {
            let page = admin.page(&format!("/journal?{rien}")).await;
            assert!(!page.contains("<th scope=\"row\">20"), "{rien}: {page}");
        }
    }
}
