//! From what is typed to a protocol, and back into the form.

use passerelle_base::Date;
use passerelle_impact::Dessin;

use super::impact::{Seuil, USUEL};
use super::model::{COVARIABLES, Issue, MESURES, Population, Protocole, Puissance, SEUIL_LIEN, STRATES};
use super::rules::controler;
use passerelle_faits::tirages::{Tirage, TirageFait};
use passerelle_socle::ident::Id;
use passerelle_socle::texte::Texte;
use passerelle_socle::web::{Fautes, Parametres, Recu};

/// Characters of a title or a question, at most.
const LIGNE_MAX: usize = 200;
/// Characters of a text, at most.
const TEXTE_MAX: usize = 8_000;
/// Questions of a survey.
pub(super) const QUESTIONS: [&str; 3] = ["q1", "q2", "q3"];

/// Every field but the boxes.
const CLES: [&str; 30] = [
    "titre",
    "question",
    "traitement",
    "depart",
    "du",
    "au",
    "structures",
    "action",
    "delai_prise",
    "bras",
    "tirage",
    "d_contrat",
    "d_contrat_cours",
    "d_rupture",
    "d_sortie_positive",
    "q1",
    "q1_reponse",
    "q2",
    "q2_reponse",
    "q3",
    "q3_reponse",
    "principale",
    "estimateur",
    "seuil",
    "seuil_lien",
    "n_prevu",
    "part",
    "taux",
    "extrait_prevu",
    "cle_mois",
];

/// What is in the form.
pub(super) struct Saisie(Parametres);

fn cases() -> impl Iterator<Item = String> {
    let mesures = MESURES.codes.into_iter().map(|m| format!("i_{m}"));
    let covariables = COVARIABLES.codes.into_iter().map(|c| format!("c_{c}"));
    let strates = STRATES.codes.into_iter().map(|s| format!("s_{s}"));
    mesures.chain(covariables).chain(strates).chain(["grappes".to_owned(), "plan".to_owned()])
}

/// What most studies choose.
const DEFAUTS: [(&str, &str); 14] = [
    ("depart", "tirage"),
    ("delai_prise", "180"),
    ("i_contrat", "oui"),
    ("d_contrat", "180"),
    ("d_contrat_cours", "6"),
    ("d_rupture", "90"),
    ("d_sortie_positive", "365"),
    ("principale", "contrat"),
    ("estimateur", "difference"),
    ("seuil", "5"),
    ("seuil_lien", "95"),
    ("part", "50"),
    ("taux", "30"),
    ("cle_mois", "12"),
];

impl Saisie {
    /// What was sent.
    pub fn recue(recu: &Recu) -> Self {
        let cles = CLES.into_iter().map(str::to_owned).chain(cases());
        Self(Parametres::depuis(cles.map(|c| (c.clone(), recu.lire(&c).to_owned()))))
    }

    /// A new form, with what most studies choose.
    pub fn nouvelle() -> Self {
        Self::remplie([])
    }

