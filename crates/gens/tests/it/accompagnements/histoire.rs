//! A mission locale welcomes Amina, gives her a référent, shares her file with the CFA du Lac, takes it back.

use super::{cle, compte, dit, fait, gens, id, nulle_part};
use passerelle_monde::{Monde, Visiteur, mondes};

/// Everywhere somebody might read of Amina.
async fn lit(qui: &Visiteur, amina: uuid::Uuid) -> bool {
    let dossier = qui.get(&format!("/jeunes/{amina}")).await.0.is_success();
    let suivi = qui.get(&format!("/jeunes/{amina}/suivi")).await.0.is_success();
    let ailleurs = [
        "/jeunes",
        "/jeunes?q=beladour",
        "/jeunes?q=0639980110",
        "/jeunes.csv",
        "/positionnements",
        "/contrats",
        "/participations.csv",
    ];
    let mut trouve = Vec::new();
    for chemin in ailleurs {
        let (statut, _, corps) = qui.get(chemin).await;
        assert!(statut.is_success(), "{chemin}");
        trouve.push(String::from_utf8_lossy(&corps).contains("BELADOUR"));
    }
    trouve.extend([dossier, suivi]);
    assert!(trouve.iter().all(|t| *t == trouve[0]), "one path tells what another hides: {trouve:?}");
    trouve[0]
}

async fn partager(qui: &Visiteur, amina: uuid::Uuid, cfa: uuid::Uuid, au: &str) {
    let champs = [("structure", &*cfa.to_string()), ("finalite", "formation"), ("precisions", ""), ("au", au)];
    fait(qui, &format!("/jeunes/{amina}/partages"), &champs).await;
}

#[tokio::test]
async fn amina_is_welcomed_shared_and_taken_back() {
    for monde in mondes("amina_partagee").await {
        let g = gens(&monde).await;
        let amina = id(&monde, "jeunes", "nom = 'Beladour'").await;
        let jules = id(&monde, "jeunes", "nom = 'Marchand'").await;
        let cfa = id(&monde, "structures", "code = 'CFA-LAC'").await;
        let claire = cle(&monde, &g.claire, "ML-NORD").await;
        let moteur = monde.moteur;

        // She stands on the responsable's page until somebody answers for her.
        assert!(g.nora.page("/journee").await.contains("2\u{a0}jeunes sans référent"), "{moteur}");
        assert_eq!(compte(&g.nora.page("/jeunes?referent=sans").await), 2);
        fait(&g.nora, &format!("/jeunes/{amina}/referent"), &[("vers", &claire)]).await;
        assert!(g.nora.page("/journee").await.contains("1\u{a0}jeune sans référent"));
        assert!(
            dit(&g.nora, &format!("/jeunes/{amina}/referent"), &[("vers", &claire)]).await.contains("déjà référent")
        );
        assert!(g.claire.page("/jeunes?referent=moi").await.contains("BELADOUR"));

        // Not open: nowhere for the CFA, nor for the other mission locale, who follows somebody else.
        assert!(!lit(&g.diallo, amina).await && !lit(&g.karim, amina).await);
        assert!(g.karim.get(&format!("/jeunes/{jules}")).await.0.is_success(), "the right is held on another");
        let trouves = g.claire.page(&format!("/jeunes/{amina}/partages/nouveau?q=lac")).await;
        assert!(trouves.contains("CFA du Lac"));
        // Neither a colleague who is not référent, nor the CFA, nor the unrelated conseiller opens it.
        let champs = [("structure", &*cfa.to_string()), ("finalite", "formation"), ("au", "2018-06-30")];
        for qui in [&g.hugo, &g.diallo, &g.karim] {
            nulle_part(qui, &format!("/jeunes/{amina}/partages"), Some(&champs)).await;
        }
        for (champ, faux) in
            [("au", "2018-02-19"), ("au", "2019-02-21"), ("finalite", "curiosite"), ("structure", "rien")]
        {
            let faux: Vec<(&str, &str)> =
                champs.iter().map(|(c, v)| (*c, if *c == champ { faux } else { *v })).collect();
            dit(&g.claire, &format!("/jeunes/{amina}/partages"), &faux).await;
        }
        assert_eq!(monde.nombre("SELECT count(*) FROM partages").await, 0);
        partager(&g.claire, amina, cfa, "2018-06-30").await;
        assert!(lit(&g.diallo, amina).await, "{moteur}: open, and seen at the next request");
        assert!(!lit(&g.karim, amina).await);
        let suivi = g.diallo.page(&format!("/jeunes/{amina}/suivi")).await;
        assert!(suivi.contains("Préparer ou suivre une formation") && suivi.contains("30\u{a0}juin 2018"));
        assert!(!suivi.contains("Arrêter le partage"), "who receives does not decide");
        let encore = dit(&g.claire, &format!("/jeunes/{amina}/partages"), &champs).await;
        assert!(encore.contains("déjà ouvert"), "{moteur}: {encore}");

        // Every gesture on Amina, by whoever holds it on Jules: nowhere.
        let partage = id(&monde, "partages", "1 = 1").await.to_string();
        for suite in [
            "suivi/ajouter",
            "suivi/confier",
            "suivi/clore",
            "referent",
            "referent/passer",
            "partages",
            "partages/prolonger",
            "partages/retirer",
            "demandes/accorder",
            "demandes/refuser",
        ] {
            nulle_part(
                &g.karim,
                &format!("/jeunes/{amina}/{suite}"),
                Some(&[("partage", &partage), ("motif", "Essai"), ("au", "2018-05-01")]),
            )
            .await;
        }
        nulle_part(&g.karim, &format!("/jeunes/{amina}/partages/nouveau"), None).await;

        // Longer, never shorter; then taken back: nothing from the next request on.
        let prolonger = format!("/jeunes/{amina}/partages/prolonger");
        assert!(
            dit(&g.claire, &prolonger, &[("partage", &partage), ("au", "2018-06-01")])
                .await
                .contains("30\u{a0}juin 2018")
        );
        fait(&g.claire, &prolonger, &[("partage", &partage), ("au", "2018-08-31")]).await;
        fait(&g.claire, &format!("/jeunes/{amina}/partages/retirer"), &[("partage", &partage)]).await;
        assert!(!lit(&g.diallo, amina).await, "{moteur}: taken back");
        dit(&g.claire, &prolonger, &[("partage", &partage), ("au", "2018-09-30")]).await;
        dit(&g.claire, &format!("/jeunes/{amina}/partages/retirer"), &[("partage", &partage)]).await;

        // Opened again, then kept as one that follows: no end any more.
        partager(&g.claire, amina, cfa, "2018-03-01").await;
        fait(&g.claire, &format!("/jeunes/{amina}/suivi/ajouter"), &[("structure", &cfa.to_string())]).await;
        assert!(lit(&g.diallo, amina).await);
        nulle_part(&g.diallo, &format!("/jeunes/{amina}/suivi/confier"), Some(&[("structure", &cfa.to_string())]))
            .await;
        // In charge, one leaves last or names the next.
        dit(&g.hugo, &format!("/jeunes/{amina}/suivi/clore"), &[("motif", "Déménage")]).await;
        fait(&g.claire, &format!("/jeunes/{amina}/suivi/confier"), &[("structure", &cfa.to_string())]).await;
        assert_eq!(referent_et_charge(&monde).await, ["CFA-LAC Claire N."], "the charge moves, the référent stays");
        fait(&g.claire, &format!("/jeunes/{amina}/suivi/clore"), &[("motif", "Déménage")]).await;
        assert_eq!(referent_et_charge(&monde).await, ["CFA-LAC ∅"], "who leaves is référent no longer");
        assert!(!lit_sans_detail(&g.hugo, amina).await && lit(&g.diallo, amina).await);
        assert!(lit_sans_detail(&g.nora, amina).await, "the responsable goes back to a closed file");

        // One line a gesture, about her.
        let lignes = monde
            .textes(&format!(
                "SELECT action || ' ' || objet AS texte FROM journal WHERE action IN ('creer', 'partager', 'retirer', 'modifier', 'passer') \
                 AND objet IN ('referents', 'partages', 'accompagnements') AND objet_id = {} AND NOT refus ORDER BY numero",
                monde.litteral(amina)
            ))
            .await;
        let attendues = [
            "creer referents",
            "partager partages",
            "partager partages",
            "retirer partages",
            "partager partages",
            "creer accompagnements",
            "modifier accompagnements",
            "retirer accompagnements",
        ];
        assert_eq!(lignes, attendues, "{moteur}");
    }
}

