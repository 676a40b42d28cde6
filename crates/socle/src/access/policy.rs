//! The decision. Pure: no base, no clock, no session.

use super::preuve::Accorde;
use super::{Acteur, Action, Faits, Lien, Objet, Portee, Role, Structure, Suivi, Vue};
use crate::ident::Id;

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
        Acteur::Compte { role, portee, .. } => public(action, objet, &Faits { public: Some(true), ..*faits })
            .map(|_| Vue::Complete)
            .or_else(|| compte(*role, portee, action, objet, faits.lien.as_ref())),
    };
    match vue {
        Some(vue) => Ok(Accorde::nouvelle(acteur, action, objet, vue, faits.lien)),
        None if *acteur == Acteur::Public => Err(Refus::NonConnecte),
        None => Err(Refus::Inconnu),
    }
}

/// Whether `acteur` may give `role` to somebody, in `structure` for a role held in one.
///
/// Young people and employers receive their access from whoever accompanies them, not from here.
pub fn peut_donner(acteur: &Acteur, role: Role, structure: Option<Id<Structure>>) -> bool {
    if role.en_structure() != structure.is_some() || !role.professionnel() {
        return false;
    }
    match acteur {
        Acteur::Systeme | Acteur::Compte { role: Role::Administrateur, .. } => true,
        Acteur::Compte { role: Role::Responsable, .. } => structure.is_some() && structure == acteur.structure(),
        _ => false,
    }
}

fn public(action: Action, objet: Objet, faits: &Faits) -> Option<Vue> {
    match (action, objet) {
        (Action::Consulter, Objet::PagePublique) => Some(Vue::Publique),
        (Action::Consulter | Action::Ouvrir | Action::Fermer, Objet::Session) => Some(Vue::Publique),
        // The link is the right: its handler looks at it.
        (Action::Consulter | Action::Repondre, Objet::Enquetes) => Some(Vue::Publique),
        (Action::Lister | Action::Consulter, Objet::Evenements) if faits.public != Some(false) => Some(Vue::Publique),
        _ => None,
    }
}

fn compte(role: Role, portee: &Portee, action: Action, objet: Objet, lien: Option<&Lien>) -> Option<Vue> {
    if objet == Objet::MonCompte {
        let sien = matches!(action, Action::Consulter | Action::Creer | Action::Modifier | Action::Retirer);
        return sien.then_some(Vue::Complete);
    }
    if objet.d_une_personne() {
        return match lien {
            Some(lien) if lien.efface => None,
            Some(lien) => personne(role, portee, action, objet, lien),
            // About nobody yet: what the weakest link that opens it would show. The handler, or the
            // perimeter of the list, then looks at each person.
            None => LIENS.iter().find_map(|l| personne(role, portee, action, objet, l)),
        };
    }
    general(role, action, objet)
}

/// Links that each open something, from the one that shows least.
const LIENS: [Lien; 3] = {
    let aucun = Lien {
        soi: false,
        suivi: Suivi::Aucun,
        en_charge: false,
        referent: false,
        ancien_referent: false,
        partage: false,
        contrat: false,
        efface: false,
    };
    let partage = Lien { partage: true, ..aucun };
    let tous = Lien {
        soi: true,
        suivi: Suivi::Ouvert,
        en_charge: true,
        referent: true,
        ancien_referent: true,
        partage: true,
        contrat: true,
        efface: false,
    };
    [aucun, partage, tous]
};

/// What is about no young person.
fn general(role: Role, action: Action, objet: Objet) -> Option<Vue> {
    use Action::{Consulter, Creer, Exporter, Figer, Importer, Lister, Modifier, Repondre, Retirer, Tirer};
    use Objet as O;
    let lecture = matches!(action, Lister | Consulter | Exporter);
    let tient = matches!(action, Lister | Consulter | Creer | Modifier | Retirer);
    let oui = match role {
        Role::Administrateur => match objet {
            O::Imports => lecture || action == Importer,
            O::Gabarits => lecture || matches!(action, Importer | Retirer),
            O::Bilans => lecture || action == Figer,
            O::Comptes => tient,
            O::Rapprochements => lecture || tient || action == Repondre,
            O::Conservation => lecture || action == Retirer,
            O::Journee | O::Session | O::DemandesRecues => false,
            // Its files say who is in which group, under pseudonyms: they are for whoever runs it.
            O::Tirages => matches!(action, Lister | Consulter),
            O::Cas => return matches!(action, Lister | Exporter).then_some(Vue::Complete),
            _ => lecture,
        },
        Role::Responsable | Role::Conseiller | Role::Formateur | Role::Developpeur => match objet {
            O::Journee => action == Consulter,
            O::Structures | O::Actions | O::Evenements => lecture,
            O::Tirages => matches!(action, Lister | Consulter),
            O::Comptes => role == Role::Responsable && tient,
            // Who must answer a request reads it: the handler keeps to the actions of their structure.
            O::DemandesRecues => {
                matches!(role, Role::Responsable | Role::Formateur)
                    && matches!(action, Lister | Consulter | Repondre | Retirer)
            }
            // For what their structure may send: the importer looks at each row.
            O::Gabarits => role == Role::Responsable && (lecture || matches!(action, Importer | Retirer)),
            // Of the files open to them: a pair of which one is not does not exist for them.
            O::Rapprochements => role == Role::Responsable && (lecture || matches!(action, Creer | Repondre)),
            O::Partenariats | O::Statistiques => role == Role::Developpeur && lecture,
            O::TableauDeBord => role == Role::Developpeur && action == Consulter,
            O::Bilans => role == Role::Developpeur && (lecture || action == Figer),
            O::Cas if role == Role::Developpeur => return sans_identite(action),
            _ => false,
        },
        Role::Pilote => match objet {
            O::Structures | O::Partenariats | O::Actions | O::Evenements | O::Statistiques => lecture,
            O::TableauDeBord => action == Consulter,
            O::Bilans => lecture || action == Figer,
            O::Tirages | O::Etudes => matches!(action, Lister | Consulter),
            O::Cas => return sans_identite(action),
            _ => false,
        },
        // Whoever pays or evaluates reads figures, never the row of a person.
        Role::Financeur | Role::Evaluateur => match objet {
            O::Structures | O::Actions | O::Statistiques => lecture,
            O::TableauDeBord => action == Consulter,
            O::Bilans => lecture,
            O::Tirages => {
                matches!(action, Lister | Consulter)
                    || (role == Role::Evaluateur && matches!(action, Creer | Modifier | Figer | Tirer | Exporter))
            }
            O::Etudes => matches!(action, Lister | Consulter) || (role == Role::Evaluateur && (lecture || tient)),
            _ => false,
        },
        Role::Employeur | Role::Jeune => false,
    };
    oui.then_some(Vue::Complete)
}

