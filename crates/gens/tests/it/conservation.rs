//! Stories of what is kept: the register, the notice, the erasure, what is left in the bytes.

mod octets;
mod suspens;

use std::collections::BTreeSet;

use axum::http::StatusCode;
use passerelle_gens::conservation::{
    Effacement, Passage, annoncer, dernier_contact, effacer, executer, opposer, registre,
};
use passerelle_socle::access::{Acteur, Portee, Role};
use passerelle_socle::db::{self, Moteur};
use passerelle_socle::journal;
use passerelle_socle::personne::{self, Oubli, Signe};
use passerelle_socle::temps::{Horloge, HorlogeFixe};
use passerelle_socle::texte::Texte;

use passerelle_monde::semis::{Semis, semer};
use passerelle_monde::{Monde, PERSONNES, id_de, mondes};
use passerelle_socle::ident::Id;

/// The columns of the base, as `table.colonne`.
async fn colonnes(monde: &Monde) -> BTreeSet<String> {
    let mut toutes = BTreeSet::new();
    for table in monde.tables().await.into_iter().filter(|t| t != "migrations") {
        let sql = match monde.base.moteur() {
            Moteur::Sqlite => format!("SELECT name AS texte FROM pragma_table_info('{table}')"),
            Moteur::Postgres => format!(
                "SELECT CAST(column_name AS text) AS texte FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND table_name = '{table}'"
            ),
        };
        toutes.extend(monde.textes(&sql).await.into_iter().map(|c| format!("{table}.{c}")));
    }
    toutes
}

#[tokio::test]
async fn every_column_is_in_the_register() {
    for monde in mondes("registre").await {
        let reelles = colonnes(&monde).await;
        let dites: BTreeSet<String> =
            registre().iter().flat_map(|(table, t)| t.champs.keys().map(move |c| format!("{table}.{c}"))).collect();
        let oubliees: Vec<_> = reelles.difference(&dites).collect();
        assert!(
            oubliees.is_empty(),
            "these columns are not in referentiels/registre/: {oubliees:?}\nAdd each in the file of its capability, as \
             `conservation::registre` says."
        );
        let parties: Vec<_> = dites.difference(&reelles).collect();
        assert!(parties.is_empty(), "these entries of referentiels/registre/ name no column: {parties:?}");
    }
}

#[tokio::test]
async fn the_register_speaks_of_each_column_and_erases_what_tells_who_somebody_is() {
    const SENSIBILITES: [&str; 7] = ["technique", "fait", "identite", "contact", "social", "libre", "secret"];
    let mut fautes = Vec::new();
    for (nom, table) in registre() {
        let declaree = personne::table_nommee(&PERSONNES, nom);
        if table.champs.contains_key("jeune_id") && declaree.is_none() {
            fautes.push(format!("{nom} has a jeune_id and no `PERSONNE` declares it"));
        }
        for (colonne, c) in &table.champs {
            if c.sens().len() < 2 || !SENSIBILITES.contains(&c.sensibilite()) {
                fautes.push(format!("{nom}.{colonne} has a word that is not known"));
            }
            let dit_qui = ["identite", "contact", "libre"].contains(&c.sensibilite());
            let garde = declaree.is_some_and(|t| matches!(t.oubli, Oubli::Colonnes(_)) && t.devient(colonne).is_none());
            if dit_qui && garde {
                fautes.push(format!("{nom}.{colonne} tells who somebody is and would survive their erasure"));
            }
        }
    }
    // Nothing is erased, or read as a contact, under a name that no column has.
    for table in personne::tables(&PERSONNES) {
        let effacees = match table.oubli {
            Oubli::Colonnes(colonnes) => colonnes.iter().map(|(colonne, _)| *colonne).collect(),
            _ => vec![],
        };
        let signes = table.signes.iter().map(|s| match s {
            Signe::Jour(colonne) | Signe::Instant(colonne) => *colonne,
        });
        let connues = registre().get(table.nom).map(|t| &t.champs);
        for colonne in effacees.into_iter().chain(signes) {
            if !connues.is_some_and(|c| c.contains_key(colonne)) {
                fautes.push(format!("{}.{colonne} is not a column", table.nom));
            }
        }
    }
    assert!(fautes.is_empty(), "{fautes:#?}");
}

pub const CANARI: &str = "Zqxcanari";

