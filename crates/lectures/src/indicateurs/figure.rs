//! What each figure counts, as a selection of rows.

use passerelle_base::{Date, Periode};

use passerelle_faits::actions::{Actions, DATES_DANS_PERIODE};
use passerelle_faits::contrats::{ALTERNANCE, Contrats};
use passerelle_faits::evenements::Evenements;
use passerelle_faits::participations::{Participations, sorties_positives};
use passerelle_faits::positionnements::Positionnements;
use passerelle_gens::partenariats::Partenariats;
use passerelle_gens::structures::TYPES;
use passerelle_socle::access::{Accorde, Action, AutrePreuve, Objet};
use passerelle_socle::db::Selection;
use passerelle_socle::web::{Parametres, Repertoire};

/// A figure of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Partnerships that reached a state in the period.
    Partenariats(&'static str),
    /// Events of a type in the period.
    Evenements(&'static str),
    /// Actions other than parcours sécurisés and group information.
    Actions,
    /// Parcours sécurisés, those that never opened included.
    ParcoursSecurises,
    /// Young people of a parcours (by the code of its action).
    Parcours(String, Mesure),
    /// Alternance contracts: of a structure (code), of a type.
    Contrats(Option<String>, Option<&'static str>),
    /// Positionnements: of a type of prescriber; `Some("")` when the prescriber is not known.
    Positionnements(Option<String>),
}

/// What is counted of a parcours, always in distinct young people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mesure {
    /// Entered.
    Accompagnes,
    /// Went to the end.
    Termines,
    /// Signed an apprenticeship contract.
    ContratApprentissage,
    /// Went on to another training.
    Formation,
    /// Found a job.
    Emploi,
    /// Left for something that counts as positive.
    SortiesPositives,
}

impl Mesure {
    /// All, in the order of the report.
    pub const TOUTES: [Self; 6] = [
        Self::Accompagnes,
        Self::Termines,
        Self::ContratApprentissage,
        Self::Formation,
        Self::Emploi,
        Self::SortiesPositives,
    ];

    /// Name in addresses and in the JSON report.
    pub fn cle(self) -> &'static str {
        match self {
            Self::Accompagnes => "accompagnes",
            Self::Termines => "termines",
            Self::ContratApprentissage => "contrat_apprentissage",
            Self::Formation => "formation",
            Self::Emploi => "emploi",
            Self::SortiesPositives => "sorties_positives",
        }
    }

    /// Condition on a participation under this alias.
    fn condition(self, alias: &str, le: Date) -> String {
        let parmi = |codes: &[&str]| format!("{alias}.issue IN ('{}')", codes.join("', '"));
        match self {
            Self::Accompagnes => "1 = 1".into(),
            Self::Termines => format!("{alias}.terminee"),
            Self::ContratApprentissage => parmi(&["contrat_apprentissage"]),
            Self::Formation => parmi(&["formation"]),
            Self::Emploi => parmi(&["emploi", "emploi_durable"]),
            Self::SortiesPositives => {
                let issues: Vec<&str> = sorties_positives(le).issues.iter().map(String::as_str).collect();
                parmi(&issues)
            }
        }
    }
}

const EVENEMENTS: [&str; 5] =
    ["rencontre_cfa_prescripteurs", "reunion_referents", "coordination", "information_collective", "promotion"];
const PARTENARIATS: [&str; 2] = ["initie", "perennise"];

impl Figure {
    /// The figure an address asks for.
    pub fn lire(cle: &str, p: &Parametres) -> Option<Self> {
        let parmi = |codes: &[&'static str]| codes.iter().find(|c| **c == p.lire("type")).copied();
        let rempli = |cle: &str| Some(p.lire(cle).to_owned()).filter(|v| !v.is_empty());
        Some(match cle {
            "partenariats" => Self::Partenariats(parmi(&PARTENARIATS)?),
            "evenements" => Self::Evenements(parmi(&EVENEMENTS)?),
            "actions" => Self::Actions,
            "parcours-securises" => Self::ParcoursSecurises,
            "parcours" => {
                let mesure = Mesure::TOUTES.into_iter().find(|m| m.cle() == p.lire("mesure"))?;
                Self::Parcours(rempli("action")?, mesure)
            }
            "contrats" => Self::Contrats(rempli("structure"), parmi(&ALTERNANCE)),
            "positionnements" => match rempli("prescripteur").as_deref() {
                None => Self::Positionnements(None),
                Some("non_connu") => Self::Positionnements(Some(String::new())),
                Some(genre) if TYPES.codes.contains(&genre) => Self::Positionnements(Some(genre.to_owned())),
                Some(_) => return None,
            },
            _ => return None,
        })
    }

    /// The address of its cases, without the period.
    fn parties(&self) -> (&'static str, Vec<(&'static str, String)>) {
        match self {
            Self::Partenariats(etat) => ("partenariats", vec![("type", (*etat).into())]),
            Self::Evenements(genre) => ("evenements", vec![("type", (*genre).into())]),
            Self::Actions => ("actions", vec![]),
            Self::ParcoursSecurises => ("parcours-securises", vec![]),
            Self::Parcours(code, mesure) => {
                ("parcours", vec![("action", code.clone()), ("mesure", mesure.cle().into())])
            }
            Self::Contrats(structure, genre) => {
                let structure = structure.iter().map(|s| ("structure", s.clone()));
                ("contrats", structure.chain(genre.iter().map(|g| ("type", (*g).into()))).collect())
            }
            Self::Positionnements(genre) => {
                let code = |g: &String| if g.is_empty() { "non_connu".to_owned() } else { g.clone() };
                ("positionnements", genre.iter().map(|g| ("prescripteur", code(g))).collect())
            }
        }
    }

