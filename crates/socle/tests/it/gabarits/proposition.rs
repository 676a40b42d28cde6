//! What is proposed of a file nobody described, and why.

use passerelle::natures::NATURES;
use passerelle_monde::Monde;
use passerelle_socle::echanges::gabarit::{Demande, Gabarit, Proposition, etudier, proposer};

/// Proposes for a file; the first table that has one.
fn de(nom: &str, octets: &[u8], nature: Option<&str>, connus: &[Gabarit]) -> Proposition {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = dossier.path().join(nom);
    std::fs::write(&chemin, octets).unwrap();
    let demande =
        Demande { natures: &NATURES, nature, structure: Some("ML-NORD"), connus, jour: "2018-02-20".parse().unwrap() };
    let proposees = etudier(&chemin).unwrap().into_iter().map(|e| proposer("essai", &e, &demande));
    proposees.max_by_key(|p| p.champs.len()).unwrap()
}

fn raison<'a>(p: &'a Proposition, nature: &str, colonne: &str) -> &'a str {
    let trouvee = p.champs.iter().find(|c| (c.nature, c.colonne) == (nature, colonne));
    &trouvee.unwrap_or_else(|| panic!("{nature}.{colonne} : {}", p.toml(&NATURES))).raison
}

/// A workbook kept by hand: a sheet of notes, titles, names in one cell, French words.
fn classeur() -> Vec<u8> {
    let mut classeur = rust_xlsxwriter::Workbook::new();
    classeur.add_worksheet().set_name("Lisez-moi").unwrap().write(0, 0, "Tenu par le secrétariat").unwrap();
    let feuille = classeur.add_worksheet().set_name("Apprentis").unwrap();
    feuille.write(0, 0, "CFA des Trois Lunes").unwrap();
    feuille.write(1, 0, "Liste arrêtée au 31 janvier").unwrap();
    let entetes = [
        "Matricule",
        "NOM Prénom",
        "Né(e) le",
        "Genre",
        "Ville",
        "Portable",
        "Statut",
        "Début contrat",
        "SIRET employeur",
        "Remarques",
    ];
    for (colonne, texte) in entetes.iter().enumerate() {
        feuille.write(3, colonne as u16, *texte).unwrap();
    }
    for i in 0..40u32 {
        let ligne = [
            format!("A{i:03}"),
            format!("NOM{} Prénom", ["UN", "DEUX", "TROIS"][i as usize % 3]),
            format!("{:02}/{:02}/{}", 1 + i % 28, 1 + i % 12, 1997 + i % 6),
            ["Femme", "Homme"][i as usize % 2].to_owned(),
            "93300 Aubervilliers".into(),
            if i % 4 == 0 { "NR".into() } else { format!("06 39 98 00 {i:02}") },
            ["Contrat d'apprentissage", "Contrat pro", "Stage"][(i as usize % 10).min(2)].to_owned(),
            format!("{:02}/09/2017", 1 + i % 28),
            "00044444400020".into(),
            String::new(),
        ];
        for (colonne, texte) in ligne.iter().enumerate() {
            feuille.write(4 + i, colonne as u16, texte).unwrap();
        }
    }
    feuille.write(44, 0, "Total : 40").unwrap();
    classeur.save_to_buffer().unwrap()
}

