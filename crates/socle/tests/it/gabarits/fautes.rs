//! Gabarits that cannot be, and files that are not of their shape: a sentence, and nothing written.

use super::{TROIS_LUNES, de, gabarit, lire, mode};
use passerelle::natures::NATURES;
use passerelle_monde::mondes;
use passerelle_socle::echanges::Mode;
use passerelle_socle::echanges::gabarit::{requis_manquants, verifier};

fn jeunes(suite: &str) -> String {
    format!(
        "gabarit = \"g\"\n[natures.jeunes]\nstructure = {{ constante = \"ML-NORD\" }}\nnumero = \"N\"\nnom = \"Nom\"\nprenom = \"Prénom\"\n{suite}"
    )
}

#[test]
fn what_a_gabarit_may_not_say_is_told() {
    for (suite, dit) in [
        ("taille = \"T\"", "« jeunes.taille » n'existe pas"),
        ("sexe = { colonne = \"S\", valeurs = { F = \"femme\" } }", "« femme » n'est pas un code connu"),
        ("sexe = { colonne = \"S\", valeurs = { F = \"M\", M = \"F\" } }", "tourne en rond (f → m → f)"),
        ("sexe = { colonne = \"S\", valeurs = { F = \"F\", f = \"M\" } }", "dit deux fois la même valeur"),
        ("date_naissance = { colonne = \"D\", dates = \"JJ/MM\" }", "n'est pas une forme de date"),
        ("date_naissance = { constante = \"hier\" }", "« jeunes.date_naissance »"),
        ("telephone = 3", "un rang ne se lit que dans un fichier sans en-têtes"),
        ("telephone = { empreinte = [\"A\", \"B\"] }", "tient lieu du numéro"),
        ("[natures.jeun]\nnom = \"a\"", "la nature « jeun » n'existe pas"),
        ("[tableau]\nliste = \"et\"", "« tableau.liste » est un signe"),
        ("[tableau]\nsans_entete = true", "se lit par rangs"),
        ("[tableau]\ndecimales = \",\"\nmilliers = \",\"", "le même signe"),
    ] {
        let fautes = verifier(&gabarit(&jeunes(suite)), &NATURES);
        assert!(fautes.iter().any(|f| f.contains(dit)), "{suite} : {fautes:?}");
    }
    assert!(verifier(&gabarit(TROIS_LUNES), &NATURES).is_empty());
    // The same code by two ways, and a value that is its own code, are no loop.
    let bonne = jeunes("sexe = { colonne = \"S\", valeurs = { F = \"F\", Mme = \"F\" } }");
    assert!(verifier(&gabarit(&bonne), &NATURES).is_empty());
    let sans = gabarit("gabarit = \"g\"\n[natures.contrats]\njeune = \"N\"\n");
    assert_eq!(
        requis_manquants(&sans, &NATURES),
        [("contrats", "structure"), ("contrats", "type"), ("contrats", "date_debut")]
    );
}

#[tokio::test]
async fn a_gabarit_that_cannot_serve_stops_the_import() {
    for monde in mondes("gabarit_fautif").await {
        let dossier = monde.deposer(&[("f.csv", "N;Nom;Prénom\n1;a;b\n")]);
        let faute =
            monde.importer(&[dossier], &mode("gabarit = \"g\"\n[natures.jeunes]\nnom = \"Nom\"\n")).await.unwrap_err();
        assert!(faute.to_string().contains("il manque jeunes.structure, jeunes.numero, jeunes.prenom"), "{faute}");
    }
}

