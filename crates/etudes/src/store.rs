//! The SQL of studies, of what is added to them, and of the results of their extracts.

use passerelle_base::Date;
use passerelle_socle::temps::{Horloge, Instant};
use sea_orm::FromQueryResult;

use super::model::Protocole;
use passerelle_socle::access::{Accorde, Acteur, Action, Jeune, Objet};
use passerelle_socle::db::{self, Base, Executeur, Resultat, Tx};
use passerelle_socle::destruction::Permis;
use passerelle_socle::ident::Id;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::texte::{Libre, Texte};
use passerelle_socle::web::Etat;

/// A study.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Etude {
    pub id: Id<Etude>,
    pub titre: String,
    pub protocole: String,
    pub proces_verbal: Option<String>,
    pub cree_par: String,
    pub enregistree_le: Option<Instant>,
    pub enregistree_par: Option<String>,
    pub empreinte: Option<String>,
    pub premiere_issue: Option<Date>,
}

impl Etude {
    /// The protocol, as it was written.
    pub fn lire(&self) -> anyhow::Result<Protocole> {
        Ok(serde_json::from_str(&self.protocole)?)
    }
    /// The day it was registered.
    pub fn enregistree(&self) -> Option<Date> {
        self.enregistree_le.map(|le| le.date_paris())
    }
}

const LIRE: &str = "SELECT e.id, e.titre, e.protocole, e.proces_verbal, e.cree_par, e.enregistree_le, \
                    e.enregistree_par, e.empreinte, e.premiere_issue FROM etudes e";

/// What is done to a study begins by reading it.
const OUVRENT: [Action; 5] = [Action::Consulter, Action::Exporter, Action::Creer, Action::Modifier, Action::Retirer];

/// All studies, the latest first.
pub(super) async fn lister(conn: &impl Executeur, accorde: &Accorde) -> Resultat<Vec<Etude>> {
    accorde.pour(&[Action::Lister], &[Objet::Etudes])?;
    db::lignes(conn, &format!("{LIRE} ORDER BY e.cree_le DESC, e.id DESC"), []).await
}

/// One of them.
pub(super) async fn lire(conn: &impl Executeur, accorde: &Accorde, id: Id<Etude>) -> Resultat<Option<Etude>> {
    accorde.pour(&OUVRENT, &[Objet::Etudes])?;
    db::ligne(conn, &format!("{LIRE} WHERE e.id = $1"), [id.into()]).await
}

fn noter(tx: &Tx, etat: &Etat, acteur: &Acteur, entree: Entree) {
    journal::ecrire(tx, etat.horloge.maintenant(), acteur, entree);
}

/// A protocol and its minutes are hashed: they are kept to the letter, or refused.
fn juger(p: &Protocole, minutes: Option<&str>) -> Resultat<()> {
    for texte in [&*p.titre, &*p.octets()].into_iter().chain(minutes) {
        Texte::tel_quel(texte, usize::MAX)?;
    }
    Ok(())
}

/// Keeps a draft.
pub(super) async fn creer(
    tx: &Tx,
    horloge: &dyn Horloge,
    acteur: &Acteur,
    p: &Protocole,
    minutes: Option<&str>,
) -> Resultat<Id<Etude>> {
    juger(p, minutes)?;
    let (id, maintenant) = (db::nouvel_id(), horloge.maintenant());
    let sql =
        "INSERT INTO etudes (id, titre, protocole, proces_verbal, cree_le, cree_par) VALUES ($1, $2, $3, $4, $5, $6)";
    let valeurs =
        [id.into(), p.titre.clone().into(), p.octets().into(), minutes.into(), maintenant.into(), acteur.nom().into()];
    db::executer(tx, sql, valeurs).await?;
    journal::ecrire(tx, maintenant, acteur, Entree::sur(Action::Creer, Objet::Etudes).id(id));
    Ok(id)
}

