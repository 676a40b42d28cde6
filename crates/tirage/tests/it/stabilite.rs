//! What must not move a ticket, and what must not change the root.

use crate::{SECRET, candidats, complet, liste, minutes};
use passerelle_tirage::{Avancement, Dossier, Empreinte, hex, tirer};
use std::collections::HashMap;

fn tickets(csv: &str) -> HashMap<String, Empreinte> {
    let (protocole, graine) = (complet(), passerelle_tirage::sha256(b"graine"));
    let liste = liste(&protocole, csv);
    let tirage = tirer(&protocole, &liste, &graine, &mut Avancement::zero(&protocole));
    let tires = liste.candidats().iter().zip(tirage.places);
    tires.filter_map(|(c, p)| Some((c.identifiant.clone(), p?.ticket))).collect()
}

#[test]
fn a_late_arrival_or_a_withdrawal_moves_no_other_ticket() {
    let avant = tickets(&candidats(80));
    let arrive = tickets(&format!("{}RETARD;tours;printemps;F;CAP;\n", candidats(80)));
    assert_eq!(arrive.len(), avant.len() + 1);
    assert!(avant.iter().all(|(id, ticket)| arrive[id] == *ticket));
    let parti: String = candidats(80).lines().filter(|l| !l.starts_with("J0000")).map(|l| format!("{l}\n")).collect();
    let parti = tickets(&parti);
    assert_eq!(parti.len(), avant.len() - 1);
    assert!(parti.iter().all(|(id, ticket)| avant[id] == *ticket));
}

#[test]
fn the_order_of_the_rows_and_columns_changes_no_byte() {
    let csv = candidats(80);
    let mut lignes: Vec<&str> = csv.lines().collect();
    lignes[1..].reverse();
    let inverse: String = lignes
        .iter()
        .map(|l| {
            let c: Vec<&str> = l.split(';').collect();
            format!("{};{};{};{};{};{}\r\n", c[5], c[3], c[4], c[0], c[2], c[1])
        })
        .collect();
    let figer = |csv: &str| {
        let dossier = Dossier::preparer(complet(), liste(&complet(), csv), SECRET, None).unwrap();
        (dossier.engagement(), dossier.liste_figee(), dossier.executer("x", &["sésame"]).unwrap().json())
    };
    assert_eq!(figer(&csv), figer(&format!("\u{FEFF}{inverse}")));
}

#[test]
fn the_public_value_the_secrets_the_list_and_the_protocol_all_make_the_seed() {
    let pv = minutes();
    let graine = |csv: &str, alea: &str| *crate::executer(&complet(), csv, alea, &["sésame"]).graine();
    assert_eq!(graine(&candidats(150), "  drand 5123456 8f3a\n"), *pv.graine(), "spaces around do not count");
    assert_ne!(graine(&candidats(150), "drand 5123456 8f3b"), *pv.graine());
    assert_ne!(graine(&candidats(149), "drand 5123456 8f3a"), *pv.graine());
}

#[test]
fn the_typed_outcome_says_what_the_file_of_assignments_writes() {
    let pv = minutes();
    let csv = pv.affectations();
    let ecrites: Vec<String> = csv
        .lines()
        .skip(1)
        .map(|l| l.split(';').collect::<Vec<_>>())
        .map(|c| [c[0], c[4], c[5], c[6]].join(";"))
        .collect();
    let dites: Vec<String> =
        pv.tires().map(|a| format!("{};{};{};{}", a.identifiant, a.bras, a.probabilite, hex(a.ticket))).collect();
    assert_eq!(dites, ecrites);
    let exclus = pv.dossier().liste().candidats().iter().filter(|c| c.exclusion.is_some()).count();
    assert_eq!(dites.len() + exclus, 150, "everybody is drawn or excluded");
}

#[test]
fn the_bytes_do_not_change_from_one_version_to_the_next() {
    let pv = minutes();
    let empreintes = [pv.json(), pv.affectations()].map(|t| hex(&passerelle_tirage::sha256(t.as_bytes())));
    assert_eq!(empreintes, include_str!("empreintes.txt").lines().collect::<Vec<_>>()[..]);
}
