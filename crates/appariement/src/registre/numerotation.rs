//! From texts to numbers, many records at a time: in tables of millions of texts each place is far in memory, and the
//! processor fetches those of many texts together instead of waiting for each.

use super::Registre;
use crate::colonne::Nature;
use crate::lexique::{Lexique, hache};
use crate::noms;
use crate::valeurs::canonique;

/// Cells read and not numbered yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Attente {
    octets: String,
    fins: Vec<usize>,
}

/// Records numbered together.
const LOT: usize = 32;

/// Values that hardly ever come back are not worth remembering as typed.
fn rare(nature: Nature) -> bool {
    matches!(nature, Nature::Telephone | Nature::Courriel)
}

impl Attente {
    fn texte(&self, rang: usize) -> &str {
        let debut = if rang == 0 { 0 } else { self.fins[rang - 1] };
        &self.octets[debut..self.fins[rang]]
    }
}

impl Registre {
    /// Takes the cells of a record; those that lack are missing values.
    pub(super) fn attendre<'a>(&mut self, cellules: impl IntoIterator<Item = &'a str>) {
        let attendues = self.attente.fins.len() + self.colonnes.len();
        for (colonne, cellule) in self.colonnes.iter().zip(cellules) {
            if rare(colonne.nature) {
                canonique(colonne.nature, cellule, &mut self.tampon);
                self.attente.octets.push_str(&self.tampon);
            } else {
                self.attente.octets.push_str(cellule);
            }
            self.attente.fins.push(self.attente.octets.len());
        }
        self.attente.fins.resize(attendues, self.attente.octets.len());
        if attendues >= LOT * self.colonnes.len() {
            self.numeroter();
        }
    }

    /// Numbers the cells that wait.
    pub(super) fn numeroter(&mut self) {
        let mut attente = std::mem::take(&mut self.attente);
        let (combien, k) = (attente.fins.len(), self.colonnes.len());
        let hachages: Vec<u64> = (0..combien).map(|rang| hache(attente.texte(rang).as_bytes())).collect();
        let annonces = hachages.iter().enumerate().map(|(rang, h)| self.lexique_lu(rang % k).annonce(*h));
        let annonces: Vec<u32> = annonces.collect();
        for (rang, numero) in annonces.iter().enumerate() {
            // Nothing is done of it: the text will be at hand when it is compared.
            std::hint::black_box(self.lexique_lu(rang % k).octets(*numero).first().copied());
        }
        for (rang, hachage) in hachages.iter().enumerate() {
            let numero = self.numero(rang % k, attente.texte(rang), *hachage);
            self.valeurs.push(numero);
        }
        attente.octets.clear();
        attente.fins.clear();
        self.attente = attente;
    }

    /// Where the cells of a column are looked for first.
    fn lexique_lu(&self, colonne: usize) -> &Lexique {
        if rare(self.colonnes[colonne].nature) { self.lexique(colonne) } else { &self.bruts[colonne].0 }
    }

    fn numero(&mut self, colonne: usize, cellule: &str, hachage: u64) -> u32 {
        let nature = self.colonnes[colonne].nature;
        if rare(nature) {
            return self.lexiques[self.lexique_de[colonne]].inscrire_hache(cellule, hachage).0;
        }
        let (brut, nouveau) = self.bruts[colonne].0.inscrire_hache(cellule, hachage);
        if !nouveau {
            return self.bruts[colonne].1[brut as usize];
        }
        let numero = match nature {
            Nature::Nom | Nature::NomUsage | Nature::Prenom => self.nom(cellule),
            _ => {
                canonique(nature, cellule, &mut self.tampon);
                self.lexiques[self.lexique_de[colonne]].inscrire(&self.tampon).0
            }
        };
        self.bruts[colonne].1.push(numero);
        numero
    }

    fn nom(&mut self, cellule: &str) -> u32 {
        canonique(Nature::Exacte, cellule, &mut self.tampon);
        let lu = noms::lire(&self.tampon);
        let mut inscrire = |texte: &str| {
            let (numero, nouveau) = self.lexiques[0].inscrire(texte);
            if nouveau {
                self.parties.push(Vec::new());
            }
            numero
        };
        let numero = inscrire(&lu.compact);
        let parties: Vec<u32> = lu.parties.iter().map(|p| inscrire(p)).collect();
        let toutes = &mut self.parties[numero as usize];
        toutes.extend(parties);
        toutes.sort_unstable();
        toutes.dedup();
        numero
    }
}
