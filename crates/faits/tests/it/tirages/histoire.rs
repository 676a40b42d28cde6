//! A draw from its protocol to its departures: filled by two missions locales, frozen, drawn once, verified.

use axum::http::StatusCode;
use passerelle_gens::conservation::{Effacement, effacer};
use passerelle_socle::access::{Acteur, Role};
use passerelle_socle::db;
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Horloge;
use passerelle_tirage::{Preuve, lire_hex, verifier};

use passerelle_monde::tirages::{SECRET, Scene, mene, refus, scenes};
use passerelle_monde::{Monde, PERSONNES, id_de};

#[derive(passerelle_socle::db::FromQueryResult)]
struct Octets {
    octets: Vec<u8>,
}

async fn fichier(s: &Scene, table: &str, colonne: &str) -> Vec<u8> {
    let sql = format!("SELECT {colonne} AS octets FROM {table} WHERE tirage_id = $1");
    db::ligne::<Octets>(s.monde.base.lecture(), &sql, [s.tirage.into()]).await.unwrap().unwrap().octets
}

/// Everything a page and a statement must not change once the list is frozen.
async fn rien_ne_change(s: &Scene) {
    for reponse in [
        s.cocher(&s.claire, "ML-NORD", "F", &["Amina"]).await,
        s.claire.post(&s.candidat("Rose", "exclure").await, &[("exclusion", "age")]).await,
        s.claire.post(&s.candidat("Rose", "retirer").await, &[]).await,
        s.paule
            .envoyer(&s.a("/candidats/fichier"), &[], &[("c.csv", b"identifiant;site;vague;sexe\n31;ML-SUD;1;F\n")])
            .await,
        s.judith.post(&s.a("/figer"), &[("compris", "oui")]).await,
        s.judith.envoyer(&s.a("/modifier"), &[("protocole", "titre = \"x\"")], &[]).await,
    ] {
        let page = refus(reponse);
        assert!(page.contains("figée depuis le 20\u{a0}février 2018"), "{page}");
    }
    let (jules, nouveau) = (s.jeune("Jules").await, db::nouvel_id::<()>().uuid());
    let avant = s.monde.lignes_par_table().await;
    for (sql, valeurs) in [
        ("UPDATE candidats SET strate = 'M' WHERE tirage_id = $1", vec![s.tirage.into()]),
        ("UPDATE candidats SET exclusion = '' WHERE exclusion = 'age' AND tirage_id = $1", vec![s.tirage.into()]),
        ("UPDATE candidats SET jeune_id = $1 WHERE site = 'ML-NORD'", vec![jules.into()]),
        ("DELETE FROM candidats WHERE tirage_id = $1", vec![s.tirage.into()]),
        (
            "INSERT INTO candidats (id, tirage_id, jeune_id, identifiant, site, vague, strate, exclusion, saisi_le) \
             SELECT $1, $2, id, 'z', 'ML-SUD', '1', 'F', '', 1 FROM jeunes WHERE prenom = 'Jules'",
            vec![nouveau.into(), s.tirage.into()],
        ),
        ("UPDATE tirages SET protocole = '' WHERE id = $1", vec![s.tirage.into()]),
        ("UPDATE tirages_engagements SET racine = '' WHERE tirage_id = $1", vec![s.tirage.into()]),
        ("DELETE FROM tirages_engagements WHERE tirage_id = $1", vec![s.tirage.into()]),
    ] {
        let dit = s.sql(sql, valeurs).await.expect_err(sql);
        assert!(dit.contrainte().is_some(), "{}: {sql}: {dit}", s.monde.moteur);
    }
    let apres = s.monde.lignes_par_table().await;
    assert_eq!(avant, apres);
}

