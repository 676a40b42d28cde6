//! Learning without labels: an EM on counts of patterns, over three classes of pairs.
//!
//! What strangers look like is learnt from pairs taken at random (and, for columns where two people hardly ever agree,
//! from the exact frequencies of values), never from the pairs that blocking brought, which agree by construction. What
//! one person's records look like, and how many there are, is learnt from those pairs. The third class, families, has
//! the surname and the address of one person's records and the given name of strangers: it takes in brothers, sisters
//! and twins, which a two-class model mistakes for the same person.

use crate::candidats::Motifs;
use crate::champ::{Champ, Genre};
use crate::derives::Derives;
use crate::registre::Registre;
use crate::tables::{CLASSES, Comptes, ETRANGERS, FAMILLE, MEME, NIVEAUX, Table, Tables, parents};

/// Steps at most.
const PAS_MAX: u32 = 80;
/// It stops when no share moves by more than this, relatively for the classes.
const PRECISION: f64 = 1e-5;
/// As many matches are supposed seen before the first, spread as `Genre::depart` says.
const FORCE: f64 = 8.0;
/// The same for families.
const FORCE_FAMILLE: f64 = 40.0;

/// What was learnt.
pub(crate) struct Estimation {
    pub tables: Tables,
    pub pas: u32,
    /// Expected number of pairs of one person among the candidates.
    pub apparies: f64,
}

/// Pairs of a column that have equal values, and that have a value on both sides.
#[derive(Clone, Copy, Debug, Default)]
struct Egalites {
    egales: f64,
    presentes: f64,
}

fn egalites(registre: &Registre, derives: &Derives, colonne: usize) -> Egalites {
    let [a, b] = derives.presents[colonne].map(|n| n as f64);
    if !registre.deux_sources() {
        let egales = derives.frequences[colonne].iter().map(|f| f64::from(*f) * (f64::from(*f) - 1.0).max(0.0) / 2.0);
        return Egalites { egales: egales.sum(), presentes: (a * (a - 1.0) / 2.0).max(1.0) };
    }
    let mut premiers = vec![0u32; derives.frequences[colonne].len()];
    for rang in 0..registre.fin_premiers() {
        premiers[registre.rangee(rang)[colonne] as usize] += 1;
    }
    premiers[0] = 0;
    let egales = premiers.iter().zip(&derives.frequences[colonne]).map(|(p, f)| f64::from(*p) * f64::from(f - (*p).min(*f)));
    Egalites { egales: egales.sum(), presentes: (a * b).max(1.0) }
}

pub(crate) fn estimer(registre: &Registre, derives: &Derives, champs: &[Champ], motifs: &Motifs, hasard: &Motifs) -> Estimation {
    let parents = parents(champs, hasard);
    let exactes: Vec<Option<Egalites>> = champs
        .iter()
        .map(|c| {
            let rares = matches!(c.genre, Genre::Telephone | Genre::Courriel | Genre::Texte | Genre::Exacte);
            rares.then(|| egalites(registre, derives, c.colonne))
        })
        .collect();
    let possibles = registre.paires_possibles() as f64;
    let mut tables = depart(registre, champs, parents, hasard, &exactes);
    let (mut pas, mut apparies) = (0, 0.0);
    while pas < PAS_MAX {
        pas += 1;
        let [meme, famille] = attendus(&tables, motifs);
        let mut etrangers = Comptes::nouveaux(champs.len());
        for (code, effectif) in hasard.codes.iter().zip(&hasard.effectifs) {
            let v = tables.vraisemblances(*code);
            etrangers.ajouter(*code, *effectif as f64 * v[ETRANGERS] / v.iter().sum::<f64>(), &tables.parents);
        }
        let avant = tables.clone();
        apparies = meme.total;
        // Never none: a class that vanishes could not come back.
        tables.parts[MEME] = (meme.total + 0.5) / possibles.max(2.0);
        tables.parts[FAMILLE] = (famille.total + 0.5) / possibles.max(2.0);
        tables.parts[ETRANGERS] = (1.0 - tables.parts[MEME] - tables.parts[FAMILLE]).max(1e-3);
        for (rang, champ) in champs.iter().enumerate() {
            let niveaux = champ.genre.niveaux().len();
            let u = table_etrangers(&etrangers, rang, champ, exactes[rang], [&meme, &famille]);
            let depart = Table::uniforme(champ.genre.depart()).marge;
            let m = meme.table(rang, &depart, FORCE, niveaux);
            tables.tables[FAMILLE][rang] = table_famille(&famille, rang, champ, &m, &u);
            tables.tables[MEME][rang] = m;
            tables.tables[ETRANGERS][rang] = u;
        }
        if ecart(&avant, &tables) < PRECISION {
            break;
        }
    }
    Estimation { tables, pas, apparies }
}

