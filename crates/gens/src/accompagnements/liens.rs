//! What links an actor to one young person, and which young people a list may hold.

use chrono::Days;
use passerelle_base::Date;
use passerelle_socle::ident::Id;
use sea_orm::FromQueryResult;

use super::predicats;
use passerelle_socle::access::{Acteur, Jeune, Lien, Perimetre, Portee, Suivi};
use passerelle_socle::db::{self, Executeur, Resultat, Selection};

/// How many days whoever handed over goes on reading: long enough for the questions of the next one.
pub const LECTURE_APRES_PASSATION: u64 = 30;

#[derive(FromQueryResult)]
struct Lu {
    efface: bool,
    ouvert: bool,
    en_charge: bool,
    clos: bool,
    referent: bool,
    ancien_referent: bool,
    partage: bool,
}

#[derive(FromQueryResult)]
struct Existe {
    efface: bool,
}

/// Reads the link as of a day; `None` when no such young person was ever known.
///
/// A person merged into another is no longer one: their address leads nowhere.
pub async fn lien(conn: &impl Executeur, acteur: &Acteur, jour: Date, jeune: Id<Jeune>) -> Resultat<Option<Lien>> {
    let Acteur::Compte { id: compte, portee, .. } = acteur else {
        return existe(conn, jeune).await;
    };
    match portee {
        // What links an employer to somebody is a contract: it lives above, and opens their list, no file.
        Portee::Territoire | Portee::Employeur(_) => existe(conn, jeune).await,
        Portee::Jeune(soi) => Ok(existe(conn, jeune).await?.map(|l| Lien { soi: *soi == jeune, ..l })),
        Portee::Structure { id: structure, .. } => {
            // One passage, each fact by its index.
            let sql = format!(
                "SELECT j.efface_le IS NOT NULL AS efface, {suivi} AS ouvert, {charge} AS en_charge, {clos} AS clos, \
                 {referent} AS referent, {ancien} AS ancien_referent, {partage} AS partage \
                 FROM jeunes j WHERE j.id = $1 AND j.fusionne_dans IS NULL",
                suivi = predicats::suivi_par("j.id", "$2"),
                charge = predicats::charge_de("j.id", "$2"),
                clos = predicats::a_suivi("j.id", "$2"),
                referent = predicats::referent_de("j.id", "$3", "$2"),
                ancien = predicats::referent_apres("j.id", "$3", "$2", "$5"),
                partage = predicats::ouvert_a("j.id", "$2", "$4"),
            );
            let depuis = jour.checked_sub_days(Days::new(LECTURE_APRES_PASSATION)).unwrap_or(jour);
            let valeurs = [jeune.into(), (*structure).into(), (*compte).into(), jour.into(), depuis.into()];
            let lu: Option<Lu> = db::ligne(conn, &sql, valeurs).await?;
            Ok(lu.map(|l| Lien {
                soi: false,
                suivi: match (l.ouvert, l.clos) {
                    (true, _) => Suivi::Ouvert,
                    (false, true) => Suivi::Clos,
                    (false, false) => Suivi::Aucun,
                },
                en_charge: l.en_charge,
                referent: l.referent,
                ancien_referent: l.ancien_referent,
                partage: l.partage,
                contrat: false,
                efface: l.efface,
            }))
        }
    }
}

async fn existe(conn: &impl Executeur, jeune: Id<Jeune>) -> Resultat<Option<Lien>> {
    let sql = "SELECT efface_le IS NOT NULL AS efface FROM jeunes WHERE id = $1 AND fusionne_dans IS NULL";
    let lu: Option<Existe> = db::ligne(conn, sql, [jeune.into()]).await?;
    Ok(lu.map(|e| Lien { efface: e.efface, ..Lien::default() }))
}

/// Keeps a list to the young people its reader may see: `colonne` names the young person in its
/// first table. Says in SQL what [`lien`] says of one person, of those followed or shared today; a test
/// compares the two. A file of the past (handed over, closed) is read one at a time: no list holds it.
pub fn restreindre(selection: Selection, perimetre: &Perimetre, jour: Date, colonne: &str) -> Selection {
    match perimetre {
        Perimetre::Tout => selection,
        _ => restreindre_presents(selection, perimetre, jour, colonne).telle(sans_disparus(colonne)),
    }
}

/// The same, of rows already known to be of people neither merged nor erased: looking at each of them
/// once more would double what a list costs.
pub fn restreindre_presents(selection: Selection, perimetre: &Perimetre, jour: Date, colonne: &str) -> Selection {
    match perimetre {
        Perimetre::Structure(structure) => {
            let condition = format!(
                "{colonne} IN (SELECT jeune_id FROM accompagnements WHERE structure_id = $QUI AND {} \
                 UNION ALL SELECT jeune_id FROM partages WHERE structure_id = $QUI AND {})",
                predicats::suit("accompagnements"),
                predicats::partage_ouvert("partages", "$JOUR"),
            );
            selection.telle(condition).encore("$QUI", *structure).encore("$JOUR", jour)
        }
        autre => sans_structure(selection, autre, colonne),
    }
}

/// The same, of few rows: each is looked at in turn, without reading the perimeter.
pub fn restreindre_peu(selection: Selection, perimetre: &Perimetre, jour: Date, colonne: &str) -> Selection {
    match perimetre {
        Perimetre::Structure(structure) => {
            let (suit, ouvert) = (predicats::suivi_par(colonne, "$QUI"), predicats::ouvert_a(colonne, "$QUI", "$JOUR"));
            let condition = format!("({suit} OR {ouvert})");
            selection.telle(condition).encore("$QUI", *structure).encore("$JOUR", jour)
        }
        autre => sans_structure(selection, autre, colonne),
    }
}

/// Perimeters that no accompagnement makes. That of an employer is made of contracts, which live above: their list says
/// it, and any other list holds nobody for them.
fn sans_structure(selection: Selection, perimetre: &Perimetre, colonne: &str) -> Selection {
    match perimetre {
        Perimetre::Tout => selection,
        Perimetre::Jeune(id) => selection.ou(&format!("{colonne} = ?"), *id),
        Perimetre::Employeur(_) | Perimetre::Structure(_) => selection.telle("1 = 0"),
    }
}

/// Merged or erased: nobody's file any more. The index of that name holds only them.
pub fn sans_disparus(colonne: &str) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM jeunes x WHERE x.id = {colonne} AND (x.efface_le IS NOT NULL OR x.fusionne_dans IS NOT NULL))"
    )
}
