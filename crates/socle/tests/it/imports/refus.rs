//! Rows that are refused: the line, the column, and a sentence that says what to do.

use super::{comptes, refus, seul};
use passerelle_monde::{Monde, mondes};

/// A row that must be refused.
struct Mauvaise {
    nature: &'static str,
    entetes: &'static str,
    ligne: &'static str,
    /// Column at fault; empty when it is the row as a whole.
    colonne: &'static str,
    /// What the sentence must say.
    dit: &'static [&'static str],
}

/// Each bad row goes in alone, after a good one, into the small world.
async fn refusees(nom: &str, bonne: &[(&str, &str)], mauvaises: &[Mauvaise]) {
    for monde in mondes(nom).await {
        monde.peupler().await;
        let avant = monde.faits().await;
        for m in mauvaises {
            let bonne = bonne.iter().find(|(n, _)| *n == m.nature).map_or("", |(_, l)| l);
            let texte = format!("{}\n{bonne}{}\n", m.entetes, m.ligne);
            let rapport = monde.livrer(&[(format!("{}.csv", m.nature).as_str(), &texte)]).await;
            assert_eq!(seul(&rapport).crees, 0, "the good row says what is known already");
            let r = refus(seul(&rapport));
            assert_eq!(r.ligne, if bonne.is_empty() { 2 } else { 3 }, "{texte}");
            assert_eq!(r.motif.colonne.as_deref().unwrap_or_default(), m.colonne, "{texte}{:?}", r.motif);
            for mots in m.dit {
                assert!(r.motif.phrase.contains(mots), "« {} » ne dit pas « {mots} »", r.motif.phrase);
            }
            assert_eq!(r.cellules.join(";"), m.ligne, "the row comes back as it came");
        }
        assert_eq!(monde.faits().await, avant, "a refused row leaves no trace among the facts");
    }
}

const ACTIONS: &str = "code;type;intitule;porteur;date_debut;date_fin";
const JEUNES: &str =
    "structure;numero;nom;prenom;date_naissance;sexe;code_postal;qpv;niveau;date_premier_accueil;telephone;courriel";
const POSITIONNEMENTS: &str = "structure;jeune;prescripteur;action;date;etat;date_etat";
const PARTICIPATIONS: &str = "structure;jeune;action;date_entree;date_sortie;issue;date_issue";
const CONTRATS: &str = "structure;jeune;type;cfa;date_conclusion;date_debut;date_fin;date_rupture;motif_rupture";
const EVENEMENTS: &str = "code;type;date;heure_debut;heure_fin;nb_cfa;public";
const STRUCTURES: &str = "code;nom;type;siret;uai;commune_insee";

