//! What the pages of a young person's file, and a professional's day, show of a capability.

use passerelle_base::Date;

use super::Personne;
use crate::access::{Accorde, Acteur, Action, Champ, Jeune, Objet};
use crate::db::{Base, Promesse, Resultat};
use crate::fait::Fait;
use crate::ident::Id;

/// Reads what concerns one person, for whoever was granted their file.
pub type Lecture<T> = for<'a> fn(&'a Base, &'a Accorde, Id<Jeune>) -> Promesse<'a, T>;

/// A fact of one among several people.
#[derive(Clone, Debug)]
pub struct FaitDe {
    /// Whose.
    pub jeune: Id<Jeune>,
    /// What happened.
    pub fait: Fait,
}

/// Reads what several people have, at once: a page of a list asks for all its rows together.
pub type Lot = for<'a> fn(&'a Base, &'a [Id<Jeune>]) -> Promesse<'a, Vec<FaitDe>>;

/// A view of the timeline.
#[derive(Clone, Copy, Debug)]
pub struct Vue {
    /// Its place among the views.
    pub rang: u8,
    /// Its name in the address.
    pub nom: &'static str,
    pub libelle: &'static str,
    /// The fields it keeps.
    pub champs: &'static [Champ],
}

/// A known field of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ligne {
    /// Its name.
    pub terme: String,
    /// Its value, when it is known.
    pub valeur: Option<String>,
    /// Where it leads.
    pub lien: Option<String>,
}

/// Fields of the record, under a title; shown when it has some.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groupe {
    /// What they tell.
    pub titre: &'static str,
    /// The fields.
    pub lignes: Vec<Ligne>,
}

/// A page about the person that the record leads to, for whoever may open it.
#[derive(Clone, Copy, Debug)]
pub struct Renvoi {
    pub libelle: &'static str,
    /// The end of its address, after that of the record.
    pub page: &'static str,
    /// What opening it is.
    pub action: Action,
    /// On what.
    pub objet: Objet,
}

/// Whose day, and which.
#[derive(Clone, Copy, Debug)]
pub struct Matin<'a> {
    pub base: &'a Base,
    /// Whose.
    pub acteur: &'a Acteur,
    /// Which.
    pub jour: Date,
    /// Whether they look after those they answer for, and not after all those of their structure.
    pub miens: bool,
}

/// What a capability adds to a day.
pub type Journee = for<'a> fn(&'a Matin<'a>) -> Promesse<'a, Panneau>;

/// A part of the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panneau {
    /// Its anchor on the page.
    pub ancre: &'static str,
    pub titre: &'static str,
    /// What there is to know or to do.
    pub taches: Vec<Tache>,
}

/// A line of the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tache {
    /// In words.
    pub phrase: String,
    /// Where it leads, if there is something to see.
    pub adresse: Option<String>,
    /// Whether it waits for the reader.
    pub a_faire: bool,
}

impl FaitDe {
    /// The facts alone, of people who need not be told apart.
    pub fn seuls(lus: Vec<Self>) -> Vec<Fait> {
        lus.into_iter().map(|f| f.fait).collect()
    }
}

impl Ligne {
    /// A field and its value, if it is known.
    pub fn nouvelle(terme: impl Into<String>, valeur: Option<String>) -> Self {
        Self { terme: terme.into(), valeur, lien: None }
    }
    /// With where it leads.
    pub fn lien(self, lien: Option<String>) -> Self {
        Self { lien, ..self }
    }
}

/// The facts that capabilities hand down about one person, in no order.
pub async fn faits(personnes: &[&Personne], base: &Base, accorde: &Accorde, jeune: Id<Jeune>) -> Resultat<Vec<Fait>> {
    accorde.pour(&[Action::Consulter], &[Objet::Jeunes, Objet::MonEspace])?;
    let mut faits = Vec::new();
    for lire in personnes.iter().filter_map(|p| p.faits) {
        faits.extend(lire(base, accorde, jeune).await?);
    }
    Ok(faits)
}

/// The facts that say where several people stand, that a list of them may show; each reader is then kept to the fields of
/// their view.
pub async fn faits_du_lot(
    personnes: &[&Personne],
    base: &Base,
    accorde: &Accorde,
    jeunes: &[Id<Jeune>],
) -> Resultat<Vec<FaitDe>> {
    accorde.pour(&[Action::Lister, Action::Exporter], &[Objet::Jeunes])?;
    let mut faits = Vec::new();
    if jeunes.is_empty() {
        return Ok(faits);
    }
    for lire in personnes.iter().filter_map(|p| p.lot) {
        faits.extend(lire(base, jeunes).await?);
    }
    faits.retain(|f| accorde.vue().voit(f.fait.champ));
    Ok(faits)
}

/// The groups of fields that they hand down; those that say something.
pub async fn groupes(
    personnes: &[&Personne],
    base: &Base,
    accorde: &Accorde,
    jeune: Id<Jeune>,
) -> Resultat<Vec<Groupe>> {
    accorde.pour(&[Action::Consulter], &[Objet::Jeunes])?;
    let mut groupes = Vec::new();
    for lire in personnes.iter().filter_map(|p| p.groupe) {
        groupes.push(lire(base, accorde, jeune).await?);
    }
    groupes.retain(|g| !g.lignes.is_empty());
    Ok(groupes)
}

/// The views of the timeline that they add, in order.
pub fn vues(personnes: &[&Personne]) -> Vec<Vue> {
    let mut vues: Vec<Vue> = personnes.iter().filter_map(|p| p.vue).collect();
    vues.sort_by_key(|v| v.rang);
    vues
}
