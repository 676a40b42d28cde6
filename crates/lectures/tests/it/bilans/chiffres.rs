//! On the demonstration, every figure of the report printed in 2018.

use serde_json::json;

use super::bilan;
use passerelle_monde::{mondes, mondes_de_demonstration};

#[tokio::test]
async fn the_report_of_2017_is_the_one_that_was_printed() {
    for monde in mondes_de_demonstration("imprime").await {
        let b = bilan(&monde, 2017).await;
        assert_eq!(b["periode"], json!({"du": "2017-01-01", "au": "2017-12-31"}));
        assert_eq!(
            b["indicateurs"],
            json!({
                "partenariats_inities": 8, "partenariats_perennises": 100, "rencontres_cfa_prescripteurs": 2,
                "reunions_referents": 4, "coordination": 2, "actions": 17, "parcours_securises": 3,
                "informations_collectives": 10, "evenements_promotion": 23
            })
        );
        // (mission locale, apprentissage, professionnalisation, alternance), as printed.
        let imprimes = [
            ("Aubervilliers", 43, 51, 94),
            ("Aulnay", 21, 28, 49),
            ("Bondy", 22, 35, 57),
            ("Dhuys", 57, 45, 102),
            ("Gagny", 47, 43, 90),
            ("La Courneuve", 36, 35, 71),
            ("Lyr", 31, 34, 65),
            ("Marne aux Bois", 42, 38, 80),
            ("Miej 4-93", 80, 61, 141),
            ("MIIJ", 50, 26, 76),
            ("MIRE", 128, 89, 217),
            ("Objectif Emploi", 87, 81, 168),
            ("Sevran", 76, 36, 112),
            ("Sud 93", 38, 17, 55),
        ];
        let lus: Vec<_> = b["contrats_par_structure"]
            .as_array()
            .unwrap()
            .iter()
            .map(|l| {
                assert_eq!(l.as_object().unwrap().len(), 5);
                (
                    l["nom"].as_str().unwrap(),
                    l["apprentissage"].as_i64(),
                    l["professionnalisation"].as_i64(),
                    l["total"].as_i64(),
                )
            })
            .collect();
        let attendus: Vec<(String, _, _, _)> =
            imprimes.iter().map(|(n, a, p, t)| (format!("Mission locale {n}"), Some(*a), Some(*p), Some(*t))).collect();
        assert_eq!(lus, attendus.iter().map(|(n, a, p, t)| (n.as_str(), *a, *p, *t)).collect::<Vec<_>>());
        assert_eq!(b["contrats_total"], json!({"apprentissage": 758, "professionnalisation": 619, "total": 1377}));
        for (annee, nombre) in [("2015", 1200), ("2016", 1366), ("2017", 1377)] {
            assert_eq!(b["contrats_par_annee"][annee], nombre, "{annee}");
        }
        assert_eq!(
            b["positionnements_par_prescripteur"],
            json!([
                {"type": "mission_locale", "nombre": 1071}, {"type": "mlds", "nombre": 22},
                {"type": "france_travail", "nombre": 11}, {"type": "cap_emploi", "nombre": 9},
                {"type": "e2c", "nombre": 8}, {"type": "epide", "nombre": 5}, {"type": "edi", "nombre": 3},
                {"type": "greta", "nombre": 3}
            ])
        );
        assert_eq!(b["positionnements_total"], 1132);
    }
}

#[tokio::test]
async fn the_three_parcours_are_there_and_the_one_that_never_opened_has_no_figure() {
    for monde in mondes_de_demonstration("parcours").await {
        let b = bilan(&monde, 2017).await;
        let parcours = b["parcours_securises"].as_array().unwrap();
        let nombres = ["accompagnes", "termines", "contrat_apprentissage", "formation", "emploi", "sorties_positives"];
        let lus: Vec<(bool, Vec<Option<i64>>)> = parcours
            .iter()
            .map(|p| (p["ouvert"].as_bool().unwrap(), nombres.iter().map(|n| p[n].as_i64()).collect()))
            .collect();
        assert_eq!(
            lus,
            [
                (true, [9, 9, 4, 0, 2, 6].map(Some).to_vec()),
                (true, [13, 10, 4, 5, 1, 10].map(Some).to_vec()),
                (false, vec![None; 6]),
            ]
        );
        // Known to be absent, not left out.
        assert!(nombres.iter().all(|n| parcours[2].get(n) == Some(&serde_json::Value::Null)));
        let positives: i64 = parcours.iter().filter_map(|p| p["sorties_positives"].as_i64()).sum();
        assert_eq!(positives, 16);
        let intitules: Vec<&str> = parcours.iter().map(|p| p["intitule"].as_str().unwrap()).collect();
        assert_eq!(intitules, ["Métiers de bouche Carrefour", "BTP", "Multi-métiers (vente et administration)"]);
    }
}

