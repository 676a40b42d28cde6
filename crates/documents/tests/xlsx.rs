//! Workbooks, reopened with another library: what went in comes out, under the same type.

use calamine::{Data, Reader, Xlsx};
use chrono::NaiveDate;
use passerelle_documents::{Cellule, Colonne, EcrivainXlsx, Tableau, Valeur, xlsx};
use std::io::Cursor;

const HOSTILES: [&str; 10] = [
    "=HYPERLINK(\"https://example.org\")",
    "+1+1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "https://example.org/",
    "<script>alert(1)</script>&amp;",
    " œuvre « été » \u{202f}€ ",
    "_x0041_",
    "a\nb",
];

fn ouvrir(octets: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(octets)).expect("a readable workbook")
}

fn tableau() -> Tableau {
    let date = NaiveDate::from_ymd_opt(2017, 3, 14).unwrap();
    let mut lignes: Vec<Vec<Cellule>> =
        HOSTILES.iter().map(|h| vec![Cellule::from(*h), Cellule::from(1377), date.into()]).collect();
    lignes.push(vec![true.into(), 2.5.into(), Valeur::Inconnu.into()]);
    lignes.push(vec![i64::MAX.into(), f64::NAN.into(), NaiveDate::MIN.into()]);
    Tableau {
        titre: "Jeunes [93]".into(),
        colonnes: vec![Colonne::texte("nom", "Nom"), Colonne::nombre("n", "=Nombre"), Colonne::texte("le", "Date")],
        lignes,
        total: Some(vec!["Total".into(), 9.into(), Valeur::Inconnu.into()]),
    }
}

fn verifier(classeur: &mut Xlsx<Cursor<Vec<u8>>>, nom: &str) {
    let plage = classeur.worksheet_range(nom).unwrap();
    let texte = |s: &str| Data::String(s.to_owned());
    assert_eq!(plage.get((0, 1)), Some(&texte("=Nombre")));
    for (i, hostile) in HOSTILES.iter().enumerate() {
        assert_eq!(plage.get((i + 1, 0)), Some(&texte(hostile)));
        assert_eq!(plage.get((i + 1, 1)), Some(&Data::Float(1377.0)));
        let Some(Data::DateTime(date)) = plage.get((i + 1, 2)) else { panic!("not a date") };
        assert_eq!(date.to_ymd_hms_milli(), (2017, 3, 14, 0, 0, 0, 0));
    }
    let ligne = HOSTILES.len() + 1;
    assert_eq!(plage.get((ligne, 0)), Some(&Data::Bool(true)));
    assert_eq!(plage.get((ligne, 1)), Some(&Data::Float(2.5)));
    assert_eq!(plage.get((ligne, 2)), Some(&Data::Empty));
    assert_eq!(plage.get((ligne + 1, 0)), Some(&texte("9223372036854775807")));
    assert_eq!(plage.get((ligne + 1, 1)), Some(&Data::Empty));
    assert!(matches!(plage.get((ligne + 1, 2)), Some(Data::String(_))));
    assert!(classeur.worksheet_formula(nom).unwrap().is_empty(), "a formula slipped in");
}

#[test]
fn le_classeur_relu_rend_les_valeurs_et_aucune_formule() {
    let mut classeur = ouvrir(xlsx(&[tableau()]).unwrap());
    verifier(&mut classeur, "Jeunes 93");
    let plage = classeur.worksheet_range("Jeunes 93").unwrap();
    assert_eq!(plage.get((HOSTILES.len() + 3, 1)), Some(&Data::Float(9.0)), "the total comes last");
}

#[test]
fn l_ecrivain_ligne_a_ligne_donne_le_meme_contenu() {
    let t = tableau();
    let mut ecrivain = EcrivainXlsx::nouveau(&t.titre, &t.colonnes).unwrap();
    for ligne in &t.lignes {
        ecrivain.ligne(ligne).unwrap();
    }
    verifier(&mut ouvrir(ecrivain.finir().unwrap()), "Jeunes 93");
}

#[test]
fn chaque_tableau_a_sa_feuille() {
    let vide = Tableau { lignes: vec![], total: None, ..tableau() };
    let classeur = ouvrir(xlsx(&[vide.clone(), vide]).unwrap());
    assert_eq!(classeur.sheet_names(), ["Jeunes 93", "Jeunes 93 (2)"]);
}

#[test]
fn un_texte_trop_long_est_coupe_et_une_ligne_trop_courte_refusee() {
    let long = Tableau { lignes: vec![vec!["é".repeat(40_000).into(), 1.into(), 2.into()]], ..tableau() };
    let mut classeur = ouvrir(xlsx(&[long]).unwrap());
    let plage = classeur.worksheet_range("Jeunes 93").unwrap();
    let Some(Data::String(texte)) = plage.get((1, 0)) else { panic!("no text") };
    assert_eq!(texte.chars().count(), 32_767);
    let courte = Tableau { lignes: vec![vec!["seule".into()]], ..tableau() };
    assert!(xlsx(&[courte]).is_err());
}
