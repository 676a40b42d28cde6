//! Parcours sécurisés: one row each, one column a figure.

use passerelle_base::pluriel;
use passerelle_documents::{Bloc, Cellule, Colonne, Tableau};

use super::titres::{compte, titre};
use crate::bilans::model::{Bilan, Parcours};
use crate::bilans::plan::PARCOURS;
use passerelle_socle::figure::{Coupe, Figure, Figures, Place};

const SECTION: &str = PARCOURS.0;
const PARTIE: &str = PARCOURS.1;

pub(super) fn blocs(bilan: &Bilan, figures: &Figures) -> Vec<Bloc> {
    let mut blocs = vec![titre("Parcours sécurisés", "parcours")];
    if bilan.parcours_securises.is_empty() {
        blocs.push(Bloc::Paragraphe("Aucun parcours sécurisé sur la période.".into()));
        return blocs;
    }
    let somme = |f: &Figure| bilan.parcours_securises.iter().filter_map(|p| p.nombre(f.place.cle())).sum::<i64>();
    let ouverts = bilan.parcours_securises.iter().filter(|p| p.ouvert).count() as i64;
    let mut phrase = vec![pluriel(ouverts, "parcours ouvert", "parcours ouverts")];
    phrase.extend(figures.colonnes(SECTION).filter_map(|f| match f.place {
        Place::Colonne { somme: Some((un, plusieurs)), .. } => Some(pluriel(somme(f), un, plusieurs)),
        _ => None,
    }));
    blocs.push(Bloc::Paragraphe(format!("{}.", phrase.join(" ; "))));
    let mut colonnes = vec![
        Colonne::texte("intitule", "Parcours"),
        Colonne::texte("periode", "Dates"),
        Colonne::texte("ouvert", "Ouvert"),
    ];
    colonnes.extend(figures.colonnes(SECTION).filter_map(|f| match f.place {
        Place::Colonne { cle, titre, .. } => Some(Colonne::nombre(cle, titre)),
        _ => None,
    }));
    let mut total: Vec<Cellule> = vec!["Ensemble".into(), "".into(), "".into()];
    total.extend(figures.colonnes(SECTION).map(|f| Cellule::from(somme(f))));
    blocs.push(Bloc::Tableau(Tableau {
        titre: "Parcours sécurisés".into(),
        colonnes,
        lignes: bilan.parcours_securises.iter().map(|p| ligne(p, bilan, figures)).collect(),
        total: Some(total),
    }));
    let textes = figures.colonnes(SECTION).filter_map(|f| f.texte);
    blocs.extend(textes.map(|texte| Bloc::Note(texte(bilan.periode.au).desaccord.into())));
    blocs
}

fn ligne(p: &Parcours, bilan: &Bilan, figures: &Figures) -> Vec<Cellule> {
    let mut cellules = vec![
        Cellule::from(p.intitule.clone()),
        match (p.debut, p.fin) {
            (Some(d), Some(f)) => {
                Cellule::from(format!("{} – {}", passerelle_base::date_courte(d), passerelle_base::date_courte(f)))
            }
            (Some(d), None) => d.into(),
            _ => Cellule::from(None::<String>),
        },
        Cellule::from(if p.ouvert { "oui" } else { "jamais ouvert" }),
    ];
    cellules.extend(figures.colonnes(SECTION).map(|f| match p.nombre(f.place.cle()) {
        Some(n) => compte(n.into(), Coupe::from(f).avec(PARTIE, p.code.as_str()).adresse(&bilan.periode), bilan),
        None => Cellule::from("sans objet"),
    }));
    cellules
}
