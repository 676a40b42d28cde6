//! What is asked of the engine about an extract.

use serde_json::Value;

use crate::impact::{
    Commun, Comparee, Demande, Difference, Equilibre, Geste, Iv, Lee, Liens, Lin, Manquants, Permutation, Seuil,
    Sondage,
};
use crate::model::{Choix, Issue, Protocole};

/// The name of the extract in commands: that of the file that readers take away.
pub const EXTRAIT: &str = "extrait.csv";
/// The extract with the identifiers of the draw, for one computation.
pub const RELIE: &str = "extrait-relie.csv";
/// The minutes of the draw.
pub const MINUTES: &str = "proces-verbal.json";
/// How many times that draw is made again.
const REJEUX: u64 = 2_000;
/// The column that says how sure it is that facts are of one person.
pub const LIEN: &str = "probabilite_lien";
/// The column that counts the pairs beside a file that wait to be reviewed.
pub const A_REVOIR: &str = "fiches_a_revoir";

/// What an analysis is made of.
pub struct Matiere {
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

impl Matiere {
    fn ajustement(&self) -> Vec<String> {
        let lignes = self.description["ajustement"].as_array().into_iter().flatten();
        let voulue = |l: &&Value| self.choix.covariables.iter().any(|c| l["covariable"] == c.as_str());
        lignes.filter(voulue).filter_map(|l| l["colonne"].as_str()).map(str::to_owned).collect()
    }

    /// What all computations share: the extract, whatever is missing left out, at the level of the protocol.
    pub fn commun(&self, donnees: &str) -> Commun {
        Commun { manquants: Manquants::Exclure, seuil: self.protocole.seuil(), ..Commun::sur(donnees, "traitement") }
    }

    /// The same, inside the strata and with the clusters that were chosen.
    pub fn stratifie(&self) -> Commun {
        Commun {
            strates: self.choix.strates.clone(),
            grappes: self.choix.grappes.then(|| "site".to_owned()),
            ..self.commun(EXTRAIT)
        }
    }

    /// The same, adjusted.
    fn ajuste(&self) -> Commun {
        Commun { ajustement: self.ajustement(), ..self.stratifie() }
    }

    /// The effect on an outcome; without the rows whose link is under a probability, when one is given.
    pub fn effet(&self, issue: &str, lien_minimal: Option<f64>) -> Demande {
        let avec_lien = |c: Commun| Commun { lien: lien_minimal.map(|_| LIEN.to_owned()), lien_minimal, ..c };
        let ajuste = || avec_lien(self.ajuste());
        let geste = match self.choix.estimateur.as_str() {
            "lin" => Geste::Lin(Lin::nouveau(ajuste(), issue)),
            "iv" => Geste::Iv(Iv::nouveau(ajuste(), issue, "prise")),
            "lee" => Geste::Lee(Lee::nouvelle(avec_lien(self.commun(EXTRAIT)), issue)),
            "permutation" => {
                let commun = ajuste();
                let statistique = if commun.ajustement.is_empty() { Comparee::Difference } else { Comparee::Lin };
                Geste::Permutation(Permutation { statistique, ..Permutation::nouvelle(commun, issue) })
            }
            _ => Geste::Difference(Difference::nouvelle(ajuste(), issue)),
        };
        geste.into()
    }

    /// The arms before the programme; `None` without anything to compare. It is no test of the programme: it is read at
    /// the usual level.
    pub fn equilibre(&self) -> Option<Demande> {
        let commun = Commun { seuil: Seuil::default(), ..self.ajuste() };
        (!commun.ajustement.is_empty()).then(|| Geste::Equilibre(Equilibre::nouveau(commun)).into())
    }

    /// The draw of the minutes, made again on the extract whose rows it knows.
    pub fn tirage_refait(&self) -> Demande {
        let test = Permutation {
            proces_verbal: Some(MINUTES.into()),
            bras: Some(self.protocole.population.bras.clone()),
            sondage: Sondage { tirages: REJEUX, ..Sondage::default() },
            ..Permutation::nouvelle(self.commun(RELIE), &self.protocole.principale)
        };
        Geste::Permutation(test).into()
    }

    /// Bounds whatever the true outcomes of those whose link is wrong; and of those with pairs to review, when asked.
    pub fn bornes(&self, issue: &Issue, a_revoir: bool) -> Demande {
        let commun = Commun { lien: Some(LIEN.to_owned()), ..self.stratifie() };
        let bornes = Liens { a_revoir: a_revoir.then(|| A_REVOIR.to_owned()), ..Liens::nouveaux(commun, &issue.code) };
        // The answers of a scale go from 1 to 5.
        let bornes = if issue.binaire() { bornes } else { Liens { bas: 1.0, haut: 5.0, ..bornes } };
        Geste::Liens(bornes).into()
    }

