//! A form has one effect, however many times it is sent: a double click, a browser that tries again, a page gone back to.
//!
//! Every form that a page shows carries a key of its own, put there as the page is made so that none can be without. The
//! gesture keeps it in its own transaction (`gestes`); the base refuses it a second time. A gesture that keeps nothing
//! does not keep its key either.

use std::time::Duration;

use super::retour::entree;
use crate::db::{self, Base, Resultat, Tx};
use crate::ident::Id;
use crate::temps::Instant;

/// Marks the key of a form.
#[derive(Debug)]
pub(super) struct Cle;

/// The name of the field.
pub(super) const CHAMP: &str = "_geste";

/// How long a key is remembered: longer than anybody waits to send the same form again.
const GARDE: Duration = Duration::from_hours(24);

/// What is said of a form sent again.
pub(super) const DEJA: &str = "Ce formulaire a déjà été envoyé, et ce qu'il demandait est fait. Rien n'a été enregistré une seconde \
                    fois. Pour en envoyer un autre, ouvrez de nouveau la page.";

/// Gives each form of a page that changes something a key of its own, and where it leads once it is done: what the frame of
/// the page says, unless the form says otherwise. The frame keeps its own forms without: closing a session twice closes one.
pub(super) fn poser(html: &mut String) {
    let mut ici = html.find("<main").unwrap_or(0);
    let retour = attribut(html.get(ici..).unwrap_or_default(), "data-retour").to_owned();
    while let Some(debut) = html[ici..].find("<form ").map(|d| ici + d) {
        let Some(fin) = html[debut..].find('>').map(|f| debut + f + 1) else { return };
        ici = fin;
        if html[debut..fin].contains("method=\"post\"") {
            let mut champ = format!("<input type=\"hidden\" name=\"{CHAMP}\" value=\"{}\">", db::nouvel_id::<Cle>());
            let corps = html[fin..].split("</form>").next().unwrap_or_default();
            if !retour.is_empty()
                && !corps.contains("name=\"retour\"")
                && !entree(attribut(&html[debut..fin], "action"))
            {
                champ += &format!("<input type=\"hidden\" name=\"retour\" value=\"{retour}\">");
            }
            html.insert_str(fin, &champ);
            ici += champ.len();
        }
    }
}

/// An attribute of the first tag, as it is written.
fn attribut<'a>(html: &'a str, nom: &str) -> &'a str {
    let balise = html.split('>').next().unwrap_or_default();
    let debut = format!(" {nom}=\"");
    balise.split_once(&debut).and_then(|(_, reste)| reste.split('"').next()).unwrap_or_default()
}

/// Keeps the key of a form; no, when it was kept already.
pub(super) async fn prendre(tx: &Tx, maintenant: Instant, cle: Id<Cle>) -> Resultat<bool> {
    let sql = "INSERT INTO gestes (cle, fait_le) VALUES ($1, $2) ON CONFLICT (cle) DO NOTHING";
    Ok(db::executer(tx, sql, [cle.into(), maintenant.into()]).await? > 0)
}

/// Forgets the keys that are too old to be sent again: each hour, not in the turn of somebody's gesture.
pub async fn oublier_les_cles(base: &Base, maintenant: Instant) -> Resultat<u64> {
    let limite = maintenant - GARDE;
    let tx = base.transaction().await?;
    let combien = db::executer(&tx, "DELETE FROM gestes WHERE fait_le <= $1", [limite.into()]).await?;
    tx.commit().await?;
    Ok(combien)
}

#[cfg(test)]
mod tests {
    use super::poser;

    #[test]
    fn every_form_that_changes_something_has_its_own_key_and_no_other() {
        let mut html = "<form method=\"post\" action=\"/deconnexion\"></form><main><form method=\"post\" action=\"/a\">\
                        <input name=\"x\"></form><form action=\"/recherche\"></form><form class=\"c\" method=\"post\"></form>"
            .to_owned();
        poser(&mut html);
        let cles: Vec<&str> =
            html.split("name=\"_geste\" value=\"").skip(1).map(|m| m.split('"').next().unwrap()).collect();
        assert_eq!(cles.len(), 2, "{html}");
        assert_ne!(cles[0], cles[1]);
        assert!(cles.iter().all(|c| c.parse::<uuid::Uuid>().is_ok()));
        assert!(html.starts_with("<form method=\"post\" action=\"/deconnexion\"></form>"));
        let mut sans = "<p>rien</p>".to_owned();
        poser(&mut sans);
        assert_eq!(sans, "<p>rien</p>");
    }

    #[test]
    fn every_form_that_changes_something_says_where_it_leads_once_done() {
        let mut html =
            "<form method=\"post\" action=\"/deconnexion\"></form><main id=\"m\" data-retour=\"/a?b=&#38;c\">\
                        <form method=\"post\" action=\"/a\"></form><form method=\"post\" action=\"/connexion\"></form>\
                        <form method=\"post\"><input type=\"hidden\" name=\"retour\" value=\"/a#ici\"></form>\
                        <form action=\"/recherche\"></form></main>"
                .to_owned();
        poser(&mut html);
        let vers: Vec<&str> =
            html.split("name=\"retour\" value=\"").skip(1).map(|m| m.split('"').next().unwrap()).collect();
        assert_eq!(vers, ["/a?b=&#38;c", "/a#ici"], "{html}");
    }
}
