//! The report as typed blocks: the page, the PDF, the workbook and the CSV share them.

use passerelle_base::{nombre, pluriel};
use passerelle_documents::{Bloc, Cellule, Chiffre, Colonne, Definition, Forme, Graphique, Tableau, Valeur};

use super::model::{Bilan, Parcours};
use crate::indicateurs::{AXES, Figure, Mesure};
use passerelle_faits::participations::sorties_positives;
use passerelle_gens::structures;

/// The whole report.
pub(super) fn blocs(bilan: &Bilan) -> Vec<Bloc> {
    let mut blocs = indicateurs(bilan);
    blocs.extend(parcours(bilan));
    blocs.extend(contrats(bilan));
    blocs.extend(positionnements(bilan));
    blocs.extend(rencontres(bilan));
    blocs.extend(super::contenu_statistiques::blocs(bilan));
    blocs.push(titre("Définitions", "definitions"));
    blocs.push(Bloc::Definitions(definitions(bilan)));
    blocs
}

pub(super) fn titre(texte: &str, ancre: &str) -> Bloc {
    Bloc::Titre { niveau: 2, texte: texte.into(), ancre: ancre.into() }
}

fn sous_titre(texte: &str, ancre: &str) -> Bloc {
    Bloc::Titre { niveau: 3, texte: texte.into(), ancre: ancre.into() }
}

/// A number that opens on its cases.
fn compte(n: i64, figure: &Figure, bilan: &Bilan) -> Cellule {
    Cellule::from(n).avec_lien(figure.adresse(&bilan.periode))
}

fn indicateurs(bilan: &Bilan) -> Vec<Bloc> {
    let mut blocs = vec![titre("Indicateurs de suivi", "indicateurs")];
    let mut valeurs = bilan.indicateurs.clone();
    for (rang, (axe, figures)) in AXES.iter().enumerate() {
        blocs.push(sous_titre(axe, &format!("axe-{}", rang + 1)));
        let chiffre = |(cle, figure): &(&'static str, Figure)| {
            let texte = figure.texte();
            let n = valeurs.par_cle(cle).copied();
            let non_ouverts = bilan.parcours_securises.iter().filter(|p| !p.ouvert).count() as i64;
            let complement = (*figure == Figure::ParcoursSecurises && non_ouverts > 0).then(|| {
                format!("dont {} jamais {}", nombre(non_ouverts), if non_ouverts > 1 { "ouverts" } else { "ouvert" })
            });
            Chiffre {
                cle,
                valeur: n.map_or(Valeur::Inconnu, Valeur::Entier),
                libelle: texte.libelle,
                complement,
                lien: Some(figure.adresse(&bilan.periode)),
                definition: texte.definition,
            }
        };
        blocs.push(Bloc::Chiffres(figures.iter().map(chiffre).collect()));
    }
    blocs
}

fn parcours(bilan: &Bilan) -> Vec<Bloc> {
    let mut blocs = vec![titre("Parcours sécurisés", "parcours")];
    if bilan.parcours_securises.is_empty() {
        blocs.push(Bloc::Paragraphe("Aucun parcours sécurisé sur la période.".into()));
        return blocs;
    }
    let somme = |f: fn(&Parcours) -> Option<i64>| bilan.parcours_securises.iter().filter_map(f).sum::<i64>();
    let ouverts = bilan.parcours_securises.iter().filter(|p| p.ouvert).count() as i64;
    blocs.push(Bloc::Paragraphe(format!(
        "{} ; {} ; {}.",
        pluriel(ouverts, "parcours ouvert", "parcours ouverts"),
        pluriel(somme(|p| p.accompagnes), "jeune accompagné", "jeunes accompagnés"),
        pluriel(somme(|p| p.sorties_positives), "sortie positive", "sorties positives"),
    )));
    let ligne = |p: &Parcours| {
        let nombres = [p.accompagnes, p.termines, p.contrat_apprentissage, p.formation, p.emploi, p.sorties_positives];
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
        cellules.extend(std::iter::zip(nombres, Mesure::TOUTES).map(|(n, mesure)| match n {
            Some(n) => compte(n, &Figure::Parcours(p.code.clone(), mesure), bilan),
            None => Cellule::from("sans objet"),
        }));
        cellules
    };
    let mut total: Vec<Cellule> = vec!["Ensemble".into(), "".into(), "".into()];
    let sommes: [fn(&Parcours) -> Option<i64>; 6] = [
        |p| p.accompagnes,
        |p| p.termines,
        |p| p.contrat_apprentissage,
        |p| p.formation,
        |p| p.emploi,
        |p| p.sorties_positives,
    ];
    total.extend(sommes.map(|f| Cellule::from(somme(f))));
    blocs.push(Bloc::Tableau(Tableau {
        titre: "Parcours sécurisés".into(),
        colonnes: vec![
            Colonne::texte("intitule", "Parcours"),
            Colonne::texte("periode", "Dates"),
            Colonne::texte("ouvert", "Ouvert"),
            Colonne::nombre("accompagnes", "Accompagnés"),
            Colonne::nombre("termines", "Terminés"),
            Colonne::nombre("contrat_apprentissage", "Contrat d'apprentissage"),
            Colonne::nombre("formation", "Formation autre"),
            Colonne::nombre("emploi", "Emploi"),
            Colonne::nombre("sorties_positives", "Sorties positives"),
        ],
        lignes: bilan.parcours_securises.iter().map(ligne).collect(),
        total: Some(total),
    }));
    blocs.push(Bloc::Note(sorties_positives(bilan.periode.au).desaccord.clone()));
    blocs
}

