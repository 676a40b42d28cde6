//! Workbooks as people make them: typed dates, numbers, hours, several sheets.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use super::{comptes, refus, sans_histoire, seul};
use passerelle_monde::mondes;

/// A workbook whose first sheet `remplir` fills.
fn classeur(remplir: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut classeur = Workbook::new();
    remplir(classeur.add_worksheet());
    classeur.save_to_buffer().unwrap()
}

fn entetes(feuille: &mut rust_xlsxwriter::Worksheet, noms: &[&str]) {
    for (colonne, nom) in (0..).zip(noms) {
        feuille.write_string(0, colonne, *nom).unwrap();
    }
}

#[tokio::test]
async fn real_dates_hours_numbers_and_yes_or_no_are_read_as_such() {
    let octets = classeur(|f| {
        entetes(f, &["Code", "Type", "Date", "Heure début", "Heure fin", "NB CFA", "Public", "Intitulé"]);
        let date = Format::new().set_num_format("dd/mm/yyyy");
        let heure = Format::new().set_num_format("hh:mm");
        f.write_number(1, 0, 12.0).unwrap();
        f.write_string(1, 1, "forum").unwrap();
        f.write_datetime_with_format(1, 2, ExcelDateTime::from_ymd(2017, 3, 14).unwrap(), &date).unwrap();
        f.write_datetime_with_format(1, 3, ExcelDateTime::from_hms(9, 30, 0).unwrap(), &heure).unwrap();
        f.write_datetime_with_format(1, 4, ExcelDateTime::from_hms(12, 0, 0).unwrap(), &heure).unwrap();
        f.write_number(1, 5, 13.0).unwrap();
        f.write_boolean(1, 6, true).unwrap();
        // A formula counts by the value last computed; it is never run.
        f.write_formula(1, 7, Formula::new("=\"Forum \"&A1").set_result("Forum du Lac")).unwrap();
        f.write_string(2, 0, "E2").unwrap();
        f.write_string(2, 1, "forum").unwrap();
        f.write_string(2, 2, "15/03/2017").unwrap();
    });
    for monde in mondes("xlsx_types").await {
        let rapport = monde.livrer(&[("evenements.xlsx", &octets)]).await;
        sans_histoire(&rapport);
        assert_eq!(comptes(seul(&rapport)), [2, 0, 0, 0]);
        let lu = "SELECT CAST(date AS text) || ' ' || heure_debut || ' ' || heure_fin || ' ' || CAST(nb_cfa AS text) || ' ' \
                  || CASE WHEN public THEN 'oui' ELSE 'non' END || ' ' || intitule AS texte FROM evenements WHERE code = '12'";
        assert_eq!(monde.textes(lu).await, ["2017-03-14 09:30 12:00 13 oui Forum du Lac"]);
        assert_eq!(monde.valeur("evenements", "date", "code = 'E2'").await, "2017-03-15");
        assert_eq!(monde.valeur("evenements", "nb_cfa", "code = 'E2'").await, "∅", "a blank cell is not known");
    }
}

#[tokio::test]
async fn a_workbook_says_the_same_as_its_csv() {
    let texte = passerelle_monde::Monde::livraison_de_base().into_iter().find(|(n, _)| *n == "jeunes.csv").unwrap().1;
    let octets = classeur(|f| {
        for (ligne, cellules) in (0..).zip(texte.lines()) {
            for (colonne, cellule) in (0..).zip(cellules.split(';')) {
                f.write_string(ligne, colonne, cellule).unwrap();
            }
        }
    });
    for monde in mondes("xlsx_csv").await {
        monde.peupler().await;
        let rapport = monde.livrer(&[("jeunes.xlsx", &octets)]).await;
        assert_eq!(comptes(seul(&rapport)), [0, 0, 3, 0], "{rapport:#?}");
    }
}

#[tokio::test]
async fn numbers_that_lost_their_zero_are_mended_or_refused_never_guessed() {
    let octets = classeur(|f| {
        entetes(f, &["structure", "numero", "nom", "prenom", "code_postal", "telephone"]);
        for (ligne, (numero, postal, telephone)) in
            (1..).zip([(1.0, 93300.0, 639_980_110.0), (2.0, 1200.0, 639_980_111.0), (3.0, 120.0, 639_980_112.0)])
        {
            f.write_string(ligne, 0, "ML-NORD").unwrap();
            f.write_number(ligne, 1, numero).unwrap();
            f.write_string(ligne, 2, "Petit").unwrap();
            f.write_string(ligne, 3, "Zoé").unwrap();
            f.write_number(ligne, 4, postal).unwrap();
            f.write_number(ligne, 5, telephone).unwrap();
        }
    });
    for monde in mondes("xlsx_zeros").await {
        monde.peupler().await;
        let rapport = monde.livrer(&[("jeunes.xlsx", &octets)]).await;
        let f = seul(&rapport);
        assert_eq!(comptes(f), [2, 0, 0, 1], "{f:#?}");
        let lus = "SELECT code_postal || ' ' || telephone AS texte FROM jeunes WHERE nom = 'Petit' ORDER BY telephone";
        assert_eq!(monde.textes(lus).await, ["93300 +33639980110", "01200 +33639980111"]);
        let r = refus(f);
        assert_eq!((r.ligne, r.motif.colonne.as_deref()), (4, Some("code_postal")));
        assert!(r.motif.phrase.contains("5 chiffres"), "{}", r.motif.phrase);
    }
}

