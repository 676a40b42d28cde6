//! The whole linkage: from records to links and to what may be expected of them.

use serde::Serialize;

use crate::blocage::{Blocs, Coupe};
use crate::candidats::{Candidats, au_hasard};
use crate::champ::{CHAMPS_MAX, Champ, Genre, champs, niveau};
use crate::departage::departager;
use crate::derives::Derives;
use crate::doute::{Doutes, numeros};
use crate::erreur::ErreurAppariement;
use crate::estimation::estimer;
use crate::foyer::Foyers;
use crate::frequence::Frequences;
use crate::jumeaux::prenoms_peu_surs;
use crate::modele::{Jumeaux, Modele};
use crate::qualite::{Qualite, RegleLue, captures, qualite};
use crate::registre::Registre;
use crate::score::{Decision, Decisions, Lien, decider, noter, ordonner, partager, respecter};
use crate::tables::{ETRANGERS, MEME, Tables};
use crate::temoin::Temoin;

/// Pairs taken at random to learn what strangers look like.
const AU_HASARD: u64 = 400_000;

/// The links, and the report.
pub struct Rapprochement {
    /// Most probable first.
    pub liens: Vec<Lien>,
    /// What was learnt and what may be expected.
    pub rapport: Rapport,
    champs: Vec<Champ>,
    tables: Tables,
}

/// What was learnt and what may be expected.
#[derive(Clone, Debug, Serialize)]
pub struct Rapport {
    /// Records of each source; the second is absent when looking for duplicates.
    pub fiches: Vec<u64>,
    /// Pairs that could be compared in all.
    pub paires_possibles: u64,
    /// Pairs compared.
    pub paires_comparees: u64,
    /// Distinct patterns of agreement.
    pub motifs: u64,
    /// Steps of the estimation.
    pub pas: u32,
    /// Share of possible pairs that are one person.
    pub lambda: f64,
    /// Expected quality at the threshold.
    pub qualite: Qualite,
    /// Rules and what each brings.
    pub regles: Vec<RegleLue>,
    /// Blocks that were left out.
    pub coupes: Vec<Coupe>,
    /// Fields and what was learnt of each level.
    pub champs: Vec<ChampLu>,
    /// The most frequent patterns.
    pub motifs_frequents: Vec<MotifLu>,
}

/// A field and what was learnt of it.
#[derive(Clone, Debug, Serialize)]
pub struct ChampLu {
    /// Its name.
    pub champ: String,
    /// The field on which its probabilities are conditional.
    pub selon: Option<String>,
    /// Its levels.
    pub niveaux: Vec<NiveauLu>,
}

/// A level of agreement.
#[derive(Clone, Debug, Serialize)]
pub struct NiveauLu {
    /// In words.
    pub niveau: String,
    /// Probability in a pair of one person, values present.
    pub m: f64,
    /// Probability in a pair of strangers.
    pub u: f64,
}

/// A pattern of agreement.
#[derive(Clone, Debug, Serialize)]
pub struct MotifLu {
    /// A digit a field: its level.
    pub motif: String,
    /// Number of pairs.
    pub paires: u64,
    /// Probability before the rarity of values.
    pub probabilite: f64,
}

/// What one field says of a pair, for whoever reviews it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Indice {
    /// The field.
    pub champ: String,
    /// The column it is read from, as a rank in the register.
    pub colonne: usize,
    /// How it agrees, in words.
    pub niveau: &'static str,
    /// Weight of evidence in bits, before the rarity of the value: positive for, negative against.
    pub poids: f64,
}

