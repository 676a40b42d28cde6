//! From texts to numbers, many records at a time: in tables of millions of texts each place is far in memory, and the
//! processor fetches those of many texts together instead of waiting for each.

use crate::colonne::{Colonne, Nature};
use crate::lexique::{Lexique, hache};
use crate::noms;
use crate::valeurs::canonique;

/// The columns of the records, as numbers of their values.
#[derive(Clone, Debug)]
pub(crate) struct Numerotation {
    colonnes: Vec<Colonne>,
    /// The lexicon of each column; names share one, so that swapped names meet.
    lexique_de: Vec<usize>,
    lexiques: Vec<Lexique>,
    /// What was read already, for columns whose values come back: raw text to canonical number.
    bruts: Vec<(Lexique, Vec<u32>)>,
    /// The words of compound names, by number of the name.
    pub parties: Vec<Vec<u32>>,
    /// By number of a name: whether it has several words.
    pub composes: Vec<bool>,
    /// `valeurs[rang * colonnes + colonne]`; 0 is a missing value.
    valeurs: Vec<u32>,
    attente: Attente,
    tampon: String,
}

/// Cells read and not numbered yet.
#[derive(Clone, Debug, Default)]
struct Attente {
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

impl Numerotation {
    /// No record yet.
    pub(super) fn nouvelle(colonnes: Vec<Colonne>) -> Self {
        let mut lexiques = vec![Lexique::default()];
        let lexique_de: Vec<usize> = colonnes
            .iter()
            .map(|c| {
                if matches!(c.nature, Nature::Nom | Nature::NomUsage | Nature::Prenom) {
                    return 0;
                }
                lexiques.push(Lexique::default());
                lexiques.len() - 1
            })
            .collect();
        let bruts = colonnes.iter().map(|_| (Lexique::default(), vec![0])).collect();
        Self {
            colonnes,
            lexique_de,
            lexiques,
            bruts,
            parties: vec![Vec::new()],
            composes: Vec::new(),
            valeurs: Vec::new(),
            attente: Attente::default(),
            tampon: String::new(),
        }
    }

    pub(super) fn colonnes(&self) -> &[Colonne] {
        &self.colonnes
    }

    /// The numbers of a record, by column.
    pub(super) fn rangee(&self, rang: usize) -> &[u32] {
        let k = self.colonnes.len();
        &self.valeurs[rang * k..(rang + 1) * k]
    }

    pub(super) fn lexique(&self, colonne: usize) -> &Lexique {
        &self.lexiques[self.lexique_de[colonne]]
    }

    pub(super) fn lexique_noms(&self) -> &Lexique {
        &self.lexiques[0]
    }

    /// Numbers what is left, and frees what only served to read.
    pub(super) fn clore(&mut self) {
        self.numeroter();
        (self.bruts, self.attente) = Default::default();
        self.composes = self.parties.iter().map(|p| !p.is_empty()).collect();
        self.lexiques.iter_mut().for_each(Lexique::clore);
    }

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
    fn numeroter(&mut self) {
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
