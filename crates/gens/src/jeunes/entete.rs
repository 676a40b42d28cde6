//! The SQL of a record: who it is, who follows.

use passerelle_base::{Date, date_longue};
use sea_orm::FromQueryResult;

use crate::accompagnements::{Dossier, est_referent, partage_ouvert, suit};
use passerelle_socle::access::{Champ, Jeune, Structure};
use passerelle_socle::db::{self, Executeur, Resultat};
use passerelle_socle::ident::Id;

#[derive(FromQueryResult)]
pub(super) struct Lu {
    pub nom: String,
    pub prenom: String,
    pub date_naissance: Option<Date>,
    pub sexe: Option<String>,
    pub commune_insee: Option<String>,
    pub code_postal: Option<String>,
    pub qpv: Option<bool>,
    pub niveau: Option<String>,
    pub situation: Option<String>,
    pub date_premier_accueil: Option<Date>,
    pub telephone: Option<String>,
    pub courriel: Option<String>,
}

impl Lu {
    pub fn feminin(&self) -> bool {
        self.sexe.as_deref() == Some("F")
    }
}

#[derive(FromQueryResult)]
pub(super) struct Numero {
    pub structure: String,
    pub numero: String,
}

/// A structure that follows.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Membre {
    pub structure_id: Id<Structure>,
    /// Name.
    pub structure: String,
    /// Since when, if it is known.
    pub du: Option<Date>,
    /// Whether it is in charge.
    pub en_charge: bool,
}

/// A structure to which the file is open.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Ouverture {
    pub structure_id: Id<Structure>,
    /// Name.
    pub structure: String,
    /// Since when.
    pub du: Date,
    /// The first day it is closed.
    pub au: Date,
    /// What for.
    pub finalite: String,
}

impl Ouverture {
    /// The last day it is open, in words.
    pub fn dernier_jour(&self) -> String {
        date_longue(self.au.pred_opt().unwrap_or(self.au))
    }
}

/// Who answers for the path.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Referent {
    pub nom: String,
    /// Where they work.
    pub structure: String,
    /// Since when.
    pub du: Date,
}

/// Who follows, as of a day.
#[derive(Clone, Debug, Default)]
pub struct Suivi {
    /// Structures that accompany, the one in charge first.
    pub membres: Vec<Membre>,
    /// Structures to which the file is open.
    pub ouvertures: Vec<Ouverture>,
    /// The référent.
    pub referent: Option<Referent>,
}

/// Reads who it is through an open file.
pub(super) async fn lire(conn: &impl Executeur, dossier: &Dossier) -> Resultat<Option<Lu>> {
    let sql = "SELECT nom, prenom, date_naissance, sexe, commune_insee, code_postal, qpv, niveau, situation, \
               date_premier_accueil, telephone, courriel FROM jeunes WHERE id = $1";
    db::ligne(conn, sql, [dossier.jeune().into()]).await
}

/// The numbers that structures gave.
pub(super) async fn numeros(conn: &impl Executeur, jeune: Id<Jeune>) -> Resultat<Vec<Numero>> {
    let sql = "SELECT s.nom AS structure, n.numero FROM numeros n JOIN structures s ON s.id = n.structure_id \
               WHERE n.jeune_id = $1 ORDER BY s.nom, n.numero";
    db::lignes(conn, sql, [jeune.into()]).await
}

/// Reads who follows through an open file; nobody for whoever does not read that.
pub async fn suivi(conn: &impl Executeur, dossier: &Dossier, jour: Date) -> Resultat<Suivi> {
    if !dossier.voit(Champ::QuiSuit) {
        return Ok(Suivi::default());
    }
    let id = dossier.jeune();
    let sql = format!(
        "SELECT s.id AS structure_id, s.nom AS structure, a.du, a.en_charge FROM accompagnements a \
         JOIN structures s ON s.id = a.structure_id WHERE a.jeune_id = $1 AND {} ORDER BY a.en_charge DESC, s.nom",
        suit("a")
    );
    let membres = db::lignes(conn, &sql, [id.into()]).await?;
    let sql = format!(
        "SELECT s.id AS structure_id, s.nom AS structure, p.du, p.au, p.finalite FROM partages p \
         JOIN structures s ON s.id = p.structure_id WHERE p.jeune_id = $1 AND {} ORDER BY p.au, s.nom",
        partage_ouvert("p", "$2")
    );
    let ouvertures = db::lignes(conn, &sql, [id.into(), jour.into()]).await?;
    let sql = format!(
        "SELECT c.nom, s.nom AS structure, r.du FROM referents r JOIN comptes c ON c.id = r.compte_id \
         JOIN structures s ON s.id = r.structure_id WHERE r.jeune_id = $1 AND {}",
        est_referent("r")
    );
    Ok(Suivi { membres, ouvertures, referent: db::ligne(conn, &sql, [id.into()]).await? })
}

/// One turn of who follows, for the timeline.
#[derive(FromQueryResult)]
pub(super) struct Tour {
    pub date: Date,
    pub quoi: String,
    pub qui: String,
    pub detail: Option<String>,
}

/// When structures began and ended, when référents changed; nothing for whoever does not read that.
pub(super) async fn tours(conn: &impl Executeur, dossier: &Dossier) -> Resultat<Vec<Tour>> {
    if !dossier.voit(Champ::QuiSuit) {
        return Ok(vec![]);
    }
    let sql = "SELECT a.du AS date, 'debut' AS quoi, s.nom AS qui, CAST(NULL AS text) AS detail FROM accompagnements a \
               JOIN structures s ON s.id = a.structure_id WHERE a.jeune_id = $1 AND a.du IS NOT NULL \
               UNION ALL SELECT a.au, 'fin', s.nom, a.motif_fin FROM accompagnements a \
               JOIN structures s ON s.id = a.structure_id WHERE a.jeune_id = $1 AND a.au IS NOT NULL \
               UNION ALL SELECT r.du, 'referent', c.nom, r.motif FROM referents r \
               JOIN comptes c ON c.id = r.compte_id WHERE r.jeune_id = $1";
    db::lignes(conn, sql, [dossier.jeune().into()]).await
}
