//! The dated facts of the young people of a study, read together. No name is read.

use std::collections::HashMap;

use passerelle_base::Date;
use sea_orm::FromQueryResult;

use super::lots::par_lots;
use super::rules::{Contrat, Entree, Personne, inconnu};
use passerelle_faits::contrats::{ALTERNANCE, Dates};
use passerelle_faits::participations::sorties_positives;
use passerelle_gens::accompagnements::suivait;
use passerelle_socle::access::Jeune;
use passerelle_socle::db::{Executeur, Resultat};
use passerelle_socle::ident::Id;

#[derive(FromQueryResult)]
pub(super) struct Civil {
    id: Id<Jeune>,
    pub date_naissance: Option<Date>,
    pub sexe: Option<String>,
    pub qpv: Option<bool>,
    pub niveau: Option<String>,
}

#[derive(FromQueryResult)]
struct ContratLu {
    jeune_id: Id<Jeune>,
    r#type: String,
    date_conclusion: Option<Date>,
    date_debut: Date,
    date_fin: Option<Date>,
    date_rupture: Option<Date>,
}

#[derive(FromQueryResult)]
struct EntreeLue {
    jeune_id: Id<Jeune>,
    code: String,
    date_entree: Date,
    issue: Option<String>,
    date_issue: Option<Date>,
}

#[derive(FromQueryResult)]
struct SuiviLu {
    jeune_id: Id<Jeune>,
    code: String,
    du: Option<Date>,
    au: Option<Date>,
    en_charge: bool,
    remet: bool,
}

#[derive(FromQueryResult)]
struct PrescripteurLu {
    jeune_id: Id<Jeune>,
    date: Date,
    r#type: String,
}

/// Facts by young person.
pub(super) struct Faits {
    pub civils: HashMap<Id<Jeune>, Civil>,
    contrats: HashMap<Id<Jeune>, Vec<Contrat>>,
    entrees: HashMap<Id<Jeune>, Vec<Entree>>,
    suivis: HashMap<Id<Jeune>, Vec<SuiviLu>>,
    pub prescripteurs: HashMap<Id<Jeune>, String>,
}

impl Faits {
    pub async fn lire(conn: &impl Executeur, ids: &[Id<Jeune>]) -> Resultat<Self> {
        let sql = "SELECT id, date_naissance, sexe, qpv, niveau FROM jeunes \
                   WHERE fusionne_dans IS NULL AND efface_le IS NULL AND id IN ";
        let civils = par_lots::<Civil>(conn, sql, ids).await?.into_iter().map(|c| (c.id, c)).collect();
        let mut contrats: HashMap<Id<Jeune>, Vec<Contrat>> = HashMap::new();
        let sql = "SELECT jeune_id, type, date_conclusion, date_debut, date_fin, date_rupture FROM contrats \
                   WHERE jeune_id IN ";
        for c in par_lots::<ContratLu>(conn, sql, ids).await? {
            if ALTERNANCE.contains(&c.r#type.as_str()) {
                let dates = Dates { debut: c.date_debut, fin: c.date_fin, rupture: c.date_rupture };
                let conclusion = c.date_conclusion.unwrap_or(c.date_debut);
                contrats.entry(c.jeune_id).or_default().push(Contrat { conclusion, dates });
            }
        }
        let mut entrees: HashMap<Id<Jeune>, Vec<Entree>> = HashMap::new();
        let sql = "SELECT p.jeune_id, a.code, p.date_entree, p.issue, p.date_issue FROM participations p \
                   JOIN actions a ON a.id = p.action_id WHERE p.jeune_id IN ";
        for e in par_lots::<EntreeLue>(conn, sql, ids).await? {
            // The definition of the day of the exit, as the report counts it.
            let le = e.date_issue.unwrap_or(e.date_entree);
            let positive = |issue: &String| sorties_positives(le).issues.contains(issue);
            let issue = e.issue.as_ref().map(|i| (positive(i), e.date_issue));
            entrees.entry(e.jeune_id).or_default().push(Entree { action: e.code, du: e.date_entree, issue });
        }
        let mut suivis: HashMap<Id<Jeune>, Vec<SuiviLu>> = HashMap::new();
        let sql = "SELECT a.jeune_id, s.code, a.du, a.au, a.en_charge, \
                   EXISTS (SELECT 1 FROM contrats c WHERE c.structure_id = a.structure_id) AS remet \
                   FROM accompagnements a JOIN structures s ON s.id = a.structure_id WHERE a.jeune_id IN ";
        for s in par_lots::<SuiviLu>(conn, sql, ids).await? {
            suivis.entry(s.jeune_id).or_default().push(s);
        }
        let mut premiers: HashMap<Id<Jeune>, (Date, String)> = HashMap::new();
        let sql = "SELECT o.jeune_id, o.date, s.type FROM positionnements o JOIN structures s ON s.id = o.prescripteur_id \
                   WHERE o.jeune_id IN ";
        for o in par_lots::<PrescripteurLu>(conn, sql, ids).await? {
            let lu = (o.date, o.r#type);
            premiers.entry(o.jeune_id).and_modify(|p| *p = p.clone().min(lu.clone())).or_insert(lu);
        }
        let prescripteurs = premiers.into_iter().map(|(j, (_, genre))| (j, genre)).collect();
        Ok(Self { civils, contrats, entrees, suivis, prescripteurs })
    }

    fn des(&self, jeune: &Id<Jeune>) -> &[SuiviLu] {
        self.suivis.get(jeune).map_or(&[], Vec::as_slice)
    }

    pub fn suivie_par(&self, jeune: &Id<Jeune>, structures: &[String]) -> bool {
        structures.is_empty() || self.des(jeune).iter().any(|s| structures.contains(&s.code))
    }

    /// Who was in charge on that day, or else who followed, by the order of their codes.
    pub fn site(&self, jeune: &Id<Jeune>, jour: Date) -> String {
        let alors = |s: &&SuiviLu| suivait(s.du, s.au, jour);
        let suivis = self.des(jeune);
        let mieux = suivis.iter().min_by_key(|s| (!alors(s), !s.en_charge, s.code.as_str()));
        mieux.map_or_else(inconnu, |s| s.code.clone())
    }

    pub fn personne(&self, jeune: &Id<Jeune>, depart: Date, reponses: Vec<(String, f64)>) -> Personne {
        let suivis = self.des(jeune);
        Personne {
            depart,
            contrats: self.contrats.get(jeune).cloned().unwrap_or_default(),
            contrats_remis: suivis.iter().any(|s| s.remet),
            suivis: suivis.iter().map(|s| s.au).collect(),
            entrees: self.entrees.get(jeune).cloned().unwrap_or_default(),
            reponses,
        }
    }
}
