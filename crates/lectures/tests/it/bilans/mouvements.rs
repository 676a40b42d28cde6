//! The report computes: one fact changes, exactly its figures move.

use passerelle::demonstration::territoire;

use super::{bilan, ecarts};
use passerelle_monde::{Monde, mondes, mondes_de_demonstration};
use passerelle_socle::echanges::Mode;

/// The delivery of the demonstration with one line of one file changed.
fn livraison(fichier: &str, change: impl Fn(&str) -> Option<String>) -> Vec<(&'static str, Vec<u8>)> {
    let mut changees = 0;
    let livraison = territoire::livraison().into_iter().map(|f| {
        if f.nom != fichier {
            return (f.nom, f.octets);
        }
        let texte = String::from_utf8(f.octets).unwrap();
        let mut lignes = Vec::new();
        for ligne in texte.lines() {
            match (changees, change(ligne)) {
                (0, Some(autre)) => {
                    changees += 1;
                    lignes.push(autre);
                }
                _ => lignes.push(ligne.to_owned()),
            }
        }
        (f.nom, (lignes.join("\n") + "\n").into_bytes())
    });
    let livraison = livraison.collect();
    assert_eq!(changees, 1, "no line of {fichier} is the one to change");
    livraison
}

/// Two contracts of 2017 under the MIRE, apprenticeship, the first of which is changed.
async fn avec_un_contrat_change(nom: &str, change: fn(&str) -> String, attendu: &[&str]) {
    let delivrance = livraison("contrats.csv", |l| {
        let champs: Vec<&str> = l.split(';').collect();
        let vise = champs[0] == "ML-MIRE" && champs[2] == "apprentissage" && champs[8].starts_with("2017-");
        vise.then(|| change(l))
    });
    let intact: Vec<_> = territoire::livraison().into_iter().map(|f| (f.nom, f.octets)).collect();
    for (monde, temoin) in std::iter::zip(mondes(nom).await, mondes(&format!("{nom}_intact")).await) {
        for (m, l) in [(&temoin, &intact), (&monde, &delivrance)] {
            let rapport = m.livrer(l).await;
            assert!(!rapport.refuse(), "{rapport:#?}");
        }
        assert_eq!(ecarts(&bilan(&temoin, 2017).await, &bilan(&monde, 2017).await), attendu);
    }
}

#[tokio::test]
async fn a_contract_of_another_type_moves_from_one_column_to_the_other() {
    avec_un_contrat_change(
        "contrat_type",
        |l| l.replace(";apprentissage;", ";professionnalisation;"),
        &[
            "contrats_par_structure/ML-MIRE/apprentissage: 128 → 127",
            "contrats_par_structure/ML-MIRE/professionnalisation: 89 → 90",
            "contrats_total/apprentissage: 758 → 757",
            "contrats_total/professionnalisation: 619 → 620",
        ],
    )
    .await;
}

#[tokio::test]
async fn a_contract_that_is_no_alternance_leaves_the_figures() {
    avec_un_contrat_change(
        "contrat_cdi",
        |l| l.replace(";apprentissage;", ";cdi;"),
        &[
            "contrats_par_annee/2017: 1377 → 1376",
            "contrats_par_structure/ML-MIRE/apprentissage: 128 → 127",
            "contrats_par_structure/ML-MIRE/total: 217 → 216",
            "contrats_total/apprentissage: 758 → 757",
            "contrats_total/total: 1377 → 1376",
        ],
    )
    .await;
}

#[tokio::test]
async fn a_contract_begun_another_year_leaves_the_period_and_not_the_years() {
    fn avant(ligne: &str) -> String {
        let mut champs: Vec<&str> = ligne.split(';').collect();
        champs[7] = "2016-06-01";
        champs[8] = "2016-06-15";
        champs.join(";")
    }
    avec_un_contrat_change(
        "contrat_annee",
        avant,
        &[
            "contrats_par_annee/2016: 1366 → 1367",
            "contrats_par_annee/2017: 1377 → 1376",
            "contrats_par_structure/ML-MIRE/apprentissage: 128 → 127",
            "contrats_par_structure/ML-MIRE/total: 217 → 216",
            "contrats_total/apprentissage: 758 → 757",
            "contrats_total/total: 1377 → 1376",
        ],
    )
    .await;
}

/// Imports one row and tells which figures it moved.
async fn apres(monde: &Monde, fichier: &str, texte: &str) -> Vec<String> {
    apres_mode(monde, fichier, texte, &Mode::default()).await
}

async fn apres_mode(monde: &Monde, fichier: &str, texte: &str, mode: &Mode) -> Vec<String> {
    let avant = bilan(monde, 2017).await;
    let rapport = monde.livrer_mode(&[(fichier, texte)], mode).await;
    assert!(!rapport.refuse(), "{rapport:#?}");
    ecarts(&avant, &bilan(monde, 2017).await)
}

