//! Twins, brothers and sisters are not one person.

use passerelle_appariement::{Colonne, Decision, Decisions, Jumeaux, Modele, Nature, Registre, SansTemoin, rapprocher};

use super::{dits, fiche, foule, lier, lier_selon};

#[test]
fn twins_of_one_address_are_never_linked_on_it() {
    let (mut a, mut b) = foule(1_500);
    // Both twins in both files, same house telephone; and a pair of which each file has one.
    for (source, lettre) in [(&mut a, "A"), (&mut b, "B")] {
        source.push(fiche(&format!("{lettre}-lea"), "KERVADEC;;Léa;14/03/1999;F;93100;93048;0611223344;"));
        source.push(fiche(&format!("{lettre}-jeanne"), "KERVADEC;;Jeanne;14/03/1999;F;93100;93048;0611223344;"));
    }
    a.push(fiche("A-hugo", "Tanguilin;;Hugo;02/05/1998;M;93200;93066;0655443322;"));
    b.push(fiche("B-maxence", "Tanguilin;;Maxence;02/05/1998;M;93200;93066;0655443322;"));
    let (registre, fait) = lier(&a, Some(&b), &Decisions::default(), 1);
    let liens = dits(&registre, &fait, Decision::Lien);
    let lie = |x: &str, y: &str| liens.contains(&(x.to_owned(), y.to_owned()));
    assert!(lie("A-lea", "B-lea") && lie("A-jeanne", "B-jeanne"));
    assert!(!lie("A-lea", "B-jeanne") && !lie("A-jeanne", "B-lea") && !lie("A-hugo", "B-maxence"));
    // The pair that could be a mistake of given name is for a human, not above one half.
    assert!(fait.liens.iter().all(|l| l.decision == Decision::Lien || l.probabilite <= 0.5 || l.probabilite < 0.9));
}

#[test]
fn twins_in_one_file_are_not_duplicates() {
    let (mut a, _) = foule(1_500);
    a.push(fiche("x", "KERVADEC;;Léa;14/03/1999;F;93100;93048;0611223344;"));
    a.push(fiche("y", "KERVADEC;;Jeanne;14/03/1999;F;93100;93048;0611223344;"));
    let (registre, fait) = lier(&a, None, &Decisions::default(), 1);
    assert!(!dits(&registre, &fait, Decision::Lien).contains(&("x".into(), "y".into())));
}

#[test]
fn brothers_with_one_telephone_are_not_one_person() {
    let (mut a, mut b) = foule(1_500);
    for i in 0..40 {
        let (cp, tel) = (93_100 + 10 * (i % 20), 10_000_000 + 7 * i);
        a.push(fiche(&format!("A-aine{i}"), &format!("Quintrec{i};;Paul;{:02}/03/1995;M;{cp};;06{tel};", 1 + i % 28)));
        b.push(fiche(
            &format!("B-cadet{i}"),
            &format!("Quintrec{i};;Victor;{:02}/11/1998;M;{cp};;06{tel};", 1 + i % 28),
        ));
    }
    let (registre, fait) = lier(&a, Some(&b), &Decisions::default(), 1);
    let liens = dits(&registre, &fait, Decision::Lien);
    assert_eq!(liens.iter().filter(|(x, _)| x.starts_with("A-aine")).count(), 0);
}

/// Two files in which one given name in `pas` is replaced by any other, and no twins.
fn prenoms_remplaces(pas: usize) -> (Vec<super::Fiche>, Vec<super::Fiche>) {
    let (a, mut b) = foule(2_500);
    for (_, cellules) in b.iter_mut().step_by(pas) {
        let mut morceaux: Vec<&str> = cellules.split(';').collect();
        morceaux[2] = "Zebulon";
        *cellules = morceaux.join(";");
    }
    (a, b)
}

fn aux_prenoms_differents(pas: usize, modele: &Modele) -> usize {
    let (a, b) = prenoms_remplaces(pas);
    let (registre, fait) = lier_selon(&a, Some(&b), &Decisions::default(), 1, modele);
    let remplaces: Vec<&str> = b.iter().step_by(pas).map(|(id, _)| id.as_str()).collect();
    dits(&registre, &fait, Decision::Lien).iter().filter(|(_, y)| remplaces.contains(&y.as_str())).count()
}

#[test]
fn given_names_that_disagree_are_never_linked_whatever_the_threshold() {
    for seuil in [0.9, 0.3] {
        let strict = Modele { seuil, jumeaux: Jumeaux::Strict, ..Modele::default() };
        assert_eq!(aux_prenoms_differents(6, &strict), 0);
        // As many as twins may be, each with one twin in each file: nothing proves that they are not.
        assert_eq!(aux_prenoms_differents(30, &Modele { seuil, ..Modele::default() }), 0);
    }
}

#[test]
fn more_than_all_twins_there_are_and_none_inside_is_no_twins() {
    assert!(aux_prenoms_differents(6, &Modele::default()) > 200);
    // A few twins inside one file, and the same pairs across may be theirs.
    let (mut a, b) = prenoms_remplaces(6);
    for (rang, (_, cellules)) in b.iter().enumerate().skip(1).step_by(60) {
        let mut morceaux: Vec<&str> = cellules.split(';').collect();
        morceaux[2] = "Barnabe";
        a.push(fiche(&format!("jumeau{rang}"), &morceaux.join(";")));
    }
    let (registre, fait) = lier(&a, Some(&b), &Decisions::default(), 1);
    let remplaces: Vec<&str> = b.iter().step_by(6).map(|(id, _)| id.as_str()).collect();
    assert!(dits(&registre, &fait, Decision::Lien).iter().all(|(_, y)| !remplaces.contains(&y.as_str())));
}

