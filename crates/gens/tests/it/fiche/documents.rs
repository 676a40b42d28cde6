//! Documents: what is taken, who reads it, and how it is given back.

use axum::http::StatusCode;
use scraper::Html;

use super::scene::{Scene, mene, scenes};
use passerelle_monde::html::{fautes, texte, tous};

const PDF: &[u8] = b"%PDF-1.7\n<script>alert(1)</script>";

async fn deposer(s: &Scene, niveau: &str, nom: &str) -> String {
    mene(s.claire.envoyer(&s.a("/documents"), &[("niveau", niveau)], &[(nom, PDF)]).await, nom)
}

#[tokio::test]
async fn a_document_is_given_back_as_it_came_and_runs_nowhere() {
    for s in scenes("fiche_documents").await {
        let vers = deposer(&s, "suivi", "Attestation d'employeur.pdf").await;
        let document = s.dernier("documents").await;
        assert_eq!(vers, s.a(""));
        let (statut, entetes, octets) = s.formateur.get(&s.a(&format!("/documents/{document}"))).await;
        assert_eq!((statut, octets.as_slice()), (StatusCode::OK, PDF));
        assert_eq!(entetes["content-disposition"], "attachment; filename=\"attestation-d-employeur.pdf\"");
        assert_eq!(entetes["content-type"], "application/pdf");
        assert_eq!(entetes["content-security-policy"], "sandbox; default-src 'none'");
        assert_eq!(entetes["x-content-type-options"], "nosniff");
        // As `sha256sum` says of these bytes.
        let sha256 = "c18b57677711dc7fc6fbd16319e5665278f269b6cd4d10b494b27846650246ac";
        assert_eq!(s.monde.valeur("documents", "sha256", "1 = 1").await, sha256);
        let lectures = format!(
            "SELECT count(*) FROM journal WHERE action = 'exporter' AND objet = 'documents' AND objet_id = {}",
            s.monde.litteral(s.amina)
        );
        assert_eq!(s.monde.nombre(&lectures).await, 1);
        // Withdrawn, then put back.
        let un = format!("/documents/{document}");
        assert_eq!(s.formateur.post(&s.a(&format!("{un}/retirer")), &[]).await.0, StatusCode::NOT_FOUND);
        s.envoyer(&s.claire, &format!("{un}/retirer"), &[]).await;
        assert_eq!(s.claire.get(&s.a(&un)).await.0, StatusCode::NOT_FOUND);
        s.envoyer(&s.claire, &format!("{un}/remettre"), &[]).await;
        s.claire.fichier(&s.a(&un)).await;
        // Known, but asked for through somebody else's file.
        let ines = passerelle_monde::id_de(&s.monde, "jeunes", "prenom LIKE 'In%'").await;
        assert_eq!(s.claire.get(&format!("/jeunes/{ines}{un}")).await.0, StatusCode::NOT_FOUND);
        assert_eq!(s.inconnue.get(&s.a(&un)).await.0, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn an_inner_document_stays_inside() {
    for s in scenes("fiche_document_interne").await {
        deposer(&s, "structure", "Interne.pdf").await;
        let un = format!("/documents/{}", s.dernier("documents").await);
        s.claire.fichier(&s.a(&un)).await;
        for qui in [&s.formateur, &s.admin] {
            assert_eq!(qui.get(&s.a(&un)).await.0, StatusCode::NOT_FOUND);
            assert!(!qui.page(&s.a("")).await.contains("Interne.pdf"));
        }
    }
}

#[tokio::test]
async fn what_is_not_a_document_is_refused_with_a_sentence() {
    for s in scenes("fiche_document_refus").await {
        let gros = [PDF, &vec![b' '; 5 << 20]].concat();
        let enorme = vec![b' '; 6 << 20];
        for (nom, octets, dit) in [
            ("a.exe", PDF, "PDF, PNG ou JPG"),
            ("a.svg", b"<svg onload=alert(1)>".as_slice(), "PDF, PNG ou JPG"),
            ("a.png", PDF, "pas celui que son nom annonce"),
            ("a.pdf", b"".as_slice(), "Choisissez un fichier"),
            ("a.pdf", &gros, "5 Mo"),
            ("a.pdf", &enorme, "5 Mo"),
            ("2 99 05 93 001 001 56.pdf", PDF, "sécurité sociale"),
        ] {
            let (statut, _, corps) =
                s.claire.envoyer(&s.a("/documents"), &[("niveau", "suivi")], &[(nom, octets)]).await;
            let page = String::from_utf8(corps).unwrap();
            assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY, "{nom}: {page}");
            assert!(page.contains(dit), "{nom}: {page}");
        }
        let (statut, _, corps) = s.claire.envoyer(&s.a("/documents"), &[("niveau", "tous")], &[("a.pdf", PDF)]).await;
        assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(String::from_utf8(corps).unwrap().contains("Choisissez qui lira"));
        assert_eq!(s.monde.nombre("SELECT count(*) FROM documents").await, 0);
        // A file is not a store: forty at most.
        for i in 0..40 {
            deposer(&s, "suivi", &format!("n{i}.pdf")).await;
        }
        let (statut, _, corps) =
            s.claire.envoyer(&s.a("/documents"), &[("niveau", "suivi")], &[("trop.pdf", PDF)]).await;
        assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(String::from_utf8(corps).unwrap().contains("40 documents"));
    }
}

#[tokio::test]
async fn hostile_names_are_shown_as_text_and_given_back_plain() {
    for s in scenes("fiche_document_nom").await {
        for nom in
            ["%22><script>alert(1)<..script>.pdf", "{{7*7}} ' onload=x.pdf", "..\\..\\CV.pdf", "cv\u{202e}fdp.pdf"]
        {
            deposer(&s, "suivi", nom).await;
        }
        let brut = s.claire.page(&s.a("")).await;
        assert_eq!(fautes(&brut), Vec::<String>::new());
        assert!(!brut.contains("<script>alert") && !brut.contains('\u{202e}'));
        let page = Html::parse_document(&brut);
        let liens = tous(&page, "[aria-labelledby=documents] a");
        assert_eq!(liens.len(), 4);
        assert!(liens.iter().any(|l| texte(*l).ends_with("CV.pdf")) && liens.iter().any(|l| texte(*l) == "cvfdp.pdf"));
        for lien in liens {
            let (_, entetes, _) = s.claire.get(lien.value().attr("href").unwrap()).await;
            let nom = entetes["content-disposition"].to_str().unwrap();
            let nom = nom.strip_prefix("attachment; filename=\"").and_then(|n| n.strip_suffix('"')).unwrap();
            assert!(nom.bytes().all(|o| o.is_ascii_alphanumeric() || matches!(o, b'-' | b'.')), "{nom}");
        }
    }
}
