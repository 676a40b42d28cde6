//! A running contract, said in SQL, against the rule that says the same of dates already read; the free period, from the files of
//! a team.

use passerelle_base::Date;
use passerelle_faits::contrats::{Dates, EtatContrat, en_cours, etat, periode};
use passerelle_socle::access::Role;
use passerelle_socle::db;

use passerelle_monde::{id_de, mondes};

fn jour(texte: &str) -> Date {
    texte.parse().unwrap()
}

/// Each first day, each last one and each breach around the day that is asked about, unknown ones included.
#[tokio::test]
async fn a_contract_runs_in_sql_when_the_rule_says_so() {
    let (aujourdhui, jours) = (jour("2018-02-20"), ["2018-02-19", "2018-02-20", "2018-02-21"].map(jour));
    let peut_etre = || std::iter::once(None).chain(jours.map(Some));
    for monde in mondes("contrat_en_cours").await {
        let condition = en_cours("c", "$4");
        let sql = format!(
            "SELECT count(*) FROM (SELECT CAST($1 AS date) AS date_debut, CAST($2 AS date) AS date_fin, \
             CAST($3 AS date) AS date_rupture) c WHERE {condition}"
        );
        // SQLite would make a number of a text cast to its idea of a date.
        let sql = if monde.moteur == "SQLite" { sql.replace(" AS date)", " AS text)") } else { sql };
        let mut courent = 0;
        for debut in jours {
            for fin in peut_etre() {
                for rupture in peut_etre() {
                    let valeurs = [debut.into(), fin.into(), rupture.into(), aujourdhui.into()];
                    let dit = db::compter(monde.base.lecture(), &sql, valeurs).await.unwrap();
                    let dates = Dates { debut, fin, rupture };
                    let attendu = matches!(etat(dates, aujourdhui), EtatContrat::EnCours(_));
                    assert_eq!(dit == 1, attendu, "{} {dates:?}", monde.moteur);
                    courent += i32::from(attendu);
                }
            }
        }
        assert_eq!(courent, 12, "begun or beginning today, not ended, not broken: 2 × 3 × 2");
    }
}

/// Amina's contract begins on Monday 7 September 2026; her CFA has her one week in three, from the 14th.
const RENTREE: [(&str, &str); 4] = [
    (
        "contrats.csv",
        "structure;jeune;type;employeur_nom;cfa;date_conclusion;date_debut;date_fin;calendrier\n\
         ML-NORD;007;apprentissage;Maçonnerie du Canal;CFA-LAC;2026-08-24;2026-09-07;2028-08-31;UN-SUR-TROIS\n",
    ),
    (
        "calendriers.csv",
        "cfa;code;debut;fin\nCFA-LAC;UN-SUR-TROIS;2026-09-14;2026-09-18\nCFA-LAC;UN-SUR-TROIS;2026-10-05;2026-10-09\n\
         CFA-LAC;UN-SUR-TROIS;2026-10-26;2026-10-30\nCFA-LAC;UN-SUR-TROIS;2026-11-16;2026-11-20\n\
         CFA-LAC;UN-SUR-TROIS;2026-12-07;2026-12-11\nCFA-LAC;AUTRE;2026-09-07;2026-12-31\n",
    ),
    (
        "absences.csv",
        "structure;jeune;date;lieu;demi_journees;justifiee;connu_le\nML-NORD;007;2026-10-01;entreprise;1;non;2026-10-02\n\
         ML-NORD;007;2026-09-15;cfa;2;oui;2026-09-15\n",
    ),
    (
        "modifications.csv",
        "structure;jeune;type;date_debut;date;nature;au;valeur\n\
         ML-NORD;007;apprentissage;2026-09-07;2026-11-02;maitre;;Lucie Morin\n",
    ),
];

