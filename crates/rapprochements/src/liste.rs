//! The list of pairs.

use passerelle_base::Date;
use passerelle_documents::{Cellule, Colonne};
use passerelle_socle::temps::Instant;
use sea_orm::DbErr;

use super::model::{Accord, ETATS, Indice};
use super::rules::{ceux, pour_cent};
use super::store::visibles;
use crate::store::Paire;
use passerelle_socle::access::{Accorde, Action, Faits, Objet, may};
use passerelle_socle::db::{QueryResult, Selection};
use passerelle_socle::ident::Id;
use passerelle_socle::web::{Filtre, Parametres, Repertoire, Site, Vide, nom_complet, pastille};

/// Routes.
pub(super) fn site() -> Site {
    Site::nouveau().repertoire(
        ["/rapprochements", "/rapprochements.xlsx", "/rapprochements.csv"],
        Objet::Rapprochements,
        async |_, p| Ok(Rapprochements::demandes(&p)),
    )
}

/// Pairs, filtered.
#[derive(Debug)]
struct Rapprochements {
    etat: String,
}

impl Rapprochements {
    fn demandes(p: &Parametres) -> Self {
        Self { etat: p.lire("etat").to_owned() }
    }

    /// The state listed: those to review, unless another is asked for.
    fn voulu(&self) -> &str {
        if ETATS.codes.contains(&self.etat.as_str()) { &self.etat } else { "propose" }
    }
}

fn cherche(accorde: &Accorde) -> bool {
    may(accorde.acteur(), Action::Creer, Objet::Rapprochements, &Faits::default()).is_ok()
}

/// « Amina BELADOUR, 04/05/1999 »; a file that was brought into the other is known by it.
fn personne(ligne: &QueryResult, cote: &str) -> Result<String, DbErr> {
    let lire = |champ: &str| ligne.try_get_by::<String, _>(format!("{champ}_{cote}").as_str());
    let (prenom, nom) = (lire("prenom")?, lire("nom")?);
    if nom.is_empty() {
        return Ok("Réunie à l'autre fiche".into());
    }
    let naissance: Option<Date> = ligne.try_get_by(format!("naissance_{cote}").as_str())?;
    let ne = naissance.map(|d| format!(", {}", passerelle_base::date_courte(d))).unwrap_or_default();
    Ok(format!("{}{ne}", nom_complet(&prenom, &nom)))
}

impl Repertoire for Rapprochements {
    fn titre(&self) -> String {
        "Rapprochements".into()
    }
    fn intro(&self) -> String {
        "Deux fiches qui sont peut-être la même personne. Rien n'est réuni sans vous.".into()
    }
    fn objet(&self) -> Objet {
        Objet::Rapprochements
    }
    fn nom(&self) -> (&'static str, &'static str) {
        ("paire", "paires")
    }
    fn chemin(&self) -> String {
        "/rapprochements".into()
    }
    fn action(&self, accorde: &Accorde) -> Option<(&'static str, &'static str)> {
        cherche(accorde).then_some(("Chercher les doublons", "/rapprochements/recherche"))
    }
    fn autre_action(&self, accorde: &Accorde) -> Option<(&'static str, &'static str)> {
        cherche(accorde).then_some(("Rapprocher un fichier", "/rapprochements/fichiers"))
    }
    fn colonnes(&self, _: &Accorde) -> Vec<Colonne> {
        vec![
            Colonne::texte("a", "Première fiche"),
            Colonne::texte("b", "Seconde fiche"),
            Colonne::texte("probabilite", "Probabilité"),
            Colonne::texte("concorde", "Concorde"),
            Colonne::texte("differe", "Diffère"),
            Colonne::texte("etat", "État"),
        ]
    }
    fn filtres(&self) -> Vec<Filtre> {
        let autres = ETATS.choix().into_iter().filter(|(code, _)| *code != "propose");
        vec![Filtre::choix("etat", "État", "À revoir", autres, &self.etat)]
    }
    fn tris(&self) -> &'static [(&'static str, &'static str)] {
        &[("probabilite", "r.probabilite DESC, r.id"), ("etat", "r.propose_le DESC, r.id")]
    }
    fn selection(&self, accorde: &Accorde, jour: Date) -> Selection {
        visibles(accorde.acteur(), jour, self.voulu())
    }
    fn cellules(&self, ligne: &QueryResult, _: &Accorde) -> Result<Vec<Cellule>, DbErr> {
        let id: Id<Paire> = ligne.try_get_by("id")?;
        let indices: String = ligne.try_get_by("indices")?;
        let indices: Vec<Indice> = serde_json::from_str(&indices).unwrap_or_default();
        let etat: String = ligne.try_get_by("etat")?;
        let propose = ligne.try_get_by::<Instant, _>("propose_le")?.date_paris();
        Ok(vec![
            Cellule::from(personne(ligne, "a")?).avec_lien(format!("/rapprochements/{id}")),
            personne(ligne, "b")?.into(),
            pour_cent(ligne.try_get_by("probabilite")?).into(),
            ceux(&indices, &[Accord::Concorde]).into(),
            ceux(&indices, &[Accord::Differe, Accord::Ressemble]).into(),
            pastille(ETATS.libelle(&etat), (etat == "propose").then_some(propose)),
        ])
    }
    fn vide(&self, accorde: &Accorde) -> Vide {
        let phrase = match self.voulu() {
            "propose" => {
                "Aucune paire à revoir. Cette liste montrera les fiches qui sont peut-être la même personne, parmi celles qui vous \
                 sont ouvertes, après une recherche."
            }
            _ => "Aucune décision de ce genre, parmi les fiches qui vous sont ouvertes.",
        };
        Vide { phrase: phrase.into(), action: self.action(accorde) }
    }
}
