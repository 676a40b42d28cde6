//! The SQL of référents: one at a time, named, handed over, alone or many together.

use passerelle_base::{Date, Id, date_longue};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::predicats::{en_charge, est_referent, suivi_par};
use super::rules::{passation, repartir};
use super::suivi::noter;
use super::{Dossier, dossier};
use passerelle_socle::access::{Accorde, Acteur, Action, Compte, Jeune, Objet, Structure};
use passerelle_socle::db::{self, ErreurBase, Executeur, Resultat, Selection, Tx};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::web::{Erreur, Etat, nom_complet};

/// A référent, past or present.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Referent {
    /// Identifier of the period.
    pub id: Uuid,
    /// The account.
    pub compte_id: Uuid,
    /// Name.
    pub nom: String,
    /// Structure they work for.
    pub structure_id: Uuid,
    /// Its name.
    pub structure: String,
    /// First day.
    pub du: Date,
    /// First day they are no longer.
    pub au: Option<Date>,
    /// Why they became it.
    pub motif: Option<String>,
}

impl Referent {
    /// The day it stopped, in words.
    pub fn fin(&self) -> String {
        self.au.map(date_longue).unwrap_or_default()
    }
}

/// Somebody who may become référent: a live habilitation in a structure that follows.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Collegue {
    /// The account.
    pub compte_id: Uuid,
    /// Name.
    pub nom: String,
    /// The structure.
    pub structure_id: Uuid,
    /// Its name.
    pub structure: String,
    /// How many young people they are référent of, there.
    pub charge: i64,
}

impl Collegue {
    /// What a form sends back to say who.
    pub fn cle(&self) -> String {
        format!("{}_{}", self.compte_id, self.structure_id)
    }
}

const REFERENTS: &str = "SELECT r.id, r.compte_id, c.nom, r.structure_id, s.nom AS structure, r.du, r.au, r.motif \
                         FROM referents r JOIN comptes c ON c.id = r.compte_id JOIN structures s ON s.id = r.structure_id";

fn les_collegues() -> String {
    format!(
        "SELECT c.id AS compte_id, c.nom, s.id AS structure_id, s.nom AS structure, \
         (SELECT count(*) FROM referents r WHERE r.compte_id = c.id AND r.structure_id = s.id AND {}) AS charge \
         FROM comptes c JOIN structures s ON 1 = 1 WHERE EXISTS (SELECT 1 FROM habilitations h WHERE h.compte_id = c.id \
         AND h.structure_id = s.id AND h.role IN ('conseiller', 'formateur', 'responsable') \
         AND h.du <= $1 AND (h.au IS NULL OR h.au > $1))",
        est_referent("r")
    )
}

/// All référents of a young person, the latest first.
pub async fn referents(conn: &impl Executeur, jeune: Id<Jeune>) -> Resultat<Vec<Referent>> {
    let sql = format!(
        "{REFERENTS} WHERE r.jeune_id = $1 ORDER BY CASE WHEN {} THEN 0 ELSE 1 END, r.du DESC, r.au DESC",
        est_referent("r")
    );
    db::lignes(conn, &sql, [jeune.uuid().into()]).await
}

/// The référent, if any.
pub async fn referent(conn: &impl Executeur, jeune: Id<Jeune>) -> Resultat<Option<Referent>> {
    let sql = format!("{REFERENTS} WHERE r.jeune_id = $1 AND {}", est_referent("r"));
    db::ligne(conn, &sql, [jeune.uuid().into()]).await
}

/// Who may become référent of a young person: those who work in a structure that follows.
pub(super) async fn eligibles(conn: &impl Executeur, etat: &Etat, jeune: Id<Jeune>) -> Resultat<Vec<Collegue>> {
    let sql = format!("{} AND {} ORDER BY s.nom_plie, c.nom, c.id", les_collegues(), suivi_par("$2", "s.id"));
    db::lignes(conn, &sql, [etat.horloge.maintenant().millis().into(), jeune.uuid().into()]).await
}

/// The colleagues of a structure who may be référents.
pub async fn collegues(conn: &impl Executeur, etat: &Etat, structure: Id<Structure>) -> Resultat<Vec<Collegue>> {
    let sql = format!("{} AND s.id = $2 ORDER BY c.nom, c.id", les_collegues());
    db::lignes(conn, &sql, [etat.horloge.maintenant().millis().into(), structure.uuid().into()]).await
}

