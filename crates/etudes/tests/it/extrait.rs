//! What leaves the base: pseudonyms, bands, outcomes, and never fewer than five alike.

use std::collections::BTreeMap;

use passerelle_etudes::detruire_cles;
use passerelle_gens::conservation::opposer;
use passerelle_socle::access::{Acteur, Role};
use passerelle_socle::db;
use passerelle_socle::ident::Id;
use passerelle_socle::temps::{Horloge, HorlogeFixe};
use passerelle_socle::texte::Texte;

use super::{CANARI, COMBIEN, avec, formulaire, rangees, refuse, scenes};
use passerelle_monde::{Monde, PERSONNES, id_de};

#[tokio::test]
async fn an_extract_holds_facts_and_nobody() {
    for s in scenes("etude_extrait").await {
        let la = s.enregistree(&formulaire()).await;
        let extrait = s.extrait(&la).await;
        let (csv, description) = s.fichiers(&extrait).await;
        let lignes = rangees(&csv);
        assert_eq!(
            lignes[0],
            ["pseudonyme", "traitement", "depart", "sexe", "sexe_M", "contrat", "probabilite_lien", "fiches_a_revoir"]
        );
        assert!(lignes[1..].iter().all(|l| l[6..] == ["1", "0"]), "nothing was brought together");
        // Amina and Inès of the small world were positioned on the same days; Jules is followed elsewhere, all the same.
        assert_eq!(lignes.len() - 1, COMBIEN + 3);
        let texte = String::from_utf8(csv.clone()).unwrap();
        let lou = id_de(&s.monde, "jeunes", &format!("nom = '{CANARI}aa'")).await;
        for tu in [CANARI, "Beladour", "1999-05", "2017-03-06", ";93300", "demo.example", ";1000"] {
            assert!(!texte.contains(tu), "{tu}");
        }
        assert!([lou.to_string(), lou.simple().to_string()].iter().all(|id| !texte.contains(id.as_str())));
        for page in [&la, &extrait] {
            let page = s.judith.page(page).await;
            assert!(!page.contains(CANARI) && !page.contains("Beladour"));
        }
        // Of those positioned in March 2017, as many signed within 180 days as the delivery says.
        let signes = lignes[1..].iter().filter(|l| l[5] == "1").count();
        let livres = (0..COMBIEN).filter(|i| (i % 2 == 0 && i % 3 != 0) || (i % 2 == 1 && i % 5 == 0)).count();
        assert_eq!(signes, livres + 1, "and Amina, who signed in August");
        assert_eq!(description["effectifs"]["n"], COMBIEN + 3);
        assert_eq!(description["schema"]["primaryKey"], "pseudonyme");
        let noms: Vec<&str> =
            description["schema"]["fields"].as_array().unwrap().iter().filter_map(|f| f["name"].as_str()).collect();
        assert_eq!(noms, lignes[0].iter().map(String::as_str).collect::<Vec<_>>());
        let lus = "SELECT count(*) FROM journal WHERE action = 'exporter' AND objet = 'etudes'";
        assert_eq!(s.monde.nombre(lus).await, 2);
    }
}

#[tokio::test]
async fn at_least_five_people_share_each_combination() {
    for s in scenes("etude_k").await {
        let champs = avec(&[("c_age", "oui"), ("c_qpv", "oui"), ("c_niveau", "oui"), ("c_prescripteur", "oui")]);
        let la = s.enregistree(&champs).await;
        let extrait = s.extrait(&la).await;
        let (csv, description) = s.fichiers(&extrait).await;
        let quasi: Vec<String> = description["anonymat"]["quasi_identifiants"]
            .as_array()
            .unwrap()
            .iter()
            .map(|q| q.as_str().unwrap().to_owned())
            .collect();
        let lignes = rangees(&csv);
        let places: Vec<usize> = quasi.iter().map(|q| lignes[0].iter().position(|c| c == q).unwrap()).collect();
        let mut groupes: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
        for l in &lignes[1..] {
            *groupes.entry(places.iter().map(|p| l[*p].as_str()).collect()).or_default() += 1;
        }
        let k = groupes.values().min().copied().unwrap();
        assert!(k >= 5, "{groupes:?}");
        assert_eq!((description["anonymat"]["k"].as_u64().unwrap() as usize, groupes.len()), (k, groupes.len()));
        assert!(quasi.iter().any(|q| q == "traitement"), "many people know who was treated");
        let tu = |g: &Vec<&str>| g.iter().zip(&quasi).all(|(v, q)| *v == "masque" || q == "traitement");
        assert!(groupes.keys().any(tu), "Amina, Inès and Jules are rare");
        assert!(s.judith.page(&extrait).await.contains(&format!("k = {k}")));
    }
}

#[tokio::test]
async fn a_stratum_too_small_refuses_the_extract_and_says_what_to_do() {
    for s in scenes("etude_strate").await {
        // Jules alone is followed by the mission locale Sud.
        let la = s.enregistree(&avec(&[("s_site", "oui")])).await;
        let dit = refuse(&s.judith, &format!("{la}/extraits"), &[]).await;
        assert!(dit.contains("la strate « ML-SUD » compte moins de 5 personnes"), "{dit}");
        assert_eq!(s.monde.nombre("SELECT count(*) FROM etudes_extraits").await, 0);
        let large = s.enregistree(&avec(&[("s_site", "oui"), ("structures", "ML-NORD")])).await;
        s.extrait(&large).await;
    }
}

