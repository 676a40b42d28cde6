//! The site, capability by capability and engine by engine: who may do what, and every page each role reaches.
//!
//! The tests are the routes' own: `routes::site()` says what capabilities there are, by the object their routes declare. One
//! that is new is tried as soon as it has a route, and wants its two golden files, `acces/<capability>.txt` and
//! `pages/<capability>.txt`; what it answers is read there.

mod acces;
mod adresses;
mod ensemble;
mod essais;
mod fins;
mod formulaires;
mod justesse;
mod pages;
mod scenes;
mod textes;

use std::collections::BTreeSet;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial, run};
use passerelle::routes;
use passerelle_monde::moteurs;
use passerelle_socle::db::Moteur;
use passerelle_socle::web::Declaration;

/// The routes of a capability.
fn siennes(capacite: &str) -> Vec<Declaration> {
    routes::site().declarations().iter().filter(|d| d.objet.code() == capacite).copied().collect()
}

/// Those that have routes, by the word of their object.
fn capacites() -> BTreeSet<&'static str> {
    routes::site().declarations().iter().map(|d| d.objet.code()).collect()
}

/// Runs a story to its end, on a thread of its own as `#[tokio::test]` does.
fn jouer(histoire: impl Future<Output = ()>) {
    let fil = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    fil.block_on(histoire);
}

fn main() -> ExitCode {
    let mut epreuves = vec![
        Trial::test("acces::what_is_refused_was_granted_elsewhere", || {
            acces::refuses_ailleurs_accordes();
            Ok(())
        }),
        Trial::test("pages::whoever_is_trusted_with_more_is_led_to_more", || {
            pages::plus_de_droits_plus_de_pages();
            Ok(())
        }),
        Trial::test("justesse::what_no_person_writes_is_told_from_what_people_write", || {
            justesse::les_codes_se_reconnaissent();
            Ok(())
        }),
        Trial::test("every_capability_has_its_golden_files_and_no_other_is_left", || {
            aucun_fichier_de_trop();
            Ok(())
        }),
    ];
    for moteur in moteurs() {
        let nom = match moteur {
            Moteur::Sqlite => "sqlite",
            Moteur::Postgres => "postgresql",
        };
        for capacite in capacites() {
            epreuves.push(Trial::test(format!("acces::{capacite}::{nom}"), move || {
                jouer(acces::verifier(capacite, moteur));
                Ok(())
            }));
            epreuves.push(Trial::test(format!("methodes::{capacite}::{nom}"), move || {
                jouer(acces::aucune_autre_methode(capacite, moteur));
                Ok(())
            }));
            if siennes(capacite).iter().any(|d| d.methode == "POST") {
                epreuves.push(Trial::test(format!("ensemble::{capacite}::{nom}"), move || {
                    jouer(ensemble::verifier(capacite, moteur));
                    Ok(())
                }));
                epreuves.push(Trial::test(format!("textes::{capacite}::{nom}"), move || {
                    jouer(textes::verifier(capacite, moteur));
                    Ok(())
                }));
            }
            epreuves.push(Trial::test(format!("adresses::{capacite}::{nom}"), move || {
                jouer(adresses::verifier(capacite, moteur));
                Ok(())
            }));
            if siennes(capacite).iter().any(|d| d.methode == "GET") {
                epreuves.push(Trial::test(format!("pages::{capacite}::{nom}"), move || {
                    jouer(pages::verifier(capacite, moteur));
                    Ok(())
                }));
            }
        }
    }
    run(&Arguments::from_args(), epreuves).exit_code()
}

fn aucun_fichier_de_trop() {
    for (dossier, voulus) in [
        ("acces", capacites()),
        ("pages", capacites().into_iter().filter(|c| siennes(c).iter().any(|d| d.methode == "GET")).collect()),
    ] {
        let tenus = passerelle_monde::golden::noms(dossier);
        let voulus: BTreeSet<String> = voulus.into_iter().map(|c| format!("{c}.txt")).collect();
        assert_eq!(tenus, voulus, "golden/{dossier} holds one file a capability");
    }
}
