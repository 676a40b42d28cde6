//! Which column of the file is which column of its kind.

use passerelle_base::plier_entete;

use super::Nature;

/// The column that a returned file gains, folded as headers are.
pub(super) const MOTIF_PLIE: &str = "motifrefus";

/// The columns of a file matched to those of its kind.
#[derive(Clone, Debug)]
pub(super) struct Entetes {
    /// For each column of the kind, its position in the file.
    pub positions: Vec<Option<usize>>,
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
        Ok(Self { positions, bruts, inconnues })
    }

    /// The separator under which the first line shows the most headers of any kind.
    pub fn separateur(premiere_ligne: &str) -> u8 {
        let compte = |sep: char| {
            let mut dans_guillemets = false;
            premiere_ligne
                .chars()
                .filter(|&c| {
                    dans_guillemets ^= c == '"';
                    c == sep && !dans_guillemets
                })
                .count()
        };
        // In case of a tie the French habit wins.
        [(';', b';'), ('\t', b'\t'), (',', b',')]
            .into_iter()
            .rev()
            .max_by_key(|(c, _)| compte(*c))
            .map_or(b';', |(_, o)| o)
    }
}