#[tokio::test]
async fn two_extracts_cannot_be_joined_and_their_keys_are_destroyed_on_their_day() {
    for s in scenes("etude_cle").await {
        let la = s.enregistree(&formulaire()).await;
        let (premier, second) = (s.extrait(&la).await, s.extrait(&la).await);
        let pseudonymes = |csv: &[u8]| -> Vec<String> { rangees(csv)[1..].iter().map(|l| l[0].clone()).collect() };
        let un = pseudonymes(&s.fichiers(&premier).await.0);
        let deux = pseudonymes(&s.fichiers(&second).await.0);
        assert!(un.iter().all(|p| p.len() == 24 && !deux.contains(p)));
        let cles = "SELECT count(*) FROM etudes_extraits WHERE cle IS NOT NULL";
        let le = |jour: &str| HorlogeFixe(format!("{jour}T10:00:00Z").parse().unwrap());
        assert_eq!(detruire_cles(&s.monde.base, &s.monde.permis(&le("2018-08-19")).await).await.unwrap(), 0);
        assert_eq!(s.monde.nombre(cles).await, 2);
        assert_eq!(detruire_cles(&s.monde.base, &s.monde.permis(&le("2018-08-20")).await).await.unwrap(), 2);
        assert_eq!(
            (
                s.monde.nombre(cles).await,
                detruire_cles(&s.monde.base, &s.monde.permis(&le("2018-08-21")).await).await.unwrap()
            ),
            (0, 0)
        );
        assert!(s.judith.page(&premier).await.contains("Clé détruite le 20\u{a0}août 2018"));
        // What was handed over stays the same.
        assert_eq!(pseudonymes(&s.fichiers(&premier).await.0), un);
    }
}

#[tokio::test]
async fn whoever_objected_or_was_erased_is_in_no_extract() {
    for s in scenes("etude_opposition").await {
        let jeune = Id::from_uuid(id_de(&s.monde, "jeunes", &format!("nom = '{CANARI}aa'")).await);
        let tx = s.monde.base.transaction().await.unwrap();
        let dit = Texte::lire("Je ne veux pas.", 100).unwrap();
        opposer(&tx, Monde::horloge().maintenant(), &Acteur::Systeme, jeune, &dit).await.unwrap();
        tx.commit().await.unwrap();
        let la = s.enregistree(&formulaire()).await;
        let extrait = s.extrait(&la).await;
        let (_, description) = s.fichiers(&extrait).await;
        assert_eq!(description["effectifs"]["n"], COMBIEN + 2);
        assert_eq!(description["effectifs"]["ecartes_opposition"], "moins de 5");
        let membres = "SELECT count(*) FROM etudes_membres";
        assert_eq!(s.monde.nombre(membres).await as usize, COMBIEN + 2);
        // The erasure of somebody who served takes that away too.
        let autre = id_de(&s.monde, "jeunes", &format!("nom = '{CANARI}ab'")).await;
        let tx = s.monde.base.transaction().await.unwrap();
        let maintenant = Monde::horloge().maintenant();
        let e = passerelle_gens::conservation::Effacement::nouveau(Id::from_uuid(autre), maintenant, "demande", None);
        passerelle_gens::conservation::effacer(&tx, &PERSONNES, maintenant, &Acteur::Systeme, &e).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(s.monde.nombre(membres).await as usize, COMBIEN + 1);
        let (_, apres) = s.fichiers(&s.extrait(&la).await).await;
        assert_eq!(apres["effectifs"]["n"], COMBIEN + 1);
    }
}

#[tokio::test]
async fn what_is_not_known_is_missing_and_not_zero() {
    for s in scenes("etude_manquants").await {
        // Followed until May only: whether they signed by September is not known.
        let sql = format!(
            "UPDATE accompagnements SET au = '2017-05-01' WHERE jeune_id IN (SELECT id FROM jeunes WHERE nom LIKE '{CANARI}a%')"
        );
        let tx = s.monde.base.transaction().await.unwrap();
        let perdus = db::executer(&tx, &sql, []).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(perdus, 26);
        let la = s.enregistree(&formulaire()).await;
        let extrait = s.extrait(&la).await;
        let (csv, _) = s.fichiers(&extrait).await;
        let vides = rangees(&csv)[1..].iter().filter(|l| l[5].is_empty()).count();
        // Of the twenty-six, those who signed before were seen to: 0..26 by the rule of the delivery.
        let signes = (0..26).filter(|i| (i % 2 == 0 && i % 3 != 0) || (i % 2 == 1 && i % 5 == 0)).count();
        assert_eq!(vides, 26 - signes);
        super::mene(&s.judith, &format!("{extrait}/analyses"), &[]).await;
        let page = s.judith.page(&extrait).await;
        assert!(page.contains("les autres manquent, ils ne comptent pas pour zéro"), "{page}");
        let financeur = s.monde.visiteur(Some(Role::Financeur)).await;
        assert_eq!(financeur.get(&extrait).await.0, axum::http::StatusCode::OK);
    }
}
