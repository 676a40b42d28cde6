//! Text meant to break out: it stays text in pages, files, drawings and names of files.

use std::collections::BTreeSet;

use passerelle_documents::restaurer;
use passerelle_socle::access::Role;
use scraper::Html;

use passerelle_monde::chemin::suivre;
use passerelle_monde::hostile::{HOSTILES, garde, livraison};
use passerelle_monde::html::{dans, texte, tous};
use passerelle_monde::listes::{lire_csv, lire_xlsx};
use passerelle_monde::{Monde, Visiteur, mondes};

async fn peupler(monde: &Monde) {
    let fichiers = livraison();
    let rapport = monde.livrer(&fichiers).await;
    for f in &rapport.fichiers {
        assert!(
            f.erreur.is_none() && f.crees == HOSTILES.len() as u64,
            "{}: {} created, {:?}, {:?}",
            f.fichier,
            f.crees,
            f.erreur,
            f.refus.first()
        );
    }
}

const QUI: [Option<Role>; 3] = [None, Some(Role::Pilote), Some(Role::Administrateur)];

#[tokio::test]
async fn hostile_text_is_inert_on_every_page() {
    for monde in mondes("hostile_pages").await {
        peupler(&monde).await;
        for role in QUI {
            let chemin = suivre(&monde.visiteur(role).await).await;
            assert!(chemin.fautes.is_empty(), "{} {role:?}:\n{}", monde.moteur, chemin.fautes.join("\n"));
            for (adresse, page) in &chemin.pages {
                for vif in ["<script>alert", "<img src=x", "</svg></style>"] {
                    assert!(!page.contains(vif), "{role:?} {adresse}: {vif}");
                }
            }
        }
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        // Read back from the page, each text is the one that was given: neither run nor eaten.
        for (chemin, quoi) in [
            ("/structures", "nom"),
            ("/jeunes", "Nom"),
            ("/actions", "intitule"),
            ("/contrats", "employeur"),
            ("/evenements", "evenement"),
            ("/positionnements", "motif"),
            ("/statistiques", "source"),
        ] {
            let page = Html::parse_document(&admin.page(chemin).await);
            let lu: Vec<String> = tous(&page, "table.liste").into_iter().map(texte).collect();
            for (i, h) in HOSTILES.iter().enumerate() {
                let attendu = garde(&format!("{h} {quoi}{i}")).split_whitespace().collect::<Vec<_>>().join(" ");
                let attendu = if chemin == "/jeunes" { attendu.to_uppercase() } else { attendu };
                assert!(lu[0].contains(&attendu), "{chemin}: « {attendu} » is not on the page");
            }
        }
        assert_eq!(monde.nombre("SELECT count(*) FROM jeunes").await, HOSTILES.len() as i64);
    }
}

