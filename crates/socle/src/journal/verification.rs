//! Reads the whole chain again and names the first line that was touched.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::chaine::{self, Empreinte};
use super::store::{self, Tete};
use crate::db::{self, Base, Commun, Executeur, Resultat};

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
    /// The line that bears the hash asked for, when one was.
    pub retrouvee: Option<i64>,
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
    /// No line bears the hash that was kept elsewhere.
    TeteInconnue,
}

impl std::fmt::Display for Faute {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Manque(n) => write!(f, "la ligne {n} manque : elle a été retirée de la base"),
            Self::Changee(n) => write!(f, "la ligne {n} a été modifiée depuis qu'elle est écrite"),
            Self::Coupe(n) => write!(f, "les lignes qui suivaient la ligne {n} ont été retirées de la base"),
            Self::Ajoutee(n) => write!(f, "la ligne {n} a été ajoutée hors de Passerelle"),
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
}

/// Verifies the whole chain, as of one instant. `attendue`: a head kept elsewhere, in hexadecimal.
pub async fn verifier(base: &Base, attendue: Option<&str>) -> Resultat<Verification> {
    let vue = base.instantane().await?;
    let verification = parcourir(&vue, attendue).await?;
    vue.rollback().await?;
    Ok(verification)
}

async fn parcourir(conn: &impl Executeur, attendue: Option<&str>) -> Resultat<Verification> {
    let tete = store::tete(conn, false).await?;
    let sql = "SELECT numero, empreinte FROM journal_ancres ORDER BY numero DESC LIMIT 1";
    let ancre: Option<Ancre> = db::ligne(conn, sql, []).await?;
    let ancre = ancre.unwrap_or(Ancre { numero: 0, empreinte: vec![0; 32] });
    let mut v = Verification { depuis: ancre.numero, lignes: 0, tete, faute: None, retrouvee: None };
    let voulue = attendue.map(|h| h.trim().to_lowercase());
    let mut avant: Empreinte = ancre.empreinte.try_into().unwrap_or([0; 32]);
    let mut numero = ancre.numero;
    if voulue.as_deref() == Some(&chaine::hexadecimal(&avant)) {
        v.retrouvee = Some(numero);
    }
    'lignes: loop {
        let sql = "SELECT numero, instant, compte_id, acteur, role, structure_id, action, objet, objet_id, origine, \
                   detail, refus, empreinte FROM journal WHERE numero > $1 ORDER BY numero LIMIT $2";
        let lues: Vec<Lue> = db::lignes(conn, sql, [numero.into(), LOT.into()]).await?;
        let fini = (lues.len() as i64) < LOT;
        for l in lues {
            if l.numero != numero + 1 {
                v.faute = Some(Faute::Manque(numero + 1));
                break 'lignes;
            }
            if l.numero > v.tete.numero {
                v.faute = Some(Faute::Ajoutee(l.numero));
                break 'lignes;
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
                v.faute = Some(Faute::Changee(l.numero));
                break 'lignes;
            }
            numero = l.numero;
            v.lignes += 1;
            if voulue.as_deref() == Some(&chaine::hexadecimal(&avant)) {
                v.retrouvee = Some(numero);
            }
        }
        if fini {
            break;
        }
    }
    if v.faute.is_none() && (numero, &avant) != (v.tete.numero, &v.tete.empreinte) {
        v.faute = Some(Faute::Coupe(numero));
    }
    if v.faute.is_none() && voulue.is_some() && v.retrouvee.is_none() {
        v.faute = Some(Faute::TeteInconnue);
    }
    Ok(v)
}
