//! Why a draw is refused.

use crate::liste::ErreurListe;
use crate::protocole::ErreurProtocole;

/// Why a draw is refused, or a file of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErreurTirage {
    /// The protocol does not hold.
    #[error(transparent)]
    Protocole(#[from] ErreurProtocole),
    /// The list does not hold.
    #[error(transparent)]
    Liste(#[from] ErreurListe),
    /// The secret of the list is too easy to guess.
    #[error("le secret de la liste est trop court : donnez au moins 32 caractères tirés au hasard")]
    SecretCourt,
    /// No public value.
    #[error("la valeur publique est vide ou tient sur plusieurs lignes : donnez sur une ligne ce qui a été publié")]
    Alea,
    /// A stakeholder has not revealed its secret.
    #[error("il manque le secret de « {0} » : le tirage ne peut pas se faire sans lui")]
    SecretManque(String),
    /// A secret that nobody committed.
    #[error(
        "un secret ne correspond à aucun engagement du protocole : vérifiez les espaces, la casse et qui l’a donné"
    )]
    SecretFaux,
    /// The chance of the wave before, known since.
    #[error(
        "cette valeur publique est celle de la vague précédente, connue avant cette liste : attendez la valeur annoncée"
    )]
    AleaDejaServi,
    /// A stakeholder whose secret everybody knows.
    #[error(
        "le secret de « {0} » a été révélé au tirage de la vague précédente : demandez-lui d’en engager un nouveau"
    )]
    SecretConnu(String),
    /// Somebody who has a group.
    #[error(
        "« {identifiant} » a déjà un groupe (ligne {ligne} du procès-verbal précédent) : retirez cette personne de la liste, un tirage ne se refait pas"
    )]
    DejaAffecte {
        /// The first of them.
        identifiant: String,
        /// Its line in the previous minutes.
        ligne: usize,
    },
    /// This wave has its minutes already.
    #[error("la vague « {vague} » du site « {site} » a déjà été tirée : un tirage ne se refait pas")]
    DejaTiree {
        /// Code of the site at fault.
        site: String,
        /// The wave that was drawn already.
        vague: String,
    },
    /// An arm that is known before the chance, from the carries of the waves before.
    #[error(
        "la vague « {vague} » du site « {site} » est connue d’avance : les reports de la vague précédente, publiés, disent déjà qu’{} du bras « {bras} » ; réunissez-la avec la suivante, ajoutez des personnes, ou tirez-la sans vague précédente",
        if *personne { "aucune personne d’un de ses groupes ne sera" } else { "un de ses groupes sera en entier" }
    )]
    Connue {
        /// Code of the site at fault.
        site: String,
        /// The wave that is known.
        vague: String,
        /// The arm.
        bras: String,
        /// Nobody goes there, or everybody.
        personne: bool,
    },
    /// The previous minutes follow other rules.
    #[error(
        "le procès-verbal précédent suit un autre protocole : seules les parties et leurs engagements peuvent changer d’une vague à l’autre"
    )]
    AutreProtocole,
    /// The remainders of the previous minutes cannot be.
    #[error(
        "les reports du site « {0} » sont impossibles avec ses ratios : reprenez le procès-verbal précédent d’origine"
    )]
    Reports(String),
    /// A file that is not what it should be.
    #[error("{fichier} ne se lit pas{} : reprenez le fichier d’origine ({detail})", .ligne.map(|n| format!(" à la ligne {n}")).unwrap_or_default())]
    Illisible {
        /// Which file.
        fichier: &'static str,
        /// The line, when known.
        ligne: Option<usize>,
        /// What the reader says.
        detail: String,
    },
    /// Lines of the frozen list changed.
    #[error("la liste figée a été modifiée : {}", dire(.lignes))]
    ListeAlteree {
        /// Their numbers in the file of the list.
        lignes: Vec<usize>,
    },
    /// The list is not the committed one, and no line says why.
    #[error(
        "la liste figée ne donne pas la racine publiée : une ligne a été ajoutée ou retirée, ou l’engagement a changé"
    )]
    RacineAutre,
    /// The engagement contradicts itself.
    #[error("l’engagement a été modifié : « {0} » ne correspond plus à ce qu’il contient")]
    EngagementAltere(&'static str),
    /// Nobody by that name.
    #[error("cet identifiant n’est pas dans le procès-verbal : vérifiez-le")]
    Inconnu,
    /// The minutes do not hold.
    #[error("le procès-verbal ne se vérifie pas : {0}")]
    ProcesVerbal(String),
}

fn dire(lignes: &[usize]) -> String {
    let mut dites: Vec<String> = lignes.iter().take(20).map(usize::to_string).collect();
    if lignes.len() > 20 {
        dites.push(format!("et {} autres", lignes.len() - 20));
    }
    format!("{} {}", if lignes.len() == 1 { "ligne" } else { "lignes" }, dites.join(", "))
}

/// What the reader of a JSON file says, as an error that names the file and the line.
pub(crate) fn illisible(fichier: &'static str, erreur: &serde_json::Error) -> ErreurTirage {
    let ligne = Some(erreur.line()).filter(|n| *n > 0);
    // A sentence of the reader may quote a value of the file: only its kind is said.
    let detail = match erreur.classify() {
        serde_json::error::Category::Eof => "fin de fichier inattendue",
        serde_json::error::Category::Syntax => "ce n’est pas du JSON",
        _ => "un membre manque, est de trop ou n’a pas la forme attendue",
    };
    ErreurTirage::Illisible { fichier, ligne, detail: detail.into() }
}
