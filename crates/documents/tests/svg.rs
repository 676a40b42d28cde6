//! Charts: the same bytes for the same figures, and nothing in them but what we drew.

use passerelle_documents::{Forme, Graphique};

const FORMES: [Forme; 3] = [Forme::BarresHorizontales, Forme::BarresEmpilees, Forme::Colonnes];

fn graphique(forme: Forme) -> Graphique {
    Graphique {
        titre: "Contrats signés".into(),
        description: "Contrats signés à Bondy et Sevran en 2016 et 2017.".into(),
        forme,
        series: vec!["2016".into(), "2017".into()],
        categories: vec!["Bondy".into(), "Sevran".into()],
        valeurs: vec![vec![Some(57.0), Some(1112.0)], vec![Some(61.5), None]],
        unite: "contrats".into(),
    }
}

/// How many times `motif` occurs.
fn compte(svg: &str, motif: &str) -> usize {
    svg.matches(motif).count()
}

#[test]
fn le_dessin_est_celui_du_modele_octet_par_octet() {
    assert_eq!(graphique(Forme::BarresHorizontales).svg(), include_str!("graphique.svg"));
}

#[test]
fn une_valeur_inconnue_est_dite_et_jamais_dessinee() {
    for forme in FORMES {
        let svg = graphique(forme).svg();
        let mut connue = graphique(forme);
        connue.valeurs[1][1] = Some(20.0);
        let dit = if forme == Forme::BarresEmpilees { "au moins 1\u{202f}112" } else { "non connu" };
        assert!(svg.contains(dit) && !connue.svg().contains(dit), "{forme:?}");
        let barres = |svg: &str| compte(svg, "class=\"g-serie-1\"");
        assert_eq!(barres(&svg) + 1, barres(&connue.svg()), "{forme:?}");
    }
}

#[test]
fn zero_est_ecrit_zero() {
    for forme in FORMES {
        let mut g = graphique(forme);
        g.valeurs = vec![vec![Some(0.0), Some(0.0)], vec![Some(0.0), Some(0.0)]];
        let svg = g.svg();
        assert!(svg.contains(">0</text>") && !svg.contains("non connu"), "{forme:?}");
    }
}

#[test]
fn le_texte_hostile_reste_du_texte() {
    let hostile = "\"><script>alert('1')</script>&\u{0}]]>";
    for forme in FORMES {
        let mut g = graphique(forme);
        g.titre = hostile.into();
        g.description = hostile.into();
        g.unite = hostile.into();
        g.series = vec![hostile.into(), hostile.into()];
        g.categories = vec![hostile.into(), hostile.into()];
        let svg = g.svg();
        assert!(!svg.contains("<script") && !svg.contains('\0'), "{forme:?}");
        assert!(svg.contains("&lt;script&gt;"), "{forme:?}");
        let balises = |svg: &str| (compte(svg, "<rect"), compte(svg, "<title"), compte(svg, "<svg"));
        assert_eq!(balises(&svg), balises(&graphique(forme).svg()), "{forme:?}");
    }
}

#[test]
fn le_dessin_respecte_la_politique_de_securite_et_l_accessibilite() {
    for forme in FORMES {
        let svg = graphique(forme).svg();
        for interdit in [" style=", "<style", "<script", "href", "onload", "NaN", "inf"] {
            assert!(!svg.contains(interdit), "{forme:?} {interdit}");
        }
        let id = svg.split_once("<title id=\"").unwrap().1.split_once('"').unwrap().0;
        assert!(svg.contains(&format!("aria-labelledby=\"{id} ")), "{forme:?}");
        assert!(svg.contains("role=\"img\"") && svg.contains("viewBox=\"0 0 720 "), "{forme:?}");
    }
    let autre = Graphique { titre: "Autre".into(), ..graphique(Forme::Colonnes) };
    assert_ne!(autre.svg()[..400], graphique(Forme::Colonnes).svg()[..400]);
}

#[test]
fn rien_ne_sort_de_l_image_ni_ne_devient_illisible() {
    let nombreuses = |n: usize| Graphique {
        categories: (0..n).map(|i| format!("Mission locale numéro {i} de Seine-Saint-Denis")).collect(),
        valeurs: vec![(0..n).map(|i| Some(i as f64 * 1e6 - 3e6)).collect(), vec![Some(f64::INFINITY); n]],
        ..graphique(Forme::Colonnes)
    };
    for forme in FORMES {
        for n in [0, 1, 2, 7, 20, 60] {
            let svg = Graphique { forme, ..nombreuses(n) }.svg();
            assert!(!svg.contains("NaN") && !svg.contains("inf\""), "{forme:?} {n}");
            for morceau in svg.split("<rect ").skip(1) {
                let nombre = |cle: &str| -> f64 {
                    let (_, reste) = morceau.split_once(&format!(" {cle}=\"")).unwrap();
                    reste.split_once('"').unwrap().0.parse().unwrap()
                };
                if morceau.contains(" x=") {
                    assert!(nombre("x") >= 0.0 && nombre("width") > 0.0, "{forme:?} {n} {morceau}");
                    assert!(nombre("x") + nombre("width") <= 720.1, "{forme:?} {n} {morceau}");
                }
            }
        }
    }
}
