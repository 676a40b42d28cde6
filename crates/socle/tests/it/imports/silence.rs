//! Nothing is read wrongly in silence: what is no value is not « not known », what was known stays, what looks the same
//! is the same, what was not read is told.

use std::io::{Cursor, Read, Write};

use passerelle_socle::echanges::Mode;

use super::{comptes, refus, sans_histoire, seul};
use passerelle_monde::{Monde, mondes};

const ENTETE: &str = "structure;numero;nom;prenom;date_naissance;telephone;courriel\n";

/// Somebody of whom everything is known.
async fn connue(monde: &Monde) {
    monde.peupler().await;
    let ligne = "ML-NORD;50;Petit;Zoé;2000-01-02;06 39 98 01 20;zoe@demo.example\n";
    sans_histoire(&monde.livrer(&[("jeunes.csv", format!("{ENTETE}{ligne}"))]).await);
}

async fn telephone(monde: &Monde) -> String {
    monde.valeur("jeunes", "telephone", "nom = 'Petit'").await
}

#[tokio::test]
async fn an_error_of_a_spreadsheet_in_a_csv_empties_nothing_and_gives_the_row_back() {
    for erreur in ["#N/A", "#REF!", "#VALEUR!", "#VALUE!", "#NOM?", "#DIV/0!", "#NUL!", "#NOMBRE!", "#######"] {
        for monde in mondes("sil_erreur").await {
            connue(&monde).await;
            let texte = format!("{ENTETE}ML-NORD;50;Petit;Zoé;2000-01-02;{erreur};zoe@demo.example\n");
            let rapport = monde.livrer(&[("jeunes.csv", &texte)]).await;
            let f = seul(&rapport);
            assert_eq!(comptes(f), [0, 0, 0, 1], "{erreur}");
            assert_eq!(refus(f).motif.colonne.as_deref(), Some("telephone"));
            assert_eq!(telephone(&monde).await, "+33639980120");
        }
    }
}

#[tokio::test]
async fn an_empty_cell_keeps_what_was_known_and_says_how_many_and_which() {
    let texte = format!("{ENTETE}ML-NORD;50;Petit;Zoé;2000-01-02;;\n");
    for monde in mondes("sil_vide").await {
        connue(&monde).await;
        let rapport = monde.livrer(&[("jeunes.csv", &texte)]).await;
        let f = seul(&rapport);
        assert_eq!(comptes(f), [0, 0, 1, 0], "nothing changed");
        assert_eq!(f.gardees.iter().map(|(c, n)| (*c, *n)).collect::<Vec<_>>(), [("courriel", 1), ("telephone", 1)]);
        assert!(f.effacees.is_empty());
        let dit = &f.avis[0];
        assert!(
            dit.contains("2\u{a0}valeurs connues ont été gardées") && dit.contains("--effacer courriel,telephone"),
            "{dit}"
        );
        assert_eq!(telephone(&monde).await, "+33639980120");
        // Emptied only when it is asked, and told.
        let mode = Mode { effacer: vec!["telephone".into()], ..Mode::default() };
        let rapport = monde.livrer_mode(&[("jeunes.csv", &texte)], &mode).await;
        let f = seul(&rapport);
        assert_eq!(comptes(f), [0, 1, 0, 0]);
        assert_eq!(f.effacees.iter().map(|(c, n)| (*c, *n)).collect::<Vec<_>>(), [("telephone", 1)]);
        assert_eq!(f.gardees.iter().map(|(c, n)| (*c, *n)).collect::<Vec<_>>(), [("courriel", 1)]);
        assert_eq!(telephone(&monde).await, "∅");
        assert_eq!(monde.valeur("jeunes", "courriel", "nom = 'Petit'").await, "zoe@demo.example");
    }
}

#[tokio::test]
async fn partners_of_an_action_are_kept_too() {
    let texte = "code;type;intitule;partenaires\nPS-BTP;parcours_securise;Prépa BTP;\n";
    for monde in mondes("sil_liens").await {
        monde.peupler().await;
        let rapport = monde.livrer(&[("actions.csv", texte)]).await;
        assert_eq!(comptes(seul(&rapport)), [0, 0, 1, 0]);
        assert_eq!(monde.nombre("SELECT count(*) FROM actions_partenaires").await, 2);
        let mode = Mode { effacer: vec!["partenaires".into()], ..Mode::default() };
        monde.livrer_mode(&[("actions.csv", texte)], &mode).await;
        assert_eq!(monde.nombre("SELECT count(*) FROM actions_partenaires").await, 0);
    }
}

