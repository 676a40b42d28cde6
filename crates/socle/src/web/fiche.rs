//! A record: what is known of one thing, and what the storeys above add to it.
//!
//! A young person's record shows facts (contracts, positionnements…) that live above it; they
//! are handed down at start-up as functions, so that arrows between folders still go down only.

use std::future::Future;
use std::pin::Pin;

use askama::Template;
use passerelle_documents::{Cellule, Tableau, Valeur};
use uuid::Uuid;

use super::{Cadre, Etape};
use crate::access::{Accorde, Objet};
use crate::db::{Base, Resultat};
use crate::fait::Fait;

/// A future that a function pointer can return.
pub type Promesse<'a, T> = Pin<Box<dyn Future<Output = Resultat<T>> + Send + 'a>>;

/// Reads what concerns one record.
pub type Lecture<T> = for<'a> fn(&'a Base, &'a Accorde, Uuid) -> Promesse<'a, T>;

/// What a capability adds to the records of another.
#[derive(Clone, Copy)]
pub struct Volet {
    /// Whose records.
    pub sur: Objet,
    /// The table it adds, when it has rows.
    pub tableau: Option<Lecture<Tableau>>,
    /// The facts it adds to the timeline.
    pub faits: Option<Lecture<Vec<Fait>>>,
}

impl std::fmt::Debug for Volet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Volet").field("sur", &self.sur).finish_non_exhaustive()
    }
}

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
    pub fn nouvelle(cadre: Cadre, fil: (&str, &str), titre: String, intro: String) -> Self {
        let cadre = cadre.fil([Etape::vers(fil.0, fil.1), Etape::ici(titre.clone())]);
        Self { cadre, titre, intro, groupes: vec![], tableaux: vec![] }
    }

    /// With known fields.
    pub fn groupe(mut self, titre: &'static str, champs: Vec<(&'static str, Cellule)>) -> Self {
        self.groupes.push(Groupe { titre, champs });
        self
    }

    /// With what the storeys above know of it.
    pub async fn completer(mut self, volets: &[Volet], base: &Base, accorde: &Accorde, id: Uuid) -> Resultat<Self> {
        for volet in volets.iter().filter(|v| v.sur == accorde.objet()) {
            if let Some(lire) = volet.tableau {
                let tableau = lire(base, accorde, id).await?;
                if !tableau.lignes.is_empty() {
                    self.tableaux.push(tableau);
                }
            }
        }
        Ok(self)
    }
}

/// The facts that the storeys above know of one person, in no order.
pub async fn faits_des_volets(volets: &[Volet], base: &Base, accorde: &Accorde, jeune: Uuid) -> Resultat<Vec<Fait>> {
    let mut faits = Vec::new();
    for lire in volets.iter().filter(|v| v.sur == Objet::Jeunes).filter_map(|v| v.faits) {
        faits.extend(lire(base, accorde, jeune).await?);
    }
    Ok(faits)
}

/// Whether a cell has something to show.
pub fn connue(cellule: &Cellule) -> bool {
    cellule.valeur != Valeur::Inconnu
}
