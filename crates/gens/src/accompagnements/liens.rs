//! What links an actor to one young person, and which young people a list may hold.

use chrono::Days;
use passerelle_base::{Date, Id};
use sea_orm::{FromQueryResult, Value};

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
        Portee::Territoire => existe(conn, jeune).await,
        Portee::Jeune(soi) => Ok(existe(conn, jeune).await?.map(|l| Lien { soi: *soi == jeune, ..l })),
        Portee::Employeur(siret) => {
            let sql = "SELECT count(*) FROM contrats WHERE jeune_id = $1 AND employeur_siret = $2 AND date_debut <= $3 \
                       AND (date_fin IS NULL OR date_fin >= $3) AND (date_rupture IS NULL OR date_rupture > $3)";
            let valeurs = [jeune.uuid().into(), siret.as_str().into(), jour.into()];
            let contrat = db::compter(conn, sql, valeurs).await? > 0;
            Ok(existe(conn, jeune).await?.map(|l| Lien { contrat, ..l }))
        }
        Portee::Structure { id: structure, .. } => {
            // One passage, each fact by its index.
            let sql = "SELECT j.efface_le IS NOT NULL AS efface, \
                EXISTS (SELECT 1 FROM accompagnements a WHERE a.jeune_id = j.id AND a.structure_id = $2 AND a.au IS NULL) AS ouvert, \
                EXISTS (SELECT 1 FROM accompagnements a WHERE a.jeune_id = j.id AND a.structure_id = $2 AND a.au IS NULL AND a.en_charge) AS en_charge, \
                EXISTS (SELECT 1 FROM accompagnements a WHERE a.jeune_id = j.id AND a.structure_id = $2 AND a.au IS NOT NULL) AS clos, \
                EXISTS (SELECT 1 FROM referents r WHERE r.jeune_id = j.id AND r.compte_id = $3 AND r.structure_id = $2 AND r.au IS NULL) AS referent, \
                EXISTS (SELECT 1 FROM referents r WHERE r.jeune_id = j.id AND r.compte_id = $3 AND r.structure_id = $2 AND r.au > $5) AS ancien_referent, \
                EXISTS (SELECT 1 FROM partages p WHERE p.jeune_id = j.id AND p.structure_id = $2 AND p.revoque_le IS NULL AND p.du <= $4 AND p.au > $4) AS partage \
                FROM jeunes j WHERE j.id = $1 AND j.fusionne_dans IS NULL";
            let depuis = jour.checked_sub_days(Days::new(LECTURE_APRES_PASSATION)).unwrap_or(jour);
            let valeurs =
                [jeune.uuid().into(), structure.uuid().into(), compte.uuid().into(), jour.into(), depuis.into()];
            let lu: Option<Lu> = db::ligne(conn, sql, valeurs).await?;
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
    let lu: Option<Existe> = db::ligne(conn, sql, [jeune.uuid().into()]).await?;
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
        Perimetre::Tout => selection,
        Perimetre::Jeune(id) => selection.ou(&format!("{colonne} = ?"), id.uuid()),
        _ => {
            appliquer(selection, perimetre, jour, &format!("{colonne} IN ({})", sources(perimetre).join(" UNION ALL ")))
        }
    }
}

/// The same, of few rows: each is looked at in turn, without reading the perimeter.
pub fn restreindre_peu(selection: Selection, perimetre: &Perimetre, jour: Date, colonne: &str) -> Selection {
    match perimetre {
        Perimetre::Tout | Perimetre::Jeune(_) => restreindre_presents(selection, perimetre, jour, colonne),
        _ => {
            let une = |source: &&str| format!("EXISTS ({source} AND jeune_id = {colonne})");
            let toutes: Vec<String> = sources(perimetre).iter().map(une).collect();
            appliquer(selection, perimetre, jour, &format!("({})", toutes.join(" OR ")))
        }
    }
}

/// Where the young people of a perimeter are told: by `$QUI`, on `$JOUR`.
fn sources(perimetre: &Perimetre) -> &'static [&'static str] {
    match perimetre {
        Perimetre::Structure(_) => &[
            "SELECT jeune_id FROM accompagnements WHERE structure_id = $QUI AND au IS NULL",
            "SELECT jeune_id FROM partages WHERE structure_id = $QUI AND au > $JOUR AND du <= $JOUR AND revoque_le IS NULL",
        ],
        Perimetre::Employeur(_) => {
            &["SELECT jeune_id FROM contrats WHERE employeur_siret = $QUI AND date_debut <= $JOUR \
              AND (date_fin IS NULL OR date_fin >= $JOUR) AND (date_rupture IS NULL OR date_rupture > $JOUR)"]
        }
        Perimetre::Tout | Perimetre::Jeune(_) => &[],
    }
}

fn appliquer(selection: Selection, perimetre: &Perimetre, jour: Date, condition: &str) -> Selection {
    let qui: Value = match perimetre {
        Perimetre::Structure(id) => id.uuid().into(),
        Perimetre::Employeur(siret) => siret.as_str().to_owned().into(),
        Perimetre::Tout | Perimetre::Jeune(_) => return selection,
    };
    selection.telle(condition).encore("$QUI", qui).encore("$JOUR", jour)
}

/// Merged or erased: nobody's file any more. The index of that name holds only them.
fn sans_disparus(colonne: &str) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM jeunes x WHERE x.id = {colonne} AND (x.efface_le IS NOT NULL OR x.fusionne_dans IS NOT NULL))"
    )
}
