//! Pure decisions: how fields agree, in words.

use super::model::{Accord, CHAMPS, Indice};

/// How a level of the engine reads.
pub(super) fn accord(niveau: &str) -> Accord {
    match niveau {
        "absent" | "absente" => Accord::Manque,
        "identique" => Accord::Concorde,
        "différent" | "différente" => Accord::Differe,
        _ => Accord::Ressemble,
    }
}

/// « 94 % » for 947 000 millionths: rounded down, so that nothing reads as certain.
pub(super) fn pour_cent(millioniemes: i64) -> String {
    passerelle_base::pourcent((millioniemes.clamp(0, 1_000_000) / 10_000) as f64, 0)
}

/// The words of a field.
pub(super) fn libelle(code: &str) -> &str {
    CHAMPS.iter().find(|c| c.code == code).map_or(code, |c| c.libelle)
}

/// The fields that go together so, in words: « nom de famille, prénom ».
pub(super) fn ceux(indices: &[Indice], voulus: &[Accord]) -> String {
    let dits = indices.iter().filter(|i| voulus.contains(&accord(&i.niveau))).map(|i| libelle(&i.champ).to_lowercase());
    dits.collect::<Vec<_>>().join(", ")
}

/// Half: brothers and sisters are told at most so probable.
const MOITIE: i64 = 500_000;

/// Why somebody must look at a row that seems to be somebody: what could be a brother or a sister.
pub(super) fn a_regarder(indices: &[Indice], millioniemes: i64) -> Option<&'static str> {
    let niveau = |champ: &str| indices.iter().find(|i| i.champ == champ).map(|i| i.niveau.as_str());
    if millioniemes < MOITIE {
        return None;
    }
    Some(match (niveau("prenom"), niveau("sexe"), niveau("date_naissance")) {
        (None | Some("absent"), ..) => "un prénom manque, un frère ou une sœur partage le reste",
        (Some("identique"), Some("différent"), _) => "les sexes se contredisent",
        (Some("identique"), _, Some("même année" | "différente")) => "les dates de naissance se contredisent",
        (Some("identique"), ..) => "ce qui concorde peut être celui d'un foyer, ou d'un homonyme",
        _ => "les prénoms ne sont pas les mêmes, ce peut être un frère ou une sœur",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_a_brother_or_a_sister_is_told_in_words() {
        let dire = |prenom: &str, sexe: &str, date: &str| {
            let indice =
                |(champ, niveau): (&str, &str)| Indice { champ: champ.into(), niveau: niveau.into(), poids: 0 };
            let indices = [("prenom", prenom), ("sexe", sexe), ("date_naissance", date)].map(indice);
            a_regarder(&indices, 960_000).unwrap()
        };
        assert!(dire("très proche", "identique", "identique").contains("prénoms"));
        assert!(dire("absent", "identique", "identique").contains("manque"));
        assert!(dire("identique", "différent", "identique").contains("sexes"));
        assert!(dire("identique", "absent", "même année").contains("dates"));
        assert!(dire("identique", "identique", "identique").contains("foyer"));
        assert_eq!(a_regarder(&[], 499_999), None);
    }

    #[test]
    fn a_probability_is_never_read_higher_than_it_is() {
        let lus = [0, 9_999, 947_000, 999_999, 1_000_000].map(pour_cent);
        assert_eq!(lus, ["0\u{202f}%", "0\u{202f}%", "94\u{202f}%", "99\u{202f}%", "100\u{202f}%"]);
    }

    #[test]
    fn fields_are_told_by_how_they_agree() {
        let indice = |champ: &str, niveau: &str| Indice { champ: champ.into(), niveau: niveau.into(), poids: 0 };
        let indices = [
            indice("nom", "identique"),
            indice("prenom", "très proche"),
            indice("date_naissance", "différente"),
            indice("telephone", "absent"),
        ];
        assert_eq!(ceux(&indices, &[Accord::Concorde]), "nom de famille");
        assert_eq!(ceux(&indices, &[Accord::Differe, Accord::Ressemble]), "prénom, date de naissance");
        assert_eq!(ceux(&indices, &[Accord::Manque]), "téléphone");
    }
}
