//! The total of outside figures by département bears the name of their own region.

use passerelle_socle::access::Role;

use super::chiffres::tableau;
use passerelle_monde::mondes;

/// What the report of 2017 shows of the apprentices of some territories: (name, number of the last period, share).
async fn montres(nom: &str, cites: &[(&str, u32)]) -> Vec<[String; 3]> {
    let lignes: String = cites.iter().map(|(t, n)| format!("apprentis_par_departement;{t};2017;{n}\n")).collect();
    let fichier = format!("serie;territoire;periode;valeur\n{lignes}");
    let mut lus = vec![];
    for monde in mondes(nom).await {
        assert!(!monde.livrer(&[("statistiques.csv", fichier.as_str())]).await.refuse());
        let page = monde.visiteur(Some(Role::Pilote)).await.page("/bilan?annee=2017").await;
        let lignes = tableau(&page, "Apprentis par département").into_iter();
        let ici: Vec<[String; 3]> = lignes.map(|l| [l[0].clone(), l[2].clone(), l[3].clone()]).collect();
        assert!(lus.is_empty() || lus == ici, "the two engines say the same");
        lus = ici;
    }
    lus
}

fn attendus(lignes: &[[&str; 3]]) -> Vec<[String; 3]> {
    lignes.iter().map(|l| l.map(str::to_owned)).collect()
}

#[tokio::test]
async fn another_region_has_its_own_name_on_its_total() {
    // 93 is Seine-Saint-Denis, or the region of these two.
    assert_eq!(
        montres("region_autre", &[("04", 100), ("13", 300), ("93", 500)]).await,
        attendus(&[
            ["13 – Bouches-du-Rhône", "300", "60,0 %"],
            ["04 – Alpes-de-Haute-Provence", "100", "20,0 %"],
            ["Provence-Alpes-Côte d'Azur", "500", "100,0 %"],
        ])
    );
}

#[tokio::test]
async fn departements_without_the_figure_of_their_region_are_added_up_under_its_name() {
    assert_eq!(
        montres("region_somme", &[("35", 300), ("29", 100)]).await,
        attendus(&[
            ["35 – Ille-et-Vilaine", "300", "75,0 %"],
            ["29 – Finistère", "100", "25,0 %"],
            ["Bretagne", "400", "100,0 %"],
        ])
    );
}

#[tokio::test]
async fn departements_of_two_regions_are_added_up_under_no_name_and_no_region_is_counted_twice() {
    assert_eq!(
        montres("regions_deux", &[("77", 600), ("60", 400), ("11", 9_000), ("32", 5_000)]).await,
        attendus(&[
            ["77 – Seine-et-Marne", "600", "60,0 %"],
            ["60 – Oise", "400", "40,0 %"],
            ["Île-de-France", "9 000", "sans objet"],
            ["Hauts-de-France", "5 000", "sans objet"],
            ["Ensemble", "1 000", "100,0 %"],
        ])
    );
}
