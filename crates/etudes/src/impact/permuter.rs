//! `passerelle impact permutation`.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::{Args, ValueEnum};
use passerelle_base::nombre;
use passerelle_impact::{
    Colonne, Conjoint, Cote, Permutation as Test, Plan, Reglage, Statistique, benjamini_hochberg, holm, permutation,
    westfall_young,
};
use serde_json::{Value, json};

use super::chiffres::{chiffre, dire_p, fini, intervalle};
use super::commun::Commun;
use super::donnees::Donnees;
use super::lecture::{Genre, Place, Vide, voulue};
use super::mots::Mots;
use super::rejeu::Rejeu;
use super::seuil::Seuil;
use super::sortie::{Format, Rapport};

#[derive(Clone, Debug, PartialEq, Args)]
pub struct Permutation {
    #[command(flatten)]
    pub commun: Commun,
    /// Colonne du résultat.
    #[arg(long, required_unless_present = "resultats", conflicts_with = "resultats")]
    pub resultat: Option<String>,
    /// Plusieurs résultats, séparés par des virgules : p ajustées de Westfall et Young.
    #[arg(long, value_delimiter = ',')]
    pub resultats: Vec<String>,
    /// Ce qui est comparé d'un tirage à l'autre.
    #[arg(long, value_enum, default_value = "difference")]
    pub statistique: Comparee,
    #[command(flatten)]
    pub sondage: Sondage,
    /// Test d'un seul côté : les effets positifs (`plus`) ou négatifs (`moins`).
    #[arg(long, value_enum)]
    pub unilateral: Option<Unilateral>,
    /// Probabilité d'être traité de chacun, si les tirages étaient indépendants.
    #[arg(long, conflicts_with = "proces_verbal")]
    pub probabilites: Option<String>,
    /// Procès-verbal de « passerelle tirage » : c'est ce tirage-là qui est refait.
    #[arg(long)]
    pub proces_verbal: Option<PathBuf>,
    /// Colonne qui rattache chaque ligne au procès-verbal.
    #[arg(long, default_value = IDENTIFIANT)]
    pub identifiant: String,
    /// Bras du procès-verbal qui est le traitement ; par défaut le premier.
    #[arg(long)]
    pub bras: Option<String>,
}

/// How many assignments are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Args)]
pub struct Sondage {
    /// Tirages refaits quand on ne peut pas les faire tous.
    #[arg(long, default_value_t = 10_000)]
    pub tirages: u64,
    /// Graine : la même redonne les mêmes tirages.
    #[arg(long, default_value_t = 1)]
    pub graine: u64,
    /// Tous les tirages possibles sont faits quand il y en a au plus ce nombre.
    #[arg(long, default_value_t = 1_000_000)]
    pub enumeration: u64,
}

impl Default for Sondage {
    fn default() -> Self {
        Self { tirages: 10_000, graine: 1, enumeration: 1_000_000 }
    }
}

impl Sondage {
    pub(super) fn mots(self, m: &mut Mots) {
        let Self { tirages, graine, enumeration } = Self::default();
        m.sauf("tirages", self.tirages, tirages);
        m.sauf("graine", self.graine, graine);
        m.sauf("enumeration", self.enumeration, enumeration);
    }

