//! Stories of what the facts say: the report, and the space of the young person.

mod bilans;
mod mon_espace;

/// Documents are made in one place, the program's: the story that fills it is told alone.
static ATELIER: tokio::sync::RwLock<()> = tokio::sync::RwLock::const_new(());
