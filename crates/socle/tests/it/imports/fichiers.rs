//! Files that are refused or damaged as a whole, and what is said of them.

use passerelle_socle::echanges::Mode;

use super::{comptes, refus, seul};
use passerelle_monde::{Monde, mondes};

/// The sentence about a file that could not be read at all; nothing of it is kept.
async fn erreur<T: AsRef<[u8]>>(monde: &Monde, nom: &str, octets: T) -> String {
    let avant = monde.faits().await;
    let rapport = monde.livrer(&[(nom, octets)]).await;
    let f = seul(&rapport);
    assert_eq!((f.fichier.as_str(), comptes(f)), (nom, [0; 4]));
    assert_eq!(monde.faits().await, avant);
    f.erreur.clone().unwrap_or_else(|| panic!("{nom} est lu : {f:#?}"))
}

#[tokio::test]
async fn a_file_whose_name_tells_nothing_is_told_how_to_be_named() {
    for monde in mondes("nom_inconnu").await {
        for nom in ["divers.csv", "jeunesse.csv", "mes jeunes.csv", "1.csv"] {
            let phrase = erreur(&monde, nom, "code;nom;type\nA;A;autre\n").await;
            assert!(phrase.contains("son nom ne dit pas ce qu'il contient"), "{phrase}");
            for nature in ["structures", "jeunes", "positionnements", "statistiques"] {
                assert!(phrase.contains(nature), "{phrase}");
            }
        }
    }
}

#[tokio::test]
async fn a_file_may_be_told_apart_by_hand() {
    for monde in mondes("nature_forcee").await {
        let mode = Mode { nature: Some("structures".into()), ..Mode::default() };
        let rapport = monde.livrer_mode(&[("extraction.csv", "code;nom;type\nA;A;autre\n")], &mode).await;
        assert_eq!((seul(&rapport).nature, seul(&rapport).crees), (Some("structures"), 1));
    }
}

#[tokio::test]
async fn a_missing_key_column_is_named_with_those_expected() {
    for monde in mondes("colonne_absente").await {
        let phrase = erreur(&monde, "jeunes.csv", "structure;nom;prenom\nML-NORD;Petit;Zoé\n").await;
        assert!(phrase.contains("il manque la colonne « numero »"), "{phrase}");
        assert!(phrase.contains("structure;numero;nom;prenom;date_naissance"), "{phrase}");
        let phrase = erreur(&monde, "contrats.csv", "structure;type\nML-NORD;cdd\n").await;
        assert!(phrase.contains("« jeune » et « date_debut »"), "{phrase}");
        let phrase = erreur(&monde, "structures.csv", "A;Mission;autre\nB;Halle;autre\n").await;
        assert!(phrase.contains("il manque la colonne"), "a file without headers: {phrase}");
    }
}

#[tokio::test]
async fn a_column_given_twice_is_refused() {
    for monde in mondes("colonne_double").await {
        let phrase = erreur(&monde, "structures.csv", "code;nom;type;Nom\nA;A;autre;B\n").await;
        assert!(phrase.contains("« nom » est présente deux fois"), "{phrase}");
    }
}

#[tokio::test]
async fn what_is_not_a_table_is_told_how_to_become_one() {
    for monde in mondes("pas_une_table").await {
        for (nom, octets, mots) in [
            ("jeunes.csv", b"".as_slice(), "est vide"),
            ("jeunes.csv", b"\n\n;;;\n", "est vide"),
            ("jeunes.csv", b"\xff\xfec\0o\0d\0e\0\n\0", "est en UTF-16"),
            ("jeunes.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 vieux classeur", "vieux format Excel (.xls)"),
            ("jeunes.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 chiffre", "mot de passe"),
            ("jeunes.xlsx", b"structure;numero\n", "n'a pas le contenu que son nom annonce"),
            ("jeunes.csv", b"PK\x03\x04 un classeur", "n'a pas le contenu que son nom annonce"),
            ("jeunes.xlsx", b"PK\x03\x04 rien de bon", "est abîmé"),
            ("jeunes.pdf", b"%PDF-1.7", "n'est ni un fichier .csv ni un fichier .xlsx"),
        ] {
            let phrase = erreur(&monde, nom, octets).await;
            assert!(phrase.contains(mots), "{nom} : « {phrase} » ne dit pas « {mots} »");
        }
    }
}

