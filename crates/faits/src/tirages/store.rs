//! The SQL of draws: what is decided, what was published, what came out.

use std::collections::HashMap;

use passerelle_base::Date;
use passerelle_socle::temps::Instant;
use passerelle_tirage::{ErreurProtocole, Protocole};
use sea_orm::FromQueryResult;

use super::model::Etat;
use passerelle_socle::access::{Acteur, Action, Jeune, Objet};
use passerelle_socle::db::{self, Executeur, Resultat, Tx};
use passerelle_socle::ident::Id;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::texte::{Libre, Texte};

/// A draw, and what its facts say of it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Tirage {
    /// Names it in its addresses; the same as `serie_id` for the first of a series.
    pub id: Id<Tirage>,
    /// The first draw of the series.
    pub serie_id: Id<Serie>,
    /// The one it goes on from; `None` for the first of a series.
    pub precedent_id: Option<Id<Tirage>>,
    /// The one that goes on from it, once it is prepared.
    pub suivant_id: Option<Id<Tirage>>,
    /// Title, as the protocol gives it.
    pub titre: String,
    /// The protocol, as it was given.
    pub protocole: String,
    /// When it was created, in milliseconds.
    pub cree_le: Instant,
    /// When its list was frozen, in milliseconds; `None` while candidates are being entered.
    pub fige_le: Option<Instant>,
    /// Root of the list, published.
    pub racine: Option<String>,
    /// Hash of the protocol, published.
    pub protocole_sha256: Option<String>,
    /// Hash of the published file.
    pub engagement_sha256: Option<String>,
    /// People on the frozen list.
    pub personnes: Option<i64>,
    /// When it was drawn, in milliseconds; `None` before, like all that follows.
    pub tire_le: Option<Instant>,
    /// The public value, as it entered the seed.
    pub alea: Option<String>,
    /// The seed, in hexadecimal.
    pub graine: Option<String>,
    /// SHA-256 of the bytes of the minutes, noted when they were made.
    pub sha256: Option<String>,
}

/// Marks the identifier of a candidate: the place of somebody on the list of a draw.
#[derive(Debug)]
pub struct UnCandidat;

/// Marks the identifier of a series: the draws that share their candidates.
#[derive(Debug)]
pub struct Serie;

impl Serie {
    /// The series that begins with this draw: it has the same key.
    pub fn ouverte_par(premier: Id<Tirage>) -> Id<Self> {
        Id::from_uuid(premier.uuid())
    }
}

const LIRE: &str = "SELECT t.id, t.serie_id, t.precedent_id, s.id AS suivant_id, t.titre, t.protocole, t.cree_le, e.fige_le, e.racine, \
     e.protocole_sha256, e.sha256 AS engagement_sha256, e.personnes, p.tire_le, p.alea, p.graine, p.sha256 \
     FROM tirages t LEFT JOIN tirages s ON s.precedent_id = t.id LEFT JOIN tirages_engagements e ON e.tirage_id = t.id \
     LEFT JOIN tirages_proces_verbaux p ON p.tirage_id = t.id";

fn jour(millis: Instant) -> Date {
    millis.date_paris()
}

impl Tirage {
    /// Where it stands.
    pub fn etat(&self) -> Etat {
        Etat::des_faits(self.fige_le, self.tire_le)
    }
    /// The day it stands there since.
    pub fn depuis(&self) -> Date {
        jour(self.tire_le.or(self.fige_le).unwrap_or(self.cree_le))
    }
    /// The day its list was frozen.
    pub fn fige(&self) -> Option<Date> {
        self.fige_le.map(jour)
    }
    /// The same day, in words.
    pub fn jour_fige(&self) -> String {
        self.fige().map(passerelle_base::date_longue).unwrap_or_default()
    }
    /// The day it was drawn.
    pub fn tire(&self) -> Option<Date> {
        self.tire_le.map(jour)
    }
    /// What is decided.
    pub fn regles(&self) -> Result<Protocole, ErreurProtocole> {
        Protocole::lire(&self.protocole)
    }
    /// Address of its page.
    pub fn chemin(&self) -> String {
        format!("/tirages/{}", self.id)
    }
    /// Why nothing of its list changes any more; `None` while candidates are being entered.
    pub fn ferme(&self) -> Option<String> {
        let fige = passerelle_base::date_longue(self.fige()?);
        Some(match self.tire() {
            None => format!(
                "La liste de ce tirage est figée depuis le {fige} : aucun candidat ne s'ajoute, ne change ni ne se retire plus."
            ),
            Some(j) => format!(
                "Ce tirage est fait depuis le {} : la liste et les groupes ne changent plus. Ce qui s'en écarte se note comme un écart.",
                passerelle_base::date_longue(j)
            ),
        })
    }
}

