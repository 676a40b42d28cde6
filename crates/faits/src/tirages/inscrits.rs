//! The SQL of the list as a structure fills it, and as the engine reads it: who is on it, who may be.

use passerelle_base::Date;
use passerelle_socle::ident::Id;
use passerelle_tirage::Protocole;
use sea_orm::FromQueryResult;

use super::rules::{Ligne, en_csv, strates};
use super::store::Tirage;
use passerelle_gens::accompagnements::{referent_de, suit};
use passerelle_socle::access::{Compte, Jeune, Lien, Structure, Suivi};
use passerelle_socle::db::{self, Executeur, Resultat};

/// A candidate in the list of a structure: who, and what links the reader to them.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Inscrit {
    pub jeune_id: Id<Jeune>,
    pub prenom: String,
    pub nom: String,
    pub site: String,
    pub vague: String,
    pub strate: String,
    pub exclusion: String,
    pub bras: Option<String>,
    pub referent: bool,
    pub en_charge: bool,
}

impl Inscrit {
    /// As the decision reads it: the structure follows, since it lists them.
    pub fn lien(&self) -> Lien {
        Lien { suivi: Suivi::Ouvert, referent: self.referent, en_charge: self.en_charge, ..Lien::default() }
    }
}

/// Keeps to the young people followed by a structure today, `$1`.
fn suivis() -> String {
    format!("JOIN accompagnements m ON m.jeune_id = j.id AND m.structure_id = $1 AND {}", suit("m"))
}

/// Whether the account `$2` is their référent there.
fn le_leur() -> String {
    referent_de("j.id", "$2", "$1")
}

/// The candidates of a draw whom a structure follows today.
pub(super) async fn de_la_structure(
    conn: &impl Executeur,
    tirage: Id<Tirage>,
    structure: Id<Structure>,
    compte: Option<Id<Compte>>,
) -> Resultat<Vec<Inscrit>> {
    let sql = format!(
        "SELECT j.id AS jeune_id, j.prenom, j.nom, c.site, c.vague, c.strate, c.exclusion, a.bras, \
         {referent} AS referent, m.en_charge FROM candidats c JOIN jeunes j ON j.id = c.jeune_id {suivis} \
         LEFT JOIN affectations a ON a.candidat_id = c.id \
         WHERE c.tirage_id = $3 AND j.efface_le IS NULL ORDER BY j.nom_plie, j.id",
        referent = le_leur(),
        suivis = suivis()
    );
    db::lignes(conn, &sql, [structure.into(), compte.into(), tirage.into()]).await
}

/// Somebody who may be entered.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Proposable {
    pub id: Id<Jeune>,
    pub prenom: String,
    pub nom: String,
    pub date_naissance: Option<Date>,
}

/// Young people whom a structure follows and who may be entered in a draw: those of the account alone, or all those
/// whose names begin so. `combien` at most.
pub(super) async fn proposables(
    conn: &impl Executeur,
    tirage: &Tirage,
    structure: Id<Structure>,
    compte: Option<Id<Compte>>,
    siens: bool,
    debut: &str,
    combien: i64,
) -> Resultat<Vec<Proposable>> {
    let sql = format!(
        "SELECT j.id, j.prenom, j.nom, j.date_naissance FROM jeunes j {suivis} \
         WHERE j.fusionne_dans IS NULL AND j.efface_le IS NULL AND ($3 OR {referent}) AND j.nom_plie LIKE $4 \
         AND NOT EXISTS (SELECT 1 FROM candidats c JOIN tirages t ON t.id = c.tirage_id LEFT JOIN affectations a ON a.candidat_id = c.id \
         WHERE c.jeune_id = j.id AND (c.tirage_id = $5 OR (t.serie_id = $6 AND a.bras <> 'surnombre'))) \
         ORDER BY j.nom_plie, j.id LIMIT {combien}",
        suivis = suivis(),
        referent = le_leur()
    );
    let mots = format!("{}%", passerelle_base::plier(debut));
    let valeurs =
        [structure.into(), compte.into(), (!siens).into(), mots.into(), tirage.id.into(), tirage.serie_id.into()];
    db::lignes(conn, &sql, valeurs).await
}

#[derive(FromQueryResult)]
struct Trouve {
    id: Id<Jeune>,
}

/// Whose number it is in a structure.
pub(super) async fn par_numero(
    conn: &impl Executeur,
    structure: Id<Structure>,
    numero: &str,
) -> Resultat<Option<Id<Jeune>>> {
    let sql = "SELECT jeune_id AS id FROM numeros WHERE structure_id = $1 AND numero = $2";
    let trouve: Option<Trouve> = db::ligne(conn, sql, [structure.into(), numero.into()]).await?;
    Ok(trouve.map(|t| t.id))
}

#[derive(FromQueryResult)]
struct Code {
    id: Id<Structure>,
    code: String,
}

/// The sites that a structure enters candidates for: its own, when a site bears its code; and those that bear the
/// code of no structure.
pub(super) async fn sites_ouverts(
    conn: &impl Executeur,
    protocole: &Protocole,
    structure: Option<Id<Structure>>,
) -> Resultat<Vec<(String, String)>> {
    let mut ouverts = Vec::new();
    for site in protocole.sites() {
        let lu: Option<Code> =
            db::ligne(conn, "SELECT id, code FROM structures WHERE code = $1", [site.code.clone().into()]).await?;
        if lu.is_none_or(|s| s.code != site.code || Some(s.id) == structure) {
            let nom = if site.nom.is_empty() { site.code.clone() } else { site.nom.clone() };
            ouverts.push((site.code.clone(), nom));
        }
    }
    Ok(ouverts)
}

#[derive(FromQueryResult)]
struct Liste {
    identifiant: String,
    site: String,
    vague: String,
    strate: String,
    exclusion: String,
}

/// The whole list as the engine reads it, under pseudonyms.
pub(super) async fn fichier(conn: &impl Executeur, tirage: Id<Tirage>, protocole: &Protocole) -> Resultat<Vec<u8>> {
    let sql = "SELECT identifiant, site, vague, strate, exclusion FROM candidats WHERE tirage_id = $1";
    let mut lues: Vec<Liste> = db::lignes(conn, sql, [tirage.into()]).await?;
    lues.sort_by(|a, b| a.identifiant.cmp(&b.identifiant));
    let lignes = lues.iter().map(|l| Ligne {
        identifiant: &l.identifiant,
        site: &l.site,
        vague: &l.vague,
        strates: strates(&l.strate),
        exclusion: &l.exclusion,
    });
    Ok(en_csv(protocole, lignes))
}
