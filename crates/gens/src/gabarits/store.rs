//! The SQL of gabarits and their versions.

use passerelle_socle::ident::Id;
use passerelle_socle::temps::Instant;
use sea_orm::FromQueryResult;

use crate::accompagnements::suivi_par;
use passerelle_socle::access::{self, Accorde, Acteur, Action, Objet};
use passerelle_socle::db::{self, Executeur, Resultat, Tx};
use passerelle_socle::echanges::{Allure, Gabarit};
use passerelle_socle::journal::{self, Entree};

/// A gabarit and its last version.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Garde {
    pub id: Id<Gabarit>,
    pub nom: String,
    /// Whose it is; nobody's is the territory's.
    pub structure_id: Option<Id<access::Structure>>,
    pub structure: Option<String>,
    pub version: i64,
    pub texte: String,
    pub profil: String,
    pub faite_le: Instant,
    pub par: Option<String>,
}

/// One version, without its text.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Version {
    pub version: i64,
    pub faite_le: Instant,
    pub par: Option<String>,
}

const CHAMPS: &str = "g.id, g.nom, g.structure_id, s.nom AS structure, v.version, v.texte, v.profil, v.faite_le, c.nom AS par \
     FROM gabarits g JOIN gabarits_versions v ON v.gabarit_id = g.id LEFT JOIN structures s ON s.id = g.structure_id \
     LEFT JOIN comptes c ON c.id = v.faite_par \
     WHERE v.version = (SELECT max(d.version) FROM gabarits_versions d WHERE d.gabarit_id = g.id) AND g.retire_le IS NULL";

impl Garde {
    /// What it says.
    pub fn gabarit(&self) -> Option<Gabarit> {
        Gabarit::lire(&self.texte).ok()
    }

    /// What the columns of its last file looked like.
    pub fn allures(&self) -> Vec<Allure> {
        serde_json::from_str(&self.profil).unwrap_or_default()
    }
}

/// Whose gabarits a reader sees beside those of the territory.
fn sienne(acteur: &Acteur) -> Option<Id<access::Structure>> {
    acteur.structure()
}

/// Those that a reader may use: of the territory, and of their structure; all of them for whoever keeps the territory.
pub(super) async fn lister(conn: &impl Executeur, accorde: &Accorde) -> Resultat<Vec<Garde>> {
    accorde.pour(&[Action::Lister, Action::Importer, Action::Consulter], &[Objet::Gabarits])?;
    let sql = format!(
        "SELECT {CHAMPS} AND ($1 IS NULL OR g.structure_id IS NULL OR g.structure_id = $1) ORDER BY g.nom, g.id"
    );
    db::lignes(conn, &sql, [sienne(accorde.acteur()).into()]).await
}

/// One of them.
pub(super) async fn lire(conn: &impl Executeur, accorde: &Accorde, id: Id<Gabarit>) -> Resultat<Option<Garde>> {
    accorde.pour(&[Action::Consulter, Action::Exporter, Action::Retirer, Action::Importer], &[Objet::Gabarits])?;
    let sql =
        format!("SELECT {CHAMPS} AND g.id = $2 AND ($1 IS NULL OR g.structure_id IS NULL OR g.structure_id = $1)");
    db::ligne(conn, &sql, [sienne(accorde.acteur()).into(), id.into()]).await
}

/// Its versions, the last first.
pub(super) async fn versions(conn: &impl Executeur, id: Id<Gabarit>) -> Resultat<Vec<Version>> {
    let sql = "SELECT v.version, v.faite_le, c.nom AS par FROM gabarits_versions v LEFT JOIN comptes c ON c.id = v.faite_par \
               WHERE v.gabarit_id = $1 ORDER BY v.version DESC";
    db::lignes(conn, sql, [id.into()]).await
}

/// What is kept of a gabarit.
pub(super) struct Nouvelle<'a> {
    /// The one that it follows, when it is the reader's to change.
    pub suite_de: Option<Id<Gabarit>>,
    pub gabarit: &'a Gabarit,
    pub allures: &'a [Allure],
}

