//! The description of a list: one for its page, its count, its XLSX and its CSV.

use passerelle_base::{Date, lire_date};
use passerelle_documents::{Cellule, Colonne, Valeur};
use sea_orm::DbErr;

use super::Etape;
use crate::access::{Accorde, Action, AutrePreuve, Objet};
use crate::db::{Base, Promesse, QueryResult, Selection};
use crate::personne::Personnes;

/// A list of rows, whatever they are.
pub trait Repertoire: Send + Sync {
    /// Title of the page.
    fn titre(&self) -> String;
    /// Line under the title.
    fn intro(&self) -> String {
        String::new()
    }
    /// What it is a list of: it is read on the proof that this may be, and on no other.
    fn objet(&self) -> Objet;
    /// Whether its rows are each about one person: a short list is then kept from some readers.
    fn de_personnes(&self) -> bool {
        self.objet().d_une_personne()
    }
    /// « jeune », « jeunes »: what is counted.
    fn nom(&self) -> (&'static str, &'static str);
    /// Address of the page.
    fn chemin(&self) -> String;
    /// Address of its file in a format.
    fn chemin_export(&self, format: &str) -> String {
        format!("{}.{format}", self.chemin())
    }
    /// Trail to it.
    fn fil(&self) -> Vec<Etape> {
        vec![]
    }
    /// Longer text that can be opened (how a figure is counted…).
    fn explication(&self) -> Vec<String> {
        vec![]
    }
    /// The one thing to do beside reading the list: words and address.
    fn action(&self, _: &Accorde) -> Option<(&'static str, &'static str)> {
        None
    }
    /// Another thing to do, of less use every day.
    fn autre_action(&self, _: &Accorde) -> Option<(&'static str, &'static str)> {
        None
    }
    /// What this reader must know of what the list does not show: a count that seems complete and is not would be a false one.
    fn avis<'a>(&'a self, _: Autour<'a>, _: &'a Accorde) -> Promesse<'a, Option<Avis>> {
        Box::pin(async { Ok(None) })
    }
    /// Columns shown to this reader.
    fn colonnes(&self, accorde: &Accorde) -> Vec<Colonne>;
    /// What can be filtered, with what is chosen now.
    fn filtres(&self) -> Vec<Filtre>;
    /// Columns that sort the list: (key of the column, SQL order). The first is the default.
    fn tris(&self) -> &'static [(&'static str, &'static str)];
    /// The sort of this reader when none is asked for: the key of one of the sorts, that of a column shown.
    fn tri_premier(&self, _: &Accorde) -> Option<&'static str> {
        None
    }
    /// The rows, as of a day. About young people, keep to the perimeter of the reader. Asked for through [`choisir`],
    /// which looks at the proof; a figure counts them under its own (`indicateurs`).
    fn selection(&self, accorde: &Accorde, jour: Date) -> Selection;
    /// A faster way to count the same rows, and up to how many.
    fn compte(&self, _: &Accorde, _: Date) -> Option<(Selection, i64)> {
        None
    }
    /// One row, as the columns say.
    fn cellules(&self, ligne: &QueryResult, accorde: &Accorde) -> Result<Vec<Cellule>, DbErr>;
    /// Some rows at once: for those whose cells need more than the row itself, read together, never one by one.
    fn rangees<'a>(
        &'a self,
        _: Autour<'a>,
        accorde: &'a Accorde,
        lues: Vec<QueryResult>,
    ) -> Promesse<'a, Vec<Vec<Cellule>>> {
        let cellules: Result<Vec<_>, DbErr> = lues.iter().map(|l| self.cellules(l, accorde)).collect();
        Box::pin(async move { Ok(cellules?) })
    }
    /// What to say when nothing is there.
    fn vide(&self, accorde: &Accorde) -> Vide;
}

/// The rows of a list, for whoever holds the proof that it may be read so.
pub fn choisir(r: &dyn Repertoire, accorde: &Accorde, action: Action, jour: Date) -> Result<Selection, AutrePreuve> {
    accorde.pour(&[action], &[r.objet()])?;
    Ok(r.selection(accorde, jour))
}

