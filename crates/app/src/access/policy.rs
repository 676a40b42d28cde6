//! The decision. Pure: no base, no clock, no session.

use super::{Acteur, Action, Faits, Objet, Role};

/// How much of a row its reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vue {
    /// All fields.
    Complete,
    /// Facts about young people without what tells who they are.
    SansIdentite,
    /// Only what is published.
    Publique,
}

/// The proof that [`may`] said yes. Nothing else builds one.
#[derive(Clone, Debug)]
pub struct Accorde {
    acteur: Acteur,
    action: Action,
    objet: Objet,
    vue: Vue,
}

impl Accorde {
    /// Who was granted.
    pub fn acteur(&self) -> &Acteur {
        &self.acteur
    }
    /// What was granted.
    pub fn action(&self) -> Action {
        self.action
    }
    /// On what.
    pub fn objet(&self) -> Objet {
        self.objet
    }
    /// How much of it.
    pub fn vue(&self) -> Vue {
        self.vue
    }
}

/// Why it was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refus {
    /// Signing in may help.
    NonConnecte,
    /// This actor has no such right: for them the object does not exist.
    Inconnu,
}

/// Decides whether `acteur` may do `action` to `objet`.
pub fn may(acteur: &Acteur, action: Action, objet: Objet, faits: &Faits) -> Result<Accorde, Refus> {
    let vue = match acteur {
        Acteur::Systeme => Some(Vue::Complete),
        Acteur::Public => public(action, objet, faits),
        Acteur::Compte { role, .. } => public(action, objet, &Faits { public: Some(true) })
            .map(|_| Vue::Complete)
            .or_else(|| compte(*role, action, objet)),
    };
    match vue {
        Some(vue) => Ok(Accorde { acteur: acteur.clone(), action, objet, vue }),
        None if *acteur == Acteur::Public => Err(Refus::NonConnecte),
        None => Err(Refus::Inconnu),
    }
}

fn public(action: Action, objet: Objet, faits: &Faits) -> Option<Vue> {
    match (action, objet) {
        (Action::Consulter, Objet::PagePublique) => Some(Vue::Publique),
        (Action::Consulter | Action::Ouvrir | Action::Fermer, Objet::Session) => Some(Vue::Publique),
        (Action::Lister | Action::Consulter, Objet::Evenements) if faits.public != Some(false) => Some(Vue::Publique),
        _ => None,
    }
}

fn compte(role: Role, action: Action, objet: Objet) -> Option<Vue> {
    use Action::{Consulter, Exporter, Figer, Importer, Lister};
    use Objet as O;
    let lecture = matches!(action, Lister | Consulter | Exporter);
    match role {
        Role::Administrateur => match (action, objet) {
            (Importer, O::Imports) | (Figer, O::Bilans) => Some(Vue::Complete),
            _ if lecture => Some(Vue::Complete),
            _ => None,
        },
        Role::Pilote => match objet {
            O::Structures | O::Partenariats | O::Actions | O::Evenements | O::Statistiques if lecture => {
                Some(Vue::Complete)
            }
            O::TableauDeBord if action == Consulter => Some(Vue::Complete),
            O::Bilans if lecture || action == Figer => Some(Vue::Complete),
            // The pilote sees that a case exists, never who it is.
            O::Positionnements | O::Contrats | O::Participations | O::Cas if matches!(action, Lister | Exporter) => {
                Some(Vue::SansIdentite)
            }
            _ => None,
        },
    }
}
