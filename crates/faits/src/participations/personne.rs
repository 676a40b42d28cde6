//! What `participations` holds of a person: the actions they followed.

use passerelle_socle::access::Objet;
use passerelle_socle::personne::{Devient, Donnee, Export, FaitDe, Fusion, Oubli, Personne, Signe, Table};

use super::liste::des_jeunes;
use super::model::ISSUES;
use crate::actions::{self, MOTIFS};

/// The actions they followed.
pub static PERSONNE: Personne = Personne {
    journal: &[(Objet::Participations, "vos actions")],
    faits: Some(|base, _, jeune| Box::pin(async move { Ok(FaitDe::seuls(des_jeunes(base, &[jeune]).await?)) })),
    lot: Some(|base, jeunes| Box::pin(des_jeunes(base, jeunes))),
    ..Personne::nouvelle("participations", TABLES)
};

const TABLES: &[Table] = &[Table::du_jeune("participations")
    .fusion(Fusion::Doubles("g.action_id = a.action_id AND g.date_entree = a.date_entree"))
    .export(Export {
        titre: "Les actions que vous avez suivies",
        donnees: &[
            Donnee::de("action_id", "Action", actions::INTITULE),
            Donnee::date("date_entree", "Entrée"),
            Donnee::date("date_sortie", "Sortie"),
            Donnee::booleen("terminee", "Terminée"),
            Donnee::code("issue", "Ensuite", |code| ISSUES.libelle(code).to_owned()),
            Donnee::date("date_issue", "Le"),
            Donnee::code("code_motif", "Raison", |code| MOTIFS.libelle(code).to_owned()),
        ],
        omises: &["id", "jeune_id"],
    })
    .oubli(Oubli::Colonnes(&[("code_motif", Devient::Vide)]))
    .signes(&[Signe::Jour("date_entree"), Signe::Jour("date_sortie"), Signe::Jour("date_issue")])];