/// A filter of a list.
#[derive(Clone, Debug)]
pub struct Filtre {
    /// Name in the address.
    pub cle: &'static str,
    pub libelle: &'static str,
    /// How it is filled.
    pub saisie: Saisie,
    /// What is chosen; empty when nothing is.
    pub valeur: String,
}

/// How a filter is filled.
#[derive(Clone, Debug)]
pub enum Saisie {
    /// Words.
    Texte,
    /// A day.
    Date,
    /// Part of what is listed: kept in the address, never offered.
    Fixe,
    /// One of these (code, words); the first words stand for no choice.
    Choix(&'static str, Vec<(String, String)>),
}

impl Filtre {
    /// Words.
    pub fn texte(cle: &'static str, libelle: &'static str, valeur: &str) -> Self {
        Self { cle, libelle, saisie: Saisie::Texte, valeur: valeur.to_owned() }
    }
    /// A day.
    pub fn date(cle: &'static str, libelle: &'static str, valeur: &str) -> Self {
        Self { cle, libelle, saisie: Saisie::Date, valeur: valeur.to_owned() }
    }
    /// Part of what is listed.
    pub fn fixe(cle: &'static str, valeur: &str) -> Self {
        Self { cle, libelle: "", saisie: Saisie::Fixe, valeur: valeur.to_owned() }
    }
    /// Whether the reader may change it.
    pub fn offert(&self) -> bool {
        !matches!(self.saisie, Saisie::Fixe)
    }
    /// One of a list.
    pub fn choix<C: Into<String>, L: Into<String>>(
        cle: &'static str,
        libelle: &'static str,
        tous: &'static str,
        choix: impl IntoIterator<Item = (C, L)>,
        valeur: &str,
    ) -> Self {
        let choix = choix.into_iter().map(|(c, l)| (c.into(), l.into())).collect();
        Self { cle, libelle, saisie: Saisie::Choix(tous, choix), valeur: valeur.to_owned() }
    }
    /// What is chosen, in words.
    pub fn dit(&self) -> String {
        match &self.saisie {
            Saisie::Choix(_, choix) => {
                choix.iter().find(|(c, _)| *c == self.valeur).map_or_else(|| self.valeur.clone(), |(_, l)| l.clone())
            }
            _ => self.valeur.clone(),
        }
    }
    /// What is chosen, when it is a value of ours (a code, a day): never words that were typed.
    pub fn choisi(&self) -> Option<&str> {
        let de_nous = match &self.saisie {
            Saisie::Texte => false,
            Saisie::Date => lire_date(&self.valeur).is_ok(),
            Saisie::Fixe => true,
            Saisie::Choix(_, choix) => choix.iter().any(|(code, _)| *code == self.valeur),
        };
        de_nous.then_some(self.valeur.as_str())
    }
    /// For the page.
    pub fn est_date(&self) -> bool {
        matches!(self.saisie, Saisie::Date)
    }
}

/// What the rows of a list are completed from.
#[derive(Clone, Copy, Debug)]
pub struct Autour<'a> {
    pub base: &'a Base,
    /// What capabilities hold of a person.
    pub personnes: Personnes,
    pub jour: Date,
}

/// What is said above the rows, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Avis {
    /// « 3 contrats en cours nomment votre structure… »
    pub phrase: String,
    /// Words of the link.
    pub mots: &'static str,
    pub adresse: &'static str,
}

/// An empty list: what it will hold, who fills it, one thing to do.
#[derive(Clone, Debug)]
pub struct Vide {
    /// What it will hold and who fills it. « Aucun … ne répond à ces filtres » is said where some are set.
    pub phrase: String,
    /// What to do: words and address.
    pub action: Option<(&'static str, &'static str)>,
}

impl Vide {
    /// The same where no filter is set: nothing answers to filters that are not there.
    pub(super) fn sans_filtre(mut self) -> Self {
        self.phrase = self.phrase.replace(" ne répond à ces filtres.", " à montrer pour l'instant.");
        self
    }
}

/// A state and the day it has held since, as one cell.
pub fn etat(libelle: &str, depuis: Option<Date>) -> Cellule {
    Cellule::from(Valeur::Etat { mot: libelle.to_owned(), depuis })
}
