//! One row: from text to values, or to a refusal. Pure; runs on the reading thread.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};

use std::borrow::Cow;

use passerelle_base::{Date, contient_nir, date_courte, evenement_possible, naissance_possible};

use super::entetes::Entetes;
use super::gabarit::Laissee;
use super::nature::{Controle, Forme, Lu, Nature};
use super::valeur::nettoyer;
use super::{Motif, Refus};

/// What stands in a returned file where a NIR stood.
pub(super) use crate::texte::NIR_RETIRE;

/// A row whose cells were all understood.
#[derive(Clone, Debug)]
pub(super) struct Bonne {
    pub ligne: u64,
    /// One entry per column of the kind.
    pub lus: Vec<Lu>,
    /// Cells as they came, in case the base refuses the row later.
    pub cellules: Vec<String>,
}

/// Reads the rows of one file; remembers the keys seen.
pub(super) struct Analyse<'a> {
    nature: &'a Nature,
    entetes: &'a Entetes,
    cle: Vec<usize>,
    /// Today: nothing was born after it.
    jour: Date,
    /// Hash of a key → line of its first row. 64 bits are enough: in a file of a million rows, a
    /// false « already seen » has one chance in thirty million.
    vues: HashMap<u64, u32>,
    /// What the first row of a key said, when a file that repeats people by a join is read.
    dites: HashMap<u64, u64>,
}

/// Why a row gives nothing.
pub(super) enum NonLue {
    Refusee(Refus),
    Laissee(Laissee),
}

/// Why the key of a row cannot be kept.
enum Deja {
    /// Word for word what an earlier row said.
    Pareille,
    Autre(Motif),
}

impl<'a> Analyse<'a> {
    pub fn nouvelle(nature: &'a Nature, entetes: &'a Entetes, jour: Date) -> Self {
        let mut cle: Vec<usize> = nature.cle.iter().map(|c| nature.colonne_de(c)).collect();
        // A young person's number means something within its structure only.
        cle.extend(nature.position("structure"));
        cle.sort_unstable();
        cle.dedup();
        Self { nature, entetes, cle, jour, vues: HashMap::new(), dites: HashMap::new() }
    }

    /// Understands one row.
    pub fn lire(&mut self, ligne: u64, cellules: Vec<String>) -> Result<Bonne, NonLue> {
        if let Some(laissee) = self.entetes.gabarit.as_ref().and_then(|g| g.ecarter(&cellules)) {
            return Err(NonLue::Laissee(laissee));
        }
        if let Some(colonne) = cellules.iter().position(|c| contient_nir(c)) {
            return Err(NonLue::Refusee(self.refus_nir(ligne, cellules, colonne)));
        }
        let attendues = self.entetes.bruts.len();
        if cellules.len() != attendues {
            let phrase = if cellules.len() < attendues {
                format!(
                    "la ligne a {} cellules au lieu de {attendues} : elle est peut-être coupée ; complétez-la",
                    cellules.len()
                )
            } else {
                format!(
                    "la ligne a {} cellules au lieu de {attendues} : un séparateur est de trop ; \
                     mettez le texte qui en contient entre guillemets",
                    cellules.len()
                )
            };
            let cellules = self.sans_non_conservees(cellules);
            return Err(NonLue::Refusee(Refus { ligne, motif: Motif::ligne(phrase), cellules }));
        }
        let lue = self.comprendre(ligne, &cellules);
        let cellules = self.sans_non_conservees(cellules);
        match lue {
            Ok(lus) => Ok(Bonne { ligne, lus, cellules }),
            Err(Deja::Pareille) => Err(NonLue::Laissee(Laissee::Repetee)),
            Err(Deja::Autre(motif)) => Err(NonLue::Refusee(Refus { ligne, motif, cellules })),
        }
    }

    fn comprendre(&mut self, ligne: u64, cellules: &[String]) -> Result<Vec<Lu>, Deja> {
        let mut lus = Vec::with_capacity(self.nature.colonnes.len());
        let mut motifs: Vec<Motif> = Vec::new();
        let mut dit = DefaultHasher::new();
        for (rang, colonne) in self.nature.colonnes.iter().enumerate() {
            let brut = match (&self.entetes.gabarit, self.entetes.positions[rang]) {
                (Some(gabarit), _) => gabarit.texte(rang, cellules),
                (None, Some(place)) => Ok(Cow::Borrowed(cellules[place].as_str())),
                (None, None) => Ok(Cow::Borrowed("")),
            };
            let lu = brut.and_then(|brut| {
                let texte = nettoyer(colonne.forme, &brut);
                if colonne.requise && texte.is_empty() {
                    return Err("cette cellule est vide ; elle est nécessaire".to_owned());
                }
                if self.entetes.gabarit.is_some() {
                    texte.hash(&mut dit);
                }
                let lu = colonne.forme.lire(&texte).and_then(|lu| self.datee(lu));
                match self.entetes.gabarit {
                    Some(_) => lu.map_err(|phrase| colonne.forme.sans_code(&texte, phrase)),
                    None => lu,
                }
            });
            match lu {
                Ok(lu) => lus.push(lu),
                Err(phrase) => {
                    motifs.push(Motif::colonne(colonne.nom, phrase));
                    lus.push(Lu::Inconnu);
                }
            }
        }
        if motifs.is_empty() {
            motifs.extend(self.nature.controles.iter().filter_map(|c| self.controler(*c, &lus)));
        }
        match motifs.len() {
            0 => self.premiere_fois(ligne, &lus, dit.finish()).map(|()| lus),
            1 => Err(Deja::Autre(self.entetes.dire(self.nature, motifs.remove(0)))),
            // The first column leads; the sentence tells them all, to be mended in one go.
            _ => {
                let mut dits = motifs.into_iter().map(|m| self.entetes.dire(self.nature, m));
                let premier = dits.next().unwrap_or_else(|| Motif::ligne(""));
                let autres: Vec<String> = dits.map(|m| m.affiche()).collect();
                let phrase = format!("{} ; {}", premier.phrase, autres.join(" ; "));
                Err(Deja::Autre(Motif { colonne: premier.colonne, phrase }))
            }
        }
    }

