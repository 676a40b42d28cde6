//! The outbox: sent by mail, once, then without a text; tried again when the server does not answer.

use std::sync::{Arc, Mutex};

use passerelle_gens::comptes::{self, Courrier, Facteur};
use passerelle_socle::temps::{Horloge, Instant};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use passerelle_monde::porte::apres;
use passerelle_monde::{Monde, mondes};

/// A mail server that takes what it is given.
async fn serveur() -> (String, Arc<Mutex<Vec<String>>>) {
    let ecouteur = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let adresse = format!("smtp://{}", ecouteur.local_addr().unwrap());
    let recus = Arc::new(Mutex::new(Vec::new()));
    let boite = recus.clone();
    tokio::spawn(async move {
        while let Ok((flux, _)) = ecouteur.accept().await {
            let (lecture, mut ecriture) = flux.into_split();
            let mut lignes = BufReader::new(lecture).lines();
            let _ = ecriture.write_all(b"220 essai\r\n").await;
            let mut corps: Option<String> = None;
            while let Ok(Some(ligne)) = lignes.next_line().await {
                let reponse: &[u8] = match &mut corps {
                    Some(texte) if ligne == "." => {
                        boite.lock().unwrap().push(std::mem::take(texte));
                        corps = None;
                        b"250 pris\r\n"
                    }
                    Some(texte) => {
                        texte.push_str(&format!("{ligne}\n"));
                        continue;
                    }
                    None if ligne == "DATA" => {
                        corps = Some(String::new());
                        b"354 allez\r\n"
                    }
                    None if ligne == "QUIT" => break,
                    None => b"250 oui\r\n",
                };
                let _ = ecriture.write_all(reponse).await;
            }
        }
    });
    (adresse, recus)
}

async fn deposer(monde: &Monde, destinataire: &str) {
    let maintenant = Monde::horloge().maintenant();
    let tx = monde.base.transaction().await.unwrap();
    let expire = Instant::from_millis(maintenant.millis() + 600_000);
    let courrier =
        Courrier { canal: "courriel", destinataire, objet: "Votre code", texte: "Votre code : 482913.", expire };
    comptes::deposer_courrier(&tx, maintenant, &courrier).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_mail_is_sent_once_and_its_text_is_forgotten() {
    for monde in mondes("courriel").await {
        let (adresse, recus) = serveur().await;
        deposer(&monde, "amina@demo.example").await;
        let facteur = Facteur::nouveau(&adresse, "Passerelle <nepasrepondre@passerelle.example>").unwrap();
        for _ in 0..3 {
            facteur.tournee(&monde.base, &apres(1)).await.unwrap();
        }
        let recus = recus.lock().unwrap().clone();
        assert_eq!(recus.len(), 1, "{recus:?}");
        assert!(recus[0].contains("To: amina@demo.example") && recus[0].contains("482913"), "{}", recus[0]);
        assert_eq!(monde.textes("SELECT texte FROM courriers WHERE envoye_le IS NOT NULL").await, ["∅"]);
    }
}

#[tokio::test]
async fn a_mail_that_does_not_leave_waits_longer_each_time_then_is_given_up() {
    for monde in mondes("courriel_perdu").await {
        // Nobody listens there.
        let muet = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let facteur = Facteur::nouveau(&format!("smtp://{muet}"), "Passerelle <a@b.example>").unwrap();
        // An address with another header in it is not an address.
        deposer(&monde, "amina@demo.example\r\nBcc: tous@demo.example").await;
        deposer(&monde, "amina@demo.example").await;
        for seconde in [0, 1, 29] {
            facteur.tournee(&monde.base, &apres(seconde)).await.unwrap();
        }
        assert_eq!(monde.nombre("SELECT CAST(sum(essais) AS bigint) FROM courriers").await, 2, "tried again too soon");
        facteur.tournee(&monde.base, &apres(31)).await.unwrap();
        assert_eq!(monde.nombre("SELECT CAST(sum(essais) AS bigint) FROM courriers").await, 4);
        // Too old to be of use: given up, and its text is forgotten.
        facteur.tournee(&monde.base, &apres(600)).await.unwrap();
        assert_eq!(
            monde.nombre("SELECT count(*) FROM courriers WHERE abandonne_le IS NOT NULL AND texte IS NULL").await,
            2
        );
    }
}
