//! What nobody should send: faults said beside their field, numbers of social security, markup, other people's things.

use axum::http::StatusCode;

use super::{avec, formulaire, mene, refuse, scenes};
use passerelle_monde::html::fautes;

#[tokio::test]
async fn each_fault_is_said_and_what_was_typed_stays() {
    for s in scenes("etude_fautes").await {
        for (changes, phrase) in [
            (vec![("titre", "")], "Donnez un titre"),
            (vec![("du", "hier")], "Choisissez un jour qui existe."),
            (vec![("au", "2016-01-01")], "Le dernier jour vient avant le premier"),
            (vec![("action", "RIEN")], "Aucune action n&#39;a ce code"),
            (vec![("structures", "ML-OUEST")], "Aucune structure n&#39;a le code « ML-OUEST »"),
            (vec![("estimateur", "boule")], "Choisissez comment"),
            (vec![("d_contrat", "-3")], "un délai entre 1 et 1 500"),
            (vec![("plan", "Voir le n° 2 99 05 93 001 001 56.")], "sécurité sociale"),
            (vec![("cle_mois", "600")], "de 1 à 24 mois"),
        ] {
            let page = refuse(&s.judith, "/etudes/nouvelle", &avec(&changes)).await;
            assert!(page.contains(phrase), "{phrase} : {page}");
            assert!(page.contains("La prépa, contre le droit commun."));
            assert_eq!(fautes(&page), Vec::<String>::new());
        }
        assert_eq!(s.monde.nombre("SELECT count(*) FROM etudes").await, 0);
    }
}

#[tokio::test]
async fn what_is_typed_is_only_ever_text() {
    for s in scenes("etude_balises").await {
        let la = s.enregistree(&avec(&[("titre", "=1+1<script>alert(1)</script>"), ("bras", "\" onclick=\"x")])).await;
        let extrait = s.extrait(&la).await;
        mene(&s.judith, &format!("{extrait}/analyses"), &[]).await;
        for chemin in [la.clone(), extrait.clone(), "/etudes".into()] {
            let page = s.judith.page(&chemin).await;
            assert!(!page.contains("<script>alert") && page.contains("&#60;script&#62;"), "{chemin}");
            assert_eq!(fautes(&page), Vec::<String>::new(), "{chemin}");
        }
    }
}

#[tokio::test]
async fn an_extract_is_reached_through_its_own_study_only() {
    for s in scenes("etude_chemins").await {
        let (une, autre) = (s.enregistree(&formulaire()).await, s.enregistree(&formulaire()).await);
        let extrait = s.extrait(&une).await;
        let id = extrait.rsplit('/').next().unwrap();
        for chemin in [
            format!("{autre}/extraits/{id}"),
            format!("{autre}/extraits/{id}/fichier/csv"),
            format!("{extrait}/fichier/exe"),
            format!("{une}/resultats/{id}/json"),
            "/etudes/1".into(),
        ] {
            let statut = s.judith.get(&chemin).await.0;
            assert!(matches!(statut, StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST), "{chemin} : {statut}");
        }
        assert_eq!(s.judith.post(&format!("{autre}/extraits/{id}/analyses"), &[]).await.0, StatusCode::NOT_FOUND);
        let mauvais = [("genre", "exploratoire".to_owned()), ("estimateur", "; rm -rf /".to_owned())];
        assert!(refuse(&s.judith, &format!("{extrait}/analyses"), &mauvais).await.contains("Choisissez une méthode"));
    }
}