#[tokio::test]
async fn a_code_that_points_at_nothing_known() {
    let bonne = [("positionnements", "ML-NORD;12;ML-NORD;PS-BTP;2017-03-10;refuse;2017-03-20\n")];
    let m = |nature, entetes, ligne, colonne, dit| Mauvaise { nature, entetes, ligne, colonne, dit };
    refusees(
        "inconnus",
        &bonne,
        &[
            m(
                "positionnements",
                POSITIONNEMENTS,
                "ML-OUEST;007;;PS-BTP;2017-03-06;;",
                "structure",
                &["la structure « ML-OUEST » n'est pas connue", "structures.csv"],
            ),
            m(
                "positionnements",
                POSITIONNEMENTS,
                "ML-NORD;007;FT;PS-BTP;2017-03-06;;",
                "prescripteur",
                &["« FT » n'est pas connue"],
            ),
            m(
                "positionnements",
                POSITIONNEMENTS,
                "ML-NORD;007;;PS-99;2017-03-06;;",
                "action",
                &["l'action « PS-99 » n'est pas connue", "actions.csv"],
            ),
            m(
                "positionnements",
                POSITIONNEMENTS,
                "ML-NORD;999;;PS-BTP;2017-03-06;;",
                "jeune",
                &["aucun jeune ne porte le numéro « 999 »", "jeunes.csv"],
            ),
            // Amina's number means nothing in another structure, nor without its zeros.
            m("positionnements", POSITIONNEMENTS, "ML-SUD;007;;PS-BTP;2017-03-06;;", "jeune", &["aucun jeune"]),
            m(
                "participations",
                PARTICIPATIONS,
                "ML-NORD;7;PS-BTP;2017-04-03;;;",
                "jeune",
                &["aucun jeune ne porte le numéro « 7 »"],
            ),
            m(
                "contrats",
                CONTRATS,
                "ML-NORD;007;apprentissage;CFA-BIS;;2017-09-01;;;",
                "cfa",
                &["« CFA-BIS » n'est pas connue"],
            ),
            m("actions", ACTIONS, "A9;atelier;Atelier;ORG-9;;", "porteur", &["« ORG-9 » n'est pas connue"]),
            m("evenements", "code;type;date;organisateur", "E9;forum;2017-05-18;ORG-9", "organisateur", &["« ORG-9 »"]),
            m("partenariats", "structure;etat;date", "ORG-9;initie;2017-05-18", "structure", &["« ORG-9 »"]),
            m("jeunes", JEUNES, "ORG-9;1;Petit;Zoé;;;;;;;;", "structure", &["« ORG-9 »"]),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_date_that_cannot_be() {
    let bonne = [("evenements", "R1;rencontre_cfa_prescripteurs;2017-03-14;09:30;12:00;13;non\n")];
    let m = |date, dit| Mauvaise { nature: "evenements", entetes: EVENEMENTS, ligne: date, colonne: "date", dit };
    refusees(
        "dates_impossibles",
        &bonne,
        &[
            m("E9;forum;31/02/2017;;;;", &["31/02/2017 n’existe pas dans le calendrier"]),
            m("E9;forum;2017-02-29;;;;", &["29/02/2017 n’existe pas"]),
            m("E9;forum;14/03/17;;;;", &["n’est pas lisible", "14/03/2017"]),
            m("E9;forum;mars 2017;;;;", &["n’est pas lisible"]),
            m("E9;forum;03/14/2017;;;;", &["n’existe pas"]),
            m("E9;forum;42808;;;;", &["n’est pas lisible"]),
            m("E9;forum;14/03/0217;;;;", &["1900", "2100"]),
            m("E9;forum;;;;;", &["vide", "nécessaire"]),
        ],
    )
    .await;
}

#[tokio::test]
async fn an_end_before_its_start() {
    let m = |nature, entetes, ligne, colonne, dit| Mauvaise { nature, entetes, ligne, colonne, dit };
    refusees(
        "fins",
        &[],
        &[
            m(
                "actions",
                ACTIONS,
                "A9;atelier;Atelier;;2017-04-03;2017-04-02",
                "date_fin",
                &["02/04/2017", "avant date_debut (03/04/2017)"],
            ),
            m(
                "participations",
                PARTICIPATIONS,
                "ML-NORD;007;AT-CV;2017-04-03;02/04/2017;;",
                "date_sortie",
                &["avant date_entree"],
            ),
            m(
                "participations",
                PARTICIPATIONS,
                "ML-NORD;007;AT-CV;2017-04-03;;emploi;2017-04-01",
                "date_issue",
                &["avant date_entree"],
            ),
            m("contrats", CONTRATS, "ML-NORD;007;cdd;;;2017-09-01;2017-08-31;;", "date_fin", &["avant date_debut"]),
            m(
                "contrats",
                CONTRATS,
                "ML-NORD;007;cdd;;;2017-09-01;;2017-08-31;autre",
                "date_rupture",
                &["avant date_debut"],
            ),
            m(
                "contrats",
                CONTRATS,
                "ML-NORD;007;cdd;;2017-08-20;2017-09-01;;2017-08-19;autre",
                "date_rupture",
                &["avant"],
            ),
            m(
                "positionnements",
                POSITIONNEMENTS,
                "ML-NORD;007;;AT-CV;2017-03-06;vu;2017-03-05",
                "date_etat",
                &["avant date"],
            ),
            m(
                "evenements",
                EVENEMENTS,
                "E9;forum;2017-03-14;14:00;9h;;",
                "heure_fin",
                &["09:00 est avant heure_debut (14:00)"],
            ),
            m(
                "jeunes",
                JEUNES,
                "ML-NORD;1;Petit;Zoé;2000-01-01;;;;;1999-12-31;;",
                "date_premier_accueil",
                &["avant date_naissance"],
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_contract_broken_between_its_conclusion_and_its_first_day_is_good() {
    let texte = format!("{CONTRATS}\nML-NORD;12;apprentissage;;2017-08-20;2017-09-01;;2017-08-25;accord_commun\n");
    for monde in mondes("rupture").await {
        monde.peupler().await;
        assert_eq!(comptes(seul(&monde.livrer(&[("contrats.csv", &texte)]).await)), [1, 0, 0, 0]);
    }
}

#[tokio::test]
async fn a_cell_that_is_not_what_its_column_holds() {
    let m = |nature, entetes, ligne, colonne, dit| Mauvaise { nature, entetes, ligne, colonne, dit };
    refusees(
        "cellules",
        &[("structures", "ML-SUD;Mission locale Sud;mission_locale;;;93008\n")],
        &[
            m(
                "structures",
                STRUCTURES,
                "X;X;mission;;;",
                "type",
                &["« mission » n'est pas un code connu", "mission_locale", "france_travail"],
            ),
            m(
                "structures",
                STRUCTURES,
                "X;X;autre;00012345600015;;",
                "siret",
                &["clé de contrôle", "vérifiez les chiffres"],
            ),
            m("structures", STRUCTURES, "X;X;autre;12345600014;;", "siret", &["11 chiffres au lieu de 14", "zéros"]),
            m("structures", STRUCTURES, "X;X;autre;1,23456E+13;;", "siret", &["le tableur a abrégé ce nombre"]),
            m("structures", STRUCTURES, "X;X;autre;;0939990A;", "uai", &["clé de contrôle"]),
            m("structures", STRUCTURES, "X;X;autre;;39990D;", "uai", &["6 caractères au lieu de 8"]),
            m("structures", STRUCTURES, "X;X;autre;;;930", "commune_insee", &["commune"]),
            m("structures", STRUCTURES, ";X;autre;;;", "code", &["vide", "nécessaire"]),
            m("structures", STRUCTURES, "X; ;autre;;;", "nom", &["vide", "nécessaire"]),
            m("jeunes", JEUNES, "ML-NORD;1;Petit;Zoé;;X;;;;;;", "sexe", &["F, M"]),
            m("jeunes", JEUNES, "ML-NORD;1;Petit;Zoé;;;930;;;;;", "code_postal", &["5 chiffres"]),
            m(
                "jeunes",
                JEUNES,
                "ML-NORD;1;Petit;Zoé;;;;peut-être;;;;",
                "qpv",
                &["ni oui ni non", "écrivez oui, non, o, n, 1, 0, vrai ou faux"],
            ),
            m("jeunes", JEUNES, "ML-NORD;1;Petit;Zoé;;;;;9;;;", "niveau", &["VI, V bis", "1 à 8"]),
            m("jeunes", JEUNES, "ML-NORD;1;Petit;Zoé;;;;;;;06 39 98;", "telephone", &["10 chiffres"]),
            m("jeunes", JEUNES, "ML-NORD;1;Petit;Zoé;;;;;;;;zoe.example", "courriel", &["@"]),
            m(
                "contrats",
                CONTRATS,
                "ML-NORD;007;stage;;;2017-09-01;;;",
                "type",
                &["apprentissage, professionnalisation, cdi, cdd, interim"],
            ),
            m(
                "contrats",
                CONTRATS,
                "ML-NORD;007;cdd;;;2017-09-01;;2017-10-01;fâché",
                "motif_rupture",
                &["accord_commun"],
            ),
            m("participations", PARTICIPATIONS, "ML-NORD;007;AT-CV;2017-04-03;;parti;", "issue", &["sans_solution"]),
            m("positionnements", POSITIONNEMENTS, "ML-NORD;007;;AT-CV;2017-03-06;perdu;", "etat", &["non_presente"]),
            m("evenements", EVENEMENTS, "E9;forum;2017-03-14;;;-3;", "nb_cfa", &["n'est pas un nombre entier positif"]),
            m("evenements", EVENEMENTS, "E9;forum;2017-03-14;;;treize;", "nb_cfa", &["« treize »"]),
            m("evenements", EVENEMENTS, "E9;forum;2017-03-14;25:00;;;", "heure_debut", &["n'est pas une heure"]),
            m(
                "statistiques",
                "serie;territoire;periode;valeur",
                "x;93;2017;beaucoup",
                "valeur",
                &["« beaucoup » n'est pas un nombre"],
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn several_faults_of_a_row_are_said_together() {
    let texte = format!("{JEUNES}\nML-NORD;1;;Zoé;31/02/2000;X;;;;;;\n");
    for monde in mondes("plusieurs").await {
        monde.peupler().await;
        let rapport = monde.livrer(&[("jeunes.csv", &texte)]).await;
        let motif = refus(seul(&rapport)).motif.affiche();
        for mots in ["nom : cette cellule est vide", "date_naissance : le jour 31/02/2000", "sexe : « X »"] {
            assert!(motif.contains(mots), "{motif}");
        }
    }
}

#[tokio::test]
async fn a_key_given_twice_in_one_file_keeps_the_first_row() {
    let texte = "structure;numero;nom;prenom\nML-NORD;A1;Premier;Zoé\nML-NORD;A2;Autre;Zoé\nML-SUD;A1;Ailleurs;Zoé\nML-NORD;A1;Second;Zoé\n";
    for monde in mondes("doublon").await {
        monde.peupler().await;
        let rapport = monde.livrer(&[("jeunes.csv", texte)]).await;
        let f = seul(&rapport);
        assert_eq!(comptes(f), [3, 0, 0, 1], "the number of another structure is another key");
        let r = refus(f);
        assert_eq!((r.ligne, r.motif.colonne.as_deref()), (5, Some("structure")));
        assert!(r.motif.phrase.contains("même clé (structure + numero) que la ligne 2"), "{}", r.motif.phrase);
        assert_eq!(monde.nombre("SELECT count(*) FROM jeunes WHERE nom = 'Premier'").await, 1);
        assert_eq!(monde.nombre("SELECT count(*) FROM jeunes WHERE nom = 'Second'").await, 0);
    }
}

#[tokio::test]
async fn the_key_of_each_kind_is_the_published_one() {
    for monde in mondes("cles").await {
        monde.peupler().await;
        for (nature, cle) in [
            ("structures", "code"),
            ("jeunes", "structure + numero"),
            ("actions", "code"),
            ("positionnements", "structure + jeune + action + date"),
            ("participations", "structure + jeune + action + date_entree"),
            ("contrats", "structure + jeune + type + date_debut"),
            ("evenements", "code"),
            ("partenariats", "structure + date"),
            ("statistiques", "serie + territoire + periode"),
        ] {
            let nom = format!("{nature}.csv");
            let (_, texte) = Monde::livraison_de_base().into_iter().find(|(n, _)| *n == nom).unwrap();
            let doublon = texte.lines().nth(1).unwrap();
            let rapport = monde.livrer(&[(nom.as_str(), format!("{texte}{doublon}\n"))]).await;
            let phrase = &refus(seul(&rapport)).motif.phrase;
            assert!(phrase.contains(&format!("même clé ({cle}) que la ligne 2")), "{nature} : {phrase}");
        }
    }
}

#[tokio::test]
async fn a_row_that_contradicts_what_the_base_knows_spares_its_neighbours() {
    // Only the base knows that PS-BTP began on 3 April: the file does not say it again.
    let texte = "code;type;intitule;date_fin\nAT-CV;atelier;Atelier CV;2017-02-08\nPS-BTP;parcours_securise;Prépa BTP;2017-04-02\n\
                 A9;atelier;Neuf;2017-01-01\n";
    for monde in mondes("contredit").await {
        monde.peupler().await;
        let rapport = monde.livrer(&[("actions.csv", texte)]).await;
        let f = seul(&rapport);
        assert_eq!(comptes(f), [1, 1, 0, 1]);
        let r = refus(f);
        assert_eq!(r.ligne, 3);
        assert!(r.motif.phrase.contains("contredit ce que la base connaît déjà"), "{}", r.motif.phrase);
        assert_eq!(monde.valeur("actions", "date_fin", "code = 'PS-BTP'").await, "2017-06-30");
    }
}
