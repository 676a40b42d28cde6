//! `passerelle impact lee`.

use std::path::Path;

use anyhow::bail;
use clap::{Args, ValueEnum};
use passerelle_base::{decimal, nombre};
use passerelle_impact::{Bornes, Troncature, lee};
use serde_json::{Value, json};

use super::chiffres::{chiffre, fini, intervalle};
use super::commun::Commun;
use super::donnees::Donnees;
use super::lecture::{Genre, Vide, voulue};
use super::mots::Mots;
use super::sortie::{Format, Rapport};

#[derive(Clone, Debug, PartialEq, Args)]
pub struct Lee {
    #[command(flatten)]
    commun: Commun,
    /// Colonne du résultat ; une cellule vide est un résultat non observé.
    #[arg(long)]
    resultat: String,
    /// Colonne qui dit si le résultat est observé (1) ou non (0).
    #[arg(long)]
    observe: Option<String>,
    /// Convention des chiffres principaux : personnes retirées une à une, ou quantile. Les deux sont données.
    #[arg(long, value_enum, default_value = "effectif")]
    troncature: Convention,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Convention {
    Effectif,
    Quantile,
}

impl Lee {
    pub fn nouvelle(commun: Commun, resultat: &str) -> Self {
        Self { commun, resultat: resultat.to_owned(), observe: None, troncature: Convention::Effectif }
    }

    pub(super) fn mots(&self, mut m: Mots) -> Mots {
        self.commun.debut(&mut m);
        m.option("resultat", &self.resultat);
        self.commun.lignes(&mut m);
        self.commun.niveau(&mut m);
        m.si("observe", self.observe.as_ref());
        m.choix("troncature", self.troncature, Convention::Effectif);
        self.commun.fin(&mut m);
        m
    }

    pub(super) fn executer(self, lieu: &Path) -> anyhow::Result<(Rapport, Format)> {
        if !self.commun.ajustement.is_empty() || !self.commun.strates.is_empty() || self.commun.grappes.is_some() {
            bail!(
                "les bornes de Lee se calculent sans ajustement, strates ni grappes : retirez ces options, ou calculez-les site par site"
            );
        }
        let mut autres = vec![voulue(&self.resultat, Genre::Nombre, Vide::Permis)];
        autres.extend(self.observe.iter().map(|o| voulue(o, Genre::Binaire, Vide::Refuse)));
        let d = Donnees::lire(lieu, &self.commun, &autres)?;
        let y = d.table.nombres(d.reste);
        let vus: Vec<bool> = match &self.observe {
            None => y.iter().map(|y| !y.is_nan()).collect(),
            Some(_) => d.table.nombres(d.reste + 1).iter().map(|o| *o == 1.0).collect(),
        };
        let vides: Vec<usize> = (0..y.len()).filter(|i| vus[*i] && y[*i].is_nan()).collect();
        if !vides.is_empty() {
            bail!("un résultat dit observé est vide : {}", d.table.dire_lignes(&vides));
        }
        let resultats: Vec<Option<f64>> = y.iter().zip(&vus).map(|(y, vu)| vu.then_some(*y)).collect();
        let l = lee(&resultats, &d.traitement).map_err(|e| d.situer(e))?;
        let [effectif, quantile] = &l.bornes;
        let principal = match self.troncature {
            Convention::Effectif => effectif,
            Convention::Quantile => quantile,
        };
        let mut rapport = Rapport::nouveau("lee", l.formule);
        rapport.mettre("estimation", intervalle(principal.bornes));
        rapport.mettre("erreur_type", intervalle(principal.erreurs_types));
        rapport.mettre("ddl", Value::Null);
        rapport.mettre("p", Value::Null);
        let seuil = self.commun.seuil;
        let ic = if seuil.usuel() { principal.ic95_effet } else { principal.intervalle_effet(seuil.part()) };
        let concluant = !rapport.intervalle(seuil, ic, principal.ic95_effet);
        rapport.mettre("ic95_bornes", intervalle(principal.ic95_bornes));
        rapport.mettre("n", l.n[0]);
        rapport.mettre("n_traites", l.n[1]);
        rapport.mettre("observes", json!({"temoins": l.observes[0], "traites": l.observes[1]}));
        rapport.mettre("taux_observes", json!({"temoins": l.taux[0], "traites": l.taux[1]}));
        rapport.mettre("part_tronquee", l.part);
        rapport.mettre("bras_tronque", if l.traites_tronques { "traites" } else { "temoins" });
        rapport.mettre("sans_correction", fini(l.sans_correction));
        rapport.mettre("effectif", bornes(effectif));
        rapport.mettre("quantile", bornes(quantile));
        rapport.dire(format!(
            "Résultats observés : {} des traités ({} sur {}), {} des témoins ({} sur {}).",
            part(l.taux[1]),
            nombre(l.observes[1] as i64),
            nombre(l.n[1] as i64),
            part(l.taux[0]),
            nombre(l.observes[0] as i64),
            nombre((l.n[0] - l.n[1]) as i64)
        ));
        rapport.dire(format!(
            "Effet sur ceux qui auraient répondu dans les deux bras : entre {} et {} ; intervalle à {} % de {} à {} (Imbens et Manski).",
            chiffre(principal.bornes[0]),
            chiffre(principal.bornes[1]),
            seuil.niveau(),
            chiffre(ic[0]),
            chiffre(ic[1])
        ));
        rapport.dire(format!(
            "{} des {} qui ont répondu sont retirés, par le haut puis par le bas. Sans correction, l'écart est de {}.",
            part(l.part),
            if l.traites_tronques { "traités" } else { "témoins" },
            chiffre(l.sans_correction)
        ));
        for b in [effectif, quantile] {
            let nom = if b.troncature == Troncature::Effectif { "par effectif" } else { "par quantile" };
            rapport.dire(format!(
                "Troncature {nom} : de {} (erreur-type {}) à {} (erreur-type {}) ; {} et {} personnes retirées.",
                chiffre(b.bornes[0]),
                chiffre(b.erreurs_types[0]),
                chiffre(b.bornes[1]),
                chiffre(b.erreurs_types[1]),
                b.retires[0],
                b.retires[1]
            ));
        }
        rapport.conclure(if concluant {
            "Concluant : même dans le pire cas de non-réponse, l'intervalle ne contient pas zéro."
        } else {
            "Non concluant : selon qui n'a pas répondu, l'effet peut être d'un signe ou de l'autre."
        });
        rapport.clore(&d.table);
        Ok((rapport, self.commun.format))
    }
}

fn part(p: f64) -> String {
    format!("{} %", decimal(100.0 * p, 1))
}

fn bornes(b: &Bornes) -> Value {
    json!({
        "bornes": intervalle(b.bornes), "erreurs_types": intervalle(b.erreurs_types),
        "ic95_effet": intervalle(b.ic95_effet), "ic95_bornes": intervalle(b.ic95_bornes), "retires": b.retires,
    })
}
