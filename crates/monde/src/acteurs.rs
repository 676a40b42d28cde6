//! Actors for the pure decision: one a role, with a reach that suits it.

use passerelle_socle::access::{Acteur, Portee, Role};
use passerelle_socle::ident::Id;

/// Somebody who holds this role.
pub fn compte(role: Role) -> Acteur {
    Acteur::Compte {
        id: Id::from_uuid(uuid::Uuid::nil()),
        nom: "Claire N.".into(),
        habilitation: Id::from_uuid(uuid::Uuid::nil()),
        role,
        portee: portee(role),
    }
}

/// A reach that suits the role.
pub fn portee(role: Role) -> Portee {
    match role {
        Role::Jeune => Portee::Jeune(Id::from_uuid(uuid::Uuid::nil())),
        Role::Employeur => Portee::Employeur("73282932000074".parse().unwrap()),
        Role::Formateur => Portee::Structure { id: Id::from_uuid(uuid::Uuid::nil()), accompagne: false },
        _ if role.en_structure() => Portee::Structure { id: Id::from_uuid(uuid::Uuid::nil()), accompagne: true },
        _ => Portee::Territoire,
    }
}
