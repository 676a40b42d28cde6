//! How partners call our columns and our codes: `referentiels/gabarits/mots.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use passerelle_base::plier;
use serde::Deserialize;

use super::entete::pli;
use super::modele::cle;

/// What is known of the words of partners.
#[derive(Deserialize)]
pub(super) struct Mots {
    /// Texts that mean « not known ».
    pub inconnus: Vec<String>,
    /// What rows that are not of the table begin with.
    pub ignorer: Vec<String>,
    /// By kind and column, headers.
    entetes: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// By column and code, values.
    valeurs: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

static MOTS: LazyLock<Mots> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../../referentiels/gabarits/mots.toml"))
        .expect("the embedded words are read by a test")
});

pub(super) fn mots() -> &'static Mots {
    &MOTS
}

/// How well a header names a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ressemblance {
    /// Its words are among those of the header.
    Contient,
    /// It is one of the known headers.
    Connu,
    /// It is our own name.
    Notre,
}

impl Mots {
    /// How well a header names a column of a kind.
    pub fn entete(&self, nature: &str, colonne: &str, entete: &str) -> Option<Ressemblance> {
        let nu = entete.trim_end_matches(['*', ' ']);
        let plie = pli(nu);
        if plie == pli(colonne) {
            return Some(Ressemblance::Notre);
        }
        let connus = self.entetes.get(nature)?.get(colonne)?;
        if connus.iter().any(|c| pli(c) == plie) {
            return Some(Ressemblance::Connu);
        }
        let mots = plier(nu);
        let mots: Vec<&str> = mots.split(' ').collect();
        let dedans = |connu: &String| {
            let connu = plier(connu);
            let connus: Vec<&str> = connu.split(' ').collect();
            // One common word says too little: « date », « nom » of somebody else.
            connus.len() > 1 && connus.iter().all(|m| mots.contains(m))
        };
        (!d_un_autre(entete) && connus.iter().any(dedans)).then_some(Ressemblance::Contient)
    }

    /// The code of a column that a value says.
    pub fn code<'c>(&self, colonne: &str, codes: &[&'c str], valeur: &str) -> Option<&'c str> {
        let dit = cle(valeur);
        let plie = pli(valeur);
        if let Some(code) = codes.iter().copied().find(|c| pli(c) == plie) {
            return Some(code);
        }
        let connus = self.valeurs.get(colonne);
        let connu = connus.and_then(|t| t.iter().find(|(_, valeurs)| valeurs.iter().any(|v| cle(v) == dit)));
        if let Some((code, _)) = connu {
            return codes.iter().copied().find(|c| *c == code.as_str());
        }
        // « 1 - Oui », « 01 : Apprentissage »: the words after the number.
        let (tete, suite) = valeur.split_once([':', '-', '–', '.'])?;
        let numero = !tete.trim().is_empty() && tete.trim().bytes().all(|o| o.is_ascii_digit());
        (numero && !suite.trim().is_empty()).then(|| self.code(colonne, codes, suite)).flatten()
    }
}

/// Whether a header says that the column is about somebody else than the young person: a parent, a tutor, the CFA.
pub(super) fn d_un_autre(entete: &str) -> bool {
    const AUTRES: [&str; 14] = [
        "resp",
        "referent",
        "parent",
        "legal",
        "maitre",
        "tuteur",
        "cfa",
        "organisme",
        "formateur",
        "etablissement",
        "contact",
        "prescripteur",
        "conseiller",
        "mds",
    ];
    let entete = pli(entete);
    AUTRES.iter().any(|m| entete.contains(m))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partners_have_words_for_our_columns_and_codes() {
        let m = mots();
        assert_eq!(m.entete("jeunes", "date_naissance", "Né(e) le"), Some(Ressemblance::Connu));
        assert_eq!(m.entete("jeunes", "nom", "nom_apprenant *"), Some(Ressemblance::Connu));
        assert_eq!(m.entete("jeunes", "telephone", "Téléphone responsable légal 1"), None);
        assert_eq!(m.entete("contrats", "date_debut", "Date de début du contrat pro"), Some(Ressemblance::Contient));
        let types = ["apprentissage", "professionnalisation", "cdd"];
        assert_eq!(m.code("type", &types, "Contrat d’Apprentissage"), Some("apprentissage"));
        assert_eq!(m.code("type", &types, "2 - contrat pro"), Some("professionnalisation"));
        assert_eq!(m.code("type", &types, "Stage"), None);
        assert_eq!(m.code("sexe", &["F", "M"], "Monsieur"), Some("M"));
    }
}
