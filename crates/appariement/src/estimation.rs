//! Learning without labels: an EM on counts of patterns, over four classes of pairs.
//!
//! What strangers look like is learnt from pairs taken at random (and, for columns where two people hardly ever agree,
//! from the exact frequencies of values), never from the pairs that blocking brought, which agree by construction. What
//! one person's records look like, and how many there are, is learnt from those pairs. Two classes stand between, which a
//! two-class model mistakes for the same person: families have the surname and the address of one person's records and
//! the given name of strangers (brothers, sisters, twins); homonyms have the names of one person's records and all the
//! rest of strangers, except mail addresses made from the names.

use crate::candidats::Motifs;
use crate::champ::{Champ, Genre};
use crate::derives::Derives;
use crate::registre::Registre;
use crate::tables::{CLASSES, Comptes, ETRANGERS, FAMILLE, HOMONYMES, MEME, NIVEAUX, Plat, Table, Tables, parents};

/// Steps at most.
const PAS_MAX: u32 = 50;
/// It stops when no share moves by more than this, relatively for the classes.
const PRECISION: f64 = 1e-4;
/// As many matches are supposed seen before the first, spread as `Genre::depart` says.
const FORCE: f64 = 8.0;
/// The same for families.
const FORCE_FAMILLE: f64 = 40.0;

/// What was learnt.
pub(crate) struct Estimation {
    pub tables: Tables,
    pub pas: u32,
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
    let egales =
        premiers.iter().zip(&derives.frequences[colonne]).map(|(p, f)| f64::from(*p) * f64::from(f - (*p).min(*f)));
    Egalites { egales: egales.sum(), presentes: (a * b).max(1.0) }
}

pub(crate) fn estimer(
    registre: &Registre,
    derives: &Derives,
    champs: &[Champ],
    motifs: &Motifs,
    hasard: &Motifs,
) -> Estimation {
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
    let mut pas = 0;
    while pas < PAS_MAX {
        pas += 1;
        let plat = tables.a_plat();
        let [meme, famille, homonymes] = attendus(&tables, &plat, motifs);
        let mut etrangers = Comptes::nouveaux(champs.len());
        for (code, effectif) in hasard.codes.iter().zip(&hasard.effectifs) {
            let v = plat.vraisemblances(*code);
            etrangers.ajouter(*code, *effectif as f64 * v[ETRANGERS] / v.iter().sum::<f64>(), &tables.parents);
        }
        let avant = tables.clone();
        // Never none: a class that vanishes could not come back.
        tables.parts[MEME] = (meme.total + 0.5) / possibles.max(2.0);
        tables.parts[FAMILLE] = (famille.total + 0.5) / possibles.max(2.0);
        tables.parts[HOMONYMES] = (homonymes.total + 0.5) / possibles.max(2.0);
        tables.parts[ETRANGERS] = (1.0 - tables.parts[..ETRANGERS].iter().sum::<f64>()).max(1e-3);
        for (rang, champ) in champs.iter().enumerate() {
            let niveaux = champ.genre.niveaux().len();
            let u = table_etrangers(&etrangers, rang, champ, exactes[rang], &[&meme, &famille, &homonymes]);
            let depart = Table::uniforme(champ.genre.depart()).marge;
            let m = meme.table(rang, &depart, FORCE, niveaux);
            tables.tables[FAMILLE][rang] = table_famille(&famille, rang, champ, &m, &u);
            tables.tables[HOMONYMES][rang] = table_homonymes(&homonymes, rang, champ, &m, &u);
            tables.tables[MEME][rang] = m;
            tables.tables[ETRANGERS][rang] = u;
        }
        if ecart(&avant, &tables) < PRECISION {
            break;
        }
    }
    Estimation { tables, pas }
}

/// Expected counts of all classes but strangers among the pairs compared.
fn attendus(tables: &Tables, plat: &Plat, motifs: &Motifs) -> [Comptes; ETRANGERS] {
    let mut comptes = [(); ETRANGERS].map(|()| Comptes::nouveaux(tables.parents.len()));
    for (code, effectif) in motifs.codes.iter().zip(&motifs.effectifs) {
        let v = plat.vraisemblances(*code);
        let total: f64 = v.iter().sum();
        for (classe, compte) in comptes.iter_mut().enumerate() {
            compte.ajouter(*code, *effectif as f64 * v[classe] / total, &tables.parents);
        }
    }
    comptes
}

