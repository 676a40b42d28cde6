//! One meeting for an agenda (RFC 5545). It says when and where, never why: agendas are shared.

use chrono::{NaiveTime, TimeDelta};
use passerelle_base::{Decalage, decalages, fuseau};
use passerelle_socle::temps::Instant;

use super::store::{self, Contact};
use crate::accompagnements::Dossier;
use passerelle_socle::db::{Executeur, Resultat};
use passerelle_socle::ident::Id;
use passerelle_socle::web::Etat;

/// Paris, as agendas ask for it: an hour ahead of UTC in winter, two in summer.
const PARIS: &str = "BEGIN:VTIMEZONE\r\nTZID:Europe/Paris\r\n\
    BEGIN:DAYLIGHT\r\nDTSTART:19810329T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n\
    TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nEND:DAYLIGHT\r\n\
    BEGIN:STANDARD\r\nDTSTART:19961027T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n\
    TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

/// The zone of the territory. Any other than Paris is told by its changes around the day: nothing else is asked of it.
fn zone(nom: &str, decalages: &[Decalage]) -> String {
    if nom == "Europe/Paris" {
        return PARIS.to_owned();
    }
    let heures = |minutes: i32| {
        let signe = if minutes < 0 { '-' } else { '+' };
        format!("{signe}{:02}{:02}", minutes.abs() / 60, minutes.abs() % 60)
    };
    let morceaux: String = decalages
        .iter()
        .map(|d| {
            let genre = if d.ete { "DAYLIGHT" } else { "STANDARD" };
            let locale = d.depuis.naive_utc() + TimeDelta::minutes(i64::from(d.avant));
            format!(
                "BEGIN:{genre}\r\nDTSTART:{}\r\nTZOFFSETFROM:{}\r\nTZOFFSETTO:{}\r\nTZNAME:{}\r\nEND:{genre}\r\n",
                locale.format("%Y%m%dT%H%M%S"),
                heures(d.avant),
                heures(d.apres),
                d.nom
            )
        })
        .collect();
    format!("BEGIN:VTIMEZONE\r\nTZID:{nom}\r\n{morceaux}END:VTIMEZONE\r\n")
}

/// Minutes a meeting lasts in an agenda, since nothing says how long it will.
const DUREE: i64 = 60;

/// The bytes of the file.
fn ecrire(contact: &Contact, maintenant: Instant) -> String {
    let jour = contact.date.format("%Y%m%d");
    let heure = contact.heure.as_deref().and_then(|h| NaiveTime::parse_from_str(h, "%H:%M").ok());
    let quand = match heure {
        Some(h) => {
            let fin = contact.date.and_time(h) + TimeDelta::minutes(DUREE);
            format!(
                "DTSTART;TZID={0}:{jour}T{1}\r\nDTEND;TZID={0}:{2}\r\n",
                fuseau(),
                h.format("%H%M%S"),
                fin.format("%Y%m%dT%H%M%S")
            )
        }
        None => format!("DTSTART;VALUE=DATE:{jour}\r\n"),
    };
    let zone = zone(fuseau(), &decalages(contact.date));
    let etat = if contact.presence.as_deref() == Some("annule") { "CANCELLED" } else { "CONFIRMED" };
    let lieu = contact.lieu.as_deref().map(|l| plier_ligne(&format!("LOCATION:{}", proteger(l)))).unwrap_or_default();
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Passerelle//FR\r\nMETHOD:PUBLISH\r\n{zone}BEGIN:VEVENT\r\n\
         UID:{}@passerelle\r\nDTSTAMP:{}\r\n{quand}SUMMARY:RDV\r\n{lieu}STATUS:{etat}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        contact.id,
        maintenant.utc().format("%Y%m%dT%H%M%SZ")
    )
}

/// A contact of an open file, to put in an agenda.
pub async fn pour_agenda(
    conn: &impl Executeur,
    etat: &Etat,
    dossier: &Dossier,
    contact: Id<Contact>,
) -> Resultat<Option<String>> {
    Ok(store::lire(conn, dossier, contact).await?.map(|c| ecrire(&c, etat.horloge.maintenant())))
}

fn proteger(texte: &str) -> String {
    texte.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// Lines hold 75 bytes; the next begins with a space.
fn plier_ligne(ligne: &str) -> String {
    let (mut sortie, mut longueur) = (String::new(), 0);
    for c in ligne.chars() {
        if longueur + c.len_utf8() > 74 {
            sortie.push_str("\r\n ");
            longueur = 1;
        }
        sortie.push(c);
        longueur += c.len_utf8();
    }
    sortie + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_without_summer_time_has_one_offset() {
        let decalage = Decalage {
            depuis: "2017-01-01T00:00:00Z".parse().unwrap(),
            avant: 240,
            apres: 240,
            ete: false,
            nom: "+04".into(),
        };
        assert_eq!(
            zone("Indian/Reunion", &[decalage]),
            "BEGIN:VTIMEZONE\r\nTZID:Indian/Reunion\r\nBEGIN:STANDARD\r\nDTSTART:20170101T040000\r\n\
             TZOFFSETFROM:+0400\r\nTZOFFSETTO:+0400\r\nTZNAME:+04\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
        );
    }

    #[test]
    fn a_meeting_says_when_and_where_and_nothing_else() {
        let contact = Contact {
            date: "2018-03-25".parse().unwrap(),
            heure: Some("23:30".into()),
            lieu: Some(format!("Mission locale, salle 2 ; {}", "é".repeat(60))),
            objet: Some("logement".into()),
            ..Contact::vide()
        };
        let ics = ecrire(&contact, "2018-02-20T09:30:00Z".parse().unwrap());
        assert!(ics.contains("DTSTART;TZID=Europe/Paris:20180325T233000\r\n"));
        assert!(ics.contains("DTEND;TZID=Europe/Paris:20180326T003000\r\n"));
        assert!(ics.contains("SUMMARY:RDV\r\n") && !ics.contains("logement"));
        assert!(ics.contains("LOCATION:Mission locale\\, salle 2 \\; é"));
        assert!(ics.split("\r\n").all(|l| l.len() <= 75 && !l.contains('\n')), "{ics}");
        let sans_heure = ecrire(&Contact { heure: None, ..contact }, "2018-02-20T09:30:00Z".parse().unwrap());
        assert!(sans_heure.contains("DTSTART;VALUE=DATE:20180325\r\n"));
    }
}
