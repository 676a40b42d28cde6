//! Importing from the web: deposit, verdicts, refused rows.

use axum::http::{StatusCode, header};
use passerelle_socle::access::Role;

use passerelle_monde::{Visiteur, mondes};

const FICHIER: &[u8] = "code;nom;type\nA;Maison des métiers;autre\nB;=cmd;inventé\n".as_bytes();

/// Deposits files; the page it leads to.
async fn deposer(v: &Visiteur, mode: &str, fichiers: &[(&str, &[u8])]) -> String {
    let (statut, entetes, corps) = v.envoyer("/imports", &[("mode", mode)], fichiers).await;
    assert_eq!(statut, StatusCode::SEE_OTHER, "{}", String::from_utf8_lossy(&corps));
    entetes[header::LOCATION].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_administrator_deposits_a_file_sees_its_verdicts_and_takes_the_refused_rows() {
    for monde in mondes("web_import").await {
        let v = monde.visiteur(Some(Role::Administrateur)).await;
        let page = deposer(&v, "", &[("structures.csv", FICHIER)]).await;
        let texte = v.page(&page).await;
        for mots in ["structures.csv", "lignes lues", "créées", "refusées", "« inventé »"] {
            assert!(texte.contains(mots), "{mots} : {texte}");
        }
        assert_eq!(monde.nombre("SELECT count(*) FROM structures").await, 1);
        let rendu = String::from_utf8(v.fichier(&format!("{page}/refus.csv")).await).unwrap();
        assert!(rendu.contains("code;nom;type;motif_refus") && rendu.contains("B;'=cmd;inventé;type : "), "{rendu}");
        let exports = "SELECT count(*) FROM journal WHERE action = 'exporter' AND objet = 'imports'";
        assert_eq!(monde.nombre(exports).await, 1);
        let qui = monde
            .textes("SELECT DISTINCT acteur AS texte FROM journal WHERE action = 'creer' AND objet = 'structures'")
            .await;
        assert!(qui.len() == 1 && qui[0].starts_with("Administration"), "the journal names who deposited: {qui:?}");

        let corrige = rendu.replace("inventé", "autre");
        deposer(&v, "", &[("structures.refus.csv", corrige.as_bytes())]).await;
        assert_eq!(monde.valeur("structures", "nom", "code = 'B'").await, "=cmd");
    }
}

#[tokio::test]
async fn the_sheet_that_was_read_is_named_on_the_site() {
    let mut classeur = rust_xlsxwriter::Workbook::new();
    let feuille = classeur.add_worksheet().set_name("Liste du mois").unwrap();
    for (rang, lignes) in [["code", "A"], ["nom", "Maison des métiers"], ["type", "autre"]].iter().enumerate() {
        feuille.write(0, rang as u16, lignes[0]).unwrap().write(1, rang as u16, lignes[1]).unwrap();
    }
    let octets = classeur.save_to_buffer().unwrap();
    for monde in mondes("web_feuille").await {
        let v = monde.visiteur(Some(Role::Administrateur)).await;
        let page = deposer(&v, "", &[("structures.xlsx", octets.as_slice())]).await;
        let texte = v.page(&page).await;
        assert!(texte.contains("La feuille lue est « Liste du mois »."), "{texte}");
    }
}

#[tokio::test]
async fn a_column_to_empty_that_no_file_has_is_told_and_nothing_is_read() {
    for monde in mondes("web_effacer").await {
        let v = monde.visiteur(Some(Role::Administrateur)).await;
        for (colonne, dit) in [("uia", "de colonne « uia » à vider"), ("nom", "la colonne « nom » est nécessaire")]
        {
            let (statut, _, corps) =
                v.envoyer("/imports", &[("effacer", colonne)], &[("structures.csv", FICHIER)]).await;
            assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(String::from_utf8(corps).unwrap().contains(dit), "{dit}");
        }
        assert_eq!(monde.nombre("SELECT count(*) FROM structures").await, 0);
    }
}

#[tokio::test]
async fn a_trial_and_an_all_or_nothing_keep_their_verdicts_and_no_row() {
    for monde in mondes("web_essai").await {
        let v = monde.visiteur(Some(Role::Administrateur)).await;
        for (mode, mots) in
            [("a_blanc", "Essai : rien n&#39;est enregistré"), ("tout_ou_rien", "Annulé : rien n&#39;est enregistré")]
        {
            let page = deposer(&v, mode, &[("structures.csv", FICHIER)]).await;
            let texte = v.page(&page).await;
            assert!(texte.contains(mots), "{texte}");
            assert!(texte.contains("« inventé »"), "{texte}");
            assert_eq!(monde.nombre("SELECT count(*) FROM structures").await, 0);
            assert!(String::from_utf8(v.fichier(&format!("{page}/refus.csv")).await).unwrap().contains("B;'=cmd"));
        }
    }
}

#[tokio::test]
async fn several_files_lead_to_the_list_of_imports() {
    for monde in mondes("web_plusieurs").await {
        let v = monde.visiteur(Some(Role::Administrateur)).await;
        let fichiers = passerelle_monde::Monde::livraison_de_base();
        let fichiers: Vec<(&str, &[u8])> = fichiers.iter().map(|(n, t)| (*n, t.as_bytes())).collect();
        assert_eq!(deposer(&v, "", &fichiers).await, "/imports");
        let texte = v.page("/imports").await.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(texte.contains("9 fichiers reçus"), "{texte}");
        assert_eq!(monde.faits().await.len(), 24);
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_told_with_its_reason() {
    for monde in mondes("web_illisible").await {
        let v = monde.visiteur(Some(Role::Administrateur)).await;
        for (nom, octets, mots) in [
            ("divers.csv", b"a;b\n1;2\n".as_slice(), "son nom ne dit pas"),
            ("structures.csv", b"code;nom\nA;B\n".as_slice(), "il manque la colonne"),
        ] {
            let page = deposer(&v, "", &[(nom, octets)]).await;
            let texte = v.page(&page).await;
            assert!(texte.contains("Fichier refusé") && texte.contains(mots), "{nom} : {texte}");
            assert!(v.page("/imports").await.contains(&page), "the list leads to it");
        }
    }
}

#[tokio::test]
async fn an_empty_form_is_answered_with_what_to_do() {
    for monde in mondes("web_vide").await {
        let v = monde.visiteur(Some(Role::Administrateur)).await;
        let (statut, _, corps) = v.envoyer("/imports", &[("mode", "")], &[]).await;
        assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(String::from_utf8(corps).unwrap().contains("Choisissez au moins un fichier"));
    }
}

#[tokio::test]
async fn a_pilote_and_the_public_deposit_nothing() {
    for monde in mondes("web_refus").await {
        for role in [Some(Role::Pilote), None] {
            let v = monde.visiteur(role).await;
            let (statut, ..) = v.envoyer("/imports", &[("mode", "")], &[("structures.csv", FICHIER)]).await;
            assert_eq!(statut, StatusCode::NOT_FOUND);
        }
        assert_eq!(monde.nombre("SELECT count(*) FROM structures").await, 0);
    }
}
