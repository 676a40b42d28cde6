//! The SQL of asking for a file one may not see: looking for somebody, asking, answering.

use passerelle_base::{Date, plier};
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Instant;
use sea_orm::FromQueryResult;

use super::liens::lien;
use super::model::{Finalite, finalite_dite};
use super::ouverture::{Dossier, noter};
use super::partages::{self, Ouverture, Partage};
use super::rules::{ATTENTE, Repondant, dernier_jour, masque, qui_repond};
use super::suivi::en_charge;
use super::{predicats, referents};
use passerelle_socle::access::{Acteur, Action, Faits, Jeune, Objet, Role, Structure, may};
use passerelle_socle::db::{self, Executeur, Resultat, Tx};
use passerelle_socle::hors_vue::{self, Question};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::texte::{Libre, Texte};
use passerelle_socle::web::{Erreur, Etat};
use std::time::Duration;

/// How a person is looked for: everything is needed, nothing is guessed.
#[derive(Clone, Debug)]
pub(super) enum Criteres {
    /// Family name, given name, date of birth.
    Identite(String, String, Date),
    /// Code of a structure, and the number it gave.
    Numero(String, String),
}

/// Somebody found.
#[derive(Clone, Debug)]
pub(super) struct Trouve {
    pub id: Id<Jeune>,
    /// Masked, unless the file is open already.
    pub nom: String,
    pub structure: Option<String>,
    /// Whether the reader may open the file now.
    pub ouvert: bool,
    /// Whether their structure waits for an answer.
    pub attend: bool,
}

#[derive(FromQueryResult)]
struct Lu {
    id: Id<Jeune>,
    prenom: String,
    nom: String,
    structure: Option<String>,
    attend: bool,
}

/// Looks for somebody. Found or not, followed or not, the same questions are asked of the base and
/// it is told to the journal.
pub(super) async fn chercher(
    tx: &Tx,
    etat: &Etat,
    acteur: &Acteur,
    criteres: &Criteres,
) -> Result<Vec<Trouve>, Erreur> {
    hors_vue::essayer(tx, etat.horloge.maintenant(), acteur, Question::Recherche).await?;
    let structure = acteur.structure().unwrap_or_else(Id::nul);
    let (condition, valeurs) = match criteres {
        Criteres::Identite(nom, prenom, naissance) => (
            "j.nom_plie = $2 AND j.date_naissance = $3",
            [plier(&format!("{nom} {prenom}")).into(), (*naissance).into()],
        ),
        Criteres::Numero(code, numero) => (
            "j.id IN (SELECT n.jeune_id FROM numeros n JOIN structures s ON s.id = n.structure_id WHERE s.code = $2 AND n.numero = $3)",
            [code.clone().into(), numero.clone().into()],
        ),
    };
    let sql = format!(
        "SELECT j.id, j.prenom, j.nom, (SELECT s.nom FROM accompagnements a JOIN structures s ON s.id = a.structure_id \
         WHERE a.jeune_id = j.id AND {charge}) AS structure, \
         EXISTS (SELECT 1 FROM demandes_acces d WHERE d.jeune_id = j.id AND d.structure_id = $1 AND d.repondu_le IS NULL) AS attend \
         FROM jeunes j WHERE {condition} AND j.efface_le IS NULL AND j.fusionne_dans IS NULL ORDER BY j.id LIMIT 5",
        charge = predicats::en_charge("a"),
    );
    let lus: Vec<Lu> = db::lignes(tx, &sql, [structure.into()].into_iter().chain(valeurs)).await?;
    let ids: Vec<Id<Jeune>> = lus.iter().map(|l| l.id).collect();
    hors_vue::noter(tx, etat.horloge.maintenant(), acteur, Question::Recherche, &ids);
    let mut trouves = Vec::with_capacity(lus.len());
    for l in lus {
        let ouvert = ouvert(tx, etat, acteur, l.id).await?;
        let nom = nom(ouvert, &l.prenom, &l.nom);
        trouves.push(Trouve { id: l.id, nom, structure: l.structure, ouvert, attend: l.attend });
    }
    Ok(trouves)
}

