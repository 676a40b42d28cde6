//! How results are said: JSON for programs, French sentences for people.

use clap::ValueEnum;
use passerelle_base::nombre;
use passerelle_impact::{Estimation, effet_minimal_au_seuil};
use serde_json::{Map, Value};

use super::chiffres::{chiffre, dire_p, fini, intervalle};
use super::lecture::Table;
use super::phrases::{Phrases, Sorte};
use super::seuil::Seuil;

/// For whom results are said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Texte,
    Json,
}

/// A result on its way out.
#[derive(Debug, Default)]
pub struct Rapport {
    json: Map<String, Value>,
    /// Sentences, each with what it is for.
    pub phrases: Phrases,
    /// What the reader must know before believing them.
    pub avertissements: Vec<String>,
}

impl Rapport {
    /// Opens with what every result says of itself.
    pub(super) fn nouveau(commande: &str, formule: &str) -> Self {
        let mut json = Map::new();
        json.insert("commande".into(), commande.into());
        json.insert("formule".into(), formule.into());
        Self { json, ..Self::default() }
    }

    pub(super) fn mettre(&mut self, cle: &str, valeur: impl Into<Value>) {
        self.json.insert(cle.to_owned(), valeur.into());
    }

    /// Says what the figures are.
    pub(super) fn dire(&mut self, phrase: impl Into<String>) {
        self.phrases.ajouter(Sorte::Mesure, phrase);
    }

    /// Says what may be concluded of them.
    pub(super) fn conclure(&mut self, phrase: impl Into<String>) {
        self.phrases.ajouter(Sorte::Verdict, phrase);
    }

    /// The interval at the level asked for, beside the usual one; whether it holds zero.
    pub(super) fn intervalle(&mut self, seuil: Seuil, ic: [f64; 2], ic95: [f64; 2]) -> bool {
        self.mettre("ic95", intervalle(ic95));
        self.mettre("seuil", seuil.part());
        self.mettre("ic", intervalle(ic));
        let non_concluant = ic[0] <= 0.0 && ic[1] >= 0.0;
        self.mettre("non_concluant", non_concluant);
        non_concluant
    }

    /// The figures of an estimate, and the sentence that reads them.
    /// `pertes` says what is missing, in the sentence that concludes.
    pub(super) fn estimation(&mut self, titre: &str, e: &Estimation, seuil: Seuil, pertes: Option<String>) {
        self.mettre("estimation", fini(e.estimation));
        self.mettre("erreur_type", fini(e.erreur_type));
        self.mettre("ddl", fini(e.ddl));
        self.mettre("p", fini(e.p));
        let ic = if seuil.usuel() { e.ic95 } else { e.intervalle(seuil.part()) };
        let non_concluant = self.intervalle(seuil, ic, e.ic95);
        self.mettre("n", e.n);
        self.mettre("n_traites", e.n_traites);
        let minimal = effet_minimal_au_seuil(e.erreur_type, e.ddl, seuil.part()).student;
        self.mettre("effet_minimal_decelable", fini(minimal));
        let lois =
            if e.ddl.is_finite() { format!("{} degrés de liberté", chiffre(e.ddl)) } else { "loi normale".into() };
        self.dire(format!(
            "{titre} : {} (erreur-type {}, {lois} ; intervalle à {} % de {} à {} ; {}).",
            chiffre(e.estimation),
            chiffre(e.erreur_type),
            seuil.niveau(),
            chiffre(ic[0]),
            chiffre(ic[1]),
            dire_p(e.p)
        ));
        self.dire(format!("{} personnes, dont {} traitées.", nombre(e.n as i64), nombre(e.n_traites as i64)));
        let manque = pertes.map_or_else(String::new, |p| format!(" ; {p}"));
        if non_concluant {
            self.conclure(format!(
                "Non concluant : l'intervalle contient zéro{manque}. Un effet de {} n'est pas exclu, un effet de {} non plus. Ce n'est pas la preuve d'une absence d'effet : une étude de cette précision ne décèle, quatre fois sur cinq, qu'un effet d'au moins {}.",
                chiffre(ic[0]),
                chiffre(ic[1]),
                chiffre(minimal)
            ));
        } else {
            let sens = if e.estimation > 0.0 { "une hausse" } else { "une baisse" };
            self.conclure(format!(
                "Concluant au seuil de {} % : {sens} du résultat, que le hasard du tirage n'explique pas bien{manque}.",
                seuil.pour_cent()
            ));
        }
        self.avertissements.extend(e.avertissements.iter().cloned());
    }

    /// Closes with the source of the data and the warnings.
    pub(super) fn clore(&mut self, table: &Table) {
        self.avertissements.extend(table.avis.iter().cloned());
        self.mettre("fichier", table.fichier.display().to_string());
        self.mettre("empreinte", table.empreinte.clone());
        let source = format!("Données : {}, SHA-256 {}.", table.fichier.display(), table.empreinte);
        self.phrases.ajouter(Sorte::Source, source);
    }

    /// The figures, with what they come from.
    pub fn valeurs(&self) -> Value {
        let mut json = self.json.clone();
        json.insert("reference".into(), "docs/impact.md".into());
        json.insert("avertissements".into(), self.avertissements.clone().into());
        Value::Object(json)
    }

    pub(super) fn finir(self, format: Format) -> String {
        match format {
            Format::Json => format!("{:#}\n", self.valeurs()),
            Format::Texte => {
                let attention = self.avertissements.iter().map(|a| format!("Attention. {a}"));
                let formule = self.json.get("formule").and_then(Value::as_str).unwrap_or_default();
                let fin = format!("Formule « {formule} » : docs/impact.md.");
                let lignes: Vec<String> =
                    self.phrases.textes().map(str::to_owned).chain(attention).chain([fin]).collect();
                lignes.join("\n") + "\n"
            }
        }
    }
}
