//! Why a figure is refused.

/// Why a figure is refused. Each sentence says what to do; none is replaced by a silent number.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ErreurImpact {
    /// Columns of different lengths.
    #[error("la colonne « {0} » n’a pas autant de valeurs que les autres : donnez une valeur par ligne")]
    Longueur(String),
    /// A value that is not a finite number.
    #[error("la colonne « {colonne} » n’a pas de nombre à la donnée n° {rang} : complétez-la ou retirez la ligne")]
    NonFini {
        /// Its name, as the caller gave it.
        colonne: String,
        /// Rank of the row, from 1.
        rang: usize,
    },
    /// Values so large, or so small, that their squares are not numbers any more.
    #[error(
        "les valeurs de la colonne « {colonne} » sont de l’ordre de 10^{puissance} : changez d’unité, elles se calculent mal"
    )]
    Echelle {
        /// Its name, as the caller gave it.
        colonne: String,
        /// The power of ten of the largest.
        puissance: i32,
    },
    /// Nobody, or everybody, is treated.
    #[error("le traitement est constant ({0} pour tous) : il faut des traités et des témoins")]
    TraitementConstant(&'static str),
    /// Nobody, or everybody, is treated in a stratum.
    #[error(
        "le traitement est constant dans la strate « {strate} » ({quoi}) : retirez-la ou regroupez-la, elle ne compare personne"
    )]
    StrateConstante {
        /// Its name: its values, joined.
        strate: String,
        /// "aucun traité" or "aucun témoin".
        quoi: &'static str,
    },
    /// An arm has a single cluster.
    #[error("{} n’a qu’une grappe dans un bras : la variance ne s’y estime pas ; regroupez des strates, ou utilisez « permutation »", .strate.as_ref().map_or("l’échantillon".into(), |s| format!("la strate « {s} »")))]
    GrappeSeule {
        /// The stratum, when there are.
        strate: Option<String>,
    },
    /// Treatment varies inside a cluster drawn whole.
    #[error("le traitement varie dans la grappe « {0} » : une grappe tirée au sort en bloc a un seul bras")]
    GrappeMelangee(String),
    /// A cluster spans strata.
    #[error("la grappe « {0} » est dans plusieurs strates : une grappe tirée au sort appartient à une seule")]
    GrappePartagee(String),
    /// Fewer clusters than needed.
    #[error("il y a {0} grappes : il en faut au moins {1} pour cette estimation")]
    TropPeuDeGrappes(usize, usize),
    /// Not enough rows.
    #[error(
        "trop peu de lignes : {n} pour {coefficients} coefficients, il ne reste aucun degré de liberté ; retirez des covariables ou ajoutez des lignes"
    )]
    TropPeuDeLignes {
        /// Rows kept.
        n: usize,
        /// Coefficients to estimate.
        coefficients: usize,
    },
    /// No variance can be estimated from the strata as they are.
    #[error(
        "aucune strate n’a deux personnes dans un même bras, et il y a moins de trois strates : la variance ne s’estime pas ; utilisez « permutation »"
    )]
    VarianceImpossible,
    /// Everybody has the same outcome within arms.
    #[error(
        "le résultat ne varie pas à l’intérieur des bras : l’erreur-type serait nulle ; vérifiez la colonne, ou utilisez « permutation »"
    )]
    VarianceNulle,
    /// A column that never varies.
    #[error("la colonne « {0} » est constante : retirez-la")]
    ColonneConstante(String),
    /// A column that others determine.
    #[error("la colonne « {colonne} » est une combinaison exacte de {} : retirez-la", dire(.de))]
    Colineaire {
        /// The column found redundant.
        colonne: String,
        /// The columns it follows from.
        de: Vec<String>,
    },
    /// A row that a coefficient fits alone.
    #[error(
        "la donnée n° {rang} est ajustée exactement par son propre coefficient (levier 1) : {variance} ne se calcule pas ; retirez la covariable ou la strate qui l’isole, ou choisissez hc1"
    )]
    LevierUn {
        /// Rank of the row, from 1.
        rang: usize,
        /// The estimator asked for.
        variance: &'static str,
    },
    /// An option that this estimator does not have.
    #[error("{0}")]
    Option(&'static str),
    /// The instrument explains nothing.
    #[error("l’instrument n’explique pas du tout la prise en charge : l’effet sur les bénéficiaires ne s’estime pas")]
    InstrumentNul,
    /// Nobody is observed in an arm.
    #[error("aucun résultat n’est observé chez les {0} : les bornes ne se calculent pas")]
    AucunObserve(&'static str),
    /// A probability outside its bounds.
    #[error("la probabilité de la donnée n° {rang} devrait être strictement entre 0 et 1")]
    Probabilite {
        /// Rank of the row, from 1.
        rang: usize,
    },
    /// A probability of link outside its bounds.
    #[error("la probabilité de lien de la donnée n° {rang} devrait être entre 0 et 1")]
    ProbabiliteLien {
        /// Rank of the row, from 1.
        rang: usize,
    },
    /// An outcome beyond what it is said it can be.
    #[error(
        "la colonne « {resultat} » sort de l’étendue donnée : dites le plus petit et le plus grand résultat possibles"
    )]
    Etendue {
        /// Column of the outcome.
        resultat: String,
    },
    /// A parameter outside its bounds.
    #[error("{nom} : {attendu}")]
    Parametre {
        /// Name of the parameter.
        nom: &'static str,
        /// What it may be, in words.
        attendu: &'static str,
    },
    /// A statistic that an assignment makes impossible to compute.
    #[error(
        "la statistique ne se calcule pas pour l’affectation n° {0} : essayez avec moins de covariables ou de strates, ou une autre statistique"
    )]
    StatistiqueImpossible(u64),
    /// A re-draw that does not have the shape of the sample.
    #[error("le tirage rejoué n° {0} ne donne pas de traités et de témoins dans l’échantillon")]
    Rejeu(u64),
}

fn dire(colonnes: &[String]) -> String {
    let cites: Vec<String> = colonnes.iter().map(|c| format!("« {c} »")).collect();
    cites.join(", ")
}
