//! PDF documents: accessible, reproducible, and deaf to whatever their texts contain.

use chrono::NaiveDate;
use passerelle_documents::{Bloc, Chiffre, Colonne, Definition, Document, Forme, Graphique, Tableau, Valeur, pdf};

const HOSTILES: [&str; 12] = [
    "#import \"/etc/passwd\": *",
    "#panic(\"x\")",
    "*gras* _ital_ `code` $x^2$ = titre",
    "</text><script>alert(1)</script>",
    "\"><svg onload=alert(1)>",
    "<étiquette> @reference \\u{41} // commentaire /* */",
    "مرحبا 你好 😀 \u{202e}envers\u{200d}",
    "a\0b\u{1}\u{7f}\u{fffe}\u{ffff}\u{e000}",
    "ligne 1\r\nligne 2\n\n\n",
    "",
    " ",
    "Loremipsumdolorsitametconsecteturadipiscingelitseddoeiusmodtemporincididuntutlabore",
];

fn document(blocs: Vec<Bloc>) -> Document {
    Document {
        titre: "Bilan".into(),
        sous_titre: "2017".into(),
        organisme: "Convergence 93".into(),
        edite_le: NaiveDate::from_ymd_opt(2018, 3, 14),
        edite_par: "Camille".into(),
        demonstration: false,
        blocs,
    }
}

/// Every kind of block, with `texte` everywhere a text can be.
fn blocs(texte: &str) -> Vec<Bloc> {
    let t = || texte.to_owned();
    let tableau = Tableau {
        titre: t(),
        colonnes: vec![Colonne::texte("a", t()), Colonne::nombre("b", t())],
        lignes: vec![vec![texte.into(), 1377.into()], vec![Valeur::Inconnu.into(), texte.into()]],
        total: Some(vec![texte.into(), 2.into()]),
    };
    let graphique = |forme| Graphique {
        titre: t(),
        description: t(),
        forme,
        series: vec![t(), t()],
        categories: vec![t(), t()],
        valeurs: vec![vec![Some(1.0), None], vec![Some(-3.5), Some(f64::NAN)]],
        unite: t(),
    };
    let chiffre = Chiffre {
        cle: "c",
        valeur: texte.into(),
        libelle: t(),
        complement: Some(t()),
        lien: Some(t()),
        definition: t(),
    };
    let mut blocs = vec![
        Bloc::Titre { niveau: 3, texte: t(), ancre: t() },
        Bloc::Titre { niveau: 200, texte: t(), ancre: t() },
        Bloc::Titre { niveau: 0, texte: t(), ancre: t() },
        Bloc::Paragraphe(t()),
        Bloc::Note(t()),
        Bloc::Code(t()),
        Bloc::Chiffres(vec![chiffre; 4]),
        Bloc::Tableau(tableau.clone()),
        Bloc::Definitions(vec![Definition { terme: t(), texte: t(), reference: Some(t()) }]),
    ];
    for forme in [Forme::BarresHorizontales, Forme::BarresEmpilees, Forme::Colonnes] {
        blocs.push(Bloc::Graphique { graphique: graphique(forme), tableau: tableau.clone() });
    }
    blocs
}

fn contient(octets: &[u8], motif: &str) -> bool {
    octets.windows(motif.len()).any(|fenetre| fenetre == motif.as_bytes())
}

#[test]
fn le_document_est_un_pdf_balise_titre_et_en_francais() {
    let octets = pdf(&document(blocs("Texte"))).unwrap();
    assert!(octets.starts_with(b"%PDF-1.7"));
    for motif in ["/StructTreeRoot", "/Lang(fr", "pdfuaid:part", "/S/TH/", "/S/Figure", "/Alt", "/S/Caption"] {
        assert!(contient(&octets, motif), "{motif}");
    }
    assert!(contient(&octets, "2018-03-14"), "the date of the document, not of the machine");
}

#[test]
fn le_meme_document_donne_les_memes_octets() {
    let doc = document(blocs("Été à l’œuvre – 1\u{202f}377\u{a0}€"));
    assert_eq!(pdf(&doc).unwrap(), pdf(&doc).unwrap());
    let autre = Document { demonstration: true, ..doc.clone() };
    assert_ne!(pdf(&doc).unwrap(), pdf(&autre).unwrap());
}

#[test]
fn aucun_texte_ne_devient_du_balisage_ni_n_empeche_le_document() {
    for hostile in HOSTILES {
        let t = hostile.to_owned();
        let doc = Document {
            titre: t.clone(),
            sous_titre: t.clone(),
            organisme: t.clone(),
            edite_par: t,
            demonstration: true,
            ..document(blocs(hostile))
        };
        let octets = pdf(&doc).unwrap_or_else(|e| panic!("{hostile:?} : {e}"));
        assert!(octets.starts_with(b"%PDF"));
    }
}

#[test]
fn tout_caractere_passe() {
    let tous: String = (1..0x3100).chain(0xe000..0x11000).filter_map(char::from_u32).collect();
    let tous = tous.as_bytes().chunks(900).map(|o| Bloc::Paragraphe(String::from_utf8_lossy(o).into()));
    pdf(&document(tous.collect())).unwrap();
}

#[test]
fn les_documents_vides_ou_mal_formes_sont_traites() {
    pdf(&document(vec![])).unwrap();
    let vide = Tableau { titre: String::new(), colonnes: vec![], lignes: vec![], total: None };
    pdf(&document(vec![Bloc::Tableau(vide), Bloc::Chiffres(vec![]), Bloc::Definitions(vec![])])).unwrap();
    let bancal = Tableau {
        titre: "Bancal".into(),
        colonnes: vec![Colonne::texte("a", "A")],
        lignes: vec![vec![1.into(), 2.into()]],
        total: None,
    };
    assert!(pdf(&document(vec![Bloc::Tableau(bancal)])).is_err());
}
