//! Cells: dates, yes and no, numbers, codes, and what is not known.

use passerelle_socle::access::Role;

use super::{comptes, refus, sans_histoire, seul};
use passerelle_monde::{Monde, mondes};
use passerelle_socle::echanges::Mode;

/// An event with these cells, under the code `E1`.
async fn evenement(monde: &Monde, colonnes: &str, cellules: &str) -> passerelle_socle::echanges::Rapport {
    let date = if colonnes.contains("date") { ["", ""] } else { [";date", ";2017-03-14"] };
    let texte = format!("code;type;{colonnes}{}\nE1;forum;{cellules}{}\n", date[0], date[1]);
    monde.livrer(&[("evenements.csv", texte)]).await
}

#[tokio::test]
async fn both_forms_of_dates_give_the_same_day() {
    for monde in mondes("dates").await {
        for (rang, texte) in
            ["2017-03-04", "04/03/2017", "4/3/2017", " 04/03/2017 ", "04/03/2017\u{a0}"].iter().enumerate()
        {
            let rapport = evenement(&monde, "date", texte).await;
            sans_histoire(&rapport);
            assert_eq!(monde.valeur("evenements", "date", "code = 'E1'").await, "2017-03-04");
            let attendu = if rang == 0 { [1, 0, 0, 0] } else { [0, 0, 1, 0] };
            assert_eq!(comptes(seul(&rapport)), attendu, "« {texte} » is the same day");
        }
    }
}

#[tokio::test]
async fn yes_and_no_are_understood_in_all_their_forms() {
    for monde in mondes("booleens").await {
        for (attendu, formes) in
            [("oui", ["oui", "o", "1", "vrai", "OUI", "Vrai"]), ("non", ["non", "n", "0", "faux", "NON", "Faux"])]
        {
            for forme in formes {
                sans_histoire(&evenement(&monde, "public", forme).await);
                let lu = monde
                    .textes(
                        "SELECT CASE WHEN public THEN 'oui' WHEN NOT public THEN 'non' END AS texte FROM evenements",
                    )
                    .await;
                assert_eq!(lu, [attendu], "« {forme} »");
            }
        }
    }
}

#[tokio::test]
async fn codes_are_text_and_keep_their_zeros() {
    let structures = "code;nom;type;siret;uai;commune_insee;departement;telephone\n\
                      0012;Zéro;association;000 123 456 00014;0939990d;01001;01;+33 6 39 98 01 02\n";
    let jeunes = "structure;numero;nom;prenom;code_postal;telephone\n0012;007;Petit;Zoé;01200;06 39 98 01 10\n";
    for monde in mondes("zeros").await {
        sans_histoire(&monde.livrer(&[("structures.csv", structures), ("jeunes.csv", jeunes)]).await);
        for (champ, attendu) in [
            ("code", "0012"),
            ("siret", "00012345600014"),
            ("uai", "0939990D"),
            ("commune_insee", "01001"),
            ("departement", "01"),
            ("telephone", "+33639980102"),
        ] {
            assert_eq!(monde.valeur("structures", champ, "nom = 'Zéro'").await, attendu);
        }
        assert_eq!(monde.valeur("numeros", "numero", "1 = 1").await, "007");
        assert_eq!(monde.valeur("jeunes", "code_postal", "1 = 1").await, "01200");
        assert_eq!(monde.valeur("jeunes", "telephone", "1 = 1").await, "+33639980110");
    }
}

#[tokio::test]
async fn two_numbers_that_differ_by_a_zero_are_two_people() {
    let jeunes = "structure;numero;nom;prenom\nML-NORD;7;Petit;Zoé\n";
    for monde in mondes("sept").await {
        monde.peupler().await;
        let rapport = monde.livrer(&[("jeunes.csv", jeunes)]).await;
        assert_eq!(comptes(seul(&rapport)), [1, 0, 0, 0], "7 is not Amina's 007");
        assert_eq!(monde.valeur("jeunes", "prenom", "nom = 'Beladour'").await, "Amina");
    }
}

#[tokio::test]
async fn empty_is_not_known_and_zero_is_zero() {
    let texte = "code;type;intitule;date;nb_cfa;nb_prescripteurs;public\n\
                 E1;forum;Rien su;2017-03-14;;;\nE2;forum;Personne;2017-03-14;0;0;non\n";
    for monde in mondes("inconnu").await {
        sans_histoire(&monde.livrer(&[("evenements.csv", texte)]).await);
        for champ in ["nb_cfa", "nb_prescripteurs", "public"] {
            assert_eq!(monde.valeur("evenements", champ, "code = 'E1'").await, "∅");
        }
        assert_eq!(monde.valeur("evenements", "nb_cfa", "code = 'E2'").await, "0");
        let liste = monde.visiteur(Some(Role::Administrateur)).await.fichier("/evenements.csv").await;
        let liste = String::from_utf8(liste).unwrap();
        let ligne = |intitule: &str| liste.lines().find(|l| l.starts_with(intitule)).unwrap().to_owned();
        assert!(ligne("Rien su").ends_with(";;"), "{}", ligne("Rien su"));
        assert!(ligne("Personne").ends_with(";0;0"), "{}", ligne("Personne"));
    }
}

