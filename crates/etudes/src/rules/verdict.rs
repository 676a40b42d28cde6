//! What the figures of an outcome say, in words, for somebody who reads no statistics.

use passerelle_base::{decimal, pluriel};

use crate::impact::Seuil;

/// The figures of one outcome.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constat {
    /// The effect: a number, or two bounds.
    pub estimation: Option<[f64; 2]>,
    /// Its interval, at the level; an end without bound is infinite.
    pub intervalle: Option<[f64; 2]>,
    /// The level of the test.
    pub seuil: Seuil,
    /// p-value once all outcomes are counted, and how many there are.
    pub p_ajustee: Option<(f64, usize)>,
    /// Smallest effect this study would have seen four times out of five.
    pub minimal: Option<f64>,
    /// Whether the engine says that nothing can be concluded.
    pub non_concluant: bool,
    /// Whether the outcome is yes or no: an effect is then in people out of a hundred.
    pub binaire: bool,
    /// Whether arms were drawn at random.
    pub tire: bool,
    /// Whether this is what was registered.
    pub au_protocole: bool,
    /// Whether it was registered once an outcome was known.
    pub apres: bool,
    /// Share of the outcomes known in each arm: controls, treated; and the p-value of their difference.
    pub connus: Option<([f64; 2], Option<f64>)>,
}

/// « +12,5 points », or the number in the unit of the outcome.
fn ampleur(v: f64, binaire: bool) -> String {
    match v.is_finite() {
        false if v > 0.0 => "sans limite vers le haut".to_owned(),
        false => "sans limite vers le bas".to_owned(),
        true => format!("{}{}", signe(v), taille(v, binaire)),
    }
}

/// « 12,5 points »: a size that has no direction.
fn taille(v: f64, binaire: bool) -> String {
    if binaire { format!("{} points", decimal(100.0 * v, 1)) } else { decimal(v, 2) }
}

fn signe(v: f64) -> &'static str {
    if v > 0.0 { "+" } else { "" }
}

fn mesure(c: &Constat) -> String {
    match c.estimation {
        Some([a, b]) if a == b => ampleur(a, c.binaire),
        Some([a, b]) => format!("entre {} et {}", ampleur(a, c.binaire), ampleur(b, c.binaire)),
        None => "inconnu".to_owned(),
    }
}

/// The sentences, the verdict first.
pub fn dire(c: &Constat) -> Vec<String> {
    let mut phrases = Vec::new();
    let intervalle = c.intervalle.map(|[bas, haut]| {
        format!(
            "L'effet réel peut aller de {} à {} (intervalle à {} %).",
            ampleur(bas, c.binaire),
            ampleur(haut, c.binaire),
            c.seuil.niveau()
        )
    });
    if c.non_concluant {
        phrases.push(format!("Non concluant. L'effet mesuré est {}, mais le hasard peut l'expliquer.", mesure(c)));
        phrases.extend(intervalle);
        phrases.push("Ce n'est pas la preuve que le programme ne change rien.".to_owned());
        if let Some(minimal) = c.minimal.filter(|m| m.is_finite()) {
            phrases.push(format!(
                "Cette étude n'avait quatre chances sur cinq de voir qu'un effet d'au moins {}.",
                taille(minimal, c.binaire)
            ));
        }
    } else {
        let sens = if c.estimation.is_some_and(|[a, _]| a > 0.0) { "plus" } else { "moins" };
        phrases.push(match (c.binaire, c.estimation) {
            (true, Some([a, b])) if a == b => format!(
                "Concluant. Sur 100 jeunes, environ {} de {sens} dans le bras traité que dans l'autre.",
                decimal(100.0 * a.abs(), 0)
            ),
            _ => format!("Concluant. L'effet mesuré est {}.", mesure(c)),
        });
        phrases.extend(intervalle);
        if let Some((p, n)) = c.p_ajustee.filter(|(p, n)| *n > 1 && *p > c.seuil.part()) {
            phrases.push(format!(
                "Non concluant une fois compté que {} ont été regardés : la valeur p passe à {}.",
                pluriel(n as i64, "résultat", "résultats"),
                decimal(p, 3)
            ));
        }
    }
    if let Some(([temoins, traites], p)) = c.connus {
        if temoins < 1.0 || traites < 1.0 {
            phrases.push(format!(
                "Le résultat est connu pour {} % du bras traité et {} % de l'autre ; les autres manquent, ils ne comptent pas pour zéro.",
                decimal(100.0 * traites, 0),
                decimal(100.0 * temoins, 0)
            ));
        }
        if p.is_some_and(|p| p < 0.05) {
            phrases.push(
                "Un bras répond nettement moins que l'autre : l'effet peut venir de là. Regardez les bornes de Lee."
                    .to_owned(),
            );
        }
    }
    if !c.tire {
        phrases.push(
            "Les bras n'ont pas été tirés au sort : la différence peut venir de qui est entré, et non du programme."
                .to_owned(),
        );
    }
    if !c.au_protocole {
        phrases.push("Exploratoire : ce calcul n'est pas celui qui a été enregistré.".to_owned());
    } else if c.apres {
        phrases.push(
            "L'étude a été enregistrée alors que des résultats étaient connus : elle suggère, elle ne prouve pas."
                .to_owned(),
        );
    }
    phrases
}

