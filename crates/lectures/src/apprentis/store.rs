//! The SQL of whom an employer may be invited for.

use passerelle_base::{Date, Siret};
use passerelle_faits::contrats::en_cours;
use passerelle_gens::accompagnements::suivi_par;
use passerelle_socle::access::Perimetre;
use passerelle_socle::db::{self, Executeur, FromQueryResult, Resultat};

#[derive(FromQueryResult)]
struct Employeur {
    employeur_nom: Option<String>,
}

/// The name of an employer of whom somebody within the perimeter has a running contract.
pub(super) async fn employeur(
    conn: &impl Executeur,
    perimetre: &Perimetre,
    jour: Date,
    siret: &Siret,
) -> Resultat<Option<String>> {
    let Perimetre::Structure(structure) = perimetre else { return Ok(None) };
    let sql = format!(
        "SELECT k.employeur_nom FROM contrats k WHERE k.employeur_siret = $1 AND {} AND {} LIMIT 1",
        suivi_par("k.jeune_id", "$2"),
        en_cours("k", "$3")
    );
    let valeurs = [siret.as_str().into(), (*structure).into(), jour.into()];
    let lu: Option<Employeur> = db::ligne(conn, &sql, valeurs).await?;
    Ok(lu.map(|e| e.employeur_nom.unwrap_or_else(|| "Employeur".into())))
}

#[derive(FromQueryResult)]
struct Attendu {
    siret: String,
    courriel: String,
    nom: Option<String>,
    par: Option<String>,
}

/// The accesses that wait for a second person, of employers of whom somebody within the perimeter has a running contract.
pub(super) async fn attendus(conn: &impl Executeur, perimetre: &Perimetre, jour: Date) -> Resultat<Vec<String>> {
    let Perimetre::Structure(structure) = perimetre else { return Ok(vec![]) };
    let sql = format!(
        "SELECT a.siret, a.courriel, c.nom AS par, \
         (SELECT MIN(k.employeur_nom) FROM contrats k WHERE k.employeur_siret = a.siret) AS nom \
         FROM acces_employeurs a LEFT JOIN comptes c ON c.id = a.demande_par WHERE EXISTS (SELECT 1 FROM contrats k \
         WHERE k.employeur_siret = a.siret AND {} AND {}) ORDER BY a.demande_le DESC LIMIT 20",
        suivi_par("k.jeune_id", "$1"),
        en_cours("k", "$2")
    );
    let lus: Vec<Attendu> = db::lignes(conn, &sql, [structure.uuid().into(), jour.into()]).await?;
    let dire = |a: Attendu| {
        let (nom, par) = (a.nom.unwrap_or_default(), a.par.unwrap_or_default());
        format!("À confirmer : {nom}, SIRET {}, courriel {}, demandé par {par}.", a.siret, a.courriel)
    };
    Ok(lus.into_iter().map(dire).collect())
}
