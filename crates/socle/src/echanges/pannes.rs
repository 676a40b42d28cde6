//! What the system refuses about a file, in French: its own words are English, and a number.

use std::io::{Error, ErrorKind};

/// What happened, to be put in a sentence between brackets.
pub fn panne(e: &Error) -> String {
    let dit = match e.kind() {
        ErrorKind::NotFound => "il n'existe pas",
        ErrorKind::PermissionDenied => "ce compte n'en a pas le droit",
        ErrorKind::IsADirectory => "c'est un dossier",
        ErrorKind::NotADirectory => "une partie de son chemin n'est pas un dossier",
        ErrorKind::AlreadyExists => "il existe déjà",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "il n'y a plus de place sur le disque",
        ErrorKind::ReadOnlyFilesystem => "ce disque ne s'écrit pas",
        ErrorKind::FileTooLarge => "il est trop gros",
        ErrorKind::InvalidData => "son contenu n'est pas lisible",
        ErrorKind::UnexpectedEof => "il s'arrête trop tôt",
        ErrorKind::BrokenPipe => "ce qui le lisait s'est arrêté",
        ErrorKind::AddrInUse => "cette adresse est déjà prise",
        _ => {
            return match e.raw_os_error() {
                Some(numero) => format!("le système a refusé, erreur {numero}"),
                None => "le système a refusé".to_owned(),
            };
        }
    };
    dit.to_owned()
}

/// The sentence of a file that cannot be read.
pub(super) fn illisible(e: &Error) -> String {
    format!("ne se lit pas ({})", panne(e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_is_not_heard_in_english() {
        assert_eq!(panne(&std::fs::read("/nulle/part").unwrap_err()), "il n'existe pas");
        assert_eq!(panne(&std::fs::read("/").unwrap_err()), "c'est un dossier");
        for numero in 1..134 {
            let dit = panne(&Error::from_raw_os_error(numero));
            assert!(!dit.contains("error") && !dit.contains("os "), "{numero}: {dit}");
        }
    }
}