fn contrats(bilan: &Bilan) -> Vec<Bloc> {
    let t = bilan.contrats_total;
    let mut blocs = vec![titre("Contrats en alternance", "contrats")];
    let figure = |structure: Option<&String>, genre| Figure::Contrats(structure.cloned(), genre);
    let genres = [Some("apprentissage"), Some("professionnalisation"), None];
    let nombres = |structure: Option<&String>, c: super::model::Contrats| {
        std::iter::zip([c.apprentissage, c.professionnalisation, c.total], genres)
            .map(move |(n, g)| compte(n, &figure(structure, g), bilan))
            .collect::<Vec<_>>()
    };
    if t.total > 0 {
        blocs.push(Bloc::Paragraphe(format!(
            "{} : {} en apprentissage, {} en professionnalisation.",
            pluriel(t.total, "contrat en alternance", "contrats en alternance"),
            nombre(t.apprentissage),
            nombre(t.professionnalisation)
        )));
        let ligne = |s: &super::model::ContratsStructure| {
            let mut cellules = vec![Cellule::from(s.nom.clone())];
            cellules.extend(nombres(Some(&s.structure), s.contrats));
            cellules
        };
        let mut total = vec![Cellule::from("Ensemble")];
        total.extend(nombres(None, t));
        let tableau = Tableau {
            titre: "Contrats par structure en charge".into(),
            colonnes: vec![
                Colonne::texte("structure", "Structure"),
                Colonne::nombre("apprentissage", "Apprentissage"),
                Colonne::nombre("professionnalisation", "Professionnalisation"),
                Colonne::nombre("total", "Ensemble"),
            ],
            lignes: bilan.contrats_par_structure.iter().map(ligne).collect(),
            total: Some(total),
        };
        let valeurs = |f: fn(&super::model::Contrats) -> i64| {
            bilan.contrats_par_structure.iter().map(|s| Some(f(&s.contrats) as f64)).collect()
        };
        let graphique = Graphique {
            titre: "Contrats par structure en charge".into(),
            description: format!(
                "Barres : pour chaque structure, les contrats d'apprentissage et de professionnalisation. Ensemble : {}.",
                nombre(t.total)
            ),
            forme: Forme::BarresEmpilees,
            series: vec!["Apprentissage".into(), "Professionnalisation".into()],
            categories: bilan.contrats_par_structure.iter().map(|s| s.nom.clone()).collect(),
            valeurs: vec![valeurs(|c| c.apprentissage), valeurs(|c| c.professionnalisation)],
            unite: "contrats".into(),
        };
        // Beyond a screenful, bars stop telling anything that the table does not tell better.
        if bilan.contrats_par_structure.len() <= 25 {
            blocs.push(Bloc::Graphique { graphique, tableau });
        } else {
            blocs.push(Bloc::Tableau(tableau));
        }
    } else {
        blocs.push(Bloc::Paragraphe("Aucun contrat en alternance connu sur la période.".into()));
    }
    if !bilan.sans_contrat.is_empty() {
        let noms = bilan.sans_contrat.join(", ");
        blocs.push(Bloc::Note(format!(
            "Aucun contrat remis sur la période par : {noms}. Ce silence n'est pas un zéro."
        )));
    }
    if bilan.contrats_par_annee.len() > 1 {
        blocs.push(sous_titre("Année par année", "contrats-annees"));
        blocs.push(annees(bilan));
    }
    blocs
}

fn annees(bilan: &Bilan) -> Bloc {
    let derniere = bilan.periode.au.format("%Y").to_string();
    let mut avant: Option<i64> = None;
    let ligne = |(annee, n): (&String, &i64)| {
        // The years after the report are still being told: they have no evolution yet.
        let racontee = annee.as_str() <= derniere.as_str();
        let evolution = avant.filter(|a| *a > 0 && racontee).map(|a| (*n - a) as f64 / a as f64 * 100.0);
        avant = Some(*n);
        let periode = annee.parse().map(passerelle_base::Periode::annee).unwrap_or(bilan.periode);
        vec![
            Cellule::from(annee.clone()),
            Cellule::from(*n).avec_lien(Figure::Contrats(None, None).adresse(&periode)),
            evolution.map(|e| format!("{}{}", if e > 0.0 { "+" } else { "" }, passerelle_base::pourcent(e, 1))).into(),
        ]
    };
    let tableau = Tableau {
        titre: "Contrats en alternance, année par année".into(),
        colonnes: vec![
            Colonne::texte("annee", "Année"),
            Colonne::nombre("contrats", "Contrats"),
            Colonne::nombre("evolution", "Évolution"),
        ],
        lignes: bilan.contrats_par_annee.iter().map(ligne).collect(),
        total: None,
    };
    let graphique = Graphique {
        titre: "Contrats en alternance, année par année".into(),
        description: "Colonnes : une par année, selon le premier jour du contrat.".into(),
        forme: Forme::Colonnes,
        series: vec!["Contrats en alternance".into()],
        categories: bilan.contrats_par_annee.keys().cloned().collect(),
        valeurs: vec![bilan.contrats_par_annee.values().map(|n| Some(*n as f64)).collect()],
        unite: "contrats".into(),
    };
    Bloc::Graphique { graphique, tableau }
}

