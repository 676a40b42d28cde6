//! A file without our numbers, linked to the base: seen, decided, remembered, undone; never beside somebody whose file
//! is not open to whoever deposited it.

use axum::http::{StatusCode, header};
use passerelle_base::Date;
use passerelle_gens::conservation::{Effacement, effacer};
use passerelle_rapprochements::oublier;
use passerelle_socle::access::{Acteur, Role};
use passerelle_socle::db::Travail;
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Horloge;
use uuid::Uuid;

use super::{empreinte, jeune, peupler};
use passerelle_monde::personnes::personne;
use passerelle_monde::rapprochements::{attendre, ecrire};
use passerelle_monde::{Monde, PERSONNES, Visiteur, id_de, mondes};

/// Sixty people that ML-NORD knows (one without telephone, one under another surname), and forty that nobody does.
fn liste_du_cfa() -> String {
    let mut texte = "N° apprenti;Nom de famille;Prénom usuel;Né(e) le;Sexe;CP;Portable\n".to_owned();
    for rang in (0..60).chain(200..240) {
        let mut lui = personne(rang);
        match rang {
            3 => lui[5].clear(),
            9 => lui[0] = "Autrement".into(),
            _ => lui[0] = lui[0].to_uppercase(),
        }
        texte += &format!("CFA-{rang};{}\n", lui.join(";"));
    }
    texte
}

pub(super) async fn structure(monde: &Monde, code: &str) -> Uuid {
    id_de(monde, "structures", &format!("code = '{code}'")).await
}

/// Deposits a file; the page it leads to.
pub(super) async fn deposer(monde: &Monde, qui: &Visiteur, structure: Uuid, nom: &str, texte: &str) -> String {
    // A header that nobody else has: the form tells what it is.
    let identifiants = if texte.starts_with("N° apprenti") { "N° apprenti" } else { "" };
    let structure = structure.to_string();
    let champs = [("structure", structure.as_str()), ("identifiants", identifiants)];
    let (statut, entetes, corps) = qui.envoyer("/rapprochements/fichiers", &champs, &[(nom, texte.as_bytes())]).await;
    assert_eq!(statut, StatusCode::SEE_OTHER, "{}", String::from_utf8_lossy(&corps));
    attendre(monde).await;
    entetes[header::LOCATION].to_str().unwrap().to_owned()
}

/// The line of the last file that bears this number.
pub(super) async fn ligne(monde: &Monde, numero: &str) -> Uuid {
    let condition = format!(
        "identifiant = '{numero}' AND recherche_id = (SELECT r.id FROM rapprochements_recherches r WHERE r.fichier IS NOT NULL \
         ORDER BY r.id DESC LIMIT 1)"
    );
    id_de(monde, "rapprochements_lignes", &condition).await
}

async fn decider(qui: &Visiteur, ligne: Uuid, geste: &str) -> StatusCode {
    let montre = empreinte(&qui.page(&format!("/rapprochements/lignes/{ligne}")).await);
    qui.post(&format!("/rapprochements/lignes/{ligne}/{geste}"), &[("empreinte", &montre)]).await.0
}

