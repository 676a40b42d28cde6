//! `passerelle impact liens`.

use std::path::Path;

use anyhow::bail;
use clap::Args;
use passerelle_base::nombre;
use passerelle_impact::bornes_lien;
use serde_json::{Value, json};

use super::chiffres::{chiffre, fini, intervalle, lire_nombre};
use super::commun::Commun;
use super::donnees::Donnees;
use super::lecture::{Genre, Vide, voulue};
use super::mots::Mots;
use super::sortie::{Format, Rapport};

#[derive(Clone, Debug, PartialEq, Args)]
pub struct Liens {
    #[command(flatten)]
    pub commun: Commun,
    /// Colonne du résultat.
    #[arg(long)]
    pub resultat: String,
    /// Colonne du nombre de fiches qui sont peut-être la même personne : au-delà de 0, son lien n'est pas connu.
    #[arg(long)]
    pub a_revoir: Option<String>,
    /// Le plus petit résultat possible.
    #[arg(long, default_value_t = 0.0, value_parser = lire_nombre, allow_hyphen_values = true)]
    pub bas: f64,
    /// Le plus grand résultat possible.
    #[arg(long, default_value_t = 1.0, value_parser = lire_nombre, allow_hyphen_values = true)]
    pub haut: f64,
}

impl Liens {
    /// An outcome that is yes or no, when nobody says what else it may be.
    pub fn nouveaux(commun: Commun, resultat: &str) -> Self {
        Self { commun, resultat: resultat.to_owned(), a_revoir: None, bas: 0.0, haut: 1.0 }
    }

    pub(super) fn mots(&self, mut m: Mots) -> Mots {
        self.commun.debut(&mut m);
        m.option("resultat", &self.resultat);
        self.commun.lignes(&mut m);
        self.commun.niveau(&mut m);
        self.commun.fin(&mut m);
        m.si("a-revoir", self.a_revoir.as_ref());
        m.sauf("bas", self.bas, 0.0);
        m.sauf("haut", self.haut, 1.0);
        m
    }

    pub(super) fn executer(self, lieu: &Path) -> anyhow::Result<(Rapport, Format)> {
        if !self.commun.ajustement.is_empty() {
            bail!("les bornes des liens se calculent sans ajustement : retirez cette option");
        }
        let mut autres = vec![voulue(&self.resultat, Genre::Nombre, Vide::Manque)];
        autres.extend(self.a_revoir.iter().map(|a| voulue(a, Genre::Nombre, Vide::Refuse)));
        let d = Donnees::lire(lieu, &self.commun, &autres)?;
        let Some(place) = d.lien else { bail!("donnez la colonne de la probabilité du lien avec --lien") };
        let e = d.echantillon(d.reste).map_err(|e| d.situer(e))?;
        let a_revoir = |i: usize| self.a_revoir.is_some() && d.table.nombres(d.reste + 1)[i] > 0.0;
        // What nobody measured may be anything: its probability counts as zero.
        let p: Vec<f64> = (d.table.nombres(place).iter().enumerate())
            .map(|(i, p)| if p.is_nan() || a_revoir(i) { 0.0 } else { *p })
            .collect();
        let b = bornes_lien(&e, &p, [self.bas, self.haut]).map_err(|e| d.situer(e))?;
        let mut rapport = Rapport::nouveau("liens", b.formule);
        rapport.mettre("estimation", intervalle(b.bornes));
        rapport.mettre("erreur_type", intervalle(b.erreurs_types));
        rapport.mettre("ddl", Value::Null);
        rapport.mettre("p", Value::Null);
        let seuil = self.commun.seuil;
        let ic = if seuil.usuel() { b.ic95 } else { b.intervalle(seuil.part()) };
        let concluant = !rapport.intervalle(seuil, ic, b.ic95);
        rapport.mettre("n", b.n[0]);
        rapport.mettre("n_traites", b.n[1]);
        rapport.mettre("incertains", json!({"temoins": b.incertaines[0], "traites": b.incertaines[1]}));
        rapport.mettre("sans_correction", fini(b.sans_correction));
        rapport.dire(format!(
            "Lien incertain : {} chez les traités, {} chez les témoins.",
            nombre(b.incertaines[1] as i64),
            nombre(b.incertaines[0] as i64)
        ));
        rapport.dire(format!(
            "Différence entre les bras, quels que soient les vrais résultats de ceux dont le lien est faux : entre {} et {} ; intervalle à {} % de {} à {}. Tous les liens tenus pour vrais : {}.",
            chiffre(b.bornes[0]),
            chiffre(b.bornes[1]),
            seuil.niveau(),
            chiffre(ic[0]),
            chiffre(ic[1]),
            chiffre(b.sans_correction)
        ));
        rapport.conclure(if concluant {
            "Concluant : même dans le pire cas, l'intervalle ne contient pas zéro."
        } else {
            "Non concluant : selon les vrais résultats de ceux dont le lien est faux, l'effet peut être d'un signe ou de l'autre."
        });
        rapport.avertissements.extend(b.avertissements);
        rapport.clore(&d.table);
        Ok((rapport, self.commun.format))
    }
}
