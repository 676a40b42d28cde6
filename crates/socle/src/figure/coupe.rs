//! A figure and what makes it precise: the contracts, of that structure, of that type.

use passerelle_base::{Date, Periode};

use super::declaration::Figure;
use super::parties::{Partie, Precisions};
use crate::access::{Accorde, Action, AutrePreuve, Objet};
use crate::db::{self, Executeur, FromQueryResult, Resultat, Selection};
use crate::web::{Parametres, Repertoire};

/// A figure, whole or cut.
#[derive(Clone, Debug)]
pub struct Coupe {
    pub figure: &'static Figure,
    /// What its address adds.
    pub precisions: Precisions,
}

impl From<&'static Figure> for Coupe {
    fn from(figure: &'static Figure) -> Self {
        Self { figure, precisions: Precisions::fixes(figure.parties) }
    }
}

impl Coupe {
    /// The one an address asks for.
    pub(super) fn lire(figure: &'static Figure, p: &Parametres) -> Option<Self> {
        Some(Self { figure, precisions: Precisions::de_l_adresse(figure.parties, p)? })
    }

    /// Made more precise.
    pub fn avec(self, cle: &'static str, valeur: impl Into<String>) -> Self {
        Self { figure: self.figure, precisions: self.precisions.avec(self.figure.parties, cle, valeur.into()) }
    }

    /// Label, without the number.
    pub fn libelle(&self) -> String {
        (self.figure.libelle)(&self.precisions)
    }

    /// Path of the page of its cases.
    pub fn chemin(&self) -> String {
        format!("/bilan/cas/{}", self.figure.nom)
    }

    /// Address of its cases over a period.
    pub fn adresse(&self, periode: &Periode) -> String {
        let dites = self.precisions.paires().map(|(c, v)| (c.to_owned(), v.to_owned()));
        let jours = [("du".to_owned(), periode.du.to_string()), ("au".to_owned(), periode.au.to_string())];
        Parametres::depuis(dites.chain(jours)).avec(&self.chemin(), "", "")
    }

    /// How the rows it counts are shown.
    pub fn repertoire(&self, aujourdhui: Date) -> Box<dyn Repertoire> {
        (self.figure.rangees)(aujourdhui)
    }

    /// The rows it counts over a period, for whoever reads figures or their cases.
    pub fn selection(&self, periode: &Periode, accorde: &Accorde) -> Result<Selection, AutrePreuve> {
        let lit = [Action::Lister, Action::Consulter, Action::Exporter, Action::Figer];
        accorde.pour(&lit, &[Objet::Bilans, Objet::Cas, Objet::TableauDeBord])?;
        Ok(self.lignes(periode, accorde))
    }

    /// The same, for the list of its cases, whose proof the list looks at. The proof of the figure's reader decides the
    /// columns; the rows are the figure's own.
    pub fn lignes(&self, periode: &Periode, accorde: &Accorde) -> Selection {
        let toutes = self.repertoire(periode.au).selection(accorde, periode.au);
        (self.figure.lignes)(toutes, &self.precisions, periode)
    }

    /// The names behind its codes; `None` when a code is one of nothing known.
    pub async fn noms(&self, conn: &impl Executeur) -> Resultat<Option<Vec<String>>> {
        #[derive(FromQueryResult)]
        struct Nom {
            nom: String,
        }
        let mut noms = vec![];
        for partie in self.figure.parties {
            let Partie::Code { cle, nom, .. } = partie else { continue };
            let Some(code) = self.precisions.lire(cle) else { continue };
            let lu: Option<Nom> = db::ligne(conn, nom, [code.into()]).await?;
            match lu {
                Some(lu) => noms.push(lu.nom),
                None => return Ok(None),
            }
        }
        Ok(Some(noms))
    }
}
