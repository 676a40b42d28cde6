//! Studies: a protocol frozen before outcomes, an extract without identity, a report that says when it is inconclusive.

mod analyse;
mod enquete;
mod extrait;
mod hostile;
mod liens;
mod protocole;
mod relances;
mod tirage;

use axum::http::{StatusCode, header};
use passerelle_socle::access::Role;

use passerelle_monde::{Monde, Visiteur, mondes};

/// Young people positioned on `PS-BTP` by the mission locale Nord; half of them enter.
const COMBIEN: usize = 60;
/// In every family name: nothing that leaves may hold it.
const CANARI: &str = "Zyxwcanari";

/// A world with enough people for a study, and who looks at it.
struct Scene {
    monde: Monde,
    judith: Visiteur,
}

/// The form of a protocol, that each story changes.
fn formulaire() -> Vec<(&'static str, String)> {
    [
        ("titre", "Prépa BTP : quel effet ?"),
        ("question", "La prépa fait-elle signer plus de contrats ?"),
        ("traitement", "La prépa, contre le droit commun."),
        ("depart", "positionnement"),
        ("du", "2017-02-01"),
        ("au", "2017-04-30"),
        ("action", "PS-BTP"),
        ("delai_prise", "90"),
        ("i_contrat", "oui"),
        ("d_contrat", "180"),
        ("principale", "contrat"),
        ("estimateur", "difference"),
        ("c_sexe", "oui"),
        ("n_prevu", "60"),
        ("part", "50"),
        ("taux", "20"),
        ("extrait_prevu", "2018-02-20"),
        ("cle_mois", "6"),
        ("plan", "Si l'intervalle contient zéro, on ne conclut pas."),
    ]
    .map(|(c, v)| (c, v.to_owned()))
    .into()
}

/// The same, with some fields changed or added.
fn avec(changes: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let mut champs = formulaire();
    for (cle, valeur) in changes {
        champs.retain(|(c, _)| c != cle);
        champs.push((cle, (*valeur).to_owned()));
    }
    champs
}

async fn scenes(nom: &str) -> Vec<Scene> {
    let mut scenes = Vec::new();
    for monde in mondes(nom).await {
        monde.peupler().await;
        let mut fichiers = [
            "structure;numero;nom;prenom;date_naissance;sexe;commune_insee;code_postal;qpv;rqth;niveau;situation;date_premier_accueil;telephone;courriel\n".to_owned(),
            "structure;jeune;prescripteur;action;date;etat;date_etat;motif\n".to_owned(),
            "structure;jeune;action;date_entree;date_sortie;terminee;issue;date_issue\n".to_owned(),
            "structure;jeune;type;employeur_siret;employeur_nom;cfa;certification;date_conclusion;date_debut;date_fin;date_rupture;motif_rupture\n".to_owned(),
        ];
        for i in 0..COMBIEN {
            let lettre = char::from(b'a' + (i / 26) as u8).to_string() + &char::from(b'a' + (i % 26) as u8).to_string();
            let (numero, sexe) = (1_000 + i, if i % 4 < 2 { "F" } else { "M" });
            fichiers[0] += &format!(
                "ML-NORD;{numero};{CANARI}{lettre};Lou{lettre};1999-05-04;{sexe};93001;93300;oui;;V;demandeur_emploi;2017-01-16;;jeune{i}@demo.example\n"
            );
            fichiers[1] += &format!("ML-NORD;{numero};ML-NORD;PS-BTP;2017-03-06;;;\n");
            if i % 2 == 0 {
                fichiers[2] += &format!("ML-NORD;{numero};PS-BTP;2017-04-03;2017-06-30;oui;;\n");
            }
            // Of those who enter, two out of three sign; of the others, one out of five.
            if (i % 2 == 0 && i % 3 != 0) || (i % 2 == 1 && i % 5 == 0) {
                fichiers[3] +=
                    &format!("ML-NORD;{numero};apprentissage;;Maçonnerie du Canal;CFA-LAC;;2017-07-03;2017-09-01;;;\n");
            }
        }
        let noms = ["jeunes.csv", "positionnements.csv", "participations.csv", "contrats.csv"];
        let livraison: Vec<_> = noms.into_iter().zip(fichiers).collect();
        let rapport = monde.livrer(&livraison).await;
        assert!(rapport.fichiers.iter().all(|f| f.refuses == 0 && f.erreur.is_none()), "{:#?}", rapport.fichiers);
        let judith = monde.visiteur(Some(Role::Evaluateur)).await;
        scenes.push(Scene { monde, judith });
    }
    scenes
}

/// Sends a form that must be followed; where it leads.
async fn mene(qui: &Visiteur, chemin: &str, champs: &[(&'static str, String)]) -> String {
    let champs: Vec<(&str, &str)> = champs.iter().map(|(c, v)| (*c, v.as_str())).collect();
    let (statut, entetes, corps) = qui.post(chemin, &champs).await;
    assert_eq!(statut, StatusCode::SEE_OTHER, "{chemin} : {}", String::from_utf8_lossy(&corps));
    entetes[header::LOCATION].to_str().unwrap().to_owned()
}

/// Sends a form that must be refused; the page that says why.
async fn refuse(qui: &Visiteur, chemin: &str, champs: &[(&'static str, String)]) -> String {
    let champs: Vec<(&str, &str)> = champs.iter().map(|(c, v)| (*c, v.as_str())).collect();
    let (statut, _, corps) = qui.post(chemin, &champs).await;
    assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY, "{chemin}");
    String::from_utf8(corps).unwrap()
}

impl Scene {
    /// A draft; its path.
    async fn brouillon(&self, champs: &[(&'static str, String)]) -> String {
        let vers = mene(&self.judith, "/etudes/nouvelle", champs).await;
        vers.split('?').next().unwrap().to_owned()
    }

    /// A registered study; its path.
    async fn enregistree(&self, champs: &[(&'static str, String)]) -> String {
        let la = self.brouillon(champs).await;
        mene(&self.judith, &format!("{la}/enregistrer"), &[]).await;
        la
    }

    /// An extract of a study; its path.
    async fn extrait(&self, etude: &str) -> String {
        mene(&self.judith, &format!("{etude}/extraits"), &[]).await
    }

    /// The bytes of an extract, and its description.
    async fn fichiers(&self, extrait: &str) -> (Vec<u8>, serde_json::Value) {
        let csv = self.judith.fichier(&format!("{extrait}/fichier/csv")).await;
        let json = self.judith.fichier(&format!("{extrait}/fichier/json")).await;
        (csv, serde_json::from_slice(&json).unwrap())
    }
}

/// Rows of an extract: the header, then one list of cells a row.
fn rangees(csv: &[u8]) -> Vec<Vec<String>> {
    let texte = std::str::from_utf8(csv).unwrap().trim_start_matches('\u{feff}');
    texte.lines().map(|l| l.split(';').map(str::to_owned).collect()).collect()
}
