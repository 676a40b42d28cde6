//! On the site, without JavaScript: dropping, choosing, trying, importing, and what changed the month after.

use axum::http::{StatusCode, header};
use passerelle_monde::{Monde, Visiteur, mondes};
use passerelle_socle::access::Role;

const ENTETES: &str = "Matricule;NOM Prénom;Né(e) le;Ville;Statut;Début contrat;Remarques";
const LIGNES: &str = "A1;LE GALL Anne;12/05/2000;93300 Aubervilliers;Contrat d'apprentissage;01/09/2017;sérieuse\n\
                      A2;NAGY Zoltan;03/02/1999;93500 Pantin;Stage;02/09/2017;\n";

fn fichier(entetes: &str) -> String {
    format!("CFA des Trois Lunes\n{entetes}\n{LIGNES}")
}

/// Drops a file; the page it leads to.
async fn deposer(v: &Visiteur, nom: &str, texte: &str) -> String {
    let (statut, entetes, corps) = v.envoyer("/gabarits/depots", &[], &[(nom, texte.as_bytes())]).await;
    assert_eq!(statut, StatusCode::SEE_OTHER, "{}", String::from_utf8_lossy(&corps));
    entetes[header::LOCATION].to_str().unwrap().to_owned()
}

/// What a page says, without the marks of apostrophes.
async fn lire(v: &Visiteur, page: &str) -> String {
    v.page(page).await.replace("&#39;", "'")
}

/// Sends the form; what the page says then.
async fn agir(v: &Visiteur, page: &str, champs: &[(&str, &str)]) -> String {
    let (statut, _, corps) = v.post(page, champs).await;
    assert_eq!(statut, StatusCode::SEE_OTHER, "{}", String::from_utf8_lossy(&corps));
    lire(v, page).await
}

async fn responsable(monde: &Monde) -> Visiteur {
    monde.professionnel("Nora R.", Role::Responsable, "ML-NORD").await
}

#[tokio::test]
async fn a_responsable_maps_a_file_never_seen_then_it_takes_one_click() {
    for monde in mondes("gabarit_site").await {
        monde.peupler().await;
        let v = responsable(&monde).await;
        let page = deposer(&v, "apprentis.csv", &fichier(ENTETES)).await;
        let texte = lire(&v, &page).await;
        for dit in ["Forme nouvelle", "nom en capitales et prénom dans la même cellule", "LE GALL", "Stage"] {
            assert!(texte.contains(dit), "{dit} : {texte}");
        }
        for code in [">apprentissage<", ">date_debut", ">date_naissance", "parmi apprentissage"] {
            assert!(!texte.contains(code), "people read words, not {code}: {texte}");
        }
        assert!(texte.contains(">Contrats : Type de contrat<") && texte.contains(">Apprentissage<"), "{texte}");
        assert!(!texte.contains("structures.code"), "a responsable is offered what is of young people: {texte}");
        // What was proposed is complete but for one value, that somebody says.
        let choix = [
            ("colonnes", "1"),
            ("nom", "Trois Lunes"),
            ("c0", "jeunes.numero"),
            ("c1", "jeunes.nom+prenom"),
            ("c2", "jeunes.date_naissance"),
            ("c3", "jeunes.code_postal"),
            ("c4", "contrats.type"),
            ("c5", "contrats.date_debut"),
            ("c6", ""),
            ("v4_0", "Stage"),
            ("k4_0", "cdd"),
            ("v4_1", "Contrat d'apprentissage"),
            ("k4_1", "apprentissage"),
        ];
        let mut essai = choix.to_vec();
        essai.push(("geste", "essayer"));
        let texte = agir(&v, &page, &essai).await;
        assert!(texte.contains("Essai : rien n'est enregistré") && !texte.contains("refusées</dt><dd>1"), "{texte}");
        assert_eq!(monde.nombre("SELECT count(*) FROM jeunes WHERE nom = 'NAGY'").await, 0);
        let texte = agir(&v, &page, &[("geste", "importer")]).await;
        assert!(texte.contains("Enregistré"), "{texte}");
        assert_eq!(monde.nombre("SELECT count(*) FROM contrats c JOIN jeunes j ON j.id = c.jeune_id WHERE j.nom = 'NAGY' AND c.type = 'cdd'").await, 1);
        assert_eq!(monde.nombre("SELECT count(*) FROM gabarits g JOIN structures s ON s.id = g.structure_id WHERE g.nom = 'Trois Lunes' AND s.code = 'ML-NORD'").await, 1);
        assert!(!monde.tout_le_texte().await.contains("sérieuse"), "what was not chosen is kept nowhere");

        // The month after: recognised, one click.
        let page = deposer(&v, "apprentis mars.csv", &fichier(ENTETES)).await;
        let texte = lire(&v, &page).await;
        assert!(
            texte.contains("Reconnu : gabarit « Trois Lunes »") && texte.contains("Importer ce fichier"),
            "{texte}"
        );
        let texte = agir(&v, &page, &[("geste", "importer")]).await;
        assert!(texte.contains("Enregistré"), "{texte}");
        assert_eq!(monde.nombre("SELECT count(*) FROM gabarits_versions").await, 1, "nothing was said anew");

        // A column was renamed: told before anything is read.
        let page =
            deposer(&v, "apprentis avril.csv", &fichier(&ENTETES.replace("Début contrat", "Date d'entrée"))).await;
        let texte = lire(&v, &page).await;
        assert!(
            ["Début contrat", "plus là ;", "qui est nouvelle, lui ressemble"].iter().all(|dit| texte.contains(dit)),
            "{texte}"
        );

        let texte = String::from_utf8(v.get("/gabarits/depots/01890000-0000-7000-8000-000000000000").await.2).unwrap();
        assert!(texte.contains("Déposez-le de nouveau"), "a file that no longer waits says what to do: {texte}");

        // Another structure neither sees the gabarit nor the file that waits.
        let autre = monde.professionnel("Sami S.", Role::Responsable, "ML-SUD").await;
        assert!(!autre.page("/gabarits").await.contains("Trois Lunes"));
        assert_eq!(autre.get(&page).await.0, StatusCode::NOT_FOUND);
        assert_eq!(
            monde.visiteur(Some(Role::Administrateur)).await.get(&page).await.0,
            StatusCode::NOT_FOUND,
            "a file waits for its sender"
        );
    }
}

