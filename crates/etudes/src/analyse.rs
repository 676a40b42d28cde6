//! A registered protocol, or another choice, applied to a frozen extract: the very commands of `passerelle impact`.

mod cellules;
mod liens;

use std::path::Path;

use anyhow::Context;
use clap::Parser;
use passerelle_impact::holm;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::impact::Calcul;
use super::model::{Choix, Protocole};
use super::rules::{Constat, dire};

use cellules::{Colonnes, connus, relier};
pub(super) use liens::Liens;

/// One command and what it answered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Rendu {
    /// What to type to get the same figures from the extract.
    pub commande: String,
    /// The figures; null when there are none.
    pub valeurs: Value,
    /// The sentences of the engine.
    pub phrases: Vec<String>,
    pub avertissements: Vec<String>,
    /// Why there are no figures, and what to do.
    pub erreur: Option<String>,
}

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

/// What an analysis is made of.
pub(super) struct Matiere {
    pub protocole: Protocole,
    pub empreinte: String,
    pub csv: Vec<u8>,
    pub sha256: String,
    pub description: Value,
    pub choix: Choix,
    /// Whether it is what was registered, and whether that came after an outcome.
    pub au_protocole: bool,
    pub apres: bool,
    /// The minutes, and the identifier there of each pseudonym.
    pub rejeu: Option<(String, Vec<(String, String)>)>,
}

/// Runs a command on files of that folder; its name never shows.
fn lancer(dossier: &Path, mots: &[String]) -> Rendu {
    let commande = format!("passerelle impact {}", mots.iter().map(|m| citer(m)).collect::<Vec<_>>().join(" "));
    let ici = |m: &String| match m.as_str() {
        "extrait.csv" | "extrait-relie.csv" | "proces-verbal.json" => dossier.join(m).display().to_string(),
        _ => m.clone(),
    };
    let sans_dossier = |texte: String| texte.replace(&format!("{}/", dossier.display()), "");
    let calcul = Calcul::try_parse_from(mots.iter().map(ici)).map_err(anyhow::Error::from);
    match calcul.and_then(Calcul::rapport) {
        Err(e) => Rendu { commande, erreur: Some(sans_dossier(format!("{e:#}"))), ..Rendu::default() },
        Ok(r) => Rendu {
            commande,
            valeurs: serde_json::from_str(&sans_dossier(r.valeurs().to_string())).unwrap_or_default(),
            phrases: r.texte.iter().cloned().map(sans_dossier).collect(),
            avertissements: r.avertissements.iter().cloned().map(sans_dossier).collect(),
            erreur: None,
        },
    }
}

/// A word as a shell takes it.
fn citer(mot: &str) -> String {
    let nu = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ',' | '=');
    if mot.chars().all(nu) { mot.to_owned() } else { format!("'{}'", mot.replace('\'', "'\\''")) }
}

fn mots(m: &[&str]) -> Vec<String> {
    m.iter().map(|m| (*m).to_owned()).collect()
}

impl Matiere {
    fn ajustement(&self) -> String {
        let lignes = self.description["ajustement"].as_array().into_iter().flatten();
        let voulue = |l: &&Value| self.choix.covariables.iter().any(|c| l["covariable"] == c.as_str());
        let noms: Vec<&str> = lignes.filter(voulue).filter_map(|l| l["colonne"].as_str()).collect();
        noms.join(",")
    }

    /// The command of a computation: what all share, then its own words.
    fn commande(&self, geste: &str, resultat: Option<&str>, ajuster: bool, strates: bool) -> Vec<String> {
        let mut c = mots(&[geste, "--donnees", "extrait.csv", "--traitement", "traitement"]);
        if let Some(resultat) = resultat {
            c.extend(mots(&["--resultat", resultat]));
        }
        let ajustement = self.ajustement();
        if ajuster && !ajustement.is_empty() {
            c.extend(mots(&["--ajustement", &ajustement]));
        }
        if strates && !self.choix.strates.is_empty() {
            c.extend(mots(&["--strates", &self.choix.strates.join(",")]));
        }
        if strates && self.choix.grappes {
            c.extend(mots(&["--grappes", "site"]));
        }
        c.extend(mots(&["--manquants", "exclure"]));
        // How arms resembled each other is no test of the programme: it is read at the usual level.
        if geste != "equilibre" {
            c.extend(self.au_seuil());
        }
        c
    }

