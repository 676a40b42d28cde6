//! Reasons and answers are texts like the others: no social security number, no hostile mark, a bound.

use axum::http::StatusCode;
use passerelle_monde::Visiteur;
use passerelle_monde::id_de;
use passerelle_socle::access::Role;

use super::scene::{Scene, scenes};

const NIR: &str = "N° 2 99 05 93 001 001 56";

/// Each text that is written beside a decision: who may send it, where, in which field, with what else.
async fn decisions(s: &Scene) -> Vec<(&Visiteur, String, &'static str, Vec<(&'static str, String)>)> {
    let sud = id_de(&s.monde, "structures", "code = 'ML-SUD'").await.to_string();
    let claire = s.claire.compte.unwrap().uuid().to_string();
    let nul = uuid::Uuid::nil();
    let partage = vec![("structure", sud), ("finalite", "emploi".to_owned()), ("au", "2018-06-30".to_owned())];
    let demande = vec![("jeune", s.amina.to_string()), ("finalite", "autre".to_owned())];
    let lot = vec![("de", claire.clone()), ("jeune", s.amina.to_string()), ("date", "2018-02-20".to_owned())];
    let opposition = vec![("decision", "refuser".to_owned())];
    vec![
        (&s.claire, s.a("/partages"), "precisions", partage),
        (&s.inconnue, "/demandes".into(), "precisions", demande),
        (&s.claire, s.a("/demandes/refuser"), "motif", vec![]),
        (&s.claire, s.a("/referent"), "motif", vec![]),
        (&s.claire, s.a("/referent/passer"), "motif", vec![]),
        (&s.claire, s.a("/suivi/clore"), "motif", vec![]),
        (&s.claire, "/referents/passer".into(), "motif", lot),
        (&s.admin, format!("/conservation/oppositions/{nul}"), "reponse", opposition),
        (&s.admin, "/comptes".into(), "nom", vec![("role", "pilote".to_owned())]),
    ]
}

#[tokio::test]
async fn no_reason_and_no_answer_takes_a_social_security_number_or_an_endless_text() {
    for s in scenes("fiche_motifs").await {
        let avant = s.monde.lignes_par_table().await;
        let long = "a".repeat(2_001);
        for (qui, chemin, champ, reste) in decisions(&s).await {
            for (texte, dit) in [(NIR, "numéro de sécurité sociale"), (long.as_str(), "au plus.")] {
                let mut forme: Vec<(&str, &str)> = reste.iter().map(|(c, v)| (*c, v.as_str())).collect();
                forme.push((champ, texte));
                let (statut, _, corps) = qui.post(&chemin, &forme).await;
                let page = String::from_utf8(corps).unwrap();
                assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY, "{chemin} {champ}: {page}");
                assert!(page.contains(dit), "{chemin} {champ}: {page}");
            }
        }
        let mut apres = s.monde.lignes_par_table().await;
        // Opening the page of a share to show its fault is told.
        apres.retain(|ligne| !avant.contains(ligne));
        assert!(apres.iter().all(|l| format!("{l:?}").contains("journal")), "{apres:?}");
    }
}

#[tokio::test]
async fn a_reason_loses_the_marks_that_nobody_types() {
    for s in scenes("fiche_marques").await {
        let sud = id_de(&s.monde, "structures", "code = 'ML-SUD'").await.to_string();
        let forme = [
            ("structure", sud.as_str()),
            ("finalite", "autre"),
            ("precisions", "Stage\u{1b}[2J\u{202e} d'été\rdeux"),
            ("au", "2018-06-30"),
        ];
        s.envoyer(&s.claire, "/partages", &forme).await;
        let garde = s.monde.valeur("partages", "precisions", "finalite = 'autre'").await;
        assert_eq!(garde, "Stage[2J d'été\ndeux");
        let pilote = s.monde.visiteur(Some(Role::Administrateur)).await;
        let (statut, ..) = pilote
            .post("/comptes", &[("role", "pilote"), ("nom", "Ana\u{202e}"), ("courriel", "ana@demo.example")])
            .await;
        assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY, "nobody is renamed in silence");
    }
}
