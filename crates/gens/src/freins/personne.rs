//! What `freins` holds of a person: what stands in the way, and what is done about it.

use passerelle_socle::access::Objet;
use passerelle_socle::db::{self, Resultat};
use passerelle_socle::ident::Id;
use passerelle_socle::personne::{Devient, Donnee, Export, Fusion, Oubli, Personne, Reunion, Signe, Table};
use sea_orm::FromQueryResult;

use super::model::libelle;
use super::store::ActionMenee;
use crate::{comptes, structures};

/// What stands in the way.
pub static PERSONNE: Personne =
    Personne { journal: &[(Objet::Freins, "vos difficultés et les aides")], ..Personne::nouvelle("freins", TABLES) };

const TABLES: &[Table] = &[
    Table::du_jeune("freins")
        .fusion(Fusion::Autrement(|reunion| Box::pin(reunir(reunion))))
        .export(Export {
            titre: "Vos difficultés et les aides",
            donnees: &[
                Donnee::de("structure_id", "Organisme", structures::NOM),
                Donnee::de("compte_id", "Personne", comptes::NOM),
                Donnee::code("thematique", "Sujet", libelle),
                Donnee::date("constate_le", "Depuis"),
                Donnee::date("leve_le", "Réglé le"),
            ],
            omises: &["id", "jeune_id"],
        })
        .oubli(Oubli::Colonnes(&[("constate_le", Devient::Mois), ("leve_le", Devient::Mois)]))
        .signes(&[Signe::Jour("constate_le"), Signe::Jour("leve_le")]),
    Table::pendue("freins_actions", "frein_id", "freins")
        .export(Export {
            titre: "Ce qui a été fait pour vos difficultés",
            donnees: &[
                Donnee::lue("frein_id", "Sujet", "(SELECT f.thematique FROM freins f WHERE f.id = t.frein_id)")
                    .dite(libelle),
                Donnee::de("compte_id", "Personne", comptes::NOM),
                Donnee::date("date", "Le"),
                Donnee::texte("texte", "Ce qui a été fait"),
                Donnee::texte("resultat", "Ce que cela a donné"),
            ],
            omises: &["id"],
        })
        .oubli(Oubli::Lignes)
        .signes(&[Signe::Jour("date")]),
];

#[derive(FromQueryResult)]
struct Faite {
    id: Id<ActionMenee>,
}

/// The same obstacle, open twice, is one: what was done about either is kept together.
async fn reunir(reunion: &mut Reunion<'_>) -> Resultat<()> {
    let memes = "a.leve_le IS NULL AND g.leve_le IS NULL AND g.thematique = a.thematique";
    for d in reunion.doubles("freins", "jeune_id", memes).await? {
        let sql = "SELECT id FROM freins_actions WHERE frein_id = $1 ORDER BY id";
        let faites: Vec<Faite> = db::lignes(reunion.tx(), sql, [d.id.into()]).await?;
        for f in faites {
            reunion.changer("freins_actions", f.id, "frein_id = $2", vec![d.autre.into()]).await?;
        }
        reunion.retirer("freins", d.id).await?;
    }
    reunion.deplacer("freins", "jeune_id").await
}
