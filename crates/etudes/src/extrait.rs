//! A pseudonymised extract: its rows, its bytes, its description.

use std::collections::BTreeSet;

use hmac::{Hmac, KeyInit, Mac};
use passerelle_base::Date;
use passerelle_documents::{Cellule, Colonne, Tableau, Valeur, csv};
use passerelle_socle::access::Jeune;
use passerelle_socle::ident::Id;
use serde_json::{Value, json};
use sha2::Sha256;

use super::liens;
use super::model::{COVARIABLES, K_MIN, Protocole, STRATES};
use super::population::{Membre, Population, mois};
use super::rules::{Anonymat, CERTAIN, Rangee, RefusAnonymat, anonymiser, effectif, fin_de_cle, inconnu, mesurer};

/// What was made.
pub(super) struct Fabrique {
    pub csv: Vec<u8>,
    pub description: String,
    pub cle_expire: Date,
}

/// The pseudonym of somebody under the key of one extract: two extracts cannot be joined by it.
pub(super) fn pseudonyme(cle: &[u8], jeune: Id<Jeune>) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(cle).expect("HMAC takes a key of any length");
    mac.update(jeune.uuid().as_bytes());
    mac.finalize().into_bytes().iter().take(12).map(|o| format!("{o:02x}")).collect()
}

/// An indicator of a characteristic, for the engines, which read numbers.
struct Indicateur {
    nom: String,
    trait_: usize,
    modalite: String,
    valeurs: Vec<bool>,
}

/// One indicator a modality but the most frequent, which is the reference. Two that say the same are one.
fn indicateurs(a: &Anonymat, covariables: &[String]) -> Vec<Indicateur> {
    let mut gardes: Vec<Indicateur> = Vec::new();
    for (rang, nom) in covariables.iter().enumerate() {
        let de = |m: &str| -> Vec<bool> { a.rangees.iter().map(|r| r.traits[rang] == m).collect() };
        let modalites: BTreeSet<&str> = a.rangees.iter().map(|r| r.traits[rang].as_str()).collect();
        let compte = |m: &str| a.rangees.iter().filter(|r| r.traits[rang] == m).count();
        let reference = modalites.iter().copied().max_by_key(|m| (compte(m), std::cmp::Reverse(*m)));
        for modalite in modalites.into_iter().filter(|m| Some(*m) != reference) {
            let valeurs = de(modalite);
            let double = |i: &Indicateur| i.valeurs == valeurs || i.valeurs.iter().zip(&valeurs).all(|(a, b)| a != b);
            if !gardes.iter().any(double) {
                let nom = format!("{nom}_{}", modalite.replace([' ', ';', ','], "_"));
                gardes.push(Indicateur { nom, trait_: rang, modalite: modalite.to_owned(), valeurs });
            }
        }
    }
    gardes
}

fn nombre(v: Option<f64>) -> Cellule {
    // Outcomes are whole: 0, 1, or a degree from 1 to 5.
    v.map_or(Valeur::Inconnu, |v| Valeur::Entier(v.round() as i64)).into()
}

fn drapeau(oui: bool) -> Cellule {
    Cellule::from(i64::from(oui))
}