    /// Path of the page of its cases.
    pub fn chemin(&self) -> String {
        format!("/bilan/cas/{}", self.parties().0)
    }

    /// Address of its cases over a period.
    pub fn adresse(&self, periode: &Periode) -> String {
        let (_, mut parties) = self.parties();
        parties.extend([("du", periode.du.to_string()), ("au", periode.au.to_string())]);
        Parametres::depuis(parties.into_iter().map(|(c, v)| (c.to_owned(), v))).avec(&self.chemin(), "", "")
    }

    /// How the rows it counts are shown.
    pub fn repertoire(&self, aujourdhui: Date) -> Box<dyn Repertoire> {
        match self {
            Self::Partenariats(_) => Box::new(Partenariats::default()),
            Self::Evenements(_) => Box::new(Evenements::default()),
            Self::Actions | Self::ParcoursSecurises => Box::new(Actions::default()),
            Self::Parcours(..) => Box::new(Participations::default()),
            Self::Contrats(..) => Box::new(Contrats::tous(aujourdhui)),
            Self::Positionnements(_) => Box::new(Positionnements::default()),
        }
    }

    /// The rows it counts over a period, for whoever reads figures or their cases.
    pub fn selection(&self, periode: &Periode, accorde: &Accorde) -> Result<Selection, AutrePreuve> {
        let lit = [Action::Lister, Action::Consulter, Action::Exporter, Action::Figer];
        accorde.pour(&lit, &[Objet::Bilans, Objet::Cas, Objet::TableauDeBord])?;
        Ok(self.lignes(periode, accorde))
    }

    /// The same, for the list of its cases, whose proof the list looks at. The proof of the figure's reader decides the
    /// columns; the rows are the figure's own.
    pub(super) fn lignes(&self, periode: &Periode, accorde: &Accorde) -> Selection {
        let toutes = self.repertoire(periode.au).selection(accorde, periode.au);
        let dans = |s: Selection, date: &str| {
            s.ou(&format!("{date} >= ?"), periode.du).ou(&format!("{date} <= ?"), periode.au)
        };
        match self {
            Self::Partenariats(etat) => dans(toutes.ou("p.etat = ?", *etat), "p.date"),
            Self::Evenements(genre) => dans(toutes.ou("e.type = ?", *genre), "e.date"),
            Self::Actions => {
                actions(toutes, periode).telle("a.type NOT IN ('parcours_securise', 'information_collective')")
            }
            Self::ParcoursSecurises => actions(toutes, periode).telle("a.type = 'parcours_securise'"),
            Self::Parcours(code, mesure) => parcours(toutes, code, *mesure, periode.au),
            Self::Contrats(structure, genre) => {
                let genres = genre.map_or_else(|| ALTERNANCE.join("', '"), str::to_owned);
                dans(toutes.telle(format!("c.type IN ('{genres}')")), "c.date_debut")
                    .ou_si("c.structure_id = (SELECT id FROM structures WHERE code = ?)", structure.clone())
            }
            Self::Positionnements(genre) => {
                let datees = dans(toutes, "p.date");
                match genre.as_deref() {
                    None => datees,
                    Some("") => datees.telle("p.prescripteur_id IS NULL"),
                    Some(genre) => datees.ou("p.prescripteur_id IN (SELECT id FROM structures WHERE type = ?)", genre),
                }
            }
        }
    }
}

fn actions(toutes: Selection, periode: &Periode) -> Selection {
    toutes.ou(DATES_DANS_PERIODE[0], periode.au).ou(DATES_DANS_PERIODE[1], periode.du)
}

/// One row a young person: the first entry that meets the condition stands for the person.
fn parcours(toutes: Selection, code: &str, mesure: Mesure, le: Date) -> Selection {
    let (ici, avant) = (mesure.condition("p", le), mesure.condition("q", le));
    toutes.ou("p.action_id = (SELECT id FROM actions WHERE code = ?)", code).telle(ici).telle(format!(
        "NOT EXISTS (SELECT 1 FROM participations q WHERE q.action_id = p.action_id AND q.jeune_id = p.jeune_id \
         AND q.date_entree < p.date_entree AND {avant})"
    ))
}
