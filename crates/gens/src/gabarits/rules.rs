//! Pure: which gabarit a file is for, and what is no longer as it was.

use passerelle_base::{plier_entete, pluriel};
use passerelle_socle::echanges::{Allure, Designation, Gabarit};

/// A file must have so many of the columns of a gabarit, in percents, to be of its shape.
const RECONNU: usize = 60;
/// Fewer columns in common say nothing.
const COLONNES_MIN: usize = 2;
/// A list of codes that grows past this is no longer one.
const AUTRE_CONTENU: usize = 5;

/// What is to be told of a column before anything is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ecart {
    /// Whether something would be lost or read otherwise; the rest is told only.
    pub grave: bool,
    /// In words.
    pub phrase: String,
}

/// The rank of the gabarit that knows most of these headers, if one does; those of before `premiers` win ties.
pub fn reconnaitre<'g>(entetes: &[String], gabarits: impl Iterator<Item = &'g Gabarit>) -> Option<usize> {
    let presents: Vec<String> = entetes.iter().map(|e| plier_entete(e)).collect();
    let note = |g: &Gabarit| {
        let noms: Vec<String> = g
            .colonnes()
            .into_iter()
            .filter_map(|d| match d {
                Designation::Nom(nom) => Some(plier_entete(nom)),
                Designation::Position(_) => None,
            })
            .collect();
        let communes = noms.iter().filter(|n| presents.contains(n)).count();
        let assez = communes > 0 && communes >= COLONNES_MIN.min(noms.len()) && communes * 100 >= RECONNU * noms.len();
        assez.then(|| (communes * 100 / noms.len(), communes))
    };
    let notes = gabarits.enumerate().filter_map(|(rang, g)| Some((note(g)?, std::cmp::Reverse(rang))));
    notes.max().map(|(_, std::cmp::Reverse(rang))| rang)
}

/// What changed since the last file that this gabarit read.
pub fn ecarts(gabarit: &Gabarit, avant: &[Allure], maintenant: &[Allure]) -> Vec<Ecart> {
    let mut ecarts = Vec::new();
    let trouver = |allures: &[Allure], nom: &str| -> Option<Allure> {
        allures.iter().find(|a| plier_entete(&a.entete) == plier_entete(nom)).cloned()
    };
    let neuves: Vec<&Allure> = maintenant.iter().filter(|a| trouver(avant, &a.entete).is_none()).collect();
    let mut renommees: Vec<&str> = Vec::new();
    let mut deplacees = 0;
    for designation in gabarit.colonnes() {
        let Designation::Nom(nom) = designation else { continue };
        let ancienne = trouver(avant, nom);
        match (trouver(maintenant, nom), ancienne) {
            (None, ancienne) => {
                let semblable = ancienne
                    .as_ref()
                    .and_then(|a| neuves.iter().find(|n| !renommees.contains(&n.entete.as_str()) && ressemble(a, n)));
                match semblable {
                    Some(neuve) => {
                        renommees.push(&neuve.entete);
                        ecarts.push(grave(format!(
                            "la colonne « {nom} » n'est plus là ; « {} », qui est nouvelle, lui ressemble : si elle a été renommée, choisissez-la ci-dessous",
                            neuve.entete
                        )));
                    }
                    None => ecarts.push(grave(format!("la colonne « {nom} » a disparu"))),
                }
            }
            (Some(ici), Some(ancienne)) => {
                deplacees += i64::from(ici.rang != ancienne.rang);
                ecarts.extend(contenu(nom, &ancienne, &ici));
            }
            (Some(_), None) => {}
        }
    }
    if deplacees > 0 {
        let dit = pluriel(deplacees, "colonne lue a changé de place", "colonnes lues ont changé de place");
        ecarts.push(Ecart { grave: false, phrase: format!("{dit} ; elles sont retrouvées par leur en-tête") });
    }
    let autres: Vec<String> = neuves
        .iter()
        .filter(|n| !avant.is_empty() && !renommees.contains(&n.entete.as_str()) && !n.entete.is_empty())
        .take(20)
        .map(|n| format!("« {} »", n.entete))
        .collect();
    if !autres.is_empty() {
        ecarts.push(Ecart {
            grave: false,
            phrase: format!("nouvelles colonnes, qui ne sont pas lues : {}", autres.join(", ")),
        });
    }
    ecarts.sort_by_key(|e| !e.grave);
    ecarts
}

fn grave(phrase: String) -> Ecart {
    Ecart { grave: true, phrase }
}

/// Filled alike, by the same kind of things.
fn ressemble(a: &Allure, b: &Allure) -> bool {
    let proches = match (a.valeurs, b.valeurs) {
        (Some(x), Some(y)) => x.abs_diff(y) <= AUTRE_CONTENU,
        (None, None) => true,
        _ => false,
    };
    a.genre == b.genre && proches && a.remplie.abs_diff(b.remplie) <= 30
}

