//! One work of a kind at a time on a base, whatever its engine.

use sea_orm::TransactionTrait;

use super::{Base, ErreurBase, Resultat, Travail, Tx};

/// Held for the length of a work.
#[derive(Debug)]
pub struct Verrou {
    _fichier: Option<std::fs::File>,
    tx: Option<Tx>,
}

impl Verrou {
    /// Lets the next one in. A transaction left to its drop would keep the server's lock until
    /// its connection serves again.
    pub async fn rendre(self) -> Resultat<()> {
        if let Some(tx) = self.tx {
            tx.rollback().await?;
        }
        Ok(())
    }
}

impl Base {
    /// One work of a kind at a time on a base: two imports would each take the other's half-written file
    /// for one cut short. The lock dies with its holder, whatever kills it.
    pub async fn verrouiller(&self, travail: Travail) -> Resultat<Verrou> {
        let (suffixe, cle) = match travail {
            Travail::Import => ("-import", 7032),
            Travail::Rapprochement => ("-rapprochement", 7033),
        };
        if let Some(chemin) = &self.fichier {
            let mut nom = chemin.clone().into_os_string();
            nom.push(suffixe);
            let pris = std::fs::File::create(nom).and_then(|f| f.try_lock().map(|()| f).map_err(Into::into));
            return pris.map(|f| Verrou { _fichier: Some(f), tx: None }).map_err(|_| ErreurBase::EnCours(travail));
        }
        let tx = Tx::nouvelle(self.ecriture.begin().await?, None);
        // The schema is part of the key: bases that share a server do not wait for each other.
        let sql = format!(
            "SELECT CASE WHEN pg_try_advisory_xact_lock({cle}, hashtext(current_schema())) \
             THEN CAST(1 AS bigint) ELSE CAST(0 AS bigint) END"
        );
        if super::compter(&tx, &sql, []).await? == 0 {
            return Err(ErreurBase::EnCours(travail));
        }
        Ok(Verrou { _fichier: None, tx: Some(tx) })
    }
}
