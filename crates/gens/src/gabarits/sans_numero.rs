//! Rows that give no number, handed to whoever says who is who (`rapprochements`), under the name of their gabarit.

use passerelle_documents::{Cellule, Colonne, EcrivainCsv};
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Instant;
use std::sync::Arc;
use tempfile::TempDir;

use super::depot::{Attente, ouvrir, prendre};
use passerelle_socle::access::{Accorde, Action, Objet};
use passerelle_socle::echanges::Nature;
use passerelle_socle::echanges::{Provenance, essayer};

/// A file of people without number, in a folder of its own.
pub struct SansNumero {
    /// Where it is.
    pub dossier: TempDir,
    /// Its name there: that of the gabarit, and of the file.
    pub nom: String,
    /// The code of the structure whose numbers are made.
    pub structure: String,
}

/// Rows that are compared, at most: a list of people, not a territory.
const LIGNES_MAX: usize = 50_000;
/// What says who is who.
const CHAMPS: [&str; 8] = ["numero", "nom", "prenom", "date_naissance", "sexe", "code_postal", "telephone", "courriel"];

/// The people of a file that waits, when its gabarit makes their numbers.
pub fn sans_numero(
    accorde: &Accorde,
    maintenant: Instant,
    natures: &[&'static Nature],
    depot: Id<Attente>,
) -> anyhow::Result<Option<SansNumero>> {
    accorde.pour(&[Action::Creer], &[Objet::Rapprochements])?;
    let Some(depot) = prendre(accorde.acteur(), maintenant, depot) else { return Ok(None) };
    let (chemin, nom, gabarit) = {
        let depot = ouvrir(&depot);
        (depot.chemin(), depot.nom.clone(), Arc::new(depot.lue.brouillon.clone()))
    };
    let jeunes = gabarit.passes.iter().filter(|p| p.nature == "jeunes").flat_map(|p| &p.champs);
    let fait = jeunes.clone().any(|(c, champ)| c == "numero" && matches!(champ.provenance, Provenance::Empreinte(_)));
    let structure = jeunes.clone().find_map(|(c, champ)| match &champ.provenance {
        Provenance::Constante(code) if c == "structure" => Some(code.clone()),
        _ => None,
    });
    let (true, Some(structure)) = (fait, structure) else { return Ok(None) };
    let essai = essayer(&chemin, &gabarit, natures, LIGNES_MAX).map_err(|e| anyhow::anyhow!("{nom} {e}"))?;
    let colonnes: Vec<Colonne> = CHAMPS.iter().map(|c| Colonne::texte(c, *c)).collect();
    let dossier = tempfile::tempdir()?;
    let souche = nom.rsplit_once('.').map_or(nom.as_str(), |(s, _)| s);
    let propre: String = format!("{}, {souche}", gabarit.nom)
        .chars()
        .map(|c| if c == '/' || c.is_control() { ' ' } else { c })
        .take(120)
        .collect();
    let nom = format!("{}.csv", propre.trim());
    let mut csv = EcrivainCsv::nouveau(std::fs::File::create(dossier.path().join(&nom))?, &colonnes)?;
    let mut vus = std::collections::HashSet::new();
    for ligne in &essai.lignes {
        let Some((_, champs)) = ligne.apres.iter().find(|(n, _)| n == "jeunes") else { continue };
        let dit =
            |nom: &str| champs.iter().find(|(c, _)| *c == nom).and_then(|(_, t)| t.clone().ok()).unwrap_or_default();
        let numero = dit("numero");
        // Without what identifies somebody, there is nothing to compare.
        if !numero.is_empty() && vus.insert(numero) {
            let cellules: Vec<Cellule> = CHAMPS.iter().map(|c| Cellule::from(dit(c))).collect();
            csv.ligne(&cellules)?;
        }
    }
    csv.finir()?;
    Ok(Some(SansNumero { dossier, nom, structure }))
}
