//! Values that a household carries, not a person: a telephone, a mail or a number that several people of the files have.

use crate::champ::{Champ, DATE_CONTRAIRE, Genre, PRENOM_UN_PEU_PROCHE, SEXE_DIFFERENT, niveau};
use crate::comparaison::{Comparateur, Duo};
use crate::derives::Derives;
use crate::registre::Registre;

/// Pairs compared at a time.
const ENSEMBLE: usize = 256;
/// Records that give one value, beside the first of them: a default number that thousands have would tell no more.
const TEMOINS: usize = 50;

/// By field, by number of a value: whether a household carries it.
pub(crate) struct Foyers {
    par_champ: Vec<Vec<bool>>,
}

impl Foyers {
    /// Reads the telephones, the mails and the fields of `numeros`. Two records that give one value are of two people when
    /// their given names or their sexes say so, or both surnames and dates. When given names are unreliable between two
    /// sources, and for numbers, only those of one source tell.
    pub fn nouveaux(
        (registre, derives, champs): (&Registre, &Derives, &[Champ]),
        numeros: &[usize],
        peu_surs: bool,
    ) -> Self {
        let identites: Vec<Champ> = champs
            .iter()
            .filter(|c| matches!(c.genre, Genre::Nom | Genre::Prenom | Genre::Date | Genre::Sexe))
            .cloned()
            .collect();
        let mut comparateur = Comparateur::nouveau(registre, derives, &identites);
        let lire = |(rang, champ): (usize, &Champ)| {
            let contact = matches!(champ.genre, Genre::Telephone | Genre::Courriel);
            if !contact && !numeros.contains(&rang) {
                return Vec::new();
            }
            let mut partagees = vec![false; registre.lexique(champ.colonne).taille()];
            let mut motifs = Vec::new();
            // A number that is one person's own in each source is what tells that a given name was replaced.
            for duos in duos(registre, derives, champ.colonne, peu_surs || !contact).chunks(ENSEMBLE) {
                comparateur.motifs(duos, &mut motifs);
                for (duo, motif) in duos.iter().zip(&motifs) {
                    partagees[duo.2 as usize] |= deux_personnes(&identites, *motif);
                }
            }
            partagees
        };
        Self { par_champ: champs.iter().enumerate().map(lire).collect() }
    }

    /// Whether a household carries this value of a field.
    pub fn porte(&self, rang: usize, valeur: u32) -> bool {
        self.par_champ[rang].get(valeur as usize).is_some_and(|p| *p)
    }
}

/// For each value that comes back, in one source or in both: its first record beside each of the others.
fn duos(registre: &Registre, derives: &Derives, colonne: usize, une_source: bool) -> Vec<Duo> {
    let frequences = &derives.frequences[colonne];
    let valeur = |rang: usize| registre.rangee(rang)[colonne];
    let mut porteurs: Vec<u64> = (0..registre.taille())
        .filter(|rang| valeur(*rang) != 0 && frequences[valeur(*rang) as usize] > 1)
        .map(|rang| u64::from(valeur(rang)) << 32 | rang as u64)
        .collect();
    porteurs.sort_unstable();
    let fin = registre.fin_premiers() as u64;
    let (fiche, source) = (|p: &u64| *p as u32, |p: &u64| (*p & 0xffff_ffff) >= fin);
    porteurs
        .chunk_by(|a, b| a >> 32 == b >> 32 && (!une_source || source(a) == source(b)))
        .flat_map(|g| g[1..].iter().take(TEMOINS).map(|p| (fiche(&g[0]), fiche(p), (p >> 32) as u32)))
        .collect()
}

/// Whether two records that give one value are plainly of two people.
fn deux_personnes(identites: &[Champ], motif: u64) -> bool {
    let lu = |genre: Genre| identites.iter().position(|c| c.genre == genre).map_or(0, |rang| niveau(motif, rang));
    let prenom = lu(Genre::Prenom);
    let prenoms = prenom >= PRENOM_UN_PEU_PROCHE;
    let sexes = prenom != 1 && lu(Genre::Sexe) == SEXE_DIFFERENT;
    let dates = lu(Genre::Nom) == Genre::Nom.desaccord() && lu(Genre::Date) >= DATE_CONTRAIRE;
    prenoms || sexes || dates
}