/// One draw.
pub(super) async fn lire(conn: &impl Executeur, id: Id<Tirage>) -> Resultat<Option<Tirage>> {
    db::ligne(conn, &format!("{LIRE} WHERE t.id = $1"), [id.into()]).await
}

/// One draw, held until the commit: nobody freezes it, nor enters anybody, meanwhile.
pub(super) async fn tenir(tx: &Tx, id: Id<Tirage>) -> Resultat<Option<Tirage>> {
    db::verrouiller_ligne(tx, "tirages", id).await?;
    lire(tx, id).await
}

/// Draws whose candidates are being entered, the latest first.
pub(super) async fn ouverts(conn: &impl Executeur) -> Resultat<Vec<Tirage>> {
    db::lignes(conn, &format!("{LIRE} WHERE e.tirage_id IS NULL ORDER BY t.cree_le DESC, t.id"), []).await
}

/// Draws whose list was published, the latest first.
pub(super) async fn publies(conn: &impl Executeur) -> Resultat<Vec<Tirage>> {
    db::lignes(conn, &format!("{LIRE} WHERE e.tirage_id IS NOT NULL ORDER BY e.fige_le DESC, t.id"), []).await
}

#[derive(FromQueryResult)]
struct Inscrit {
    identifiant: String,
    jeune_id: Id<Jeune>,
}

/// Whose each pseudonym of a list is.
pub(super) async fn inscrits(conn: &impl Executeur, id: Id<Tirage>) -> Resultat<HashMap<String, Id<Jeune>>> {
    let sql = "SELECT identifiant, jeune_id FROM candidats WHERE tirage_id = $1";
    let lus: Vec<Inscrit> = db::lignes(conn, sql, [id.into()]).await?;
    Ok(lus.into_iter().map(|i| (i.identifiant, i.jeune_id)).collect())
}

/// A protocol as it was written, and the title it gives itself.
#[derive(Clone, Copy, Debug)]
pub struct Redige<'a> {
    pub titre: &'a Texte,
    /// The whole text.
    pub protocole: &'a Texte,
}

/// Keeps a protocol; `precedent` is the draw it goes on from.
pub async fn creer(
    tx: &Tx,
    maintenant: Instant,
    acteur: &Acteur,
    redige: &Redige<'_>,
    precedent: Option<&Tirage>,
) -> Resultat<Id<Tirage>> {
    let id = db::nouvel_id::<Tirage>();
    let sql = "INSERT INTO tirages (id, serie_id, precedent_id, titre, protocole, cree_le, cree_par) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let valeurs = [
        id.into(),
        precedent.map_or(Serie::ouverte_par(id), |t| t.serie_id).into(),
        precedent.map(|t| t.id).into(),
        redige.titre.libre(),
        redige.protocole.libre(),
        maintenant.into(),
        acteur.compte().into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    noter(tx, maintenant, acteur, Action::Creer, id, "protocole");
    Ok(id)
}

/// Replaces a protocol under which nobody was entered yet.
pub(super) async fn changer(
    tx: &Tx,
    maintenant: Instant,
    acteur: &Acteur,
    id: Id<Tirage>,
    redige: &Redige<'_>,
) -> Resultat<()> {
    let sql = "UPDATE tirages SET titre = $2, protocole = $3 WHERE id = $1";
    db::executer(tx, sql, [id.into(), redige.titre.libre(), redige.protocole.libre()]).await?;
    noter(tx, maintenant, acteur, Action::Modifier, id, "protocole");
    Ok(())
}

/// The journal line of something done to a draw.
pub(super) fn noter(tx: &Tx, maintenant: Instant, acteur: &Acteur, action: Action, id: Id<Tirage>, detail: &str) {
    journal::ecrire(tx, maintenant, acteur, Entree::sur(action, Objet::Tirages).id(id).detail(detail));
}

#[derive(FromQueryResult)]
struct Octets {
    octets: Vec<u8>,
}

/// Where a file of a draw is kept.
struct Piece {
    table: &'static str,
    colonne: &'static str,
}

const ENGAGEMENT: Piece = Piece { table: "tirages_engagements", colonne: "engagement" };
const LISTE: Piece = Piece { table: "tirages_engagements", colonne: "liste" };
const PROCES_VERBAL: Piece = Piece { table: "tirages_proces_verbaux", colonne: "proces_verbal" };
const AFFECTATIONS: Piece = Piece { table: "tirages_proces_verbaux", colonne: "affectations" };
const MINUTES: Piece = Piece { table: "tirages_proces_verbaux", colonne: "minutes" };

