//! A record: what is known of one thing, and what the storeys above add to it.
//!
//! They are handed down at start-up as functions, so that arrows between folders still go down only. What they add to a
//! young person's record is in their `PERSONNE` ([`crate::personne`]).

use askama::Template;
use passerelle_documents::{Cellule, Tableau, Valeur};
use uuid::Uuid;

use super::volet::Volet;
use super::{Cadre, Etape};
use crate::access::Accorde;
use crate::db::{Base, Resultat};

/// A group of known fields.
#[derive(Clone, Debug)]
pub struct Groupe {
    /// What they tell.
    pub titre: &'static str,
    /// (field, value).
    pub champs: Vec<(&'static str, Cellule)>,
}

/// The page of a record.
#[derive(Debug, Template)]
#[template(path = "web/pages/fiche.html")]
pub struct Fiche {
    /// Frame.
    pub cadre: Cadre,
    /// Who or what.
    pub titre: String,
    /// Line under the title.
    pub intro: String,
    /// Known fields.
    pub groupes: Vec<Groupe>,
    /// Tables.
    pub tableaux: Vec<Tableau>,
}

impl Fiche {
    /// A record without anything yet.
    pub fn nouvelle(cadre: Cadre, liste: Etape, titre: String, intro: String) -> Self {
        let cadre = cadre.fil([liste, Etape::ici(titre.clone())]);
        Self { cadre, titre, intro, groupes: vec![], tableaux: vec![] }
    }

    /// With known fields.
    pub fn groupe(mut self, titre: &'static str, champs: Vec<(&'static str, Cellule)>) -> Self {
        self.groupes.push(Groupe { titre, champs });
        self
    }

    /// With what the storeys above know of it.
    pub async fn completer(
        mut self,
        volets: &[Volet],
        base: &Base,
        accorde: &Accorde,
        id: impl Into<Uuid>,
    ) -> Resultat<Self> {
        let id = id.into();
        for volet in volets.iter().filter(|v| v.sur == accorde.objet()) {
            let tableau = (volet.tableau)(base, accorde, id).await?;
            if !tableau.lignes.is_empty() {
                self.tableaux.push(tableau);
            }
        }
        Ok(self)
    }
}

/// Whether a cell has something to show.
pub fn connue(cellule: &Cellule) -> bool {
    cellule.valeur != Valeur::Inconnu
}
