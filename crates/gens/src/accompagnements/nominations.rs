//! The SQL of naming référents of many at once: who waits for one, naming them, taking it back on the same day.

use std::fmt::Write as _;

use passerelle_base::Date;
use sea_orm::FromQueryResult;

use super::ouverture::{dossier, structure};
use super::predicats::{charge_de, en_charge, est_referent};
use super::referents::{Collegue, Referent, nommer_de};
use super::rules::repartir;
use passerelle_socle::access::{Accorde, Action, Jeune, Objet, Structure};
use passerelle_socle::db::{self, Executeur, Resultat, Tx};
use passerelle_socle::ident::Id;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::texte::Texte;
use passerelle_socle::web::{Erreur, Etat, nom_complet};

/// How many are shown at once: nobody names more in one look.
const PAGE: i64 = 100;

/// Somebody whom the structure is in charge of, without any référent.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct SansReferent {
    pub id: Id<Jeune>,
    pub prenom: String,
    pub nom: String,
    pub date_naissance: Option<Date>,
    pub date_premier_accueil: Option<Date>,
}

impl SansReferent {
    /// Name, as files write it.
    pub fn nom_complet(&self) -> String {
        nom_complet(&self.prenom, &self.nom)
    }
}

/// How many wait for one, of those first welcomed in a year.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Annee {
    /// « 2017 »; empty when nobody knows.
    pub annee: String,
    pub nombre: i64,
}

/// The year of a first welcome, in both engines: a day is written from its year.
const ANNEE: &str = "coalesce(substr(CAST(j.date_premier_accueil AS text), 1, 4), '')";

fn attendent() -> String {
    format!(
        "FROM jeunes j WHERE j.efface_le IS NULL AND j.fusionne_dans IS NULL AND j.id IN (SELECT a.jeune_id \
         FROM accompagnements a WHERE a.structure_id = $1 AND {}) AND NOT EXISTS (SELECT 1 FROM referents r \
         WHERE r.jeune_id = j.id AND {})",
        en_charge("a"),
        est_referent("r")
    )
}

/// How many wait, by year of first welcome, the latest first.
pub(super) async fn annees(conn: &impl Executeur, structure: Id<Structure>) -> Resultat<Vec<Annee>> {
    let sql =
        format!("SELECT {ANNEE} AS annee, count(*) AS nombre {} GROUP BY {ANNEE} ORDER BY annee DESC", attendent());
    db::lignes(conn, &sql, [structure.into()]).await
}

/// Those who wait, of that year when one is asked for, the latest welcomed first.
pub(super) async fn qui_attend(
    conn: &impl Executeur,
    structure: Id<Structure>,
    annee: Option<&str>,
) -> Resultat<Vec<SansReferent>> {
    let de_l_annee = annee.map_or(String::new(), |_| format!(" AND {ANNEE} = $2"));
    let sql = format!(
        "SELECT j.id, j.prenom, j.nom, j.date_naissance, j.date_premier_accueil {}{de_l_annee} \
         ORDER BY j.date_premier_accueil IS NULL, j.date_premier_accueil DESC, j.nom_plie, j.id LIMIT {PAGE}",
        attendent()
    );
    let valeurs = std::iter::once(structure.into()).chain(annee.map(Into::into));
    db::lignes(conn, &sql, valeurs).await
}

/// What came of naming many: each is told.
#[derive(Debug, Default)]
pub(super) struct Nommes {
    /// How many have one now.
    pub combien: i64,
    /// Who was left as they were, and why.
    pub laisses: Vec<String>,
}

impl Nommes {
    /// Who was left, in words; nothing when nobody was.
    pub fn laisses_dits(&self) -> Option<String> {
        const NOMMES: usize = 4;
        let mut dit = self.laisses.iter().take(NOMMES).cloned().collect::<Vec<_>>().join(" ");
        match self.laisses.len().saturating_sub(NOMMES) {
            _ if dit.is_empty() => return None,
            0 => {}
            autres => {
                let _ = write!(dit, " Et {autres} de plus dans le même cas.");
            }
        }
        Some(dit)
    }
}

#[derive(FromQueryResult)]
struct Lu {
    prenom: String,
    nom: String,
    a_charge: bool,
    referent: Option<String>,
}

