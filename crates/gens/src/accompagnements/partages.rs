//! The SQL of files opened to other structures, for a reason and until a day.

use passerelle_base::{Date, plier};
use passerelle_socle::ident::Id;
use sea_orm::FromQueryResult;

use super::model::Finalite;
use super::ouverture::{Dossier, noter};
use super::predicats;
use super::rules::{dernier_jour, partage_ouvert, partage_restant, peut_recevoir, terme};
use crate::structures::TYPES;
use passerelle_socle::access::{Action, Jeune, Objet, Structure};
use passerelle_socle::db::{self, Executeur, Resultat, Tx};
use passerelle_socle::temps::Instant;
use passerelle_socle::texte::Libre;
use passerelle_socle::web::{Erreur, Etat};

/// A share, past or present.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Partage {
    pub id: Id<Partage>,
    /// To whom.
    pub structure_id: Id<Structure>,
    /// Its name.
    pub structure: String,
    /// Which structure opened it.
    pub par: Option<String>,
    /// Code of the purpose.
    pub finalite: String,
    /// Its words.
    pub precisions: Option<String>,
    /// First day.
    pub du: Date,
    /// First day it is closed.
    pub au: Date,
    /// When it was taken back, if it was.
    pub revoque_le: Option<Instant>,
}

impl Partage {
    /// Whether it opens the file on a day.
    pub(super) fn ouvert(&self, jour: Date) -> bool {
        partage_ouvert(self.du, self.au, self.revoque_le.is_some(), jour)
    }

    /// Whether it opens the file on a day or will later.
    pub(super) fn reste(&self, jour: Date) -> bool {
        partage_restant(self.au, self.revoque_le.is_some(), jour)
    }
}

/// All shares of a file, the latest first.
pub async fn du_jeune(conn: &impl Executeur, jeune: Id<Jeune>) -> Resultat<Vec<Partage>> {
    let sql = "SELECT p.id, p.structure_id, s.nom AS structure, t.nom AS par, p.finalite, p.precisions, p.du, p.au, p.revoque_le \
               FROM partages p JOIN structures s ON s.id = p.structure_id LEFT JOIN structures t ON t.id = p.par_structure_id \
               WHERE p.jeune_id = $1 ORDER BY p.au DESC, p.id DESC";
    db::lignes(conn, sql, [jeune.into()]).await
}

/// A structure a file may be opened to.
#[derive(Clone, Debug)]
pub struct Destinataire {
    pub id: Id<Structure>,
    pub nom: String,
    /// Type, in words.
    pub genre: &'static str,
}

#[derive(FromQueryResult)]
struct Lue {
    id: Id<Structure>,
    nom: String,
    r#type: String,
}

/// Structures found by a part of their name or by their code, that do not read the file yet. At most twenty.
pub(super) async fn destinataires(
    conn: &impl Executeur,
    jour: Date,
    jeune: Id<Jeune>,
    texte: &str,
) -> Resultat<Vec<Destinataire>> {
    let sql = format!(
        "SELECT s.id, s.nom, s.type FROM structures s WHERE (s.nom_plie LIKE $1 OR s.code = $2) \
         AND NOT {} AND NOT {} ORDER BY s.nom_plie, s.code LIMIT 60",
        predicats::suivi_par("$3", "s.id"),
        predicats::partage_avec("$3", "s.id", "$4"),
    );
    let valeurs = [format!("%{}%", plier(texte)).into(), texte.trim().into(), jeune.into(), jour.into()];
    Ok(recevables(db::lignes(conn, &sql, valeurs).await?, 20))
}

/// Those to which a structure opens files, the latest first: who is meant is most often among them.
pub(super) async fn habituels(
    conn: &impl Executeur,
    jour: Date,
    jeune: Id<Jeune>,
    par: Option<Id<Structure>>,
) -> Resultat<Vec<Destinataire>> {
    let sql = format!(
        "SELECT s.id, s.nom, s.type FROM structures s JOIN (SELECT structure_id, max(cree_le) AS dernier FROM partages \
         WHERE par_structure_id = $1 GROUP BY structure_id) p ON p.structure_id = s.id \
         WHERE NOT {} AND NOT {} ORDER BY p.dernier DESC, s.nom_plie LIMIT 12",
        predicats::suivi_par("$2", "s.id"),
        predicats::partage_avec("$2", "s.id", "$3"),
    );
    Ok(recevables(db::lignes(conn, &sql, [par.into(), jeune.into(), jour.into()]).await?, 8))
}