#[tokio::test]
async fn a_path_that_leads_nowhere_is_said_and_the_others_are_read() {
    for monde in mondes("chemins").await {
        let bon = monde.deposer(&[("structures.csv", "code;nom;type\nA;A;autre\n"), (".cache.csv", "x")]);
        let (absent, vide) = (monde.dossier.path().join("jeunes.csv"), monde.dossier.path().join("vide"));
        std::fs::create_dir(&vide).unwrap();
        let rapport = monde.importer(&[absent, vide, bon], &Mode::default()).await.unwrap();
        let dits: Vec<(&str, &str)> =
            rapport.fichiers.iter().map(|f| (f.fichier.as_str(), f.erreur.as_deref().unwrap_or("lu"))).collect();
        assert_eq!(dits.len(), 3, "hidden files are left alone: {dits:?}");
        assert!(
            dits.iter().any(|(f, e)| *f == "jeunes.csv" && e.contains("n'existe pas : vérifiez le chemin")),
            "{dits:?}"
        );
        assert!(dits.iter().any(|(f, e)| *f == "vide" && e.contains("ne contient aucun fichier")), "{dits:?}");
        assert!(dits.contains(&("structures.csv", "lu")), "{dits:?}");
        assert!(rapport.ecrit);
    }
}

#[tokio::test]
async fn headers_alone_are_no_fault_but_are_said() {
    for monde in mondes("entetes_seuls").await {
        let rapport = monde.livrer(&[("structures.csv", "code;nom;type\n")]).await;
        let f = seul(&rapport);
        assert_eq!(
            (f.erreur.as_deref(), f.avis.as_slice()),
            (None, ["Le fichier n'a aucune ligne sous ses en-têtes.".to_owned()].as_slice())
        );
    }
}

#[tokio::test]
async fn a_row_with_too_few_or_too_many_cells_is_refused_with_its_count() {
    let texte = "code;nom;type\nA;Un;autre\nB;Deux\nC;Trois;autre;x\nD;Quatre;autre\n";
    for monde in mondes("largeurs").await {
        let rapport = monde.livrer(&[("structures.csv", texte)]).await;
        let f = seul(&rapport);
        assert_eq!(comptes(f), [2, 0, 0, 2]);
        let dits: Vec<(u64, &str)> = f.refus.iter().map(|r| (r.ligne, r.motif.phrase.as_str())).collect();
        assert!(
            dits[0].0 == 3 && dits[0].1.contains("2 cellules au lieu de 3") && dits[0].1.contains("coupée"),
            "{dits:?}"
        );
        assert!(
            dits[1].0 == 4 && dits[1].1.contains("4 cellules au lieu de 3") && dits[1].1.contains("guillemets"),
            "{dits:?}"
        );
    }
}

#[tokio::test]
async fn a_file_cut_in_the_middle_of_a_row_says_so_wherever_the_cut_falls() {
    let entier = "code;nom;type;bassin\nA;Un;autre;Nord\nB;Deux;autre;Sud\n";
    let debut = entier.find("B;Deux").unwrap();
    for monde in mondes("coupe").await {
        for fin in [debut + 1, debut + 4, debut + 9, entier.len() - 5, entier.len() - 2, entier.len() - 1] {
            let rapport = monde.livrer(&[("structures.csv", &entier[..fin])]).await;
            let f = seul(&rapport);
            assert!(f.avis[0].contains("ne finit pas par un retour à la ligne"), "{:?}", f.avis);
            assert!(f.avis[0].contains("n'est pas coupée"), "{:?}", f.avis);
            // Cut before its last separator the row is refused; after it, only the notice tells.
            if fin < entier.len() - 4 {
                let r = refus(f);
                assert!(r.ligne == 3 && r.motif.phrase.contains("coupée"), "{r:?}");
                assert_eq!(monde.nombre("SELECT count(*) FROM structures WHERE code LIKE 'B%'").await, 0);
            }
        }
        assert!(seul(&monde.livrer(&[("structures.csv", entier)]).await).avis.is_empty());
    }
}

