//! Tables small enough to be read.

use passerelle_secret::{Tableau, taire};

fn dits(t: &Tableau) -> Vec<String> {
    taire(t, 5).iter().map(ToString::to_string).collect()
}

const PETIT: &str = "moins de 5";
const TU: &str = "non communiqué";

#[test]
fn what_is_large_enough_is_said_as_it_is() {
    assert_eq!(dits(&Tableau::croise(&[[12, 5], [40, 7]])), ["12", "5", "17", "40", "7", "47", "52", "12", "64"]);
}

#[test]
fn a_small_part_takes_the_smallest_that_protects_it() {
    assert_eq!(dits(&Tableau::parts(&[3, 20, 9, 200])), [PETIT, "20", TU, "200", "232"]);
    // With 5 beside it the hidden two make 8, and 3 would be 0 to 3: more is hidden.
    assert_eq!(dits(&Tableau::parts(&[3, 5, 200])), [PETIT, "5", TU, "208"]);
}

#[test]
fn a_small_cell_hides_a_square_of_cells_and_no_total() {
    let t = Tableau::croise(&[[30, 2], [20, 11], [50, 40]]);
    assert_eq!(dits(&t), [TU, PETIT, "32", TU, TU, "31", "50", "40", "90", "100", "53", "153"]);
}

#[test]
fn two_small_parts_of_a_small_total_do_not_say_that_they_are() {
    // Said small, 3 and 3 of 6 would be two, three or four.
    let t = Tableau::croise(&[[3, 3], [20, 15], [60, 30]]);
    assert_eq!(dits(&t)[..3], [TU, TU, "6"]);
    assert_eq!(dits(&Tableau::parts(&[3, 3])), [TU, TU, "6"]);
    assert_eq!(dits(&Tableau::parts(&[6, 0])), [TU, TU, "6"]);
}

#[test]
fn a_small_whole_is_small_with_all_its_parts() {
    assert_eq!(dits(&Tableau::parts(&[1, 2])), [PETIT; 3]);
    assert_eq!(dits(&Tableau::croise(&[[1, 0], [0, 2]])), [PETIT; 9]);
    assert_eq!(dits(&Tableau::parts(&[])), [PETIT]);
}

#[test]
fn the_whole_is_hidden_only_when_it_is_small() {
    for n in 5..60 {
        let t = Tableau::croise(&[[n, 0], [0, 0], [0, 1]]);
        assert_eq!(*dits(&t).last().unwrap(), (n + 1).to_string());
    }
}

#[test]
fn three_hundred_structures_are_hidden_while_a_page_is_awaited() {
    let lignes: Vec<[i64; 2]> = (0..300).map(|i| [i * 7 % 23, i * 5 % 9]).collect();
    let debut = std::time::Instant::now();
    let dits = taire(&Tableau::croise(&lignes), 5);
    assert!(dits.iter().any(|d| d.dit().is_none()) && dits.last().unwrap().dit().is_some());
    assert!(debut.elapsed().as_secs() < 5, "{:?}", debut.elapsed());
}
