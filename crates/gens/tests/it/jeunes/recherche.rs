//! Finding somebody: however they are written, and never beyond what the reader may see.

use passerelle_socle::access::Role;
use passerelle_socle::db;

use passerelle_monde::listes::lire_liste;
use passerelle_monde::{Visiteur, mondes};

const JEUNES: &str = "structure;numero;nom;prenom;date_naissance;telephone
ML-NORD;20;BEN ALI;Sofiane;2000-01-02;06 39 98 02 01
ML-NORD;21;Benali;Yasmine;2000-01-03;
ML-SUD;22;Ben-Ali;Noé;2000-01-04;
ML-NORD;23;de La Fontaine;Jean-Éric;2000-01-05;
ML-SUD;P3 900;Œdipe;Maëlle;2000-01-06;+33 6 39 98 02 02
";

async fn trouves(qui: &Visiteur, q: &str) -> Vec<String> {
    let encode: String = q.bytes().map(|o| format!("%{o:02X}")).collect();
    let liste = lire_liste(qui, &format!("/jeunes?q={encode}")).await;
    assert_eq!(liste.compte, liste.lignes.len(), "{q}: the count and the rows differ");
    let mut noms: Vec<String> = liste.lignes.iter().map(|l| l[0].clone()).collect();
    noms.sort();
    noms
}

#[tokio::test]
async fn people_are_found_however_they_are_written() {
    for monde in mondes("recherche_noms").await {
        monde.peupler().await;
        assert!(!monde.livrer(&[("jeunes.csv", JEUNES)]).await.refuse());
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let claire = monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await;
        let nord = ["Sofiane BEN ALI".to_owned(), "Yasmine BENALI".into()];
        let tous = vec!["Noé BEN-ALI".to_owned(), nord[0].clone(), nord[1].clone()];
        // Written in one word, there is no word that begins by `ali`.
        let apart: Vec<String> = tous.iter().filter(|n| !n.contains("BENALI")).cloned().collect();
        for (q, attendus) in [
            ("benali", &tous),
            ("BEN ALI", &tous),
            ("ben-ali", &tous),
            ("Bénali", &tous),
            ("bena", &tous),
            ("ALI", &apart),
            (" ali  ben ", &apart),
        ] {
            assert_eq!(trouves(&admin, q).await, *attendus, "{} : {q}", monde.moteur);
            let siens: Vec<String> = attendus.iter().filter(|n| nord.contains(n)).cloned().collect();
            assert_eq!(trouves(&claire, q).await, siens, "{} : {q}", monde.moteur);
        }
        for (q, attendu) in [
            ("sofiane ben ali", "Sofiane BEN ALI"),
            ("la fontaine", "Jean-Éric DE LA FONTAINE"),
            ("lafontaine", "Jean-Éric DE LA FONTAINE"),
            ("fontaine jean", "Jean-Éric DE LA FONTAINE"),
            ("jeaneric", "Jean-Éric DE LA FONTAINE"),
            ("oedipe", "Maëlle ŒDIPE"),
            ("mae", "Maëlle ŒDIPE"),
            ("0639980201", "Sofiane BEN ALI"),
            ("06.39.98.02.01", "Sofiane BEN ALI"),
            ("+33 (0)6 39 98 02 02", "Maëlle ŒDIPE"),
            ("P3 900", "Maëlle ŒDIPE"),
        ] {
            assert_eq!(trouves(&admin, q).await, [attendu], "{} : {q}", monde.moteur);
        }
        // A slip of the finger is forgiven, within what each may see.
        for q in ["fontiane", "fontane", "sofianne"] {
            assert_eq!(trouves(&admin, q).await.len(), 1, "{} : {q}", monde.moteur);
        }
        assert!(trouves(&claire, "marchnad").await.is_empty() && !trouves(&admin, "marchnad").await.is_empty());
        for q in ["enali", "zzz", "%", "_", "'; DROP TABLE jeunes; --", "-", "ali sofiane x", "00000000"] {
            assert!(trouves(&admin, q).await.is_empty(), "{} : {q}", monde.moteur);
        }
        // A name corrected by a later file is found under the new one only.
        monde.livrer(&[("jeunes.csv", "structure;numero;nom;prenom\nML-NORD;21;Durand;Yasmine\n")]).await;
        assert_eq!(trouves(&admin, "durand").await, ["Yasmine DURAND"]);
        assert_eq!(trouves(&admin, "benali").await.len(), 2);
    }
}

