//! The list of entries in actions.

use passerelle_base::Date;
use passerelle_documents::{Cellule, Colonne};
use sea_orm::{DbErr, FromQueryResult};

use super::model::ISSUES;
use crate::actions::UneAction;
use passerelle_gens::accompagnements::restreindre;
use passerelle_socle::access::{Accorde, Champ, Jeune, Objet};
use passerelle_socle::db::{self, Base, QueryResult, Resultat, Selection};
use passerelle_socle::fait::{Fait, Preuve};
use passerelle_socle::ident::Id;
use passerelle_socle::personne::FaitDe;
use passerelle_socle::web::{Filtre, Parametres, Repertoire, Site, Vide, cellule_jeune, colonne_jeune};

/// Routes.
pub fn site() -> Site {
    Site::nouveau().repertoire(
        ["/participations", "/participations.xlsx", "/participations.csv"],
        Objet::Participations,
        async |_, p| Ok(Participations::demandees(&p)),
    )
}

/// Entries, filtered.
#[derive(Debug, Default)]
pub struct Participations {
    issue: String,
}

impl Participations {
    fn demandees(p: &Parametres) -> Self {
        Self { issue: p.lire("issue").to_owned() }
    }
}

impl Repertoire for Participations {
    fn titre(&self) -> String {
        "Participations".into()
    }
    fn intro(&self) -> String {
        "Les entrées des jeunes dans les actions, et ce qui a suivi.".into()
    }
    fn objet(&self) -> Objet {
        Objet::Participations
    }
    fn nom(&self) -> (&'static str, &'static str) {
        ("participation", "participations")
    }
    fn chemin(&self) -> String {
        "/participations".into()
    }
    fn colonnes(&self, accorde: &Accorde) -> Vec<Colonne> {
        let autres = [
            Colonne::texte("action", "Action"),
            Colonne::texte("entree", "Entrée"),
            Colonne::texte("sortie", "Sortie"),
            Colonne::texte("terminee", "Terminée"),
            Colonne::texte("issue", "Ce qui a suivi"),
            Colonne::texte("date_issue", "Le"),
        ];
        colonne_jeune(accorde).into_iter().chain(autres).collect()
    }
    fn filtres(&self) -> Vec<Filtre> {
        vec![Filtre::choix("issue", "Ce qui a suivi", "Toutes les suites", ISSUES.choix(), &self.issue)]
    }
    fn tris(&self) -> &'static [(&'static str, &'static str)] {
        &[("entree", "p.date_entree DESC, p.id")]
    }
    fn selection(&self, accorde: &Accorde, jour: Date) -> Selection {
        let champs = "p.date_entree, p.date_sortie, p.terminee, p.issue, p.date_issue, j.id AS jeune_id, j.nom, \
                      j.prenom, a.id AS action_id, a.intitule";
        let jointures = "JOIN jeunes j ON j.id = p.jeune_id JOIN actions a ON a.id = p.action_id";
        let toutes = Selection::nouvelle(champs, "participations p", jointures);
        restreindre(toutes, &accorde.perimetre(), jour, "p.jeune_id")
            .ou_si("p.issue = ?", (!self.issue.is_empty()).then(|| self.issue.clone()))
    }
    fn cellules(&self, ligne: &QueryResult, accorde: &Accorde) -> Result<Vec<Cellule>, DbErr> {
        let action: Id<UneAction> = ligne.try_get_by("action_id")?;
        let issue: Option<String> = ligne.try_get_by("issue")?;
        let autres = [
            Cellule::from(ligne.try_get_by::<String, _>("intitule")?).avec_lien(format!("/actions/{action}")),
            ligne.try_get_by::<Date, _>("date_entree")?.into(),
            ligne.try_get_by::<Option<Date>, _>("date_sortie")?.into(),
            ligne.try_get_by::<Option<bool>, _>("terminee")?.into(),
            issue.map(|i| ISSUES.libelle(&i).to_owned()).into(),
            ligne.try_get_by::<Option<Date>, _>("date_issue")?.into(),
        ];
        Ok(cellule_jeune(ligne, accorde)?.into_iter().chain(autres).collect())
    }
    fn vide(&self, _: &Accorde) -> Vide {
        Vide {
            phrase: "Aucune participation ne répond à ces filtres. Elles viennent des fichiers participations.csv de ceux qui portent les actions.".into(),
            action: None,
        }
    }
}

#[derive(FromQueryResult)]
struct Lue {
    jeune_id: Id<Jeune>,
    genre: String,
    intitule: String,
    porteur: Option<String>,
    date_entree: Date,
    date_sortie: Option<Date>,
    issue: Option<String>,
    date_issue: Option<Date>,
}

/// The facts of some people.
pub(super) async fn des_jeunes(base: &Base, jeunes: &[Id<Jeune>]) -> Resultat<Vec<FaitDe>> {
    let sql = format!(
        "SELECT p.jeune_id, a.type AS genre, a.intitule, s.nom AS porteur, p.date_entree, p.date_sortie, p.issue, \
         p.date_issue FROM participations p JOIN actions a ON a.id = p.action_id \
         LEFT JOIN structures s ON s.id = a.porteur_id WHERE p.jeune_id IN ({})",
        db::places(jeunes.len())
    );
    let lues: Vec<Lue> = db::lignes(base.lecture(), &sql, jeunes.iter().map(|j| (*j).into())).await?;
    let faits = lues.into_iter().flat_map(|l| {
        let jeune = l.jeune_id;
        let source = l.porteur.clone().unwrap_or_default();
        let fait = |date, titre: &str| Fait::nouveau(date, Champ::Parcours, titre).source(source.clone());
        let issue = l.date_issue.zip(l.issue.as_deref()).map(|(date, issue)| {
            let suite = fait(date, "Après l'action").detail(ISSUES.libelle(issue));
            match issue {
                "emploi_durable" => suite.preuve(Preuve::Emploi { durable: true }),
                "emploi" | "contrat_apprentissage" | "contrat_professionnalisation" => {
                    suite.preuve(Preuve::Emploi { durable: false })
                }
                _ => suite,
            }
        });
        let entree = match l.genre.as_str() {
            "parcours_securise" | "passerelle" | "formation" => Preuve::Demarche,
            _ => Preuve::Decouverte,
        };
        [
            Some(fait(l.date_entree, "Entrée dans l'action").detail(&l.intitule).preuve(entree)),
            l.date_sortie.map(|d| fait(d, "Sortie de l'action").detail(&l.intitule)),
            issue,
        ]
        .into_iter()
        .flatten()
        .map(|fait| FaitDe { jeune, fait })
        .collect::<Vec<_>>()
    });
    Ok(faits.collect())
}
