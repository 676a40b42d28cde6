//! Erasing a person: one code for retention, for a request, and after an old backup came back.

use passerelle_base::Date;
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Instant;
use sea_orm::{DbBackend, FromQueryResult};
use serde::{Deserialize, Serialize};

use passerelle_socle::access::{Acteur, Action, Jeune, Objet};
use passerelle_socle::db::{self, Base, Executeur, Resultat, Tx, Value};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::personne::{Devient, Identite, Oubli, Personnes, a_effacer};
use passerelle_socle::vocabulaire::Vocabulaire;

/// Why a person is erased.
pub static MOTIFS: Vocabulaire<4> = Vocabulaire::nouveau([
    ("duree", "Deux ans sans contact"),
    ("demande", "À sa demande"),
    ("opposition", "Opposition acceptée"),
    ("illicite", "Données qui n'auraient pas dû être là"),
]);

/// An erasure, as it is kept: no identity.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult, Serialize, Deserialize)]
pub struct Effacement {
    /// Who.
    pub jeune_id: Id<Jeune>,
    /// When; kept beside the base as a number of milliseconds, in files that later versions read again.
    #[serde(with = "millis")]
    pub efface_le: Instant,
    /// Code of why.
    pub motif: String,
    /// When it was asked for.
    pub demande_le: Option<Date>,
}

#[derive(FromQueryResult)]
struct Lue {
    id: Id<Jeune>,
    nom: String,
    prenom: String,
    date_naissance: Option<Date>,
    telephone: Option<String>,
    courriel: Option<String>,
    efface_le: Option<Instant>,
}

#[derive(FromQueryResult)]
struct Numero {
    numero: String,
}

/// Who they are under each name that they had: those of the files that became theirs too.
async fn identites(tx: &Tx, jeune: Id<Jeune>, lues: &[Lue]) -> Resultat<Vec<Identite>> {
    let sql = "SELECT numero FROM numeros WHERE jeune_id = $1";
    let lus: Vec<Numero> = db::lignes(tx, sql, [jeune.into()]).await?;
    let numeros: Vec<String> = lus.into_iter().map(|n| n.numero).collect();
    let une = |l: &Lue| Identite {
        jeune: l.id,
        nom: l.nom.clone(),
        prenom: l.prenom.clone(),
        naissance: l.date_naissance,
        telephone: l.telephone.clone(),
        courriel: l.courriel.clone(),
        numeros: numeros.clone(),
    };
    Ok(lues.iter().map(une).collect())
}

/// Erases a person; says whether there was somebody to erase. What is left counts and names nobody.
pub async fn effacer(
    tx: &Tx,
    personnes: Personnes,
    maintenant: Instant,
    acteur: &Acteur,
    e: &Effacement,
) -> Resultat<bool> {
    let sql = "SELECT id, nom, prenom, date_naissance, telephone, courriel, efface_le FROM jeunes \
               WHERE id = $1 OR fusionne_dans = $1";
    let lues: Vec<Lue> = db::lignes(tx, sql, [e.jeune_id.into()]).await?;
    if !lues.iter().any(|l| l.id == e.jeune_id && l.efface_le.is_none()) {
        return Ok(false);
    }
    let identites = identites(tx, e.jeune_id, &lues).await?;
    for table in a_effacer(personnes) {
        let nom = table.nom;
        match (table.oubli, table.condition(personnes)) {
            (Oubli::Autrement(oublier), _) => {
                for identite in &identites {
                    oublier(tx, identite).await?;
                }
            }
            (Oubli::Lignes, Some(condition)) => {
                db::executer(tx, &format!("DELETE FROM {nom} WHERE {condition}"), [e.jeune_id.into()]).await?;
            }
            (Oubli::Colonnes(colonnes), Some(condition)) if !colonnes.is_empty() => {
                let (affectations, valeurs) = affectations(tx, colonnes, maintenant);
                let sql = format!("UPDATE {nom} SET {affectations} WHERE {condition}");
                db::executer(tx, &sql, std::iter::once(e.jeune_id.into()).chain(valeurs)).await?;
            }
            _ => {}
        }
    }
    let sql = "UPDATE jeunes SET efface_le = $2 WHERE id = $1";
    db::executer(tx, sql, [e.jeune_id.into(), e.efface_le.into()]).await?;
    let sql = "INSERT INTO effacements (jeune_id, efface_le, motif, demande_le) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (jeune_id) DO NOTHING";
    let valeurs = [e.jeune_id.into(), e.efface_le.into(), e.motif.clone().into(), e.demande_le.into()];
    db::executer(tx, sql, valeurs).await?;
    let entree = Entree::sur(Action::Retirer, Objet::Jeunes).id(e.jeune_id).detail(format!("effacement {}", e.motif));
    journal::ecrire(tx, maintenant, acteur, entree);
    Ok(true)
}

