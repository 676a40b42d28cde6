//! What `documents` holds of a person: papers of their file.

use passerelle_socle::access::Objet;
use passerelle_socle::personne::{Donnee, Export, Oubli, Personne, Signe, Table};

use super::rules::format_dit;
use crate::notes::Niveau;
use crate::{comptes, structures};

/// Papers of their file.
pub static PERSONNE: Personne =
    Personne { journal: &[(Objet::Documents, "vos documents")], ..Personne::nouvelle("documents", TABLES) };

const TABLES: &[Table] = &[Table::du_jeune("documents")
    .export(Export {
        titre: "Vos documents",
        donnees: &[
            Donnee::de("structure_id", "Organisme", structures::NOM),
            Donnee::de("compte_id", "Personne", comptes::NOM),
            Donnee::instant("depose_le", "Déposé le"),
            Donnee::code("niveau", "Pour qui", Niveau::dit_au_jeune),
            Donnee::code("type_mime", "Format", |code| format_dit(code).to_owned()),
            Donnee::reservee("nom", "Nom", "t.niveau = 'jeune'"),
        ],
        omises: &["id", "jeune_id", "octets", "sha256", "retire_le"],
    })
    .oubli(Oubli::Lignes)
    .signes(&[Signe::Instant("depose_le")])];
