//! People known twice in the base: proposed, seen side by side, decided, remembered, undone; and never shown to whoever
//! may not read both files.

mod fichiers;
mod fratries;

use axum::http::{StatusCode, header};
use passerelle_base::Date;
use passerelle_gens::conservation::{Effacement, effacer};
use passerelle_socle::access::{Acteur, Role};
use passerelle_socle::db;
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Horloge;
use uuid::Uuid;

use passerelle_monde::personnes::personne;
use passerelle_monde::rapprochements::{attendre, ecrire};
use passerelle_monde::{Monde, PERSONNES, Visiteur, id_de, mondes};

const ENTETE: &str = "structure;numero;nom;prenom;date_naissance;sexe;code_postal;telephone\n";

fn ligne(structure: &str, numero: &str, cellules: &[String; 6]) -> String {
    format!("{structure};{numero};{}\n", cellules.join(";"))
}

/// Ninety people of ML-NORD, of whom three are known there twice and two more at ML-SUD, and twins.
async fn peupler(monde: &Monde) {
    monde.peupler().await;
    let mut jeunes = ENTETE.to_owned();
    (0..90).for_each(|rang| jeunes += &ligne("ML-NORD", &format!("N-{rang}"), &personne(rang)));
    for rang in [5, 6, 7, 20, 21] {
        let mut lui = personne(rang);
        lui[0] = lui[0].to_uppercase();
        if rang == 5 {
            lui[5].clear();
        }
        let ou = if rang < 10 { "ML-NORD" } else { "ML-SUD" };
        jeunes += &ligne(ou, &format!("BIS-{rang}"), &lui);
    }
    for (numero, prenom) in [("JUM-1", "Solène"), ("JUM-2", "Guillaume")] {
        let lui = ["Kervadec", prenom, "14/03/1999", "F", "93100", "06 11 22 33 44"].map(str::to_owned);
        jeunes += &ligne("ML-NORD", numero, &lui);
    }
    let rapport = monde.livrer(&[("jeunes.csv", jeunes)]).await;
    assert!(!rapport.refuse() && rapport.fichiers.iter().all(|f| f.refuses == 0), "{rapport:?}");
}

async fn jeune(monde: &Monde, numero: &str) -> Uuid {
    id_de(monde, "jeunes", &format!("id IN (SELECT jeune_id FROM numeros WHERE numero = '{numero}')")).await
}

/// The pair of two people, which must have been proposed.
async fn paire(monde: &Monde, un: &str, autre: &str) -> Uuid {
    let (x, y) = (jeune(monde, un).await, jeune(monde, autre).await);
    let condition = format!("a_id = {} AND b_id = {}", monde.litteral(x.min(y)), monde.litteral(x.max(y)));
    id_de(monde, "rapprochements", &condition).await
}

async fn chercher(monde: &Monde, qui: &Visiteur) {
    let (statut, entetes, corps) = qui.post("/rapprochements/recherche", &[]).await;
    assert_eq!(statut, StatusCode::SEE_OTHER, "{}", String::from_utf8_lossy(&corps));
    let vers = entetes[header::LOCATION].to_str().unwrap();
    attendre(monde).await;
    assert!(qui.page(vers).await.contains("Recherche finie"));
}

/// What recognises the state shown.
fn empreinte(page: &str) -> String {
    let debut = page.split("name=\"empreinte\" value=\"").nth(1).expect("a form to decide");
    debut.split('"').next().unwrap().to_owned()
}

async fn decider(qui: &Visiteur, paire: Uuid, geste: &str, garde: &str) -> StatusCode {
    let montre = empreinte(&qui.page(&format!("/rapprochements/{paire}")).await);
    let adresse = format!("/rapprochements/{paire}/{geste}");
    qui.post(&adresse, &[("empreinte", &montre), ("garde", garde)]).await.0
}

