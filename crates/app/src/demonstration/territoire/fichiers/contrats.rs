//! contrats.csv: the contracts, their employers, their ends.

use crate::demonstration::territoire::ecriture::{self, Fichier, iso, ligne, ou_vide};
use crate::demonstration::territoire::missions::MISSIONS;
use crate::demonstration::territoire::monde::Monde;
use crate::demonstration::territoire::types::Contrat;

const ENTETE: &str = "structure;jeune;type;employeur_siret;employeur_nom;cfa;certification;date_conclusion;date_debut;date_fin;\
    date_rupture;motif_rupture";

/// The file, in the order of the first days.
pub fn fichier(monde: &Monde) -> Fichier {
    let mut ordre: Vec<&Contrat> = monde.contrats.iter().collect();
    ordre.sort_by_key(|c| (c.debut, &monde.jeunes[c.jeune].numero));
    let lignes = ordre
        .into_iter()
        .map(|c| {
            let jeune = &monde.jeunes[c.jeune];
            let firme = &monde.entreprises[c.employeur];
            ligne![
                MISSIONS[jeune.mission].code,
                jeune.numero,
                c.genre,
                firme.siret,
                firme.nom,
                c.centre,
                c.certification,
                iso(c.conclusion),
                iso(c.debut),
                ou_vide(c.fin.map(iso)),
                ou_vide(c.rupture.map(|(date, _)| iso(date))),
                c.rupture.map_or("", |(_, motif)| motif),
            ]
        })
        .collect();
    ecriture::fichier("contrats.csv", ENTETE, lignes)
}