/// A file of a draw, byte for byte.
async fn fichier(conn: &impl Executeur, piece: &Piece, id: Id<Tirage>) -> Resultat<Option<Vec<u8>>> {
    let sql = format!("SELECT {} AS octets FROM {} WHERE tirage_id = $1", piece.colonne, piece.table);
    Ok(db::ligne::<Octets>(conn, &sql, [id.into()]).await?.map(|o| o.octets))
}

/// What was published before the chance was known.
pub(super) async fn engagement(conn: &impl Executeur, id: Id<Tirage>) -> Resultat<Option<Vec<u8>>> {
    fichier(conn, &ENGAGEMENT, id).await
}

/// The frozen list and its secret: for the draw only.
pub(super) async fn liste_figee(conn: &impl Executeur, id: Id<Tirage>) -> Resultat<Option<Vec<u8>>> {
    fichier(conn, &LISTE, id).await
}

/// The minutes.
pub(super) async fn proces_verbal(conn: &impl Executeur, id: Id<Tirage>) -> Resultat<Option<Vec<u8>>> {
    fichier(conn, &PROCES_VERBAL, id).await
}

/// The assignments, under pseudonyms.
pub(super) async fn affectations(conn: &impl Executeur, id: Id<Tirage>) -> Resultat<Option<Vec<u8>>> {
    fichier(conn, &AFFECTATIONS, id).await
}

/// The minutes as a PDF.
pub(super) async fn minutes(conn: &impl Executeur, id: Id<Tirage>) -> Resultat<Option<Vec<u8>>> {
    fichier(conn, &MINUTES, id).await
}

/// People of the list who share a site, a wave and a stratum.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Effectif {
    pub site: String,
    pub vague: String,
    pub strate: String,
    pub a_tirer: i64,
    pub exclus: i64,
}

/// The list, counted.
pub(super) async fn effectifs(conn: &impl Executeur, id: Id<Tirage>) -> Resultat<Vec<Effectif>> {
    let sql = "SELECT c.site, c.vague, c.strate, \
               CAST(SUM(CASE WHEN c.exclusion = '' THEN 1 ELSE 0 END) AS bigint) AS a_tirer, \
               CAST(SUM(CASE WHEN c.exclusion = '' THEN 0 ELSE 1 END) AS bigint) AS exclus \
               FROM candidats c WHERE c.tirage_id = $1 GROUP BY c.site, c.vague, c.strate ORDER BY c.site, c.vague, c.strate";
    db::lignes(conn, sql, [id.into()]).await
}

#[derive(FromQueryResult)]
struct Compte {
    cle: String,
    nombre: i64,
}

/// How many people of each site the earlier draws of the series took.
pub(super) async fn admis_avant(conn: &impl Executeur, t: &Tirage) -> Resultat<HashMap<String, i64>> {
    let sql = "SELECT c.site AS cle, count(*) AS nombre FROM candidats c JOIN tirages t ON t.id = c.tirage_id \
               JOIN affectations a ON a.candidat_id = c.id WHERE t.serie_id = $1 AND t.id <> $2 AND a.bras <> 'surnombre' \
               GROUP BY c.site";
    let lus: Vec<Compte> = db::lignes(conn, sql, [t.serie_id.into(), t.id.into()]).await?;
    Ok(lus.into_iter().map(|c| (c.cle, c.nombre)).collect())
}

/// How many people each arm got: for whoever runs the draw.
pub(super) async fn par_bras(conn: &impl Executeur, id: Id<Tirage>) -> Resultat<HashMap<String, i64>> {
    let sql = "SELECT a.bras AS cle, count(*) AS nombre FROM affectations a JOIN candidats c ON c.id = a.candidat_id \
               WHERE c.tirage_id = $1 GROUP BY a.bras";
    let lus: Vec<Compte> = db::lignes(conn, sql, [id.into()]).await?;
    Ok(lus.into_iter().map(|c| (c.cle, c.nombre)).collect())
}

/// A departure, without whom it is about nor why: for whoever runs the draw.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct EcartVu {
    pub date: Date,
    pub identifiant: String,
    pub nature: String,
    pub bras: String,
    pub bras_recu: Option<String>,
}

/// The departures of a draw, in order.
pub(super) async fn ecarts(conn: &impl Executeur, id: Id<Tirage>) -> Resultat<Vec<EcartVu>> {
    let sql = "SELECT x.date, c.identifiant, x.nature, a.bras, x.bras_recu FROM tirages_ecarts x \
               JOIN candidats c ON c.id = x.candidat_id JOIN affectations a ON a.candidat_id = c.id \
               WHERE c.tirage_id = $1 ORDER BY x.date, x.note_le, x.id";
    db::lignes(conn, sql, [id.into()]).await
}
