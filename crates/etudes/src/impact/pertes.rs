//! What is missing when rows are left out: how many in each arm, whether the arms differ, and between what bounds the
//! effect then is. It stands in the sentence that concludes: without it, « concluant » would speak of whoever answered.

use passerelle_base::decimal;
use passerelle_impact::{attrition, lee};
use serde_json::{Value, json};

use super::chiffres::{chiffre, dire_p, fini, intervalle};
use super::donnees::Donnees;
use super::sortie::Rapport;

/// Notes it beside the figures; what the conclusion says of it, when rows were left out. `effet` names what the bounds are of:
/// that of the arm drawn, whatever was followed.
pub(super) fn pertes(
    rapport: &mut Rapport,
    d: &Donnees,
    resultat: usize,
    effet: &str,
) -> anyhow::Result<Option<String>> {
    let Some(avant) = d.avant() else { return Ok(None) };
    let a = attrition(&avant.garde, &avant.traitement, avant.strates.as_ref(), avant.grappes.as_ref())
        .map_err(|e| d.situer(e))?;
    let (_, [temoins, traites]) = &a.lignes[0];
    let mut connus = d.table.nombres(resultat).iter();
    let resultats: Vec<Option<f64>> = avant.garde.iter().map(|g| g.then(|| connus.next().copied()).flatten()).collect();
    // A cell known and left out for a covariate counts as missing here: it is not in the estimate.
    let bornes = lee(&resultats, &avant.traitement).ok().map(|l| l.bornes[0].bornes);
    let part = |[n, vus]: [usize; 2]| 100.0 * (n - vus) as f64 / n as f64;
    rapport.mettre(
        "pertes",
        json!({
            "traites": {"n": traites[0], "manquent": traites[0] - traites[1]},
            "temoins": {"n": temoins[0], "manquent": temoins[0] - temoins[1]},
            "ecart": a.ecart.as_ref().map(|e| -e.estimation), "p": a.ecart.as_ref().map_or(Value::Null, |e| fini(e.p)),
            "bornes_lee": bornes.map_or(Value::Null, intervalle),
        }),
    );
    let test = a.ecart.as_ref().map_or_else(String::new, |e| format!(" ({})", dire_p(e.p)));
    let bornes = bornes.map_or_else(
        || "les bornes de Lee ne se calculent pas".to_owned(),
        |[bas, haut]| {
            format!("selon qui manque, {effet} est entre {} et {} (bornes de Lee)", chiffre(bas), chiffre(haut))
        },
    );
    Ok(Some(format!(
        "{} % des traités et {} % des témoins manquent{test} ; {bornes}",
        decimal(part(*traites), 1),
        decimal(part(*temoins), 1)
    )))
}