#[tokio::test]
async fn the_files_of_a_team_tell_the_last_day_of_the_free_period() {
    for monde in mondes("periode_libre").await {
        monde.peupler().await;
        let rapport = monde.livrer(&RENTREE).await;
        assert!(rapport.fichiers.iter().all(|f| f.refuses == 0 && f.erreur.is_none()), "{:#?}", rapport.fichiers);
        let lire = async |au: &str| {
            let lue = periode(monde.base.lecture(), "ML-NORD", "007", jour(au)).await.unwrap();
            lue.expect("Amina has a contract").avancee
        };
        // Half a day absent and a day absent from the CFA leave the days of the company what they were.
        let lue = lire("2026-10-21").await;
        let bornes = (lue.comptes, lue.au_plus_tot, lue.au_plus_tard);
        assert_eq!(bornes, (23, Some(jour("2026-12-14")), Some(jour("2026-12-14"))), "{}", monde.moteur);
        // In 2017 she was looked at under the contract of that year, whose calendar nobody told.
        let avant = lire("2017-10-02").await;
        assert_ne!(avant.au_plus_tot, avant.au_plus_tard);
        // A suspension told later puts the day off; a whole day away from the company too.
        let suite = [
            (
                "modifications.csv",
                "structure;jeune;type;date_debut;date;nature;au\nML-NORD;007;apprentissage;2026-09-07;2026-09-21;suspension;2026-09-25\n",
            ),
            ("absences.csv", "structure;jeune;date;lieu;demi_journees\nML-NORD;007;2026-10-01;entreprise;2\n"),
        ];
        monde.livrer(&suite).await;
        let lue = lire("2026-10-21").await;
        assert_eq!((lue.comptes, lue.au_plus_tard), (17, Some(jour("2026-12-22"))), "{}", monde.moteur);
        assert!(periode(monde.base.lecture(), "ML-NORD", "12", jour("2026-10-21")).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn what_cannot_be_is_given_back_with_its_line() {
    for monde in mondes("absences_refusees").await {
        monde.peupler().await;
        let rapport = monde
            .livrer(&[
                ("absences.csv", "structure;jeune;date;lieu;demi_journees\nML-NORD;007;2026-10-01;entreprise;3\n"),
                ("calendriers.csv", "cfa;code;debut;fin\nCFA-LAC;A;2026-10-09;2026-10-05\n"),
            ])
            .await;
        for fichier in &rapport.fichiers {
            assert_eq!((fichier.lues, fichier.refuses), (1, 1), "{fichier:#?}");
        }
    }
}

#[tokio::test]
async fn the_record_says_by_when_the_papers_of_a_contract_are_due() {
    for monde in mondes("contrat_delais").await {
        monde.peupler().await;
        let inconnus = "structure;jeune;type;date_conclusion;date_debut;depose_le;date_rupture\n\
                        ML-NORD;12;apprentissage;2026-08-24;2026-09-07;;2026-11-10\n\
                        ML-NORD;007;apprentissage;2026-08-24;2026-09-07;2026-09-14;\n";
        let rapport = monde.livrer(&[("contrats.csv", inconnus)]).await;
        assert_eq!(rapport.fichiers[0].refuses, 0, "{:#?}", rapport.fichiers);
        let claire = monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await;
        let fiche = async |nom: &str, debut: &str| {
            let condition =
                format!("date_debut = '{debut}' AND jeune_id = (SELECT id FROM jeunes WHERE nom = '{nom}')");
            claire.page(&format!("/contrats/{}", id_de(&monde, "contrats", &condition).await)).await
        };
        // The world is in 2018: nothing is late yet, and nothing is made up.
        let page = fiche("Duprat", "2026-09-07").await;
        assert!(page.contains("aucun dépôt connu") && page.contains("12\u{a0}septembre 2026"), "{page}");
        assert!(page.contains("le jour du dépôt n") && page.contains("10\u{a0}mai 2027") && page.contains("D. 6224-1"));
        let page = fiche("Beladour", "2026-09-07").await;
        assert!(page.contains("2\u{a0}jours après le dernier jour") && page.contains("4\u{a0}octobre 2026"), "{page}");
        // A contract of 2017 was registered by a chamber: no clock of ours.
        let page = fiche("Beladour", "2017-09-01").await;
        assert!(!page.contains("Dépôt du contrat") && !page.contains("Après la rupture"), "{}", monde.moteur);
    }
}

/// Amina's apprenticeship names the CFA du Lac, to which nobody opened her file.
#[tokio::test]
async fn a_cfa_is_told_how_many_contracts_name_it_that_its_list_does_not_show() {
    for monde in mondes("contrats_du_cfa").await {
        monde.peupler().await;
        let diallo = monde.professionnel("M. Diallo", Role::Formateur, "CFA-LAC").await;
        let page = diallo.page("/contrats").await;
        assert!(page.contains("1\u{a0}autre contrat en cours nomme votre structure comme CFA"), "{page}");
        assert!(!page.contains("Amina") && !page.contains("BELADOUR"), "{page}");
        // Whose contract it is, is told to those who follow her, and to them nothing is missing.
        let claire = monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await;
        let page = claire.page("/contrats").await;
        assert!(page.contains("BELADOUR") && !page.contains("votre structure comme CFA"), "{page}");
    }
}
