//! What is counted of positionnements.

use super::liste::Positionnements;
use passerelle_gens::structures::TYPES;
use passerelle_socle::figure::{Denombre, Figure, Partie, Place, TERRITOIRE};

/// How an address says that nobody is known to have prescribed.
const NON_CONNU: &str = "non_connu";

pub static FIGURES: [Figure; 1] = [Figure {
    nom: "positionnements",
    parties: &[Partie::Parmi("prescripteur", |code| code == NON_CONNU || TYPES.code(code).is_some())],
    libelle: |p| match p.lire("prescripteur") {
        None => "positionnements".into(),
        Some(NON_CONNU) => "positionnements sans prescripteur connu".into(),
        Some(genre) => format!("positionnements par : {}", TYPES.libelle(genre)),
    },
    definition: "Demandes d'une structure à une action pour un jeune, comptées à leur date, quelle que soit la réponse, et rangées selon le type de la structure qui prescrit.",
    perimetre: TERRITOIRE,
    reference: "Bilan des développeurs de l'apprentissage territorial, positionnements par prescripteur",
    texte: None,
    denombre: Denombre::Personnes,
    compte: None,
    rangees: |_| Box::new(Positionnements::default()),
    lignes: |toutes, p, periode| {
        let datees = toutes.pendant("p.date", periode);
        match p.lire("prescripteur") {
            None => datees,
            Some(NON_CONNU) => datees.telle("p.prescripteur_id IS NULL"),
            Some(genre) => datees.ou("p.prescripteur_id IN (SELECT id FROM structures WHERE type = ?)", genre),
        }
    },
    place: Place::Section { section: "positionnements", groupes: "p.prescripteur_id" },
    carte: Some(20),
    annees: Some(("positionnements", "date")),
}];