#[tokio::test]
async fn a_draw_is_filled_frozen_drawn_once_and_verified() {
    for s in scenes("tirage_histoire").await {
        // Each structure fills its own site, and the page counts without naming.
        let page = s.claire.page(&s.a("/candidats")).await;
        assert!(page.contains("Amina BELADOUR") && !page.contains("Rose ALBA"), "hers first: {page}");
        assert!(s.claire.page(&s.a("/candidats?tous=oui")).await.contains("Rose ALBA"));
        assert!(refus(s.cocher(&s.claire, "ML-SUD", "F", &["Amina"]).await).contains("celui d'une autre structure"));
        s.remplir().await;
        let page = s.judith.page(&s.a("")).await;
        assert!(
            page.contains(
                "<td class=\"nombre\">5</td><td class=\"nombre\">1</td><td class=\"nombre\">4</td><td>rien</td>"
            ),
            "{page}"
        );
        assert!(!page.contains("BELADOUR"));

        // Frozen: the root is published, and nothing changes any more.
        assert!(refus(s.judith.post(&s.a("/figer"), &[]).await).contains("Confirmez que la liste est complète"));
        assert!(refus(s.judith.post(&s.a("/tirer"), &[("alea", "x")]).await).contains("pas figée"));
        s.judith.page(&s.a("/figer")).await;
        s.figer_sans_hasard().await;
        rien_ne_change(&s).await;
        let public = s.monde.visiteur(None).await;
        let racine = s.monde.valeur("tirages_engagements", "racine", "1 = 1").await;
        assert!(public.page("/engagements").await.contains(&racine));
        let engagement = public.fichier(&s.a("/engagement.json")).await;
        assert_eq!(engagement, fichier(&s, "tirages_engagements", "engagement").await);
        assert_eq!(public.get(&s.a("")).await.0, StatusCode::SEE_OTHER, "the draw itself is for whoever signed in");

        // Drawn once, with the secret of the stakeholder.
        s.judith.page(&s.a("/tirer")).await;
        for (alea, secret, dit) in [
            ("", SECRET, "la valeur publique est vide"),
            ("7f3a", "", "il manque le secret de « CREDOC »"),
            ("7f3a", "un autre secret", "ne correspond à aucun engagement"),
        ] {
            let page = refus(s.judith.post(&s.a("/tirer"), &[("alea", alea), ("secret", secret)]).await);
            assert!(page.contains(dit), "{page}");
        }
        assert_eq!(s.monde.nombre("SELECT count(*) FROM affectations").await, 0);
        s.tirer().await;
        let encore = [("alea", "autre"), ("secret", SECRET)];
        assert!(refus(s.judith.post(&s.a("/tirer"), &encore).await).contains("ne se refait pas"));
        assert!(refus(s.judith.get(&s.a("/tirer")).await).contains("ne se refait pas"));
        verifie(&s).await;
        definitif(&s).await;
        vu_par_chacun(&s).await;
        ecarts(&s).await;
        efface(&s).await;
        let dits = s
            .monde
            .textes("SELECT action || ' ' || coalesce(detail, '') AS texte FROM journal WHERE objet = 'tirages'")
            .await;
        for ligne in ["creer protocole", "figer liste", "tirer procès-verbal", "exporter proces-verbal.json"] {
            assert!(dits.iter().any(|d| d == ligne), "{ligne}: {dits:?}");
        }
    }
}

/// The minutes hold, and the command line draws the same bytes from the same files.
async fn verifie(s: &Scene) {
    let json = s.judith.fichier(&s.a("/proces-verbal.json")).await;
    assert_eq!(json, fichier(s, "tirages_proces_verbaux", "proces_verbal").await);
    assert_eq!(verifier(std::str::from_utf8(&json).unwrap()), []);
    assert_eq!(db::empreinte(&json), s.monde.valeur("tirages_proces_verbaux", "sha256", "1 = 1").await);
    assert!(s.judith.page(&s.a("/verification")).await.contains("Procès-verbal exact."));
    let dossier = s.monde.dossier.path().join("tirage");
    std::fs::create_dir(&dossier).unwrap();
    for (nom, colonne) in [("engagement.json", "engagement"), ("liste-figee.json", "liste")] {
        std::fs::write(dossier.join(nom), fichier(s, "tirages_engagements", colonne).await).unwrap();
    }
    let commande = passerelle_monde::programme()
        .args(["tirage", "executer"])
        .arg(&dossier)
        .args(["--alea", "7f3a valeur publique", "--secret", SECRET])
        .output()
        .unwrap();
    assert!(commande.status.success(), "{}", String::from_utf8_lossy(&commande.stderr));
    for nom in ["proces-verbal.json", "affectations.csv", "proces-verbal.pdf"] {
        let ici = s.judith.fichier(&s.a(&format!("/{nom}"))).await;
        assert_eq!(std::fs::read(dossier.join(nom)).unwrap(), ici, "{nom}");
    }
    // Five people for four places in the north, three in the south, one excluded.
    assert_eq!(s.monde.nombre("SELECT count(*) FROM affectations").await, 8);
    assert_eq!(s.monde.nombre("SELECT count(*) FROM affectations WHERE bras = 'surnombre'").await, 1);
    for nom in ["verifier.html", "verifier.js"] {
        let servi = s.judith.fichier(&format!("/tirages/{nom}")).await;
        let ecrit = std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/tirage").join(nom))
            .unwrap();
        assert_eq!(servi, ecrit);
    }
}