async fn lit_sans_detail(qui: &Visiteur, amina: uuid::Uuid) -> bool {
    qui.get(&format!("/jeunes/{amina}")).await.0.is_success()
}

async fn referent_et_charge(monde: &Monde) -> Vec<String> {
    monde
        .textes(
            "SELECT s.code || ' ' || coalesce((SELECT c.nom FROM referents r JOIN comptes c ON c.id = r.compte_id \
             WHERE r.jeune_id = a.jeune_id AND r.au IS NULL), '∅') AS texte FROM accompagnements a JOIN structures s ON s.id = a.structure_id \
             JOIN jeunes j ON j.id = a.jeune_id WHERE j.nom = 'Beladour' AND a.au IS NULL AND a.en_charge",
        )
        .await
}

#[tokio::test]
async fn a_structure_to_which_files_are_often_opened_is_offered_without_a_search() {
    for monde in mondes("partage_habituel").await {
        let g = gens(&monde).await;
        let (amina, ines) =
            (id(&monde, "jeunes", "prenom = 'Amina'").await, id(&monde, "jeunes", "prenom = 'Inès'").await);
        let nouveau = |jeune| format!("/jeunes/{jeune}/partages/nouveau");
        assert!(!g.nora.page(&nouveau(ines)).await.contains("CFA du Lac"), "{}: nothing was opened yet", monde.moteur);
        let cfa = id(&monde, "structures", "code = 'CFA-LAC'").await.to_string();
        let champs = [("structure", cfa.as_str()), ("finalite", "formation"), ("au", "2018-06-30")];
        fait(&g.nora, &format!("/jeunes/{amina}/partages"), &champs).await;
        assert!(g.nora.page(&nouveau(ines)).await.contains("CFA du Lac"), "{}", monde.moteur);
        // It reads Amina's file already.
        assert!(!g.nora.page(&nouveau(amina)).await.contains(&format!("value=\"{cfa}\"")), "{}", monde.moteur);
    }
}
