//! The records: whose they are, and which source they come from. Those of the first source come before those of the
//! second; what they say is kept as numbers (`numerotation`).

mod numerotation;

use crate::colonne::{Colonne, Nature};
use crate::erreur::ErreurAppariement;
use crate::lexique::Lexique;
use numerotation::Numerotation;

/// Records of one source, or of two.
#[derive(Clone, Debug)]
pub struct Registre {
    pub(crate) textes: Numerotation,
    identifiants: Identifiants,
    premiers: Option<usize>,
}

/// Identifiers, one after the other.
#[derive(Clone, Debug, Default)]
struct Identifiants {
    octets: String,
    fins: Vec<u32>,
}

impl Registre {
    /// No record yet. The columns are those of both sources; identifiers are not among them.
    pub fn nouveau(colonnes: Vec<Colonne>) -> Self {
        Self { textes: Numerotation::nouvelle(colonnes), identifiants: Identifiants::default(), premiers: None }
    }

    /// Adds a record: its identifier, and its cells in the order of the columns.
    pub fn ajouter<'a>(&mut self, identifiant: &str, cellules: impl IntoIterator<Item = &'a str>) {
        self.identifiants.octets.push_str(identifiant);
        let fin = u32::try_from(self.identifiants.octets.len()).expect("less than 4 GiB of identifiers");
        self.identifiants.fins.push(fin);
        self.textes.attendre(cellules);
    }

    /// What follows belongs to the second source.
    pub fn seconde_source(&mut self) {
        self.premiers = Some(self.taille());
    }

    /// Frees what only served to read, and refuses what cannot be linked.
    pub fn clore(&mut self) -> Result<(), ErreurAppariement> {
        self.textes.clore();
        self.identifiants.octets.shrink_to_fit();
        self.identifiants.fins.shrink_to_fit();
        let sources = [0..self.fin_premiers(), self.fin_premiers()..self.taille()];
        let demandees = if self.premiers.is_some() { 2 } else { 1 };
        for (source, rangs) in sources.into_iter().enumerate().take(demandees) {
            if rangs.is_empty() {
                return Err(ErreurAppariement::SourceVide(source));
            }
            self.verifier_identifiants(source, rangs)?;
        }
        Ok(())
    }

    fn verifier_identifiants(&self, source: usize, rangs: std::ops::Range<usize>) -> Result<(), ErreurAppariement> {
        let debut = rangs.start;
        let mut tries: Vec<(u64, u32)> =
            rangs.map(|r| (crate::lexique::hache(self.identifiant(r).as_bytes()), r as u32)).collect();
        tries.sort_unstable();
        let mut doubles: Vec<(usize, usize)> = Vec::new();
        for egaux in tries.chunk_by(|a, b| a.0 == b.0).filter(|e| e.len() > 1) {
            let texte = |e: &(u64, u32)| self.identifiant(e.1 as usize);
            for (n, e) in egaux.iter().enumerate().skip(1) {
                if let Some(avant) = egaux[..n].iter().find(|a| texte(a) == texte(e)) {
                    doubles.push((avant.1 as usize - debut, e.1 as usize - debut));
                }
            }
        }
        doubles.sort_unstable();
        if doubles.is_empty() {
            Ok(())
        } else {
            Err(ErreurAppariement::IdentifiantsDoubles { fichier: source, doubles })
        }
    }

    /// How many records, both sources together.
    pub fn taille(&self) -> usize {
        self.identifiants.fins.len()
    }

    /// Where the records of the second source start; the number of records if there is one source.
    pub fn fin_premiers(&self) -> usize {
        self.premiers.unwrap_or(self.taille())
    }

    /// Whether there are two sources.
    pub fn deux_sources(&self) -> bool {
        self.premiers.is_some()
    }

    /// Pairs that could be compared in all: A × B, or all pairs of one source.
    pub fn paires_possibles(&self) -> u64 {
        let (n, a) = (self.taille() as u64, self.fin_premiers() as u64);
        if self.deux_sources() { a * (n - a) } else { n * n.saturating_sub(1) / 2 }
    }

    /// Columns of both sources, in the order of the cells.
    pub fn colonnes(&self) -> &[Colonne] {
        self.textes.colonnes()
    }

    /// The identifier of a record.
    pub fn identifiant(&self, rang: usize) -> &str {
        let debut = if rang == 0 { 0 } else { self.identifiants.fins[rang - 1] as usize };
        &self.identifiants.octets[debut..self.identifiants.fins[rang] as usize]
    }

    /// The value of a record in a column as it is compared; empty when missing.
    pub fn valeur(&self, rang: usize, colonne: usize) -> &str {
        self.lexique(colonne).texte(self.rangee(rang)[colonne])
    }

    pub(crate) fn rangee(&self, rang: usize) -> &[u32] {
        self.textes.rangee(rang)
    }

    pub(crate) fn lexique(&self, colonne: usize) -> &Lexique {
        self.textes.lexique(colonne)
    }

    pub(crate) fn lexique_noms(&self) -> &Lexique {
        self.textes.lexique_noms()
    }

    pub(crate) fn colonne(&self, nature: Nature) -> Option<usize> {
        self.colonnes().iter().position(|c| c.nature == nature)
    }
}
