//! What imports hold of a person: the rows that were refused, which name nobody by an identifier.

use passerelle_base::plier;
use sea_orm::FromQueryResult;

use super::rapport::Import;
use crate::db::{self, Resultat, Tx};
use crate::ident::Id;
use crate::personne::{Cle, Fusion, Identite, Oubli, Personne, Table};

/// The rows that were refused.
pub static PERSONNE: Personne = Personne::nouvelle("echanges", TABLES);

const TABLES: &[Table] = &[Table::nouvelle("imports_refus", Cle::Sans, Fusion::Restent)
    .oubli(Oubli::Autrement(|tx, identite| Box::pin(oublier(tx, identite))))];

#[derive(FromQueryResult)]
struct Refus {
    import_id: Id<Import>,
    ligne: i64,
    cellules: String,
}

/// Those that hold both names go.
async fn oublier(tx: &Tx, identite: &Identite) -> Resultat<()> {
    let (nom, prenom) = (plier(&identite.nom), plier(&identite.prenom));
    let (mut import, mut ligne) = (Id::nul(), -1_i64);
    loop {
        let sql = "SELECT import_id, ligne, cellules FROM imports_refus WHERE (import_id, ligne) > ($1, $2) \
                   ORDER BY import_id, ligne LIMIT 1000";
        let lus: Vec<Refus> = db::lignes(tx, sql, [import.into(), ligne.into()]).await?;
        let Some(dernier) = lus.last() else { return Ok(()) };
        (import, ligne) = (dernier.import_id, dernier.ligne);
        for r in lus {
            let cellules = plier(&r.cellules);
            if cellules.contains(&nom) && cellules.contains(&prenom) {
                let sql = "DELETE FROM imports_refus WHERE import_id = $1 AND ligne = $2";
                db::executer(tx, sql, [r.import_id.into(), r.ligne.into()]).await?;
            }
        }
    }
}
