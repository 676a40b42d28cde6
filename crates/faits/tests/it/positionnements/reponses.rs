//! What is said of a request, and taken back.

use passerelle_base::Periode;
use passerelle_faits::positionnements::{Delai, Demande, Dire, Empeche, Etat, delais_de_reponse, demander, reprendre};
use passerelle_faits::positionnements::{Signataire, Voulue};
use passerelle_monde::{Monde, id_de, mondes};
use passerelle_socle::access::{Action, Objet, Role};
use passerelle_socle::ident::Id;

use super::{demande, dit, etat, jour, le, quelqu_un, refuse};

const AMINA: &str = "jeune_id = (SELECT id FROM jeunes WHERE nom = 'Beladour')";
const CV: &str = "action_id = (SELECT id FROM actions WHERE code = 'AT-CV')";

/// Asks the workshop for Amina, on a day.
async fn demander_l_atelier(monde: &Monde, s: Signataire<'_>) {
    let jeune = Id::from_uuid(id_de(monde, "jeunes", "nom = 'Beladour'").await);
    let action = Id::from_uuid(id_de(monde, "actions", "code = 'AT-CV'").await);
    let tx = monde.base.transaction().await.unwrap();
    assert!(demander(&tx, s, Voulue { jeune, action }).await.unwrap().is_some());
    assert!(demander(&tx, s, Voulue { jeune, action }).await.unwrap().is_none(), "the same was asked today");
    tx.commit().await.unwrap();
}

async fn reprise(monde: &Monde, s: Signataire<'_>, condition: &str) -> Result<Etat, Empeche> {
    let id = demande(monde, condition).await.id;
    let tx = monde.base.transaction().await.unwrap();
    let lue = Demande::lire(&tx, id).await.unwrap().unwrap();
    let etat = reprendre(&tx, s, &lue).await?;
    tx.commit().await.unwrap();
    Ok(etat)
}

#[tokio::test]
async fn amina_is_accepted_enters_and_what_was_said_too_soon_is_taken_back() {
    for monde in mondes("positionnement_atelier").await {
        monde.peupler().await;
        let claire = quelqu_un(&monde, "Claire N.", Role::Conseiller, "ML-NORD").await;
        let karim = quelqu_un(&monde, "Karim F.", Role::Responsable, "FT-CENTRE").await;
        demander_l_atelier(&monde, le(&claire, "2018-02-20")).await;
        let entree = dit(&monde, le(&karim, "2018-02-21"), CV, Dire::simplement(Etat::Entre)).await;
        assert!(matches!(entree, Err(Empeche::Phrase(p)) if p.contains("« proposé »")), "accepted first");
        dit(&monde, le(&karim, "2018-02-21"), CV, Dire::simplement(Etat::Accepte)).await.unwrap();
        dit(&monde, le(&karim, "2018-02-26"), CV, Dire::simplement(Etat::Entre)).await.unwrap();
        let entrees = format!("SELECT count(*) FROM participations WHERE {CV}");
        assert_eq!(monde.nombre(&entrees).await, 1, "{}: nobody enters without a participation", monde.moteur);
        // Another structure does not take back what it did not say.
        assert!(reprise(&monde, le(&claire, "2018-02-26"), CV).await.is_err());
        assert_eq!(reprise(&monde, le(&karim, "2018-02-26"), CV).await.unwrap(), Etat::Accepte);
        assert_eq!((etat(&monde, CV).await.as_str(), monde.nombre(&entrees).await), ("accepte", 0));
        assert_eq!(reprise(&monde, le(&karim, "2018-02-26"), CV).await.unwrap(), Etat::Propose);
        // The request itself is not taken back this way.
        assert!(reprise(&monde, le(&claire, "2018-02-26"), CV).await.is_err());
        let toutes = "SELECT count(*) FROM positionnements_etats";
        assert_eq!(monde.nombre(toutes).await, 3, "what was taken back stays");
        let lignes = format!(
            "SELECT count(*) FROM journal WHERE objet = 'positionnements' AND origine IS NULL AND objet_id = {}",
            monde.litteral(id_de(&monde, "jeunes", "nom = 'Beladour'").await)
        );
        assert_eq!(monde.nombre(&lignes).await, 5, "{}: a request, two answers, two taken back", monde.moteur);
    }
}

