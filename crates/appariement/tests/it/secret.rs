//! Keyed identifiers: links without identities.

use passerelle_appariement::{
    Clk, Colonne, Decision, Decisions, Modele, Nature, Registre, SansTemoin, SecretCourt, apparier_clk, cles, filtres,
    noms_des_cles, rapprocher,
};

use super::{Fiche, dits, fiche, foule, registre};

const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

fn chiffrer(fiches: &[Fiche], secret: &[u8]) -> Vec<(String, Vec<String>)> {
    let mut clair = registre(fiches, None);
    clair.clore().unwrap();
    let mut sortie = Vec::new();
    cles(&clair, secret, |rang, cles| sortie.push((clair.identifiant(rang).to_owned(), cles.to_vec()))).unwrap();
    sortie
}

#[test]
fn a_key_is_the_hmac_that_the_documentation_says() {
    let lues = chiffrer(&[fiche("x", "Dupont;;Léa;14/03/2001;F;93100;;;")], SECRET);
    // python3 -c: hmac.new(secret, b"passerelle-appariement/1/" + each text after its length on 8 bytes, sha256)
    assert_eq!(lues[0].1[0], "b721b3271211fada64a2dc6a87f64efd");
    // No telephone, no mail: no key.
    assert_eq!((lues[0].1[6].as_str(), lues[0].1[7].as_str()), ("", ""));
    let autre = chiffrer(&[fiche("x", "DUPONT;;lea;2001-03-14;;;;;")], SECRET);
    assert_eq!(autre[0].1[0], lues[0].1[0]);
    let change = chiffrer(&[fiche("x", "Dupont;;Léa;14/03/2001;F;93100;;;")], b"another secret of thirty-two bytes!");
    assert!(change[0].1.iter().zip(&lues[0].1).all(|(a, b)| a.is_empty() || a != b));
}

#[test]
fn a_short_secret_is_refused() {
    let mut clair = registre(&[fiche("x", "Dupont;;Léa;14/03/2001;F;93100;;;")], None);
    clair.clore().unwrap();
    assert_eq!(cles(&clair, &SECRET[..31], |_, _| ()), Err(SecretCourt));
}

#[test]
fn files_of_keys_are_linked_without_identities() {
    let (a, b) = foule(3_000);
    let colonnes = noms_des_cles().map(|n| Colonne { nom: n.into(), nature: Nature::Exacte }).collect();
    let mut codes = Registre::nouveau(colonnes);
    for (rang, fiches) in [&a, &b].into_iter().enumerate() {
        if rang == 1 {
            codes.seconde_source();
        }
        for (id, cles) in chiffrer(fiches, SECRET) {
            codes.ajouter(&id, cles.iter().map(String::as_str));
        }
    }
    codes.clore().unwrap();
    let fait = rapprocher(&codes, &Modele::default(), &Decisions::default(), 2, &SansTemoin).unwrap();
    let liens = dits(&codes, &fait, Decision::Lien);
    let justes = liens.iter().filter(|(x, y)| x[1..] == y[1..]).count();
    let vrais = a.iter().filter(|(id, _)| b.iter().any(|(autre, _)| autre[1..] == id[1..])).count();
    assert!(
        justes as f64 >= 0.9 * vrais as f64 && justes as f64 >= 0.99 * liens.len() as f64,
        "{justes} {vrais} {}",
        liens.len()
    );
}

fn filtrer(fiches: &[Fiche], secret: &[u8]) -> Vec<(String, Clk)> {
    let mut clair = registre(fiches, None);
    clair.clore().unwrap();
    let mut sortie = Vec::new();
    filtres(&clair, secret, |rang, clk| sortie.extend(clk.map(|c| (clair.identifiant(rang).to_owned(), c)))).unwrap();
    sortie
}

#[test]
fn a_filter_is_balanced_and_depends_on_the_secret() {
    let (a, _) = foule(200);
    let filtres = filtrer(&a, SECRET);
    assert_eq!(filtres.len(), a.len());
    for (_, clk) in &filtres {
        // As many ones in each: its weight tells nothing of the length of a name.
        assert_eq!(clk.communs(clk), 512);
        assert_eq!(Clk::lire(&clk.hex()), Some(*clk));
    }
    assert!(Clk::lire(&"0".repeat(256)).is_none() && Clk::lire("00").is_none());
    let autre = filtrer(&a, b"another secret of thirty-two bytes!");
    let moyenne: u32 = filtres.iter().zip(&autre).map(|(x, y)| x.1.communs(&y.1)).sum::<u32>() / a.len() as u32;
    // Under two secrets the same person looks like anybody: half the ones in common by chance.
    assert!((236..=276).contains(&moyenne), "{moyenne}");
    assert!(filtrer(&[fiche("x", "Dupont;;;14/03/2001;F;93100;;;")], SECRET).is_empty());
}

#[test]
fn filters_are_linked_and_nobody_places_the_threshold() {
    let (a, b) = foule(1_200);
    let (fa, fb) = (filtrer(&a, SECRET), filtrer(&b, SECRET));
    let liste = |f: &[(String, Clk)]| f.iter().map(|x| x.1).collect::<Vec<_>>();
    let paires = apparier_clk(&liste(&fa), &liste(&fb));
    let liens: Vec<bool> =
        paires.iter().filter(|p| p.probabilite >= 0.9).map(|p| fa[p.a].0[1..] == fb[p.b].0[1..]).collect();
    let justes = liens.iter().filter(|j| **j).count();
    let vrais = a.iter().filter(|(id, _)| b.iter().any(|(autre, _)| autre[1..] == id[1..])).count();
    assert!(
        justes as f64 >= 0.9 * vrais as f64 && justes as f64 >= 0.97 * liens.len() as f64,
        "{justes} {vrais} {}",
        liens.len()
    );
    // Two lists of other people: nothing to link.
    let (ailleurs, _) = foule(900);
    let liens = apparier_clk(&liste(&fa), &liste(&filtrer(&ailleurs, SECRET)));
    assert!(liens.iter().filter(|p| p.probabilite >= 0.9).count() <= 5);
}
