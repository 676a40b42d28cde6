//! The SQL of outside figures.

use passerelle_base::Periode;
use sea_orm::FromQueryResult;

use passerelle_socle::access::{Accorde, Action, Objet};
use passerelle_socle::db::{self, Executeur, Resultat};

/// An outside figure.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Statistique {
    pub serie: String,
    /// Territory.
    pub territoire: String,
    /// Period, as its source writes it (`2017`, `2016/2017`).
    pub periode: String,
    pub valeur: Option<f64>,
    /// Unit.
    pub unite: Option<String>,
    pub source: Option<String>,
}

/// Those whose period touches the years of a report. A period that names no year is quoted too:
/// hiding it would be guessing.
pub async fn de_la_periode(conn: &impl Executeur, accorde: &Accorde, periode: &Periode) -> Resultat<Vec<Statistique>> {
    accorde.pour(&[Action::Consulter, Action::Exporter, Action::Figer], &[Objet::Bilans])?;
    let sql = "SELECT serie, territoire, periode, valeur, unite, source FROM statistiques";
    let mut toutes: Vec<Statistique> = db::lignes(conn, sql, []).await?;
    let (du, au) = (annee(&periode.du.to_string()), annee(&periode.au.to_string()));
    toutes.retain(|s| {
        let (premiere, derniere) = annees(&s.periode);
        premiere.is_none() || (premiere <= au && derniere >= du)
    });
    toutes.sort_by(|a, b| (&a.serie, &a.territoire, &a.periode).cmp(&(&b.serie, &b.territoire, &b.periode)));
    Ok(toutes)
}

fn annee(texte: &str) -> Option<i32> {
    texte.get(..4)?.parse().ok().filter(|a| (1900..=2100).contains(a))
}

/// First and last year that a period names.
fn annees(periode: &str) -> (Option<i32>, Option<i32>) {
    let nombres = periode.split(|c: char| !c.is_ascii_digit()).filter(|n| n.len() >= 4);
    let annees: Vec<i32> = nombres.filter_map(annee).collect();
    (annees.iter().min().copied(), annees.iter().max().copied())
}

#[cfg(test)]
mod tests {
    use super::annees;

    #[test]
    fn a_period_is_known_by_the_years_it_names() {
        assert_eq!(annees("2016/2017"), (Some(2016), Some(2017)));
        assert_eq!(annees("janvier à décembre 2017"), (Some(2017), Some(2017)));
        assert_eq!(annees("2017-03"), (Some(2017), Some(2017)));
        assert_eq!(annees("dernier trimestre"), (None, None));
    }
}