#[tokio::test]
async fn the_base_itself_refuses_an_entry_without_its_participation() {
    for monde in mondes("positionnement_entre").await {
        monde.peupler().await;
        let tx = monde.base.transaction().await.unwrap();
        let sql = "INSERT INTO positionnements_etats (id, positionnement_id, etat, date, note_le) \
                   SELECT $1, id, 'entre', '2017-04-03', 0 FROM positionnements WHERE motif = 'Déjà en formation'";
        let erreur = passerelle_socle::db::executer(&tx, sql, [uuid::Uuid::now_v7().into()]).await.unwrap_err();
        assert!(format!("{:?}", erreur.contrainte()).contains("positionnements_entre"), "{erreur}");
    }
}

/// Expected values computed by hand: `FT-CENTRE` receives four requests in January; answered after 2 and 9 days, so a
/// median of (2 + 9) / 2 and nine in ten within 9; one waits, promised for 15 March; one of the first expired on 31 January.
#[tokio::test]
async fn how_long_answers_take_is_what_is_found_by_hand() {
    let fichier = "structure;jeune;prescripteur;action;date;etat;date_etat;motif;echeance\n\
                   ML-NORD;007;ML-NORD;AT-CV;2018-01-01;propose;2018-01-01;;\n\
                   ML-NORD;007;ML-NORD;AT-CV;2018-01-20;accepte;2018-01-22;;\n\
                   ML-NORD;12;ML-NORD;AT-CV;2018-01-10;refuse;2018-01-19;;\n\
                   ML-SUD;12;ML-SUD;AT-CV;2018-01-15;vu;2018-01-16;;2018-03-15\n\
                   ML-SUD;12;ML-SUD;AT-CV;2018-03-15;propose;2018-03-15;;\n";
    for monde in mondes("positionnement_delais").await {
        monde.peupler().await;
        let rapport = monde.livrer(&[("positionnements.csv", fichier)]).await;
        assert_eq!(rapport.fichiers[0].crees, 5, "{rapport:#?}");
        let accorde = Monde::accorde(Action::Exporter, Objet::Positionnements);
        let periode = Periode::nouvelle(jour("2018-01-01"), jour("2018-02-28")).unwrap();
        let delais = delais_de_reponse(monde.base.lecture(), &accorde, periode, jour("2018-02-20")).await.unwrap();
        let attendu = Delai {
            structure: "FT-CENTRE".into(),
            recus: 4,
            repondus: 2,
            expires: 1,
            mediane_jours: Some(5.5),
            p90_jours: Some(9.0),
        };
        assert_eq!(delais, [attendu], "{}", monde.moteur);
        // In 2017 nobody had been told of a clock: three requests, an answer known for one of them.
        let periode = Periode::annee(2017);
        let delais = delais_de_reponse(monde.base.lecture(), &accorde, periode, jour("2018-02-20")).await.unwrap();
        assert_eq!(delais.len(), 1);
        assert_eq!((delais[0].recus, delais[0].repondus, delais[0].expires), (3, 1, 0));
        assert_eq!(delais[0].mediane_jours, Some(10.0), "from the 10th to the 20th of March");
        assert!(
            delais_de_reponse(
                monde.base.lecture(),
                &Monde::accorde(Action::Lister, Objet::Positionnements),
                periode,
                jour("2018-02-20")
            )
            .await
            .is_err()
        );
    }
}

#[tokio::test]
async fn a_request_nobody_answers_expires_and_both_facts_stay_when_it_is_opened_again() {
    for monde in mondes("positionnement_expire").await {
        monde.peupler().await;
        let claire = quelqu_un(&monde, "Claire N.", Role::Conseiller, "ML-NORD").await;
        demander_l_atelier(&monde, le(&claire, "2018-02-20")).await;
        let condition = format!("{CV} AND {AMINA}");
        let au = async |date: &str| {
            let lue = demande(&monde, &condition).await;
            lue.au(monde.base.lecture(), jour(date)).await.unwrap().unwrap().etat
        };
        assert_eq!((au("2018-03-22").await, au("2018-03-23").await), (Etat::Propose, Etat::Expire));
        let tard = dit(&monde, le(&claire, "2018-04-01"), &condition, refuse("projet")).await;
        assert!(tard.is_err(), "a late answer is told that it is late");
        dit(&monde, le(&claire, "2018-04-02"), &condition, Dire::simplement(Etat::Propose)).await.unwrap();
        let dits = demande(&monde, &condition).await.dits(monde.base.lecture()).await.unwrap();
        let etats: Vec<(Etat, _)> = dits.iter().map(|d| (d.etat, d.date)).collect();
        let attendus = [
            (Etat::Propose, jour("2018-02-20")),
            (Etat::Expire, jour("2018-03-23")),
            (Etat::Propose, jour("2018-04-02")),
        ];
        assert_eq!(etats, attendus, "{}", monde.moteur);
        assert_eq!(au("2018-03-25").await, Etat::Expire);
    }
}