    /// A new form, with these fields filled in; what most studies choose elsewhere.
    pub fn remplie<'a>(champs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let tous = champs.into_iter().chain(DEFAUTS);
        Self(Parametres::depuis(tous.map(|(c, v)| (c.to_owned(), v.to_owned()))))
    }

    /// A draft, to be changed.
    pub fn de(p: &Protocole) -> Self {
        let pop = &p.population;
        let mut paires: Vec<(String, String)> = Vec::new();
        let mut mettre = |c: &str, v: String| paires.push((c.to_owned(), v));
        mettre("titre", p.titre.clone());
        mettre("question", p.question.clone());
        mettre("traitement", p.traitement.clone());
        mettre("depart", pop.depart.clone());
        mettre("du", pop.du.to_string());
        mettre("au", pop.au.to_string());
        mettre("structures", pop.structures.join(", "));
        mettre("action", pop.action.clone());
        mettre("delai_prise", pop.delai_prise.to_string());
        match pop.tirage {
            Some(id) => mettre("tirage", valeur_tirage(&id, &pop.bras)),
            None => mettre("bras", pop.bras.clone()),
        }
        for i in &p.issues {
            match &i.question {
                Some(question) => {
                    mettre(&i.code, question.clone());
                    mettre(&format!("{}_reponse", i.code), i.reponse.clone().unwrap_or_default());
                }
                None => {
                    mettre(&format!("i_{}", i.code), "oui".into());
                    mettre(&format!("d_{}", i.code), i.delai.to_string());
                }
            }
        }
        mettre("principale", p.principale.clone());
        mettre("estimateur", p.estimateur.clone());
        p.covariables.iter().for_each(|c| mettre(&format!("c_{c}"), "oui".into()));
        p.strates.iter().for_each(|s| mettre(&format!("s_{s}"), "oui".into()));
        if p.grappes {
            mettre("grappes", "oui".into());
        }
        mettre("seuil", p.seuil().pour_cent());
        mettre("seuil_lien", p.seuil_lien.to_string());
        mettre("n_prevu", p.puissance.n.to_string());
        mettre("part", p.puissance.part.to_string());
        mettre("taux", p.puissance.taux.to_string());
        mettre("extrait_prevu", p.extrait_prevu.to_string());
        mettre("cle_mois", p.cle_mois.to_string());
        mettre("plan", p.plan.clone());
        Self(Parametres::depuis(paires))
    }

    /// What was typed in a field; empty when it was not sent.
    pub fn lire(&self, cle: &str) -> &str {
        self.0.lire(cle)
    }

    /// Days that were left empty are those of the draw that was chosen.
    pub fn datee(mut self, tirages: &[TirageFait]) -> Self {
        let Some((id, _)) = self.tirage() else { return self };
        let Some(jour) = tirages.iter().find(|t| t.id == id).map(|t| t.jour.to_string()) else { return self };
        let vides: Vec<&str> = ["du", "au"].into_iter().filter(|c| self.lire(c).is_empty()).collect();
        let paires = CLES.into_iter().map(str::to_owned).chain(cases());
        let dite = |c: String| {
            let v = if vides.contains(&c.as_str()) { jour.clone() } else { self.lire(&c).to_owned() };
            (c, v)
        };
        self.0 = Parametres::depuis(paires.map(dite).collect::<Vec<_>>());
        self
    }

    /// The draw made here that was chosen, and its arm.
    fn tirage(&self) -> Option<(Id<Tirage>, String)> {
        if self.lire("depart") != "tirage" {
            return None;
        }
        let (id, bras) = self.lire("tirage").split_once(':')?;
        Some((id.parse().ok()?, bras.to_owned()))
    }

    /// Whether a box is ticked.
    pub fn cochee(&self, cle: &str) -> bool {
        self.lire(cle) == "oui"
    }

    fn cochees(&self, prefixe: &str, codes: &[&str]) -> Vec<String> {
        codes.iter().filter(|c| self.cochee(&format!("{prefixe}{c}"))).map(|c| (*c).to_owned()).collect()
    }

    /// In thousandths; zero for what is no level, so that it is refused beside its field.
    fn seuil(&self) -> u32 {
        match self.lire("seuil") {
            "" => USUEL,
            lu => Seuil::lire_pour_cent(lu).map_or(0, Seuil::milliemes),
        }
    }

    /// What most studies choose, when a form does not say.
    fn seuil_lien(&self) -> u32 {
        match self.lire("seuil_lien") {
            "" => SEUIL_LIEN,
            lu => lu.parse().unwrap_or(0),
        }
    }

    /// The protocol that the form says; `minutes` is the hash of those joined already.
    pub fn protocole(&self, minutes: Option<String>) -> Result<Protocole, Fautes> {
        let mut fautes: Vec<(&'static str, String)> = Vec::new();
        let mut garder = |champ: &'static str, lu: Result<String, String>| {
            lu.unwrap_or_else(|e| {
                fautes.push((champ, e));
                String::new()
            })
        };
        let ligne =
            |cle: &str| Texte::ligne(self.lire(cle), LIGNE_MAX).map(|t| t.to_string()).map_err(|e| e.to_string());
        let texte =
            |cle: &str| Texte::lire(self.lire(cle), TEXTE_MAX).map(|t| t.to_string()).map_err(|e| e.to_string());
        let titre = garder("titre", ligne("titre"));
        let question = garder("question", ligne("question"));
        let traitement = garder("traitement", texte("traitement"));
        let plan = garder("plan", texte("plan"));
        let action = garder("action", ligne("action"));
        let bras = garder("bras", ligne("bras"));
        let structures = garder("structures", ligne("structures"));
        let questions = QUESTIONS.map(|q| (q, garder(q, ligne(q))));
        let date = |champ: &'static str, fautes: &mut Vec<(&'static str, String)>| -> Date {
            self.lire(champ).parse().unwrap_or_else(|_| {
                fautes.push((champ, "Choisissez un jour qui existe.".to_owned()));
                Date::default()
            })
        };
        let (du, au) = (date("du", &mut fautes), date("au", &mut fautes));
        let extrait_prevu = date("extrait_prevu", &mut fautes);
        if !fautes.is_empty() {
            return Err(fautes.into());
        }
        let entier = |cle: &str| self.lire(cle).parse::<u32>().unwrap_or(0);
        let mut issues: Vec<Issue> = MESURES
            .codes
            .into_iter()
            .filter(|m| self.cochee(&format!("i_{m}")))
            .map(|m| Issue {
                code: m.to_owned(),
                mesure: m.to_owned(),
                delai: entier(&format!("d_{m}")),
                question: None,
                reponse: None,
            })
            .collect();
        for (code, question) in questions.into_iter().filter(|(_, q)| !q.is_empty()) {
            let echelle = self.lire(&format!("{code}_reponse")) == "echelle";
            issues.push(Issue {
                code: code.to_owned(),
                mesure: "enquete".to_owned(),
                delai: 0,
                question: Some(question),
                reponse: Some(if echelle { "echelle" } else { "oui_non" }.to_owned()),
            });
        }
        let structures = structures.split([',', ' ', ';']).filter(|s| !s.is_empty()).map(str::to_owned).collect();
        let depart = self.lire("depart").to_owned();
        let (tirage, bras) = match self.tirage() {
            Some((id, bras)) => (Some(id), bras),
            None => (None, bras),
        };
        let proces_verbal = minutes.filter(|_| depart == "tirage");
        let delai_prise = entier("delai_prise");
        let population = Population { depart, du, au, structures, action, delai_prise, bras, tirage, proces_verbal };
        let seuil = self.seuil();
        let (n, part, taux) = (entier("n_prevu"), entier("part"), entier("taux"));
        let protocole = Protocole {
            titre,
            question,
            traitement,
            population,
            issues,
            principale: self.lire("principale").to_owned(),
            estimateur: self.lire("estimateur").to_owned(),
            covariables: self.cochees("c_", &COVARIABLES.codes),
            strates: self.cochees("s_", &STRATES.codes),
            grappes: self.cochee("grappes"),
            seuil_milliemes: seuil,
            seuil_lien: self.seuil_lien(),
            puissance: Puissance { n, part, taux, effet_minimal: effet_minimal(n, part, taux, seuil) },
            extrait_prevu,
            cle_mois: entier("cle_mois"),
            plan,
        };
        let fautes = controler(&protocole);
        if fautes.is_empty() { Ok(protocole) } else { Err(fautes.into()) }
    }
}