/// The chart of contracts carries the names of structures.
#[tokio::test]
async fn hostile_text_is_inert_in_drawings_and_in_the_report() {
    for monde in mondes("hostile_bilan").await {
        peupler(&monde).await;
        let pilote = monde.visiteur(Some(Role::Pilote)).await;
        let periode = "du=2017-01-01&au=2018-12-31";
        let seule = String::from_utf8(pilote.fichier(&format!("/bilan/fichier/html?{periode}")).await).unwrap();
        for html in [pilote.page(&format!("/bilan?{periode}")).await, seule] {
            let page = Html::parse_document(&html);
            assert!(page.errors.is_empty(), "{:?}", page.errors);
            let dessins = tous(&page, "figure svg");
            assert!(!dessins.is_empty());
            for e in dessins.iter().flat_map(|d| dans(*d, "*")) {
                let nom = e.value().name().to_lowercase();
                assert!(
                    !["script", "foreignobject", "image", "a", "use", "style", "animate", "set", "img"]
                        .contains(&nom.as_str()),
                    "<{nom}> in a drawing"
                );
                assert!(
                    e.value().attrs().all(|(a, v)| !a.starts_with("on")
                        && !a.ends_with("href")
                        && a != "style"
                        && !v.contains("javascript")),
                    "{:?}",
                    e.value()
                );
            }
            let mots: String = dessins.iter().map(|d| texte(*d)).collect();
            assert!(
                mots.contains("DROP TABLE") && mots.contains("{{7*7}}"),
                "the names are not in the drawing: {mots}"
            );
            assert!(
                tous(&page, "script").iter().all(|s| s.value().attr("src").is_some_and(|s| s.starts_with("/assets/")))
            );
            assert!(tous(&page, "img, iframe").is_empty());
        }
        let json: serde_json::Value =
            serde_json::from_slice(&pilote.fichier(&format!("/bilan/fichier/json?{periode}")).await).unwrap();
        let noms: BTreeSet<&str> =
            json["contrats_par_structure"].as_array().unwrap().iter().map(|s| s["nom"].as_str().unwrap()).collect();
        // A line break inside a cell is one, whatever the system that wrote it.
        assert!(
            HOSTILES
                .iter()
                .enumerate()
                .all(|(i, h)| noms.contains(garde(&format!("{h} nom{i}")).replace("\r\n", "\n").as_str())),
            "{noms:?}"
        );
        sans_formule(&lire_csv(&pilote.fichier(&format!("/bilan/fichier/csv?{periode}")).await).lignes);
        assert!(pilote.fichier(&format!("/bilan/fichier/xlsx?{periode}")).await.starts_with(b"PK"));
        assert!(pilote.fichier(&format!("/bilan/fichier/pdf?{periode}")).await.starts_with(b"%PDF"));
    }
}

fn sans_formule(lignes: &[Vec<String>]) {
    for cellule in lignes.iter().flatten() {
        assert!(!cellule.starts_with(['=', '+', '-', '@', '\t', '\r']), "a spreadsheet would run « {cellule} »");
    }
}

#[tokio::test]
async fn hostile_text_is_inert_in_files_and_comes_back_unharmed() {
    for monde in mondes("hostile_fichiers").await {
        peupler(&monde).await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let simple = |t: &str| t.replace("\r\n", "\n");
        for (chemin, quoi) in [
            ("structures", "nom"),
            ("actions", "intitule"),
            ("contrats", "employeur"),
            ("evenements", "evenement"),
            ("positionnements", "motif"),
            ("participations", "intitule"),
            ("partenariats", "nom"),
            ("statistiques", "source"),
            ("jeunes", "Nom"),
        ] {
            let csv = lire_csv(&admin.fichier(&format!("/{chemin}.csv")).await);
            let xlsx = lire_xlsx(&admin.fichier(&format!("/{chemin}.xlsx")).await);
            assert_eq!((csv.lignes.len(), xlsx.lignes.len()), (HOSTILES.len(), HOSTILES.len()), "{chemin}");
            sans_formule(&csv.lignes);
            for (i, h) in HOSTILES.iter().enumerate() {
                let attendu = simple(&garde(&format!("{h} {quoi}{i}")));
                // A person's name is on one line.
                let une_ligne = attendu.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
                let est = |c: &String| match chemin {
                    "jeunes" => simple(restaurer(c)).contains(&une_ligne),
                    _ => simple(restaurer(c)) == attendu,
                };
                assert!(csv.lignes.iter().flatten().any(est), "{chemin}.csv lost « {attendu} »");
                assert!(xlsx.lignes.iter().flatten().any(est), "{chemin}.xlsx lost « {attendu} »");
            }
        }
    }
}

/// The name of a downloaded file, when it is one that every system takes.
async fn nom_du_fichier(lecteur: &Visiteur, adresse: &str) -> String {
    let (statut, entetes, _) = lecteur.get(adresse).await;
    assert_eq!(statut.as_u16(), 200, "{adresse}");
    let entete =
        entetes["content-disposition"].to_str().unwrap_or_else(|_| panic!("{adresse}: a name that is not ASCII"));
    let nom = entete
        .strip_prefix("attachment; filename=\"")
        .and_then(|n| n.strip_suffix('"'))
        .unwrap_or_else(|| panic!("{adresse}: {entete}"));
    let sage = |o: u8| o.is_ascii_alphanumeric() || matches!(o, b'.' | b'_' | b'-');
    assert!(nom.bytes().all(sage) && nom.len() <= 200 && !nom.starts_with('.'), "{adresse}: {nom}");
    nom.to_owned()
}

