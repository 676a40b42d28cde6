//! A delivery as people have it: a folder, its archive, the refused rows that come back beside it.

use std::io::{Cursor, Write};

use passerelle_socle::echanges::Mode;

use super::{comptes, seul};
use passerelle_monde::mondes;

#[tokio::test]
async fn a_folder_as_people_have_it_is_read_and_what_is_passed_over_is_told_once() {
    let fichiers = [
        ("structures.csv", "code;nom;type\nA;Un;autre\n"),
        ("Thumbs.db", "x"),
        ("jeunes.csv~", "x"),
        ("contrats.bak", "x"),
        ("desktop.ini", "x"),
        (".DS_Store", "x"),
        ("~$contrats.xlsx", "x"),
        ("Compte rendu.pdf", "x"),
        ("LISEZMOI.txt", "x"),
    ];
    for monde in mondes("sil_dossier").await {
        let dossier = monde.deposer(&fichiers);
        std::fs::create_dir(dossier.join("archives 2016")).unwrap();
        let mode = Mode { tout_ou_rien: true, ..Mode::default() };
        let rapport = monde.importer(&[dossier], &mode).await.unwrap();
        assert!(rapport.ecrit, "{rapport:#?}");
        let avis: Vec<&str> = rapport.fichiers.iter().flat_map(|f| &f.avis).map(String::as_str).collect();
        assert_eq!(
            avis,
            [
                "« contrats.xlsx » est ouvert dans un tableur : ce qui n'y est pas enregistré n'est pas lu. Fermez-le si des lignes manquent.",
                "Ce ne sont pas des tableaux, ils n'ont pas été lus : « Compte rendu.pdf », « LISEZMOI.txt », « Thumbs.db », « contrats.bak », « desktop.ini », « jeunes.csv~ ».",
                "Les sous-dossiers ne sont pas lus : « archives 2016 ».",
            ]
        );
    }
}

#[tokio::test]
async fn the_zip_of_a_delivery_is_the_delivery() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (nom, texte) in [
        ("Livraison/structures.csv", "code;nom;type\nA;Un;autre\n"),
        ("Livraison/partenariats.csv", "structure;etat;date\nA;initie;2017-01-10\n"),
        ("__MACOSX/Livraison/._structures.csv", "x"),
    ] {
        zip.start_file(nom, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(texte.as_bytes()).unwrap();
    }
    let octets = zip.finish().unwrap().into_inner();
    for monde in mondes("sil_zip").await {
        let dossier = monde.deposer(&[("livraison.zip", octets.as_slice())]);
        for chemin in [dossier.join("livraison.zip"), dossier] {
            let rapport = monde.importer(&[chemin], &Mode::default()).await.unwrap();
            assert_eq!(rapport.fichiers.len(), 2, "{rapport:#?}");
            assert!(rapport.fichiers.iter().all(|f| f.erreur.is_none() && f.lues == 1), "{rapport:#?}");
        }
        let dossier = monde.deposer(&[("livraison.zip", b"PK\x03\x04 rien".as_slice())]);
        let rapport = monde.importer(&[dossier], &Mode::default()).await.unwrap();
        assert!(rapport.fichiers[0].erreur.as_deref().unwrap().contains("archive abîmée"), "{rapport:#?}");
    }
}

#[tokio::test]
async fn refused_rows_of_two_imports_never_write_over_each_other() {
    for monde in mondes("sil_refus").await {
        let refuses = monde.dossier.path().join("refus");
        let mode = Mode { refus: Some(refuses.clone()), ..Mode::default() };
        for code in ["NORD", "SUD", "EST"] {
            monde.livrer_mode(&[("structures.csv", format!("code;nom;type\n{code};Un;inventé\n"))], &mode).await;
        }
        for (nom, code) in
            [("structures.refus.csv", "NORD"), ("structures.refus-2.csv", "SUD"), ("structures.refus-3.csv", "EST")]
        {
            let rendu = std::fs::read_to_string(refuses.join(nom)).unwrap();
            assert!(rendu.contains(&format!("{code};Un")) && rendu.lines().count() == 2, "{nom} : {rendu}");
        }
        // Mended where it is, a file makes way for what is left of it.
        let chemin = refuses.join("structures.refus-2.csv");
        let rapport = monde.importer(std::slice::from_ref(&chemin), &mode).await.unwrap();
        assert_eq!(comptes(seul(&rapport)), [0, 0, 0, 1]);
        assert_eq!(std::fs::read_dir(&refuses).unwrap().count(), 3);
        assert!(std::fs::read_to_string(&chemin).unwrap().contains("SUD;Un"));
    }
}