/// Makes the extract of a population as of a day, under a key.
pub(super) fn fabriquer(
    population: &Population,
    p: &Protocole,
    jour: Date,
    premiere: Option<Date>,
    empreinte: &str,
    cle: &[u8; 32],
) -> Result<Fabrique, RefusAnonymat> {
    // By pseudonym: the order of the rows tells nothing.
    let mut membres: Vec<(String, &Membre)> =
        population.membres.iter().map(|m| (pseudonyme(cle, m.jeune), m)).collect();
    membres.sort_by(|a, b| a.0.cmp(&b.0));
    let valeur = |m: &Membre, s: &str| m.strates.get(s).cloned().unwrap_or_else(inconnu);
    let strates: Vec<&str> = STRATES.codes.into_iter().filter(|s| p.strates.iter().any(|t| t == s)).collect();
    // A site drawn whole is kept too, strata or not.
    let gardees: Vec<&str> =
        strates.iter().copied().chain((p.grappes && !strates.contains(&"site")).then_some("site")).collect();
    let avec_prise = p.tire() && !p.population.action.is_empty();
    let rangees = membres.iter().map(|(_, m)| Rangee {
        traite: m.traite,
        prise: m.prise.filter(|_| avec_prise),
        strate: gardees.iter().map(|s| valeur(m, s)).collect::<Vec<_>>().join(" · "),
        mois: mois(m.personne.depart),
        traits: p.covariables.iter().map(|c| m.traits.get(c.as_str()).cloned().unwrap_or_default()).collect(),
    });
    let noms: Vec<&str> = p.covariables.iter().map(|c| COVARIABLES.libelle(c)).collect();
    let anonymat = anonymiser(rangees.collect(), &noms, avec_prise && p.estimateur == "iv")?;
    let indicateurs = indicateurs(&anonymat, &p.covariables);

    let mut champs = vec![champ("pseudonyme", "Pseudonyme, propre à cet extrait", "string", "identifiant")];
    champs.push(champ("traitement", &p.bras_traite(), "integer", "traitement"));
    if avec_prise {
        let dit =
            format!("Entrée dans l'action « {} » dans les {} jours", p.population.action, p.population.delai_prise);
        champs.push(champ("prise", &dit, "integer", "prise en charge"));
    }
    champs.extend(gardees.iter().map(|s| champ(s, STRATES.libelle(s), "string", "strate")));
    champs.push(champ("depart", "Début, au mois au plus précis", "string", "quasi-identifiant"));
    champs.extend(p.covariables.iter().map(|c| champ(c, COVARIABLES.libelle(c), "string", "quasi-identifiant")));
    champs.extend(indicateurs.iter().map(|i| {
        let dit = format!("{} : {}", noms[i.trait_], i.modalite);
        champ(&i.nom, &dit, "integer", "ajustement")
    }));
    champs.extend(p.issues.iter().map(|i| champ(&i.code, &i.libelle(), "integer", "résultat")));
    champs.push(champ("probabilite_lien", liens::DEFINITION, "number", "lien"));
    champs.push(champ("fiches_a_revoir", liens::A_REVOIR, "integer", "lien"));

    let mut lignes = Vec::with_capacity(membres.len());
    let mut manquants = vec![[0usize; 2]; p.issues.len()];
    let mut bras = [0usize; 2];
    for (i, ((pseudo, m), rangee)) in membres.iter().zip(&anonymat.rangees).enumerate() {
        bras[usize::from(m.traite)] += 1;
        let mut ligne = vec![Cellule::from(pseudo.clone()), drapeau(m.traite)];
        if avec_prise {
            ligne.push(nombre(rangee.prise.map(|p| f64::from(u8::from(p)))));
        }
        ligne.extend(gardees.iter().map(|s| Cellule::from(valeur(m, s))));
        ligne.push(Cellule::from(rangee.mois.clone()));
        ligne.extend(rangee.traits.iter().map(|t| Cellule::from(t.clone())));
        ligne.extend(indicateurs.iter().map(|x| drapeau(x.valeurs[i])));
        for (rang, issue) in p.issues.iter().enumerate() {
            let mesure = mesurer(&m.personne, issue, jour);
            manquants[rang][usize::from(m.traite)] += usize::from(mesure.is_none());
            ligne.push(nombre(mesure));
        }
        let lien = m.lien.centiemes().map(|c| c as f64 / 100.0);
        ligne.push(lien.map_or(Valeur::Inconnu, Valeur::Decimal).into());
        ligne.push(Cellule::from(m.lien.a_revoir as i64));
        lignes.push(ligne);
    }
    let colonnes = champs.iter().map(|c| Colonne::texte("colonne", c["name"].as_str().unwrap_or_default())).collect();
    let octets = csv(&Tableau { titre: p.titre.clone(), colonnes, lignes, total: None });
    let cle_expire = fin_de_cle(jour, p.cle_mois);
    let connus = |rang: usize| {
        json!({
            "colonne": p.issues[rang].code, "libelle": p.issues[rang].libelle(),
            "temoins_connus": bras[0] - manquants[rang][0], "traites_connus": bras[1] - manquants[rang][1],
        })
    };
    let compte = |de: &dyn Fn(&Membre) -> bool| effectif(membres.iter().filter(|(_, m)| de(m)).count());
    let description = json!({
        "profile": "tabular-data-resource",
        "name": "extrait", "path": "extrait.csv", "format": "csv", "encoding": "utf-8",
        "dialect": {"delimiter": ";", "lineTerminator": "\r\n", "header": true},
        "title": p.titre,
        "protocole_sha256": empreinte,
        "jour": jour,
        "cle_detruite_le": cle_expire,
        "premiere_issue": premiere,
        "effectifs": {
            "n": membres.len(), "temoins": bras[0], "traites": bras[1],
            "ecartes_opposition": effectif(population.opposees), "non_relies": effectif(population.non_reliees),
        },
        "anonymat": {
            "k": anonymat.k, "k_min": K_MIN, "groupes": anonymat.groupes, "masquees": anonymat.masquees,
            "prises_masquees": anonymat.prises_masquees,
            "precision_des_dates": anonymat.precision,
            "quasi_identifiants": gardees.iter().copied().chain(["traitement"])
                .chain(avec_prise.then_some("prise")).chain(["depart"])
                .chain(p.covariables.iter().map(String::as_str)).collect::<Vec<_>>(),
        },
        "liens": {
            "incertains": compte(&|m| m.lien.probabilite.is_some_and(|p| p < CERTAIN)),
            "inconnus": compte(&|m| m.lien.probabilite.is_none()),
            "a_revoir": compte(&|m| m.lien.a_revoir > 0),
        },
        "connus": (0..p.issues.len()).map(connus).collect::<Vec<_>>(),
        "ajustement": indicateurs.iter().map(|i| json!({"colonne": i.nom, "covariable": p.covariables[i.trait_]}))
            .collect::<Vec<_>>(),
        "schema": {"fields": champs, "missingValues": [""], "primaryKey": "pseudonyme"},
    });
    Ok(Fabrique { csv: octets, description: format!("{description:#}\n"), cle_expire })
}

/// A column, as the Table Schema standard describes it; `role` says what it is for.
fn champ(nom: &str, titre: &str, genre: &str, role: &str) -> Value {
    let mut champ = json!({"name": nom, "title": titre, "type": genre, "role": role});
    if genre == "number" {
        // As the file writes it: Table Schema reads a point otherwise.
        champ["decimalChar"] = ",".into();
    }
    if nom == "sexe" {
        champ["rdfType"] = "https://schema.org/gender".into();
    }
    champ
}
