//! The report of a result: the same blocks make the page, the print, the PDF.

mod elements;
mod liens;

use passerelle_base::{date_longue, decimal, nombre};
use passerelle_documents::{Bloc, Cellule, Colonne, Definition, Tableau};
use serde_json::Value;

use super::analyse::{Analyse, Rendu};
use super::impact::{Sorte, dire_p};
use super::model::{COVARIABLES, Choix, ESTIMATEURS, Protocole, STRATES};
use super::population::jour_de;
use super::rules::{effectif, enregistree_apres};
use super::store::{Amendement, Etude, Extrait, ResultatGarde};
use elements::{Colonnes, Unite, dire, dire_en, formule_dite, ic, paragraphe, titre};

/// What a report is made of.
pub(super) struct Sujet<'a> {
    pub etude: &'a Etude,
    pub protocole: &'a Protocole,
    pub amendements: &'a [Amendement],
    pub extrait: &'a Extrait,
    pub resultat: &'a ResultatGarde,
    pub analyse: &'a Analyse,
}

/// The words of a choice.
pub(super) fn dire_choix(c: &Choix) -> String {
    let mut dit = ESTIMATEURS.libelle(&c.estimateur).to_owned();
    let mots = |codes: &[String], libelle: &dyn Fn(&str) -> String| {
        codes.iter().map(|c| libelle(c).to_lowercase()).collect::<Vec<_>>().join(", ")
    };
    if !c.covariables.is_empty() {
        dit += &format!(" ; ajustement : {}", mots(&c.covariables, &|c| COVARIABLES.libelle(c).to_owned()));
    }
    if !c.strates.is_empty() {
        dit += &format!(" ; strates : {}", mots(&c.strates, &|c| STRATES.libelle(c).to_owned()));
    }
    if c.grappes {
        dit += " ; grappes : sites";
    }
    dit
}

