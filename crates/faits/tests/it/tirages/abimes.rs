//! A base that is damaged is told as such: nobody vanishes uncounted, and nothing is said of people by mistake.

use axum::http::StatusCode;

use passerelle_monde::tirages::{SECRET, Scene, mene, refus, scenes};

/// Takes the guards of a table away: no page goes past them, a damaged file does.
async fn sans_gardes(s: &Scene, table: &str) {
    if s.monde.moteur == "PostgreSQL" {
        s.sql(&format!("ALTER TABLE {table} DISABLE TRIGGER USER"), vec![]).await.unwrap();
        return;
    }
    let gardes = format!("SELECT name AS texte FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'");
    for garde in s.monde.textes(&gardes).await {
        s.sql(&format!("DROP TRIGGER {garde}"), vec![]).await.unwrap();
    }
}

async fn rien_de_tire(s: &Scene) {
    for table in ["affectations", "tirages_proces_verbaux"] {
        assert_eq!(s.monde.nombre(&format!("SELECT count(*) FROM {table}")).await, 0, "{}: {table}", s.monde.moteur);
    }
}

const ALEA: [(&str, &str); 2] = [("alea", "7f3a valeur publique"), ("secret", SECRET)];

#[tokio::test]
async fn a_list_that_is_no_longer_the_one_that_was_frozen_is_not_drawn() {
    for s in scenes("tirage_liste_abimee").await {
        s.remplir().await;
        s.figer().await;
        sans_gardes(&s, "candidats").await;
        let rose = s.jeune("Rose").await;
        let garde = s.monde.valeur("candidats", "identifiant", &format!("jeune_id = {}", s.monde.litteral(rose))).await;
        let renommer = "UPDATE candidats SET identifiant = $2 WHERE jeune_id = $1";
        // Her line answers to nobody of the list, and she would be left without a group.
        s.sql(renommer, vec![rose.into(), "autre".into()]).await.unwrap();
        let page = refus(s.judith.post(&s.a("/tirer"), &ALEA).await);
        assert!(page.contains("n'y sont pas : 1 ; personnes qui resteraient sans groupe : 1"), "{page}");
        rien_de_tire(&s).await;
        // Excluded since, she is drawn and the list does not have her; and the other way round.
        s.sql(renommer, vec![rose.into(), garde.into()]).await.unwrap();
        let exclure = "UPDATE candidats SET exclusion = $2 WHERE jeune_id = $1";
        for (prenom, exclusion, dit) in [
            ("Rose", "age", "n'y sont pas : 1 ; personnes qui resteraient sans groupe : 0"),
            ("Inès", "", "n'y sont pas : 0 ; personnes qui resteraient sans groupe : 1"),
        ] {
            let qui = s.jeune(prenom).await;
            let avant =
                s.monde.valeur("candidats", "exclusion", &format!("jeune_id = {}", s.monde.litteral(qui))).await;
            s.sql(exclure, vec![qui.into(), exclusion.into()]).await.unwrap();
            let page = refus(s.judith.post(&s.a("/tirer"), &ALEA).await);
            assert!(page.contains(dit), "{prenom}: {page}");
            rien_de_tire(&s).await;
            s.sql(exclure, vec![qui.into(), avant.into()]).await.unwrap();
        }
        // As it was frozen, it is drawn.
        s.tirer().await;
        assert_eq!(s.monde.nombre("SELECT count(*) FROM affectations").await, 8);
    }
}

#[tokio::test]
async fn a_row_that_the_base_loses_without_a_word_is_counted() {
    for s in scenes("tirage_perdu").await {
        s.remplir().await;
        s.figer().await;
        let pertes: &[&str] = match s.monde.moteur {
            "PostgreSQL" => &[
                "CREATE FUNCTION perdre() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                "CREATE TRIGGER perdre BEFORE INSERT ON affectations FOR EACH ROW WHEN (NEW.bras = 'surnombre') EXECUTE FUNCTION perdre()",
            ],
            _ => &[
                "CREATE TRIGGER perdre BEFORE INSERT ON affectations WHEN NEW.bras = 'surnombre' BEGIN SELECT RAISE(IGNORE); END",
            ],
        };
        for perte in pertes {
            s.sql(perte, vec![]).await.unwrap();
        }
        let (statut, ..) = s.judith.post(&s.a("/tirer"), &ALEA).await;
        assert_eq!(statut, StatusCode::INTERNAL_SERVER_ERROR, "{}", s.monde.moteur);
        rien_de_tire(&s).await;
    }
}

#[tokio::test]
async fn a_base_that_fails_does_not_say_that_a_number_is_nobody_s() {
    for s in scenes("tirage_base_cassee").await {
        let csv = b"identifiant;site;vague;sexe\n31;ML-SUD;1;F\n";
        // Who may open the file of a person is read there, and nowhere else on that page.
        s.sql("ALTER TABLE partages RENAME TO partages_perdus", vec![]).await.unwrap();
        let (statut, _, corps) = s.paule.envoyer(&s.a("/candidats/fichier"), &[], &[("c.csv", csv)]).await;
        let page = String::from_utf8(corps).unwrap();
        assert_eq!(statut, StatusCode::INTERNAL_SERVER_ERROR, "{}: {page}", s.monde.moteur);
        assert!(!page.contains("aucun jeune"), "{page}");
        s.sql("ALTER TABLE partages_perdus RENAME TO partages", vec![]).await.unwrap();
        let envoi = s.paule.envoyer(&s.a("/candidats/fichier"), &[], &[("c.csv", csv)]).await;
        mene(envoi, "fichier");
        assert_eq!(s.monde.nombre("SELECT count(*) FROM candidats").await, 1);
    }
}

#[tokio::test]
async fn minutes_that_no_longer_read_are_not_told_as_missing() {
    for s in scenes("tirage_minutes_abimees").await {
        s.remplir().await;
        s.figer().await;
        s.tirer().await;
        let preuve = s.candidat("Amina", "preuve.json").await;
        s.claire.fichier(&preuve).await;
        sans_gardes(&s, "tirages_proces_verbaux").await;
        s.sql("UPDATE tirages_proces_verbaux SET proces_verbal = $1", vec![b"\xff{}".to_vec().into()]).await.unwrap();
        assert_eq!(s.claire.get(&preuve).await.0, StatusCode::INTERNAL_SERVER_ERROR, "{}", s.monde.moteur);
    }
}
