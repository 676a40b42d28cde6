//! Why a look found nothing to show.

use passerelle_appariement::ErreurAppariement;

use passerelle_socle::db::ErreurBase;
use passerelle_socle::web::phrase;

/// Why a look ended without a result; nothing else was changed.
#[derive(Debug, thiserror::Error)]
pub enum ErreurRecherche {
    /// What the engine refuses.
    #[error("les fiches ne se comparent pas : {0}")]
    Moteur(#[from] ErreurAppariement),
    /// Nobody has one.
    #[error("aucune fiche n'a de date de naissance : complétez-en, les noms seuls ne disent pas qui est qui")]
    SansDate,
    /// What is wrong with the file, in a sentence.
    #[error("{0}")]
    Fichier(String),
    /// Anything the base says.
    #[error(transparent)]
    Base(#[from] ErreurBase),
    /// The work was cut.
    #[error("la recherche s'est arrêtée avant la fin : relancez-la")]
    Coupee,
}

impl ErreurRecherche {
    /// A sentence for a page. That of a file begins with its name, which is left as it is written.
    pub(super) fn phrase(&self) -> String {
        match self {
            Self::Fichier(dite) => format!("{dite}."),
            autre => phrase(autre),
        }
    }
}
