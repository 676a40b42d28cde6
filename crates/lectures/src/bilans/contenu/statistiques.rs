//! Outside figures: what is quoted, and the shares and evolutions computed on it.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_base::{decimal, pourcent};
use passerelle_documents::{Bloc, Cellule, Colonne, Tableau, Valeur};

use super::territoires::Territoires;
use super::titres::titre;
use crate::bilans::model::{Bilan, Citation};
use crate::statistiques::{APPRENTIS, serie_dite};

/// The column of shares in its table.
const PART: usize = 3;

pub(super) fn blocs(bilan: &Bilan) -> Vec<Bloc> {
    let mut blocs = vec![titre("Statistiques d'autres sources", "statistiques")];
    if bilan.statistiques.is_empty() {
        blocs.push(Bloc::Paragraphe("Aucune statistique d'une autre source n'est citée pour la période.".into()));
        return blocs;
    }
    blocs.push(Bloc::Paragraphe(
        "Ces chiffres ne sont pas calculés par Passerelle : ils sont cités avec leur source.".into(),
    ));
    let (apprentis, autres): (Vec<_>, Vec<_>) = bilan.statistiques.iter().partition(|s| s.serie == APPRENTIS);
    blocs.extend(tableau_apprentis(&apprentis));
    if !autres.is_empty() {
        blocs.push(Bloc::Tableau(tableau_simple(&autres)));
    }
    blocs
}

fn valeur(citation: &Citation) -> Option<f64> {
    citation.valeur.as_ref().and_then(serde_json::Number::as_f64)
}

/// One row a département, the last two periods, share and evolution.
fn tableau_apprentis(citations: &[&Citation]) -> Option<Bloc> {
    let periodes: BTreeSet<&str> = citations.iter().map(|c| c.periode.as_str()).collect();
    let mut periodes = periodes.into_iter().rev();
    let (derniere, precedente) = (periodes.next()?, periodes.next());
    let mut par_territoire: BTreeMap<&str, [Option<f64>; 2]> = BTreeMap::new();
    for c in citations {
        let place = par_territoire.entry(&c.territoire).or_default();
        if c.periode == derniere {
            place[1] = valeur(c);
        } else if Some(c.periode.as_str()) == precedente {
            place[0] = valeur(c);
        }
    }
    let territoires = Territoires::nouveaux(par_territoire.keys().copied());
    let nom = territoires.ensemble(par_territoire.keys().copied());
    let (regions, par_territoire): (BTreeMap<_, _>, BTreeMap<_, _>) =
        par_territoire.into_iter().partition(|(code, _)| territoires.region(code).is_some());
    let somme = |i: usize| par_territoire.values().map(|v| v[i]).sum::<Option<f64>>();
    // The region's own figure is the total of its départements; several regions have no figure of their own together.
    let total = regions.values().next().filter(|_| nom.is_some());
    let ensemble = total.copied().unwrap_or_else(|| [somme(0), somme(1)]);
    let ligne = |nom: String, [avant, apres]: [Option<f64>; 2]| {
        let part = apres.zip(ensemble[1]).map(|(a, t)| pourcent(a / t * 100.0, 1));
        let evolution = avant.zip(apres).filter(|(a, _)| *a > 0.0).map(|(a, b)| pourcent((b - a) / a * 100.0, 1));
        vec![Cellule::from(nom), nombre(avant), nombre(apres), part.into(), evolution.into()]
    };
    let mut lignes: Vec<(Option<f64>, Vec<Cellule>)> =
        par_territoire.iter().map(|(code, v)| (v[1], ligne(departement(code), *v))).collect();
    lignes.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap_or(std::cmp::Ordering::Equal));
    let mut lignes: Vec<Vec<Cellule>> = lignes.into_iter().map(|(_, l)| l).collect();
    if nom.is_none() {
        // A region is no part of a sum of départements that counts only some of its own.
        lignes.extend(regions.iter().filter_map(|(code, v)| {
            let mut cellules = ligne(territoires.region(code)?.to_owned(), *v);
            cellules[PART] = Cellule::from("sans objet");
            Some(cellules)
        }));
    }
    let mut sources: Vec<&str> = citations.iter().filter_map(|c| c.source.as_deref()).collect();
    sources.dedup();
    Some(Bloc::Tableau(Tableau {
        titre: format!(
            "Apprentis par département du site de formation. Source : {}",
            sources.first().unwrap_or(&"non connue")
        ),
        colonnes: vec![
            Colonne::texte("departement", "Département"),
            Colonne::nombre("avant", precedente.unwrap_or("Avant")),
            Colonne::nombre("apres", derniere),
            Colonne::nombre("part", "Part"),
            Colonne::nombre("evolution", "Évolution"),
        ],
        lignes,
        total: Some(ligne(nom.unwrap_or("Ensemble").to_owned(), ensemble)),
    }))
}

fn tableau_simple(citations: &[&Citation]) -> Tableau {
    let ligne = |c: &&Citation| {
        vec![
            Cellule::from(serie_dite(&c.serie)),
            Cellule::from(c.territoire.clone()),
            Cellule::from(c.periode.clone()),
            nombre(valeur(c)),
            c.unite.clone().into(),
            c.source.clone().into(),
        ]
    };
    Tableau {
        titre: "Autres statistiques citées".into(),
        colonnes: vec![
            Colonne::texte("serie", "Série"),
            Colonne::texte("territoire", "Territoire"),
            Colonne::texte("periode", "Période"),
            Colonne::nombre("valeur", "Valeur"),
            Colonne::texte("unite", "Unité"),
            Colonne::texte("source", "Source"),
        ],
        lignes: citations.iter().map(ligne).collect(),
        total: None,
    }
}

fn nombre(valeur: Option<f64>) -> Cellule {
    match valeur {
        None => Cellule::from(Valeur::Inconnu),
        Some(v) if v.fract() == 0.0 && v.abs() < 9e15 => Cellule::from(v as i64),
        Some(v) => Cellule::from(decimal(v, 2)),
    }
}

fn departement(code: &str) -> String {
    passerelle_socle::referentiels::departement(code).map_or_else(|| code.to_owned(), |nom| format!("{code} – {nom}"))
}
