//! What rows of a partner become.

use super::{TROIS_LUNES, comptes, de, gabarit, lire, mode};
use passerelle_monde::mondes;
use passerelle_socle::echanges::Mode;
use passerelle_socle::echanges::gabarit::essayer;

const ENTETES: &str =
    "Matricule;Civilité;NOM Prénom;Né(e) le;Ville;Portable;Statut;Début contrat;Fin contrat;SIRET;Observations";

fn fichier(lignes: &[&str]) -> String {
    let titre = "CFA des Trois Lunes, liste arrêtée au 31/01/2018\n";
    format!("{titre}\n{ENTETES}\n{}\n", lignes.join("\n"))
}

#[tokio::test]
async fn a_row_of_a_cfa_gives_a_person_and_a_contract() {
    let texte = fichier(&[
        "0107;Mme;LE GALL Anne Marie;12/05/2000;93300 Aubervilliers;06 39 98 02 01;Contrat d'apprentissage;01/09/2017;31/08/2019;00044444400020;sérieuse",
        "0108;M.;Zoltan NAGY;03/02/1999;Pantin 93500;NR;-;;;;",
        ENTETES,
        "Total : 2;;;;;;;;;;",
    ]);
    for monde in mondes("gabarit_cfa").await {
        monde.peupler().await;
        let rapport = lire(&monde, "extraction.csv", &texte, TROIS_LUNES).await;
        assert_eq!(
            (comptes(de(&rapport, "jeunes")), comptes(de(&rapport, "contrats"))),
            ([2, 0, 0, 0], [1, 0, 0, 0]),
            "{rapport:#?}"
        );
        let qui = "nom || '/' || prenom || '/' || sexe || '/' || code_postal";
        assert_eq!(monde.valeur("jeunes", qui, "nom = 'LE GALL'").await, "LE GALL/Anne Marie/F/93300");
        assert_eq!(monde.valeur("jeunes", qui, "nom = 'NAGY'").await, "NAGY/Zoltan/M/93500");
        assert_eq!(monde.nombre("SELECT count(*) FROM jeunes WHERE nom = 'NAGY' AND telephone IS NULL").await, 1);
        assert_eq!(
            monde.valeur("contrats", "employeur_siret", "date_fin = '2019-08-31' AND employeur_nom IS NULL").await,
            "00044444400020"
        );
        let avis = de(&rapport, "jeunes").avis.join("\n");
        for dit in
            ["Observations", "laissée de côté, comme le gabarit le dit (lignes 7)", "en-têtes répétée", "(lignes 6)"]
        {
            assert!(avis.contains(dit), "{dit} : {avis}");
        }
        assert!(
            de(&rapport, "contrats").avis.join("\n").contains("n'a rien pour cette nature (lignes 5)"),
            "{rapport:#?}"
        );
        assert!(!monde.tout_le_texte().await.contains("sérieuse"), "a column that is not mapped is kept nowhere");

        let encore = lire(&monde, "extraction.csv", &texte, TROIS_LUNES).await;
        assert_eq!((comptes(de(&encore, "jeunes")), comptes(de(&encore, "contrats"))), ([0, 0, 2, 0], [0, 0, 1, 0]));
    }
}

#[tokio::test]
async fn headers_on_two_rows_are_read_as_one() {
    let gabarit = r#"
gabarit = "Deux étages"
[tableau]
entete_double = true
[natures.jeunes]
structure = { constante = "ML-NORD" }
numero = "Matricule"
nom = "Nom Apprenti"
prenom = "Prénom Apprenti"
telephone = "Tél Apprenti"
"#;
    let texte = "CFA des Trois Lunes;;;;;\nMatricule;Apprenti;;;Tuteur;\n;Nom;Prénom;Tél;Nom;Tél\n\
                 T1;BÉZARD;Zoé;06 39 98 02 01;NAGY;06 39 98 02 02\n";
    for monde in mondes("gabarit_etages").await {
        monde.peupler().await;
        let rapport = lire(&monde, "etages.csv", texte, gabarit).await;
        assert_eq!(comptes(de(&rapport, "jeunes")), [1, 0, 0, 0], "{rapport:#?}");
        let qui = "nom || '/' || prenom || '/' || telephone";
        assert_eq!(monde.valeur("jeunes", qui, "nom = 'BÉZARD'").await, "BÉZARD/Zoé/+33639980201");
        assert!(de(&rapport, "jeunes").avis.join(" ").contains("Nom Tuteur"), "{rapport:#?}");
    }
}

