//! From an understood row to the values of its tables. Runs on the reading thread, beside the
//! base that writes the rows before.

use sea_orm::Value;

use super::analyse::Bonne;
use super::entetes::Entetes;
use super::nature::{Colonne, Derive, Forme, Lu, Nature};
use super::references::{self, References};
use super::{Motif, Refus};
use crate::access::{Objet, Structure};
use crate::ident::Id;

/// Which columns of a file go where.
pub(super) struct Plan {
    pub nature: &'static Nature,
    /// The kind of file that tells the numbers of young people.
    pub jeunes: Option<&'static Nature>,
    /// Columns present in the file that fill a field of the main table, in order.
    pub champs: Vec<usize>,
    /// Computed fields whose columns are all present.
    pub derives: Vec<&'static Derive>,
    /// The column that fills a link table, when present.
    liens: Option<usize>,
    /// The columns that together point at a young person: structure, number.
    jeune: Option<(usize, usize)>,
    /// Numbers are made of what identifies somebody: one that is not known creates nobody.
    pub sans_numero: bool,
    /// The structure whose rows alone may be brought.
    pub pour: Option<Id<Structure>>,
}

/// A row ready to be compared.
pub(super) struct Prete {
    pub ligne: u64,
    pub cellules: Vec<String>,
    /// Values of the main table: `champs`, then `derives`.
    pub valeurs: Vec<Value>,
    /// Values of the key.
    pub cle: Vec<Value>,
    /// Structures of the link table, in order.
    pub liens: Vec<Id<Structure>>,
    /// The young person still to be looked up: (structure, number).
    pub jeune: Option<(Id<Structure>, String)>,
}

impl Plan {
    pub fn nouveau(nature: &'static Nature, natures: &[&'static Nature], entetes: &Entetes) -> Self {
        let present = |i: usize| entetes.presente(i);
        let dans_table_cle =
            |c: &Colonne| nature.table_cle.is_some() && c.champ.is_some_and(|f| nature.cle.contains(&f));
        let colonnes = || nature.colonnes.iter().enumerate().filter(|(i, _)| present(*i));
        let champs = colonnes().filter(|(_, c)| c.champ.is_some() && !dans_table_cle(c)).map(|(i, _)| i).collect();
        let liens = colonnes().find(|(_, c)| matches!(c.forme, Forme::Structures(..))).map(|(i, _)| i);
        let connues = |d: &&Derive| d.colonnes.iter().all(|c| nature.position(c).is_some_and(present));
        let derives = nature.derives.iter().filter(connues).collect();
        let jeune = nature.colonnes.iter().position(|c| c.forme == Forme::Jeune);
        let jeune = nature.position("structure").zip(jeune);
        let sans_numero = entetes.gabarit.as_ref().is_some_and(|g| g.sans_numero);
        Self {
            nature,
            jeunes: references::de(natures, Objet::Jeunes),
            champs,
            derives,
            liens,
            jeune,
            sans_numero,
            pour: None,
        }
    }

    /// Names of the fields of the main table, in the order of a row's values.
    pub fn noms(&self) -> Vec<&'static str> {
        let champs = self.champs.iter().filter_map(|&i| self.nature.colonnes[i].champ);
        champs.chain(self.derives.iter().map(|d| d.champ)).collect()
    }

    /// Computed fields whose words are also rows of a table: rank among a row's values, that table.
    pub fn index(&self) -> impl Iterator<Item = (usize, [&'static str; 3])> {
        self.derives.iter().enumerate().filter_map(|(i, d)| Some((self.champs.len() + i, d.index?)))
    }

    /// The link table, when the file fills it: (table, owner, target) and the column's name.
    pub fn table_liens(&self) -> Option<([&'static str; 3], &'static str)> {
        let colonne = &self.nature.colonnes[self.liens?];
        match colonne.forme {
            Forme::Structures(table, de, vers) => Some(([table, de, vers], colonne.nom)),
            _ => None,
        }
    }

    /// Where the identifier of the young person goes: in the values, in the key.
    pub fn places_jeune(&self) -> Option<(usize, Option<usize>)> {
        let (_, colonne) = self.jeune?;
        let valeur = self.champs.iter().position(|&i| i == colonne)?;
        let champ = self.nature.colonnes[colonne].champ;
        Some((valeur, self.nature.cle.iter().position(|c| Some(*c) == champ)))
    }

    /// Replaces codes by identifiers; a row that points at nothing known is refused.
    pub fn preparer(&self, references: &References, bonne: Bonne) -> Result<Prete, Refus> {
        let mut ids = match references.resoudre(self.nature, &bonne) {
            Ok(ids) => ids,
            Err(motif) => return Err(Refus { ligne: bonne.ligne, motif, cellules: bonne.cellules }),
        };
        if let (Some(pour), Some(place)) = (self.pour, self.nature.position("structure"))
            && ids[place].first() != Some(&pour.uuid())
        {
            let motif =
                Motif::colonne("structure", "cette ligne est celle d'une autre structure que la vôtre : retirez-la");
            return Err(Refus { ligne: bonne.ligne, motif, cellules: bonne.cellules });
        }
        let Bonne { ligne, lus, cellules } = bonne;
        let valeur = |i: usize| match (&lus[i], ids[i].first()) {
            (Lu::Valeur(v), _) => v.clone(),
            (_, Some(id)) => (*id).into(),
            _ => self.nature.colonnes[i].forme.inconnu(),
        };
        let texte = |nom: &str| self.nature.position(nom).map_or("", |i| lus[i].texte()).to_owned();
        let mut valeurs: Vec<Value> = self.champs.iter().map(|&i| valeur(i)).collect();
        valeurs.extend(self.derives.iter().map(|d| d.valeur(texte)));
        let cle = self.nature.cle.iter().map(|c| valeur(self.nature.colonne_de(c))).collect();
        let jeune = self.jeune.and_then(|(s, j)| Some((Id::from_uuid(*ids[s].first()?), lus[j].texte().to_owned())));
        let liens = self.liens.map(|i| std::mem::take(&mut ids[i])).unwrap_or_default();
        let mut liens: Vec<Id<Structure>> = liens.into_iter().map(Id::from_uuid).collect();
        liens.sort_unstable();
        Ok(Prete { ligne, cellules, valeurs, cle, liens, jeune })
    }
}
