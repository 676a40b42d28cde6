//! Places: never more than there are, and an ordered queue behind them.

use std::fmt::Write;

use passerelle_faits::positionnements::{Demande, Dire, Etat, Signataire, dire, reprendre};
use passerelle_monde::{Monde, mondes};
use passerelle_socle::access::Role;
use passerelle_socle::db;
use passerelle_socle::temps::Horloge;

use super::{demande, dit, etat, jour, le, quelqu_un};

/// An action of the CFA with so many places, which begins on a day, and so many requests made on the 1st of February.
async fn remplir(monde: &Monde, places: u32, debut: &str, demandes: usize) {
    monde.peupler().await;
    let mut jeunes = String::from("structure;numero;nom;prenom\n");
    let mut positionnements = String::from("structure;jeune;prescripteur;action;date;etat;date_etat\n");
    for rang in 0..demandes {
        writeln!(jeunes, "ML-NORD;P{rang:03};Essai{rang:03};Sami").unwrap();
        writeln!(positionnements, "ML-NORD;P{rang:03};ML-NORD;PL-1;2018-02-01;propose;2018-02-01").unwrap();
    }
    let actions = format!(
        "code;type;intitule;porteur;date_debut;places;etat\nPL-1;passerelle;Passerelle bois;CFA-LAC;{debut};{places};ouverte\n"
    );
    let rapport = monde
        .livrer(&[("jeunes.csv", jeunes), ("actions.csv", actions), ("positionnements.csv", positionnements)])
        .await;
    assert!(rapport.fichiers.iter().all(|f| f.refuses == 0 && f.erreur.is_none()), "{rapport:#?}");
}

fn de(rang: usize) -> String {
    format!(
        "action_id = (SELECT id FROM actions WHERE code = 'PL-1') AND jeune_id = (SELECT id FROM jeunes WHERE nom = 'Essai{rang:03}')"
    )
}

