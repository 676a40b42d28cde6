//! The free period of a contract, from what the base knows of the time of its apprentice.

use passerelle_base::Date;
use passerelle_socle::access::{Jeune, Structure};
use passerelle_socle::db::{self, Executeur, Resultat};
use passerelle_socle::ident::Id;
use sea_orm::FromQueryResult;

use super::modifications::{Cle, Modification, du_contrat};
use super::parametres::{PeriodeLibre, periode_libre};
use super::pratique::{Avancee, Temps, avancee};
use crate::absences::{self, Absence};
use crate::calendriers::{Plage, au_cfa};

/// What the free period is counted from.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Signe {
    pub structure_id: Id<Structure>,
    pub jeune_id: Id<Jeune>,
    pub r#type: String,
    pub cfa_id: Option<Id<Structure>>,
    pub calendrier: Option<String>,
    pub date_conclusion: Option<Date>,
    pub date_debut: Date,
    pub date_fin: Option<Date>,
    pub date_rupture: Option<Date>,
}

/// A free period, and the facts that moved it.
#[derive(Clone, Debug)]
pub(super) struct Libre {
    pub texte: &'static PeriodeLibre,
    pub avancee: Avancee,
    pub absences: Vec<Absence>,
    pub modifications: Vec<Modification>,
}

/// That of a contract on a day; only a contract of apprenticeship has one.
pub(super) async fn lire(conn: &impl Executeur, c: &Signe, au: Date) -> Resultat<Option<Libre>> {
    if c.r#type != "apprentissage" {
        return Ok(None);
    }
    let cle = Cle { structure: c.structure_id, jeune: c.jeune_id, genre: &c.r#type, debut: c.date_debut };
    let modifications = du_contrat(conn, cle).await?;
    let fin = c.date_rupture.or(c.date_fin);
    let plage = Plage { debut: c.date_debut, fin: fin.unwrap_or(au) };
    let absences = absences::du_jeune(conn, c.jeune_id, plage).await?;
    let au_cfa = match (c.cfa_id, c.calendrier.as_deref()) {
        (Some(cfa), Some(code)) => au_cfa(conn, cfa, code).await?,
        _ => vec![],
    };
    let suspensions: Vec<Plage> = modifications.iter().filter_map(Modification::suspension).collect();
    let jours: Vec<Date> = absences.iter().filter(|a| a.prive_l_entreprise()).map(|a| a.date).collect();
    let temps = Temps { debut: c.date_debut, fin, au_cfa: &au_cfa, absences: &jours, suspensions: &suspensions };
    let texte = periode_libre(c.date_conclusion.unwrap_or(c.date_debut));
    let avancee = avancee(&temps, texte.duree, au);
    Ok(Some(Libre { texte, avancee, absences, modifications }))
}

/// The free period of somebody's contract.
#[derive(Debug)]
pub struct Periode {
    /// Whose it is.
    pub jeune: Id<Jeune>,
    /// Where it stands.
    pub avancee: Avancee,
}

/// That of the contract of apprenticeship that somebody has on a day: the last begun by then, or else the next. `None` when
/// they have none.
pub async fn periode(conn: &impl Executeur, structure: &str, numero: &str, au: Date) -> Resultat<Option<Periode>> {
    let sql = "SELECT c.structure_id, c.jeune_id, c.type, c.cfa_id, c.calendrier, c.date_conclusion, c.date_debut, \
               c.date_fin, c.date_rupture FROM contrats c JOIN numeros n ON n.jeune_id = c.jeune_id \
               JOIN structures s ON s.id = n.structure_id \
               WHERE s.code = $1 AND n.numero = $2 AND c.type = 'apprentissage' \
               ORDER BY CASE WHEN c.date_debut <= $3 THEN 0 ELSE 1 END, \
               CASE WHEN c.date_debut <= $3 THEN c.date_debut END DESC, c.date_debut LIMIT 1";
    let signe: Option<Signe> = db::ligne(conn, sql, [structure.into(), numero.into(), au.into()]).await?;
    let Some(signe) = signe else { return Ok(None) };
    let libre = lire(conn, &signe, au).await?;
    Ok(libre.map(|libre| Periode { jeune: signe.jeune_id, avancee: libre.avancee }))
}