/// A person about whom every table holds something, canaries in every text; their account too.
pub async fn amina_partout(monde: &Monde) -> uuid::Uuid {
    monde.peupler().await;
    let amina = id_de(monde, "jeunes", "prenom = 'Amina'").await;
    monde.quelqu_un(&format!("Amina {CANARI}"), Role::Jeune, Portee::Jeune(Id::from_uuid(amina))).await;
    monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await;
    let claire = id_de(monde, "comptes", "nom = 'Claire N.'").await;
    let nord = id_de(monde, "structures", "code = 'ML-NORD'").await;
    let tx = monde.base.transaction().await.unwrap();
    let texte = format!("{CANARI} texte");
    let valeurs = [
        ("jeune", amina.into()),
        ("compte", claire.into()),
        ("structure", nord.into()),
        ("octets", texte.clone().into_bytes().into()),
        ("canari", texte.into()),
    ];
    semer(&tx, Semis::Canaris, &valeurs).await;
    tx.commit().await.unwrap();
    // A row refused by an import, which names them by their names only.
    let csv = format!(
        "structure;numero;nom;prenom;date_naissance\nINCONNUE;1;{CANARI} texte;Amina;\nINCONNUE;2;Autre;Amina;\n"
    );
    monde.livrer(&[(format!("jeunes-{CANARI} texte.csv").as_str(), csv.as_str())]).await;
    amina
}

