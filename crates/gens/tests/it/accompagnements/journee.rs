//! Each count of the day opens a list that holds exactly that many.

use passerelle_base::Date;
use passerelle_socle::db;
use passerelle_socle::temps::Horloge;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::{cle, compte, fait, gens, id};
use passerelle_monde::{Monde, Visiteur, mondes};

/// (address, number) of each link of the day that counts something.
fn comptes(html: &str) -> Vec<(String, i64)> {
    let mut lus = Vec::new();
    for morceau in html.split("href=\"").skip(1) {
        let Some((adresse, suite)) = morceau.split_once("\">") else { continue };
        let chiffres: String = suite.chars().take_while(|c| c.is_ascii_digit() || *c == '\u{202f}').collect();
        if let Ok(n) = chiffres.replace('\u{202f}', "").parse() {
            lus.push((adresse.replace("&amp;", "&").replace("&#38;", "&"), n));
        }
    }
    lus
}

async fn compare(qui: &Visiteur, nom: &str, moteur: &str) -> usize {
    let lus = comptes(&qui.page("/journee").await);
    for (adresse, n) in &lus {
        let html = qui.page(adresse).await;
        if adresse.starts_with("/demandes") {
            let dites = html.matches("/demandes/accorder").count();
            assert_eq!(i64::try_from(dites).unwrap(), *n, "{moteur} {nom} {adresse}");
            continue;
        }
        assert_eq!(compte(&html), *n, "{moteur} {nom} {adresse}");
        // The rows too, and those of the file.
        let (chemin, filtres) = adresse.split_once('?').unwrap_or((adresse, ""));
        let csv = String::from_utf8(qui.fichier(&format!("{chemin}.csv?{filtres}")).await).unwrap();
        assert_eq!(i64::try_from(csv.lines().count()).unwrap() - 1, *n, "{moteur} {nom} {adresse}");
    }
    lus.len()
}

#[tokio::test]
async fn every_count_is_that_of_its_list() {
    let mut alea = ChaCha8Rng::seed_from_u64(93);
    for monde in mondes("journee").await {
        let g = gens(&monde).await;
        let jour = Monde::horloge().aujourdhui();
        let mut csv = String::from("structure;numero;nom;prenom;date_premier_accueil\n");
        let mut positionnements = String::from("structure;jeune;prescripteur;action;date;etat;date_etat\n");
        for i in 0..40 {
            let structure = *["ML-NORD", "ML-NORD", "ML-SUD"].choose(&mut alea).unwrap();
            let accueil = *["2017-03-01", "2018-02-10", ""].choose(&mut alea).unwrap();
            csv += &format!("{structure};J{i};Journee{i};Lou;{accueil}\n");
            let (etat, date) =
                *[("propose", "2018-02-01"), ("vu", "2018-02-19"), ("accepte", "2018-02-01"), ("refuse", "2018-02-01")]
                    .choose(&mut alea)
                    .unwrap();
            let date_etat = *["2018-02-05", "2018-02-14", "2018-02-20"].choose(&mut alea).unwrap();
            positionnements += &format!(
                "{structure};J{i};{structure};PS-BTP;{date};{etat};{}\n",
                if etat == "vu" { "2018-02-19" } else { date_etat }
            );
        }
        let rapport = monde.livrer(&[("jeunes.csv", &csv), ("positionnements.csv", &positionnements)]).await;
        assert!(!rapport.refuse(), "{:?}", rapport.fichiers);
        let (claire, hugo) = (cle(&monde, &g.claire, "ML-NORD").await, cle(&monde, &g.hugo, "ML-NORD").await);
        let cfa = id(&monde, "structures", "code = 'CFA-LAC'").await.to_string();
        for i in 0..40 {
            let jeune = id(&monde, "jeunes", &format!("nom = 'Journee{i}'")).await;
            let nord = g.nora.get(&format!("/jeunes/{jeune}")).await.0.is_success();
            let vers = *[Some(&claire), Some(&hugo), None].choose(&mut alea).unwrap();
            if let (true, Some(vers)) = (nord, vers) {
                fait(&g.nora, &format!("/jeunes/{jeune}/referent"), &[("vers", vers)]).await;
            }
            if nord && alea.random_bool(0.3) {
                let champs = [("structure", cfa.as_str()), ("finalite", "formation"), ("au", "2018-06-30")];
                fait(&g.nora, &format!("/jeunes/{jeune}/partages"), &champs).await;
            } else if nord && alea.random_bool(0.4) {
                let par_numero = [("structure", "ML-NORD"), ("numero", &*format!("J{i}"))];
                assert!(g.diallo.post("/demandes/recherche", &par_numero).await.0.is_success());
                fait(&g.diallo, "/demandes", &[("jeune", &jeune.to_string()), ("finalite", "formation")]).await;
            }
            let tx = monde.base.transaction().await.unwrap();
            if alea.random_bool(0.5) {
                let date: Date = ["2018-01-05", "2018-02-10", "2018-02-20"].choose(&mut alea).unwrap().parse().unwrap();
                let sql = "INSERT INTO contacts (id, jeune_id, compte_id, type, date, heure, presence, cree_le) VALUES ($1, $2, $3, 'entretien', $4, '09:30', $5, 0)";
                let presence = *[None, Some("present"), Some("absent")].choose(&mut alea).unwrap();
                let valeurs = [
                    uuid::Uuid::now_v7().into(),
                    jeune.into(),
                    g.claire.compte.unwrap().uuid().into(),
                    date.into(),
                    presence.map(str::to_owned).into(),
                ];
                db::executer(&tx, sql, valeurs).await.unwrap();
            }
            if alea.random_bool(0.5) {
                db::executer(&tx, "UPDATE demandes_acces SET demande_le = 0 WHERE jeune_id = $1", [jeune.into()])
                    .await
                    .unwrap();
            }
            tx.commit().await.unwrap();
        }
        let mut vus = 0;
        for (nom, qui) in
            [("Nora", &g.nora), ("Claire", &g.claire), ("Hugo", &g.hugo), ("Diallo", &g.diallo), ("Karim", &g.karim)]
        {
            vus += compare(qui, nom, monde.moteur).await;
        }
        assert!(vus >= 20, "{}: only {vus} counts were compared", monde.moteur);
        // The meetings of the day are those noted by the reader, with whom they may see.
        let attendus = monde.nombre(&format!("SELECT count(*) FROM contacts k JOIN accompagnements a ON a.jeune_id = k.jeune_id JOIN structures s ON s.id = a.structure_id WHERE k.date = '{jour}' AND s.code = 'ML-NORD' AND a.au IS NULL")).await;
        assert_eq!(
            i64::try_from(g.claire.page("/journee").await.matches("<strong>9\u{a0}h\u{a0}30</strong>").count())
                .unwrap(),
            attendus
        );
        assert_eq!(g.hugo.page("/journee").await.matches("<strong>9\u{a0}h\u{a0}30</strong>").count(), 0);
    }
}
