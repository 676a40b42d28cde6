//! Files brought together, decided with a probability, from the record, or not yet: what the extract and the report say.

use axum::http::StatusCode;
use passerelle_gens::jeunes::{DeuxFiches, fusionner};
use passerelle_socle::access::{Acteur, Role};
use passerelle_socle::db;
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Horloge;
use uuid::Uuid;

use super::analyse::{ligne_de_commande, resultat};
use super::{CANARI, COMBIEN, Scene, formulaire, rangees, scenes};
use passerelle_monde::rapprochements::{poser, poser_ligne};
use passerelle_monde::{Monde, PERSONNES, Visiteur, id_de};

async fn jeune(s: &Scene, fin: &str) -> Uuid {
    id_de(&s.monde, "jeunes", &format!("nom = '{CANARI}{fin}'")).await
}

/// Somebody else's file, of nobody of the population.
async fn ailleurs(s: &Scene, numero: &str) -> Uuid {
    let ligne = format!("ML-NORD;D-{numero};Double{numero};Lou;1999-05-04;93300\n");
    let texte = format!("structure;numero;nom;prenom;date_naissance;code_postal\n{ligne}");
    let rapport = s.monde.livrer(&[("jeunes.csv", texte)]).await;
    assert!(rapport.fichiers.iter().all(|f| f.refuses == 0), "{:#?}", rapport.fichiers);
    id_de(&s.monde, "jeunes", &format!("nom = 'Double{numero}'")).await
}

