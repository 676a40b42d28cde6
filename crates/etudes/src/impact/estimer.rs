//! `passerelle impact difference`, `lin`, `iv`.

use std::path::Path;

use anyhow::bail;
use clap::Args;
use passerelle_impact::{
    Colonne, Echantillon, Ensemble, Estimation, Variance, difference, horvitz_thompson, lin, moindres_carres,
    variables_instrumentales,
};
use serde_json::{Value, json};

use super::chiffres::{chiffre, dire_p, fini, test};
use super::commun::{Choix, Commun};
use super::donnees::Donnees;
use super::lecture::{Genre, Vide, voulue};
use super::mots::Mots;
use super::pertes::pertes;
use super::sortie::{Format, Rapport};

#[derive(Clone, Debug, PartialEq, Args)]
pub struct Difference {
    #[command(flatten)]
    commun: Commun,
    /// Colonne du résultat.
    #[arg(long)]
    resultat: String,
    /// Variance ; par défaut `neyman`, `hc2` avec des covariables, `cr2` avec des grappes.
    #[arg(long, value_enum)]
    variance: Option<Choix>,
    /// Probabilité d'être traité de chacun, si les tirages étaient indépendants (Horvitz-Thompson).
    #[arg(long)]
    probabilites: Option<String>,
}

impl Difference {
    pub fn nouvelle(commun: Commun, resultat: &str) -> Self {
        Self { commun, resultat: resultat.to_owned(), variance: None, probabilites: None }
    }

    pub(super) fn mots(&self, mut m: Mots) -> Mots {
        estimation(&mut m, &self.commun, &self.resultat);
        m.parmi("variance", self.variance);
        m.si("probabilites", self.probabilites.as_ref());
        self.commun.fin(&mut m);
        m
    }

    pub(super) fn executer(self, lieu: &Path) -> anyhow::Result<(Rapport, Format)> {
        let mut autres = vec![voulue(&self.resultat, Genre::Nombre, Vide::Manque)];
        autres.extend(self.probabilites.iter().map(|p| voulue(p, Genre::Nombre, Vide::Refuse)));
        let d = Donnees::lire(lieu, &self.commun, &autres)?;
        let e = d.echantillon(d.reste).map_err(|e| d.situer(e))?;
        let ajuste = !self.commun.ajustement.is_empty();
        if self.probabilites.is_some() {
            let autre = ajuste || self.commun.grappes.is_some() || !self.commun.strates.is_empty();
            if autre || self.variance.is_some() {
                bail!(
                    "--probabilites va sans ajustement, strates, grappes ni variance : cet estimateur a la sienne, et chaque probabilité dit déjà la strate"
                );
            }
            let h = horvitz_thompson(&e, d.table.nombres(d.reste + 1)).map_err(|e| d.situer(e))?;
            return rendre("difference", "Effet moyen (Horvitz-Thompson)", &h, "horvitz-thompson", &d, &self.commun);
        }
        let variance = self.variance.map_or_else(
            || match (&self.commun.grappes, ajuste) {
                (Some(_), _) => Variance::Cr2,
                (None, true) => Variance::Hc2,
                (None, false) => Variance::Neyman,
            },
            Variance::from,
        );
        let estimation = match (variance, ajuste) {
            (Variance::Neyman, false) if self.commun.grappes.is_none() => difference(&e),
            (Variance::Neyman, false) => bail!("avec des grappes tirées en bloc, la variance est cr2"),
            // Strata crossed with the treatment: the same estimate as by stratum, with another variance.
            (_, false) if self.commun.strates.is_empty() => moindres_carres(&e, variance),
            (_, false) => lin(&e, variance),
            (_, true) => moindres_carres(&e, variance),
        };
        let estimation = estimation.map_err(|e| d.situer(e))?;
        let titre = if ajuste { "Différence ajustée" } else { "Différence de moyennes" };
        rendre("difference", titre, &estimation, variance.code(), &d, &self.commun)
    }
}

#[derive(Clone, Debug, PartialEq, Args)]
pub struct Lin {
    #[command(flatten)]
    commun: Commun,
    /// Colonne du résultat.
    #[arg(long)]
    resultat: String,
    /// Variance ; par défaut `hc2`, `cr2` avec des grappes.
    #[arg(long, value_enum)]
    variance: Option<Choix>,
}

