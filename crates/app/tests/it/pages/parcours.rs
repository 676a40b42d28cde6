//! From the home page, link by link, on a base where little or nothing is known; and odd addresses. What is reached on a full
//! base is told capability by capability, in `tests/capacites`.

use axum::http::StatusCode;
use passerelle::routes;
use passerelle_socle::access::Role;
use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use passerelle_monde::chemin::suivre;
use passerelle_monde::mondes;

/// An empty world, where everything is missing.
#[tokio::test]
async fn pages_hold_on_a_base_where_nothing_is_known() {
    pages_tiennent(false).await;
}

/// A small one, where fields are.
#[tokio::test]
async fn pages_hold_on_a_base_where_little_is_known() {
    pages_tiennent(true).await;
}

/// The lists of people that a pilote reads, without their names.
const DE_PERSONNES: [&str; 3] = ["/contrats", "/participations", "/positionnements"];

async fn pages_tiennent(peuplee: bool) {
    for monde in mondes("parcours_vide").await {
        if peuplee {
            monde.peupler().await;
            monde.garnir().await;
        }
        for role in [None, Some(Role::Pilote), Some(Role::Administrateur)] {
            let lecteur = monde.visiteur(role).await;
            let chemin = suivre(&lecteur).await;
            println!(
                "{} peuplée : {peuplee} {role:?}: {} addresses, {} pages",
                monde.moteur,
                chemin.vus.len(),
                chemin.pages.len()
            );
            assert!(
                chemin.fautes.is_empty(),
                "{} peuplée : {peuplee} {role:?}:\n{}",
                monde.moteur,
                chemin.fautes.join("\n")
            );
            assert!(
                chemin.pages.values().all(|p| !p.contains("sont fictives")),
                "a real base is called a demonstration"
            );
            // Routes that no link shows on such a base answer too, one way or another.
            for d in routes::site().declarations().iter().filter(|d| d.methode == "GET" && !d.chemin.contains('{')) {
                let (statut, _, corps) = lecteur.get(d.chemin).await;
                let prevu = matches!(statut, StatusCode::OK | StatusCode::SEE_OTHER | StatusCode::NOT_FOUND);
                // So few people leave in no file for a pilote.
                let de_peu = statut == StatusCode::UNPROCESSABLE_ENTITY
                    && role == Some(Role::Pilote)
                    && DE_PERSONNES
                        .iter()
                        .any(|l| [format!("{l}.csv"), format!("{l}.xlsx")].iter().any(|f| f == d.chemin));
                assert!(prevu || de_peu, "{} : {statut} {}", d.chemin, String::from_utf8_lossy(&corps));
            }
        }
    }
}

/// Odd values of filters, sorts and pages give a page or a sentence, never a failure.
#[tokio::test]
async fn odd_addresses_give_a_page_or_a_sentence() {
    const CLES: [&str; 14] = [
        "q",
        "type",
        "etat",
        "structure",
        "situation",
        "issue",
        "serie",
        "du",
        "au",
        "annee",
        "tri",
        "page",
        "action",
        "objet",
    ];
    const VALEURS: [&str; 14] = [
        "",
        "%20",
        "'%3B%20DROP%20TABLE%20jeunes%3B--",
        "%25",
        "_",
        "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "-1",
        "0",
        "99999999999999999999",
        "2017-02-30",
        "31%2F12%2F2017",
        "%F0%9F%98%80",
        "%00",
        "%FF",
    ];
    let mut alea = ChaCha8Rng::seed_from_u64(404);
    for monde in mondes("adresses").await {
        monde.peupler().await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let avant = monde.tables().await;
        let mut sentences = 0;
        for d in routes::site()
            .declarations()
            .iter()
            .filter(|d| d.methode == "GET" && !d.chemin.contains("{id}") && !d.chemin.contains("secret"))
        {
            let chemin = d.chemin.replace("{figure}", "contrats").replace("{format}", "csv");
            // Drawn afresh for each address: together they meet every key and every value.
            for cle in CLES.sample(&mut alea, 9) {
                for valeur in VALEURS.sample(&mut alea, 2) {
                    let (statut, entetes, corps) = admin.get(&format!("{chemin}?{cle}={valeur}")).await;
                    let texte = String::from_utf8_lossy(&corps);
                    match statut {
                        StatusCode::OK | StatusCode::NOT_FOUND => {}
                        // A step asked for out of turn begins again.
                        StatusCode::SEE_OTHER
                            if ["/connexion/", "/mon-compte/"].iter().any(|d| chemin.starts_with(d)) => {}
                        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::BAD_REQUEST => sentences += 1,
                        autre => panic!("{} {chemin}?{cle}={valeur}: {autre} {texte}", monde.moteur),
                    }
                    // What was typed may be quoted in a table to download (the journal's criteria): there it is text.
                    let page = entetes.get("content-type").is_none_or(|t| t.to_str().unwrap_or("").contains("html"));
                    assert!(!page || !texte.contains("<script>alert"), "{chemin}?{cle}={valeur}");
                    assert!(page || entetes["x-content-type-options"] == "nosniff", "{chemin}");
                }
            }
        }
        assert!(sentences > 20, "no odd value was refused");
        assert_eq!(monde.tables().await, avant);
    }
}
