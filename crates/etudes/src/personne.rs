//! What `etudes` holds of a person: the studies where their data served, the surveys they were asked to answer.

use passerelle_socle::personne::{Donnee, Export, Fusion, Oubli, Personne, Table};
use serde_json::Value;

use crate::model::{Issue, Protocole};

/// The studies and the surveys.
pub static PERSONNE: Personne = Personne::nouvelle("etudes", TABLES);

const TABLES: &[Table] = &[
    Table::du_jeune("etudes_membres")
        .fusion(Fusion::Doubles("g.etude_id = a.etude_id"))
        .export(Export {
            titre: "Les études où vos données ont servi, sans votre nom",
            donnees: &[Donnee::texte("titre", "Étude"), Donnee::date("depuis", "Depuis")],
            omises: &["id", "jeune_id", "etude_id"],
        })
        .oubli(Oubli::Lignes),
    Table::du_jeune("enquetes_invitations")
        .fusion(Fusion::Doubles("g.enquete_id = a.enquete_id"))
        .export(Export {
            titre: "Les enquêtes où votre avis a été demandé",
            donnees: &[
                Donnee::instant("envoyee_le", "Demandé le"),
                Donnee::code("canal", "Envoyé par", |code| if code == "sms" { "SMS" } else { "Courriel" }.to_owned()),
                Donnee::instant("repondu_le", "Répondu le"),
                Donnee::booleen("refusee", "Vous avez refusé"),
                Donnee::lue(
                    "reponses",
                    "Vos réponses",
                    "t.reponses || ' ' || (SELECT e.protocole FROM etudes e JOIN enquetes q ON q.etude_id = e.id \
                     WHERE q.id = t.enquete_id)",
                )
                .dite(reponses_dites),
            ],
            omises: &["id", "jeune_id", "enquete_id", "empreinte", "traite"],
        })
        .oubli(Oubli::Lignes),
    Table::pendue("enquetes_liens", "invitation_id", "enquetes_invitations").oubli(Oubli::Lignes),
];

/// The questions as the protocol asks them, and the answers given: the answers, then the protocol.
fn reponses_dites(lu: &str) -> String {
    let mut textes = serde_json::Deserializer::from_str(lu).into_iter::<Value>().map_while(Result::ok);
    let Some(Value::Object(donnees)) = textes.next() else { return lu.to_owned() };
    let protocole: Option<Protocole> = textes.next().and_then(|p| serde_json::from_value(p).ok());
    let dire = |(code, valeur): (&String, &Value)| {
        let issue = protocole.iter().flat_map(Protocole::questions).find(|i| i.code == *code);
        let question = issue.map_or_else(|| code.clone(), Issue::libelle);
        match (issue.is_some_and(Issue::binaire), valeur.as_u64()) {
            (true, Some(0)) => format!("{question} Non"),
            (true, Some(_)) => format!("{question} Oui"),
            _ => format!("{question} {valeur}"),
        }
    };
    donnees.iter().map(dire).collect::<Vec<_>>().join(" ; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_without_their_protocol_keep_the_name_of_the_question() {
        assert_eq!(reponses_dites(r#"{"moral":4,"permis":1}"#), "moral 4 ; permis 1");
        assert_eq!(reponses_dites("illisible"), "illisible");
    }
}