#[tokio::test]
async fn a_cut_inside_a_character_does_not_turn_the_file_into_another_encoding() {
    let entier = "code;nom;type\nA;Été;autre\nB;Forêt;autre\nC;Île é";
    for monde in mondes("coupe_utf8").await {
        let octets = &entier.as_bytes()[..entier.len() - 1];
        let rapport = monde.livrer(&[("structures.csv", octets)]).await;
        let f = seul(&rapport);
        assert_eq!(comptes(f), [2, 0, 0, 1], "{f:#?}");
        assert_eq!(monde.valeur("structures", "nom", "code = 'B'").await, "Forêt");
    }
}

#[tokio::test]
async fn an_open_quote_is_said_and_the_rows_before_it_are_kept() {
    let texte = "code;nom;type\nA;Un;autre\nB;\"Deux;autre\nC;Trois;autre\nD;Quatre;autre\n";
    for monde in mondes("guillemet").await {
        let rapport = monde.livrer(&[("structures.csv", texte)]).await;
        let f = seul(&rapport);
        assert_eq!(comptes(f), [1, 0, 0, 1]);
        assert!(f.avis[0].contains("guillemet ouvert n'est jamais refermé"), "{:?}", f.avis);
        assert_eq!(refus(f).ligne, 3);
    }
}

#[tokio::test]
async fn an_open_quote_does_not_swallow_a_big_file_into_one_cell() {
    let debut: String = (0..3_000).map(|i| format!("A{i};Avant;autre\n")).collect();
    // Longer than any row may be.
    let suite: String = (0..200_000).map(|i| format!("S{i};Après le guillemet;autre\n")).collect();
    for monde in mondes("guillemet_gros").await {
        let rapport =
            monde.livrer(&[("structures.csv", format!("code;nom;type\n{debut}B;\"Ouvert;autre\n{suite}"))]).await;
        let f = seul(&rapport);
        let erreur = f.erreur.clone().unwrap();
        assert!(erreur.contains("sans fin après la ligne 3001") && erreur.contains("guillemet"), "{erreur}");
        assert_eq!(comptes(f), [3_000, 0, 0, 0], "the rows before it are kept");
        assert_eq!(monde.nombre("SELECT count(*) FROM structures").await, 3_000);
        assert_eq!(monde.nombre("SELECT count(*) FROM imports_refus").await, 0);
        assert_eq!(
            monde.nombre("SELECT count(*) FROM imports WHERE erreur IS NOT NULL AND fini_le IS NOT NULL").await,
            1
        );
    }
}

#[tokio::test]
async fn a_cell_beyond_reason_is_refused() {
    let long = "x".repeat(2_001);
    for monde in mondes("longue").await {
        let texte = format!("code;nom;type\nA;{long};autre\nB;a\0b;autre\nC;Bon;autre\n");
        let rapport = monde.livrer(&[("structures.csv", &texte)]).await;
        let f = seul(&rapport);
        assert_eq!(comptes(f), [1, 0, 0, 2]);
        assert!(f.refus[0].motif.phrase.contains("2000 caractères"), "{:?}", f.refus[0].motif);
        assert!(f.refus[1].motif.phrase.contains("illisible"), "{:?}", f.refus[1].motif);
    }
}