#[tokio::test]
async fn a_pair_is_proposed_decided_remembered_and_undone() {
    for monde in mondes("rapprochements_vie").await {
        peupler(&monde).await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        assert!(admin.page("/rapprochements").await.contains("Aucune paire à revoir"));
        chercher(&monde, &admin).await;
        let liste = admin.page("/rapprochements").await;
        assert!(liste.contains("Concorde") && liste.contains(&personne(5)[0].to_uppercase()), "{liste}");
        let doublon = paire(&monde, "N-5", "BIS-5").await;
        let page = admin.page(&format!("/rapprochements/{doublon}")).await;
        for attendu in ["Nom de famille", "identique", "non connu", "accesskey=\"1\"", "Deux personnes différentes"] {
            assert!(page.contains(attendu), "{} : {attendu} : {page}", monde.moteur);
        }
        let lues = "SELECT count(*) FROM journal WHERE action = 'consulter' AND detail = 'rapprochement'";
        assert_eq!(monde.nombre(lues).await, 2, "both files were read");

        // Corrected meanwhile: what is decided must be what was shown.
        let montre = empreinte(&page);
        let garde = jeune(&monde, "BIS-5").await;
        ecrire(&monde, "UPDATE jeunes SET code_postal = '93999' WHERE id = $1", vec![garde.into()]).await;
        let adresse = format!("/rapprochements/{doublon}/reunir");
        let (statut, _, corps) = admin.post(&adresse, &[("empreinte", &montre), ("garde", "b")]).await;
        assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(String::from_utf8_lossy(&corps).contains("corrigée"));
        assert!(admin.page(&format!("/rapprochements/{doublon}")).await.contains("Une fiche a changé"));
        assert_eq!(decider(&admin, doublon, "reunir", "autre").await, StatusCode::UNPROCESSABLE_ENTITY);

        // Brought together: the file kept takes the telephone that it did not know, and keeps its own postcode.
        let (ancienne, nouvelle) = (jeune(&monde, "N-5").await, garde);
        let cote = if nouvelle > ancienne { "b" } else { "a" };
        assert_eq!(decider(&admin, doublon, "reunir", cote).await, StatusCode::SEE_OTHER, "{}", monde.moteur);
        let gardee = format!("id = {}", monde.litteral(nouvelle));
        assert_eq!(monde.valeur("jeunes", "code_postal", &gardee).await, "93999");
        assert_eq!(
            monde.valeur("jeunes", "telephone", &gardee).await.replace("+33", "0"),
            personne(5)[5].replace(' ', "")
        );
        assert_eq!(jeune(&monde, "N-5").await, nouvelle);
        let reunies = admin.page("/rapprochements?etat=reuni").await;
        assert!(reunies.contains(&format!("/rapprochements/{doublon}")), "{reunies}");
        assert!(admin.page(&format!("/rapprochements/{doublon}")).await.contains("Séparer de nouveau"));

        // Undone: two people again, and the pair waits.
        assert_eq!(admin.post(&format!("/rapprochements/{doublon}/revenir"), &[]).await.0, StatusCode::SEE_OTHER);
        assert_eq!(jeune(&monde, "N-5").await, ancienne);
        assert_eq!(
            admin.post(&format!("/rapprochements/{doublon}/revenir"), &[]).await.0,
            StatusCode::UNPROCESSABLE_ENTITY,
            "nothing is decided any more"
        );

        // Two people: a later look respects it, and nothing else changes.
        assert_eq!(decider(&admin, doublon, "separer", "").await, StatusCode::SEE_OTHER);
        let avant = monde.textes("SELECT CAST(etat AS text) AS texte FROM rapprochements ORDER BY id").await;
        chercher(&monde, &admin).await;
        let apres = monde.textes("SELECT CAST(etat AS text) AS texte FROM rapprochements ORDER BY id").await;
        assert_eq!(avant, apres, "{}", monde.moteur);
        assert_eq!(avant.iter().filter(|e| *e == "separe").count(), 1);
        let gestes = "SELECT d.geste || ' ' || c.nom AS texte FROM rapprochements_decisions d JOIN comptes c ON c.id = d.faite_par ORDER BY d.faite_le, d.id";
        let nom = monde.valeur("comptes", "nom", "1 = 1").await;
        assert_eq!(monde.textes(gestes).await, ["reunir", "revenir", "separer"].map(|g| format!("{g} {nom}")));
        let repondues =
            "SELECT count(*) FROM journal WHERE action = 'repondre' AND objet = 'rapprochements' AND NOT refus";
        assert_eq!(monde.nombre(repondues).await, 3);
        // What was shown is kept as how fields agree and as a digest: no name, no number.
        let gardes = monde.textes("SELECT indices || empreinte AS texte FROM rapprochements_decisions").await.concat();
        assert!(personne(5).iter().filter(|c| c.len() > 3).all(|c| !gardes.contains(c.as_str())), "{gardes}");
    }
}

