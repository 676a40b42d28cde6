//! A study that starts from a draw made here: chosen in a list, linked without showing anybody, replayed.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use passerelle_socle::access::Role;

use super::analyse::{ligne_de_commande, resultat};
use super::{CANARI, COMBIEN, Scene, avec, mene, rangees, refuse, scenes};

const PROTOCOLE: &str = "titre = \"Seconde cohorte\"\nbras = [\"plus\", \"commun\"]\nvagues = [1]\n\
                         [[sites]]\ncode = \"ML-NORD\"\nratios = { plus = \"1/2\", commun = \"1/2\" }\n";

/// A draw of the young people of the scene, made on the pages; its identifier.
async fn tirer(s: &Scene) -> String {
    let (statut, entetes, _) = s.judith.envoyer("/tirages/protocole", &[("protocole", PROTOCOLE)], &[]).await;
    assert_eq!(statut, StatusCode::SEE_OTHER);
    let vers = entetes[axum::http::header::LOCATION].to_str().unwrap().to_owned();
    let la = vers.split('?').next().unwrap().to_owned();
    let claire = s.monde.professionnel("Claire Nobel", Role::Conseiller, "ML-NORD").await;
    let lignes: String = (0..COMBIEN).map(|i| format!("{};ML-NORD;1\n", 1_000 + i)).collect();
    let csv = format!("identifiant;site;vague\n{lignes}");
    let (statut, _, corps) =
        claire.envoyer(&format!("{la}/candidats/fichier"), &[], &[("candidats.csv", csv.as_bytes())]).await;
    assert_eq!(statut, StatusCode::SEE_OTHER, "{}", String::from_utf8_lossy(&corps));
    // Nothing is offered before the draw.
    assert!(!s.judith.page("/etudes/nouvelle").await.contains("Bras traité : plus"));
    mene(&s.judith, &format!("{la}/figer"), &[("compris", "oui".to_owned())]).await;
    mene(&s.judith, &format!("{la}/tirer"), &[("alea", "une valeur publique".to_owned())]).await;
    la.trim_start_matches("/tirages/").to_owned()
}

#[tokio::test]
async fn a_draw_made_here_is_chosen_linked_and_made_again() {
    for s in scenes("etude_tirage_ici").await {
        let tirage = tirer(&s).await;
        let page = s.judith.page("/etudes/nouvelle").await;
        let choix = format!("{tirage}:plus");
        assert!(page.contains("<optgroup label=\"Seconde cohorte, tiré le ") && page.contains(&choix), "{page}");
        let champs = |choix: &str| avec(&[("depart", "tirage"), ("tirage", choix), ("du", ""), ("au", "")]);
        for faux in [format!("{tirage}:autre"), format!("{}:plus", uuid::Uuid::from_u128(9))] {
            let dit = refuse(&s.judith, "/etudes/nouvelle", &champs(&faux)).await;
            assert!(dit.contains("Choisis") && !dit.contains("Erreur interne"), "{dit}");
        }
        // The days left empty are that of the draw; contracts of the scene are older than it.
        let la = s.brouillon(&champs(&choix)).await;
        assert!(s.judith.page(&la).await.contains("du 20\u{a0}février 2018 au 20\u{a0}février 2018"));
        let avant = avec(&[("depart", "tirage"), ("tirage", &choix), ("du", "2017-03-06"), ("au", "2017-03-06")]);
        mene(&s.judith, &format!("{la}/modifier"), &avant).await;
        let page = s.judith.page(&la).await;
        assert!(
            page.contains(&format!("<a href=\"/tirages/{tirage}\">Fait ici</a>")) && !page.contains("name=\"fichier\"")
        );
        // The choice comes back in the form, and other minutes are not joined over it.
        assert!(s.judith.page(&format!("{la}/modifier")).await.contains(&format!("value=\"{choix}\" selected")));
        let (statut, ..) = s.judith.envoyer(&format!("{la}/proces-verbal"), &[], &[("p.json", b"{}".as_slice())]).await;
        assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY);
        mene(&s.judith, &format!("{la}/enregistrer"), &[]).await;
        let extrait = s.extrait(&la).await;
        let (csv, description) = s.fichiers(&extrait).await;
        assert_eq!(description["effectifs"]["n"], COMBIEN);
        assert_eq!(
            (&description["effectifs"]["non_relies"], &description["effectifs"]["traites"]),
            (&"0".into(), &30.into())
        );
        // The arms are those of the draw: as many of each as its table says, and no pseudonym of the draw leaves.
        let texte = String::from_utf8(csv.clone()).unwrap();
        let tires: BTreeSet<String> =
            s.monde.textes("SELECT identifiant AS texte FROM candidats").await.into_iter().collect();
        assert!(tires.len() == COMBIEN && tires.iter().all(|t| !texte.contains(t)) && !texte.contains(CANARI));
        let place = rangees(&csv)[0].iter().position(|c| c == "contrat").unwrap();
        assert!(rangees(&csv)[1..].iter().any(|l| l[place] == "1"), "files are found");
        let r = resultat(&s, &la, &extrait, &[]).await;
        let rejeu = &r["analyse"]["tirage"]["valeurs"];
        assert_eq!(rejeu["tirage"], "proces_verbal", "{:?}", r["analyse"]["tirage"]);
        assert_eq!(rejeu["n"], COMBIEN);
        let effet = &r["analyse"]["issues"][0]["effet"];
        assert_eq!(effet["valeurs"], ligne_de_commande(&csv, effet["commande"].as_str().unwrap()));
        let page = s.judith.page(&extrait).await;
        assert!(page.contains("Le tirage refait au hasard"));
        assert!(!page.contains(CANARI) && tires.iter().all(|t| !page.contains(t)));
    }
}

#[tokio::test]
async fn a_draft_may_leave_the_draw_made_here_for_minutes_or_for_none() {
    for s in scenes("etude_tirage_change").await {
        let choix = format!("{}:commun", tirer(&s).await);
        let ici = avec(&[("depart", "tirage"), ("tirage", &choix), ("du", "2017-03-06"), ("au", "2017-03-06")]);
        let la = s.brouillon(&ici).await;
        let jointes = "SELECT count(*) FROM etudes WHERE proces_verbal IS NOT NULL";
        assert_eq!(s.monde.nombre(jointes).await, 1);
        let ailleurs = avec(&[("depart", "tirage"), ("bras", "plus"), ("du", "2017-03-06"), ("au", "2017-03-06")]);
        for (champs, combien) in [(&ailleurs, 0), (&ici, 1), (&avec(&[]), 0), (&ici, 1)] {
            mene(&s.judith, &format!("{la}/modifier"), champs).await;
            assert_eq!(s.monde.nombre(jointes).await, combien);
        }
        mene(&s.judith, &format!("{la}/modifier"), &ailleurs).await;
        let dit = refuse(&s.judith, &format!("{la}/enregistrer"), &[]).await;
        assert!(dit.contains("Joignez d&#39;abord"), "{dit}");
    }
}
