//! What may be registered, and what the order of dates says of a study. Pure.

mod anonymat;
mod liens;
mod mesures;
mod verdict;

use chrono::Months;
use passerelle_base::{Date, date_longue};

use super::model::{DEPARTS, ESTIMATEURS, Protocole};

pub(super) use anonymat::{Anonymat, Rangee, RefusAnonymat, anonymiser};
pub(super) use liens::{CERTAIN, Lien};
pub(super) use mesures::{Contrat, Entree, Personne, inconnu, mesurer, premiere_issue, prise, tranche_age};
pub(super) use verdict::{Constat, dire};

/// What stops a protocol from being registered: (field, what to do).
pub(super) fn controler(p: &Protocole) -> Vec<(&'static str, String)> {
    let mut fautes = Vec::new();
    let mut faute = |champ, phrase: &str| fautes.push((champ, phrase.to_owned()));
    for (champ, texte, phrase) in [
        ("titre", &p.titre, "Donnez un titre à l'étude."),
        ("question", &p.question, "Écrivez la question à laquelle l'étude répond."),
        ("traitement", &p.traitement, "Dites ce que reçoit le bras traité, et ce que reçoit l'autre."),
        ("plan", &p.plan, "Écrivez comment les résultats seront lus, avant de les connaître."),
    ] {
        if texte.is_empty() {
            faute(champ, phrase);
        }
    }
    let pop = &p.population;
    if !DEPARTS.codes.contains(&pop.depart.as_str()) {
        faute("depart", "Choisissez d'où vient la population.");
    }
    if pop.au < pop.du {
        faute("au", "Le dernier jour vient avant le premier : corrigez l'un des deux.");
    }
    if p.tire() {
        if pop.bras.is_empty() {
            faute(
                "bras",
                "Choisissez un tirage fait ici, ou écrivez le nom du bras traité, tel qu'il est dans le procès-verbal.",
            );
        }
    } else if pop.action.is_empty() {
        faute("action", "Donnez le code de l'action : y entrer est le traitement.");
    }
    if !(1..=1_000).contains(&pop.delai_prise) {
        faute("delai_prise", "Donnez un délai d'entrée entre 1 et 1 000 jours.");
    }
    if p.issues.is_empty() {
        faute("i_contrat", "Choisissez au moins un résultat à mesurer.");
    } else if p.issues.iter().all(|i| i.code != p.principale) {
        faute("principale", "Dites lequel des résultats choisis est le principal.");
    }
    if p.issues.iter().any(|i| i.question.is_none() && !(1..=1_500).contains(&i.delai)) {
        faute("d_contrat", "Donnez à chaque résultat choisi un délai entre 1 et 1 500.");
    }
    if !ESTIMATEURS.codes.contains(&p.estimateur.as_str()) {
        faute("estimateur", "Choisissez comment l'effet sera estimé.");
    }
    if p.estimateur == "lin" && p.covariables.is_empty() && p.strates.is_empty() {
        faute("estimateur", "La méthode de Lin ajuste : choisissez des covariables, ou la simple différence.");
    }
    if p.estimateur == "iv" && (!p.tire() || pop.action.is_empty()) {
        faute(
            "estimateur",
            "Les variables instrumentales demandent un tirage et le code de l'action qui est la prise en charge.",
        );
    }
    if p.estimateur == "lee" && (!p.covariables.is_empty() || !p.strates.is_empty() || p.grappes) {
        faute("estimateur", "Les bornes de Lee se calculent sans covariables, strates ni grappes : retirez-les.");
    }
    if p.estimateur == "permutation" && p.grappes && p.tire() {
        faute("estimateur", "Un tirage refait au hasard se rejoue personne par personne : retirez les grappes.");
    }
    if !p.tire() && p.strates.iter().any(|s| s != "site") {
        faute("s_vague", "Vagues et strates sont celles d'un tirage : sans tirage, il n'y a que le site.");
    }
    if !(1..=100).contains(&p.seuil_milliemes) {
        faute("seuil", "Le seuil est entre 0,1 et 10 %, avec une décimale au plus.");
    }
    if !(1..=100).contains(&p.seuil_lien) {
        faute("seuil_lien", "Le seuil de lien est un nombre entier, entre 1 et 100 %.");
    }
    if !(1..=24).contains(&p.cle_mois) {
        faute("cle_mois", "La clé se garde de 1 à 24 mois.");
    }
    if p.extrait_prevu < pop.du {
        faute("extrait_prevu", "L'extrait vient après le début de la population : donnez un jour plus tardif.");
    }
    let puissance = &p.puissance;
    if puissance.n < 10 || puissance.n > 1_000_000 {
        faute("n_prevu", "Donnez l'effectif attendu, 10 personnes au moins.");
    }
    if !(1..=99).contains(&puissance.part) || !(1..=99).contains(&puissance.taux) {
        faute("part", "Donnez la part de traités et le taux attendu, entre 1 et 99 %.");
    }
    fautes
}

