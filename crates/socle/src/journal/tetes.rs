//! Heads of the chain told outside: what is published each day, and read back by whoever verifies.
//!
//! One line of text: when the last line was written, its number, its hash. Whoever holds the base can write the whole
//! chain again; not what was told elsewhere.

use super::chaine::hexadecimal;
use super::store;
use crate::db::{self, Base, Resultat};
use crate::temps::Instant;

/// A head as it was kept: a hash, and when and of which line it is if that was kept too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeteGardee {
    /// When the line was written, and its number.
    pub ligne: Option<(Instant, i64)>,
    /// Its hash, in hexadecimal.
    pub empreinte: String,
}

/// The text is not a head.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "« {0} » n'est pas une tête du journal : donnez 64 caractères hexadécimaux, ou la ligne publiée entière (date, numéro, empreinte)"
)]
pub struct ErreurTete(String);

impl std::str::FromStr for TeteGardee {
    type Err = ErreurTete;
    fn from_str(texte: &str) -> Result<Self, Self::Err> {
        let refus = || ErreurTete(texte.trim().chars().take(80).collect());
        let mots: Vec<&str> = texte.split_whitespace().collect();
        let (ligne, empreinte) = match mots.as_slice() {
            [empreinte] => (None, empreinte),
            [instant, numero, empreinte] => {
                let instant = instant.parse().map_err(|_| refus())?;
                (Some((instant, numero.parse().map_err(|_| refus())?)), empreinte)
            }
            _ => return Err(refus()),
        };
        if empreinte.len() != 64 || !empreinte.bytes().all(|o| o.is_ascii_hexdigit()) {
            return Err(refus());
        }
        Ok(Self { ligne, empreinte: empreinte.to_lowercase() })
    }
}

impl std::fmt::Display for TeteGardee {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some((instant, numero)) = self.ligne {
            write!(f, "{instant} {numero} ")?;
        }
        f.write_str(&self.empreinte)
    }
}

/// The head as it is now, to be kept elsewhere; `None` before the first line.
pub async fn tete_a_publier(base: &Base) -> Resultat<Option<TeteGardee>> {
    let vue = base.instantane().await?;
    let tete = store::tete(&vue, false).await?;
    let sql = "SELECT instant FROM journal WHERE numero = $1";
    let instant = db::compter(&vue, sql, [tete.numero.into()]).await?;
    vue.rollback().await?;
    let ligne = Some((Instant::from_millis(instant), tete.numero));
    Ok((tete.numero > 0).then(|| TeteGardee { ligne, empreinte: hexadecimal(&tete.empreinte) }))
}

#[cfg(test)]
mod tests {
    use super::TeteGardee;

    #[test]
    fn a_head_reads_back_as_it_was_told_and_nothing_else_is_one() {
        let empreinte = "8e23d09c3170b6fe269efc431150fe2b9f12677bbe5b1ac86686271a4c9178e9";
        let dite = format!("2026-11-30T06:00:00.000Z 12345 {empreinte}");
        let lue: TeteGardee = dite.parse().unwrap();
        assert_eq!((lue.to_string(), lue.ligne.unwrap().1), (dite.clone(), 12345));
        let seule: TeteGardee = format!(" {} \n", empreinte.to_uppercase()).parse().unwrap();
        assert_eq!((seule.ligne, seule.empreinte.as_str()), (None, empreinte));
        for faux in ["", "8e23", &dite[..60], &format!("hier 12345 {empreinte}"), &format!("{dite} de plus")] {
            assert!(faux.parse::<TeteGardee>().is_err(), "{faux}");
        }
    }
}