#[tokio::test]
async fn a_column_that_cannot_be_emptied_is_said_before_anything_is_read() {
    for monde in mondes("sil_effacer").await {
        for (colonne, mots) in [("telephon", "aucun fichier de la livraison n'a de colonne"), ("nom", "nécessaire")] {
            let mode = Mode { effacer: vec![colonne.into()], ..Mode::default() };
            let chemin = monde.deposer(&[("jeunes.csv", ENTETE)]);
            let erreur = monde.importer(&[chemin], &mode).await.unwrap_err().to_string();
            assert!(erreur.contains(mots), "{erreur}");
        }
    }
}

/// A workbook as another program writes it: one part of it changed.
fn retoucher(octets: &[u8], partie: &str, retouche: impl Fn(String) -> String) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(octets)).unwrap();
    let mut sortie = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..zip.len() {
        let mut entree = zip.by_index(i).unwrap();
        let (nom, mut contenu) = (entree.name().to_owned(), Vec::new());
        entree.read_to_end(&mut contenu).unwrap();
        if nom == partie {
            let avant = String::from_utf8(contenu).unwrap();
            let apres = retouche(avant.clone());
            assert_ne!(avant, apres, "the part is as the test thinks");
            contenu = apres.into_bytes();
        }
        sortie.start_file(nom, zip::write::SimpleFileOptions::default()).unwrap();
        sortie.write_all(&contenu).unwrap();
    }
    sortie.finish().unwrap().into_inner()
}

fn ecrire(feuille: &mut rust_xlsxwriter::Worksheet, lignes: &[&[&str]]) {
    for (ligne, cellules) in (0..).zip(lignes) {
        for (colonne, cellule) in (0..).zip(*cellules).filter(|(_, c)| !c.is_empty()) {
            feuille.write_string(ligne, colonne, *cellule).unwrap();
        }
    }
}

const COLONNES: &[&str] = &["structure", "numero", "nom", "prenom", "telephone"];

#[tokio::test]
async fn a_formula_never_computed_is_not_unknown_and_one_that_gave_nothing_is() {
    let mut classeur = rust_xlsxwriter::Workbook::new();
    let feuille = classeur.add_worksheet();
    ecrire(feuille, &[COLONNES, &["ML-NORD", "50", "Petit", "Zoé"]]);
    feuille.write_formula(1, 4, rust_xlsxwriter::Formula::new("=A1").set_result("texte")).unwrap();
    let octets = classeur.save_to_buffer().unwrap();
    let feuille = "xl/worksheets/sheet1.xml";
    // As the libraries that compute nothing write them.
    for sans_valeur in ["", "<v></v>", "<v/>"] {
        let jamais = retoucher(&octets, feuille, |x| {
            let debut = x.find("<v>texte</v>").unwrap();
            let tete = x[..debut].replace(" t=\"str\"", "");
            format!("{tete}{sans_valeur}{}", &x[debut + "<v>texte</v>".len()..])
        });
        for monde in mondes("sil_formule").await {
            connue(&monde).await;
            let rapport = monde.livrer(&[("jeunes.xlsx", &jamais)]).await;
            assert_eq!(comptes(seul(&rapport)), [0, 0, 0, 1], "« {sans_valeur} »");
            assert!(refus(seul(&rapport)).motif.phrase.contains("jamais été calculée"));
            assert_eq!(telephone(&monde).await, "+33639980120");
        }
    }
    let vide = retoucher(&octets, feuille, |x| x.replace("<v>texte</v>", "<v></v>"));
    for monde in mondes("sil_formule_vide").await {
        connue(&monde).await;
        let rapport = monde.livrer(&[("jeunes.xlsx", &vide)]).await;
        assert_eq!(comptes(seul(&rapport)), [0, 0, 1, 0], "{rapport:#?}");
    }
}

