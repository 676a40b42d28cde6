//! Each gabarit that comes with the program reads a small file of its shape, written here with invented people.

use std::sync::Arc;

use passerelle::natures::NATURES;
use passerelle_gens::gabarits::{PRETS, pret, reconnaitre};
use passerelle_monde::{Monde, mondes};
use passerelle_socle::echanges::gabarit::{Gabarit, etudier, verifier};
use passerelle_socle::echanges::{Mode, Rapport};

/// A kind, rows created, rows refused.
type Compte = (&'static str, u64, u64);

/// A file of each shape; what each of its kinds gives: created, refused.
const FICHIERS: [(&str, &str, &str, &[Compte]); 9] = [
    (
        "tdb-mission-locale",
        "export.csv",
        "Date transmission données;Source données;NOM;Prénom;Date rupture contrat;Date début contrat;Date fin de contrat;Date de naissance;Age;RQTH;Ville de résidence;Code postal de résidence;Téléphone;Email\n\
         10/01/2018;ERP;UN;Ana;15/12/2017;01/09/2017;31/08/2019;04/05/2000;17;Non;Pantin;93500;06 39 98 03 01;ana@demo.example\n\
         10/01/2018;ERP;DEUX;Bo;;;;05/06/2001;16;-;Pantin;93500;;\n",
        &[("jeunes", 2, 0), ("contrats", 1, 0)],
    ),
    (
        "sifa-2024",
        "sifa.csv",
        "INE_RNIE;NUMERO_UAI;NOM;PRENOM1;COD_POST;COM_RESID;TEL_JEUNE;MAIL_JEUNE;DATE_NAIS;SEXE;RNCP;DATE_DEB_CONT;DATE_RUPT_CONT;SIRET_EMP\n\
         ;0939990D;UN;ANA;93500;93055;0639980301;;04052000;2;RNCP5234;01092017;;00044444400020\n",
        &[("jeunes", 1, 0), ("contrats", 1, 0)],
    ),
    (
        "deca",
        "deca.json",
        r#"{"metadonnees": {"page": 1}, "contrats": [{"alternant": {"nom": "UN", "prenom": "Ana", "sexe": "F", "dateNaissance": "2000-05-04", "handicap": false,
            "telephone": "0639980301", "courriel": null, "adresse": {"codePostal": "93500"}}, "formation": {"rncp": "RNCP5234"},
            "detailsContrat": {"dateDebutContrat": "2017-09-01", "dateFinContrat": "2019-08-31"}, "rupture": {"dateEffetRupture": "2017-12-15"}}]}"#,
        &[("jeunes", 1, 0), ("contrats", 1, 0)],
    ),
    (
        "region-idf",
        "stagiaires.csv",
        "Identifiant Stagiaire;SIRET;Numéro Action;Individu.Nom;Prénom;Tel Portable;Mail;Date Entree;Date Sortie Prevue;Date Sortie;Ville\n\
         71001;99999999900012;PS-BTP;UN;Ana;06 39 98 03 01;ana@demo.example;03/04/2017;30/06/2017;30/06/2017;PANTIN\n\
         71002;99999999900012;INCONNUE;DEUX;Bo;;;03/04/2017;30/06/2017;;PANTIN\n",
        &[("jeunes", 2, 0), ("participations", 1, 1)],
    ),
    (
        "france-travail",
        "stagiaires.txt",
        "c_nomcorrespondance|c_prenomcorrespondance|c_adresseemail|c_telephone1|dn_individu_national|dd_datedebutplanformation|dd_datefinplanformation|dc_numeroicaction|liste_financeur\n\
         UN|ANA|ANA@DEMO.EXAMPLE|0639980301|71001|2017-04-03 00:00:00.0|2017-06-30 00:00:00.0|PS-BTP|4;7\n\
         DEUX|BO|NULL|NULL|71002|NULL|NULL|NULL|NULL\n",
        &[("jeunes", 2, 0), ("participations", 1, 0)],
    ),
    (
        "gestibase",
        "eleves.csv",
        "Elève ID;Elève Nom;Elève Prénom;Portable 1;Contrat type contrat;Contrat date début;Contrat date fin;Mds organisme;FORMATEURS\n\
         71001;UN;Ana;06 39 98 03 01;Contrat d'apprentissage;01/09/2017;31/08/2019;Maçonnerie du Canal;Mme X\n\
         71002;DEUX;Bo;;;;;;\n",
        &[("jeunes", 2, 0), ("contrats", 1, 0)],
    ),
    (
        "imilo-dossiers",
        "dossiers.json",
        r#"[{"idDossier": 71001, "adresse": {"codePostal": "93500"}, "nomNaissance": "UN", "nomUsage": "UN", "prenom": "Ana", "dateNaissance": "2000-05-04", "mail": null,
            "accompagnementCEJ": {"premierAccompagnement": "2017-10-01"}, "situations": [{"etat": "EN_COURS"}, {"etat": "TERMINE"}]}]"#,
        &[("jeunes", 1, 0)],
    ),
    (
        "ypareo-apprenants",
        "apprenants.json",
        r#"[{"codeApprenant": 71001, "codeCivilite": 2, "nomApprenant": "UN", "prenomApprenant": "Ana", "dateNaissance": "04/05/2000",
            "adresse": {"cp": "93500", "tel1": "0639980301", "email": "ana@demo.example"}, "inscriptions": [{"codeInscription": 1}]}]"#,
        &[("jeunes", 1, 0)],
    ),
    (
        "tdb-import",
        "import.csv",
        "nom_apprenant *;prenom_apprenant *;date_de_naissance_apprenant *;sexe_apprenant *;email_contact *;code_postal_apprenant *;tel_apprenant;rqth_apprenant;formation_rncp *;contrat_date_debut **;contrat_date_fin **;siret_employeur **;contrat_date_rupture **;contrat_date_debut_2 **;contrat_date_fin_2**;siret_employeur_2 **;contrat_date_rupture_2 **;contrat_date_debut_3 **;contrat_date_fin_3 **;siret_employeur_3 **;contrat_date_rupture_3 **;contrat_date_debut_4 **;contrat_date_fin_4 **;siret_employeur_4 **;contrat_date_rupture_4 **\n\
         Un;Ana;2000-05-04;2;ana@demo.example;93500;0639980301;true;RNCP5234;2016-09-01;2017-08-31;00044444400020;2016-12-01;2017-01-02;2018-08-31;00044444400020;;;;;;;;;\n",
        &[("jeunes", 1, 0), ("contrats", 2, 0)],
    ),
];