/// The pilote sees that a case exists, never who it is.
fn sans_identite(action: Action) -> Option<Vue> {
    matches!(action, Action::Lister | Action::Exporter).then_some(Vue::SansIdentite)
}

/// What is about one young person.
fn personne(role: Role, portee: &Portee, action: Action, objet: Objet, lien: &Lien) -> Option<Vue> {
    use Action::{Consulter, Creer, Exporter, Lister, Modifier, Retirer};
    use Objet as O;
    let lecture = matches!(action, Lister | Consulter | Exporter);
    match role {
        Role::Administrateur => {
            let apporte = matches!(
                objet,
                O::Jeunes
                    | O::Accompagnements
                    | O::Referents
                    | O::Partages
                    | O::Participations
                    | O::Positionnements
                    | O::Contrats
                    | O::Pistes
            );
            // Erasing answers a request of the person, which reaches whoever keeps the platform.
            let efface = (action, objet) == (Retirer, O::Jeunes);
            ((lecture && apporte) || efface).then_some(Vue::Complete)
        }
        Role::Responsable | Role::Conseiller | Role::Formateur | Role::Developpeur => {
            professionnel(role, portee, action, objet, lien)
        }
        Role::Employeur => (objet == O::Apprentis && lecture && lien.contrat).then_some(Vue::Employeur),
        Role::Jeune => {
            let geste = lecture || matches!(action, Creer | Modifier | Retirer);
            (objet == O::MonEspace && geste && lien.soi).then_some(Vue::Personne)
        }
        Role::Pilote => match objet {
            O::Positionnements | O::Contrats | O::Participations => sans_identite(action),
            _ => None,
        },
        Role::Financeur | Role::Evaluateur => None,
    }
}

/// What a professional of a structure does with a young person.
fn professionnel(role: Role, portee: &Portee, action: Action, objet: Objet, lien: &Lien) -> Option<Vue> {
    use Action::{Consulter, Creer, Demander, Exporter, Lister, Modifier, Partager, Passer, Repondre, Retirer};
    use Objet as O;
    // Welcoming somebody new, asking for a file, inviting an employer: nobody is known yet.
    if matches!((action, objet), (Creer, O::Jeunes) | (Demander, O::DemandesAcces) | (Creer, O::Apprentis)) {
        return Some(Vue::Partenaire);
    }
    let suit = lien.suivi == Suivi::Ouvert;
    let relit = lien.ancien_referent || (role == Role::Responsable && lien.suivi == Suivi::Clos);
    // Obstacles stay with those whose trade is to accompany: a CFA never reads them.
    let accompagne = matches!(portee, Portee::Structure { accompagne: true, .. });
    let social = accompagne && matches!(role, Role::Responsable | Role::Conseiller);
    let vue = match (suit || relit, lien.partage) {
        (true, _) if social => Vue::Suivi,
        (true, _) | (_, true) => Vue::Partenaire,
        (false, false) => return None,
    };
    let repond = suit && (lien.referent || (role == Role::Responsable && lien.en_charge));
    let permis = match action {
        Lister | Consulter | Exporter => match objet {
            O::Freins => vue == Vue::Suivi,
            O::Partages | O::DemandesAcces => suit,
            O::Candidats => suit && vue == Vue::Suivi,
            // The group is for whoever acts upon it, not for the whole team.
            O::Groupes => repond && vue == Vue::Suivi,
            O::MonEspace | O::Apprentis => false,
            _ => true,
        },
        Creer | Modifier | Retirer => match objet {
            O::Contacts | O::Notes | O::Documents => suit || lien.partage,
            O::Freins | O::Candidats => suit && vue == Vue::Suivi,
            O::Groupes => repond && vue == Vue::Suivi && action == Creer,
            O::Jeunes => suit && action == Modifier,
            O::Positionnements | O::Pistes => suit,
            // The young person's own access to their space is opened by whoever accompanies them.
            O::MonEspace => suit && action == Creer,
            O::Accompagnements => suit && action != Creer,
            O::Referents => suit && lien.en_charge && action == Creer,
            O::Partages => repond && action == Retirer,
            _ => false,
        },
        Partager => objet == O::Partages && repond,
        Repondre => objet == O::DemandesAcces && repond,
        Passer => objet == O::Referents && suit && (lien.referent || role == Role::Responsable),
        _ => false,
    };
    permis.then_some(vue)
}