/// Replaced given names linked when both files have one more column: `numero` gives its value for a person.
fn lies_malgre_le_prenom(numero: impl Fn(usize) -> String) -> usize {
    let (a, b) = prenoms_remplaces(6);
    let rang = |id: &str| id[1..].parse::<usize>().unwrap();
    let mut colonnes: Vec<Colonne> =
        super::COLONNES.iter().map(|n| Colonne { nom: n.nom().to_owned(), nature: *n }).collect();
    colonnes.push(Colonne { nom: "numero".into(), nature: Nature::Exacte });
    let mut registre = Registre::nouveau(colonnes);
    for (source, fiches) in [&a, &b].into_iter().enumerate() {
        if source == 1 {
            registre.seconde_source();
        }
        for (id, cellules) in fiches {
            let numero = numero(rang(id));
            registre.ajouter(id, cellules.split(';').chain([numero.as_str()]));
        }
    }
    registre.clore().unwrap();
    let strict = Modele { jumeaux: Jumeaux::Strict, ..Modele::default() };
    let fait = rapprocher(&registre, &strict, &Decisions::default(), 1, &SansTemoin).unwrap();
    let remplaces: Vec<&str> = b.iter().step_by(6).map(|(id, _)| id.as_str()).collect();
    let lies = dits(&registre, &fait, Decision::Lien);
    assert!(lies.iter().all(|(x, y)| rang(x) == rang(y)), "a false link");
    lies.iter().filter(|(_, y)| remplaces.contains(&y.as_str())).count()
}

#[test]
fn a_number_of_ones_own_tells_more_than_a_given_name() {
    let lies = lies_malgre_le_prenom(|rang| format!("{:07}", rang * 7_919 % 9_999_991));
    assert!(lies > 250, "{lies}");
}

#[test]
fn a_number_that_a_household_shares_tells_no_more_than_its_address() {
    assert_eq!(lies_malgre_le_prenom(|rang| format!("{:07}", (rang / 2) * 7_919 % 9_999_991)), 0);
}

#[test]
fn the_looser_rule_is_a_choice_of_the_model() {
    assert_eq!(Modele::default().jumeaux, Jumeaux::Prouve);
    let souple = Modele::lire("jumeaux = \"souple\"").unwrap();
    assert!(aux_prenoms_differents(30, &souple) > 40);
}

#[test]
fn twins_with_somewhat_similar_names_are_twins() {
    let (mut a, mut b) = foule(1_500);
    a.push(fiche("A-lea", "KERVADEC;;Léa;14/03/1999;F;93100;93048;;"));
    b.push(fiche("B-leo", "KERVADEC;;Léo;14/03/1999;M;93100;93048;;"));
    let (registre, fait) = lier(&a, Some(&b), &Decisions::default(), 1);
    assert!(!dits(&registre, &fait, Decision::Lien).contains(&("A-lea".into(), "B-leo".into())));
}

#[test]
fn a_brother_and_a_sister_or_two_brothers_whose_names_look_alike_are_two_people() {
    for (un, autre) in [
        ("Louis;M", "Louise;F"),
        ("Gabriel;M", "Gabrielle;F"),
        ("Mohamed Ali;M", "Mohamed Amine;M"),
        ("Jean-Louis;M", "Jean-Pierre;M"),
        ("Marie Claire;F", "Marie Rose;F"),
        ("Mamadou;M", "Mohamed;M"),
    ] {
        for contacts in ["0644000001;maison@exemple.fr", "0644000001;", ";"] {
            let fiche_de = |id: &str, qui: &str| {
                let (prenom, sexe) = qui.split_once(';').unwrap();
                fiche(id, &format!("Ravoirel;;{prenom};1998-05-17;{sexe};93100;;{contacts}"))
            };
            let (mut a, mut b) = foule(1_500);
            a.push(fiche_de("X", un));
            b.push(fiche_de("Y", autre));
            let (registre, lie) = lier(&a, Some(&b), &Decisions::default(), 1);
            let trouve =
                lie.liens.iter().find(|l| registre.identifiant(l.a) == "X" && registre.identifiant(l.b) == "Y");
            let decision = trouve.map(|l| l.decision);
            assert_ne!(decision, Some(Decision::Lien), "{un} / {autre}, « {contacts} » : {trouve:?}");
        }
    }
}

#[test]
fn a_compound_given_name_cut_short_or_mistyped_is_still_the_same() {
    for (un, autre) in
        [("Jean-Louis", "Jean"), ("Jean-Louis", "Jean-Luois"), ("Mohamed Ali", "Mohammed Ali"), ("Med", "Mohamed")]
    {
        let (mut a, mut b) = foule(1_500);
        a.push(fiche("X", &format!("Ravoirel;;{un};1998-05-17;M;93100;;0644000001;")));
        b.push(fiche("Y", &format!("Ravoirel;;{autre};1998-05-17;M;93100;;0644000001;")));
        let (registre, lie) = lier(&a, Some(&b), &Decisions::default(), 1);
        let trouve = lie.liens.iter().find(|l| registre.identifiant(l.a) == "X" && registre.identifiant(l.b) == "Y");
        assert_eq!(trouve.map(|l| l.decision), Some(Decision::Lien), "{un} / {autre}");
    }
}