#[tokio::test]
async fn a_refused_row_comes_back_as_the_partner_wrote_it() {
    let texte = fichier(&[
        "0107;Mme;LE GALL Anne;12/05/2000;93300 Aubervilliers;;Stage;01/09/2017;;;secret",
        "0108;X;DE LA TOUR MARIE;31/02/1999;Pantin;;;;;;",
    ]);
    for monde in mondes("gabarit_refus").await {
        monde.peupler().await;
        let dossier = monde.deposer(&[("apprentis 2018.csv", &texte)]);
        let refus = monde.dossier.path().join("refus");
        let rapport =
            monde.importer(&[dossier], &Mode { refus: Some(refus.clone()), ..mode(TROIS_LUNES) }).await.unwrap();
        let jeunes = de(&rapport, "jeunes");
        assert_eq!((comptes(jeunes), jeunes.refus[0].ligne), ([1, 0, 0, 1], 5), "{rapport:#?}");
        let motif = jeunes.refus[0].motif.affiche();
        for dit in [
            "NOM Prénom : « DE LA TOUR MARIE » ne dit pas où finit le nom",
            "Né(e) le : ",
            "Civilité : « X »",
            "Ville : « Pantin »",
        ] {
            assert!(motif.contains(dit), "{dit} : {motif}");
        }
        assert!(
            de(&rapport, "contrats").refus[0]
                .motif
                .affiche()
                .starts_with("Statut : « Stage » n'est pas une valeur connue"),
            "{rapport:#?}"
        );
        let rendu = std::fs::read_to_string(refus.join("apprentis 2018.contrats.refus.csv")).unwrap();
        let lignes: Vec<&str> = rendu.lines().collect();
        assert!(lignes[0].contains("NOM Prénom;Né(e) le") && lignes[0].ends_with("motif_refus"), "{rendu}");
        assert!(lignes[1].starts_with("0107;Mme;LE GALL Anne;12/05/2000") && !rendu.contains("secret"), "{rendu}");

        // Mended, it goes back through the same gabarit though its headers are now on its first row.
        let corrige = rendu.replace("Stage", "Contrat pro");
        let dossier = monde.deposer(&[("apprentis 2018.contrats.refus.csv", &corrige)]);
        let rapport = monde.importer(&[dossier], &Mode { refus: Some(refus), ..mode(TROIS_LUNES) }).await.unwrap();
        assert_eq!(comptes(de(&rapport, "contrats")), [1, 0, 0, 0], "{rapport:#?}");
        assert!(de(&rapport, "jeunes").avis.iter().all(|a| !a.contains("motif_refus")), "{rapport:#?}");
    }
}

#[tokio::test]
async fn a_person_repeated_by_a_join_is_kept_once_and_told() {
    let g = "gabarit = \"j\"\n[natures.jeunes]\nstructure = { constante = \"ML-NORD\" }\nnumero = \"N\"\nnom = \"Nom\"\nprenom = \"Prénom\"\n\
             [natures.contrats]\nstructure = { constante = \"ML-NORD\" }\njeune = \"N\"\ntype = { constante = \"cdd\" }\ndate_debut = \"Début\"\n";
    let texte = "N;Nom;Prénom;Début\n1;Un;A;2017-01-02\n1;Un;A;2017-05-02\n1;Un;B;2017-06-02\n";
    for monde in mondes("gabarit_jointure").await {
        monde.peupler().await;
        let rapport = lire(&monde, "jointure.csv", texte, g).await;
        let jeunes = de(&rapport, "jeunes");
        assert_eq!((comptes(jeunes), comptes(de(&rapport, "contrats"))), ([1, 0, 0, 1], [3, 0, 0, 0]), "{rapport:#?}");
        assert!(
            jeunes.avis.join("\n").contains("redit mot pour mot une ligne d'avant : gardée une fois (lignes 3)"),
            "{jeunes:#?}"
        );
        assert!(
            jeunes.refus[0].motif.phrase.contains("même clé"),
            "who says two things is refused, not chosen: {jeunes:#?}"
        );
    }
}

#[tokio::test]
async fn what_is_no_value_is_refused_before_it_is_cut_or_joined() {
    let g = "gabarit = \"j\"\n[natures.jeunes]\nstructure = { constante = \"ML-NORD\" }\nnumero = { colonnes = [\"A\", \"B\"], joint = \"-\" }\n\
             nom = { colonne = \"Nom\", partie = \"nom\" }\nprenom = { colonne = \"Nom\", partie = \"prenom\" }\n";
    for monde in mondes("gabarit_sans_valeur").await {
        monde.peupler().await;
        let rapport = lire(&monde, "f.csv", "A;B;Nom\n1;#REF!;UN Ah\n2;3;#N/A\n4;5;DEUX Bé\n", g).await;
        let jeunes = de(&rapport, "jeunes");
        assert_eq!(comptes(jeunes), [1, 0, 0, 2], "{rapport:#?}");
        assert!(jeunes.refus.iter().all(|r| r.motif.phrase.contains("erreur du tableur")), "{jeunes:#?}");
        assert!(jeunes.refus[0].motif.affiche().starts_with("A + B : "), "{jeunes:#?}");
        assert_eq!(monde.nombre("SELECT count(*) FROM numeros WHERE numero = '4-5'").await, 1);
    }
}

