//! The guide against the program: each kind of file with its columns and codes, each key of the report, who does what on each
//! page of the territory. What is published is read by others, who have nothing else.

use std::collections::{BTreeMap, BTreeSet};

use passerelle::natures::NATURES;
use passerelle::routes;
use passerelle_monde::acteurs;
use passerelle_monde::guide::{page, rangees};
use passerelle_monde::{mondes_de_demonstration, programme};
use passerelle_socle::access::{Acteur, Action, Faits, Objet, Role, may};
use passerelle_socle::echanges::Forme;
use serde_json::Value;

/// What stands between backquotes.
fn codes(texte: &str) -> Vec<&str> {
    texte.split('`').skip(1).step_by(2).collect()
}

/// The rows of the first table of a text, under its headers.
fn rangs(texte: &str) -> Vec<Vec<String>> {
    rangees(texte).split_off(1)
}

#[test]
fn the_guide_says_each_kind_of_file_column_by_column_and_code_by_code() {
    let guide = page("importer.md");
    let parties: Vec<(&str, &str)> = guide.split("\n### ").filter_map(|p| p.split_once('\n')).collect();
    let mut fautes = Vec::new();
    for nature in NATURES {
        let nom = nature.nom;
        let Some((titre, texte)) = parties.iter().find(|(t, _)| t.starts_with(&format!("{nom}.csv · clé "))) else {
            fautes.push(format!("{nom}: no part of its own"));
            continue;
        };
        let rangs = rangs(texte);
        // A header is bold when a row without it is refused.
        let dites: Vec<(&str, bool)> = rangs
            .iter()
            .flat_map(|r| r[0].split(", ").map(|c| (c.trim_matches(['*', '`']), c.starts_with("**"))))
            .collect();
        let vraies: Vec<(&str, bool)> = nature.colonnes.iter().map(|c| (c.nom, c.requise)).collect();
        if dites != vraies {
            fautes.push(format!("{nom}:\n  the guide says   {dites:?}\n  the program reads {vraies:?}"));
        }
        if codes(titre).iter().any(|c| vraies.iter().all(|(nom, _)| nom != c)) {
            fautes.push(format!("{nom}: a key that is no column: {titre}"));
        }
        for colonne in nature.colonnes {
            let Forme::Parmi(_) = colonne.forme else { continue };
            let attendus: BTreeSet<&str> = colonne.codes().into_iter().map(|(code, _)| code).collect();
            let rang = rangs.iter().find(|r| codes(&r[0]).contains(&colonne.nom));
            let mots = rang.and_then(|r| r.get(1)).map_or("", String::as_str);
            let dits: BTreeSet<&str> = match mots {
                m if m.contains("même liste que") => continue,
                m if m.contains("voir ci-dessous") => {
                    codes(&texte[texte.find("\n\n").unwrap_or(0)..]).into_iter().collect()
                }
                m => codes(m).into_iter().collect(),
            };
            let tus: Vec<_> = attendus.difference(&dits).collect();
            if !tus.is_empty() {
                fautes.push(format!("{nom}.{}: codes that the guide does not say: {tus:?}", colonne.nom));
            }
        }
    }
    assert!(fautes.is_empty(), "docs/guide/importer.md:\n{}", fautes.join("\n"));
}

/// The keys of a JSON value as the guide writes them: `periode.du`, `rencontres[].date`.
fn cles(valeur: &Value, ou: &str, vues: &mut BTreeSet<String>) {
    match valeur {
        // Keys that are years are data.
        Value::Object(champs) if !champs.keys().all(|k| k.parse::<u32>().is_ok()) => {
            for (cle, v) in champs {
                let chemin = if ou.is_empty() { cle.clone() } else { format!("{ou}.{cle}") };
                cles(v, &chemin, vues);
            }
        }
        Value::Array(rangs) => {
            let chemin = format!("{ou}[]");
            assert!(!rangs.is_empty(), "{chemin}: the demonstration has some");
            for rang in rangs {
                cles(rang, &chemin, vues);
            }
            vues.insert(chemin);
        }
        _ => {
            vues.insert(ou.to_owned());
        }
    }
}

#[tokio::test]
async fn the_guide_says_each_key_of_the_report_and_no_other() {
    let guide = page("bilan.md");
    let (_, texte) = guide.split_once("## Le bilan en JSON").expect("its part");
    let mut dites = BTreeSet::new();
    for rang in rangs(texte) {
        let noms = codes(&rang[0]).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let parent = noms[0].rsplit_once('.').map_or("", |(p, _)| p).to_owned();
        dites.extend(noms.into_iter().map(|n| if n.starts_with('.') { format!("{parent}{n}") } else { n }));
    }
    for monde in mondes_de_demonstration("guide_bilan").await {
        let mut bilan = programme();
        bilan.args(["bilan", "--du", "2017-01-01", "--au", "2017-12-31", "--base", monde.adresse()]);
        let rendu = bilan.output().unwrap();
        let json: Value = serde_json::from_slice(&rendu.stdout).expect("JSON");
        let mut vraies = BTreeSet::new();
        cles(&json, "", &mut vraies);
        let (tues, inventees): (Vec<_>, Vec<_>) =
            (vraies.difference(&dites).collect(), dites.difference(&vraies).collect());
        assert!(
            tues.is_empty() && inventees.is_empty(),
            "docs/guide/bilan.md: not said {tues:?}, not there {inventees:?}"
        );
    }
}

