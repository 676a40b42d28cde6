//! All the figures, in the order of the report, checked against its plan when the program starts.

use super::coupe::Coupe;
use super::declaration::{Figure, Place};
use super::parties::Precisions;
use crate::web::Parametres;

/// The places a report offers, and those it cannot do without.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Codes of the lines of work, in order.
    pub axes: &'static [&'static str],
    /// Sections whose table takes columns, each with the part of an address that tells its rows apart.
    pub tableaux: &'static [(&'static str, &'static str)],
    /// Sections about one figure.
    pub sections: &'static [&'static str],
    /// Keys of the indicators whose rows the report lists too.
    pub listes: &'static [&'static str],
}

/// Figures that do not agree with the report, told to whoever starts the program.
#[derive(Debug, thiserror::Error)]
#[error("les figures et le bilan ne s'accordent pas :\n  {}", .0.join("\n  "))]
pub struct Desaccord(Vec<String>);

/// Every figure.
#[derive(Clone, Debug)]
pub struct Figures(Vec<&'static Figure>);

impl Figures {
    /// Gathers what the capabilities declare. One without a place, or two at the same place, are refused: a figure left
    /// out of a report in silence would not be missed before it is needed.
    pub fn rassembler(declarees: &[&'static [Figure]], plan: &Plan) -> Result<Self, Desaccord> {
        let mut placees: Vec<(usize, &'static Figure)> = vec![];
        let mut fautes = vec![];
        for figure in declarees.iter().flat_map(|d| d.iter()) {
            match plan.rang(figure) {
                Ok(rang) => placees.push((rang, figure)),
                Err(faute) => fautes.push(faute),
            }
        }
        // A stable sort: within a place, the order in which the capabilities are named.
        placees.sort_by_key(|(rang, _)| *rang);
        let figures: Vec<_> = placees.into_iter().map(|(_, f)| f).collect();
        fautes.extend(doubles(&figures));
        let rassemblees = Self(figures);
        let sans_figure = plan.sections.iter().filter(|code| rassemblees.de_la_section(code).is_none());
        let sans_liste = plan.listes.iter().filter(|cle| rassemblees.de_cle(cle).is_none());
        fautes.extend(
            sans_figure
                .chain(sans_liste)
                .map(|cle| format!("aucune figure ne prend la place « {cle} », dont le bilan ne se passe pas")),
        );
        if fautes.is_empty() { Ok(rassemblees) } else { Err(Desaccord(fautes)) }
    }

    /// All of them, in the order of the report.
    pub fn toutes(&self) -> impl Iterator<Item = &'static Figure> {
        self.0.iter().copied()
    }

    /// The one an address asks for.
    pub fn lire(&self, nom: &str, p: &Parametres) -> Option<Coupe> {
        self.toutes().filter(|f| f.nom == nom).find_map(|f| Coupe::lire(f, p))
    }

    /// Those of a line of work.
    pub fn de_l_axe(&self, code: &str) -> impl Iterator<Item = &'static Figure> {
        self.toutes().filter(move |f| matches!(f.place, Place::Axe { axe, .. } if axe == code))
    }

    /// Those that are a column of a section's table.
    pub fn colonnes(&self, code: &str) -> impl Iterator<Item = &'static Figure> {
        self.toutes().filter(move |f| matches!(f.place, Place::Colonne { section, .. } if section == code))
    }

    /// The figure of a section that the plan requires, and the columns of its rows that make the groups.
    pub fn section(&self, code: &str) -> (Coupe, &'static str) {
        self.de_la_section(code).expect("the plan requires this section: the program did not start without its figure")
    }

    /// The indicator of a key that the plan requires.
    pub fn indicateur(&self, cle: &str) -> Coupe {
        self.de_cle(cle).expect("the plan requires this indicator: the program did not start without it")
    }

    fn de_la_section(&self, code: &str) -> Option<(Coupe, &'static str)> {
        self.toutes().find_map(|f| match f.place {
            Place::Section { section, groupes } if section == code => Some((f.into(), groupes)),
            _ => None,
        })
    }

    fn de_cle(&self, code: &str) -> Option<Coupe> {
        self.toutes().find(|f| matches!(f.place, Place::Axe { cle, .. } if cle == code)).map(Into::into)
    }

    /// Those of the dashboard, in its order.
    pub fn cartes(&self) -> Vec<&'static Figure> {
        let mut cartes: Vec<_> = self.toutes().filter(|f| f.carte.is_some()).collect();
        cartes.sort_by_key(|f| f.carte);
        cartes
    }

    /// Tables and columns whose days tell which years have facts, each once.
    pub fn annees(&self) -> Vec<(&'static str, &'static str)> {
        let mut annees: Vec<_> = self.toutes().filter_map(|f| f.annees).collect();
        annees.sort_unstable();
        annees.dedup();
        annees
    }
}

impl Plan {
    /// The rank of a figure's place among all; what is wrong when there is no such place.
    fn rang(&self, figure: &Figure) -> Result<usize, String> {
        let (genre, code, offertes): (_, _, Vec<&str>) = match figure.place {
            Place::Axe { axe, .. } => ("axe", axe, self.axes.to_vec()),
            Place::Colonne { section, .. } => ("tableau", section, self.tableaux.iter().map(|(s, _)| *s).collect()),
            Place::Section { section, .. } => ("section", section, self.sections.to_vec()),
        };
        let rang = offertes.iter().position(|o| *o == code).ok_or_else(|| {
            format!(
                "la figure « {} » n'a pas de place : elle demande {genre} « {code} », le bilan offre {}",
                figure.nom,
                offertes.join(", ")
            )
        })?;
        if let (Place::Colonne { .. }, Some((_, partie))) = (figure.place, self.tableaux.get(rang))
            && !figure.parties.iter().any(|p| p.cle() == *partie)
        {
            return Err(format!(
                "la figure « {} » ne dit pas « {partie} », qui distingue les lignes de son tableau",
                figure.nom
            ));
        }
        // Columns of one table overlap (those who finished are among those who entered): hiding one by one would protect nobody.
        if matches!(figure.place, Place::Colonne { .. }) && figure.denombre.discret() {
            return Err(format!(
                "la figure « {} » compte des personnes dans un tableau dont les colonnes se recoupent : dites le texte \
                 qui demande ses petits nombres tels quels, ou donnez-lui une autre place",
                figure.nom
            ));
        }
        Ok(match figure.place {
            Place::Axe { .. } => rang,
            Place::Colonne { .. } => self.axes.len() + rang,
            Place::Section { .. } => self.axes.len() + self.tableaux.len() + rang,
        })
    }
}

/// Figures that share a place or an address: the second would hide behind the first.
fn doubles(figures: &[&'static Figure]) -> Vec<String> {
    let mut fautes = vec![];
    for (i, f) in figures.iter().enumerate() {
        for avant in &figures[..i] {
            if f.place.lieu() == avant.place.lieu() {
                let cle = f.place.cle();
                fautes.push(format!("les figures « {} » et « {} » ont la même place « {cle} »", avant.nom, f.nom));
            }
            if f.nom == avant.nom && Precisions::fixes(f.parties) == Precisions::fixes(avant.parties) {
                fautes.push(format!("deux figures ont la même adresse /bilan/cas/{}", f.nom));
            }
        }
    }
    fautes
}
