//! What `contrats` holds of a person: their contracts.

use passerelle_gens::structures;
use passerelle_socle::access::{Champ, Objet};
use passerelle_socle::personne::{Devient, Donnee, Export, Fusion, Oubli, Personne, Signe, Table, Vue};

use super::model::{MOTIFS_RUPTURE, TYPES};
use super::pages::du_jeune;

/// Their contracts.
pub static PERSONNE: Personne = Personne {
    journal: &[(Objet::Contrats, "votre contrat")],
    faits: Some(|base, _, jeune| Box::pin(du_jeune(base, jeune))),
    vue: Some(Vue { rang: 3, nom: "contrats", libelle: "Contrats", champs: &[Champ::Contrats] }),
    ..Personne::nouvelle("contrats", TABLES)
};

const TABLES: &[Table] = &[Table::du_jeune("contrats")
    .fusion(Fusion::Doubles("g.structure_id = a.structure_id AND g.type = a.type AND g.date_debut = a.date_debut"))
    .export(Export {
        titre: "Vos contrats",
        donnees: &[
            Donnee::de("structure_id", "Organisme", structures::NOM),
            Donnee::code("type", "Contrat", |code| TYPES.libelle(code).to_owned()),
            Donnee::texte("employeur_siret", "SIRET de l'employeur"),
            Donnee::texte("employeur_nom", "Employeur"),
            Donnee::de("cfa_id", "Centre de formation", structures::NOM),
            Donnee::texte("certification", "Diplôme préparé"),
            Donnee::date("date_conclusion", "Signé le"),
            Donnee::date("date_debut", "Début"),
            Donnee::date("date_fin", "Fin prévue"),
            Donnee::date("date_rupture", "Arrêté le"),
            Donnee::code("motif_rupture", "Raison", |code| MOTIFS_RUPTURE.libelle(code).to_owned()),
        ],
        omises: &["id", "jeune_id"],
    })
    .oubli(Oubli::Colonnes(&[
        ("employeur_siret", Devient::Vide),
        ("employeur_nom", Devient::Vide),
        ("certification", Devient::Vide),
    ]))
    .signes(&[
        Signe::Jour("date_conclusion"),
        Signe::Jour("date_debut"),
        Signe::Jour("date_fin"),
        Signe::Jour("date_rupture"),
    ])];