impl Sujet<'_> {
    /// The sentence of a study registered late.
    pub fn apres(&self) -> Option<String> {
        apres(self.etude, std::slice::from_ref(self.extrait))
    }

    /// All blocks.
    pub fn blocs(&self) -> Vec<Bloc> {
        let (p, a) = (self.protocole, self.analyse);
        let description: Value = serde_json::from_str(&self.extrait.description).unwrap_or_default();
        let colonnes = Colonnes::de(&description);
        let clair = |phrase: &str| colonnes.en_clair(phrase);
        let mut blocs = Vec::new();
        if self.resultat.genre == "exploratoire" {
            blocs.push(Bloc::Note(
                "Analyse exploratoire : ce choix n'est pas celui qui a été enregistré. Elle donne des idées, elle ne conclut pas."
                    .into(),
            ));
        }
        blocs.extend(self.apres().map(Bloc::Note));
        blocs.push(titre(2, "Ce que disent les résultats", "verdict"));
        for i in &a.issues {
            let genre = if i.principale { "Résultat principal" } else { "Autre résultat" };
            blocs.push(titre(3, &format!("{genre} : {}", i.libelle), &format!("verdict-{}", i.code)));
            blocs.extend(i.verdict.iter().cloned().map(paragraphe));
        }
        blocs.push(titre(2, "Les chiffres", "chiffres"));
        blocs.push(paragraphe(format!("{}.", dire_choix(&a.choix))));
        blocs.push(Bloc::Tableau(self.chiffres()));
        blocs.push(Bloc::Tableau(self.connus()));
        if let Some(equilibre) = &a.equilibre {
            blocs.push(titre(2, "Les bras se ressemblaient-ils avant ?", "equilibre"));
            match &equilibre.erreur {
                Some(erreur) => blocs.push(paragraphe(format!("La comparaison ne se fait pas : {}.", clair(erreur)))),
                None => blocs.push(Bloc::Tableau(tableau_d_equilibre(&equilibre.valeurs, &colonnes))),
            }
            // Without a draw there is none to doubt of: only the gaps are read.
            let verdict = |s| p.tire() && s == Sorte::Verdict;
            blocs.extend(equilibre.phrases.qui(verdict).map(|p| paragraphe(clair(p))));
            blocs.extend(equilibre.avertissements.iter().map(|a| Bloc::Note(clair(a))));
        }
        if let Some(l) = &a.liens {
            let principale = a.issues.iter().find(|i| i.principale);
            let unite = principale.map_or(Unite::Nue, |i| self.unite(&i.code));
            blocs.extend(liens::blocs(l, p.seuil(), principale.map(|i| &i.effet), unite));
        }
        blocs.extend(self.permutations(&colonnes));
        blocs.push(titre(2, "D'où vient ce rapport", "source"));
        blocs.push(Bloc::Definitions(self.sources(&description)));
        blocs.push(titre(3, "Empreintes", "empreintes"));
        blocs.push(Bloc::Code(format!("Protocole : SHA-256 {}", a.protocole_sha256)));
        blocs.push(Bloc::Code(format!("Extrait : SHA-256 {}", a.extrait_sha256)));
        blocs.push(titre(3, "Refaire les calculs", "commandes"));
        blocs.push(paragraphe(
            "Avec extrait.csv dans le dossier, ces commandes redonnent les mêmes chiffres (formules : docs/impact.md) :",
        ));
        let liens = a.liens.iter().flat_map(|l| [&l.sans, &l.bornes, &l.bornes_a_revoir]).flatten();
        let commandes = a.issues.iter().map(|i| &i.effet).chain(&a.equilibre).chain(&a.ensemble).chain(liens);
        blocs.extend(commandes.map(|r| Bloc::Code(r.commande.clone())));
        let avertissements = a.issues.iter().flat_map(|i| &i.effet.avertissements);
        let mut dits: Vec<&String> = avertissements.collect();
        dits.dedup();
        blocs.extend(dits.into_iter().map(|a| Bloc::Note(clair(a))));
        blocs
    }

    /// An outcome that is yes or no is read in points.
    fn unite(&self, issue: &str) -> Unite {
        let binaire = self.protocole.issues.iter().any(|i| i.code == issue && i.binaire());
        if binaire { Unite::Points } else { Unite::Nue }
    }

    fn chiffres(&self) -> Tableau {
        let plusieurs = self.analyse.issues.len() > 1;
        let mut colonnes = vec![
            Colonne::texte("resultat", "Résultat"),
            Colonne::texte("effet", "Effet"),
            Colonne::texte("erreur_type", "Erreur-type"),
            Colonne::texte("ddl", "Degrés de liberté"),
            Colonne::texte("p", "Valeur p"),
            Colonne::texte("ic", format!("Intervalle à {} %", self.protocole.seuil().niveau())),
            Colonne::nombre("n", "Personnes"),
            Colonne::texte("minimal", "Plus petit effet décelable"),
            Colonne::texte("formule", "Formule"),
        ];
        if plusieurs {
            colonnes.push(Colonne::texte("holm", "p de Holm"));
            colonnes.push(Colonne::texte("wy", "p de Westfall et Young"));
        }
        let lignes = self.analyse.issues.iter().map(|i| {
            let v = &i.effet.valeurs;
            let formule = v["formule"].as_str().map_or("pas de résultat", formule_dite);
            let unite = self.unite(&i.code);
            let mut ligne: Vec<Cellule> = vec![
                i.libelle.clone().into(),
                dire_en(&v["estimation"], unite).into(),
                dire_en(&v["erreur_type"], unite).into(),
                dire(&v["ddl"]).into(),
                v["p"].as_f64().map_or_else(|| "–".to_owned(), dire_p).into(),
                dire_en(ic(v), unite).into(),
                v["n"].as_i64().into(),
                dire_en(&v["effet_minimal_decelable"], unite).into(),
                formule.into(),
            ];
            if plusieurs {
                let p = |p: Option<f64>| Cellule::from(p.map_or_else(|| "–".to_owned(), dire_p));
                ligne.extend([p(i.p_holm), p(i.p_westfall_young)]);
            }
            ligne
        });
        Tableau { titre: "Effet sur chaque résultat".into(), colonnes, lignes: lignes.collect(), total: None }
    }

    fn connus(&self) -> Tableau {
        let part = |[connus, total]: [usize; 2]| match total {
            0 => "–".to_owned(),
            _ => format!("{} sur {}", effectif(connus), nombre(total as i64)),
        };
        let lignes = self.analyse.issues.iter().map(|i| {
            let bras = |b: usize| Cellule::from(part([i.connus[0][b], i.connus[1][b]]));
            let p = i.p_connus.map_or_else(|| "–".to_owned(), dire_p);
            vec![i.libelle.clone().into(), bras(1), bras(0), p.into()]
        });
        Tableau {
            titre: "Résultats connus, bras par bras".into(),
            colonnes: vec![
                Colonne::texte("resultat", "Résultat"),
                Colonne::texte("traites", "Bras traité"),
                Colonne::texte("temoins", "Autre bras"),
                Colonne::texte("p", "Écart des taux"),
            ],
            lignes: lignes.collect(),
            total: None,
        }
    }

    fn permutations(&self, colonnes: &Colonnes) -> Vec<Bloc> {
        let mut blocs = Vec::new();
        let mut dire = |rendu: &Rendu| {
            let clair = |phrase: &str| colonnes.en_clair(phrase);
            blocs.extend(rendu.phrases.qui(|s| s != Sorte::Source).map(|p| paragraphe(clair(p))));
            blocs.extend(rendu.avertissements.iter().map(|a| Bloc::Note(clair(a))));
            blocs.extend(rendu.erreur.iter().map(|e| Bloc::Note(format!("Ce test ne se fait pas : {}.", clair(e)))));
        };
        let (ensemble, tirage) = (&self.analyse.ensemble, &self.analyse.tirage);
        if let Some(ensemble) = ensemble {
            dire(ensemble);
        }
        if let Some(tirage) = tirage {
            dire(tirage);
        }
        let mut avec_titre = Vec::new();
        if !blocs.is_empty() {
            avec_titre.push(titre(2, "Le tirage refait au hasard", "permutations"));
            if tirage.is_some() {
                avec_titre.push(paragraphe(
                    "Le tirage du procès-verbal a été refait avec d'autres graines, reports de vague en vague compris, pour le résultat principal.",
                ));
            }
            avec_titre.extend(blocs);
        }
        avec_titre
    }

    fn sources(&self, d: &Value) -> Vec<Definition> {
        let (e, x) = (self.etude, self.extrait);
        let une = |terme: &str, texte: String| Definition { terme: terme.to_owned(), texte, reference: None };
        let enregistree = e.enregistree().map_or_else(String::new, |j| {
            format!("Enregistré le {} par {}.", date_longue(j), e.enregistree_par.as_deref().unwrap_or_default())
        });
        let anonymat = &d["anonymat"];
        let quasi = |nom: &str| anonymat["quasi_identifiants"].as_array().is_some_and(|q| q.iter().any(|q| q == nom));
        let n = |v: &Value| nombre(v.as_i64().unwrap_or(0));
        vec![
            une("Question", self.protocole.question.clone()),
            une("Traitement", format!("{} {}", self.protocole.traitement, self.protocole.bras_traite())),
            une("Plan", self.protocole.plan.clone()),
            une("Protocole", enregistree),
            une(
                "Amendements",
                match self.amendements.len() {
                    0 => "Aucun.".to_owned(),
                    n => format!("{}, datés, sur la page de l'étude.", nombre(n as i64)),
                },
            ),
            une("Extrait", format!("Fait le {}.", date_longue(x.jour))),
            une(
                "Personnes",
                format!(
                    "{} ; écartées parce qu'elles s'opposent : {} ; tirées sans dossier relié : {}.",
                    n(&d["effectifs"]["n"]),
                    d["effectifs"]["ecartes_opposition"].as_str().unwrap_or("0"),
                    d["effectifs"]["non_relies"].as_str().unwrap_or("0")
                ),
            ),
            une(
                "Anonymat",
                format!(
                    "k = {} : au moins ce nombre de personnes partagent chaque combinaison de caractéristiques{} ; {} lignes masquées.",
                    n(&anonymat["k"]),
                    // An older extract counted its groups over both arms.
                    if quasi("traitement") { ", dans le même bras" } else { "" },
                    n(&anonymat["masquees"])
                ),
            ),
            une(
                "Calculé",
                format!("Le {} par {}.", date_longue(jour_de(self.resultat.fait_le)), self.resultat.fait_par),
            ),
        ]
    }
}