#[tokio::test]
async fn a_cell_emptied_keeps_what_is_known_unless_its_column_is_named() {
    for monde in mondes("omission").await {
        monde.peupler().await;
        let rapport = monde.livrer(&[("structures.csv", "code;nom;type\nCFA-LAC;CFA du Lac;cfa\n")]).await;
        assert_eq!(comptes(seul(&rapport)), [0, 0, 1, 0]);
        assert_eq!(monde.valeur("structures", "uai", "code = 'CFA-LAC'").await, "0939990D");
        let vide = [("structures.csv", "code;nom;type;uai\nCFA-LAC;CFA du Lac;cfa;\n")];
        let rapport = monde.livrer(&vide).await;
        assert_eq!(comptes(seul(&rapport)), [0, 0, 1, 0]);
        assert_eq!(monde.valeur("structures", "uai", "code = 'CFA-LAC'").await, "0939990D");
        let rapport = monde.livrer_mode(&vide, &Mode { effacer: vec!["uai".into()], ..Mode::default() }).await;
        assert_eq!(comptes(seul(&rapport)), [0, 1, 0, 0]);
        assert_eq!(monde.valeur("structures", "uai", "code = 'CFA-LAC'").await, "∅");
    }
}

#[tokio::test]
async fn numbers_are_read_as_people_write_them() {
    for monde in mondes("nombres").await {
        for (ecrit, lu) in [("12", "12"), ("1 200", "1200"), ("1\u{202f}200", "1200"), ("0012", "12")] {
            sans_histoire(&evenement(&monde, "nb_jeunes", ecrit).await);
            assert_eq!(monde.valeur("evenements", "nb_jeunes", "code = 'E1'").await, lu);
        }
        let texte = "serie;territoire;periode;valeur\nt;93;2017;12,5\nt;94;2017;12.5\nt;95;2017;-3\n";
        sans_histoire(&monde.livrer(&[("statistiques.csv", texte)]).await);
        for (territoire, valeur) in [("93", "12.5"), ("94", "12.5")] {
            assert_eq!(monde.valeur("statistiques", "valeur", &format!("territoire = '{territoire}'")).await, valeur);
        }
        assert_eq!(monde.nombre("SELECT count(*) FROM statistiques WHERE valeur = -3").await, 1);
    }
}

#[tokio::test]
async fn hours_levels_and_codes_are_made_canonical() {
    for monde in mondes("canoniques").await {
        monde.peupler().await;
        sans_histoire(&evenement(&monde, "heure_debut;heure_fin", "9h;17h30").await);
        assert_eq!(monde.valeur("evenements", "heure_debut", "code = 'E1'").await, "09:00");
        assert_eq!(monde.valeur("evenements", "heure_fin", "code = 'E1'").await, "17:30");
        for (ecrit, lu) in [("v BIS", "V bis"), ("vi", "VI"), ("3", "3"), ("8", "8")] {
            let texte = format!(
                "structure;numero;nom;prenom;niveau;situation\nML-SUD;12;Marchand;Jules;{ecrit};Demandeur emploi\n"
            );
            sans_histoire(&monde.livrer(&[("jeunes.csv", texte)]).await);
            assert_eq!(monde.valeur("jeunes", "niveau", "nom = 'Marchand'").await, lu);
        }
        assert_eq!(monde.valeur("jeunes", "situation", "nom = 'Marchand'").await, "demandeur_emploi");
    }
}

#[tokio::test]
async fn partners_of_an_action_are_a_list_that_can_change() {
    let action = |partenaires: &str| {
        format!("code;type;intitule;partenaires\nPS-BTP;parcours_securise;Prépa BTP;{partenaires}\n")
    };
    let lies =
        "SELECT s.code AS texte FROM actions_partenaires p JOIN structures s ON s.id = p.structure_id ORDER BY 1";
    for monde in mondes("partenaires").await {
        monde.peupler().await;
        assert_eq!(monde.textes(lies).await, ["ML-NORD", "ML-SUD"]);
        let rapport = monde.livrer(&[("actions.csv", action("ML-SUD | ML-NORD|ML-SUD"))]).await;
        assert_eq!(comptes(seul(&rapport)), [0, 0, 1, 0], "the same two, otherwise written");
        let rapport = monde.livrer(&[("actions.csv", action("FT-CENTRE|ML-SUD"))]).await;
        assert_eq!(comptes(seul(&rapport)), [0, 1, 0, 0]);
        assert_eq!(monde.textes(lies).await, ["FT-CENTRE", "ML-SUD"]);
        let rapport = monde.livrer(&[("actions.csv", action("FT-CENTRE|ML-OUEST"))]).await;
        let r = refus(seul(&rapport));
        assert_eq!((r.motif.colonne.as_deref(), r.ligne), (Some("partenaires"), 2));
        assert!(r.motif.phrase.contains("« ML-OUEST » n'est pas connue"), "{}", r.motif.phrase);
        assert_eq!(monde.textes(lies).await, ["FT-CENTRE", "ML-SUD"], "a refused row changes nothing");
    }
}
