//! The SQL of handing over all that somebody holds: who leaves, whose young people, who takes them, and taking it back.

use passerelle_base::Date;
use passerelle_socle::ident::Id;
use sea_orm::FromQueryResult;

use super::ouverture::{dossier, structure};
use super::predicats::est_referent;
use super::referents::{Collegue, Releve, UnePassation, collegues, referent, remplacer};
use super::rules::{motif, repartir};
use passerelle_socle::access::{Accorde, Action, Compte, Jeune, Objet, Structure};
use passerelle_socle::db::{self, Executeur, Resultat, Tx};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::temps::Instant;
use passerelle_socle::texte::{Libre, Texte};
use passerelle_socle::web::{Erreur, Etat, nom_complet};

/// Whoever is référent of somebody in a structure, even without any habilitation left: (account, name, how many).
pub(super) async fn sortants(conn: &impl Executeur, structure: Id<Structure>) -> Resultat<Vec<Collegue>> {
    let sql = format!(
        "SELECT r.compte_id, c.nom, r.structure_id, s.nom AS structure, count(*) AS charge \
         FROM referents r JOIN comptes c ON c.id = r.compte_id JOIN structures s ON s.id = r.structure_id \
         WHERE r.structure_id = $1 AND {} GROUP BY r.compte_id, c.nom, r.structure_id, s.nom ORDER BY c.nom, r.compte_id",
        est_referent("r")
    );
    db::lignes(conn, &sql, [structure.into()]).await
}

/// A young person of a référent.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Suivi {
    /// Who.
    pub id: Id<Jeune>,
    /// Given name.
    pub prenom: String,
    /// Family name.
    pub nom: String,
    /// Date of birth.
    pub date_naissance: Option<Date>,
    /// Since when.
    pub du: Date,
}

impl Suivi {
    /// Name, as files write it.
    pub fn nom_complet(&self) -> String {
        nom_complet(&self.prenom, &self.nom)
    }
}

/// The young people somebody is référent of, in a structure.
pub(super) async fn suivis(
    conn: &impl Executeur,
    structure: Id<Structure>,
    compte: Id<Compte>,
) -> Resultat<Vec<Suivi>> {
    let sql = format!(
        "SELECT j.id, j.prenom, j.nom, j.date_naissance, r.du FROM referents r JOIN jeunes j ON j.id = r.jeune_id \
         WHERE r.compte_id = $1 AND r.structure_id = $2 AND {} AND j.efface_le IS NULL AND j.fusionne_dans IS NULL \
         ORDER BY j.nom_plie, j.id",
        est_referent("r")
    );
    db::lignes(conn, &sql, [compte.into(), structure.into()]).await
}

/// A handover of many.
#[derive(Clone, Debug)]
pub(super) struct Lot {
    /// Whose young people.
    pub de: Id<Compte>,
    /// Which of them.
    pub jeunes: Vec<Id<Jeune>>,
    /// To whom, in turn.
    pub vers: Vec<Collegue>,
    /// From which day.
    pub date: Date,
    /// Why.
    pub motif: Texte,
}

/// Hands many young people over: all or none, each checked and journalled as if alone.
pub(super) async fn passer_lot(tx: &Tx, etat: &Etat, accorde: &Accorde, lot: &Lot) -> Result<Id<UnePassation>, Erreur> {
    accorde.pour(&[Action::Passer], &[Objet::Referents])?;
    let structure = structure(accorde)?;
    let id: Id<UnePassation> = db::nouvel_id();
    let maintenant = etat.horloge.maintenant();
    let sql = "INSERT INTO passations (id, structure_id, de_compte_id, motif, date, faite_le, faite_par) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let valeurs = [
        id.into(),
        structure.into(),
        lot.de.into(),
        (&lot.motif).libre(),
        lot.date.into(),
        maintenant.into(),
        accorde.acteur().compte().into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    for (jeune, rang) in std::iter::zip(&lot.jeunes, repartir(lot.jeunes.len(), lot.vers.len())) {
        let d = dossier(tx, etat, accorde, *jeune).await?;
        let actuel = referent(tx, d.jeune()).await?.filter(|r| r.compte_id == lot.de && r.structure_id == structure);
        let Some(actuel) = actuel else {
            return Err(Erreur::Demande(
                "La liste a changé depuis son affichage : rouvrez la page et recommencez.".into(),
            ));
        };
        let Collegue { compte_id: compte, structure_id: structure, .. } = lot.vers[rang];
        let releve = Releve { compte, structure, du: lot.date, motif: &lot.motif, lot: Some(id) };
        remplacer(tx, etat, &d, &actuel, &releve).await?;
    }
    let entree = Entree::sur(Action::Passer, Objet::Referents).detail("compte_id, du, au, motif");
    journal::ecrire_lot(tx, maintenant, accorde.acteur(), &entree, &lot.jeunes);
    Ok(id)
}

