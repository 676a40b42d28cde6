//! A registered protocol, or another choice, applied to a frozen extract: the very computations of `passerelle impact`,
//! each with the command that makes it again.

mod cellules;
mod liens;
mod matiere;
mod rendu;

use std::path::Path;

use anyhow::Context;
use passerelle_impact::holm;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::model::Choix;
use super::rules::{Constat, dire};

use cellules::{Colonnes, connus, relier};
use matiere::{EXTRAIT, MINUTES, RELIE};
use rendu::lancer;

pub(super) use liens::Liens;
pub(super) use matiere::Matiere;
pub(super) use rendu::Rendu;

/// What is said of an outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct ResultatIssue {
    pub code: String,
    pub libelle: String,
    pub principale: bool,
    pub binaire: bool,
    /// The verdict, in words.
    pub verdict: Vec<String>,
    pub effet: Rendu,
    /// How many outcomes are known: of how many, controls then treated.
    pub connus: [[usize; 2]; 2],
    /// p-value of the difference between the shares known.
    pub p_connus: Option<f64>,
    /// Holm's p-value over all outcomes.
    pub p_holm: Option<f64>,
    /// Westfall and Young's.
    pub p_westfall_young: Option<f64>,
}

/// An analysis, as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Analyse {
    pub protocole_sha256: String,
    pub extrait_sha256: String,
    pub choix: Choix,
    pub issues: Vec<ResultatIssue>,
    pub equilibre: Option<Rendu>,
    pub ensemble: Option<Rendu>,
    /// The draw made again person by person, for the primary outcome, while the key of the extract lived.
    pub tirage: Option<Rendu>,
    /// What links in doubt change; nothing on an extract made before they were measured.
    #[serde(default)]
    pub liens: Option<Liens>,
}

impl Matiere {
    /// Everything, on files that live as long as the computation.
    pub fn analyser(self) -> anyhow::Result<Analyse> {
        let dossier = tempfile::tempdir().context("aucun dossier temporaire ne s'ouvre pour le calcul")?;
        let la = dossier.path();
        std::fs::write(la.join(EXTRAIT), &self.csv).context("le calcul n'a pas de place pour l'extrait")?;
        let p = self.protocole.clone();
        let colonnes = Colonnes::lire(&self.csv)?;
        let mut issues: Vec<ResultatIssue> = p
            .issues
            .iter()
            .map(|i| {
                let (connus, p_connus) = connus(&colonnes, &i.code);
                ResultatIssue {
                    code: i.code.clone(),
                    libelle: i.libelle(),
                    principale: i.code == p.principale,
                    binaire: i.binaire(),
                    verdict: vec![],
                    effet: lancer(la, self.effet(&i.code, None)),
                    connus,
                    p_connus,
                    p_holm: None,
                    p_westfall_young: None,
                }
            })
            .collect();
        issues.sort_by_key(|i| !i.principale);
        let ensemble = self.ajuster_les_p(la, &mut issues);
        for i in &mut issues {
            i.verdict = self.verdict(i, p.issues.len());
        }
        let equilibre = self.equilibre().map(|d| lancer(la, d));
        let tirage = self.rejouer(la)?;
        let liens = self.liens(la, &colonnes);
        Ok(Analyse {
            protocole_sha256: self.empreinte,
            extrait_sha256: self.sha256,
            choix: self.choix,
            issues,
            equilibre,
            ensemble,
            tirage,
            liens,
        })
    }

    /// p-values once all outcomes are counted.
    fn ajuster_les_p(&self, la: &Path, issues: &mut [ResultatIssue]) -> Option<Rendu> {
        let p: Vec<Option<f64>> = issues.iter().map(|i| i.effet.valeurs["p"].as_f64()).collect();
        let connues: Vec<f64> = p.iter().copied().flatten().collect();
        if issues.len() < 2 {
            return None;
        }
        let mut ajustees = holm(&connues).into_iter();
        for (i, p) in issues.iter_mut().zip(&p) {
            i.p_holm = p.and_then(|_| ajustees.next());
        }
        let codes = issues.iter().map(|i| i.code.clone()).collect();
        let rendu = lancer(la, self.ensemble(codes));
        for i in issues.iter_mut() {
            let lignes = rendu.valeurs["resultats"].as_array().into_iter().flatten();
            i.p_westfall_young =
                lignes.filter(|l| l["resultat"] == i.code.as_str()).find_map(|l| l["p_ajustee"].as_f64());
        }
        Some(rendu)
    }

    fn verdict(&self, i: &ResultatIssue, combien: usize) -> Vec<String> {
        if let Some(erreur) = &i.effet.erreur {
            return vec![format!("Pas de résultat : {erreur}.")];
        }
        let v = &i.effet.valeurs;
        let paire = |v: &Value| match v.as_array().map(Vec::as_slice) {
            Some([bas, haut]) => {
                Some([bas.as_f64().unwrap_or(f64::NEG_INFINITY), haut.as_f64().unwrap_or(f64::INFINITY)])
            }
            _ => v.as_f64().map(|x| [x, x]),
        };
        let [connus, total] = i.connus;
        let part = |bras: usize| if total[bras] == 0 { 1.0 } else { connus[bras] as f64 / total[bras] as f64 };
        dire(&Constat {
            estimation: paire(&v["estimation"]),
            intervalle: paire(if v["ic"].is_null() { &v["ic95"] } else { &v["ic"] }),
            seuil: self.protocole.seuil(),
            p_ajustee: i.p_holm.map(|p| (p, combien)),
            minimal: v["effet_minimal_decelable"].as_f64(),
            non_concluant: v["non_concluant"].as_bool().unwrap_or(true),
            binaire: i.binaire,
            tire: self.protocole.tire(),
            au_protocole: self.au_protocole,
            apres: self.apres,
            connus: Some(([part(0), part(1)], i.p_connus)),
        })
    }

    /// The permutation test of the primary outcome under the very draw of the minutes.
    fn rejouer(&self, la: &Path) -> anyhow::Result<Option<Rendu>> {
        let Some((minutes, liens)) = &self.rejeu else { return Ok(None) };
        std::fs::write(la.join(MINUTES), minutes)?;
        std::fs::write(la.join(RELIE), relier(&self.csv, liens))?;
        Ok(Some(lancer(la, self.tirage_refait())))
    }
}

/// The report for programs: its keys are those of what is kept, with what it comes from.
pub(super) fn json_de(a: &Analyse, titre: &str, genre: &str) -> Vec<u8> {
    let tout = json!({"titre": titre, "genre": genre, "analyse": a});
    format!("{tout:#}\n").into_bytes()
}
