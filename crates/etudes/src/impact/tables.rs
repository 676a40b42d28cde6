//! `passerelle impact equilibre`: the arms before, the answers after.

use std::path::Path;

use anyhow::bail;
use clap::Args;
use passerelle_base::{decimal, nombre};
use passerelle_impact::{Attrition, Equilibre as Tableau, Plan, attrition, equilibre, holm};
use serde_json::{Value, json};

use super::chiffres::{chiffre, dire_p, fini, intervalle, test};
use super::commun::Commun;
use super::donnees::Donnees;
use super::lecture::{Genre, Vide, voulue};
use super::mots::Mots;
use super::permuter::Sondage;
use super::sortie::{Format, Rapport};

/// Past that, covariates differ enough for an adjustment to be worth it (Imbens and Rubin 2015, section 14.2).
const ECART_NOTABLE: f64 = 0.25;

#[derive(Clone, Debug, PartialEq, Args)]
pub struct Equilibre {
    #[command(flatten)]
    commun: Commun,
    /// Colonne du résultat : ajoute qui a répondu, par bras et par strate.
    #[arg(long)]
    resultat: Option<String>,
    #[command(flatten)]
    sondage: Sondage,
}

impl Equilibre {
    pub fn nouveau(commun: Commun) -> Self {
        Self { commun, resultat: None, sondage: Sondage::default() }
    }

    pub(super) fn mots(&self, mut m: Mots) -> Mots {
        self.commun.debut(&mut m);
        m.si("resultat", self.resultat.as_ref());
        self.commun.lignes(&mut m);
        self.commun.niveau(&mut m);
        self.sondage.mots(&mut m);
        self.commun.fin(&mut m);
        m
    }

    pub(super) fn executer(self, lieu: &Path) -> anyhow::Result<(Rapport, Format)> {
        if self.commun.ajustement.is_empty() {
            bail!("donnez les colonnes à comparer avec --ajustement");
        }
        if !self.commun.seuil.usuel() {
            bail!("l'équilibre se lit à 5 % : retirez --seuil");
        }
        let autres: Vec<_> = self.resultat.iter().map(|r| voulue(r, Genre::Nombre, Vide::Permis)).collect();
        let d = Donnees::lire(lieu, &self.commun, &autres)?;
        let (strates, grappes) = (d.strates.as_ref(), d.grappes.as_ref());
        let reglage = self.sondage.reglage();
        let tableau = equilibre(&d.covariables(), &d.traitement, strates, grappes, Plan::Quotas, &reglage)
            .map_err(|e| d.situer(e))?;
        let mut rapport = rendre(&tableau);
        if self.resultat.is_some() {
            let vus: Vec<bool> = d.table.nombres(d.reste).iter().map(|y| !y.is_nan()).collect();
            reponses(&mut rapport, &attrition(&vus, &d.traitement, strates, grappes).map_err(|e| d.situer(e))?);
        }
        rapport.clore(&d.table);
        Ok((rapport, self.commun.format))
    }
}

