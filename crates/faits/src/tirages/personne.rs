//! What `tirages` holds of a person: the lists of draws they are on, and their group.

use passerelle_gens::structures;
use passerelle_socle::access::{Action, Objet};
use passerelle_socle::personne::{Devient, Donnee, Export, Fusion, Oubli, Personne, Renvoi, Table};
use passerelle_tirage::{Protocole, SURNOMBRE};

use super::lecture::faits;

/// The draws they are on the list of.
pub static PERSONNE: Personne = Personne {
    journal: &[
        (Objet::Candidats, "votre inscription à un tirage au sort"),
        (Objet::Groupes, "votre groupe d'un tirage au sort"),
    ],
    faits: Some(|base, accorde, jeune| Box::pin(faits(base, accorde, jeune))),
    renvois: &[Renvoi {
        libelle: "Tirages au sort",
        page: "candidats",
        action: Action::Consulter,
        objet: Objet::Candidats,
    }],
    ..Personne::nouvelle("tirages", TABLES)
};

const TABLES: &[Table] = &[
    // On the list of a draw twice: once, as long as it is not frozen. Then both rows stay, as they were drawn.
    Table::du_jeune("candidats")
        .fusion(Fusion::Doubles(
            "g.tirage_id = a.tirage_id AND NOT EXISTS \
             (SELECT 1 FROM tirages_engagements e WHERE e.tirage_id = a.tirage_id)",
        ))
        .export(Export {
            titre: "Les tirages au sort où vous êtes sur la liste",
            donnees: &[
                Donnee::de("tirage_id", "Tirage", ("tirages", "titre")),
                Donnee::de("structure_id", "Inscrit par", structures::NOM),
                Donnee::instant("saisi_le", "Le"),
                Donnee::texte("site", "Site"),
                Donnee::texte("vague", "Vague"),
                Donnee::texte("strate", "Catégorie"),
                Donnee::lue(
                    "exclusion",
                    "Raison de ne pas être tiré",
                    "CASE WHEN t.exclusion = '' THEN '' \
                     ELSE t.exclusion || ' ' || (SELECT n.protocole FROM tirages n WHERE n.id = t.tirage_id) END",
                )
                .dite(exclusion_dite),
                Donnee::texte("identifiant", "Pseudonyme sur la liste"),
                Donnee::lue("id", "Groupe", "(SELECT n.bras FROM affectations n WHERE n.candidat_id = t.id)")
                    .dite(|bras| if bras == SURNOMBRE { "Liste d'attente" } else { bras }.to_owned()),
            ],
            omises: &["jeune_id", "compte_id"],
        }),
    // Kept as they were drawn: they name nobody.
    Table::pendue("affectations", "candidat_id", "candidats"),
    Table::pendue("tirages_ecarts", "candidat_id", "candidats").oubli(Oubli::Colonnes(&[("motif", Devient::Blanc)])),
];

/// The reason as the protocol of the draw says it: the code, then the protocol.
fn exclusion_dite(lu: &str) -> String {
    let (code, protocole) = lu.split_once(' ').unwrap_or((lu, ""));
    let connu = Protocole::lire(protocole).ok();
    let dit = connu.as_ref().and_then(|p| p.exclusions().iter().find(|e| e.code == code));
    dit.map_or_else(|| code.to_owned(), |e| e.motif.clone())
}
