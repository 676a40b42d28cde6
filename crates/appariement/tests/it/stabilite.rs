//! Same input, same links, bit for bit.

use passerelle_appariement::{Decision, Decisions};

use super::{dits, foule, lier};

#[test]
fn threads_change_nothing() {
    let (a, b) = foule(4_000);
    let (registre, seul) = lier(&a, Some(&b), &Decisions::default(), 1);
    assert!(seul.rapport.paires_comparees > 4_000);
    for fils in [2, 3, 8] {
        let (_, plusieurs) = lier(&a, Some(&b), &Decisions::default(), fils);
        assert_eq!(seul.liens.len(), plusieurs.liens.len());
        for (x, y) in seul.liens.iter().zip(&plusieurs.liens) {
            assert_eq!((x.a, x.b, x.decision), (y.a, y.b, y.decision));
            assert_eq!(x.probabilite.to_bits(), y.probabilite.to_bits());
        }
        assert_eq!(seul.rapport.lambda.to_bits(), plusieurs.rapport.lambda.to_bits());
    }
    let _ = registre;
}

#[test]
fn a_crowd_finds_its_own() {
    let (a, b) = foule(4_000);
    let (registre, fait) = lier(&a, Some(&b), &Decisions::default(), 2);
    let liens = dits(&registre, &fait, Decision::Lien);
    let justes = liens.iter().filter(|(x, y)| x[1..] == y[1..]).count();
    let vrais = a.iter().filter(|(id, _)| b.iter().any(|(autre, _)| autre[1..] == id[1..])).count();
    assert!(justes as f64 >= 0.98 * vrais as f64, "{justes} of {vrais}");
    assert!(justes as f64 >= 0.995 * liens.len() as f64, "{justes} right of {}", liens.len());
    // What is expected holds what happened.
    let qualite = &fait.rapport.qualite;
    let precision = justes as f64 / liens.len() as f64;
    assert!(qualite.precision.bas <= precision && precision <= qualite.precision.haut, "{qualite:?} {precision}");
    // One record has one fellow at most.
    let mut pris: Vec<&str> = liens.iter().flat_map(|(x, y)| [x.as_str(), y.as_str()]).collect();
    let nombre = pris.len();
    pris.sort_unstable();
    pris.dedup();
    assert_eq!(pris.len(), nombre);
}

#[test]
fn exchanging_the_files_exchanges_the_links() {
    let (a, b) = foule(1_500);
    let (registre, droit) = lier(&a, Some(&b), &Decisions::default(), 1);
    let (envers_registre, envers) = lier(&b, Some(&a), &Decisions::default(), 1);
    let mut retournes: Vec<(String, String)> =
        dits(&envers_registre, &envers, Decision::Lien).into_iter().map(|(x, y)| (y, x)).collect();
    retournes.sort();
    let droits = dits(&registre, &droit, Decision::Lien);
    let communs = droits.iter().filter(|l| retournes.binary_search(l).is_ok()).count();
    // The random pairs differ, so probabilities do in their last figures.
    assert!(communs + 5 >= droits.len().max(retournes.len()), "{communs} of {} and {}", droits.len(), retournes.len());
}

#[test]
fn a_handful_of_records_is_linked_too() {
    for n in [12, 40, 100] {
        let (a, b) = foule(n);
        let (registre, fait) = lier(&a, Some(&b), &Decisions::default(), 1);
        let liens = dits(&registre, &fait, Decision::Lien);
        let justes = liens.iter().filter(|(x, y)| x[1..] == y[1..]).count();
        let vrais = a.iter().filter(|(id, _)| b.iter().any(|(autre, _)| autre[1..] == id[1..])).count();
        assert!(justes == liens.len() && justes as f64 >= 0.9 * vrais as f64, "{n}: {justes} {vrais} {}", liens.len());
    }
}
