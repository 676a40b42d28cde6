//! What `contacts` holds of a person: meetings and calls.

use passerelle_socle::access::{Champ, Objet};
use passerelle_socle::personne::{Devient, Donnee, Export, Oubli, Personne, Signe, Table, Vue};

use super::model::TYPES;
use crate::{comptes, structures};

/// Meetings and calls.
pub static PERSONNE: Personne = Personne {
    journal: &[(Objet::Contacts, "vos rendez-vous et appels")],
    vue: Some(Vue { rang: 1, nom: "contacts", libelle: "Contacts", champs: &[Champ::Contacts] }),
    ..Personne::nouvelle("contacts", TABLES)
};

const TABLES: &[Table] = &[Table::du_jeune("contacts")
    .export(Export {
        titre: "Vos rendez-vous et vos appels",
        donnees: &[
            Donnee::de("structure_id", "Organisme", structures::NOM),
            Donnee::de("compte_id", "Personne", comptes::NOM),
            Donnee::code("type", "Genre", |code| TYPES.libelle(code).to_owned()),
            Donnee::date("date", "Le"),
            Donnee::texte("heure", "À"),
            Donnee::texte("lieu", "Où"),
            Donnee::texte("objet", "Sujet"),
            Donnee::code("presence", "Présence", |code| presence_dite(code).to_owned()),
            Donnee::texte("issue", "Ce qui en est sorti"),
            Donnee::instant("empeche_le", "Vous avez dit ne pas pouvoir venir"),
        ],
        omises: &["id", "jeune_id", "cree_le", "presence_avant"],
    })
    .oubli(Oubli::Colonnes(&[
        ("date", Devient::Mois),
        ("heure", Devient::Vide),
        ("lieu", Devient::Vide),
        ("objet", Devient::Vide),
        ("issue", Devient::Vide),
    ]))
    .signes(&[Signe::Jour("date")])];

/// Said to the person, whose gender it need not tell.
fn presence_dite(code: &str) -> &str {
    match code {
        "present" => "Vous étiez là",
        "absent" => "Vous n'étiez pas là",
        "excuse" => "Vous aviez prévenu",
        "annule" => "Annulé",
        autre => autre,
    }
}
