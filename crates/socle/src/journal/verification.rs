//! Reads the whole chain again and names the first line that was touched.
//!
//! What went is held by its anchor and by the line after it: the hashes say that this line is the one written then, and
//! a line that young would not have let what is before it go.

use std::collections::HashMap;

use passerelle_base::date_longue;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::chaine::{self, Empreinte};
use super::store::{self, Tete};
use super::tetes::TeteGardee;
use crate::db::{self, Base, Commun, Executeur, Resultat};
use crate::temps::Instant;

/// The line kept after those that went is older than this, in milliseconds: what the guards of the base ask too.
pub const AGE_DU_TEMOIN: i64 = 334 * 86_400_000;
/// Lines read at a time.
const LOT: i64 = 5_000;

/// What was found.
#[derive(Clone, Debug)]
pub struct Verification {
    /// The line from which the chain is held: those up to it were purged, or are older than the chain.
    pub depuis: i64,
    /// Lines verified.
    pub lignes: u64,
    /// The head: to be kept elsewhere.
    pub tete: Tete,
    /// The first fault.
    pub faute: Option<Faute>,
    /// The line of the first head kept elsewhere that was found again.
    pub retrouvee: Option<i64>,
    /// Heads kept elsewhere that were found again.
    pub retrouvees: u64,
    /// Heads kept elsewhere whose lines were purged since, as their date allows.
    pub purgees: u64,
}

/// What is wrong with a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Faute {
    /// This line is not there.
    Manque(i64),
    /// This line is not what it was, or the one before it was written again.
    Changee(i64),
    /// The journal ends at this line; the head says that there were more.
    Coupe(i64),
    /// There are lines after the head, from this one.
    Ajoutee(i64),
    /// This line has no place in the chain: it is under its anchor, or has no number that the chain gives.
    HorsChaine(i64),
    /// Lines up to this one went, though the one after them, or nothing at all, says that they were old.
    Raccourcie(i64),
    /// No line bears the hash that was kept elsewhere.
    TeteInconnue,
    /// No line bears the hash that was told elsewhere, at that instant, of that line, too young to have been purged.
    TetePerdue(Instant, i64),
}

impl std::fmt::Display for Faute {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Manque(n) => write!(f, "la ligne {n} manque : elle a été retirée de la base"),
            Self::Changee(n) => write!(f, "la ligne {n} a été modifiée depuis qu'elle est écrite"),
            Self::Coupe(n) => write!(f, "les lignes qui suivaient la ligne {n} ont été retirées de la base"),
            Self::Ajoutee(n) => write!(f, "la ligne {n} a été ajoutée hors de Passerelle"),
            Self::HorsChaine(n) => write!(f, "la ligne {n} n'est pas dans la chaîne : elle a été glissée dans la base"),
            Self::Raccourcie(n) => write!(
                f,
                "les lignes jusqu'à la ligne {n} ont été retirées sans avoir l'âge de l'être : le journal a été raccourci"
            ),
            Self::TetePerdue(le, n) => write!(
                f,
                "la tête gardée ailleurs le {} (ligne {n}) n'est plus dans la chaîne, et n'a pas l'âge d'être purgée : le journal a été \
                 raccourci ou réécrit",
                date_longue(le.date_paris())
            ),
            Self::TeteInconnue => write!(
                f,
                "aucune ligne ne porte l'empreinte donnée : le journal a été réécrit, ou cette empreinte est plus ancienne que la dernière purge"
            ),
        }
    }
}

#[derive(FromQueryResult)]
struct Lue {
    numero: i64,
    instant: i64,
    compte_id: Option<Uuid>,
    acteur: String,
    role: Option<String>,
    structure_id: Option<Uuid>,
    action: String,
    objet: String,
    objet_id: Option<Uuid>,
    origine: Option<Uuid>,
    detail: Option<String>,
    refus: bool,
    empreinte: Option<Vec<u8>>,
}

#[derive(FromQueryResult)]
struct Ancre {
    numero: i64,
    empreinte: Vec<u8>,
    motif: String,
    posee_le: i64,
}

#[derive(FromQueryResult)]
struct Numero {
    numero: i64,
}

#[derive(FromQueryResult)]
struct Temoin {
    numero: i64,
    instant: i64,
}

/// Verifies the whole chain, as of one instant. `attendue`: a head kept elsewhere, in hexadecimal.
pub async fn verifier(base: &Base, attendue: Option<&str>) -> Resultat<Verification> {
    let une = attendue.map(|h| TeteGardee { ligne: None, empreinte: h.trim().to_lowercase() });
    verifier_tetes(base, une.as_slice()).await
}

/// The same, before all the heads that were kept elsewhere.
pub async fn verifier_tetes(base: &Base, gardees: &[TeteGardee]) -> Resultat<Verification> {
    let vue = base.instantane().await?;
    let verification = parcourir(&vue, gardees).await?;
    vue.rollback().await?;
    Ok(verification)
}

/// What hashes that were asked for turned out to be.
struct Cherchees<'a>(HashMap<&'a str, Option<i64>>);