fn contenu(nom: &str, avant: &Allure, ici: &Allure) -> Option<Ecart> {
    if avant.remplie >= 50 && ici.remplie < 10 {
        return Some(grave(format!(
            "la colonne « {nom} » était remplie à {} %, elle l'est à {} %",
            avant.remplie, ici.remplie
        )));
    }
    if avant.genre.is_some() && avant.genre != ici.genre && ici.remplie > 0 {
        let dit = |a: &Allure| a.genre.map_or("autre chose", |g| g.mots());
        return Some(grave(format!(
            "la colonne « {nom} » contenait des {}, elle contient maintenant : {}",
            dit(avant),
            dit(ici)
        )));
    }
    let beaucoup = |n: usize, m: usize| m > n + AUTRE_CONTENU && m > 2 * n;
    match (avant.valeurs, ici.valeurs) {
        (Some(n), Some(m)) if beaucoup(n, m) => {
            Some(grave(format!("la colonne « {nom} » avait {}, elle en a {m}", pluriel(n as i64, "valeur", "valeurs"))))
        }
        (Some(n), None) if n <= 20 => Some(grave(format!(
            "la colonne « {nom} » avait {}, elle en a plus de soixante",
            pluriel(n as i64, "valeur", "valeurs")
        ))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use passerelle_socle::echanges::{Champ, Genre, Passe};

    fn gabarit(noms: &[&str]) -> Gabarit {
        let champs = noms.iter().map(|n| ((*n).to_owned(), Champ::colonne(*n))).collect();
        Gabarit { passes: vec![Passe { nature: "jeunes".into(), champs, si: vec![] }], ..Gabarit::default() }
    }

    fn allure(entete: &str, rang: usize, valeurs: Option<usize>, genre: Option<Genre>) -> Allure {
        Allure { entete: entete.into(), rang, remplie: 100, valeurs, genre }
    }

    fn phrases(noms: &[&str], avant: &[Allure], ici: &[Allure]) -> Vec<String> {
        ecarts(&gabarit(noms), avant, ici).into_iter().map(|e| e.phrase).collect()
    }

    #[test]
    fn a_shape_is_recognised_by_most_of_its_columns() {
        let (un, deux) = (gabarit(&["Nom", "Prénom", "Statut", "Ville"]), gabarit(&["Nom", "Prénom"]));
        let entetes = |t: &[&str]| t.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
        let tous = [un, deux];
        assert_eq!(reconnaitre(&entetes(&["NOM", "prenom", "statut", "ville"]), tous.iter()), Some(0));
        assert_eq!(reconnaitre(&entetes(&["Nom", "Prénom", "Classe"]), tous.iter()), Some(1));
        assert_eq!(reconnaitre(&entetes(&["Nom", "Classe"]), tous.iter()), None);
        assert_eq!(reconnaitre(&entetes(&["SIRET"]), tous.iter()), None);
    }

    #[test]
    fn what_began_to_hold_something_else_is_told() {
        let avant = [allure("Statut", 0, Some(4), Some(Genre::Mots)), allure("Né le", 1, None, Some(Genre::Date))];
        let ici = [allure("Statut", 0, Some(31), Some(Genre::Mots)), allure("Né le", 1, None, Some(Genre::Nombre))];
        assert_eq!(
            phrases(&["Statut", "Né le"], &avant, &ici),
            [
                "la colonne « Né le » contenait des dates, elle contient maintenant : nombres",
                "la colonne « Statut » avait 4\u{a0}valeurs, elle en a 31"
            ]
        );
        assert!(phrases(&["Statut", "Né le"], &avant, &avant).is_empty());
    }

    #[test]
    fn what_vanished_moved_or_was_renamed_is_told() {
        let avant =
            [allure("A", 0, Some(4), None), allure("B", 1, None, Some(Genre::Date)), allure("C", 2, Some(2), None)];
        let ici = [
            allure("B", 0, None, Some(Genre::Date)),
            allure("A du mois", 1, Some(4), None),
            allure("D", 2, None, Some(Genre::Siret)),
        ];
        let dites = phrases(&["A", "B", "C"], &avant, &ici);
        assert_eq!(dites.len(), 4, "{dites:#?}");
        assert!(dites[0].contains("« A » n'est plus là ; « A du mois »"), "{dites:#?}");
        assert!(
            dites.iter().any(|d| d == "1\u{a0}colonne lue a changé de place ; elles sont retrouvées par leur en-tête"),
            "{dites:#?}"
        );
        assert!(dites.iter().any(|d| d.contains("nouvelles colonnes") && d.contains("« D »")), "{dites:#?}");
    }
}