/// A number of the page's summary.
pub(super) fn chiffre(page: &str, mots: &str) -> i64 {
    let apres = page.split(&format!("<dt>{mots}</dt><dd>")).nth(1).unwrap_or_else(|| panic!("{mots}: {page}"));
    apres.split('<').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_file_is_linked_decided_remembered_and_its_numbers_serve_the_next_import() {
    for monde in mondes("rapprochements_fichier").await {
        peupler(&monde).await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let cfa = structure(&monde, "CFA-LAC").await;
        let vers = deposer(&monde, &admin, cfa, "apprentis.csv", &liste_du_cfa()).await;
        let page = admin.page(&vers).await;
        assert_eq!((chiffre(&page, "lignes lues"), chiffre(&page, "déjà connues")), (100, 0), "{}", monde.moteur);
        let reconnues = chiffre(&page, "qui ressemblent à quelqu'un");
        assert!((58..=60).contains(&reconnues), "{reconnues}: {page}");
        assert_eq!(chiffre(&page, "sans fiche qui vous soit ouverte"), 100 - reconnues);
        assert!(page.contains("devraient être la bonne personne"), "{page}");

        // Side by side, and what is decided must be what was shown.
        let trois = ligne(&monde, "CFA-3").await;
        let lue = admin.page(&format!("/rapprochements/lignes/{trois}")).await;
        for attendu in ["apprentis.csv", "numéro CFA-3", "non connu", "accesskey=\"1\"", &personne(3)[0]] {
            assert!(lue.contains(attendu), "{} : {attendu} : {lue}", monde.moteur);
        }
        let montre = empreinte(&lue);
        let elle = jeune(&monde, "N-3").await;
        ecrire(&monde, "UPDATE jeunes SET code_postal = '93999' WHERE id = $1", vec![elle.into()]).await;
        let (statut, _, corps) =
            admin.post(&format!("/rapprochements/lignes/{trois}/lier"), &[("empreinte", &montre)]).await;
        assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(String::from_utf8_lossy(&corps).contains("corrigée"));
        assert_eq!(decider(&admin, trois, "lier").await, StatusCode::SEE_OTHER);
        assert_eq!(jeune(&monde, "CFA-3").await, elle);

        // Somebody else: never proposed again. Then all that is sure at once.
        let quatre = ligne(&monde, "CFA-4").await;
        assert_eq!(decider(&admin, quatre, "separer").await, StatusCode::SEE_OTHER);
        assert_eq!(admin.post(&format!("{vers}/accepter"), &[]).await.0, StatusCode::SEE_OTHER);
        let siens = "SELECT count(*) FROM numeros WHERE numero LIKE 'CFA-%'";
        let liees = monde.nombre(siens).await;
        assert!((50..60).contains(&liees), "{liees}");
        let fausses = "SELECT count(*) FROM numeros c JOIN numeros n ON n.jeune_id = c.jeune_id AND n.numero LIKE 'N-%' \
                       WHERE c.numero LIKE 'CFA-%' AND c.numero <> 'CFA-' || substr(n.numero, 3)";
        assert_eq!(monde.nombre(fausses).await, 0, "{}", monde.moteur);

        // The number serves: what the CFA brings under its own goes to the person of the mission locale.
        let [nom, prenom, ..] = personne(3);
        let jeunes = format!("structure;numero;nom;prenom;niveau\nCFA-LAC;CFA-3;{nom};{prenom};IV\n");
        let combien = monde.nombre("SELECT count(*) FROM jeunes").await;
        assert!(!monde.livrer(&[("jeunes.csv", jeunes)]).await.refuse());
        assert_eq!(monde.nombre("SELECT count(*) FROM jeunes").await, combien, "nobody new");
        assert_eq!(monde.valeur("jeunes", "niveau", &format!("id = {}", monde.litteral(elle))).await, "IV");

        // Taken back, then the same file again: what is known is known, what was separated stays so.
        assert_eq!(admin.post(&format!("/rapprochements/lignes/{trois}/revenir"), &[]).await.0, StatusCode::SEE_OTHER);
        assert_eq!(monde.nombre(siens).await, liees - 1);
        assert_eq!(
            admin.post(&format!("/rapprochements/lignes/{trois}/revenir"), &[]).await.0,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        let encore = deposer(&monde, &admin, cfa, "apprentis.csv", &liste_du_cfa()).await;
        let page = admin.page(&encore).await;
        assert_eq!(chiffre(&page, "déjà connues"), liees - 1, "{page}");
        let proposees = monde
            .textes(&format!(
                "SELECT identifiant AS texte FROM rapprochements_lignes WHERE recherche_id = {} ORDER BY identifiant",
                monde.litteral(encore.rsplit('/').next().unwrap().parse().unwrap())
            ))
            .await;
        assert!(proposees.contains(&"CFA-3".to_owned()) && !proposees.contains(&"CFA-4".to_owned()), "{proposees:?}");

        // Every decision is kept and journalled, each change of a file of a person too.
        let gestes =
            "SELECT count(*) FROM rapprochements_lignes_decisions WHERE geste = 'lier' AND faite_par IS NOT NULL";
        assert_eq!(monde.nombre(gestes).await, liees);
        let lignes =
            "SELECT count(*) FROM journal WHERE action = 'modifier' AND objet = 'jeunes' AND detail = 'numéro reconnu'";
        assert_eq!(monde.nombre(lignes).await, liees);
        let liste = admin.page("/rapprochements/lignes?etat=lie").await;
        assert!(liste.contains("Reconnue"), "{liste}");
        let export = String::from_utf8(admin.fichier("/rapprochements/lignes.csv?etat=separe").await).unwrap();
        assert!(export.lines().count() == 2 && export.contains("CFA-4"), "{export}");
    }
}

#[tokio::test]
async fn only_people_open_to_whoever_deposits_are_compared_and_others_see_nothing_of_it() {
    for monde in mondes("rapprochements_fichier_acces").await {
        peupler(&monde).await;
        let nadia = monde.professionnel("Nadia R.", Role::Responsable, "ML-NORD").await;
        let sud = monde.professionnel("Sonia S.", Role::Responsable, "ML-SUD").await;
        let (nord, ailleurs) = (structure(&monde, "ML-NORD").await, structure(&monde, "ML-SUD").await);
        // Known at ML-SUD alone, and nobody else's: not for Nadia, whose numbers are those of her own structure.
        let eux: String = [20, 21].map(|r| format!("X-{r};{}\n", personne(r).join(";"))).concat();
        let autres: String = (30..60).map(|r| format!("X-{r};{}\n", personne(r).join(";"))).collect();
        let texte = format!("id;nom;prenom;date_naissance;sexe;code_postal;telephone\n{eux}{autres}");
        let faux = ailleurs.to_string();
        let (statut, _, corps) = nadia
            .envoyer("/rapprochements/fichiers", &[("structure", &faux)], &[("liste.csv", texte.as_bytes())])
            .await;
        assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(String::from_utf8_lossy(&corps).contains("Choisissez la structure"));
        let vers = deposer(&monde, &nadia, nord, "liste.csv", &texte).await;
        let vues = monde
            .textes(
                "SELECT DISTINCT s.code AS texte FROM rapprochements_lignes l JOIN accompagnements k ON k.jeune_id = l.jeune_id \
                 JOIN structures s ON s.id = k.structure_id",
            )
            .await;
        assert_eq!(vues, ["ML-NORD"], "{}", monde.moteur);
        let une = id_de(&monde, "rapprochements_lignes", "identifiant = 'X-30'").await;
        for (adresse, statut) in
            [(vers.clone(), StatusCode::OK), (format!("/rapprochements/lignes/{une}"), StatusCode::OK)]
        {
            assert_eq!(nadia.get(&adresse).await.0, statut, "{adresse}");
            assert_eq!(sud.get(&adresse).await.0, StatusCode::NOT_FOUND, "{adresse}");
            let conseiller = monde.professionnel("Luc V.", Role::Conseiller, "ML-NORD").await;
            assert_eq!(conseiller.get(&adresse).await.0, StatusCode::NOT_FOUND, "{adresse}");
        }
        for geste in ["lier", "separer", "revenir"] {
            let adresse = format!("/rapprochements/lignes/{une}/{geste}");
            assert_eq!(sud.post(&adresse, &[("empreinte", "x")]).await.0, StatusCode::NOT_FOUND);
        }
        for geste in ["accepter", "oublier"] {
            assert_eq!(sud.post(&format!("{vers}/{geste}"), &[]).await.0, StatusCode::NOT_FOUND);
        }
        assert!(!sud.page("/rapprochements/fichiers").await.contains("liste.csv"));
        assert!(sud.page("/rapprochements/lignes").await.contains("Aucune ligne"));
        // Nadia's people already have a number in her structure: none is accepted without being looked at.
        assert!(!nadia.page(&vers).await.contains("lignes sûres"));
        let page = nadia.page(&format!("/rapprochements/lignes/{une}")).await;
        assert!(page.contains("a déjà un numéro dans cette structure") && page.contains("N-30"), "{page}");
        assert_eq!(decider(&nadia, une, "lier").await, StatusCode::SEE_OTHER);
        // No longer followed: neither counted nor listed, and no longer theirs to change.
        let avant = chiffre(&nadia.page(&vers).await, "qui ressemblent à quelqu'un");
        let lui = jeune(&monde, "X-30").await;
        let sql = "UPDATE accompagnements SET au = coalesce(du, $2) WHERE jeune_id = $1";
        ecrire(&monde, sql, vec![lui.into(), "2018-01-02".parse::<Date>().unwrap().into()]).await;
        let reprendre = format!("/rapprochements/lignes/{une}/revenir");
        assert_eq!(nadia.post(&reprendre, &[]).await.0, StatusCode::NOT_FOUND, "{}", monde.moteur);
        assert_eq!(chiffre(&nadia.page(&vers).await, "qui ressemblent à quelqu'un"), avant - 1);
        assert!(!nadia.page("/rapprochements/lignes").await.contains(&une.to_string()));
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_linked_says_why_and_what_to_do() {
    for monde in mondes("rapprochements_fichier_refus").await {
        peupler(&monde).await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let cfa = structure(&monde, "CFA-LAC").await.to_string();
        let tete = "id;nom;prenom;date_naissance\n";
        // Said in the form.
        for (nom, texte, attendu) in [
            ("a.csv", "nom;prenom\nBenali;Amina\n".to_owned(), "n&#39;a pas de colonne d&#39;identifiants"),
            ("b.csv", "id;NIR;nom;prenom\n1;1;Benali;Amina\n".into(), "sécurité sociale"),
            ("d.pdf", "%PDF-".into(), "d.pdf"),
        ] {
            let (statut, _, corps) =
                admin.envoyer("/rapprochements/fichiers", &[("structure", &cfa)], &[(nom, texte.as_bytes())]).await;
            let corps = String::from_utf8(corps).unwrap();
            assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY, "{nom}: {corps}");
            assert!(corps.contains(attendu), "{nom}: {attendu}: {corps}");
        }
        let (statut, _, corps) = admin.envoyer("/rapprochements/fichiers", &[("structure", &cfa)], &[]).await;
        assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(String::from_utf8(corps).unwrap().contains("Choisissez un fichier"));
        // Said by the page of the file.
        for (nom, texte, attendu) in [
            ("c.csv", "id;couleur\n1;bleu\n".to_owned(), "n&#39;a pas deux colonnes"),
            ("e.csv", format!("{tete}1;Benali;Amina;01/02/2000\n1;Traoré;Awa;03/04/2001\n"), "lignes 2 et 3"),
            ("f.csv", format!("{tete};Benali;Amina;01/02/2000\n"), "ligne 2 : l&#39;identifiant est vide"),
            ("g.csv", tete.to_owned(), "ne contient aucune personne"),
            ("h.csv", format!("{tete}1;Zzyzx;Qqq;01/02/1950\n"), "aucune ligne qui ressemble à une fiche"),
        ] {
            let structure = cfa.parse().unwrap();
            let page = admin.page(&deposer(&monde, &admin, structure, nom, &texte).await).await;
            assert!(page.contains(attendu) && page.contains(nom), "{nom}: {attendu}: {page}");
        }
        assert_eq!(monde.nombre("SELECT count(*) FROM rapprochements_lignes").await, 0);
        // One look at a time; both kinds wait for each other.
        let verrou = monde.base.verrouiller(Travail::Rapprochement).await.unwrap();
        let (statut, _, corps) = admin
            .envoyer(
                "/rapprochements/fichiers",
                &[("structure", &cfa)],
                &[("i.csv", format!("{tete}1;Benali;Amina;\n").as_bytes())],
            )
            .await;
        assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(String::from_utf8(corps).unwrap().contains("Un autre rapprochement est en cours"));
        assert_eq!(admin.post("/rapprochements/recherche", &[]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
        verrou.rendre().await.unwrap();
        assert_eq!(admin.post("/rapprochements/recherche", &[]).await.0, StatusCode::SEE_OTHER);
        attendre(&monde).await;
    }
}

#[tokio::test]
async fn what_a_row_says_is_forgotten_and_goes_with_the_person() {
    for monde in mondes("rapprochements_fichier_oubli").await {
        peupler(&monde).await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let cfa = structure(&monde, "CFA-LAC").await;
        let vers = deposer(&monde, &admin, cfa, "apprentis.csv", &liste_du_cfa()).await;
        let (une, autre) = (ligne(&monde, "CFA-10").await, ligne(&monde, "CFA-11").await);
        assert_eq!(decider(&admin, une, "lier").await, StatusCode::SEE_OTHER);
        assert_eq!(decider(&admin, autre, "separer").await, StatusCode::SEE_OTHER);
        // Erased: their rows, and what was decided of them.
        let lui = jeune(&monde, "CFA-10").await;
        let maintenant = Monde::horloge().maintenant();
        let tx = monde.base.transaction().await.unwrap();
        let e = Effacement::nouveau(Id::from_uuid(lui), maintenant, "demande", None);
        assert!(effacer(&tx, &PERSONNES, maintenant, &Acteur::Systeme, &e).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(admin.get(&format!("/rapprochements/lignes/{une}")).await.0, StatusCode::NOT_FOUND);
        assert_eq!(monde.nombre("SELECT count(*) FROM rapprochements_lignes_decisions").await, 1, "{}", monde.moteur);
        // Forgotten on demand: nothing that the rows said is left, what was decided is.
        assert_eq!(admin.post(&format!("{vers}/oublier"), &[]).await.0, StatusCode::SEE_OTHER);
        assert_eq!(monde.nombre("SELECT count(*) FROM rapprochements_lignes").await, 1);
        assert_eq!(monde.nombre("SELECT count(*) FROM rapprochements_lignes WHERE champs IS NOT NULL").await, 0);
        assert_eq!(admin.post(&format!("/rapprochements/lignes/{autre}/revenir"), &[]).await.0, StatusCode::SEE_OTHER);
        let page = admin.page(&format!("/rapprochements/lignes/{autre}")).await;
        assert!(page.contains("est effacé") && !page.contains("accesskey"), "{page}");
        // And after thirty days, not a day before: what was decided stays.
        deposer(&monde, &admin, cfa, "apprentis.csv", &liste_du_cfa()).await;
        let dites = "SELECT count(*) FROM rapprochements_lignes WHERE champs IS NOT NULL";
        let vieillir = "UPDATE rapprochements_recherches SET faite_le = faite_le - $1 * CAST(86400000 AS bigint)";
        ecrire(&monde, vieillir, vec![29_i64.into()]).await;
        assert_eq!(oublier(&monde.base, &Monde::horloge()).await.unwrap(), 0, "{}", monde.moteur);
        assert!(monde.nombre(dites).await > 50);
        ecrire(&monde, vieillir, vec![2_i64.into()]).await;
        assert!(oublier(&monde.base, &Monde::horloge()).await.unwrap() > 50);
        assert_eq!(monde.nombre(dites).await, 0);
        assert_eq!(monde.nombre("SELECT count(*) FROM rapprochements_lignes").await, 1, "{}", monde.moteur);
    }
}
