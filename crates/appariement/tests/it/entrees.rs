//! Input that cannot be linked is refused with a sentence, never answered by nothing.

use passerelle_appariement::{Colonne, Decisions, ErreurAppariement, Modele, Nature, Registre, SansTemoin, rapprocher};

use super::{Fiche, fiche, foule, lier, registre};

fn refus(a: &[Fiche], b: Option<&[Fiche]>) -> ErreurAppariement {
    let mut registre = registre(a, b);
    if let Err(erreur) = registre.clore() {
        return erreur;
    }
    rapprocher(&registre, &Modele::default(), &Decisions::default(), 1, &SansTemoin).err().unwrap()
}

#[test]
fn an_empty_side_doubled_identifiers_and_dates_that_all_miss() {
    let (a, mut b) = foule(50);
    assert_eq!(refus(&a, Some(&[])), ErreurAppariement::SourceVide(1));
    assert_eq!(refus(&[], Some(&b)), ErreurAppariement::SourceVide(0));
    b.push(b[0].clone());
    let doubles = vec![(0, b.len() - 1)];
    let erreur = refus(&a, Some(&b));
    assert_eq!(erreur, ErreurAppariement::IdentifiantsDoubles { fichier: 1, doubles });
    assert!(erreur.to_string().contains("personnes n° 1 et n°"), "{erreur}");
    let sans: Vec<Fiche> = (0..9).map(|i| fiche(&i.to_string(), "Nom;;Prénom;mars 2001;;;;;")).collect();
    assert_eq!(refus(&a, Some(&sans)), ErreurAppariement::SansDate(1));
}

#[test]
fn columns_that_tell_nobody_apart_are_refused() {
    let colonnes = vec![Colonne { nom: "dispositif".into(), nature: Nature::Exacte }];
    let mut registre = Registre::nouveau(colonnes);
    (0..40).for_each(|i| registre.ajouter(&i.to_string(), ["garantie jeunes"]));
    registre.clore().unwrap();
    let erreur = rapprocher(&registre, &Modele::default(), &Decisions::default(), 1, &SansTemoin).err();
    assert_eq!(erreur, Some(ErreurAppariement::SansColonne));
}

#[test]
fn a_value_shared_by_half_the_rows_is_cut_and_told() {
    let (mut a, mut b) = foule(6_000);
    for fiches in [&mut a, &mut b] {
        for (_, cellules) in fiches.iter_mut().step_by(2) {
            let mut morceaux: Vec<&str> = cellules.split(';').collect();
            morceaux[7] = "0100000000";
            *cellules = morceaux.join(";");
        }
    }
    let (_, fait) = lier(&a, Some(&b), &Decisions::default(), 2);
    let coupe = fait.rapport.coupes.iter().find(|c| c.regle == "telephone").unwrap();
    assert_eq!(coupe.valeur, "100000000");
    let (x, y) = (a.len().div_ceil(2) as u64, b.len().div_ceil(2) as u64);
    assert_eq!((coupe.fiches, coupe.paires), (x + y, x * y));
    // The shared number is no evidence: links stay right.
    assert!(fait.rapport.qualite.liens as f64 > 0.7 * a.len() as f64, "{:?}", fait.rapport.qualite);
}

#[test]
fn models_are_read_and_refused_with_their_line() {
    let modele = Modele::lire("seuil = 0.8\nignorer = [\"x\"]\n[colonnes]\n\"N° dossier\" = \"identifiant\"\n[[blocage]]\ncles = [\"nom\", \"annee(date_naissance)\"]\n").unwrap();
    assert_eq!((modele.seuil, modele.blocage.len(), modele.colonnes["N° dossier"]), (0.8, 1, Nature::Identifiant));
    let erreur = Modele::lire("seuil = 0.8\nsuil = 3\n").unwrap_err().to_string();
    assert!(erreur.contains("ligne 2"), "{erreur}");
    assert!(Modele::lire("seuil = 7.0").is_err());
    let (a, b) = foule(60);
    for (cle, attendu) in
        [("inconnue", "inconnue"), ("phon(date_naissance)", "ne s’applique pas"), ("f(nom)", "n’existe pas")]
    {
        let mut registre = registre(&a, Some(&b));
        registre.clore().unwrap();
        let modele = Modele::lire(&format!("[[blocage]]\ncles = [\"{cle}\"]\n")).unwrap();
        let erreur = rapprocher(&registre, &modele, &Decisions::default(), 1, &SansTemoin).err().unwrap().to_string();
        assert!(erreur.contains(attendu), "{erreur}");
    }
}