/// Whether an actor may read a file now.
async fn ouvert(conn: &impl Executeur, etat: &Etat, acteur: &Acteur, jeune: Id<Jeune>) -> Resultat<bool> {
    let lien = lien(conn, acteur, etat.horloge.aujourdhui(), jeune).await?;
    Ok(lien.is_some_and(|l| may(acteur, Action::Consulter, Objet::Jeunes, &Faits::sur(l)).is_ok()))
}

fn nom(ouvert: bool, prenom: &str, nom: &str) -> String {
    match ouvert {
        true => passerelle_socle::web::nom_complet(prenom, nom),
        false => masque(prenom, nom),
    }
}

/// Whether this account's own search of the last day found this person. An identifier that came some other way leads
/// nowhere, as one that nobody has: the same question is asked of both.
async fn cherche(tx: &Tx, etat: &Etat, acteur: &Acteur, jeune: Id<Jeune>) -> Resultat<bool> {
    let sql = "SELECT count(*) FROM journal WHERE objet_id = $1 AND compte_id = $2 AND action = 'demander' AND detail = $3 \
               AND NOT refus AND instant > $4";
    let (depuis, compte) = (etat.horloge.maintenant() - Duration::from_hours(24), acteur.compte());
    let valeurs = [jeune.into(), compte.into(), Question::Recherche.mot().into(), depuis.into()];
    Ok(db::compter(tx, sql, valeurs).await? > 0)
}

/// Asks for a file that a search found. One that is open already is shown.
pub(super) async fn demander(
    tx: &Tx,
    etat: &Etat,
    acteur: &Acteur,
    jeune: Id<Jeune>,
    pourquoi: &Finalite,
) -> Result<(), Erreur> {
    let (Some(compte), Some(structure)) = (acteur.compte(), acteur.structure()) else {
        return Err(Erreur::Introuvable);
    };
    if ouvert(tx, etat, acteur, jeune).await? {
        return Err(Erreur::Demande("Ce dossier vous est déjà ouvert : vous le trouverez dans « Jeunes ».".into()));
    }
    if !cherche(tx, etat, acteur, jeune).await? {
        return Err(Erreur::Refuse { objet: Objet::DemandesAcces, id: jeune.into() });
    }
    // Found, and erased or brought together with another since.
    let sql = "SELECT count(*) FROM jeunes WHERE id = $1 AND efface_le IS NULL AND fusionne_dans IS NULL";
    if db::compter(tx, sql, [jeune.into()]).await? == 0 {
        return Err(Erreur::Introuvable);
    }
    let repond = qui_repond(referents::referent(tx, jeune).await?, en_charge(tx, jeune).await?);
    if matches!(repond, Repondant::Personne) {
        return Err(Erreur::Demande(
            "Personne ne suit ce jeune aujourd'hui : personne ne pourrait répondre. Prévenez la personne qui administre Passerelle.".into(),
        ));
    }
    let sql = "INSERT INTO demandes_acces (id, jeune_id, structure_id, compte_id, finalite, precisions, demande_le) \
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (jeune_id, structure_id) WHERE repondu_le IS NULL DO NOTHING";
    let id: Id<Demande> = db::nouvel_id();
    let valeurs = [
        id.into(),
        jeune.into(),
        structure.into(),
        compte.into(),
        pourquoi.code.into(),
        pourquoi.precisions.as_ref().libre(),
        etat.horloge.maintenant().into(),
    ];
    if db::executer(tx, sql, valeurs).await? == 0 {
        return Err(Erreur::Demande("Une demande de votre structure attend déjà une réponse pour ce jeune.".into()));
    }
    let entree = Entree::sur(Action::Demander, Objet::DemandesAcces).id(jeune).detail(pourquoi.code);
    journal::ecrire(tx, etat.horloge.maintenant(), acteur, entree);
    Ok(())
}

