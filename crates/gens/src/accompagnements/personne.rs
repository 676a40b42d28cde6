//! What `accompagnements` holds of a person: who follows, who answers for the path, to whom the file is open.

use passerelle_base::Date;
use passerelle_socle::access::Objet;
use passerelle_socle::db::{self, Resultat};
use passerelle_socle::personne::{Cle, Devient, Donnee, Export, Fusion, Oubli, Personne, Reunion, Signe, Table};

use super::model::FINALITES;
use super::predicats::{en_charge, suit};
use crate::{comptes, structures};

/// Who follows.
pub static PERSONNE: Personne = Personne {
    journal: &[
        (Objet::Accompagnements, "la liste de qui vous suit"),
        (Objet::Referents, "le choix de votre référent"),
        (Objet::Partages, "l'ouverture de votre dossier"),
        (Objet::DemandesAcces, "l'accès à votre dossier"),
    ],
    ..Personne::nouvelle("accompagnements", TABLES)
};

const TABLES: &[Table] = &[
    Table::du_jeune("accompagnements")
        .fusion(Fusion::Autrement(|reunion| Box::pin(reunir(reunion))))
        .export(Export {
            titre: "Qui vous suit",
            donnees: &[
                Donnee::de("structure_id", "Organisme", structures::NOM),
                Donnee::date("du", "Depuis"),
                Donnee::date("au", "Jusqu'au"),
                Donnee::booleen("en_charge", "Responsable de votre suivi"),
                Donnee::texte("motif_fin", "Pourquoi cela s'est arrêté"),
            ],
            omises: &["id", "jeune_id"],
        })
        .oubli(Oubli::Colonnes(&[("au", Devient::ClosDepuis("du")), ("motif_fin", Devient::Vide)]))
        .signes(&[Signe::Jour("du"), Signe::Jour("au")]),
    Table::du_jeune("referents")
        .fusion(Fusion::Doubles(ENSEMBLE))
        .export(Export {
            titre: "Vos référents",
            donnees: &[
                Donnee::de("compte_id", "Personne", comptes::NOM),
                Donnee::de("structure_id", "Organisme", structures::NOM),
                Donnee::date("du", "Depuis"),
                Donnee::date("au", "Jusqu'au"),
                Donnee::texte("motif", "Raison"),
            ],
            omises: &["id", "jeune_id", "cree_par", "passation_id"],
        })
        .oubli(Oubli::Colonnes(&[("au", Devient::ClosDepuis("du")), ("motif", Devient::Vide)]))
        .signes(&[Signe::Jour("du")]),
    // Handed over with others, its reason is theirs too, as long as one of them is there.
    Table::nouvelle(
        "passations",
        Cle::Condition(
            "id IN (SELECT r.passation_id FROM referents r WHERE r.jeune_id = $1) AND NOT EXISTS (SELECT 1 FROM referents k \
             JOIN jeunes j ON j.id = k.jeune_id WHERE k.passation_id = passations.id AND k.jeune_id <> $1 AND j.efface_le IS NULL)",
        ),
        Fusion::Restent,
    )
    .oubli(Oubli::Colonnes(&[("motif", Devient::Blanc)])),
    Table::du_jeune("partages")
        .export(Export {
            titre: "À qui votre dossier est ouvert",
            donnees: &[
                Donnee::de("structure_id", "Organisme", structures::NOM),
                Donnee::de("par_structure_id", "Ouvert par", structures::NOM),
                Donnee::code("finalite", "Pourquoi", |code| FINALITES.libelle(code).to_owned()),
                Donnee::texte("precisions", "Précisions"),
                Donnee::date("du", "Depuis"),
                Donnee::borne("au", "Jusqu'au"),
                Donnee::instant("revoque_le", "Arrêté le"),
            ],
            omises: &["id", "jeune_id", "cree_le", "cree_par"],
        })
        .oubli(Oubli::Colonnes(&[
            ("finalite", Devient::Blanc),
            ("revoque_le", Devient::ClosInstant),
            ("precisions", Devient::Vide),
        ]))
        .signes(&[Signe::Jour("du")]),
    Table::du_jeune("demandes_acces")
        .fusion(Fusion::Doubles("g.structure_id = a.structure_id AND g.repondu_le IS NULL AND a.repondu_le IS NULL"))
        .export(Export {
            titre: "Qui a demandé à voir votre dossier",
            donnees: &[
                Donnee::de("structure_id", "Organisme", structures::NOM),
                Donnee::de("compte_id", "Personne", comptes::NOM),
                Donnee::code("finalite", "Pourquoi", |code| FINALITES.libelle(code).to_owned()),
                Donnee::texte("precisions", "Précisions"),
                Donnee::instant("demande_le", "Demandé le"),
                Donnee::instant("repondu_le", "Répondu le"),
                Donnee::texte("motif_refus", "Raison du refus"),
            ],
            omises: &["id", "jeune_id", "repondu_par", "partage_id"],
        })
        .oubli(Oubli::Colonnes(&[
            ("finalite", Devient::Blanc),
            ("repondu_le", Devient::ClosInstant),
            ("motif_refus", Devient::Vide),
            ("precisions", Devient::Vide),
        ]))
        .signes(&[Signe::Instant("demande_le")]),
    // How often the account of a young person looked for somebody: a professional's is nobody's here.
    Table::pendue("recherches_acces", "compte_id", "comptes").oubli(Oubli::Lignes),
    Table::pendue("essais", "compte_id", "comptes").oubli(Oubli::Lignes),
];

