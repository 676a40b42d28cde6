//! What a table is: recognised by a gabarit, or with a proposal for each of its columns.

use std::collections::BTreeMap;

use passerelle_base::Date;
use passerelle_socle::echanges::{Allure, Demande, Etude, Gabarit, Nature, Proposee, Proposition, proposer};
use passerelle_socle::ident::Id;

use super::prets::PRETS;
use super::rules::{Ecart, ecarts, reconnaitre};
use super::store::Garde;

/// What it is understood with.
pub(super) struct Connu<'a> {
    pub gardes: &'a [Garde],
    pub natures: &'a [&'static Nature],
    /// The code of the structure whose files these are, when its responsable sends them.
    pub structure: Option<&'a str>,
    pub jour: Date,
}

/// The gabarit that a file was recognised by.
#[derive(Clone, Debug)]
pub(super) struct Reconnu {
    /// One that is kept; none when it comes with the program.
    pub id: Option<Id<Gabarit>>,
    pub nom: String,
}

/// What is understood of a table.
#[derive(Default)]
pub(super) struct Lecture {
    pub etude: Etude,
    /// The other tables of the file.
    pub autres: Vec<Etude>,
    pub brouillon: Gabarit,
    pub raisons: BTreeMap<(String, String), String>,
    pub refus: BTreeMap<usize, String>,
    pub reconnu: Option<Reconnu>,
    pub ecarts: Vec<Ecart>,
}

/// A gabarit that a table may be recognised by, and what its columns looked like.
struct Possible {
    reconnu: Reconnu,
    gabarit: Gabarit,
    avant: Vec<Allure>,
}

impl Lecture {
    /// Recognises one of the tables, or proposes what the columns are of the one that says most.
    pub fn de(nom: &str, mut etudes: Vec<Etude>, connu: &Connu<'_>) -> Self {
        let gardes = connu.gardes.iter().filter_map(|g| {
            let reconnu = Reconnu { id: Some(g.id), nom: g.nom.clone() };
            Some(Possible { reconnu, gabarit: g.gabarit()?, avant: g.allures() })
        });
        let prets = PRETS.iter().map(|p| {
            let reconnu = Reconnu { id: None, nom: p.titre.to_owned() };
            Possible { reconnu, gabarit: p.gabarit(), avant: Vec::new() }
        });
        let lus: Vec<Possible> = gardes.chain(prets).collect();
        let connus: Vec<Gabarit> = lus.iter().map(|p| p.gabarit.clone()).collect();
        let reconnue =
            etudes.iter().enumerate().find_map(|(rang, e)| Some((rang, reconnaitre(&e.entetes, connus.iter())?)));
        if let Some((rang, par)) = reconnue {
            return Self::reconnue(etudes.remove(rang), etudes, &lus[par], connu);
        }
        let demande = Demande {
            natures: connu.natures,
            nature: None,
            structure: connu.structure,
            connus: &connus,
            jour: connu.jour,
        };
        let titre = nom.rsplit_once('.').map_or(nom, |(s, _)| s);
        let proposees = etudes.iter().enumerate().map(|(rang, e)| (proposer(titre, e, &demande), rang));
        // Of two that say as much, the first: it is the one on top.
        let Some((proposition, rang)) = proposees.rev().max_by_key(|(p, _)| p.champs.len()) else {
            return Self::default();
        };
        let Proposition { gabarit, champs, refus, .. } = proposition;
        let raison = |p: Proposee| ((p.nature.to_owned(), p.colonne.to_owned()), p.raison);
        let raisons = champs.into_iter().map(raison).collect();
        Self { etude: etudes.remove(rang), autres: etudes, brouillon: gabarit, raisons, refus, ..Self::default() }
    }

    fn reconnue(etude: Etude, autres: Vec<Etude>, par: &Possible, connu: &Connu<'_>) -> Self {
        let Possible { reconnu, gabarit, avant } = par;
        let allures: Vec<Allure> = etude.profils.iter().enumerate().map(|(rang, p)| p.allure(rang)).collect();
        let mut brouillon = gabarit.clone();
        brouillon.tableau.feuille.clone_from(&etude.tableau.feuille);
        if let Some(code) = connu.structure {
            brouillon = brouillon.avec_structure(code, connu.natures);
        }
        let ecarts = ecarts(gabarit, avant, &allures);
        Self { etude, autres, brouillon, reconnu: Some(reconnu.clone()), ecarts, ..Self::default() }
    }
}
