//! What `notes` holds of a person: what is written of them.

use passerelle_socle::access::{Champ, Objet};
use passerelle_socle::personne::{Donnee, Export, Oubli, Personne, Signe, Table, Vue};

use super::model::Niveau;
use crate::{comptes, structures};

/// What is written of them.
pub static PERSONNE: Personne = Personne {
    journal: &[(Objet::Notes, "une note à votre sujet")],
    vue: Some(Vue {
        rang: 4,
        nom: "notes",
        libelle: "Notes et documents",
        champs: &[Champ::NotesStructure, Champ::NotesSuivi, Champ::NotesJeune],
    }),
    ..Personne::nouvelle("notes", TABLES)
};

const TABLES: &[Table] = &[Table::du_jeune("notes")
    .export(Export {
        titre: "Ce qui est écrit de vous",
        donnees: &[
            Donnee::de("structure_id", "Organisme", structures::NOM),
            Donnee::de("compte_id", "Personne", comptes::NOM),
            Donnee::date("date", "Le"),
            Donnee::code("niveau", "Pour qui", Niveau::dit_au_jeune),
            Donnee::reservee("texte", "Texte", "t.niveau = 'jeune'"),
        ],
        omises: &["id", "jeune_id", "cree_le", "retiree_le"],
    })
    .oubli(Oubli::Lignes)
    .signes(&[Signe::Jour("date")])];