/// What was known before, arm by arm: each column is one answer, read as the share of those who have it.
fn tableau_d_equilibre(v: &Value, colonnes: &Colonnes) -> Tableau {
    let lignes = v["covariables"].as_array().into_iter().flatten().map(|l| {
        vec![
            colonnes.titre(l["covariable"].as_str().unwrap_or_default()).into(),
            dire_en(&l["moyenne_traites"], Unite::Part).into(),
            dire_en(&l["moyenne_temoins"], Unite::Part).into(),
            l["ecart_normalise"].as_f64().map_or_else(|| "–".to_owned(), |e| decimal(e, 2)).into(),
            l["p"].as_f64().map_or_else(|| "–".to_owned(), dire_p).into(),
        ]
    });
    Tableau {
        titre: "Caractéristiques avant le programme".into(),
        colonnes: vec![
            Colonne::texte("covariable", "Caractéristique"),
            Colonne::texte("traites", "Bras traité"),
            Colonne::texte("temoins", "Autre bras"),
            Colonne::texte("ecart", "Écart normalisé"),
            Colonne::texte("p", "Valeur p"),
        ],
        lignes: lignes.collect(),
        total: None,
    }
}

/// Whether an outcome was known when the study was registered: by what was known then, or by what extracts found since.
pub(super) fn apres(etude: &Etude, extraits: &[Extrait]) -> Option<String> {
    let trouvees = extraits.iter().filter_map(|x| {
        let d: Value = serde_json::from_str(&x.description).ok()?;
        d["premiere_issue"].as_str()?.parse().ok()
    });
    enregistree_apres(etude.enregistree()?, etude.premiere_issue.into_iter().chain(trouvees).min())
}
