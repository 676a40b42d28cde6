//! A running contract, said in SQL, against the rule that says the same of dates already read.

use passerelle_base::Date;
use passerelle_faits::contrats::{Dates, EtatContrat, en_cours, etat};
use passerelle_socle::db;

use passerelle_monde::mondes;

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
