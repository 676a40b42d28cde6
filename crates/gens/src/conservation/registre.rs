//! The register of fields: what the embedded file says of each column, and what erasing a person does to it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

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

static REGISTRE: LazyLock<BTreeMap<String, Table>> = LazyLock::new(|| {
    let texte = include_str!("../../../../referentiels/registre.toml");
    toml::from_str(texte).expect("an embedded file, read by a test")
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
