//! What was said of a request, in words.

use passerelle_base::{Date, date_longue};
use passerelle_socle::access::Structure;
use passerelle_socle::db::{self, Executeur, Resultat};
use passerelle_socle::ident::Id;
use sea_orm::FromQueryResult;

use super::model::{ETATS, Etat, Positionnement};
use crate::actions::MOTIFS;

/// Something said of a request, as people read it.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Mot {
    etat: String,
    date: Date,
    echeance: Option<Date>,
    code_motif: Option<String>,
    motif: Option<String>,
    structure_id: Option<Id<Structure>>,
    structure: Option<String>,
    auteur: Option<String>,
}

impl Mot {
    pub(super) fn libelle(&self) -> String {
        ETATS.libelle(&self.etat).to_owned()
    }
    pub(super) fn jour(&self) -> String {
        date_longue(self.date)
    }
    pub(super) fn date(&self) -> Date {
        self.date
    }
    /// « Trajet : le bus ne passe plus ».
    pub(super) fn raison(&self) -> Option<String> {
        let code = self.code_motif.as_deref().map(|c| MOTIFS.libelle(c).to_owned());
        match (code, self.motif.clone()) {
            (Some(code), Some(motif)) => Some(format!("{code} : {motif}")),
            (code, motif) => code.or(motif),
        }
    }
    pub(super) fn terme(&self) -> Option<String> {
        self.echeance.map(date_longue)
    }
    /// « Nadia F., CFA du Lac ».
    pub(super) fn qui(&self) -> String {
        [self.auteur.as_deref(), self.structure.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
    /// Whether a structure said it, and may take it back: the request itself is not taken back this way.
    pub(super) fn se_reprend(&self, structure: Option<Id<Structure>>) -> bool {
        self.structure_id.is_some() && self.structure_id == structure
    }
}

/// What was said of a request and stands, in order; what a file said of it when nothing else was.
pub(super) async fn mots(conn: &impl Executeur, id: Id<Positionnement>) -> Resultat<Vec<Mot>> {
    let sql = "SELECT e.etat, e.date, e.echeance, e.code_motif, e.motif, e.structure_id, s.nom AS structure, c.nom AS auteur \
               FROM positionnements_etats e LEFT JOIN structures s ON s.id = e.structure_id \
               LEFT JOIN comptes c ON c.id = e.compte_id WHERE e.positionnement_id = $1 AND e.retire_le IS NULL \
               ORDER BY e.note_le, e.id";
    let mut mots: Vec<Mot> = db::lignes(conn, sql, [id.into()]).await?;
    let sql = "SELECT p.etat, coalesce(p.date_etat, p.date) AS date, p.echeance, p.code_motif, p.motif, \
               CAST(NULL AS uuid) AS structure_id, CAST(NULL AS text) AS structure, CAST(NULL AS text) AS auteur \
               FROM positionnements p WHERE p.id = $1 AND p.etat IS NOT NULL";
    let montre: Option<Mot> = db::ligne(conn, sql, [id.into()]).await?;
    if let Some(montre) = montre
        && !mots.last().is_some_and(|m| m.etat == montre.etat && m.date == montre.date)
    {
        mots.push(montre);
    }
    Ok(mots)
}

/// How a state looks.
pub(super) fn ton(etat: Etat) -> &'static str {
    match etat {
        Etat::Accepte | Etat::Entre => " etat-positif",
        Etat::Propose | Etat::Vu | Etat::Offert | Etat::Expire => " etat-attention",
        _ => "",
    }
}
