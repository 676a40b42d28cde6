//! Opening a file and correcting one, from the form to the journal.

use axum::http::{StatusCode, header};
use passerelle_socle::access::Role;

use passerelle_monde::{Monde, Visiteur, id_de, mondes};

const KARIM: [(&str, &str); 6] = [
    ("nom", "BEN ALI"),
    ("prenom", "Karim"),
    ("date_naissance", "02/09/2001"),
    ("telephone", "06 39 98 44 55"),
    ("commune_insee", "Bondy"),
    ("numero", "P3-441"),
];

async fn envoyer(qui: &Visiteur, chemin: &str, champs: &[(&str, &str)]) -> (StatusCode, String, String) {
    let (statut, entetes, corps) = qui.post(chemin, champs).await;
    let vers = entetes.get(header::LOCATION).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default();
    (statut, vers, String::from_utf8(corps).unwrap())
}

/// The same fields, some of them otherwise.
fn avec<'a>(champs: &[(&'a str, &'a str)], autres: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let gardes = champs.iter().filter(|(c, _)| autres.iter().all(|(a, _)| a != c)).copied();
    gardes.chain(autres.iter().copied()).collect()
}

/// The value of a hidden field.
pub fn cache(page: &str, nom: &str) -> String {
    let debut = page.split(&format!("name=\"{nom}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no {nom}"));
    debut.split('"').next().unwrap().to_owned()
}

/// Writes straight in the base.
pub async fn ecrire(monde: &Monde, sql: &str) {
    let tx = monde.base.transaction().await.unwrap();
    passerelle_socle::db::executer(&tx, sql, []).await.unwrap();
    tx.commit().await.unwrap();
}

/// Opens a file by its two forms: asked, then confirmed.
async fn inscrire(qui: &Visiteur, champs: &[(&str, &str)]) -> (StatusCode, String, String) {
    let (statut, vers, page) = envoyer(qui, "/jeunes/nouveau", champs).await;
    if statut != StatusCode::OK {
        return (statut, vers, page);
    }
    assert!(page.contains("Rien n'est encore enregistré"), "{page}");
    let (confirme, essai) = (cache(&page, "confirme"), cache(&page, "essai"));
    envoyer(qui, "/jeunes/nouveau", &avec(champs, &[("confirme", &confirme), ("essai", &essai)])).await
}

async fn journal(monde: &Monde) -> Vec<String> {
    monde
        .textes("SELECT action || ' ' || objet || ' ' || coalesce(detail, '') AS texte FROM journal ORDER BY numero")
        .await
}