/// Whoever is référent of somebody in a structure, even without any habilitation left: (account, name, how many).
pub(super) async fn sortants(conn: &impl Executeur, structure: Id<Structure>) -> Resultat<Vec<Collegue>> {
    let sql = format!(
        "SELECT r.compte_id, c.nom, r.structure_id, s.nom AS structure, count(*) AS charge \
         FROM referents r JOIN comptes c ON c.id = r.compte_id JOIN structures s ON s.id = r.structure_id \
         WHERE r.structure_id = $1 AND {} GROUP BY r.compte_id, c.nom, r.structure_id, s.nom ORDER BY c.nom, r.compte_id",
        est_referent("r")
    );
    db::lignes(conn, &sql, [structure.uuid().into()]).await
}

/// A young person of a référent.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Suivi {
    /// Who.
    pub id: Uuid,
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
pub(super) async fn suivis(conn: &impl Executeur, structure: Id<Structure>, compte: Uuid) -> Resultat<Vec<Suivi>> {
    let sql = format!(
        "SELECT j.id, j.prenom, j.nom, j.date_naissance, r.du FROM referents r JOIN jeunes j ON j.id = r.jeune_id \
         WHERE r.compte_id = $1 AND r.structure_id = $2 AND {} AND j.efface_le IS NULL AND j.fusionne_dans IS NULL \
         ORDER BY j.nom_plie, j.id",
        est_referent("r")
    );
    db::lignes(conn, &sql, [compte.into(), structure.uuid().into()]).await
}

/// Keeps a list to young people by their référent: `moi`, `sans` (those a structure in charge has to
/// give one to), or the identifier of an account of the structure at work.
pub fn par_referent(selection: Selection, acteur: &Acteur, valeur: &str, colonne: &str) -> Selection {
    let structure = acteur.structure().map_or_else(Uuid::nil, |s| s.uuid());
    let de = |selection: Selection, compte: Uuid| {
        let condition = format!(
            "{colonne} IN (SELECT r.jeune_id FROM referents r WHERE r.compte_id = ? AND r.structure_id = $S AND {})",
            est_referent("r")
        );
        selection.ou(&condition, compte).encore("$S", structure)
    };
    match valeur {
        "" => selection,
        "moi" => de(selection, acteur.compte().map_or_else(Uuid::nil, |c| c.uuid())),
        "sans" => selection
            .telle(format!(
                "NOT EXISTS (SELECT 1 FROM referents r WHERE r.jeune_id = {colonne} AND {})",
                est_referent("r")
            ))
            .ou_si(
                &format!(
                    "{colonne} IN (SELECT a.jeune_id FROM accompagnements a WHERE a.structure_id = ? AND {})",
                    en_charge("a")
                ),
                acteur.structure().map(|s| s.uuid()),
            ),
        // Words that name nobody keep nobody.
        autre => de(selection, autre.parse().unwrap_or_default()),
    }
}

/// What the base says when two people name at once, in words.
fn un_seul(e: ErreurBase) -> Erreur {
    let texte = e.to_string();
    match texte.contains("referents_un_seul")
        || texte.contains("referents_actuel")
        || texte.contains("referents.jeune_id")
    {
        true => Erreur::Demande("Un autre référent couvre déjà ces jours. Rouvrez la page pour voir qui.".into()),
        false => e.into(),
    }
}

async fn inscrire(
    tx: &Tx,
    d: &Dossier,
    vers: (Uuid, Uuid),
    (du, motif, lot): (Date, &str, Option<Uuid>),
) -> Result<(), Erreur> {
    let id: Id<Compte> = db::nouvel_id();
    let sql = "INSERT INTO referents (id, jeune_id, compte_id, structure_id, du, motif, cree_par, passation_id) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let valeurs = [
        id.uuid().into(),
        d.jeune().uuid().into(),
        vers.0.into(),
        vers.1.into(),
        du.into(),
        (!motif.is_empty()).then(|| motif.to_owned()).into(),
        d.accorde().acteur().compte().map(|c| c.uuid()).into(),
        lot.into(),
    ];
    db::executer(tx, sql, valeurs).await.map_err(un_seul)?;
    Ok(())
}