/// Neither another draw nor another group, whatever asks.
async fn definitif(s: &Scene) {
    for sql in [
        "UPDATE affectations SET bras = 'renfort-zq'",
        "DELETE FROM affectations",
        "UPDATE tirages_proces_verbaux SET alea = 'z'",
        "DELETE FROM tirages_proces_verbaux",
        "INSERT INTO affectations (candidat_id, bras, probabilite, ticket) SELECT id, 'renfort-zq', '1', '' FROM candidats WHERE exclusion = 'age'",
        "INSERT INTO tirages_proces_verbaux (tirage_id, tire_le, alea, graine, proces_verbal, sha256, affectations, minutes) \
         SELECT tirage_id, tire_le, 'z', graine, proces_verbal, sha256, affectations, minutes FROM tirages_proces_verbaux",
    ] {
        assert!(s.sql(sql, vec![]).await.is_err(), "{}: {sql}", s.monde.moteur);
    }
}

/// The group is for whoever answers for the person, and for them.
async fn vu_par_chacun(s: &Scene) {
    let amina = s.jeune("Amina").await;
    let (fiche, sienne) = (format!("/jeunes/{amina}"), format!("/jeunes/{amina}/candidats"));
    let bras = s
        .monde
        .valeur(
            "affectations a JOIN candidats c ON c.id = a.candidat_id",
            "a.bras",
            &format!("c.jeune_id = {}", s.monde.litteral(amina)),
        )
        .await;
    // Pseudonyms, public value and secret are those of the scene: the draw always gives her this.
    assert_eq!(bras, "commun-zq");
    let karim = s.monde.professionnel("Karim Lelong", Role::Conseiller, "ML-NORD").await;
    let nadia = s.monde.professionnel("Nadia Brel", Role::Responsable, "ML-NORD").await;
    let formateur = s.monde.professionnel("Moussa Diallo", Role::Formateur, "CFA-LAC").await;
    for qui in [&s.claire, &nadia] {
        assert!(qui.page(&sienne).await.contains(&bras), "whoever answers for her reads it");
    }
    // The team knows that she is on the list, and not more: nowhere.
    for chemin in [sienne.clone(), fiche.clone(), s.a("/candidats"), s.a("")] {
        let page = karim.page(&chemin).await;
        assert!(!page.contains("<strong>renfort-zq") && !page.contains("Tirage au sort : "), "{chemin}: {page}");
        assert!(!page.contains("<td>renfort-zq</td>") && !page.contains("<td>commun-zq</td>"), "{chemin}");
    }
    assert!(karim.page(&sienne).await.contains("n'est lu que par son référent"));
    let preuve = s.candidat("Amina", "preuve.json").await;
    for (qui, nom) in [(&karim, "karim"), (&s.paule, "paule"), (&formateur, "formateur"), (&s.judith, "judith")] {
        assert_eq!(qui.get(&preuve).await.0, StatusCode::NOT_FOUND, "{nom}");
    }
    for (qui, nom) in [(&s.paule, "paule"), (&formateur, "formateur"), (&s.judith, "judith")] {
        assert_eq!(qui.get(&sienne).await.0, StatusCode::NOT_FOUND, "{nom}");
    }
    assert_eq!(formateur.get(&s.a("/candidats")).await.0, StatusCode::NOT_FOUND);
    // The files of the draw are for whoever runs it, under pseudonyms.
    for role in [Role::Administrateur, Role::Pilote, Role::Financeur] {
        let qui = s.monde.visiteur(Some(role)).await;
        assert!(!qui.page(&s.a("")).await.contains("Ce que le hasard a donné"), "{role:?}");
        assert!(qui.page(&s.a("/verification")).await.contains("Procès-verbal exact."), "{role:?}");
        for nom in ["proces-verbal.json", "proces-verbal.pdf", "affectations.csv", "candidats.csv", "candidats"] {
            assert_eq!(qui.get(&s.a(&format!("/{nom}"))).await.0, StatusCode::NOT_FOUND, "{role:?} {nom}");
        }
    }
    assert!(s.judith.page(&s.a("")).await.contains("Ce que le hasard a donné"));
    let pseudonymes = String::from_utf8(s.judith.fichier(&s.a("/affectations.csv")).await).unwrap();
    assert!(!["Beladour", "Amina"].iter().any(|nom| pseudonymes.contains(nom)), "{pseudonymes}");

    // Amina is told in plain words, and takes her proof: it leads to the root that was published.
    let elle = s.soi("Amina").await;
    let page = elle.page("/mon-espace/parcours").await;
    assert!(page.contains("dans le groupe « commun-zq »"), "{page}");
    let candidat = preuve.split('/').nth(4).unwrap();
    let lue = elle.fichier(&format!("/mon-espace/tirages/{candidat}/preuve.json")).await;
    assert_eq!(s.claire.fichier(&preuve).await, lue);
    let racine = lire_hex(&s.monde.valeur("tirages_engagements", "racine", "1 = 1").await).unwrap();
    let graine = lire_hex(&s.monde.valeur("tirages_proces_verbaux", "graine", "1 = 1").await).unwrap();
    Preuve::lire(std::str::from_utf8(&lue).unwrap()).unwrap().verifier(&racine, &graine).unwrap();
    let json = String::from_utf8(elle.fichier("/mon-espace/donnees.json").await).unwrap();
    assert!(json.contains("\"candidats\""), "{json}");
    // What is kept as a code is told in the words of the protocol.
    let groupe = if bras == passerelle_tirage::SURNOMBRE { "Liste d'attente" } else { bras.as_str() };
    for (champ, mots) in [("site", "Mission locale Nord"), ("strate", "sexe : F"), ("id", groupe), ("exclusion", "")] {
        assert!(json.contains(&format!("\"{champ}\": \"{mots}\"")), "{champ}: {json}");
    }
    let autre = s.candidat("Rose", "preuve.json").await;
    let ailleurs = format!("/mon-espace/tirages/{}/preuve.json", autre.split('/').nth(4).unwrap());
    assert_eq!(elle.get(&ailleurs).await.0, StatusCode::NOT_FOUND, "the proof of somebody else");
}