    /// Several outcomes on the same assignments.
    pub fn ensemble(&self, issues: Vec<String>) -> Demande {
        Geste::Permutation(Permutation::de_plusieurs(self.stratifie(), issues)).into()
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use serde_json::json;

    use super::*;
    use crate::essais::protocole;
    use crate::model::ESTIMATEURS;

    /// Every choice that a protocol or a reader can make, on an extract that has all columns.
    fn matieres() -> Vec<Matiere> {
        let description = json!({"ajustement": [
            {"covariable": "age", "colonne": "age_18_21"}, {"covariable": "age", "colonne": "age_22_25"},
            {"covariable": "sexe", "colonne": "sexe_F"},
        ]});
        let mut toutes = Vec::new();
        for estimateur in ESTIMATEURS.codes {
            for n in 0..16_usize {
                let oui = |bit: u32| n & (1 << bit) != 0;
                let liste = |tous: &[&str], voulue: bool| {
                    tous.iter().filter(|_| voulue).map(|c| (*c).to_owned()).collect::<Vec<_>>()
                };
                let choix = Choix {
                    estimateur: estimateur.to_owned(),
                    covariables: liste(&["age", "sexe"], oui(0)),
                    strates: liste(&["site", "vague"], oui(1)),
                    grappes: oui(2),
                };
                let mut protocole = protocole();
                protocole.seuil_milliemes = if oui(3) { 50 } else { 5 };
                protocole.population.bras = ["service plus", "--tirages", "l'un", "a,b"][n % 4].to_owned();
                protocole.issues[1].reponse = Some(if oui(0) { "oui_non" } else { "echelle" }.to_owned());
                toutes.push(Matiere {
                    protocole,
                    empreinte: String::new(),
                    csv: vec![],
                    sha256: String::new(),
                    description: description.clone(),
                    choix,
                    au_protocole: true,
                    apres: false,
                    rejeu: None,
                });
            }
        }
        toutes
    }

    #[test]
    fn the_command_that_a_page_shows_is_the_computation_that_it_makes() {
        for m in matieres() {
            let mut demandes = vec![m.tirage_refait(), m.ensemble(vec!["contrat".into(), "q1".into()])];
            demandes.extend(m.equilibre());
            for issue in &m.protocole.issues {
                demandes.extend([None, Some(0.95), Some(0.9)].map(|lien| m.effet(&issue.code, lien)));
                demandes.extend([false, true].map(|a_revoir| m.bornes(issue, a_revoir)));
            }
            for demande in demandes {
                let relue = Demande::try_parse_from(demande.mots());
                assert_eq!(relue.ok().as_ref(), Some(&demande), "{}", demande.commande());
            }
        }
    }

    #[test]
    fn commands_are_those_that_reports_have_always_shown() {
        let choix = Choix::from(&protocole());
        let m = Matiere { choix, ..matieres().remove(0) };
        let commun = "--manquants exclure --seuil 0.005";
        assert_eq!(
            [
                m.effet("contrat", None),
                m.effet("contrat", Some(0.9)),
                m.bornes(&m.protocole.issues[1], true),
                m.tirage_refait()
            ]
            .map(|d| d.commande()),
            [
                format!(
                    "passerelle impact lin --donnees extrait.csv --traitement traitement --resultat contrat \
                     --ajustement age_18_21,age_22_25,sexe_F --strates site {commun}"
                ),
                format!(
                    "passerelle impact lin --donnees extrait.csv --traitement traitement --resultat contrat \
                     --ajustement age_18_21,age_22_25,sexe_F --strates site {commun} --lien probabilite_lien --lien-minimal 0.9"
                ),
                format!(
                    "passerelle impact liens --donnees extrait.csv --traitement traitement --resultat q1 --strates site {commun} \
                     --lien probabilite_lien --a-revoir fiches_a_revoir --bas 1 --haut 5"
                ),
                "passerelle impact permutation --donnees extrait-relie.csv --traitement traitement --resultat contrat \
                 --manquants exclure --proces-verbal proces-verbal.json --identifiant identifiant --seuil 0.005 \
                 '--bras=service plus' --tirages 2000"
                    .to_owned(),
            ]
        );
    }
}