/// Names the first référent of a young person.
pub(super) async fn nommer(tx: &Tx, etat: &Etat, d: &Dossier, vers: &Collegue, motif: &str) -> Result<(), Erreur> {
    if let Some(r) = referent(tx, d.jeune()).await? {
        return Err(Erreur::Demande(format!("{} est déjà référent : passez la main plutôt que de nommer.", r.nom)));
    }
    let jour = etat.horloge.aujourdhui();
    inscrire(tx, d, (vers.compte_id, vers.structure_id), (jour, motif, None)).await?;
    noter(tx, etat, d, (Action::Creer, Objet::Referents), "compte_id, du");
    Ok(())
}

/// Ends the current period and begins the next, on the same day.
async fn remplacer(
    tx: &Tx,
    etat: &Etat,
    d: &Dossier,
    actuel: &Referent,
    vers: (Uuid, Uuid),
    (date, motif, lot): (Date, &str, Option<Uuid>),
) -> Result<(), Erreur> {
    let acteur = d.accorde().acteur();
    // A responsable hands over what their own structure holds; a référent, what is theirs.
    let sien = acteur.compte().is_some_and(|c| c.uuid() == actuel.compte_id);
    if !sien && acteur.structure().is_none_or(|s| s.uuid() != actuel.structure_id) {
        return Err(Erreur::Demande(format!(
            "{} est référent pour {} : sa structure passe la main.",
            actuel.nom, actuel.structure
        )));
    }
    if vers == (actuel.compte_id, actuel.structure_id) {
        return Err(Erreur::Demande(format!("{} est déjà référent.", actuel.nom)));
    }
    passation(etat.horloge.aujourdhui(), actuel.du, date).map_err(Erreur::Demande)?;
    let sql = format!("UPDATE referents SET au = $2 WHERE id = $1 AND {}", est_referent("referents"));
    if db::executer(tx, &sql, [actuel.id.into(), date.into()]).await? == 0 {
        return Err(Erreur::Demande("Quelqu'un vient de passer la main. Rouvrez la page pour voir qui.".into()));
    }
    inscrire(tx, d, vers, (date, motif, lot)).await
}

/// Hands one young person over.
pub(super) async fn passer(
    tx: &Tx,
    etat: &Etat,
    d: &Dossier,
    vers: &Collegue,
    (date, motif): (Date, &str),
) -> Result<(), Erreur> {
    let Some(actuel) = referent(tx, d.jeune()).await? else {
        return Err(Erreur::Demande("Ce jeune n'a pas de référent : nommez-en un.".into()));
    };
    remplacer(tx, etat, d, &actuel, (vers.compte_id, vers.structure_id), (date, motif, None)).await?;
    noter(tx, etat, d, (Action::Passer, Objet::Referents), "compte_id, du, au, motif");
    Ok(())
}

/// A handover of many.
#[derive(Clone, Debug)]
pub(super) struct Lot {
    /// Whose young people.
    pub de: Uuid,
    /// Which of them.
    pub jeunes: Vec<Uuid>,
    /// To whom, in turn.
    pub vers: Vec<Collegue>,
    /// From which day.
    pub date: Date,
    /// Why.
    pub motif: String,
}