    /// The level, when it is not the usual one.
    fn au_seuil(&self) -> Vec<String> {
        match self.protocole.seuil() {
            s if s.usuel() => vec![],
            s => mots(&["--seuil", &s.part().to_string()]),
        }
    }

    fn effet(&self, issue: &str) -> Vec<String> {
        match self.choix.estimateur.as_str() {
            "iv" => {
                let mut c = self.commande("iv", Some(issue), true, true);
                c.extend(mots(&["--prise", "prise"]));
                c
            }
            "lee" => self.commande("lee", Some(issue), false, false),
            "permutation" => {
                let mut c = self.commande("permutation", Some(issue), true, true);
                if !self.ajustement().is_empty() {
                    c.extend(mots(&["--statistique", "lin"]));
                }
                c
            }
            geste => self.commande(geste, Some(issue), true, true),
        }
    }

    /// Everything, on files that live as long as the computation.
    pub fn analyser(self) -> anyhow::Result<Analyse> {
        let dossier = tempfile::tempdir().context("aucun dossier temporaire ne s'ouvre pour le calcul")?;
        let la = dossier.path();
        std::fs::write(la.join("extrait.csv"), &self.csv).context("le calcul n'a pas de place pour l'extrait")?;
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
                    effet: lancer(la, &self.effet(&i.code)),
                    connus,
                    p_connus,
                    p_holm: None,
                    p_westfall_young: None,
                }
            })
            .collect();
        issues.sort_by_key(|i| !i.principale);
        let ensemble = self.ensemble(la, &mut issues);
        for i in &mut issues {
            i.verdict = self.verdict(i, p.issues.len());
        }
        let ajustement = self.ajustement();
        let equilibre = (!ajustement.is_empty()).then(|| lancer(la, &self.commande("equilibre", None, true, true)));
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
    fn ensemble(&self, la: &Path, issues: &mut [ResultatIssue]) -> Option<Rendu> {
        let p: Vec<Option<f64>> = issues.iter().map(|i| i.effet.valeurs["p"].as_f64()).collect();
        let connues: Vec<f64> = p.iter().copied().flatten().collect();
        if issues.len() < 2 {
            return None;
        }
        let mut ajustees = holm(&connues).into_iter();
        for (i, p) in issues.iter_mut().zip(&p) {
            i.p_holm = p.and_then(|_| ajustees.next());
        }
        let codes: Vec<&str> = issues.iter().map(|i| i.code.as_str()).collect();
        let mut c = self.commande("permutation", None, false, true);
        c.extend(mots(&["--resultats", &codes.join(",")]));
        let rendu = lancer(la, &c);
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
        std::fs::write(la.join("proces-verbal.json"), minutes)?;
        std::fs::write(la.join("extrait-relie.csv"), relier(&self.csv, liens))?;
        let principale = self.protocole.principale.as_str();
        let mut c = mots(&["permutation", "--donnees", "extrait-relie.csv", "--traitement", "traitement"]);
        c.extend(mots(&["--resultat", principale, "--manquants", "exclure"]));
        c.extend(mots(&["--proces-verbal", "proces-verbal.json", "--identifiant", "identifiant"]));
        c.extend(self.au_seuil());
        // Joined to its option: the name of an arm may begin like one.
        c.extend(mots(&[&format!("--bras={}", self.protocole.population.bras), "--tirages", "2000"]));
        Ok(Some(lancer(la, &c)))
    }
}

/// The report for programs: its keys are those of what is kept, with what it comes from.
pub(super) fn json_de(a: &Analyse, titre: &str, genre: &str) -> Vec<u8> {
    let tout = json!({"titre": titre, "genre": genre, "analyse": a});
    format!("{tout:#}\n").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_a_shell_takes_it() {
        assert_eq!(
            ["--bras=plus", "a,b", "service plus", "l'un"].map(citer),
            ["--bras=plus", "a,b", "'service plus'", "'l'\\''un'"]
        );
    }
}