/// A request, as whoever answers or whoever asked reads it.
#[derive(Clone, Debug)]
pub struct Demande {
    pub id: Id<Demande>,
    /// About whom.
    pub jeune_id: Id<Jeune>,
    /// Their name, masked for whoever may not read the file.
    pub jeune: String,
    /// Whether the reader may open the file.
    pub ouvert: bool,
    /// Who asked.
    pub par: String,
    /// For which structure.
    pub structure: String,
    /// Code of the purpose.
    pub finalite: String,
    /// Its words.
    pub precisions: Option<String>,
    /// When.
    pub le: Instant,
    /// When it was answered.
    pub repondu_le: Option<Instant>,
    /// The last day of the share it opened.
    pub dernier_jour: Option<Date>,
    /// Why it was refused.
    pub motif_refus: Option<String>,
}

impl Demande {
    /// The purpose, in words.
    pub fn raison(&self) -> String {
        finalite_dite(&self.finalite, self.precisions.as_deref())
    }
}

#[derive(FromQueryResult)]
struct DemandeLue {
    id: Id<Demande>,
    jeune_id: Id<Jeune>,
    prenom: String,
    nom: String,
    par: String,
    structure: String,
    finalite: String,
    precisions: Option<String>,
    demande_le: Instant,
    repondu_le: Option<Instant>,
    partage_au: Option<Date>,
    motif_refus: Option<String>,
}

const DEMANDES: &str = "SELECT d.id, d.jeune_id, j.prenom, j.nom, c.nom AS par, s.nom AS structure, d.finalite, d.precisions, \
                        d.demande_le, d.repondu_le, p.au AS partage_au, d.motif_refus FROM demandes_acces d \
                        JOIN jeunes j ON j.id = d.jeune_id AND j.efface_le IS NULL JOIN comptes c ON c.id = d.compte_id \
                        JOIN structures s ON s.id = d.structure_id LEFT JOIN partages p ON p.id = d.partage_id";

impl DemandeLue {
    fn lue_par(self, ouvert: bool) -> Demande {
        Demande {
            id: self.id,
            jeune_id: self.jeune_id,
            jeune: nom(ouvert, &self.prenom, &self.nom),
            ouvert,
            par: self.par,
            structure: self.structure,
            finalite: self.finalite,
            precisions: self.precisions,
            le: self.demande_le,
            repondu_le: self.repondu_le,
            dernier_jour: self.partage_au.map(dernier_jour),
            motif_refus: self.motif_refus,
        }
    }
}

/// Requests that wait for this reader, the oldest first: those about young people they are référent
/// of and, for a responsable, about all those their structure is in charge of. `anciennes` keeps
/// those that have waited too long.
pub async fn recues(conn: &impl Executeur, etat: &Etat, acteur: &Acteur, anciennes: bool) -> Resultat<Vec<Demande>> {
    let (Some(compte), Some(structure)) = (acteur.compte(), acteur.structure()) else { return Ok(vec![]) };
    let attente = if anciennes { Duration::from_hours(24 * ATTENTE) } else { Duration::ZERO };
    let avant = etat.horloge.maintenant() - attente;
    let sql = format!(
        "{DEMANDES} WHERE d.repondu_le IS NULL AND d.demande_le <= $4 AND d.jeune_id IN (\
         SELECT r.jeune_id FROM referents r JOIN accompagnements a ON a.jeune_id = r.jeune_id AND a.structure_id = r.structure_id AND {suit} \
         WHERE r.compte_id = $1 AND r.structure_id = $2 AND {referent} \
         UNION SELECT a.jeune_id FROM accompagnements a WHERE a.structure_id = $2 AND {charge} AND $3) \
         ORDER BY d.demande_le, d.id",
        suit = predicats::suit("a"),
        referent = predicats::est_referent("r"),
        charge = predicats::en_charge("a"),
    );
    let responsable = acteur.role() == Some(Role::Responsable);
    let valeurs = [compte.into(), structure.into(), responsable.into(), avant.into()];
    let lues: Vec<DemandeLue> = db::lignes(conn, &sql, valeurs).await?;
    Ok(lues.into_iter().map(|d| d.lue_par(true)).collect())
}