/// Expected counts of the first two classes among the pairs compared.
fn attendus(tables: &Tables, motifs: &Motifs) -> [Comptes; 2] {
    let mut comptes = [Comptes::nouveaux(tables.parents.len()), Comptes::nouveaux(tables.parents.len())];
    for (code, effectif) in motifs.codes.iter().zip(&motifs.effectifs) {
        let v = tables.vraisemblances(*code);
        let total: f64 = v.iter().sum();
        for (classe, compte) in comptes.iter_mut().enumerate() {
            compte.ajouter(*code, *effectif as f64 * v[classe] / total, &tables.parents);
        }
    }
    comptes
}

fn depart(registre: &Registre, champs: &[Champ], parents: Vec<Option<usize>>, hasard: &Motifs, exactes: &[Option<Egalites>]) -> Tables {
    let mut vus = Comptes::nouveaux(champs.len());
    for (code, effectif) in hasard.codes.iter().zip(&hasard.effectifs) {
        vus.ajouter(*code, *effectif as f64, &parents);
    }
    let rien = Comptes::nouveaux(champs.len());
    let mut tables: [Vec<Table>; CLASSES] = Default::default();
    for (rang, champ) in champs.iter().enumerate() {
        let u = table_etrangers(&vus, rang, champ, exactes[rang], [&rien, &rien]);
        let m = Table::uniforme(champ.genre.depart());
        tables[FAMILLE].push(table_famille(&rien, rang, champ, &m, &u));
        tables[MEME].push(m);
        tables[ETRANGERS].push(u);
    }
    // At the start: one record in five has its fellow, one in fifty a brother or a sister.
    let fiches = registre.fin_premiers().min(registre.taille() - registre.fin_premiers().min(registre.taille() - 1)) as f64;
    let possibles = (registre.paires_possibles() as f64).max(2.0);
    let parts = [0.2 * fiches / possibles, 0.02 * fiches / possibles].map(|p| p.min(0.3));
    Tables { parents, parts: [parts[0], parts[1], 1.0 - parts[0] - parts[1]], tables }
}

/// Strangers: what pairs at random show. Equal telephones, for instance, are too rare to be met at random: all equal
/// pairs of the file are counted, and those of the same person or family are taken out.
fn table_etrangers(vus: &Comptes, rang: usize, champ: &Champ, exacte: Option<Egalites>, autres: [&Comptes; 2]) -> Table {
    let niveaux = champ.genre.niveaux().len();
    let mut avant = [0.0; NIVEAUX];
    let presents = vus.presents(rang).max(1.0);
    for n in 1..niveaux {
        avant[n] = 1.0 / (presents + 10.0);
    }
    let egalite = exacte.map(|e| {
        let expliques: f64 = autres.iter().map(|c| c.champs[rang].0[1]).sum();
        let restent = (e.egales - expliques).max(0.02 * e.egales).max(1e-3);
        restent / (e.presentes - autres.iter().map(|c| c.presents(rang)).sum::<f64>()).max(restent)
    });
    if let Some(u) = egalite {
        avant[1] = u.min(avant[1]);
        // A typing error has some fifty neighbours of each value to fall on.
        avant[2] = (u * 50.0).min(avant[2]);
    }
    let desaccord = niveaux - 1;
    avant[desaccord] = 1.0 - avant[1..desaccord].iter().sum::<f64>();
    let mut table = vus.table(rang, &avant, 1.0, niveaux);
    if let Some(u) = egalite {
        let avant = table.marge[1];
        table.marge[1] = u;
        table.marge[desaccord] = (table.marge[desaccord] + avant - u).max(1e-6);
    }
    table
}

/// Families: surname and address as for one person, the given name and what identifies a person as for strangers.
fn table_famille(vus: &Comptes, rang: usize, champ: &Champ, m: &Table, u: &Table) -> Table {
    let niveaux = champ.genre.niveaux().len();
    match champ.genre {
        Genre::Nom => {
            let mut t = m.clone();
            t.selon = [t.marge; NIVEAUX];
            t
        }
        Genre::Prenom | Genre::Sexe => u.clone(),
        genre => {
            let mut avant = if genre.de_famille() { m.marge } else { u.marge };
            // Telephones and mails of the house, and twins.
            let commun = match genre {
                Genre::Telephone => 0.15,
                Genre::Courriel => 0.04,
                Genre::Date => 0.05,
                _ => 0.0,
            };
            avant[1..niveaux].iter_mut().for_each(|p| *p *= 1.0 - commun);
            avant[1] += commun;
            vus.table(rang, &avant, FORCE_FAMILLE, niveaux)
        }
    }
}

/// The largest move of a parameter.
fn ecart(avant: &Tables, apres: &Tables) -> f64 {
    let mut ecart = 0f64;
    for classe in [MEME, FAMILLE] {
        ecart = ecart.max((apres.parts[classe] / avant.parts[classe] - 1.0).abs());
        for (a, b) in avant.tables[classe].iter().zip(&apres.tables[classe]) {
            for (x, y) in a.marge.iter().zip(&b.marge) {
                ecart = ecart.max((x - y).abs());
            }
        }
    }
    ecart
}
