//! Hostile input in each free text of the file: inert on the page, or refused with a sentence.

use axum::http::StatusCode;
use passerelle_socle::access::Role;
use scraper::Html;

use super::scene::{Scene, scenes};
use passerelle_monde::hostile::{HOSTILES, garde};
use passerelle_monde::html::{fautes, texte, tous};

/// Each free text: the form it is in, the field, the rest of the form.
type Champs = [(&'static str, &'static str)];

const TEXTES: [(&str, &str, &Champs); 6] = [
    ("/contacts", "objet", &[("type", "appel"), ("date", "2018-02-20")]),
    ("/contacts", "lieu", &[("type", "appel"), ("date", "2018-02-20")]),
    ("/contacts", "issue", &[("type", "appel"), ("date", "2018-02-20")]),
    ("/notes", "texte", &[("niveau", "suivi"), ("date", "2018-02-20")]),
    ("FREIN/actions", "texte", &[("date", "2018-02-20")]),
    ("FREIN/actions", "resultat", &[("date", "2018-02-20"), ("texte", "Une action")]),
];

async fn frein(s: &Scene) -> String {
    s.envoyer(&s.claire, "/freins", &[("thematique", "mobilite"), ("date", "2018-02-20")]).await;
    format!("/freins/{}", s.dernier("freins").await)
}

#[tokio::test]
async fn hostile_text_is_inert_in_every_field() {
    for s in scenes("fiche_hostile").await {
        let frein = frein(&s).await;
        for (suite, champ, reste) in TEXTES {
            for (i, h) in HOSTILES.iter().enumerate() {
                let valeur = format!("{h} {champ}{i}");
                let mut forme = reste.to_vec();
                forme.push((champ, &valeur));
                s.envoyer(&s.claire, &suite.replace("FREIN", &frein), &forme).await;
            }
        }
        let (mut lu, mut vues) = (String::new(), 0);
        for suite in ["", "?fil=contacts", "?fil=notes", "/freins"] {
            let page = s.claire.page(&s.a(suite)).await;
            assert_eq!(fautes(&page), Vec::<String>::new(), "{suite}");
            for vif in ["<script>alert", "<img src=x", "</svg></style>", "\u{202e}"] {
                assert!(!page.contains(vif), "{suite}: {vif}");
            }
            lu += &texte(tous(&Html::parse_document(&page), "main")[0]);
        }
        for (_, champ, _) in TEXTES.into_iter().filter(|(_, c, _)| *c != "lieu") {
            for (i, h) in HOSTILES.iter().enumerate() {
                let attendu = format!("{} {champ}{i}", garde(h));
                let attendu = attendu.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(lu.contains(&attendu), "« {attendu} » was eaten");
                vues += 1;
            }
        }
        assert_eq!(vues, 50);
        // What was typed comes back in the form, as text.
        let mut forme = vec![("type", "rien"), ("date", "2018-02-20")];
        forme.extend([("objet", HOSTILES[0]), ("lieu", HOSTILES[6]), ("issue", HOSTILES[7])]);
        let page = s.corriger(&s.claire, "/contacts", &forme).await;
        assert_eq!(fautes(&page), Vec::<String>::new());
        let page = Html::parse_document(&page);
        assert_eq!(tous(&page, "#objet")[0].value().attr("value"), Some(HOSTILES[0]));
        assert_eq!(tous(&page, "#lieu")[0].value().attr("value"), Some(HOSTILES[6]));
        assert_eq!(texte(tous(&page, "textarea#issue")[0]), HOSTILES[7]);
    }
}

#[tokio::test]
async fn numbers_of_social_security_and_endless_texts_are_refused_with_a_sentence() {
    for s in scenes("fiche_refus").await {
        let frein = frein(&s).await;
        let avant = s.monde.lignes_par_table().await;
        for (suite, champ, reste) in TEXTES {
            let suite = suite.replace("FREIN", &frein);
            let avec = |valeur: &'static str| {
                let mut forme: Vec<(&str, &str)> = reste.to_vec();
                forme.push((champ, valeur));
                forme
            };
            for nir in ["2 99 05 93 001 001 56", "299059300100156", "2 99 05 93 001 001"] {
                let page = s.corriger(&s.claire, &suite, &avec(nir)).await;
                assert!(page.contains("numéro de sécurité sociale"), "{suite} {champ} {nir}");
            }
            let long: &'static str = "a".repeat(4_001).leak();
            let page = s.corriger(&s.claire, &suite, &avec(long)).await;
            assert!(page.contains("au plus. Raccourcissez-le."), "{suite} {champ}");
            let million: &'static str = "a".repeat(1 << 20).leak();
            let (statut, _, corps) = s.claire.post(&s.a(&suite), &avec(million)).await;
            assert_eq!(statut, StatusCode::PAYLOAD_TOO_LARGE, "{suite} {champ}");
            assert!(String::from_utf8(corps).unwrap().contains("trop gros"), "{suite} {champ}");
        }
        // Reading the page again to show the fault is no reading of the file by somebody else: nothing was written.
        assert_eq!(s.monde.lignes_par_table().await, avant);
    }
}

#[tokio::test]
async fn forged_fields_write_nothing_more() {
    for s in scenes("fiche_forge").await {
        let jules = passerelle_monde::id_de(&s.monde, "jeunes", "prenom = 'Jules'").await;
        let sud = passerelle_monde::id_de(&s.monde, "structures", "code = 'ML-SUD'").await;
        let (jules, sud) = (jules.to_string(), sud.to_string());
        let id = uuid::Uuid::nil().to_string();
        let forme = [
            ("niveau", "suivi"),
            ("date", "2018-02-20"),
            ("texte", "Une note"),
            ("jeune_id", &jules),
            ("structure_id", &sud),
            ("compte_id", &id),
            ("id", &id),
            ("cree_le", "0"),
        ];
        s.envoyer(&s.claire, "/notes", &forme).await;
        let nord = passerelle_monde::id_de(&s.monde, "structures", "code = 'ML-NORD'").await;
        let attendue = format!(
            "SELECT count(*) FROM notes WHERE jeune_id = {} AND structure_id = {} AND cree_le > 0",
            s.monde.litteral(s.amina),
            s.monde.litteral(nord)
        );
        assert_eq!(s.monde.nombre(&attendue).await, 1);
        let pilote = s.monde.visiteur(Some(Role::Pilote)).await;
        assert_eq!(pilote.post(&s.a("/notes"), &forme).await.0, StatusCode::NOT_FOUND);
    }
}