/// Those that may receive a file, in words.
fn recevables(lues: Vec<Lue>, combien: usize) -> Vec<Destinataire> {
    let un = |l: Lue| {
        let rang = TYPES.codes.iter().position(|c| *c == l.r#type);
        Destinataire { id: l.id, nom: l.nom, genre: rang.map_or("Autre", |r| TYPES.libelles[r]) }
    };
    lues.into_iter().filter(|l| peut_recevoir(&l.r#type)).take(combien).map(un).collect()
}

/// What is asked for: to whom, why, until which day (the last one).
#[derive(Clone, Debug)]
pub struct Ouverture {
    /// To whom.
    pub structure: Id<Structure>,
    /// Why.
    pub finalite: Finalite,
    /// The last day.
    pub dernier_jour: Date,
}

/// Opens the file; gives the identifier of the share.
pub(super) async fn ouvrir(tx: &Tx, etat: &Etat, d: &Dossier, o: &Ouverture) -> Result<Id<Partage>, Erreur> {
    let jour = etat.horloge.aujourdhui();
    let au = terme(jour, o.dernier_jour).map_err(Erreur::Demande)?;
    let sql = "SELECT id, nom, type FROM structures WHERE id = $1";
    let structure: Option<Lue> = db::ligne(tx, sql, [o.structure.into()]).await?;
    let Some(structure) = structure.filter(|s| peut_recevoir(&s.r#type)) else {
        return Err(Erreur::Demande("Choisissez une structure de la liste : un dossier ne s'ouvre ni à un employeur, ni à un financeur, ni à un évaluateur.".into()));
    };
    let jeune = d.jeune();
    let suit = predicats::suit("accompagnements");
    let sql = format!("SELECT count(*) FROM accompagnements WHERE jeune_id = $1 AND structure_id = $2 AND {suit}");
    if db::compter(tx, &sql, [jeune.into(), structure.id.into()]).await? > 0 {
        return Err(Erreur::Demande(format!("{} suit déjà ce jeune : le dossier lui est ouvert.", structure.nom)));
    }
    let restant = predicats::partage_restant("partages", "$3");
    let sql = format!("SELECT count(*) FROM partages WHERE jeune_id = $1 AND structure_id = $2 AND {restant}");
    if db::compter(tx, &sql, [jeune.into(), structure.id.into(), jour.into()]).await? > 0 {
        return Err(Erreur::Demande(format!("Le dossier est déjà ouvert à {} : prolongez ce partage.", structure.nom)));
    }
    let id: Id<Partage> = db::nouvel_id();
    let acteur = d.accorde().acteur();
    let sql = "INSERT INTO partages (id, jeune_id, structure_id, par_structure_id, finalite, precisions, du, au, cree_le, cree_par) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let valeurs = [
        id.into(),
        jeune.into(),
        structure.id.into(),
        acteur.structure().into(),
        o.finalite.code.into(),
        o.finalite.precisions.as_ref().libre(),
        jour.into(),
        au.into(),
        etat.horloge.maintenant().into(),
        acteur.compte().into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    let detail = format!("{} jusqu'au {}", o.finalite.code, o.dernier_jour);
    noter(tx, etat, d, Action::Partager, Objet::Partages, detail);
    Ok(id)
}

/// Takes a share back: nothing is read any more at the next request.
pub(super) async fn retirer(tx: &Tx, etat: &Etat, d: &Dossier, partage: Id<Partage>) -> Result<(), Erreur> {
    let restant = predicats::partage_restant("partages", "$4");
    let sql = format!("UPDATE partages SET revoque_le = $3 WHERE id = $1 AND jeune_id = $2 AND {restant}");
    let valeurs =
        [partage.into(), d.jeune().into(), etat.horloge.maintenant().into(), etat.horloge.aujourdhui().into()];
    if db::executer(tx, &sql, valeurs).await? == 0 {
        return Err(Erreur::Demande("Ce partage est déjà terminé.".into()));
    }
    noter(tx, etat, d, Action::Retirer, Objet::Partages, "revoque_le");
    Ok(())
}

/// Gives a running share a later end.
pub(super) async fn prolonger(
    tx: &Tx,
    etat: &Etat,
    d: &Dossier,
    partage: Id<Partage>,
    jusque: Date,
) -> Result<(), Erreur> {
    let jour = etat.horloge.aujourdhui();
    let au = terme(jour, jusque).map_err(Erreur::Demande)?;
    let encours = du_jeune(tx, d.jeune()).await?.into_iter().find(|p| p.id == partage && p.reste(jour));
    let Some(encours) = encours else {
        return Err(Erreur::Demande("Ce partage est terminé : ouvrez-en un nouveau.".into()));
    };
    if au <= encours.au {
        let fin = passerelle_base::date_longue(dernier_jour(encours.au));
        return Err(Erreur::Demande(format!(
            "Ce partage court déjà jusqu'au {fin} : choisissez un jour plus lointain."
        )));
    }
    let sql = "UPDATE partages SET au = $3 WHERE id = $1 AND jeune_id = $2";
    db::executer(tx, sql, [partage.into(), d.jeune().into(), au.into()]).await?;
    noter(tx, etat, d, Action::Partager, Objet::Partages, format!("au {jusque}"));
    Ok(())
}

/// Ends what was open to a structure that now follows.
pub(super) async fn fermer(tx: &Tx, etat: &Etat, jeune: Id<Jeune>, structure: Id<Structure>) -> Resultat<()> {
    let restant = predicats::partage_restant("partages", "$4");
    let sql = format!("UPDATE partages SET revoque_le = $3 WHERE jeune_id = $1 AND structure_id = $2 AND {restant}");
    let valeurs = [jeune.into(), structure.into(), etat.horloge.maintenant().into(), etat.horloge.aujourdhui().into()];
    db::executer(tx, &sql, valeurs).await?;
    Ok(())
}
