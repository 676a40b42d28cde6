//! Files that are not ours, read through a gabarit: the same verdicts, and nothing lost without a word.

mod application;
mod fautes;
mod proposition;

use std::sync::Arc;

use passerelle_monde::Monde;
use passerelle_socle::echanges::gabarit::Gabarit;
use passerelle_socle::echanges::{Mode, Rapport, RapportFichier};

/// What the workbook of a CFA is: a title, names in one cell, French words for codes, a contract on the same row.
const TROIS_LUNES: &str = r#"
gabarit = "CFA des Trois Lunes"
[tableau]
ignorer = ["Total"]
inconnus = ["NR", "-"]
[natures.jeunes]
structure = { constante = "ML-NORD" }
numero = "Matricule"
nom = { colonne = "NOM Prénom", partie = "nom" }
prenom = { colonne = "NOM Prénom", partie = "prenom" }
date_naissance = "Né(e) le"
sexe = { colonne = "Civilité", valeurs = { "Mme" = "F", "M." = "M" } }
code_postal = { colonne = "Ville", partie = "code_postal" }
telephone = "Portable"
[natures.contrats]
structure = { constante = "ML-NORD" }
jeune = "Matricule"
type = { colonne = "Statut", valeurs = { "Contrat d'apprentissage" = "apprentissage", "Contrat pro" = "professionnalisation" } }
date_debut = "Début contrat"
date_fin = "Fin contrat"
employeur_siret = "SIRET"
"#;

fn gabarit(texte: &str) -> Arc<Gabarit> {
    Arc::new(Gabarit::lire(texte).unwrap())
}

fn mode(texte: &str) -> Mode {
    Mode { gabarit: Some(gabarit(texte)), ..Mode::default() }
}

/// Imports a file through a gabarit, in a world whose structures are known.
async fn lire(monde: &Monde, nom: &str, fichier: &str, texte: &str) -> Rapport {
    monde.livrer_mode(&[(nom, fichier)], &mode(texte)).await
}

fn de<'a>(rapport: &'a Rapport, nature: &str) -> &'a RapportFichier {
    rapport.fichiers.iter().find(|f| f.nature == Some(nature)).unwrap_or_else(|| panic!("{nature} : {rapport:#?}"))
}

/// Created, changed, unchanged, refused.
fn comptes(f: &RapportFichier) -> [u64; 4] {
    [f.crees, f.modifies, f.inchanges, f.refuses]
}