#[tokio::test]
async fn the_two_meetings_and_the_outside_figures_are_quoted() {
    for monde in mondes_de_demonstration("citations").await {
        let b = bilan(&monde, 2017).await;
        let rencontres: Vec<_> = b["rencontres"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| (r["date"].as_str().unwrap(), r["nb_cfa"].as_i64(), r["nb_prescripteurs"].as_i64()))
            .collect();
        assert_eq!(rencontres, [("2017-03-14", Some(13), Some(27)), ("2017-10-05", Some(10), Some(52))]);
        assert!(b["rencontres"][0]["intitule"].is_string());

        let citation = |serie: &str, territoire: &str, periode: &str| {
            b["statistiques"]
                .as_array()
                .unwrap()
                .iter()
                .find(|s| s["serie"] == serie && s["territoire"] == territoire && s["periode"] == periode)
                .unwrap_or_else(|| panic!("{serie} {territoire} {periode}"))
                .clone()
        };
        for (departement, avant, apres) in [
            ("75", 24522, 26119),
            ("78", 9311, 9598),
            ("92", 8872, 9511),
            ("77", 8784, 9338),
            ("91", 8198, 8433),
            ("95", 7779, 8077),
            ("93", 7423, 7988),
            ("94", 6247, 6598),
            ("11", 81136, 85662),
        ] {
            assert_eq!(citation("apprentis_par_departement", departement, "2016/2017")["valeur"], avant);
            let c = citation("apprentis_par_departement", departement, "2017/2018");
            assert_eq!(c["valeur"], apres, "whole numbers stay whole");
            assert_eq!((&c["unite"], &c["source"]), (&json!("apprentis"), &json!("Région IDF - janvier 2018")));
        }
        for (serie, valeur) in [
            ("audience_site_utilisateurs", 4337),
            ("audience_site_visiteurs_mois", 360),
            ("audience_site_duree_visite", 70),
            ("audience_site_pages_par_visite", 3),
            ("audience_site_part_ordinateur", 72),
            ("audience_site_part_mobile", 26),
            ("audience_site_part_tablette", 2),
        ] {
            assert_eq!(citation(serie, "93", "2017")["valeur"], valeur, "{serie}");
        }
    }
}

#[tokio::test]
async fn the_page_shows_shares_and_evolutions_as_printed() {
    for monde in mondes_de_demonstration("departements").await {
        let v = monde.visiteur(Some(passerelle_socle::access::Role::Pilote)).await;
        let lignes = tableau(&v.page("/bilan?annee=2017").await, "Apprentis par département");
        let imprimes = [
            ("75 – Paris", "24 522", "26 119", "30,5 %", "6,5 %"),
            ("78 – Yvelines", "9 311", "9 598", "11,2 %", "3,1 %"),
            ("92 – Hauts-de-Seine", "8 872", "9 511", "11,1 %", "7,2 %"),
            ("77 – Seine-et-Marne", "8 784", "9 338", "10,9 %", "6,3 %"),
            ("91 – Essonne", "8 198", "8 433", "9,8 %", "2,9 %"),
            ("95 – Val-d'Oise", "7 779", "8 077", "9,4 %", "3,8 %"),
            ("93 – Seine-Saint-Denis", "7 423", "7 988", "9,3 %", "7,6 %"),
            ("94 – Val-de-Marne", "6 247", "6 598", "7,7 %", "5,6 %"),
            ("Île-de-France", "81 136", "85 662", "100,0 %", "5,6 %"),
        ];
        let lues: Vec<Vec<String>> =
            lignes.into_iter().map(|l| l.into_iter().map(|c| c.trim_start_matches('+').to_owned()).collect()).collect();
        assert_eq!(lues, imprimes.map(|(d, a, b, p, e)| [d, a, b, p, e].map(str::to_owned).to_vec()));
    }
}

/// The rows of the table of a page whose caption starts so, its total last.
pub(super) fn tableau(page: &str, titre: &str) -> Vec<Vec<String>> {
    let html = scraper::Html::parse_document(page);
    let lire = |s: &str| scraper::Selector::parse(s).unwrap();
    let texte = |e: scraper::ElementRef| {
        e.text().collect::<String>().replace(['\u{a0}', '\u{202f}'], " ").replace('’', "'").trim().to_owned()
    };
    let table = html
        .select(&lire("table"))
        .find(|t| t.select(&lire("caption")).any(|c| texte(c).starts_with(titre)))
        .unwrap_or_else(|| panic!("no table « {titre} »"));
    table.select(&lire("tbody tr, tfoot tr")).map(|l| l.select(&lire("th, td")).map(texte).collect()).collect()
}

