//! The référent leaves and hands over twenty files; what they still read, and handing back.

use axum::http::StatusCode;
use chrono::Days;
use passerelle_base::Date;
use passerelle_gens::accompagnements::{LECTURE_APRES_PASSATION, lien};
use passerelle_socle::access::{Acteur, Action, Faits, Objet, Portee, Role, may};
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Horloge;
use uuid::Uuid;

use super::{cle, compte, dit, fait, gens, id, nulle_part};
use passerelle_monde::{Monde, mondes};

async fn vingt(monde: &Monde) -> Vec<Uuid> {
    let mut csv = String::from("structure;numero;nom;prenom;date_naissance\n");
    for i in 0..20 {
        csv += &format!("ML-NORD;V{i};Vingt{};Ada;2000-01-{:02}\n", char::from(b'a' + i), i + 1);
    }
    monde.livrer(&[("jeunes.csv", &csv)]).await;
    let mut ids = Vec::new();
    for i in 0..20u8 {
        ids.push(id(monde, "jeunes", &format!("nom = 'Vingt{}'", char::from(b'a' + i))).await);
    }
    ids
}

#[tokio::test]
async fn twenty_files_are_handed_over_and_handed_back() {
    for monde in mondes("vingt_dossiers").await {
        let g = gens(&monde).await;
        let amina = id(&monde, "jeunes", "nom = 'Beladour'").await;
        let (claire, hugo, nora) = (
            cle(&monde, &g.claire, "ML-NORD").await,
            cle(&monde, &g.hugo, "ML-NORD").await,
            cle(&monde, &g.nora, "ML-NORD").await,
        );
        let jeunes = vingt(&monde).await;
        for j in jeunes.iter().chain([&amina]) {
            fait(&g.claire, &format!("/jeunes/{j}/referent"), &[("vers", &claire)]).await;
        }
        let page = g.nora.page(&format!("/referents/passer?de={}", g.claire.compte.unwrap())).await;
        assert_eq!(page.matches("name=\"jeune\"").count(), 21);
        // A colleague sees only what is theirs to hand over, and takes nobody else's.
        assert!(!g.hugo.page("/referents/passer").await.contains("Claire N. ("));
        let de = g.claire.compte.unwrap().to_string();
        let ids: Vec<String> = jeunes.iter().map(Uuid::to_string).collect();
        let mut champs: Vec<(&str, &str)> = ids.iter().map(|i| ("jeune", i.as_str())).collect();
        champs.extend([
            ("de", de.as_str()),
            ("vers", hugo.as_str()),
            ("vers", nora.as_str()),
            ("date", "2018-02-20"),
            ("motif", "Mutation"),
        ]);
        nulle_part(&g.hugo, "/referents/passer", Some(&champs)).await;
        // Not of theirs: all or none.
        let jules = id(&monde, "jeunes", "nom = 'Marchand'").await.to_string();
        let mut faux = champs.clone();
        faux.push(("jeune", &jules));
        nulle_part(&g.nora, "/referents/passer", Some(&faux)).await;
        // A référent of somebody else, a day to come, nobody to take over, nobody ticked, no reason.
        let remplacer = |cle: &str, valeur: &'static str| -> Vec<(&str, &str)> {
            champs.iter().map(|(c, v)| (*c, if *c == cle { valeur } else { *v })).collect()
        };
        for (champ, valeur) in
            [("date", "2018-02-21"), ("date", "2018-02-01"), ("vers", "personne"), ("jeune", ""), ("motif", " ")]
        {
            dit(&g.nora, "/referents/passer", &remplacer(champ, valeur)).await;
        }
        let ines = id(&monde, "jeunes", "nom = 'Duprat'").await.to_string();
        let mut change = champs.clone();
        change.push(("jeune", &ines));
        assert!(dit(&g.nora, "/referents/passer", &change).await.contains("a changé"));
        let avant = monde.nombre("SELECT count(*) FROM journal WHERE action = 'passer' AND NOT refus").await;
        assert_eq!((avant, monde.nombre("SELECT count(*) FROM passations").await), (0, 0), "{}", monde.moteur);

        let vers = fait(&g.nora, "/referents/passer", &champs).await;
        assert!(g.nora.page(&vers).await.contains("20\u{a0}jeunes de Claire N. ont un nouveau référent"));
        let de_chacun = "SELECT c.nom || ' ' || CAST(count(*) AS text) AS texte FROM referents r JOIN comptes c ON c.id = r.compte_id WHERE r.au IS NULL GROUP BY c.nom ORDER BY c.nom";
        assert_eq!(monde.textes(de_chacun).await, ["Claire N. 1", "Hugo T. 10", "Nora R. 10"]);
        assert_eq!(
            monde
                .nombre("SELECT count(DISTINCT objet_id) FROM journal WHERE action = 'passer' AND objet = 'referents' AND NOT refus")
                .await,
            20
        );
        assert_eq!(compte(&g.hugo.page("/jeunes?referent=moi").await), 10);
        assert_eq!(compte(&g.claire.page("/jeunes?referent=moi").await), 1);

        // Handed back: those that nobody has handed over since.
        let premier = format!("/jeunes/{}/referent/passer", jeunes[0]);
        fait(&g.nora, &premier, &[("vers", &claire), ("date", "2018-02-20"), ("motif", "Préfère Claire")]).await;
        let passation = id(&monde, "passations", "1 = 1").await.to_string();
        nulle_part(&g.claire, "/referents/passer/annuler", Some(&[("passation", &passation)])).await;
        nulle_part(&g.nora, "/referents/passer/annuler", Some(&[("passation", &Uuid::nil().to_string())])).await;
        let vers = fait(&g.nora, "/referents/passer/annuler", &[("passation", &passation)]).await;
        assert!(g.nora.page(&vers).await.contains("19\u{a0}jeunes ont retrouvé"));
        assert_eq!(monde.textes(de_chacun).await, ["Claire N. 21"]);
        dit(&g.nora, "/referents/passer/annuler", &[("passation", &passation)]).await;
        assert_eq!(g.nora.get("/referents/passer").await.0, StatusCode::OK);
    }
}

