//! Who reads a note: the SQL and the pure rule, on every level, author and reader.

use passerelle_gens::accompagnements::dossier;
use passerelle_gens::notes::{Niveau, Note, visible, visibles};
use passerelle_gens::structures;
use passerelle_socle::access::{Acteur, Action, Faits, Objet, Portee, Role, Structure, may};
use passerelle_socle::ident::Id;

use super::scene::{Scene, scenes};
use passerelle_monde::Visiteur;

/// The notes that a reader finds on the record.
async fn lues(s: &Scene, qui: &Visiteur) -> Vec<String> {
    let page = qui.page(&s.a("?fil=notes")).await;
    ["nord-structure", "nord-suivi", "nord-jeune", "cfa-structure", "cfa-suivi", "cfa-jeune"]
        .into_iter()
        .filter(|n| page.contains(&format!("Texte {n}.")))
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn each_level_is_read_by_those_it_names() {
    for s in scenes("fiche_niveaux").await {
        for (nom, qui) in [("nord", &s.claire), ("cfa", &s.formateur)] {
            for niveau in Niveau::TOUS {
                let texte = format!("Texte {nom}-{}.", niveau.code());
                s.envoyer(qui, "/notes", &[("niveau", niveau.code()), ("date", "2018-02-20"), ("texte", &texte)]).await;
            }
        }
        let communes = ["nord-suivi", "nord-jeune"];
        assert_eq!(lues(&s, &s.claire).await, ["nord-structure", "nord-suivi", "nord-jeune", "cfa-suivi", "cfa-jeune"]);
        let attendues: Vec<&str> = communes.into_iter().chain(["cfa-structure", "cfa-suivi", "cfa-jeune"]).collect();
        assert_eq!(lues(&s, &s.formateur).await, attendues);
        assert!(lues(&s, &s.admin).await.is_empty(), "whoever keeps the platform reads no note");
        la_regle_et_le_sql(&s).await;
    }
}

/// The pure rule, asked of every note for every actor, says what the SQL gives.
async fn la_regle_et_le_sql(s: &Scene) {
    #[derive(sea_orm::FromQueryResult)]
    struct Tout {
        id: Id<Note>,
        niveau: String,
        structure_id: Option<Id<Structure>>,
    }
    let sql = "SELECT id, niveau, structure_id FROM notes";
    let toutes: Vec<Tout> = passerelle_socle::db::lignes(s.monde.base.lecture(), sql, []).await.unwrap();
    assert_eq!(toutes.len(), 6);
    let etat = s.monde.etat();
    for (role, code) in [(Role::Conseiller, "ML-NORD"), (Role::Formateur, "CFA-LAC"), (Role::Administrateur, "")] {
        let structure = structures::par_code(s.monde.base.lecture(), code).await.unwrap();
        let portee = structure.map_or(Portee::Territoire, |(id, genre)| Portee::Structure {
            id,
            accompagne: structures::accompagne(&genre),
        });
        let nul = uuid::Uuid::nil();
        let acteur = Acteur::Compte {
            id: Id::from_uuid(nul),
            nom: "Quelqu'un".into(),
            habilitation: Id::from_uuid(nul),
            role,
            portee,
        };
        let action = may(&acteur, Action::Consulter, Objet::Jeunes, &Faits::default()).unwrap();
        let ouvert = dossier(s.monde.base.lecture(), &etat, &action, Id::from_uuid(s.amina)).await.unwrap();
        let mut donnees: Vec<_> =
            visibles(s.monde.base.lecture(), &ouvert).await.unwrap().into_iter().map(|n| n.id).collect();
        let mut permises: Vec<_> = toutes
            .iter()
            .filter(|n| {
                let niveau = Niveau::lire(&n.niveau).unwrap();
                visible(niveau, n.structure_id, ouvert.vue(), ouvert.structure())
            })
            .map(|n| n.id)
            .collect();
        donnees.sort();
        permises.sort();
        assert_eq!(donnees, permises, "{role:?}");
    }
}