#[tokio::test]
async fn rows_of_another_structure_and_of_people_no_longer_followed_are_refused() {
    let texte = "structure;numero;nom;prenom\nML-SUD;12;Marchand;Julien\nML-NORD;007;Beladour;Aminata\nML-NORD;12;Duprat;Ines\n";
    for monde in mondes("gabarit_site_droits").await {
        monde.peupler().await;
        let sql = "UPDATE accompagnements SET au = '2018-01-31' WHERE jeune_id = (SELECT id FROM jeunes WHERE prenom = 'Amina')";
        passerelle_monde::rapprochements::ecrire(&monde, sql, vec![]).await;
        let v = responsable(&monde).await;
        let page = deposer(&v, "f.csv", texte).await;
        let champs = [
            ("colonnes", "1"),
            ("nom", "Nos lignes"),
            ("c0", "jeunes.structure"),
            ("c1", "jeunes.numero"),
            ("c2", "jeunes.nom"),
            ("c3", "jeunes.prenom"),
            ("geste", "importer"),
        ];
        let texte = agir(&v, &page, &champs).await;
        assert!(texte.contains("celle d'une autre structure"), "{texte}");
        assert!(texte.contains("ne suit plus cette personne"), "{texte}");
        assert_eq!(
            monde.textes("SELECT prenom AS texte FROM jeunes ORDER BY prenom").await,
            ["Amina", "Ines", "Jules"]
        );
        let rendu = String::from_utf8(v.fichier(&format!("{page}/refus/0")).await).unwrap();
        assert!(rendu.contains("ML-SUD;12;Marchand;Julien;structure : "), "{rendu}");
    }
}

#[tokio::test]
async fn what_is_no_table_is_told_beside_the_field() {
    for monde in mondes("gabarit_site_faux").await {
        let v = monde.visiteur(Some(Role::Administrateur)).await;
        for (nom, octets, dit) in [
            ("f.pdf", "%PDF".as_bytes(), "ni un fichier .csv"),
            ("f.csv", b"\n".as_slice(), "est vide"),
            ("f.json", b"[1]".as_slice(), "aucun objet"),
        ] {
            let (statut, _, corps) = v.envoyer("/gabarits/depots", &[], &[(nom, octets)]).await;
            let texte = String::from_utf8(corps).unwrap();
            assert!(statut == StatusCode::UNPROCESSABLE_ENTITY && texte.contains(dit), "{nom} : {statut} {texte}");
        }
    }
}

#[tokio::test]
async fn a_gabarit_is_read_taken_away_and_taken_back() {
    for monde in mondes("gabarit_site_fiche").await {
        monde.peupler().await;
        let v = responsable(&monde).await;
        let page = deposer(&v, "f.csv", "numero;nom;prenom\n71;UN;A\n").await;
        agir(&v, &page, &[("geste", "importer")]).await;
        let liste = v.page("/gabarits").await;
        let debut = liste.find("href=\"/gabarits/0").expect("the list has one") + 6;
        let adresse = liste[debut..].split('"').next().unwrap().to_owned();
        assert!(v.page(&adresse).await.contains("Version 1"));
        let toml = String::from_utf8(v.fichier(&format!("{adresse}/gabarit.toml")).await).unwrap();
        assert!(toml.contains("[natures.jeunes]") && toml.contains("constante = \"ML-NORD\""), "{toml}");
        let autre = monde.professionnel("Sami S.", Role::Responsable, "ML-SUD").await;
        assert_eq!(autre.get(&adresse).await.0, StatusCode::NOT_FOUND);
        assert_eq!(autre.post(&format!("{adresse}/retirer"), &[]).await.0, StatusCode::NOT_FOUND);
        assert_eq!(v.post(&format!("{adresse}/retirer"), &[]).await.0, StatusCode::SEE_OTHER);
        assert_eq!(v.get(&adresse).await.0, StatusCode::NOT_FOUND);
        let conseil = monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await;
        for (refuse, qui) in [(conseil, "conseil"), (monde.visiteur(Some(Role::Pilote)).await, "pilotage")] {
            assert_eq!(refuse.get("/gabarits").await.0, StatusCode::NOT_FOUND, "{qui}");
        }
    }
}
