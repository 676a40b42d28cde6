//! A document as values for the template: text stays text, never markup.

use super::lettres::{composable, dessinable_en_ligne};
use super::tableau::{tableau, valeur};
use crate::{Bloc, Chiffre, Definition, Document, Graphique, Result};
use chrono::Datelike;
use typst::foundations::{Array, Bytes, Dict, IntoValue, Value, dict};

/// Characters of the title in the head of the pages.
const TITRE_COURT: usize = 70;

/// Everything the template reads.
pub fn document(doc: &Document) -> Result<Dict> {
    let mut niveau = 0;
    let mut blocs = Array::new();
    for b in &doc.blocs {
        blocs.push(bloc(b, &mut niveau)?.into_value());
    }
    let titres = doc.blocs.iter().filter(|b| matches!(b, Bloc::Titre { .. })).count();
    Ok(dict! {
        "titre" => titre(&doc.titre),
        "titre_compose" => composable(&titre(&doc.titre)),
        "titre_court" => titre_court(&titre(&doc.titre)),
        "sous_titre" => composable(&doc.sous_titre),
        "organisme" => dessinable_en_ligne(&doc.organisme),
        "edite_le" => doc.edite_le.map_or(Value::None, |le| composable(&passerelle_base::date_longue(le)).into_value()),
        "date" => doc.edite_le.map_or(Value::None, |le| {
            dict! {
                "year" => i64::from(le.year()),
                "month" => i64::from(le.month()),
                "day" => i64::from(le.day()),
            }
            .into_value()
        }),
        "edite_par" => dessinable_en_ligne(&doc.edite_par),
        "demonstration" => doc.demonstration,
        "titres" => titres as i64,
        "blocs" => blocs,
    })
}

/// The title for the head of the pages, on one line.
fn titre_court(titre: &str) -> String {
    match titre.char_indices().nth(TITRE_COURT) {
        Some((fin, _)) => format!("{}…", titre[..fin].trim_end()),
        None => titre.to_owned(),
    }
}

/// The title of the document or of a part; an accessible PDF has no empty one.
fn titre(titre: &str) -> String {
    match titre.trim() {
        "" => "Sans titre".to_owned(),
        titre => dessinable_en_ligne(titre),
    }
}

/// One block; `niveau` is the level of the last heading, because levels must not be skipped.
fn bloc(bloc: &Bloc, niveau: &mut u8) -> Result<Dict> {
    Ok(match bloc {
        Bloc::Titre { niveau: demande, texte, .. } => {
            *niveau = demande.saturating_sub(1).clamp(1, 5).min(*niveau + 1);
            dict! { "type" => "titre", "niveau" => i64::from(*niveau), "texte" => composable(&titre(texte)) }
        }
        Bloc::Paragraphe(texte) => dict! { "type" => "paragraphe", "texte" => composable(texte) },
        Bloc::Code(texte) => dict! { "type" => "code", "texte" => composable(texte) },
        Bloc::Note(texte) => dict! { "type" => "note", "texte" => composable(texte) },
        Bloc::Chiffres(chiffres) => dict! {
            "type" => "chiffres",
            "chiffres" => chiffres.iter().map(|c| chiffre(c).into_value()).collect::<Array>(),
        },
        Bloc::Tableau(t) => dict! { "type" => "tableau", "tableau" => tableau(t)? },
        Bloc::Graphique { graphique: g, tableau: t } => dict! {
            "type" => "graphique",
            "graphique" => graphique(g),
            "tableau" => tableau(t)?,
        },
        Bloc::Definitions(definitions) => dict! {
            "type" => "definitions",
            "definitions" => definitions.iter().map(|d| definition(d).into_value()).collect::<Array>(),
        },
    })
}

fn chiffre(c: &Chiffre) -> Dict {
    dict! {
        "valeur" => valeur(&c.valeur),
        "libelle" => composable(&c.libelle),
        "complement" => facultatif(c.complement.as_deref()),
        "definition" => composable(&c.definition),
    }
}

fn definition(d: &Definition) -> Dict {
    dict! {
        "terme" => dessinable_en_ligne(&d.terme),
        "texte" => composable(&d.texte),
        "reference" => facultatif(d.reference.as_deref()),
    }
}

/// The image and its words; without a description the title stands for it.
fn graphique(g: &Graphique) -> Dict {
    let propre = Graphique {
        series: g.series.iter().map(|s| dessinable_en_ligne(s)).collect(),
        categories: g.categories.iter().map(|c| dessinable_en_ligne(c)).collect(),
        unite: dessinable_en_ligne(&g.unite),
        ..g.clone()
    };
    let description = [&g.description, &g.titre].into_iter().find(|d| !d.trim().is_empty());
    dict! {
        "titre" => composable(&g.titre),
        "alt" => dessinable_en_ligne(description.map_or("Graphique", |d| d)),
        "svg" => Bytes::from_string(propre.svg()),
    }
}

fn facultatif(texte: Option<&str>) -> Value {
    texte.filter(|t| !t.trim().is_empty()).map_or(Value::None, |t| composable(t).into_value())
}
