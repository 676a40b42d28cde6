//! What `contrats` holds of a person: their contracts.

use passerelle_gens::structures;
use passerelle_socle::access::{Champ, Objet};
use passerelle_socle::personne::{Devient, Donnee, Export, FaitDe, Fusion, Oubli, Personne, Signe, Table, Vue};

use super::model::{MOTIFS_RUPTURE, TYPES};
use super::modifications::CHANGEMENTS;
use super::pages::des_jeunes;

/// Their contracts.
pub static PERSONNE: Personne = Personne {
    journal: &[(Objet::Contrats, "votre contrat")],
    faits: Some(|base, _, jeune| Box::pin(async move { Ok(FaitDe::seuls(des_jeunes(base, &[jeune]).await?)) })),
    lot: Some(|base, jeunes| Box::pin(des_jeunes(base, jeunes))),
    vue: Some(Vue { rang: 3, nom: "contrats", libelle: "Contrats", champs: &[Champ::Contrats] }),
    ..Personne::nouvelle("contrats", TABLES)
};

const TABLES: &[Table] = &[CONTRATS, MODIFICATIONS];

const CONTRATS: Table = Table::du_jeune("contrats")
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
            Donnee::texte("commune_insee", "Commune du lieu de travail"),
            Donnee::texte("idcc", "Convention collective"),
            Donnee::texte("opco", "Opérateur de compétences"),
            Donnee::date("depose_le", "Déposé le"),
            Donnee::texte("maitre", "Maître d'apprentissage"),
            Donnee::texte("trajet_min", "Trajet, en minutes"),
            Donnee::texte("calendrier", "Calendrier du centre de formation"),
            Donnee::texte("precedent", "Contrat précédent"),
        ],
        omises: &["id", "jeune_id"],
    })
    .oubli(Oubli::Colonnes(&[
        ("employeur_siret", Devient::Vide),
        ("employeur_nom", Devient::Vide),
        ("certification", Devient::Vide),
        ("commune_insee", Devient::Vide),
        ("maitre", Devient::Vide),
        ("precedent", Devient::Vide),
    ]))
    .signes(&[
        Signe::Jour("date_conclusion"),
        Signe::Jour("date_debut"),
        Signe::Jour("date_fin"),
        Signe::Jour("date_rupture"),
    ]);

const MODIFICATIONS: Table = Table::du_jeune("modifications")
    .fusion(Fusion::Doubles(
        "g.structure_id = a.structure_id AND g.type = a.type AND g.date_debut = a.date_debut AND g.date = a.date \
         AND g.nature = a.nature",
    ))
    .export(Export {
        titre: "Ce qui a changé dans vos contrats",
        donnees: &[
            Donnee::de("structure_id", "Organisme", structures::NOM),
            Donnee::code("type", "Contrat", |code| TYPES.libelle(code).to_owned()),
            Donnee::date("date_debut", "Début du contrat"),
            Donnee::date("date", "Changé le"),
            Donnee::code("nature", "Changement", |code| CHANGEMENTS.libelle(code).to_owned()),
            Donnee::date("au", "Jusqu'au"),
            Donnee::texte("valeur", "Devient"),
        ],
        omises: &["id", "jeune_id"],
    })
    .oubli(Oubli::Lignes);
