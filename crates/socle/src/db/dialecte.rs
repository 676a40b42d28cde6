//! The only place where the two engines differ.

use sea_orm::DbBackend;

/// Which engine holds the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moteur {
    /// One file, embedded.
    Sqlite,
    /// A server.
    Postgres,
}

impl Moteur {
    pub(super) fn backend(self) -> DbBackend {
        match self {
            Self::Sqlite => DbBackend::Sqlite,
            Self::Postgres => DbBackend::Postgres,
        }
    }

    /// The year of a date column, as an integer expression.
    pub fn annee(self, colonne: &str) -> String {
        match self {
            Self::Sqlite => format!("CAST(substr({colonne}, 1, 4) AS INTEGER)"),
            Self::Postgres => format!("CAST(EXTRACT(YEAR FROM {colonne}) AS BIGINT)"),
        }
    }

    /// The names of the indexes that stand.
    pub(super) fn index_presents(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT name AS nom FROM sqlite_master WHERE type = 'index'",
            Self::Postgres => {
                "SELECT CAST(indexname AS text) AS nom FROM pg_indexes WHERE schemaname = current_schema()"
            }
        }
    }

    /// Refreshes the planner's statistics of these tables after a mass of writes. A server may hold
    /// the tables of others: theirs are left alone.
    pub(super) fn analyser(self, tables: &[&str]) -> String {
        match self {
            // A few hundred rows of each index are enough to tell a big one from a small one.
            Self::Sqlite => "PRAGMA analysis_limit = 400; ANALYZE".into(),
            Self::Postgres => format!("ANALYZE {}", tables.join(", ")),
        }
    }

    /// Opens the clauses marked for this engine in a migration text.
    pub(super) fn adapter(self, sql: &str) -> String {
        let (garde, ote) = match self {
            Self::Sqlite => ("/*sqlite", "/*postgres"),
            Self::Postgres => ("/*postgres", "/*sqlite"),
        };
        let mut sortie = String::with_capacity(sql.len());
        let mut reste = sql;
        while let Some(debut) = [reste.find(garde), reste.find(ote)].into_iter().flatten().min() {
            sortie.push_str(&reste[..debut]);
            let marque = &reste[debut..];
            let fin = marque.find("*/").unwrap_or(marque.len());
            if let Some(clause) = marque.strip_prefix(garde) {
                // A space or a line stands after the mark: a clause of many lines starts on its own.
                sortie.push_str(clause[..fin - garde.len()].trim_start_matches(' '));
            }
            reste = marque.get(fin + 2..).unwrap_or("");
        }
        sortie + reste
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_clause_is_opened_on_its_engine_only() {
        let sql = "CREATE TABLE t (n /*sqlite integer*/ /*postgres bigint*/) /*sqlite WITHOUT ROWID*/;";
        assert_eq!(Moteur::Sqlite.adapter(sql), "CREATE TABLE t (n integer ) WITHOUT ROWID;");
        assert_eq!(Moteur::Postgres.adapter(sql), "CREATE TABLE t (n  bigint) ;");
        // A clause that starts on its own line is opened too.
        let sql = "/*sqlite\nCREATE TRIGGER a;\n*/\n/*postgres\nCREATE TRIGGER b;\n*/";
        assert_eq!(Moteur::Sqlite.adapter(sql), "\nCREATE TRIGGER a;\n\n");
        assert_eq!(Moteur::Postgres.adapter(sql), "\n\nCREATE TRIGGER b;\n");
    }
}