/// Requests of one young person, the latest first, for whoever follows.
pub(super) async fn du_jeune(conn: &impl Executeur, jeune: Id<Jeune>) -> Resultat<Vec<Demande>> {
    let lues: Vec<DemandeLue> =
        db::lignes(conn, &format!("{DEMANDES} WHERE d.jeune_id = $1 ORDER BY d.demande_le DESC"), [jeune.into()])
            .await?;
    Ok(lues.into_iter().map(|d| d.lue_par(true)).collect())
}

/// The last requests of the structure at work, with their answers.
pub(super) async fn envoyees(conn: &impl Executeur, etat: &Etat, acteur: &Acteur) -> Resultat<Vec<Demande>> {
    let Some(structure) = acteur.structure() else { return Ok(vec![]) };
    let sql = format!("{DEMANDES} WHERE d.structure_id = $1 ORDER BY d.demande_le DESC, d.id LIMIT 50");
    let lues: Vec<DemandeLue> = db::lignes(conn, &sql, [structure.into()]).await?;
    let mut demandes = Vec::with_capacity(lues.len());
    for d in lues {
        let ouvert = ouvert(conn, etat, acteur, d.jeune_id).await?;
        demandes.push(d.lue_par(ouvert));
    }
    Ok(demandes)
}

#[derive(FromQueryResult)]
struct EnAttente {
    structure_id: Id<Structure>,
    finalite: String,
    precisions: Option<String>,
}

async fn en_attente(tx: &Tx, d: &Dossier, demande: Id<Demande>) -> Result<EnAttente, Erreur> {
    let sql = "SELECT structure_id, finalite, precisions FROM demandes_acces WHERE id = $1 AND jeune_id = $2 AND repondu_le IS NULL";
    let lue: Option<EnAttente> = db::ligne(tx, sql, [demande.into(), d.jeune().into()]).await?;
    lue.ok_or_else(|| Erreur::Demande("Cette demande a déjà reçu une réponse.".into()))
}

async fn repondre(
    tx: &Tx,
    etat: &Etat,
    d: &Dossier,
    demande: Id<Demande>,
    partage: Option<Id<Partage>>,
    motif: Option<&Texte>,
) -> Result<(), Erreur> {
    let sql = "UPDATE demandes_acces SET repondu_le = $2, repondu_par = $3, partage_id = $4, motif_refus = $5 \
               WHERE id = $1 AND repondu_le IS NULL";
    let valeurs = [
        demande.into(),
        etat.horloge.maintenant().into(),
        d.accorde().acteur().compte().into(),
        partage.into(),
        motif.libre(),
    ];
    if db::executer(tx, sql, valeurs).await? == 0 {
        return Err(Erreur::Demande("Cette demande a déjà reçu une réponse.".into()));
    }
    let detail = if partage.is_some() { "accord" } else { "refus" };
    noter(tx, etat, d, Action::Repondre, Objet::DemandesAcces, detail);
    Ok(())
}

/// Grants: the file is open until that day.
pub(super) async fn accorder(
    tx: &Tx,
    etat: &Etat,
    d: &Dossier,
    demande: Id<Demande>,
    jusque: Date,
) -> Result<(), Erreur> {
    let lue = en_attente(tx, d, demande).await?;
    let finalite =
        Finalite::lire(&lue.finalite, lue.precisions.as_deref().unwrap_or_default()).map_err(Erreur::Demande)?;
    let ouverture = Ouverture { structure: lue.structure_id, finalite, dernier_jour: jusque };
    let partage = partages::ouvrir(tx, etat, d, &ouverture).await?;
    repondre(tx, etat, d, demande, Some(partage), None).await
}

/// Refuses, and says why.
pub(super) async fn refuser(
    tx: &Tx,
    etat: &Etat,
    d: &Dossier,
    demande: Id<Demande>,
    motif: &Texte,
) -> Result<(), Erreur> {
    en_attente(tx, d, demande).await?;
    repondre(tx, etat, d, demande, None, Some(motif)).await
}
