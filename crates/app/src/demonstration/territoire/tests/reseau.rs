//! The figures of the 2017 report about the network: events, partnerships, outside statistics.

use std::collections::{BTreeMap, BTreeSet};

use super::{compte, table};

#[test]
fn evenements_de_2017_par_type() {
    let de_2017 = || table("evenements").iter().filter(|e| e["date"].starts_with("2017-"));
    let comptes = compte(de_2017().map(|e| e["type"].clone()));
    assert_eq!(comptes["rencontre_cfa_prescripteurs"], 2);
    assert_eq!(comptes["reunion_referents"], 4);
    assert_eq!(comptes["coordination"], 2);
    assert_eq!(comptes["information_collective"], 10);
    assert_eq!(comptes["promotion"], 23);
    let publics = de_2017().filter(|e| e["public"] == "oui").count();
    assert!((40..=60).contains(&(publics * 100 / de_2017().count())), "{publics}");
}

#[test]
fn rencontres_et_reunions_imprimees() {
    let rencontres: Vec<[&str; 4]> = table("evenements")
        .iter()
        .filter(|e| e["type"] == "rencontre_cfa_prescripteurs" && e["date"].starts_with("2017-"))
        .map(|e| ["date", "lieu", "nb_cfa", "nb_prescripteurs"].map(|c| e[c].as_str()))
        .collect();
    let imprime = [["2017-03-14", "AFORP CFIT", "13", "27"], ["2017-10-05", "Campus des Métiers", "10", "52"]];
    assert_eq!(rencontres, imprime);
    let reunions: Vec<&str> = table("evenements")
        .iter()
        .filter(|e| e["type"] == "reunion_referents" && e["date"].starts_with("2017-"))
        .map(|e| &e["date"][..7])
        .collect();
    assert_eq!(reunions, ["2017-02", "2017-06", "2017-10", "2017-12"]);
}

#[test]
fn partenariats_de_2017() {
    let de_2017: Vec<_> = table("partenariats").iter().filter(|p| p["date"].starts_with("2017-")).collect();
    let comptes = compte(de_2017.iter().map(|p| p["etat"].clone()));
    assert_eq!(comptes, BTreeMap::from([("initie".into(), 8), ("perennise".into(), 100)]));
    let structures: BTreeSet<&str> = de_2017.iter().map(|p| p["structure"].as_str()).collect();
    assert_eq!(structures.len(), 108);
    for annee in ["2015-", "2016-"] {
        assert!(table("partenariats").iter().any(|p| p["date"].starts_with(annee)), "the period must matter");
    }
}

#[test]
fn apprentis_par_departement() {
    let valeur = |serie: &str, territoire: &str, periode: &str| -> u32 {
        let ligne = table("statistiques")
            .iter()
            .find(|s| s["serie"] == serie && s["territoire"] == territoire && s["periode"] == periode)
            .unwrap();
        ligne["valeur"].parse().unwrap()
    };
    let serie = "apprentis_par_departement";
    assert_eq!(valeur(serie, "93", "2016/2017"), 7_423);
    assert_eq!(valeur(serie, "93", "2017/2018"), 7_988);
    assert_eq!(valeur(serie, "75", "2017/2018"), 26_119);
    for (periode, total) in [("2016/2017", 81_136), ("2017/2018", 85_662)] {
        let somme: u32 =
            ["75", "77", "78", "91", "92", "93", "94", "95"].into_iter().map(|d| valeur(serie, d, periode)).sum();
        assert_eq!(somme, total);
        assert_eq!(valeur(serie, "11", periode), total);
    }
    assert_eq!(valeur("audience_site_utilisateurs", "93", "2017"), 4_337);
    assert_eq!(valeur("audience_site_visiteurs_mois", "93", "2017"), 360);
    assert_eq!(valeur("audience_site_duree_visite", "93", "2017"), 70);
    assert_eq!(valeur("audience_site_pages_par_visite", "93", "2017"), 3);
    let parts = ["ordinateur", "mobile", "tablette"].map(|s| valeur(&format!("audience_site_part_{s}"), "93", "2017"));
    assert_eq!(parts, [72, 26, 2]);
}