/// A line of the demonstration that meets a condition, with its header.
fn ligne(fichier: &str, vise: impl Fn(&[&str]) -> bool) -> (String, Vec<String>) {
    let f = territoire::livraison().into_iter().find(|f| f.nom == fichier).unwrap();
    let texte = String::from_utf8(f.octets).unwrap();
    let mut lignes = texte.lines().map(|l| l.split(';').collect::<Vec<_>>());
    let entetes = lignes.next().unwrap().join(";");
    let trouvee = lignes.find(|l| vise(l)).unwrap_or_else(|| panic!("no such line in {fichier}"));
    (entetes, trouvee.into_iter().map(str::to_owned).collect())
}

#[tokio::test]
async fn each_kind_of_fact_moves_its_own_figures_and_no_other() {
    for monde in mondes_de_demonstration("mouvements").await {
        let change = |fichier, colonne: usize, valeur: &str, vise: fn(&[&str]) -> bool| {
            let (entetes, mut champs) = ligne(fichier, vise);
            champs[colonne] = valeur.to_owned();
            format!("{entetes}\n{}\n", champs.join(";"))
        };
        let texte = change("participations.csv", 6, "emploi", |l| l[2] == "PS-2017-02" && l[6] == "formation");
        assert_eq!(
            apres(&monde, "participations.csv", &texte).await,
            ["parcours_securises/PS-2017-02/emploi: 1 → 2", "parcours_securises/PS-2017-02/formation: 5 → 4",]
        );
        let texte =
            change("participations.csv", 6, "abandon", |l| l[2] == "PS-2017-01" && l[6] == "contrat_apprentissage");
        assert_eq!(
            apres(&monde, "participations.csv", &texte).await,
            [
                "parcours_securises/PS-2017-01/contrat_apprentissage: 4 → 3",
                "parcours_securises/PS-2017-01/sorties_positives: 6 → 5",
            ]
        );
        let texte = change("actions.csv", 9, "ouverte", |l| l[0] == "PS-2017-03");
        assert_eq!(
            apres(&monde, "actions.csv", &texte).await,
            [
                "parcours_securises/PS-2017-03/accompagnes: null → 0",
                "parcours_securises/PS-2017-03/contrat_apprentissage: null → 0",
                "parcours_securises/PS-2017-03/emploi: null → 0",
                "parcours_securises/PS-2017-03/formation: null → 0",
                "parcours_securises/PS-2017-03/ouvert: false → true",
                "parcours_securises/PS-2017-03/sorties_positives: null → 0",
                "parcours_securises/PS-2017-03/termines: null → 0",
            ]
        );
        let texte = change("positionnements.csv", 2, "", |l| l[2] == "ML-MIRE" && l[4].starts_with("2017-"));
        // An empty cell keeps what is known, unless its column is named.
        assert!(apres(&monde, "positionnements.csv", &texte).await.is_empty());
        let vider = Mode { effacer: vec!["prescripteur".into()], ..Mode::default() };
        assert_eq!(
            apres_mode(&monde, "positionnements.csv", &texte, &vider).await,
            [
                "positionnements_par_prescripteur/mission_locale/nombre: 1071 → 1070",
                "positionnements_par_prescripteur/non_connu/nombre: absent → 1",
                "positionnements_par_prescripteur/non_connu/type: absent → \"non_connu\"",
            ]
        );
        let texte = change("evenements.csv", 1, "forum", |l| l[1] == "promotion" && l[3].starts_with("2017-"));
        assert_eq!(apres(&monde, "evenements.csv", &texte).await, ["indicateurs/evenements_promotion: 23 → 22"]);
        let texte = change("evenements.csv", 3, "2018-01-01", |l| {
            l[1] == "information_collective" && l[3].starts_with("2017-")
        });
        assert_eq!(apres(&monde, "evenements.csv", &texte).await, ["indicateurs/informations_collectives: 10 → 9"]);
        let texte =
            change("evenements.csv", 9, "14", |l| l[1] == "rencontre_cfa_prescripteurs" && l[3] == "2017-03-14");
        assert_eq!(apres(&monde, "evenements.csv", &texte).await, ["rencontres/0/nb_cfa: 13 → 14"]);
        let texte = change("partenariats.csv", 1, "perennise", |l| l[1] == "initie" && l[2].starts_with("2017-"));
        assert_eq!(
            apres(&monde, "partenariats.csv", &texte).await,
            ["indicateurs/partenariats_inities: 8 → 7", "indicateurs/partenariats_perennises: 100 → 101",]
        );
        let texte = change("statistiques.csv", 3, "26120", |l| l[1] == "75" && l[2] == "2017/2018");
        let moved = apres(&monde, "statistiques.csv", &texte).await;
        assert!(moved.len() == 1 && moved[0].ends_with("/valeur: 26119 → 26120"), "{moved:?}");
    }
}
