//! Who steers the territory, and the public, never read who somebody is: on any page, in any file.

use std::io::{Cursor, Read};

use passerelle::routes;
use passerelle_socle::access::Role;
use passerelle_socle::db;

use passerelle_monde::rapprochements::{poser, poser_ligne, table_de};
use passerelle_monde::tirages::{preparer, protocole};
use passerelle_monde::{Monde, Visiteur, id_de, mondes, poser_gabarit};

/// In every field that tells who a young person is.
const MARQUE: &str = "zqidentite";

const JEUNES: &str = "structure;numero;nom;prenom;date_naissance;commune_insee;situation;telephone;courriel
ML-NORD;zqidentite-1;Zqidentite-nom;Zqidentite-prenom;2001-02-03;93001;decrocheur;06 39 98 77 66;zqidentite@demo.example
";
/// As many as open a list to a pilote: one too short would show no identity, nor prove anything.
const FAITS: [(&str, &str); 3] = [
    (
        "positionnements.csv",
        "structure;jeune;prescripteur;action;date;etat;date_etat;motif
ML-NORD;zqidentite-1;ML-NORD;PS-BTP;2017-03-06;refuse;2017-03-09;Zqidentite-motif : appelle sa mère
ML-NORD;zqidentite-1;ML-NORD;PS-BTP;2017-03-10;refuse;2017-03-20;Zqidentite-motif : appelle sa mère
ML-NORD;zqidentite-1;ML-NORD;PS-BTP;2017-03-11;refuse;2017-03-20;Zqidentite-motif : appelle sa mère
ML-NORD;zqidentite-1;ML-NORD;PS-BTP;2017-03-12;refuse;2017-03-20;Zqidentite-motif : appelle sa mère
ML-NORD;zqidentite-1;ML-NORD;PS-BTP;2017-03-13;refuse;2017-03-20;Zqidentite-motif : appelle sa mère
ML-NORD;zqidentite-1;ML-NORD;PS-BTP;2017-03-14;refuse;2017-03-20;Zqidentite-motif : appelle sa mère
",
    ),
    (
        "participations.csv",
        "structure;jeune;action;date_entree;date_sortie;terminee;issue
ML-NORD;zqidentite-1;PS-BTP;2017-04-03;2017-06-30;oui;contrat_apprentissage
ML-NORD;zqidentite-1;PS-BTP;2017-04-10;2017-06-30;oui;contrat_apprentissage
ML-NORD;zqidentite-1;PS-BTP;2017-04-11;2017-06-30;oui;contrat_apprentissage
ML-NORD;zqidentite-1;PS-BTP;2017-04-12;2017-06-30;oui;contrat_apprentissage
ML-NORD;zqidentite-1;PS-BTP;2017-04-13;2017-06-30;oui;contrat_apprentissage
ML-NORD;zqidentite-1;PS-BTP;2017-04-14;2017-06-30;oui;contrat_apprentissage
",
    ),
    (
        "contrats.csv",
        "structure;jeune;type;employeur_nom;date_debut
ML-NORD;zqidentite-1;apprentissage;Boulangerie des Lacs;2017-09-01
ML-NORD;zqidentite-1;apprentissage;Boulangerie des Lacs;2017-10-10
ML-NORD;zqidentite-1;apprentissage;Boulangerie des Lacs;2017-10-11
ML-NORD;zqidentite-1;apprentissage;Boulangerie des Lacs;2017-10-12
ML-NORD;zqidentite-1;apprentissage;Boulangerie des Lacs;2017-10-13
ML-NORD;zqidentite-1;apprentissage;Boulangerie des Lacs;2017-10-14
",
    ),
];

async fn peupler(monde: &Monde) {
    monde.peupler().await;
    monde.livrer(&[("jeunes.csv", JEUNES)]).await;
    let rapport = monde.livrer(&FAITS).await;
    assert!(!rapport.refuse(), "{:?}", rapport.fichiers);
    let (elle, amina) =
        (id_de(monde, "jeunes", "nom = 'Zqidentite-nom'").await, id_de(monde, "jeunes", "prenom = 'Amina'").await);
    poser(monde, elle, amina, "propose").await;
    poser_ligne(monde, elle, id_de(monde, "structures", "code = 'ML-NORD'").await).await;
    poser_gabarit(monde).await;
    // And on the list of a draw.
    let judith = monde.visiteur(Some(Role::Evaluateur)).await;
    let tirage = preparer(&judith, &protocole()).await;
    let nord = id_de(monde, "structures", "code = 'ML-NORD'").await;
    let sql = "INSERT INTO candidats (id, tirage_id, jeune_id, structure_id, identifiant, site, vague, strate, exclusion, saisi_le) \
               VALUES ($1, $2, $3, $4, 'C-1', 'ML-NORD', '1', 'F', '', 0)";
    let tx = monde.base.transaction().await.unwrap();
    let id = db::nouvel_id::<()>().uuid();
    db::executer(&tx, sql, [id.into(), tirage.into(), elle.into(), nord.into()]).await.unwrap();
    tx.commit().await.unwrap();
}

