use super::*;
use crate::etapes::seuils;
use passerelle_socle::access::Champ;

fn jour(texte: &str) -> Date {
    texte.parse().unwrap()
}

/// `2019-01-07 accueil`, `2019-03-01 contrat 2019-03-04 2021-03-03 terme`…
fn fait(ligne: &str) -> Fait {
    let mots: Vec<&str> = ligne.split(' ').collect();
    let preuve = match mots[1] {
        "accueil" => Preuve::Accueil,
        "entretien" => Preuve::Entretien,
        "decouverte" => Preuve::Decouverte,
        "demarche" => Preuve::Demarche,
        "emploi" => Preuve::Emploi { durable: false },
        "durable" => Preuve::Emploi { durable: true },
        "contrat" => Preuve::Contrat {
            debut: jour(mots[2]),
            fin: mots.get(3).map(|f| jour(f)),
            rompu: mots.get(4) == Some(&"rompu"),
        },
        autre => panic!("{autre}"),
    };
    Fait::nouveau(jour(mots[0]), Champ::Parcours, "essai").preuve(preuve)
}

/// Facts, day, step, since when, words of the reason.
type Cas = (&'static [&'static str], &'static str, Etape, Option<&'static str>, &'static str);

const CAS: [Cas; 23] = [
    (&[], "2019-06-01", Etape::Accueillir, None, "Aucun fait"),
    (&["2019-01-07 accueil"], "2019-06-01", Etape::Accueillir, Some("2019-01-07"), "7\u{a0}janvier 2019"),
    // A fact of tomorrow proves nothing today.
    (&["2019-01-07 accueil", "2019-06-02 demarche"], "2019-06-01", Etape::Accueillir, Some("2019-01-07"), "Accueil"),
    // The first meeting, without any other welcome, is the welcome.
    (&["2019-01-07 entretien"], "2019-06-01", Etape::Accueillir, Some("2019-01-07"), "Accueil"),
    (&["2019-01-07 accueil", "2019-01-07 entretien"], "2019-06-01", Etape::Accueillir, Some("2019-01-07"), "Accueil"),
    (&["2019-01-07 accueil", "2019-02-01 entretien"], "2019-06-01", Etape::Decouvrir, Some("2019-02-01"), "Entretien"),
    (&["2019-02-01 decouverte"], "2019-06-01", Etape::Decouvrir, Some("2019-02-01"), "découverte"),
    (
        &["2019-01-07 accueil", "2019-03-01 demarche", "2019-04-01 demarche"],
        "2019-06-01",
        Etape::Accompagner,
        Some("2019-03-01"),
        "Première démarche le 1er\u{a0}mars",
    ),
    // Signed, not begun.
    (
        &["2019-05-20 contrat 2019-06-03"],
        "2019-06-01",
        Etape::Securiser,
        Some("2019-05-20"),
        "commence le 3\u{a0}juin 2019",
    ),
    // The 45th day, then the next.
    (&["2019-03-01 contrat 2019-03-04"], "2019-04-17", Etape::Securiser, Some("2019-03-01"), "45e jour du calendrier"),
    (
        &["2019-03-01 contrat 2019-03-04"],
        "2019-04-18",
        Etape::Securiser,
        Some("2019-03-01"),
        "commencé le 4\u{a0}mars 2019.",
    ),
    // Six months, to the day.
    (&["2019-03-01 contrat 2019-03-04"], "2019-09-03", Etape::Securiser, Some("2019-03-01"), "4\u{a0}mars"),
    (&["2019-03-01 contrat 2019-03-04"], "2019-09-04", Etape::Inserer, Some("2019-09-04"), "tient encore 6 mois"),
    // Broken: the CFA keeps them six months, then the search begins again.
    (
        &["2019-01-07 demarche", "2019-03-01 contrat 2019-03-04 2019-04-10 rompu"],
        "2019-10-09",
        Etape::Securiser,
        Some("2019-04-10"),
        "jusqu'au 10\u{a0}octobre 2019",
    ),
    (
        &["2019-01-07 demarche", "2019-03-01 contrat 2019-03-04 2019-04-10 rompu"],
        "2019-10-10",
        Etape::Accompagner,
        Some("2019-04-10"),
        "rompu le 10\u{a0}avril 2019",
    ),
    (
        &["2019-03-01 contrat 2019-03-04 2019-04-10 rompu", "2019-11-04 demarche"],
        "2019-12-01",
        Etape::Accompagner,
        Some("2019-11-04"),
        "Nouvelle démarche le 4\u{a0}novembre 2019, après un contrat rompu",
    ),
    // Before 2019 no text kept them.
    (
        &["2017-03-01 contrat 2017-03-04 2017-04-10 rompu"],
        "2017-04-10",
        Etape::Accompagner,
        Some("2017-04-10"),
        "rompu",
    ),
    // Concluded before the six months were law: what it was concluded under holds, whatever the day looked at.
    (
        &["2018-12-03 contrat 2018-12-03 2019-03-10 rompu"],
        "2019-06-01",
        Etape::Accompagner,
        Some("2019-03-10"),
        "rompu",
    ),
    // A second contract after a breach.
    (
        &["2019-03-01 contrat 2019-03-04 2019-04-10 rompu", "2019-05-02 contrat 2019-05-06"],
        "2019-06-01",
        Etape::Securiser,
        Some("2019-05-02"),
        "6\u{a0}mai",
    ),
    // To its term: what it brought stays, until something new is sought.
    (
        &["2019-03-01 contrat 2019-03-04 2020-03-04"],
        "2020-03-04",
        Etape::Inserer,
        Some("2019-09-04"),
        "terme le 3\u{a0}mars 2020",
    ),
    (
        &["2019-03-01 contrat 2019-03-04 2020-03-04", "2020-04-01 demarche"],
        "2020-06-01",
        Etape::Accompagner,
        Some("2020-04-01"),
        "après un contrat fini",
    ),
    (&["2019-05-01 demarche", "2019-05-20 durable"], "2019-06-01", Etape::Inserer, Some("2019-05-20"), "durable"),
    (&["2019-05-20 emploi", "2019-05-25 demarche"], "2019-06-01", Etape::Accompagner, Some("2019-05-25"), "démarche"),
];

