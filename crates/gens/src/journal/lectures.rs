//! Who read one person's file, and what they did there, for that person.

use passerelle_base::Date;
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Instant;
use sea_orm::FromQueryResult;

use passerelle_socle::access::{Action, Compte, Jeune, Role};
use passerelle_socle::db::{self, Executeur, Resultat};
use passerelle_socle::echanges::Import;
use passerelle_socle::personne::Personnes;

/// What somebody did to a file on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lecture {
    /// The day, in Paris.
    pub jour: Date,
    /// The last time that day.
    pub derniere: Instant,
    /// Name of the account, or where it came from.
    pub nom: String,
    /// The structure at work.
    pub structure: Option<String>,
    /// The role at work.
    pub role: Option<Role>,
    /// What was done, in words: « a lu votre dossier », each once.
    pub gestes: Vec<String>,
    /// How many times in all.
    pub fois: i64,
}

#[derive(FromQueryResult)]
struct Lue {
    instant: Instant,
    compte_id: Option<Id<Compte>>,
    acteur: String,
    role: Option<String>,
    structure: Option<String>,
    action: String,
    objet: String,
    origine: Option<Id<Import>>,
}

/// The latest first, by day and person. The person's own visits are left out.
pub async fn lectures_de(conn: &impl Executeur, personnes: Personnes, jeune: Id<Jeune>) -> Resultat<Vec<Lecture>> {
    let sql = "SELECT l.instant, l.compte_id, l.acteur, l.role, s.nom AS structure, l.action, l.objet, l.origine \
               FROM journal l LEFT JOIN structures s ON s.id = l.structure_id \
               WHERE l.objet_id = $1 AND NOT l.refus AND (l.role IS NULL OR l.role <> 'jeune') \
               ORDER BY l.instant DESC, l.numero DESC";
    let lues: Vec<Lue> = db::lignes(conn, sql, [jeune.into()]).await?;
    let mut lectures: Vec<(Option<Id<Compte>>, Lecture)> = Vec::new();
    for l in lues {
        let instant = l.instant;
        let (jour, role) = (instant.date_paris(), l.role.as_deref().and_then(Role::lire));
        // The command line is nobody the reader would know: say what happened.
        let nom = match (l.origine, l.compte_id) {
            (Some(_), Some(_)) => format!("Fichier importé ({})", l.acteur),
            (Some(_), None) => "Un fichier importé".to_owned(),
            (None, Some(_)) => l.acteur,
            (None, None) => "Le service Passerelle".to_owned(),
        };
        let geste = phrase(personnes, &l.action, &l.objet);
        // Only those of the same day can be the same: they are the last ones.
        let mut du_jour = lectures.iter_mut().rev().take_while(|(_, lecture)| lecture.jour == jour);
        let la_meme = du_jour.find(|(compte, lecture)| {
            *compte == l.compte_id && lecture.nom == nom && lecture.role == role && lecture.structure == l.structure
        });
        match la_meme {
            Some((_, lecture)) => {
                lecture.fois += 1;
                if !lecture.gestes.contains(&geste) {
                    lecture.gestes.push(geste);
                }
            }
            None => lectures.push((
                l.compte_id,
                Lecture { jour, derniere: instant, nom, structure: l.structure, role, gestes: vec![geste], fois: 1 },
            )),
        }
    }
    Ok(lectures.into_iter().map(|(_, l)| l).collect())
}

/// « a lu votre dossier »: what each capability calls its object, the file when none does.
fn phrase(personnes: Personnes, action: &str, objet: &str) -> String {
    let action = Action::TOUS.iter().find(|a| a.code() == action);
    let mots = personnes.iter().flat_map(|p| p.journal).find(|(o, _)| o.code() == objet);
    let quoi = mots.map_or("votre dossier", |(_, mots)| mots);
    let geste = match action {
        Some(Action::Creer) => "a ajouté",
        Some(Action::Modifier) => "a changé",
        Some(Action::Retirer) => "a retiré",
        Some(Action::Exporter) => "a emporté une copie de",
        Some(Action::Partager) => "a décidé",
        Some(Action::Passer) => "a changé",
        Some(Action::Demander) => "a demandé",
        Some(Action::Repondre) => "a répondu sur",
        _ => "a lu",
    };
    format!("{geste} {quoi}")
}

#[cfg(test)]
mod tests {
    use passerelle_socle::personne::Personne;

    use super::*;

    static TOUTES: [&Personne; 3] = [&crate::jeunes::PERSONNE, &crate::notes::PERSONNE, &crate::documents::PERSONNE];

    #[test]
    fn what_was_done_is_said_in_words() {
        assert_eq!(phrase(&TOUTES, "consulter", "jeunes"), "a lu votre dossier");
        assert_eq!(phrase(&TOUTES, "creer", "notes"), "a ajouté une note à votre sujet");
        assert_eq!(phrase(&TOUTES, "exporter", "documents"), "a emporté une copie de vos documents");
        assert_eq!(phrase(&TOUTES, "exporter", "contrats"), "a emporté une copie de votre dossier");
    }
}
