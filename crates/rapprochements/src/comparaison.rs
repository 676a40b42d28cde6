//! Two people side by side, field by field: what each says, and how it agrees.

use std::collections::BTreeMap;

use passerelle_appariement::Nature;
use passerelle_base::{Telephone, date_courte, lire_date};

use super::model::{Accord, CHAMPS, Indice};
use super::rules::accord;
use super::store::Fiche;
use passerelle_socle::referentiels;

/// The head of a column: where it leads, its words, who it is.
pub(super) struct Titre {
    pub lien: Option<String>,
    pub mots: String,
    pub nom: String,
}

/// A field of all of them.
pub(super) struct Ligne {
    pub libelle: &'static str,
    pub valeurs: Vec<String>,
    pub niveau: String,
    pub ton: &'static str,
}

/// What is shown; the last row says who follows each.
pub(super) struct Comparaison {
    pub titres: Vec<Titre>,
    pub lignes: Vec<Ligne>,
    pub suivis: Vec<(String, String)>,
}

impl Comparaison {
    /// `dire` gives what each column says of a field; `indices` how they agree.
    pub fn nouvelle(
        titres: Vec<Titre>,
        suivis: Vec<(String, String)>,
        indices: &[Indice],
        dire: impl Fn(&str) -> Vec<String>,
    ) -> Self {
        let decrire = |c: &super::model::Champ| {
            let niveau = indices.iter().find(|i| i.champ == c.code).map(|i| i.niveau.clone()).unwrap_or_default();
            let ton = match accord(&niveau) {
                Accord::Concorde => "etat-positif",
                Accord::Differe => "etat-alerte",
                Accord::Ressemble => "etat-attention",
                Accord::Manque => "",
            };
            Ligne { libelle: c.libelle, valeurs: dire(c.code), niveau, ton }
        };
        Self { titres, suivis, lignes: CHAMPS.iter().map(decrire).collect() }
    }
}

/// The structure that follows a person, and since when.
pub(super) fn suivi(f: &Fiche) -> (String, String) {
    let accueil = f.date_premier_accueil.map(|d| format!("depuis le {}", date_courte(d))).unwrap_or_default();
    (f.structure.clone().unwrap_or_else(|| "Aucune structure".into()), accueil)
}

fn lieu(code_postal: Option<&str>, commune: Option<&str>) -> String {
    let commune = commune.map(referentiels::commune);
    [code_postal, commune].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn sexe(code: &str) -> String {
    match code {
        "F" => "Femme".into(),
        "M" => "Homme".into(),
        autre => autre.to_owned(),
    }
}

fn telephone(brut: String) -> String {
    brut.parse::<Telephone>().map_or(brut, |t| t.affiche())
}

/// A field of a file of the base as people read it; empty when unknown.
pub(super) fn lue(fiche: &Fiche, champ: &str) -> String {
    match champ {
        "lieu" => lieu(fiche.code_postal.as_deref(), fiche.commune_insee.as_deref()),
        "date_naissance" => fiche.date_naissance.map(date_courte).unwrap_or_default(),
        "sexe" => fiche.sexe.as_deref().map(sexe).unwrap_or_default(),
        "telephone" => telephone(fiche.dit(champ)),
        _ => fiche.dit(champ),
    }
}

/// The same, of the row of a file: what was written there, by what the column holds.
pub(super) fn ecrite(dits: &BTreeMap<String, String>, champ: &str) -> String {
    let dit = |nature: Nature| dits.get(nature.nom()).map(String::as_str);
    let brut = dits.get(champ).cloned().unwrap_or_default();
    match champ {
        "nom" => match dit(Nature::NomUsage).filter(|usage| !usage.eq_ignore_ascii_case(&brut)) {
            Some(usage) if brut.is_empty() => usage.to_owned(),
            Some(usage) => format!("{brut}, nom d'usage {usage}"),
            None => brut,
        },
        "lieu" => lieu(dit(Nature::CodePostal), dit(Nature::Commune)),
        "date_naissance" => lire_date(&brut).map_or(brut, date_courte),
        "sexe" => sexe(&brut),
        "telephone" => telephone(brut),
        _ => brut,
    }
}