#[test]
fn the_step_is_read_from_the_facts() {
    for (lignes, le, etape, depuis, raison) in CAS {
        let faits: Vec<Fait> = lignes.iter().map(|l| fait(l)).collect();
        let s = situer(&faits, seuils, jour(le));
        assert_eq!((s.etape, s.depuis), (etape, depuis.map(jour)), "{lignes:?} on {le}: {}", s.raison);
        assert!(s.raison.contains(raison), "{lignes:?} on {le}: « {} » does not say « {raison} »", s.raison);
        // The order in which facts come changes nothing.
        let envers: Vec<Fait> = faits.into_iter().rev().collect();
        assert_eq!(situer(&envers, seuils, jour(le)), s);
        let jours: Vec<Date> = s.marches().into_iter().filter_map(|(.., d)| d).collect();
        assert!(jours.is_sorted(), "{lignes:?} on {le}: {jours:?} runs backwards");
    }
}

#[test]
fn a_step_whose_first_fact_came_after_the_next_one_has_no_day() {
    // Sought a place before any project was worked on, then met, then signed.
    let faits: Vec<Fait> =
        ["2019-01-07 accueil", "2019-02-01 demarche", "2019-04-01 entretien", "2019-03-02 contrat 2019-03-06"]
            .map(fait)
            .into();
    let s = situer(&faits, seuils, jour("2019-06-01"));
    let jours: Vec<Option<String>> = s.marches().into_iter().map(|(.., d)| d.map(|d| d.to_string())).collect();
    let le = |d: &str| Some(d.to_owned());
    assert_eq!(jours, [le("2019-01-07"), None, le("2019-02-01"), le("2019-03-02"), None]);
    assert!(s.marches()[1].1, "it was passed all the same");
}

#[test]
fn a_contract_runs_from_its_first_day_to_the_eve_of_its_end() {
    let faits: Vec<Fait> = ["2019-03-01 contrat 2019-03-04 2020-03-04"].map(fait).into();
    for (le, court) in [("2019-03-03", false), ("2019-03-04", true), ("2020-03-03", true), ("2020-03-04", false)] {
        assert_eq!(en_contrat_le(&faits, jour(le)), court, "{le}");
    }
}

#[test]
fn steps_passed_show_their_first_fact() {
    let faits: Vec<Fait> =
        ["2019-01-07 accueil", "2019-02-01 entretien", "2019-03-01 demarche", "2019-05-02 contrat 2019-05-06"]
            .map(fait)
            .into();
    let s = situer(&faits, seuils, jour("2019-06-01"));
    let dites: Vec<(usize, bool, Option<String>)> =
        s.marches().into_iter().map(|(e, faite, d)| (e.numero(), faite, d.map(|d| d.to_string()))).collect();
    let le = |d: &str| Some(d.to_owned());
    assert_eq!(
        dites,
        [
            (1, true, le("2019-01-07")),
            (2, true, le("2019-02-01")),
            (3, true, le("2019-03-01")),
            (4, false, le("2019-05-02")),
            (5, false, None)
        ]
    );
}