    /// A day that may be: announced for soon, not for 2099.
    fn datee(&self, lu: Lu) -> Result<Lu, String> {
        match lu.date().map_or(Ok(()), |date| evenement_possible(date, self.jour)) {
            Ok(()) => Ok(lu),
            Err(e) => Err(e.to_string()),
        }
    }

    fn controler(&self, controle: Controle, lus: &[Lu]) -> Option<Motif> {
        let lu = |nom: &str| self.nature.position(nom).map(|i| &lus[i]);
        let (debut, fin, des) = match controle {
            Controle::PasAvant { debut, fin, des } => (debut, fin, des),
            // Known once the base is asked (`ecriture`).
            Controle::Saisie { .. } => return None,
            Controle::Passee(colonne) => {
                let e = naissance_possible(lu(colonne)?.date()?, self.jour).err()?;
                return Some(Motif::colonne(colonne, e.to_string()));
            }
        };
        if let (Some(d), Some(f)) = (lu(debut)?.date(), lu(fin)?.date()) {
            let plancher = des.and_then(|c| lu(c)?.date()).map_or(d, |p| p.min(d));
            return (f < plancher).then(|| {
                let phrase = format!(
                    "le {} est avant {debut} ({}) ; corrigez l'une des deux dates",
                    date_courte(f),
                    date_courte(d)
                );
                Motif::colonne(fin, phrase)
            });
        }
        let (d, f) = (lu(debut)?.texte(), lu(fin)?.texte());
        let renverse = !d.is_empty() && !f.is_empty() && f < d;
        renverse.then(|| Motif::colonne(fin, format!("{f} est avant {debut} ({d}) ; corrigez l'une des deux heures")))
    }

    fn premiere_fois(&mut self, ligne: u64, lus: &[Lu], dit: u64) -> Result<(), Deja> {
        let mut empreinte = DefaultHasher::new();
        for &i in &self.cle {
            match lus[i].date() {
                Some(date) => date.hash(&mut empreinte),
                None => lus[i].texte().hash(&mut empreinte),
            }
        }
        let empreinte = empreinte.finish();
        match self.vues.entry(empreinte) {
            Entry::Vacant(place) => {
                place.insert(u32::try_from(ligne).unwrap_or(u32::MAX));
                if self.entetes.gabarit.is_some() {
                    self.dites.insert(empreinte, dit);
                }
                Ok(())
            }
            Entry::Occupied(_) if self.dites.get(&empreinte) == Some(&dit) => Err(Deja::Pareille),
            Entry::Occupied(vue) => {
                let premiere = vue.get();
                let noms: Vec<&str> = self.cle.iter().map(|&i| self.nature.colonnes[i].nom).collect();
                let phrase = format!(
                    "cette ligne porte la même clé ({}) que la ligne {premiere} du fichier ; n'en gardez qu'une",
                    noms.join(" + ")
                );
                Err(Deja::Autre(self.entetes.dire(self.nature, Motif::colonne(noms[0], phrase))))
            }
        }
    }

    /// What the house does not store is not kept in refused rows either.
    fn sans_non_conservees(&self, mut cellules: Vec<String>) -> Vec<String> {
        for (rang, colonne) in self.nature.colonnes.iter().enumerate() {
            if matches!(colonne.forme, Forme::NonConservee(_)) {
                for place in self.entetes.places(rang) {
                    if let Some(cellule) = cellules.get_mut(*place) {
                        cellule.clear();
                    }
                }
            }
        }
        if let Some(gabarit) = &self.entetes.gabarit {
            gabarit.sans_non_lues(&mut cellules);
        }
        cellules
    }

    fn refus_nir(&self, ligne: u64, cellules: Vec<String>, colonne: usize) -> Refus {
        let nom = self.entetes.bruts.get(colonne).cloned().unwrap_or_default();
        let phrase = "cette cellule contient un numéro de sécurité sociale, que Passerelle n'enregistre jamais ; \
                      retirez-le et redonnez la ligne";
        let cellules = self.sans_non_conservees(cellules);
        let cellules = cellules.into_iter().map(|c| if contient_nir(&c) { NIR_RETIRE.to_owned() } else { c }).collect();
        Refus { ligne, motif: Motif { colonne: Some(nom), phrase: phrase.into() }, cellules }
    }
}
