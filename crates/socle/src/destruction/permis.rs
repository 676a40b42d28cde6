//! The permission to destroy, who is asked for it, and what is held back meanwhile.

use passerelle_base::{Date, date_longue, nombre};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};

use crate::access::{Acteur, Action, Objet};
use crate::db::{self, Base, Executeur, Resultat, Tx};
use crate::journal::{self, Entree};
use crate::temps::{Horloge, Instant};

const JOUR: i64 = 86_400_000;
/// How long a server may have been stopped without anybody being asked.
const ARRET: i64 = 8 * JOUR;
/// How far back a clock may be set: a summer hour, a correction.
const RECUL: i64 = 2 * 3_600_000;
/// How long a person's word holds.
const PAROLE: i64 = JOUR;
/// Its line of `reglages`.
const CLE: &str = "destructions";

/// What is not destroyed before somebody's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quoi {
    /// Anything: the date is doubtful.
    Tout,
    /// Files of people, too many at once.
    Dossiers,
    /// Lines of the journal, too many at once.
    Journal,
}

/// Something held back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retenue {
    /// What.
    pub quoi: Quoi,
    /// How many; for everything, the date of the last work, in milliseconds.
    pub combien: i64,
    /// When it was held back, in milliseconds, by the clock that is doubted.
    pub le: i64,
}

impl std::fmt::Display for Retenue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let jour = |ms: i64| date_longue(Instant::from_millis(ms).date_paris());
        match self.quoi {
            Quoi::Tout => write!(
                f,
                "Rien n'est effacé : l'horloge dit que nous sommes le {}, et le dernier passage est du {}. Vérifiez la date de la machine.",
                jour(self.le),
                jour(self.combien)
            ),
            Quoi::Dossiers => write!(
                f,
                "{} dossiers seraient effacés d'un coup, plus que d'habitude : aucun ne l'est. Vérifiez la date, et pourquoi ils sont si nombreux.",
                nombre(self.combien)
            ),
            Quoi::Journal => write!(
                f,
                "{} lignes du journal seraient purgées d'un coup, plus que d'habitude : aucune ne l'est. Vérifiez la date.",
                nombre(self.combien)
            ),
        }
    }
}

/// Whether somebody has said that the date is right, and that much may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parole {
    /// Nobody; the site may have been told.
    Attendue,
    /// Whoever runs the command.
    Donnee,
}

/// What was known after the last work.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Dernier {
    faite_le: Option<i64>,
    #[serde(default)]
    retenues: Vec<Retenue>,
    parole_le: Option<i64>,
}

/// How many go at once without anybody's word, out of a whole: so many, or so many hundredths of it.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// So many, however small the whole.
    pub plancher: u64,
    /// Hundredths of the whole.
    pub centiemes: u64,
}

/// The permission to destroy what is due at an instant; nothing destroys without one.
#[derive(Debug)]
pub struct Permis {
    maintenant: Instant,
    parole: bool,
}

impl Permis {
    /// Asks for it; without it, why.
    pub async fn demander(base: &Base, horloge: &dyn Horloge, parole: Parole) -> Resultat<Result<Self, Retenue>> {
        let maintenant = horloge.maintenant();
        let tx = base.transaction().await?;
        let avant = lire(&tx, true).await?;
        let dite = avant.parole_le.is_some_and(|le| (le..=le + PAROLE).contains(&maintenant.millis()));
        let parole = parole == Parole::Donnee || dite;
        let dernier = match avant.faite_le {
            Some(ms) => Some(ms),
            // Never run yet: the journal says until when this base has lived.
            None => match db::compter(&tx, "SELECT instant FROM journal ORDER BY numero DESC LIMIT 1", []).await? {
                0 => None,
                ms => Some(ms),
            },
        };
        let entree = |detail: &str| Entree::sur(Action::Modifier, Objet::Conservation).detail(detail);
        if let Some(dernier) = dernier.filter(|d| !parole && doutee(maintenant.millis(), *d)) {
            let retenue = Retenue { quoi: Quoi::Tout, combien: dernier, le: maintenant.millis() };
            if avant.retenues.iter().all(|r| r.quoi != Quoi::Tout) {
                journal::ecrire(&tx, maintenant, &Acteur::Systeme, entree("effacements retenus : date douteuse"));
            }
            ecrire(&tx, &Dernier { retenues: vec![retenue.clone()], ..avant }).await?;
            tx.commit().await?;
            return Ok(Err(retenue));
        }
        if parole {
            journal::ecrire(&tx, maintenant, &Acteur::Systeme, entree("effacements repris : date confirmée"));
        }
        ecrire(&tx, &Dernier { faite_le: Some(maintenant.millis()), ..Default::default() }).await?;
        tx.commit().await?;
        Ok(Ok(Self { maintenant, parole }))
    }