async fn combien(monde: &Monde, etat: &str) -> i64 {
    let sql = "SELECT count(*) FROM positionnements p JOIN actions a ON a.id = p.action_id WHERE a.code = 'PL-1'";
    monde.nombre(&format!("{sql} AND p.etat = '{etat}'")).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_acceptances_at_once_on_eight_places_give_eight_and_a_queue() {
    for monde in mondes("positionnement_deux_cents").await {
        remplir(&monde, 8, "2018-04-03", 200).await;
        let nadia = quelqu_un(&monde, "Nadia F.", Role::Formateur, "CFA-LAC").await;
        let mut taches = tokio::task::JoinSet::new();
        for rang in 0..200 {
            let id = demande(&monde, &de(rang)).await.id;
            let (base, nadia) = (monde.base.clone(), nadia.clone());
            taches.spawn(async move {
                let tx = base.transaction().await.unwrap();
                let lue = Demande::lire(&tx, id).await.unwrap().unwrap();
                let s = Signataire { acteur: &nadia, instant: Monde::horloge().maintenant(), jour: jour("2018-02-20") };
                let etat = dire(&tx, s, &lue, Dire::simplement(Etat::Accepte)).await.unwrap();
                tx.commit().await.unwrap();
                etat
            });
        }
        let etats = taches.join_all().await;
        assert_eq!(etats.iter().filter(|e| **e == Etat::Accepte).count(), 8, "{}", monde.moteur);
        assert_eq!(etats.iter().filter(|e| **e == Etat::EnAttente).count(), 192, "{}", monde.moteur);
        assert_eq!((combien(&monde, "accepte").await, combien(&monde, "en_attente").await), (8, 192));
    }
}

#[tokio::test]
async fn the_base_itself_refuses_one_more_than_the_places() {
    for monde in mondes("positionnement_garde").await {
        remplir(&monde, 1, "2018-04-03", 2).await;
        let nadia = quelqu_un(&monde, "Nadia F.", Role::Formateur, "CFA-LAC").await;
        dit(&monde, le(&nadia, "2018-02-20"), &de(0), Dire::simplement(Etat::Accepte)).await.unwrap();
        let deuxieme = demande(&monde, &de(1)).await.id;
        let tx = monde.base.transaction().await.unwrap();
        let sql = "UPDATE positionnements SET etat = 'accepte', saisi_le = $2 WHERE id = $1";
        let erreur = db::executer(&tx, sql, [deuxieme.into(), jour("2018-02-20").into()]).await.unwrap_err();
        assert!(format!("{:?}", erreur.contrainte()).contains("positionnements_places"), "{}: {erreur}", monde.moteur);
    }
}

#[tokio::test]
async fn a_freed_place_goes_to_the_first_who_waits_for_three_days() {
    for monde in mondes("positionnement_offre").await {
        remplir(&monde, 1, "2018-04-03", 3).await;
        let nadia = quelqu_un(&monde, "Nadia F.", Role::Formateur, "CFA-LAC").await;
        let accepter = || Dire::simplement(Etat::Accepte);
        assert_eq!(dit(&monde, le(&nadia, "2018-02-20"), &de(2), accepter()).await.unwrap(), Etat::Accepte);
        assert_eq!(dit(&monde, le(&nadia, "2018-02-20"), &de(1), accepter()).await.unwrap(), Etat::EnAttente);
        assert_eq!(dit(&monde, le(&nadia, "2018-02-21"), &de(0), accepter()).await.unwrap(), Etat::EnAttente);
        let annule = Dire { code_motif: Some("emploi"), ..Dire::simplement(Etat::Annule) };
        dit(&monde, le(&nadia, "2018-02-22"), &de(2), annule).await.unwrap();
        assert_eq!(etat(&monde, &de(1)).await, "offert", "{}: the first of the queue", monde.moteur);
        assert_eq!(etat(&monde, &de(0)).await, "en_attente");
        assert_eq!(monde.valeur("positionnements", "CAST(echeance AS text)", &de(1)).await, "2018-02-25");
        // The place offered is held: taking the withdrawal back finds none left.
        let tx = monde.base.transaction().await.unwrap();
        let lue = Demande::lire(&tx, demande(&monde, &de(2)).await.id).await.unwrap().unwrap();
        assert!(reprendre(&tx, le(&nadia, "2018-02-22"), &lue).await.is_err());
        drop(tx);
        // Left to expire, it holds no place: it is offered to the next one, in turn.
        let proposer = || Dire::simplement(Etat::Offert);
        assert!(dit(&monde, le(&nadia, "2018-02-25"), &de(0), proposer()).await.is_err(), "still kept");
        let tx = monde.base.transaction().await.unwrap();
        let suivante = Demande::lire(&tx, demande(&monde, &de(0)).await.id).await.unwrap().unwrap();
        assert_eq!(dire(&tx, le(&nadia, "2018-02-26"), &suivante, proposer()).await.unwrap(), Etat::Offert);
        tx.rollback().await.unwrap();
        // Too late, then in time.
        let offerte = demande(&monde, &de(1)).await;
        let au = async |date: &str| offerte.au(monde.base.lecture(), jour(date)).await.unwrap().unwrap().etat;
        assert_eq!((au("2018-02-25").await, au("2018-02-26").await), (Etat::Offert, Etat::Expire));
        assert_eq!(dit(&monde, le(&nadia, "2018-02-25"), &de(1), accepter()).await.unwrap(), Etat::Accepte);
        assert_eq!(combien(&monde, "accepte").await, 1);
    }
}

#[tokio::test]
async fn no_place_is_offered_once_the_action_has_begun_and_fewer_places_drop_nobody() {
    for monde in mondes("positionnement_commence").await {
        remplir(&monde, 2, "2018-02-22", 3).await;
        let nadia = quelqu_un(&monde, "Nadia F.", Role::Formateur, "CFA-LAC").await;
        for rang in 0..3 {
            dit(&monde, le(&nadia, "2018-02-20"), &de(rang), Dire::simplement(Etat::Accepte)).await.unwrap();
        }
        let moins = "code;type;intitule;porteur;date_debut;places;etat\nPL-1;passerelle;Passerelle bois;CFA-LAC;2018-02-22;1;ouverte\n";
        monde.livrer(&[("actions.csv", moins)]).await;
        assert_eq!((combien(&monde, "accepte").await, combien(&monde, "en_attente").await), (2, 1));
        // Whoever was accepted enters, although there are fewer places than people.
        for rang in 0..2 {
            dit(&monde, le(&nadia, "2018-02-22"), &de(rang), Dire::simplement(Etat::Entre)).await.unwrap();
        }
        assert_eq!(combien(&monde, "entre").await, 2, "{}", monde.moteur);
        assert_eq!(etat(&monde, &de(2)).await, "en_attente");
    }
}