async fn effacer_amina(monde: &Monde, amina: uuid::Uuid) {
    let maintenant = Monde::horloge().maintenant();
    let tx = monde.base.transaction().await.unwrap();
    let e = Effacement::nouveau(Id::from_uuid(amina), maintenant, "demande", Some("2018-02-01".parse().unwrap()));
    assert!(effacer(&tx, &PERSONNES, maintenant, &Acteur::Systeme, &e).await.unwrap());
    assert!(!effacer(&tx, &PERSONNES, maintenant, &Acteur::Systeme, &e).await.unwrap(), "erased twice");
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_erased_person_is_nowhere_and_still_counted() {
    for monde in mondes("effacement").await {
        let amina = amina_partout(&monde).await;
        for (nom, table) in registre().iter().filter(|(n, t)| {
            t.champs.contains_key("jeune_id") && personne::table_nommee(&PERSONNES, n).is_some() && *n != "effacements"
        }) {
            let n = monde
                .nombre(&format!(
                    "SELECT count(*) FROM {nom} t JOIN jeunes j ON j.id = t.jeune_id WHERE j.prenom = 'Amina'"
                ))
                .await;
            assert!(n > 0, "plant a row of {nom} in crates/monde/semis/canaris: {table:?}");
        }
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let adresse = "/bilan/fichier/json?du=2017-01-01&au=2018-12-31";
        let avant = admin.fichier(adresse).await;
        assert!(monde.tout_le_texte().await.contains(CANARI));

        effacer_amina(&monde, amina).await;
        let texte = monde.tout_le_texte().await;
        let restes: Vec<&str> = texte.lines().filter(|l| l.contains(CANARI)).collect();
        assert!(restes.is_empty(), "left: {restes:#?}");
        assert!(texte.contains("Autre"), "somebody else's refused row went too");
        let sans_date = |octets: &[u8]| {
            let mut json: serde_json::Value = serde_json::from_slice(octets).unwrap();
            json.as_object_mut().map(|o| o.remove("edition"));
            json
        };
        assert_eq!(sans_date(&admin.fichier(adresse).await), sans_date(&avant), "the report has changed");
        let (statut, ..) = admin.get(&format!("/jeunes/{amina}")).await;
        assert_eq!(statut, StatusCode::NOT_FOUND);
        assert_eq!(monde.valeur("jeunes", "date_naissance", "efface_le IS NOT NULL").await, "1999-01-01");
        assert_eq!(monde.valeur("contacts", "date", "1 = 1").await, "2018-02-01");
        assert_eq!(monde.valeur("referents", "au", "1 = 1").await, "2018-02-20");
        assert_eq!(journal::verifier(&monde.base, None).await.unwrap().faute, None);
    }
}

#[tokio::test]
async fn two_years_a_notice_then_the_erasure() {
    for monde in mondes("conservation").await {
        monde.peupler().await;
        let amina = id_de(&monde, "jeunes", "prenom = 'Amina'").await;
        // Her contract ends on 31 August 2019: the last dated fact about her.
        assert_eq!(
            dernier_contact(monde.base.lecture(), &PERSONNES, Id::from_uuid(amina)).await.unwrap(),
            Some("2019-08-31".parse().unwrap())
        );
        let le = |jour: &str| HorlogeFixe(format!("{jour}T08:00:00Z").parse().unwrap());
        let passe = async |jour: &str| executer(&monde.base, &PERSONNES, &monde.permis(&le(jour)).await).await.unwrap();
        let rien = Passage::default();
        assert_eq!(passe("2018-02-20").await, rien);
        // The two others have been silent since December 2017 at the latest.
        let blanc = annoncer(&monde.base, &PERSONNES, le("2021-07-31").maintenant()).await.unwrap();
        assert_eq!(monde.nombre("SELECT count(*) FROM conservation_avis").await, 0, "a dry run wrote");
        let premier = passe("2021-07-31").await;
        assert_eq!((premier.avises, premier), (2, blanc));
        assert_eq!(passe("2021-08-01").await, Passage { avises: 1, en_attente: 2, ..rien });
        assert_eq!(passe("2021-08-29").await, Passage { en_attente: 3, ..rien });
        // Somebody sees Amina again: her notice is lifted, not the others'.
        let tx = monde.base.transaction().await.unwrap();
        let sql = "INSERT INTO contacts (id, jeune_id, type, date, cree_le) VALUES ($1, $2, 'appel', '2021-08-30', 1)";
        db::executer(&tx, sql, [db::nouvel_id::<()>().uuid().into(), amina.into()]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(passe("2021-08-30").await, Passage { effaces: 2, leves: 1, ..rien });
        assert_eq!(passe("2021-08-31").await, rien);
        assert_eq!(monde.textes("SELECT nom AS texte FROM jeunes WHERE efface_le IS NULL").await, ["Beladour"]);
        assert_eq!(monde.textes("SELECT motif AS texte FROM effacements").await, ["duree", "duree"]);
    }
}

#[tokio::test]
async fn the_administrateur_erases_with_a_reason_and_answers_objections() {
    for monde in mondes("effacement_web").await {
        monde.peupler().await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let claire = monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await;
        let amina = id_de(&monde, "jeunes", "prenom = 'Amina'").await;
        let ines = id_de(&monde, "jeunes", "prenom = 'Inès'").await;
        let chemin = format!("/jeunes/{amina}/effacer");
        let bon = [("motif", "demande"), ("demande_le", "2018-02-19"), ("compris", "oui")];
        // Claire follows Amina, and does not erase her.
        assert_eq!(claire.get(&chemin).await.0, StatusCode::NOT_FOUND);
        assert_eq!(claire.post(&chemin, &bon).await.0, StatusCode::NOT_FOUND);
        assert!(admin.page(&chemin).await.contains("Effacer Amina BELADOUR"));
        for mauvais in [[("motif", "duree"), ("compris", "oui")], [("motif", "demande"), ("compris", "")]] {
            assert_eq!(admin.post(&chemin, &mauvais).await.0, StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(monde.nombre("SELECT count(*) FROM effacements").await, 0);
        assert_eq!(admin.post(&chemin, &bon).await.0, StatusCode::SEE_OTHER);
        assert_eq!(admin.get(&chemin).await.0, StatusCode::NOT_FOUND);

        let maintenant = Monde::horloge().maintenant();
        let tx = monde.base.transaction().await.unwrap();
        let dit = Texte::lire("Je ne veux plus.", 100).unwrap();
        let id = opposer(&tx, maintenant, &Acteur::Systeme, Id::from_uuid(ines), &dit).await.unwrap();
        tx.commit().await.unwrap();
        assert!(admin.page("/conservation").await.contains("Je ne veux plus."));
        let reponse = format!("/conservation/oppositions/{id}");
        assert_eq!(admin.post(&reponse, &[("decision", "refuser")]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(claire.post(&reponse, &[("decision", "accepter")]).await.0, StatusCode::NOT_FOUND);
        assert_eq!(admin.post(&reponse, &[("decision", "accepter")]).await.0, StatusCode::SEE_OTHER);
        assert_eq!(admin.post(&reponse, &[("decision", "accepter")]).await.0, StatusCode::NOT_FOUND);
        let effaces = monde
            .textes("SELECT motif || ' ' || CAST(demande_le AS text) AS texte FROM effacements ORDER BY motif")
            .await;
        assert_eq!(effaces, ["demande 2018-02-19", "opposition 2018-02-20"]);
        assert!(!admin.page("/jeunes").await.contains("BELADOUR"));
    }
}
