//! What imports hold of a person: the rows that were refused, the names of the files and what was said of them, which name
//! nobody by an identifier.

use sea_orm::FromQueryResult;

use super::rapport::Import;
use super::store::{json, textes};
use crate::db::{self, Resultat, Tx};
use crate::ident::Id;
use crate::personne::{Cle, Fusion, Identite, Oubli, Personne, Table};

/// What a file is called once its name named somebody.
pub const SANS_NOM: &str = "nom retiré";

/// The rows that were refused.
pub static PERSONNE: Personne = Personne::nouvelle("echanges", TABLES);

const TABLES: &[Table] = &[
    Table::nouvelle("imports_refus", Cle::Sans, Fusion::Restent)
        .oubli(Oubli::Autrement(|tx, identite| Box::pin(oublier_les_refus(tx, identite)))),
    Table::nouvelle("imports", Cle::Sans, Fusion::Restent)
        .oubli(Oubli::Autrement(|tx, identite| Box::pin(oublier_les_noms(tx, identite)))),
];

#[derive(FromQueryResult)]
struct Refus {
    import_id: Id<Import>,
    ligne: i64,
    cellules: String,
}

/// Those that are about them go, whole.
async fn oublier_les_refus(tx: &Tx, identite: &Identite) -> Resultat<()> {
    let (mut import, mut ligne) = (Id::nul(), -1_i64);
    loop {
        let sql = "SELECT import_id, ligne, cellules FROM imports_refus WHERE (import_id, ligne) > ($1, $2) \
                   ORDER BY import_id, ligne LIMIT 1000";
        let lus: Vec<Refus> = db::lignes(tx, sql, [import.into(), ligne.into()]).await?;
        let Some(dernier) = lus.last() else { return Ok(()) };
        (import, ligne) = (dernier.import_id, dernier.ligne);
        for r in lus {
            if identite.nomme_ligne(&textes(&r.cellules)) {
                let sql = "DELETE FROM imports_refus WHERE import_id = $1 AND ligne = $2";
                db::executer(tx, sql, [r.import_id.into(), r.ligne.into()]).await?;
            }
        }
    }
}

#[derive(FromQueryResult)]
struct Decrit {
    id: Id<Import>,
    fichier: String,
    entetes: Option<String>,
    avis: Option<String>,
    erreur: Option<String>,
}

/// The file keeps its end, that says what it was; a sentence about it goes, and so do headers that were a row of data.
async fn oublier_les_noms(tx: &Tx, identite: &Identite) -> Resultat<()> {
    let mut apres: Id<Import> = Id::nul();
    loop {
        let sql = "SELECT id, fichier, entetes, avis, erreur FROM imports WHERE id > $1 ORDER BY id LIMIT 1000";
        let lus: Vec<Decrit> = db::lignes(tx, sql, [apres.into()]).await?;
        let Some(dernier) = lus.last() else { return Ok(()) };
        apres = dernier.id;
        for i in lus {
            let fichier = sans_leur_nom(identite, &i.fichier);
            let avis = i.avis.as_deref().map(|a| {
                let gardes: Vec<String> = textes(a).into_iter().filter(|a| !identite.nomme_texte(a)).collect();
                json(&gardes)
            });
            let entetes = i.entetes.clone().filter(|e| !identite.nomme_ligne(&textes(e)));
            let erreur = i.erreur.clone().filter(|e| !identite.nomme_texte(e));
            if (&fichier, &avis, &entetes, &erreur) == (&i.fichier, &i.avis, &i.entetes, &i.erreur) {
                continue;
            }
            let sql = "UPDATE imports SET fichier = $2, avis = $3, entetes = $4, erreur = $5 WHERE id = $1";
            db::executer(tx, sql, [i.id.into(), fichier.into(), avis.into(), entetes.into(), erreur.into()]).await?;
        }
    }
}

/// The name of a file without theirs.
pub fn sans_leur_nom(identite: &Identite, fichier: &str) -> String {
    if !identite.nomme_texte(fichier) {
        return fichier.to_owned();
    }
    match fichier.rsplit_once('.') {
        Some((_, fin)) if !identite.nomme_texte(fin) => format!("{SANS_NOM}.{fin}"),
        _ => SANS_NOM.to_owned(),
    }
}