/// Writes a draft again, with the minutes it now goes with; `false` when it was registered meanwhile.
pub(super) async fn modifier(
    tx: &Tx,
    etat: &Etat,
    acteur: &Acteur,
    id: Id<Etude>,
    p: &Protocole,
    minutes: Option<&str>,
) -> Resultat<bool> {
    juger(p, minutes)?;
    let sql =
        "UPDATE etudes SET titre = $2, protocole = $3, proces_verbal = $4 WHERE id = $1 AND enregistree_le IS NULL";
    let valeurs = [id.into(), p.titre.clone().into(), p.octets().into(), minutes.into()];
    if db::executer(tx, sql, valeurs).await? == 0 {
        return Ok(false);
    }
    noter(tx, etat, acteur, Entree::sur(Action::Modifier, Objet::Etudes).id(id).detail("protocole"));
    Ok(true)
}

/// Joins the minutes of a draw to a draft, and their hash to its protocol.
pub(super) async fn joindre(
    tx: &Tx,
    etat: &Etat,
    acteur: &Acteur,
    id: Id<Etude>,
    p: &Protocole,
    minutes: &str,
) -> Resultat<bool> {
    juger(p, Some(minutes))?;
    let sql = "UPDATE etudes SET protocole = $2, proces_verbal = $3 WHERE id = $1 AND enregistree_le IS NULL";
    if db::executer(tx, sql, [id.into(), p.octets().into(), minutes.into()]).await? == 0 {
        return Ok(false);
    }
    noter(tx, etat, acteur, Entree::sur(Action::Modifier, Objet::Etudes).id(id).detail("procès-verbal"));
    Ok(true)
}

/// Forgets a draft; `false` when it was registered.
pub(super) async fn supprimer(tx: &Tx, etat: &Etat, acteur: &Acteur, id: Id<Etude>) -> Resultat<bool> {
    let sql = "DELETE FROM etudes WHERE id = $1 AND enregistree_le IS NULL";
    if db::executer(tx, sql, [id.into()]).await? == 0 {
        return Ok(false);
    }
    noter(tx, etat, acteur, Entree::sur(Action::Retirer, Objet::Etudes).id(id).detail("brouillon"));
    Ok(true)
}

/// Freezes a protocol; `None` when it was frozen already, or else its hash.
pub(super) async fn enregistrer(
    tx: &Tx,
    horloge: &dyn Horloge,
    acteur: &Acteur,
    id: Id<Etude>,
    protocole: &str,
    premiere: Option<Date>,
) -> Resultat<Option<String>> {
    let (empreinte, maintenant) = (db::empreinte(protocole.as_bytes()), horloge.maintenant());
    // The bytes hashed are the bytes kept: a draft changed meanwhile is not registered unread.
    let sql = "UPDATE etudes SET enregistree_le = $2, enregistree_par = $3, empreinte = $4, premiere_issue = $5 \
               WHERE id = $1 AND enregistree_le IS NULL AND protocole = $6";
    let valeurs = [
        id.into(),
        maintenant.into(),
        acteur.nom().into(),
        empreinte.clone().into(),
        premiere.into(),
        protocole.into(),
    ];
    if db::executer(tx, sql, valeurs).await? == 0 {
        return Ok(None);
    }
    let entree = Entree::sur(Action::Figer, Objet::Etudes).id(id).detail(format!("protocole {empreinte}"));
    journal::ecrire(tx, maintenant, acteur, entree);
    Ok(Some(empreinte))
}

/// What was added to a registered protocol.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Amendement {
    pub rang: i64,
    pub texte: String,
    pub motif: String,
    pub ajoute_le: Instant,
    pub ajoute_par: String,
    pub empreinte: String,
}

/// The amendments of a study, in order.
pub(super) async fn amendements(conn: &impl Executeur, etude: Id<Etude>) -> Resultat<Vec<Amendement>> {
    let sql = "SELECT rang, texte, motif, ajoute_le, ajoute_par, empreinte FROM etudes_amendements \
               WHERE etude_id = $1 ORDER BY rang";
    db::lignes(conn, sql, [etude.into()]).await
}

/// What is amended, and why.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amende<'a> {
    pub texte: &'a Texte,
    pub motif: &'a Texte,
}

