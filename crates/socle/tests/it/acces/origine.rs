//! A change asked for by another site is refused, whoever is signed in.

use axum::http::StatusCode;
use passerelle::routes;
use passerelle_socle::access::Role;

use passerelle_monde::porte::{Porte, apres};
use passerelle_monde::{id_de, mondes_de_demonstration};

const FORMULAIRE: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// What another site's page makes a browser send.
const D_AILLEURS: [&[(&str, &str)]; 5] = [
    &[("sec-fetch-site", "cross-site"), ("origin", "https://ailleurs.example")],
    &[("sec-fetch-site", "same-site"), ("origin", "https://voisin.passerelle.example")],
    &[("sec-fetch-site", "cross-site")],
    &[("origin", "https://ailleurs.example")],
    &[("origin", "null")],
];

#[tokio::test]
async fn every_change_asked_by_another_site_is_refused() {
    for monde in mondes_de_demonstration("origine").await {
        let porte = Porte::a(&monde, apres(0), true, false);
        let cookies = [
            Some(porte.entrer(&monde, Role::Administrateur).await),
            Some(porte.entrer(&monde, Role::Pilote).await),
            None,
        ];
        let compte = id_de(&monde, "comptes", "demonstration").await.to_string();
        let lien = monde.lien(Role::Administrateur).await;
        let site = routes::site();
        let changements: Vec<_> = site.declarations().iter().filter(|d| d.methode != "GET").collect();
        assert!(changements.len() >= 5, "changes are not where they were");
        let avant = monde.tout_le_texte().await;
        for d in &changements {
            let chemin = match d.chemin {
                "/entrer/{secret}" => lien.clone(),
                // Whatever the path names: the refusal comes before anything is looked for.
                chemin => chemin
                    .split('/')
                    .map(|m| match m {
                        "{objet}" => "note",
                        m if m.starts_with('{') => compte.as_str(),
                        m => m,
                    })
                    .collect::<Vec<_>>()
                    .join("/"),
            };
            assert!(!chemin.contains('{'), "{chemin} has a parameter this test does not know");
            for entetes in D_AILLEURS {
                for cookie in &cookies {
                    let entetes: Vec<_> = entetes.iter().copied().chain([FORMULAIRE]).collect();
                    let reponse = porte
                        .requete("POST", &chemin, cookie.as_deref(), &entetes, "du=2017-01-01&au=2017-12-31")
                        .await;
                    assert_eq!(reponse.statut, StatusCode::FORBIDDEN, "{chemin} {entetes:?}");
                    assert!(
                        reponse.texte().contains("vient d&#39;un autre site")
                            || reponse.texte().contains("vient d'un autre site")
                    );
                    assert!(reponse.cookie().is_none(), "{chemin} gave a cookie");
                }
            }
        }
        assert_eq!(monde.tout_le_texte().await, avant, "a refused change left something behind");
        // The same, from a page of ours, is done: the refusals above are not of the rest.
        for entetes in
            [[FORMULAIRE, ("sec-fetch-site", "same-origin")], [FORMULAIRE, ("origin", "http://passerelle.example")]]
        {
            let fait = porte
                .requete("POST", "/bilan/figer", cookies[1].as_deref(), &entetes, "du=2017-01-01&au=2017-01-31")
                .await;
            assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{entetes:?}");
        }
    }
}
