//! What opening a file tells of somebody out of sight: nothing but that this very person is known, twenty times an hour.

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use passerelle_monde::porte::sans_cles;
use passerelle_monde::{Monde, Visiteur, id_de, mondes};
use passerelle_socle::access::Role;
use passerelle_socle::journal::surveiller;

use super::saisie::{cache, ecrire};

const NOUVEAU: &str = "/jeunes/nouveau";
/// Amina, of the Mission locale Nord, whom Paul of the Sud may not see.
const ELLE: [&str; 3] = ["Beladour", "Amina", "1999-05-04"];

/// Five hundred ways of coming near her without naming her whole: names a letter away, the other way round, other days,
/// her telephone and her mail with other names.
fn variantes() -> Vec<Vec<(&'static str, String)>> {
    let [nom, prenom, ne] = ELLE;
    let proches = ["Beladou", "Belladour", "Bel Adours", "Beladur", "Bladour", "Amina", "Xoo"];
    let noms = proches
        .iter()
        .map(|n| vec![("nom", (*n).to_owned()), ("prenom", prenom.into()), ("date_naissance", ne.into())]);
    let jours = (0..480).map(|i| {
        let (annee, mois, jour) = (1998 + i / 240, 1 + (i / 20) % 12, 5 + i % 20);
        vec![("nom", nom.into()), ("prenom", prenom.into()), ("date_naissance", format!("{annee}-{mois:02}-{jour:02}"))]
    });
    let contacts =
        [("telephone", "0639980110"), ("courriel", "amina@exemple.fr")].into_iter().flat_map(|(champ, sien)| {
            ["2001-01-01", "1999-05-04"].map(|ne| {
                vec![
                    ("nom", "Xoo".to_owned()),
                    ("prenom", "Yaa".into()),
                    ("date_naissance", ne.into()),
                    (champ, sien.into()),
                ]
            })
        });
    let inverses = std::iter::once(vec![("nom", prenom.into()), ("prenom", nom.into()), ("date_naissance", ne.into())]);
    noms.chain(jours).chain(contacts).chain(inverses).collect()
}