/// Adds one; its hash covers the one before, or the protocol.
pub(super) async fn amender(
    tx: &Tx,
    etat: &Etat,
    acteur: &Acteur,
    etude: Id<Etude>,
    empreinte: &str,
    Amende { texte, motif }: Amende<'_>,
) -> Resultat<()> {
    let avant = amendements(tx, etude).await?;
    let precedente = avant.last().map_or(empreinte, |a| &a.empreinte);
    let maintenant = etat.horloge.maintenant();
    let rang = avant.len() as i64 + 1;
    let contenu = serde_json::json!([precedente, rang, &**texte, &**motif, maintenant.millis(), acteur.nom()]);
    let sql = "INSERT INTO etudes_amendements (etude_id, rang, texte, motif, ajoute_le, ajoute_par, empreinte) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let valeurs = [
        etude.into(),
        rang.into(),
        texte.libre(),
        motif.libre(),
        maintenant.into(),
        acteur.nom().into(),
        db::empreinte(contenu.to_string().as_bytes()).into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    noter(tx, etat, acteur, Entree::sur(Action::Modifier, Objet::Etudes).id(etude).detail("amendement"));
    Ok(())
}

/// An extract, without its bytes.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Extrait {
    pub id: Id<Extrait>,
    pub jour: Date,
    pub fait_le: Instant,
    pub fait_par: String,
    pub description: String,
    pub sha256: String,
    pub cle_expire: Date,
    pub cle_detruite_le: Option<Instant>,
}

const EXTRAIT: &str = "SELECT x.id, x.jour, x.fait_le, x.fait_par, x.description, x.sha256, x.cle_expire, \
                       x.cle_detruite_le FROM etudes_extraits x";

/// The extracts of a study, the latest first.
pub(super) async fn extraits(conn: &impl Executeur, etude: Id<Etude>) -> Resultat<Vec<Extrait>> {
    let sql = format!("{EXTRAIT} WHERE x.etude_id = $1 ORDER BY x.fait_le DESC, x.id DESC");
    db::lignes(conn, &sql, [etude.into()]).await
}

/// One of them, of that study.
pub(super) async fn extrait(conn: &impl Executeur, etude: Id<Etude>, id: Id<Extrait>) -> Resultat<Option<Extrait>> {
    db::ligne(conn, &format!("{EXTRAIT} WHERE x.etude_id = $1 AND x.id = $2"), [etude.into(), id.into()]).await
}

/// Its bytes, and the key of its pseudonyms while it lives.
#[derive(FromQueryResult)]
pub(super) struct Octets {
    pub csv: Vec<u8>,
    pub cle: Option<Vec<u8>>,
}

pub(super) async fn octets(conn: &impl Executeur, extrait: Id<Extrait>) -> Resultat<Option<Octets>> {
    db::ligne(conn, "SELECT csv, cle FROM etudes_extraits WHERE id = $1", [extrait.into()]).await
}

/// An extract about to be kept.
pub(super) struct Nouveau<'a> {
    pub etude: Id<Etude>,
    pub jour: Date,
    pub csv: Vec<u8>,
    pub description: String,
    pub cle: &'a [u8; 32],
    pub cle_expire: Date,
}

/// Keeps an extract.
pub(super) async fn garder_extrait(
    tx: &Tx,
    horloge: &dyn Horloge,
    acteur: &Acteur,
    n: Nouveau<'_>,
) -> Resultat<Id<Extrait>> {
    let (id, maintenant) = (db::nouvel_id(), horloge.maintenant());
    let sql = "INSERT INTO etudes_extraits (id, etude_id, jour, fait_le, fait_par, csv, description, sha256, cle, cle_expire) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let sha256 = db::empreinte(&n.csv);
    let valeurs = [
        id.into(),
        n.etude.into(),
        n.jour.into(),
        maintenant.into(),
        acteur.nom().into(),
        n.csv.into(),
        n.description.into(),
        sha256.clone().into(),
        n.cle.to_vec().into(),
        n.cle_expire.into(),
    ];
    db::ecrire_tel_quel(tx, sql, valeurs).await?;
    let entree = Entree::sur(Action::Creer, Objet::Etudes).id(n.etude).detail(format!("extrait {sha256}"));
    journal::ecrire(tx, maintenant, acteur, entree);
    Ok(id)
}

