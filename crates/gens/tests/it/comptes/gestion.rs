//! The accounts of others: each within one's right, and nothing beside it.

use axum::http::StatusCode;
use passerelle_gens::comptes;
use passerelle_socle::access::{Acteur, Portee, Role};
use passerelle_socle::temps::Horloge;

use super::{entre, form, inscrire, inviter, journal, portee};
use passerelle_monde::porte::Porte;
use passerelle_monde::{Monde, mondes};
use passerelle_socle::ident::Id;

#[tokio::test]
async fn a_responsable_invites_at_home_and_nowhere_else() {
    for monde in mondes("responsable_invite").await {
        monde.peupler().await;
        let nord = portee(&monde, "ML-NORD").await;
        let resp = inscrire(&monde, "Rachid O.", "rachid@ml-nord.example", Role::Responsable, &nord).await;
        let porte = Porte::reelle(&monde);
        let demander = async |champs: &[(&str, &str)]| {
            let mut tous = vec![("nom", "Nina P."), ("courriel", "nina@ml-nord.example")];
            tous.extend(champs);
            porte.post("/comptes", Some(&resp.cookie), &form(&tous)).await
        };
        let avant = monde.nombre("SELECT count(*) FROM comptes").await;
        for refuse in [
            &[("role", "administrateur")][..],
            &[("role", "pilote")],
            &[("role", "jeune")],
            &[("role", "employeur")],
            &[("role", "conseiller"), ("structure", "ML-SUD")],
            &[("role", "conseiller"), ("structure", "INCONNUE")],
            &[("role", "roi")],
        ] {
            assert_eq!(demander(refuse).await.statut, StatusCode::NOT_FOUND, "{refuse:?}");
        }
        assert_eq!(monde.nombre("SELECT count(*) FROM comptes").await, avant);
        // What the form does not offer is nothing: neither the place, nor the kind of account.
        let cree = demander(&[
            ("role", "conseiller"),
            ("structure_id", "00000000-0000-0000-0000-000000000000"),
            ("demonstration", "true"),
            ("mot_de_passe", "x"),
            ("totp", "x"),
            ("id", "1"),
            ("role", "administrateur"),
        ])
        .await;
        assert_eq!(cree.statut, StatusCode::OK, "{}", cree.texte());
        assert!(cree.texte().contains("/entrer/"));
        let vierge = "nom = 'Nina P.' AND mot_de_passe IS NULL AND totp IS NULL AND NOT demonstration";
        assert_eq!(monde.nombre(&format!("SELECT count(*) FROM comptes WHERE {vierge}")).await, 1);
        let sql = "SELECT h.role || ' ' || s.code AS texte FROM habilitations h JOIN comptes c ON c.id = h.compte_id \
                   JOIN structures s ON s.id = h.structure_id WHERE c.nom = 'Nina P.'";
        assert_eq!(monde.textes(sql).await, ["conseiller ML-NORD"]);
        // Whoever is already known elsewhere receives the role, and no link that would open their account.
        let (paul, _) = inviter(&monde, "Paul I.", "paul@ml.example", Role::Pilote, &Portee::Territoire).await;
        let liens = monde.nombre("SELECT count(*) FROM liens_acces").await;
        let form_de = |nom: &str, courriel: &str| form(&[("nom", nom), ("courriel", courriel), ("role", "conseiller")]);
        let avec_le_nom = |nom: &str| form_de(nom, "PAUL@ml.example");
        // Under another name nothing is given, and nothing told of whose address it is.
        let comptes = monde.nombre("SELECT count(*) FROM habilitations").await;
        let autre = porte.post("/comptes", Some(&resp.cookie), &avec_le_nom("Autre nom")).await;
        assert_eq!(autre.statut, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(autre.texte().contains("ne vont pas ensemble") && !autre.texte().contains("Paul I."));
        assert_eq!(monde.nombre("SELECT count(*) FROM habilitations").await, comptes);
        let sur_paul = "SELECT count(*) FROM journal WHERE detail = 'courriel' \
                        AND objet_id = (SELECT id FROM comptes WHERE nom = 'Paul I.')";
        assert_eq!(monde.nombre(sur_paul).await, 1, "the journal says about whom");
        let donne = porte.post("/comptes", Some(&resp.cookie), &avec_le_nom("paul i")).await;
        assert_eq!(donne.entete("location"), format!("/comptes/{paul}"));
        assert_eq!(monde.nombre("SELECT count(*) FROM liens_acces").await, liens);
        let fiche = porte.get(&format!("/comptes/{paul}"), Some(&resp.cookie)).await.texte();
        // The menu has a part of that name too.
        let (_, fiche) = fiche.split_once("<main").expect("a page has its body");
        assert!(fiche.contains("Paul I.") && !fiche.contains("Pilotage"), "what is held elsewhere is told");
        // Addresses are not walked through: known or not, each draws on the budget of the hour, and nothing is created.
        inviter(&monde, "Lise T.", "lise@ml.example", Role::Pilote, &Portee::Territoire).await;
        let comptes = monde.nombre("SELECT count(*) FROM comptes").await;
        let sienne = form_de("Autre nom", "lise@ml.example");
        let mut tries = Vec::new();
        for _ in 0..25 {
            tries.push(porte.post("/comptes", Some(&resp.cookie), &sienne).await.statut);
        }
        assert_eq!(tries.iter().filter(|s| **s == StatusCode::UNPROCESSABLE_ENTITY).count(), 17, "{tries:?}");
        assert_eq!(tries.last(), Some(&StatusCode::TOO_MANY_REQUESTS));
        assert_eq!(monde.nombre("SELECT count(*) FROM comptes").await, comptes);
    }
}

#[tokio::test]
async fn what_is_outside_one_s_right_does_not_exist() {
    for monde in mondes("comptes_ailleurs").await {
        monde.peupler().await;
        let (nord, sud) = (portee(&monde, "ML-NORD").await, portee(&monde, "ML-SUD").await);
        let resp = inscrire(&monde, "Rachid O.", "rachid@ml-nord.example", Role::Responsable, &nord).await;
        let ici = inscrire(&monde, "Nina P.", "nina@ml-nord.example", Role::Conseiller, &nord).await;
        let ailleurs = inscrire(&monde, "Sami S.", "sami@ml-sud.example", Role::Conseiller, &sud).await;
        // At home, and keeping the platform too: a link or a closed account would reach beyond.
        let mixte = inscrire(&monde, "Maud X.", "maud@ml-nord.example", Role::Conseiller, &nord).await;
        let tx = monde.base.transaction().await.unwrap();
        let maintenant = Monde::horloge().maintenant();
        let (role, portee) = (Role::Administrateur, &Portee::Territoire);
        comptes::habiliter(&tx, maintenant, &Acteur::Systeme, Id::from_uuid(mixte.id), role, portee).await.unwrap();
        tx.commit().await.unwrap();
        let porte = Porte::reelle(&monde);
        let habilitation = async |nom: &str, role: &str| {
            let sql = format!(
                "SELECT h.id FROM habilitations h JOIN comptes c ON c.id = h.compte_id WHERE c.nom = '{nom}' AND h.role = '{role}'"
            );
            passerelle_monde::premier(&monde, &sql).await
        };
        let la_bas = habilitation("Sami S.", "conseiller").await;
        let mixte_admin = habilitation("Maud X.", "administrateur").await;
        let mut caches = vec![
            format!("/comptes/{}/lien", mixte.id),
            format!("/comptes/{}/desactiver", mixte.id),
            format!("/comptes/{}/second-facteur", mixte.id),
            format!("/comptes/habilitations/{la_bas}/retirer"),
            format!("/comptes/habilitations/{mixte_admin}/retirer"),
        ];
        for geste in ["lien", "habilitations", "desactiver", "reactiver", "second-facteur"] {
            caches.push(format!("/comptes/{}/{geste}", ailleurs.id));
        }
        for chemin in caches {
            let refus = porte.post(&chemin, Some(&resp.cookie), "role=conseiller").await;
            assert_eq!(refus.statut, StatusCode::NOT_FOUND, "{chemin}");
        }
        assert_eq!(
            porte.get(&format!("/comptes/{}", ailleurs.id), Some(&resp.cookie)).await.statut,
            StatusCode::NOT_FOUND
        );
        assert!(porte.reconnait_compte(&mixte.cookie).await && porte.reconnait_compte(&ailleurs.cookie).await);
        // The list and its count hold the same.
        for chemin in ["/comptes", "/comptes?q=sami", "/comptes?role=administrateur"] {
            let vue = porte.get(chemin, Some(&resp.cookie)).await.texte();
            assert!(!vue.contains("Sami S.") && !vue.contains("Administration,"), "{chemin}");
        }
        assert!(porte.get("/comptes", Some(&resp.cookie)).await.texte().contains("3\u{a0}rôles tenus"));
        // The same gestures, at home.
        let garde = porte.post(&format!("/comptes/{}/lien", ici.id), Some(&resp.cookie), "").await;
        assert!(garde.texte().contains("/entrer/"));
        // A conseiller keeps no account at all.
        for chemin in ["/comptes", "/comptes/nouveau"] {
            assert_eq!(porte.get(chemin, Some(&ici.cookie)).await.statut, StatusCode::NOT_FOUND, "{chemin}");
        }
    }
}

#[tokio::test]
async fn a_disabled_account_is_out_at_the_next_request() {
    for monde in mondes("desactive").await {
        monde.peupler().await;
        let nord = portee(&monde, "ML-NORD").await;
        let resp = inscrire(&monde, "Rachid O.", "rachid@ml-nord.example", Role::Responsable, &nord).await;
        let nina = inscrire(&monde, "Nina P.", "nina@ml-nord.example", Role::Conseiller, &nord).await;
        let porte = Porte::reelle(&monde);
        let page = porte.post(&format!("/comptes/{}/lien", nina.id), Some(&resp.cookie), "").await.texte();
        let lien = format!("/entrer/{}", entre(&page, "/entrer/", "\"")[0]);
        assert!(porte.reconnait_compte(&nina.cookie).await);
        let fait = porte.post(&format!("/comptes/{}/desactiver", nina.id), Some(&resp.cookie), "").await;
        assert_eq!(fait.statut, StatusCode::SEE_OTHER);
        assert!(!porte.reconnait_compte(&nina.cookie).await, "the session lives on");
        assert_eq!(porte.post(&lien, None, "").await.statut, StatusCode::UNPROCESSABLE_ENTITY, "the link lives on");
        porte.post(&format!("/comptes/{}/reactiver", nina.id), Some(&resp.cookie), "").await;
        assert!(!porte.reconnait_compte(&nina.cookie).await, "what was closed came back to life");
        // Nobody shuts themself out.
        let soi = porte.post(&format!("/comptes/{}/desactiver", resp.id), Some(&resp.cookie), "").await;
        assert_eq!(soi.statut, StatusCode::UNPROCESSABLE_ENTITY);
        let lignes = journal(&monde).await;
        for voulue in ["modifier comptes désactivé", "modifier comptes réactivé"] {
            assert!(lignes.iter().any(|l| l == voulue), "{voulue} is not in {lignes:?}");
        }
    }
}

#[tokio::test]
async fn whoever_takes_a_second_factor_away_or_makes_a_link_is_told_to_the_owner_by_mail() {
    for monde in mondes("facteur_retire").await {
        let admin = Porte::reelle(&monde).entrer(&monde, Role::Administrateur).await;
        let claire = inscrire(&monde, "Claire N.", "claire@ml.example", Role::Pilote, &Portee::Territoire).await;
        let porte = Porte::reelle(&monde);
        let courriers = async || {
            let sql = "SELECT destinataire || ' : ' || texte AS texte FROM courriers ORDER BY cree_le, id";
            monde.textes(sql).await
        };
        assert_eq!(courriers().await, Vec::<String>::new(), "{}: somebody was written to before", monde.moteur);
        for (geste, quoi) in [
            ("second-facteur", "le code de votre téléphone a été retiré"),
            ("lien", "un nouveau lien d'entrée a été fait"),
        ] {
            let avant = courriers().await.len();
            let fait = porte.post(&format!("/comptes/{}/{geste}", claire.id), Some(&admin), "").await;
            assert!(fait.statut.is_success() || fait.statut == StatusCode::SEE_OTHER, "{geste}: {}", fait.texte());
            let dits = courriers().await;
            assert_eq!(dits.len(), avant + 1, "{}: {geste}: one mail", monde.moteur);
            let dit = &dits[avant];
            assert!(dit.starts_with("claire@ml.example : ") && dit.contains(quoi), "{dit}");
            // It says who, and what to do; nothing that would open the account.
            assert!(dit.contains(", par ") && dit.contains("dites-le") && !dit.contains("/entrer/"), "{dit}");
            assert!(dit.chars().count() <= 160 + "claire@ml.example : ".len(), "{dit}");
        }
        // What was refused writes to nobody.
        let avant = courriers().await.len();
        let refus = porte.post(&format!("/comptes/{}/second-facteur", claire.id), Some(&claire.cookie), "").await;
        assert_eq!((refus.statut, courriers().await.len()), (StatusCode::NOT_FOUND, avant));
        assert!(journal(&monde).await.iter().any(|l| l.starts_with("modifier comptes")), "{}", monde.moteur);
    }
}
