//! A file that comes after something was typed.

use passerelle_faits::positionnements::{Dire, Etat};
use passerelle_monde::mondes;
use passerelle_socle::access::Role;

use super::{demande, dit, etat, jour, le, quelqu_un, refuse};

const ENTETE: &str = "structure;jeune;prescripteur;action;date;etat;date_etat;motif;destinataire;echeance;invite_le;information;presence;code_motif";
const INES: &str = "jeune_id = (SELECT id FROM jeunes WHERE nom = 'Duprat')";

#[tokio::test]
async fn an_older_file_does_not_write_over_what_was_typed_and_says_so() {
    for monde in mondes("positionnement_saisi").await {
        monde.peupler().await;
        let nadia = quelqu_un(&monde, "Nadia F.", Role::Formateur, "CFA-LAC").await;
        // Refused in March by a file, asked again in April, accepted in May.
        dit(&monde, le(&nadia, "2017-04-10"), INES, Dire::simplement(Etat::Propose)).await.unwrap();
        dit(&monde, le(&nadia, "2017-05-02"), INES, Dire::simplement(Etat::Accepte)).await.unwrap();
        assert_eq!(etat(&monde, INES).await, "accepte");
        let lue = demande(&monde, INES).await;
        let dits: Vec<(Etat, _)> =
            lue.dits(monde.base.lecture()).await.unwrap().iter().map(|d| (d.etat, d.date)).collect();
        let tous = [
            (Etat::Refuse, jour("2017-03-20")),
            (Etat::Propose, jour("2017-04-10")),
            (Etat::Accepte, jour("2017-05-02")),
        ];
        assert_eq!(dits, tous, "{}: reopened, both facts stay", monde.moteur);
        // The delivery of March once more, then one of the same day that says otherwise.
        for (texte, ligne) in [
            ("ML-NORD;12;ML-NORD;PS-BTP;2017-03-10;refuse;2017-03-20;Déjà en formation;;;;;;", "lignes 2)"),
            ("ML-NORD;12;ML-NORD;PS-BTP;2017-03-10;refuse;2017-05-02;;;;;;;projet", "lignes 2)"),
        ] {
            let rapport = monde.livrer(&[("positionnements.csv", format!("{ENTETE}\n{texte}\n"))]).await;
            let fichier = &rapport.fichiers[0];
            assert_eq!((fichier.inchanges, fichier.modifies, fichier.refuses), (1, 0, 0), "{}: {texte}", monde.moteur);
            let avis = fichier.avis.join(" ");
            assert!(avis.contains("plus récente") && avis.contains("etat") && avis.contains(ligne), "{avis}");
            assert_eq!(etat(&monde, INES).await, "accepte", "{}", monde.moteur);
        }
        // What the file says of anything else is taken.
        let autre =
            "ML-NORD;12;FT-CENTRE;PS-BTP;2017-03-10;refuse;2017-03-20;Déjà en formation;;;2017-03-12;AT-CV;present;";
        let rapport = monde.livrer(&[("positionnements.csv", format!("{ENTETE}\n{autre}\n"))]).await;
        assert_eq!(rapport.fichiers[0].modifies, 1);
        assert_eq!(monde.valeur("positionnements", "presence", INES).await, "present");
        assert_eq!(etat(&monde, INES).await, "accepte");
        // A later day wins, and both stay.
        let plus_tard = "ML-NORD;12;FT-CENTRE;PS-BTP;2017-03-10;non_presente;2017-05-20;;;;;;;transport";
        let rapport = monde.livrer(&[("positionnements.csv", format!("{ENTETE}\n{plus_tard}\n"))]).await;
        assert_eq!(rapport.fichiers[0].modifies, 1, "{:?}", rapport.fichiers[0].avis);
        let lue = demande(&monde, INES).await;
        let dits = lue.dits(monde.base.lecture()).await.unwrap();
        assert_eq!(dits.len(), 4);
        assert_eq!(dits.last().map(|d| (d.etat, d.date)), Some((Etat::NonPresente, jour("2017-05-20"))));
        assert_eq!(lue.au(monde.base.lecture(), jour("2017-05-10")).await.unwrap().unwrap().etat, Etat::Accepte);
    }
}

#[tokio::test]
async fn the_new_columns_come_by_file_and_the_same_file_changes_nothing() {
    for monde in mondes("positionnement_colonnes").await {
        monde.peupler().await;
        let fichiers: [(&str, String); 3] = [
            (
                "actions.csv",
                "code;type;intitule;porteur;commune_insee;courriel\n\
                 IC-1;information_collective;Réunion de mars;CFA-LAC;93006;accueil@cfa-lac.example\n"
                    .into(),
            ),
            (
                "positionnements.csv",
                format!(
                    "{ENTETE}\n\
                     ML-NORD;007;ML-NORD;PS-BTP;2017-05-06;en_attente;2017-05-08;;CFA-LAC;;2017-05-07;IC-1;absent;transport\n\
                     ML-SUD;12;ML-SUD;PS-BTP;2017-05-06;offert;2017-05-08;;;2017-05-11;;;;\n"
                ),
            ),
            (
                "participations.csv",
                "structure;jeune;action;date_entree;code_motif\nML-SUD;12;PS-BTP;2017-04-03;frein_financier\n".into(),
            ),
        ];
        let rapport = monde.livrer(&fichiers).await;
        assert!(rapport.fichiers.iter().all(|f| f.refuses == 0 && f.erreur.is_none()), "{rapport:#?}");
        let rapport = monde.livrer(&fichiers).await;
        assert!(rapport.fichiers.iter().all(|f| f.crees + f.modifies == 0), "{rapport:#?}");
        let amina = "date = '2017-05-06' AND jeune_id = (SELECT id FROM jeunes WHERE nom = 'Beladour')";
        assert_eq!(etat(&monde, amina).await, "en_attente");
        assert_eq!(monde.valeur("positionnements", "code_motif", amina).await, "transport");
        assert_eq!(monde.valeur("actions", "courriel", "code = 'IC-1'").await, "accueil@cfa-lac.example");
        assert_eq!(monde.valeur("participations", "code_motif", "code_motif IS NOT NULL").await, "frein_financier");
        // Health is in no list.
        let sante = format!("{ENTETE}\nML-NORD;007;ML-NORD;PS-BTP;2017-05-09;refuse;2017-05-10;;;;;;;sante\n");
        let rapport = monde.livrer(&[("positionnements.csv", sante)]).await;
        assert_eq!(rapport.fichiers[0].refuses, 1);
    }
}

#[tokio::test]
async fn a_reason_is_kept_where_the_answer_is_and_goes_with_it() {
    for monde in mondes("positionnement_motif").await {
        monde.peupler().await;
        let nadia = quelqu_un(&monde, "Nadia F.", Role::Formateur, "CFA-LAC").await;
        dit(&monde, le(&nadia, "2017-04-10"), INES, Dire::simplement(Etat::Propose)).await.unwrap();
        dit(&monde, le(&nadia, "2017-05-02"), INES, refuse("prerequis")).await.unwrap();
        assert_eq!(monde.valeur("positionnements", "code_motif", INES).await, "prerequis");
        assert_eq!(monde.nombre("SELECT count(*) FROM positionnements_etats WHERE code_motif = 'prerequis'").await, 1);
    }
}
