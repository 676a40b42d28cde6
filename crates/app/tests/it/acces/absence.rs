//! What is out of sight and what is not there: one answer, by the same statements.

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use passerelle::routes;
use passerelle_monde::{Visiteur, id_de, mondes};
use passerelle_socle::access::Role;
use uuid::Uuid;

/// An address with this identifier first, and others of nothing after it.
fn remplir(chemin: &str, premier: Uuid) -> String {
    let mut rang = 0;
    let morceaux = chemin.split('/').map(|m| match m.starts_with('{') {
        true => {
            rang += 1;
            if rang == 1 { premier } else { Uuid::nil() }.to_string()
        }
        false => m.to_owned(),
    });
    morceaux.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn what_is_out_of_sight_and_what_is_not_there_are_asked_by_the_same_statements() {
    for mut monde in mondes("absence").await {
        monde.peupler().await;
        let dits: Arc<Mutex<Vec<String>>> = Arc::default();
        let entendus = dits.clone();
        monde.base = monde.base.ecoutee(move |sql| entendus.lock().unwrap().push(sql.to_owned()));
        let claire = monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await;
        let conseiller = monde.professionnel("Paul S.", Role::Conseiller, "ML-SUD").await;
        let responsable = monde.professionnel("Sami S.", Role::Responsable, "ML-SUD").await;
        let formateur = monde.professionnel("M. Diallo", Role::Formateur, "CFA-LAC").await;
        let amina = "jeune_id IN (SELECT id FROM jeunes WHERE prenom = 'Amina')";
        let habilitation = format!("compte_id = {}", monde.litteral(claire.compte.unwrap().uuid()));
        let etrangers = [
            ("/jeunes/{id}", id_de(&monde, "jeunes", "prenom = 'Amina'").await),
            ("/contrats/{id}", id_de(&monde, "contrats", amina).await),
            ("/comptes/{id}", claire.compte.unwrap().uuid()),
            ("/comptes/habilitations/{id}", id_de(&monde, "habilitations", &habilitation).await),
        ];
        let mut essayees = 0;
        for d in routes::site().declarations() {
            let debut = |p: &str| d.chemin == p || d.chemin.starts_with(&format!("{p}/"));
            let Some((_, etranger)) = etrangers.iter().find(|(p, _)| debut(p)) else { continue };
            for qui in [&conseiller, &responsable, &formateur] {
                let demander = async |qui: &Visiteur, id: Uuid| {
                    let chemin = remplir(d.chemin, id);
                    dits.lock().unwrap().clear();
                    let (statut, _, corps) = match d.methode {
                        "GET" => qui.get(&chemin).await,
                        _ => qui.post(&chemin, &[("motif", "x")]).await,
                    };
                    let page = String::from_utf8(corps).unwrap().replace(&id.to_string(), "");
                    (statut, page, std::mem::take(&mut *dits.lock().unwrap()))
                };
                let (vu, absent) = (demander(qui, *etranger).await, demander(qui, Uuid::now_v7()).await);
                let ou = format!("{} {} on {}", d.methode, d.chemin, monde.moteur);
                assert_eq!(vu.0, StatusCode::NOT_FOUND, "{ou}");
                assert_eq!((vu.0, &vu.1), (absent.0, &absent.1), "{ou}");
                assert_eq!(vu.2, absent.2, "{ou}: a foreign one and an unknown one do not cost the same");
                assert!(vu.2.iter().any(|sql| sql.starts_with("INSERT INTO journal")), "{ou}: {:?}", vu.2);
                essayees += 1;
            }
        }
        assert!(essayees > 100, "{essayees}");
    }
}