#[test]
fn headers_on_two_rows_are_proposed_together() {
    let mut classeur = rust_xlsxwriter::Workbook::new();
    let feuille = classeur.add_worksheet();
    let gras = rust_xlsxwriter::Format::new();
    feuille.write(0, 0, "Liste des apprentis").unwrap();
    feuille.merge_range(2, 0, 3, 0, "Matricule", &gras).unwrap();
    feuille.merge_range(2, 1, 2, 3, "Apprenti", &gras).unwrap();
    feuille.merge_range(2, 4, 2, 5, "Contrat", &gras).unwrap();
    for (rang, nom) in ["Nom", "Prénom", "Date de naissance", "Date de début", "Date de fin"].iter().enumerate() {
        feuille.write(3, rang as u16 + 1, *nom).unwrap();
    }
    for i in 0..30u32 {
        let jour = format!("{:02}/{:02}", 1 + i % 28, 1 + i % 12);
        let ligne = [
            format!("A{i:03}"),
            ["UN", "DEUX", "TROIS"][i as usize % 3].to_owned(),
            "Zoé".into(),
            format!("{jour}/1999"),
            format!("{jour}/2017"),
            format!("{jour}/2018"),
        ];
        for (colonne, texte) in ligne.iter().enumerate() {
            feuille.write(4 + i, colonne as u16, texte).unwrap();
        }
    }
    let p = de("apprentis.xlsx", &classeur.save_to_buffer().unwrap(), None, &[]);
    assert!(p.gabarit.tableau.entete_double && p.gabarit.tableau.entete == Some(4), "{}", p.toml(&NATURES));
    for (nature, colonne) in
        [("jeunes", "numero"), ("jeunes", "nom"), ("jeunes", "date_naissance"), ("contrats", "date_debut")]
    {
        raison(&p, nature, colonne);
    }
}

#[test]
fn a_workbook_kept_by_hand_is_understood_with_reasons() {
    let p = de("apprentis.xlsx", &classeur(), None, &[]);
    let t = &p.gabarit.tableau;
    assert_eq!((t.feuille.as_deref(), t.entete), (Some("Apprentis"), Some(4)), "{}", p.toml(&NATURES));
    assert_eq!(
        (t.ignorer.as_slice(), t.inconnus.as_slice()),
        (["Total".to_owned()].as_slice(), ["NR".to_owned()].as_slice())
    );
    assert!(raison(&p, "jeunes", "nom").contains("nom en capitales et prénom dans la même cellule : 100 %"));
    assert!(
        raison(&p, "jeunes", "date_naissance").contains("toutes avant 2003"),
        "{}",
        raison(&p, "jeunes", "date_naissance")
    );
    assert!(raison(&p, "jeunes", "code_postal").contains("codes postaux avec leur ville : 100 %"));
    assert!(raison(&p, "contrats", "employeur_siret").contains("SIRET valides : 100 %"));
    assert!(raison(&p, "contrats", "jeune").contains("le même numéro"));
    assert_eq!(raison(&p, "contrats", "structure"), "la structure dont c'est le fichier");
    let (nature, colonne, valeurs) = &p.sans_code[0];
    assert_eq!((*nature, *colonne, valeurs[0].0.as_str()), ("contrats", "type", "Stage"));
    // What is proposed is a gabarit that can be read back, whatever is said beside it.
    let relu = Gabarit::lire(&p.toml(&NATURES)).unwrap();
    assert_eq!(relu, Gabarit::lire(&p.gabarit.toml()).unwrap(), "{}", p.toml(&NATURES));
    assert_eq!(relu.passes.len(), 2);
}

#[test]
fn what_its_cells_contradict_is_not_proposed_and_said() {
    let texte = "Nom;Prénom;Date de naissance;SIRET\nUN;A;lundi;x\nDEUX;B;mardi;y\n";
    let p = de("f.csv", texte.as_bytes(), None, &[]);
    assert!(!p.champs.iter().any(|c| c.colonne == "date_naissance"), "{}", p.toml(&NATURES));
    assert!(p.refus[&2].contains("l'en-tête le dit, mais dates : 0 %"), "{:?}", p.refus);
    assert!(p.toml(&NATURES).contains("# À compléter : jeunes.numero est nécessaire."), "{}", p.toml(&NATURES));
}

#[test]
fn cells_speak_for_a_column_whose_header_says_nothing() {
    let lignes: String = (0..50)
        .map(|i| format!("{i};NOM;Prénom;{:02}/03/{};06 39 98 00 {i:02};a{i}@demo.example\n", 1 + i % 28, 1998 + i % 5))
        .collect();
    let p = de("f.csv", format!("n°;Nom;Prénom;c4;c5;c6\n{lignes}").as_bytes(), None, &[]);
    for (colonne, dit) in [
        ("date_naissance", "dates : 100 %, toutes avant 2003"),
        ("telephone", "téléphones : 100 %"),
        ("courriel", "adresses électroniques : 100 %"),
    ] {
        assert_eq!(raison(&p, "jeunes", colonne), dit);
    }
}

