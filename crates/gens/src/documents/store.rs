//! The SQL of documents.

use sea_orm::FromQueryResult;

use super::rules::format_dit;
use crate::accompagnements::{self, Dossier, Ecrit};
use crate::notes::{Niveau, clause_lisible};
use passerelle_socle::access::{Action, Objet, Structure};
use passerelle_socle::db::{self, Executeur, Resultat, Tx};
use passerelle_socle::fait::Fait;
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Instant;
use passerelle_socle::texte::{Libre, Texte};
use passerelle_socle::web::Etat;

/// A document, without its bytes.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Document {
    pub id: Id<Document>,
    /// Code of its level.
    pub niveau: String,
    /// Name, as it was cleaned when it came.
    pub nom: String,
    /// MIME type.
    pub type_mime: String,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
    /// How many bytes.
    pub taille: i64,
    /// When it came, in milliseconds.
    pub depose_le: Instant,
    /// Who brought it.
    pub structure_id: Option<Id<Structure>>,
    /// Name of that structure.
    pub structure: Option<String>,
    /// Name of the person.
    pub auteur: Option<String>,
}

#[derive(FromQueryResult)]
struct Octets {
    octets: Vec<u8>,
}

impl Document {
    /// Its level; an unknown code is read by nobody.
    pub fn niveau(&self) -> Option<Niveau> {
        Niveau::lire(&self.niveau)
    }
    /// « PDF, 120 ko ».
    pub fn format(&self) -> String {
        format!("{}, {} ko", format_dit(&self.type_mime), passerelle_base::nombre((self.taille + 1023) / 1024))
    }
    /// Who reads it.
    pub fn portee(&self) -> &'static str {
        match self.niveau() {
            Some(Niveau::Structure) => "lu dans votre structure seulement",
            Some(Niveau::Suivi) => "lu par les structures qui suivent",
            Some(Niveau::Jeune) => "lu aussi par le jeune",
            None => "",
        }
    }
    /// The document on the timeline.
    pub fn fait(&self) -> Option<Fait> {
        let niveau = self.niveau()?;
        let qui: Vec<&str> = [self.auteur.as_deref(), self.structure.as_deref()].into_iter().flatten().collect();
        let jour = self.depose_le.date_paris();
        Some(Fait::nouveau(jour, niveau.champ(), "Document déposé").detail(&self.nom).source(qui.join(", ")))
    }
}

const CHAMPS: &str = "d.id, d.niveau, d.nom, d.type_mime, d.sha256, CAST(length(d.octets) AS bigint) AS taille, \
                      d.depose_le, d.structure_id, s.nom AS structure, c.nom AS auteur";
const DE: &str = "FROM documents d LEFT JOIN structures s ON s.id = d.structure_id LEFT JOIN comptes c ON c.id = d.compte_id \
                  WHERE d.jeune_id = $1 AND d.retire_le IS NULL";

/// The documents that the reader of a file may read, the latest first.
pub async fn lister(conn: &impl Executeur, dossier: &Dossier) -> Resultat<Vec<Document>> {
    let (clause, lisible) = clause_lisible("d", 2, dossier);
    let sql = format!("SELECT {CHAMPS} {DE} AND {clause} ORDER BY d.depose_le DESC, d.id");
    db::lignes(conn, &sql, std::iter::once(dossier.jeune().into()).chain(lisible)).await
}

/// One document that the reader of a file may read, with its bytes.
pub async fn lire(
    conn: &impl Executeur,
    dossier: &Dossier,
    document: Id<Document>,
) -> Resultat<Option<(Document, Vec<u8>)>> {
    let (clause, lisible) = clause_lisible("d", 3, dossier);
    let debut = [dossier.jeune().into(), document.into()];
    let sql = format!("SELECT {CHAMPS} {DE} AND d.id = $2 AND {clause}");
    let lu: Option<Document> = db::ligne(conn, &sql, debut.into_iter().chain(lisible)).await?;
    let Some(lu) = lu else { return Ok(None) };
    let octets: Option<Octets> =
        db::ligne(conn, "SELECT octets FROM documents WHERE id = $1", [document.into()]).await?;
    Ok(octets.map(|o| (lu, o.octets)))
}

/// How many documents a file holds, withdrawn ones included.
pub(super) async fn compter(conn: &impl Executeur, dossier: &Dossier) -> Resultat<i64> {
    db::compter(conn, "SELECT count(*) FROM documents WHERE jeune_id = $1", [dossier.jeune().into()]).await
}

/// A file to keep.
pub(super) struct Piece<'a> {
    pub nom: &'a Texte,
    pub mime: &'a str,
    pub octets: Vec<u8>,
}

/// Keeps a document under the structure at work.
pub(super) async fn deposer(
    tx: &Tx,
    etat: &Etat,
    dossier: &Dossier,
    niveau: Niveau,
    piece: Piece<'_>,
) -> Resultat<Id<Document>> {
    dossier.accorde().pour(&[Action::Creer], &[Objet::Documents])?;
    let id = db::nouvel_id::<Document>();
    let sql = "INSERT INTO documents (id, jeune_id, structure_id, compte_id, niveau, nom, type_mime, sha256, octets, depose_le) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let Piece { nom, mime, octets } = piece;
    let sha256 = db::empreinte(&octets);
    let valeurs = [
        id.into(),
        dossier.jeune().into(),
        dossier.structure().into(),
        dossier.accorde().acteur().compte().into(),
        niveau.code().into(),
        nom.libre(),
        mime.into(),
        sha256.into(),
        octets.into(),
        etat.horloge.maintenant().into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    dossier.noter(tx, etat, format!("document {id} : {mime}, niveau"));
    Ok(id)
}

/// Withdraws a document of the structure at work, or puts it back; `false` when there is none such.
pub(super) async fn retirer(
    tx: &Tx,
    etat: &Etat,
    dossier: &Dossier,
    document: Id<Document>,
    retirer: bool,
) -> Resultat<bool> {
    let ecrit = Ecrit { table: "documents", retrait: "retire_le", id: document };
    if !accompagnements::retirer(tx, dossier, &ecrit, retirer.then(|| etat.horloge.maintenant())).await? {
        return Ok(false);
    }
    dossier.noter(tx, etat, format!("document {document} : {}", if retirer { "retiré" } else { "remis" }));
    Ok(true)
}