impl Lin {
    pub fn nouveau(commun: Commun, resultat: &str) -> Self {
        Self { commun, resultat: resultat.to_owned(), variance: None }
    }

    pub(super) fn mots(&self, mut m: Mots) -> Mots {
        estimation(&mut m, &self.commun, &self.resultat);
        m.parmi("variance", self.variance);
        self.commun.fin(&mut m);
        m
    }

    pub(super) fn executer(self, lieu: &Path) -> anyhow::Result<(Rapport, Format)> {
        if self.commun.ajustement.is_empty() && self.commun.strates.is_empty() {
            bail!("donnez les covariables avec --ajustement ; sans elles, c'est « passerelle impact difference »");
        }
        let d = Donnees::lire(lieu, &self.commun, &[voulue(&self.resultat, Genre::Nombre, Vide::Manque)])?;
        let variance = choisie(self.variance, &self.commun);
        let e = d.echantillon(d.reste).map_err(|e| d.situer(e))?;
        let estimation = lin(&e, variance).map_err(|e| d.situer(e))?;
        rendre("lin", "Différence ajustée (Lin)", &estimation, variance.code(), &d, &self.commun)
    }
}

/// What every estimate says first.
fn estimation(m: &mut Mots, commun: &Commun, resultat: &str) {
    commun.debut(m);
    m.option("resultat", resultat);
    commun.lignes(m);
    commun.niveau(m);
}

fn choisie(variance: Option<Choix>, commun: &Commun) -> Variance {
    let defaut = if commun.grappes.is_some() { Variance::Cr2 } else { Variance::Hc2 };
    variance.map_or(defaut, Variance::from)
}

fn rendre(
    commande: &str,
    titre: &str,
    e: &Estimation,
    variance: &str,
    d: &Donnees,
    c: &Commun,
) -> anyhow::Result<(Rapport, Format)> {
    let mut rapport = Rapport::nouveau(commande, e.formule);
    rapport.mettre("variance", variance);
    let manque = pertes(&mut rapport, d, d.reste, "l'effet")?;
    rapport.estimation(titre, e, c.seuil, manque);
    rapport.clore(&d.table);
    Ok((rapport, c.format))
}

#[derive(Clone, Debug, PartialEq, Args)]
pub struct Iv {
    #[command(flatten)]
    commun: Commun,
    /// Colonne du résultat.
    #[arg(long)]
    resultat: String,
    /// Colonne de la prise en charge effective, que le tirage a changée.
    #[arg(long)]
    prise: Option<String>,
    /// Instruments, séparés par des virgules ; par défaut le traitement tiré au sort.
    #[arg(long, value_delimiter = ',')]
    instrument: Vec<String>,
    /// Variance ; par défaut `hc2`, `cr2` avec des grappes.
    #[arg(long, value_enum)]
    variance: Option<Choix>,
}

impl Iv {
    /// The effect of `prise`, that the treatment drawn moved.
    pub fn nouveau(commun: Commun, resultat: &str, prise: &str) -> Self {
        let (resultat, prise) = (resultat.to_owned(), Some(prise.to_owned()));
        Self { commun, resultat, prise, instrument: vec![], variance: None }
    }

    pub(super) fn mots(&self, mut m: Mots) -> Mots {
        estimation(&mut m, &self.commun, &self.resultat);
        m.si("prise", self.prise.as_ref());
        m.liste("instrument", &self.instrument);
        m.parmi("variance", self.variance);
        self.commun.fin(&mut m);
        m
    }

