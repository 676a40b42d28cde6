//! `passerelle impact puissance`: before the study from counts, after it from the data.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;
use passerelle_base::{decimal, nombre};
use passerelle_impact::{Dessin, EffetMinimal, Variance, difference, effet_minimal_apres, lin, moindres_carres};
use serde_json::{Value, json};

use super::chiffres::{chiffre, fini, lire_nombre};
use super::commun::{Commun, Manquants};
use super::donnees::Donnees;
use super::lecture::{Genre, Vide, voulue};
use super::mots::Mots;
use super::sortie::{Format, Rapport};

#[derive(Clone, Debug, PartialEq, Args)]
pub struct Puissance {
    /// Personnes, les deux bras ensemble.
    #[arg(long, conflicts_with = "donnees", value_parser = lire_nombre)]
    n: Option<f64>,
    /// Part de traités.
    #[arg(long, default_value_t = 0.5, value_parser = lire_nombre)]
    part: f64,
    /// Écart-type du résultat ; √(p(1 − p)) pour une proportion p.
    #[arg(long, default_value_t = 1.0, value_parser = lire_nombre)]
    ecart_type: f64,
    /// Part de la variance que les covariables expliquent.
    #[arg(long, default_value_t = 0.0, value_parser = lire_nombre)]
    r2: f64,
    /// Corrélation à l'intérieur des grappes.
    #[arg(long, default_value_t = 0.0, value_parser = lire_nombre)]
    icc: f64,
    /// Personnes par grappe.
    #[arg(long, default_value_t = 1.0, value_parser = lire_nombre)]
    taille_grappe: f64,
    /// Seuil du test.
    #[arg(long, default_value_t = 0.05, value_parser = lire_nombre)]
    seuil: f64,
    /// Chance de déceler l'effet.
    #[arg(long, default_value_t = 0.8, value_parser = lire_nombre)]
    puissance: f64,
    /// Test d'un seul côté.
    #[arg(long)]
    unilateral: bool,
    /// Effet attendu : donne la puissance contre lui et l'effectif qu'il demande.
    #[arg(long, value_parser = lire_nombre, allow_hyphen_values = true)]
    effet: Option<f64>,
    /// Après l'étude : fichier de données.
    #[arg(long, requires = "resultat", requires = "traitement")]
    donnees: Option<PathBuf>,
    /// Colonne du résultat.
    #[arg(long)]
    resultat: Option<String>,
    /// Colonne du traitement.
    #[arg(long)]
    traitement: Option<String>,
    /// Covariables, séparées par des virgules.
    #[arg(long, value_delimiter = ',')]
    ajustement: Vec<String>,
    /// Strates du tirage.
    #[arg(long, value_delimiter = ',')]
    strates: Vec<String>,
    /// Grappes tirées en bloc.
    #[arg(long)]
    grappes: Option<String>,
    /// Que faire des lignes où une valeur manque.
    #[arg(long, value_enum, default_value = "refuser")]
    manquants: Manquants,
    /// Rapport pour les gens ou pour les programmes.
    #[arg(long, value_enum, default_value = "texte")]
    format: Format,
}

impl Puissance {
    pub(super) fn mots(&self, mut m: Mots) -> Mots {
        m.si("n", self.n);
        m.sauf("part", self.part, 0.5);
        m.sauf("ecart-type", self.ecart_type, 1.0);
        m.sauf("r2", self.r2, 0.0);
        m.sauf("icc", self.icc, 0.0);
        m.sauf("taille-grappe", self.taille_grappe, 1.0);
        m.sauf("seuil", self.seuil, 0.05);
        m.sauf("puissance", self.puissance, 0.8);
        m.drapeau("unilateral", self.unilateral);
        m.si("effet", self.effet);
        m.si("donnees", self.donnees.as_ref().map(|d| d.display()));
        m.si("resultat", self.resultat.as_ref());
        m.si("traitement", self.traitement.as_ref());
        m.liste("ajustement", &self.ajustement);
        m.liste("strates", &self.strates);
        m.si("grappes", self.grappes.as_ref());
        m.choix("manquants", self.manquants, Manquants::Refuser);
        m.choix("format", self.format, Format::Texte);
        m
    }