/// The text of a page, or of all the parts of a workbook.
fn texte(corps: Vec<u8>) -> String {
    if !corps.starts_with(b"PK") {
        return String::from_utf8_lossy(&corps).into_owned();
    }
    let mut classeur = zip::ZipArchive::new(Cursor::new(corps)).unwrap();
    let mut tout = String::new();
    for i in 0..classeur.len() {
        let mut partie = String::new();
        if classeur.by_index(i).unwrap().read_to_string(&mut partie).is_ok() {
            tout += &partie;
        }
    }
    tout
}

/// Everything a reader can get: every declared GET route, every figure and format.
async fn tout_lire(monde: &Monde, lecteur: &Visiteur) -> Vec<(String, String)> {
    let mut chemins = Vec::new();
    for d in routes::site().declarations().iter().filter(|d| d.methode == "GET") {
        match d.chemin {
            "/bilan/cas/{figure}" | "/bilan/cas/{figure}/{format}" | "/entrer/{secret}" => {}
            "/bilan/fichier/{format}" => {
                chemins.extend(["json", "html", "xlsx", "csv"].map(|f| d.chemin.replace("{format}", f)))
            }
            chemin if chemin.starts_with("/bilans/{id}") => {}
            // There is no study here: its own stories plant a name and look for it.
            chemin if chemin.starts_with("/etudes/{id}") || chemin.starts_with("/enquete/") => {}
            "/donnees-personnelles/{public}" => chemins.push(d.chemin.replace("{public}", "jeunes")),
            // A file that waits is its sender's: nobody dropped one here.
            "/gabarits/depots/{depot}" => {}
            // A request is whoever answers it reads: nobody waits for an answer here, and its own stories try everybody.
            chemin if chemin.starts_with("/positionnements/recus/") => {}
            // What hangs on a person or an account: the same door, tried state by state by the matrix.
            chemin
                if chemin.matches('{').count() > 1
                    || chemin.starts_with("/mon-espace/")
                    || chemin.starts_with("/conservation/") => {}
            chemin if chemin.contains("{id}") => {
                let (table, condition) = table_de(chemin).unwrap_or((chemin.split('/').nth(1).unwrap(), "1 = 1"));
                chemins.push(chemin.replace("{id}", &id_de(monde, table, condition).await.to_string()));
            }
            chemin => chemins.push(chemin.to_owned()),
        }
    }
    let jeune = id_de(monde, "jeunes", "nom = 'Zqidentite-nom'").await;
    chemins.push(format!("/jeunes/{jeune}"));
    let contrat = id_de(monde, "contrats", "employeur_nom = 'Boulangerie des Lacs'").await;
    chemins.push(format!("/contrats/{contrat}"));
    chemins.push("/jeunes?q=zqidentite".into());
    chemins.push("/positionnements?etat=refuse&tri=jeune".into());
    let periode = "du=2017-01-01&au=2017-12-31";
    for figure in [
        "actions?",
        "contrats?",
        "positionnements?",
        "parcours?action=PS-BTP&mesure=accompagnes&",
        "partenariats?type=initie&",
        "evenements?type=promotion&",
    ] {
        let (cle, suite) = figure.split_once('?').unwrap();
        chemins.extend(["", "/csv", "/xlsx"].map(|f| format!("/bilan/cas/{cle}{f}?{suite}{periode}")));
    }
    let mut lus = Vec::new();
    for chemin in chemins {
        let (statut, entetes, corps) = lecteur.get(&chemin).await;
        let entetes = format!("{entetes:?}");
        lus.push((format!("{chemin} ({})", statut.as_u16()), texte(corps) + &entetes));
    }
    lus
}

#[tokio::test]
async fn a_pilote_and_the_public_never_read_an_identity() {
    for monde in mondes("identite").await {
        peupler(&monde).await;
        let jeune = id_de(&monde, "jeunes", "nom = 'Zqidentite-nom'").await.to_string();
        // Links and headers echo what was asked for: only what is answered counts.
        let dit = |chemin: &str, texte: &str| {
            let bas = texte.to_lowercase();
            let demande = chemin.to_lowercase().contains(MARQUE) || chemin.contains(&jeune);
            (bas.contains(MARQUE) && !demande)
                || bas.contains("zqidentite-")
                || bas.contains("39 98 77 66")
                || bas.contains("639987766")
                || (bas.contains(&jeune) && !demande)
        };
        for role in [Some(Role::Pilote), None] {
            let lecteur = monde.visiteur(role).await;
            let lus = tout_lire(&monde, &lecteur).await;
            assert!(lus.len() > 60, "{} pages only", lus.len());
            for (chemin, texte) in lus {
                assert!(!dit(&chemin, &texte), "{} : {role:?} reads an identity at {chemin}", monde.moteur);
            }
        }
        // The mark is really there to be read: the administrateur sees it in each kind.
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let vus: Vec<String> =
            tout_lire(&monde, &admin).await.into_iter().filter(|(c, t)| dit(c, t)).map(|(c, _)| c).collect();
        for attendu in [
            "/jeunes ",
            "/jeunes.csv",
            "/jeunes.xlsx",
            "/positionnements ",
            "/positionnements.csv",
            "/contrats.xlsx",
            "/participations.csv",
            "/bilan/cas/parcours?",
            "/bilan/cas/contrats/xlsx",
        ] {
            assert!(
                vus.iter().any(|v| v.starts_with(attendu)),
                "the mark is not at {attendu}: the test proves nothing there ({vus:?})"
            );
        }
    }
}