/// A handover that was made.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Passation {
    pub id: Id<UnePassation>,
    pub de_compte_id: Id<Compte>,
    pub de: String,
    pub motif: String,
    pub date: Date,
    pub annulee_le: Option<Instant>,
    pub nombre: i64,
}

const PASSATIONS: &str = "SELECT p.id, p.de_compte_id, c.nom AS de, p.motif, p.date, p.annulee_le, \
                          (SELECT count(*) FROM referents r WHERE r.passation_id = p.id) AS nombre \
                          FROM passations p JOIN comptes c ON c.id = p.de_compte_id WHERE p.structure_id = $1";

/// The last handovers of a structure.
pub(super) async fn passations(conn: &impl Executeur, structure: Id<Structure>) -> Resultat<Vec<Passation>> {
    db::lignes(conn, &format!("{PASSATIONS} ORDER BY p.faite_le DESC LIMIT 10"), [structure.into()]).await
}

/// Hands back what a handover gave, for those nobody has handed over since; gives how many.
pub(super) async fn annuler(
    tx: &Tx,
    etat: &Etat,
    accorde: &Accorde,
    passation: Id<UnePassation>,
) -> Result<usize, Erreur> {
    #[derive(FromQueryResult)]
    struct Rendu {
        jeune_id: Id<Jeune>,
    }
    accorde.pour(&[Action::Passer], &[Objet::Referents])?;
    let structure = structure(accorde)?;
    let lue: Option<Passation> =
        db::ligne(tx, &format!("{PASSATIONS} AND p.id = $2"), [structure.into(), passation.into()]).await?;
    let lue = lue.ok_or(Erreur::Introuvable)?;
    if !collegues(tx, etat, structure).await?.iter().any(|c| c.compte_id == lue.de_compte_id) {
        return Err(Erreur::Demande(format!(
            "{} n'a plus de compte dans votre structure : passez la main à quelqu'un d'autre.",
            lue.de
        )));
    }
    let sql = "UPDATE passations SET annulee_le = $2 WHERE id = $1 AND annulee_le IS NULL";
    let maintenant = etat.horloge.maintenant();
    if db::executer(tx, sql, [passation.into(), maintenant.into()]).await? == 0 {
        return Err(Erreur::Demande("Cette passation est déjà annulée.".into()));
    }
    let actuel = est_referent("r");
    let sql = format!("SELECT r.jeune_id FROM referents r WHERE r.passation_id = $1 AND {actuel} ORDER BY r.jeune_id");
    let rendus: Vec<Rendu> = db::lignes(tx, &sql, [passation.into()]).await?;
    let jeunes: Vec<Id<Jeune>> = rendus.into_iter().map(|r| r.jeune_id).collect();
    let annulee = motif("Passation annulée").map_err(Erreur::Demande)?;
    for jeune in &jeunes {
        let d = dossier(tx, etat, accorde, *jeune).await?;
        let Some(actuel) = referent(tx, d.jeune()).await? else { continue };
        let du = etat.horloge.aujourdhui();
        let releve = Releve { compte: lue.de_compte_id, structure, du, motif: &annulee, lot: None };
        remplacer(tx, etat, &d, &actuel, &releve).await?;
    }
    let entree = Entree::sur(Action::Passer, Objet::Referents).detail("annulation");
    journal::ecrire_lot(tx, maintenant, accorde.acteur(), &entree, &jeunes);
    Ok(jeunes.len())
}
