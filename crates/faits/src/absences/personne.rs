//! What `absences` holds of a person: the days on which they did not come.

use passerelle_gens::structures;
use passerelle_socle::personne::{Donnee, Export, Fusion, Oubli, Personne, Table};

use super::model::{DEMI_JOURNEES, LIEUX};

/// Their absences.
pub static PERSONNE: Personne = Personne::nouvelle("absences", TABLES);

const TABLES: &[Table] = &[Table::du_jeune("absences")
    .fusion(Fusion::Doubles("g.structure_id = a.structure_id AND g.date = a.date AND g.lieu = a.lieu"))
    .export(Export {
        titre: "Vos absences",
        donnees: &[
            Donnee::de("structure_id", "Organisme", structures::NOM),
            Donnee::date("date", "Le"),
            Donnee::code("lieu", "Où", |code| LIEUX.libelle(code).to_owned()),
            Donnee::code("demi_journees", "Durée", |code| DEMI_JOURNEES.libelle(code).to_owned()),
            Donnee::booleen("justifiee", "Justifiée"),
            Donnee::date("connu_le", "Su le"),
        ],
        omises: &["id", "jeune_id"],
    })
    .oubli(Oubli::Lignes)];
