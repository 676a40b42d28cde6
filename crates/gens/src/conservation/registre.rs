//! The register of fields, as the embedded file says it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

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
    /// How it names a young person, if it is about one.
    pub personne: Option<String>,
    /// `lignes` when erasing the person removes the rows.
    pub effacement: Option<String>,
    /// Its columns.
    pub champs: BTreeMap<String, Champ>,
}

/// A column: meaning, sensitivity, erasure, and whether it is a contact.
#[derive(Debug, Deserialize)]
pub struct Champ(Vec<String>);

impl Champ {
    fn partie(&self, rang: usize) -> &str {
        self.0.get(rang).map_or("", String::as_str)
    }
    /// What it means.
    pub fn sens(&self) -> &str {
        self.partie(0)
    }
    /// How sensitive it is.
    pub fn sensibilite(&self) -> &str {
        self.partie(1)
    }
    /// What erasing a person does to it.
    pub fn effacement(&self) -> &str {
        self.partie(2)
    }
    /// `contact` (a date) or `contact_ms` (an instant) when it tells of a contact.
    pub fn contact(&self) -> &str {
        self.partie(3)
    }
}

impl Table {
    /// Whether erasing a person removes its rows.
    pub fn retire_les_lignes(&self) -> bool {
        self.effacement.as_deref() == Some("lignes")
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

/// Which rows of a table are about the young person `$1`; `None` for a table that is about nobody, and for
/// refused rows of imports, which name nobody by an identifier.
pub(super) fn condition(table: &str) -> Option<String> {
    let personne = REGISTRE.get(table)?.personne.as_deref()?;
    match personne.split_once(':') {
        None if personne == "refus" => None,
        // The account that is theirs, and nobody else's.
        None if personne == "compte" => Some(
            "id IN (SELECT h.compte_id FROM habilitations h WHERE h.jeune_id = $1 AND NOT EXISTS \
             (SELECT 1 FROM habilitations k WHERE k.compte_id = h.compte_id AND (k.jeune_id IS NULL OR k.jeune_id <> $1)))"
                .to_owned(),
        ),
        // What was sent to an address of theirs, or is to be: a family that shares one asks again.
        None if personne == "courrier" => Some(courriers()),
        // Handed over with others, its reason is theirs too, as long as one of them is there.
        None if personne == "passation" => Some(
            "id IN (SELECT r.passation_id FROM referents r WHERE r.jeune_id = $1) AND NOT EXISTS (SELECT 1 FROM referents k \
             JOIN jeunes j ON j.id = k.jeune_id WHERE k.passation_id = passations.id AND k.jeune_id <> $1 AND j.efface_le IS NULL)"
                .to_owned(),
        ),
        None => {
            let nommee: Vec<String> = personne.split('+').map(|colonne| format!("{colonne} = $1")).collect();
            Some(format!("({})", nommee.join(" OR ")))
        }
        Some((colonne, parent)) => {
            condition(parent).map(|la| format!("{colonne} IN (SELECT id FROM {parent} WHERE {la})"))
        }
    }
}

/// Messages to an address of the young person `$1`, or of their account.
fn courriers() -> String {
    let la = condition("comptes").unwrap_or_default();
    let adresses = ["courriel", "telephone"].map(|c| format!("SELECT {c} FROM jeunes WHERE id = $1"));
    let connexion = ["identifiant", "courriel", "telephone"].map(|c| format!("SELECT {c} FROM comptes WHERE {la}"));
    let toutes: Vec<String> = adresses.into_iter().chain(connexion).collect();
    format!("destinataire IN ({})", toutes.join(" UNION ALL "))
}

/// Tables about people, those that hang on another first.
pub(super) fn de_personnes() -> Vec<(&'static str, &'static Table, String)> {
    let mut tables: Vec<_> =
        REGISTRE.iter().filter_map(|(nom, t)| condition(nom).map(|c| (nom.as_str(), t, c))).collect();
    // `habilitations` tells whose an account is: it goes after what it leads to.
    let profondeur = |t: &Table| match t.personne.as_deref() {
        // Found by addresses that are about to go.
        Some("courrier") => 0,
        Some(p) if p.contains(':') => 0,
        Some("compte") => 1,
        _ => 2,
    };
    tables.sort_by_key(|(_, t, _)| profondeur(t));
    tables
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
        "garde" => "Gardé",
        "vide" | "blanc" => "Vidé",
        "annee" => "Réduit à l'année",
        "mois" => "Réduit au mois",
        "clos" | "clos_ms" => "Clos",
        autre => autre,
    }
}