/// Destroys the keys that are due: what was pseudonymous no longer leads to anybody. Returns how many.
pub async fn detruire_cles(base: &Base, permis: &Permis) -> Resultat<u64> {
    #[derive(FromQueryResult)]
    struct Due {
        id: Id<Extrait>,
        etude_id: Id<Etude>,
    }
    let sql = "SELECT id, etude_id FROM etudes_extraits WHERE cle IS NOT NULL AND cle_expire <= $1";
    let dues: Vec<Due> = db::lignes(base.lecture(), sql, [permis.jour().into()]).await?;
    if dues.is_empty() {
        return Ok(0);
    }
    let (tx, maintenant) = (base.transaction().await?, permis.maintenant());
    let mut detruites = 0;
    for due in &dues {
        let sql = "UPDATE etudes_extraits SET cle = NULL, cle_detruite_le = $2 WHERE id = $1 AND cle IS NOT NULL";
        if db::executer(&tx, sql, [due.id.into(), maintenant.into()]).await? > 0 {
            detruites += 1;
            let entree = Entree::sur(Action::Retirer, Objet::Etudes).id(due.etude_id).detail("clé d'un extrait");
            journal::ecrire(&tx, maintenant, &Acteur::Systeme, entree);
        }
    }
    tx.commit().await?;
    Ok(detruites)
}

/// Writes, for each person, that their facts served.
pub(super) async fn noter_membres(tx: &Tx, etude: &Etude, jeunes: &[Id<Jeune>], jour: Date) -> Resultat<()> {
    for jeune in jeunes {
        let sql = "INSERT INTO etudes_membres (id, etude_id, jeune_id, titre, depuis) VALUES ($1, $2, $3, $4, $5) \
                   ON CONFLICT (etude_id, jeune_id) DO NOTHING";
        let id = db::nouvel_id::<()>();
        let valeurs = [id.into(), etude.id.into(), (*jeune).into(), etude.titre.clone().into(), jour.into()];
        db::executer(tx, sql, valeurs).await?;
    }
    Ok(())
}

/// Whether an action has that code.
pub(super) async fn action_connue(conn: &impl Executeur, code: &str) -> Resultat<bool> {
    Ok(db::compter(conn, "SELECT count(*) FROM actions WHERE code = $1", [code.into()]).await? > 0)
}

/// A result, as it was computed.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct ResultatGarde {
    pub id: Id<ResultatGarde>,
    pub extrait_id: Id<Extrait>,
    pub genre: String,
    pub contenu: String,
    pub fait_le: Instant,
    pub fait_par: String,
}

const RESULTAT: &str = "SELECT r.id, r.extrait_id, r.genre, r.contenu, r.fait_le, r.fait_par FROM etudes_resultats r";

/// The results of an extract: that of the protocol first, then the others in order.
pub(super) async fn resultats(conn: &impl Executeur, extrait: Id<Extrait>) -> Resultat<Vec<ResultatGarde>> {
    let sql = format!("{RESULTAT} WHERE r.extrait_id = $1 ORDER BY r.genre DESC, r.fait_le, r.id");
    db::lignes(conn, &sql, [extrait.into()]).await
}

/// One result of a study.
pub(super) async fn resultat(
    conn: &impl Executeur,
    etude: Id<Etude>,
    id: Id<ResultatGarde>,
) -> Resultat<Option<ResultatGarde>> {
    let sql = format!("{RESULTAT} JOIN etudes_extraits x ON x.id = r.extrait_id WHERE x.etude_id = $1 AND r.id = $2");
    db::ligne(conn, &sql, [etude.into(), id.into()]).await
}

/// Keeps a result.
pub(super) async fn garder_resultat(
    tx: &Tx,
    horloge: &dyn Horloge,
    acteur: &Acteur,
    etude: Id<Etude>,
    extrait: Id<Extrait>,
    genre: &str,
    contenu: String,
) -> Resultat<Id<ResultatGarde>> {
    let (id, maintenant) = (db::nouvel_id(), horloge.maintenant());
    let sql = "INSERT INTO etudes_resultats (id, extrait_id, genre, contenu, fait_le, fait_par) \
               VALUES ($1, $2, $3, $4, $5, $6)";
    let valeurs = [id.into(), extrait.into(), genre.into(), contenu.into(), maintenant.into(), acteur.nom().into()];
    db::ecrire_tel_quel(tx, sql, valeurs).await?;
    let entree = Entree::sur(Action::Creer, Objet::Etudes).id(etude).detail(format!("analyse {genre}"));
    journal::ecrire(tx, maintenant, acteur, entree);
    Ok(id)
}
