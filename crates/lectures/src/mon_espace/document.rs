//! Everything about me, for programs and on paper.

use passerelle_base::{Date, date_longue};
use passerelle_documents::{Bloc, Cellule, Colonne, Document, Tableau, Valeur};
use passerelle_gens::journal::Lecture;
use serde_json::{Map, Value, json};

use super::export::Section;

/// Where, when, for whom a document is made.
pub(super) struct Edition {
    pub organisme: String,
    pub le: Date,
    pub par: String,
    pub demonstration: bool,
}

fn en_json(cellule: &Cellule) -> Value {
    match &cellule.valeur {
        Valeur::Inconnu => Value::Null,
        Valeur::Entier(n) => json!(n),
        Valeur::Booleen(b) => json!(b),
        Valeur::Date(d) => json!(d.to_string()),
        Valeur::Instant(i) => json!(i.to_rfc3339()),
        autre => json!(autre.affiche()),
    }
}

/// For programs: one key a table, the names of the fields, and who read.
pub(super) fn json(tout: &[Section], lectures: &[Lecture]) -> Value {
    let mut objet = Map::new();
    for section in tout {
        let rangee = |r: &Vec<Cellule>| {
            let champs = std::iter::zip(section.export.donnees, r).map(|(d, c)| (d.nom.to_owned(), en_json(c)));
            Value::Object(champs.collect())
        };
        objet.insert(section.nom.to_owned(), section.rangees.iter().map(rangee).collect());
    }
    let lectures = lectures.iter().map(|l| {
        json!({
            "jour": l.jour.to_string(), "nom": l.nom, "structure": l.structure,
            "gestes": l.gestes, "fois": l.fois,
        })
    });
    objet.insert("lectures".into(), lectures.collect());
    Value::Object(objet)
}

/// For reading: one section a table that holds something.
pub(super) fn document(tout: &[Section], lectures: Vec<Lecture>, edition: Edition) -> Document {
    let mut blocs = vec![Bloc::Paragraphe(
        "Ce document contient tout ce que Passerelle sait de vous. Vous pouvez demander à corriger ce qui est faux."
            .into(),
    )];
    for section in tout.iter().filter(|s| !s.rangees.is_empty()) {
        let titre = section.export.titre;
        blocs.push(Bloc::Titre { niveau: 2, texte: titre.into(), ancre: section.nom.replace('_', "-") });
        // A row as two columns: a table of ten columns does not hold on a page.
        for (rang, rangee) in section.rangees.iter().enumerate() {
            let lignes = std::iter::zip(section.export.donnees, rangee)
                .filter(|(_, c)| c.valeur != Valeur::Inconnu)
                .map(|(d, c)| vec![Cellule::from(d.libelle), Cellule::from(c.valeur.affiche())]);
            let titre = match section.rangees.len() {
                1 => titre.to_owned(),
                n => format!("{titre}, {} sur {n}", rang + 1),
            };
            let colonnes = vec![Colonne::texte("champ", "Information"), Colonne::texte("valeur", "Ce qui est écrit")];
            blocs.push(Bloc::Tableau(Tableau { titre, colonnes, lignes: lignes.collect(), total: None }));
        }
    }
    blocs.push(Bloc::Titre { niveau: 2, texte: "Qui a lu votre dossier".into(), ancre: "lectures".into() });
    blocs.push(Bloc::Tableau(tableau(lectures)));
    let Edition { organisme, le, par, demonstration } = edition;
    Document {
        titre: "Tout ce que Passerelle sait de moi".into(),
        sous_titre: format!("Le {}", date_longue(le)),
        organisme,
        edite_le: Some(le),
        edite_par: par,
        demonstration,
        blocs,
    }
}

fn tableau(lectures: Vec<Lecture>) -> Tableau {
    let ligne = |l: Lecture| {
        let qui = l.structure.map_or_else(|| l.nom.clone(), |s| format!("{}, {s}", l.nom));
        vec![Cellule::from(l.jour), qui.into(), l.gestes.join(", ").into()]
    };
    Tableau {
        titre: "Qui a lu votre dossier".into(),
        colonnes: vec![Colonne::texte("jour", "Le"), Colonne::texte("nom", "Qui"), Colonne::texte("geste", "A fait")],
        lignes: lectures.into_iter().map(ligne).collect(),
        total: None,
    }
}