/// Links the records of a register, closed by [`Registre::clore`]. The result does not depend on `fils`, the number of
/// threads. Human decisions are respected.
pub fn rapprocher(
    registre: &Registre,
    modele: &Modele,
    decisions: &Decisions,
    fils: usize,
    temoin: &dyn Temoin,
) -> Result<Rapprochement, ErreurAppariement> {
    modele.verifier()?;
    let champs = champs(registre);
    if champs.len() > CHAMPS_MAX {
        return Err(ErreurAppariement::TropDeColonnes(CHAMPS_MAX));
    }
    temoin.phase("valeurs");
    let derives = Derives::nouveau(registre);
    verifier(registre, &champs, &derives)?;
    temoin.phase("regroupement");
    let mut blocs = Blocs::nouveau(registre, &derives, modele)?;
    temoin.phase("comparaison");
    let mut candidats = Candidats::comparer(registre, &derives, &champs, &blocs, fils, temoin);
    blocs.oublier_membres();
    temoin.phase("estimation");
    let hasard = au_hasard(registre, &derives, &champs, AU_HASARD);
    let estimation = estimer(registre, &derives, &champs, &candidats.motifs, &hasard);
    temoin.phase("probabilites");
    let tables = estimation.tables;
    let lus = (registre, &derives, &champs[..]);
    let numeros = numeros(registre, &champs, &tables, modele.jumeaux);
    let souple = modele.jumeaux == Jumeaux::Souple;
    let peu_surs =
        modele.jumeaux != Jumeaux::Strict && prenoms_peu_surs(registre, &derives, &champs, &candidats, souple);
    let foyers = Foyers::nouveaux(lus, &numeros, peu_surs);
    let frequences = Frequences::nouvelles(lus, &tables, &foyers);
    let doutes = Doutes::nouveaux((registre, &champs), (&foyers, numeros), peu_surs, modele.jumeaux);
    let paires = std::mem::take(&mut candidats.lots);
    let mut notes = noter(paires, &candidats.motifs.codes, &frequences, &tables, &doutes);
    let connues = respecter(&mut notes.notes, decisions, registre.deux_sources());
    if registre.deux_sources() {
        partager(&mut notes.notes, registre.taille());
    } else {
        departager(&mut notes.notes, registre.taille());
    }
    let mut liens = decider(&notes.notes, &candidats.motifs.codes, registre, modele);
    let mut comparateur = crate::comparaison::Comparateur::nouveau(registre, &derives, &champs);
    let certains: Vec<Lien> = connues
        .iter()
        .filter(|(_, lien)| **lien)
        .map(|(&(a, b), _)| Lien {
            a: a as usize,
            b: b as usize,
            probabilite: 1.0,
            decision: Decision::Lien,
            humaine: true,
            doute: None,
            motif: comparateur.motif(a, b),
        })
        .collect();
    liens.extend(certains);
    ordonner(&mut liens, registre);
    let captures = captures(&notes.notes, &blocs, &candidats.par_regle);
    let rapport = Rapport {
        fiches: match registre.fin_premiers() {
            a if registre.deux_sources() => vec![a as u64, (registre.taille() - a) as u64],
            n => vec![n as u64],
        },
        paires_possibles: registre.paires_possibles(),
        paires_comparees: candidats.par_regle.iter().sum(),
        motifs: candidats.motifs.codes.len() as u64,
        pas: estimation.pas,
        lambda: tables.parts[MEME],
        qualite: qualite(&liens, &notes.notes, notes.reste, captures.perdues),
        regles: captures.regles,
        coupes: blocs.coupes.clone(),
        champs: appris(&champs, &tables),
        motifs_frequents: frequents(&candidats, &champs, &tables),
    };
    Ok(Rapprochement { liens, rapport, champs, tables })
}

impl Rapprochement {
    /// What each field says of a pair, in the order of the columns.
    pub fn indices(&self, lien: &Lien) -> Vec<Indice> {
        let indice = |(rang, champ): (usize, &Champ)| {
            let n = niveau(lien.motif, rang);
            let poids = |classe| self.tables.facteur(classe, rang, lien.motif);
            Indice {
                champ: champ.nom.clone(),
                colonne: champ.colonne,
                niveau: champ.genre.niveaux()[usize::from(n)],
                poids: if n == 0 { 0.0 } else { (poids(MEME) / poids(ETRANGERS)).log2() },
            }
        };
        self.champs.iter().enumerate().map(indice).collect()
    }
}

/// Refuses what could only give an empty answer that looks like one.
fn verifier(registre: &Registre, champs: &[Champ], derives: &Derives) -> Result<(), ErreurAppariement> {
    let sources = if registre.deux_sources() { 2 } else { 1 };
    for champ in champs.iter().filter(|c| c.genre == Genre::Date) {
        for source in 0..sources {
            if derives.presents[champ.colonne][source] == 0 {
                return Err(ErreurAppariement::SansDate(source));
            }
        }
    }
    let utile = |c: &Champ| (0..sources).all(|s| derives.presents[c.colonne][s] > 0);
    let personnels = champs.iter().filter(|c| {
        let propre = derives.frequences[c.colonne].iter().filter(|f| **f > 0).count() * 20 > registre.taille();
        let personnel =
            matches!(c.genre, Genre::Nom | Genre::Prenom | Genre::Date | Genre::Telephone | Genre::Courriel);
        utile(c) && (personnel || propre)
    });
    if personnels.count() == 0 { Err(ErreurAppariement::SansColonne) } else { Ok(()) }
}

fn appris(champs: &[Champ], tables: &Tables) -> Vec<ChampLu> {
    let lire = |(rang, champ): (usize, &Champ)| ChampLu {
        champ: champ.nom.clone(),
        selon: tables.parents[rang].map(|p| champs[p].nom.clone()),
        niveaux: champ
            .genre
            .niveaux()
            .iter()
            .enumerate()
            .skip(1)
            .map(|(n, mot)| NiveauLu {
                niveau: (*mot).to_owned(),
                m: tables.tables[MEME][rang].marge[n],
                u: tables.tables[ETRANGERS][rang].marge[n],
            })
            .collect(),
    };
    champs.iter().enumerate().map(lire).collect()
}

/// The thousand most frequent patterns, then those in ascending order.
fn frequents(candidats: &Candidats, champs: &[Champ], tables: &Tables) -> Vec<MotifLu> {
    let motifs = &candidats.motifs;
    let mut rangs: Vec<usize> = (0..motifs.codes.len()).collect();
    rangs.sort_by_key(|r| (std::cmp::Reverse(motifs.effectifs[*r]), motifs.codes[*r]));
    rangs.truncate(1_000);
    let lire = |r: usize| {
        let v = tables.vraisemblances(motifs.codes[r]);
        MotifLu {
            motif: (0..champs.len()).map(|c| char::from(b'0' + niveau(motifs.codes[r], c))).collect(),
            paires: motifs.effectifs[r],
            probabilite: v[MEME] / v.iter().sum::<f64>(),
        }
    };
    rangs.into_iter().map(lire).collect()
}