    pub(super) fn executer(self, lieu: &Path) -> anyhow::Result<(Rapport, Format)> {
        match (&self.donnees, self.n) {
            (Some(_), _) => self.apres(lieu),
            (None, Some(n)) => self.avant(n),
            (None, None) if self.effet.is_some() => self.avant(400.0),
            (None, None) => {
                bail!("donnez --n (avant l'étude), --effet (l'effectif qu'il demande) ou --donnees (après)")
            }
        }
    }

    fn avant(&self, n: f64) -> anyhow::Result<(Rapport, Format)> {
        let dessin = Dessin {
            n,
            part: self.part,
            ecart_type: self.ecart_type,
            r2: self.r2,
            icc: self.icc,
            taille_grappe: self.taille_grappe,
            seuil: self.seuil,
            puissance: self.puissance,
            bilateral: !self.unilateral,
        };
        let minimal = dessin.effet_minimal()?;
        let mut r = Rapport::nouveau("puissance", minimal.formule);
        chiffres(&mut r, &minimal);
        if self.n.is_some() {
            r.mettre("n", n);
            r.dire(format!(
                "Avec {} personnes dont {} % traitées, un effet d'au moins {} est décelé {} fois sur 100.",
                chiffre(n),
                decimal(100.0 * self.part, 1),
                chiffre(minimal.student),
                chiffre(100.0 * self.puissance)
            ));
        }
        if let Some(effet) = self.effet {
            let faut = dessin.effectif_pour(effet)?.ceil();
            r.mettre("effectif_pour_effet", faut);
            r.dire(format!("Déceler un effet de {} demande {} personnes.", chiffre(effet), nombre(faut as i64)));
            if self.n.is_some() {
                let puissance = dessin.puissance_contre(effet)?;
                r.mettre("puissance_contre_effet", fini(puissance));
                let fois = decimal(100.0 * puissance, 1);
                r.dire(format!("Avec {} personnes, il est décelé {fois} fois sur 100.", chiffre(n)));
            } else {
                // Nothing of the default size is shown: only the size asked for.
                for cle in ["estimation", "erreur_type", "ddl", "normale", "bloom"] {
                    r.mettre(cle, Value::Null);
                }
                r.mettre("n", faut);
            }
        }
        Ok((r, self.format))
    }

    fn apres(self, lieu: &Path) -> anyhow::Result<(Rapport, Format)> {
        let resultat = self.resultat.clone().unwrap_or_default();
        let commun = Commun {
            donnees: self.donnees.clone().unwrap_or_default(),
            ajustement: self.ajustement.clone(),
            strates: self.strates.clone(),
            grappes: self.grappes.clone(),
            manquants: self.manquants,
            ..Commun::sur("", self.traitement.as_deref().unwrap_or_default())
        };
        let d = Donnees::lire(lieu, &commun, &[voulue(&resultat, Genre::Nombre, Vide::Manque)])?;
        let e = d.echantillon(d.reste).map_err(|e| d.situer(e))?;
        let estimation = match (commun.grappes.is_some(), commun.ajustement.is_empty()) {
            (false, true) => difference(&e),
            (false, false) => lin(&e, Variance::Hc2),
            (true, _) => moindres_carres(&e, Variance::Cr2),
        };
        let estimation = estimation.map_err(|e| d.situer(e))?;
        let minimal = effet_minimal_apres(estimation.erreur_type, estimation.ddl);
        let mut r = Rapport::nouveau("puissance", minimal.formule);
        chiffres(&mut r, &minimal);
        r.mettre("n", estimation.n);
        r.mettre("n_traites", estimation.n_traites);
        r.mettre("effet_estime", json!({"estimation": estimation.estimation, "formule": estimation.formule}));
        r.dire(format!(
            "Telle qu'elle a été faite (erreur-type {}), l'étude décelait quatre fois sur cinq un effet d'au moins {}.",
            chiffre(minimal.erreur_type),
            chiffre(minimal.student)
        ));
        r.avertissements.extend(estimation.avertissements);
        r.clore(&d.table);
        Ok((r, self.format))
    }
}

fn chiffres(r: &mut Rapport, m: &EffetMinimal) {
    r.mettre("estimation", fini(m.student));
    r.mettre("erreur_type", fini(m.erreur_type));
    r.mettre("ddl", fini(m.ddl));
    r.mettre("p", Value::Null);
    r.mettre("ic95", Value::Null);
    r.mettre("normale", fini(m.normale));
    r.mettre("bloom", fini(m.bloom));
}