async fn poster(qui: &Visiteur, champs: &[(&'static str, String)]) -> (StatusCode, String) {
    let champs: Vec<(&str, &str)> = champs.iter().map(|(c, v)| (*c, v.as_str())).collect();
    let (statut, _, corps) = qui.post(NOUVEAU, &champs).await;
    (statut, String::from_utf8(corps).unwrap())
}

/// The page without what was typed into it, nor what recognises it.
fn sans_saisie(page: &str, champs: &[(&'static str, String)]) -> String {
    let mut nue = sans_cles(page);
    for cle in ["confirme", "essai"] {
        nue = nue.replace(&cache(page, cle), "");
    }
    champs.iter().map(|(_, v)| v).filter(|v| !v.is_empty()).fold(nue, |p, v| p.replace(&format!("value=\"{v}\""), ""))
}

/// Lets another hour begin.
async fn une_heure_passe(monde: &Monde) {
    for table in ["recherches_acces", "recherches_structures"] {
        ecrire(monde, &format!("DELETE FROM {table}")).await;
    }
}

#[tokio::test]
async fn five_hundred_variants_of_somebody_out_of_sight_tell_nothing_and_cost_the_same() {
    for mut monde in mondes("hors_vue_variantes").await {
        monde.peupler().await;
        ecrire(&monde, "UPDATE jeunes SET courriel = 'amina@exemple.fr' WHERE prenom = 'Amina'").await;
        let dits: Arc<Mutex<Vec<String>>> = Arc::default();
        let entendus = dits.clone();
        monde.base = monde.base.ecoutee(move |sql| entendus.lock().unwrap().push(sql.to_owned()));
        let paul = monde.professionnel("Paul S.", Role::Conseiller, "ML-SUD").await;
        let jeunes = monde.nombre("SELECT count(*) FROM jeunes").await;
        let amina = id_de(&monde, "jeunes", "prenom = 'Amina'").await;
        let couter = async |champs: &[(&'static str, String)]| {
            une_heure_passe(&monde).await;
            dits.lock().unwrap().clear();
            let reponse = poster(&paul, champs).await;
            (reponse, std::mem::take(&mut *dits.lock().unwrap()))
        };
        // Somebody nobody knows: what each variant must look like, and cost.
        let inconnue = [("nom", "Vrac".to_owned()), ("prenom", "Ugo".into()), ("date_naissance", "1980-02-03".into())];
        let ((statut, page), cout) = couter(&inconnue).await;
        assert_eq!(statut, StatusCode::OK, "{}: {page}", monde.moteur);
        assert!(page.contains("Relisez avant d&#39;inscrire") || page.contains("Relisez avant d'inscrire"));
        let rien = sans_saisie(&page, &inconnue);
        let mut lues = 0;
        for champs in variantes() {
            let ((statut, page), coute) = couter(&champs).await;
            assert_eq!(statut, StatusCode::OK, "{}: {champs:?}", monde.moteur);
            let nue = sans_saisie(&page, &champs);
            let telephone = champs.iter().any(|(c, _)| *c == "telephone");
            let nue = if telephone { nue.replace("value=\"+33639980110\"", "") } else { nue };
            assert_eq!(
                nue.replace(" value=\"\"", "").split_whitespace().collect::<String>(),
                rien.replace(" value=\"\"", "").split_whitespace().collect::<String>(),
                "{}: {champs:?}",
                monde.moteur
            );
            assert_eq!(coute, cout, "{}: {champs:?} is not asked as a stranger is", monde.moteur);
            lues += 1;
        }
        assert!(lues > 485, "{lues}");
        assert_eq!(monde.nombre("SELECT count(*) FROM jeunes").await, jeunes, "a try left a file");
        // The very person: known, and nothing else; journalled with whom it was about.
        let exacte = std::iter::zip(["nom", "prenom", "date_naissance"], ELLE).map(|(c, v)| (c, v.to_owned()));
        let exacte: Vec<(&'static str, String)> = exacte.collect();
        let ((statut, page), _) = couter(&exacte).await;
        assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("Cette personne est déjà connue") && page.contains("href=\"/demandes\""));
        for secret in [
            "Mission locale Nord",
            "A… B…",
            "même nom",
            "même téléphone",
            &amina.to_string(),
            "0639980110",
            "amina@exemple.fr",
        ] {
            assert!(!page.contains(secret), "{}: {secret} is told", monde.moteur);
        }
        let elle = "SELECT count(*) FROM journal WHERE detail = 'inscription' \
                    AND objet_id = (SELECT id FROM jeunes WHERE prenom = 'Amina')";
        assert_eq!(monde.nombre(elle).await, 1, "{}", monde.moteur);
        let jeunes = monde.nombre("SELECT count(*) FROM jeunes").await;
        // Somebody else of the same names and the same day exists: it is confirmed, and costs no second question.
        let mut seconde = exacte.clone();
        seconde.extend(["confirme", "essai"].map(|c| (c, cache(&page, c))));
        ecrire(&monde, "UPDATE recherches_acces SET nombre = 20").await;
        assert_eq!(poster(&paul, &seconde).await.0, StatusCode::SEE_OTHER, "{}", monde.moteur);
        assert_eq!(monde.nombre("SELECT count(*) FROM jeunes").await, jeunes + 1);
        // Once: the same confirmation is a question again.
        assert_eq!(poster(&paul, &seconde).await.0, StatusCode::TOO_MANY_REQUESTS, "{}", monde.moteur);
        // Without a date nobody out of sight is looked for: the file is opened, as any, and no question is drawn.
        for champ in ["telephone", "courriel"] {
            let sien = if champ == "telephone" { "0639980110" } else { "amina@exemple.fr" };
            let champs = [("nom", format!("Xoo {champ}")), ("prenom", "Yaa".into()), (champ, sien.into())];
            assert_eq!(poster(&paul, &champs).await.0, StatusCode::SEE_OTHER, "{}: {champ}", monde.moteur);
        }
    }
}

#[tokio::test]
async fn whoever_walks_through_variants_is_stopped_with_their_structure_and_told_of() {
    for monde in mondes("hors_vue_budget").await {
        monde.peupler().await;
        let paul = monde.professionnel("Paul S.", Role::Conseiller, "ML-SUD").await;
        let sara = monde.professionnel("Sara S.", Role::Conseiller, "ML-SUD").await;
        let claire = monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await;
        let jeunes = monde.nombre("SELECT count(*) FROM jeunes").await;
        let dates: Vec<Vec<(&'static str, String)>> = variantes().into_iter().skip(7).take(480).collect();
        let (mut lues, mut arretees) = (0, 0);
        for champs in &dates {
            let (statut, page) = poster(&paul, champs).await;
            match statut {
                StatusCode::OK => lues += 1,
                StatusCode::TOO_MANY_REQUESTS => {
                    arretees += 1;
                    assert!(page.contains("20 questions") && page.contains("Rien n"), "{page}");
                }
                autre => panic!("{}: {autre} {page}", monde.moteur),
            }
        }
        assert_eq!((lues, arretees), (20, 460), "{}", monde.moteur);
        assert_eq!(monde.nombre("SELECT count(*) FROM jeunes").await, jeunes, "a try left a file");
        // The same hour: neither a search, nor a colleague's question; elsewhere, it is open.
        let elle = [("nom", ELLE[0]), ("prenom", ELLE[1]), ("naissance", ELLE[2])];
        for qui in [&paul, &sara] {
            assert_eq!(
                qui.post("/demandes/recherche", &elle).await.0,
                StatusCode::TOO_MANY_REQUESTS,
                "{}",
                monde.moteur
            );
        }
        assert_eq!(claire.post("/demandes/recherche", &elle).await.0, StatusCode::OK, "{}", monde.moteur);
        // Every question is a line, answered or refused, and whoever watches the journal is told.
        let sql = "SELECT count(*) FROM journal WHERE detail = 'inscription' AND refus";
        assert_eq!(monde.nombre(sql).await, 460);
        assert_eq!(monde.nombre(&sql.replace("AND refus", "AND NOT refus")).await, 20);
        surveiller(&monde.base, &Monde::horloge()).await.unwrap();
        let alertes = "SELECT regle || ' ' || nombre AS texte FROM lectures_inhabituelles ORDER BY regle";
        assert_eq!(monde.textes(alertes).await, ["questions_par_jour 481", "refus_par_jour 461"], "{}", monde.moteur);
    }
}