#[tokio::test]
async fn a_small_world_is_counted_by_the_written_rules() {
    for monde in mondes("regles").await {
        monde.peupler().await;
        let livraison = [
            // Amina comes back to the same parcours: one young person, two entries.
            (
                "participations.csv",
                "structure;jeune;action;date_entree;date_sortie;terminee;issue;date_issue\n\
              ML-NORD;007;PS-BTP;2017-05-02;2017-06-30;oui;contrat_apprentissage;2017-09-01\n",
            ),
            (
                "actions.csv",
                "code;type;intitule;date_debut;date_fin;etat\n\
              PS-JAMAIS;parcours_securise;Vente;2017-10-02;2017-12-15;non_ouverte\n\
              PS-2016;parcours_securise;Avant;2016-10-03;2016-12-16;close\n\
              PS-CHEVAL;parcours_securise;À cheval;2016-11-07;2017-01-13;close\n\
              AT-LONG;atelier;Toujours ouvert;2015-01-05;;ouverte\n\
              AT-VIEUX;atelier;Fini on ne sait quand;2015-01-05;;close\n\
              IC-1;information_collective;Info;2017-03-01;2017-03-01;close\n",
            ),
            (
                "contrats.csv",
                "structure;jeune;type;date_debut\nML-NORD;12;cdi;2017-03-01\nML-NORD;12;apprentissage;2016-12-31\n\
              ML-NORD;12;apprentissage;2018-01-01\nML-NORD;12;professionnalisation;2017-12-31\n",
            ),
            (
                "positionnements.csv",
                "structure;jeune;action;date\nML-NORD;007;AT-CV;2017-01-01\nML-NORD;007;AT-CV;2018-01-01\n",
            ),
            (
                "evenements.csv",
                "code;type;date\nI1;information_collective;2017-12-31\nI2;information_collective;2018-01-01\nP1;portes_ouvertes;2017-05-05\n",
            ),
            ("partenariats.csv", "structure;etat;date\nML-SUD;clos;2017-05-05\nML-NORD;initie;2016-12-31\n"),
        ];
        assert!(!monde.livrer(&livraison).await.refuse());
        let b = bilan(&monde, 2017).await;
        assert_eq!(
            b["indicateurs"],
            json!({
                "partenariats_inities": 1, "partenariats_perennises": 1, "rencontres_cfa_prescripteurs": 1,
                "reunions_referents": 0, "coordination": 0, "actions": 2, "parcours_securises": 3,
                "informations_collectives": 1, "evenements_promotion": 0
            })
        );
        let p = |code: &str| b["parcours_securises"].as_array().unwrap().iter().find(|p| p["code"] == code).cloned();
        assert_eq!(
            p("PS-BTP").unwrap(),
            json!({"code": "PS-BTP", "intitule": "Prépa BTP", "ouvert": true, "accompagnes": 2, "termines": 1,
                   "contrat_apprentissage": 1, "formation": 0, "emploi": 0, "sorties_positives": 1})
        );
        assert_eq!(
            (p("PS-JAMAIS").unwrap()["accompagnes"].as_i64(), p("PS-CHEVAL").unwrap()["accompagnes"].as_i64()),
            (None, Some(0))
        );
        assert!(p("PS-2016").is_none());
        // Under the structure in charge, by the first day, both ends of the year included.
        assert_eq!(b["contrats_total"], json!({"apprentissage": 1, "professionnalisation": 2, "total": 3}));
        assert_eq!(b["contrats_par_annee"], json!({"2016": 1, "2017": 3, "2018": 1}));
        assert_eq!(
            b["positionnements_par_prescripteur"],
            json!([
                {"type": "mission_locale", "nombre": 2}, {"type": "france_travail", "nombre": 1}, {"type": "non_connu", "nombre": 1}
            ])
        );
        assert_eq!(b["positionnements_total"], 4);
    }
}

#[tokio::test]
async fn an_empty_base_has_a_report_of_zeros_and_no_list() {
    for monde in mondes("bilan_vide").await {
        let b = bilan(&monde, 2017).await;
        assert!(b["indicateurs"].as_object().unwrap().values().all(|v| *v == 0));
        for liste in [
            "parcours_securises",
            "contrats_par_structure",
            "positionnements_par_prescripteur",
            "rencontres",
            "statistiques",
        ] {
            assert_eq!(b[liste], json!([]), "{liste}");
        }
        assert_eq!(b["contrats_par_annee"], json!({}));
        let v = monde.visiteur(Some(passerelle_socle::access::Role::Administrateur)).await;
        assert!(v.page("/bilan?annee=2017").await.contains("Aucun contrat en alternance connu"));
    }
}

#[tokio::test]
async fn a_mission_locale_that_declared_nothing_is_named_and_not_counted_as_zero() {
    for monde in mondes("silence").await {
        monde.peupler().await;
        monde.livrer(&[("structures.csv", "code;nom;type\nML-EST;Mission locale Est;mission_locale\n")]).await;
        let b = bilan(&monde, 2017).await;
        assert!(b["contrats_par_structure"].as_array().unwrap().iter().all(|l| l["structure"] != "ML-EST"));
        let page = monde.visiteur(Some(passerelle_socle::access::Role::Pilote)).await.page("/bilan?annee=2017").await;
        let note =
            page.lines().find(|l| l.contains("Ce silence n&#39;est pas un zéro")).unwrap_or_else(|| panic!("{page}"));
        assert!(note.contains("Mission locale Est") && !note.contains("Mission locale Nord"), "{note}");
    }
}
