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