#[cfg(test)]
mod tests {
    use super::*;

    fn constat() -> Constat {
        Constat {
            estimation: Some([0.124, 0.124]),
            intervalle: Some([0.031, 0.217]),
            binaire: true,
            tire: true,
            au_protocole: true,
            ..Constat::default()
        }
    }

    #[test]
    fn a_conclusive_effect_is_told_in_people() {
        assert_eq!(
            dire(&constat()),
            [
                "Concluant. Sur 100 jeunes, environ 12 de plus dans le bras traité que dans l'autre.",
                "L'effet réel peut aller de +3,1 points à +21,7 points (intervalle à 95 %)."
            ]
        );
        let baisse = Constat { estimation: Some([-0.2, -0.2]), intervalle: None, ..constat() };
        assert_eq!(
            dire(&baisse)[0],
            "Concluant. Sur 100 jeunes, environ 20 de moins dans le bras traité que dans l'autre."
        );
        let echelle = Constat { binaire: false, intervalle: None, estimation: Some([0.5, 0.5]), ..constat() };
        assert_eq!(dire(&echelle), ["Concluant. L'effet mesuré est +0,50."]);
    }

    #[test]
    fn an_inconclusive_effect_says_so_first_and_what_could_have_been_seen() {
        let c = Constat {
            estimation: Some([0.04, 0.04]),
            intervalle: Some([-0.05, 0.13]),
            minimal: Some(0.128),
            non_concluant: true,
            ..constat()
        };
        assert_eq!(
            dire(&c),
            [
                "Non concluant. L'effet mesuré est +4,0 points, mais le hasard peut l'expliquer.",
                "L'effet réel peut aller de -5,0 points à +13,0 points (intervalle à 95 %).",
                "Ce n'est pas la preuve que le programme ne change rien.",
                "Cette étude n'avait quatre chances sur cinq de voir qu'un effet d'au moins 12,8 points.",
            ]
        );
    }

    #[test]
    fn bounds_and_sets_without_end_are_told_as_they_are() {
        let c = Constat {
            estimation: Some([-0.1, 0.2]),
            intervalle: Some([f64::NEG_INFINITY, f64::INFINITY]),
            non_concluant: true,
            ..constat()
        };
        let dites = dire(&c);
        assert!(dites[0].contains("entre -10,0 points et +20,0 points"), "{dites:?}");
        assert!(dites[1].contains("sans limite vers le bas à sans limite vers le haut"), "{dites:?}");
    }

    #[test]
    fn looking_at_several_outcomes_may_undo_a_conclusion() {
        let c = Constat { p_ajustee: Some((0.061, 3)), ..constat() };
        assert!(
            dire(&c).contains(
                &"Non concluant une fois compté que 3\u{a0}résultats ont été regardés : la valeur p passe à 0,061."
                    .to_owned()
            )
        );
        assert_eq!(dire(&Constat { p_ajustee: Some((0.02, 3)), ..constat() }).len(), 2);
        assert_eq!(dire(&Constat { p_ajustee: Some((0.2, 1)), ..constat() }).len(), 2);
    }

    #[test]
    fn what_is_missing_is_counted_and_unequal_arms_are_told() {
        let c = Constat { connus: Some(([0.9, 0.75], Some(0.2))), ..constat() };
        assert_eq!(
            dire(&c)[2],
            "Le résultat est connu pour 75 % du bras traité et 90 % de l'autre ; les autres manquent, ils ne comptent pas pour zéro."
        );
        assert_eq!(dire(&c).len(), 3);
        let c = Constat { connus: Some(([0.9, 0.5], Some(0.001))), ..constat() };
        assert!(dire(&c)[3].contains("bornes de Lee"));
        assert_eq!(dire(&Constat { connus: Some(([1.0, 1.0], None)), ..constat() }).len(), 2);
    }

    #[test]
    fn what_weakens_a_study_is_always_told() {
        assert!(dire(&Constat { tire: false, ..constat() })[2].starts_with("Les bras n'ont pas été tirés au sort"));
        assert!(dire(&Constat { apres: true, ..constat() })[2].contains("elle suggère, elle ne prouve pas"));
        let exploratoire = dire(&Constat { au_protocole: false, apres: true, ..constat() });
        assert_eq!(exploratoire[2], "Exploratoire : ce calcul n'est pas celui qui a été enregistré.");
        assert_eq!(exploratoire.len(), 3);
    }
}