/// What becomes of the columns of a table, from `$2` on.
fn affectations(conn: &impl Executeur, colonnes: &[(&str, Devient)], maintenant: Instant) -> (String, Vec<Value>) {
    let mut valeurs: Vec<Value> = Vec::new();
    let mut valeur = |v: Value| {
        valeurs.push(v);
        format!("${}", valeurs.len() + 1)
    };
    let jour = maintenant.date_paris();
    let textes: Vec<String> = colonnes
        .iter()
        .map(|(colonne, devient)| {
            let vers = match devient {
                Devient::Vide => "NULL".to_owned(),
                Devient::Blanc => "''".to_owned(),
                Devient::Annee => debut(conn, colonne, "year"),
                Devient::Mois => debut(conn, colonne, "month"),
                Devient::Clos => format!("coalesce({colonne}, {})", valeur(jour.into())),
                Devient::ClosDepuis(du) => {
                    let jour = valeur(jour.into());
                    format!("coalesce({colonne}, CASE WHEN {du} > {jour} THEN {du} ELSE {jour} END)")
                }
                Devient::ClosInstant => format!("coalesce({colonne}, {})", valeur(maintenant.into())),
            };
            format!("{colonne} = {vers}")
        })
        .collect();
    (textes.join(", "), valeurs)
}

/// The first day of the year or of the month of a date.
fn debut(conn: &impl Executeur, colonne: &str, unite: &str) -> String {
    match conn.get_database_backend() {
        DbBackend::Postgres => format!("CAST(date_trunc('{unite}', {colonne}) AS date)"),
        _ => format!("date({colonne}, 'start of {unite}')"),
    }
}

/// Everybody who was erased.
pub async fn effaces(conn: &impl Executeur) -> Resultat<Vec<Effacement>> {
    let sql = "SELECT jeune_id, efface_le, motif, demande_le FROM effacements ORDER BY efface_le, jeune_id";
    db::lignes(conn, sql, []).await
}

/// Erases again those whom an old backup has brought back; returns how many.
pub async fn rejouer(tx: &Tx, personnes: Personnes, maintenant: Instant, liste: &[Effacement]) -> Resultat<u64> {
    let mut combien = 0;
    for e in liste {
        combien += u64::from(effacer(tx, personnes, maintenant, &Acteur::Systeme, e).await?);
    }
    Ok(combien)
}

#[derive(FromQueryResult)]
struct Marque {
    nombre: i64,
    dernier: Option<i64>,
}

/// What was erased leaves the bytes of the base, while others read and write; says whether it has.
pub async fn oublier_les_octets(base: &Base) -> Resultat<bool> {
    let sql = "SELECT count(*) AS nombre, max(efface_le) AS dernier FROM effacements";
    let lue: Option<Marque> = db::ligne(base.lecture(), sql, []).await?;
    let effaces = lue.map_or_else(db::Effaces::default, |m| db::Effaces {
        nombre: m.nombre,
        dernier: m.dernier.unwrap_or_default(),
    });
    base.compacter_en_douceur(effaces).await
}

mod millis {
    use passerelle_socle::temps::Instant;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(instant: &Instant, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_i64(instant.millis())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Instant, D::Error> {
        i64::deserialize(d).map(Instant::from_millis)
    }
}

impl Effacement {
    /// An erasure decided now.
    pub fn nouveau(jeune: Id<Jeune>, maintenant: Instant, motif: &str, demande_le: Option<Date>) -> Self {
        Self { jeune_id: jeune, efface_le: maintenant, motif: motif.to_owned(), demande_le }
    }
}