/// Two référents at a time, as the trigger of the table reads a period: [du, au), an empty one meets nothing.
const ENSEMBLE: &str =
    "(a.au IS NULL OR g.du < a.au) AND (g.au IS NULL OR a.du < g.au) AND (g.au IS NULL OR g.au > g.du)";

/// One structure accompanies once, since the earlier of two known days; one structure is in charge.
async fn reunir(reunion: &mut Reunion<'_>) -> Resultat<()> {
    const TABLE: &str = "accompagnements";
    let ouverts = format!("{} AND {} AND g.structure_id = a.structure_id", suit("a"), suit("g"));
    for d in reunion.doubles(TABLE, "jeune_id", &ouverts).await? {
        let avant = reunion.photo(TABLE, d.id).await?;
        reunion.retirer(TABLE, d.id).await?;
        let charge = en_charge(TABLE);
        let sql = format!("SELECT count(*) FROM accompagnements WHERE jeune_id = $1 AND {charge}");
        let sans_charge = db::compter(reunion.tx(), &sql, [reunion.garde().into()]).await? == 0;
        let etait_en_charge = matches!(avant.get("en_charge"), Some(v) if *v == true || *v == 1);
        if etait_en_charge && sans_charge {
            reunion.changer(TABLE, d.autre, "en_charge = $2", vec![true.into()]).await?;
        }
        let du = avant.get("du").and_then(|v| v.as_str()).map(|t| t.trim_start_matches('t'));
        if let Some(du) = du.and_then(|t| t.parse::<Date>().ok()) {
            let sql = "SELECT count(*) FROM accompagnements WHERE id = $1 AND du > $2";
            if db::compter(reunion.tx(), sql, [d.autre.into(), du.into()]).await? > 0 {
                reunion.changer(TABLE, d.autre, "du = $2", vec![du.into()]).await?;
            }
        }
    }
    let deux_en_charge = format!("{} AND {}", en_charge("a"), en_charge("g"));
    for d in reunion.doubles(TABLE, "jeune_id", &deux_en_charge).await? {
        reunion.changer(TABLE, d.id, "en_charge = $2", vec![false.into()]).await?;
    }
    reunion.deplacer(TABLE, "jeune_id").await
}