#[tokio::test]
async fn whoever_hands_over_goes_on_reading_day_by_day() {
    for monde in mondes("lecture_apres").await {
        let g = gens(&monde).await;
        let amina = id(&monde, "jeunes", "nom = 'Beladour'").await;
        let (claire, hugo) = (cle(&monde, &g.claire, "ML-NORD").await, cle(&monde, &g.hugo, "ML-NORD").await);
        fait(&g.nora, &format!("/jeunes/{amina}/referent"), &[("vers", &claire)]).await;
        // Only the référent and the responsable hand over.
        let passer = format!("/jeunes/{amina}/referent/passer");
        let champs = [("vers", hugo.as_str()), ("date", "2018-02-20"), ("motif", "Congé")];
        nulle_part(&g.hugo, &passer, Some(&champs)).await;
        fait(&g.claire, &passer, &champs).await;
        // The mission locale stops following: what is left to Claire is that she was référent.
        let tx = monde.base.transaction().await.unwrap();
        passerelle_socle::db::executer(
            &tx,
            "UPDATE accompagnements SET au = $1 WHERE jeune_id = $2",
            [Monde::horloge().aujourdhui().into(), amina.into()],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let structure = id(&monde, "structures", "code = 'ML-NORD'").await;
        let acteur = Acteur::Compte {
            id: g.claire.compte.unwrap(),
            nom: "Claire N.".into(),
            habilitation: Id::from_uuid(Uuid::nil()),
            role: Role::Conseiller,
            portee: Portee::Structure { id: Id::from_uuid(structure), accompagne: true },
        };
        let passe: Date = "2018-02-20".parse().unwrap();
        for n in 0..=LECTURE_APRES_PASSATION + 5 {
            let jour = passe + Days::new(n);
            let lien = lien(monde.base.lecture(), &acteur, jour, Id::from_uuid(amina)).await.unwrap().unwrap();
            let lit = may(&acteur, Action::Consulter, Objet::Jeunes, &Faits::sur(lien)).is_ok();
            assert_eq!(lit, n < LECTURE_APRES_PASSATION, "{}: day {n}", monde.moteur);
            assert!(
                may(&acteur, Action::Modifier, Objet::Jeunes, &Faits::sur(lien)).is_err(),
                "reading is not writing"
            );
        }
        assert!(!g.claire.page("/jeunes").await.contains("BELADOUR"), "no list holds a file of the past");
    }
}
