//! What a person is told of a table that knows them, in JSON and on paper.

/// What is given of a table.
#[derive(Clone, Copy, Debug)]
pub struct Export {
    /// What it tells, for the person.
    pub titre: &'static str,
    /// What is given.
    pub donnees: &'static [Donnee],
    /// Columns that are not given: links between rows, that say nothing of the person.
    pub omises: &'static [&'static str],
}

/// A field that is given.
#[derive(Clone, Copy, Debug)]
pub struct Donnee {
    /// Its column, and its key in the JSON.
    pub nom: &'static str,
    /// Its name for the person.
    pub libelle: &'static str,
    /// How it is read.
    pub genre: Genre,
    /// From the code that is kept to the words that are read.
    pub mots: Option<fn(&str) -> String>,
}

/// How a field is read. The row is `t`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Genre {
    /// Words or a code.
    Texte,
    /// A day.
    Date,
    /// The first day that is out: read as the last one that is in.
    Borne,
    /// Yes or no.
    Booleen,
    /// An instant, in milliseconds.
    Instant,
    /// The name of what it points at: table, column.
    Nom(&'static str, &'static str),
    /// What this SQL reads.
    Lu(&'static str),
    /// Words kept by whoever wrote them, but where this condition holds: they are told of, and asked for there.
    Reserve(&'static str),
}

impl Donnee {
    const fn nouvelle(nom: &'static str, libelle: &'static str, genre: Genre) -> Self {
        Self { nom, libelle, genre, mots: None }
    }
    /// Words, as they were written.
    pub const fn texte(nom: &'static str, libelle: &'static str) -> Self {
        Self::nouvelle(nom, libelle, Genre::Texte)
    }
    /// A day.
    pub const fn date(nom: &'static str, libelle: &'static str) -> Self {
        Self::nouvelle(nom, libelle, Genre::Date)
    }
    /// The last day, kept as the first one that is out.
    pub const fn borne(nom: &'static str, libelle: &'static str) -> Self {
        Self::nouvelle(nom, libelle, Genre::Borne)
    }
    /// Yes or no.
    pub const fn booleen(nom: &'static str, libelle: &'static str) -> Self {
        Self::nouvelle(nom, libelle, Genre::Booleen)
    }
    pub const fn instant(nom: &'static str, libelle: &'static str) -> Self {
        Self::nouvelle(nom, libelle, Genre::Instant)
    }
    /// A code, told in its words.
    pub const fn code(nom: &'static str, libelle: &'static str, mots: fn(&str) -> String) -> Self {
        Self { mots: Some(mots), ..Self::texte(nom, libelle) }
    }
    /// What it points at, by its name: (table, column).
    pub const fn de(nom: &'static str, libelle: &'static str, (table, colonne): (&'static str, &'static str)) -> Self {
        Self::nouvelle(nom, libelle, Genre::Nom(table, colonne))
    }
    /// What an SQL expression over the row `t` reads.
    pub const fn lue(nom: &'static str, libelle: &'static str, sql: &'static str) -> Self {
        Self::nouvelle(nom, libelle, Genre::Lu(sql))
    }
    /// Words kept by whoever wrote them, but where `condition` holds.
    pub const fn reservee(nom: &'static str, libelle: &'static str, condition: &'static str) -> Self {
        Self::nouvelle(nom, libelle, Genre::Reserve(condition))
    }
    /// The same, what is read told in words.
    pub const fn dite(self, mots: fn(&str) -> String) -> Self {
        Self { mots: Some(mots), ..self }
    }
}