/// Names a référent of each, in turn among colleagues. Whoever was closed or got one meanwhile is left, and told; of somebody whom
/// the structure never followed, nothing is done at all.
pub(super) async fn nommer(
    tx: &Tx,
    etat: &Etat,
    accorde: &Accorde,
    jeunes: &[Id<Jeune>],
    vers: &[Collegue],
) -> Result<Nommes, Erreur> {
    accorde.pour(&[Action::Creer], &[Objet::Referents])?;
    let structure = structure(accorde)?;
    let sql = format!(
        "SELECT j.prenom, j.nom, {} AS a_charge, (SELECT c.nom FROM referents r JOIN comptes c ON c.id = r.compte_id \
         WHERE r.jeune_id = j.id AND {}) AS referent FROM jeunes j WHERE j.id = $1 AND j.efface_le IS NULL \
         AND j.fusionne_dans IS NULL AND EXISTS (SELECT 1 FROM accompagnements a WHERE a.jeune_id = j.id AND a.structure_id = $2)",
        charge_de("j.id", "$2"),
        est_referent("r")
    );
    let (mut nommes, mut a_nommer) = (Nommes::default(), Vec::new());
    for jeune in jeunes {
        let lu: Option<Lu> = db::ligne(tx, &sql, [(*jeune).into(), structure.into()]).await?;
        let lu = lu.ok_or(Erreur::Introuvable)?;
        let nom = nom_complet(&lu.prenom, &lu.nom);
        match lu.referent {
            Some(qui) => nommes.laisses.push(format!("{nom} : {qui} est déjà référent.")),
            None if !lu.a_charge => nommes.laisses.push(format!("{nom} : votre structure n'en a plus la charge.")),
            None => a_nommer.push(*jeune),
        }
    }
    for (jeune, rang) in std::iter::zip(&a_nommer, repartir(a_nommer.len(), vers.len())) {
        let d = dossier(tx, etat, accorde, *jeune).await?;
        nommer_de(tx, etat, &d, &vers[rang], &Texte::default()).await?;
        nommes.combien += 1;
    }
    Ok(nommes)
}

/// Somebody of whom a référent was named today, by the reader.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Nomme {
    pub id: Id<Referent>,
    pub jeune_id: Id<Jeune>,
    prenom: String,
    nom: String,
    pub referent: String,
}

impl Nomme {
    /// Name, as files write it.
    pub fn nom_complet(&self) -> String {
        nom_complet(&self.prenom, &self.nom)
    }
}

/// Those whom the reader named today: the first référent of somebody, who still is. A handover is another gesture.
pub(super) async fn nommes(conn: &impl Executeur, accorde: &Accorde, jour: Date) -> Resultat<Vec<Nomme>> {
    let acteur = accorde.acteur();
    let sql = format!(
        "SELECT r.id, r.jeune_id, j.prenom, j.nom, c.nom AS referent FROM referents r JOIN jeunes j ON j.id = r.jeune_id \
         JOIN comptes c ON c.id = r.compte_id WHERE r.cree_par = $1 AND r.structure_id = $2 AND r.du = $3 AND {} \
         AND r.passation_id IS NULL AND NOT EXISTS (SELECT 1 FROM referents a WHERE a.jeune_id = r.jeune_id \
         AND a.id <> r.id AND a.au = r.du AND a.du < a.au) ORDER BY j.nom_plie, j.id",
        est_referent("r")
    );
    db::lignes(conn, &sql, [acteur.compte().into(), acteur.structure().into(), jour.into()]).await
}

/// Takes back what the reader named today; gives how many. Both facts stay: the period ends the day it began.
pub(super) async fn reprendre(
    tx: &Tx,
    etat: &Etat,
    accorde: &Accorde,
    lesquels: &[Id<Referent>],
) -> Result<i64, Erreur> {
    accorde.pour(&[Action::Creer], &[Objet::Referents])?;
    let jour = etat.horloge.aujourdhui();
    let siens = nommes(tx, accorde, jour).await?;
    let repris: Vec<&Nomme> = siens.iter().filter(|n| lesquels.contains(&n.id)).collect();
    for n in &repris {
        let sql = format!("UPDATE referents SET au = du WHERE id = $1 AND {}", est_referent("referents"));
        db::executer(tx, &sql, [n.id.into()]).await?;
    }
    let entree = Entree::sur(Action::Creer, Objet::Referents).detail("nomination reprise");
    let jeunes: Vec<Id<Jeune>> = repris.iter().map(|n| n.jeune_id).collect();
    journal::ecrire_lot(tx, etat.horloge.maintenant(), accorde.acteur(), &entree, &jeunes);
    Ok(repris.len() as i64)
}
