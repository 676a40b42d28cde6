//! Writes a sample yearly report to look at: `cargo run --example apercu -- bilan.pdf`.

use chrono::NaiveDate;
use passerelle_documents::{Bloc, Chiffre, Colonne, Definition, Document, Forme, Graphique, Tableau, Valeur, pdf};
use std::error::Error;
use std::time::Instant;

const CONTRATS: [(&str, i64, i64); 14] = [
    ("Aubervilliers", 43, 51),
    ("Aulnay", 21, 28),
    ("Bondy", 22, 35),
    ("La Courneuve", 36, 35),
    ("Dhuys", 57, 45),
    ("Gagny", 47, 43),
    ("Lyr", 31, 34),
    ("Marne aux Bois", 42, 38),
    ("Miej 4-93", 80, 61),
    ("MIIJ", 50, 26),
    ("MIRE", 128, 89),
    ("Objectif Emploi", 87, 81),
    ("Sevran", 76, 36),
    ("Sud 93", 38, 17),
];
const PARCOURS: [(&str, [Option<i64>; 5]); 3] = [
    ("Métiers de bouche", [Some(9), Some(9), Some(4), Some(0), Some(2)]),
    ("BTP", [Some(13), Some(10), Some(4), Some(5), Some(1)]),
    ("Multi-métiers (vente et administration)", [None; 5]),
];

fn main() -> Result<(), Box<dyn Error>> {
    let chemin = std::env::args().nth(1).unwrap_or_else(|| "apercu.pdf".to_owned());
    for passage in 1..=2 {
        let debut = Instant::now();
        let octets = pdf(&bilan())?;
        println!("passage {passage} : {} octets en {:?}", octets.len(), debut.elapsed());
        std::fs::write(&chemin, octets)?;
    }
    Ok(())
}

fn bilan() -> Document {
    let titre = |niveau, texte: &str| Bloc::Titre { niveau, texte: texte.into(), ancre: String::new() };
    Document {
        titre: "Bilan 2017 des développeurs de l’apprentissage territorial".into(),
        sous_titre: "Seine-Saint-Denis, du 1er janvier au 31 décembre 2017".into(),
        organisme: "Convergence 93".into(),
        edite_le: NaiveDate::from_ymd_opt(2018, 3, 14),
        edite_par: "Camille Exemple".into(),
        demonstration: true,
        blocs: vec![
            titre(2, "L’essentiel"),
            Bloc::Paragraphe("L’activité de l’année porte sur l’animation des réseaux de partenaires, l’accès à l’apprentissage, la sécurisation des parcours et la promotion de l’apprentissage auprès des jeunes et des entreprises.".into()),
            Bloc::Chiffres(vec![
                chiffre(1377.into(), "contrats en alternance", Some("1\u{202f}366 en 2016"), "Contrats signés par les jeunes suivis par les 14 missions locales."),
                chiffre(1132.into(), "positionnements", None, "Candidatures transmises à un employeur ou à un CFA."),
                chiffre(17.into(), "actions initiées", Some("dont 3 parcours sécurisés"), "Actions à l’initiative du développeur ou auxquelles il participe."),
                chiffre(16.into(), "sorties positives", None, "Contrat, emploi ou formation à la fin d’un parcours sécurisé."),
                chiffre(Valeur::Inconnu, "ruptures dans les 45 jours", None, "Contrats rompus pendant la période d’essai. Aucune source ne les compte en 2017."),
            ]),
            Bloc::Note("Le texte du bilan annonce 85\u{202f}900 apprentis franciliens ; le tableau par département en compte 85\u{202f}662. Les deux chiffres sont conservés.".into()),
            titre(2, "Les contrats"),
            titre(3, "Évolution"),
            graphique("Contrats en alternance des 14 missions locales", Forme::Colonnes, &["contrats"], &["2015", "2016", "2017"], vec![vec![Some(1200.0), Some(1366.0), Some(1377.0)]], "contrats"),
            titre(3, "Par mission locale"),
            contrats(),
            titre(2, "Les parcours sécurisés"),
            Bloc::Paragraphe("Environ 450 heures de remise à niveau, de préparation aux entretiens et d’immersions, avec les pôles de projet professionnel et les CFA du secteur visé.".into()),
            parcours(),
            titre(2, "Définitions"),
            Bloc::Definitions(vec![
                Definition { terme: "Apprentissage".into(), texte: "Formation en alternance sous contrat de travail, chez un employeur et en CFA.".into(), reference: Some("Code du travail, article L6221-1".into()) },
                Definition { terme: "Mission locale".into(), texte: "Structure qui accompagne les jeunes de 16 à 25 ans sortis du système scolaire.".into(), reference: None },
            ]),
        ],
    }
}

fn chiffre(valeur: Valeur, libelle: &str, complement: Option<&str>, definition: &str) -> Chiffre {
    let complement = complement.map(str::to_owned);
    Chiffre { cle: "chiffre", valeur, libelle: libelle.into(), complement, lien: None, definition: definition.into() }
}

fn contrats() -> Bloc {
    let total = |f: fn(&(&str, i64, i64)) -> i64| CONTRATS.iter().map(f).sum::<i64>().into();
    Bloc::Tableau(Tableau {
        titre: "Contrats signés en 2017, par mission locale".into(),
        colonnes: vec![
            Colonne::texte("ml", "Mission locale"),
            Colonne::nombre("a", "Apprentissage"),
            Colonne::nombre("p", "Professionnalisation"),
            Colonne::nombre("t", "Alternance"),
        ],
        lignes: CONTRATS
            .iter()
            .map(|(ml, a, p)| vec![(*ml).into(), (*a).into(), (*p).into(), (a + p).into()])
            .collect(),
        total: Some(vec!["Total".into(), total(|c| c.1), total(|c| c.2), total(|c| c.1 + c.2)]),
    })
}

fn parcours() -> Bloc {
    let series = ["Contrat d’apprentissage", "Autre formation", "Emploi"];
    let noms: Vec<&str> = PARCOURS.iter().map(|p| p.0).collect();
    let valeurs = (2..5).map(|i| PARCOURS.iter().map(|p| p.1[i].map(|n| n as f64)).collect()).collect();
    graphique("Issue des parcours sécurisés", Forme::BarresEmpilees, &series, &noms, valeurs, "jeunes")
}

/// A chart and the table of its figures.
fn graphique(
    titre: &str,
    forme: Forme,
    series: &[&str],
    categories: &[&str],
    valeurs: Vec<Vec<Option<f64>>>,
    unite: &str,
) -> Bloc {
    let textes = |textes: &[&str]| textes.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
    let mut colonnes = vec![Colonne::texte("nom", "")];
    colonnes.extend(series.iter().map(|s| Colonne::nombre("serie", *s)));
    let lignes = categories.iter().enumerate().map(|(c, nom)| {
        let figures = valeurs.iter().map(|serie| serie[c].map(|v| v as i64).into());
        std::iter::once((*nom).into()).chain(figures).collect()
    });
    let tableau = Tableau { titre: titre.into(), colonnes, lignes: lignes.collect(), total: None };
    let graphique = Graphique {
        titre: titre.into(),
        description: format!("{titre} : les valeurs figurent dans le tableau qui suit."),
        forme,
        series: textes(series),
        categories: textes(categories),
        valeurs,
        unite: unite.into(),
    };
    Bloc::Graphique { graphique, tableau }
}