#[tokio::test]
async fn only_the_first_sheet_is_read_and_its_rows_keep_their_numbers() {
    let mut classeur = Workbook::new();
    let premiere = classeur.add_worksheet();
    entetes(premiere, &["code", "nom", "type"]);
    for (ligne, [code, nom, genre]) in
        [(3, ["A", "Un", "autre"]), (7, ["B", "Deux", "inventé"]), (9, ["C", "Trois", "autre"])]
    {
        for (colonne, cellule) in (0..).zip([code, nom, genre]) {
            premiere.write_string(ligne, colonne, cellule).unwrap();
        }
    }
    let seconde = classeur.add_worksheet();
    entetes(seconde, &["code", "nom", "type"]);
    for (colonne, cellule) in (0..).zip(["Z", "Ailleurs", "autre"]) {
        seconde.write_string(1, colonne, cellule).unwrap();
    }
    let octets = classeur.save_to_buffer().unwrap();
    for monde in mondes("xlsx_feuilles").await {
        let rapport = monde.livrer(&[("structures.xlsx", &octets)]).await;
        let f = seul(&rapport);
        assert_eq!(comptes(f), [2, 0, 0, 1]);
        assert_eq!(refus(f).ligne, 8, "the number that Excel shows");
        assert_eq!(monde.nombre("SELECT count(*) FROM structures WHERE code = 'Z'").await, 0);
    }
}

#[tokio::test]
async fn a_row_whose_last_cells_are_blank_is_whole_and_one_too_wide_is_not() {
    let octets = classeur(|f| {
        entetes(f, &["code", "nom", "type", "bassin", "reseau"]);
        for (ligne, cellules) in
            (1..).zip([vec!["A", "Un", "autre"], vec!["B", "Deux", "autre", "", "", "", "de trop"]])
        {
            for (colonne, cellule) in (0..).zip(cellules) {
                f.write_string(ligne, colonne, cellule).unwrap();
            }
        }
    });
    for monde in mondes("xlsx_largeurs").await {
        let rapport = monde.livrer(&[("structures.xlsx", &octets)]).await;
        let f = seul(&rapport);
        assert_eq!(comptes(f), [1, 0, 0, 1]);
        assert!(refus(f).motif.phrase.contains("7 cellules au lieu de 5"), "{:?}", refus(f));
    }
}

#[tokio::test]
async fn a_social_security_number_typed_as_a_number_is_found() {
    let octets = classeur(|f| {
        entetes(f, &["structure", "numero", "nom", "prenom", "situation"]);
        for (ligne, nir) in (1..).zip([2_550_814_168_025.0, 255_081_416_802_538.0]) {
            for (colonne, cellule) in (0..).zip(["ML-NORD", "1", "Petit", "Zoé"]) {
                f.write_string(ligne, colonne, cellule).unwrap();
            }
            f.write_number(ligne, 4, nir).unwrap();
        }
    });
    for monde in mondes("xlsx_nir").await {
        monde.peupler().await;
        let rapport = monde.livrer(&[("jeunes.xlsx", &octets)]).await;
        let f = seul(&rapport);
        assert_eq!(comptes(f), [0, 0, 0, 2]);
        assert!(f.refus.iter().all(|r| r.motif.phrase.contains("sécurité sociale") && r.motif.colonne.as_deref() == Some("situation")));
        assert!(!monde.tout_le_texte().await.contains("168025"));
    }
}

#[tokio::test]
async fn an_error_cell_is_no_value_and_gives_its_row_back() {
    let octets = classeur(|f| {
        entetes(f, &["code", "nom", "type", "bassin"]);
        for (colonne, cellule) in (0..).zip(["A", "Un", "autre"]) {
            f.write_string(1, colonne, cellule).unwrap();
        }
        f.write_formula(1, 3, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    });
    for monde in mondes("xlsx_erreur").await {
        monde.livrer(&[("structures.csv", "code;nom;type;bassin\nA;Un;autre;Nord\n")]).await;
        let rapport = monde.livrer(&[("structures.xlsx", &octets)]).await;
        assert_eq!(comptes(seul(&rapport)), [0, 0, 0, 1]);
        assert_eq!(refus(seul(&rapport)).motif.colonne.as_deref(), Some("bassin"));
        assert!(refus(seul(&rapport)).motif.phrase.contains("erreur du tableur"), "{rapport:#?}");
        assert_eq!(monde.valeur("structures", "bassin", "code = 'A'").await, "Nord");
    }
}
