//! A request from one site to the other: asked from a file, answered where the action is carried.

use axum::http::StatusCode;
use passerelle_monde::{Monde, Reponse, Visiteur, id_de, mondes};
use passerelle_socle::access::Role;

const OUVERTE: &str = "code;type;intitule;porteur;date_debut;places;etat\n\
                       PL-1;passerelle;Passerelle bois;CFA-LAC;2018-04-03;1;ouverte\n\
                       PL-2;passerelle;Passerelle close;CFA-LAC;2018-04-03;1;close\n";

/// Where an answer leads.
fn vers(r: &Reponse) -> String {
    assert_eq!(r.0, StatusCode::SEE_OTHER, "{}", String::from_utf8_lossy(&r.2));
    r.1["location"].to_str().unwrap().to_owned()
}

fn texte(r: &Reponse) -> String {
    String::from_utf8_lossy(&r.2).into_owned()
}

struct Scene {
    monde: Monde,
    claire: Visiteur,
    nadia: Visiteur,
    /// Address of the page of Inès.
    ines: String,
    action: String,
}

async fn scenes(nom: &str) -> Vec<Scene> {
    let mut scenes = Vec::new();
    for monde in mondes(nom).await {
        monde.peupler().await;
        monde.livrer(&[("actions.csv", OUVERTE)]).await;
        let ines = id_de(&monde, "jeunes", "nom = 'Duprat'").await;
        scenes.push(Scene {
            claire: monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await,
            nadia: monde.professionnel("Nadia F.", Role::Formateur, "CFA-LAC").await,
            ines: format!("/jeunes/{ines}/positionnements"),
            action: id_de(&monde, "actions", "code = 'PL-1'").await.to_string(),
            monde,
        });
    }
    scenes
}

impl Scene {
    async fn demander(&self) -> String {
        assert_eq!(vers(&self.claire.post(&self.ines, &[("action", &self.action)]).await), self.ines.clone());
        let id = id_de(&self.monde, "positionnements", "date = '2018-02-20'").await;
        format!("/positionnements/recus/{id}")
    }
}