    /// The instant for which it was given.
    pub fn maintenant(&self) -> Instant {
        self.maintenant
    }

    /// The day for which it was given.
    pub fn jour(&self) -> Date {
        self.maintenant.date_paris()
    }

    /// Whether that many may go, out of a whole: no more than this part of it, but for a person's word.
    pub fn laisse(&self, combien: u64, tout: u64, part: Part) -> bool {
        self.parole || combien <= part.plancher.max(tout / 100 * part.centiemes)
    }

    /// Keeps, for the page and the next run, that something is held back.
    pub async fn retenir(&self, tx: &Tx, quoi: Quoi, combien: u64) -> Resultat<()> {
        let mut dernier = lire(tx, true).await?;
        dernier.retenues.retain(|r| r.quoi != quoi);
        dernier.retenues.push(Retenue { quoi, combien: combien as i64, le: self.maintenant.millis() });
        ecrire(tx, &dernier).await
    }
}

/// A clock is not believed when a server cannot have been stopped that long, nor when it went back.
fn doutee(maintenant: i64, dernier: i64) -> bool {
    !(dernier - RECUL..=dernier + ARRET).contains(&maintenant)
}

/// What is held back, for the page.
pub async fn retenues(conn: &impl Executeur) -> Resultat<Vec<Retenue>> {
    Ok(lire(conn, false).await?.retenues)
}

/// Whether somebody gave their word since the last work.
pub async fn parole_donnee(conn: &impl Executeur) -> Resultat<bool> {
    Ok(lire(conn, false).await?.parole_le.is_some())
}

/// Somebody says that the date is right, and that what is due may go: it holds one day, for one work. No, when somebody's
/// word holds already.
pub async fn donner_parole(tx: &Tx, maintenant: Instant, acteur: &Acteur) -> Resultat<bool> {
    let dernier = lire(tx, true).await?;
    if dernier.parole_le.is_some_and(|le| (le..=le + PAROLE).contains(&maintenant.millis())) {
        return Ok(false);
    }
    ecrire(tx, &Dernier { parole_le: Some(maintenant.millis()), ..dernier }).await?;
    let entree = Entree::sur(Action::Retirer, Objet::Conservation).detail("date confirmée");
    journal::ecrire(tx, maintenant, acteur, entree);
    Ok(true)
}

#[derive(FromQueryResult)]
struct Reglage {
    valeur: String,
}

async fn lire(conn: &impl Executeur, tenu: bool) -> Resultat<Dernier> {
    let tenir = if tenu { db::en_le_tenant(conn) } else { "" };
    let sql = format!("SELECT valeur FROM reglages WHERE cle = $1{tenir}");
    let lu: Option<Reglage> = db::ligne(conn, &sql, [CLE.into()]).await?;
    Ok(lu.and_then(|r| serde_json::from_str(&r.valeur).ok()).unwrap_or_default())
}

async fn ecrire(tx: &Tx, dernier: &Dernier) -> Resultat<()> {
    let valeur = serde_json::to_string(dernier).expect("plain data is always JSON");
    let sql = "INSERT INTO reglages (cle, valeur) VALUES ($1, $2) ON CONFLICT (cle) DO UPDATE SET valeur = $2";
    // Instants in milliseconds have as many digits as a social security number: they stay as they are.
    db::ecrire_tel_quel(tx, sql, [CLE.into(), valeur.into()]).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_jumps_or_goes_back_is_doubted() {
        let t = 1_800_000_000_000;
        assert!(!doutee(t, t - JOUR) && !doutee(t, t - 8 * JOUR) && doutee(t, t - 8 * JOUR - 1));
        assert!(!doutee(t, t + 3_600_000), "a summer hour is no reason");
        assert!(doutee(t, t + JOUR) && doutee(t, t - 400 * JOUR));
    }

    #[test]
    fn a_share_goes_and_no_more_without_somebody_s_word() {
        const PART: Part = Part { plancher: 20, centiemes: 2 };
        let sans = Permis { maintenant: Instant::from_millis(0), parole: false };
        assert!(sans.laisse(20, 100, PART) && !sans.laisse(21, 100, PART));
        assert!(sans.laisse(200, 10_000, PART) && !sans.laisse(201, 10_000, PART));
        assert!(Permis { parole: true, ..sans }.laisse(4_464, 5_000, PART));
    }
}