#[tokio::test]
async fn a_nir_in_a_column_that_is_not_read_refuses_the_row() {
    let texte = fichier(&["0107;Mme;LE GALL Anne;12/05/2000;93300 Aubervilliers;;;;;;2 00 05 93 001 234 64"]);
    for monde in mondes("gabarit_nir").await {
        monde.peupler().await;
        let rapport = lire(&monde, "nir.csv", &texte, TROIS_LUNES).await;
        assert_eq!(comptes(de(&rapport, "jeunes")), [0, 0, 0, 1], "{rapport:#?}");
        assert!(
            de(&rapport, "jeunes").refus[0]
                .motif
                .affiche()
                .starts_with("Observations : cette cellule contient un numéro")
        );
        assert!(!monde.tout_le_texte().await.contains("93 001 234"));
    }
}

#[tokio::test]
async fn a_row_without_number_creates_nobody_until_somebody_recognised_it() {
    let g = "gabarit = \"s\"\n[natures.jeunes]\nstructure = { constante = \"ML-NORD\" }\nnumero = { empreinte = [\"Nom\", \"Prénom\", \"Né le\"] }\n\
             nom = \"Nom\"\nprenom = \"Prénom\"\ntelephone = \"Tél\"\n\
             [natures.contrats]\nstructure = { constante = \"ML-NORD\" }\njeune = { empreinte = [\"Nom\", \"Prénom\", \"Né le\"] }\n\
             type = { constante = \"cdd\" }\ndate_debut = \"Début\"\n";
    let texte = "Nom;Prénom;Né le;Tél;Début\nBELADOUR;amina;4/5/1999;06 39 98 01 77;02/01/2017\n;X;4/5/1999;;\n";
    for monde in mondes("gabarit_sans_numero").await {
        monde.peupler().await;
        let avant = monde.nombre("SELECT count(*) FROM jeunes").await;
        let rapport = lire(&monde, "sans.csv", texte, g).await;
        assert_eq!(
            (comptes(de(&rapport, "jeunes")), comptes(de(&rapport, "contrats"))),
            ([0, 0, 0, 2], [0, 0, 0, 1]),
            "{rapport:#?}"
        );
        assert!(de(&rapport, "jeunes").refus[0].motif.phrase.contains("rapprochez-la"), "{rapport:#?}");
        assert_eq!(monde.nombre("SELECT count(*) FROM jeunes").await, avant);

        // Somebody says who it is: the number made for the row is one of theirs.
        let essai = essayer(
            &monde.deposer(&[("sans.csv", texte)]).join("sans.csv"),
            &gabarit(g),
            &passerelle::natures::NATURES,
            10,
        )
        .unwrap();
        let numero = essai.lignes[0]
            .apres
            .iter()
            .find(|(nature, _)| nature == "jeunes")
            .unwrap()
            .1
            .iter()
            .find(|(c, _)| *c == "numero")
            .unwrap()
            .1
            .clone()
            .unwrap();
        let sql = format!(
            "INSERT INTO numeros (structure_id, numero, jeune_id) SELECT s.id, '{numero}', j.id FROM structures s, jeunes j WHERE s.code = 'ML-NORD' AND j.nom = 'Beladour'"
        );
        passerelle_monde::rapprochements::ecrire(&monde, &sql, vec![]).await;
        let rapport = lire(&monde, "sans2.csv", &texte.replace("4/5/1999", "1999-05-04"), g).await;
        assert_eq!(
            (comptes(de(&rapport, "jeunes")), comptes(de(&rapport, "contrats"))),
            ([0, 1, 0, 1], [1, 0, 0, 0]),
            "{rapport:#?}"
        );
    }
}

