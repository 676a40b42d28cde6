//! Keeping a base well: what was removed leaves its bytes, and what the disk damaged is told.

use std::sync::atomic::Ordering;

use sea_orm::{ConnectionTrait, FromQueryResult};

use super::{Base, Effaces, Executeur, Moteur, Resultat, compter, ligne, lignes, migrations};

/// Faults that are told; a damaged base has thousands.
const FAUTES: usize = 10;

#[derive(FromQueryResult)]
struct Point {
    busy: i64,
}

#[derive(FromQueryResult)]
struct Texte {
    texte: String,
}

/// A column that the planner of a server knows values of, as it is declared.
#[derive(FromQueryResult)]
struct Connue {
    nom: String,
    colonne: String,
}

impl Base {
    /// Writes the base again without what was deleted, and empties the write-ahead log: what was erased is no
    /// longer in the bytes. Others wait meanwhile: it is for the command line.
    pub async fn compacter(&self) -> Resultat<()> {
        match self.moteur() {
            Moteur::Sqlite => {
                self.ecriture.execute_unprepared("VACUUM").await?;
                self.ecriture.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
            }
            Moteur::Postgres => {
                for table in migrations::tables() {
                    self.ecriture.execute_unprepared(&format!("VACUUM (FULL, ANALYZE) {table}")).await?;
                }
                self.oublier_les_tables_vides().await?;
                self.oublier_les_statistiques("VACUUM (FULL) pg_catalog.pg_statistic").await;
            }
        }
        Ok(())
    }

    /// The same, while others read and write: nobody waits for it. SQLite overwrites what is deleted (`secure_delete`), so
    /// that only its log still holds it: the log is folded into the file and emptied; a long reading puts that off until the
    /// next time. PostgreSQL forgets dead rows and their keys when somebody was erased; its files may keep the bytes
    /// of rows that it forgot until it writes over them, or until the command line compacts.
    ///
    /// A server cleans when what was erased until now has changed.
    pub async fn compacter_en_douceur(&self, effaces: Effaces) -> Resultat<bool> {
        match (self.moteur(), &self.fichier) {
            (Moteur::Sqlite, Some(fichier)) => {
                let mut journal = fichier.clone().into_os_string();
                journal.push("-wal");
                if std::fs::metadata(journal).map_or(0, |m| m.len()) == 0 {
                    return Ok(true);
                }
                // Passive first: it takes no lock, and leaves little to do to the one that does.
                self.entretien.execute_unprepared("PRAGMA wal_checkpoint(PASSIVE)").await?;
                let vide: Option<Point> = ligne(&self.entretien, "PRAGMA wal_checkpoint(TRUNCATE)", []).await?;
                Ok(vide.is_some_and(|p| p.busy == 0))
            }
            _ => self.nettoyer(effaces).await,
        }
    }

    async fn nettoyer(&self, effaces: Effaces) -> Resultat<bool> {
        if effaces == Effaces::default() || *self.nettoyee.lock().await == Some(effaces) {
            return Ok(true);
        }
        // Statistics of the server come a second late: whatever it says, tables that may name people are few.
        for table in migrations::tables() {
            let ordre = format!("VACUUM (INDEX_CLEANUP ON, TRUNCATE OFF, ANALYZE) {table}");
            self.entretien.execute_unprepared(&ordre).await?;
        }
        self.oublier_les_tables_vides().await?;
        self.oublier_les_statistiques("VACUUM pg_catalog.pg_statistic").await;
        *self.nettoyee.lock().await = Some(effaces);
        Ok(true)
    }

