//! The register of fields: what a file a capability, in `referentiels/registre/`, says of each column: what it is for, how
//! long it is kept, who reads it. The page /registre is made from these files and from the `PERSONNE` of each capability, which
//! says what erasing a person does to the column, and does it. A test fails on a column that is in none of them.
//!
//! ```toml
//! [table]
//! finalite = "why the table exists"
//! base = "mission"        # legal basis: mission, obligation, securite, aucune
//! duree = "dossier"       # two years after the last contact; or journal, compte, territoire, courte
//! lecteurs = "who reads it, in words"
//! [table.champs]
//! colonne = ["meaning", "fait"]   # sensitivity: technique, fait, identite, contact, social, libre, secret
//! ```

use std::collections::BTreeMap;
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use passerelle_socle::personne::{Devient, Oubli, Personnes, table_nommee};
use serde::Deserialize;

/// A table of the register.
#[derive(Debug, Deserialize)]
pub struct Table {
    /// Why it exists.
    pub finalite: String,
    /// Code of its legal basis.
    pub base: String,
    /// Code of how long it is kept.
    pub duree: String,
    /// Who reads it, in words.
    pub lecteurs: String,
    /// Its columns.
    pub champs: BTreeMap<String, Champ>,
}

/// A column: meaning and sensitivity.
#[derive(Debug, Deserialize)]
pub struct Champ([String; 2]);

impl Champ {
    /// What it means.
    pub fn sens(&self) -> &str {
        &self.0[0]
    }
    /// How sensitive it is.
    pub fn sensibilite(&self) -> &str {
        &self.0[1]
    }
}

static DOSSIER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../referentiels/registre");

static REGISTRE: LazyLock<BTreeMap<String, Table>> = LazyLock::new(|| {
    let textes: Vec<&str> = DOSSIER.files().filter_map(|f| f.contents_utf8()).collect();
    // One table in two files is refused as twice in one.
    toml::from_str(&textes.join("\n")).expect("embedded files, read by a test")
});

/// Every table, by name.
pub fn registre() -> &'static BTreeMap<String, Table> {
    &REGISTRE
}

/// Whether a table has that column.
pub fn est_un_champ(table: &str, colonne: &str) -> bool {
    REGISTRE.get(table).is_some_and(|t| t.champs.contains_key(colonne))
}

/// What a column means, in that table, or else in any that has one of that name.
pub fn sens_du_champ(table: &str, colonne: &str) -> Option<&'static str> {
    let sien = REGISTRE.get(table).and_then(|t| t.champs.get(colonne));
    sien.or_else(|| REGISTRE.values().find_map(|t| t.champs.get(colonne))).map(Champ::sens)
}

/// What erasing a person does to a column, in words.
pub(super) fn oubli_dit(personnes: Personnes, nom: &str, colonne: &str) -> &'static str {
    let Some(table) = table_nommee(personnes, nom) else { return "Sans objet" };
    match (table.oubli, table.devient(colonne)) {
        (Oubli::Lignes, _) => "Ligne retirée",
        (Oubli::Autrement(_), _) => "Ce qui la nomme est retiré",
        (Oubli::Colonnes(_), None) => "Gardé",
        (_, Some(Devient::Vide | Devient::Blanc)) => "Vidé",
        (_, Some(Devient::Annee)) => "Réduit à l'année",
        (_, Some(Devient::Mois)) => "Réduit au mois",
        (_, Some(Devient::Clos | Devient::ClosDepuis(_) | Devient::ClosInstant)) => "Clos",
    }
}

/// In words, for the page.
pub(super) fn mots(code: &str) -> &str {
    match code {
        "mission" => "Mission d'intérêt public (RGPD, art. 6.1.e)",
        "obligation" => "Obligation légale (RGPD, art. 6.1.c)",
        "securite" => "Sécurité du traitement (RGPD, art. 32)",
        "aucune" => "Aucune donnée personnelle",
        "dossier" => "Deux ans après le dernier contact",
        "journal" => "Douze mois",
        "compte" => "Tant que le compte sert",
        "territoire" => "Tant que la plateforme sert",
        "courte" => "Trente jours au plus",
        "technique" => "Technique",
        "fait" => "Fait",
        "identite" => "Identité",
        "contact" => "Coordonnées",
        "social" => "Situation sociale",
        "libre" => "Texte libre",
        "secret" => "Secret",
        autre => autre,
    }
}
