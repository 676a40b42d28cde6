//! Going back to where the reader came from, and never out of the site.
//!
//! A gesture ends where it began. A form inside a page ends on that page. A page that is nothing but a form ends where its
//! reader came from: its route says that it is one ([`Site::formulaire`](super::Site::formulaire)), and the browser says where from. Either is put in every
//! form as its page is made (`cle`), and may be said by whoever links to the page (`?retour=`).

use axum::extract::Query;
use axum::http::header;
use axum::http::request::Parts;

use super::declaration::Declaration;

/// The longest address that is kept.
const LONGUEUR: usize = 1_000;

/// The address asked for when it is a path of this site, or else the one we know: `//ailleurs` and `/\ailleurs` would
/// lead out of it, and so would `/<tab>/ailleurs`, since browsers drop control characters before they read an address.
/// The pages of signing in are nobody's way back.
pub fn chemin_de_retour<'a>(demande: &'a str, defaut: &'a str) -> &'a str {
    let trompeur = |c: char| c == '\\' || c.is_control();
    let local = demande.starts_with('/') && !demande.starts_with("//") && !demande.contains(trompeur);
    if local && demande.len() <= LONGUEUR && !entree(demande) { demande } else { defaut }
}

/// Whether an address is one of signing in or out: these say themselves where they lead.
pub(super) fn entree(chemin: &str) -> bool {
    ["/connexion", "/entrer/", "/deconnexion"].iter().any(|e| chemin.starts_with(e))
}

/// Where the forms of the page asked for lead once they are done; empty when nothing says it.
pub(super) fn de_la_page(parties: &Parts, url: &str) -> String {
    let lus = Query::<Vec<(String, String)>>::try_from_uri(&parties.uri).map_or_else(|_| vec![], |Query(lus)| lus);
    let dit = lus.iter().find(|(cle, _)| cle == "retour").map_or("", |(_, valeur)| valeur);
    let formulaire = parties.extensions.get::<Declaration>().is_some_and(|d| d.formulaire);
    let sinon = || match formulaire {
        true => d_ou_l_on_vient(parties, url).unwrap_or_default().to_owned(),
        false => parties.uri.path_and_query().map_or("", |p| p.as_str()).to_owned(),
    };
    match chemin_de_retour(dit, "") {
        "" => chemin_de_retour(&sinon(), "").to_owned(),
        dit => dit.to_owned(),
    }
}

/// The page of ours that links here: of the site that answers, or of its published address. A page that asks itself again
/// with other values says nothing of where its reader came from.
fn d_ou_l_on_vient<'a>(parties: &'a Parts, url: &str) -> Option<&'a str> {
    let texte = |nom| parties.headers.get(nom).and_then(|v| v.to_str().ok());
    let venue = texte(header::REFERER)?;
    let reste = venue.strip_prefix("https://").or_else(|| venue.strip_prefix("http://"))?;
    let (hote, _) = reste.split_at(reste.find('/')?);
    let publie = url.split_once("://").map_or("", |(_, h)| h.trim_end_matches('/'));
    let sien = texte(header::HOST).is_some_and(|h| h.eq_ignore_ascii_case(hote)) || hote.eq_ignore_ascii_case(publie);
    let chemin = &reste[hote.len()..];
    let ailleurs = chemin.split(['?', '#']).next() != Some(parties.uri.path());
    (sien && ailleurs).then_some(chemin)
}

/// Where a gesture ends: where its form says it began, at the place of the page that the gesture is about.
pub(super) fn fin(dit: &str, defaut: &str) -> String {
    let vers = chemin_de_retour(dit, defaut);
    let chemin = |adresse: &str| adresse.split(['?', '#']).next().unwrap_or_default().to_owned();
    match defaut.split_once('#') {
        Some((_, place)) if !vers.contains('#') && chemin(vers) == chemin(defaut) => format!("{vers}#{place}"),
        _ => vers.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;
    use crate::access::{Action, Objet};

    #[test]
    fn nobody_is_sent_elsewhere() {
        assert_eq!(chemin_de_retour("/bilan?du=2017-01-01", "/journee"), "/bilan?du=2017-01-01");
        let dehors = [
            "https://ailleurs.example",
            "//ailleurs.example",
            "/\\ailleurs.example",
            "/\t/ailleurs.example",
            "",
            "/connexion",
            "/entrer/secret",
        ];
        for dehors in dehors {
            assert_eq!(chemin_de_retour(dehors, "/journee"), "/journee");
        }
        assert_eq!(chemin_de_retour(&format!("/{}", "a".repeat(LONGUEUR)), "/journee"), "/journee");
    }

    fn retour(adresse: &str, formulaire: bool, venue: &str) -> String {
        let requete = Request::get(adresse).header("host", "site.example:8443").header("referer", venue);
        let mut parties = requete.body(()).expect("valid headers").into_parts().0;
        let declaration =
            Declaration { chemin: "/", methode: "GET", action: Action::Lister, objet: Objet::Jeunes, formulaire };
        parties.extensions.insert(declaration);
        de_la_page(&parties, "https://publie.example/")
    }

    #[test]
    fn a_form_inside_a_page_ends_on_that_page() {
        assert_eq!(retour("/journee?referent=moi", false, "https://site.example:8443/jeunes"), "/journee?referent=moi");
        assert_eq!(retour("/journee?retour=/jeunes", false, ""), "/jeunes");
        assert_eq!(retour("/journee?retour=//ailleurs", false, ""), "/journee?retour=//ailleurs");
    }

    #[test]
    fn a_page_that_is_a_form_ends_where_its_reader_came_from() {
        for (venue, vers) in [
            ("https://site.example:8443/journee?referent=moi", "/journee?referent=moi"),
            ("http://SITE.example:8443/jeunes?q=a", "/jeunes?q=a"),
            ("https://publie.example/jeunes", "/jeunes"),
            ("https://site.example/jeunes", ""),
            ("https://ailleurs.example/site.example:8443/jeunes", ""),
            ("https://site.example:8443//ailleurs.example", ""),
            ("https://site.example:8443", ""),
            ("https://site.example:8443/notes?vue=1", ""),
            ("https://site.example:8443/connexion", ""),
            ("about:blank", ""),
            ("", ""),
        ] {
            assert_eq!(retour("/notes", true, venue), vers, "{venue}");
        }
        assert_eq!(retour("/notes?retour=/bilan", true, "https://site.example:8443/jeunes"), "/bilan");
    }

    #[test]
    fn a_gesture_ends_at_its_place_on_the_page() {
        assert_eq!(fin("/etudes/1?vue=2", "/etudes/1#enquete"), "/etudes/1?vue=2#enquete");
        assert_eq!(fin("/journee", "/etudes/1#enquete"), "/journee");
        assert_eq!(fin("/journee#rdv", "/journee#haut"), "/journee#rdv");
        assert_eq!(fin("//ailleurs", "/etudes/1#enquete"), "/etudes/1#enquete");
    }
}
