//! Lists without rows: what they will hold, and what to do.

use axum::http::StatusCode;
use passerelle::natures::NATURES;
use passerelle::routes;
use passerelle_socle::access::Role;

use passerelle_monde::html::{dans, texte, tous};
use passerelle_monde::listes::lire_liste;
use passerelle_monde::mondes;

#[tokio::test]
async fn an_empty_list_says_what_it_will_hold_and_offers_what_one_may_do() {
    for monde in mondes("listes_vides").await {
        for role in [Role::Administrateur, Role::Pilote] {
            let lecteur = monde.visiteur(Some(role)).await;
            let mut vues = 0;
            for nature in NATURES {
                let chemin = format!("/{}", nature.nom);
                let a_une_page = routes::site().declarations().iter().any(|d| d.chemin == chemin);
                assert_eq!(a_une_page, nature.liste, "{chemin}");
                if !nature.liste || lecteur.get(&chemin).await.0 == StatusCode::NOT_FOUND {
                    continue;
                }
                let liste = lire_liste(&lecteur, &chemin).await;
                assert!(liste.compte == 0 && liste.exports.is_empty(), "{chemin}");
                let vide = tous(&liste.page, ".vide");
                let [vide] = vide.as_slice() else { panic!("{chemin}: {} empty notices", vide.len()) };
                let phrase = texte(*vide);
                assert!(
                    phrase.len() > 60 && phrase.contains(nature.nom),
                    "{chemin}: « {phrase} » does not say what fills it"
                );
                let gestes: Vec<_> = dans(*vide, "a").into_iter().filter_map(|a| a.value().attr("href")).collect();
                let attendu: &[&str] = if role == Role::Administrateur { &["/imports"] } else { &[] };
                assert_eq!(gestes, attendu, "{role:?} {chemin}");
                // A filter that finds nothing is not an empty list: the filters go, no file comes.
                let filtree = lire_liste(
                    &lecteur,
                    &format!(
                        "{chemin}?type=cfa&etat=clos&q=rien&du=2017-01-01&serie=rien&issue=emploi&situation=autre"
                    ),
                )
                .await;
                assert_eq!(filtree.compte, 0);
                vues += 1;
            }
            assert!(vues >= 8, "{role:?} sees {vues} lists");
            // Pages that are not lists of a kind have their own words.
            for chemin in ["/tableau-de-bord", "/bilans"] {
                let page = scraper::Html::parse_document(&lecteur.page(chemin).await);
                assert!(texte(tous(&page, ".vide")[0]).len() > 60, "{chemin}");
            }
        }
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        assert!(admin.page("/imports").await.contains("Aucun fichier n'a encore été reçu"));
        let public = monde.visiteur(None).await;
        for chemin in ["/", "/evenements"] {
            let page = scraper::Html::parse_document(&public.page(chemin).await);
            let vide = tous(&page, ".vide")[0];
            assert!(texte(vide).len() > 60 && dans(vide, "a").is_empty(), "{chemin}");
        }
    }
}

#[tokio::test]
async fn the_accessibility_statement_has_its_headings() {
    for monde in mondes("accessibilite").await {
        let public = monde.visiteur(None).await;
        let page = scraper::Html::parse_document(&public.page("/accessibilite").await);
        let titres: Vec<String> = tous(&page, "h1, h2, h3").into_iter().map(texte).collect();
        for attendu in [
            "Accessibilité",
            "État de conformité",
            "Résultats des tests",
            "Contenus non accessibles",
            "Non-conformités",
            "Dérogations pour charge disproportionnée",
            "Contenus non soumis",
            "Signaler",
            "Voies de recours",
        ] {
            assert!(titres.iter().any(|t| t.contains(attendu)), "« {attendu} » is not among {titres:?}");
        }
        let contenu = texte(tous(&page, "main")[0]);
        for attendu in ["non conforme", "RGAA 4.1", "Défenseur des droits", "établie le"] {
            assert!(contenu.contains(attendu), "« {attendu} » is not said");
        }
        assert_eq!(tous(&page, "main time[datetime]").len(), 1);
        assert!(public.page("/").await.contains("Accessibilité : non conforme"));
    }
}
