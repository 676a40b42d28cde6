//! Why a linkage is refused.

/// Why a linkage is refused. Sources are 0 and 1, lines are ranks of records in their source, from 0.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErreurAppariement {
    /// Nothing to compare people with.
    #[error(
        "aucune colonne commune ne permet de reconnaître une personne : il faut au moins deux colonnes parmi nom, prénom, \
         date de naissance, téléphone, courriel, ou une colonne propre à chacun ; renommez vos en-têtes, ou nommez-les dans le modèle"
    )]
    SansColonne,
    /// A source without any record.
    #[error("{} ne contient aucune personne : il n’y a rien à apparier", dire_source(*.0))]
    SourceVide(usize),
    /// Identifiers that come back.
    #[error(
        "{} contient {} identifiant{} en double ({}) : chaque ligne doit avoir le sien, corrigez-les avant d’apparier",
        dire_source(*.fichier), .doubles.len(), if .doubles.len() > 1 { "s" } else { "" }, dire(.doubles)
    )]
    IdentifiantsDoubles {
        /// Which source: 0 or 1.
        fichier: usize,
        /// For each record whose identifier was seen before: (the first, this one).
        doubles: Vec<(usize, usize)>,
    },
    /// A date column that tells nothing.
    #[error(
        "aucune date de naissance lisible dans {} : écrivez-les comme « 14/03/2001 » ou « 2001-03-14 », ou écartez la colonne dans le modèle (ignorer)",
        dire_source(*.0)
    )]
    SansDate(usize),
    /// No rule brings any two records together.
    #[error(
        "aucune paire de fiches n’a de clé commune : vérifiez que les colonnes des deux fichiers contiennent la même chose"
    )]
    SansPaire,
    /// More comparison fields than a pattern can hold.
    #[error("plus de {0} colonnes à comparer : écartez les moins utiles dans le modèle (ignorer)")]
    TropDeColonnes(usize),
    /// A model that cannot be read.
    #[error("le modèle ne se lit pas : {0}")]
    Modele(String),
    /// A blocking rule that names what does not exist.
    #[error("la règle de regroupement « {regle} » ne se comprend pas : {pourquoi}")]
    Regle {
        /// The rule, as the model writes it.
        regle: String,
        /// What is wrong.
        pourquoi: String,
    },
}

fn dire_source(rang: usize) -> &'static str {
    if rang == 0 { "le premier fichier" } else { "le second fichier" }
}

fn dire(doubles: &[(usize, usize)]) -> String {
    let mut dits: Vec<String> =
        doubles.iter().take(10).map(|(a, b)| format!("personnes n° {} et n° {}", a + 1, b + 1)).collect();
    if doubles.len() > 10 {
        dits.push(format!("et {} autres", doubles.len() - 10));
    }
    dits.join(", ")
}