fn depart(
    registre: &Registre,
    champs: &[Champ],
    parents: Vec<Option<usize>>,
    hasard: &Motifs,
    exactes: &[Option<Egalites>],
) -> Tables {
    let mut vus = Comptes::nouveaux(champs.len());
    for (code, effectif) in hasard.codes.iter().zip(&hasard.effectifs) {
        vus.ajouter(*code, *effectif as f64, &parents);
    }
    let rien = Comptes::nouveaux(champs.len());
    let mut tables: [Vec<Table>; CLASSES] = Default::default();
    for (rang, champ) in champs.iter().enumerate() {
        let u = table_etrangers(&vus, rang, champ, exactes[rang], &[]);
        let m = Table::uniforme(champ.genre.depart());
        tables[FAMILLE].push(table_famille(&rien, rang, champ, &m, &u));
        tables[HOMONYMES].push(table_homonymes(&rien, rang, champ, &m, &u));
        tables[MEME].push(m);
        tables[ETRANGERS].push(u);
    }
    // At the start: one record in five has its fellow, one in fifty a brother or a sister.
    let fiches =
        registre.fin_premiers().min(registre.taille() - registre.fin_premiers().min(registre.taille() - 1)) as f64;
    let possibles = (registre.paires_possibles() as f64).max(2.0);
    let [meme, famille] = [0.2 * fiches / possibles, 0.02 * fiches / possibles].map(|p| p.min(0.3));
    Tables { parents, parts: [meme, famille, famille, 1.0 - meme - 2.0 * famille], tables }
}

/// Strangers: what pairs at random show. Equal telephones, for instance, are too rare to be met at random: all equal
/// pairs of the file are counted, and those of the same person or family are taken out.
fn table_etrangers(vus: &Comptes, rang: usize, champ: &Champ, exacte: Option<Egalites>, autres: &[&Comptes]) -> Table {
    let niveaux = champ.genre.niveaux().len();
    let presents = vus.presents(rang).max(1.0);
    // A level never met at random may still be met: half a pair is supposed seen.
    let mut au_moins = [0.5 / presents; NIVEAUX];
    if let Some(e) = exacte {
        let expliques: f64 = autres.iter().map(|c| c.champs[rang].0[1]).sum();
        let restent = (e.egales - expliques).max(0.02 * e.egales).max(1e-3);
        let u = restent / (e.presentes - autres.iter().map(|c| c.presents(rang)).sum::<f64>()).max(restent);
        au_moins[1] = u;
        // A typing error has some fifty neighbours of each value to fall on.
        au_moins[2] = (u * 50.0).min(au_moins[2]);
    }
    let mut table = vus.table(rang, &[0.0; NIVEAUX], 1e-9, niveaux);
    let borner = |parts: &mut [f64; NIVEAUX]| {
        for (part, moins) in parts[1..niveaux - 1].iter_mut().zip(&au_moins[1..niveaux - 1]) {
            *part = part.max(*moins);
        }
        let autres: f64 = parts[1..niveaux - 1].iter().sum();
        parts[niveaux - 1] = (1.0 - autres).max(1e-6);
    };
    borner(&mut table.marge);
    table.selon.iter_mut().for_each(borner);
    if exacte.is_some() {
        // Two strangers met at random with the same telephone are too few to count: the whole file tells better.
        let avant = table.marge[1];
        table.marge[1] = au_moins[1];
        table.marge[niveaux - 1] += avant - au_moins[1];
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

/// Homonyms: names as for one person, the rest as for strangers, but for addresses made from the names.
fn table_homonymes(vus: &Comptes, rang: usize, champ: &Champ, m: &Table, u: &Table) -> Table {
    match champ.genre {
        Genre::Nom | Genre::Prenom => {
            let mut t = m.clone();
            t.selon = [t.marge; NIVEAUX];
            t
        }
        Genre::Courriel => vus.table(rang, &u.marge, FORCE_FAMILLE, champ.genre.niveaux().len()),
        _ => u.clone(),
    }
}

/// The largest move of a parameter.
fn ecart(avant: &Tables, apres: &Tables) -> f64 {
    let mut ecart = 0f64;
    for classe in [MEME, FAMILLE, HOMONYMES] {
        ecart = ecart.max((apres.parts[classe] / avant.parts[classe] - 1.0).abs());
        for (a, b) in avant.tables[classe].iter().zip(&apres.tables[classe]) {
            for (x, y) in a.marge.iter().zip(&b.marge) {
                ecart = ecart.max((x - y).abs());
            }
        }
    }
    ecart
}