#[tokio::test]
async fn a_merge_undone_from_the_record_is_to_be_reviewed_again() {
    for monde in mondes("rapprochements_defait").await {
        peupler(&monde).await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        chercher(&monde, &admin).await;
        let doublon = paire(&monde, "N-6", "BIS-6").await;
        assert_eq!(decider(&admin, doublon, "reunir", "a").await, StatusCode::SEE_OTHER);
        let gardee = jeune(&monde, "N-6").await;
        let fusion = id_de(&monde, "fusions", "defaite_le IS NULL").await;
        let nadia = monde.professionnel("Nadia R.", Role::Responsable, "ML-NORD").await;
        let adresse = format!("/jeunes/{gardee}/fusions/{fusion}/defaire");
        assert_eq!(nadia.post(&adresse, &[]).await.0, StatusCode::SEE_OTHER);
        chercher(&monde, &nadia).await;
        let etat = format!("id = {}", monde.litteral(doublon));
        assert_eq!(monde.valeur("rapprochements", "etat", &etat).await, "propose", "{}", monde.moteur);
    }
}

#[tokio::test]
async fn a_reviewer_only_sees_pairs_of_which_both_files_are_open() {
    for monde in mondes("rapprochements_acces").await {
        peupler(&monde).await;
        let nadia = monde.professionnel("Nadia R.", Role::Responsable, "ML-NORD").await;
        chercher(&monde, &nadia).await;
        let (dedans, dehors) = (paire(&monde, "N-5", "BIS-5").await, paire(&monde, "N-20", "BIS-20").await);
        let liste = nadia.page("/rapprochements").await;
        let vers = |id: Uuid| format!("/rapprochements/{id}");
        assert!(liste.contains(&vers(dedans)) && !liste.contains(&vers(dehors)), "{liste}");
        // Neither shown, nor counted, nor opened, nor decided.
        let siennes = monde
            .nombre(
                "SELECT count(*) FROM rapprochements r WHERE NOT EXISTS (SELECT 1 FROM accompagnements k JOIN structures s \
                 ON s.id = k.structure_id WHERE s.code = 'ML-SUD' AND k.jeune_id IN (r.a_id, r.b_id))",
            )
            .await;
        let compte = liste
            .split("class=\"compte\"")
            .nth(1)
            .and_then(|c| c.split("role=\"status\">").nth(1))
            .unwrap()
            .split('<')
            .next()
            .unwrap()
            .to_owned();
        assert!(compte.starts_with(&siennes.to_string()), "{siennes}: {compte}");
        let lettre = format!("/rapprochements/{dehors}/separer");
        assert_eq!(nadia.get(&vers(dehors)).await.0, StatusCode::NOT_FOUND);
        assert_eq!(nadia.post(&lettre, &[("empreinte", "x")]).await.0, StatusCode::NOT_FOUND);
        let exporte = String::from_utf8(nadia.fichier("/rapprochements.csv").await).unwrap();
        assert_eq!(exporte.lines().count() as i64, siennes + 1, "{exporte}");
        for role in [Role::Conseiller, Role::Formateur, Role::Developpeur] {
            let autre = monde.professionnel("Luc V.", role, "ML-NORD").await;
            for adresse in [vers(dedans), "/rapprochements".into(), "/rapprochements/recherche".into()] {
                assert_eq!(autre.get(&adresse).await.0, StatusCode::NOT_FOUND, "{role:?} {adresse}");
            }
        }
        // The file is opened to ML-NORD: the pair appears. Reading is not enough to bring together.
        let sql = "INSERT INTO partages (id, jeune_id, structure_id, finalite, du, au, cree_le) VALUES ($1, $2, $3, 'formation', $4, $5, 1)";
        let nord = id_de(&monde, "structures", "code = 'ML-NORD'").await;
        let jour = |t: &str| db::Value::from(t.parse::<Date>().unwrap());
        let id = db::nouvel_id::<()>().uuid();
        let autre = jeune(&monde, "BIS-20").await;
        ecrire(&monde, sql, vec![id.into(), autre.into(), nord.into(), jour("2018-01-01"), jour("2030-01-01")]).await;
        assert!(nadia.page("/rapprochements").await.contains(&vers(dehors)));
        let page = nadia.page(&vers(dehors)).await;
        assert!(page.contains("une structure qui suit les deux") && !page.contains("garder la fiche"), "{page}");
        assert_eq!(decider(&nadia, dehors, "reunir", "a").await, StatusCode::NOT_FOUND);
        assert_eq!(decider(&nadia, dehors, "separer", "").await, StatusCode::SEE_OTHER, "{}", monde.moteur);
        assert!(nadia.page("/rapprochements?etat=separe").await.contains(&vers(dehors)));
        // Twins are never above one half.
        let jumeaux = paire(&monde, "JUM-1", "JUM-2").await;
        let p = monde.valeur("rapprochements", "probabilite", &format!("id = {}", monde.litteral(jumeaux))).await;
        assert!(p.parse::<i64>().unwrap() <= 500_000, "{p}");
        assert_eq!(decider(&nadia, dedans, "reunir", "a").await, StatusCode::SEE_OTHER);
        let suivie = jeune(&monde, "N-5").await;
        assert!(nadia.page(&format!("/jeunes/{suivie}/fusions")).await.contains("Séparer de nouveau"));
    }
}

