//! What `comptes` holds of a person: the account that is theirs, and what was sent to them.

use passerelle_socle::personne::{Cle, Devient, Fusion, Oubli, Personne, Table};

/// Their account. Nothing of it is told with the file: the person reads it on the page of their account.
pub static PERSONNE: Personne = Personne::nouvelle("comptes", TABLES);

const fn du_compte(nom: &'static str) -> Table {
    Table::pendue(nom, "compte_id", "comptes").oubli(Oubli::Lignes)
}

const TABLES: &[Table] = &[
    du_compte("sessions"),
    du_compte("liens_acces"),
    du_compte("codes_secours"),
    du_compte("codes_acces"),
    du_compte("appareils"),
    du_compte("identites"),
    du_compte("demandes_oidc"),
    // What was sent to an address of theirs, or is to be: a family that shares one asks again. Before the addresses go.
    Table::nouvelle(
        "courriers",
        Cle::Condition(
            "destinataire IN (WITH sien AS (SELECT c.identifiant, c.courriel, c.telephone \
             FROM comptes c JOIN habilitations h ON h.compte_id = c.id WHERE h.jeune_id = $1 AND NOT EXISTS \
             (SELECT 1 FROM habilitations k WHERE k.compte_id = c.id AND (k.jeune_id IS NULL OR k.jeune_id <> $1))) \
             SELECT j.courriel FROM jeunes j WHERE j.id = $1 UNION ALL SELECT j.telephone FROM jeunes j WHERE j.id = $1 \
             UNION ALL SELECT identifiant FROM sien UNION ALL SELECT courriel FROM sien UNION ALL SELECT telephone FROM sien)",
        ),
        Fusion::Restent,
    )
    .oubli(Oubli::Lignes),
    // The account that is theirs, and nobody else's.
    Table::nouvelle(
        "comptes",
        Cle::Condition(
            "id IN (SELECT h.compte_id FROM habilitations h WHERE h.jeune_id = $1 AND NOT EXISTS \
             (SELECT 1 FROM habilitations k WHERE k.compte_id = h.compte_id AND (k.jeune_id IS NULL OR k.jeune_id <> $1)))",
        ),
        Fusion::Restent,
    )
    .oubli(Oubli::Colonnes(&[
        ("nom", Devient::Blanc),
        ("identifiant", Devient::Vide),
        ("courriel", Devient::Vide),
        ("telephone", Devient::Vide),
        ("mot_de_passe", Devient::Vide),
        ("totp", Devient::Vide),
        ("totp_pas", Devient::Vide),
        ("desactive_le", Devient::ClosInstant),
    ])),
    Table::du_jeune("habilitations").oubli(Oubli::Colonnes(&[("au", Devient::ClosInstant)])),
];
