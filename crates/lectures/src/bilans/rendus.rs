//! The bytes of a report in each format.

use askama::Template;
use passerelle_base::{Date, date_longue};
use passerelle_documents::{Bloc, Cellule, Colonne, Document, Tableau, Valeur, csv, pdf, xlsx};

use super::contenu::blocs;
use super::model::Bilan;
use passerelle_socle::figure::Figures;

/// Formats of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For programs; its keys are stable.
    #[value(help = "pour les programmes ; ses clés sont stables")]
    Json,
    /// One page that stands alone.
    #[value(help = "une page qui se lit seule")]
    Html,
    /// For print and archives.
    #[value(help = "pour imprimer et archiver")]
    Pdf,
    /// One sheet a table.
    #[value(help = "une feuille par tableau")]
    Xlsx,
    /// One line a figure.
    #[value(help = "une ligne par chiffre")]
    Csv,
}

impl Format {
    /// All of them.
    pub const TOUS: [Self; 5] = [Self::Json, Self::Html, Self::Pdf, Self::Xlsx, Self::Csv];

    /// Extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// Reads an extension.
    pub fn lire(extension: &str) -> Option<Self> {
        Self::TOUS.into_iter().find(|f| f.extension() == extension)
    }

    /// Words for a link.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Html => "Page (HTML)",
            Self::Pdf => "PDF",
            Self::Xlsx => "Excel (XLSX)",
            Self::Csv => "CSV",
        }
    }
}

/// Who makes the report, when, of what territory.
#[derive(Clone, Debug)]
pub struct Edition {
    /// Name of the territory.
    pub territoire: String,
    /// Day.
    pub le: Date,
    /// Person.
    pub par: String,
    /// Whether people are fictional.
    pub demonstration: bool,
}

/// Title of a report: « Bilan 2017 ».
pub(super) fn titre(bilan: &Bilan) -> String {
    format!("Bilan, {}", bilan.periode.phrase())
}

#[derive(Template)]
#[template(path = "bilans/pages/autonome.html")]
struct PageAutonome<'a> {
    titre: String,
    edition: &'a Edition,
    edite_le: String,
    blocs: Vec<Bloc>,
}

/// One page that stands alone, of any blocks.
pub fn page_autonome(titre: String, edition: &Edition, blocs: Vec<Bloc>) -> anyhow::Result<Vec<u8>> {
    Ok(PageAutonome { titre, edition, edite_le: date_longue(edition.le), blocs }.render()?.into_bytes())
}

/// The bytes of a report.
pub fn rendre(bilan: &Bilan, figures: &Figures, edition: &Edition, format: Format) -> anyhow::Result<Vec<u8>> {
    Ok(match format {
        Format::Json => bilan.json(),
        Format::Html => page_autonome(titre(bilan), edition, sans_liens(blocs(bilan, figures)))?,
        Format::Pdf => pdf(&Document {
            titre: titre(bilan),
            sous_titre: "Développement de l'apprentissage".into(),
            organisme: edition.territoire.clone(),
            edite_le: Some(edition.le),
            edite_par: edition.par.clone(),
            demonstration: edition.demonstration,
            blocs: sans_liens(blocs(bilan, figures)),
        })?,
        Format::Xlsx => xlsx(&tableaux(bilan, figures))?,
        Format::Csv => csv(&a_plat(bilan, figures)),
    })
}

/// Links lead into the site; a file that leaves it carries none.
pub(super) fn sans_liens(mut blocs: Vec<Bloc>) -> Vec<Bloc> {
    let nettoyer = |t: &mut Tableau| {
        for cellule in t.lignes.iter_mut().flatten().chain(t.total.iter_mut().flatten()) {
            cellule.lien = None;
        }
    };
    for bloc in &mut blocs {
        match bloc {
            Bloc::Tableau(t) | Bloc::Graphique { tableau: t, .. } => nettoyer(t),
            Bloc::Chiffres(chiffres) => chiffres.iter_mut().for_each(|c| c.lien = None),
            _ => {}
        }
    }
    blocs
}

/// The tables of the report; the indicators make one too.
fn tableaux(bilan: &Bilan, figures: &Figures) -> Vec<Tableau> {
    let mut indicateurs = Tableau {
        titre: "Indicateurs de suivi".into(),
        colonnes: vec![
            Colonne::texte("indicateur", "Indicateur"),
            Colonne::nombre("valeur", "Valeur"),
            Colonne::texte("definition", "Définition"),
        ],
        lignes: vec![],
        total: None,
    };
    let mut autres = Vec::new();
    for bloc in sans_liens(blocs(bilan, figures)) {
        match bloc {
            Bloc::Chiffres(chiffres) => indicateurs.lignes.extend(
                chiffres.into_iter().map(|c| vec![c.libelle.into(), Cellule::from(c.valeur), c.definition.into()]),
            ),
            Bloc::Tableau(t) | Bloc::Graphique { tableau: t, .. } => autres.push(t),
            _ => {}
        }
    }
    std::iter::once(indicateurs).chain(autres).collect()
}

/// One line a figure: table, row, column, value.
fn a_plat(bilan: &Bilan, figures: &Figures) -> Tableau {
    let mut lignes = Vec::new();
    for t in tableaux(bilan, figures) {
        for rangee in t.lignes.iter().chain(&t.total) {
            let nom = rangee.first().map(|c| c.valeur.affiche()).unwrap_or_default();
            for (colonne, cellule) in std::iter::zip(&t.colonnes, rangee).skip(1) {
                let utile = colonne.cle != "definition" && cellule.valeur != Valeur::Texte(String::new());
                if utile {
                    lignes.push(vec![
                        Cellule::from(t.titre.clone()),
                        Cellule::from(nom.clone()),
                        Cellule::from(colonne.titre.clone()),
                        cellule.clone(),
                    ]);
                }
            }
        }
    }
    Tableau {
        titre: titre(bilan),
        colonnes: vec![
            Colonne::texte("tableau", "Tableau"),
            Colonne::texte("ligne", "Ligne"),
            Colonne::texte("colonne", "Colonne"),
            Colonne::texte("valeur", "Valeur"),
        ],
        lignes,
        total: None,
    }
}