#[tokio::test]
async fn erasing_somebody_takes_their_pairs_along() {
    for monde in mondes("rapprochements_efface").await {
        peupler(&monde).await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        chercher(&monde, &admin).await;
        let (separe, reuni) = (paire(&monde, "N-7", "BIS-7").await, paire(&monde, "N-6", "BIS-6").await);
        assert_eq!(decider(&admin, separe, "separer", "").await, StatusCode::SEE_OTHER);
        assert_eq!(decider(&admin, reuni, "reunir", "a").await, StatusCode::SEE_OTHER);
        let combien = monde.nombre("SELECT count(*) FROM rapprochements").await;
        let tx = monde.base.transaction().await.unwrap();
        for numero in ["N-7", "N-6"] {
            let qui = Id::from_uuid(jeune(&monde, numero).await);
            let e = Effacement::nouveau(qui, Monde::horloge().maintenant(), "demande", None);
            assert!(effacer(&tx, &PERSONNES, Monde::horloge().maintenant(), &Acteur::Systeme, &e).await.unwrap());
        }
        tx.commit().await.unwrap();
        assert_eq!(monde.nombre("SELECT count(*) FROM rapprochements").await, combien - 2, "{}", monde.moteur);
        assert_eq!(monde.nombre("SELECT count(*) FROM rapprochements_decisions").await, 0);
        for id in [separe, reuni] {
            assert_eq!(admin.get(&format!("/rapprochements/{id}")).await.0, StatusCode::NOT_FOUND);
        }
    }
}

#[tokio::test]
async fn the_command_line_looks_through_a_base() {
    for monde in mondes("rapprochements_commande").await {
        peupler(&monde).await;
        let lancer = |arguments: &[&str]| {
            let sortie = passerelle_monde::programme().arg("apparier").args(arguments).output().unwrap();
            let dit = String::from_utf8([sortie.stdout, sortie.stderr].concat()).unwrap();
            (sortie.status.code().unwrap(), dit.replace('\u{a0}', " "))
        };
        let (code, dit) = lancer(&["--base", monde.adresse()]);
        let n = monde.nombre("SELECT count(*) FROM rapprochements WHERE etat = 'propose'").await;
        assert!(n >= 5, "{dit}");
        assert_eq!(code, 0, "{dit}");
        assert!(dit.contains("100 fiches comparées") && dit.contains(&format!("{n} paires à revoir")), "{dit}");
        let (code, encore) = lancer(&["--base", monde.adresse()]);
        assert_eq!((code, encore.contains("aucune nouvelle")), (0, true), "{encore}");
        let (code, dit) = lancer(&["--base", "sqlite:absente.db"]);
        assert_eq!((code, dit.contains("n'existe pas")), (2, true), "{dit}");
    }
}

#[tokio::test]
async fn a_base_without_anybody_says_so() {
    for monde in mondes("rapprochements_vide").await {
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        chercher(&monde, &admin).await;
        let page = admin.page("/rapprochements/recherche").await;
        assert!(page.contains("0\u{a0}fiche comparée"), "{page}");
        assert!(admin.page("/rapprochements").await.contains("Aucune paire à revoir"));
    }
}
