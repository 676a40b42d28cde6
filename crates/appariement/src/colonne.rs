//! What each column of a file holds, found by its header.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use passerelle_base::plier_entete;
use serde::{Deserialize, Serialize};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// The identifier of the record in its own file.
    Identifiant,
    /// Birth name, or the only surname.
    Nom,
    /// The name of a spouse, or another that is used.
    NomUsage,
    /// Given names, the first one alone or all.
    Prenom,
    /// Date of birth, in any of the usual writings.
    DateNaissance,
    /// Sex, or civility.
    Sexe,
    /// Postal code; several communes may share one.
    CodePostal,
    /// INSEE code of the commune.
    Commune,
    /// Telephone number, whatever its writing.
    Telephone,
    /// E-mail address.
    Courriel,
    /// A text compared by likeness: address, name of a town.
    Texte,
    /// Any other column, compared as equal or not.
    Exacte,
    /// A column of social security numbers: never read.
    Nir,
}

/// A column taken into account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Colonne {
    /// Its name: that of its nature, or its folded header for texts and extra columns.
    pub nom: String,
    /// What it holds, by which it is compared.
    pub nature: Nature,
}

type Synonymes = BTreeMap<Nature, Vec<String>>;

static SYNONYMES: LazyLock<Synonymes> = LazyLock::new(|| {
    toml::from_str(include_str!("../donnees/colonnes.toml")).expect("the embedded table of headers is TOML")
});

impl Nature {
    /// Its name in a model file and in a report.
    pub fn nom(self) -> &'static str {
        match self {
            Self::Identifiant => "identifiant",
            Self::Nom => "nom",
            Self::NomUsage => "nom_usage",
            Self::Prenom => "prenom",
            Self::DateNaissance => "date_naissance",
            Self::Sexe => "sexe",
            Self::CodePostal => "code_postal",
            Self::Commune => "commune",
            Self::Telephone => "telephone",
            Self::Courriel => "courriel",
            Self::Texte => "texte",
            Self::Exacte => "exacte",
            Self::Nir => "nir",
        }
    }

    fn comparable(self) -> bool {
        !matches!(self, Self::Identifiant | Self::Nir)
    }

    /// Several columns may have it in one file.
    fn repetable(self) -> bool {
        matches!(self, Self::Texte | Self::Exacte | Self::Nir)
    }
}

/// The columns of a file: for each header, what it holds. Headers named by the model come first, then the known
/// synonyms, the most telling of a file winning; what is left is an extra column. Empty headers hold nothing.
pub fn reconnaitre(entetes: &[String], nommees: &BTreeMap<String, Nature>) -> Vec<Option<Colonne>> {
    let plies: Vec<String> = entetes.iter().map(|e| plier_entete(e)).collect();
    let mut colonnes: Vec<Option<Colonne>> = vec![None; entetes.len()];
    let mut prises: Vec<Nature> = Vec::new();
    let mut poser = |rang: usize, nature: Nature| {
        let libre = colonnes[rang].is_none() && (nature.repetable() || !prises.contains(&nature));
        if libre {
            prises.push(nature);
            let nom = if nature.repetable() { plies[rang].clone() } else { nature.nom().to_owned() };
            colonnes[rang] = Some(Colonne { nom, nature });
        }
    };
    for (entete, nature) in nommees {
        let cherche = plier_entete(entete);
        plies.iter().enumerate().filter(|(_, p)| **p == cherche).for_each(|(rang, _)| poser(rang, *nature));
    }
    for (nature, synonymes) in SYNONYMES.iter() {
        for synonyme in synonymes {
            plies.iter().enumerate().filter(|(_, p)| *p == synonyme).for_each(|(rang, _)| poser(rang, *nature));
        }
    }
    for (rang, plie) in plies.iter().enumerate() {
        if !plie.is_empty() {
            poser(rang, Nature::Exacte);
        }
    }
    colonnes
}

/// The columns to compare two files on, and those left aside because only one of the two has them. A usage name and a
/// place are of use even on one side. With one file, all its columns.
pub fn joindre(a: &[Option<Colonne>], b: Option<&[Option<Colonne>]>) -> (Vec<Colonne>, Vec<Colonne>) {
    let a: Vec<&Colonne> = a.iter().flatten().collect();
    let Some(b) = b else { return (a.into_iter().filter(|c| c.nature.comparable()).cloned().collect(), Vec::new()) };
    let b: Vec<&Colonne> = b.iter().flatten().collect();
    let seule = |n: Nature| matches!(n, Nature::NomUsage | Nature::CodePostal | Nature::Commune);
    let toutes = a.iter().chain(b.iter().filter(|c| !a.contains(c))).copied().filter(|c| c.nature.comparable());
    toutes.cloned().partition(|c| seule(c.nature) || (a.contains(&c) && b.contains(&c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn natures(entetes: &[&str]) -> Vec<Option<Nature>> {
        let entetes: Vec<String> = entetes.iter().map(|e| (*e).to_owned()).collect();
        reconnaitre(&entetes, &BTreeMap::new()).into_iter().map(|c| c.map(|c| c.nature)).collect()
    }

    #[test]
    fn headers_of_several_worlds_are_recognised() {
        use Nature::*;
        assert_eq!(
            natures(&[
                "N° P3",
                "NOM de naissance",
                "Nom",
                "Prénom",
                "Né(e) le",
                "CP",
                "Code INSEE",
                "Tél. portable",
                "Dispositif",
                ""
            ]),
            [Identifiant, Nom, Exacte, Prenom, DateNaissance, CodePostal, Commune, Telephone, Exacte]
                .map(Some)
                .into_iter()
                .chain([None])
                .collect::<Vec<_>>()
        );
        assert_eq!(
            natures(&[
                "rec_id",
                "given_name",
                "surname",
                "street_number",
                "address_1",
                "suburb",
                "postcode",
                "state",
                "date_of_birth",
                "soc_sec_id"
            ]),
            [Identifiant, Prenom, Nom, Exacte, Texte, Texte, CodePostal, Exacte, DateNaissance, Exacte].map(Some)
        );
        assert_eq!(natures(&["id", "NIR"]), [Some(Identifiant), Some(Nir)]);
    }

    #[test]
    fn the_model_names_what_the_headers_do_not_tell() {
        let entetes = ["clef", "colonne b"].map(str::to_owned);
        let nommees = BTreeMap::from([("CLEF".to_owned(), Nature::Identifiant), ("Colonne B".to_owned(), Nature::Nom)]);
        let lues: Vec<Nature> = reconnaitre(&entetes, &nommees).into_iter().flatten().map(|c| c.nature).collect();
        assert_eq!(lues, [Nature::Identifiant, Nature::Nom]);
    }
}