/// A pair of that probability, waiting.
async fn paire(s: &Scene, x: Uuid, y: Uuid, millioniemes: i64) -> Uuid {
    let id = poser(&s.monde, x, y, "propose").await;
    let tx = s.monde.base.transaction().await.unwrap();
    let sql = "UPDATE rapprochements SET probabilite = $2 WHERE id = $1";
    db::executer(&tx, sql, [id.into(), millioniemes.into()]).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// Somebody brings the two files together on the page, and keeps the first.
async fn reunir(s: &Scene, qui: &Visiteur, garde: Uuid, autre: Uuid, millioniemes: i64) -> Uuid {
    let id = paire(s, garde, autre, millioniemes).await;
    let page = qui.page(&format!("/rapprochements/{id}")).await;
    let montre = page.split("name=\"empreinte\" value=\"").nth(1).and_then(|p| p.split('"').next()).unwrap();
    let cote = if garde < autre { "a" } else { "b" };
    let adresse = format!("/rapprochements/{id}/reunir");
    let (statut, _, corps) = qui.post(&adresse, &[("empreinte", montre), ("garde", cote)]).await;
    assert_eq!(statut, StatusCode::SEE_OTHER, "{}", String::from_utf8_lossy(&corps));
    id
}

#[tokio::test]
async fn a_link_decided_with_a_probability_is_told_with_it() {
    for s in scenes("etude_liens").await {
        let admin = s.monde.visiteur(Some(Role::Administrateur)).await;
        // Brought together with another file at 97 %, then recognised in a file at 90 %.
        let deux = jeune(&s, "ac").await;
        reunir(&s, &admin, deux, ailleurs(&s, "1").await, 970_000).await;
        let nord = id_de(&s.monde, "structures", "code = 'ML-NORD'").await;
        poser_ligne(&s.monde, deux, nord).await;
        let tx = s.monde.base.transaction().await.unwrap();
        let sql = "UPDATE rapprochements_lignes SET etat = 'lie', probabilite = 900000 WHERE jeune_id = $1";
        db::executer(&tx, sql, [deux.into()]).await.unwrap();
        tx.commit().await.unwrap();
        // From the record, without a pair.
        let (garde, absorbe) = (jeune(&s, "ab").await, ailleurs(&s, "3").await);
        let jamais = DeuxFiches { garde: Id::from_uuid(garde), absorbe: Id::from_uuid(absorbe) };
        let tx = s.monde.base.transaction().await.unwrap();
        fusionner(&tx, &PERSONNES, Monde::horloge().maintenant(), &Acteur::Systeme, jamais, &[]).await.unwrap();
        tx.commit().await.unwrap();
        // A row of a file that waits; and a pair decided, then undone: it waits too.
        poser_ligne(&s.monde, jeune(&s, "ad").await, nord).await;
        let defaite = reunir(&s, &admin, jeune(&s, "ae").await, ailleurs(&s, "5").await, 500_000).await;
        assert_eq!(admin.post(&format!("/rapprochements/{defaite}/revenir"), &[]).await.0, StatusCode::SEE_OTHER);

        let la = s.enregistree(&formulaire()).await;
        let extrait = s.extrait(&la).await;
        let (csv, description) = s.fichiers(&extrait).await;
        let lignes = rangees(&csv);
        let n = lignes.len() - 1;
        assert_eq!(n, COMBIEN + 3);
        let tels = |l: &str, a: &str| lignes[1..].iter().filter(|r| r[6] == l && r[7] == a).count();
        assert_eq!(
            [tels("0,87", "0"), tels("", "0"), tels("1", "1"), tels("1", "0")],
            [1, 1, 2, n - 4],
            "{} {lignes:?}",
            s.monde.moteur
        );
        assert_eq!(description["liens"]["incertains"], "moins de 5");
        let champ = &description["schema"]["fields"].as_array().unwrap()[6];
        assert!(champ["title"].as_str().unwrap().contains("Autre lecture") && champ["decimalChar"] == ",");

        let r = resultat(&s, &la, &extrait, &[]).await;
        let liens = &r["analyse"]["liens"];
        // "ac" and "ae" entered the action; "ab" and "ad" did not.
        let attendus = serde_json::json!([[0, 1], [1, 0], [1, 1], [1, 1]]);
        let lus = ["incertains", "inconnus", "a_revoir", "laisses"].map(|c| liens[c].clone());
        assert_eq!(serde_json::json!(lus), attendus);
        for rendu in [&liens["sans"], &liens["bornes"], &liens["bornes_a_revoir"]] {
            let commande = rendu["commande"].as_str().unwrap();
            assert_eq!(rendu["valeurs"], ligne_de_commande(&csv, commande), "{commande}");
        }
        assert_eq!(liens["sans"]["valeurs"]["n"].as_u64().unwrap() as usize, n - 2);
        // By hand, of 32 treated and 31 others: one of the treated is doubted by 13 %, one of the others altogether.
        let bornes = &liens["bornes"]["valeurs"];
        let (bas, haut) = (bornes["estimation"][0].as_f64().unwrap(), bornes["estimation"][1].as_f64().unwrap());
        assert!((haut - bas - (0.13 / 32.0 + 1.0 / 31.0)).abs() < 1e-12, "{bas} {haut}");
        let page = s.judith.page(&extrait).await;
        for dit in
            ["Effet sans les personnes dont le lien est sous 95 %", "Bornes de la simple différence", "Fiches à revoir"]
        {
            assert!(page.contains(dit), "{dit} : {page}");
        }
        assert!(!page.contains("Double") && !page.contains(CANARI));
    }
}

#[tokio::test]
async fn the_threshold_of_a_link_is_the_one_of_the_protocol() {
    for s in scenes("etude_seuil_lien").await {
        let admin = s.monde.visiteur(Some(Role::Administrateur)).await;
        reunir(&s, &admin, jeune(&s, "ac").await, ailleurs(&s, "1").await, 874_999).await;
        let dit = super::refuse(&s.judith, "/etudes/nouvelle", &super::avec(&[("seuil_lien", "101")])).await;
        assert!(dit.contains("entre 1 et 100 %"), "{dit}");
        for (seuil, laisses) in [("87", 0), ("88", 1)] {
            let la = s.enregistree(&super::avec(&[("seuil_lien", seuil)])).await;
            assert!(s.judith.page(&la).await.contains(&format!("sous {seuil} %")));
            let extrait = s.extrait(&la).await;
            let liens = &resultat(&s, &la, &extrait, &[]).await["analyse"]["liens"];
            assert_eq!((&liens["laisses"][1], liens["sans"].is_null()), (&laisses.into(), laisses == 0), "{seuil}");
        }
    }
}
