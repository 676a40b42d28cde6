//! A protocol, for the tests of this folder.

use super::model::{Issue, Population, Protocole, Puissance};

pub(super) fn protocole() -> Protocole {
    let issue = |mesure: &str, delai| Issue {
        code: mesure.into(),
        mesure: mesure.into(),
        delai,
        question: None,
        reponse: None,
    };
    let question = Issue {
        code: "q1".into(),
        mesure: "enquete".into(),
        delai: 0,
        question: Some("Vous sentez-vous accompagné ?".into()),
        reponse: Some("oui_non".into()),
    };
    Protocole {
        titre: "Prépa BTP".into(),
        question: "La prépa fait-elle signer plus de contrats ?".into(),
        traitement: "La prépa, contre le droit commun.".into(),
        population: Population {
            depart: "positionnement".into(),
            du: "2017-01-01".parse().expect("a day"),
            au: "2017-12-31".parse().expect("a day"),
            structures: vec!["ML-NORD".into()],
            action: "PS-BTP".into(),
            delai_prise: 90,
            bras: String::new(),
            tirage: None,
            proces_verbal: None,
        },
        issues: vec![issue("contrat", 180), question],
        principale: "contrat".into(),
        estimateur: "lin".into(),
        covariables: vec!["age".into(), "sexe".into()],
        strates: vec!["site".into()],
        grappes: false,
        seuil_milliemes: 25,
        seuil_lien: 90,
        puissance: Puissance { n: 400, part: 50, taux: 50, effet_minimal: Some(15.5) },
        extrait_prevu: "2018-03-01".parse().expect("a day"),
        cle_mois: 12,
        plan: "On compare les bras, site par site.".into(),
    }
}
