//! What somebody chose for each column, from the form to a gabarit.

use passerelle_socle::echanges::Nature;
use passerelle_socle::echanges::{Champ, Designation, Etude, Gabarit, Ordre, Partie, Passe, champ_pour};

/// The choice that cuts « NOM Prénom » in two.
pub(super) const NOM_PRENOM: &str = "jeunes.nom+prenom";

/// What a form says; `lire` gives a field by its name.
pub(super) fn gabarit<'r>(
    avant: &Gabarit,
    etude: &Etude,
    natures: &[&'static Nature],
    structure: Option<&str>,
    lire: impl Fn(&str) -> &'r str,
) -> Gabarit {
    let nom = Some(lire("nom")).filter(|n| !n.is_empty()).map_or_else(|| avant.nom.clone(), str::to_owned);
    if !modifiable(avant) {
        let dit = Gabarit { nom, ..avant.clone() };
        return structure.map_or(dit.clone(), |code| dit.avec_structure(code, natures));
    }
    let mut dit = Gabarit { nom, passes: Vec::new(), ..avant.clone() };
    for place in 0..etude.profils.len() {
        let choix = lire(&format!("c{place}"));
        let designation = designation(etude, place);
        if choix == NOM_PRENOM {
            for (colonne, partie) in
                [("nom", Partie::Nom(Ordre::default())), ("prenom", Partie::Prenom(Ordre::default()))]
            {
                let champ = garde(avant, "jeunes", colonne, &designation).filter(|c| c.partie.is_some());
                let neuf = || {
                    Champ::de(passerelle_socle::echanges::Provenance::Colonnes(
                        vec![designation.clone()],
                        String::new(),
                    ))
                    .partie(partie.clone())
                };
                poser(&mut dit, natures, "jeunes", colonne, champ.unwrap_or_else(neuf));
            }
            continue;
        }
        let Some((nature, colonne)) = choix.split_once('.') else { continue };
        let Some(declaree) =
            natures.iter().find(|n| n.nom == nature).and_then(|n| n.colonnes.iter().find(|c| c.nom == colonne))
        else {
            continue;
        };
        let entiere = garde(avant, nature, colonne, &designation)
            .filter(|c| !matches!(c.partie, Some(Partie::Nom(_) | Partie::Prenom(_))));
        let mut champ = entiere.unwrap_or_else(|| champ_pour(declaree, &etude.profils[place], designation.clone()));
        for rang in 0..VALEURS_MAX {
            let valeur = lire(&format!("v{place}_{rang}"));
            if valeur.is_empty() {
                break;
            }
            let code = lire(&format!("k{place}_{rang}"));
            champ.valeurs.retain(|(v, _)| v != valeur);
            if !code.is_empty() {
                champ.valeurs.push((valeur.to_owned(), if code == INCONNU { String::new() } else { code.to_owned() }));
            }
        }
        poser(&mut dit, natures, nature, colonne, champ);
    }
    // What no column gives: kept as it was said, for the kinds that are still there.
    for passe in &avant.passes {
        for (colonne, champ) in &passe.champs {
            let la = dit.passes.iter().any(|p| p.nature == passe.nature);
            let sans_choix = champ.colonnes().len() != 1
                && !matches!(champ.provenance, passerelle_socle::echanges::Provenance::Constante(_));
            let constante = matches!(champ.provenance, passerelle_socle::echanges::Provenance::Constante(_))
                && colonne != "structure";
            if la && (sans_choix || constante) && !rempli(&dit, &passe.nature, colonne) {
                poser(&mut dit, natures, &passe.nature, colonne, champ.clone());
            }
        }
    }
    for passe in &mut dit.passes {
        passe.si = avant.passes.iter().find(|p| p.nature == passe.nature).map(|p| p.si.clone()).unwrap_or_default();
    }
    completer(&mut dit, natures, structure, &lire);
    dit
}

/// Whether a form can say all of it: one column a field, each kind once.
pub(super) fn modifiable(gabarit: &Gabarit) -> bool {
    let mut vues = std::collections::HashSet::new();
    gabarit.passes.iter().all(|p| vues.insert(&p.nature))
}

/// Values shown of a column, at most.
pub(super) const VALEURS_MAX: usize = 60;
/// The code of a value that means « not known ».
pub(super) const INCONNU: &str = "-";

/// How a gabarit calls a column of the file.
pub(super) fn designation(etude: &Etude, place: usize) -> Designation {
    match etude.tableau.sans_entete {
        true => Designation::Position(place + 1),
        false => Designation::Nom(etude.profils[place].entete.clone()),
    }
}

fn garde(avant: &Gabarit, nature: &str, colonne: &str, designation: &Designation) -> Option<Champ> {
    let passes = avant.passes.iter().filter(|p| p.nature == nature);
    let mut siens =
        passes.flat_map(|p| &p.champs).filter(|(c, champ)| c == colonne && champ.colonnes() == [designation.clone()]);
    siens.next().map(|(_, champ)| champ.clone())
}

fn rempli(gabarit: &Gabarit, nature: &str, colonne: &str) -> bool {
    gabarit.passes.iter().filter(|p| p.nature == nature).any(|p| p.champs.iter().any(|(c, _)| c == colonne))
}

fn poser(gabarit: &mut Gabarit, natures: &[&'static Nature], nature: &str, colonne: &str, champ: Champ) {
    if !gabarit.passes.iter().any(|p| p.nature == nature) {
        gabarit.passes.push(Passe { nature: nature.to_owned(), ..Passe::default() });
        let rang = |p: &Passe| natures.iter().position(|n| n.nom == p.nature);
        gabarit.passes.sort_by_key(rang);
    }
    if let Some(passe) = gabarit.passes.iter_mut().find(|p| p.nature == nature) {
        passe.champs.push((colonne.to_owned(), champ));
    }
}

/// What follows from the rest: whose file it is, whose number it is, one type for all contracts.
fn completer<'r>(
    gabarit: &mut Gabarit,
    natures: &[&'static Nature],
    structure: Option<&str>,
    lire: &impl Fn(&str) -> &'r str,
) {
    let numero = gabarit
        .passes
        .iter()
        .filter(|p| p.nature == "jeunes")
        .flat_map(|p| &p.champs)
        .find(|(c, _)| c == "numero")
        .map(|(_, c)| c.clone());
    let presentes: Vec<String> = gabarit.passes.iter().map(|p| p.nature.clone()).collect();
    for nature in presentes {
        let Some(declaree) = natures.iter().find(|n| n.nom == nature) else { continue };
        for colonne in declaree.colonnes.iter().filter(|c| c.requise) {
            if rempli(gabarit, &nature, colonne.nom) {
                continue;
            }
            let fixe = lire(&format!("fixe.{nature}.{}", colonne.nom));
            match (colonne.nom, &numero, structure) {
                ("structure", _, Some(code)) => poser(gabarit, natures, &nature, "structure", Champ::constante(code)),
                ("jeune", Some(champ), _) => poser(gabarit, natures, &nature, "jeune", champ.clone()),
                _ if !fixe.is_empty() => poser(gabarit, natures, &nature, colonne.nom, Champ::constante(fixe)),
                _ => {}
            }
        }
    }
    for passe in &mut gabarit.passes {
        if let Some(declaree) = natures.iter().find(|n| n.nom == passe.nature) {
            passe.champs.sort_by_key(|(c, _)| declaree.colonnes.iter().position(|d| d.nom == c));
        }
    }
}