    /// A server learns nothing from a table without rows, and keeps what it knew of those that went: a column declared again as it
    /// is loses that. Nothing is rewritten, since there is nothing.
    async fn oublier_les_tables_vides(&self) -> Resultat<()> {
        let sql = "SELECT CAST(c.relname AS text) AS nom, 'ALTER COLUMN ' || quote_ident(a.attname) || ' TYPE ' \
                   || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attcollation = t.typcollation THEN '' \
                   ELSE ' COLLATE ' || quote_ident(l.collname) END AS colonne FROM pg_stats s \
                   JOIN pg_class c ON c.relname = s.tablename AND c.relnamespace = to_regnamespace(s.schemaname) AND c.relkind = 'r' \
                   JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = s.attname JOIN pg_type t ON t.oid = a.atttypid \
                   LEFT JOIN pg_collation l ON l.oid = a.attcollation WHERE s.schemaname = current_schema() AND t.typname IN ('text', 'bytea') \
                   ORDER BY c.relname";
        let connues: Vec<Connue> = lignes(&self.entretien, sql, []).await?;
        for table in connues.chunk_by(|a, b| a.nom == b.nom) {
            let nom = &table[0].nom;
            if compter(&self.entretien, &format!("SELECT count(*) FROM (SELECT 1 FROM {nom} LIMIT 1) une"), []).await?
                > 0
            {
                continue;
            }
            for c in table {
                let ordre = format!("ALTER TABLE {nom} {}", c.colonne);
                if let Err(e) = self.entretien.execute_unprepared(&ordre).await {
                    tracing::debug!(table = nom, cause = %e, "ce que le planificateur sait d'une table vide reste");
                }
            }
        }
        Ok(())
    }

    /// The planner's statistics hold values that are common or at the ends: those of before are dead rows too. Only the
    /// owner of the database may clean them; for others the server does it in its time.
    async fn oublier_les_statistiques(&self, ordre: &str) {
        if let Err(e) = self.entretien.execute_unprepared(ordre).await {
            tracing::debug!(cause = %e, "pg_statistic n'est pas nettoyée par ce compte");
        }
    }

    /// Looks for what the disk damaged; the site then says so until it is started again. `entier`: every page, and every
    /// index against its table; otherwise what can be done each day.
    pub async fn examiner(&self, entier: bool) -> Resultat<Vec<String>> {
        let vue = self.instantane().await?;
        let fautes = examiner(self.moteur(), &vue, entier).await;
        vue.rollback().await?;
        let fautes = fautes?;
        if !fautes.is_empty() {
            tracing::error!(fautes = fautes.join(" ; "), "la base est abîmée");
            self.signaler_abimee();
        }
        Ok(fautes)
    }

    /// Keeps that the base is damaged.
    pub fn signaler_abimee(&self) {
        self.abimee.store(true, Ordering::Relaxed);
    }

    /// Whether the base was found damaged since it was opened.
    pub fn abimee(&self) -> bool {
        self.abimee.load(Ordering::Relaxed)
    }
}

async fn examiner(moteur: Moteur, conn: &impl Executeur, entier: bool) -> Resultat<Vec<String>> {
    let mut fautes = Vec::new();
    match moteur {
        Moteur::Sqlite => {
            let pragma = if entier { "integrity_check" } else { "quick_check" };
            let sql = format!("SELECT {pragma} AS texte FROM pragma_{pragma} LIMIT {FAUTES}");
            let dites: Vec<Texte> = lignes(conn, &sql, []).await?;
            fautes.extend(dites.into_iter().map(|t| t.texte).filter(|t| t != "ok"));
            if entier {
                let sql = format!("SELECT \"table\" AS texte FROM pragma_foreign_key_check LIMIT {FAUTES}");
                let liens: Vec<Texte> = lignes(conn, &sql, []).await?;
                fautes.extend(liens.into_iter().map(|t| format!("{} : une ligne renvoie à rien", t.texte)));
            }
        }
        Moteur::Postgres => {
            let sql = "SELECT CAST(coalesce(sum(checksum_failures), 0) AS bigint) FROM pg_stat_database \
                       WHERE datname = current_database()";
            let pages = compter(conn, sql, []).await?;
            if pages > 0 {
                fautes.push(format!("le serveur a lu {pages} pages dont la somme est fausse"));
            }
        }
    }
    Ok(fautes)
}
