//! Facts of one person must hold together: ages, contracts, positionnements, participations.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Ligne, cle_jeune, index, jeunes, table};

/// The day the delivery was taken.
const EXTRACTION: &str = "2018-02-16";

fn jour(texte: &str) -> NaiveDate {
    texte.parse().unwrap_or_else(|_| panic!("not a date: {texte}"))
}

/// Dates that are known are in order.
fn en_ordre(dates: &[&str]) -> bool {
    let connues: Vec<NaiveDate> = dates.iter().filter(|d| !d.is_empty()).map(|d| jour(d)).collect();
    connues.is_sorted()
}

fn age(jeune: &Ligne, date: &str) -> u32 {
    jour(date).years_since(jour(&jeune["date_naissance"])).unwrap()
}

/// Last day a contract ran or will run.
fn dernier(contrat: &Ligne) -> &str {
    [&contrat["date_rupture"], &contrat["date_fin"]].into_iter().find(|d| !d.is_empty()).map_or("9999-12-31", |d| d)
}

/// The contracts of each person, in order.
fn contrats() -> BTreeMap<(&'static str, &'static str), Vec<&'static Ligne>> {
    table("contrats").iter().fold(BTreeMap::new(), |mut par_jeune, c| {
        par_jeune.entry(cle_jeune(c)).or_insert_with(Vec::new).push(c);
        par_jeune
    })
}

#[test]
fn accueil_entre_16_et_25_ans() {
    for jeune in table("jeunes") {
        assert!((16..=25).contains(&age(jeune, &jeune["date_premier_accueil"])), "{jeune:?}");
        assert!(en_ordre(&[&jeune["date_premier_accueil"], EXTRACTION]));
    }
}

#[test]
fn contrats_dans_l_ordre() {
    let jeunes = jeunes();
    for c in table("contrats") {
        let jeune = jeunes[&cle_jeune(c)];
        let dates = [&jeune["date_premier_accueil"], &c["date_conclusion"], &c["date_debut"], &c["date_fin"]];
        assert!(en_ordre(&dates.map(String::as_str)), "{c:?}");
        assert!(en_ordre(&[&c["date_debut"], &c["date_rupture"], &c["date_fin"]]), "{c:?}");
        assert!(en_ordre(&[&c["date_debut"], EXTRACTION]) && en_ordre(&[&c["date_rupture"], EXTRACTION]), "{c:?}");
        assert_eq!(c["date_rupture"].is_empty(), c["motif_rupture"].is_empty(), "{c:?}");
        if c["type"] == "apprentissage" {
            let mois = (jour(&c["date_fin"]) - jour(&c["date_debut"])).num_days() + 1;
            assert!((365..=731).contains(&mois), "{c:?}");
        }
        if c["motif_rupture"].starts_with("periode_45j") {
            assert!((jour(&c["date_rupture"]) - jour(&c["date_debut"])).num_days() < 45, "{c:?}");
        }
        if !c["cfa"].is_empty() {
            assert!((16..=25).contains(&age(jeune, &c["date_debut"])), "{c:?}");
        }
    }
    for liste in contrats().values() {
        for paire in liste.windows(2) {
            assert!(dernier(paire[0]) < paire[1]["date_debut"].as_str(), "two contracts at once: {paire:?}");
        }
    }
}

#[test]
fn positionnements_dans_l_ordre() {
    let (jeunes, debuts, contrats) = (jeunes(), index("actions", "code", "date_debut"), contrats());
    for p in table("positionnements") {
        let accueil = &jeunes[&cle_jeune(p)]["date_premier_accueil"];
        let debut = debuts[p["action"].as_str()];
        assert!(en_ordre(&[accueil, &p["date"], &p["date_etat"], EXTRACTION]), "{p:?}");
        assert!(p["date"].as_str() < debut && p["date"][..4] == debut[..4], "{p:?}");
        assert_eq!(matches!(p["etat"].as_str(), "refuse" | "annule"), !p["motif"].is_empty(), "{p:?}");
        let en_contrat = contrats.get(&cle_jeune(p)).is_some_and(|liste| {
            liste.iter().any(|c| c["date_debut"] <= p["date"] && dernier(c) >= p["date"].as_str())
        });
        assert!(!en_contrat, "{p:?}");
    }
}

#[test]
fn participations_dans_l_ordre() {
    let (debuts, fins) = (index("actions", "code", "date_debut"), index("actions", "code", "date_fin"));
    let (places, contrats) = (index("actions", "code", "places"), contrats());
    let mut entres: BTreeMap<_, &str> = table("positionnements")
        .iter()
        .filter(|p| p["etat"] == "entre")
        .map(|p| ((cle_jeune(p), p["action"].as_str()), p["date_etat"].as_str()))
        .collect();
    let mut effectifs: BTreeMap<&str, usize> = BTreeMap::new();
    for p in table("participations") {
        let action = p["action"].as_str();
        assert!(en_ordre(&[debuts[action], &p["date_entree"], &p["date_sortie"], fins[action]]), "{p:?}");
        assert!(en_ordre(&[&p["date_sortie"], &p["date_issue"], EXTRACTION]), "{p:?}");
        assert_eq!(p["issue"].is_empty(), p["date_issue"].is_empty(), "{p:?}");
        assert_eq!(entres.remove(&(cle_jeune(p), action)), Some(p["date_entree"].as_str()), "{p:?}");
        *effectifs.entry(action).or_default() += 1;
        // A contract told as an outcome is in contrats.csv, at its date.
        let attendus: &[&str] = match p["issue"].as_str() {
            "contrat_apprentissage" => &["apprentissage"],
            "contrat_professionnalisation" => &["professionnalisation"],
            "emploi" | "emploi_durable" => &["cdi", "cdd", "interim"],
            _ => continue,
        };
        let tenu = contrats[&cle_jeune(p)]
            .iter()
            .any(|c| attendus.contains(&c["type"].as_str()) && c["date_debut"] == p["date_issue"]);
        assert!(tenu, "{p:?}");
    }
    assert!(entres.is_empty(), "an entry without participation: {entres:?}");
    for (action, effectif) in effectifs {
        assert!(effectif <= places[action].parse().unwrap(), "{action}");
    }
}

#[test]
fn actions_et_situations() {
    for a in table("actions") {
        assert!(en_ordre(&[&a["date_debut"], &a["date_fin"]]), "{a:?}");
    }
    let contrats = contrats();
    for (cle, jeune) in jeunes() {
        let apprenti = contrats
            .get(&cle)
            .is_some_and(|liste| liste.iter().any(|c| c["type"] == "apprentissage" && dernier(c) >= EXTRACTION));
        assert_eq!(jeune["situation"] == "apprenti", apprenti, "{jeune:?}");
    }
}
