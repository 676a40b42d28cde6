//! What is written of a number, and read again.

use passerelle_secret::Effectif;

#[test]
fn a_number_or_the_words_that_hide_it_come_back_from_json() {
    let tous = [Effectif::Dit(0), Effectif::Dit(1_377), Effectif::MoinsDe(5), Effectif::MoinsDe(11), Effectif::Tu];
    let texte = serde_json::to_string(&tous).unwrap();
    assert_eq!(texte, r#"[0,1377,"moins de 5","moins de 11","non communiqué"]"#);
    assert_eq!(serde_json::from_str::<Vec<Effectif>>(&texte).unwrap(), tous);
    for faux in [r#""moins de beaucoup""#, r#""5""#, "1.5", "null", "99999999999999999999"] {
        assert!(serde_json::from_str::<Effectif>(faux).is_err(), "{faux}");
    }
}

#[test]
fn alone_it_is_said_from_the_threshold_on_and_zero_is_under_it() {
    assert_eq!([0, 4, 5].map(|n| Effectif::seul(n, 5).to_string()), ["moins de 5", "moins de 5", "5"]);
    assert_eq!(Effectif::seul(10, 11).to_string(), "moins de 11");
}