/// Hands many young people over: all or none, each checked and journalled as if alone.
pub(super) async fn passer_lot(tx: &Tx, etat: &Etat, accorde: &Accorde, lot: &Lot) -> Result<Uuid, Erreur> {
    let Some(structure) = accorde.acteur().structure() else { return Err(Erreur::Introuvable) };
    let id: Id<Structure> = db::nouvel_id();
    let maintenant = etat.horloge.maintenant();
    let sql = "INSERT INTO passations (id, structure_id, de_compte_id, motif, date, faite_le, faite_par) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let valeurs = [
        id.uuid().into(),
        structure.uuid().into(),
        lot.de.into(),
        lot.motif.clone().into(),
        lot.date.into(),
        maintenant.millis().into(),
        accorde.acteur().compte().map(|c| c.uuid()).into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    for (jeune, rang) in std::iter::zip(&lot.jeunes, repartir(lot.jeunes.len(), lot.vers.len())) {
        let d = dossier(tx, etat, accorde, Id::from_uuid(*jeune)).await?;
        let actuel =
            referent(tx, d.jeune()).await?.filter(|r| r.compte_id == lot.de && r.structure_id == structure.uuid());
        let Some(actuel) = actuel else {
            return Err(Erreur::Demande(
                "La liste a changé depuis son affichage : rouvrez la page et recommencez.".into(),
            ));
        };
        let vers = (lot.vers[rang].compte_id, lot.vers[rang].structure_id);
        remplacer(tx, etat, &d, &actuel, vers, (lot.date, &lot.motif, Some(id.uuid()))).await?;
    }
    let entree = Entree::sur(Action::Passer, Objet::Referents).detail("compte_id, du, au, motif");
    journal::ecrire_lot(tx, maintenant, accorde.acteur(), &entree, &lot.jeunes);
    Ok(id.uuid())
}

/// A handover that was made.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Passation {
    pub id: Uuid,
    pub de_compte_id: Uuid,
    pub de: String,
    pub motif: String,
    pub date: Date,
    pub annulee_le: Option<i64>,
    pub nombre: i64,
}

const PASSATIONS: &str = "SELECT p.id, p.de_compte_id, c.nom AS de, p.motif, p.date, p.annulee_le, \
                          (SELECT count(*) FROM referents r WHERE r.passation_id = p.id) AS nombre \
                          FROM passations p JOIN comptes c ON c.id = p.de_compte_id WHERE p.structure_id = $1";

/// The last handovers of a structure.
pub(super) async fn passations(conn: &impl Executeur, structure: Id<Structure>) -> Resultat<Vec<Passation>> {
    db::lignes(conn, &format!("{PASSATIONS} ORDER BY p.faite_le DESC LIMIT 10"), [structure.uuid().into()]).await
}

/// Hands back what a handover gave, for those nobody has handed over since; gives how many.
pub(super) async fn annuler(tx: &Tx, etat: &Etat, accorde: &Accorde, passation: Uuid) -> Result<usize, Erreur> {
    #[derive(FromQueryResult)]
    struct Rendu {
        jeune_id: Uuid,
    }
    let Some(structure) = accorde.acteur().structure() else { return Err(Erreur::Introuvable) };
    let lue: Option<Passation> =
        db::ligne(tx, &format!("{PASSATIONS} AND p.id = $2"), [structure.uuid().into(), passation.into()]).await?;
    let lue = lue.ok_or(Erreur::Introuvable)?;
    if !collegues(tx, etat, structure).await?.iter().any(|c| c.compte_id == lue.de_compte_id) {
        return Err(Erreur::Demande(format!(
            "{} n'a plus de compte dans votre structure : passez la main à quelqu'un d'autre.",
            lue.de
        )));
    }
    let sql = "UPDATE passations SET annulee_le = $2 WHERE id = $1 AND annulee_le IS NULL";
    let maintenant = etat.horloge.maintenant();
    if db::executer(tx, sql, [passation.into(), maintenant.millis().into()]).await? == 0 {
        return Err(Erreur::Demande("Cette passation est déjà annulée.".into()));
    }
    let actuel = est_referent("r");
    let sql = format!("SELECT r.jeune_id FROM referents r WHERE r.passation_id = $1 AND {actuel} ORDER BY r.jeune_id");
    let rendus: Vec<Rendu> = db::lignes(tx, &sql, [passation.into()]).await?;
    let jeunes: Vec<Uuid> = rendus.into_iter().map(|r| r.jeune_id).collect();
    for jeune in &jeunes {
        let d = dossier(tx, etat, accorde, Id::from_uuid(*jeune)).await?;
        let Some(actuel) = referent(tx, d.jeune()).await? else { continue };
        let vers = (lue.de_compte_id, structure.uuid());
        let motif = "Passation annulée";
        remplacer(tx, etat, &d, &actuel, vers, (etat.horloge.aujourdhui(), motif, None)).await?;
    }
    let entree = Entree::sur(Action::Passer, Objet::Referents).detail("annulation");
    journal::ecrire_lot(tx, maintenant, accorde.acteur(), &entree, &jeunes);
    Ok(jeunes.len())
}
