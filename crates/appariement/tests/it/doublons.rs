//! One file: who is there twice. And human decisions, respected.

use passerelle_appariement::{Decision, Decisions};

use super::{dits, fiche, foule, lier};

#[test]
fn duplicates_of_one_file_are_found() {
    let (mut a, b) = foule(1_500);
    let vrais = a.iter().filter(|(id, _)| b.iter().any(|(autre, _)| autre[1..] == id[1..])).count();
    a.extend(b);
    let (registre, fait) = lier(&a, None, &Decisions::default(), 1);
    let liens = dits(&registre, &fait, Decision::Lien);
    let justes = liens.iter().filter(|(x, y)| x[1..] == y[1..]).count();
    assert!(
        justes as f64 >= 0.97 * vrais as f64 && justes as f64 >= 0.99 * liens.len() as f64,
        "{justes} {vrais} {}",
        liens.len()
    );
}

#[test]
fn human_decisions_win() {
    let (mut a, mut b) = foule(1_500);
    a.push(fiche("A-x", "Pellemarc;;Inès;02/03/1995;F;93100;;0612121212;"));
    b.push(fiche("B-x", "Pellemarc;;Inès;02/03/1995;F;93100;;0612121212;"));
    b.push(fiche("B-z", "Autrement;;Jules;09/09/1990;M;93300;;;"));
    let (registre, sans) = lier(&a, Some(&b), &Decisions::default(), 1);
    let rang = |id: &str| (0..registre.taille()).find(|r| registre.identifiant(*r) == id).unwrap();
    let paire = |x: &str, y: &str| (x.to_owned(), y.to_owned());
    assert!(dits(&registre, &sans, Decision::Lien).contains(&paire("A-x", "B-x")));

    let separe = Decisions { separes: vec![(rang("A-x"), rang("B-x"))], ..Default::default() };
    let (_, fait) = lier(&a, Some(&b), &separe, 1);
    assert!(!fait.liens.iter().any(|l| l.a == rang("A-x") && l.b == rang("B-x")));

    let lie = Decisions { liens: vec![(rang("A-x"), rang("B-z"))], ..Default::default() };
    let (registre, fait) = lier(&a, Some(&b), &lie, 1);
    let liens = dits(&registre, &fait, Decision::Lien);
    assert!(liens.contains(&paire("A-x", "B-z")) && !liens.contains(&paire("A-x", "B-x")));
    let dit = fait.liens.iter().find(|l| l.b == rang("B-z")).unwrap();
    assert!(dit.humaine && dit.probabilite == 1.0);
}