#[tokio::test]
async fn a_cell_that_a_merged_one_covers_is_not_unknown() {
    let mut classeur = rust_xlsxwriter::Workbook::new();
    let feuille = classeur.add_worksheet();
    ecrire(
        feuille,
        &[
            COLONNES,
            &["ML-NORD", "60", "Un", "A", "0639980130"],
            &["ML-NORD", "50", "Petit", "Zoé"],
            &["ML-NORD", "61", "Deux", "B"],
        ],
    );
    feuille.merge_range(1, 4, 2, 4, "0639980130", &rust_xlsxwriter::Format::new()).unwrap();
    let octets = classeur.save_to_buffer().unwrap();
    for monde in mondes("sil_fusion").await {
        connue(&monde).await;
        let rapport = monde.livrer(&[("jeunes.xlsx", &octets)]).await;
        let f = seul(&rapport);
        assert_eq!(comptes(f), [2, 0, 0, 1], "{f:#?}");
        assert_eq!(refus(f).ligne, 3);
        assert!(refus(f).motif.phrase.contains("fusionnée"), "{:?}", refus(f));
        assert_eq!(telephone(&monde).await, "+33639980120");
    }
}

#[tokio::test]
async fn the_sheet_that_people_see_is_read_and_the_others_are_told() {
    let tableau: &[&[&str]] = &[&["code", "nom", "type"], &["A", "Un", "autre"], &["B", "Deux", "autre"]];
    let listes: &[&[&str]] = &[&["autre"], &["cfa"]];
    for (cas, avant) in [("cachée", true), ("très cachée", true), ("derrière", false)] {
        let mut classeur = rust_xlsxwriter::Workbook::new();
        for nom in if avant { ["Listes", "Tableau"] } else { ["Tableau", "Listes"] } {
            let feuille = classeur.add_worksheet().set_name(nom).unwrap();
            ecrire(feuille, if nom == "Listes" { listes } else { tableau });
            match (nom, cas) {
                ("Listes", "très cachée") => {
                    feuille.set_very_hidden(true);
                }
                ("Listes", _) => {
                    feuille.set_hidden(true);
                }
                _ => {
                    feuille.set_active(true);
                    feuille.set_first_tab(true);
                    feuille.set_row_hidden(2).unwrap();
                }
            }
        }
        let octets = classeur.save_to_buffer().unwrap();
        for monde in mondes("sil_feuilles").await {
            let rapport = monde.livrer(&[("structures.xlsx", &octets)]).await;
            let f = seul(&rapport);
            assert_eq!(comptes(f), [2, 0, 0, 0], "{cas} : {f:#?}");
            assert_eq!(f.feuille.as_deref(), Some("Tableau"));
            assert!(f.avis.iter().any(|a| a.contains("« Listes » (cachée)")), "{cas} : {:?}", f.avis);
            assert!(
                f.avis.iter().any(|a| a.contains("1\u{a0}ligne masquée ou filtrée a été lue")),
                "{cas} : {:?}",
                f.avis
            );
        }
    }
}

#[tokio::test]
async fn names_of_old_encodings_are_read_rightly_and_it_is_told() {
    // « Lefèvre;Zoé » and « Gérôme;Chloé », byte by byte, from the tables of Apple and of Microsoft.
    let mac = b"structure;numero;nom;prenom\nML-NORD;1;Lef\x8fvre;Zo\x8e\nML-NORD;2;G\x8er\x99me;Chlo\x8e\n";
    let dos = b"structure;numero;nom;prenom\nML-NORD;1;Lef\x8avre;Zo\x82\nML-NORD;2;G\x82r\x93me;Chlo\x82\n";
    let deux_fois = "structure;numero;nom;prenom\nML-NORD;1;LefÃ¨vre;ZoÃ©\nML-NORD;2;GÃ©rÃ´me;ChloÃ©\n".as_bytes();
    for (octets, mots) in [(mac.as_slice(), "Mac Roman"), (dos.as_slice(), "DOS"), (deux_fois, "encodés deux fois")] {
        for monde in mondes("sil_encodages").await {
            monde.peupler().await;
            let rapport = monde.livrer(&[("jeunes.csv", octets)]).await;
            let f = seul(&rapport);
            assert_eq!(comptes(f), [2, 0, 0, 0], "{mots} : {f:#?}");
            assert!(f.avis.iter().any(|a| a.contains(mots)), "{:?}", f.avis);
            let noms = monde.textes("SELECT nom || ' ' || prenom AS texte FROM jeunes ORDER BY nom").await;
            assert!(noms.contains(&"Lefèvre Zoé".to_owned()) && noms.contains(&"Gérôme Chloé".to_owned()), "{noms:?}");
        }
    }
}

