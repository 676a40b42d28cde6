//! The demonstration's present: accounts of every role, and young people whose days are counted from today.
//!
//! The delivery tells 2017, byte for byte the same each time. What a counsellor sees in the morning (an
//! appointment at half past nine, a silence of five weeks, a contract forty days old) only exists relative
//! to a day: it is written here, once, from the day the demonstration is prepared. Its people and actions
//! have numbers in `AUJ-`, so that nobody takes them for rows of the delivery.
//! A study of an action of 2017 is written with it, registered and analysed as anybody would (crate `passerelle_etudes`).
//! Files: `equipe` (accounts), `jeunes` (who), `faits` (what happened to them), `tirages` (a draw in each
//! state), `reperes` (what the delivery wrote, by its code).

mod equipe;
mod faits;
mod jeunes;
mod reperes;
mod tirages;

use anyhow::Context;
use passerelle_socle::temps::Horloge;
use sha2::Digest;

use passerelle_gens::comptes;
use passerelle_socle::db::Base;

/// The action of the delivery that the study is about: more people asked for it than entered.
const ACTION_ETUDIEE: &str = "AC-2017-10";

/// Writes the present of the demonstration.
pub(super) async fn peupler(base: &Base, horloge: &dyn Horloge) -> anyhow::Result<()> {
    let tx = base.transaction().await?;
    let amina = jeunes::accueillir(&tx, horloge).await?;
    let equipe = equipe::ouvrir(&tx, horloge, amina).await?;
    faits::raconter(&tx, horloge, &equipe).await?;
    tirages::tirer(&tx, horloge).await?;
    // A key that everybody can read: the people of the demonstration are nobody.
    let cle = sha2::Sha256::digest("démonstration").into();
    let judith = comptes::de_compte(&tx, horloge.maintenant(), equipe.judith).await?;
    let judith =
        judith.first().and_then(comptes::CompteLu::acteur).context("la démonstration n'a pas d'évaluatrice")?;
    passerelle_etudes::raconter_un_exemple(&tx, horloge, &judith, ACTION_ETUDIEE, &cle).await?;
    tx.commit().await?;
    Ok(())
}