fn positionnements(bilan: &Bilan) -> Vec<Bloc> {
    let mut blocs = vec![titre("Positionnements par prescripteur", "positionnements")];
    if bilan.positionnements_total == 0 {
        blocs.push(Bloc::Paragraphe("Aucun positionnement connu sur la période.".into()));
        return blocs;
    }
    let nom = |t: &str| match t {
        "non_connu" => "Prescripteur non connu".to_owned(),
        t => structures::TYPES.libelle(t).to_owned(),
    };
    let ligne = |p: &super::model::Prescripteur| {
        let genre = if p.r#type == "non_connu" { String::new() } else { p.r#type.clone() };
        let part = p.nombre as f64 / bilan.positionnements_total as f64 * 100.0;
        vec![
            Cellule::from(nom(&p.r#type)),
            compte(p.nombre, &Figure::Positionnements(Some(genre)), bilan),
            Cellule::from(passerelle_base::pourcent(part, 1)),
        ]
    };
    let tableau = Tableau {
        titre: "Positionnements par type de prescripteur".into(),
        colonnes: vec![
            Colonne::texte("prescripteur", "Prescripteur"),
            Colonne::nombre("nombre", "Positionnements"),
            Colonne::nombre("part", "Part"),
        ],
        lignes: bilan.positionnements_par_prescripteur.iter().map(ligne).collect(),
        total: Some(vec![
            "Ensemble".into(),
            compte(bilan.positionnements_total, &Figure::Positionnements(None), bilan),
            Cellule::from(passerelle_base::pourcent(100.0, 0)),
        ]),
    };
    let graphique = Graphique {
        titre: "Positionnements par type de prescripteur".into(),
        description: format!(
            "Barres : une par type de prescripteur. Ensemble : {}.",
            nombre(bilan.positionnements_total)
        ),
        forme: Forme::BarresHorizontales,
        series: vec!["Positionnements".into()],
        categories: bilan.positionnements_par_prescripteur.iter().map(|p| nom(&p.r#type)).collect(),
        valeurs: vec![bilan.positionnements_par_prescripteur.iter().map(|p| Some(p.nombre as f64)).collect()],
        unite: "positionnements".into(),
    };
    blocs.push(Bloc::Graphique { graphique, tableau });
    blocs
}

fn rencontres(bilan: &Bilan) -> Vec<Bloc> {
    let mut blocs = vec![titre("Rencontres entre CFA et prescripteurs", "rencontres")];
    if bilan.rencontres.is_empty() {
        blocs.push(Bloc::Paragraphe("Aucune rencontre sur la période.".into()));
        return blocs;
    }
    let ligne = |r: &super::model::Rencontre| {
        vec![r.intitule.clone().into(), r.date.into(), r.nb_cfa.into(), r.nb_prescripteurs.into()]
    };
    blocs.push(Bloc::Tableau(Tableau {
        titre: "Rencontres entre CFA et prescripteurs".into(),
        colonnes: vec![
            Colonne::texte("intitule", "Rencontre"),
            Colonne::texte("date", "Date"),
            Colonne::nombre("nb_cfa", "CFA"),
            Colonne::nombre("nb_prescripteurs", "Prescripteurs"),
        ],
        lignes: bilan.rencontres.iter().map(ligne).collect(),
        total: None,
    }));
    blocs
}

fn definitions(bilan: &Bilan) -> Vec<Definition> {
    let figures = AXES.iter().flat_map(|(_, f)| f.iter().map(|(_, f)| f.clone()));
    let parcours = Mesure::TOUTES.map(|m| Figure::Parcours(String::new(), m));
    let autres = [Figure::Contrats(None, None), Figure::Positionnements(None)];
    let version = sorties_positives(bilan.periode.au);
    figures
        .chain(parcours)
        .chain(autres)
        .map(|f| {
            let t = f.texte();
            let positives = matches!(f, Figure::Parcours(_, Mesure::SortiesPositives));
            Definition {
                terme: majuscule(&t.libelle),
                texte: format!("{} Périmètre : {}", t.definition, t.perimetre),
                reference: Some(if positives { version.titre.clone() } else { t.reference.to_owned() }),
            }
        })
        .collect()
}

fn majuscule(texte: &str) -> String {
    let mut lettres = texte.chars();
    lettres.next().map_or_else(String::new, |l| l.to_uppercase().chain(lettres).collect())
}