#[tokio::test]
async fn objects_of_an_interface_are_rows() {
    let g = "gabarit = \"i-milo\"\n[natures.jeunes]\nstructure = { constante = \"ML-NORD\" }\nnumero = \"idDossier\"\nnom = \"nomNaissance\"\nprenom = \"prenom\"\n\
             code_postal = \"adresse.codePostal\"\n";
    let texte = r#"[{"idDossier": 100001, "prenom": "Zoé", "nomNaissance": "UN", "adresse": {"codePostal": "93100"},
        "situations": [{"etat": "EN_COURS"}, {"etat": "TERMINE"}]}, {"idDossier": 100002, "prenom": null, "nomNaissance": "DEUX"}]"#;
    for monde in mondes("gabarit_json").await {
        monde.peupler().await;
        let rapport = lire(&monde, "dossiers.json", texte, g).await;
        let jeunes = de(&rapport, "jeunes");
        assert_eq!((comptes(jeunes), jeunes.refus[0].ligne), ([1, 0, 0, 1], 4), "{rapport:#?}");
        assert_eq!(monde.valeur("jeunes", "code_postal", "prenom = 'Zoé'").await, "93100");
        assert!(jeunes.avis.join(" ").contains("situations.etat"), "{jeunes:#?}");
        let mauvais = lire(&monde, "abime.json", "[{\"a\": 1,", g).await;
        assert!(mauvais.fichiers[0].erreur.as_deref().unwrap().contains("JSON lisible, ligne 1"), "{mauvais:#?}");
    }
}

#[tokio::test]
async fn a_file_without_headers_is_read_by_rank_and_given_back_so() {
    let g = "gabarit = \"p\"\n[tableau]\nsans_entete = true\n[natures.jeunes]\nstructure = { constante = \"ML-NORD\" }\nnumero = 3\nnom = 1\nprenom = 2\n";
    for monde in mondes("gabarit_positions").await {
        monde.peupler().await;
        let dossier = monde.deposer(&[("positions.txt", "UN|A|71\nDEUX||72\n")]);
        let refus = monde.dossier.path().join("refus");
        let rapport = monde.importer(&[dossier], &Mode { refus: Some(refus.clone()), ..mode(g) }).await.unwrap();
        assert_eq!(comptes(de(&rapport, "jeunes")), [1, 0, 0, 1], "{rapport:#?}");
        assert!(de(&rapport, "jeunes").refus[0].motif.affiche().starts_with("Colonne 2 : "), "{rapport:#?}");
        let rendu =
            std::fs::read_to_string(refus.join("positions.jeunes.refus.csv")).unwrap().replace("DEUX;;", "DEUX;B;");
        let encore = lire(&monde, "positions.jeunes.refus.csv", &rendu, g).await;
        assert_eq!(comptes(de(&encore, "jeunes")), [1, 0, 0, 0], "{encore:#?}");
    }
}

#[tokio::test]
async fn the_program_tries_a_gabarit_and_imports_with_it() {
    let texte = fichier(&["0107;Mme;LE GALL Anne;12/05/2000;93300 Aubervilliers;;Stage;01/09/2017;;;"]);
    for monde in mondes("gabarit_programme").await {
        monde.peupler().await;
        let dossier = monde.deposer(&[("apprentis.csv", texte.as_str()), ("g.toml", TROIS_LUNES)]);
        let lancer = |arguments: &[&str]| {
            let fait = passerelle_monde::programme()
                .args(arguments)
                .env("PASSERELLE_BASE", monde.adresse())
                .current_dir(&dossier)
                .output()
                .unwrap();
            (
                fait.status.code(),
                format!("{}{}", String::from_utf8_lossy(&fait.stdout), String::from_utf8_lossy(&fait.stderr)),
            )
        };
        let (code, dit) = lancer(&["gabarit", "essayer", "apprentis.csv", "--gabarit", "g.toml"]);
        assert_eq!(code, Some(0), "{dit}");
        for attendu in [
            "ligne 4",
            "avant : Matricule = 0107",
            "jeunes : structure = ML-NORD · numero = 0107 · nom = LE GALL · prenom = Anne",
            "serait refusée, type : « Stage »",
            "Rien n'a été écrit.",
        ] {
            assert!(dit.contains(attendu), "{attendu} : {dit}");
        }
        let (code, dit) = lancer(&["import", "apprentis.csv", "--gabarit", "g.toml", "--a-blanc"]);
        assert!(code == Some(0) && dit.contains("apprentis.csv (jeunes), ligne 4, cree"), "{dit}");
        let (code, dit) = lancer(&["import", "apprentis.csv", "--gabarit", "g.toml"]);
        assert!(
            code == Some(0) && dit.contains("apprentis.csv (contrats), ligne 4, refuse : Statut : « Stage »"),
            "{dit}"
        );
        assert_eq!(monde.nombre("SELECT count(*) FROM imports WHERE gabarit = 'CFA des Trois Lunes'").await, 2);
    }
}