/// What each page of the guide's table is about.
const PAGES: [(&str, Objet); 23] = [
    ("accueil, notices", Objet::PagePublique),
    ("événements", Objet::Evenements),
    ("structures", Objet::Structures),
    ("actions", Objet::Actions),
    ("partenariats", Objet::Partenariats),
    ("statistiques", Objet::Statistiques),
    ("tableau de bord", Objet::TableauDeBord),
    ("bilan", Objet::Bilans),
    ("cas derrière un chiffre", Objet::Cas),
    ("tirages", Objet::Tirages),
    ("études", Objet::Etudes),
    ("enquêtes, par leur lien", Objet::Enquetes),
    ("ma journée", Objet::Journee),
    ("demandes reçues", Objet::DemandesRecues),
    ("fiches connues deux fois", Objet::Rapprochements),
    ("comptes", Objet::Comptes),
    ("fichiers reçus", Objet::Imports),
    ("gabarits", Objet::Gabarits),
    ("courriers", Objet::Courriers),
    ("journal", Objet::Journal),
    ("conservation", Objet::Conservation),
    ("mon compte", Objet::MonCompte),
    ("session", Objet::Session),
];

/// What each gesture of its last column is.
const GESTES: [(&str, &[Action]); 10] = [
    ("ajouter", &[Action::Creer]),
    ("changer", &[Action::Modifier]),
    ("retirer", &[Action::Retirer]),
    ("répondre", &[Action::Repondre]),
    ("figer", &[Action::Figer]),
    ("tirer", &[Action::Tirer]),
    ("importer", &[Action::Importer]),
    ("ouvrir", &[Action::Ouvrir]),
    ("fermer", &[Action::Fermer]),
    ("effacer", &[Action::Retirer]),
];

/// Whether words of the guide name a role, or the public.
fn nomme(mots: &str, role: Option<Role>) -> bool {
    mots.split(", ").any(|mot| match mot {
        "tout le monde" => true,
        "personne" => false,
        "qui a un compte" => role.is_some(),
        "les professionnels" => role.is_some_and(Role::en_structure),
        autre => {
            let connu = Role::TOUS.into_iter().find(|r| match r {
                Role::Administrateur => autre == "l'administration",
                Role::Responsable => autre == "les responsables",
                Role::Conseiller => autre == "le conseil",
                Role::Formateur => autre == "la formation",
                Role::Developpeur => autre == "le développement",
                Role::Employeur => autre == "l'employeur",
                Role::Jeune => autre == "le jeune",
                Role::Pilote => autre == "le pilotage",
                Role::Financeur => autre == "le financement",
                Role::Evaluateur => autre == "l'évaluation",
            });
            Some(connu.unwrap_or_else(|| panic!("the guide says « {autre} »: say here who that is"))) == role
        }
    })
}

/// For one page of the guide: for each action, the words that say who.
fn gestes(rang: &[String]) -> BTreeMap<&'static str, String> {
    let mut dits = BTreeMap::new();
    for lire in [Action::Lister, Action::Consulter] {
        dits.insert(lire.code(), rang[1].clone());
    }
    dits.insert(Action::Exporter.code(), rang[2].clone());
    for partie in rang[3].split(" ; ").filter(|p| !p.is_empty()) {
        let (quoi, qui) = partie.split_once(" : ").unwrap_or_else(|| panic!("« {partie} » says nobody"));
        for geste in quoi.split(", ") {
            let connu = GESTES.iter().find(|(mot, _)| *mot == geste).unwrap_or_else(|| panic!("« {geste} »: which?"));
            dits.extend(connu.1.iter().map(|a| (a.code(), qui.to_owned())));
        }
    }
    dits
}

#[test]
fn on_pages_of_the_territory_each_may_what_the_guide_says_and_nothing_else() {
    let guide = page("roles.md");
    let (_, texte) = guide.split_once("## Les pages du territoire, une par une").expect("its part");
    let rangs = rangs(texte);
    let mut vus = 0;
    for d in routes::site().declarations() {
        if d.objet.d_une_personne() {
            continue;
        }
        let (mots, _) = PAGES.iter().find(|(_, o)| *o == d.objet).unwrap_or_else(|| panic!("{:?}: in no row", d.objet));
        let rang = rangs.iter().find(|r| r[0] == *mots).unwrap_or_else(|| panic!("the guide has no row « {mots} »"));
        let qui = gestes(rang).remove(d.action.code()).unwrap_or_else(|| "personne".to_owned());
        for role in Role::TOUS.into_iter().map(Some).chain([None]) {
            let acteur = role.map_or(Acteur::Public, acteurs::compte);
            let permis = may(&acteur, d.action, d.objet, &Faits::default()).is_ok();
            assert_eq!(permis, nomme(&qui, role), "{} {:?} {mots}: {role:?}; the guide: « {qui} »", d.chemin, d.action);
            vus += 1;
        }
    }
    assert!(vus > 1_000, "{vus} cases");
    for rang in &rangs {
        assert!(PAGES.iter().any(|(mots, _)| *mots == rang[0]), "« {} » is no page", rang[0]);
    }
}