#[tokio::test]
async fn ines_is_asked_for_in_two_clicks_and_the_cfa_answers() {
    for s in scenes("positionnement_pages").await {
        let page = s.claire.page(&s.ines).await;
        assert!(page.contains("Passerelle bois, CFA du Lac") && !page.contains("Passerelle close"), "{page}");
        let fiche = s.claire.page(s.ines.trim_end_matches("/positionnements")).await;
        assert!(fiche.contains(&s.ines), "the record leads to it");
        let recue = s.demander().await;
        let encore = s.claire.post(&s.ines, &[("action", &s.action)]).await;
        assert_eq!(encore.0, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(texte(&encore).contains("déjà faite"));
        // Where the action is carried it is read, and nothing of the file with it.
        let liste = s.nadia.page("/positionnements/recus").await;
        assert!(liste.contains("Inès") && liste.contains(&recue) && !liste.contains("Duprat"), "{liste}");
        let page = s.nadia.page(&recue).await;
        assert!(page.contains("Inès, 17 ans, Aubervilliers, niveau V bis") && !page.contains("Duprat"), "{page}");
        let fiche = s.nadia.get(s.ines.trim_end_matches("/positionnements")).await;
        assert_eq!(fiche.0, StatusCode::NOT_FOUND, "a request opens no file");
        // An answer with what it lacks, then whole.
        let sans = s.nadia.post(&recue, &[("etat", "refuse"), ("code_motif", "")]).await;
        assert!(sans.0 == StatusCode::UNPROCESSABLE_ENTITY && texte(&sans).contains("Choisissez pourquoi"));
        let tard = s.nadia.post(&recue, &[("etat", "vu"), ("echeance", "2018-04-22")]).await;
        assert!(texte(&tard).contains("21\u{a0}avril 2018"), "sixty days at most");
        let dit = [("etat", "vu"), ("echeance", "2018-03-15")];
        assert_eq!(vers(&s.nadia.post(&recue, &dit).await), recue);
        let accepte = [("etat", "accepte"), ("motif", "Rendez-vous le 3 avril à 9 h")];
        vers(&s.nadia.post(&recue, &accepte).await);
        let page = s.claire.page(&s.ines).await;
        for dit in ["Accepté", "15\u{a0}mars 2018", "Rendez-vous le 3 avril", "Nadia F., CFA du Lac", "Claire N."] {
            assert!(page.contains(dit), "{}: {dit}\n{page}", s.monde.moteur);
        }
        // Taken back by who said it: it stands as before.
        vers(&s.nadia.post(&format!("{recue}/reprendre"), &[]).await);
        assert_eq!(s.monde.valeur("positionnements", "etat", "date = '2018-02-20'").await, "vu");
        let lectures = "SELECT count(*) FROM journal WHERE objet = 'positionnements' AND action = 'consulter' \
                        AND acteur LIKE 'Nadia%'";
        assert!(s.monde.nombre(lectures).await >= 1, "each reading is told");
    }
}

#[tokio::test]
async fn whoever_does_not_carry_the_action_finds_nothing() {
    for s in scenes("positionnement_ailleurs").await {
        let recue = s.demander().await;
        let ailleurs = s.monde.professionnel("Karim F.", Role::Responsable, "FT-CENTRE").await;
        let liste = ailleurs.page("/positionnements/recus").await;
        assert!(!liste.contains("Inès"), "{liste}");
        let inconnue = format!("/positionnements/recus/{}", uuid::Uuid::now_v7());
        for chemin in [&recue, &inconnue] {
            assert_eq!(ailleurs.get(chemin).await.0, StatusCode::NOT_FOUND);
            let dit = ailleurs.post(chemin, &[("etat", "accepte")]).await;
            assert_eq!(dit.0, StatusCode::NOT_FOUND);
            assert_eq!(ailleurs.post(&format!("{chemin}/reprendre"), &[]).await.0, StatusCode::NOT_FOUND);
        }
        // A conseiller answers for no action; another mission locale asks nothing for Inès.
        assert_eq!(s.claire.get(&recue).await.0, StatusCode::NOT_FOUND);
        let sud = s.monde.professionnel("Paul S.", Role::Conseiller, "ML-SUD").await;
        assert_eq!(sud.post(&s.ines, &[("action", &s.action)]).await.0, StatusCode::NOT_FOUND);
        assert_eq!(s.monde.valeur("positionnements", "etat", "date = '2018-02-20'").await, "propose");
    }
}

#[tokio::test]
async fn a_full_action_puts_in_the_queue_and_a_place_offered_is_confirmed_where_it_was_asked() {
    for s in scenes("positionnement_file").await {
        let recue = s.demander().await;
        let amina = id_de(&s.monde, "jeunes", "nom = 'Beladour'").await;
        let hers = format!("/jeunes/{amina}/positionnements");
        vers(&s.claire.post(&hers, &[("action", &s.action)]).await);
        let condition = format!("date = '2018-02-20' AND jeune_id = {}", s.monde.litteral(amina));
        let sienne = id_de(&s.monde, "positionnements", &condition).await;
        vers(&s.nadia.post(&format!("/positionnements/recus/{sienne}"), &[("etat", "accepte")]).await);
        assert_eq!(vers(&s.nadia.post(&recue, &[("etat", "accepte")]).await), recue);
        // Amina found a job: the place is offered to Inès, three days.
        let annulee = format!("{hers}/{sienne}");
        let sans = s.claire.post(&annulee, &[("etat", "annule")]).await;
        assert_eq!(sans.0, StatusCode::UNPROCESSABLE_ENTITY, "a reason is wanted");
        vers(&s.claire.post(&annulee, &[("etat", "annule"), ("code_motif", "emploi")]).await);
        let page = s.claire.page(&s.ines).await;
        assert!(page.contains("Place proposée") && page.contains("23\u{a0}février 2018"), "{page}");
        let id = recue.rsplit('/').next().unwrap();
        vers(&s.claire.post(&format!("{}/{id}", s.ines), &[("etat", "accepte")]).await);
        assert!(s.nadia.page(&recue).await.contains("Accepté"));
        // What was withdrawn cannot come back to a place that is taken.
        let reprise = s.claire.post(&format!("{annulee}/reprendre"), &[]).await;
        assert_eq!(reprise.0, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(texte(&reprise).contains("a été donnée"), "{}", texte(&reprise));
    }
}