    pub(super) fn reglage(self) -> Reglage {
        let Self { tirages, graine, enumeration: enumeration_max } = self;
        Reglage { tirages, graine, enumeration_max, ..Reglage::default() }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Comparee {
    /// Différence de moyennes, strates pondérées par leur taille.
    Difference,
    /// La même, divisée par son erreur-type.
    Studentisee,
    /// Coefficient du traitement dans Y ~ Z + X.
    Ols,
    /// Estimation de Lin, Y ~ Z * X.
    Lin,
    /// Coefficient de Z × X, pour la première covariable d'ajustement.
    Interaction,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Unilateral {
    Plus,
    Moins,
}

/// The column that ties a row to the minutes, when nobody says another.
const IDENTIFIANT: &str = "identifiant";

impl Permutation {
    /// The test of one outcome, under the assignments that counts allow.
    pub fn nouvelle(commun: Commun, resultat: &str) -> Self {
        Self { resultat: Some(resultat.to_owned()), ..Self::de_plusieurs(commun, vec![]) }
    }

    /// The test of several outcomes together.
    pub fn de_plusieurs(commun: Commun, resultats: Vec<String>) -> Self {
        Self {
            commun,
            resultat: None,
            resultats,
            statistique: Comparee::Difference,
            sondage: Sondage::default(),
            unilateral: None,
            probabilites: None,
            proces_verbal: None,
            identifiant: IDENTIFIANT.to_owned(),
            bras: None,
        }
    }

    pub(super) fn mots(&self, mut m: Mots) -> Mots {
        self.commun.debut(&mut m);
        m.si("resultat", self.resultat.as_ref());
        self.commun.lignes(&mut m);
        m.si("proces-verbal", self.proces_verbal.as_ref().map(|c| c.display()));
        // With minutes, what ties the rows to them is always said.
        let dit = self.proces_verbal.is_some() || self.identifiant != IDENTIFIANT;
        m.si("identifiant", Some(&self.identifiant).filter(|_| dit));
        self.commun.niveau(&mut m);
        m.choix("statistique", self.statistique, Comparee::Difference);
        m.liste("resultats", &self.resultats);
        m.parmi("unilateral", self.unilateral);
        m.si("probabilites", self.probabilites.as_ref());
        if let Some(bras) = &self.bras {
            m.jointe("bras", bras);
        }
        self.sondage.mots(&mut m);
        self.commun.fin(&mut m);
        m
    }

    pub(super) fn executer(self, lieu: &Path) -> anyhow::Result<(Rapport, Format)> {
        let resultats: Vec<String> = self.resultat.iter().chain(&self.resultats).cloned().collect();
        let mut autres: Vec<_> = resultats.iter().map(|r| voulue(r, Genre::Nombre, Vide::Manque)).collect();
        let suite = autres.len();
        autres.extend(self.probabilites.iter().map(|p| voulue(p, Genre::Nombre, Vide::Refuse)));
        autres.extend(self.proces_verbal.iter().map(|_| voulue(&self.identifiant, Genre::Texte, Vide::Refuse)));
        let d = Donnees::lire(lieu, &self.commun, &autres)?;
        if self.commun.grappes.is_some() && (self.probabilites.is_some() || self.proces_verbal.is_some()) {
            bail!("les grappes vont avec un tirage à effectifs fixes, pas avec des probabilités ni un procès-verbal");
        }
        let rejeu = match &self.proces_verbal {
            Some(chemin) => Some(Rejeu::lire(
                Place { lieu, chemin },
                self.bras.as_deref(),
                &d,
                d.reste + suite,
                self.sondage.graine,
            )?),
            None => None,
        };
        let refaire = |t: u64, z: &mut [bool]| {
            if let Some(rejeu) = &rejeu {
                rejeu.refaire(t, z);
            }
        };
        let plan = match (&rejeu, &self.probabilites) {
            (Some(_), _) => Plan::Rejeu(&refaire),
            (None, Some(_)) => Plan::Bernoulli(d.table.nombres(d.reste + suite)),
            (None, None) => Plan::Quotas,
        };
        let cote = match self.unilateral {
            None => Cote::Deux,
            Some(Unilateral::Plus) => Cote::Plus,
            Some(Unilateral::Moins) => Cote::Moins,
        };
        let seuil = self.commun.seuil;
        let reglage = Reglage { cote, seuil_milliemes: seuil.milliemes() as usize, ..self.sondage.reglage() };
        let mut rapport = if self.resultats.is_empty() {
            let e = d.echantillon(d.reste).map_err(|e| d.situer(e))?;
            let p = permutation(&e, plan, self.statistique(), &reglage).map_err(|e| d.situer(e))?;
            un(&p, &self)
        } else {
            if !matches!(self.statistique, Comparee::Difference) {
                bail!("avec plusieurs résultats, la statistique est la différence de moyennes");
            }
            let colonnes: Vec<Colonne> = (0..suite).map(|i| d.colonne(d.reste + i)).collect();
            let (strates, grappes) = (d.strates.as_ref(), d.grappes.as_ref());
            let conjoints =
                westfall_young(&colonnes, &d.traitement, strates, grappes, plan, &reglage).map_err(|e| d.situer(e))?;
            let n = [d.traitement.len(), d.traitement.iter().filter(|z| **z).count()];
            plusieurs(&conjoints, n, seuil)
        };
        let tirage = match (&rejeu, &self.probabilites) {
            (Some(_), _) => "proces_verbal",
            (None, Some(_)) => "probabilites",
            (None, None) => "effectifs_fixes",
        };
        rapport.mettre("tirage", tirage);
        rapport.mettre("graine", self.sondage.graine);
        if let Some(rejeu) = rejeu {
            rapport.mettre("proces_verbal_sha256", rejeu.sha256.clone());
            rapport.avertissements.extend(rejeu.avis);
        }
        rapport.clore(&d.table);
        Ok((rapport, self.commun.format))
    }

    fn statistique(&self) -> Statistique {
        match self.statistique {
            Comparee::Difference => Statistique::Difference,
            Comparee::Studentisee => Statistique::Studentisee,
            Comparee::Ols => Statistique::MoindresCarres,
            Comparee::Lin => Statistique::Lin,
            Comparee::Interaction => Statistique::Interaction(0),
        }
    }
}

fn un(p: &Test, options: &Permutation) -> Rapport {
    let mut r = Rapport::nouveau("permutation", p.formule);
    let seuil = options.commun.seuil;
    let non_concluant = p.p > seuil.part();
    let nom = options.statistique.to_possible_value().map_or_else(String::new, |v| v.get_name().to_owned());
    r.mettre("statistique", nom);
    r.mettre("estimation", fini(p.observee));
    r.mettre("erreur_type", fini(p.ecart_type_nul));
    r.mettre("ddl", Value::Null);
    r.mettre("p", fini(p.p));
    r.mettre("ic95", p.ic95_effet.map_or(Value::Null, intervalle));
    r.mettre("seuil", seuil.part());
    r.mettre("ic", p.ic_effet.map_or(Value::Null, intervalle));
    r.mettre("n", p.n[0]);
    r.mettre("n_traites", p.n[1]);
    r.mettre("exacte", p.exacte);
    r.mettre("extremes", p.compte[0]);
    r.mettre("tirages", p.compte[1]);
    r.mettre("p_exacte", if p.exacte { json!(format!("{}/{}", p.compte[0], p.compte[1])) } else { Value::Null });
    r.mettre("ic95_p", p.ic95_p.map_or(Value::Null, intervalle));
    // A count may pass what a JSON number keeps.
    r.mettre("affectations_possibles", p.affectations.map_or(Value::Null, |a| a.to_string().into()));
    r.mettre("non_concluant", non_concluant);
    r.dire(format!(
        "Statistique observée : {} ; écart-type sous l'absence d'effet : {}.",
        chiffre(p.observee),
        chiffre(p.ecart_type_nul)
    ));
    let (extremes, vus) = (nombre(p.compte[0] as i64), nombre(p.compte[1] as i64));
    r.dire(match p.ic95_p {
        None => format!(
            "{extremes} des {vus} tirages possibles donnent au moins autant : p = {extremes}/{vus}, soit {}, exactement.",
            dire_p(p.p)
        ),
        Some([bas, haut]) => format!(
            "{extremes} des {vus} tirages refaits donnent au moins autant : {} (la valeur exacte est entre {} et {}, à 95 %).",
            dire_p(p.p),
            chiffre(bas),
            chiffre(haut)
        ),
    });
    if let Some([bas, haut]) = p.ic_effet {
        r.dire(format!(
            "Effet constant, intervalle à {} % par inversion du test : de {} à {}.",
            seuil.niveau(),
            chiffre(bas),
            chiffre(haut)
        ));
    }
    r.conclure(if non_concluant {
        "Non concluant : un tel écart n'est pas rare quand le programme ne change rien pour personne. Ce n'est pas la preuve d'une absence d'effet.".to_owned()
    } else {
        format!(
            "Concluant au seuil de {} % : un tel écart est rare quand le programme ne change rien pour personne.",
            seuil.pour_cent()
        )
    });
    r
}

fn plusieurs(conjoints: &[Conjoint], n: [usize; 2], seuil: Seuil) -> Rapport {
    let p: Vec<f64> = conjoints.iter().map(|c| c.p).collect();
    let (holm, bh) = (holm(&p), benjamini_hochberg(&p));
    let mut r = Rapport::nouveau("permutation", "westfall-young");
    let premier = &conjoints[0];
    r.mettre("estimation", fini(premier.observee));
    r.mettre("erreur_type", fini(premier.ecart_type_nul));
    r.mettre("ddl", Value::Null);
    r.mettre("p", fini(premier.p_ajustee));
    r.mettre("ic95", Value::Null);
    r.mettre("seuil", seuil.part());
    r.mettre("n", n[0]);
    r.mettre("n_traites", n[1]);
    let lignes = conjoints.iter().zip(holm.iter().zip(&bh)).map(|(c, (holm, bh))| {
        json!({
            "resultat": c.nom, "estimation": fini(c.observee), "erreur_type": fini(c.ecart_type_nul),
            "extremes": c.compte[0], "extremes_ajustes": c.compte_ajuste, "tirages": c.compte[1],
            "p": c.p, "p_ajustee": c.p_ajustee, "p_holm": holm, "p_benjamini_hochberg": bh,
        })
    });
    r.mettre("resultats", lignes.collect::<Vec<_>>());
    r.dire("Plusieurs résultats, sur les mêmes tirages (Westfall et Young, pas à pas) :");
    for (c, (holm, bh)) in conjoints.iter().zip(holm.iter().zip(&bh)) {
        let verdict = if c.p_ajustee > seuil.part() { "non concluant" } else { "concluant" };
        r.dire(format!(
            "- {} : {} ; {} seul, {} ajustée ({}/{}) ; Holm {}, Benjamini-Hochberg {} ; {verdict}",
            c.nom,
            chiffre(c.observee),
            dire_p(c.p),
            dire_p(c.p_ajustee),
            nombre(c.compte_ajuste as i64),
            nombre(c.compte[1] as i64),
            chiffre(*holm),
            chiffre(*bh)
        ));
    }
    r
}