/// Departures are added, with their reason, and stay.
async fn ecarts(s: &Scene) {
    let chemin = s.candidat("Amina", "ecarts").await;
    let bon = [("nature", "retrait"), ("date", "2018-02-20"), ("motif", "Déménagement-zq")];
    for (champ, valeur, dit) in [
        ("nature", "autre", "Choisissez ce qui s'écarte"),
        ("date", "2018-02-19", "précède le tirage"),
        ("date", "2018-02-21", "à venir"),
        ("motif", "", "Dites pourquoi"),
        ("nature", "autre_groupe", "Choisissez le groupe dont"),
    ] {
        let faux: Vec<(&str, &str)> = bon.iter().map(|(c, v)| (*c, if *c == champ { valeur } else { *v })).collect();
        assert!(refus(s.claire.post(&chemin, &faux).await).contains(dit), "{champ} {valeur}");
    }
    assert_eq!(s.paule.post(&chemin, &bon).await.0, StatusCode::NOT_FOUND);
    mene(s.claire.post(&chemin, &bon).await, "ecart");
    let page = s.claire.page(&format!("/jeunes/{}/candidats", s.jeune("Amina").await)).await;
    assert!(page.contains("Déménagement-zq"));
    let page = s.judith.page(&s.a("")).await;
    assert!(page.contains("Écarts au tirage") && !page.contains("Déménagement-zq"), "the reason stays in the file");
    for sql in [
        "UPDATE tirages_ecarts SET motif = 'autre'",
        "UPDATE tirages_ecarts SET date = '2018-01-01'",
        "DELETE FROM tirages_ecarts",
    ] {
        assert!(s.sql(sql, vec![]).await.is_err(), "{}: {sql}", s.monde.moteur);
    }
}

/// Who was erased is named nowhere, and the draw still holds.
async fn efface(s: &Scene) {
    let amina = s.jeune("Amina").await;
    let maintenant = Monde::horloge().maintenant();
    let tx = s.monde.base.transaction().await.unwrap();
    let e = Effacement::nouveau(Id::from_uuid(amina), maintenant, "demande", None);
    assert!(effacer(&tx, &PERSONNES, maintenant, &Acteur::Systeme, &e).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(s.monde.valeur("tirages_ecarts", "motif", "1 = 1").await, "");
    assert!(s.judith.page(&s.a("/verification")).await.contains("Procès-verbal exact."));
    assert_eq!(s.claire.get(&format!("/jeunes/{amina}/candidats")).await.0, StatusCode::NOT_FOUND);
    assert!(!s.claire.page(&s.a("/candidats?tous=oui")).await.contains(&amina.to_string()));
    assert_eq!(
        id_de(&s.monde, "candidats", &format!("jeune_id = {}", s.monde.litteral(amina))).await.get_version_num(),
        7
    );
}