#[test]
fn another_gabarit_that_read_the_same_header_is_believed_and_named() {
    let connu =
        Gabarit::lire("gabarit = \"CFA des Trois Lunes\"\n[natures.jeunes]\nnumero = \"Réf. interne\"\n").unwrap();
    let texte = "Réf. interne;Nom;Prénom\n7;UN;A\n8;DEUX;B\n";
    let p = de("f.csv", texte.as_bytes(), None, std::slice::from_ref(&connu));
    assert!(
        raison(&p, "jeunes", "numero").starts_with("même en-tête dans le gabarit « CFA des Trois Lunes »"),
        "{}",
        raison(&p, "jeunes", "numero")
    );
    let seul = de("f.csv", texte.as_bytes(), None, &[]);
    assert!(!seul.champs.iter().any(|c| c.colonne == "numero"), "{}", seul.toml(&NATURES));
}

#[test]
fn dates_written_in_another_way_are_told() {
    let lignes: String = (0..40)
        .map(|i| format!("{i};NOM;P;2000{:02}{:02};0{}/{:02}/2017\n", 1 + i % 12, 1 + i % 28, 1 + i % 9, 13 + i % 15))
        .collect();
    let p =
        de("f.csv", format!("Matricule;Nom;Prénom;Date naissance;Date début contrat\n{lignes}").as_bytes(), None, &[]);
    assert!(raison(&p, "jeunes", "date_naissance").contains("dates écrites AAAAMMJJ : 100 %"), "{}", p.toml(&NATURES));
    assert!(raison(&p, "contrats", "date_debut").contains("dates écrites MM/JJ/AAAA : 100 %"), "{}", p.toml(&NATURES));
}

#[test]
fn a_file_without_headers_is_seen_as_one() {
    let p = de("f.csv", "M.;UN;A;14/03/2000;93100\nMme;DEUX;B;15/04/2001;93200\n".as_bytes(), Some("jeunes"), &[]);
    assert!(p.gabarit.tableau.sans_entete, "{}", p.toml(&NATURES));
}

#[test]
fn a_file_of_organisations_is_not_one_of_people() {
    let p = de(
        "f.csv",
        "Code;Raison sociale;Type;N° SIRET\nA;Maison des métiers;autre;00044444400020\n".as_bytes(),
        None,
        &[],
    );
    let natures: Vec<&str> = p.gabarit.passes.iter().map(|p| p.nature.as_str()).collect();
    assert_eq!(natures, ["structures"], "{}", p.toml(&NATURES));
}

#[tokio::test]
async fn the_program_proposes_on_its_output_and_tells_what_is_left() {
    let monde = Monde::sqlite(|o| o).await;
    let dossier = monde.deposer(&[("apprentis.xlsx", classeur())]);
    let lancer =
        |arguments: &[&str]| passerelle_monde::programme().args(arguments).current_dir(&dossier).output().unwrap();
    let fait = lancer(&["gabarit", "proposer", "apprentis.xlsx"]);
    let (toml, dit) = (
        String::from_utf8(fait.stdout).unwrap(),
        String::from_utf8(fait.stderr).unwrap().replace(['\u{a0}', '\u{202f}'], " "),
    );
    assert!(fait.status.success(), "{dit}");
    assert!(Gabarit::lire(&toml).is_ok_and(|g| g.passes.len() == 2), "{toml}");
    for attendu in [
        "9 colonnes sur 10 ont une proposition",
        "À compléter : jeunes.structure",
        "Sans code, contrats.type : « Stage »",
    ] {
        assert!(dit.contains(attendu), "{attendu} : {dit}");
    }
    let fait = lancer(&["gabarit", "proposer", "apprentis.xlsx", "--nature", "inventee"]);
    assert!(!fait.status.success() && String::from_utf8_lossy(&fait.stderr).contains("« inventee » n'existe pas"));
    let fait = lancer(&["gabarit", "livres"]);
    assert!(String::from_utf8_lossy(&fait.stdout).contains("france-travail"));
}
