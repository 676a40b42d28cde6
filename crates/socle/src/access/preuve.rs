//! The proof of a decision, and what a store asks of it.

use super::{Acteur, Action, Lien, Objet, Perimetre, Portee, Vue};

/// A store was handed the proof of another decision than the one it needs. A fault of ours, never of the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("une preuve d'accès ne convient pas à ce qui est demandé : {action} {objet}")]
pub struct AutrePreuve {
    /// The action of the proof shown.
    pub action: &'static str,
    pub objet: &'static str,
}

/// The proof that [`may`] said yes. Nothing else builds one.
#[derive(Clone, Debug)]
pub struct Accorde {
    acteur: Acteur,
    action: Action,
    objet: Objet,
    vue: Vue,
    lien: Option<Lien>,
}

impl Accorde {
    /// What `may` answers, and nobody else.
    pub(super) fn nouvelle(acteur: &Acteur, action: Action, objet: Objet, vue: Vue, lien: Option<Lien>) -> Self {
        Self { acteur: acteur.clone(), action, objet, vue, lien }
    }
    /// Asked by whatever reads or writes on the strength of this proof: it must be for one of these actions on one of
    /// these objects. In every build; otherwise nothing is read and nothing is written.
    pub fn pour(&self, actions: &[Action], objets: &[Objet]) -> Result<&Self, AutrePreuve> {
        match actions.contains(&self.action) && objets.contains(&self.objet) {
            true => Ok(self),
            false => Err(AutrePreuve { action: self.action.code(), objet: self.objet.code() }),
        }
    }
    /// The same, of whatever is about one person: a proof about no one in particular opens no file.
    pub fn pour_une_personne(&self) -> Result<&Self, AutrePreuve> {
        match self.objet.d_une_personne() {
            true => Ok(self),
            false => Err(AutrePreuve { action: self.action.code(), objet: self.objet.code() }),
        }
    }
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
    /// What links the actor to the one young person it is about, if it is about one.
    pub fn lien(&self) -> Option<&Lien> {
        self.lien.as_ref()
    }
    /// Which young people a list may hold.
    pub fn perimetre(&self) -> Perimetre {
        // A figure counts the whole territory for whoever may read it.
        if !self.objet.d_une_personne() {
            return Perimetre::Tout;
        }
        match &self.acteur {
            Acteur::Compte { portee, .. } => match portee {
                Portee::Territoire => Perimetre::Tout,
                Portee::Structure { id, .. } => Perimetre::Structure(*id),
                Portee::Jeune(id) => Perimetre::Jeune(*id),
                Portee::Employeur(siret) => Perimetre::Employeur(siret.clone()),
            },
            Acteur::Public | Acteur::Systeme => Perimetre::Tout,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Faits, may};
    use super::*;

    #[test]
    fn a_proof_is_only_good_for_what_was_granted() {
        let preuve = |action, objet| may(&Acteur::Systeme, action, objet, &Faits::default()).unwrap();
        let lire = preuve(Action::Consulter, Objet::Bilans);
        assert!(lire.pour(&[Action::Lister, Action::Consulter], &[Objet::Cas, Objet::Bilans]).is_ok());
        let refus = AutrePreuve { action: "consulter", objet: "bilans" };
        assert_eq!(lire.pour(&[Action::Figer], &[Objet::Bilans]).unwrap_err(), refus);
        assert_eq!(lire.pour(&[Action::Consulter], &[Objet::Jeunes]).unwrap_err(), refus);
        assert_eq!(lire.pour_une_personne().unwrap_err(), refus, "a report opens nobody's file");
        for objet in Objet::TOUS {
            assert_eq!(preuve(Action::Consulter, *objet).pour_une_personne().is_ok(), objet.d_une_personne());
        }
    }
}
