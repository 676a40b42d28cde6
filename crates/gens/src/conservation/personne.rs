//! What `conservation` holds of a person: their objections, what they were told of the end of their file.

use passerelle_socle::personne::{Cle, Devient, Donnee, Export, Fusion, Oubli, Personne, Table};

/// Their objections, and the end of their file.
pub static PERSONNE: Personne = Personne::nouvelle("conservation", TABLES);

const TABLES: &[Table] = &[
    Table::du_jeune("oppositions")
        .export(Export {
            titre: "Vos oppositions",
            donnees: &[
                Donnee::texte("texte", "Vous avez écrit"),
                Donnee::instant("recue_le", "Le"),
                Donnee::instant("repondu_le", "Répondu le"),
                Donnee::booleen("acceptee", "Acceptée"),
                Donnee::texte("reponse", "Réponse"),
            ],
            omises: &["id", "jeune_id", "repondu_par"],
        })
        .oubli(Oubli::Colonnes(&[("texte", Devient::Blanc), ("reponse", Devient::Vide)])),
    Table::du_jeune("conservation_avis")
        .fusion(Fusion::Doubles("g.leve_le IS NULL AND a.leve_le IS NULL"))
        .export(Export {
            titre: "Ce qui a été annoncé de la fin de votre dossier",
            donnees: &[
                Donnee::date("donne_le", "Annoncé le"),
                Donnee::date("echeance", "Pour le"),
                Donnee::date("leve_le", "Levé le"),
            ],
            omises: &["id", "jeune_id"],
        })
        .oubli(Oubli::Colonnes(&[("leve_le", Devient::Clos)])),
    // Whoever was erased cannot be merged, and has nobody left to tell.
    Table::nouvelle("effacements", Cle::Colonnes(&["jeune_id"]), Fusion::Restent),
];