#[tokio::test]
async fn a_file_of_another_shape_is_refused_whole() {
    let large: String = (0..201).map(|i| format!("c{i};")).collect();
    let long = format!("{};b\n1;2\n", "en-tête ".repeat(1_300));
    for monde in mondes("gabarit_autre_forme").await {
        monde.peupler().await;
        for (texte, dit) in [
            (
                "a;b\n1;2\n",
                "aucune des colonnes du gabarit « g » : ce n'est pas un fichier de cette forme (en-têtes lus : a, b)",
            ),
            ("N;Nom;autre\n1;2;3\n", "n'a plus une colonne nécessaire : « Prénom » (Prénom)"),
            (large.as_str(), "aucune des colonnes"),
            (long.as_str(), "aucune des colonnes"),
        ] {
            let rapport = lire(&monde, "f.csv", texte, &jeunes("telephone = \"Tél\"")).await;
            let erreur = rapport.fichiers[0].erreur.clone().unwrap_or_default();
            assert!(erreur.contains(dit) && erreur.chars().count() < 2_500, "{dit} : {erreur}");
        }
        // An optional one that is gone is told, and the rest is read.
        let rapport = lire(&monde, "f.csv", "N;Nom;Prénom\n1;a;b\n", &jeunes("telephone = \"Tél\"")).await;
        assert!(de(&rapport, "jeunes").avis.join(" ").contains("« Tél » (Téléphone)"), "{rapport:#?}");
        assert_eq!(de(&rapport, "jeunes").crees, 1);
    }
}

#[tokio::test]
async fn a_gabarit_for_another_kind_is_refused() {
    for monde in mondes("gabarit_autre_nature").await {
        monde.peupler().await;
        let dossier = monde.deposer(&[("f.csv", "N;Nom;Prénom\n1;a;b\n")]);
        let rapport =
            monde.importer(&[dossier], &Mode { nature: Some("actions".into()), ..mode(&jeunes("")) }).await.unwrap();
        assert_eq!(rapport.fichiers[0].erreur.as_deref(), Some("le gabarit « g » lit jeunes, et non actions"));
    }
}

#[tokio::test]
async fn a_file_of_two_hundred_columns_names_a_few_of_those_it_does_not_read() {
    let entetes: String = (0..197).map(|i| format!(";Colonne inutile {i}")).collect();
    let vides = ";".repeat(197);
    for monde in mondes("gabarit_large").await {
        monde.peupler().await;
        let rapport = lire(&monde, "f.csv", &format!("N;Nom;Prénom{entetes}\n1;a;b{vides}\n"), &jeunes("")).await;
        let avis = de(&rapport, "jeunes").avis.join(" ");
        assert!(avis.contains("Colonne inutile 0") && avis.contains("et 167 autres"), "{avis}");
        assert_eq!(de(&rapport, "jeunes").crees, 1, "{rapport:#?}");
    }
}

#[tokio::test]
async fn the_sheet_that_a_gabarit_names_is_the_one_that_is_read() {
    let mut classeur = rust_xlsxwriter::Workbook::new();
    for (feuille, nom) in [("Lisez-moi", "aide"), ("Apprentis 2018", "UN")] {
        let feuille = classeur.add_worksheet().set_name(feuille).unwrap();
        feuille.write(0, 0, "Liste").unwrap();
        for (colonne, texte) in ["N", "Nom", "Prénom"].iter().enumerate() {
            feuille.write(2, colonne as u16, *texte).unwrap();
        }
        feuille.write(3, 0, 71).unwrap().write(3, 1, nom).unwrap().write(3, 2, "A").unwrap();
    }
    let octets = classeur.save_to_buffer().unwrap();
    for monde in mondes("gabarit_feuille").await {
        monde.peupler().await;
        let lire = async |feuille: &str| {
            let g = format!("{}\n[tableau]\nfeuille = \"{feuille}\"\n", jeunes(""));
            monde.livrer_mode(&[("classeur.xlsx", &octets)], &mode(&g)).await
        };
        let rapport = lire("apprentis 2018").await;
        assert_eq!(monde.valeur("jeunes", "nom", "prenom = 'A'").await, "UN", "{rapport:#?}");
        assert_eq!(de(&rapport, "jeunes").feuille.as_deref(), Some("Apprentis 2018"));
        assert!(de(&rapport, "jeunes").avis.join(" ").contains("Lisez-moi"), "{rapport:#?}");
        let rapport = lire("Contrats").await;
        assert!(
            rapport.fichiers[0].erreur.as_deref().unwrap().contains("n'a pas de feuille « Contrats »"),
            "{rapport:#?}"
        );
    }
}