#[tokio::test]
async fn nobody_is_found_beyond_the_perimeter() {
    for monde in mondes("recherche_perimetre").await {
        monde.peupler().await;
        let claire = monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await;
        let paul = monde.professionnel("Paul S.", Role::Responsable, "ML-SUD").await;
        let lac = monde.professionnel("Jeanne L.", Role::Formateur, "CFA-LAC").await;
        for q in ["amina", "a", "beladour", "06 39 98 01 10", "007"] {
            assert_eq!(trouves(&claire, q).await, ["Amina BELADOUR"], "{} : {q}", monde.moteur);
            for qui in [&paul, &lac] {
                assert!(trouves(qui, q).await.is_empty(), "{} : {q}", monde.moteur);
                for format in ["csv", "xlsx"] {
                    let encode = q.replace(' ', "+");
                    let fichier = qui.fichier(&format!("/jeunes.{format}?q={encode}")).await;
                    assert!(!String::from_utf8_lossy(&fichier).contains("Amina"), "{q}");
                }
            }
        }
        // A number has its meaning with its structure only.
        assert_eq!(trouves(&claire, "12").await, ["Inès DUPRAT"], "{}", monde.moteur);
        assert_eq!(trouves(&paul, "12").await, ["Jules MARCHAND"], "{}", monde.moteur);
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        assert_eq!(trouves(&admin, "12").await, ["Inès DUPRAT", "Jules MARCHAND"]);
        // The box is in the frame of whoever may list young people.
        assert!(paul.page("/actions").await.contains("role=\"search\""));
        let pilote = monde.visiteur(Some(Role::Pilote)).await;
        assert!(!pilote.page("/actions").await.contains("role=\"search\""));
    }
}

#[tokio::test]
async fn of_a_word_that_thousands_have_the_surname_comes_first() {
    // As many as make a word common, all first names but thirty; the surnames are the last of the alphabet.
    let lettre = |n: usize| char::from(b'a' + (n % 26) as u8);
    let mut fichier = String::from("structure;numero;nom;prenom\n");
    for n in 0..2_010 {
        let nom = format!("B{}{}{}", lettre(n / 676), lettre(n / 26), lettre(n));
        fichier += &format!("ML-NORD;P{n};{nom};Zoltan\n");
    }
    // Found by the second beginning of `de zoltan`, and erased since.
    fichier += "ML-NORD;E1;Dezoltan;Ada\n";
    for n in 0..30 {
        fichier += &format!("ML-SUD;Z{n};Zoltan;A{}{}\n", lettre(n / 26), lettre(n));
    }
    for monde in mondes("recherche_commune").await {
        monde.peupler().await;
        assert!(!monde.livrer(&[("jeunes.csv", &fichier)]).await.refuse());
        let tx = monde.base.transaction().await.unwrap();
        db::executer(&tx, "UPDATE jeunes SET efface_le = 1 WHERE nom = 'Dezoltan'", []).await.unwrap();
        tx.commit().await.unwrap();
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        // The table to take away holds them all, in the order of the pages.
        let csv = admin.page("/jeunes.csv?q=zoltan").await;
        let lus: Vec<&str> = csv.lines().skip(1).map(|l| l.split(';').next().unwrap()).collect();
        assert_eq!(lus.len(), 2_040, "{}", monde.moteur);
        assert_eq!(admin.page("/jeunes.csv?q=de+zoltan").await, csv, "{}: the particle changes nothing", monde.moteur);
        let page = admin.page("/jeunes?q=zoltan&page=2").await;
        assert!(page.contains("Abd ZOLTAN") && page.contains("Zoltan BAAA") && !page.contains("Aaa ZOLTAN"));
        assert_eq!(lus[0], "Aaa ZOLTAN", "{}", monde.moteur);
        assert_eq!(lus[29], "Abd ZOLTAN", "{}", monde.moteur);
        assert_eq!(lus[30..33], ["Zoltan BAAA", "Zoltan BAAB", "Zoltan BAAC"], "{}", monde.moteur);
        assert_eq!(lus[2_039], "Zoltan BCZH", "{}", monde.moteur);
    }
}