#[tokio::test]
async fn the_ligature_of_latin_9_is_read_and_a_byte_that_is_no_letter_is_refused() {
    for monde in mondes("sil_latin9").await {
        monde.peupler().await;
        let octets = b"structure;numero;nom;prenom\nML-NORD;1;L\xbditel;Ana\xefs\nML-NORD;2;B\xe9\x81zard;Zo\xe9\n";
        let rapport = monde.livrer(&[("jeunes.csv", octets.as_slice())]).await;
        assert_eq!(monde.valeur("jeunes", "nom", "prenom = 'Anaïs'").await, "Lœitel");
        let f = seul(&rapport);
        assert_eq!(comptes(f), [1, 0, 0, 1], "{f:#?}");
        assert_eq!((refus(f).ligne, refus(f).motif.colonne.as_deref()), (3, Some("nom")));
    }
}

#[tokio::test]
async fn a_letter_already_lost_is_refused_with_what_to_do() {
    for monde in mondes("sil_perdue").await {
        monde.peupler().await;
        let texte = "structure;numero;nom;prenom\nML-NORD;1;Lef?vre;Zoé\nML-NORD;2;Petit;Ren?\nML-NORD;3;O'Neil;Ann\n";
        let rapport = monde.livrer(&[("jeunes.csv", texte)]).await;
        let f = seul(&rapport);
        assert_eq!(comptes(f), [1, 0, 0, 2]);
        assert!(f.refus.iter().all(|r| r.motif.phrase.contains("une lettre semble perdue")), "{f:#?}");
    }
}

#[tokio::test]
async fn quotes_are_the_text_as_it_is_written() {
    let texte = "code;nom;type\nA;O\"Brien;autre\nB;\"L'atelier \"du Lac\" du Nord\";autre\nC;\"Le \"\"Pont\"\"\";autre\nD;5\" de long;autre\n";
    for monde in mondes("sil_guillemets").await {
        let rapport = monde.livrer(&[("structures.csv", texte)]).await;
        sans_histoire(&rapport);
        for (code, nom) in
            [("A", "O\"Brien"), ("B", "L'atelier \"du Lac\" du Nord"), ("C", "Le \"Pont\""), ("D", "5\" de long")]
        {
            assert_eq!(monde.valeur("structures", "nom", &format!("code = '{code}'")).await, nom);
        }
    }
}

#[tokio::test]
async fn codes_that_look_the_same_are_the_same_in_every_file() {
    for (dans_jeunes, dans_contrats) in [
        ("1001\u{a0}", "1001"),
        ("1002\u{200b}", "1002"),
        ("\u{200e}1003", "1003"),
        ("A\u{ad}1004", "A1004"),
        ("\u{feff}1005", "1005"),
        ("E\u{301}1006", "\u{c9}1006"),
        ("A\u{2011}7", "A-7"),
        ("=\"0108\"", "0108"),
        ("'0109", "0109"),
    ] {
        let entete = "structure;numero;nom;prenom\n";
        let jeune = |numero: &str, structure: &str| format!("{entete}{structure};{numero};Petit;Zoé\n");
        let contrat = format!("structure;jeune;type;date_debut\nML-NORD;{dans_contrats};apprentissage;2017-09-04\n");
        for monde in mondes("sil_codes").await {
            monde.peupler().await;
            let rapport = monde
                .livrer(&[
                    ("jeunes.csv", jeune(dans_jeunes, "ML\u{2011}NORD\u{200b}")),
                    ("contrats.csv", contrat.clone()),
                ])
                .await;
            assert!(rapport.fichiers.iter().all(|f| comptes(f) == [1, 0, 0, 0]), "{dans_jeunes:?} : {rapport:#?}");
            let rapport = monde.livrer(&[("jeunes.csv", jeune(dans_contrats, "ML-NORD"))]).await;
            assert_eq!(comptes(seul(&rapport)), [0, 0, 1, 0], "{dans_jeunes:?}");
        }
    }
}