#[tokio::test]
async fn names_of_files_are_made_of_plain_letters() {
    for monde in mondes("hostile_noms").await {
        peupler(&monde).await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let encode = |t: &str| t.bytes().map(|o| format!("%{o:02X}")).collect::<String>();
        let longue = "Ça ".repeat(400);
        for h in HOSTILES.iter().copied().chain(["../../etc/passwd", "CON", "اختبار", "日本語", &longue]) {
            for adresse in [
                format!("/actions.csv?type={0}&q={0}&etat={0}", encode(h)),
                format!("/jeunes.xlsx?structure={0}&situation={0}", encode(h)),
                format!("/statistiques.csv?serie={}", encode(h)),
                format!("/contrats.csv?du={0}&type={0}", encode(h)),
            ] {
                assert!(nom_du_fichier(&admin, &adresse).await.contains("2018-02-20"), "{adresse}");
            }
        }
        assert_eq!(
            nom_du_fichier(&admin, "/contrats.csv?type=apprentissage").await,
            "contrats_apprentissage_2018-02-20.csv"
        );
        // What was typed, somebody's name perhaps, does not stay in a folder of downloads.
        assert_eq!(
            nom_du_fichier(&admin, "/jeunes.csv?q=Beladour&situation=Beladour").await,
            "jeunes_recherche_2018-02-20.csv"
        );
        assert_eq!(nom_du_fichier(&admin, "/bilan/fichier/csv?annee=2017").await, "bilan_2017-01-01_2017-12-31.csv");
        let structure = encode(&format!("S0{}", HOSTILES[0]));
        nom_du_fichier(&admin, &format!("/bilan/cas/contrats/csv?structure={structure}&annee=2017")).await;
    }
}

/// The name of a file that was sent is shown, and given back under a name of ours.
#[tokio::test]
async fn a_hostile_name_of_a_sent_file_is_inert() {
    for monde in mondes("hostile_envoi").await {
        monde.peupler().await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let refusee = "structure;numero;nom;prenom\nPERSONNE;1;=cmd|' /C calc'!A0;<script>alert(1)</script>\n";
        for nom in [
            "jeunes %22><script>alert(1)<..script>.csv",
            "jeunes ' onload=x.csv",
            "../../jeunes.csv",
            "jeunes {{7*7}}.csv",
            "jeunes \u{202e}.csv",
        ] {
            let (statut, entetes, corps) = admin.envoyer("/imports", &[], &[(nom, refusee.as_bytes())]).await;
            assert_eq!(statut.as_u16(), 303, "{nom}: {}", String::from_utf8_lossy(&corps));
            let fiche = entetes["location"].to_str().unwrap().to_owned();
            assert!(fiche.starts_with("/imports/") && !fiche.contains('<'), "{fiche}");
            for adresse in [fiche.as_str(), "/imports"] {
                let page = admin.page(adresse).await;
                assert_eq!(passerelle_monde::html::fautes(&page), Vec::<String>::new(), "{nom} {adresse}");
                assert!(!page.contains("<script>alert"), "{nom} {adresse}");
            }
            let rendues = format!("{fiche}/refus.csv");
            assert_eq!(nom_du_fichier(&admin, &rendues).await, "jeunes.refus.csv");
            let lues = lire_csv(&admin.fichier(&rendues).await);
            sans_formule(&lues.lignes);
            assert_eq!(
                (restaurer(&lues.lignes[0][2]), lues.lignes[0][3].as_str()),
                ("=cmd|' /C calc'!A0", "<script>alert(1)</script>")
            );
        }
    }
}
