//! Cells that a spreadsheet would run: kept as they are, given back so that nothing runs.

use std::io::Read;

use calamine::{Data, Reader, Xlsx};
use passerelle_socle::access::Role;
use passerelle_socle::echanges::Mode;

use super::{comptes, rangees, seul};
use passerelle_monde::mondes;

/// Cells as they come, and as they are kept: an apostrophe before a formula is the mark that an
/// export puts there, and goes.
const HOSTILES: [(&str, &str); 8] = [
    ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
    ("+33639980102", "+33639980102"),
    ("-1", "-1"),
    ("@SUM(1+1)", "@SUM(1+1)"),
    ("'=x", "=x"),
    ("''=x", "'=x"),
    ("=HYPERLINK(\"https://ailleurs.example\";\"clic\")", "=HYPERLINK(\"https://ailleurs.example\";\"clic\")"),
    ("'ordinaire", "'ordinaire"),
];

fn livraison() -> String {
    let mut ecrivain = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    ecrivain.write_record(["code", "nom", "type", "bassin"]).unwrap();
    for (rang, (ecrit, _)) in HOSTILES.iter().enumerate() {
        ecrivain.write_record([format!("H{rang}").as_str(), ecrit, "association", ecrit]).unwrap();
    }
    String::from_utf8(ecrivain.into_inner().unwrap()).unwrap()
}

fn inerte(cellule: &str) -> bool {
    !cellule.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[tokio::test]
async fn they_are_kept_unharmed() {
    for monde in mondes("formules").await {
        let rapport = monde.livrer(&[("structures.csv", livraison())]).await;
        assert_eq!(comptes(seul(&rapport)), [8, 0, 0, 0]);
        for (rang, (_, garde)) in HOSTILES.iter().enumerate() {
            assert_eq!(monde.valeur("structures", "nom", &format!("code = 'H{rang}'")).await, *garde);
        }
    }
}

#[tokio::test]
async fn a_csv_export_runs_nothing_and_read_back_changes_nothing() {
    for monde in mondes("formules_csv").await {
        monde.livrer(&[("structures.csv", livraison())]).await;
        let octets = monde.visiteur(Some(Role::Administrateur)).await.fichier("/structures.csv?tri=code").await;
        let rangees = rangees(&octets);
        assert_eq!(rangees.len(), 1 + HOSTILES.len());
        assert!(rangees.iter().flatten().all(|c| inerte(c)), "{rangees:#?}");
        // The columns that the list shares with the exchange format, cell for cell.
        let mut retour = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
        retour.write_record(["code", "nom", "type", "bassin"]).unwrap();
        for r in &rangees[1..] {
            let place = |titre: &str| rangees[0].iter().position(|t| t == titre).unwrap();
            retour
                .write_record([r[place("Code")].as_str(), &r[place("Structure")], "association", &r[place("Bassin")]])
                .unwrap();
        }
        let rapport = monde.livrer(&[("structures.csv", retour.into_inner().unwrap())]).await;
        assert_eq!(comptes(seul(&rapport)), [0, 0, 8, 0], "{rapport:#?}");
    }
}

#[tokio::test]
async fn a_workbook_export_holds_texts_and_no_formula() {
    for monde in mondes("formules_xlsx").await {
        monde.livrer(&[("structures.csv", livraison())]).await;
        let octets = monde.visiteur(Some(Role::Administrateur)).await.fichier("/structures.xlsx?tri=code").await;
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&octets)).unwrap();
        let mut xml = String::new();
        zip.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut xml).unwrap();
        assert!(xml.contains("<sheetData>") && !xml.contains("<f>") && !xml.contains("<f "), "{xml}");
        let mut classeur = Xlsx::new(std::io::Cursor::new(octets)).unwrap();
        let feuille = classeur.worksheet_range_at(0).unwrap().unwrap();
        let noms: Vec<&Data> = feuille.rows().skip(1).map(|r| &r[0]).collect();
        assert_eq!(noms, HOSTILES.map(|(_, garde)| Data::String(garde.into())).iter().collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn refused_rows_come_back_inert_and_go_in_unharmed_once_mended() {
    let mauvaise = livraison().replace(";association;", ";inventé;");
    for monde in mondes("formules_refus").await {
        let refuses = monde.dossier.path().join("refus");
        let mode = Mode { refus: Some(refuses.clone()), ..Mode::default() };
        let rapport = monde.livrer_mode(&[("structures.csv", &mauvaise)], &mode).await;
        assert_eq!(comptes(seul(&rapport)), [0, 0, 0, 8]);
        let rendu = std::fs::read(refuses.join("structures.refus.csv")).unwrap();
        assert!(rangees(&rendu).iter().flatten().all(|c| inerte(c)));
        let corrige = String::from_utf8(rendu).unwrap().replace("inventé", "association");
        let rapport = monde.livrer(&[("structures.refus.csv", &corrige)]).await;
        assert_eq!(comptes(seul(&rapport)), [8, 0, 0, 0], "{rapport:#?}");
        for (rang, (_, garde)) in HOSTILES.iter().enumerate() {
            assert_eq!(monde.valeur("structures", "nom", &format!("code = 'H{rang}'")).await, *garde);
        }
    }
}

#[tokio::test]
async fn a_telephone_that_starts_with_a_plus_goes_there_and_back() {
    let texte = "structure;numero;nom;prenom;telephone;sexe\nML-NORD;1;Petit;Zoé;+33 6 39 98 01 02;?\n";
    for monde in mondes("plus").await {
        monde.peupler().await;
        let refuses = monde.dossier.path().join("refus");
        let mode = Mode { refus: Some(refuses.clone()), ..Mode::default() };
        monde.livrer_mode(&[("jeunes.csv", texte)], &mode).await;
        let rendu = std::fs::read_to_string(refuses.join("jeunes.refus.csv")).unwrap();
        assert!(rendu.contains(";'+33 6 39 98 01 02;"), "{rendu}");
        let rapport = monde.livrer(&[("jeunes.csv", rendu.replace("02;?;", "02;F;"))]).await;
        assert_eq!(comptes(seul(&rapport)), [1, 0, 0, 0], "{rapport:#?}");
        assert_eq!(monde.valeur("jeunes", "telephone", "nom = 'Petit'").await, "+33639980102");
    }
}
