//! Headers that every answer carries, whatever it is.

use axum::http::{HeaderMap, StatusCode};
use passerelle_socle::access::Role;
use passerelle_socle::db;

use passerelle_monde::html::fautes;
use passerelle_monde::mondes;

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                   connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const ATTENDUS: [(&str, &str); 7] = [
    ("content-security-policy", CSP),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("strict-transport-security", "max-age=31536000; includeSubDomains"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ("cross-origin-opener-policy", "same-origin"),
];

fn verifier(cas: &str, entetes: &HeaderMap, garde: &str) {
    for (nom, valeur) in ATTENDUS {
        let lus: Vec<_> = entetes.get_all(nom).iter().collect();
        assert!(lus == [valeur], "{cas}: {nom} is {lus:?}");
    }
    assert_eq!(entetes.get_all("cache-control").iter().collect::<Vec<_>>(), [garde], "{cas}");
    for bavard in ["server", "x-powered-by", "access-control-allow-origin"] {
        assert!(!entetes.contains_key(bavard), "{cas}: {bavard}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect() {
    for monde in mondes("entetes").await {
        monde.peupler().await;
        let (admin, public) = (monde.visiteur(Some(Role::Administrateur)).await, monde.visiteur(None).await);
        let gros = "x".repeat(70 * 1024);
        let demander = async |methode: &str, chemin: &str, entetes: &[(&str, &str)], corps: &str| {
            let mut requete = axum::http::Request::builder().method(methode).uri(chemin);
            for (nom, valeur) in entetes {
                requete = requete.header(*nom, *valeur);
            }
            admin.demander(requete, corps.to_owned().into()).await
        };
        let form = ("content-type", "application/x-www-form-urlencoded");
        let chez_nous = ("sec-fetch-site", "same-origin");
        type Cas = (&'static str, u16, (StatusCode, HeaderMap, Vec<u8>));
        let cas: Vec<Cas> = vec![
            ("page", 200, admin.get("/bilan").await),
            ("home of the public", 200, public.get("/").await),
            ("CSV", 200, admin.get("/jeunes.csv").await),
            ("XLSX", 200, admin.get("/jeunes.xlsx").await),
            ("HEAD", 200, demander("HEAD", "/structures", &[], "").await),
            ("redirection to sign in", 303, public.get("/jeunes").await),
            ("signing out", 303, public.post("/deconnexion", &[]).await),
            ("nowhere", 404, admin.get("/nulle-part").await),
            ("unknown", 404, admin.get(&format!("/jeunes/{}", uuid::Uuid::nil())).await),
            ("unknown asset", 404, public.get("/assets/rien.css").await),
            ("licence of an asset", 404, public.get("/assets/vendor/htmx.org-2.0.11/LICENSE").await),
            ("out of the assets", 404, public.get("/assets/..%2F..%2FCargo.toml").await),
            ("method", 404, demander("DELETE", "/jeunes", &[chez_nous], "").await),
            ("malformed", 400, admin.get("/jeunes/1").await),
            (
                "another site",
                403,
                demander("POST", "/bilan/figer", &[form, ("sec-fetch-site", "cross-site")], "").await,
            ),
            ("period", 422, admin.get("/bilan?du=2017-12-31&au=2017-01-01").await),
            ("used link", 422, public.post("/entrer/rien", &[]).await),
            ("form without its fields", 422, admin.post("/bilan/figer", &[("du", "2017-01-01")]).await),
            ("too big", 413, demander("POST", "/bilan/figer", &[form, chez_nous], &gros).await),
            ("not a form", 415, demander("POST", "/bilan/figer", &[chez_nous], "{}").await),
        ];
        for (nom, statut, (lu, entetes, corps)) in cas {
            let texte = String::from_utf8_lossy(&corps);
            assert_eq!(lu.as_u16(), statut, "{nom}: {texte}");
            verifier(nom, &entetes, "no-store");
            // Every failure is a page with its sentence, as well made as any other.
            if statut >= 400 {
                assert_eq!(fautes(&texte), Vec::<String>::new(), "{nom}: {texte}");
                assert!(texte.contains("Que faire"), "{nom}");
            }
        }
        let style = public.get("/assets/theme.css").await;
        verifier("theme", &style.1, "public, max-age=600");
        assert!(style.1["content-type"] == "text/css; charset=utf-8");
        let page = public.page("/").await;
        for morceau in page.split("\"/assets/vendor/").skip(1) {
            let chemin = format!("/assets/vendor/{}", morceau.split('"').next().unwrap());
            let (statut, entetes, corps) = public.get(&chemin).await;
            assert!(statut == StatusCode::OK && !corps.is_empty(), "{chemin}");
            verifier(&chemin, &entetes, "public, max-age=31536000, immutable");
        }
    }
}

/// What nobody expected is a page too: it says nothing of what broke.
#[tokio::test]
async fn a_failure_of_ours_is_a_page_that_tells_nothing() {
    for monde in mondes("panne").await {
        monde.peupler().await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let tx = monde.base.transaction().await.unwrap();
        db::executer(&tx, "ALTER TABLE evenements RENAME TO evenements_perdus", []).await.unwrap();
        tx.commit().await.unwrap();
        for chemin in ["/", "/evenements", "/evenements.csv", "/bilan", "/tableau-de-bord"] {
            let (statut, entetes, corps) = admin.get(chemin).await;
            let texte = String::from_utf8_lossy(&corps);
            assert_eq!(statut, StatusCode::INTERNAL_SERVER_ERROR, "{chemin}");
            verifier(chemin, &entetes, "no-store");
            assert_eq!(fautes(&texte), Vec::<String>::new(), "{chemin}");
            for bavard in ["SELECT", "no such table", "relation", "sqlx", "sea_orm", "evenements_perdus", "src/"] {
                assert!(!texte.contains(bavard), "{chemin} tells {bavard}");
            }
        }
    }
}