/// A draw and one of its arms, as the form chooses them together: without a script, a list cannot follow another.
pub(super) fn valeur_tirage(id: &Id<Tirage>, bras: &str) -> String {
    format!("{id}:{bras}")
}

/// The smallest effect on a yes-or-no outcome seen four times out of five, in points.
fn effet_minimal(n: u32, part: u32, taux: u32, seuil: u32) -> Option<f64> {
    let taux = f64::from(taux) / 100.0;
    let dessin = Dessin {
        n: f64::from(n),
        part: f64::from(part) / 100.0,
        ecart_type: (taux * (1.0 - taux)).max(0.0).sqrt(),
        seuil: Seuil::de(seuil).part(),
        ..Dessin::default()
    };
    let minimal = dessin.effet_minimal().ok()?.student;
    // One decimal: the text that is hashed is the text that is read.
    minimal.is_finite().then(|| (1_000.0 * minimal).round() / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_comes_back_as_it_was_typed() {
        let p = super::super::essais::protocole();
        let relue = Saisie::de(&p).protocole(p.population.proces_verbal.clone()).unwrap();
        assert_eq!(relue, p);
        let mut tiree = p;
        let id = Id::from_uuid(uuid::Uuid::from_u128(7));
        tiree.population =
            Population { depart: "tirage".into(), bras: "service : plus".into(), tirage: Some(id), ..tiree.population };
        let saisie = Saisie::de(&tiree);
        assert_eq!(saisie.lire("tirage"), valeur_tirage(&id, "service : plus"));
        assert_eq!(saisie.protocole(None).unwrap(), tiree);
    }

    #[test]
    fn the_day_of_a_draw_fills_the_days_left_empty_and_no_other() {
        let id = Id::from_uuid(uuid::Uuid::from_u128(7));
        let fait = TirageFait { id, titre: "T".into(), jour: "2017-03-06".parse().unwrap(), bras: vec!["plus".into()] };
        let vers = valeur_tirage(&id, "plus");
        let vide = Saisie::remplie([("tirage", vers.as_str())]).datee(std::slice::from_ref(&fait));
        assert_eq!(
            (vide.lire("du"), vide.lire("au"), vide.lire("tirage")),
            ("2017-03-06", "2017-03-06", vers.as_str())
        );
        let dite = Saisie::remplie([("tirage", vers.as_str()), ("du", "2017-03-01")]).datee(&[fait]);
        assert_eq!((dite.lire("du"), dite.lire("au")), ("2017-03-01", "2017-03-06"));
    }

    #[test]
    fn the_smallest_effect_is_the_one_of_power_prop_test_tables() {
        // Two arms of 200 and a standard deviation of one half: 0.2808368 × 0.5, R's power.t.test (docs/impact.md).
        assert_eq!(effet_minimal(400, 50, 50, 50), Some(14.0));
        // At 1 %, t.test needs more: 17.1 points.
        assert!(effet_minimal(400, 50, 50, 10) > Some(17.0));
        assert_eq!(effet_minimal(0, 50, 50, 50), None);
    }
}