#[tokio::test]
async fn a_file_is_opened_by_hand_and_found_at_once() {
    for monde in mondes("saisie_creer").await {
        monde.peupler().await;
        let claire = monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await;
        let paul = monde.professionnel("Paul S.", Role::Conseiller, "ML-SUD").await;
        assert!(claire.page("/jeunes").await.contains("href=\"/jeunes/nouveau\""));
        assert!(claire.page("/jeunes/nouveau").await.contains("Inscrire ce jeune"));
        let n = journal(&monde).await.len();
        // What the form does not ask is not written: another structure, an erasure, an identifier.
        let forge = [("structure_id", "ML-SUD"), ("efface_le", "1"), ("id", "1"), ("nom_plie", "x")];
        let (statut, fiche, _) = inscrire(&claire, &[&KARIM[..], &forge[..]].concat()).await;
        assert_eq!(statut, StatusCode::SEE_OTHER, "{}", monde.moteur);
        assert!(claire.page(&fiche).await.contains("Karim BEN ALI"));
        assert_eq!(
            journal(&monde).await[n..][..3],
            ["lister jeunes doublons", "demander demandes_acces inscription", "creer jeunes "]
        );
        let condition = "nom = 'BEN ALI'";
        for (champ, attendu) in [
            ("nom_plie", "ben ali karim"),
            ("date_naissance", "2001-09-02"),
            ("telephone", "+33639984455"),
            ("commune_insee", "93010"),
            ("efface_le", "∅"),
        ] {
            assert_eq!(monde.valeur("jeunes", champ, condition).await, attendu, "{champ}");
        }
        let suit = "SELECT s.code || ' ' || CASE WHEN a.en_charge THEN 'charge' ELSE '' END AS texte FROM accompagnements a \
                    JOIN structures s ON s.id = a.structure_id JOIN jeunes j ON j.id = a.jeune_id WHERE j.nom = 'BEN ALI'";
        assert_eq!(monde.textes(suit).await, ["ML-NORD charge"]);
        // Whoever welcomes answers for them, and finds them among their own.
        let repond = "SELECT c.nom AS texte FROM referents r JOIN comptes c ON c.id = r.compte_id JOIN jeunes j ON j.id = r.jeune_id \
                      WHERE j.nom = 'BEN ALI' AND r.au IS NULL";
        assert_eq!(monde.textes(repond).await, ["Claire N."]);
        assert!(claire.page("/jeunes?referent=moi").await.contains(&fiche));
        for q in ["benali", "BEN+ALI", "06.39.98.44.55", "P3-441", "karim+ben"] {
            assert!(claire.page(&format!("/jeunes?q={q}")).await.contains(&fiche), "{} : {q}", monde.moteur);
            assert!(!paul.page(&format!("/jeunes?q={q}")).await.contains(&fiche), "{} : {q}", monde.moteur);
        }
        assert_eq!(paul.get(&fiche).await.0, StatusCode::NOT_FOUND);
        assert_eq!(paul.get(&format!("{fiche}/modifier")).await.0, StatusCode::NOT_FOUND);
        // Whoever keeps the platform welcomes nobody.
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        assert_eq!(admin.get("/jeunes/nouveau").await.0, StatusCode::NOT_FOUND);
        assert_eq!(admin.post("/jeunes/nouveau", &KARIM).await.0, StatusCode::NOT_FOUND);
        assert!(admin.page("/jeunes?q=benali").await.contains(&fiche));
        assert_eq!(journal(&monde).await.last().unwrap(), "lister jeunes /jeunes recherche");
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_and_what_was_typed_is_kept() {
    for monde in mondes("saisie_fautes").await {
        monde.peupler().await;
        let claire = monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await;
        let avant = monde.nombre("SELECT count(*) FROM jeunes").await;
        let refusee = async |champs: &[(&str, &str)]| {
            let (statut, _, page) = envoyer(&claire, "/jeunes/nouveau", champs).await;
            assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY, "{champs:?}");
            page
        };
        let page = refusee(&avec(&KARIM, &[("telephone", "06 39"), ("date_naissance", "31/02/2001")])).await;
        assert!(
            page.contains("2\u{a0}réponses à corriger")
                && page.contains("value=\"BEN ALI\"")
                && page.contains("value=\"06 39\"")
        );
        assert!(page.contains("<title>Erreur : Inscrire un jeune"));
        // The number of a person of this structure is taken; the same one elsewhere is not.
        let page = refusee(&avec(&KARIM, &[("numero", "007")])).await;
        assert!(page.contains("déjà celui d&#39;un autre jeune de votre structure"), "{page}");
        let nir = "2 99 05 93 010 123 52";
        for (champ, _) in KARIM.iter().chain(&[("courriel", ""), ("code_postal", ""), ("situation", ""), ("sexe", "")])
        {
            let page = refusee(&avec(&KARIM, &[(champ, nir)])).await;
            assert!(page.contains("numéro de sécurité sociale") && !page.contains(nir), "{champ}");
        }
        for hostile in ["<script>alert(1)</script>", "x' OR '1'='1", "\u{202e}ilA", "A\r\nSet-Cookie: a=b", "\0"] {
            let (statut, vers, page) = inscrire(&claire, &avec(&KARIM, &[("prenom", hostile), ("numero", "")])).await;
            assert!(!page.contains("<script>alert"), "{hostile:?}");
            assert!(
                statut == StatusCode::UNPROCESSABLE_ENTITY || vers.starts_with("/jeunes/"),
                "{hostile:?} : {statut}"
            );
            if statut == StatusCode::SEE_OTHER {
                assert!(!claire.page(&vers).await.contains("<script>alert"), "{hostile:?}");
            }
        }
        let long = "a".repeat(60_000);
        refusee(&avec(&KARIM, &[("nom", &long)])).await;
        let apres = monde.nombre("SELECT count(*) FROM jeunes").await;
        assert!(apres <= avant + 2, "{apres} rows, {avant} before");
        assert!(!monde.tout_le_texte().await.contains("29905930101"), "a social security number was kept");
    }
}

#[tokio::test]
async fn somebody_already_known_is_told_before_a_second_file_is_opened() {
    for monde in mondes("saisie_doublons").await {
        monde.peupler().await;
        let claire = monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await;
        let paul = monde.professionnel("Paul S.", Role::Conseiller, "ML-SUD").await;
        let amina = id_de(&monde, "jeunes", "prenom = 'Amina'").await.to_string();
        let avertir = async |qui: &Visiteur, champs: &[(&str, &str)]| {
            let (statut, _, page) = envoyer(qui, "/jeunes/nouveau", champs).await;
            assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY, "{} : {champs:?}", monde.moteur);
            assert!(page.contains("peut-être déjà connue"), "{champs:?}");
            page
        };
        for (nom, prenom, ne, motif) in [
            ("BELADOUR", "amina", "1999-05-04", "même nom et même date de naissance"),
            ("Amina", "Beladour", "1999-05-04", "nom et prénom inversés"),
            ("Belladour", "Amina", "1999-05-04", "nom presque identique"),
            ("Bel Adour", "Amina", "", "date de naissance proche ou inconnue"),
        ] {
            let page = avertir(&claire, &[("nom", nom), ("prenom", prenom), ("date_naissance", ne)]).await;
            assert!(
                page.contains(motif) && page.contains(&format!("href=\"/jeunes/{amina}\"")),
                "{nom} {prenom} : {page}"
            );
        }
        // Out of sight, what is told is that this very person is known: neither who, nor where, nor what is alike.
        let autre = [("nom", "Beladour"), ("prenom", "Amina"), ("date_naissance", "1999-05-04")];
        let (statut, _, page) = envoyer(&paul, "/jeunes/nouveau", &autre).await;
        assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("Cette personne est déjà connue") && page.contains("Demandez l'accès"), "{page}");
        assert!(!page.contains("A… B…") && !page.contains("Mission locale Nord") && !page.contains(&amina), "{page}");
        assert_eq!(
            journal(&monde).await[journal(&monde).await.len() - 2..],
            ["lister jeunes doublons", "demander demandes_acces inscription"]
        );
        // The confirmation is about this very person: with another name, the question comes again.
        let (confirme, essai) = (cache(&page, "confirme"), cache(&page, "essai"));
        let confirmee = [("confirme", confirme.as_str()), ("essai", essai.as_str())];
        let change = avec(&avec(&autre, &[("nom", "Zoo")]), &confirmee);
        let (statut, _, page) = envoyer(&paul, "/jeunes/nouveau", &change).await;
        assert_eq!(statut, StatusCode::OK, "asked, not created");
        assert!(page.contains("Rien n'est encore enregistré"));
        let (statut, fiche, _) = envoyer(&paul, "/jeunes/nouveau", &avec(&autre, &confirmee)).await;
        assert_eq!(statut, StatusCode::SEE_OTHER);
        assert!(paul.page(&fiche).await.contains("Amina BELADOUR"));
        // A telephone of somebody out of sight is like any other.
        let (statut, ..) =
            envoyer(&paul, "/jeunes/nouveau", &[("nom", "Xoo"), ("prenom", "Yaa"), ("telephone", "0639980110")]).await;
        assert_eq!(statut, StatusCode::SEE_OTHER);
        // Nobody alike: no question.
        let (statut, ..) = envoyer(&paul, "/jeunes/nouveau", &[("nom", "Vrac"), ("prenom", "Ugo")]).await;
        assert_eq!(statut, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn a_correction_names_its_fields_and_notices_another_one() {
    for monde in mondes("saisie_corriger").await {
        monde.peupler().await;
        let claire = monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await;
        let paul = monde.professionnel("Paul S.", Role::Conseiller, "ML-SUD").await;
        let fiche = format!("/jeunes/{}", id_de(&monde, "jeunes", "prenom = 'Amina'").await);
        let adresse = format!("{fiche}/modifier");
        let page = claire.page(&adresse).await;
        let version = cache(&page, "version");
        let champs = [
            ("version", version.as_str()),
            ("nom", "Ben Adour"),
            ("prenom", "Amina"),
            ("date_naissance", "1999-05-04"),
            ("sexe", "F"),
            ("telephone", "06 39 98 01 77"),
            ("courriel", "amina@demo.example"),
            ("commune_insee", "93001"),
            ("code_postal", "93300"),
            ("qpv", "oui"),
            ("niveau", "V"),
            ("situation", "demandeur_emploi"),
            ("date_premier_accueil", "2016-10-03"),
        ];
        // Forged: a file of another structure.
        for (qui, chemin) in [(&paul, adresse.clone()), (&claire, format!("/jeunes/{}/modifier", uuid::Uuid::nil()))] {
            assert_eq!(qui.post(&chemin, &champs).await.0, StatusCode::NOT_FOUND);
        }
        let (statut, vers, corps) = envoyer(&claire, &adresse, &champs).await;
        assert_eq!((statut, vers.as_str()), (StatusCode::SEE_OTHER, fiche.as_str()), "{} : {corps}", monde.moteur);
        let derniere = journal(&monde).await.pop().unwrap();
        assert_eq!(derniere, "modifier jeunes nom, telephone");
        for (q, trouve) in
            [("benadour", true), ("ben", true), ("adour", true), ("bel", false), ("06+39+98+01+10", false)]
        {
            assert_eq!(claire.page(&format!("/jeunes?q={q}")).await.contains(&fiche), trouve, "{} : {q}", monde.moteur);
        }
        // The form shown before that correction: told, kept, then taken once read again.
        let tard = avec(&champs, &[("situation", "salarie"), ("telephone", "06 39 98 01 10")]);
        let (statut, _, page) = envoyer(&claire, &adresse, &tard).await;
        assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("Cette fiche a changé") && page.contains("téléphone, situation"), "{page}");
        let relue = cache(&page, "version");
        let (statut, ..) = envoyer(&claire, &adresse, &avec(&tard, &[("version", &relue)])).await;
        assert_eq!(statut, StatusCode::SEE_OTHER);
        assert_eq!(monde.valeur("jeunes", "situation", "prenom = 'Amina'").await, "salarie");
        // Nothing changed: nothing is written.
        let n = journal(&monde).await.len();
        let page = claire.page(&adresse).await;
        let (statut, ..) = envoyer(&claire, &adresse, &avec(&tard, &[("version", &cache(&page, "version"))])).await;
        assert_eq!((statut, journal(&monde).await.len()), (StatusCode::SEE_OTHER, n + 1));
    }
}