/// The sentence of a study registered once an outcome was known; `None` when it came first.
pub(super) fn enregistree_apres(enregistree: Date, premiere: Option<Date>) -> Option<String> {
    let premiere = premiere.filter(|p| *p <= enregistree)?;
    Some(format!(
        "Enregistrée après : un premier résultat est connu depuis le {}, et l'étude a été enregistrée le {}.",
        date_longue(premiere),
        date_longue(enregistree)
    ))
}

/// The day from which the key of an extract is destroyed.
pub(super) fn fin_de_cle(jour: Date, mois: u32) -> Date {
    jour.checked_add_months(Months::new(mois)).unwrap_or(jour)
}

/// A count that would point at somebody is not shown.
pub(super) fn effectif(n: usize) -> String {
    match n {
        1..=4 => "moins de 5".to_owned(),
        n => passerelle_base::nombre(n as i64),
    }
}

/// Whether a count is one of those.
pub(super) fn petit(n: i64) -> bool {
    (1..=4).contains(&n)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn le(jour: &str) -> Date {
        jour.parse().unwrap()
    }

    #[test]
    fn a_study_registered_on_the_day_of_a_first_outcome_came_after() {
        assert_eq!(enregistree_apres(le("2018-03-01"), None), None);
        assert_eq!(enregistree_apres(le("2018-03-01"), Some(le("2018-03-02"))), None);
        let dite = enregistree_apres(le("2018-03-01"), Some(le("2018-03-01"))).unwrap();
        assert!(dite.starts_with("Enregistrée après") && dite.contains("1er\u{a0}mars 2018"), "{dite}");
    }

    #[test]
    fn a_key_lives_the_months_that_were_said() {
        assert_eq!(fin_de_cle(le("2018-01-31"), 1), le("2018-02-28"));
        assert_eq!(fin_de_cle(le("2018-01-31"), 24), le("2020-01-31"));
    }

    #[test]
    fn small_counts_are_not_shown() {
        assert_eq!([0, 1, 4, 5, 1200].map(effectif), ["0", "moins de 5", "moins de 5", "5", "1\u{202f}200"]);
    }

    #[test]
    fn each_fault_of_a_protocol_is_said_beside_its_field() {
        let mut p = super::super::essais::protocole();
        assert_eq!(controler(&p), vec![]);
        p.estimateur = "iv".into();
        assert!(controler(&p)[0].1.contains("demandent un tirage"));
        p.estimateur = "lee".into();
        assert!(controler(&p)[0].1.contains("sans covariables"));
        p.estimateur = "difference".into();
        p.principale = "rupture".into();
        p.plan.clear();
        p.population.au = le("2016-12-31");
        let champs: Vec<_> = controler(&p).into_iter().map(|(c, _)| c).collect();
        assert_eq!(champs, ["plan", "au", "principale"]);
    }
}
