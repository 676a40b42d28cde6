//! The figures of the 2017 report about people: contracts, positionnements, parcours securises.

use std::collections::BTreeMap;

use super::{Ligne, compte, index, table};

fn alternance(annee: &str) -> impl Iterator<Item = &'static Ligne> {
    let debut = format!("{annee}-");
    table("contrats").iter().filter(move |c| {
        c["date_debut"].starts_with(&debut) && matches!(c["type"].as_str(), "apprentissage" | "professionnalisation")
    })
}

#[test]
fn contrats_de_2017_par_mission_locale() {
    let imprime = [
        ("Aubervilliers", 43, 51),
        ("Aulnay", 21, 28),
        ("Bondy", 22, 35),
        ("La Courneuve", 36, 35),
        ("Dhuys", 57, 45),
        ("Gagny", 47, 43),
        ("Lyr", 31, 34),
        ("Marne aux Bois", 42, 38),
        ("Miej 4-93", 80, 61),
        ("MIIJ", 50, 26),
        ("MIRE", 128, 89),
        ("Objectif Emploi", 87, 81),
        ("Sevran", 76, 36),
        ("Sud 93", 38, 17),
    ];
    let noms = index("structures", "code", "nom");
    let comptes = compte(alternance("2017").map(|c| format!("{} {}", noms[c["structure"].as_str()], c["type"])));
    for (nom, apprentissage, professionnalisation) in imprime {
        assert_eq!(comptes[&format!("Mission locale {nom} apprentissage")], apprentissage, "{nom}");
        assert_eq!(comptes[&format!("Mission locale {nom} professionnalisation")], professionnalisation, "{nom}");
    }
    assert_eq!(comptes.len(), 28);
    let types = compte(alternance("2017").map(|c| c["type"].clone()));
    assert_eq!(types, BTreeMap::from([("apprentissage".into(), 758), ("professionnalisation".into(), 619)]));
}

#[test]
fn contrats_par_annee() {
    assert_eq!(alternance("2015").count(), 1_200);
    assert_eq!(alternance("2016").count(), 1_366);
    assert_eq!(alternance("2017").count(), 1_377);
    assert!(alternance("2018").count() > 0, "the period must matter");
}

#[test]
fn positionnements_de_2017_par_prescripteur() {
    let types = index("structures", "code", "type");
    let de_2017 = table("positionnements").iter().filter(|p| p["date"].starts_with("2017-"));
    let comptes = compte(de_2017.map(|p| types[p["prescripteur"].as_str()].to_owned()));
    let imprime = [
        ("mission_locale", 1_071),
        ("cap_emploi", 9),
        ("e2c", 8),
        ("epide", 5),
        ("edi", 3),
        ("mlds", 22),
        ("greta", 3),
        ("france_travail", 11),
    ];
    assert_eq!(comptes, imprime.into_iter().map(|(genre, n)| (genre.to_owned(), n)).collect());
    assert_eq!(comptes.values().sum::<usize>(), 1_132);
    assert!(table("positionnements").iter().any(|p| p["date"].starts_with("2016-")), "the period must matter");
}

#[test]
fn parcours_securises_de_2017() {
    // Title, etat, accompanied, finished, contrat_apprentissage, formation, emploi.
    let imprime = [
        ("Métiers de bouche Carrefour", "close", [9, 9, 4, 0, 2]),
        ("BTP", "close", [13, 10, 4, 5, 1]),
        ("Multi-métiers (vente et administration)", "non_ouverte", [0; 5]),
    ];
    let parcours: Vec<&Ligne> = table("actions")
        .iter()
        .filter(|a| a["type"] == "parcours_securise" && a["date_debut"].starts_with("2017-"))
        .collect();
    assert_eq!(parcours.len(), imprime.len());
    let mut positives = 0;
    for (action, (intitule, etat, nombres)) in parcours.into_iter().zip(imprime) {
        assert_eq!((action["intitule"].as_str(), action["etat"].as_str()), (intitule, etat));
        let heures = ["heures_centre", "heures_entreprise"].map(|h| action[h].parse::<u32>().unwrap());
        assert_eq!(heures[0] + heures[1], 450, "{intitule}");
        let entres: Vec<&Ligne> = table("participations").iter().filter(|p| p["action"] == action["code"]).collect();
        let issue = |nom: &str| entres.iter().filter(|p| p["issue"] == nom).count();
        let terminees = entres.iter().filter(|p| p["terminee"] == "oui").count();
        let comptes = [entres.len(), terminees, issue("contrat_apprentissage"), issue("formation"), issue("emploi")];
        assert_eq!(comptes, nombres, "{intitule}");
        assert_eq!(issue("emploi_durable") + issue("contrat_professionnalisation"), 0);
        positives += comptes[2] + comptes[3] + comptes[4];
    }
    assert_eq!(positives, 16);
}

#[test]
fn mois_des_parcours() {
    let mois = |intitule: &str| {
        let action = table("actions").iter().find(|a| a["intitule"] == intitule).unwrap();
        [action["date_debut"][..7].to_owned(), action["date_fin"][..7].to_owned()]
    };
    assert_eq!(mois("Métiers de bouche Carrefour"), ["2017-03", "2017-05"]);
    assert_eq!(mois("BTP"), ["2017-04", "2017-06"]);
}

#[test]
fn dix_sept_autres_actions_en_2017() {
    let autres = table("actions").iter().filter(|a| {
        a["date_debut"].starts_with("2017-")
            && a["date_fin"].starts_with("2017-")
            && !matches!(a["type"].as_str(), "parcours_securise" | "information_collective")
    });
    assert_eq!(autres.count(), 17);
    let a_cheval = table("actions").iter().filter(|a| a["date_debut"][..4] != a["date_fin"][..4]);
    assert_eq!(a_cheval.count(), 0, "no action counted in two years");
}

#[test]
fn femmes_et_ruptures() {
    let jeunes = super::jeunes();
    let contrats: Vec<&Ligne> = ["2015", "2016", "2017"].into_iter().flat_map(alternance).collect();
    let femmes = contrats.iter().filter(|c| jeunes[&super::cle_jeune(c)]["sexe"] == "F").count();
    let ruptures = contrats.iter().filter(|c| !c["date_rupture"].is_empty()).count();
    assert!((43..=45).contains(&(femmes * 100 / contrats.len())), "{femmes}");
    assert!((18..=22).contains(&(ruptures * 100 / contrats.len())), "{ruptures}");
}