async fn lire(monde: &Monde, code: &str, nom: &str, texte: &str) -> Rapport {
    let gabarit = pret(code).unwrap().gabarit().avec_structure("ML-NORD", &NATURES);
    // Nobody is known yet: the numbers that are made make files.
    let mode = Mode { gabarit: Some(Arc::new(gabarit)), creer_sans_numero: true, ..Mode::default() };
    monde.livrer_mode(&[(nom, texte)], &mode).await
}

#[tokio::test]
async fn each_reads_a_file_of_its_shape() {
    for monde in mondes("prets").await {
        monde.peupler().await;
        for (code, nom, texte, attendus) in FICHIERS {
            let sql =
                "DELETE FROM contrats WHERE jeune_id IN (SELECT id FROM jeunes WHERE nom IN ('UN', 'Un', 'DEUX'))";
            passerelle_monde::rapprochements::ecrire(&monde, sql, vec![]).await;
            let sql = "DELETE FROM participations WHERE jeune_id IN (SELECT id FROM jeunes WHERE nom IN ('UN', 'Un', 'DEUX'))";
            passerelle_monde::rapprochements::ecrire(&monde, sql, vec![]).await;
            let rapport = lire(&monde, code, nom, texte).await;
            for (nature, lues, refusees) in attendus {
                let passes: Vec<_> = rapport.fichiers.iter().filter(|f| f.nature == Some(nature)).collect();
                let gardees: u64 = passes.iter().map(|f| f.crees + f.modifies + f.inchanges).sum();
                let refuses: u64 = passes.iter().map(|f| f.refuses).sum();
                assert_eq!((gardees, refuses), (*lues, *refusees), "{code} {nature} : {rapport:#?}");
            }
            assert!(rapport.fichiers.iter().all(|f| f.erreur.is_none()), "{code} : {rapport:#?}");
        }
    }
}

#[tokio::test]
async fn seventy_six_positions_are_read_by_rank() {
    let mut positions = vec![""; 76];
    for (rang, texte) in [
        (1, "Mme"),
        (2, "UN"),
        (3, "Ana"),
        (9, "93500"),
        (12, "06 39 98 03 01"),
        (13, "04/05/2000"),
        (21, "50022141"),
        (25, "01/09/2017"),
        (26, "31/08/2019"),
        (29, "Maçonnerie"),
        (40, "00044444400020"),
        (53, "71001"),
    ] {
        positions[rang - 1] = texte;
    }
    for monde in mondes("prets_ypareo").await {
        monde.peupler().await;
        let rapport = lire(&monde, "ypareo", "ypareo.csv", &format!("{}\n", positions.join(";"))).await;
        let crees: Vec<(Option<&str>, u64)> = rapport.fichiers.iter().map(|f| (f.nature, f.crees)).collect();
        assert_eq!(crees, [(Some("jeunes"), 1), (Some("contrats"), 1)], "{rapport:#?}");
        assert_eq!(monde.valeur("jeunes", "code_postal", "nom = 'UN'").await, "93500");
    }
}

#[test]
fn they_say_nothing_wrong_and_recognise_their_own_files() {
    let tous: Vec<Gabarit> = PRETS.iter().map(|p| p.gabarit()).collect();
    for (p, gabarit) in std::iter::zip(&PRETS, &tous) {
        assert_eq!(verifier(gabarit, &NATURES), Vec::<String>::new(), "{}", p.code);
    }
    for (code, nom, texte, _) in FICHIERS {
        let dossier = tempfile::tempdir().unwrap();
        let chemin = dossier.path().join(nom);
        std::fs::write(&chemin, texte).unwrap();
        let etude = etudier(&chemin).unwrap().remove(0);
        let rang = reconnaitre(&etude.entetes, tous.iter())
            .unwrap_or_else(|| panic!("{code} is not recognised: {:?}", etude.entetes));
        assert_eq!(PRETS[rang].code, code);
    }
}