/// Keeps a version: the next one of a gabarit, or the first of a new one. Nothing changes when it says the same; what its
/// columns look like is always that of the last file.
pub(super) async fn garder(tx: &Tx, accorde: &Accorde, maintenant: Instant, n: &Nouvelle<'_>) -> Resultat<Id<Gabarit>> {
    accorde.pour(&[Action::Importer], &[Objet::Gabarits])?;
    let (texte, profil) = (n.gabarit.toml(), serde_json::to_string(n.allures).unwrap_or_default());
    let acteur = accorde.acteur();
    let ancien = match n.suite_de {
        Some(id) => lire(tx, accorde, id).await?.filter(|g| g.structure_id == sienne(acteur)),
        None => None,
    };
    if let Some(ancien) = &ancien
        && ancien.gabarit() == Gabarit::lire(&texte).ok()
    {
        let sql = "UPDATE gabarits_versions SET profil = $3 WHERE gabarit_id = $1 AND version = $2";
        db::executer(tx, sql, [ancien.id.into(), ancien.version.into(), profil.into()]).await?;
        return Ok(ancien.id);
    }
    let (id, version, action) = match &ancien {
        Some(ancien) => (ancien.id, ancien.version + 1, Action::Modifier),
        None => (db::nouvel_id(), 1, Action::Creer),
    };
    if ancien.is_none() {
        let sql = "INSERT INTO gabarits (id, nom, structure_id, cree_le) VALUES ($1, $2, $3, $4)";
        let valeurs = [id.into(), n.gabarit.nom.clone().into(), sienne(acteur).into(), maintenant.into()];
        db::executer(tx, sql, valeurs).await?;
    } else {
        let sql = "UPDATE gabarits SET nom = $2 WHERE id = $1";
        db::executer(tx, sql, [id.into(), n.gabarit.nom.clone().into()]).await?;
    }
    let sql = "INSERT INTO gabarits_versions (gabarit_id, version, texte, profil, faite_le, faite_par) VALUES ($1, $2, $3, $4, $5, $6)";
    let valeurs = [id.into(), version.into(), texte.into(), profil.into(), maintenant.into(), acteur.compte().into()];
    db::executer(tx, sql, valeurs).await?;
    journal::ecrire(
        tx,
        maintenant,
        acteur,
        Entree::sur(action, Objet::Gabarits).id(id).detail(format!("version {version}")),
    );
    Ok(id)
}

/// Whether a structure follows a person, for whoever imports for it (`echanges::Mode`).
pub(super) fn suivi() -> String {
    format!("SELECT count(*) FROM jeunes j WHERE j.id = $2 AND {}", suivi_par("j.id", "$1"))
}

/// Takes a gabarit back: it is no longer proposed.
pub(super) async fn retirer(tx: &Tx, accorde: &Accorde, maintenant: Instant, id: Id<Gabarit>) -> Resultat<bool> {
    accorde.pour(&[Action::Retirer], &[Objet::Gabarits])?;
    let sql =
        "UPDATE gabarits SET retire_le = $2 WHERE id = $1 AND retire_le IS NULL AND ($3 IS NULL OR structure_id = $3)";
    let valeurs = [id.into(), maintenant.into(), sienne(accorde.acteur()).into()];
    Ok(db::executer(tx, sql, valeurs).await? > 0)
}

/// The code of a structure, and those among which whoever keeps the territory chooses.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Structure {
    pub code: String,
    pub nom: String,
}

/// The reader's own structure, or all of them.
pub(super) async fn structures(conn: &impl Executeur, acteur: &Acteur) -> Resultat<Vec<Structure>> {
    let sql = "SELECT code, nom FROM structures WHERE ($1 IS NULL OR id = $1) ORDER BY nom, code";
    db::lignes(conn, sql, [sienne(acteur).into()]).await
}
