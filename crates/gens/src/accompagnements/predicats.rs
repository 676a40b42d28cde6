//! The conditions that make a link, each said once in SQL: access, lists, records, exports and searches compose these.
//! `rules` says the same of values already read; a test compares the two on each engine.
//!
//! What stands for a row is its alias; what stands for a person, a structure, an account or a day is a column or the mark
//! of a value (`$3`), never the value. Sub-queries give their table no alias, so that none hides one of the query around.

/// The structure of this row of `accompagnements` follows today: its period is open.
///
/// The first day is not asked for: a file may be brought in before the first meeting, and whoever brought it follows. A
/// period closed before it began ends the day it began (`suivi::clore`).
pub fn suit(ligne: &str) -> String {
    format!("{ligne}.au IS NULL")
}

/// It follows, and is the one in charge.
pub fn en_charge(ligne: &str) -> String {
    format!("{} AND {ligne}.en_charge", suit(ligne))
}

/// A structure follows somebody today.
pub fn suivi_par(jeune: &str, structure: &str) -> String {
    de_la_structure("accompagnements", jeune, structure, &suit("accompagnements"))
}

/// A structure is in charge of somebody today.
pub fn charge_de(jeune: &str, structure: &str) -> String {
    de_la_structure("accompagnements", jeune, structure, &en_charge("accompagnements"))
}

/// A structure followed somebody, and stopped.
pub(super) fn a_suivi(jeune: &str, structure: &str) -> String {
    de_la_structure("accompagnements", jeune, structure, "accompagnements.au IS NOT NULL")
}

/// The account of this row of `referents` is the référent today. Nobody is named nor handed over in advance
/// (`rules::passation`), so that the open period is the one of today.
pub fn est_referent(ligne: &str) -> String {
    format!("{ligne}.au IS NULL")
}

/// An account is the référent of somebody today, for a structure.
pub fn referent_de(jeune: &str, compte: &str, structure: &str) -> String {
    let condition = format!("referents.compte_id = {compte} AND {}", est_referent("referents"));
    de_la_structure("referents", jeune, structure, &condition)
}

/// An account was the référent of somebody for a structure, until a day later than this one.
pub(super) fn referent_apres(jeune: &str, compte: &str, structure: &str, jour: &str) -> String {
    let condition = format!("referents.compte_id = {compte} AND referents.au > {jour}");
    de_la_structure("referents", jeune, structure, &condition)
}

/// This row of `partages` opens the file on a day: from its first one to the eve of `au`, unless it was taken back.
pub fn partage_ouvert(ligne: &str, jour: &str) -> String {
    format!("{} AND {ligne}.du <= {jour}", partage_restant(ligne, jour))
}

/// This row of `partages` opens the file on a day or will later: what can still be extended or taken back.
pub(super) fn partage_restant(ligne: &str, jour: &str) -> String {
    format!("{ligne}.revoque_le IS NULL AND {ligne}.au > {jour}")
}

/// The file of somebody is open to a structure on a day.
pub fn ouvert_a(jeune: &str, structure: &str, jour: &str) -> String {
    de_la_structure("partages", jeune, structure, &partage_ouvert("partages", jour))
}

/// The file of somebody is open to a structure on a day, or will be later.
pub(super) fn partage_avec(jeune: &str, structure: &str, jour: &str) -> String {
    de_la_structure("partages", jeune, structure, &partage_restant("partages", jour))
}

/// A structure has or had something to do with somebody. Not a right: what bounds a search before each is looked at.
pub fn lie_a(jeune: &str, structure: &str) -> String {
    let une = |table| de_la_structure(table, jeune, structure, "1 = 1");
    format!("({} OR {} OR {})", une("accompagnements"), une("partages"), une("referents"))
}

/// A row of a table about somebody and a structure, such that.
fn de_la_structure(table: &str, jeune: &str, structure: &str, condition: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM {table} WHERE {table}.jeune_id = {jeune} AND {table}.structure_id = {structure} AND {condition})"
    )
}