impl Cherchees<'_> {
    fn voir(&mut self, empreinte: &Empreinte, numero: i64) {
        if !self.0.is_empty()
            && let Some(ou) = self.0.get_mut(chaine::hexadecimal(empreinte).as_str())
        {
            *ou = Some(numero);
        }
    }
}

async fn parcourir(conn: &impl Executeur, gardees: &[TeteGardee]) -> Resultat<Verification> {
    let tete = store::tete(conn, false).await?;
    let sql = "SELECT numero, empreinte, motif, posee_le FROM journal_ancres ORDER BY numero DESC LIMIT 1";
    let ancre: Option<Ancre> = db::ligne(conn, sql, []).await?;
    let depart = || Ancre { numero: 0, empreinte: vec![0; 32], motif: "depart".into(), posee_le: 0 };
    let ancre = ancre.unwrap_or_else(depart);
    let mut v =
        Verification { depuis: ancre.numero, lignes: 0, tete, faute: None, retrouvee: None, retrouvees: 0, purgees: 0 };
    let maintenant = db::heure_du_moteur(conn).await?;
    let mut cherchees = Cherchees(gardees.iter().map(|g| (g.empreinte.as_str(), None)).collect());
    v.faute = match sous_l_ancre(conn, &ancre, maintenant).await? {
        Some(faute) => Some(faute),
        None => suivre(conn, ancre, &mut v, &mut cherchees).await?,
    };
    for g in gardees {
        if v.faute.is_some() {
            break;
        }
        let ou = cherchees.0.get(g.empreinte.as_str()).copied().flatten();
        match (ou, g.ligne) {
            (Some(n), dite) if dite.is_none_or(|(_, numero)| numero == n) => {
                v.retrouvee = v.retrouvee.or(ou);
                v.retrouvees += 1;
            }
            (_, Some((le, n))) if n <= v.depuis && le.millis() <= maintenant.millis() - AGE_DU_TEMOIN => v.purgees += 1,
            (_, Some((le, n))) => v.faute = Some(Faute::TetePerdue(le, n)),
            (_, None) => v.faute = Some(Faute::TeteInconnue),
        }
    }
    Ok(v)
}

/// What stands under an anchor, or went there, that should not.
async fn sous_l_ancre(conn: &impl Executeur, ancre: &Ancre, maintenant: Instant) -> Resultat<Option<Faute>> {
    let sql = "SELECT numero FROM journal WHERE numero <= $1 ORDER BY numero LIMIT 1";
    if let Some(l) = db::ligne::<Numero>(conn, sql, [ancre.numero.into()]).await? {
        return Ok(Some(Faute::HorsChaine(l.numero)));
    }
    if ancre.numero == 0 {
        return Ok(None);
    }
    let pose = if ancre.motif == "purge" { ancre.posee_le.min(maintenant.millis()) } else { maintenant.millis() };
    // Without any line left there is no witness; with another than the first, `suivre` says which is missing.
    let sql = "SELECT numero, instant FROM journal WHERE numero > $1 ORDER BY numero LIMIT 1";
    let temoin: Option<Temoin> = db::ligne(conn, sql, [ancre.numero.into()]).await?;
    let tenue = temoin.is_some_and(|t| t.numero > ancre.numero + 1 || t.instant <= pose - AGE_DU_TEMOIN);
    Ok((!tenue).then_some(Faute::Raccourcie(ancre.numero)))
}

/// Computes every hash again, from the anchor to the head.
async fn suivre(
    conn: &impl Executeur,
    ancre: Ancre,
    v: &mut Verification,
    cherchees: &mut Cherchees<'_>,
) -> Resultat<Option<Faute>> {
    let mut avant: Empreinte = ancre.empreinte.try_into().unwrap_or([0; 32]);
    let mut numero = ancre.numero;
    cherchees.voir(&avant, numero);
    loop {
        let sql = "SELECT numero, instant, compte_id, acteur, role, structure_id, action, objet, objet_id, origine, \
                   detail, refus, empreinte FROM journal WHERE numero > $1 ORDER BY numero LIMIT $2";
        let lues: Vec<Lue> = db::lignes(conn, sql, [numero.into(), LOT.into()]).await?;
        let fini = (lues.len() as i64) < LOT;
        for l in lues {
            if l.numero != numero + 1 {
                return Ok(Some(Faute::Manque(numero + 1)));
            }
            if l.numero > v.tete.numero {
                return Ok(Some(Faute::Ajoutee(l.numero)));
            }
            let commun = Commun {
                instant: l.instant,
                compte: l.compte_id,
                acteur: l.acteur,
                role: l.role,
                structure: l.structure_id,
                action: l.action,
                objet: l.objet,
                origine: l.origine,
                detail: l.detail,
                refus: l.refus,
            };
            avant = chaine::suivante(&avant, l.numero, l.objet_id, &commun.octets());
            if l.empreinte.as_deref() != Some(avant.as_slice()) {
                return Ok(Some(Faute::Changee(l.numero)));
            }
            numero = l.numero;
            v.lignes += 1;
            cherchees.voir(&avant, numero);
        }
        if fini {
            break;
        }
    }
    Ok(((numero, &avant) != (v.tete.numero, &v.tete.empreinte)).then_some(Faute::Coupe(numero)))
}
