//! Which column of the file is which column of its kind.

use std::sync::Arc;

use passerelle_base::plier_entete;

use super::gabarit::{Application, Gabarit};
use super::nature::{MOTIF_PLIE, Nature};
use super::rapport::Motif;

/// The columns of a file matched to those of its kind.
#[derive(Clone, Debug)]
pub(super) struct Entetes {
    /// For each column of the kind, its position in the file; none when a gabarit makes it.
    pub positions: Vec<Option<usize>>,
    /// What makes the columns of the kind, when the file is not ours.
    pub gabarit: Option<Arc<Application>>,
    /// Headers as they came.
    pub bruts: Vec<String>,
    /// Headers that mean nothing here.
    pub inconnues: Vec<String>,
}

impl Entetes {
    /// Matches headers without case, accents, spaces or punctuation.
    pub fn reconnaitre(nature: &Nature, bruts: Vec<String>) -> Result<Self, String> {
        let plies: Vec<String> = bruts.iter().map(|e| plier_entete(e)).collect();
        let mut positions = Vec::with_capacity(nature.colonnes.len());
        for colonne in nature.colonnes {
            let cherche = plier_entete(colonne.nom);
            let mut trouvees = plies.iter().enumerate().filter(|(_, p)| **p == cherche).map(|(i, _)| i);
            let premiere = trouvees.next();
            if trouvees.next().is_some() {
                return Err(format!("la colonne « {} » est présente deux fois : gardez-en une", colonne.nom));
            }
            positions.push(premiere);
        }
        let manquantes: Vec<&str> = std::iter::zip(nature.colonnes, &positions)
            .filter(|(c, p)| c.requise && p.is_none())
            .map(|(c, _)| c.nom)
            .collect();
        if !manquantes.is_empty() {
            let attendues: Vec<&str> = nature.colonnes.iter().map(|c| c.nom).collect();
            return Err(format!(
                "il manque la colonne {} ; un fichier {} a pour colonnes : {}",
                manquantes.iter().map(|m| format!("« {m} »")).collect::<Vec<_>>().join(" et "),
                nature.nom,
                attendues.join(";")
            ));
        }
        let inconnues = std::iter::zip(&bruts, &plies)
            .filter(|(_, p)| !p.is_empty() && *p != MOTIF_PLIE)
            .filter(|(_, p)| !nature.colonnes.iter().any(|c| plier_entete(c.nom) == **p))
            .map(|(b, _)| b.clone())
            .collect();
        Ok(Self { positions, gabarit: None, bruts, inconnues })
    }

    /// Finds the columns that a gabarit tells; `rang` is that of the kind in it.
    pub fn selon(gabarit: &Gabarit, rang: usize, nature: &Nature, bruts: Vec<String>) -> Result<Self, String> {
        let application = Application::nouvelle(gabarit, rang, nature, &bruts)?;
        let inconnues = application.inconnues.clone();
        Ok(Self { positions: vec![None; nature.colonnes.len()], gabarit: Some(application), bruts, inconnues })
    }

    /// Whether a column of the kind is brought by the file.
    pub fn presente(&self, colonne: usize) -> bool {
        self.positions[colonne].is_some() || self.gabarit.as_ref().is_some_and(|g| g.fait(colonne))
    }

    /// Where a column of the kind comes from in the file.
    pub fn places(&self, colonne: usize) -> &[usize] {
        match (&self.positions[colonne], &self.gabarit) {
            (Some(place), _) => std::slice::from_ref(place),
            (None, Some(gabarit)) => gabarit.places(colonne),
            (None, None) => &[],
        }
    }

    /// A reason about a column of the kind, said of the column that the reader has before their eyes.
    pub fn dire(&self, nature: &Nature, motif: Motif) -> Motif {
        let nomme = motif.colonne.as_deref().and_then(|c| self.gabarit.as_ref()?.nom(nature, c)).map(str::to_owned);
        Motif { colonne: nomme.or(motif.colonne), phrase: motif.phrase }
    }

    /// The separator under which one of the first lines shows the most headers of any kind.
    pub fn separateur<'a>(lignes: impl Iterator<Item = &'a str>) -> u8 {
        // In case of a tie the French habit wins.
        const SEPARATEURS: [u8; 4] = *b"|,\t;";
        let mut comptes = [0; SEPARATEURS.len()];
        for ligne in lignes {
            for (compte, sep) in std::iter::zip(&mut comptes, SEPARATEURS) {
                let mut dans_guillemets = false;
                let vus = ligne.bytes().filter(|&o| {
                    dans_guillemets ^= o == b'"';
                    o == sep && !dans_guillemets
                });
                *compte = vus.count().max(*compte);
            }
        }
        std::iter::zip(comptes, SEPARATEURS).max_by_key(|(compte, _)| *compte).map_or(b';', |(_, sep)| sep)
    }
}

/// The separator that a spreadsheet says in a first line of its own, `sep=;`.
pub(super) fn separateur_dit(ligne: &str) -> Option<u8> {
    let dit = ligne.trim_end_matches(['\r', '\n']).trim_matches('"');
    let (mot, separateur) = dit.split_once('=')?;
    match separateur.as_bytes() {
        [o] if mot.eq_ignore_ascii_case("sep") => Some(*o),
        _ => None,
    }
}