    pub(super) fn executer(mut self, lieu: &Path) -> anyhow::Result<(Rapport, Format)> {
        let prise = match (self.prise.take(), self.instrument.as_slice()) {
            (Some(prise), _) => prise,
            // "The treatment, instrumented": then the draw is the instrument.
            (None, [tirage]) => std::mem::replace(&mut self.commun.traitement, tirage.clone()),
            (None, _) => bail!("donnez la prise en charge effective avec --prise"),
        };
        if self.instrument.is_empty() {
            self.instrument.push(self.commun.traitement.clone());
        }
        let mut autres =
            vec![voulue(&self.resultat, Genre::Nombre, Vide::Manque), voulue(&prise, Genre::Nombre, Vide::Manque)];
        autres.extend(self.instrument.iter().map(|i| voulue(i, Genre::Nombre, Vide::Manque)));
        let d = Donnees::lire(lieu, &self.commun, &autres)?;
        let e: Echantillon = d.echantillon(d.reste).map_err(|e| d.situer(e))?;
        let instruments: Vec<Colonne> = (0..self.instrument.len()).map(|i| d.colonne(d.reste + 2 + i)).collect();
        let variance = choisie(self.variance, &self.commun);
        let iv =
            variables_instrumentales(&e, d.colonne(d.reste + 1), &instruments, variance).map_err(|e| d.situer(e))?;
        let mut rapport = Rapport::nouveau("iv", iv.effet.formule);
        rapport.mettre("variance", variance.code());
        // What the draw moved is not bounded so.
        let manque = pertes(&mut rapport, &d, d.reste, "l'effet du tirage lui-même")?;
        let titre = format!("Effet de « {} », instrumentée", prise.trim());
        rapport.estimation(&titre, &iv.effet, self.commun.seuil, manque);
        rapport.mettre("erreur_type_classique", fini(iv.erreur_type_classique));
        rapport.mettre("effet_sur_la_prise", fini(iv.prise));
        rapport.mettre("premiere_etape", test(&iv.premiere_etape));
        rapport.mettre("premiere_etape_robuste", test(&iv.premiere_etape_robuste));
        rapport.mettre("anderson_rubin", ensemble(&iv.anderson_rubin));
        rapport.mettre("anderson_rubin_robuste", iv.anderson_rubin_robuste.as_ref().map_or(Value::Null, ensemble));
        if iv.premiere_etape.f.is_infinite() {
            rapport.dire(format!(
                "Première étape : la prise en charge suit exactement l'instrument (elle en bouge de {}) ; F n'a pas de valeur finie, et l'effet est celui du tirage lui-même.",
                chiffre(iv.prise)
            ));
        } else {
            rapport.dire(format!(
                "Première étape : l'instrument déplace la prise en charge de {} ; F = {} ({}), robuste {}.",
                chiffre(iv.prise),
                chiffre(iv.premiere_etape.f),
                dire_p(iv.premiere_etape.p),
                chiffre(iv.premiere_etape_robuste.f)
            ));
        }
        rapport.dire(dire_ensemble(
            "Ensemble d'Anderson-Rubin à 95 %, valable même si l'instrument est faible",
            &iv.anderson_rubin,
        ));
        // With clusters, there is one set: theirs.
        if let Some(robuste) = iv.anderson_rubin_robuste.as_ref().filter(|_| self.commun.grappes.is_none()) {
            rapport.dire(dire_ensemble("Le même, sans supposer des variances égales", robuste));
        }
        rapport.clore(&d.table);
        Ok((rapport, self.commun.format))
    }
}

/// The kind of set, and the ends of its pieces; a missing end is infinite.
fn ensemble(e: &Ensemble) -> Value {
    let (genre, morceaux) = match *e {
        Ensemble::Intervalle(a, b) => ("intervalle", json!([[a, b]])),
        Ensemble::Complement(a, b) => ("deux_demi_droites", json!([[null, a], [b, null]])),
        Ensemble::Tout => ("tout", json!([[null, null]])),
        Ensemble::Vide => ("vide", json!([])),
    };
    json!({"genre": genre, "morceaux": morceaux})
}

fn dire_ensemble(titre: &str, e: &Ensemble) -> String {
    match *e {
        Ensemble::Intervalle(a, b) => format!("{titre} : de {} à {}.", chiffre(a), chiffre(b)),
        Ensemble::Complement(a, b) => format!(
            "{titre} : tout sauf ce qui est entre {} et {} ; il n'est pas borné, l'instrument est trop faible pour dire jusqu'où va l'effet.",
            chiffre(a),
            chiffre(b)
        ),
        Ensemble::Tout => format!("{titre} : n'importe quel effet ; ces données ne disent rien de l'effet."),
        Ensemble::Vide => format!("{titre} : aucun effet ; les instruments se contredisent, le modèle est à revoir."),
    }
}
