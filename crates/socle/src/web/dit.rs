//! What is said of a gesture once it is done: its sentence follows the reader to wherever they land, and is read once.
//!
//! It is said by the frame, above any page, so that no page has to know what was done elsewhere. A cookie carries it, set
//! with the redirection that ends the gesture and taken back by the first page that shows it: an address that is kept,
//! shared or gone back to says nothing. Only the site writes that cookie; what it names is an address of the site.

use std::time::Duration;

use axum::extract::Query;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use super::retour::chemin_de_retour;
use super::{Erreur, cookies, parametres};

const NOM: &str = "passerelle-dit";

/// Longer than a redirection takes; what nobody came to read is not said the next day.
const GARDE: Duration = Duration::from_mins(2);

/// A browser keeps no cookie of more than 4 096 bytes, and an accent takes six once written in one.
const LONGUEUR: usize = 400;

/// Words, and where they lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suite {
    /// What is read on it.
    pub mots: String,
    /// An address of the site.
    pub chemin: String,
}

/// What is said of a gesture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dit {
    /// « Contact noté. »
    pub phrase: String,
    /// The gesture that takes it back.
    pub defaire: Option<Suite>,
    /// Where what was done is seen.
    pub voir: Option<Suite>,
    /// What is to be read again.
    pub attention: Option<String>,
}

impl Dit {
    /// A sentence.
    pub fn nouveau(phrase: impl Into<String>) -> Self {
        Self { phrase: phrase.into(), ..Self::default() }
    }
    /// With the gesture that takes it back: a form that is sent to this address.
    pub fn defaire(mut self, mots: &str, chemin: impl Into<String>) -> Self {
        self.defaire = Some(Suite { mots: mots.into(), chemin: chemin.into() });
        self
    }
    /// With a link to what was done.
    pub fn voir(mut self, mots: &str, chemin: impl Into<String>) -> Self {
        self.voir = Some(Suite { mots: mots.into(), chemin: chemin.into() });
        self
    }
    /// With a warning.
    pub fn attention(mut self, phrase: &str) -> Self {
        self.attention = Some(phrase.into());
        self
    }

    fn ecrire(&self) -> String {
        let mut parts = vec![("p", self.phrase.as_str())];
        for (cles, suite) in [(["d", "dc"], &self.defaire), (["v", "vc"], &self.voir)] {
            parts.extend(suite.iter().flat_map(|s| [(cles[0], s.mots.as_str()), (cles[1], s.chemin.as_str())]));
        }
        parts.extend(self.attention.as_deref().map(|a| ("a", a)));
        let court = |v: &str| parametres::form_urlencode(&v.chars().take(LONGUEUR).collect::<String>());
        parts.iter().map(|(c, v)| format!("{c}={}", court(v))).collect::<Vec<_>>().join("&")
    }

    /// What the browser brings back; nothing when the site did not write it.
    pub(super) fn apporte(entetes: &HeaderMap, https: bool) -> Option<Self> {
        let adresse = format!("/?{}", cookies::lire(entetes, NOM, https)?).parse().ok()?;
        let Query(lus) = Query::<Vec<(String, String)>>::try_from_uri(&adresse).ok()?;
        let lire = |cle: &str| lus.iter().find(|(c, _)| c == cle).map(|(_, v)| v.clone()).filter(|v| !v.is_empty());
        let suite = |mots, chemin| {
            let chemin = lire(chemin)?;
            let sienne = !chemin_de_retour(&chemin, "").is_empty();
            Some(Suite { mots: lire(mots)?, chemin }).filter(|_| sienne)
        };
        Some(Self { phrase: lire("p")?, defaire: suite("d", "dc"), voir: suite("v", "vc"), attention: lire("a") })
    }

    /// Sends it with an answer, for the page that comes next.
    pub(super) fn confier(&self, reponse: &mut Response, https: bool) -> Result<(), Erreur> {
        ajouter(reponse, &cookies::poser(NOM, &self.ecrire(), https, Some(GARDE)))
    }

    /// The page that says it takes it back.
    pub(super) fn reprendre(reponse: &mut Response, https: bool) -> Result<(), Erreur> {
        ajouter(reponse, &cookies::poser(NOM, "", https, Some(Duration::ZERO)))
    }
}

fn ajouter(reponse: &mut Response, cookie: &str) -> Result<(), Erreur> {
    let cookie = HeaderValue::from_str(cookie).map_err(|e| Erreur::Interne(e.to_string()))?;
    reponse.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(())
}

impl From<&str> for Dit {
    fn from(phrase: &str) -> Self {
        Self::nouveau(phrase)
    }
}

impl From<String> for Dit {
    fn from(phrase: String) -> Self {
        Self::nouveau(phrase)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rapporte(valeur: &str) -> Option<Dit> {
        let mut entetes = HeaderMap::new();
        entetes.insert(header::COOKIE, format!("passerelle=x; {NOM}={valeur}").parse().expect("ascii"));
        Dit::apporte(&entetes, false)
    }

    #[test]
    fn what_is_said_is_what_was_written() {
        let dit = Dit::nouveau("L'échéance est notée : « à 10 h ; 50 % ».")
            .defaire("Annuler", "/jeunes/1/contacts/2/annuler")
            .voir("Voir", "/jeunes/1?vue=tout#fil")
            .attention("À relire.");
        assert_eq!(rapporte(&dit.ecrire()), Some(dit));
        assert_eq!(rapporte(&Dit::from("Noté.").ecrire()), Some(Dit::from("Noté.")));
    }

    #[test]
    fn nothing_said_leads_out_of_the_site_nor_fills_the_cookie() {
        for dehors in ["https://ailleurs.example", "//ailleurs.example", "/\\ailleurs.example", ""] {
            let dit = Dit::nouveau("Noté.").voir("Voir", dehors).defaire("Annuler", dehors);
            assert_eq!(rapporte(&dit.ecrire()), Some(Dit::from("Noté.")), "{dehors}");
        }
        assert!(Dit::nouveau("é".repeat(5_000)).ecrire().len() < 3_000);
        for rien in ["", "p=", "d=Annuler&dc=/a", "%FF", "p"] {
            assert_eq!(rapporte(rien), None, "{rien}");
        }
    }
}