fn rendre(t: &Tableau) -> Rapport {
    let mut r = Rapport::nouveau("equilibre", t.formule);
    let conjoint = &t.conjoint;
    r.mettre("estimation", fini(conjoint.f));
    r.mettre("erreur_type", Value::Null);
    r.mettre("ddl", json!([conjoint.d1, conjoint.d2]));
    r.mettre("p", fini(conjoint.p));
    r.mettre("ic95", Value::Null);
    r.mettre("n", t.n[0]);
    r.mettre("n_traites", t.n[1]);
    r.mettre("test_conjoint", test(conjoint));
    r.mettre("p_permutation", fini(t.permutation.p));
    r.mettre("ic95_p_permutation", t.permutation.ic95_p.map_or(Value::Null, intervalle));
    r.mettre("permutation_exacte", t.permutation.exacte);
    r.mettre("extremes", t.permutation.compte[0]);
    r.mettre("tirages", t.permutation.compte[1]);
    // Columns without a variance have no p-value, and count for none in Holm's.
    let p: Vec<f64> = t.lignes.iter().filter_map(|l| l.p).collect();
    let mut ajustees = holm(&p).into_iter();
    r.dire(format!("{:<24} {:>12} {:>12} {:>10} {:>8}", "covariable", "traités", "témoins", "écart", "p"));
    let mut lignes = Vec::new();
    for l in &t.lignes {
        let holm = l.p.and_then(|_| ajustees.next());
        lignes.push(json!({
            "covariable": l.nom, "moyenne_traites": fini(l.moyennes[1]), "moyenne_temoins": fini(l.moyennes[0]),
            "ecart_type_traites": fini(l.ecarts_types[1]), "ecart_type_temoins": fini(l.ecarts_types[0]),
            "ecart_normalise": l.ecart_normalise, "p": l.p, "p_holm": holm,
        }));
        r.dire(format!(
            "{:<24} {:>12} {:>12} {:>10} {:>8}",
            l.nom,
            chiffre(l.moyennes[1]),
            chiffre(l.moyennes[0]),
            l.ecart_normalise.map_or("–".into(), |e| decimal(e, 3)),
            l.p.map_or("–".into(), |p| decimal(p, 3))
        ));
    }
    r.mettre("covariables", lignes);
    r.dire("L'écart est normalisé : différence des moyennes sur l'écart-type moyen.");
    // Between clusters drawn whole, F has not its law: the permutation is the test.
    let loi = if conjoint.p.is_nan() { String::new() } else { format!("{} ; ", dire_p(conjoint.p)) };
    r.dire(format!(
        "Toutes ensemble : F({}, {}) = {} ; {loi}par permutation, {}.",
        chiffre(conjoint.d1),
        chiffre(conjoint.d2),
        chiffre(conjoint.f),
        dire_p(t.permutation.p)
    ));
    r.conclure(if t.permutation.p > 0.05 {
        "Rien ne contredit un tirage équitable."
    } else {
        "Ces écarts sont rares avec un tirage équitable : vérifiez le tirage et la liste, et ajustez sur ces covariables."
    });
    let notables: Vec<&str> = t
        .lignes
        .iter()
        .filter(|l| l.ecart_normalise.is_some_and(|e| e.abs() > ECART_NOTABLE))
        .map(|l| l.nom.as_str())
        .collect();
    if !notables.is_empty() {
        r.avertissements
            .push(format!("Écart normalisé de plus de 0,25 : {}. Ajustez sur ces colonnes.", notables.join(", ")));
    }
    r
}

fn reponses(r: &mut Rapport, a: &Attrition) {
    let lignes = a.lignes.iter().map(|(nom, [temoins, traites])| {
        json!({
            "strate": nom, "traites": traites[0], "traites_observes": traites[1],
            "temoins": temoins[0], "temoins_observes": temoins[1],
        })
    });
    r.mettre("reponses", lignes.collect::<Vec<_>>());
    for (nom, [temoins, traites]) in &a.lignes {
        r.dire(format!(
            "Réponses, {nom} : {} traités sur {}, {} témoins sur {}.",
            nombre(traites[1] as i64),
            nombre(traites[0] as i64),
            nombre(temoins[1] as i64),
            nombre(temoins[0] as i64)
        ));
    }
    match &a.ecart {
        None => {
            r.mettre("ecart_reponses", Value::Null);
            r.dire("Les taux de réponse ne varient pas : il n'y a rien à comparer.");
        }
        Some(e) => {
            r.mettre(
                "ecart_reponses",
                json!({"estimation": e.estimation, "erreur_type": e.erreur_type, "p": e.p, "ic95": intervalle(e.ic95)}),
            );
            r.dire(format!(
                "Écart des taux de réponse : {} points, {}.",
                decimal(100.0 * e.estimation, 1),
                dire_p(e.p)
            ));
            if e.p < 0.05 {
                r.avertissements
                    .push("Les bras ne répondent pas autant : lisez les bornes, « passerelle impact lee ».".into());
            }
        }
    }
}
