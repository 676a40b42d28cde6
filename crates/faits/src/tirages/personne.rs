//! What `tirages` holds of a person: the lists of draws they are on, and their group.

use passerelle_gens::structures;
use passerelle_socle::access::{Action, Objet};
use passerelle_socle::personne::{Devient, Donnee, Export, Fusion, Oubli, Personne, Renvoi, Table};
use passerelle_tirage::{Protocole, SURNOMBRE};

use super::lecture::faits;
use super::rules::strates;

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
                Donnee::lue(
                    "site",
                    "Site",
                    "t.site || '\n' || (SELECT n.protocole FROM tirages n WHERE n.id = t.tirage_id)",
                )
                .dite(site_dit),
                Donnee::texte("vague", "Vague"),
                Donnee::lue(
                    "strate",
                    "Catégorie",
                    "t.strate || '\n' || (SELECT n.protocole FROM tirages n WHERE n.id = t.tirage_id)",
                )
                .dite(strates_dites),
                Donnee::lue(
                    "exclusion",
                    "Raison de ne pas être tiré",
                    "CASE WHEN t.exclusion = '' THEN '' \
                     ELSE t.exclusion || '\n' || (SELECT n.protocole FROM tirages n WHERE n.id = t.tirage_id) END",
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

/// What is kept in a code, and the protocol that says it in words: the code, a line end, the protocol.
fn avec_protocole(lu: &str) -> (&str, Option<Protocole>) {
    let (code, protocole) = lu.split_once('\n').unwrap_or((lu, ""));
    (code, Protocole::lire(protocole).ok())
}

fn site_dit(lu: &str) -> String {
    let (code, protocole) = avec_protocole(lu);
    let site = protocole.as_ref().and_then(|p| p.sites().iter().find(|s| s.code == code && !s.nom.is_empty()));
    site.map_or_else(|| code.to_owned(), |s| s.nom.clone())
}

/// « sexe : F, niveau : IV ».
fn strates_dites(lu: &str) -> String {
    let (valeurs, protocole) = avec_protocole(lu);
    let valeurs = strates(valeurs);
    match protocole {
        Some(p) if p.strates().len() == valeurs.len() => {
            let dites = std::iter::zip(p.strates(), valeurs).map(|(s, v)| format!("{} : {v}", s.colonne));
            dites.collect::<Vec<_>>().join(", ")
        }
        _ => valeurs.join(", "),
    }
}

fn exclusion_dite(lu: &str) -> String {
    let (code, protocole) = avec_protocole(lu);
    let exclusion = protocole.as_ref().and_then(|p| p.exclusions().iter().find(|e| e.code == code));
    exclusion.map_or_else(|| code.to_owned(), |e| e.motif.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_without_a_protocol_that_knows_it_is_told_as_it_is() {
        assert_eq!(site_dit("ML-NORD\nillisible"), "ML-NORD");
        assert_eq!(strates_dites("F|IV\nillisible"), "F, IV");
        assert_eq!(exclusion_dite("deja"), "deja");
        assert_eq!(exclusion_dite(""), "");
    }
}
