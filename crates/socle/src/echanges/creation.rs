//! The rows that a batch adds, in the tables of its kind.

use sea_orm::Value;
use uuid::Uuid;

use super::nature::De;
use super::preparation::{Plan, Prete};
use super::sql;
use crate::access::Structure;
use crate::db::{self, Enonce, Resultat, Tx};
use crate::ident::Id;

/// Rows to come, and the identifiers given to them.
type Nouvelles<'a> = [(Uuid, &'a Prete)];
/// Statements, made one by one as they are asked for.
type Enonces<'a> = Box<dyn Iterator<Item = Enonce> + Send + 'a>;

/// Inserts the rows that are new, in every table of their kind.
pub(super) async fn creer(tx: &Tx, plan: &Plan, nouvelles: &Nouvelles<'_>) -> Resultat<()> {
    let mots = plan.index().flat_map(|(rang, index)| mots_de(tx, index, nouvelles, rang));
    let enonces = principale(tx, plan, nouvelles)
        .chain(cles(tx, plan, nouvelles))
        .chain(suite(tx, plan, nouvelles))
        .chain(mots)
        .chain(liens(tx, plan, nouvelles));
    db::enchainer(tx, enonces).await
}

fn principale<'a>(tx: &'a Tx, plan: &'a Plan, nouvelles: &'a Nouvelles<'a>) -> Enonces<'a> {
    let champs = std::iter::once("id").chain(plan.noms()).collect();
    inserer(tx, plan.nature.table, champs, nouvelles, |(id, p), valeurs| {
        valeurs.push((*id).into());
        valeurs.extend(p.valeurs.iter().cloned());
    })
}

fn cles<'a>(tx: &'a Tx, plan: &'a Plan, nouvelles: &'a Nouvelles<'a>) -> Enonces<'a> {
    let Some((table, vers)) = plan.nature.table_cle else { return Box::new(std::iter::empty()) };
    let champs = plan.nature.cle.iter().copied().chain([vers]).collect();
    inserer(tx, table, champs, nouvelles, |(id, p), valeurs| {
        valeurs.extend(p.cle.iter().cloned());
        valeurs.push((*id).into());
    })
}

fn suite<'a>(tx: &'a Tx, plan: &'a Plan, nouvelles: &'a Nouvelles<'a>) -> Enonces<'a> {
    let Some(suite) = &plan.nature.suite else { return Box::new(std::iter::empty()) };
    let noms = plan.noms();
    let champs = suite.champs.iter().map(|(champ, _)| *champ).collect();
    inserer(tx, suite.table, champs, nouvelles, move |(id, p), valeurs| {
        valeurs.extend(suite.champs.iter().map(|(_, de)| match de {
            De::Nouveau => (*id).into(),
            De::Cle(rang) => p.cle[*rang].clone(),
            De::Champ(champ, forme) => match noms.iter().position(|n| n == champ) {
                Some(rang) => p.valeurs[rang].clone(),
                None => forme.inconnu(),
            },
            De::Oui => true.into(),
        }));
    })
}

fn mots_de<'a>(
    tx: &'a Tx,
    [table, mot, vers]: [&'static str; 3],
    nouvelles: &'a Nouvelles<'a>,
    rang: usize,
) -> Enonces<'a> {
    let mut tous: Vec<(&str, Uuid)> =
        nouvelles.iter().flat_map(|(id, p)| mots(&p.valeurs[rang]).map(|m| (m, *id))).collect();
    // In the order of the index: neighbours go on the same page.
    tous.sort_unstable();
    inserer(tx, table, vec![mot, vers], tous, paire)
}

fn liens<'a>(tx: &'a Tx, plan: &'a Plan, rangees: &'a Nouvelles<'a>) -> Enonces<'a> {
    let Some(([table, de, vers], _)) = plan.table_liens() else { return Box::new(std::iter::empty()) };
    let liens: Vec<(Uuid, Id<Structure>)> =
        rangees.iter().flat_map(|(id, p)| p.liens.iter().map(|l| (*id, *l))).collect();
    inserer(tx, table, vec![de, vers], liens, |(a, b), v| v.extend([(*a).into(), (*b).into()]))
}

/// Inserts what rows point at in the link table.
pub(super) async fn lier(tx: &Tx, plan: &Plan, rangees: &Nouvelles<'_>) -> Resultat<()> {
    db::enchainer(tx, liens(tx, plan, rangees)).await
}

/// Inserts words of a row.
pub(super) async fn indexer(
    tx: &Tx,
    [table, mot, vers]: [&'static str; 3],
    nouveaux: Vec<(&str, Uuid)>,
) -> Resultat<()> {
    db::enchainer(tx, inserer(tx, table, vec![mot, vers], nouveaux, paire)).await
}

/// The words of a computed field.
pub(super) fn mots(valeur: &Value) -> impl Iterator<Item = &str> {
    let texte = match valeur {
        Value::String(Some(texte)) => texte.as_str(),
        _ => "",
    };
    texte.split_ascii_whitespace()
}

fn paire((mot, id): &(&str, Uuid), valeurs: &mut Vec<Value>) {
    valeurs.extend([(*mot).into(), (*id).into()]);
}

/// The statements that insert these rows, some hundreds each.
fn inserer<'a, T: Send + Sync + 'a>(
    tx: &'a Tx,
    table: &'static str,
    champs: Vec<&'static str>,
    rangees: impl AsRef<[T]> + Send + 'a,
    rangee: impl Fn(&T, &mut Vec<Value>) + Send + 'a,
) -> Enonces<'a> {
    Box::new(sql::lots_de(rangees.as_ref().len(), champs.len()).map(move |lot| {
        let mut valeurs = Vec::with_capacity(lot.len() * champs.len());
        let sql = sql::inserer(tx, table, &champs, lot.len());
        rangees.as_ref()[lot].iter().for_each(|r| rangee(r, &mut valeurs));
        Enonce { sql, valeurs }
    }))
}