#[tokio::test]
async fn days_followed_by_midnight_are_days_and_nobody_is_born_tomorrow() {
    let ligne = |naissance: &str| format!("{ENTETE}ML-NORD;50;Petit;Zoé;{naissance};;\n");
    for monde in mondes("sil_dates").await {
        monde.peupler().await;
        for ecrite in ["2000-01-02 00:00:00", "02/01/2000 00:00", "2000-01-02T00:00:00.000Z", "2000-01-01T23:00:00Z"] {
            let rapport = monde.livrer(&[("jeunes.csv", ligne(ecrite))]).await;
            assert_eq!(seul(&rapport).refuses, 0, "{ecrite} : {rapport:#?}");
            assert_eq!(monde.valeur("jeunes", "date_naissance", "nom = 'Petit'").await, "2000-01-02", "{ecrite}");
        }
        for (naissance, mots) in
            [("2027-05-04", "futur"), ("1890-05-04", "entre 1900 et 2100"), ("02/01/2000 08:30", "n’est pas lisible")]
        {
            let rapport = monde.livrer(&[("jeunes.csv", ligne(naissance))]).await;
            assert!(refus(seul(&rapport)).motif.phrase.contains(mots), "{naissance} : {rapport:#?}");
        }
        let contrat = "structure;jeune;type;date_debut;date_fin\nML-NORD;12;cdi;2017-09-04;31/12/2099\n";
        let rapport = monde.livrer(&[("contrats.csv", contrat)]).await;
        assert!(refus(seul(&rapport)).motif.phrase.contains("laissez la cellule vide"), "{rapport:#?}");
    }
}

#[tokio::test]
async fn the_line_that_a_spreadsheet_writes_for_itself_is_no_row() {
    for monde in mondes("sil_sep").await {
        // The separator of the line wins over those of the names, and rows keep their numbers.
        let texte = "sep=,\r\ncode,nom,type\r\nA,Un;deux;trois;quatre,autre\r\nB,Deux,inventé\r\n";
        let rapport = monde.livrer(&[("structures.csv", texte)]).await;
        assert_eq!(comptes(seul(&rapport)), [1, 0, 0, 1]);
        assert_eq!(refus(seul(&rapport)).ligne, 4, "{rapport:#?}");
        assert_eq!(monde.valeur("structures", "nom", "code = 'A'").await, "Un;deux;trois;quatre");
    }
}

#[tokio::test]
async fn three_ways_of_writing_accents_in_one_file_are_each_read() {
    for monde in mondes("sil_trois").await {
        monde.peupler().await;
        let mut octets = b"structure;numero;nom;prenom\nML-NORD;71;Petit;Zo\xc3\x83\xc2\xa9\n".to_vec();
        octets.extend(b"ML-NORD;72;H\xe9l\xe8ne;L\xc3\xa9o\n");
        let rapport = monde.livrer(&[("jeunes.csv", octets)]).await;
        assert!(seul(&rapport).avis.iter().any(|a| a.contains("mélange")), "{rapport:#?}");
        for (nom, prenom) in [("Petit", "Zoé"), ("Hélène", "Léo")] {
            assert_eq!(monde.valeur("jeunes", "prenom", &format!("nom = '{nom}'")).await, prenom);
        }
    }
}

#[tokio::test]
async fn a_number_that_a_spreadsheet_shortened_is_said_so_whatever_it_was() {
    for monde in mondes("sil_abrege").await {
        let texte = "code;nom;type;siret;telephone\nA;Un;autre;3,56E+13;\nB;Deux;autre;;6,3998E+08\n";
        let rapport = monde.livrer(&[("structures.csv", texte)]).await;
        let f = seul(&rapport);
        assert_eq!(comptes(f), [0, 0, 0, 2]);
        assert!(f.refus.iter().all(|r| r.motif.phrase.contains("le tableur a abrégé ce nombre")), "{f:#?}");
    }
}
